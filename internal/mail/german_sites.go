package mail

import "gatehouse.example/gatehouse"

var germanSites = siteTexts{
	Levels: map[gatehouse.Level]roleText{
		gatehouse.LevelNone:          {"Keine", "Aufgeführt, darf nichts"},
		gatehouse.DevicesOnly:        {"Nur Geräte", "Übersicht und Geräte"},
		gatehouse.FullExcludingUsers: {"Voll ohne Benutzer", "Alles außer den Benutzern"},
		gatehouse.FullIncludingUsers: {"Voll mit Benutzern", "Alles"},
	},
	Roles: map[gatehouse.SiteRole]roleText{
		gatehouse.SiteObserver:  {"Observer", "Sieht Übersicht und Protokoll"},
		gatehouse.SiteOperator:  {"Operator", "Verwaltet zusätzlich die Benutzer"},
		gatehouse.SiteAdminRole: {"Admin", "Verwaltet zusätzlich Geräte, Administratoren und Techniker"},
		gatehouse.SiteMaster:    {"Master", "Volle Kontrolle über den Standort"},
	},
	Invitation: siteInvitationText{
		About: func(partner, site named) sentence {
			return say("%s betreut die Zutrittskontrolle von %s. Auf Gatehouse entscheidet der Standort selbst, wer hineindarf, und sieht, wer da war.", partner, site)
		},
		Only: func(site named) sentence {
			return say("Mit der Annahme werden Sie Administrator von %s und von nichts anderem.", site)
		},
	},
	Assigned: assignedText{
		Subject: func(partner named) sentence { return say("%s hat Ihnen neue Standorte zugewiesen", partner) },
		Intro: func(partner named) sentence {
			return say("%s hat Sie den Standorten unten zugewiesen. Melden Sie sich an wie immer; anzunehmen ist nichts.", partner)
		},
		Effect: say("Wo ein Standort noch zustimmen muss, dürfen Sie hinein, sobald er es getan hat."),
	},
	Wanted: wantedText{
		Subject: func(site named) sentence { return say("Techniker warten auf Ihre Zustimmung: %s", site) },
		Intro: func(partner, site named) sentence {
			return say("%s hat die Personen unten dem Standort %s zugewiesen. Sie dürfen nicht hinein, bevor Sie zustimmen.", partner, site)
		},
		Effect: say("Sie entscheiden für jede Person: zustimmen oder ablehnen. Sperren können Sie jede auch später jederzeit."),
		Open:   "Jetzt entscheiden",
	},
	Approved: siteText{
		Subject: func(site named) sentence { return say("%s hat Ihrem Zugang zugestimmt", site) },
		Intro:   func(site named) sentence { return say("Der Standort %s steht Ihnen ab jetzt offen.", site) },
		Effect:  say("Melden Sie sich an wie immer und wählen Sie den Standort."),
	},
	StillClosed: siteText{
		Subject: func(site named) sentence { return say("%s hat Ihrem Zugang zugestimmt", site) },
		Intro: func(site named) sentence {
			return say("%s hat Ihrem Zugang zugestimmt, doch Sie dürfen noch nicht hinein: eine Sperre oder die Zeit, die für Sie gilt, steht dem entgegen.", site)
		},
		Effect: say("Fragen Sie, wer Sie dem Standort zugewiesen hat."),
	},
	Locked: siteText{
		Subject: func(site named) sentence { return say("Ihr Zugang zu %s ist gesperrt", site) },
		Intro: func(site named) sentence {
			return say("Ihr Zugang zu %s wurde gesperrt. Wo Sie dort angemeldet waren, wurden Sie abgemeldet.", site)
		},
		Effect: say("Gelöscht ist nichts: wird die Sperre aufgehoben, ist alles wie zuvor."),
	},
	Unassigned: siteText{
		Subject: func(site named) sentence { return say("Sie sind %s nicht mehr zugewiesen", site) },
		Intro: func(site named) sentence {
			return say("Ihre Arbeit am Standort %s ist beendet: Sie dürfen nicht mehr hinein.", site)
		},
		Effect: say("Ihr Konto und Ihre anderen Standorte bleiben, wie sie sind."),
	},
	Deleted: siteText{
		Subject: func(site named) sentence { return say("%s wurde gelöscht", site) },
		Intro: func(site named) sentence {
			return say("Der Partner hat den Standort %s gelöscht, den Sie verwaltet haben. Niemand darf mehr hinein.", site)
		},
		Effect: say("Benutzer, Geräte und Zuweisungen sind mit ihm gelöscht. Ihr Konto und Ihre anderen Standorte bleiben, wie sie sind."),
	},
	Ends: siteText{
		Subject: func(site named) sentence { return say("Ihr Zugang zu %s endet bald", site) },
		Intro: func(site named) sentence {
			return say("Ihr Zugang zu %s endet von selbst zu dem Zeitpunkt unten.", site)
		},
		Effect: say("Brauchen Sie ihn länger, fragen Sie bitte rechtzeitig."),
	},
	Admins: siteAdminsText{
		Subject: func(site named) sentence { return say("Die Administratoren von %s haben sich geändert", site) },
		Intro: func(partner, site named) sentence {
			return say("%s, der Betreuer von %s, hat etwas an den Administratoren des Standorts geändert.", partner, site)
		},
		Did: map[gatehouse.Action]string{
			gatehouse.ActionSiteAdminInvite:      "Eingeladen",
			gatehouse.ActionSiteAdminRevoke:      "Einladung widerrufen",
			gatehouse.ActionSiteAdminResend:      "Einladung erneut gesendet",
			gatehouse.ActionSiteAdminLock:        "Gesperrt",
			gatehouse.ActionSiteAdminUnlock:      "Entsperrt",
			gatehouse.ActionSiteAdminRole:        "Rolle geändert",
			gatehouse.ActionSiteAdminEndSessions: "Überall abgemeldet",
			gatehouse.ActionSiteAdminDelete:      "Entfernt",
		},
		Why:    say("Sie erhalten diese Nachricht als Administrator des Standorts: was der Partner hier tut, geschieht nie im Stillen."),
		Before: "Vorher",
		Now:    "Neue Rolle",
		What:   "Was geschehen ist",
	},
	Waiting: "wartet auf die Zustimmung des Standorts",
	More:    func(count named) sentence { return say("und %s weitere", count) },
	AskSite: func(site named) sentence {
		return say("Sie haben eine Frage? Dann wenden Sie sich bitte an einen Administrator von %s.", site)
	},
	Reason: say("Die angegebene Begründung:"),
	Site:   "Standort",
	Person: "Wer",
	Else:   "Außerdem",
}
