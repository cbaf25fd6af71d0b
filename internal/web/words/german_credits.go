package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var germanCredits = Credits{
	Title:       "Guthaben",
	Heading:     "Guthaben",
	Balance:     "Ihr Guthaben",
	AtSites:     "An den Standorten",
	MonthlyCost: "Kosten im Monat",
	NextCharge:  "Nächste Abbuchung",
	OutOfCredit: "Standorte ohne Guthaben",
	BalanceNote: "Frei zum Zuteilen",
	AtSitesNote: "Zugeteilt und nicht verbraucht",
	CostNote: func(devices, rate string) string {
		return fmt.Sprintf("%s Geräte, je %s im Monat", devices, rate)
	},
	ChargeNote:      func(when string) string { return "Um Mitternacht UTC, " + when },
	OutOfCreditNone: "Jeder Standort kann zahlen",
	OutOfCreditSome: "Diese Standorte zeigen",
	EmptyBalance:    "Sie haben noch kein Guthaben. Wer diese Installation betreibt, lädt es mit dem Befehl unten auf; danach teilen Sie es Ihren Standorten zu.",
	Plot:            "Guthaben und Verbrauch",
	PlotPartner:     "Ihr Guthaben",
	PlotSites:       "An den Standorten",
	PlotConsumed:    "Verbraucht",
	PlotSite:        "Guthaben des Standorts",
	PlotAlt: func(from, until, high, last string) string {
		return fmt.Sprintf("Guthaben von %s bis %s: höchstens %s, am Ende %s. Die Tabelle darunter nennt alle Zahlen.", from, until, high, last)
	},
	PlotPoint: func(when, partner, sites, consumed string) string {
		return fmt.Sprintf("%s: Ihr Guthaben %s, an den Standorten %s, verbraucht %s", when, partner, sites, consumed)
	},
	PlotPointSite: func(when, balance, consumed string) string {
		return fmt.Sprintf("%s: Guthaben %s, verbraucht %s", when, balance, consumed)
	},
	PlotTable: "Zahlen als Tabelle zeigen",
	PlotDay:   "Tag",
	PlotMonth: "Monat",
	PlotEmpty: "In dieser Zeit gab es kein Guthaben.",

	History:  "Verlauf",
	Caption:  func(name string) string { return "Guthabenverlauf von " + name + ", Neuestes zuerst" },
	Site:     "Standort",
	AnySite:  "Jeder Standort",
	Kind:     "Art",
	AnyKind:  "Jede Art",
	FindSite: "Standort suchen",
	NoSite:   "Kein Standort passt",
	Kinds: map[gatehouse.TransferKind]string{
		gatehouse.TopUp:      "Aufladung",
		gatehouse.Allocation: "Zuteilung",
		gatehouse.GiveBack:   "Rückgabe",
		gatehouse.Charge:     "Monatliche Abbuchung",
	},
	Totals: map[gatehouse.TransferKind]string{
		gatehouse.TopUp:      "Aufgeladen",
		gatehouse.Allocation: "Zugeteilt",
		gatehouse.GiveBack:   "Zurückgegeben",
		gatehouse.Charge:     "Abgebucht",
	},
	TotalsHeading:  "Summen über das Gezeigte",
	Time:           "Zeit",
	Amount:         "Betrag",
	By:             "Durch",
	PartnerAfter:   "Guthaben danach",
	SiteAfter:      "Standort danach",
	ByInstallation: "Installation",
	BySystem:       "Automatisch",
	ByFormer:       "Ein früherer Administrator",
	ForMonth:       func(month, devices string) string { return fmt.Sprintf("%s, %s Geräte", month, devices) },
	OnlySite:       func(site string) string { return "Nur " + site },
	EmptyTitle:     "Noch hat sich nichts bewegt",
	EmptyLead:      "Jede Aufladung, Zuteilung, Rückgabe und monatliche Abbuchung wird hier stehen.",
	Pager:          "Seiten",
}
