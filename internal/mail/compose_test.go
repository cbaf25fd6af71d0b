package mail_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

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
		"Locked": {gatehouse.MailLocked, gatehouse.English, "Your account at Northwind Security is locked", []string{
			"Hello Jonas Lind,", "Northwind Security has locked your account in its partner portal.",
			"The reason that Northwind Security gave:", "Lost laptop.", "Call the office.",
			"cannot sign in to this portal, nor to the sites that Northwind Security has assigned to you",
			"your data are kept", "ask an administrator of Northwind Security", "nothing changes there",
		}},
		"Unlocked": {gatehouse.MailUnlocked, gatehouse.English, "Your account at Northwind Security is unlocked", []string{
			"Northwind Security has unlocked your account in its partner portal.", "You can sign in there again",
			"unless a site itself is closed to you", "same as before",
		}},
		"RoleChanged": {gatehouse.MailRoleChanged, gatehouse.English, "Your role at Northwind Security is now Operator", []string{
			"you are now Operator instead of Admin.", "Sets up sites and looks after technicians", "Also invites and manages administrators",
			"in force already", "Your access to sites does not depend on this role",
		}},
		"Deleted": {gatehouse.MailDeleted, gatehouse.English, "Your account at Northwind Security has been deleted", []string{
			"Northwind Security has deleted your account in its partner portal, for good.", "What it held about you on Gatehouse is gone",
			"cannot be undone", "needs a new invitation", "ask an administrator of Northwind Security",
		}},
		"PasswordReset": {gatehouse.MailPasswordReset, gatehouse.English, "Choose a new password for Gatehouse", []string{
			"your Gatehouse account at portal.example.com", "The link works once, within 30 minutes of the request.",
			"Sunday, 29 November 2026, 10:15 UTC", reset, "did not ask for this? Then simply ignore it. Nothing changes",
			"do not forward this message", "signed out everywhere",
		}},
		"PasswordChanged": {gatehouse.MailPasswordChanged, gatehouse.English, "Your Gatehouse password has been changed", []string{
			"your Gatehouse account at portal.example.com", "All other sessions have ended", "If it was you",
			"It was not you? Then act now: ask for a new password on the sign-in page",
		}},
		"LockedGerman": {gatehouse.MailLocked, gatehouse.German, "Ihr Konto bei Northwind Security ist gesperrt", []string{
			"Guten Tag Jonas Lind,", "Der Grund, den Northwind Security angegeben hat:", "Lost laptop.", "Call the office.",
			"weder dort anmelden noch an den Standorten, die Northwind Security Ihnen zugewiesen hat", "Daten bleiben erhalten",
			"Administrator von Northwind Security",
		}},
		"UnlockedGerman": {gatehouse.MailUnlocked, gatehouse.German, "Ihr Konto bei Northwind Security ist entsperrt", []string{
			"können sich dort wieder anmelden", "dasselbe wie zuvor",
		}},
		"RoleChangedGerman": {gatehouse.MailRoleChanged, gatehouse.German, "Ihre Rolle bei Northwind Security ist jetzt Operator", []string{
			"Sie sind jetzt Operator statt Admin.", "Richtet Standorte ein und betreut Techniker", "Die neue Rolle gilt bereits",
		}},
		"DeletedGerman": {gatehouse.MailDeleted, gatehouse.German, "Ihr Konto bei Northwind Security wurde gelöscht", []string{
			"endgültig gelöscht", "lässt sich nicht rückgängig machen", "neue Einladung",
		}},
		"PasswordResetGerman": {gatehouse.MailPasswordReset, gatehouse.German, "Neues Passwort für Gatehouse wählen", []string{
			"Der Link gilt einmal und nur bis 30 Minuten nach der Anforderung.", "Sonntag, 29. November 2026, 10:15 Uhr UTC", reset,
			"ignorieren Sie diese Nachricht einfach. Nichts ändert sich",
		}},
		"PasswordChangedGerman": {gatehouse.MailPasswordChanged, gatehouse.German, "Ihr Gatehouse-Passwort wurde geändert", []string{
			"Alle anderen Sitzungen sind beendet", "Sie waren es nicht? Dann handeln Sie jetzt",
		}},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			content := compose(t, tt.kind, tt.lang, given(tt.kind))
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
			for _, kind := range offers() {
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
	t.Run("OKAlarm", func(t *testing.T) { // What to do when it was somebody else stands out.
		for kind, want := range map[gatehouse.MessageKind]string{
			gatehouse.MailPasswordReset: "You did not ask for this?", gatehouse.MailPasswordChanged: "It was not you?",
		} {
			if p := parsePage(t, compose(t, kind, gatehouse.English, given(kind)).HTML); !slices.Contains(p.Strong, want) {
				t.Errorf("%s stresses %q, not %q", kind, p.Strong, want)
			}
		}
	})
	t.Run("OKEveryChange", func(t *testing.T) {
		for _, before := range gatehouse.PartnerRoles() {
			for _, now := range gatehouse.PartnerRoles() {
				d := given(gatehouse.MailRoleChanged)
				d.OldRole, d.NewRole = before, now
				if before != now {
					compose(t, gatehouse.MailRoleChanged, gatehouse.German, d)
				}
			}
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
		"UnknownKind":     {"surprise", func(*mail.Data) {}},
		"NoKind":          {"", func(*mail.Data) {}},
		"NoPartner":       {gatehouse.MailInvitation, func(d *mail.Data) { d.Partner = "\u200b" }},
		"NobodyInvited":   {gatehouse.MailInvitation, func(d *mail.Data) { d.InvitedEmail = "" }},
		"NoRole":          {gatehouse.MailInvitation, func(d *mail.Data) { d.Role = gatehouse.NoPartnerRole }},
		"TechnicianRole":  {gatehouse.MailInvitation, func(d *mail.Data) { d.Kind = gatehouse.InviteTechnician }},
		"NoDeadline":      {gatehouse.MailReminder, func(d *mail.Data) { d.Deadline = time.Time{} }},
		"NoLink":          {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = "" }},
		"OtherHost":       {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = "https://evil.example/" + secret }},
		"LongerHost":      {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = base + ".evil.example/" + secret }},
		"UserInfo":        {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = base + "@evil.example/" + secret }},
		"OtherScheme":     {gatehouse.MailReminder, func(d *mail.Data) { d.Link = "http" + strings.TrimPrefix(link, "https") }},
		"LineBreak":       {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + "\r\nhttps://evil.example" }},
		"Space":           {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + " x" }},
		"Markup":          {gatehouse.MailInvitation, func(d *mail.Data) { d.Link = link + `"><b>` }},
		"NoBase":          {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "" }},
		"NoHost":          {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "https:///portal" }},
		"ScriptBase":      {gatehouse.MailInvitationVoid, func(d *mail.Data) { d.BaseURL = "javascript://x/alert" }},
		"RelativeBase":    {gatehouse.MailInvitation, func(d *mail.Data) { d.BaseURL, d.Link = "/portal", "/portal/"+secret }},
		"LockedNowhere":   {gatehouse.MailLocked, func(d *mail.Data) { d.Partner = "" }},
		"UnlockedNowhere": {gatehouse.MailUnlocked, func(d *mail.Data) { d.Partner = " " }},
		"ChangedNowhere":  {gatehouse.MailRoleChanged, func(d *mail.Data) { d.Partner = "" }},
		"NoOldRole":       {gatehouse.MailRoleChanged, func(d *mail.Data) { d.OldRole = gatehouse.NoPartnerRole }},
		"NoNewRole":       {gatehouse.MailRoleChanged, func(d *mail.Data) { d.NewRole = gatehouse.NoPartnerRole }},
		"StrangeRole":     {gatehouse.MailRoleChanged, func(d *mail.Data) { d.NewRole = 9 }},
		"SameRole":        {gatehouse.MailRoleChanged, func(d *mail.Data) { d.NewRole = d.OldRole }},
		"NoReset":         {gatehouse.MailPasswordReset, func(d *mail.Data) { d.Link = "" }},
		"ResetElsewhere":  {gatehouse.MailPasswordReset, func(d *mail.Data) { d.Link = "https://evil.example/password-reset?token=" + secret }},
		"EndlessReset":    {gatehouse.MailPasswordReset, func(d *mail.Data) { d.Deadline = time.Time{} }},
		"ChangedNoBase":   {gatehouse.MailPasswordChanged, func(d *mail.Data) { d.BaseURL = "" }},
		"DeletedNoBase":   {gatehouse.MailDeleted, func(d *mail.Data) { d.BaseURL = "portal.example.com" }},
	}
	for name, tt := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			d := given(tt.kind)
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
