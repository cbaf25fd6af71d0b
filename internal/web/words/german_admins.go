package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanAdmins = Admins{
	List: List{
		Title:            "Admins",
		Caption:          func(partner string) string { return "Administratoren von " + partner },
		EmptyFirstTitle:  "Bisher sind Sie allein",
		EmptyFirstLead:   "Laden Sie ein, wer mit Ihnen arbeitet. Jede Person bekommt eine E-Mail mit einem Link und eine Rolle: Observer, Operator, Admin oder Master. Mindestens zwei Master sind gut, damit niemand ausgesperrt ist, wenn einer fehlt.",
		EmptyFilterTitle: "Kein passender Administrator",
		InviteTitle:      "Admins einladen",
		InviteNote:       "Eine Einladung gibt keinen Zugang zu Standorten von Kunden; dorthin wird einzeln eingeladen.",
	},
	Heading:        "Admins & Techniker",
	Invite:         "Einladen",
	Revoke:         "Einladung widerrufen",
	Resend:         "Erneut senden",
	Export:         "CSV-Export",
	Selected:       func(n int) string { return fmt.Sprintf("%d gewählt", n) },
	SelectPage:     "Alle Zeilen dieser Seite auswählen",
	Select:         func(who string) string { return who + " auswählen" },
	ColumnName:     "Name",
	ColumnEmail:    "E-Mail",
	ColumnLevel:    "Stufe",
	ColumnStatus:   "Einladungsstatus",
	ColumnLock:     "Kontosperre",
	ColumnSignIn:   "Letzte Anmeldung",
	You:            "Sie",
	InvitedBy:      func(name, when string) string { return fmt.Sprintf("Eingeladen von %s %s", name, when) },
	InvitedAgain:   func(name, when string) string { return fmt.Sprintf("Erneut eingeladen von %s %s", name, when) },
	SetUp:          func(when string) string { return "Hat das Portal " + when + " eingerichtet" },
	Void:           "Ungültig: Wer sie gesendet hat, darf nicht mehr einladen. Senden Sie sie erneut.",
	ByInstallation: "der Installation",
	ByFormer:       "einem früheren Administrator",
	Expires:        func(when string) string { return "läuft " + when + " ab" },
	Locked:         "Gesperrt",
	Unlocked:       "Nicht gesperrt",
	LockedBy: func(name, when, reason string) string {
		s := "Gesperrt " + when
		if name != "" {
			s += " von " + name
		}
		if reason != "" {
			s += ": " + reason
		}
		return s
	},
	NeverSignedIn: "Nie",
	Search:        "Suche",
	SearchHint:    "Name oder E-Mail",
	AnyStatus:     "Jeder Status",
	AnyLevel:      "Jede Stufe",
	FilterStatus:  "Einladungsstatus",
	FilterLevel:   "Stufe",
	Sort:          "Reihenfolge",
	Sorts: map[gatehouse.AdminSort]string{
		gatehouse.SortNewest:     "Neueste zuerst",
		gatehouse.SortOldest:     "Älteste zuerst",
		gatehouse.SortName:       "Name, A bis Z",
		gatehouse.SortNameDesc:   "Name, Z bis A",
		gatehouse.SortEmail:      "E-Mail, A bis Z",
		gatehouse.SortEmailDesc:  "E-Mail, Z bis A",
		gatehouse.SortRole:       "Stufe, niedrigste zuerst",
		gatehouse.SortRoleDesc:   "Stufe, höchste zuerst",
		gatehouse.SortSignIn:     "Letzte Anmeldung, älteste zuerst",
		gatehouse.SortSignInDesc: "Letzte Anmeldung, neueste zuerst",
	},
	Clear:          "Filter löschen",
	Previous:       "Zurück",
	Next:           "Weiter",
	Newer:          "Neuere",
	Older:          "Ältere",
	Pager:          "Seiten",
	EmptyFilterTip: "Versuchen Sie einen anderen Namen oder eine andere Adresse, oder entfernen Sie einen Filter.",
	NoneChosen:     "Wählen Sie zuerst mindestens eine Zeile aus.",
	JustChanged:    "Gerade geändert",
}

var germanInvite = Invite{
	Type:      "Admin-Typ",
	Email:     "E-Mail-Adresse",
	EmailHint: "Sie können mehrere auf einmal einfügen, getrennt durch Kommas, Semikolons oder Zeilenumbrüche.",
	Add:       "Hinzufügen",
	List:      "Wer eingeladen wird",
	Empty:     "Noch niemand hinzugefügt. Geben Sie eine Adresse ein und wählen Sie Hinzufügen.",
	Added:     func(n int) string { return plural(n, "1 Person hinzugefügt", "%d Personen hinzugefügt") },
	Remove:    func(email string) string { return email + " entfernen" },
	OK:        "OK",
	ConfirmTitle: Plural{
		One:  "Einladung senden?",
		Many: "Einladungen senden?",
	},
	ConfirmLead: func(n int) string {
		return plural(n, "1 Person bekommt eine Einladung per E-Mail:", "%d Personen bekommen eine Einladung per E-Mail:")
	},
	Malformed: func(n int) string {
		return plural(n, "Diese Adresse ist nicht gültig. Sie sieht aus wie name@example.com.", "%d Adressen sind nicht gültig. Sie sehen aus wie name@example.com.")
	},
	Duplicate: "Diese Adresse steht schon in der Liste.",
	None:      "Fügen Sie zuerst mindestens eine Person hinzu.",
	TooMany: func(limit int) string {
		return fmt.Sprintf("Es lassen sich höchstens %d Personen auf einmal einladen.", limit)
	},
	Invited: func(n int) string { return plural(n, "1 Einladung ist unterwegs.", "%d Einladungen sind unterwegs.") },
	NotInvited: func(n int) string {
		return plural(n, "1 Person wurde nicht eingeladen.", "%d Personen wurden nicht eingeladen.")
	},
	LeftOut:        func(n int) string { return plural(n, "1 Person bekommt keine:", "%d Personen bekommen keine:") },
	Nobody:         "Von diesen Personen lässt sich niemand einladen.",
	AlsoAdmin:      "Steht schon in der Liste der Administratoren und dann in beiden.",
	AlsoTechnician: "Steht schon in der Liste der Techniker und dann in beiden.",
}

var germanBulk = Bulk{
	RevokeAsk: func(n int) string { return plural(n, "1 Einladung widerrufen?", "%d Einladungen widerrufen?") },
	ResendAsk: func(n int) string { return plural(n, "1 Einladung erneut senden?", "%d Einladungen erneut senden?") },
	RevokeNote: Plural{
		One:  "Der Link gilt sofort nicht mehr. Sie können die Einladung später erneut senden.",
		Many: "Die Links gelten sofort nicht mehr. Sie können die Einladungen später erneut senden.",
	},
	ResendNote: Plural{
		One:  "Die Person bekommt eine E-Mail mit einem neuen Link und der vollen Frist. Ältere Links gelten nicht mehr.",
		Many: "Jede Person bekommt eine E-Mail mit einem neuen Link und der vollen Frist. Ältere Links gelten nicht mehr.",
	},
	NoneEligible: "Das geht mit keiner der gewählten Zeilen.",
	Revoked: func(n int) string {
		return plural(n, "1 Einladung wurde widerrufen.", "%d Einladungen wurden widerrufen.")
	},
	Resent: func(n int) string {
		return plural(n, "1 Einladung wurde erneut gesendet.", "%d Einladungen wurden erneut gesendet.")
	},
	Unchanged: func(n int) string { return plural(n, "1 Zeile war schon so.", "%d Zeilen waren schon so.") },
	Refused:   func(n int) string { return plural(n, "1 Zeile wurde abgelehnt:", "%d Zeilen wurden abgelehnt:") },
	More:      func(n int) string { return plural(n, "und 1 weitere", "und %d weitere") },
	LeftOut: func(n int) string {
		return plural(n, "1 der gewählten Zeilen bleibt, wie sie ist:", "%d der gewählten Zeilen bleiben, wie sie sind:")
	},
	MoreActions: "Mehr",
	Partly:      "Es wurde nicht alles ausgeführt.",
	Nothing:     "Es wurde nichts geändert.",
	Chosen:      "Gewählte Zeilen",
}

var germanAudit = Audit{
	Title:            "Protokoll",
	Heading:          "Protokoll",
	Caption:          func(partner string) string { return "Protokoll von " + partner + ", das Neueste zuerst" },
	From:             "Von (UTC)",
	Until:            "Bis (UTC)",
	Actor:            "Wer",
	Action:           "Aktion",
	Target:           "Ziel",
	Outcome:          "Ergebnis",
	AnyActor:         "Alle",
	AnyAction:        "Jede Aktion",
	AnyOutcome:       "Jedes Ergebnis",
	AnyTarget:        "Alle",
	ColumnTime:       "Zeit",
	ColumnActor:      "Wer",
	ColumnAction:     "Aktion",
	ColumnTarget:     "Ziel",
	ColumnOutcome:    "Ergebnis",
	Details:          "Einzelheiten",
	DetailsOf:        func(action, when string) string { return fmt.Sprintf("Einzelheiten zu %s, %s", action, when) },
	Reason:           "Grund",
	RequestID:        "Nummer der Anfrage",
	Address:          "Netzadresse",
	Agent:            "Browser oder Programm",
	Via:              "Weg",
	Sequence:         "Nummer im Protokoll",
	ActorID:          "Kennung (wer)",
	TargetID:         "Kennung (Ziel)",
	OnlyActor:        "Nur diese Person",
	OnlyTarget:       "Nur dieses Ziel",
	Site:             "Standort",
	OnlySite:         "Nur dieser Standort",
	DeletedSite:      "Ein gelöschter Standort",
	Count:            func(n int, last string) string { return fmt.Sprintf("%d Versuche, zuletzt %s", n, last) },
	Stranger:         "Nicht angemeldet",
	Installation:     "Installation",
	Erased:           "Gelöscht",
	Newer:            "Neuere",
	Older:            "Ältere",
	Pager:            "Seiten",
	ExportCSV:        "CSV-Export",
	ExportNDJSON:     "NDJSON-Export",
	EmptyTitle:       "Noch ist nichts geschehen",
	EmptyLead:        "Hier stehen alle Änderungen, abgelehnten Versuche und Anmeldungen dieses Partners.",
	EmptyFilterTitle: "Kein passendes Ereignis",
	EmptyFilterTip:   "Wählen Sie einen längeren Zeitraum, oder entfernen Sie einen Filter.",
	Clear:            "Filter löschen",
	FieldName:        "Feld",
	FieldBefore:      "Vorher",
	FieldAfter:       "Nachher",
	DaysError:        "„Von“ liegt nach „Bis“.",
	AccountLocked:    "Das Konto ist gesperrt.",
	ForbiddenAtSite:  "Die Rolle oder die Berechtigungsstufe erlaubte es nicht.",
	Refusals: map[gatehouse.Code]string{
		gatehouse.CodeForbidden:      "Die Rolle erlaubte es nicht.",
		gatehouse.CodeRoleAboveYours: "Es betrifft eine Rolle über der eigenen.",
		gatehouse.CodeSelfNotAllowed: "Mit sich selbst darf das niemand tun.",
		gatehouse.CodeNotSignedIn:    "Niemand war angemeldet.",
	},
}
