package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

// pile is more accents on one letter than any language writes.
var pile = regexp.MustCompile(`\pM{5}`)

// hostile are names of people who want the message to say something else.
var hostile = map[string]string{
	"LineBreak":  "Ana\r\nBcc: victim@evil.example\r\n\r\n<h1>Pay now</h1>",
	"HTML":       `<script>alert(1)</script><img src="https://evil.example/x.png"><a href="https://evil.example">here</a>`,
	"Attribute":  `" style="display:none" onmouseover="alert(1)`,
	"Comment":    "<!-- --><!--",
	"CloseBody":  "</strong></p></body></html><p>",
	"Template":   "{{.Link}} {{template \"x\"}} %s %d ${x}",
	"Entity":     "&lt;b&gt; &#x202e; &nbsp;",
	"Long":       strings.Repeat("Very long name ", 700),
	"LongWord":   strings.Repeat("W", 10<<10),
	"URL":        "https://evil.example/pay?now=1",
	"Web":        "www.evil.example",
	"Bare":       "evil.example/pay",
	"Numbers":    "http://192.0.2.7/pay",
	"Mail":       "pay@evil.example",
	"Mailto":     "mailto:pay@evil.example",
	"Foreign":    "evil。example evil．example evil｡example",
	"Scheme":     "tel://+1555 ftp://evil.example",
	"Override":   "Ana \u202egnp.exe\u202c",
	"Isolate":    "\u2067Ana\u2069 \u200fx",
	"ZeroWidth":  "e\u200bvil.ex\u2060ample \ufeff",
	"Separators": "Ana\u2028Bcc: x@evil.example\u2029x\u0085y\vz",
	"Control":    "Ana\x00\x07\x1b[31m\x7f",
	"Marks":      "A" + strings.Repeat("\u0301", 5000) + "na",
	"NotUTF8":    "Ana\xff\xfe\xc3",
	"Signature":  "Ana\n\n-- \nSent by your bank.\r\n> Yes",
	"Lines":      strings.Repeat("x\n", 5000),
	"Nothing":    "\u200b\r\n",
}

// linkish is what mail programs make links of.
var linkish = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s]|\bwww[.．。｡]\w|[\w-][.．。｡][a-z]{2,}|\b\d+\.\d+\.\d+\.\d+`)

// reasonLines is how many lines the names that have several, or none, make as the
// reason of a lock.
var reasonLines = map[string]int{"LineBreak": 3, "Signature": 4, "Lines": 12, "Nothing": 0}

// T200, T202, T204: whatever the names, the message is the same but for the
// names, has no other links, and no name becomes one.
func TestComposeHostile(t *testing.T) {
	for name, text := range hostile {
		lines, several := reasonLines[name]
		if !several {
			lines = 1
		}
		for _, kind := range kinds(t) {
			for _, lang := range gatehouse.Languages() {
				t.Run("OK"+name+"/"+string(kind)+"/"+string(lang), func(t *testing.T) {
					harmless := named(given(kind))
					harmless.Reason = strings.Repeat("x\n", lines)
					d := harmless
					d.RecipientName, d.Reason = text, text
					if d.Inviter != "" {
						d.Inviter = text
					}
					if d.Partner != "" {
						d.Partner = "P " + text
					}
					checkHarmless(t, compose(t, kind, lang, d), compose(t, kind, lang, harmless))
				})
			}
		}
	}
}

// named returns the data with the recipient's name given.
func named(d mail.Data) mail.Data {
	d.RecipientName = "Jonas Lind"
	return d
}

func checkHarmless(t *testing.T, content, harmless mail.Content) {
	t.Helper()
	p, want := parsePage(t, content.HTML), parsePage(t, harmless.HTML)
	if diff := cmp.Diff(without(want.Tags, "strong"), without(p.Tags, "strong")); diff != "" {
		t.Errorf("other elements (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.Links, p.Links); diff != "" {
		t.Errorf("other links (-want +got):\n%s", diff)
	}
	allowed := strings.NewReplacer(link, "", reset, "", base, "", "jonas.lind@example.org", "", "portal.example.com", "")
	for _, node := range p.Nodes {
		if found := linkish.FindString(allowed.Replace(node)); found != "" {
			t.Errorf("the HTML has %q in one text: %q", found, node)
		}
	}
	for _, plain := range []string{content.Subject, content.Text} {
		if found := linkish.FindString(allowed.Replace(plain)); found != "" {
			t.Errorf("the text has %q: %q", found, plain)
		}
	}
	for _, s := range []string{content.Subject, content.Text, content.HTML} {
		if !utf8.ValidString(s) || pile.MatchString(s) {
			t.Errorf("not proper text: %q", s)
		}
		for _, r := range s {
			if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
				t.Fatalf("%U is left in %q", r, s)
			}
		}
	}
	if strings.Contains(content.Subject, "\n") || utf8.RuneCountInString(content.Subject) > 250 {
		t.Errorf("subject %q", content.Subject)
	}
	if lines, wanted := strings.Count(content.Text, "\n"), strings.Count(harmless.Text, "\n"); lines != wanted {
		t.Errorf("the text has %d lines instead of %d", lines, wanted)
	}
	if len(content.Text) > 4<<10 || len(content.HTML) > 24<<10 {
		t.Errorf("%d bytes of text, %d of HTML", len(content.Text), len(content.HTML))
	}
}

// without drops the elements that a missing or unnamed person leaves out.
func without(tags []string, tag string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(s string) bool { return s == tag })
}

// destinations are where the links of the messages lead.
var destinations = map[gatehouse.MessageKind][]string{
	gatehouse.MailInvitation:      {link},
	gatehouse.MailReminder:        {link},
	gatehouse.MailInvitationVoid:  {base},
	gatehouse.MailLocked:          {},
	gatehouse.MailUnlocked:        {base},
	gatehouse.MailRoleChanged:     {base},
	gatehouse.MailDeleted:         {},
	gatehouse.MailPasswordReset:   {reset},
	gatehouse.MailPasswordChanged: {base},
	gatehouse.MailAssigned:        {base},
	gatehouse.MailApprovalWanted:  {base + "/s/1/technicians?row=2"},
	gatehouse.MailApproved:        {base},
	gatehouse.MailSiteLocked:      {},
	gatehouse.MailUnassigned:      {},
	gatehouse.MailSiteDeleted:     {},
	gatehouse.MailAccessEnds:      {base},
	gatehouse.MailSiteAdmins:      {base},
	gatehouse.MailOutOfCredit:     {base},
}

// T202: nothing is loaded, everything leads to the portal, and only where there
// is something to do. No message has a secret that is not meant for it.
func TestComposeLinks(t *testing.T) {
	for _, kind := range kinds(t) {
		for _, lang := range gatehouse.Languages() {
			t.Run("OK"+string(kind)+"/"+string(lang), func(t *testing.T) {
				d := given(kind)
				if d.Link == "" {
					d.Link = link // a secret that the message has no use for
				}
				content := compose(t, kind, lang, d)
				want, known := destinations[kind]
				if !known {
					t.Fatal("where do its links lead?")
				}
				p := parsePage(t, content.HTML)
				if diff := cmp.Diff(want, slices.Compact(p.Links), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("links of the HTML (-want +got):\n%s", diff)
				}
				inText := regexp.MustCompile(`https?://\S+`).FindAllString(content.Text, -1)
				if diff := cmp.Diff(want, inText, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("links of the text (-want +got):\n%s", diff)
				}
				for _, tag := range p.Tags {
					if slices.Contains([]string{"img", "script", "link", "iframe", "object", "embed", "form", "input", "base", "svg", "video", "audio"}, tag) {
						t.Errorf("the mail has a <%s>", tag)
					}
				}
				if regexp.MustCompile(`(?i)url\s*\(|@import|@font-face|expression\s*\(`).MatchString(content.HTML) {
					t.Error("a style loads something")
				}
			})
		}
	}
}
