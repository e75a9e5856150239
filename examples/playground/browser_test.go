package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// built is the site, compiled once for all tests.
var built = sync.OnceValues(func() (site, error) { return build(context.Background()) })

// A tab is the page in headless Chromium, and how a test clicks through it.
type tab struct {
	*testing.T
	ctx context.Context
}

// open opens the page in a window of this width, as somebody sees it who prefers these media features. Whatever the
// page complains of in the console fails the test.
func open(t *testing.T, width int64, prefers ...*emulation.MediaFeature) *tab {
	t.Helper()
	p := visit(t, func(s site) http.Handler { return s }, width, prefers...)
	p.wait(`document.documentElement.dataset.ready`)
	return p
}

// visit goes to the page, as a server hands it out, and waits for nothing.
func visit(t *testing.T, serve func(site) http.Handler, width int64, prefers ...*emulation.MediaFeature) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed; .ci/run installs it")
	}
	s, err := built()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(serve(s))
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox) // as root it has no sandbox
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil { // the browser lives as long as this context
		t.Fatal(err)
	}
	p := &tab{t, ctx}
	p.listen()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: prefers}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(server.URL))
	return p
}

// listen fails the test for each message that the page writes to the console.
func (p *tab) listen() {
	ctx, cancel := context.WithCancel(p.ctx)
	messages, done := chromedp.Console(ctx), make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			p.Errorf("the page complains: %v", m)
		}
	}()
	p.Cleanup(func() { cancel(); <-done })
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

func (p *tab) click(selector string) {
	p.Helper()
	p.do(chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func (p *tab) keys(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys, options...))
}

// paste puts text into a field as pasting it does.
func (p *tab) paste(selector, text string) {
	p.Helper()
	eval[bool](p, `(() => { const field = document.querySelector(`+strconv.Quote(selector)+`);
		field.value = `+strconv.Quote(text)+`; return field.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`)
}

// eval evaluates an expression in the page.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return value
}

// wait waits until an expression holds.
func (p *tab) wait(expression string) {
	p.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(90*time.Second))); err != nil {
		p.Fatalf("%s: %v; state %q, refusal %q, verdict %q", expression, err, p.text("#state"), p.text("#refusal"), p.text("#verdict"))
	}
}

// says waits until an element's text begins so.
func (p *tab) says(selector, begins string) {
	p.Helper()
	p.wait(`document.querySelector(` + strconv.Quote(selector) + `).textContent.startsWith(` + strconv.Quote(begins) + `)`)
}

func (p *tab) text(selector string) string {
	p.Helper()
	return eval[string](p, `document.querySelector(`+strconv.Quote(selector)+`)?.innerText ?? ""`)
}

// picture takes a screenshot of the whole page, where PLAYGROUND_PICTURES names a folder for it: it is for people to
// look at, and no machine compares it.
func (p *tab) picture(name string) {
	p.Helper()
	dir := os.Getenv("PLAYGROUND_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.Fatal(err)
	}
}
