package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanManage = Manage{
	Lock:        "Konto sperren",
	Unlock:      "Konto entsperren",
	EndSessions: "Sitzungen beenden",
	Delete:      "Löschen",
	LockOf:      func(state, who string) string { return fmt.Sprintf("%s, Kontosperre von %s", state, who) },
	LevelOf:     func(level, who string) string { return fmt.Sprintf("%s, Stufe von %s ändern", level, who) },

	LockAsk:        func(n int) string { return plural(n, "1 Konto sperren?", "%d Konten sperren?") },
	UnlockAsk:      func(n int) string { return plural(n, "1 Konto entsperren?", "%d Konten entsperren?") },
	EndSessionsAsk: func(n int) string { return plural(n, "1 Person abmelden?", "%d Personen abmelden?") },
	DeleteAsk:      func(n int) string { return plural(n, "1 Administrator löschen?", "%d Administratoren löschen?") },
	LockNote:       "Mit einem gesperrten Konto kann sich niemand an diesem Partnerportal anmelden, und offene Sitzungen dort enden sofort. Die Daten des Kontos bleiben erhalten; es lässt sich später entsperren.",
	UnlockNote:     "Danach ist die Anmeldung an diesem Partnerportal wieder möglich.",
	EndSessionsNote: "Alle Sitzungen bei diesem Partner enden sofort, in jedem Browser. Eine neue Anmeldung bleibt möglich; " +
		"wenn Sie das verhindern möchten, sperren Sie das Konto.",
	DeleteNote: Plural{
		One:  "Die Person kann sich an diesem Partnerportal nicht mehr anmelden. Ihre Daten, Einladung, Sperre und Sitzungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
		Many: "Gelöschte Administratoren können sich an diesem Partnerportal nicht mehr anmelden. Ihre Daten, Einladungen, Sperren und Sitzungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
	},
	Locked:        func(n int) string { return plural(n, "1 Konto wurde gesperrt.", "%d Konten wurden gesperrt.") },
	Unlocked:      func(n int) string { return plural(n, "1 Konto wurde entsperrt.", "%d Konten wurden entsperrt.") },
	SessionsEnded: func(n int) string { return plural(n, "1 Person wurde abgemeldet.", "%d Personen wurden abgemeldet.") },
	Deleted: func(n int) string {
		return plural(n, "1 Administrator wurde gelöscht.", "%d Administratoren wurden gelöscht.")
	},
	RoleTitle:   "Stufe ändern",
	RoleChoose:  func(who string) string { return "Wählen Sie die neue Stufe von " + who + "." },
	RoleAsk:     func(level string) string { return "Die Stufe zu " + level + " ändern?" },
	RoleNote:    "Die neue Stufe gilt ab der nächsten Aktion dieser Person; sie bekommt eine E-Mail darüber.",
	RoleNow:     "Jetzt",
	RoleChanged: func(n int) string { return plural(n, "1 Stufe wurde geändert.", "%d Stufen wurden geändert.") },
	Reason:      "Grund (optional)",
	ReasonHint:  "Administratoren sehen ihn in der Liste, und die E-Mail an die gesperrte Person nennt ihn.",
	Void: func(n int) string {
		return plural(n, "1 ausstehende Einladung wird ungültig, weil ihr Absender sie nicht mehr senden dürfte.",
			"%d ausstehende Einladungen werden ungültig, weil ihr Absender sie nicht mehr senden dürfte.")
	},
	Already: "Das ist schon so.",
	AlreadyBy: map[gatehouse.Action]string{
		gatehouse.ActionAdminLock:            "Bereits gesperrt",
		gatehouse.ActionTechnicianLock:       "Bereits gesperrt",
		gatehouse.ActionSiteAdminLock:        "Bereits gesperrt",
		gatehouse.ActionAssignmentLock:       "Bereits gesperrt",
		gatehouse.ActionAssignmentSiteLock:   "Bereits gesperrt",
		gatehouse.ActionAdminUnlock:          "Bereits entsperrt",
		gatehouse.ActionTechnicianUnlock:     "Bereits entsperrt",
		gatehouse.ActionSiteAdminUnlock:      "Bereits entsperrt",
		gatehouse.ActionAssignmentUnlock:     "Bereits entsperrt",
		gatehouse.ActionAssignmentSiteUnlock: "Bereits entsperrt",
		gatehouse.ActionAdminRole:            "Bereits auf dieser Stufe",
		gatehouse.ActionSiteAdminRole:        "Bereits auf dieser Stufe",
		gatehouse.ActionAssignmentLevel:      "Bereits auf dieser Stufe",
		gatehouse.ActionAssignmentApprove:    "Wartet nicht auf Freigabe",
		gatehouse.ActionAssignmentDecline:    "Wartet nicht auf Freigabe",
	},
	Capped: "Sortiert unter den neuesten 1.000 Treffern",
}
