package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// person is somebody who plays a part.
type person struct {
	name, email string
	language    gatehouse.Language
	// id is the person's at the partner, known once they have accepted; of a
	// technician who never does, once they are invited.
	id gatehouse.PersonID
	// joined is true once they have accepted an invitation, settled once their
	// password is hashed at its full cost.
	joined, settled bool
	// shut is true for those whom a lock will keep out at the end of the year: they
	// settle before it.
	shut bool
	// number makes the network address they come from.
	number int

	token    string
	signedIn time.Time
}

// sitting is how long somebody works with one sign-in.
const sitting = 40 * time.Minute

// cast are the people of the partner.
type cast struct {
	// The administrators. The two Masters are Ingrid, who opened the portal, and
	// Tomas; Lena became Admin during the year, and Pavel is an Observer who was an
	// Operator.
	ingrid, tomas, aisha, lena, marek, sofia, oskar, pavel *person
	technicians                                            []*person
	// leaver is a technician who is deleted during the year.
	leaver *person
}

// administrators lists them, the first Master first.
func (c cast) administrators() []*person {
	return []*person{c.ingrid, c.tomas, c.aisha, c.lena, c.marek, c.sofia, c.oskar, c.pavel}
}

// technicianNames are the partner's technicians: first those who work all year, then
// the two whom their lock keeps out, then those who never accepted.
var technicianNames = []string{
	"Ana Petrovic", "Ben Hollis", "Carla Nunes", "David Roth", "Elif Demir", "Finn Aalto", "Greta Lindqvist", "Hugo Moreau",
	"Isla Fraser", "Jonas Weber", "Katya Orlova", "Luca Ferri", "Mina Sato", "Nils Bakker", "Olivia Grant", "Pedro Alves",
	"Quentin Marsh", "Rosa Delgado",
	"Stefan Kral", "Tara Quinn",
	"Umut Kaya", "Vera Novak", "Wim de Graaf", "Xenia Pappas", "Yannick Roy",
}

// How many of technicianNames are at work, and how many have accepted.
const (
	techniciansWorking = 18
	techniciansJoined  = 20
)

// umlauts writes in ASCII what stands in an address.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// maker makes people, each with a number of their own.
type maker int

func (m *maker) person(name, domain string, language gatehouse.Language) *person {
	*m++
	local := umlauts.Replace(strings.ToLower(strings.Join(strings.Fields(name), ".")))
	return &person{name: name, email: local + "@" + domain, language: language, number: int(*m)}
}

func newCast() cast {
	var m maker
	staff := func(name string, language gatehouse.Language) *person {
		return m.person(name, "northgate.example", language)
	}
	c := cast{
		ingrid: staff("Ingrid Solheim", gatehouse.English), tomas: staff("Tomas Keller", gatehouse.German),
		aisha: staff("Aisha Rahman", gatehouse.English), lena: staff("Lena Vogt", gatehouse.German),
		marek: staff("Marek Dudek", gatehouse.English), sofia: staff("Sofia Marin", gatehouse.English),
		oskar: staff("Oskar Nyman", gatehouse.English), pavel: staff("Pavel Horak", gatehouse.English),
	}
	for i, name := range technicianNames {
		language := gatehouse.English
		if i%5 == 3 {
			language = gatehouse.German
		}
		c.technicians = append(c.technicians, m.person(name, "northgate.example", language))
	}
	c.leaver = staff("Zoe Ackerman", gatehouse.English)
	c.technicians[techniciansWorking].shut, c.technicians[techniciansWorking+1].shut = true, true
	return c
}

// everybody lists all people once: the partner's, then the sites'.
func (s *stage) everybody() []*person {
	list := append(s.cast.administrators(), s.cast.technicians...)
	seen := map[*person]bool{}
	for _, site := range s.sites {
		for _, p := range []*person{site.manager, site.deputy} {
			if p != nil && !seen[p] {
				seen[p] = true
				list = append(list, p)
			}
		}
	}
	return list
}

// browsers are what people work with.
var browsers = []string{
	"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
	"Mozilla/5.0 (Linux; Android 15; Mobile) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
}

// request is how a request of this person arrives, before it is known whose it is. The
// addresses are those set aside for documentation (RFC 5737).
func (p *person) request() gatehouse.Actor {
	return gatehouse.Actor{Via: gatehouse.ViaPage, Language: p.language, Origin: gatehouse.Origin{
		Address:   fmt.Sprintf("203.0.113.%d", 1+p.number%250),
		UserAgent: browsers[p.number%len(browsers)],
	}}
}

// portalOf returns the use cases that handle this person's password.
func (s *stage) portalOf(p *person) *app.App {
	if p.settled {
		return s.Portal
	}
	return s.Quick
}

// accept accepts the newest invitation that was mailed to the person: as a newcomer
// the first time, with the password of the account afterwards.
func (s *stage) accept(ctx context.Context, p *person) error {
	token, err := s.Postbox.take(p.email)
	if err != nil {
		return err
	}
	in := app.AcceptInput{Token: token, Name: p.name, Password: Password, Language: p.language, TermsVersion: s.TermsVersion}
	if p.joined {
		in = app.AcceptInput{Token: token, CurrentPassword: Password, TermsVersion: s.TermsVersion}
	}
	done, err := s.portalOf(p).Invitations.Accept(ctx, p.request(), "", in)
	if err != nil {
		return err
	}
	p.id, p.joined, s.partner = done.Person, true, done.Partner
	p.token = ""
	return nil
}

// enter returns the person standing at a place, signed in anew when the last time is
// a while ago.
func (s *stage) enter(ctx context.Context, p *person, spot gatehouse.Spot) (gatehouse.Actor, error) {
	now, err := s.Store.Now(ctx)
	if err != nil {
		return gatehouse.Actor{}, err
	}
	if p.token == "" || now.Sub(p.signedIn) > sitting {
		done, err := s.portalOf(p).Sessions.SignIn(ctx, p.request(), p.email, Password)
		if err != nil {
			return gatehouse.Actor{}, fmt.Errorf("%s signs in: %w", p.email, err)
		}
		p.token, p.signedIn = done.Token, now
	}
	actor, err := s.Portal.Sessions.Actor(ctx, p.request(), p.token)
	if err == nil {
		err = s.Portal.Sessions.Choose(ctx, actor, spot)
	}
	if err != nil {
		return gatehouse.Actor{}, fmt.Errorf("%s chooses a place: %w", p.email, err)
	}
	return s.Portal.Sessions.ActorAt(ctx, p.request(), p.token, spot)
}

// office returns the person standing at the partner's portal.
func (s *stage) office(ctx context.Context, p *person) (gatehouse.Actor, error) {
	return s.enter(ctx, p, gatehouse.Spot{Partner: s.partner})
}

// leave signs the person out.
func (s *stage) leave(ctx context.Context, p *person, actor gatehouse.Actor) error {
	p.token = ""
	return s.Portal.Sessions.SignOut(ctx, actor)
}

// settle signs the person in at the full cost of a password, which hashes it anew.
func (s *stage) settle(ctx context.Context, p *person) error {
	p.settled, p.token = true, ""
	done, err := s.Portal.Sessions.SignIn(ctx, p.request(), p.email, Password)
	if err != nil {
		return fmt.Errorf("%s signs in: %w", p.email, err)
	}
	p.token, p.signedIn = done.Token, done.Session.CreatedAt
	return nil
}

// signIns are the people that a visitor is told of.
func (s *stage) signIns() []SignIn {
	c, here := s.cast, s.sites[0]
	list := []SignIn{}
	for _, row := range []struct {
		who string
		p   *person
	}{
		{"Partner, Master", c.ingrid},
		{"Partner, Admin", c.aisha},
		{"Partner, Operator", c.marek},
		{"Partner, Observer", c.oskar},
		{"Technician", c.technicians[0]},
		{"Technician", c.technicians[1]},
		{"Site, Master", here.manager},
		{"Site, Observer", here.deputy},
	} {
		list = append(list, SignIn{row.who, row.p.name, row.p.email})
	}
	return list
}
