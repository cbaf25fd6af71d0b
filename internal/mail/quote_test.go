package mail_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

// quoted returns the lines that the text of a lock's message quotes.
func quoted(t *testing.T, reason string) []string {
	t.Helper()
	d := given(gatehouse.MailLocked)
	d.Reason = reason
	lines := []string{}
	for line := range strings.Lines(compose(t, gatehouse.MailLocked, gatehouse.English, d).Text) {
		if text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "> "); ok {
			lines = append(lines, text)
		}
	}
	return lines
}

func TestComposeReason(t *testing.T) {
	full := strings.Repeat("ä", gatehouse.ReasonLimit)
	tests := map[string]struct {
		reason string
		want   []string
	}{
		"One":        {"Lost laptop.", []string{"Lost laptop."}},
		"Several":    {"Lost laptop.\n  Call the office. ", []string{"Lost laptop.", "Call the office."}},
		"OtherBreak": {"One\r\ntwo\rthree\u2028four", []string{"One", "two three four"}},
		"EmptyLines": {"\n\nOne\n \n\u200b\ntwo\n", []string{"One", "two"}},
		"Longest":    {full, []string{full}},
		"TooLong":    {full + "x", []string{strings.Repeat("ä", gatehouse.ReasonLimit-1) + "…"}},
		"TooLongOn":  {"One\n" + full, []string{"One", strings.Repeat("ä", gatehouse.ReasonLimit-4) + "…"}},
		"NoRoom":     {full + "\ntwo", []string{full}},
		"Tall":       {strings.Repeat("x\n", 14), []string{"x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x x x"}},
		"Address":    {"Ask evil.example at https://evil.example", []string{"Ask evil. example at https: //evil. example"}},
		"Signature":  {"Bye\n--\nYour bank", []string{"Bye", "--", "Your bank"}},
		"Nothing":    {" \n\u200b\r\n", []string{}},
		"None":       {"", []string{}},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, quoted(t, tt.reason)); diff != "" {
				t.Errorf("quoted (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("OKNoneIsNotIntroduced", func(t *testing.T) {
		d := given(gatehouse.MailLocked)
		d.Reason = ""
		content := compose(t, gatehouse.MailLocked, gatehouse.English, d)
		if strings.Contains(content.Text+content.HTML, "The reason that") || strings.Contains(content.HTML, "<blockquote") {
			t.Errorf("the text is:\n%s", content.Text)
		}
	})
	t.Run("OKOnlyOfALock", func(t *testing.T) {
		for _, kind := range kinds(t) {
			d := given(kind)
			d.Reason = "Because."
			if content := compose(t, kind, gatehouse.English, d); strings.Contains(content.Text, "Because") != (kind == gatehouse.MailLocked || kind == gatehouse.MailSiteLocked) {
				t.Errorf("%s says:\n%s", kind, content.Text)
			}
		}
	})
	t.Run("OKNeverLonger", func(t *testing.T) {
		lines := quoted(t, strings.Repeat("some words\n", 1000))
		if n := utf8.RuneCountInString(strings.Join(lines, "")); n != gatehouse.ReasonLimit || len(lines) != 12 {
			t.Errorf("%d lines with %d characters", len(lines), n)
		}
	})
}

// Who deletes their own account reads of the account; whom a partner deletes does
// not learn whether the account lives on.
func TestComposeDeleted(t *testing.T) {
	for lang, want := range map[gatehouse.Language]string{
		gatehouse.English: "Your Gatehouse account at portal.example.com has been deleted, for good.",
		gatehouse.German:  "Ihr Gatehouse-Konto auf portal.example.com wurde endgültig gelöscht.",
	} {
		t.Run("OKOwn/"+string(lang), func(t *testing.T) {
			d := given(gatehouse.MailDeleted)
			d.Partner = ""
			if content := compose(t, gatehouse.MailDeleted, lang, d); !strings.Contains(content.Text, want) || strings.Contains(content.Text, "http") {
				t.Errorf("the text is:\n%s", content.Text)
			}
		})
		t.Run("OKByPartner/"+string(lang), func(t *testing.T) {
			if content := compose(t, gatehouse.MailDeleted, lang, given(gatehouse.MailDeleted)); strings.Contains(content.Text, want) {
				t.Errorf("the text is:\n%s", content.Text)
			}
		})
	}
}
