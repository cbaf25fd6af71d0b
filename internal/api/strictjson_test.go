package api_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/internal/api"
)

func TestParseJSON(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		for text, want := range map[string]any{
			`{"a":"b"}`:                      map[string]any{"a": "b"},
			"{\"a\" :\t[ 1, true, null ]\n}": map[string]any{"a": []any{json.Number("1"), true, nil}},
			`"\ud83d\ude00\\ud800"`:          "😀\\ud800",
			`"\uFFFD"`:                       "\uFFFD",
			`{"a":1,"A":2}`:                  map[string]any{"a": json.Number("1"), "A": json.Number("2")},
			`[]`:                             []any{},
			`1e999`:                          json.Number("1e999"),
			nested(api.DepthLimit):           deep(api.DepthLimit),
		} {
			got, err := api.ParseJSON([]byte(text))
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s: %v\n%s", text, err, diff)
			}
		}
	})
	for name, text := range map[string]string{
		"ErrEmpty":               "",
		"ErrSpaceOnly":           " \n",
		"ErrTruncated":           `{"a":`,
		"ErrTwoDocuments":        `{} {}`,
		"ErrTrailingComma":       `{"a":1,}`,
		"ErrTrailingText":        `{"a":1}x`,
		"ErrByteOrderMark":       "\ufeff{}",
		"ErrSingleQuotes":        `{'a':1}`,
		"ErrComment":             `{/* */}`,
		"ErrNaN":                 `NaN`,
		"ErrLeadingZero":         `01`,
		"ErrRawControl":          "\"a\nb\"",
		"ErrDuplicate":           `{"role":"observer","role":"master"}`,
		"ErrDuplicateEscaped":    `{"role":"observer","\u0072ole":"master"}`,
		"ErrDuplicateInner":      `{"a":[{"b":1,"b":1}]}`,
		"ErrDuplicateEmptyName":  `{"":1,"":2}`,
		"ErrInvalidUTF8":         "\"a\xffb\"",
		"ErrOverlongUTF8":        "\"\xc0\x80\"",
		"ErrSurrogateInUTF8":     "\"\xed\xa0\x80\"",
		"ErrLoneHighSurrogate":   `"\ud800"`,
		"ErrLoneLowSurrogate":    `"\udc00"`,
		"ErrHighThenText":        `"\ud800a"`,
		"ErrHighThenHigh":        `"\ud800\ud800"`,
		"ErrHighThenOtherEscape": `"\ud800\n"`,
		"ErrTwoLow":              `"\udc00\udc00"`,
		"ErrReversedPair":        `"\ude00\ud83d"`,
		"ErrLoneInName":          `{"\ud800":1}`,
		"ErrTooDeep":             nested(api.DepthLimit + 1),
		"ErrMuchTooDeep":         strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := api.ParseJSON([]byte(text)); err == nil {
				t.Errorf("%.60s is read as %v", text, got)
			}
		})
	}
}

// nested is a list in a list, n times, round a number.
func nested(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }

func deep(n int) any {
	if n == 0 {
		return json.Number("1")
	}
	return []any{deep(n - 1)}
}

// FuzzParseJSON holds our parser against one that was written for the strict
// reading (RFC 7493): the two agree on what is a document, up to the depth.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"email":"ana@example.com","password":"x"}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `"\ud800"`, `"\ud83d\ude00"`,
		`"\\ud800"`, `"\\\ud800"`, "\"\xff\"", `[1,2,{"b":null}]`, `{}{}`, `{"a":tru}`, `"\u00e9"`, `-0`, `1E+2`, "\ufeff1",
		nested(api.DepthLimit), nested(api.DepthLimit + 1),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := api.ParseJSON(body)
		strict := jsontext.Value(body).IsValid()
		switch {
		case err == nil && !strict:
			t.Fatalf("%q is taken although it is not strict JSON", body)
		case err != nil && strict && bytes.Count(body, []byte("["))+bytes.Count(body, []byte("{")) <= api.DepthLimit:
			t.Fatalf("%q is refused: %v", body, err)
		case err != nil:
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil {
			t.Fatalf("%q is taken although it is not JSON: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q is read in another way (-standard +ours):\n%s", body, diff)
		}
	})
}
