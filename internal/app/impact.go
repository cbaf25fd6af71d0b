package app

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// measure runs a bulk call and notes what follows from it beyond its rows. What
// becomes of sites is only counted for who asks beforehand.
func (m *invitations) measure(ctx context.Context, ask Bulk, impact *gatehouse.Impact, run func() error) error {
	good, err := m.voidable(ctx, ask.IDs)
	if err != nil {
		return err
	}
	var people []gatehouse.PersonID
	if ask.DryRun {
		people = ask.IDs
	}
	sites, err := m.tx.AssignedSites(ctx, m.partner, people...)
	if err != nil {
		return err
	}
	sites, err = m.covered(ctx, sites)
	if err != nil {
		return err
	}
	if err := run(); err != nil {
		return err
	}
	if impact.InvitationsVoid, err = m.voided(ctx, good); err != nil {
		return err
	}
	return m.uncover(ctx, sites, impact)
}

// uncover counts and names those of the sites, which were covered, that no technician may
// enter any more.
func (m *invitations) uncover(ctx context.Context, sites []gatehouse.SiteID, impact *gatehouse.Impact) error {
	left, err := m.covered(ctx, sites)
	if err != nil || len(left) == len(sites) {
		return err
	}
	covered := map[gatehouse.SiteID]bool{}
	for _, id := range left {
		covered[id] = true
	}
	lost := slices.DeleteFunc(slices.Clone(sites), func(id gatehouse.SiteID) bool { return covered[id] })
	impact.SitesUncovered = len(lost)
	impact.Uncovered, err = m.tx.FirstSites(ctx, m.partner, lost, gatehouse.UncoveredNamed)
	return err
}

// voidable returns the pending invitations that the named people sent and that
// are good as things stand, before a bulk call changes anything. Invitations that
// are named themselves do not count: what happens to them is the call's outcome.
func (m *invitations) voidable(ctx context.Context, people []gatehouse.PersonID) ([]gatehouse.Invitation, error) {
	if m.kind == gatehouse.InviteTechnician {
		// Who is only a technician invites nobody.
		return nil, nil
	}
	named := map[gatehouse.PersonID]bool{}
	for _, id := range people {
		named[id] = true
	}
	var list []gatehouse.Invitation
	for id := range named {
		sent, err := m.tx.PendingBy(ctx, m.partner, id, m.now)
		if err != nil {
			return nil, err
		}
		for _, invitation := range sent {
			void, err := inviterLost(ctx, m.tx.Reads, invitation)
			if err != nil {
				return nil, err
			}
			if !void && !named[invitation.Person] {
				list = append(list, invitation)
			}
		}
	}
	return list, nil
}

// voided returns how many of the invitations nobody can accept any more after the
// change.
func (m *invitations) voided(ctx context.Context, before []gatehouse.Invitation) (int, error) {
	n := 0
	for _, invitation := range before {
		void, err := inviterLost(ctx, m.tx.Reads, invitation)
		if err != nil {
			return 0, err
		}
		if void {
			n++
		}
	}
	return n, nil
}

// notify queues a mail to a person who has an account.
func (m *invitations) notify(person gatehouse.Person, kind gatehouse.MessageKind, detail gatehouse.MessageDetail) {
	detail.Name = person.Name
	m.told = append(m.told, gatehouse.Message{
		ID: store.NewMessageID(), Partner: m.partner, Kind: kind, To: person.Email, Detail: detail, CreatedAt: m.now,
	})
}

// addressNotices writes in whose language the collected notices are.
func (m *invitations) addressNotices(ctx context.Context) error {
	emails := make([]gatehouse.Email, len(m.told))
	for i, message := range m.told {
		emails[i] = message.To
	}
	languages, err := m.tx.UnscopedLanguages(ctx, emails)
	if err != nil {
		return err
	}
	for _, message := range m.told {
		language, known := languages[message.To]
		if !known {
			language = m.ownLanguage()
		}
		message.Language = language
		m.mails = append(m.mails, message)
	}
	return nil
}
