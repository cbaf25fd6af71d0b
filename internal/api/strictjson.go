package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// depthLimit is how deeply a request's JSON may nest. Nothing that this API takes
// nests deeper than four levels.
const depthLimit = 16

// What is wrong with a body. The sentences never repeat the input.
var (
	errEmptyBody = errors.New("the body is empty")
	errNoUTF8    = errors.New("the body is not valid UTF-8")
	errNoJSON    = errors.New("the body is not one JSON document")
	errSurrogate = errors.New("a string holds half a surrogate pair")
	errTwice     = errors.New("a name stands twice in one object")
	errTooDeep   = errors.New("the body nests too deeply")
)

// parseJSON reads exactly one JSON document and refuses what encoding/json would
// let pass: a name that occurs twice in an object (the standard decoder takes the
// last one), text that is not valid UTF-8 or holds half a surrogate pair (it puts
// U+FFFD there), anything behind the document, and nesting beyond [depthLimit]. It
// goes through the body once, because the decision endpoint has little else to do.
//
// The result is made of map[string]any, []any, string, json.Number, bool and nil.
func parseJSON(body []byte) (any, error) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errEmptyBody
	case !utf8.Valid(body):
		return nil, errNoUTF8
	}
	p := jsonParser{text: body}
	value, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(p.text) {
		return nil, errNoJSON
	}
	return value, nil
}

// jsonParser is a document and how far it is read.
type jsonParser struct {
	text []byte
	at   int
}

// space skips white space.
func (p *jsonParser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// next skips white space and returns the byte behind it, 0 at the end.
func (p *jsonParser) next() byte {
	p.space()
	return p.peek()
}

// peek returns the next byte, 0 at the end. A document holds no other one.
func (p *jsonParser) peek() byte {
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// value reads a value that is depth levels deep.
func (p *jsonParser) value(depth int) (any, error) {
	c := p.next()
	if depth > depthLimit && c != 0 {
		return nil, errTooDeep
	}
	switch {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		return p.string()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	default:
		return p.word()
	}
}

func (p *jsonParser) object(depth int) (any, error) {
	object := map[string]any{}
	if !p.open('}') {
		return object, nil
	}
	for {
		if p.next() != '"' {
			return nil, errNoJSON
		}
		name, err := p.string()
		if err != nil {
			return nil, err
		}
		if _, twice := object[name]; twice {
			return nil, errTwice
		}
		if p.next() != ':' {
			return nil, errNoJSON
		}
		p.at++
		if object[name], err = p.value(depth + 1); err != nil {
			return nil, err
		}
		if more, err := p.more('}'); !more {
			return object, err
		}
	}
}

func (p *jsonParser) array(depth int) (any, error) {
	array := []any{}
	if !p.open(']') {
		return array, nil
	}
	for {
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
		if more, err := p.more(']'); !more {
			return array, err
		}
	}
}

// open goes into an object or array and reports whether there is something in it.
func (p *jsonParser) open(end byte) bool {
	p.at++
	if p.next() != end {
		return true
	}
	p.at++
	return false
}

// more goes behind the comma, or the end of the object or array, which stands behind
// a value.
func (p *jsonParser) more(end byte) (bool, error) {
	c := p.next()
	if c != ',' && c != end {
		return false, errNoJSON
	}
	p.at++
	return c == ',', nil
}

// string reads a string whose opening quote is next.
func (p *jsonParser) string() (string, error) {
	p.at++
	from := p.at
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return string(p.text[from : p.at-1]), nil
		case c == '\\':
			return p.escaped(append([]byte(nil), p.text[from:p.at]...))
		case c < ' ':
			return "", errNoJSON
		}
	}
	return "", errNoJSON
}

// escaped reads on in a string that begins as given and has an escape next.
func (p *jsonParser) escaped(text []byte) (string, error) {
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			return string(text), nil
		case c < ' ':
			return "", errNoJSON
		case c != '\\':
			text = append(text, c)
			continue
		}
		r, err := p.escape()
		if err != nil {
			return "", err
		}
		text = utf8.AppendRune(text, r)
	}
	return "", errNoJSON
}

// escapes are the characters behind a backslash, but for u.
var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads what stands behind a backslash.
func (p *jsonParser) escape() (rune, error) {
	c := p.peek()
	p.at++
	if c != 'u' {
		r, known := escapes[c]
		if !known {
			return 0, errNoJSON
		}
		return r, nil
	}
	unit, err := p.hex4()
	if err != nil || !utf16.IsSurrogate(unit) {
		return unit, err
	}
	if !bytes.HasPrefix(p.text[p.at:], []byte(`\u`)) {
		return 0, errSurrogate
	}
	p.at += 2
	low, err := p.hex4()
	if err != nil {
		return 0, err
	}
	r := utf16.DecodeRune(unit, low)
	if r == utf8.RuneError {
		return 0, errSurrogate
	}
	return r, nil
}

// hex4 reads four hexadecimal digits.
func (p *jsonParser) hex4() (rune, error) {
	if len(p.text)-p.at < 4 {
		return 0, errNoJSON
	}
	unit := rune(0)
	for _, c := range p.text[p.at : p.at+4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, errNoJSON
		}
		unit = unit<<4 | rune(c)
	}
	p.at += 4
	return unit, nil
}

// number reads a number as it stands.
func (p *jsonParser) number() (any, error) {
	from := p.at
	if p.peek() == '-' {
		p.at++
	}
	switch c := p.peek(); {
	case c == '0':
		p.at++
	case !p.digits():
		return nil, errNoJSON
	}
	if p.peek() == '.' {
		p.at++
		if !p.digits() {
			return nil, errNoJSON
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if !p.digits() {
			return nil, errNoJSON
		}
	}
	return json.Number(p.text[from:p.at]), nil
}

// digits skips digits and reports whether there is one.
func (p *jsonParser) digits() bool {
	from := p.at
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		p.at++
	}
	return p.at > from
}

// word reads true, false or null.
func (p *jsonParser) word() (any, error) {
	for _, word := range []struct {
		text  string
		value any
	}{{"true", true}, {"false", false}, {"null", nil}} {
		if bytes.HasPrefix(p.text[p.at:], []byte(word.text)) {
			p.at += len(word.text)
			return word.value, nil
		}
	}
	return nil, errNoJSON
}
