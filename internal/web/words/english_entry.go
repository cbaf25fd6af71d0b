package words

import "fmt"

var englishSignIn = SignIn{
	Title:     "Sign in",
	Heading:   "Sign in",
	Lead:      "The partner portal for physical-access-control sites.",
	Button:    "Sign in",
	Ended:     "Your session has ended. Sign in again; nothing was changed.",
	SignedOut: "You are signed out.",
	NotSetUp:  "Gatehouse is not set up yet. The link for that stands in the output of the program, where it was started.",
}

var englishSetup = Setup{
	Title:         "Set up Gatehouse",
	Heading:       "Set up Gatehouse",
	Lead:          "This creates the first partner and your account as its Master. It can be done once.",
	PartnerLegend: "Partner",
	AccountLegend: "Your account",
	Partner:       "Partner name",
	PartnerHint:   "The company whose sites are managed here.",
	YourName:      "Your name",
	YourEmail:     "Your e-mail address",
	EmailHint:     "You sign in with it. It cannot be changed later.",
	Button:        "Create partner and sign in",
	DeadTitle:     "This set-up link can no longer be used",
	DeadLead:      "Set-up links work for 24 hours, and a newer one replaces all older ones.",
	DeadHelp:      "Restart Gatehouse: it prints a new link as long as nobody has finished the set-up.",
	Done:          "Everything is set up. You are signed in as Master.",
}

var englishInvitation = Invitation{
	Title:   "Invitation",
	Heading: func(partner string) string { return "Join " + partner },
	Invited: func(inviter, partner string) string {
		if inviter == "" {
			return fmt.Sprintf("You are invited to the partner portal of %s.", partner)
		}
		return fmt.Sprintf("%s invites you to the partner portal of %s.", inviter, partner)
	},
	InvitedToSite: func(inviter, partner, site string) string {
		if inviter == "" {
			return fmt.Sprintf("You are invited to the portal of the site %s, which %s looks after.", site, partner)
		}
		return fmt.Sprintf("%s invites you to the portal of the site %s, which %s looks after.", inviter, site, partner)
	},
	Role:      "Role",
	Address:   "For",
	Deadline:  "Accept until",
	SiteNote:  "This invitation gives no access to customer sites; those are assigned separately.",
	NewLegend: "Create your account",
	YourName:  "Your name",
	Accept:    "Accept invitation",
	SignInLead: func(email string) string {
		return fmt.Sprintf("There is already an account for %s. Sign in with it to accept.", email)
	},
	SignInAnd:  "Sign in and accept",
	Ready:      func(name string) string { return fmt.Sprintf("You are signed in as %s.", name) },
	TermsAgree: "I agree to the",
	TermsEnd:   ".",
	TermsLink:  "terms of use",
	OtherTitle: "This invitation is for somebody else",
	OtherLead: func(signedIn, invited string) string {
		return fmt.Sprintf("You are signed in as %s, but this invitation is for %s.", signedIn, invited)
	},
	OtherHelp: "Sign out to go on as the invited person. The invitation stays as it is until then.",
	SignOut:   "Sign out and go on",
	Switched:  "Another invitation was opened in this browser meanwhile. This is what it says; please check it again.",
	Welcome: func(partner string) string {
		return fmt.Sprintf("Welcome to %s. You have accepted the invitation.", partner)
	},
	DeadTitle: "This link can no longer be used",
	DeadLead:  "Links in invitations work once and for a limited time. A newer e-mail replaces the older ones.",
	DeadHelp:  "Look for a newer e-mail, or ask whoever invited you to send the invitation again. If you have accepted already, just sign in.",
}

var englishPlaces = Places{
	Title:      "Choose where to work",
	Heading:    "Choose where to work",
	Lead:       "You can work at more than one place. You can switch at any time in the account menu.",
	EmptyTitle: "There is no portal you may enter",
	EmptyLead:  "Your account belongs to no partner at the moment, or its access is locked. Ask an administrator of the partner.",
	Here:       "You are here",
}

var englishMailbox = Mailbox{
	Title:      "Local mailbox",
	Heading:    "Local mailbox",
	Lead:       "No mail server is configured. Messages are kept here and shown on this machine only.",
	Caption:    "Messages, newest first",
	EmptyTitle: "No messages yet",
	EmptyLead:  "Invite somebody: the invitation will appear here.",
	From:       "From",
	To:         "To",
	Sent:       "Sent",
	Subject:    "Subject",
	Links:      "Links in this message",
	HTMLPart:   "Formatted",
	TextPart:   "Plain text",
	FrameTitle: func(subject string) string { return "Message: " + subject },
	Back:       "All messages",
	ToPortal:   "Back to the portal",
}
