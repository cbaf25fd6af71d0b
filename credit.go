package gatehouse

import "time"

// TransferID names a transfer of the credit ledger.
type TransferID string

// TransferKind says why credits moved.
type TransferKind string

// The kinds of transfer (SPEC section 7).
const (
	// TopUp is issued to the partner by the installation's owner.
	TopUp TransferKind = "top_up"
	// Allocation moves credits from the partner to a site, GiveBack the other way.
	Allocation TransferKind = "allocation"
	GiveBack   TransferKind = "give_back"
	// Charge is what a site pays for its devices on the first of a month.
	Charge TransferKind = "charge"
)

// TransferKinds lists the kinds in the order a filter shows them.
func TransferKinds() []TransferKind { return []TransferKind{TopUp, Allocation, GiveBack, Charge} }

// CreditAccount is one side of a transfer.
type CreditAccount string

// The accounts of the ledger. Issued and consumed are the outside world.
const (
	AccountIssued   CreditAccount = "issued"
	AccountPartner  CreditAccount = "partner"
	AccountSite     CreditAccount = "site"
	AccountConsumed CreditAccount = "consumed"
)

// Accounts returns from which account a transfer of this kind takes, and to which
// it gives.
func (k TransferKind) Accounts() (from, to CreditAccount) {
	switch k {
	case TopUp:
		return AccountIssued, AccountPartner
	case Allocation:
		return AccountPartner, AccountSite
	case GiveBack:
		return AccountSite, AccountPartner
	default:
		return AccountSite, AccountConsumed
	}
}

// Transfer is an entry of the ledger: an amount taken from one account and given
// to another. It is never changed; what was wrong is put right by another one.
type Transfer struct {
	ID      TransferID
	Partner PartnerID
	At      time.Time
	Kind    TransferKind
	// Site is set for every kind but TopUp; SiteName is its name at the time.
	Site     SiteID
	SiteName string
	// Amount is above zero.
	Amount int64
	// Month is the first of the month that a charge is for, Devices how many
	// devices it counted.
	Month   time.Time
	Devices int64
	// Actor is who did it; empty for the installation and for charges.
	Actor     PersonID
	ActorName string
	// PartnerAfter and SiteAfter are the balances that the transfer left.
	PartnerAfter int64
	SiteAfter    int64
}

// TransferFilter narrows the credit history. Zero fields do not narrow.
type TransferFilter struct {
	From, Until time.Time
	Site        SiteID
	Kind        TransferKind
}

// TransferTotals are sums over what a filter lets pass.
type TransferTotals struct {
	ToppedUp  int64
	Allocated int64
	GivenBack int64
	Charged   int64
}

// Add adds a sum of transfers of one kind.
func (t *TransferTotals) Add(kind TransferKind, sum int64) {
	switch kind {
	case TopUp:
		t.ToppedUp += sum
	case Allocation:
		t.Allocated += sum
	case GiveBack:
		t.GivenBack += sum
	case Charge:
		t.Charged += sum
	}
}

// Balance is what a partner holds and what its sites cost.
type Balance struct {
	// Credits stand at the partner itself, Allocated at its sites.
	Credits   int64
	Allocated int64
	// Rate is what a device costs a month, Devices how many there are.
	Rate    int64
	Devices int64
	// OutOfCredit counts the sites that fell short.
	OutOfCredit int64
}

// MonthlyCost returns the credits a month that all sites together cost.
func (b Balance) MonthlyCost() int64 { return b.Devices * b.Rate }

// CreditPoint is a point of the plot of credits over time: a day, or a month.
type CreditPoint struct {
	// At is the beginning of the day or month, UTC.
	At time.Time
	// Partner and Sites are the balances at its end, Consumed what was charged in
	// it. For a plot of one site Partner is zero.
	Partner  int64
	Sites    int64
	Consumed int64
}

// Undo takes a sum of transfers of one kind out of the balances: what they were
// before.
func (p CreditPoint) Undo(kind TransferKind, sum int64) CreditPoint {
	from, to := kind.Accounts()
	p.move(from, sum)
	p.move(to, -sum)
	return p
}

// Apply adds a sum of transfers of one kind to the balances.
func (p CreditPoint) Apply(kind TransferKind, sum int64) CreditPoint {
	from, to := kind.Accounts()
	p.move(from, -sum)
	p.move(to, sum)
	if kind == Charge {
		p.Consumed += sum
	}
	return p
}

func (p *CreditPoint) move(account CreditAccount, amount int64) {
	switch account {
	case AccountPartner:
		p.Partner += amount
	case AccountSite:
		p.Sites += amount
	case AccountIssued, AccountConsumed: // the outside world has no balance
	}
}

// DueMonths returns the months that a site is to be charged for at now, oldest
// first, each by its first instant: those after the last one charged, none that
// began before the site was created, and for a site that was never charged the
// present one alone. So a month that passed while nothing ran is made up for.
func DueMonths(created, last, now time.Time) []time.Time {
	month := MonthOf(now)
	if !last.IsZero() {
		month = last.AddDate(0, 1, 0)
	}
	var due []time.Time
	for ; !month.After(now); month = month.AddDate(0, 1, 0) {
		if month.After(created) {
			due = append(due, month)
		}
	}
	return due
}

// CheckAmount returns CodeInvalid on "amount" unless the amount is between 1 and
// [MaxCredits].
func CheckAmount(amount int64) error {
	if amount < 1 || amount > MaxCredits {
		return InvalidField("amount", "The amount is a whole number from 1 to 1,000,000,000.")
	}
	return nil
}

// CheckMove returns CodeInvalid on "amount" unless the amount, which is below zero to
// give back, can be moved between a partner and a site: 1 to [MaxCredits] either way.
func CheckMove(amount int64) error {
	if amount < -MaxCredits || amount == 0 || amount > MaxCredits {
		return InvalidField("amount", "The amount is a whole number from 1 to 1,000,000,000; below zero it is given back.")
	}
	return nil
}

// CheckTopUp returns CodeInvalid when the amount would lift the balance over
// [MaxBalance], which keeps every sum far from the limits of the numbers.
func CheckTopUp(balance, amount int64) error {
	if err := CheckAmount(amount); err != nil {
		return err
	}
	if balance+amount > MaxBalance {
		return InvalidField("amount", "A balance holds at most 1,000,000,000,000 credits.")
	}
	return nil
}

// CheckCovers returns CodeInvalid on "amount" when the balance that the amount is
// taken from does not hold it: nothing goes below zero.
func CheckCovers(balance, amount int64) error {
	if amount > balance {
		return InvalidField("amount", "There are not enough credits for that.")
	}
	return nil
}

// MonthOf returns the first instant of the month, UTC.
func MonthOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}
