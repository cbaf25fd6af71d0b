// Package browser drives a real Chromium as a person would: it finds what is on a
// page by its role and name, as a screen reader says them, clicks where it is, and
// types. Waiting is always for a condition.
package browser

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// patience is how long a condition may take to come true.
const patience = 15 * time.Second

// chromium is the one process of all browsers of a process of tests.
var chromium struct {
	once   sync.Once
	ctx    context.Context //nolint:containedctx // chromedp keeps its handle there
	cancel func()
	err    error
}

// flags keep Chromium from everything but the pages that a test opens.
var flags = map[string]any{
	"headless":                      true,
	"no-sandbox":                    true,
	"disable-gpu":                   true,
	"disable-quic":                  true,
	"no-first-run":                  true,
	"no-default-browser-check":      true,
	"disable-background-networking": true,
	"disable-component-update":      true,
	"disable-sync":                  true,
	"disable-extensions":            true,
	"disable-dev-shm-usage":         true,
	"disable-features":              "Translate,OptimizationHints,MediaRouter",
	// Elements tell role and name, as a screen reader says them.
	"enable-blink-features": "ComputedAccessibilityInfo",
	// Every page goes on as if it were the one in front.
	"disable-background-timer-throttling":    true,
	"disable-backgrounding-occluded-windows": true,
	"disable-renderer-backgrounding":         true,
	"hide-scrollbars":                        true,
	"mute-audio":                             true,
	"lang":                                   "en-US",
	"accept-lang":                            "en-US",
	"password-store":                         "basic",
	"use-mock-keychain":                      true,
	"metrics-recording-only":                 true,
}

// start starts Chromium, with a profile of its own in a temporary directory.
func start() (context.Context, error) {
	chromium.once.Do(func() {
		// The zone is the server's, whatever the machine's: then both write a time alike.
		options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(os.Getenv("GATEHOUSE_TEST_CHROMIUM")), chromedp.Env("TZ=UTC")}
		for name, value := range flags {
			options = append(options, chromedp.Flag(name, value))
		}
		allocator, endProcess := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, endBrowser := chromedp.NewContext(allocator)
		chromium.ctx = ctx
		chromium.cancel = func() { endBrowser(); endProcess() }
		chromium.err = chromedp.Do(ctx)
	})
	return chromium.ctx, chromium.err
}

// Close ends Chromium. It is for TestMain, after the tests.
func Close() {
	if chromium.cancel != nil {
		chromium.cancel()
	}
}

// Option changes a browser before it opens a page.
type Option func(*sheet)

// WithoutScript switches JavaScript off.
func WithoutScript() Option { return func(p *sheet) { p.withoutScript = true } }

// Dark prefers dark colours.
func Dark() Option { return func(p *sheet) { p.scheme = "dark" } }

// Size sets the size of the window; it is 1280 by 900 otherwise.
func Size(width, height int64) Option {
	return func(p *sheet) { p.width, p.height = width, height }
}

// Language is what the browser says that its user reads.
func Language(tag string) Option { return func(p *sheet) { p.language = tag } }

// New opens a browser with a fresh profile: no cookies, nothing stored. It closes
// with the test, which fails when a page complained on the console or broke the
// content security policy, and which is skipped where GATEHOUSE_TEST_CHROMIUM
// names no Chromium.
func New(t testing.TB, options ...Option) *Browser {
	t.Helper()
	if os.Getenv("GATEHOUSE_TEST_CHROMIUM") == "" {
		t.Skip("GATEHOUSE_TEST_CHROMIUM names no Chromium")
	}
	root, err := start()
	if err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	return open(t, ctx, cancel, options)
}

// Tab opens another page in the same profile.
func (b *Browser) Tab(options ...Option) *Browser {
	b.t.Helper()
	root, err := start()
	if err != nil {
		b.t.Fatalf("start Chromium: %v", err)
	}
	profile := chromedp.FromContext(b.ctx).BrowserContextID
	ctx, cancel := chromedp.NewContext(root, chromedp.WithExistingBrowserContext(profile))
	return open(b.t, ctx, cancel, options)
}

func open(t testing.TB, ctx context.Context, cancel func(), options []Option) *Browser {
	t.Helper()
	p := &sheet{ctx: ctx, width: 1280, height: 900, scheme: "light", documents: map[string]bool{}, loading: map[cdp.FrameID]bool{}}
	for _, option := range options {
		option(p)
	}
	b := &Browser{t: t, sheet: p}
	t.Cleanup(func() {
		b.finish()
		cancel()
	})
	if err := p.prepare(); err != nil {
		t.Fatalf("open a browser: %v", err)
	}
	return b
}

// Browser is one page of a browser, driven for one test.
type Browser struct {
	t testing.TB
	*sheet
}

// For returns the same page, driven for a part of the test.
func (b *Browser) For(t testing.TB) *Browser { return &Browser{t: t, sheet: b.sheet} }

// finish says what the page complained about.
func (b *Browser) finish() {
	for _, complaint := range b.complaints() {
		b.t.Errorf("the browser complains: %s", complaint)
	}
}

// describe shows the page as it stands: a picture in a file, and its text.
func (b *Browser) describe() string {
	address, _ := chromedp.Run(b.ctx, chromedp.Location())
	text, _ := evaluate[string](b.sheet, innerText, question)
	return fmt.Sprintf("the page is %s, picture: %s, complaints: %q\n%s", address, b.screenshot(), b.complaints(), text)
}
