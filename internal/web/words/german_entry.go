package words

import "fmt"

var germanSignIn = SignIn{
	Title:     "Anmelden",
	Heading:   "Anmelden",
	Lead:      "Das Partnerportal für Standorte mit Zutrittskontrolle.",
	Button:    "Anmelden",
	Ended:     "Ihre Sitzung ist zu Ende. Melden Sie sich neu an; es wurde nichts geändert.",
	SignedOut: "Sie sind abgemeldet.",
	NotSetUp:  "Gatehouse ist noch nicht eingerichtet. Der Link dafür steht in der Ausgabe, die Gatehouse beim Start schreibt.",
}

var germanSetup = Setup{
	Title:         "Gatehouse einrichten",
	Heading:       "Gatehouse einrichten",
	Lead:          "Hier entstehen der erste Partner und Ihr Konto als dessen Master. Das geht genau einmal.",
	PartnerLegend: "Partner",
	AccountLegend: "Ihr Konto",
	Partner:       "Name des Partners",
	PartnerHint:   "Die Firma, deren Standorte hier verwaltet werden.",
	YourName:      "Ihr Name",
	YourEmail:     "Ihre E-Mail-Adresse",
	EmailHint:     "Damit melden Sie sich an. Sie lässt sich später nicht ändern.",
	Button:        "Partner anlegen und anmelden",
	DeadTitle:     "Dieser Link zur Einrichtung gilt nicht mehr",
	DeadLead:      "Links zur Einrichtung gelten 24 Stunden, und ein neuer ersetzt alle älteren.",
	DeadHelp:      "Starten Sie Gatehouse neu: Solange niemand die Einrichtung abgeschlossen hat, erscheint ein neuer Link.",
	Done:          "Alles ist eingerichtet. Sie sind als Master angemeldet.",
}

var germanInvitation = Invitation{
	Title:   "Einladung",
	Heading: func(partner string) string { return "Einladung zu " + partner },
	Invited: func(inviter, partner string) string {
		if inviter == "" {
			return fmt.Sprintf("Sie sind in das Partnerportal von %s eingeladen.", partner)
		}
		return fmt.Sprintf("%s lädt Sie in das Partnerportal von %s ein.", inviter, partner)
	},
	InvitedToSite: func(inviter, partner, site string) string {
		if inviter == "" {
			return fmt.Sprintf("Sie sind in das Portal des Standorts %s eingeladen, den %s betreut.", site, partner)
		}
		return fmt.Sprintf("%s lädt Sie in das Portal des Standorts %s ein, den %s betreut.", inviter, site, partner)
	},
	Role:      "Rolle",
	Address:   "Für",
	Deadline:  "Annehmen bis",
	SiteNote:  "Diese Einladung gibt keinen Zugang zu Standorten von Kunden; die werden einzeln zugewiesen.",
	NewLegend: "Ihr neues Konto",
	YourName:  "Ihr Name",
	Accept:    "Einladung annehmen",
	SignInLead: func(email string) string {
		return fmt.Sprintf("Für %s gibt es schon ein Konto. Melden Sie sich damit an, um anzunehmen.", email)
	},
	SignInAnd:  "Anmelden und annehmen",
	Ready:      func(name string) string { return fmt.Sprintf("Sie sind als %s angemeldet.", name) },
	TermsAgree: "Ich stimme den",
	TermsLink:  "Nutzungsbedingungen",
	TermsEnd:   " zu.",
	OtherTitle: "Diese Einladung ist für jemand anderen",
	OtherLead: func(signedIn, invited string) string {
		return fmt.Sprintf("Sie sind als %s angemeldet, aber diese Einladung ist für %s.", signedIn, invited)
	},
	OtherHelp: "Melden Sie sich ab, um als die eingeladene Person fortzufahren. Bis dahin bleibt die Einladung, wie sie ist.",
	SignOut:   "Abmelden und fortfahren",
	Switched:  "In diesem Browser wurde inzwischen eine andere Einladung geöffnet. Hier steht, was sie sagt; bitte prüfen Sie es noch einmal.",
	Welcome: func(partner string) string {
		return fmt.Sprintf("Willkommen bei %s. Sie haben die Einladung angenommen.", partner)
	},
	DeadTitle: "Dieser Link gilt nicht mehr",
	DeadLead:  "Links in Einladungen gelten einmal und für begrenzte Zeit. Eine neuere E-Mail ersetzt die älteren.",
	DeadHelp:  "Suchen Sie nach einer neueren E-Mail, oder bitten Sie um eine neue Einladung, wer Sie eingeladen hat. Wenn Sie schon angenommen haben, melden Sie sich einfach an.",
}

var germanPlaces = Places{
	Title:      "Wo möchten Sie arbeiten?",
	Heading:    "Wo möchten Sie arbeiten?",
	Lead:       "Sie können an mehr als einem Ort arbeiten. Im Kontomenü können Sie jederzeit wechseln.",
	EmptyTitle: "Es gibt kein Portal für Sie",
	EmptyLead:  "Ihr Konto gehört zurzeit zu keinem Partner, oder sein Zugang ist gesperrt. Fragen Sie einen Administrator des Partners.",
	Here:       "Sie sind hier",
}

var germanMailbox = Mailbox{
	Title:      "Lokaler Briefkasten",
	Heading:    "Lokaler Briefkasten",
	Lead:       "Es ist kein Mailserver eingestellt. Nachrichten bleiben hier und sind nur an diesem Rechner zu sehen.",
	Caption:    "Nachrichten, die neuesten zuerst",
	EmptyTitle: "Noch keine Nachrichten",
	EmptyLead:  "Laden Sie jemanden ein: Die Einladung erscheint dann hier.",
	From:       "Von",
	To:         "An",
	Sent:       "Gesendet",
	Subject:    "Betreff",
	Links:      "Links in dieser Nachricht",
	HTMLPart:   "Formatiert",
	TextPart:   "Nur Text",
	FrameTitle: func(subject string) string { return "Nachricht: " + subject },
	Back:       "Alle Nachrichten",
	ToPortal:   "Zurück zum Portal",
}
