package mail

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

// Content is a message in one language, in both forms.
type Content struct {
	Language gatehouse.Language
	Subject  string
	Text     string
	HTML     string
}

// message is how one kind is composed: what its data must have, and what writes
// it into a letter.
type message struct {
	needs []need
	write func(catalogue, *letter, Data)
}

// messages are all kinds that can be composed.
var messages = map[gatehouse.MessageKind]message{
	gatehouse.MailInvitation:      {[]need{aPartner, anOffer, aLink}, catalogue.writeInvitation},
	gatehouse.MailReminder:        {[]need{aPartner, anOffer, aLink}, catalogue.writeReminder},
	gatehouse.MailInvitationVoid:  {[]need{aPartner, anOffer}, catalogue.writeVoid},
	gatehouse.MailLocked:          {[]need{aPartner}, catalogue.writeLocked},
	gatehouse.MailUnlocked:        {[]need{aPartner}, catalogue.writeUnlocked},
	gatehouse.MailRoleChanged:     {[]need{aPartner, twoRoles}, catalogue.writeRoleChanged},
	gatehouse.MailDeleted:         {nil, catalogue.writeDeleted},
	gatehouse.MailPasswordReset:   {[]need{aLink}, catalogue.writePasswordReset},
	gatehouse.MailPasswordChanged: {nil, catalogue.writePasswordChanged},
	gatehouse.MailOutOfCredit:     {[]need{aPartner, aSite}, catalogue.writeOutOfCredit},
	gatehouse.MailAssigned:        {[]need{aPartner, aSite}, catalogue.writeAssigned},
	gatehouse.MailApprovalWanted:  {[]need{aPartner, aSite, aPath}, catalogue.writeApprovalWanted},
	gatehouse.MailApproved:        {[]need{aPartner, aSite}, catalogue.writeApproved},
	gatehouse.MailSiteLocked:      {[]need{aPartner, aSite}, catalogue.writeSiteLocked},
	gatehouse.MailUnassigned:      {[]need{aPartner, aSite}, catalogue.writeUnassigned},
	gatehouse.MailSiteDeleted:     {[]need{aPartner, aSite}, catalogue.writeSiteDeleted},
	gatehouse.MailAccessEnds:      {[]need{aPartner, aSite, anEnd}, catalogue.writeAccessEnds},
	gatehouse.MailSiteAdmins:      {[]need{aPartner, aSite}, catalogue.writeSiteAdmins},
}

// Compose writes a message. An unknown language is the default one. Data that
// make no sense, a link outside BaseURL above all, are an internal error.
func Compose(kind gatehouse.MessageKind, lang gatehouse.Language, d Data) (Content, error) {
	m, known := messages[kind]
	if !known {
		return Content{}, fmt.Errorf("mail: there is no message of the kind %q", kind)
	}
	host, err := d.host()
	if err != nil {
		return Content{}, err
	}
	for _, need := range m.needs {
		if err := need(d); err != nil {
			return Content{}, err
		}
	}
	lang = gatehouse.ParseLanguage(string(lang))
	c := catalogues[lang]
	l := letter{Language: lang, Host: host, Greeting: c.greeting(d), Footer: c.Footer(host)}
	m.write(c, &l, d)
	return l.render()
}

// greeting addresses the recipient by name where it is known.
func (c catalogue) greeting(d Data) sentence {
	if recipient := cleanName(d.RecipientName); recipient != "" {
		return c.HelloName(recipient)
	}
	return c.Hello
}
