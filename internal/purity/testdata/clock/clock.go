package clock

import (
	"time"
	. "time"
	clock "time"
)

type stamped struct{ time.Time }

var now = time.Now // want "P7: time.Now"

var zone = time.Local // want "P7: time.Local"

func read(t time.Time, s stamped) {
	_ = time.Now()         // want "P7: time.Now"
	_ = time.Now().UTC()   // want "P7: time.Now"
	_ = clock.Now()        // want "P7: time.Now"
	_ = Now()              // want "P7: time.Now"
	_ = (time.Since)(t)    // want "P7: time.Since"
	_ = time.Until(t)      // want "P7: time.Until"
	_ = t.Local()          // want "P7: time.Time.Local"
	_ = s.Local            // want "P7: time.Time.Local"
	_ = time.Time.Local(t) // want "P7: time.Time.Local"
	_ = t.In(Local)        // want "P7: time.Local"
	_ = later{time.Until}  // want "P7: time.Until"
}

type later struct{ f func(time.Time) time.Duration }

func wait(f func()) {
	time.Sleep(1)        // want "P7: time.Sleep"
	_ = time.After(1)    // want "P7: time.After:"
	_ = time.Tick(1)     // want "P7: time.Tick"
	_ = time.NewTimer(1) // want "P7: time.NewTimer"
	_ = NewTicker(1)     // want "P7: time.NewTicker"
	time.AfterFunc(1, f) // want "P7: time.AfterFunc"
}

func zones(layout, s string) {
	_, _ = time.LoadLocation("Europe/London")          // want "P7: time.LoadLocation"
	_, _ = time.ParseInLocation(layout, s, time.Local) // want "P7: time.Local"
	_, _ = time.Parse(layout, s)                       // want "P7: time.Parse"
	_ = time.Date(2000, 1, 1, 0, 0, 0, 0, clock.Local) // want "P7: time.Local"
	_ = time.Unix(0, 0)                                // want "P7: time.Unix:"
	_ = time.UnixMilli(0).Add(time.Hour).UTC()         // want "P7: time.UnixMilli"
	f := time.UnixMicro                                // want "P7: time.UnixMicro"
	_ = f(0).UTC()
}

func pure(t time.Time, layout, s string) {
	_, _ = time.ParseInLocation(layout, s, time.UTC)
	_ = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	_ = (time.Unix(0, 0)).UTC()
	_ = time.UnixMilli(0).UTC().Add(time.Hour)
	_ = t.In(time.FixedZone("CET", 3600)).Before(t)
}
