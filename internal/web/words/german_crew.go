package words

var germanSiteCrew = SiteCrew{
	Caption:          func(site string) string { return "Techniker von " + site },
	EmptyTitle:       "Diesem Standort ist niemand zugewiesen",
	EmptyLead:        "Weisen Sie dem Standort Ihre Techniker oder Administratoren zu. Ohne Zuweisung hat niemand aus Ihrem Unternehmen Zugang, auch nicht mit einer hohen Rolle.",
	EmptyFilterTitle: "Niemand gefunden",
	EmptyFilterTip:   "Versuchen Sie einen anderen Namen oder eine andere Adresse, oder entfernen Sie einen Filter.",
	AccessOff:        "Der Technikerzugang ist ausgeschaltet. Solange hat kein Techniker Zugang zu diesem Standort. Zuweisungen bleiben erhalten.",
	NobodyApproves:   "Dieser Standort hat keinen Admin oder Master mehr, der Techniker freigeben kann. Laden Sie einen Administrator des Standorts ein; so lange bleiben die Freigaben offen.",
	PartnerApproves:  "Es stehen Freigaben aus. Der Standort hat noch keinen eigenen Administrator, deshalb erteilen Sie sie.",
	SiteApproves:     "Admins und Master des Standorts erteilen die Freigabe.",
	FilterWaiting:    "Freigabe",
	Everybody:        "Alle",
	WaitingOnly:      "Wartet auf Freigabe",
	Person:           "Name",
	Level:            "Berechtigungs\u00adstufe",
	Access:           "Zugang jetzt",
	PartnerLock:      "Ihre Sperre",
	Window:           "Zeitfenster",
	WaitingBadge:     "Wartet auf Freigabe",
	Always:           "Immer",
	From:             func(when string) string { return "Ab " + when },
	Until:            func(when string) string { return "Bis " + when },
	Why:              "Warum?",
	WhyOf:            func(who string) string { return "Warum? Zugang von " + who },
	LockOf:           func(state, who string) string { return state + ", Ihre Sperre von " + who + " an diesem Standort" },
	WaitingSince:     func(when string) string { return "Wartet seit " + when + "." },
	LockedBySite: func(name, when, reason string) string {
		return because("Vom Standort "+when+" gesperrt"+byName(", von ", name), reason)
	},
	WhoLifts: "Admins und Master des Standorts können das aufheben.",
	Lock:     "Sperren",
	Unlock:   "Entsperren",
	Remove:   "Entfernen",
	Approve:  "Freigeben",
	Decline:  "Ablehnen",
	LockAsk: func(n int) string {
		return plural(n, "1 Person für diesen Standort sperren?", "%d Personen für diesen Standort sperren?")
	},
	UnlockAsk: func(n int) string {
		return plural(n, "1 Person für diesen Standort entsperren?", "%d Personen für diesen Standort entsperren?")
	},
	RemoveAsk: func(n int) string {
		return plural(n, "1 Person von diesem Standort entfernen?", "%d Personen von diesem Standort entfernen?")
	},
	ApproveAsk: func(n int) string {
		return plural(n, "1 Person für diesen Standort freigeben?", "%d Personen für diesen Standort freigeben?")
	},
	DeclineAsk: func(n int) string { return plural(n, "1 Person ablehnen?", "%d Personen ablehnen?") },
	LockNote: Plural{
		One:  "Die Person hat keinen Zugang mehr zu diesem Standort, und offene Sitzungen dort enden sofort. Andere Standorte bleiben, wie sie sind.",
		Many: "Die Personen haben keinen Zugang mehr zu diesem Standort, und offene Sitzungen dort enden sofort. Andere Standorte bleiben, wie sie sind.",
	},
	UnlockNote: "Ihre Sperre wird aufgehoben. Eine Sperre des Standorts bleibt bestehen.",
	RemoveNote: "Das betrifft nur diesen Standort. Wer wieder Zugang bekommen soll, wird neu zugewiesen; Sperre und Stufe, die der Standort festgelegt hat, gelten dann weiter.",
	ApproveNote: Plural{
		One:  "Die Person darf ab sofort in den Standort oder, falls sie ihre Einladung noch nicht angenommen hat, danach: soweit ihre Berechtigungsstufe es erlaubt und kein anderer Grund entgegensteht.",
		Many: "Die Personen dürfen ab sofort in den Standort oder, falls sie ihre Einladung noch nicht angenommen haben, danach: soweit ihre Berechtigungsstufe es erlaubt und kein anderer Grund entgegensteht.",
	},
	DeclineNote: Plural{
		One:  "Die Person bleibt in der Liste, bekommt aber keinen Zugang.",
		Many: "Die Personen bleiben in der Liste, bekommen aber keinen Zugang.",
	},
	Locked:   func(n int) string { return plural(n, "1 Person wurde gesperrt.", "%d Personen wurden gesperrt.") },
	Unlocked: func(n int) string { return plural(n, "1 Person wurde entsperrt.", "%d Personen wurden entsperrt.") },
	Removed: func(n int) string {
		return plural(n, "1 Person wurde vom Standort entfernt.", "%d Personen wurden vom Standort entfernt.")
	},
	Approved: func(n int) string { return plural(n, "1 Person wurde freigegeben.", "%d Personen wurden freigegeben.") },
	Declined: func(n int) string { return plural(n, "1 Person wurde abgelehnt.", "%d Personen wurden abgelehnt.") },
	Pending:  "Hat die Einladung noch nicht angenommen",

	Assign:      "Zu diesem Standort einladen",
	Title:       "Dem Standort Techniker zuweisen",
	Lead:        "Wählen Sie unter denen, die schon Techniker oder Administratoren bei Ihnen sind. Wer neu ist, wird erst eingeladen:",
	InviteNew:   "Techniker einladen",
	Source:      "Auswählen aus",
	Admins:      "Admins des Distributors",
	Technicians: "Techniker des Distributors",
	Search:      "Personen suchen",
	Choose:      "Wer zugewiesen werden kann",
	NobodyFound: "Niemand gefunden.",
	NobodyLeft:  "Alle aus dieser Liste sind dem Standort bereits zugewiesen.",
	More: func(n int) string {
		return plural(n, "Nur der erste Treffer wird angezeigt. Grenzen Sie die Suche ein.", "Nur die ersten %d werden angezeigt. Grenzen Sie die Suche ein.")
	},
	Chosen:       func(n int) string { return plural(n, "1 Person ausgewählt", "%d Personen ausgewählt") },
	LevelForAll:  "Berechtigungsstufe",
	LevelOf:      func(who string) string { return "Berechtigungsstufe von " + who },
	AsForAll:     "Wie für alle",
	WindowLegend: "Zeitfenster (optional)",
	Starts:       "Beginn",
	Ends:         "Ende",
	ZoneHint: func(zone string) string {
		return "Ortszeit des Standorts, " + zone + ". Leere Felder bedeuten: keine Begrenzung."
	},
	TimeError:    "Geben Sie Tag und Uhrzeit ein.",
	ChooseFirst:  "Wählen Sie zuerst mindestens eine Person aus.",
	ConfirmTitle: "Diesem Standort zuweisen?",
	ConfirmLead: func(n int) string {
		return plural(n, "1 Person wird diesem Standort zugewiesen:", "%d Personen werden diesem Standort zugewiesen:")
	},
	ConfirmNote: Plural{
		One:  "Eine E-Mail sagt es der Person. Ab jetzt können nur die Administratoren des Standorts die Stufe ändern.",
		Many: "Alle werden per E-Mail benachrichtigt. Ab jetzt können nur die Administratoren des Standorts eine Stufe ändern.",
	},
	Waits:  "Wartet auf die Freigabe des Standorts",
	AtOnce: "Darf sofort hinein",
	NotYet: "Darf hinein, sobald die Einladung angenommen ist",
	Kept:   "vom Standort festgelegt",
	Assigned: func(n int) string {
		return plural(n, "1 Person wurde dem Standort zugewiesen.", "%d Personen wurden dem Standort zugewiesen.")
	},
	NotAssigned: func(n int) string {
		return plural(n, "1 Person wurde nicht zugewiesen.", "%d Personen wurden nicht zugewiesen.")
	},
}
