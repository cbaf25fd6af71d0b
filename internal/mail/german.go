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
	Sites: germanSites,
	Void: voidText{
		Subject: func(invited named) sentence { return say("Die Einladung für %s ist ungültig geworden", invited) },
		Heading: say("Eine Einladung ist ungültig geworden"),
		Intro: func(invited, role, partner, inviter named) sentence {
			return say("Die Einladung für %s als %s bei %s, gesendet von %s, ist ungültig geworden: Wer sie gesendet hat, darf diese Rolle nicht mehr vergeben.", invited, role, partner, inviter)
		},
		Next: say("Niemand hat durch sie Zugang erhalten. Soll diese Person weiterhin mitarbeiten, senden Sie bitte eine neue Einladung."),
		Why:  say("Sie erhalten diese Nachricht als Master dieses Partners."),
	},
	Locked: noticeText{
		Subject: func(partner named) sentence { return say("Ihr Konto bei %s ist gesperrt", partner) },
		Intro:   func(partner named) sentence { return say("%s hat Ihr Konto im Partnerportal gesperrt.", partner) },
		Effect: func(partner named) sentence {
			return say("Bis es entsperrt wird, können Sie sich weder dort anmelden noch an den Standorten, die %s Ihnen zugewiesen hat. Wo Sie dort angemeldet waren, wurden Sie abgemeldet.", partner)
		},
		Rest: say("Gelöscht wird nichts: Ihre Daten bleiben erhalten."),
	},
	Unlocked: noticeText{
		Subject: func(partner named) sentence { return say("Ihr Konto bei %s ist entsperrt", partner) },
		Intro:   func(partner named) sentence { return say("%s hat Ihr Konto im Partnerportal entsperrt.", partner) },
		Effect: func(partner named) sentence {
			return say("Sie können sich dort wieder anmelden, ebenso an den Standorten, die %s Ihnen zugewiesen hat, soweit nicht ein Standort selbst für Sie geschlossen ist.", partner)
		},
		Rest: say("Ihr Passwort ist dasselbe wie zuvor."),
	},
	RoleChanged: roleChangeText{
		Subject: func(partner, role named) sentence { return say("Ihre Rolle bei %s ist jetzt %s", partner, role) },
		Heading: func(partner named) sentence { return say("Ihre Rolle bei %s hat sich geändert", partner) },
		Intro: func(partner, now, before named) sentence {
			return say("%s hat Ihnen im Partnerportal eine andere Rolle gegeben: Sie sind jetzt %s statt %s.", partner, now, before)
		},
		Effect: say("Die neue Rolle gilt bereits. Sie müssen sich nicht neu anmelden."),
		Sites:  say("Ihr Zugang zu Standorten hängt nicht von dieser Rolle ab und bleibt, wie er ist."),
	},
	Deleted: noticeText{
		Subject: func(partner named) sentence { return say("Ihr Konto bei %s wurde gelöscht", partner) },
		Intro: func(partner named) sentence {
			return say("%s hat Ihr Konto im Partnerportal endgültig gelöscht.", partner)
		},
		Effect: func(partner named) sentence {
			return say("Sie können sich dort nicht mehr anmelden, ebenso wenig an den Standorten, die %s Ihnen zugewiesen hatte. Was dort auf Gatehouse über Sie gespeichert war, ist gelöscht: Name und Adresse, Rolle, Standorte und Sitzungen.", partner)
		},
		Rest: say("Das lässt sich nicht rückgängig machen. Wer dort wieder mitarbeiten möchte, braucht eine neue Einladung."),
	},
	AccountDeleted: accountText{
		Subject: "Ihr Gatehouse-Konto wurde gelöscht",
		Heading: say("Ihr Konto wurde gelöscht"),
		Intro:   func(host named) sentence { return say("Ihr Gatehouse-Konto auf %s wurde endgültig gelöscht.", host) },
		Effect:  say("Was Gatehouse über Sie gespeichert hatte, ist gelöscht: Name und Adresse, Passwort sowie Rollen, Standorte und Sitzungen bei allen Partnern."),
		Rest:    say("Das lässt sich nicht rückgängig machen. Wer Gatehouse wieder nutzen möchte, braucht eine neue Einladung."),
		NotYou:  say("%s Dann kannte jemand Ihr Passwort. Ändern Sie es überall, wo Sie es sonst verwenden, und sagen Sie denen Bescheid, für die Sie arbeiten.", strong("Sie waren es nicht?")),
	},
	PasswordReset: resetText{
		Subject: "Neues Passwort für Gatehouse wählen",
		Heading: say("Wählen Sie ein neues Passwort"),
		Intro: func(host named) sentence {
			return say("Jemand hat ein neues Passwort für Ihr Gatehouse-Konto auf %s angefordert. Waren Sie es, dann wählen Sie es jetzt.", host)
		},
		Limits: func(minutes named) sentence {
			return say("Der Link gilt einmal und nur bis %s Minuten nach der Anforderung.", minutes)
		},
		Open:    "Neues Passwort wählen",
		Unasked: say("%s Dann ignorieren Sie diese Nachricht einfach. Nichts ändert sich, und Ihr Passwort bleibt, wie es ist.", strong("Sie haben das nicht angefordert?")),
		Secret:  say("Bitte leiten Sie diese Nachricht nicht weiter: Wer den Link öffnet, kann Ihr Passwort bestimmen."),
		After:   say("Sobald Sie ein neues Passwort gewählt haben, sind Sie überall abgemeldet und können sich damit anmelden."),
	},
	PasswordChanged: accountText{
		Subject: "Ihr Gatehouse-Passwort wurde geändert",
		Heading: say("Ihr Passwort wurde geändert"),
		Intro: func(host named) sentence {
			return say("Das Passwort Ihres Gatehouse-Kontos auf %s wurde geändert.", host)
		},
		Effect: say("Alle anderen Sitzungen sind beendet: Wo das Konto sonst noch angemeldet war, wurde es abgemeldet."),
		Rest:   say("Wenn Sie es waren, ist nichts weiter zu tun."),
		NotYou: say("%s Dann handeln Sie jetzt: Fordern Sie auf der Anmeldeseite ein neues Passwort an, und sagen Sie einem Administrator jedes Partners Bescheid, für den Sie arbeiten. Achten Sie auch auf Ihr Postfach: Wer es lesen kann, kann dieses Passwort ändern.", strong("Sie waren es nicht?")),
	},
	OutOfCredit: creditText{
		Subject: func(partner named) sentence { return say("Standorten von %s fehlt Guthaben", partner) },
		Heading: say("Standorten fehlt Guthaben"),
		Intro: func(partner named) sentence {
			return say("Das Guthaben dieser Standorte von %s hat für die monatlichen Kosten ihrer Geräte nicht gereicht. Sie haben bezahlt, was da war.", partner)
		},
		Effect: say("Der Zugang ist davon nicht betroffen: Alle betreten diese Standorte wie bisher."),
		Next:   say("Bitte weisen Sie ihnen Guthaben zu. Reicht das Guthaben des Partners selbst nicht, bitten Sie den Betreiber dieser Gatehouse-Installation, es aufzufüllen."),
		Site:   "Standort",
		More:   func(count named) sentence { return say("und %s weitere", count) },
		Why: func(partner named) sentence {
			return say("Sie erhalten diese Nachricht, weil Sie bei %s Guthaben zuweisen dürfen.", partner)
		},
	},
	Reason: func(partner named) sentence { return say("Der Grund, den %s angegeben hat:", partner) },
	AskPartner: func(partner named) sentence {
		return say("Sie haben eine Frage oder halten das für einen Irrtum? Dann wenden Sie sich bitte an einen Administrator von %s.", partner)
	},
	Elsewhere:  say("Arbeiten Sie auf Gatehouse auch für andere, ändert sich dort nichts."),
	OpenPortal: "Gatehouse öffnen",
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
		NewRole: "Neue Rolle",
		OldRole: "Bisher",
	},
	LinkHint: "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
	Footer:   func(host named) sentence { return say("Automatisch gesendet von Gatehouse auf %s.", host) },
}
