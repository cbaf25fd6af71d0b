package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

const (
	base   = "https://portal.example.com"
	secret = "kT3xv0aQm2pY7bVJ4sRzLwE9cHn6dUfGiO1XtMqAyBk"
	link   = base + "/invitation/" + secret
)

func data() mail.Data {
	return mail.Data{
		Partner:      "Northwind Security",
		Kind:         gatehouse.InviteAdmin,
		Role:         gatehouse.PartnerAdmin,
		Inviter:      "Ana Pérez",
		Link:         link,
		Deadline:     time.Date(2026, 11, 29, 10, 15, 59, 0, time.UTC),
		InvitedEmail: "jonas.lind@example.org",
		BaseURL:      base,
	}
}

func kinds() []gatehouse.MessageKind {
	return []gatehouse.MessageKind{gatehouse.MailInvitation, gatehouse.MailReminder, gatehouse.MailInvitationVoid}
}

func compose(t *testing.T, kind gatehouse.MessageKind, lang gatehouse.Language, d mail.Data) mail.Content {
	t.Helper()
	content, err := mail.Compose(kind, lang, d)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// page is what a reader of the HTML form gets.
type page struct {
	// Tags are the names of the elements but span, in order.
	Tags []string
	// Links are all addresses that a reader can follow or a program would load.
	Links []string
	// Nodes are the single texts; Text is all of them as people read it.
	Nodes []string
	Text  string
}

// blocks are the elements after which a new line begins.
var blocks = []string{"p", "div", "td", "tr", "h1", "br"}

func parsePage(t *testing.T, source string) page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	p := page{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.CommentNode:
			t.Errorf("the mail has a comment: %q", n.Data)
		case html.TextNode:
			if n.Parent.Data != "style" && strings.TrimSpace(n.Data) != "" {
				p.Nodes = append(p.Nodes, n.Data)
			}
			if n.Parent.Data != "style" && n.Parent.Data != "title" {
				p.Text += n.Data
			}
		case html.ElementNode:
			if n.Data != "span" {
				p.Tags = append(p.Tags, n.Data)
			}
			for _, a := range n.Attr {
				if slices.Contains([]string{"href", "src", "srcset", "background", "action", "poster", "data", "xlink:href"}, a.Key) {
					p.Links = append(p.Links, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("the mail has a handler %s=%q", a.Key, a.Val)
				}
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if slices.Contains(blocks, n.Data) {
			p.Text += "\n"
		}
	}
	walk(root)
	p.Text = regexp.MustCompile(`\s+`).ReplaceAllString(p.Text, " ")
	return p
}

func TestCompose(t *testing.T) {
	tests := map[string]struct {
		kind     gatehouse.MessageKind
		lang     gatehouse.Language
		subject  string
		contains []string
	}{
		"Invitation": {gatehouse.MailInvitation, gatehouse.English, "Invitation to Northwind Security as Admin", []string{
			"Ana Pérez invites you to join Northwind Security on Gatehouse as Admin.",
			"Gatehouse is the portal in which",
			"Also invites and manages administrators",
			"Valid until", "Sunday, 29 November 2026, 10:15 UTC",
			"Open the invitation", link,
			"meant for jonas.lind@example.org alone and works once",
			"no access to any site by itself",
			"did not expect this invitation? Then simply ignore it",
			"Gatehouse at portal.example.com",
		}},
		"Reminder": {gatehouse.MailReminder, gatehouse.English, "Reminder: your invitation to Northwind Security as Admin ends soon", []string{
			"Ana Pérez invited you", "You have not answered yet", "a new link", "The deadline is the same",
			"Sunday, 29 November 2026, 10:15 UTC", link, "works once", "no access to any site by itself", "ignore it",
		}},
		"Void": {gatehouse.MailInvitationVoid, gatehouse.English, "The invitation for jonas.lind@example.org became void", []string{
			"The invitation for jonas.lind@example.org as Admin at Northwind Security, sent by Ana Pérez, became void",
			"may no longer give this role", "Nobody has got access", "you are a Master",
		}},
		"InvitationGerman": {gatehouse.MailInvitation, gatehouse.German, "Einladung zu Northwind Security als Admin", []string{
			"Ana Pérez lädt Sie ein, bei Northwind Security auf Gatehouse als Admin mitzuarbeiten.",
			"Sonntag, 29. November 2026, 10:15 Uhr UTC", link,
			"nur für jonas.lind@example.org bestimmt und gilt einmal",
			"zu keinem Standort Zugang", "ignorieren Sie sie einfach",
		}},
		"ReminderGerman": {gatehouse.MailReminder, gatehouse.German, "Erinnerung: Ihre Einladung zu Northwind Security als Admin endet bald", []string{
			"Ana Pérez hat Sie eingeladen", "einen neuen Link", link,
		}},
		"VoidGerman": {gatehouse.MailInvitationVoid, gatehouse.German, "Die Einladung für jonas.lind@example.org ist ungültig geworden", []string{
			"gesendet von Ana Pérez, ist ungültig geworden", "Master dieses Partners",
		}},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			content := compose(t, tt.kind, tt.lang, data())
			if content.Subject != tt.subject || content.Language != tt.lang {
				t.Errorf("subject %q in %q, want %q in %q", content.Subject, content.Language, tt.subject, tt.lang)
			}
			p := parsePage(t, content.HTML)
			for _, want := range tt.contains {
				if !strings.Contains(content.Text, want) {
					t.Errorf("the text does not say %q:\n%s", want, content.Text)
				}
				if !strings.Contains(p.Text, want) {
					t.Errorf("the HTML does not say %q:\n%s", want, p.Text)
				}
			}
			if !strings.Contains(content.HTML, `<html lang="`+string(tt.lang)+`"`) {
				t.Error("the HTML does not name its language")
			}
		})
	}
	t.Run("OKUnknownLanguage", func(t *testing.T) { // T192
		for _, lang := range []gatehouse.Language{"", "fr", "../../etc"} {
			if got := compose(t, gatehouse.MailInvitation, lang, data()).Language; got != gatehouse.English {
				t.Errorf("%q is written in %q", lang, got)
			}
		}
	})
	t.Run("OKTechnician", func(t *testing.T) {
		d := data()
		d.Kind, d.Role = gatehouse.InviteTechnician, gatehouse.NoPartnerRole
		content := compose(t, gatehouse.MailInvitation, gatehouse.English, d)
		if !strings.Contains(content.Text, "on Gatehouse as Technician.") {
			t.Errorf("the text is:\n%s", content.Text)
		}
	})
	t.Run("OKEveryRole", func(t *testing.T) {
		for _, role := range gatehouse.PartnerRoles() {
			d := data()
			d.Role = role
			for _, kind := range kinds() {
				compose(t, kind, gatehouse.German, d)
			}
		}
	})
	t.Run("OKNobodyNamed", func(t *testing.T) {
		d := data()
		d.Inviter = ""
		invitation := compose(t, gatehouse.MailInvitation, gatehouse.English, d)
		if !strings.Contains(invitation.Text, "The owner of this Gatehouse installation invites you") {
			t.Errorf("the text is:\n%s", invitation.Text)
		}
		void := compose(t, gatehouse.MailInvitationVoid, gatehouse.English, d)
		if !strings.Contains(void.Text, "sent by a former administrator, became void") {
			t.Errorf("the text is:\n%s", void.Text)
		}
	})
	t.Run("OKGreeting", func(t *testing.T) {
		d := data()
		d.RecipientName = "Jonas Lind"
		if text := compose(t, gatehouse.MailInvitation, gatehouse.English, d).Text; !strings.Contains(text, "\nHello Jonas Lind,\n") {
			t.Errorf("the text is:\n%s", text)
		}
		if text := compose(t, gatehouse.MailInvitation, gatehouse.English, data()).Text; !strings.Contains(text, "\nHello,\n") {
			t.Errorf("the text is:\n%s", text)
		}
	})
	t.Run("OKVoidHasNoSecret", func(t *testing.T) {
		content := compose(t, gatehouse.MailInvitationVoid, gatehouse.English, data())
		if strings.Contains(content.Text+content.HTML+content.Subject, secret) {
			t.Error("the message to the Masters has the link")
		}
	})
}

func TestComposeDeadline(t *testing.T) {
	tests := map[string]struct {
		zone            *time.Location
		english, german string
	}{
		"UTC":      {nil, "Sunday, 29 November 2026, 10:15 UTC", "Sonntag, 29. November 2026, 10:15 Uhr UTC"},
		"Named":    {time.FixedZone("CET", 3600), "Sunday, 29 November 2026, 11:15 CET (UTC+01:00)", "Sonntag, 29. November 2026, 11:15 Uhr CET (UTC+01:00)"},
		"Unnamed":  {time.FixedZone("+0545", 20700), "Sunday, 29 November 2026, 16:00 (UTC+05:45)", "Sonntag, 29. November 2026, 16:00 Uhr (UTC+05:45)"},
		"NextDay":  {time.FixedZone("NZDT", 13*3600+46*60), "Monday, 30 November 2026, 00:01 NZDT (UTC+13:46)", "Montag, 30. November 2026, 00:01 Uhr NZDT (UTC+13:46)"},
		"West":     {time.FixedZone("-03", -3*3600), "Sunday, 29 November 2026, 07:15 (UTC-03:00)", "Sonntag, 29. November 2026, 07:15 Uhr (UTC-03:00)"},
		"Winter":   {time.FixedZone("GMT", 0), "Sunday, 29 November 2026, 10:15 GMT", "Sonntag, 29. November 2026, 10:15 Uhr GMT"},
		"OtherUTC": {time.FixedZone("WET", 0), "Sunday, 29 November 2026, 10:15 WET (UTC+00:00)", "Sonntag, 29. November 2026, 10:15 Uhr WET (UTC+00:00)"},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			d := data()
			d.TimeZone = tt.zone
			for lang, want := range map[gatehouse.Language]string{gatehouse.English: tt.english, gatehouse.German: tt.german} {
				if text := compose(t, gatehouse.MailInvitation, lang, d).Text; !strings.Contains(text, ": "+want+"\n") {
					t.Errorf("want %q in:\n%s", want, text)
				}
			}
		})
	}
}

func TestComposeErrors(t *testing.T) {
	tests := map[string]struct {
		kind   gatehouse.MessageKind
		change func(d *mail.Data)
	}{
		"UnknownKind":    {"surprise", func(*mail.Data) {}},
		"NoPartner":      {gatehouse.MailInvitation, func(d *mail.Data) { d.Partner = "\u200b" }},
		"NobodyInvited":  {gatehouse.MailInvitation, func(d *mail.Data) { d.InvitedEmail = "" }},
		"NoRole":         {gatehouse.MailInvitation, func(d *mail.Data) { d.Role = gatehouse.NoPartnerRole }},
		"TechnicianRole": {gatehouse.MailInvitation, func(d *mail.Data) { d.Kind = gatehouse.InviteTechnician }},
		"NoDeadline":     {gatehouse.MailReminder, func(d *mail.Data) { d.Deadline = time.Time{} }},
		"NoLink":         {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = "" }},
		"OtherHost":      {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = "https://evil.example/" + secret }},
		"LongerHost":     {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = base + ".evil.example/" + secret }},
		"UserInfo":       {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = base + "@evil.example/" + secret }},
		"OtherScheme":    {gatehouse.MailReminder, func(d *mail.Data) { d.Link = "http" + strings.TrimPrefix(link, "https") }},
		"LineBreak":      {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + "\r\nhttps://evil.example" }},
		"Space":          {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + " x" }},
		"Markup":         {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + `"><b>` }},
		"NoBase":         {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "" }},
		"NoHost":         {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "https:///portal" }},
		"ScriptBase":     {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "javascript://x/alert" }},
		"RelativeBase":   {gatehouse.MailInvitation, func(d *mail.Data) { d.BaseURL, d.Link = "/portal", "/portal/"+secret }},
	}
	for name, tt := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			d := data()
			tt.change(&d)
			content, err := mail.Compose(tt.kind, gatehouse.English, d)
			if err == nil || content != (mail.Content{}) {
				t.Fatalf("Compose = %v, %v", content, err)
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the error has the link: %v", err)
			}
		})
	}
}

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
	"Nothing":    "\u200b\r\n",
}

// linkish is what mail programs make links of.
var linkish = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s]|\bwww[.．。｡]\w|[\w-][.．。｡][a-z]{2,}|\b\d+\.\d+\.\d+\.\d+`)

// T200, T202, T204: whatever the names, the message is the same but for the
// names, has no other links, and no name becomes one.
func TestComposeHostile(t *testing.T) {
	for name, text := range hostile {
		for _, kind := range kinds() {
			for _, lang := range gatehouse.Languages() {
				t.Run("OK"+name+"/"+string(kind)+"/"+string(lang), func(t *testing.T) {
					d := data()
					d.Inviter, d.RecipientName, d.Partner = text, text, "P "+text
					checkHarmless(t, compose(t, kind, lang, d), compose(t, kind, lang, named(data())))
				})
			}
		}
	}
}

// named returns the data with every name given.
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
	allowed := strings.NewReplacer(link, "", base, "", "jonas.lind@example.org", "", "portal.example.com", "")
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

// T202: nothing is loaded, and everything leads to the portal.
func TestComposeLinks(t *testing.T) {
	for _, kind := range kinds() {
		for _, lang := range gatehouse.Languages() {
			t.Run("OK"+string(kind)+"/"+string(lang), func(t *testing.T) {
				p := parsePage(t, compose(t, kind, lang, data()).HTML)
				want := []string{link, link}
				if kind == gatehouse.MailInvitationVoid {
					want = []string{base}
				}
				if diff := cmp.Diff(want, p.Links); diff != "" {
					t.Errorf("links (-want +got):\n%s", diff)
				}
				for _, tag := range p.Tags {
					if slices.Contains([]string{"img", "script", "link", "iframe", "object", "embed", "form", "input", "base", "svg", "video", "audio"}, tag) {
						t.Errorf("the mail has a <%s>", tag)
					}
				}
			})
		}
	}
	t.Run("OKNoStyleLoads", func(t *testing.T) {
		source := compose(t, gatehouse.MailInvitation, gatehouse.English, data()).HTML
		if regexp.MustCompile(`(?i)url\s*\(|@import|@font-face|expression\s*\(`).MatchString(source) {
			t.Error("a style loads something")
		}
	})
}
