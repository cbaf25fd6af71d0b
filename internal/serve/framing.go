package serve

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// errFraming is what a guard says. net/http turns it into 400.
var errFraming = errors.New("the request's lines or length are ambiguous")

// guard follows the bytes of a connection from request to request: the lines of a
// head, then as many bytes of body as the head said. After a request in chunks it
// stops looking, because [front.ServeHTTP] makes that the connection's last.
type guard struct {
	state guardState
	// line is the head's line so far. Its length is bounded by net/http, which
	// stops reading at its limit for a head.
	line []byte
	cr   bool // the byte before was CR

	lines   int    // of this head, the request line included
	version string // the end of the request line
	length  string // Content-Length
	chunked bool
	body    uint64 // bytes of body still to come
}

type guardState int

const (
	inHead guardState = iota
	inBody
	blind
)

// feed looks at the next bytes and returns how many of them may be passed on, with
// errFraming when it is not all of them. What it holds back belongs to a head that
// is not complete yet, so that net/http never sees the end of a refused one.
func (g *guard) feed(p []byte) (int, error) {
	for i := 0; i < len(p); {
		switch g.state {
		case blind:
			return len(p), nil
		case inBody:
			i += g.skip(len(p) - i)
		case inHead:
			i += g.text(p[i:])
			if i == len(p) {
				break
			}
			if err := g.end(p[i]); err != nil {
				return i, err
			}
			i++
		}
	}
	return len(p), nil
}

// skip passes over the body, as far as n bytes reach, and returns by how many.
func (g *guard) skip(n int) int {
	passed := min(uint64(n), g.body)
	if g.body -= passed; g.body == 0 {
		*g = guard{line: g.line[:0]}
	}
	return int(passed)
}

// text adds what p begins with of an ordinary line, and returns its length.
func (g *guard) text(p []byte) int {
	n := 0
	for n < len(p) && (p[n] >= ' ' && p[n] < 0x7f || p[n] == '\t') {
		n++
	}
	if n > 0 && g.cr {
		return 0
	}
	g.line = append(g.line, p[:n]...)
	return n
}

// end takes a byte that is none of a line's text: CR and then LF, or nothing.
func (g *guard) end(b byte) error {
	switch {
	case b == '\r' && !g.cr:
		g.cr = true
		return nil
	case b == '\n' && g.cr:
		g.cr = false
		return g.endLine()
	default:
		return errFraming
	}
}

// endLine takes a whole line without its CRLF.
func (g *guard) endLine() error {
	line := g.line
	g.line = g.line[:0]
	g.lines++
	switch {
	case len(line) == 0:
		return g.endHead()
	case g.lines == 1:
		g.version = string(line[bytes.LastIndexByte(line, ' ')+1:])
		return nil
	case line[0] == ' ' || line[0] == '\t':
		return errFraming
	default:
		return g.field(line)
	}
}

// field takes a header that frames the body; the others do not matter here.
func (g *guard) field(line []byte) error {
	name, value, _ := bytes.Cut(line, []byte(":"))
	switch strings.ToLower(string(bytes.TrimSpace(name))) {
	case "content-length":
		if g.length != "" || g.chunked {
			return errFraming
		}
		g.length = strings.Trim(string(value), " \t")
		_, err := strconv.ParseUint(g.length, 10, 63)
		if err != nil {
			return errFraming
		}
	case "transfer-encoding":
		coding := strings.ToLower(strings.TrimPrefix(string(value), " "))
		if g.length != "" || g.chunked || coding != "chunked" || g.version != "HTTP/1.1" {
			return errFraming
		}
		g.chunked = true
	}
	return nil
}

// endHead goes on to the body, or to the next head when there is none.
func (g *guard) endHead() error {
	switch {
	case g.chunked:
		g.state = blind
	case g.length != "" && g.length != "0":
		g.state = inBody
		g.body, _ = strconv.ParseUint(g.length, 10, 63)
	default:
		*g = guard{line: g.line}
	}
	return nil
}
