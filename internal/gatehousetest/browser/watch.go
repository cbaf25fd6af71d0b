package browser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Request is a request that the page has made.
type Request struct {
	Method, URL string
	// Referrer is what it told of where it came from.
	Referrer string
}

// watch takes an event of the page.
func (p *sheet) watch(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameStartedLoading:
		p.loading[e.FrameID] = true
	case *page.EventFrameStoppedLoading:
		delete(p.loading, e.FrameID)
	case *network.EventRequestWillBeSent:
		p.request(e)
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			p.status = e.Response.Status
		}
	case *runtime.EventExceptionThrown:
		p.complain("exception: " + e.ExceptionDetails.Text + " " + described(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		p.console(e)
	case *log.EventEntryAdded:
		p.entry(e.Entry)
	case *audits.EventIssueAdded:
		if csp := e.Issue.Details.ContentSecurityPolicyIssueDetails; csp != nil {
			p.complain(fmt.Sprintf("content security policy: %s blocked %q", csp.ViolatedDirective, csp.BlockedURL))
		}
	}
}

// isLoading reports whether the page, or a frame in it, is on its way.
func (p *sheet) isLoading() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.loading) > 0
}

func (p *sheet) complain(text string) { p.complains = append(p.complains, text) }

func (p *sheet) request(e *network.EventRequestWillBeSent) {
	referrer, _ := e.Request.Headers["Referer"].(string)
	p.requests = append(p.requests, Request{Method: e.Request.Method, URL: e.Request.URL, Referrer: referrer})
	if e.Type == network.ResourceTypeDocument {
		p.documents[e.Request.URL] = true
	}
}

func (p *sheet) console(e *runtime.EventConsoleAPICalled) {
	if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning && e.Type != runtime.ConsoleAPICalledTypeAssert {
		return
	}
	texts := []string{}
	for _, argument := range e.Args {
		texts = append(texts, described(argument))
	}
	p.complain("console: " + strings.Join(texts, " "))
}

// entry takes what Chromium itself says. That a page is answered with an error is
// what tests are about; that one of its parts is, is not.
func (p *sheet) entry(e *log.Entry) {
	opened := e.Source == log.EntrySourceNetwork && p.documents[e.URL]
	if e.Level == log.EntryLevelError && !opened {
		p.complain(fmt.Sprintf("%s: %s %s", e.Source, e.Text, e.URL))
	}
}

func described(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	if o.Description != "" {
		return o.Description
	}
	return string(o.Value)
}

// complaints returns what the page complained about, without what was forgiven.
func (p *sheet) complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.complains), func(complaint string) bool {
		return slices.ContainsFunc(p.forgiven, func(part string) bool { return strings.Contains(complaint, part) })
	})
}

// Forgive lets complaints pass that contain the text: the test brings them about.
func (b *Browser) Forgive(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forgiven = append(b.forgiven, text)
}

// Complaints returns what the page complained about so far.
func (b *Browser) Complaints() []string { return b.complaints() }

// Requests returns the requests that the page has made so far.
func (b *Browser) Requests() []Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// Status returns the status that the page was answered with.
func (b *Browser) Status() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return int(b.status)
}
