package console

import (
	"fmt"
	. "fmt"
	"io"
	"log/slog"
)

type amount int

func (amount) LogValue() slog.Value { return slog.GroupValue(slog.Int("parts", 1)) }

func talk(w io.Writer, a amount) {
	fmt.Println("x")    // want "P13: fmt.Println"
	Printf("x")         // want "P13: fmt.Printf"
	out := fmt.Print    // want "P13: fmt.Print:"
	println("x")        // want "P13: println"
	print(1)            // want "P13: print:"
	_, _ = fmt.Scan(&a) // want "P13: fmt.Scan:"
	slog.Info("x")      // want "P13: slog.Info:"
	_ = slog.Default()  // want "P13: slog.Default"
	_, _ = out("x")
	_, _ = fmt.Fprintln(w, Sprint(a))
}

func log(l *slog.Logger) {} // want "P13: slog.Logger"
