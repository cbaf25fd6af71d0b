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

// CheckAmount returns CodeInvalid on "amount" unless the amount is between 1 and
// [MaxCredits].
func CheckAmount(amount int64) error {
	if amount < 1 || amount > MaxCredits {
		return InvalidField("amount", "The amount is a whole number from 1 to 1,000,000,000.")
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
