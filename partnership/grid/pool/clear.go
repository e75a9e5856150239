package pool

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A pair is an issuer and who can claim of it.
type pair struct{ issuer, claimant string }

// owed are all claims of a carrier, by pair: a claim on one site of an issuer is as good as one on another of its.
func (p *Pool) owed(carrier string) map[pair]int64 {
	owed := make(map[pair]int64)
	for at := range p.register.Positions() {
		if at.Kind.Carrier != carrier {
			continue
		}
		for who, a := range p.register.Claims(at.Kind) {
			k := pair{at.Kind.Issuer, who}
			owed[k] = min(owed[k]+a.Parts(), TotalMax) // of more sites than can be counted, some wait
		}
	}
	return owed
}

// Book returns the claims between suppliers that may be set off, of one carrier: a joule of heat is not one of
// electricity. An obligation is what one issuer owes one claimant, and its ID their names with a slash between. What
// clearing.Clear sets off of it can be applied as a [Clear], with [Lines].
func (p *Pool) Book(carrier string) clearing.Book {
	var b clearing.Book
	if p.register == nil {
		return b
	}
	owed := p.owed(carrier)
	for _, k := range slices.SortedFunc(maps.Keys(owed), func(a, b pair) int {
		return cmp.Or(strings.Compare(a.issuer, b.issuer), strings.Compare(a.claimant, b.claimant))
	}) {
		b.Obligations = append(b.Obligations, clearing.Obligation{ID: k.issuer + "/" + k.claimant, Debtor: k.issuer, Creditor: k.claimant, Amount: p.energy(owed[k])})
	}
	return b
}

// LinesMax is how many claims one Clear can set off.
const LinesMax = 1 << 16

// A Line is what is set off of what an issuer owes a claimant.
type Line struct {
	Issuer, Claimant string
	SetOff           unit.Amount
}

// Lines returns a set-off of a Book as the lines of a [Clear].
func Lines(b clearing.Book, r *clearing.Result) []Line {
	var lines []Line
	for i, o := range b.Obligations {
		if i < len(r.SetOff) && r.SetOff[i].Sign() > 0 {
			lines = append(lines, Line{o.Debtor, o.Creditor, r.SetOff[i]})
		}
	}
	return lines
}

// Clear applies a set-off of the claims between suppliers of one carrier. The custodian must agree. Each must have as
// much set off of what it owes as of what it is owed, so that nobody is better or worse off. Claims of a pair on
// several sites fall in the order of the sites.
type Clear struct {
	ID      string
	At      time.Time
	By      []string
	Carrier string
	Lines   []Line // 1 to LinesMax, each of another obligation of the Book
}

func (a Clear) header() header { return header{Kind: "clear", ID: a.ID, At: a.At, By: a.By} }

func (a *Clear) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("carrier", &a.Carrier)
	machine.List(c, "lines", &a.Lines, LinesMax, lineFields)
}

func lineFields(c *codec, l *Line) {
	c.Text("issuer", &l.Issuer)
	c.Text("claimant", &l.Claimant)
	c.Amount("setOff", &l.SetOff)
}

func (a Clear) apply(t *turn) error {
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	off, err := a.read(t)
	if err != nil {
		return err
	}
	for at := range t.register.Positions() {
		if at.Kind.Carrier != a.Carrier {
			continue
		}
		for who, claim := range t.register.Claims(at.Kind) {
			k := pair{at.Kind.Issuer, who}
			part := min(off[k], claim.Parts())
			if part == 0 {
				continue
			}
			off[k] -= part
			m, err := t.register.Discharge(at.Kind, who, t.energy(part))
			if err != nil {
				return err
			}
			t.post(m)
		}
	}
	return nil
}

// read takes lines that are of the Book, and leave what everybody owes and is owed in balance.
func (a Clear) read(t *turn) (map[pair]int64, error) {
	if len(a.Lines) == 0 || len(a.Lines) > LinesMax {
		return nil, refuse(ErrNet, "want 1 to %d claims", LinesMax)
	}
	owed, off := t.owed(a.Carrier), make(map[pair]int64, len(a.Lines))
	balance := make(map[string]wide.Sum) // what one owes many is more than an int64 holds
	for _, l := range a.Lines {
		k := pair{l.Issuer, l.Claimant}
		has := owed[k]
		if has == 0 || off[k] > 0 {
			return nil, refuse(ErrNet, "want claims of the Book, each once, and got that of %.32q on %.32q", l.Claimant, l.Issuer)
		}
		parts, err := t.energyParts(l.SetOff)
		if err != nil {
			return nil, err
		}
		if parts > has {
			return nil, tooMuch(journal.ErrLimit, "what "+quote(l.Claimant)+" can claim of "+quote(l.Issuer), l.SetOff, has)
		}
		off[k] = parts
		balance[l.Issuer] = balance[l.Issuer].Add(parts)
		balance[l.Claimant] = balance[l.Claimant].Sub(parts)
	}
	for _, who := range slices.Sorted(maps.Keys(balance)) {
		if balance[who] != (wide.Sum{}) {
			return nil, refuse(ErrNet, "want as much set off of what %.32q owes as of what it is owed", who)
		}
	}
	return off, nil
}
