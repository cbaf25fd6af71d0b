package gatehouse_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
)

// T190: names are stored within limits and cannot forge a line or turn a list
// round.
func TestT190CleanName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", gatehouse.NameLimit)
	for in, want := range map[string]string{
		"Ana":                            "Ana",
		"  Ana   María\tde la\nCruz ":    "Ana María de la Cruz",
		"two\u2028lines\u2029more\u0085": "two lines more",
		"O'Hara; --":                     "O'Hara; --",
		"<b>Bob</b>":                     "<b>Bob</b>",
		"👩 Ana":                          "👩 Ana",
		"a\u0301\u0301\u0301\u0301":      "a\u0301\u0301\u0301\u0301",
		long:                             long,
	} {
		if got, err := gatehouse.CleanName("name", in); got != want || err != nil {
			t.Errorf("%q became %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", " ", "\t\n", long + "ä", "\xff", "a\x00b", "a\u202eb", "a\u2066b", "a\u200bb", "a\x1bb", "a\u0007",
		"a" + strings.Repeat("\u0301", 5), strings.Repeat("\u0301", 5000), "\ufeffAna", "a\u00adb",
		"\u3164", "\u2800", "\u115f", "\u034f", "Ana\u3164", // nothing is seen of these
	} {
		_, err := gatehouse.CleanName("partner", in)
		problem, ok := errors.AsType[*gatehouse.Error](err)
		if !ok || problem.Code != gatehouse.CodeInvalid || len(problem.Fields) != 1 || problem.Fields[0].Field != "partner" {
			t.Errorf("%.40q: %v", in, err)
		}
	}
}

func TestT190CleanNameIsClean(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		in := rapid.String().Draw(rt, "name")
		once, err := gatehouse.CleanName("name", in)
		if err != nil {
			return
		}
		twice, err := gatehouse.CleanName("name", once)
		if err != nil || twice != once {
			rt.Fatalf("%q became %q and then %q, %v", in, once, twice, err)
		}
		if n := utf8.RuneCountInString(once); n == 0 || n > gatehouse.NameLimit || strings.ContainsAny(once, "\r\n\x00") {
			rt.Fatalf("%q became %q", in, once)
		}
	})
}

// I19, the root's part: the canonical form of an address is its own canonical form,
// and spelling its letters otherwise makes no other address.
func TestI19CanonicalAddress(t *testing.T) {
	t.Parallel()
	atom := rapid.StringMatching(`[A-Za-z0-9!#$%&'*+/=?^_{|}~-]{1,20}`)
	label := rapid.StringMatching(`[A-Za-z0-9]([A-Za-z0-9-]{0,10}[A-Za-z0-9])?`)
	top := rapid.StringMatching(`[A-Za-z]{2,10}`)
	rapid.Check(t, func(rt *rapid.T) {
		typed := atom.Draw(rt, "local") + "@" + label.Draw(rt, "label") + "." + top.Draw(rt, "top")
		email, err := gatehouse.ParseEmail(typed)
		if err != nil {
			rt.Fatalf("%q: %v", typed, err)
		}
		for _, spelling := range []string{string(email), strings.ToUpper(typed), strings.ToLower(typed)} {
			if again, err := gatehouse.ParseEmail(spelling); err != nil || again != email {
				rt.Fatalf("%q is %q, %v, and %q is %q", spelling, again, err, typed, email)
			}
		}
		if !strings.EqualFold(typed, string(email)) {
			rt.Fatalf("%q became %q", typed, email)
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		typed := rapid.String().Draw(rt, "anything")
		if email, err := gatehouse.ParseEmail(typed); err == nil && strings.ContainsAny(string(email), " \r\n\t<>\"(),:;\\[]") {
			rt.Fatalf("%q became %q", typed, email)
		}
	})
}
