package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// use loads an example and waits until the page has read it.
func (p *tab) use(sample, state string) {
	p.Helper()
	p.do(chromedp.SetValue(chromedp.CSS("#sample"), sample))
	p.click("#load")
	p.says("#list-state", state)
}

func (p *tab) want(selector string, texts ...string) {
	p.Helper()
	got := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(p.text(selector)) // amounts hold both
	for _, want := range texts {
		if !strings.Contains(got, want) {
			p.Errorf("%s: want %q in %.2000q", selector, want, got)
		}
	}
}

// TestTown goes through the first half of the page: set off, look at a ring, check the proof, spoil it in every way.
func TestTown(t *testing.T) {
	p := open(t, 1280)
	p.picture("start")
	p.click("#solve")
	p.says("#state", "Set off: 23")
	p.want("#outcome", "23 216.20 EUR of 30 053.85 EUR is gone: 77 %", "6 837.65 EUR stays", "23 216.20 EUR is set off", "3 190.15 EUR stays in chains", "3 647.50 EUR no set-off could touch", "1 837.50 kWh of 2 312.50 kWh is gone: 79 %", "28 rings", "44 debts", "Tier 4")
	if id := eval[string](p, `document.activeElement.id`); id != "outcome-title" {
		t.Errorf("the focus is on %q, want it on the outcome", id)
	}
	if short := eval[[]string](p, `[...document.querySelectorAll(".broad")].filter(e => e.textContent.length > 200 && e.getClientRects()[0].width < 0.9 * e.parentElement.clientWidth).map(e => e.textContent)`); len(short) > 0 {
		t.Errorf("half of the page is empty beside %q", short)
	}
	p.click("#units details summary")
	p.click("#units .rings li:nth-child(2) button")
	if lit := eval[int](p, `document.querySelectorAll(".picture .lit").length`); lit != 7 {
		t.Errorf("%d ribbons are lit, want the ring's 7", lit)
	}
	p.picture("town")
	p.click("#verify")
	p.says("#verdict", "✓ The proof holds")
	for how, why := range map[string]string{"more": "net position", "less": "do not prove", "tier": "do not prove"} {
		p.click(`[data-tamper="` + how + `"]`)
		p.says("#verdict", "Spoilt: ")
		p.click("#verify")
		p.says("#verdict", "✗ Refused: ")
		p.want("#verdict", why)
		p.picture("refused-" + how)
	}
	p.click("#restore")
	p.click("#verify")
	p.says("#verdict", "✓")
	p.paste("#list", strings.Replace(eval[string](p, `document.querySelector("#list").value`), "1840.00", "1840.01", 1))
	p.click("#verify")
	p.says("#verdict", "✗ Refused: The result is of another book")
}

func TestSamples(t *testing.T) {
	p := open(t, 1280)
	p.use("triangle", "3 debts among 3 parties")
	p.click("#solve")
	p.says("#state", "Set off: 180.00")
	p.picture("triangle")
	p.use("cook", "5 debts among 5 parties")
	p.says("#state", "The list has changed")
	p.click("#solve")
	p.says("#state", "Set off: 400.00")
	p.want("#units", "1 ring", "80.00 EUR", "Ann → Bob → Cem → Dan → Eva → Ann", "100.00 EUR stays")
	p.picture("cook")
}

// TestPaste pastes what is wrong, what is hostile, and what comes from a spreadsheet.
func TestPaste(t *testing.T) {
	p := open(t, 1280)
	p.paste("#list", "Ann, Bob, 5\nBob, Bob, 5\n")
	p.says("#list-state", "Line 2: a party cannot owe itself")
	p.says("#pad", "Nobody is drawn until line 2 of the list is right")
	if n := eval[int](p, `document.querySelectorAll("#pad button").length`); n > 0 {
		t.Errorf("%d parties of the list before are still drawn", n)
	}
	p.click("#solve")
	p.says("#refusal", "Line 2: a party cannot owe itself")
	if got := eval[string](p, `getSelection().toString()`); got != "Bob, Bob, 5" {
		t.Errorf("selected is %q, want the line that is wrong", got)
	}
	p.picture("wrong")
	p.paste("#list", "Debtor\tCreditor\tAmount\n<b onclick=x>\t\"<img src=x onerror='throw 1'>\"\t5\n\"<img src=x onerror='throw 1'>\"\t<b onclick=x>\t7\n")
	p.says("#list-state", "2 debts among 2 parties")
	p.click("#solve")
	p.says("#state", "Set off: 10.00")
	if n := eval[int](p, `document.querySelectorAll("#outcome img, #outcome b, #pad img").length`); n > 0 {
		t.Error("a name became an element")
	}
	p.paste("#list", "")
	p.says("#list-state", "The list is empty.")
	p.click("#solve")
	p.says("#refusal", "The list is empty: write who owes whom")
	p.paste("#list", "Ann, Bob, 5\n")
	p.says("#list-state", "1 debt among 2 parties")
	p.click("#solve")
	p.says("#state", "Set off: 0.00")
	p.want("#units", "no ring")
	p.click(`[data-tamper="less"]`)
	p.says("#verdict", "Nothing is set off here")
}

// TestDraw draws a triangle: the first debts by names, the last by choosing parties.
func TestDraw(t *testing.T) {
	p := open(t, 1280)
	p.paste("#list", "")
	p.says("#list-state", "The list is empty.")
	for _, debt := range [][3]string{{"Ann", "Bob", "100"}, {"Bob", "Cem", "80"}} {
		p.do(chromedp.SendKeys(chromedp.CSS("#debtor"), debt[0]), chromedp.SendKeys(chromedp.CSS("#creditor"), debt[1]), chromedp.SendKeys(chromedp.CSS("#amount"), debt[2]+kb.Enter))
		p.says("#draw-state", "Added: "+debt[0])
	}
	eval[bool](p, `(document.querySelector("#pad [data-party=Cem]").focus(), true)`)
	p.keys(" ")
	p.says("#draw-state", "Cem owes. Whom?")
	if at := eval[[]string](p, `(e => [e.dataset.party, e.ariaPressed])(document.activeElement)`); at[0] != "Cem" || at[1] != "true" {
		t.Errorf("the focus is on %q, want it on Cem, who is chosen", at)
	}
	p.click(`#pad [data-party="Ann"]`)
	p.says("#draw-state", "Cem owes Ann: how much?")
	p.keys("60" + kb.Enter)
	p.says("#draw-state", "Added: Cem owes Ann 60")
	p.picture("drawn")
	if got, want := eval[string](p, `document.querySelector("#list").value`), "Ann,Bob,100,EUR\nBob,Cem,80,EUR\nCem,Ann,60,EUR\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.click("#solve")
	p.says("#state", "Set off: 180.00")
	p.do(chromedp.SendKeys(chromedp.CSS("#debtor"), "Ann"), chromedp.SendKeys(chromedp.CSS("#creditor"), "Ann"), chromedp.SendKeys(chromedp.CSS("#amount"), "1"+kb.Enter))
	p.says("#draw-state", "Line 4: a party cannot owe itself")
}

// TestCancel ends the Worker in the midst of a large list, by the button and by Escape, and goes on with another.
func TestCancel(t *testing.T) {
	p := open(t, 1280)
	p.use("large", "100\u202f000 debts")
	eval[bool](p, `(window.ended = 0, window.terminate = Worker.prototype.terminate, Worker.prototype.terminate = function () { ended++; terminate.call(this); }, true)`)
	p.click("#solve")
	p.do(chromedp.Click(chromedp.CSS("#cancel"), chromedp.NodeVisible))
	p.says("#state", "Cancelled.")
	p.click("#solve")
	p.keys(kb.Escape)
	p.says("#state", "Cancelled.")
	if n := eval[int](p, `ended`); n != 2 {
		t.Errorf("%d Workers were ended, want 2", n)
	}
	p.use("triangle", "3 debts")
	p.click("#solve")
	p.says("#state", "Set off: 180.00")
}

// TestLarge sees the largest list that the page takes through.
func TestLarge(t *testing.T) {
	p := open(t, 1280)
	p.use("large", "100\u202f000 debts")
	p.click("#solve")
	p.says("#state", "Set off: 1")
	p.click("#units details:last-child summary")
	p.want("#units", "too many to draw", "The first 300 of 100 000 debts")
	p.click("#verify")
	p.says("#verdict", "✓")
	p.click(`[data-tamper="less"]`)
	p.says("#verdict", "Spoilt")
	p.click("#verify")
	p.says("#verdict", "✗ Refused: The potentials do not prove")
	p.picture("large")
	eval[bool](p, `(document.querySelector("#list").value += "\nAnn, Bob, 1", true)`)
	p.click("#solve")
	p.says("#refusal", "The list is too long for this page")
}

func TestSociety(t *testing.T) {
	p := open(t, 1280)
	p.click("#default")
	p.wait(`!document.querySelector("#society-outcome").hidden`)
	p.picture("society")
	p.want("#society-story", "Farm owes 2 600.00 EUR and cannot pay")
	p.do(chromedp.SetValue(chromedp.CSS("#recovered"), "9999"))
	p.click("#default")
	p.says("#society-refusal", "Beyond a limit")
	p.do(chromedp.SetValue(chromedp.CSS("#recovered"), "300"))
	p.click("#default")
	p.wait(`document.querySelector("#society-story").textContent.includes("runs the waterfall backwards")`)
	p.picture("recovered")
	p.use("cook", "5 debts")
	p.click("#copy")
	p.says("#promises-state", "5 promises among 5 members")
	p.do(chromedp.SetValue(chromedp.CSS("#recovered"), "0"))
	p.click("#default")
	p.wait(`document.querySelector("#society-story").textContent.includes("Ann owes")`)
}

// TestTakeOver goes on from the first half to the second with what the page offers by itself. The examples count in two
// units, of which a society has one; and a list that is wrong is refused in its new place too.
func TestTakeOver(t *testing.T) {
	p := open(t, 1280)
	p.click("#solve")
	p.says("#state", "Set off: 23")
	p.click("#copy")
	p.says("#promises-state", "44 promises among 12 members. A society has one unit, here EUR: 5 debts in kWh left out.")
	p.click("#default")
	p.wait(`!document.querySelector("#society-outcome").hidden`)
	p.want("#society-story", "Farm owes 4 170.00 EUR and cannot pay")
	p.want("#society-refusal", "")
	p.picture("taken-over")
	p.use("triangle", "3 debts")
	p.click("#copy")
	p.says("#promises-state", "3 promises among 3 members.")
	p.click("#default")
	p.wait(`document.querySelector("#society-story").textContent.includes("Ann owes")`)
	p.paste("#list", "Ann, Bob, 5\nBob, Bob\n")
	p.click("#copy")
	p.says("#promises-state", "Line 2: want who owes")
}

// TestLoading looks at the page while the library is still on its way.
func TestLoading(t *testing.T) {
	loaded := make(chan struct{})
	p := visit(t, func(s site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, engineName) {
				select {
				case <-loaded:
				case <-r.Context().Done():
				}
			}
			s.ServeHTTP(w, r)
		})
	}, 1280)
	p.wait(`document.querySelector("#list").value.includes("Bakery")`)
	p.says("#pad", "The library is loading …")
	p.picture("loading")
	close(loaded)
	p.wait(`document.querySelectorAll("#pad button").length === 12`)
}

// tabTo presses the tab key until it has come to an element, as somebody does who has no mouse, and checks on the way
// that what has the focus can be seen to have it.
func (p *tab) tabTo(id string) {
	p.Helper()
	for range 200 {
		p.keys(kb.Tab)
		at := eval[[]string](p, `(e => [e.id, e.tagName, getComputedStyle(e).outlineStyle])(document.activeElement)`)
		if at[2] == "none" && at[1] != "BODY" {
			p.Errorf("%q has the focus, and nobody sees it", at)
		}
		if at[0] == id {
			return
		}
	}
	p.Fatalf("the tab key does not lead to %s", id)
}

// TestKeyboard clears a ring, checks the proof and sees a default through without a mouse.
func TestKeyboard(t *testing.T) {
	p := open(t, 1280)
	p.tabTo("sample")
	p.keys("A ring")
	p.tabTo("load")
	p.keys(kb.Enter)
	p.says("#list-state", "5 debts")
	p.tabTo("debtor")
	p.keys("Bob")
	p.tabTo("creditor")
	p.keys("Ann")
	p.tabTo("amount")
	p.keys("10" + kb.Enter)
	p.says("#list-state", "6 debts")
	p.tabTo("solve")
	p.keys(kb.Enter)
	p.says("#state", "Set off: 420.00")
	p.picture("keyboard")
	if at := eval[[]string](p, `((e, s) => [e.id, s.outlineStyle, s.textDecorationLine])(document.activeElement, getComputedStyle(document.activeElement))`); !slices.Equal(at, []string{"outcome-title", "none", "underline"}) {
		t.Errorf("got %q, want the outcome's heading underlined, and no frame, which looks as if something were wrong", at)
	}
	p.tabTo("verify")
	p.keys(" ")
	p.says("#verdict", "✓")
	p.tabTo("default")
	p.keys(kb.Enter)
	p.wait(`document.activeElement.id == "society-title"`)
}

// TestNarrow looks at a telephone's width and at twice the size: nothing may need scrolling to the side.
func TestNarrow(t *testing.T) {
	dark := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"}
	for name, c := range map[string]struct {
		width   int64
		scale   float64
		prefers []*emulation.MediaFeature
	}{
		"telephone":      {width: 400, scale: 1},
		"broad":          {width: 500, scale: 1},
		"smallest":       {width: 320, scale: 1},
		"twice the size": {width: 640, scale: 2},
		"dark telephone": {width: 400, scale: 1, prefers: []*emulation.MediaFeature{dark}},
		"dark":           {width: 1280, scale: 1, prefers: []*emulation.MediaFeature{dark}},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, c.width, c.prefers...)
			p.do(chromedp.EmulateViewport(c.width, 900, chromedp.EmulateScale(c.scale)))
			p.click("#solve")
			p.says("#state", "Set off: 23")
			p.click("#default")
			p.wait(`!document.querySelector("#society-outcome").hidden`)
			p.picture(strings.ReplaceAll(name, " ", "-"))
			eval[bool](p, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
			if over := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("the page is %d pixels too wide", over)
			}
			if bare := eval[int](p, `[...document.querySelectorAll(".picture")].filter(e => !e.querySelector("td.number") && e.querySelectorAll("text").length !== e.querySelectorAll("text:has(.figure)").length).length`); bare > 0 {
				t.Errorf("%d of the pictures do not say all amounts", bare)
			}
			for _, low := range eval[[]string](p, contrasts) {
				t.Errorf("too little contrast: %s", low)
			}
		})
	}
}

// contrasts lists the texts whose contrast is less than 4.5, and what shows the focus if its own is less than 3 (WCAG 2.2,
// success criteria 1.4.3 and 1.4.11: level AA).
const contrasts = `(() => {
	const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
	const light = (colour) => {
		const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const colour = parse(getComputedStyle(e).backgroundColor);
			if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
		}
		return [255, 255, 255];
	};
	const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	const low = [], field = document.querySelector("#amount");
	field.focus();
	const focus = contrast(light(parse(getComputedStyle(field).outlineColor)), light(ground(field.parentElement)));
	if (focus < 3 || getComputedStyle(field).outlineStyle === "none") low.push("focus " + focus.toFixed(2));
	for (const e of document.querySelectorAll("body *")) {
		const own = e.matches("input, textarea, select") || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
		if (!own || !e.checkVisibility() || e.matches("title, option, noscript")) continue;
		const style = getComputedStyle(e);
		const ratio = contrast(light(parse(e instanceof SVGElement ? style.fill : style.color).slice(0, 3)), light(ground(e)));
		if (ratio < 4.5) low.push(e.tagName + " " + e.className + " " + ratio.toFixed(2) + " " + e.textContent.slice(0, 40));
	}
	return low;
})()`

// TestNames asks for what a screen reader needs: a name for each control and picture, one element for each id, headings
// in order, and results that are announced.
func TestNames(t *testing.T) {
	p := open(t, 1280)
	p.click("#solve")
	p.says("#state", "Set off: 23")
	p.click("#default")
	p.wait(`!document.querySelector("#society-outcome").hidden`)
	for what, expression := range map[string]string{
		"controls without a name":  `[...document.querySelectorAll("input, select, textarea")].filter(e => !e.labels.length).map(e => e.id)`,
		"buttons without a name":   `[...document.querySelectorAll("button, a, summary")].filter(e => !e.textContent.trim()).map(e => e.outerHTML)`,
		"pictures without a name":  `[...document.querySelectorAll("svg")].filter(e => !e.ariaLabel && !e.ariaHidden).map(e => e.outerHTML.slice(0, 99))`,
		"ids that two have":        `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`,
		"references to nothing":    `[...document.querySelectorAll("[aria-labelledby], [aria-describedby]")].flatMap(e => (e.getAttribute("aria-labelledby") ?? e.getAttribute("aria-describedby")).split(" ")).filter(id => !document.getElementById(id))`,
		"headings out of order":    `[...document.querySelectorAll("h1, h2, h3, h4")].map(e => +e.tagName[1]).filter((level, i, all) => i && level > all[i - 1] + 1).map(String)`,
		"results not announced":    `["state", "list-state", "verdict", "refusal", "society-refusal"].filter(id => !/status|alert/.test(document.getElementById(id).role))`,
		"requests to other places": `performance.getEntriesByType("resource").map(e => e.name).filter(name => !name.startsWith(location.origin))`,
	} {
		if got := eval[[]string](p, expression); len(got) > 0 {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func TestReducedMotion(t *testing.T) {
	const moves = `getComputedStyle(document.documentElement).scrollBehavior`
	if got := eval[string](open(t, 1280, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}), moves); got != "auto" {
		t.Errorf("got %q for who wants no motion", got)
	}
	if got := eval[string](open(t, 1280, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "no-preference"}), moves); got != "smooth" {
		t.Errorf("got %q for who minds no motion", got)
	}
}
