package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"
)

// basePath is where version 1 of the API lives.
const basePath = "/api/v1"

// answerLimit bounds an answer that is read into memory, in bytes. Exports are
// streamed and have no limit.
const answerLimit = 32 << 20

// Client calls one portal as one session, or with one API key. Its methods may be
// called at the same time.
type Client struct {
	base    *url.URL
	http    *http.Client
	key     string
	place   string
	session *session
}

// session is what all views of a client share.
type session struct {
	mu   sync.Mutex
	csrf string
}

func (s *session) token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.csrf
}

func (s *session) set(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.csrf = token
}

// Option changes how a client is made.
type Option func(*Client)

// WithTransport makes the client send its requests through the transport.
func WithTransport(transport http.RoundTripper) Option {
	return func(c *Client) { c.http.Transport = transport }
}

// WithKey makes the client call with an API key instead of a session: it stands at the
// key's place, and may there what the key's scope allows. It does not sign in.
func WithKey(key string) Option {
	return func(c *Client) { c.key = key }
}

// New returns a client of the portal at the base URL, such as
// https://portal.example.com. It sends nothing yet.
func New(baseURL string, options ...Option) (*Client, error) {
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("the portal's address: %w", err)
	}
	if (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" {
		return nil, fmt.Errorf("the portal's address %q is not an http or https URL", baseURL)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &Client{base: base, http: &http.Client{Jar: jar}, session: &session{}}
	for _, option := range options {
		option(c)
	}
	return c, nil
}

// At returns a view of the client whose calls stand at the partner, whatever place
// the session has chosen. The session is shared.
func (c *Client) At(partner string) *Client {
	view := *c
	view.place = "partner:" + partner
	return &view
}

// AtSite is [Client.At] for a site.
func (c *Client) AtSite(site string) *Client {
	view := *c
	view.place = "site:" + site
	return &view
}

// CallOption changes one call.
type CallOption func(*call)

// IdempotencyKey makes the call happen once however often it is sent: for 24 hours
// the same call under the same key answers the same. Use it wherever a lost answer
// would leave you in doubt.
func IdempotencyKey(key string) CallOption {
	return func(c *call) { c.header("Idempotency-Key", key) }
}

// IfMatch makes the call fail with the code stale when the row is not the one
// whose [Admin.ETag] is given any more. It goes with exactly one id.
func IfMatch(etag string) CallOption {
	return func(c *call) { c.header("If-Match", etag) }
}

// DryRun asks what would happen, and changes nothing.
func DryRun() CallOption {
	return func(c *call) { c.dryRun = true }
}

// Reason says why, for the audit trail.
func Reason(reason string) CallOption {
	return func(c *call) { c.reason = reason }
}

// call is one request in the making.
type call struct {
	method, path string
	query        url.Values
	body         any
	headers      http.Header

	dryRun bool
	reason string
}

func (c *call) header(name, value string) { c.headers.Set(name, value) }

func newCall(method, path string, options ...CallOption) *call {
	c := &call{method: method, path: path, headers: http.Header{"Accept": {"application/json"}}}
	for _, option := range options {
		option(c)
	}
	return c
}

// do sends the call and decodes the answer into out, unless that is nil.
func (c *Client) do(ctx context.Context, ask *call, out any) (http.Header, error) {
	answer, err := c.send(ctx, ask)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, answerLimit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s %s: read the answer: %w", ask.method, ask.path, err)
	case len(body) > answerLimit:
		return nil, fmt.Errorf("%s %s: the answer is too large", ask.method, ask.path)
	case out == nil:
		return answer.Header, nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return nil, fmt.Errorf("%s %s: decode the answer: %w", ask.method, ask.path, err)
	}
	return answer.Header, nil
}

// send sends the call and returns the answer when it is a success; its body is to
// be closed. Everything else is an error.
func (c *Client) send(ctx context.Context, ask *call) (*http.Response, error) {
	request, err := c.request(ctx, ask)
	if err != nil {
		return nil, err
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	defer func() { _ = answer.Body.Close() }()
	return nil, readProblem(answer)
}

func (c *Client) request(ctx context.Context, ask *call) (*http.Request, error) {
	address := c.base.JoinPath(basePath).String() + ask.path
	if len(ask.query) > 0 {
		address += "?" + ask.query.Encode()
	}
	var body io.Reader
	if ask.body != nil {
		encoded, err := json.Marshal(ask.body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: encode the body: %w", ask.method, ask.path, err)
		}
		body = bytes.NewReader(encoded)
		ask.header("Content-Type", "application/json")
	}
	request, err := http.NewRequestWithContext(ctx, ask.method, address, body)
	if err != nil {
		return nil, err
	}
	if c.key != "" {
		ask.header("Authorization", "Bearer "+c.key)
	}
	if c.place != "" {
		ask.header("Gatehouse-Place", c.place)
	}
	if token := c.session.token(); token != "" && ask.method != http.MethodGet {
		ask.header("X-CSRF-Token", token)
	}
	request.Header = ask.headers
	return request, nil
}
