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
		EmptyFilterTitle: "Kein passender Techniker",
		InviteTitle:      "Techniker einladen",
		InviteNote:       "Eine Einladung gibt keinen Zugang zu Standorten; Techniker werden jedem Standort einzeln zugewiesen.",
	},
	Sorts: map[gatehouse.TechnicianSort]string{
		gatehouse.TechniciansNewest:       "Neueste zuerst",
		gatehouse.TechniciansOldest:       "Älteste zuerst",
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

	RevokeNote: Plural{
		One:  "Der Link gilt sofort nicht mehr, und die Person wird aus allen Standorten entfernt, denen sie zugewiesen ist. Sie können die Einladung später erneut senden; Standorte müssen dann neu zugewiesen werden.",
		Many: "Die Links gelten sofort nicht mehr, und die Personen werden aus allen Standorten entfernt, denen sie zugewiesen sind. Sie können die Einladungen später erneut senden; Standorte müssen dann neu zugewiesen werden.",
	},
	LockNote:        "Mit einem gesperrten Konto kann sich niemand an diesem Partnerportal oder an den zugewiesenen Standorten anmelden, und offene Sitzungen dort enden sofort. Die Daten des Kontos bleiben erhalten; es lässt sich später entsperren.",
	UnlockNote:      "Danach ist die Anmeldung an diesem Partnerportal und an den zugewiesenen Standorten wieder möglich. Sperren einzelner Standorte bleiben, wie sie sind.",
	EndSessionsNote: "Alle Sitzungen in diesem Partnerportal und an den zugewiesenen Standorten enden sofort, in jedem Browser. Eine neue Anmeldung bleibt möglich; wenn Sie das verhindern möchten, sperren Sie das Konto.",
	DeleteNote: Plural{
		One:  "Die Person kann sich an diesem Partnerportal und an seinen Standorten nicht mehr anmelden. Ihre Daten, Einladung, Sperren und Zuweisungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
		Many: "Gelöschte Techniker können sich an diesem Partnerportal und an seinen Standorten nicht mehr anmelden. Ihre Daten, Einladungen, Sperren und Zuweisungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
	},
	DeleteAsk: func(n int) string { return plural(n, "1 Techniker löschen?", "%d Techniker löschen?") },
	Deleted: func(n int) string {
		return plural(n, "1 Techniker wurde gelöscht.", "%d Techniker wurden gelöscht.")
	},
	Edit: "Techniker bearbeiten",
	View: "Techniker",
	Save: "Speichern",
	Saved: func(n int) string {
		return plural(n, "Der Zugang zu 1 Standort wurde geändert.", "Der Zugang zu %d Standorten wurde geändert.")
	},
	Site: "Standort",
	SavedLocked: func(who, site string) string {
		return fmt.Sprintf("%s ist am Standort %s jetzt durch Sie gesperrt.", who, site)
	},
	SavedUnlocked: func(who, site string) string {
		return fmt.Sprintf("Ihre Sperre von %s am Standort %s ist aufgehoben.", who, site)
	},
	LockHint:      "Die Kontosperre ist hier Ihre eigene Sperre dieser Person am einzelnen Standort. Sie ändert sich mit dem Speichern.",
	LevelHint:     "Die Berechtigungsstufe kann nur ein Administrator des Standorts ändern, im Portal des Standorts.",
	ReasonHint:    "Für das, was Sie jetzt sperren. Wer die Sperre auf einer der beiden Seiten sehen darf, liest ihn dort, und die E-Mail an die Person nennt ihn.",
	Unsaved:       "Erst mit dem Speichern",
	Level:         "Berechtigungs\u00adstufe",
	Access:        "Zugang jetzt",
	SitesOf:       func(who string) string { return "Standorte von " + who },
	NoSites:       "Keinem Standort zugewiesen.",
	AccountLocked: "Das Konto ist gesperrt. Bis es in der Liste entsperrt wird, besteht zu keinem Standort dieses Partners Zugang.",
	AccountLockedBy: func(name string) string {
		return "Gesperrt" + byName(" von ", name)
	},
	LockWaiting:    "Wartet",
	LockOfSite:     "Vom Standort gesperrt",
	NotYetAccepted: "Die Einladung ist noch nicht angenommen. Bis dahin besteht zu keinem Standort Zugang.",
	LockAt:         func(site string) string { return "Kontosperre am Standort " + site },
	ByPartner: func(name, when, reason string) string {
		return because("Vom Partner gesperrt "+when+byName(" von ", name), reason)
	},
	BySite: func(name, when, reason string) string {
		return because("Vom Standort gesperrt "+when+byName(" von ", name), reason) + " Nur ein Administrator des Standorts kann das aufheben."
	},
	Waiting:      "Die Freigabe des Standorts steht aus. Nur ein Administrator des Standorts kann sie erteilen.",
	WaitingHere:  "Die Freigabe steht aus. Der Standort hat noch keinen eigenen Administrator, deshalb können Sie sie erteilen.",
	Why:          "Warum?",
	WhyAt:        func(site string) string { return "Warum? Zugang zu " + site },
	WindowFrom:   func(when string) string { return "ab " + when },
	WindowUntil:  func(when string) string { return "bis " + when },
	Window:       func(from, until string) string { return fmt.Sprintf("%s bis %s", from, until) },
	Stale:        "Jemand anderes hat die Standorte dieser Person inzwischen geändert. Es wurde nichts gespeichert.",
	StaleNote:    "So steht es jetzt. Was sich geändert hat, ist markiert; wählen Sie neu und speichern Sie.",
	StaleGone:    func(site string) string { return "Nicht mehr zugewiesen: " + site + "." },
	StaleNew:     "Neu",
	StaleChanged: "Geändert",
	StaleAsked:   func(state string) string { return "Sie hatten gewählt: " + state },
	Remove:       "Vom Standort entfernen",
	RemoveFrom:   func(site string) string { return "Vom Standort entfernen: " + site },
	RemoveAsk:    func(who, site string) string { return fmt.Sprintf("%s von %s entfernen?", who, site) },
	RemoveNote:   "Die Person hat keinen Zugang mehr zum Standort, und offene Sitzungen dort enden sofort. Andere Standorte bleiben, wie sie sind. Wird sie später wieder zugewiesen, gelten die Entscheidungen des Standorts über sie weiter.",
	Removed:      func(n int) string { return plural(n, "Von 1 Standort entfernt.", "Von %d Standorten entfernt.") },
	Approve:      "Freigeben",
	Lift:         "Für den Standort entsperren",
	LiftAsk: func(who, site string) string {
		return fmt.Sprintf("Die Sperre von %s am Standort %s aufheben?", who, site)
	},
	LockedHere: func(name, when, reason string) string {
		return because("Für den Standort gesperrt "+when+byName(" von ", name), reason) + " Der Standort hat noch keinen eigenen Administrator, deshalb können Sie das aufheben."
	},
	ApproveAsk:  func(who, site string) string { return fmt.Sprintf("Den Zugang von %s zu %s freigeben?", who, site) },
	ApproveNote: "Der Standort hat noch keinen eigenen Administrator. Im Protokoll steht das als Entscheidung des Partners.",
	Approved: func(n int) string {
		return plural(n, "Der Zugang zu 1 Standort wurde geöffnet.", "Der Zugang zu %d Standorten wurde geöffnet.")
	},
	Uncovered: func(n int) string {
		return plural(n, "1 Standort hat dann keinen Techniker mehr mit Zugang.",
			"%d Standorte haben dann keinen Techniker mehr mit Zugang.")
	},
}

var germanAssign = Assign{
	Open:         "Standorten zuweisen",
	Title:        "Standorten zuweisen",
	Back:         "Techniker",
	Sites:        "Standorte",
	Search:       "Nach Namen suchen",
	Chosen:       func(n int) string { return plural(n, "1 Standort ausgewählt", "%d Standorte ausgewählt") },
	Found:        "Gefunden",
	NothingFound: "Kein passender Standort.",
	More:         "Es gibt weitere. Grenzen Sie die Auswahl mit der Suche ein.",
	AddAll:       "Alle Treffer auswählen",
	AccessOff:    "Technikerzugang ausgeschaltet",
	Approval:     "braucht die Freigabe des Standorts",
	NoSite:       "Wählen Sie mindestens einen Standort.",
	TooMany: func(limit int) string {
		return fmt.Sprintf("Höchstens %d Zuweisungen auf einmal sind möglich.", limit)
	},
	People:      func(n int) string { return plural(n, "1 Person", "%d Personen") },
	LevelForAll: "Berechtigungsstufe für alle",
	AsForAll:    "Wie für alle",
	LevelOf:     func(who string) string { return "Berechtigungsstufe von " + who },
	Window:      "Zeitfenster (optional)",
	WindowHint:  "Ohne Beginn gilt der Zugang sofort, ohne Ende bleibt er bestehen. 24 Stunden vor dem Ende kommt eine E-Mail.",
	Starts:      "Beginn",
	Ends:        "Ende",
	ZoneCount:   func(n int) string { return fmt.Sprintf("%d Zeitzonen", n) },
	Within:      func(window string) string { return "Zeitfenster: " + window },
	WithinEach:  "Zeitfenster: nach der Uhr jedes Standorts, wie in seinen Zeilen",
	NoWindow:    "Zeitfenster: keines, der Zugang bleibt, bis er entzogen wird",
	Zones: func(list string) string {
		if list == "" {
			return "Ortszeit des jeweiligen Standorts"
		}
		return "Zeitzonen der Standorte: " + list
	},
	TimeError:    "Geben Sie Tag und Uhrzeit ein.",
	Preview:      "Vorschau",
	PreviewTitle: "Standorten zuweisen: Vorschau",
	DoneTitle:    "Standorten zuweisen: Ergebnis",
	Person:       "Person",
	Result:       "Ergebnis",
	WouldAssign: func(n int) string {
		return plural(n, "1 Zuweisung wird angelegt.", "%d Zuweisungen werden angelegt.")
	},
	WouldWait: func(n int) string {
		return plural(n, "1 davon wartet auf die Freigabe des Standorts.", "%d davon warten auf die Freigabe der Standorte.")
	},
	WouldRefuse: func(n int) string { return plural(n, "1 ist nicht möglich.", "%d sind nicht möglich.") },
	Assigned:    func(n int) string { return plural(n, "1 Zuweisung wurde angelegt.", "%d Zuweisungen wurden angelegt.") },
	Refused:     func(n int) string { return plural(n, "1 wurde abgelehnt.", "%d wurden abgelehnt.") },
	Waits:       "Wartet auf die Freigabe des Standorts",
	AtOnce:      "Gilt sofort",
	NotYet:      "Zugewiesen, darf noch nicht hinein",
	From:        func(when string) string { return "Gilt ab " + when },
	Kept:        "früher vom Standort festgelegt",
}

var germanExplain = Explain{
	Title:    "Zugang erklärt",
	Heading:  "Zugang erklärt",
	MayEnter: func(who, site string) string { return fmt.Sprintf("%s hat jetzt Zugang zu %s.", who, site) },
	MayNotEnter: func(who, site, why string) string {
		return fmt.Sprintf("%s hat jetzt keinen Zugang zu %s: %s.", who, site, why)
	},
	May: func(who, action, site string) string {
		return fmt.Sprintf("%s ist das am Standort %s jetzt erlaubt: %s.", who, site, action)
	},
	MayNot: func(who, action, site, why string) string {
		return fmt.Sprintf("%s ist das am Standort %s jetzt nicht erlaubt: %s. Grund: %s.", who, site, action, why)
	},
	AsRole:  func(role string) string { return "Als " + role + " des Standorts." },
	AsLevel: func(level string) string { return "Mit der Berechtigungsstufe „" + level + "“." },
	AsOf:    "Stand:",
	Action:  "Aktion",
	Pass:    "Erfüllt:",
	Fail:    "Nicht erfüllt:",
	Since:   "Seit",
	By:      func(name string) string { return "durch " + name },
	Who:     func(changer string) string { return "Zuständig: " + changer + "." },
	Narrow:  func(changer string) string { return "Einschränken dürfen: " + changer + "." },
	Change:  func(where string) string { return "Hier ändern: " + where },
}

var germanTechnicianHome = TechnicianHome{
	Title:   "Ihr Portal",
	Heading: func(name string) string { return "Hallo, " + name },
	Lead: func(partner string) string {
		return fmt.Sprintf("Sie arbeiten als Techniker für %s. Hier finden Sie die Standorte, denen Sie zugewiesen sind, und Ihr eigenes Konto.", partner)
	},
	Sites:   "Ihre Standorte",
	NoSites: "Zurzeit sind Sie keinem Standort zugewiesen. Sie bekommen eine E-Mail, wenn sich das ändert.",
}

var germanClosed = Closed{
	Since:      func(reason, when string) string { return reason + ", seit " + when },
	Starts:     func(when string) string { return "Ihr Zugang beginnt am " + when },
	Ended:      func(when string) string { return "Ihr Zugang endete am " + when },
	Level:      func(level string) string { return "Ihre Berechtigungsstufe dort ist " + level },
	Again:      "Sie haben wieder Zugang. Melden Sie sich dafür ab und erneut an.",
	AskSite:    "Fragen Sie einen Admin oder Master des Standorts.",
	AskMaster:  "Fragen Sie einen Master des Standorts.",
	AskPartner: func(partner string) string { return "Fragen Sie einen Administrator von " + partner + "." },
}
