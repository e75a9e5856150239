package play

import "strings"

// A selection is what a society can guarantee of a list of debts: it has one unit of account, that of the first.
type selection struct {
	Text string    `json:"text"` // the lines in that unit, as they were written, and the line that names the columns
	Unit string    `json:"unit"`
	Left []leftOut `json:"left"` // by unit
}

// A leftOut is how many debts of another unit are not in a selection.
type leftOut struct {
	Unit  string `json:"unit"`
	Debts int    `json:"debts"`
}

// promises selects the debts of a list that are in the unit of its first.
func promises(text string) (*selection, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	if len(l.lines) == 0 {
		return nil, errEmpty
	}
	lines := strings.SplitAfter(text, "\n")
	own := l.book.Obligations[0].Amount.Unit()
	s, left := &selection{Unit: own.Code(), Left: []leftOut{}}, map[string]int{}
	var kept strings.Builder
	kept.WriteString(strings.Join(lines[:l.lines[0]-1], ""))
	for i, o := range l.book.Obligations {
		if u := o.Amount.Unit(); u != own {
			left[u.Code()]++
			continue
		}
		next := len(lines) // a debt goes on until the next, since a cell in quotes may hold a line's end
		if i+1 < len(l.lines) {
			next = l.lines[i+1] - 1
		}
		kept.WriteString(strings.Join(lines[l.lines[i]-1:next], ""))
	}
	s.Text = kept.String()
	for _, code := range keys(left) {
		s.Left = append(s.Left, leftOut{code, left[code]})
	}
	return s, nil
}
