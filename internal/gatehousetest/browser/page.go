package browser

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// sheet is a page of Chromium and what was seen of it.
type sheet struct {
	ctx context.Context //nolint:containedctx // chromedp keeps its handle there

	width, height int64
	scheme        string
	language      string
	withoutScript bool

	mu        sync.Mutex
	complains []string
	// documents are the addresses that were opened as pages, whose status is the
	// test's business.
	documents map[string]bool
	// loading are the frames that are on their way.
	loading  map[cdp.FrameID]bool
	status   int64
	requests []Request
	forgiven []string
}

// prepare opens the page and sets it up before it goes anywhere.
func (p *sheet) prepare() error {
	if err := chromedp.Do(p.ctx); err != nil {
		return err
	}
	if err := chromedp.Listen(p.ctx, p.watch); err != nil {
		return err
	}
	if _, err := chromedp.Call(p.ctx, audits.Enable, cdp.Empty{}); err != nil {
		return err
	}
	if err := p.resize(p.width, p.height); err != nil {
		return err
	}
	if err := p.prefer(p.scheme); err != nil {
		return err
	}
	if p.language != "" {
		headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": p.language}}
		if _, err := chromedp.Call(p.ctx, network.SetExtraHTTPHeaders, headers); err != nil {
			return err
		}
	}
	script := emulation.SetScriptExecutionDisabledParams{Value: p.withoutScript}
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, script)
	return err
}

func (p *sheet) resize(width, height int64) error {
	size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, size)
	return err
}

// prefer sets the colours that the user prefers. Movement is never wanted: nothing
// should move while a test looks for it.
func (p *sheet) prefer(scheme string) error {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, media)
	return err
}

// Prefer changes the colours that the user prefers: light or dark.
func (b *Browser) Prefer(scheme string) {
	b.t.Helper()
	if err := b.prefer(scheme); err != nil {
		b.t.Fatalf("prefer %s: %v", scheme, err)
	}
}

// Resize changes the size of the window.
func (b *Browser) Resize(width, height int64) {
	b.t.Helper()
	if err := b.resize(width, height); err != nil {
		b.t.Fatalf("resize to %d by %d: %v", width, height, err)
	}
}

// Open goes to an address and waits until the page is there.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address), "open "+address)
}

// Reload loads the page anew.
func (b *Browser) Reload() {
	b.t.Helper()
	b.do(chromedp.Reload(), "reload")
}

// Back goes back in the history, as the button of the browser does.
func (b *Browser) Back() {
	b.t.Helper()
	b.do(chromedp.NavigateBack(), "go back")
}

func (b *Browser) do(action chromedp.Action[chromedp.Void], what string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// Forget forgets the cookies of the profile.
func (b *Browser) Forget() {
	b.t.Helper()
	profile := chromedp.FromContext(b.ctx).BrowserContextID
	if _, err := chromedp.CallBrowser(b.ctx, storage.ClearCookies, storage.ClearCookiesParams{BrowserContextID: profile}); err != nil {
		b.t.Fatalf("forget the cookies: %v", err)
	}
}

// Address returns where the page is.
func (b *Browser) Address() string {
	b.t.Helper()
	address, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		b.t.Fatalf("read the address: %v", err)
	}
	return address
}

// Text returns what can be read on the page.
func (b *Browser) Text() string {
	b.t.Helper()
	return Eval[string](b, innerText)
}

const innerText = `document.body?.innerText ?? ""`

// WaitText waits until a text can be read on the page.
func (b *Browser) WaitText(text string) {
	b.t.Helper()
	b.Wait("the text "+text, func() bool {
		now, err := evaluate[string](b.sheet, innerText, question)
		return err == nil && strings.Contains(now, text)
	})
}

// Wait waits for a condition.
func (b *Browser) Wait(what string, met func() bool) {
	b.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !met() {
		select {
		case <-again.C:
		case <-deadline.C:
			b.t.Fatalf("waited %v for %s; %s", patience, what, b.describe())
		}
	}
}

// Eval evaluates an expression on the page, beside its own scripts.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	result, err := evaluate[T](b.sheet, expression, patience)
	if err != nil {
		b.t.Fatalf("evaluate %.200s: %v", expression, err)
	}
	return result
}

// question is how long an answer may take that needs no more than a look.
const question = 1500 * time.Millisecond

// evaluate evaluates an expression and waits for a promise. Chromium leaves a
// question without an answer when the page goes meanwhile.
func evaluate[T any](p *sheet, expression string, limit time.Duration) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// screenshot leaves a picture of the page where it outlives the test, and returns
// its path.
func (b *Browser) screenshot() string {
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return "none: " + err.Error()
	}
	dir := artifacts(b.t)
	path := filepath.Join(dir, strings.NewReplacer("/", "_", " ", "_").Replace(b.t.Name())+".png")
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		return "none: " + err.Error()
	}
	return path
}

// artifacts is the directory that go test keeps when it is told to, else a
// temporary one that stays.
func artifacts(t testing.TB) string {
	if kept := flag.Lookup("test.artifacts"); kept != nil && kept.Value.String() == "true" {
		return t.ArtifactDir()
	}
	dir, err := os.MkdirTemp("", "gatehouse-screenshot")
	if err != nil {
		return t.ArtifactDir()
	}
	return dir
}
