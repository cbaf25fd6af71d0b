// Package words holds every sentence of the pages, once per language. A catalogue
// is a typed value: a sentence that a page needs and a language lacks does not
// compile, or is found empty by the test.
package words

import (
	"golang.org/x/text/language"

	"gatehouse.example/gatehouse"
)

// Words is the catalogue of one language. Sentences with a variable part are
// functions, so that each language orders and inflects them as it must.
type Words struct {
	// Language is what the catalogue is written in.
	Language gatehouse.Language

	Common     Common
	Roles      Roles
	Statuses   Statuses
	Outcomes   Outcomes
	Deliveries Deliveries
	Pathways   Pathways
	// Permissions name what a page of the partner's portal takes.
	Permissions map[gatehouse.Permission]string
	Actions     map[gatehouse.Action]string
	// Attempts are the actions as something that somebody tried, Tried says so of one.
	Attempts        map[gatehouse.Action]string
	Tried           func(attempt string) string
	Access          Access
	Account         Account
	Nav             Nav
	Times           Times
	SignIn          SignIn
	Setup           Setup
	Invitation      Invitation
	Places          Places
	Admins          Admins
	Technicians     Technicians
	Narrow          Narrow
	Assign          Assign
	Explain         Explain
	TechnicianHome  TechnicianHome
	Closed          Closed
	Invite          Invite
	Bulk            Bulk
	Answers         Answers
	Manage          Manage
	Live            Live
	SitePortal      SitePortal
	PartnerSettings PartnerSettings
	Keys            Keys
	Reset           Reset
	Own             Own
	Audit           Audit
	Facts           Facts
	Mailbox         Mailbox
	Errors          Errors

	Sites   Sites
	Credits Credits

	// Codes says what a code means to a person. English is the root package's
	// own table but for a few.
	Codes map[gatehouse.Code]string
	// Sentences translates the sentences about single fields that the use cases
	// answer in English, keyed by the English one. It is empty in English.
	Sentences map[string]string
}

// Common are the words that many pages share.
type Common struct {
	SkipToContent string
	Close         string
	Cancel        string
	Back          string
	Yes           string
	Confirm       string
	Apply         string
	Email         string
	Password      string
	ShowPassword  string
	HidePassword  string
	Language      string
	LanguageNames map[gatehouse.Language]string
	Nothing       string // what an empty cell says to a screen reader
	CheckInput    string // heading above a form that was refused
	PasswordHint  func(min int) string
	PasswordCount func(have, min int) string
}

// Nav are the entries of the sidebar and the head of every page.
type Nav struct {
	Main      string // accessible name of the sidebar
	OpenMenu  string
	Sites     string
	AdminsAnd string
	Credits   string
	Audit     string
	Settings  string
	Account   string // accessible name of the account menu
}

// Account is the menu at the top right.
type Account struct {
	SignedInAs  string
	SwitchPlace string
	SignOut     string
	Technician  string
}

// Roles are the names of the partner roles and what each may do.
type Roles struct {
	Observer, Operator, Admin, Master                 string
	ObserverNote, OperatorNote, AdminNote, MasterNote string
}

// Name returns the role's name on a page; a technician has none of the four.
func (r Roles) Name(role gatehouse.PartnerRole) string {
	switch role {
	case gatehouse.PartnerObserver:
		return r.Observer
	case gatehouse.PartnerOperator:
		return r.Operator
	case gatehouse.PartnerAdmin:
		return r.Admin
	case gatehouse.PartnerMaster:
		return r.Master
	default:
		return ""
	}
}

// Note returns one sentence about what the role may do.
func (r Roles) Note(role gatehouse.PartnerRole) string {
	switch role {
	case gatehouse.PartnerObserver:
		return r.ObserverNote
	case gatehouse.PartnerOperator:
		return r.OperatorNote
	case gatehouse.PartnerAdmin:
		return r.AdminNote
	case gatehouse.PartnerMaster:
		return r.MasterNote
	default:
		return ""
	}
}

// Statuses are the names of the statuses of an invitation.
type Statuses struct {
	Pending, Accepted, Expired, Revoked string
}

// Name returns the status's name on a page.
func (s Statuses) Name(status gatehouse.InvitationStatus) string {
	switch status {
	case gatehouse.Pending:
		return s.Pending
	case gatehouse.Accepted:
		return s.Accepted
	case gatehouse.Expired:
		return s.Expired
	case gatehouse.Revoked:
		return s.Revoked
	default:
		return ""
	}
}

// Outcomes are the names of the outcomes of an audited attempt.
type Outcomes struct {
	Done, Refused string
}

// Deliveries say how far a mail has come.
type Deliveries struct {
	Queued, Sent, Failed, Cancelled string
	// Kept is what Sent means while mails stay in the local mailbox.
	Kept string
	// KeptFor says so of the mail to an address.
	KeptFor func(email string) string
	// Retry says why a queued mail was not taken yet, Reason why a failed one
	// was refused.
	Retry  func(reason string) string
	Reason func(reason string) string
}

// Name returns the state's name on a page.
func (d Deliveries) Name(state gatehouse.MessageState) string {
	switch state {
	case gatehouse.MessageQueued:
		return d.Queued
	case gatehouse.MessageSent:
		return d.Sent
	case gatehouse.MessageFailed:
		return d.Failed
	case gatehouse.MessageCancelled:
		return d.Cancelled
	default:
		return ""
	}
}

// Pathways say through what somebody acted.
type Pathways struct {
	Page, API, Key, CommandLine, Job string
}

// Name returns the pathway's name on a page.
func (p Pathways) Name(via gatehouse.Via) string {
	switch via {
	case gatehouse.ViaPage:
		return p.Page
	case gatehouse.ViaAPI:
		return p.API
	case gatehouse.ViaKey:
		return p.Key
	case gatehouse.ViaCommandLine:
		return p.CommandLine
	case gatehouse.ViaJob:
		return p.Job
	default:
		return ""
	}
}

// Code returns what the code means to a person, in this language.
func (w *Words) Code(code gatehouse.Code) string {
	if s, ok := w.Codes[code]; ok {
		return s
	}
	return code.Sentence()
}

// Sentence translates a sentence of a use case. A sentence that no catalogue
// knows is shown as it came: a right word in the wrong language beats none.
func (w *Words) Sentence(english string) string {
	if s, ok := w.Sentences[english]; ok {
		return s
	}
	return english
}

// Error returns what an error says to a person, in this language.
func (w *Words) Error(e *gatehouse.Error) string {
	if e.Message != "" {
		return w.Sentence(e.Message)
	}
	return w.Code(e.Code)
}

// Action returns the action's name; an action that has none shows its own.
func (w *Words) Action(action gatehouse.Action) string {
	if s, ok := w.Actions[action]; ok {
		return s
	}
	return string(action)
}

// Event returns what an audited event says happened: what was refused was only tried.
func (w *Words) Event(action gatehouse.Action, outcome gatehouse.AuditOutcome) string {
	if attempt, ok := w.Attempts[action]; ok && outcome != gatehouse.Done {
		return w.Tried(attempt)
	}
	return w.Action(action)
}

// catalogues stand in the order of [gatehouse.Languages], which is the order the
// matcher prefers.
var (
	catalogues = []*Words{&english, &german}
	matcher    = language.NewMatcher([]language.Tag{language.English, language.German})
)

// For returns the catalogue of a language, the default one for an unknown.
func For(lang gatehouse.Language) *Words {
	for _, w := range catalogues {
		if w.Language == lang {
			return w
		}
	}
	return catalogues[0]
}

// maxAcceptLanguage bounds how much of a header is parsed: real ones are short,
// and parsing costs more than linear time.
const maxAcceptLanguage = 200

// Match returns the catalogue that an Accept-Language header asks for.
func Match(acceptLanguage string) *Words {
	if len(acceptLanguage) > maxAcceptLanguage {
		return catalogues[0]
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return catalogues[0]
	}
	_, i, _ := matcher.Match(tags...)
	return catalogues[i]
}
