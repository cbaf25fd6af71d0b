// Package demo makes a partner that looks lived in: sites in several countries,
// administrators, technicians and site administrators, registers, assignments in
// every state, a year of credits and a year of audit. Nothing is inserted: people
// are invited, find their link in a mail, accept, sign in and work, through the same
// use cases as everybody, while the clock is turned through the year. There is no
// chance in it: two demos differ in their dates and ids alone.
package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Partner is the name of the partner, Password the password of everybody.
const (
	Partner  = "Northgate Access"
	Password = "nine lanterns over the quiet harbour"
)

// Config is what the year is played with. The database is empty.
type Config struct {
	// Quick and Portal are the use cases on the same store, with the postbox as their
	// sender and the usual length of invitations. Quick has password hashes that cost
	// next to nothing; Portal those that the installation is to keep. Everybody signs
	// in to Portal before the year is over, which hashes their password anew.
	Quick, Portal *app.App
	Store         *store.DB
	Clock         *Clock
	Postbox       *Postbox
	// Mailbox is given the mails of the invitations that are pending at the end.
	Mailbox mail.Sender
	// TermsVersion is what people consent to, "" for nothing.
	TermsVersion string
	// Progress is called at the beginning of each month; nil for nobody.
	Progress func(month time.Time)
}

// SignIn is somebody whom a visitor can be.
type SignIn struct{ Who, Name, Email string }

// task is something that happens at a time.
type task struct {
	at   time.Time
	what string
	do   func(ctx context.Context) error
}

// stage is the year being played.
type stage struct {
	Config
	// end is when the year ends: the real time at which Build was called.
	end     time.Time
	partner gatehouse.PartnerID
	cast    cast
	sites   []*site
	tasks   []task
	// mailed is the last message that was sent.
	mailed gatehouse.MessageID
}

// Build plays the year and returns whom to sign in as. Afterwards the clock goes with
// the database's.
func Build(ctx context.Context, c Config) ([]SignIn, error) {
	now, err := c.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	s := &stage{Config: c, end: now, cast: newCast(), sites: newSites()}
	s.plan()
	if err := s.play(ctx); err != nil {
		return nil, err
	}
	s.Clock.release()
	if err := s.checkSettled(); err != nil {
		return nil, err
	}
	if err := s.handOver(ctx); err != nil {
		return nil, err
	}
	return s.signIns(), nil
}

// at plans something for a time of a day, UTC, so many days before the end. Days
// before the end begin with 1.
func (s *stage) at(daysAgo, hour, minute int, what string, do func(ctx context.Context) error) {
	day := s.end.UTC().Truncate(24*time.Hour).AddDate(0, 0, -daysAgo)
	s.tasks = append(s.tasks, task{day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute), what, do})
}

// play does everything that is planned, in the order of time.
func (s *stage) play(ctx context.Context) error {
	slices.SortStableFunc(s.tasks, func(a, b task) int { return a.at.Compare(b.at) })
	month := time.Time{}
	for _, t := range s.tasks {
		if began := gatehouse.MonthOf(t.at); began != month && s.Progress != nil {
			s.Progress(began)
		}
		month = gatehouse.MonthOf(t.at)
		if err := s.turnTo(ctx, t.at); err != nil {
			return err
		}
		if err := t.do(ctx); err != nil {
			return fmt.Errorf("%s on %s: %w", t.what, t.at.Format(time.DateTime), err)
		}
		if err := s.deliver(ctx); err != nil {
			return fmt.Errorf("the mails of %s on %s: %w", t.what, t.at.Format(time.DateTime), err)
		}
	}
	return nil
}

// turnTo turns the clock to a time, never back: what is planned for the same minute
// comes one after the other.
func (s *stage) turnTo(ctx context.Context, at time.Time) error {
	now, err := s.Store.Now(ctx)
	if err == nil && (s.Clock.Offset() == 0 || now.Before(at)) {
		s.Clock.turn(now, at)
	}
	return err
}

// deliver sends every mail that waits: no background work runs during the year.
func (s *stage) deliver(ctx context.Context) error {
	const batch = 100
	for {
		ids, err := s.Store.UnscopedQueued(ctx, s.mailed, batch)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.Portal.Deliveries.Send(ctx, id); err != nil {
				return err
			}
			s.mailed = id
		}
		if len(ids) < batch {
			return nil
		}
	}
}

// checkSettled refuses a demo in which somebody's password hash is still a quick one.
func (s *stage) checkSettled() error {
	for _, p := range s.everybody() {
		if p.joined && !p.settled {
			return fmt.Errorf("the password of %s is still hashed quickly", p.email)
		}
	}
	return nil
}
