package credit_test

import (
	"bytes"
	"fmt"
	"time"

	"example.org/mutual/credit"
)

// A neighbourhood keeps a time bank for what is owed, and this beside it for what is not.
func ExampleGiftLog() {
	gifts := credit.NewGiftLog()

	// Ann sits with Bob's grandmother while he works. He is glad to have it told.
	e, err := gifts.Apply(credit.Give{
		ID: "g1", At: on(1), By: []string{"ann", "bob"}, Giver: "ann", Receiver: "bob",
		Words: "kept his grandmother company", Metric: "hours sat with grandmother", Count: 3,
	})
	fmt.Println(e.Seq, len(e.Postings), "postings", e.Notes, err)

	// Cem would rather not be named. The log knows only that somebody was given a coat, and by whom.
	coat := credit.Give{ID: "g2", At: on(2), By: []string{"bob"}, Giver: "bob", Receiver: "cem", Words: "a winter coat"}
	_, err = gifts.Apply(coat)
	fmt.Println(err)
	coat.Receiver = ""
	gifts.Apply(coat)

	// Somebody would like to keep a debt here.
	_, err = gifts.Apply(credit.Give{
		ID: "g3", At: on(3), By: []string{"dan", "bob"}, Giver: "dan", Receiver: "bob",
		Words: "until you can pay me back", Metric: "EUR.2", Count: 5000,
	})
	fmt.Println(err)

	gifts.Apply(credit.Give{ID: "g4", At: on(4), By: []string{"ann"}, Giver: "ann", Words: "smiled at everybody on the stairs", Metric: "smiles", Count: 2})

	for gift := range gifts.Gifts() {
		to := gift.Receiver
		if to == "" {
			to = "somebody"
		}
		fmt.Println(gift.At.Format(time.DateOnly), gift.Giver, "to", to+":", gift.Words)
	}
	for metric, count := range gifts.Given("ann") {
		fmt.Println("ann gave", count, metric)
	}
	// Bob owes her nothing, and there is no method to ask what.

	// Output:
	// 1 0 postings [{giver ann} {receiver bob} {given kept his grandmother company} {counted 3 hours sat with grandmother}] <nil>
	// journal: without the consent of all whom it concerns: want "cem" to agree
	// credit: not a metric of gifts: "EUR.2" is a unit of account, in which one owes; want the gift's own words
	// 2026-03-01 ann to bob: kept his grandmother company
	// 2026-03-02 bob to somebody: a winter coat
	// 2026-03-04 ann to somebody: smiled at everybody on the stairs
	// ann gave 3 hours sat with grandmother
	// ann gave 2 smiles
}

func ExampleEncodeGive() {
	text, err := credit.EncodeGive(credit.Give{ID: "g1", At: on(1), By: []string{"ann"}, Giver: "ann", Words: "a smile", Metric: "smiles", Count: 1})
	fmt.Println(string(text), err)
	a, err := credit.DecodeGive(text)
	fmt.Println(a.Giver, a.Count, a.Metric, err)

	_, err = credit.Decode(text) // which is for ledgers
	fmt.Println(err)
	// Output:
	// {"type":"give","id":"g1","at":"2026-03-01T00:00:00Z","by":["ann"],"giver":"ann","words":"a smile","metric":"smiles","count":1} <nil>
	// ann 1 smiles <nil>
	// credit: not an action: "give" is not the type of one
}

func ExampleRestoreGifts() {
	var gifts credit.GiftLog // ready
	smile := credit.Give{ID: "g1", At: on(1), By: []string{"ann"}, Giver: "ann", Words: "a smile"}
	gifts.Apply(smile)
	var b bytes.Buffer
	fmt.Println(gifts.Snapshot(&b))

	restored, err := credit.RestoreGifts(&b)
	fmt.Println(err)
	_, err = restored.Apply(smile) // again, by a client that heard no answer
	fmt.Println(err)
	fmt.Println(restored.Gift("g1"))
	// Output:
	// <nil>
	// <nil>
	// journal: applied before: entry 1
	// {g1 2026-03-01 00:00:00 +0000 UTC ann  a smile  0} true
}
