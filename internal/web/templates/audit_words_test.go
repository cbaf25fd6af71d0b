package templates_test

import (
	"bytes"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// TestRefusedBecause: a code that tells somebody what to do says of a refused sign-in
// only why it was refused.
func TestRefusedBecause(t *testing.T) {
	for lang, want := range map[gatehouse.Language][2]string{
		gatehouse.English: {"The account is locked.", "Unlock it first."},
		gatehouse.German:  {"Das Konto ist gesperrt.", "Entsperren Sie es zuerst."},
	} {
		for action, advises := range map[gatehouse.Action]bool{gatehouse.ActionSignIn: false, gatehouse.ActionAdminRole: true} {
			p := templates.Audit{Base: member(lang, gatehouse.PartnerMaster), Events: []gatehouse.AuditEvent{{
				At: now, Action: action, Outcome: gatehouse.Denied, Code: gatehouse.CodeAccountLocked, Via: gatehouse.ViaPage,
			}}}
			text := draw(t, p).One(t, ".event-details").Text()
			if got := strings.Contains(text, want[1]); got != advises {
				t.Errorf("%s, %s: the reason is in %q", lang, action, text)
			}
			if !advises && !strings.Contains(text, want[0]) {
				t.Errorf("%s, %s: no reason in %q", lang, action, text)
			}
		}
	}
}

// draw is a page as it is parsed.
func draw(t *testing.T, p page) htmltest.Node {
	t.Helper()
	var html bytes.Buffer
	if err := p.Page().Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	return htmltest.Parse(t, bytes.NewReader(html.Bytes()))
}
