package mail

import (
	"time"

	"gatehouse.example/gatehouse"
)

// german keeps the names of the roles: they are the words of the portal.
var german = catalogue{
	Hello:        say("Guten Tag,"),
	HelloName:    func(recipient named) sentence { return say("Guten Tag %s,", recipient) },
	Installation: "Der Betreiber dieser Gatehouse-Installation",
	Former:       "einem früheren Administrator",
	Roles: map[roleKey]roleText{
		{gatehouse.InviteAdmin, gatehouse.PartnerObserver}:    {"Observer", "Sieht Standorte und Personen, ändert nichts"},
		{gatehouse.InviteAdmin, gatehouse.PartnerOperator}:    {"Operator", "Richtet Standorte ein und betreut Techniker"},
		{gatehouse.InviteAdmin, gatehouse.PartnerAdmin}:       {"Admin", "Lädt zusätzlich Administratoren ein und verwaltet sie"},
		{gatehouse.InviteAdmin, gatehouse.PartnerMaster}:      {"Master", "Volle Kontrolle über das Portal des Partners"},
		{gatehouse.InviteTechnician, gatehouse.NoPartnerRole}: {"Techniker", "Arbeitet an den zugewiesenen Standorten"},
	},
	Moment: func(t time.Time) string {
		return moment(t, "%s, %d. %s %d, %s Uhr %s",
			[7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
			[12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"})
	},
	Invitation: invitationText{
		Subject: func(partner, role named) sentence { return say("Einladung zu %s als %s", partner, role) },
		Heading: func(partner named) sentence { return say("Sie sind zu %s eingeladen", partner) },
		Intro: func(inviter, partner, role named) sentence {
			return say("%s lädt Sie ein, bei %s auf Gatehouse als %s mitzuarbeiten.", inviter, partner, role)
		},
		Open:       "Einladung öffnen",
		Unexpected: say("Sie haben diese Einladung nicht erwartet? Dann ignorieren Sie sie einfach. Ohne Sie geschieht nichts, und sie endet von selbst."),
	},
	Reminder: invitationText{
		Subject: func(partner, role named) sentence {
			return say("Erinnerung: Ihre Einladung zu %s als %s endet bald", partner, role)
		},
		Heading: func(partner named) sentence { return say("Ihre Einladung zu %s endet bald", partner) },
		Intro: func(inviter, partner, role named) sentence {
			return say("%s hat Sie eingeladen, bei %s auf Gatehouse als %s mitzuarbeiten. Sie haben noch nicht geantwortet.", inviter, partner, role)
		},
		Open:       "Einladung öffnen",
		Unexpected: say("Sie möchten nicht annehmen oder haben diese Einladung nicht erwartet? Dann ignorieren Sie sie einfach. Sie endet von selbst, und Sie werden nicht noch einmal erinnert."),
	},
	Void: voidText{
		Subject: func(invited named) sentence { return say("Die Einladung für %s ist ungültig geworden", invited) },
		Heading: say("Eine Einladung ist ungültig geworden"),
		Intro: func(invited, role, partner, inviter named) sentence {
			return say("Die Einladung für %s als %s bei %s, gesendet von %s, ist ungültig geworden: Wer sie gesendet hat, darf diese Rolle nicht mehr vergeben.", invited, role, partner, inviter)
		},
		Next: say("Niemand hat durch sie Zugang erhalten. Soll diese Person weiterhin mitarbeiten, senden Sie bitte eine neue Einladung."),
		Open: "Gatehouse öffnen",
		Why:  say("Sie erhalten diese Nachricht als Master dieses Partners."),
	},
	About: func(partner named) sentence {
		return say("Gatehouse ist das Portal, in dem %s die Zutrittskontrolle an den Standorten seiner Kunden verwaltet und die Menschen, die sie betreuen.", partner)
	},
	NewLink: say("Diese Nachricht enthält einen neuen Link; der in der früheren Nachricht gilt nicht mehr. Die Frist bleibt dieselbe."),
	Personal: func(invited named) sentence {
		return say("Der Link ist nur für %s bestimmt und gilt einmal. Bitte leiten Sie ihn nicht weiter.", invited)
	},
	NoSite: say("Wer annimmt, erhält damit noch zu keinem Standort Zugang. Standorte werden einzeln zugewiesen."),
	Labels: labels{
		Role:    "Rolle",
		Inviter: "Eingeladen von",
		Invited: "Eingeladen",
		Until:   "Gültig bis",
	},
	LinkHint: "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
	Footer:   func(host named) sentence { return say("Automatisch gesendet von Gatehouse auf %s.", host) },
}
