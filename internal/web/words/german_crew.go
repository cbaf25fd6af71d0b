package words

var germanSiteCrew = SiteCrew{
	Caption:          func(site string) string { return "Techniker von " + site },
	EmptyTitle:       "Diesem Standort ist niemand zugewiesen",
	EmptyLead:        "Laden Sie Ihre Techniker oder Administratoren an den Standort ein. Sonst sieht ihn niemand aus Ihrem Haus, gleich mit welcher Rolle.",
	EmptyFilterTitle: "Niemand passt dazu",
	EmptyFilterTip:   "Versuchen Sie einen anderen Namen oder eine andere Adresse, oder nehmen Sie einen Filter weg.",
	AccessOff:        "Der Technikerzugang ist aus: Bis er wieder eingeschaltet wird, kommt kein Techniker an diesen Standort. Zuweisungen bleiben erhalten.",
	NobodyApproves:   "Dieser Standort hat keinen Admin oder Master mehr, der Techniker freigeben kann. Wer wartet, wartet weiter, bis es einen gibt: Laden Sie einen Administrator des Standorts ein.",
	PartnerApproves:  "Es warten Leute auf Freigabe. Der Standort hat noch keinen eigenen Administrator, also geben Sie für ihn frei.",
	SiteApproves:     "Admins und Master des Standorts geben frei.",
	FilterWaiting:    "Freigabe",
	Everybody:        "Alle",
	WaitingOnly:      "Wartet auf Freigabe",
	Person:           "Name",
	Level:            "Berechtigungs\u00adstufe",
	Access:           "Zugang jetzt",
	PartnerLock:      "Ihre Sperre",
	Window:           "Zeitfenster",
	MayEnter:         "Hat Zugang",
	MayNotEnter:      "Kein Zugang",
	WaitingBadge:     "Wartet auf Freigabe",
	Always:           "Immer",
	From:             func(when string) string { return "Ab " + when },
	Until:            func(when string) string { return "Bis " + when },
	Why:              "Warum?",
	WhyOf:            func(who string) string { return "Warum? Zugang von " + who },
	LockOf:           func(state, who string) string { return state + ", Ihre Sperre von " + who + " an diesem Standort" },
	WaitingSince:     func(when string) string { return "Wartet seit " + when + "." },
	LockedBySite: func(name, when, reason string) string {
		s := "Vom Standort " + when + " gesperrt"
		if name != "" {
			s += ", von " + name
		}
		if reason != "" {
			s += ": " + reason
		}
		return s + "."
	},
	WhoLifts: "Admins und Master des Standorts können das aufheben.",
	Lock:     "Sperren",
	Unlock:   "Entsperren",
	Remove:   "Entfernen",
	Approve:  "Freigeben",
	Decline:  "Ablehnen",
	LockAsk: func(n int) string {
		return plural(n, "1 Person von diesem Standort aussperren?", "%d Personen von diesem Standort aussperren?")
	},
	UnlockAsk: func(n int) string {
		return plural(n, "1 Person wieder an diesen Standort lassen?", "%d Personen wieder an diesen Standort lassen?")
	},
	RemoveAsk: func(n int) string {
		return plural(n, "1 Person von diesem Standort entfernen?", "%d Personen von diesem Standort entfernen?")
	},
	ApproveAsk: func(n int) string {
		return plural(n, "1 Person für diesen Standort freigeben?", "%d Personen für diesen Standort freigeben?")
	},
	DeclineAsk:  func(n int) string { return plural(n, "1 Person ablehnen?", "%d Personen ablehnen?") },
	LockNote:    "Sie kommen nicht mehr an diesen Standort, und was dort offen ist, endet sofort. Andere Standorte bleiben, wie sie sind.",
	UnlockNote:  "Ihre Sperre wird aufgehoben. Eine Sperre des Standorts selbst bleibt.",
	RemoveNote:  "Sie verlieren nur diesen Standort. Wer zurücksoll, wird neu eingeladen; Sperre und Stufe, die der Standort gesetzt hat, bleiben für diesen Fall erhalten.",
	ApproveNote: "Sie kommen ab jetzt an den Standort, so weit ihre Stufe reicht und nichts anderes entgegensteht.",
	DeclineNote: "Sie bleiben aufgeführt und ausgesperrt.",
	Locked:      func(n int) string { return plural(n, "1 Person wurde ausgesperrt.", "%d Personen wurden ausgesperrt.") },
	Unlocked:    func(n int) string { return plural(n, "1 Person wurde entsperrt.", "%d Personen wurden entsperrt.") },
	Removed: func(n int) string {
		return plural(n, "1 Person wurde vom Standort entfernt.", "%d Personen wurden vom Standort entfernt.")
	},
	Approved: func(n int) string { return plural(n, "1 Person wurde freigegeben.", "%d Personen wurden freigegeben.") },
	Declined: func(n int) string { return plural(n, "1 Person wurde abgelehnt.", "%d Personen wurden abgelehnt.") },
	Pending:  "Hat die Einladung noch nicht angenommen",

	Invite:       "Einladen",
	Title:        "Techniker an den Standort einladen",
	Source:       "Auswählen aus",
	Admins:       "Admins des Distributors",
	Technicians:  "Techniker des Distributors",
	Search:       "Personen suchen",
	SearchButton: "Suchen",
	Choose:       "Wer eingeladen werden kann",
	NobodyFound:  "Niemand passt dazu.",
	NobodyLeft:   "Es ist niemand übrig: Alle aus dieser Liste haben den Standort schon.",
	More: func(n int) string {
		return plural(n, "Nur der erste Treffer ist zu sehen. Suchen Sie nach anderen.", "Nur die ersten %d sind zu sehen. Suchen Sie nach anderen.")
	},
	Chosen:       func(n int) string { return plural(n, "1 Person ausgewählt", "%d Personen ausgewählt") },
	LevelForAll:  "Berechtigungsstufe",
	LevelOf:      func(who string) string { return "Berechtigungsstufe von " + who },
	AsForAll:     "Wie für alle",
	WindowLegend: "Zeitfenster (freiwillig)",
	Starts:       "Beginn",
	Ends:         "Ende",
	ZoneHint: func(zone string) string {
		return "Nach der Uhr des Standorts, " + zone + ". Leere Felder begrenzen nicht."
	},
	TimeError:    "Geben Sie Tag und Uhrzeit ein.",
	ChooseFirst:  "Wählen Sie zuerst mindestens eine Person aus.",
	Next:         "OK",
	ConfirmTitle: "An diesen Standort einladen?",
	ConfirmLead: func(n int) string {
		return plural(n, "1 Person bekommt Zugang zu diesem Standort:", "%d Personen bekommen Zugang zu diesem Standort:")
	},
	ConfirmNote: "Jede bekommt eine E-Mail darüber. Ab jetzt können nur die Administratoren des Standorts eine Stufe ändern.",
	Waits:       "Wartet auf die Freigabe des Standorts",
	AtOnce:      "Hat sofort Zugang",
	NotYet:      "Hat Zugang, sobald die Einladung angenommen ist",
	Kept:        "vom Standort gesetzt",
	Assigned: func(n int) string {
		return plural(n, "1 Person wurde an den Standort eingeladen.", "%d Personen wurden an den Standort eingeladen.")
	},
	NotAssigned: func(n int) string {
		return plural(n, "1 Person wurde nicht eingeladen.", "%d Personen wurden nicht eingeladen.")
	},
}
