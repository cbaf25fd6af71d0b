package gatehouse

// Outcome says what a bulk call did with one row.
type Outcome string

// The outcomes of a row.
const (
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Result is the outcome of one row of a bulk call. Refused rows carry a code and
// its sentence.
type Result struct {
	ID      PersonID `json:"id,omitempty"`
	Email   Email    `json:"email,omitempty"`
	Outcome Outcome  `json:"outcome"`
	Code    Code     `json:"code,omitempty"`
	Message string   `json:"message,omitempty"`
	// Also says of an address that is invited as administrator or technician of a partner
	// that it is the other of the two already, or is invited as that: then it will be
	// both (SPEC section 2). It is empty for everybody else.
	Also InvitationKind `json:"also,omitempty"`
}

// Refuse returns the row refused with the error's code and sentence.
func (r Result) Refuse(e *Error) Result {
	r.Outcome, r.Code, r.Message = Refused, e.Code, e.Sentence()
	return r
}

// Results is what a bulk call did, row by row in the order asked, and what it
// means for others.
type Results struct {
	Rows   []Result `json:"results"`
	Impact Impact   `json:"impact"`
}

// Impact is what follows from a change beyond its rows (SPEC section 6).
type Impact struct {
	// InvitationsVoid counts pending invitations that nobody could accept any
	// more, because their inviter lost the right to give the role.
	InvitationsVoid int `json:"invitations_void"`
	// SitesUncovered counts the sites that would lose their last technician who may
	// enter now; it is only known of a dry run. Those that have none stay uncounted.
	SitesUncovered int `json:"sites_uncovered"`
	// Uncovered names the first [UncoveredNamed] of them, by name.
	Uncovered []NamedSite `json:"uncovered,omitempty"`
}

// UncoveredNamed is how many of the sites that an impact counts it names.
const UncoveredNamed = 5

// NamedSite is a site by its name at the time.
type NamedSite struct {
	ID   SiteID `json:"id"`
	Name string `json:"name"`
}

// Count returns how many rows had the outcome.
func (r Results) Count(o Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == o {
			n++
		}
	}
	return n
}

// Changed returns how many rows changed.
func (r Results) Changed() int { return r.Count(Changed) }
