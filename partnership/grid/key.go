package grid

import (
	"slices"
	"time"
)

// A Key says how what is left of an interval's production is shared among the members.
type Key struct {
	Rule Rule

	// Shares are for the rules with shares: the coefficients, of a whole of Of. They must sum to Of exactly. A member
	// that is not named has none.
	Shares []Share
	Of     int64

	// Among is for ByUse: who takes part. Empty is every member.
	Among []string
}

// A Share is a member's coefficient: Parts/Of of what there is to share.
type Share struct {
	Member string
	Parts  int64 // zero or above
}

// A Rule says what a key's shares mean. The zero Rule is none, so that it cannot be forgotten.
type Rule uint8

// The rules.
const (
	// Static allots to each member its share, whether it needs that or not, and each uses of it what it needs. What it
	// does not use is left: for the next key, or as its own surplus.
	Static Rule = iota + 1

	// ByUse gives to each in proportion to what it uses, and never more than that. It has no shares.
	ByUse

	// Reallocated allots to each its share and gives what a member does not need to the others, in proportion to their
	// shares, until nobody with a share needs more or nothing is left: x = min(need, λ share).
	Reallocated

	// Dynamic gives to each what it needs up to its share; what that leaves goes to every member whose need is not met
	// yet, with a share or without, in proportion to what it still needs: Static, and then ByUse.
	Dynamic
	rules
)

// A Plan is the keys that hold from a date on, until the next plan. Each key shares what those before it have left
// among those who still need something.
type Plan struct {
	From time.Time // the beginning of an interval
	Keys []Key
}

// wrongPlans refuses plans whose keys cannot share anything out, or that do not follow each other.
func (s *Sharing) wrongPlans(plans []Plan) error {
	if len(plans) == 0 {
		return refuse(ErrKey, "", "want a plan")
	}
	if shares(plans) > SharesMax {
		return refuse(ErrSize, "", "want at most 16777216 shares and keys in all plans")
	}
	for k, p := range plans {
		switch {
		case !s.aligned(p.From):
			return refuseAt(ErrAlign, p.From, "want a plan from the beginning of an interval on")
		case k > 0 && !p.From.After(plans[k-1].From):
			return refuseAt(ErrTwice, p.From, "want plans in the order of time, one a date")
		case len(p.Keys) == 0 || len(p.Keys) > KeysMax:
			return refuseAt(ErrKey, p.From, "want 1 to 16 keys")
		}
		for _, key := range p.Keys {
			if err := s.wrongKey(key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sharing) wrongKey(k Key) error {
	switch {
	case k.Rule == 0 || k.Rule >= rules:
		return refuse(ErrKey, "", "want a rule from static to dynamic")
	case k.Rule == ByUse && (k.Of != 0 || len(k.Shares) > 0):
		return refuse(ErrKey, "", "want no shares: by use they are what each uses")
	case k.Rule == ByUse:
		return s.wrongMembers(k.Among)
	case len(k.Among) > 0:
		return refuse(ErrKey, "", "want nobody named but in the shares")
	case k.Of <= 0 || k.Of > OfMax:
		return refuse(ErrKey, "", "want shares of a whole of 1 to 2^40 parts")
	}
	return s.wrongShares(k)
}

func (s *Sharing) wrongShares(k Key) error {
	sum, members := int64(0), make([]string, len(k.Shares))
	for i, share := range k.Shares {
		if share.Parts < 0 || share.Parts > k.Of-sum {
			return refuse(ErrSum, share.Member, "want shares of zero or above that sum to the whole")
		}
		sum += share.Parts
		members[i] = share.Member
	}
	if sum != k.Of {
		return refuse(ErrSum, "", "want shares that sum to the whole")
	}
	return s.wrongMembers(members)
}

// wrongMembers refuses a name twice, and one that is no member's.
func (s *Sharing) wrongMembers(members []string) error {
	sorted := slices.Sorted(slices.Values(members))
	for i, m := range sorted {
		if place, ok := s.places[m]; !ok || int(place) >= len(s.terms.Members) {
			return refuse(ErrUnknown, m, "want a member")
		}
		if i > 0 && m == sorted[i-1] {
			return refuse(ErrTwice, m, "want each member once in a key")
		}
	}
	return nil
}

// shares counts the shares in plans, and the keys, as those by use may have none.
func shares(plans []Plan) int {
	n := 0
	for _, p := range plans {
		for _, k := range p.Keys {
			n += 1 + len(k.Shares) + len(k.Among)
		}
	}
	return n
}

// clonePlans copies plans, so that what their owner changes later changes nothing here.
func clonePlans(plans []Plan) []Plan {
	plans = slices.Clone(plans)
	for i, p := range plans {
		plans[i].From = instant(p.From)
		plans[i].Keys = slices.Clone(p.Keys)
		for j, k := range p.Keys {
			plans[i].Keys[j].Shares, plans[i].Keys[j].Among = slices.Clone(k.Shares), slices.Clone(k.Among)
		}
	}
	return plans
}
