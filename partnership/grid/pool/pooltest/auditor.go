package pooltest

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Way is how something may move in an entry: of a class that begins with Class, between accounts that begin with From
// and To.
type Way struct{ Class, From, To string }

// A book is the accounts of one class.
type book map[string]int64

// sorted yields what a map has in the order of its keys.
func sorted[M ~map[K]V, K cmp.Ordered, V any](m M) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// An Auditor recomputes what a pool must hold from the entries alone.
type Auditor struct {
	Ways  map[string][]Way // by the type of the action; a type that is not there moves nothing
	terms pool.Terms
	books map[journal.Class]book
	paid  map[journal.Class]map[string][2]int64 // of each route: redeemed and settled
}

// NewAuditor returns an auditor of a pool that begins with these terms.
func NewAuditor(t pool.Terms) *Auditor {
	return &Auditor{Ways: ways(), terms: t, books: map[journal.Class]book{}, paid: map[journal.Class]map[string][2]int64{}}
}

// ways are what each type of action may move. That Stock is redeemed, and nothing else, is a way of redeem and exchange
// alone; that a loan grows, of lend.
func ways() map[string][]Way {
	issued := Way{"stock/", "issued", "holding/"}
	redeemed, used := Way{"stock/", "holding/", "redeemed"}, Way{"supply/", "open/", "redeemed"}
	bought, money := Way{"stock/", "holding/", "boughtback"}, Way{"GBP.2", "money/", "money/"}
	supplied, produced := Way{"supply/", "supplied", "open/"}, Way{"production/", "remaining", "produced"}
	discharged := Way{"claim/", "claim/", "owed"}
	return map[string][]Way{
		"forecast":  {{"production/", "expected", "remaining"}, {"production/", "remaining", "expected"}},
		"issue":     {issued, money},
		"transfer":  {{"stock/", "holding/", "holding/"}},
		"buyBack":   {bought, money},
		"supply":    {supplied, produced},
		"settle":    {{"supply/", "open/", "settled"}, money},
		"redeem":    {redeemed, used, {"claim/", "owed", "claim/"}},
		"exchange":  {issued, supplied, produced, redeemed, used, money},
		"discharge": {discharged, produced, money},
		"clear":     {discharged},
		"lend":      {{"loan/", "property/", "lent"}, money},
		"repay":     {bought, {"loan/", "lent", "property/"}, money},
		"dividend":  {{"stock/", "holding/pool", "holding/"}, {"stock/", "holding/pool", "boughtback"}},
		"collect":   {{"GBP.2", "commons/", "commons/carried"}, {"GBP.2", "commons/carried", "commons/"}},
		"level":     {{"GBP.2", "commons/", "commons/"}},
	}
}

// Record takes the entry of an action that was applied, and reports what is wrong with it.
func (a *Auditor) Record(e journal.Entry) error {
	errs := []error{e.Check()}
	for i := 0; i+1 < len(e.Postings); i += 2 {
		from, to := e.Postings[i], e.Postings[i+1]
		if from.Quantity > 0 {
			from, to = to, from
		}
		fits := func(w Way) bool {
			return starts(string(from.Class), w.Class) && starts(from.Account, w.From) && starts(to.Account, w.To)
		}
		if from.Quantity != -to.Quantity || to.Quantity == 0 || from.Class != to.Class || !slices.ContainsFunc(a.Ways[e.Type], fits) {
			errs = append(errs, fmt.Errorf("%s moved %v to %v", e.Type, from, to))
		}
		a.move(from.Class, from.Account, to.Account, to.Quantity)
	}
	return errors.Join(append(errs, a.checkEntry(e), a.check())...)
}

func starts(s, prefix string) bool { return strings.HasPrefix(s, prefix) }

func (a *Auditor) move(c journal.Class, from, to string, parts int64) {
	if a.books[c] == nil {
		a.books[c], a.paid[c] = book{}, map[string][2]int64{}
	}
	a.books[c][from] -= parts
	a.books[c][to] += parts
	sums := a.paid[c][from]
	switch {
	case !starts(string(c), "supply/"):
		return
	case to == "redeemed":
		sums[0] += parts
	case to == "settled":
		sums[1] += parts
	}
	a.paid[c][from] = sums
}

// into is how much one entry moves into accounts that begin so, of classes that begin so.
func into(e journal.Entry, class, account string) (sum int64) {
	for _, p := range e.Postings {
		if starts(string(p.Class), class) && starts(p.Account, account) && p.Quantity > 0 {
			sum += p.Quantity
		}
	}
	return sum
}

// checkEntry holds one entry to what must move together.
func (a *Auditor) checkEntry(e journal.Entry) error {
	var errs []error
	if used, cancelled := into(e, "supply/", "redeemed"), into(e, "stock/", "redeemed"); used != cancelled {
		errs = append(errs, fmt.Errorf("invariant 2: %s redeemed %d parts of Stock against a supply of %d", e.Type, cancelled, used))
	}
	if repaid, cancelled := into(e, "loan/", "property/"), into(e, "stock/", "boughtback"); e.Type == "repay" && repaid != cancelled {
		errs = append(errs, fmt.Errorf("invariant 4: %d parts were repaid with %d of Stock", repaid, cancelled))
	}
	if e.Type == "dividend" {
		errs = append(errs, a.checkDividend(e))
	}
	if e.Type == "issue" || e.Type == "exchange" {
		errs = append(errs, a.checkCover(e))
	}
	if e.Type == "clear" {
		errs = append(errs, a.checkNets(e))
	}
	return errors.Join(errs...)
}

// checkDividend: everybody gets the same, nobody twice, and what is left is too little for all.
func (a *Auditor) checkDividend(e journal.Entry) error {
	seen := map[string]bool{}
	each := e.Postings[1].Quantity
	for i := 1; i < len(e.Postings); i += 2 {
		if p := e.Postings[i]; p.Quantity != each || seen[p.Account] {
			return fmt.Errorf("invariant 5: a dividend of %d parts for %s, where others get %d", p.Quantity, p.Account, each)
		}
		seen[e.Postings[i].Account] = true
	}
	if left := a.books[e.Postings[0].Class]["holding/pool"]; left < 0 || left >= int64(len(e.Postings)/2) {
		return fmt.Errorf("invariant 5: %d parts are left of a dividend for %d", left, len(e.Postings)/2)
	}
	return nil
}

// checkCover: right after an issue, what is outstanding and claimed is covered by what remains. What an exchange has
// used up by then counts on both sides.
func (a *Auditor) checkCover(e journal.Entry) error {
	for c, b := range sorted(a.books) {
		if into(e, string(c), "holding/") == 0 || !starts(string(c), "stock/") {
			continue
		}
		kind := strings.TrimPrefix(string(c), "stock/")
		claims := -a.books[journal.Class("claim/"+kind)]["owed"]
		if remains := a.books[journal.Class("production/"+kind)]["remaining"]; b.outstanding()+claims > remains {
			return fmt.Errorf("invariant 1: %s: %d outstanding and %d claimed, and %d parts remain", kind, b.outstanding(), claims, remains)
		}
	}
	return nil
}

func (b book) outstanding() (sum int64) {
	for account, parts := range sorted(b) {
		if starts(account, "holding/") {
			sum += parts
		}
	}
	return sum
}

// checkNets: a set-off lowers what each owes as much as what it is owed.
func (a *Auditor) checkNets(e journal.Entry) error {
	nets := map[string]int64{}
	for _, p := range e.Postings {
		if p.Account == "owed" {
			nets[strings.Split(string(p.Class), "/")[1]] += p.Quantity
		} else {
			nets[strings.TrimPrefix(p.Account, "claim/")] += p.Quantity
		}
	}
	for who, parts := range sorted(nets) {
		if parts != 0 {
			return fmt.Errorf("invariant 3: a set-off left %s with %d parts", who, parts)
		}
	}
	return nil
}

// check holds all accounts to what needs no pool to be seen: which are below zero, and which above.
func (a *Auditor) check() error {
	var errs []error
	for class, b := range sorted(a.books) {
		for account, parts := range sorted(b) {
			below := account == "issued" || account == "owed" || account == "supplied" || account == "expected" || starts(account, "property/") || account == "commons/purse"
			either := starts(account, "money/") || starts(account, "commons/") && account != "commons/purse" && account != "commons/carried"
			if !either && (below && parts > 0 || !below && parts < 0) && account != "expected" {
				errs = append(errs, fmt.Errorf("invariants 1 to 6: %s of %s is %d", account, class, parts))
			}
		}
	}
	return errors.Join(errs...)
}

// Audit compares what a machine says with what the entries say.
func (a *Auditor) Audit(m Machine) error {
	var errs []error
	for _, class := range slices.Sorted(maps.Keys(a.books)) {
		kind, ok := strings.CutPrefix(string(class), "production/")
		if !ok {
			continue
		}
		errs = append(errs, a.auditStock(m, kind))
	}
	return errors.Join(append(errs, a.auditRoutes(m), a.auditLoans(m), a.auditCommons(m))...)
}

func (a *Auditor) auditStock(m Machine, kind string) error {
	f := strings.Split(kind, "/")
	u := a.terms.Unit
	k := stock.Kind{Issuer: f[0], Carrier: f[1], Site: f[2], Unit: u}
	s, c, p := a.books[k.StockClass()], a.books[k.ClaimClass()], a.books[journal.Class("production/"+kind)]
	of := func(parts int64) unit.Amount { return unit.New(parts, u) }
	got, _ := m.Position(k)
	got.Room = unit.Amount{}
	want := stock.Position{Kind: k, Remaining: of(p["remaining"]), Issued: of(-s["issued"]), Outstanding: of(s.outstanding()),
		Redeemed: of(s["redeemed"]), BoughtBack: of(s["boughtback"]), Claims: of(-c["owed"])}
	var errs []error
	if got != want {
		errs = append(errs, fmt.Errorf("invariant 1: %s is %+v, and by the entries %+v", kind, got, want))
	}
	for _, who := range append([]string{name}, names...) {
		if m.Holding(k, who) != of(s["holding/"+who]) || m.Claim(k, who) != of(c["claim/"+who]) {
			errs = append(errs, fmt.Errorf("invariants 1 and 3: %s holds %v of %s and claims %v, and by the entries %d and %d parts", who, m.Holding(k, who), kind, m.Claim(k, who), s["holding/"+who], c["claim/"+who]))
		}
	}
	return errors.Join(errs...)
}

func (a *Auditor) auditRoutes(m Machine) error {
	var errs []error
	open := 0
	for r := range m.Routes() {
		class, account := journal.Class("supply/"+r.Carrier), "open/"+r.Supplier+"/"+r.Customer
		paid := a.paid[class][account]
		want := [3]int64{a.books[class][account] + paid[0] + paid[1], paid[0], paid[1]}
		if got := [3]int64{r.Supplied.Parts(), r.Redeemed.Parts(), r.Settled.Parts()}; got != want {
			errs = append(errs, fmt.Errorf("invariant 2: %s is %v, and by the entries %v", account, got, want))
		}
		open++
	}
	for class, b := range sorted(a.books) {
		for account := range sorted(b) {
			if starts(string(class), "supply/") && starts(account, "open/") {
				open--
			}
		}
	}
	if open != 0 {
		errs = append(errs, fmt.Errorf("invariant 2: %d routes more than by the entries", open))
	}
	return errors.Join(errs...)
}

func (a *Auditor) auditLoans(m Machine) error {
	left := map[string]int64{}
	for class, b := range sorted(a.books) {
		for account, parts := range sorted(b) {
			if starts(string(class), "loan/") && starts(account, "property/") {
				left[string(class)+" "+account] += parts
			}
		}
	}
	for l := range m.Loans() {
		left["loan/"+l.Kind.String()+" property/"+l.Property] += l.Lent.Parts() - l.Repaid.Parts()
	}
	for what, parts := range sorted(left) {
		if parts != 0 {
			return fmt.Errorf("invariant 4: %s is %d parts more than by the entries", what, parts)
		}
	}
	return nil
}

func (a *Auditor) auditCommons(m Machine) error {
	b := a.books[journal.Of(a.terms.Money)]
	carried, purse := m.Carried(), m.Purse()
	if carried.Parts() != b["commons/carried"] || purse.Parts() != -b["commons/purse"] {
		return fmt.Errorf("invariant 6: %v is carried and %v in the purse, and by the entries %d and %d parts", carried, purse, b["commons/carried"], -b["commons/purse"])
	}
	for who := range m.Members() {
		if who.Balance.Parts() != b["commons/"+who.Name] {
			return fmt.Errorf("invariant 6: %s has %v, and by the entries %d parts", who.Name, who.Balance, b["commons/"+who.Name])
		}
	}
	return nil
}
