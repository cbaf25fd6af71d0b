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
	Sites: englishSites,
	Void: voidText{
		Subject: func(invited named) sentence { return say("The invitation for %s became void", invited) },
		Heading: say("An invitation became void"),
		Intro: func(invited, role, partner, inviter named) sentence {
			return say("The invitation for %s as %s at %s, sent by %s, became void: whoever sent it may no longer give this role.", invited, role, partner, inviter)
		},
		Next: say("Nobody has got access through it. If this person is still to join, please send a new invitation."),
		Why:  say("You receive this message because you are a Master of this partner."),
	},
	Locked: noticeText{
		Subject: func(partner named) sentence { return say("Your account at %s is locked", partner) },
		Intro:   func(partner named) sentence { return say("%s has locked your account in its partner portal.", partner) },
		Effect: func(partner named) sentence {
			return say("Until it is unlocked, you cannot sign in to this portal, nor to the sites that %s has assigned to you. Where you were signed in there, you have been signed out.", partner)
		},
		Rest: say("Nothing is deleted: your data are kept."),
	},
	Unlocked: noticeText{
		Subject: func(partner named) sentence { return say("Your account at %s is unlocked", partner) },
		Intro: func(partner named) sentence {
			return say("%s has unlocked your account in its partner portal.", partner)
		},
		Effect: func(partner named) sentence {
			return say("You can sign in there again, and to the sites that %s has assigned to you, unless a site itself is closed to you.", partner)
		},
		Rest: say("Your password is the same as before."),
	},
	RoleChanged: roleChangeText{
		Subject: func(partner, role named) sentence { return say("Your role at %s is now %s", partner, role) },
		Heading: func(partner named) sentence { return say("Your role at %s has changed", partner) },
		Intro: func(partner, now, before named) sentence {
			return say("%s has given you another role in its partner portal: you are now %s instead of %s.", partner, now, before)
		},
		Effect: say("The new role is in force already. You need not sign in again."),
		Sites:  say("Your access to sites does not depend on this role and stays as it is."),
	},
	Deleted: noticeText{
		Subject: func(partner named) sentence { return say("Your account at %s has been deleted", partner) },
		Intro: func(partner named) sentence {
			return say("%s has deleted your account in its partner portal, for good.", partner)
		},
		Effect: func(partner named) sentence {
			return say("You can no longer sign in there, nor to the sites that %s had assigned to you. What it held about you on Gatehouse is gone: your name and address, your role, your sites and your sessions.", partner)
		},
		Rest: say("This cannot be undone. Whoever wants to work there again needs a new invitation."),
	},
	AccountDeleted: accountText{
		Subject: "Your Gatehouse account has been deleted",
		Heading: say("Your account has been deleted"),
		Intro: func(host named) sentence {
			return say("Your Gatehouse account at %s has been deleted, for good.", host)
		},
		Effect: say("What Gatehouse held about you is gone: your name and address, your password, and your roles, sites and sessions at every partner."),
		Rest:   say("This cannot be undone. Whoever wants to use Gatehouse again needs a new invitation."),
		NotYou: say("%s Then somebody knew your password. Change it wherever else you use it, and tell the people you work for.", strong("It was not you?")),
	},
	PasswordReset: resetText{
		Subject: "Choose a new password for Gatehouse",
		Heading: say("Choose a new password"),
		Intro: func(host named) sentence {
			return say("Somebody has asked for a new password for your Gatehouse account at %s. If it was you, choose it now.", host)
		},
		Limits: func(minutes named) sentence {
			return say("The link works once, within %s minutes of the request.", minutes)
		},
		Open:    "Choose a new password",
		Unasked: say("%s Then simply ignore it. Nothing changes, and your password stays as it is.", strong("You did not ask for this?")),
		Secret:  say("Please do not forward this message: whoever opens the link can choose your password."),
		After:   say("Once you have chosen a new password, you are signed out everywhere and can sign in with it."),
	},
	PasswordChanged: accountText{
		Subject: "Your Gatehouse password has been changed",
		Heading: say("Your password has been changed"),
		Intro: func(host named) sentence {
			return say("The password of your Gatehouse account at %s has been changed.", host)
		},
		Effect: say("All other sessions have ended: wherever else the account was signed in, it has been signed out."),
		Rest:   say("If it was you, there is nothing more to do."),
		NotYou: say("%s Then act now: ask for a new password on the sign-in page, and tell an administrator of every partner you work for. Look after your mailbox, too: whoever can read it can change this password.", strong("It was not you?")),
	},
	OutOfCredit: creditText{
		Subject: func(partner named) sentence { return say("Sites of %s are out of credit", partner) },
		Heading: say("Sites are out of credit"),
		Intro: func(partner named) sentence {
			return say("These sites of %s did not hold enough credits for the monthly charge of their devices. They have paid what they had.", partner)
		},
		Effect: say("Access is not affected: everybody enters these sites as before."),
		Next:   say("Please allocate credits to them. If the partner’s own balance is too low, ask the owner of this Gatehouse installation to top it up."),
		Site:   "Site",
		More:   func(count named) sentence { return say("and %s more", count) },
		Why: func(partner named) sentence {
			return say("You receive this message because you may allocate credits at %s.", partner)
		},
	},
	Reason: func(partner named) sentence { return say("The reason that %s gave:", partner) },
	AskPartner: func(partner named) sentence {
		return say("You have a question, or think that this is a mistake? Then please ask an administrator of %s.", partner)
	},
	Elsewhere:  say("If you work for others on Gatehouse as well, nothing changes there."),
	OpenPortal: "Open Gatehouse",
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
		NewRole: "New role",
		OldRole: "Before",
	},
	LinkHint: "If the button does not work, copy this address into your browser:",
	Footer:   func(host named) sentence { return say("Sent automatically by Gatehouse at %s.", host) },
}
