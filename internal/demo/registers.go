package demo

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// deviceKinds are what is mounted at a door, and the model that it has everywhere.
var deviceKinds = []struct{ kind, model string }{
	{"Reader", "Tessel R2"},
	{"Door controller", "Tessel C4"},
	{"Electric strike", "Ferro 31"},
	{"Reader with keypad", "Tessel R2K"},
	{"Motor lock", "Ferro 70M"},
	{"Turnstile", "Rotonda 3"},
}

var devicePlaces = []string{
	"Main entrance", "Loading bay", "Server room", "Car park", "Staff entrance", "Plant room", "First floor", "Archive", "Reception",
}

// firstNames and lastNames are put together for the people who walk through a site's
// doors.
var (
	firstNames = []string{"Alex", "Robin", "Noa", "Kim", "Sascha", "Dominique", "Jamie", "Andrea", "Mika", "Toni", "Charlie", "Luca", "Sam", "Yael", "Remy", "Jules", "Ariel"}
	lastNames  = []string{"Abel", "Brandt", "Castro", "Dietz", "Ekman", "Fontaine", "Gruber", "Hansen", "Ibarra", "Jansen", "Kowal", "Lehner", "Maier"}
)

// device is the entry number i of the site's register. One in eleven is offline.
func (s *site) device(i int) app.DeviceInput {
	kind := deviceKinds[(i+s.number)%len(deviceKinds)]
	status := gatehouse.DeviceOnline
	if (i+s.number)%11 == 10 {
		status = gatehouse.DeviceOffline
	}
	where := devicePlaces[(i*4+s.number)%len(devicePlaces)]
	return app.DeviceInput{
		Name: fmt.Sprintf("%s %02d", kind.kind, i+1), Serial: fmt.Sprintf("NG%02d-%04d", s.number, 1000+i*37),
		Model: kind.model, Place: where, Status: status,
	}
}

// user is the entry number i of the site's register.
func (s *site) user(i int) app.SiteUserInput {
	n := s.number*7 + i
	first, last := firstNames[n%len(firstNames)], lastNames[(n*3+i)%len(lastNames)]
	in := app.SiteUserInput{
		Name: first + " " + last, Email: strings.ToLower(first+"."+last) + "@" + s.domain,
		Card: fmt.Sprintf("%06d", 104729*(n+1)%1000000),
	}
	if i%3 == 0 {
		in.Phone = fmt.Sprintf("extension %d", 200+i)
	}
	return in
}

// register enters devices until the site has n of them.
func (s *stage) register(ctx context.Context, at *site, actor gatehouse.Actor, n int) error {
	for i := len(at.registered); i < n; i++ {
		id, err := s.Portal.Registers.CreateDevice(ctx, actor, "", at.id, at.device(i))
		if err != nil {
			return err
		}
		at.registered = append(at.registered, id)
	}
	return nil
}

// enrol enters users until the site has n of them.
func (s *stage) enrol(ctx context.Context, at *site, actor gatehouse.Actor, n int) error {
	for ; at.enrolled < n; at.enrolled++ {
		if _, err := s.Portal.Registers.CreateUser(ctx, actor, "", at.id, at.user(at.enrolled)); err != nil {
			return err
		}
	}
	return nil
}

// service takes a device out of service, or puts it back.
func (s *stage) service(ctx context.Context, at *site, actor gatehouse.Actor, i int) error {
	id := at.registered[i%len(at.registered)]
	device, err := s.Portal.Registers.Device(ctx, actor, at.id, id)
	if err != nil {
		return err
	}
	status := gatehouse.DeviceOnline
	if device.Status == gatehouse.DeviceOnline && i%4 == 0 {
		status = gatehouse.DeviceDisabled
	}
	place := device.Place
	if i%3 == 0 {
		place = devicePlaces[i%len(devicePlaces)]
	}
	return s.Portal.Registers.EditDevice(ctx, actor, "", at.id, id, app.DeviceEdit{Status: &status, Place: &place})
}
