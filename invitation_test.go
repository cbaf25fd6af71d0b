package gatehouse_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
)

func TestInvitationStatus(t *testing.T) {
	sent := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	invitation := gatehouse.Invitation{InvitedAt: sent, ExpiresAt: sent.Add(gatehouse.InvitationTTL)}
	accepted, revoked := invitation, invitation
	accepted.AcceptedAt = sent.Add(time.Hour)
	revoked.RevokedAt = sent.Add(time.Hour)
	for name, c := range map[string]struct {
		invitation gatehouse.Invitation
		at         time.Time
		want       gatehouse.InvitationStatus
	}{
		"just sent":                       {invitation, sent, gatehouse.Pending},
		"a microsecond before seven days": {invitation, sent.Add(gatehouse.InvitationTTL - time.Microsecond), gatehouse.Pending},
		"at seven days":                   {invitation, sent.Add(gatehouse.InvitationTTL), gatehouse.Expired},
		"accepted, long ago":              {accepted, sent.Add(1000 * time.Hour), gatehouse.Accepted},
		"revoked, long ago":               {revoked, sent.Add(1000 * time.Hour), gatehouse.Revoked},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.invitation.Status(c.at); got != c.want {
				t.Errorf("status %s, want %s", got, c.want)
			}
		})
	}
}

func TestEligible(t *testing.T) {
	// SPEC section 4: which status allows which action, and the code otherwise.
	for _, c := range []struct {
		status                         gatehouse.InvitationStatus
		revoke, resend, invite, manage gatehouse.Code
	}{
		{gatehouse.Pending, "", "", gatehouse.CodeAlreadyPending, gatehouse.CodeNotAccepted},
		{gatehouse.Accepted, gatehouse.CodeNotPending, gatehouse.CodeAlreadyAccepted, gatehouse.CodeAlreadyMember, ""},
		{gatehouse.Expired, gatehouse.CodeNotPending, "", "", gatehouse.CodeNotAccepted},
		{gatehouse.Revoked, gatehouse.CodeNotPending, "", "", gatehouse.CodeNotAccepted},
	} {
		for name, pair := range map[string][2]gatehouse.Code{
			"revoke": {gatehouse.CodeOf(c.status.CheckRevocable()), c.revoke},
			"resend": {gatehouse.CodeOf(c.status.CheckResendable()), c.resend},
			"invite": {gatehouse.CodeOf(c.status.CheckInvitable()), c.invite},
			"manage": {gatehouse.CodeOf(c.status.CheckManageable()), c.manage},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s a %s invitation: code %q, want %q", name, c.status, pair[0], pair[1])
			}
		}
	}
}
