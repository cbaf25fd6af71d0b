package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var englishCredits = Credits{
	Title:           "Credits",
	Heading:         "Credits",
	Balance:         "Balance",
	AtSites:         "At the sites",
	MonthlyCost:     "Monthly cost",
	NextCharge:      "Next charge",
	OutOfCredit:     "Sites out of credit",
	BalanceNote:     "Free to allocate",
	AtSitesNote:     "Allocated and not used up",
	CostNote:        func(devices, rate string) string { return fmt.Sprintf("%s devices, %s a month each", devices, rate) },
	ChargeNote:      func(when string) string { return "At midnight UTC, " + when },
	OutOfCreditNone: "Every site can pay",
	OutOfCreditSome: "Show these sites",
	EmptyBalance:    "You have no credits yet. Whoever runs this installation tops your balance up with the command below; then allocate credits to your sites.",
	Plot:            "Balance and consumption",
	PlotPartner:     "Your balance",
	PlotSites:       "At the sites",
	PlotConsumed:    "Consumed",
	PlotSite:        "Credits of the site",
	PlotAlt: func(from, until, high, last string) string {
		return fmt.Sprintf("Credits from %s to %s: at most %s, in the end %s. The table below has all numbers.", from, until, high, last)
	},
	PlotPoint: func(when, partner, sites, consumed string) string {
		return fmt.Sprintf("%s: balance %s, at the sites %s, consumed %s", when, partner, sites, consumed)
	},
	PlotPointSite: func(when, balance, consumed string) string {
		return fmt.Sprintf("%s: credits %s, consumed %s", when, balance, consumed)
	},
	PlotTable: "Show the numbers as a table",
	PlotDay:   "Day",
	PlotMonth: "Month",
	PlotEmpty: "There were no credits in this time.",

	History:  "History",
	Caption:  func(name string) string { return "Credit history of " + name + ", newest first" },
	Site:     "Site",
	AnySite:  "Any site",
	Kind:     "Kind",
	AnyKind:  "Any kind",
	FindSite: "Find a site",
	NoSite:   "No site matches",
	Kinds: map[gatehouse.TransferKind]string{
		gatehouse.TopUp:      "Top-up",
		gatehouse.Allocation: "Allocation",
		gatehouse.GiveBack:   "Give-back",
		gatehouse.Charge:     "Monthly charge",
	},
	Totals: map[gatehouse.TransferKind]string{
		gatehouse.TopUp:      "Topped up",
		gatehouse.Allocation: "Allocated",
		gatehouse.GiveBack:   "Given back",
		gatehouse.Charge:     "Charged",
	},
	TotalsHeading:  "Totals of what is shown",
	Time:           "Time",
	Amount:         "Amount",
	By:             "By",
	PartnerAfter:   "Balance after",
	SiteAfter:      "Site after",
	ByInstallation: "Installation",
	BySystem:       "Automatic",
	ByFormer:       "A former administrator",
	ForMonth:       func(month, devices string) string { return fmt.Sprintf("%s, %s devices", month, devices) },
	OnlySite:       func(site string) string { return "Only " + site },
	EmptyTitle:     "Nothing has moved yet",
	EmptyLead:      "Every top-up, allocation, give-back and monthly charge will be listed here.",
	Pager:          "Pages",
}
