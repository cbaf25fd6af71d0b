package gatehouse

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// DeviceID names a device of a site's register.
type DeviceID string

// DeviceStatus is how a device stands.
type DeviceStatus string

// The statuses of a device.
const (
	DeviceOnline   DeviceStatus = "online"
	DeviceOffline  DeviceStatus = "offline"
	DeviceDisabled DeviceStatus = "disabled"
)

// DeviceStatuses lists the statuses in the order a choice shows them.
func DeviceStatuses() []DeviceStatus {
	return []DeviceStatus{DeviceOnline, DeviceOffline, DeviceDisabled}
}

// Device is an entry of a site's device register: a reader, a controller, a lock.
type Device struct {
	ID      DeviceID
	Partner PartnerID
	Site    SiteID
	Name    string
	// Serial is unique at the site.
	Serial    string
	Model     string
	Place     string
	Status    DeviceStatus
	CreatedAt time.Time
	// Version grows with every change, for If-Match.
	Version int
}

// Clean trims the fields and checks all of them; every malformed one is named.
// Errors carry CodeInvalid.
func (d Device) Clean() (Device, error) {
	invalid := &Error{Code: CodeInvalid}
	var err error
	if d.Name, err = CleanName("name", d.Name); err != nil {
		invalid.Add("name", err)
	}
	if d.Serial, err = cleanLabel("serial", d.Serial, true); err != nil {
		invalid.Add("serial", err)
	}
	if d.Model, err = cleanLabel("model", d.Model, false); err != nil {
		invalid.Add("model", err)
	}
	if d.Place, err = cleanLabel("place", d.Place, false); err != nil {
		invalid.Add("place", err)
	}
	known := false
	for _, s := range DeviceStatuses() {
		known = known || s == d.Status
	}
	if !known {
		invalid.Add("status", InvalidField("status", "The status is one of online, offline, disabled."))
	}
	if len(invalid.Fields) > 0 {
		return d, invalid
	}
	return d, nil
}

// SiteUserID names a user of a site's register.
type SiteUserID string

// SiteUser is an entry of a site's user register: somebody who walks through its
// doors. Everything but the id is personal data.
type SiteUser struct {
	ID      SiteUserID
	Partner PartnerID
	Site    SiteID
	Name    string
	// Email, Phone and Card may be empty.
	Email     string
	Phone     string
	Card      string
	CreatedAt time.Time
	// Version grows with every change, for If-Match.
	Version int
}

// Clean trims the fields and checks all of them; every malformed one is named.
// Errors carry CodeInvalid.
func (u SiteUser) Clean() (SiteUser, error) {
	invalid := &Error{Code: CodeInvalid}
	var err error
	if u.Name, err = CleanName("name", u.Name); err != nil {
		invalid.Add("name", err)
	}
	if u.Email = strings.TrimSpace(u.Email); u.Email != "" {
		email, err := ParseEmail(u.Email)
		if err != nil {
			invalid.Add("email", err)
		}
		u.Email = string(email)
	}
	if u.Phone, err = cleanLabel("phone", u.Phone, false); err != nil {
		invalid.Add("phone", err)
	}
	if u.Card, err = cleanLabel("card", u.Card, false); err != nil {
		invalid.Add("card", err)
	}
	if len(invalid.Fields) > 0 {
		return u, invalid
	}
	return u, nil
}

// mask is what stands in the place of personal data that must not be seen.
const mask = "•••"

// Masked returns the user with every personal field hidden, for those whose level
// does not include users; it cannot be undone on their side (SPEC section 8).
func (u SiteUser) Masked() SiteUser {
	u.Name, u.Email, u.Phone, u.Card = mask, mask, mask, mask
	return u
}

// cleanLabel trims a short text and checks it like a name; it may be empty unless
// required.
func cleanLabel(field, s string, required bool) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case s == "" && required:
		return "", InvalidField(field, "This is needed.")
	case !utf8.ValidString(s) || utf8.RuneCountInString(s) > NameLimit:
		return "", InvalidField(field, "At most 100 characters.")
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return "", InvalidField(field, "No control or invisible characters.")
		}
	}
	return s, nil
}
