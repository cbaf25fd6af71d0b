package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanSites = Sites{
	Title:            "Standorte",
	Heading:          "Standorte",
	Create:           "Standort anlegen",
	Caption:          "Standorte",
	EmptyTitle:       "Noch keine Standorte",
	EmptyLead:        "Ein Standort ist die Anlage eines Kunden. Legen Sie für jede einen an, teilen Sie ihm Guthaben zu und laden Sie seine Administratoren und Ihre Techniker ein.",
	EmptyFilterTitle: "Kein passender Standort",
	EmptyFilterTip:   "Versuchen Sie einen anderen Namen, oder entfernen Sie einen Filter.",
	SearchHint:       "Name des Standorts",
	FilterCountry:    "Land",
	AnyCountry:       "Jedes Land",
	FilterState:      "Zustand",
	AnyState:         "Jeder Zustand",
	StateWaiting:     "Techniker warten",
	StateOutOfCredit: "Guthaben aufgebraucht",
	Sorts: map[gatehouse.SiteSort]string{
		gatehouse.SitesByName:        "Name, A bis Z",
		gatehouse.SitesByNameDesc:    "Name, Z bis A",
		gatehouse.SitesByCountry:     "Land, A bis Z",
		gatehouse.SitesByCountryDesc: "Land, Z bis A",
		gatehouse.SitesNewest:        "Neueste zuerst",
		gatehouse.SitesOldest:        "Älteste zuerst",
		gatehouse.SitesByCredits:     "Guthaben, kleinstes zuerst",
		gatehouse.SitesByCreditsDesc: "Guthaben, größtes zuerst",
	},
	Name:        "Name",
	Country:     "Land",
	Credits:     "Guthaben",
	MonthlyCost: "Kosten im Monat",
	Users:       "Benutzer",
	Devices:     "Geräte",
	Technicians: "Techniker",
	Waiting:     "Wartend",
	Created:     "Angelegt",
	OutOfCredit: "Guthaben aufgebraucht",
	CreatedBy: func(name, when string) string {
		if name == "" {
			return "Angelegt " + when
		}
		return fmt.Sprintf("Angelegt von %s %s", name, when)
	},
	TimeZone:          "Zeitzone",
	UsualZone:         "Übliche Zeitzone des Landes",
	ZoneHint:          "Ortszeit des Standorts. Nach ihr gelten die Zeitfenster der Techniker.",
	Notes:             "Interne Notizen (optional)",
	NotesHint:         "Nur Ihre eigenen Administratoren sehen sie, nicht der Standort.",
	ChooseCountry:     "Land wählen",
	Switches:          "Techniker an diesem Standort",
	Access:            "Technikerzugang",
	AccessNote:        "Zugewiesene Techniker haben Zugang zum Standort.",
	Approval:          "Freigabe von Technikern nötig",
	ApprovalNote:      "Wer zugewiesen wird, wartet, bis der Standort zustimmt.",
	ApprovalRequired:  "Nötig",
	ApprovalAutomatic: "Automatisch",
	On:                "Ein",
	Off:               "Aus",
	SwitchesNote:      "Beides gehört dem Standort: Sobald sein erster Administrator angenommen hat, kann nur noch der Standort es ändern.",
	SwitchesOwned:     "Nur ein Master des Standorts kann das ändern.",
	SwitchesFree:      "Sie entscheiden das, bis der erste Administrator des Standorts angenommen hat, danach der Standort.",
	First:             "E-Mail des ersten Administrators (optional)",
	FirstHint:         "Bekommt eine Einladung als Master des Standorts. Sie können auch später jemanden einladen.",
	CreateButton:      "Standort anlegen",
	CreatedNotice:     "Der Standort wurde angelegt.",
	SavedNotice:       "Der Standort wurde gespeichert.",
	DeletedNotice:     "Der Standort wurde gelöscht.",

	Tabs:           "Standort bearbeiten",
	Details:        "Angaben",
	Admins:         "Administratoren",
	TechniciansTab: "Techniker",
	CreditsTab:     "Guthaben",
	Profile:        "Profil",
	Save:           "Speichern",
	Stale:          "Jemand anderes hat diesen Standort inzwischen geändert. Ihre Änderungen sind noch nicht gespeichert: Prüfen Sie die markierten Felder und speichern Sie erneut.",
	StoredNow: func(value string) string {
		if value == "" {
			return "Jetzt gespeichert: nichts"
		}
		return "Jetzt gespeichert: " + value
	},
	Owner:      "Eigener Administrator",
	NoOwner:    "Noch nicht",
	OwnedSince: func(when string) string { return "Seit " + when },

	Delete:     "Standort löschen",
	DeleteLead: "Entfernt den Standort endgültig, mit allen Personen und Daten.",
	DeleteNote: "Das lässt sich nicht rückgängig machen. Das Protokoll behält, was geschah.",
	DeleteAsk:  func(name string) string { return name + " löschen?" },
	GoAdmins: func(n int) string {
		return plural(n, "1 Administrator verliert den Standort.", "%d Administratoren verlieren den Standort.")
	},
	GoTechnicians: func(n int) string {
		return plural(n, "1 Techniker verliert den Standort.", "%d Techniker verlieren den Standort.")
	},
	GoDevices: func(n int) string {
		return plural(n, "1 eingetragenes Gerät wird entfernt.", "%d eingetragene Geräte werden entfernt.")
	},
	GoUsers: func(n int) string {
		return plural(n, "1 eingetragener Benutzer wird entfernt.", "%d eingetragene Benutzer werden entfernt.")
	},
	GoCredits:    func(n string) string { return n + " Credits gehen zurück auf Ihr Guthaben." },
	ConfirmLabel: func(name string) string { return "Geben Sie zur Bestätigung den Namen ein: " + name },
	ConfirmHint:  "Der Standort hat noch Geräte.",
	ConfirmWrong: "So heißt der Standort nicht.",

	People:  germanSiteStaff,
	Crew:    germanSiteCrew,
	Account: germanSiteAccount,
}

var germanSiteStaff = SiteStaff{
	List: List{
		Title:            "Administratoren",
		Caption:          func(site string) string { return "Administratoren von " + site },
		EmptyFirstTitle:  "Dieser Standort hat noch keinen Administrator",
		EmptyFirstLead:   "Laden Sie ein, wer sich beim Kunden um den Standort kümmert. Der erste sollte Master sein. Sobald jemand angenommen hat, gibt der Standort Techniker selbst frei und entscheidet über den Technikerzugang.",
		EmptyFilterTitle: "Kein passender Administrator",
		InviteTitle:      "Administratoren des Standorts einladen",
		InviteNote:       "Wer die Einladung annimmt, hat sofort Zugang zu diesem Standort.",
	},
	Told: "Die anderen Administratoren des Standorts bekommen eine E-Mail über das, was Sie hier tun.",
	Notes: SiteNotes{
		Lock:        "Mit einem gesperrten Konto hat niemand Zugang zu diesem Standort, und offene Sitzungen dort enden sofort. Die Daten des Kontos bleiben erhalten; es lässt sich später entsperren.",
		Unlock:      "Danach ist der Zugang zu diesem Standort wieder möglich.",
		EndSessions: "Alle Sitzungen an diesem Standort enden sofort, in jedem Browser. Eine neue Anmeldung bleibt möglich; wenn Sie das verhindern möchten, sperren Sie das Konto.",
		Delete: Plural{
			One:  "Die Person hat keinen Zugang mehr zu diesem Standort. Ihre Einladung, Sperre und Sitzungen dort werden endgültig entfernt und lassen sich nicht wiederherstellen.",
			Many: "Gelöschte Administratoren haben keinen Zugang mehr zu diesem Standort. Ihre Einladungen, Sperren und Sitzungen dort werden endgültig entfernt und lassen sich nicht wiederherstellen.",
		},
		Role: "Die neue Stufe gilt ab der nächsten Aktion dieser Person.",
	},
}

var germanSiteAccount = SiteAccount{
	Balance:     "Guthaben des Standorts",
	MonthlyCost: "Kosten im Monat",
	Lasts: func(n int) string {
		return plural(n, "Reicht noch für 1 Monat", "Reicht noch für %d Monate")
	},
	OutOfCredit: func(when string) string {
		return "Das Guthaben des Standorts reichte am " + when + " nicht aus. Der Zugang ist davon nicht betroffen."
	},
	MoveLegend:   "Zuteilen oder zurückgeben",
	Amount:       "Credits",
	Allocate:     "Zuteilen",
	GiveBack:     "Zurückgeben",
	AllocateHint: func(n string) string { return "Sie können " + n + " zuteilen." },
	GiveBackHint: func(n string) string { return "Der Standort kann " + n + " zurückgeben." },
	Allocated:    "Die Credits wurden dem Standort zugeteilt.",
	GivenBack:    "Die Credits wurden zurückgegeben.",
	AmountError:  "Geben Sie eine ganze Zahl von 1 bis 1.000.000.000 ein.",
}
