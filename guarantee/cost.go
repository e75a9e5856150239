package guarantee

// A budget is a cost that the members have approved.
type budget struct {
	id           string
	year         int32
	to, words    string
	amount, paid int64
}

func (b *budget) clone() *budget {
	c := *b
	return &c
}
