package mail

import (
	"time"

	"gatehouse.example/gatehouse"
)

// english is the catalogue that the others are translations of.
var english = catalogue{
	Hello:        say("Hello,"),
	HelloName:    func(recipient named) sentence { return say("Hello %s,", recipient) },
	Installation: "The owner of this Gatehouse installation",
	Former:       "a former administrator",
	Roles: map[roleKey]roleText{
		{gatehouse.InviteAdmin, gatehouse.PartnerObserver}:    {"Observer", "Sees sites and people, changes nothing"},
		{gatehouse.InviteAdmin, gatehouse.PartnerOperator}:    {"Operator", "Sets up sites and looks after technicians"},
		{gatehouse.InviteAdmin, gatehouse.PartnerAdmin}:       {"Admin", "Also invites and manages administrators"},
		{gatehouse.InviteAdmin, gatehouse.PartnerMaster}:      {"Master", "Full control of the partner’s portal"},
		{gatehouse.InviteTechnician, gatehouse.NoPartnerRole}: {"Technician", "Works at the sites assigned to you"},
	},
	Moment: func(t time.Time) string {
		return moment(t, "%s, %d %s %d, %s %s",
			[7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
			[12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"})
	},
	Invitation: invitationText{
		Subject: func(partner, role named) sentence { return say("Invitation to %s as %s", partner, role) },
		Heading: func(partner named) sentence { return say("You are invited to %s", partner) },
		Intro: func(inviter, partner, role named) sentence {
			return say("%s invites you to join %s on Gatehouse as %s.", inviter, partner, role)
		},
		Open:       "Open the invitation",
		Unexpected: say("You did not expect this invitation? Then simply ignore it. Without you nothing happens, and it ends by itself."),
	},
	Reminder: invitationText{
		Subject: func(partner, role named) sentence {
			return say("Reminder: your invitation to %s as %s ends soon", partner, role)
		},
		Heading: func(partner named) sentence { return say("Your invitation to %s ends soon", partner) },
		Intro: func(inviter, partner, role named) sentence {
			return say("%s invited you to join %s on Gatehouse as %s. You have not answered yet.", inviter, partner, role)
		},
		Open:       "Open the invitation",
		Unexpected: say("You do not want to accept, or did not expect this invitation? Then simply ignore it. It ends by itself, and you will not be reminded again."),
	},
	Void: voidText{
		Subject: func(invited named) sentence { return say("The invitation for %s became void", invited) },
		Heading: say("An invitation became void"),
		Intro: func(invited, role, partner, inviter named) sentence {
			return say("The invitation for %s as %s at %s, sent by %s, became void: whoever sent it may no longer give this role.", invited, role, partner, inviter)
		},
		Next: say("Nobody has got access through it. If this person is still to join, please send a new invitation."),
		Open: "Open Gatehouse",
		Why:  say("You receive this message because you are a Master of this partner."),
	},
	About: func(partner named) sentence {
		return say("Gatehouse is the portal in which %s manages its customers’ access-control sites and the people who look after them.", partner)
	},
	NewLink: say("This message carries a new link; the one in the earlier message no longer works. The deadline is the same."),
	Personal: func(invited named) sentence {
		return say("The link is meant for %s alone and works once. Please do not forward it.", invited)
	},
	NoSite: say("Accepting gives no access to any site by itself. Sites are assigned separately."),
	Labels: labels{
		Role:    "Role",
		Inviter: "Invited by",
		Invited: "Invited",
		Until:   "Valid until",
	},
	LinkHint: "If the button does not work, copy this address into your browser:",
	Footer:   func(host named) sentence { return say("Sent automatically by Gatehouse at %s.", host) },
}
