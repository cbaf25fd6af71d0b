package words

import "gatehouse.example/gatehouse"

// Live is what an open page says when its place is closed or has changed.
type Live struct {
	Gone, GoneLead               string
	Changed, ChangedLead, Reload string
}

// SitePortal are the pages of one site.
type SitePortal struct {
	// The menus.
	Dashboard, Devices, Users, Audit string
	Settings, Site, Entry            string
	AccessOffShort, AccessOff        string
	ToSettings                       string
	ViewOnly                         string
	Forbidden                        string // what to do about a refused page
	Welcome                          func(site string) string

	// The dashboard.
	DeviceCount, UserCount, WaitingCount string
	OfThemWaiting                        string
	DevicesByStatus, NoDevices           string
	NobodyApproves                       string
	Closed, EntryMore                    string
	Recent, NoEvents, AllEvents          string
	Newest, NoUsers, Masked              string

	Register  Register
	People    SitePeople
	Technical SiteTechnicians

	// Settings → Site.
	Profile, Security               string
	SiteName, Country, TimeZone     string
	CountryHint                     func(partner string) string
	TimeZoneHint                    string
	TechnicianAccess, On, Off       string
	OnNote, OffNote                 string
	Approval                        string
	Approvals                       map[gatehouse.Approval]string
	NeededNote, AutomaticNote       string
	SaveTitle, SaveAsk              string
	TurnsOn, BecomesNeeded          string
	BecomesAutomatic                string
	TurnsOff                        func(n int) string
	RoleNotes                       map[gatehouse.SiteRole]string
	SearchPlaces, NoPlace, PlaceOne string
}

// Register are the two registers of a site.
type Register struct {
	AddDevice, EditDevice, AddUser, EditUser string
	Serial, Model, Place, Status             string
	Email, Phone, Card                       string
	Statuses                                 map[gatehouse.DeviceStatus]string
	DevicesOf, UsersOf                       func(site string) string
	NoDevices, NoDevicesLead                 string
	NoUsers, NoUsersLead                     string
	NoMatch, NoMatchTip                      string
	DeleteDevice, DeleteUser                 string
	DeleteDeviceNote, DeleteUserNote         string
	Saved, Deleted                           string
	// Optional is the label of a field that may stay empty.
	Optional func(label string) string
}

// SitePeople are a site's administrators.
type SitePeople struct {
	List  List
	Notes SiteNotes
	// Sorts are the orders that are called otherwise than in the partner's list.
	Sorts map[gatehouse.AdminSort]string
}

// SiteTechnicians are the technicians of a site, and who may enter it.
type SiteTechnicians struct {
	None                           func(partner string) string
	RowGone, NotAccepted           string
	Approve, Decline, Lock, Unlock string
	Window, Remove                 string
	Everybody, WaitingOnly         string
	ColumnAccess, ColumnLock       string
	LastEntry                      string
	Waiting                        string
	PartnerLock                    string
	LockOf                         func(state, who string) string
	Unlimited, From, Until         string
	ApproveAsk, DeclineAsk         func(n int) string
	LockAsk, UnlockAsk, RemoveAsk  func(n int) string
	WindowAsk                      func(n int) string
	LevelAsk                       func(level string) string
	LevelLead                      func(who string) string
	LevelLeadMany                  func(n int) string
	ApproveNote, DeclineNote       Plural
	LockNote, RemoveNote           Plural
	LevelNote, WindowNote          Plural
	UnlockNote                     string
	StartsAt, EndsAt               string
	WindowHint                     func(zone string) string
	BadTime                        string
	NoStart, NoEnd                 string // the boxes that remove a bound
	WindowNothing, TimeOrNone      string
	Approved, Declined             func(n int) string
	Locked, Unlocked, Removed      func(n int) string
	LevelChanged, WindowChanged    func(n int) string
	LockAll, LockAllNote           string
	LockAllAsk                     func(n int) string
	MayEnterHeading, ClosedHeading func(n int) string
	NobodyEnters                   string
	AsAdmin, AsTechnician          string
}
