package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanTechnicians = Technicians{
	List: List{
		Title:            "Techniker",
		Caption:          func(partner string) string { return "Techniker von " + partner },
		EmptyFirstTitle:  "Noch keine Techniker",
		EmptyFirstLead:   "Laden Sie ein, wer an den Standorten Ihrer Kunden arbeitet. Jede Person bekommt eine E-Mail mit einem Link und ein eigenes Konto. Standorte sieht sie erst, wenn Sie sie ihr zuweisen.",
		EmptyFilterTitle: "Kein Techniker passt dazu",
		InviteTitle:      "Techniker einladen",
		InviteNote:       "Eine Einladung gibt keinen Zugang zu Standorten; Techniker werden jedem Standort einzeln zugewiesen.",
	},
	Sorts: map[gatehouse.TechnicianSort]string{
		gatehouse.TechniciansNewest:       "Neueste Einladung zuerst",
		gatehouse.TechniciansOldest:       "Älteste Einladung zuerst",
		gatehouse.TechniciansByName:       "Name, A bis Z",
		gatehouse.TechniciansByNameDesc:   "Name, Z bis A",
		gatehouse.TechniciansByEmail:      "E-Mail, A bis Z",
		gatehouse.TechniciansByEmailDesc:  "E-Mail, Z bis A",
		gatehouse.TechniciansBySites:      "Zugewiesene Standorte, wenigste zuerst",
		gatehouse.TechniciansBySitesDesc:  "Zugewiesene Standorte, meiste zuerst",
		gatehouse.TechniciansBySignIn:     "Letzte Anmeldung, älteste zuerst",
		gatehouse.TechniciansBySignInDesc: "Letzte Anmeldung, neueste zuerst",
	},
	ColumnSites: "Standorte",
	EditSites: func(n int, who string) string {
		return fmt.Sprintf("%d, Standorte von %s bearbeiten", n, who)
	},
	FilterLock:    "Kontosperre",
	AnyLock:       "Gesperrt oder nicht",
	Administrator: "Administrator",

	RevokeNote:      "Die Links gelten sofort nicht mehr, und die Personen werden aus den Standorten entfernt, denen sie zugewiesen sind. Sie können die Einladungen später erneut senden; Standorte müssen dann neu zugewiesen werden.",
	LockNote:        "Mit einem gesperrten Konto kann sich niemand an diesem Partnerportal oder an den zugewiesenen Standorten anmelden, und was dort offen ist, endet sofort. Die Daten des Kontos bleiben erhalten; es lässt sich später entsperren.",
	UnlockNote:      "Danach ist die Anmeldung an diesem Partnerportal und an den zugewiesenen Standorten wieder möglich. Sperren einzelner Standorte bleiben, wie sie sind.",
	EndSessionsNote: "Alles, was in diesem Partnerportal und an den zugewiesenen Standorten offen ist, endet sofort, in jedem Browser. Eine neue Anmeldung bleibt möglich; wenn Sie das verhindern möchten, sperren Sie das Konto.",
	DeleteNote:      "Gelöschte Techniker können sich an diesem Partnerportal und an seinen Standorten nicht mehr anmelden. Ihre Daten, Einladungen, Sperren und Zuweisungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
	DeleteAsk:       func(n int) string { return plural(n, "1 Techniker löschen?", "%d Techniker löschen?") },
	Deleted: func(n int) string {
		return plural(n, "1 Techniker wurde gelöscht.", "%d Techniker wurden gelöscht.")
	},
	Uncovered: func(n int) string {
		return plural(n, "1 Standort bleibt ohne Techniker zurück.", "%d Standorte bleiben ohne Techniker zurück.")
	},
}
