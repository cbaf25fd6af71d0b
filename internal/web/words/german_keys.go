package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanKeys = Keys{
	Title: "API-Schlüssel",
	Lead: func(place string) string {
		return "Mit einem Schlüssel arbeitet ein Programm bei " + place + ", soweit sein Umfang reicht. Ein Schlüssel darf nie mehr als sein Ersteller: Verliert dieser die Rolle, ruht er."
	},
	Caption:    func(place string) string { return "API-Schlüssel von " + place },
	Create:     "API-Schlüssel erstellen",
	EmptyTitle: "Noch keine API-Schlüssel",
	EmptyLead:  "Erstellen Sie einen für jedes Programm, das die API nutzt oder Entscheidungen abfragt: So lässt sich jeder für sich widerrufen.",
	Name:       "Name",
	Scope:      "Umfang",
	CreatedBy:  "Erstellt von",
	Expires:    "Läuft ab",
	LastUsed:   "Zuletzt genutzt",
	State:      "Zustand",
	NeverUsed:  "Nie",
	EndsIn:     func(hint string) string { return "endet auf " + hint },
	OlderUntil: "Das ältere Token gilt bis",
	Scopes: map[gatehouse.KeyScope]string{
		gatehouse.KeyDecisions: "Nur Entscheidungen", gatehouse.KeyObserver: "Observer", gatehouse.KeyOperator: "Operator",
		gatehouse.KeyAdmin: "Admin", gatehouse.KeyMaster: "Master",
	},
	DecisionsNote: "Fragt ab, wer was darf, für die Systeme, die Türen öffnen. Sieht und ändert sonst nichts.",
	States: map[gatehouse.KeyState]string{
		gatehouse.KeyActive: "Aktiv", gatehouse.KeyExpired: "Abgelaufen", gatehouse.KeySuspended: "Ausgesetzt",
	},
	SuspendedNote: func(who string) string { return who + " ist gesperrt oder hat die Rolle dafür nicht mehr." },
	Rename:        "Umbenennen",
	RenameOf:      func(name string) string { return "Umbenennen: " + name },
	Renamed:       "Der Schlüssel hat seinen neuen Namen.",
	Rotate:        "Erneuern",
	RotateOf:      func(name string) string { return "Erneuern: " + name },
	Revoke:        "Widerrufen",
	RevokeOf:      func(name string) string { return "Widerrufen: " + name },
	NameHint:      "Wozu der Schlüssel dient, etwa das Programm, das ihn nutzt.",
	Lifetime:      "Läuft ab nach",
	LifetimeHint:  "Erneuern Sie den Schlüssel vorher, um ihn zu verlängern.",
	Days:          func(n int) string { return plural(n, "1 Tag", "%d Tagen") },
	ShownTitle:    "Kopieren Sie das Token jetzt",
	ShownLead:     "Es wird nur dieses eine Mal gezeigt. Bewahren Sie es auf wie ein Passwort.",
	Token:         "Token",
	TokenHint:     "Programme senden es als Authorization: Bearer.",
	Copy:          "Kopieren",
	Copied:        "Kopiert",
	Done:          "Fertig",
	AlreadyShown:  "Das Token wurde schon gezeigt",
	AlreadyShownLead: "Diese Seite wurde zweimal gesendet, und ein Token wird nur einmal gezeigt. " +
		"Haben Sie es nicht kopiert, erneuern Sie den Schlüssel.",
	RotateAsk:    func(name string) string { return fmt.Sprintf("Ein neues Token für %s erstellen?", name) },
	RotateNote:   "Das neue Token wird einmal gezeigt. Sie stehen von da an für den Schlüssel ein, als hätten Sie ihn erstellt.",
	Overlap:      "Das ältere Token",
	OverlapHint:  "Zeit, um die Programme umzustellen. Wählen Sie „Endet sofort“, wenn das Token in falsche Hände geraten ist.",
	AtOnce:       "Endet sofort",
	OverlapHours: func(n int) string { return plural(n, "Gilt noch 1 Stunde", "Gilt noch %d Stunden") },
	OverlapDays:  func(n int) string { return plural(n, "Gilt noch 1 Tag", "Gilt noch %d Tage") },

	Ended:      "Das ältere Token gilt schon nicht mehr.",
	NewEnd:     "Der Schlüssel läuft ab",
	KeepEnd:    "Wie bisher",
	InDays:     func(n int) string { return plural(n, "In 1 Tag", "In %d Tagen") },
	RevokeAsk:  func(name string) string { return fmt.Sprintf("%s widerrufen?", name) },
	RevokeNote: "Programme, die ihn nutzen, sind sofort ausgesperrt. Das lässt sich nicht rückgängig machen.",
	Revoked:    "Der Schlüssel ist widerrufen.",
	History:    "Was mit diesem Schlüssel geschah",
}
