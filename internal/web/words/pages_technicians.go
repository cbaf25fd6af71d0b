package words

import "gatehouse.example/gatehouse"

// Technicians is the technicians' list: what it does not share with the
// administrators'.
type Technicians struct {
	List          List
	Sorts         map[gatehouse.TechnicianSort]string
	ColumnSites   string
	EditSites     func(n int, who string) string // accessible name of the number of sites
	FilterLock    string
	AnyLock       string
	Administrator string

	RevokeNote, DeleteNote                Plural
	LockNote, UnlockNote, EndSessionsNote string
	DeleteAsk, Deleted                    func(n int) string
	// Edit is the window Edit Technician, View the same for who can only look.
	Edit, View, Save              string
	Saved                         func(n int) string
	SavedLocked, SavedUnlocked    func(who, site string) string
	LockHint, LevelHint           string // what the switches do, and who changes the level
	ReasonHint                    string
	Unsaved                       string // beside a switch that was turned
	Site, Level, Access           string
	SitesOf                       func(who string) string
	NoSites                       string
	AccountLocked, NotYetAccepted string
	// AccountLockedBy says who locked the account, "" for nobody who is known.
	AccountLockedBy func(name string) string
	// LockWaiting and LockOfSite stand beside a switch that the site's side shuts.
	LockWaiting, LockOfSite string
	LockAt                  func(site string) string // accessible name of a switch
	ByPartner, BySite       func(name, when, reason string) string
	Waiting, WaitingHere    string
	Why                     string
	WhyAt                   func(site string) string
	WindowFrom, WindowUntil func(when string) string
	Window                  func(from, until string) string
	Stale, StaleNote        string
	StaleGone               func(site string) string
	StaleNew, StaleChanged  string
	StaleAsked              func(state string) string
	Remove                  string
	RemoveFrom              func(site string) string
	RemoveAsk               func(who, site string) string
	RemoveNote              string
	Removed                 func(n int) string
	Approve                 string
	Lift                    string // the site's lock, while the partner may
	LiftAsk                 func(who, site string) string
	LockedHere              func(name, when, reason string) string
	ApproveAsk              func(who, site string) string
	ApproveNote             string
	Approved                func(n int) string // of an approval, and of a lifted lock
	// Uncovered is the impact on sites that nobody would be left for.
	Uncovered func(n int) string
}

// Assign is the form that assigns people to sites, its preview and its result.
type Assign struct {
	Open, Title, Back       string
	Sites, Search           string
	Chosen                  func(n int) string
	Found, NothingFound     string
	More, AddAll            string
	AccessOff, Approval     string
	NoSite                  string
	TooMany                 func(limit int) string
	People                  func(n int) string
	LevelForAll, AsForAll   string
	LevelOf                 func(who string) string
	Window, WindowHint      string
	Starts, Ends, TimeError string
	// Zones says by whose clocks a window counts: with "" by each site's own, else which
	// those are; ZoneCount is the list where it is long.
	Zones     func(list string) string
	ZoneCount func(n int) string
	// Within repeats a window in the question, WithinEach one that each row says by its
	// own clock, and NoWindow that there is none.
	Within                  func(window string) string
	WithinEach, NoWindow    string
	Preview                 string
	PreviewTitle, DoneTitle string
	Person, Result          string
	WouldAssign, WouldWait  func(n int) string
	WouldRefuse             func(n int) string
	Assigned, Refused       func(n int) string
	Waits, AtOnce, Kept     string
	NotYet                  string
	From                    func(when string) string
}

// Explain is the page that says why somebody may enter a site or not.
type Explain struct {
	Title, Heading string
	MayEnter       func(who, site string) string
	MayNotEnter    func(who, site, why string) string
	May            func(who, action, site string) string
	MayNot         func(who, action, site, why string) string
	AsRole         func(role string) string
	AsLevel        func(level string) string
	AsOf           string // before the time of the answer
	Action         string
	Pass, Fail     string // what the sign before a gate says to a screen reader
	Since          string
	By             func(name string) string    // who made it so, behind since when
	Who            func(changer string) string // who can open a gate
	Narrow         func(changer string) string // who can close one further, and not open it
	Change         func(where string) string   // leads to where a gate is opened
}

// Closed says why a site is closed to somebody who is assigned to it, and whom to ask.
type Closed struct {
	Since         func(reason, when string) string
	Starts, Ended func(when string) string
	Level         func(level string) string
	Again         string // open, but not to this session
	AskSite       string
	AskMaster     string
	AskPartner    func(partner string) string
}

// TechnicianHome is a technician's own portal.
type TechnicianHome struct {
	Title   string
	Heading func(name string) string
	Lead    func(partner string) string
	Sites   string
	NoSites string
}
