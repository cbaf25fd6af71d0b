package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// depthLimit is how deeply a request's JSON may nest. Nothing that this API takes
// nests deeper than four levels.
const depthLimit = 16

// parseJSON reads exactly one JSON document and refuses what encoding/json would
// let pass: a name that occurs twice in an object (the standard decoder takes the
// last one), text that is not valid UTF-8 or holds half a surrogate pair (it puts
// U+FFFD there), anything behind the document, and nesting beyond [depthLimit].
//
// The result is made of map[string]any, []any, string, json.Number, bool and nil.
// The errors say what is wrong and never repeat the input.
func parseJSON(body []byte) (any, error) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errors.New("the body is empty")
	case !utf8.Valid(body):
		return nil, errors.New("the body is not valid UTF-8")
	case !json.Valid(body):
		return nil, errors.New("the body is not one JSON document")
	case !wholeSurrogates(body):
		return nil, errors.New("a string holds half a surrogate pair")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return parseValue(decoder, 0)
}

func parseValue(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if depth > depthLimit {
		return nil, errors.New("the body nests too deeply")
	}
	switch token {
	case json.Delim('{'):
		return parseObject(decoder, depth)
	case json.Delim('['):
		return parseArray(decoder, depth)
	default:
		return token, nil
	}
}

func parseObject(decoder *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, errors.New("a name is not a string")
		}
		if _, twice := object[name]; twice {
			return nil, errors.New("a name stands twice in one object")
		}
		if object[name], err = parseValue(decoder, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token() // the closing brace
	return object, err
}

func parseArray(decoder *json.Decoder, depth int) (any, error) {
	array := []any{}
	for decoder.More() {
		value, err := parseValue(decoder, depth+1)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := decoder.Token() // the closing bracket
	return array, err
}

// wholeSurrogates reports whether every \uD800 to \uDFFF in a valid JSON document
// is half of a pair. A backslash occurs in strings only, so the document need not
// be parsed for that.
func wholeSurrogates(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		i++
		if body[i] != 'u' {
			continue
		}
		switch unit := hex4(body[i+1:]); {
		case unit < 0xD800 || unit > 0xDFFF:
			i += 4
		case unit > 0xDBFF || !lowSurrogate(body[i+5:]):
			return false
		default:
			i += 10
		}
	}
	return true
}

// lowSurrogate reports whether the text starts with an escaped low surrogate.
func lowSurrogate(text []byte) bool {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return false
	}
	unit := hex4(text[2:])
	return unit >= 0xDC00 && unit <= 0xDFFF
}

// hex4 reads the four hexadecimal digits that the text starts with; a valid
// document has them behind every \u.
func hex4(text []byte) rune {
	unit := rune(0)
	for _, c := range text[:4] {
		switch {
		case c >= 'a':
			c -= 'a' - 10
		case c >= 'A':
			c -= 'A' - 10
		default:
			c -= '0'
		}
		unit = unit<<4 | rune(c)
	}
	return unit
}
