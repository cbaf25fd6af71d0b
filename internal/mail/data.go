package mail

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// Data is what a message tells. Names may be anything: they are cleaned and
// escaped here. Which fields a kind of message cannot do without stands in its
// row of the table in compose.go.
type Data struct {
	// Partner is the partner's name. The messages about a password have none, and
	// neither has the one to a person who deleted their own account.
	Partner string
	// Kind and Role say as what the person is invited; Role is NoPartnerRole for
	// a technician.
	Kind gatehouse.InvitationKind
	Role gatehouse.PartnerRole
	// Inviter is the name of who invited. Empty means the owner of the
	// installation; in MailInvitationVoid, somebody who is no longer there.
	Inviter string
	// Link is where the invitation is accepted or the new password chosen, below
	// BaseURL.
	Link string
	// Deadline is the end of the link, written in TimeZone, or in UTC when that is
	// nil.
	Deadline time.Time
	TimeZone *time.Location
	// RecipientName is who reads the message, if known.
	RecipientName string
	// InvitedEmail is the address that the invitation is for.
	InvitedEmail gatehouse.Email
	// OldRole and NewRole are of MailRoleChanged.
	OldRole, NewRole gatehouse.PartnerRole
	// Reason is of MailLocked; it may be empty, and may have several lines.
	Reason string
	// SiteRole is of an invitation to a site; then Sites has it.
	SiteRole gatehouse.SiteRole
	// Sites are of the messages about sites; More counts those left out, and in
	// MailApprovalWanted the people. People are names or addresses.
	Sites  []SiteLine
	More   int
	People []string
	// Action, OldSiteRole and NewSiteRole are of MailSiteAdmins.
	Action                   gatehouse.Action
	OldSiteRole, NewSiteRole gatehouse.SiteRole
	// BaseURL is the configured address of the portal. All links lie below it.
	BaseURL string
}

// need says what is wrong with the data, nil when nothing is. The error never has
// the link: it is a secret.
type need func(Data) error

// host returns where the portal is, for people to read.
func (d Data) host() (address, error) {
	base, err := url.Parse(d.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return "", errors.New("mail: the base URL is not an address of the web")
	}
	return address(base.Host), nil
}

func aPartner(d Data) error {
	if cleanName(d.Partner) == "" {
		return errors.New("mail: the partner has no name")
	}
	return nil
}

// anOffer is somebody invited as something.
func anOffer(d Data) error {
	if d.InvitedEmail == "" {
		return errors.New("mail: nobody is invited")
	}
	if d.Kind == gatehouse.InviteSiteAdmin {
		if _, known := english.Sites.Roles[d.SiteRole]; !known {
			return fmt.Errorf("mail: an invitation to a site with the role %q does not exist", d.SiteRole)
		}
		return aSite(d)
	}
	if _, known := english.Roles[roleKey{d.Kind, d.Role}]; !known {
		return fmt.Errorf("mail: an invitation as %q with the role %q does not exist", d.Kind, d.Role)
	}
	return nil
}

func aLink(d Data) error { return errors.Join(aPath(d), anEnd(d)) }

func aPath(d Data) error {
	if !strings.HasPrefix(d.Link, strings.TrimRight(d.BaseURL, "/")+"/") || strings.ContainsFunc(d.Link, notInLink) {
		return errors.New("mail: the link does not lie below the base URL")
	}
	return nil
}

func anEnd(d Data) error {
	if d.Deadline.IsZero() {
		return errors.New("mail: the link or the access has no end")
	}
	return nil
}

var errNoSite = errors.New("mail: the site has no name")

// notInLink reports whether a character cannot stand in an address of the web as
// it is sent.
func notInLink(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) }

func twoRoles(d Data) error {
	for _, role := range []gatehouse.PartnerRole{d.OldRole, d.NewRole} {
		if _, known := english.Roles[roleKey{gatehouse.InviteAdmin, role}]; !known {
			return fmt.Errorf("mail: a change from the role %q to %q does not exist", d.OldRole, d.NewRole)
		}
	}
	if d.OldRole == d.NewRole {
		return fmt.Errorf("mail: the role %q has not changed", d.NewRole)
	}
	return nil
}
