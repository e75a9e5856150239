package main

import (
	"context"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// A request is something that somebody asks of the town. Its ID and its time are chosen by whoever makes it up, once.
type request struct {
	words string
	send  func(context.Context, *town) (Answer, error)
}

// inBank and inClub make requests of actions.
func inBank(words string, a credit.Action) request {
	return request{words, func(ctx context.Context, t *town) (Answer, error) { return t.bank.Do(ctx, a) }}
}

func inClub(words string, a guarantee.Action) request {
	return request{words, func(ctx context.Context, t *town) (Answer, error) { return t.club.Do(ctx, a) }}
}

func on(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }

func h(number string) unit.Amount { return must(unit.Parse(number, hours)) }
func e(number string) unit.Amount { return must(unit.Parse(number, euros)) }

// bread is a promise of an hour, made up at that time. It is sent twice, because Bob's phone lost the answer, and a
// third time by a phone that has not stored when it was made up.
func bread(at time.Time) credit.Issue {
	return credit.Issue{ID: "b4", At: at, By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: h("1.0"), For: "baking"}
}

// story is a month of the town.
var story = []request{
	inBank("Bob trusts Ann with three hours",
		credit.SetLine{ID: "b1", At: on(1), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: h("3.0"), Clearing: credit.Due}),
	inBank("Ann trusts Bob with three hours",
		credit.SetLine{ID: "b2", At: on(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Hard: h("3.0"), Clearing: credit.Due}),
	inBank("Ann promises Bob two hours of gardening",
		credit.Issue{ID: "b3", At: on(2), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: h("2.0"), For: "gardening"}),
	inBank("Bob promises Ann an hour of baking", bread(on(3))),
	inBank("Bob promises Ann an hour of baking", bread(on(3))),
	inBank("Bob promises Ann an hour of baking, with the time of now and not of then", bread(on(4))),
	inBank("an hour of each is set off",
		credit.Net{ID: "b5", At: on(5), Lines: []credit.NetLine{{Promise: "b3", SetOff: h("1.0")}, {Promise: "b4", SetOff: h("1.0")}}}),
	inBank("Ann keeps her word",
		credit.Redeem{ID: "b6", At: on(6), By: []string{"bob"}, Promise: "b3", Amount: h("0.5"), Goods: "the hedge"}),
	inBank("Ann promises Bob three hours more", // which he has no trust for; a refusal is not stored, and not remembered
		credit.Issue{ID: "b7", At: on(7), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: h("3.0"), For: "pruning"}),
	inClub("Ann and Bob found the club",
		guarantee.Adopt{ID: "c1", At: on(1), By: []string{"ann", "bob"}}),
	inClub("its first year begins",
		guarantee.OpenYear{ID: "2026", At: on(1), By: []string{"mia"}}),
	inClub("Ann pays in",
		guarantee.Deposit{ID: "c2", At: on(2), By: []string{"cus"}, Member: "ann", Amount: e("50.00")}),
	inClub("Bob pays in",
		guarantee.Deposit{ID: "c3", At: on(2), By: []string{"cus"}, Member: "bob", Amount: e("50.00")}),
	inClub("Ann may buy on the club's word",
		guarantee.SetLimits{ID: "c4", At: on(3), By: []string{"mia"}, Member: "ann", Buyer: e("1000.00"), Because: "two years of trade"}),
	inClub("Bob may sell on it",
		guarantee.SetLimits{ID: "c5", At: on(3), By: []string{"mia"}, Member: "bob", Seller: e("1000.00"), Because: "two years of trade"}),
	inClub("Ann buys timber of Bob, to be paid in a month",
		guarantee.Accept{ID: "c6", At: on(4), By: []string{"ann", "bob"}, Buyer: "ann", Seller: "bob", Amount: e("200.00"), For: "timber", Due: on(31)}),
}
