package words

import "gatehouse.example/gatehouse"

// Sites are the words of the partner's sites: their list, the page that creates one,
// the tabs of Edit Site and the deletion.
type Sites struct {
	Title, Heading, Create, Caption                         string
	EmptyTitle, EmptyLead, EmptyFilterTitle, EmptyFilterTip string
	SearchHint, FilterCountry, AnyCountry                   string
	FilterState, AnyState, StateWaiting, StateOutOfCredit   string
	Sorts                                                   map[gatehouse.SiteSort]string
	Name, Country, Credits, MonthlyCost, Users, Devices     string
	Technicians, Waiting, Created                           string
	OutOfCredit                                             string
	CreatedBy                                               func(name, when string) string
	TimeZone, UsualZone, ZoneHint, Notes, NotesHint         string
	ChooseCountry                                           string
	Switches, Access, AccessNote, Approval, ApprovalNote    string
	ApprovalRequired, ApprovalAutomatic, On, Off            string
	SwitchesNote, SwitchesOwned, SwitchesFree               string
	First, FirstHint                                        string
	CreateButton                                            string
	CreatedNotice, SavedNotice, DeletedNotice               string

	Tabs, Details, Admins, TechniciansTab, CreditsTab string
	Profile, Save                                     string
	Stale                                             string
	StoredNow                                         func(value string) string
	Owner, NoOwner                                    string
	OwnedSince                                        func(when string) string

	Delete, DeleteLead, DeleteNote              string
	DeleteAsk                                   func(name string) string
	GoAdmins, GoTechnicians, GoDevices, GoUsers func(n int) string
	GoCredits                                   func(n string) string
	ConfirmLabel                                func(name string) string
	ConfirmWrong, ConfirmHint                   string

	People  SiteStaff
	Crew    SiteCrew
	Account SiteAccount
}

// SiteStaff are the words of a site's administrators as the partner sees them.
type SiteStaff struct {
	List  List
	Told  string // the site's other administrators are mailed
	Notes SiteNotes
}

// SiteNotes say what follows from the actions on a site's administrators.
type SiteNotes struct {
	Lock, Unlock, EndSessions, Role string
	Delete                          Plural
}

// SiteCrew are the words of the technicians who are assigned to a site.
type SiteCrew struct {
	Caption                                       func(site string) string
	EmptyTitle, EmptyLead, EmptyFilterTitle       string
	EmptyFilterTip                                string
	AccessOff, NobodyApproves, PartnerApproves    string
	SiteApproves                                  string
	FilterWaiting, Everybody, WaitingOnly         string
	Person, Level, Access, PartnerLock, Window    string
	WaitingBadge                                  string
	Always                                        string
	From, Until                                   func(when string) string
	Why                                           string
	WhyOf                                         func(who string) string
	LockOf                                        func(state, who string) string
	WaitingSince                                  func(when string) string
	LockedBySite                                  func(name, when, reason string) string
	WhoLifts                                      string
	Lock, Unlock, Remove, Approve, Decline        string
	LockAsk, UnlockAsk, RemoveAsk                 func(n int) string
	ApproveAsk, DeclineAsk                        func(n int) string
	LockNote, ApproveNote, DeclineNote            Plural
	UnlockNote, RemoveNote                        string
	Locked, Unlocked, Removed, Approved, Declined func(n int) string
	Pending                                       string

	Assign, Title, Lead, InviteNew string
	Source, Admins, Technicians    string
	Search, Choose, NobodyFound    string
	NobodyLeft                     string
	More                           func(n int) string
	Chosen                         func(n int) string
	LevelForAll                    string
	LevelOf                        func(who string) string
	AsForAll                       string
	WindowLegend, Starts, Ends     string
	ZoneHint                       func(zone string) string
	TimeError, ChooseFirst         string
	ConfirmTitle                   string
	ConfirmLead                    func(n int) string
	ConfirmNote                    Plural
	Waits, AtOnce, NotYet, Kept    string
	Assigned, NotAssigned          func(n int) string
}

// SiteAccount are the words of a site's credits.
type SiteAccount struct {
	Balance, MonthlyCost                   string
	Lasts                                  func(n int) string
	OutOfCredit                            func(when string) string
	MoveLegend, Amount, Allocate, GiveBack string
	AllocateHint, GiveBackHint             func(n string) string
	Allocated, GivenBack                   string
	AmountError                            string
}

// Credits are the words of the partner's credits.
type Credits struct {
	Title, Heading                                         string
	Balance, AtSites, MonthlyCost, NextCharge, OutOfCredit string
	BalanceNote, AtSitesNote                               string
	CostNote                                               func(devices, rate string) string
	ChargeNote                                             func(when string) string
	OutOfCreditNone, OutOfCreditSome                       string
	EmptyBalance                                           string
	Plot, PlotPartner, PlotSites, PlotConsumed             string
	PlotSite                                               string
	PlotAlt                                                func(from, until, high, last string) string
	PlotPoint                                              func(when, partner, sites, consumed string) string
	PlotPointSite                                          func(when, balance, consumed string) string
	PlotTable, PlotDay, PlotMonth, PlotEmpty               string

	History                                   string
	Caption                                   func(name string) string
	Site, AnySite, Kind, AnyKind              string
	FindSite, NoSite                          string
	Kinds                                     map[gatehouse.TransferKind]string
	Totals                                    map[gatehouse.TransferKind]string
	TotalsHeading                             string
	Time, Amount, By, PartnerAfter, SiteAfter string
	ByInstallation, BySystem, ByFormer        string
	ForMonth                                  func(month, devices string) string
	OnlySite                                  func(site string) string
	EmptyTitle, EmptyLead                     string
	Pager                                     string
}
