package clearing

import "example.org/mutual/unit"

// A kind is one of the three kinds of entries.
type kind uint8

const (
	kindObligation kind = iota
	kindAcceptance
	kindTender
)

// String names the kind, as an [Error] and a [Chain] do.
func (k kind) String() string { return [...]string{"obligation", "acceptance", "tender"}[k] }

// Entries are numbered through the Book: obligations, then acceptances, then tenders.

// entries returns how many there are.
func (b *Book) entries() int { return len(b.Obligations) + len(b.Acceptances) + len(b.Tenders) }

// split returns the kind of an entry and its place among its kind.
func (b *Book) split(entry int32) (k kind, place int) {
	i := int(entry)
	if i < len(b.Obligations) {
		return kindObligation, i
	}
	if i -= len(b.Obligations); i < len(b.Acceptances) {
		return kindAcceptance, i
	}
	return kindTender, i - len(b.Acceptances)
}

func (b *Book) kind(entry int32) kind {
	k, _ := b.split(entry)
	return k
}

func (b *Book) id(entry int32) string {
	switch k, i := b.split(entry); k {
	case kindObligation:
		return b.Obligations[i].ID
	case kindAcceptance:
		return b.Acceptances[i].ID
	default:
		return b.Tenders[i].ID
	}
}

func (b *Book) amount(entry int32) unit.Amount {
	switch k, i := b.split(entry); k {
	case kindObligation:
		return b.Obligations[i].Amount
	case kindAcceptance:
		return b.Acceptances[i].Amount
	default:
		return b.Tenders[i].Amount
	}
}

// ends returns the parties that an entry leads from and to: what goes round, goes from the debtor to the
// creditor of an obligation and from the source to the owner of a tender; an acceptance, which would make the
// debtor owe the acceptor, takes from what the acceptor owes and gives to what the debtor is owed.
func (b *Book) ends(entry int32) (from, to string) {
	switch k, i := b.split(entry); k {
	case kindObligation:
		return b.Obligations[i].Debtor, b.Obligations[i].Creditor
	case kindAcceptance:
		return b.Acceptances[i].Acceptor, b.Acceptances[i].Debtor
	default:
		return b.Tenders[i].Source, b.Tenders[i].Owner
	}
}

// rank returns that of an acceptance; of other entries it is zero.
func (b *Book) rank(entry int32) int {
	if k, i := b.split(entry); k == kindAcceptance {
		return b.Acceptances[i].Rank
	}
	return 0
}

// used returns what a Result of the Book's shape uses of an entry, to read or to set.
func (b *Book) used(r *Result, entry int32) *unit.Amount {
	switch k, i := b.split(entry); k {
	case kindObligation:
		return &r.SetOff[i]
	case kindAcceptance:
		return &r.Accepted[i]
	default:
		return &r.Tendered[i]
	}
}
