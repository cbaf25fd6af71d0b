package app

import (
	"context"
	"errors"
	"maps"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// assigning is one call that assigns, inside its transaction.
type assigning struct {
	*invitations
	op      operation
	sites   map[gatehouse.SiteID]gatehouse.Site
	seen    map[Pair]bool
	results []PairResult
	created []gatehouse.Assignment
	// people are those who got something, wanted what each site is asked to
	// approve, both in the order of the call.
	people  []gatehouse.Person
	wanted  map[gatehouse.SiteID][]gatehouse.Assignment
	waiting []gatehouse.SiteID
	names   map[gatehouse.PersonID]string
}

func newAssigning(m *invitations, op operation) *assigning {
	return &assigning{
		invitations: m, op: op,
		sites:  map[gatehouse.SiteID]gatehouse.Site{},
		seen:   map[Pair]bool{},
		wanted: map[gatehouse.SiteID][]gatehouse.Assignment{},
		names:  map[gatehouse.PersonID]string{},
	}
}

// all assigns every pair and sends the mails.
func (s *assigning) all(ctx context.Context, pairs []Pair) ([]PairResult, error) {
	if err := s.readSites(ctx, pairs); err != nil {
		return nil, err
	}
	s.results = make([]PairResult, 0, len(pairs))
	for _, pair := range pairs {
		if err := s.one(ctx, pair); err != nil {
			return nil, err
		}
	}
	if err := s.tx.CreateAssignments(ctx, s.created); err != nil {
		return nil, err
	}
	if s.op.dryRun {
		return s.results, nil
	}
	if err := s.tx.CountAssigned(ctx, s.partner, s.created); err != nil {
		return nil, err
	}
	for _, person := range s.people {
		if err := s.tellAssigned(ctx, person); err != nil {
			return nil, err
		}
	}
	for _, site := range s.waiting {
		if err := s.askApproval(ctx, s.sites[site], s.wanted[site]); err != nil {
			return nil, err
		}
	}
	return s.results, s.send(ctx)
}

// readSites reads the sites, and finds unknown people, before the first pair is
// written.
func (s *assigning) readSites(ctx context.Context, pairs []Pair) error {
	for i, pair := range pairs {
		if err := pair.Check(s.now); err != nil {
			return err
		}
		if _, known := s.sites[pair.Site]; !known {
			site, err := s.tx.Site(ctx, s.partner, pair.Site)
			if err != nil {
				return err
			}
			s.sites[pair.Site] = site
		}
		if i == 0 || pair.Person != pairs[i-1].Person {
			if _, err := s.tx.Person(ctx, s.partner, pair.Person); err != nil {
				return err
			}
		}
	}
	return nil
}

// one assigns one pair, or refuses it.
func (s *assigning) one(ctx context.Context, pair Pair) error {
	result := PairResult{Person: pair.Person, Site: pair.Site, Outcome: gatehouse.Changed, Level: pair.Level}
	assignee, err := s.tx.Assignee(ctx, s.partner, pair.Site, pair.Person)
	if err != nil {
		return err
	}
	same := Pair{Person: pair.Person, Site: pair.Site}
	var made gatehouse.Assignment
	err = s.check(assignee, s.seen[same])
	s.seen[same] = true
	if err == nil {
		made = s.add(assignee, pair)
		result.ID, result.Level, result.Waiting = made.ID, made.Level, made.Waiting
	}
	e := event(s.actor, s.partner, s.op.action, string(pair.Person), assignee.Person.DisplayName())
	e.Site = pair.Site
	if err != nil {
		refusal, ok := errors.AsType[*gatehouse.Error](err)
		if !ok || !refusal.Code.ForRow() {
			return err
		}
		result.Outcome, result.Code, result.Message = gatehouse.Refused, refusal.Code, refusal.Sentence()
		s.results = append(s.results, result)
		e.Outcome, e.Code = gatehouse.Denied, refusal.Code
		return recordRefusal(ctx, s.tx, e)
	}
	s.results = append(s.results, result)
	after := facts{"level": result.Level, "waiting": result.Waiting}
	if made.Window != (gatehouse.Window{}) {
		maps.Copy(after, windowFacts(made.Window))
	}
	e.After = after.json()
	s.tx.Record(e)
	return nil
}

func (s *assigning) check(assignee gatehouse.Assignee, repeated bool) error {
	if repeated {
		return gatehouse.E(gatehouse.CodeDuplicate)
	}
	if err := s.actor.CheckAssign(assignee); err != nil {
		return err
	}
	return assignee.CheckAssignable()
}

// add notes a new assignment, which is written with the others, and whom to tell.
func (s *assigning) add(assignee gatehouse.Assignee, pair Pair) gatehouse.Assignment {
	a := s.sites[pair.Site].Assign(pair.Level, pair.Window, assignee.Memory, s.now, s.actor.Person)
	a.ID, a.Person = store.NewAssignmentID(), pair.Person
	s.created = append(s.created, a)
	if _, told := s.names[pair.Person]; !told {
		s.people = append(s.people, assignee.Person)
	}
	s.names[pair.Person] = assignee.Person.DisplayName()
	if a.Waiting {
		if len(s.wanted[pair.Site]) == 0 {
			s.waiting = append(s.waiting, pair.Site)
		}
		s.wanted[pair.Site] = append(s.wanted[pair.Site], a)
	}
	return a
}

// askApproval mails the site's accepted, unlocked Admins and Masters a link to the
// people who wait.
func (s *assigning) askApproval(ctx context.Context, site gatehouse.Site, waiting []gatehouse.Assignment) error {
	admins, err := siteAdmins(ctx, s.tx, s.partner, site.ID, gatehouse.SiteAdminRole)
	if err != nil {
		return err
	}
	detail := gatehouse.MessageDetail{Sites: []gatehouse.MailedSite{{ID: site.ID, Name: site.Name}}, Row: waiting[0].ID}
	for _, a := range waiting[:min(len(waiting), mailedSites)] {
		detail.People = append(detail.People, s.names[a.Person])
	}
	if more := len(waiting) - len(detail.People); more > 0 {
		detail.Sites[0].More = more
	}
	for _, admin := range admins {
		s.notifyAt(site.ID, admin.Person, gatehouse.MailApprovalWanted, detail)
	}
	return nil
}

// notifyAt is notify for a mail about a site.
func (m *invitations) notifyAt(site gatehouse.SiteID, person gatehouse.Person, kind gatehouse.MessageKind, detail gatehouse.MessageDetail) {
	m.notify(person, kind, detail)
	m.told[len(m.told)-1].Site = site
}
