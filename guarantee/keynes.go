package guarantee

import (
	"time"

	"example.org/mutual/internal/wide"
)

// A balance is the sum of a member's balance, what it holds less what it owes under the guarantee, over the time
// since from: in parts times seconds, and in parts times nanoseconds for what is less than a second.
type balance struct {
	from, at       time.Time
	seconds, nanos wide.Sum
}

// run goes on to a time, at a balance that was the same since the last.
func (b *balance) run(parts int64, to time.Time) {
	b.seconds = b.seconds.AddProduct(to.Unix()-b.at.Unix(), parts)
	if d := int64(to.Nanosecond()) - int64(b.at.Nanosecond()); d >= 0 {
		b.nanos = b.nanos.AddProduct(d, parts)
	} else {
		b.nanos = b.nanos.AddProduct(-d, -parts)
	}
	b.at = to
}
