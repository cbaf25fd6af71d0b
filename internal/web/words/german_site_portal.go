package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanLive = Live{
	Gone:        "Sie haben hier keinen Zugang mehr.",
	GoneLead:    "Er wurde geschlossen, während diese Seite offen war. Von ihr lässt sich nichts mehr senden.",
	Changed:     "Was Sie hier dürfen, hat sich geändert.",
	ChangedLead: "Laden Sie die Seite neu, um fortzufahren.",
	Reload:      "Neu laden",
}

var germanSitePortal = SitePortal{
	Dashboard:      "Übersicht",
	Devices:        "Geräteverwaltung",
	Users:          "Benutzerverwaltung",
	Audit:          "Protokolle",
	Settings:       "Einstellungen",
	Site:           "Standort",
	Entry:          "Wer jetzt hineindarf",
	AccessOffShort: "Der Technikerzugang ist aus.",
	AccessOff:      "Der Technikerzugang ist aus: Kein Techniker kommt in diesen Standort. Die Zuweisungen bleiben bestehen, bis er wieder eingeschaltet wird.",
	ToSettings:     "Einstellungen des Standorts",
	ViewOnly:       "Sie dürfen das ansehen, aber nicht ändern.",
	Forbidden:      "Was Sie an diesem Standort dürfen, hängt von Ihrer Rolle oder Ihrer Berechtigungsstufe ab. Fragen Sie einen Admin oder Master des Standorts, wenn Sie mehr Rechte brauchen.",
	Welcome:        func(site string) string { return "Willkommen bei " + site + "." },

	DeviceCount:     "Geräte",
	UserCount:       "Benutzer",
	OfThemWaiting:   "Davon warten auf Freigabe",
	WaitingCount:    "Warten auf Freigabe",
	DevicesByStatus: "Geräte nach Status",
	NoDevices:       "Noch ist kein Gerät eingetragen.",
	NobodyApproves:  "Dieser Standort hat keinen Admin oder Master, der Techniker freigeben kann. Wer wartet, wartet weiter, bis es einen gibt.",
	Closed:          "Ausgesperrt",
	EntryMore:       "Alle ansehen, mit Gründen",
	Recent:          "Letzte Ereignisse",
	NoEvents:        "Noch ist nichts geschehen.",
	AllEvents:       "Alle Ereignisse",
	Newest:          "Neueste Benutzer",
	NoUsers:         "Noch ist kein Benutzer eingetragen.",
	Masked:          "Namen sind bei Ihrer Berechtigungsstufe oder Rolle verborgen.",

	Register: Register{
		AddDevice:        "Gerät hinzufügen",
		EditDevice:       "Gerät bearbeiten",
		AddUser:          "Benutzer hinzufügen",
		EditUser:         "Benutzer bearbeiten",
		Serial:           "Seriennummer",
		Model:            "Modell",
		Place:            "Ort",
		Status:           "Status",
		Email:            "E-Mail",
		Phone:            "Telefon",
		Card:             "Karte",
		Statuses:         map[gatehouse.DeviceStatus]string{gatehouse.DeviceOnline: "Online", gatehouse.DeviceOffline: "Offline", gatehouse.DeviceDisabled: "Außer Betrieb"},
		DevicesOf:        func(site string) string { return "Geräte von " + site },
		UsersOf:          func(site string) string { return "Benutzer von " + site },
		NoDevices:        "Noch keine Geräte",
		NoDevicesLead:    "Tragen Sie hier Leser, Steuerungen und Schlösser ein. Jedes Gerät kostet den Partner monatlich Guthaben.",
		NoUsers:          "Noch keine Benutzer",
		NoUsersLead:      "Tragen Sie die Personen ein, die durch die Türen dieses Standorts gehen.",
		NoMatch:          "Nichts gefunden",
		NoMatchTip:       "Versuchen Sie es mit einem anderen Namen.",
		DeleteDevice:     "Dieses Gerät löschen?",
		DeleteUser:       "Diesen Benutzer löschen?",
		DeleteDeviceNote: "Es wird endgültig aus dem Verzeichnis entfernt. Was es getan hat, bleibt im Protokoll.",
		DeleteUserNote:   "Name, Adresse, Telefon und Karte werden endgültig entfernt und lassen sich nicht wiederherstellen.",
		Optional:         func(label string) string { return label + " (optional)" },
		Saved:            "Gespeichert.",
		Deleted:          "Gelöscht.",
	},
	People: SitePeople{
		List: List{
			Title:            "Admins",
			Caption:          func(site string) string { return "Administratoren von " + site },
			EmptyFirstTitle:  "Sie sind bisher allein",
			EmptyFirstLead:   "Laden Sie die Personen ein, die diesen Standort mit Ihnen betreuen. Behalten Sie mindestens zwei Master, damit niemand ausgesperrt ist, wenn einer fehlt.",
			EmptyFilterTitle: "Kein Administrator gefunden",
			InviteTitle:      "Admins einladen",
			InviteNote:       "Wer die Einladung annimmt, kommt sofort in diesen Standort.",
		},
		Notes: SiteNotes{
			Lock:        "Mit einem gesperrten Konto kommt niemand in diesen Standort, und was hier offen ist, endet sofort. Die Daten bleiben erhalten, damit es später entsperrt werden kann.",
			Unlock:      "Der Standort ist wieder zugänglich.",
			EndSessions: "Alle Sitzungen an diesem Standort enden sofort, in jedem Browser. Eine neue Anmeldung bleibt möglich; um sie zu verhindern, sperren Sie das Konto.",
			Delete: Plural{
				One:  "Die Person kommt nicht mehr in diesen Standort. Ihre Einladung, Sperre und Sitzungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
				Many: "Gelöschte Administratoren kommen nicht mehr in diesen Standort. Ihre Einladungen, Sperren und Sitzungen hier werden endgültig entfernt und lassen sich nicht wiederherstellen.",
			},
			Role: "Die neue Stufe gilt ab der nächsten Aktion dieser Person.",
		},
		Sorts: map[gatehouse.AdminSort]string{
			gatehouse.SortSignIn:     "Zuletzt hier, älteste zuerst",
			gatehouse.SortSignInDesc: "Zuletzt hier, neueste zuerst",
		},
	},
	Technical: SiteTechnicians{
		None: func(partner string) string {
			return partner + " weist diesem Standort seine Techniker zu. Wer zugewiesen ist, steht dann hier."
		},
		RowGone:      "Die Person, zu der der Link führte, ist diesem Standort nicht mehr zugewiesen.",
		NotAccepted:  "Hat die Einladung des Partners noch nicht angenommen",
		Approve:      "Freigeben",
		Decline:      "Ablehnen",
		Lock:         "Sperren",
		Unlock:       "Entsperren",
		Window:       "Zeitfenster",
		Remove:       "Entfernen",
		Everybody:    "Alle",
		WaitingOnly:  "Warten auf Freigabe",
		ColumnAccess: "Zugang",
		ColumnLock:   "Sperre",
		LastEntry:    "Zuletzt hier",
		Waiting:      "Wartet auf Freigabe",
		PartnerLock:  "Vom Partner",
		LockOf:       func(state, who string) string { return fmt.Sprintf("%s, Sperre von %s", state, who) },
		Unlimited:    "Immer",
		From:         "ab",
		Until:        "bis",
		ApproveAsk:   func(n int) string { return plural(n, "1 Techniker freigeben?", "%d Techniker freigeben?") },
		DeclineAsk:   func(n int) string { return plural(n, "1 Techniker ablehnen?", "%d Techniker ablehnen?") },
		LockAsk:      func(n int) string { return plural(n, "1 Techniker sperren?", "%d Techniker sperren?") },
		UnlockAsk:    func(n int) string { return plural(n, "1 Techniker entsperren?", "%d Techniker entsperren?") },
		RemoveAsk:    func(n int) string { return plural(n, "1 Techniker entfernen?", "%d Techniker entfernen?") },
		WindowAsk: func(n int) string {
			return plural(n, "Wann darf 1 Techniker hinein?", "Wann dürfen %d Techniker hinein?")
		},
		LevelAsk:  func(level string) string { return "Die Berechtigungsstufe auf " + level + " ändern?" },
		LevelLead: func(who string) string { return "Wählen Sie die neue Berechtigungsstufe von " + who + "." },
		LevelLeadMany: func(n int) string {
			return fmt.Sprintf("Wählen Sie die neue Berechtigungsstufe von %d Technikern.", n)
		},
		ApproveNote: Plural{
			One:  "Die Person kommt sofort in diesen Standort oder, falls sie ihre Einladung noch nicht angenommen hat, danach: soweit ihre Stufe es erlaubt und sofern weder eine Sperre des Partners noch ihre Zeit dem entgegensteht. Eine E-Mail sagt es ihr.",
			Many: "Die Techniker kommen sofort in diesen Standort oder, falls sie ihre Einladung noch nicht angenommen haben, danach: soweit ihre Stufe es erlaubt und sofern weder eine Sperre des Partners noch ihre Zeit dem entgegensteht. Eine E-Mail sagt es ihnen.",
		},
		DeclineNote: Plural{
			One:  "Die Person bleibt in der Liste und gesperrt. Sie können sie später entsperren.",
			Many: "Die Techniker bleiben in der Liste und gesperrt. Sie können sie später entsperren.",
		},
		LockNote: Plural{
			One:  "Die Person kommt nicht mehr in diesen Standort, und was hier offen ist, endet sofort. Nur Administratoren dieses Standorts können sie entsperren, der Partner nicht.",
			Many: "Die Techniker kommen nicht mehr in diesen Standort, und was hier offen ist, endet sofort. Nur Administratoren dieses Standorts können sie entsperren, der Partner nicht.",
		},
		UnlockNote: "Die Sperre des Standorts wird aufgehoben. Eine Sperre des Partners bleibt bestehen.",
		RemoveNote: Plural{
			One:  "Die Person verliert diesen Standort sofort. Weist der Partner sie erneut zu, wartet sie auf Ihre Freigabe.",
			Many: "Die Techniker verlieren diesen Standort sofort. Weist der Partner sie erneut zu, warten sie auf Ihre Freigabe.",
		},
		LevelNote: Plural{
			One:  "Die neue Berechtigungsstufe gilt ab dem nächsten Klick dieser Person.",
			Many: "Die neue Berechtigungsstufe gilt ab dem nächsten Klick der Techniker.",
		},
		WindowNote: Plural{
			One:  "Außerhalb dieser Zeiten darf die Person nicht hinein. Der Partner kann das Fenster nur enger machen. Lassen Sie ein Feld leer, wenn es keine Grenze gibt.",
			Many: "Außerhalb dieser Zeiten dürfen die Techniker nicht hinein. Der Partner kann das Fenster nur enger machen. Lassen Sie ein Feld leer, wenn es keine Grenze gibt.",
		},
		StartsAt:   "Ab",
		EndsAt:     "Bis",
		WindowHint: func(zone string) string { return "In der Zeit des Standorts: " + zone + "." },
		BadTime:    "Geben Sie Tag und Uhrzeit ein.",
		Approved: func(n int) string {
			return plural(n, "1 Techniker wurde freigegeben.", "%d Techniker wurden freigegeben.")
		},
		Declined: func(n int) string { return plural(n, "1 Techniker wurde abgelehnt.", "%d Techniker wurden abgelehnt.") },
		Locked:   func(n int) string { return plural(n, "1 Techniker wurde gesperrt.", "%d Techniker wurden gesperrt.") },
		Unlocked: func(n int) string { return plural(n, "1 Techniker wurde entsperrt.", "%d Techniker wurden entsperrt.") },
		Removed:  func(n int) string { return plural(n, "1 Techniker wurde entfernt.", "%d Techniker wurden entfernt.") },
		LevelChanged: func(n int) string {
			return plural(n, "1 Berechtigungsstufe wurde geändert.", "%d Berechtigungsstufen wurden geändert.")
		},
		WindowChanged: func(n int) string {
			return plural(n, "1 Zeitfenster wurde geändert.", "%d Zeitfenster wurden geändert.")
		},
		LockAll:         "Alle sperren",
		LockAllNote:     "Kein Techniker darf mehr hinein, und was hier offen ist, endet sofort. Administratoren des Standorts sind nicht betroffen. Damit auch später zugewiesene draußen bleiben, schalten Sie den Technikerzugang aus.",
		LockAllAsk:      func(n int) string { return plural(n, "1 Techniker sperren?", "Alle %d Techniker sperren?") },
		MayEnterHeading: func(n int) string { return plural(n, "1 Person darf jetzt hinein", "%d Personen dürfen jetzt hinein") },
		ClosedHeading:   func(n int) string { return plural(n, "1 Techniker ist ausgesperrt", "%d Techniker sind ausgesperrt") },
		NobodyEnters:    "In diesem Moment darf niemand in diesen Standort.",
		AsAdmin:         "Administrator",
		AsTechnician:    "Techniker",
	},

	Profile:          "Profil",
	Security:         "Sicherheit",
	SiteName:         "Name",
	Country:          "Land",
	TimeZone:         "Zeitzone",
	CountryHint:      func(partner string) string { return "Das Land kann nur " + partner + " ändern." },
	TimeZoneHint:     "In ihr stehen die Zeitfenster der Techniker.",
	TechnicianAccess: "Technikerzugang",
	On:               "Ein",
	Off:              "Aus",
	OnNote:           "Freigegebene Techniker des Partners dürfen hinein, soweit ihre Stufe es erlaubt.",
	OffNote:          "Kein Techniker darf hinein. Die Zuweisungen bleiben bestehen.",
	Approval:         "Freigabe von Technikern",
	Approvals:        map[gatehouse.Approval]string{gatehouse.ApprovalNeeded: "Erforderlich", gatehouse.ApprovalAutomatic: "Automatisch"},
	NeededNote:       "Wen der Partner zuweist, der wartet, bis ein Admin oder Master dieses Standorts ihn freigibt.",
	AutomaticNote:    "Wen der Partner zuweist, der darf sofort hinein, außer dieser Standort hat ihn früher gesperrt, abgelehnt oder entfernt.",
	SaveTitle:        "Einstellungen speichern",
	SaveAsk:          "Diese Einstellungen speichern?",
	TurnsOn:          "Freigegebene und nicht gesperrte Techniker dürfen sofort wieder hinein.",
	BecomesNeeded:    "Neue Zuweisungen warten auf Freigabe. Wer jetzt hineindarf, darf es weiterhin.",
	BecomesAutomatic: "Neue Zuweisungen gelten sofort. Wer jetzt wartet, wartet weiter.",
	TurnsOff: func(n int) string {
		return plural(n, "1 zugewiesener Techniker darf nicht mehr hinein, und was er hier offen hat, endet sofort.",
			"%d zugewiesene Techniker dürfen nicht mehr hinein, und was sie hier offen haben, endet sofort.")
	},
	RoleNotes: map[gatehouse.SiteRole]string{
		gatehouse.SiteObserver:  "Darf die Übersicht und die Protokolle ansehen.",
		gatehouse.SiteOperator:  "Darf außerdem Benutzer verwalten.",
		gatehouse.SiteAdminRole: "Darf außerdem Geräte, Techniker und Administratoren unterhalb des Masters verwalten.",
		gatehouse.SiteMaster:    "Darf alles, auch andere Master verwalten und die Einstellungen des Standorts ändern.",
	},
	SearchPlaces: "Partner oder Standort suchen",
	NoPlace:      "Kein Ort hat das in seinem Namen.",
	PlaceOne:     "Partnerportal",
}
