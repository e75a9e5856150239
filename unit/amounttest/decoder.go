package amounttest

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// What a decoder may take to refuse one text.
const (
	refusalMax = 100 * time.Millisecond // above this it is too slow: what works is done in microseconds
	patience   = 10 * time.Second       // above this it is taken never to end
)

// RunDecoder holds a decoder of numbers to [HostileNumbers], by [CheckDecoder].
func RunDecoder(t rapid.TB, decode func(text string) error) {
	t.Helper()
	if err := CheckDecoder(decode); err != nil {
		t.Error(err)
	}
}

// CheckDecoder reports which of [HostileNumbers] a decoder accepts, and which it takes more than a
// tenth of a second to refuse. A call that does not end is left running after ten seconds: nothing
// can stop it from outside.
func CheckDecoder(decode func(text string) error) error {
	var errs []error
	for _, text := range HostileNumbers() {
		if err := CheckRefusal(func() error { return decode(text) }); err != nil {
			errs = append(errs, fmt.Errorf("%.40q (%d bytes): %w", text, len(text), err))
		}
	}
	return errors.Join(errs...)
}

var (
	errAccepted = errors.New("accepted")
	errSlow     = fmt.Errorf("not refused within %v", refusalMax)
	errEndless  = fmt.Errorf("no answer within %v", patience)
	errGone     = errors.New("the goroutine ended without an answer (t.Fatal belongs in the test's own)")
)

// CheckRefusal reports whether a call failed as it should, and in time. A slow call gets two more
// chances, because the machine may have been busy with something else. The call is made on a goroutine
// of its own.
func CheckRefusal(call func() error) error {
	for range 3 {
		switch took, err := timed(call); {
		case err != nil:
			return err
		case took <= refusalMax:
			return nil
		}
	}
	return errSlow
}

// timed returns how long a call took to refuse, and an error if it did not.
func timed(call func() error) (time.Duration, error) {
	begin, answer := time.Now(), make(chan error, 1)
	go func() {
		defer close(answer) // even where the call ends the goroutine
		answer <- call()
	}()
	select {
	case err, ok := <-answer:
		switch {
		case !ok:
			return 0, errGone
		case err == nil:
			return 0, errAccepted
		}
		return time.Since(begin), nil
	case <-time.After(patience):
		return 0, errEndless
	}
}
