package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// The gate stands in front of huma and lets only requests through that mean one
// thing (SPEC section 14, SECURITY M14, T182, T184): huma takes the first of two
// parameters, encoding/json the last of two names and "ROLE" for "role", and
// huma's own errors repeat what was submitted. What the gate passed, huma only
// binds.

// malformed says what of a request cannot be read. The sentence never repeats
// the request.
func malformed(format string, args ...any) error {
	return &gatehouse.Error{Code: gatehouse.CodeMalformed, Message: "The request cannot be read: " + fmt.Sprintf(format, args...) + "."}
}

// badParameter says what is wrong with a query parameter.
func badParameter(name, what string) error {
	return &gatehouse.Error{
		Code:    gatehouse.CodeUnknownParameter,
		Message: fmt.Sprintf("The parameter %q %s", shorten(name), what),
	}
}

// checkPath refuses path values that no id can be: CodeNotFound, as for any other
// id that is not there.
func checkPath(op *huma.Operation, r *http.Request) error {
	for _, p := range op.Parameters {
		if p.In != "path" {
			continue
		}
		if value := r.PathValue(p.Name); !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return gatehouse.E(gatehouse.CodeNotFound)
		}
	}
	return nil
}

// readQuery returns the query when every name is one of the operation's, stands
// there once and has a value that the operation takes: else CodeMalformed or
// CodeUnknownParameter.
func readQuery(op *huma.Operation, r *http.Request) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !utf8.ValidString(strings.Join(queryTexts(query), "")) {
		return nil, malformed("its query is not properly encoded")
	}
	known := map[string]*huma.Schema{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			known[p.Name] = p.Schema
		}
	}
	for name, values := range query {
		schema, ok := known[name]
		switch {
		case !ok:
			return nil, badParameter(name, "is not one of this call.")
		case len(values) > 1:
			return nil, badParameter(name, "is given more than once.")
		}
		if fault := parameterFault(schema, values[0]); fault != "" {
			return nil, badParameter(name, "is refused: "+fault)
		}
	}
	return query, nil
}

func queryTexts(query url.Values) []string {
	texts := []string{}
	for name, values := range query {
		texts = append(append(texts, name), values...)
	}
	return texts
}

// parameterFault says what is wrong with a parameter's value, or "".
func parameterFault(schema *huma.Schema, value string) string {
	if schema.Type == huma.TypeInteger {
		return integerFault(schema, value)
	}
	return textFault(schema, value)
}

// readBody returns the body of a call that takes one, read whole and held against
// the operation's schema. It answers CodeUnsupportedMedia, CodeTooLarge,
// CodeMalformed, or CodeInvalid with the fields.
func readBody(registry huma.Registry, op *huma.Operation, limit int64, w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if op.RequestBody == nil {
		return nil, refuseBody(r)
	}
	if !jsonContent(r.Header) {
		return nil, gatehouse.E(gatehouse.CodeUnsupportedMedia)
	}
	body, err := readLimited(limit, w, r)
	if err != nil {
		return nil, err
	}
	document, err := parseJSON(body)
	if err != nil {
		return nil, malformed("%v", err)
	}
	if faults := checkBody(registry, op.RequestBody.Content[jsonType].Schema, document); len(faults) > 0 {
		return nil, &gatehouse.Error{Code: gatehouse.CodeInvalid, Fields: faults}
	}
	return body, nil
}

// refuseBody refuses a body where none belongs: one that is ignored here and read
// by something in between is how two readings of one request begin.
func refuseBody(r *http.Request) error {
	if r.ContentLength != 0 {
		return malformed("this call takes no body")
	}
	return nil
}

func readLimited(limit int64, w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, gatehouse.E(gatehouse.CodeTooLarge)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, gatehouse.E(gatehouse.CodeTooLarge)
	}
	if err != nil {
		return nil, malformed("its body ended too early")
	}
	return body, nil
}

// jsonType is the only content type of requests, and of answers that are not
// problems or exports.
const jsonType = "application/json"

// jsonContent reports whether the request says, once, that its body is JSON in
// UTF-8 and not compressed.
func jsonContent(header http.Header) bool {
	types := header.Values("Content-Type")
	if len(types) != 1 || header.Get("Content-Encoding") != "" {
		return false
	}
	mediaType, parameters, err := mime.ParseMediaType(types[0])
	if err != nil || mediaType != jsonType {
		return false
	}
	for name, value := range parameters {
		if name != "charset" || !strings.EqualFold(value, "utf-8") {
			return false
		}
	}
	return true
}

// rewind makes a request that huma reads: the query in its one canonical
// encoding, because huma's own reader takes "?locked" for true, and the body from
// memory.
func rewind(r *http.Request, query url.Values, body []byte) *http.Request {
	address := *r.URL
	address.RawQuery = query.Encode()
	r = r.WithContext(r.Context())
	r.URL = &address
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r
}
