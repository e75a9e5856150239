package clearing

import (
	"fmt"
	"strings"
)

// String tells the notice to its party, one sentence a line, without any term of the trade.
func (n Notice) String() string {
	var s strings.Builder
	for _, p := range n.Positions {
		fmt.Fprintf(&s, "%s: %v\n", n.Party, p)
	}
	for _, l := range n.Lines {
		fmt.Fprintln(&s, l)
	}
	if len(n.Rings) > 0 {
		fmt.Fprintf(&s, "You stand in %s %s.\n", plural("ring", len(n.Rings)), numbers(n.Rings))
	}
	return s.String()
}

// String says the position in words.
func (p Position) String() string {
	return fmt.Sprintf("you owed %v and were owed %v; now you owe %v and are owed %v. The difference is the same as before.",
		p.Owes, p.Owed, p.OwesAfter, p.OwedAfter)
}

// String says the line in words, to the party whose notice it stands in.
func (l NoticeLine) String() string {
	switch l.Role {
	case Owes:
		return fmt.Sprintf("You owed %s %v (%s): %s.", l.With, l.Amount, l.ID, l.setOff())
	case Owed:
		return fmt.Sprintf("%s owed you %v (%s): %s.", l.With, l.Amount, l.ID, l.setOff())
	case Promises:
		return fmt.Sprintf("%s accepts that you come to owe it up to %v (%s): %s.", l.With, l.Amount, l.ID, l.newly("you"))
	case Accepts:
		return fmt.Sprintf("You accept that %s comes to owe you up to %v (%s): %s.", l.With, l.Amount, l.ID, l.newly(l.With))
	case Tenders:
		return fmt.Sprintf("You offered %v that %s owes you (%s): %s.", l.Amount, l.With, l.ID, l.share("used"))
	}
	return fmt.Sprintf("%s offered %v that you owe it (%s): %s.", l.With, l.Amount, l.ID, l.share("used"))
}

func (l NoticeLine) setOff() string { return l.share("set off") }

// share says how much was used, in the word for it.
func (l NoticeLine) share(word string) string {
	switch {
	case l.Used.IsZero():
		return "nothing is " + word
	case l.Stays.IsZero():
		return "all of it is " + word
	}
	return fmt.Sprintf("%v is %s, %v stays", l.Used, word, l.Stays)
}

func (l NoticeLine) newly(who string) string {
	if l.Used.IsZero() {
		return "not needed"
	}
	return fmt.Sprintf("%s newly %s %v (%s)", who, verb(who), l.Used, l.New)
}

func verb(who string) string {
	if who == "you" {
		return "owe"
	}
	return "owes"
}

func plural(word string, n int) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// numbers lists what a person counts from 1.
func numbers(places []int) string {
	texts := make([]string, len(places))
	for i, k := range places {
		texts[i] = fmt.Sprint(k + 1)
	}
	return strings.Join(texts, ", ")
}
