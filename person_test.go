package gatehouse_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
)

// TestMayEnterPartner goes through every combination of the facts that open a
// partner's portal (SPEC sections 2 and 5).
func TestMayEnterPartner(t *testing.T) {
	t.Parallel()
	signedIn := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	truth := []bool{false, true}
	for _, joined := range truth {
		for _, locked := range truth {
			for _, member := range truth {
				for _, active := range truth {
					for _, ended := range truth {
						p := gatehouse.Person{}
						if joined {
							p.Account = "account"
						}
						if locked {
							p.Lock.At = signedIn
						}
						if member {
							p.Role = gatehouse.PartnerObserver
						}
						if ended {
							p.SessionsEndedAt = signedIn
						}
						want := gatehouse.Code("")
						switch {
						case !joined, locked, !member:
							want = gatehouse.CodeNotFound
						case !active:
							want = gatehouse.CodePartnerNotActive
						case ended:
							want = gatehouse.CodeNotSignedIn
						}
						if got := gatehouse.CodeOf(p.MayEnterPartner(active, signedIn)); got != want {
							t.Errorf("joined %v, locked %v, member %v, active %v, ended %v: %q, want %q", joined, locked, member, active, ended, got, want)
						}
					}
				}
			}
		}
	}
	technician := gatehouse.Person{Account: "account", Technician: true, SessionsEndedAt: signedIn.Add(-time.Microsecond)}
	if err := technician.MayEnterPartner(true, signedIn); err != nil {
		t.Errorf("a technician with a session begun after the last end: %v", err)
	}
}

// TestRulesOfRank: who may invite, promote, lock and leave (SPEC sections 3 to 5).
func TestRulesOfRank(t *testing.T) {
	t.Parallel()
	roles := append([]gatehouse.PartnerRole{gatehouse.NoPartnerRole}, gatehouse.PartnerRoles()...)
	for _, mine := range roles {
		for _, other := range roles {
			inviter := gatehouse.Person{Account: "account", Role: mine}
			manages := mine >= gatehouse.PartnerAdmin
			if got, want := inviter.MayInvite(gatehouse.InviteAdmin, other), manages && other <= mine; got != want {
				t.Errorf("%s may invite %s: %v", mine, other, got)
			}
			if got, want := inviter.MayInvite(gatehouse.InviteTechnician, gatehouse.NoPartnerRole), mine >= gatehouse.PartnerOperator; got != want {
				t.Errorf("%s may invite technicians: %v", mine, got)
			}
			inviter.Lock.At = time.Unix(1, 0)
			if inviter.MayInvite(gatehouse.InviteAdmin, other) || inviter.MayInvite(gatehouse.InviteTechnician, other) {
				t.Errorf("a locked %s may invite", mine)
			}
			wantLocked := gatehouse.Code("")
			if other >= gatehouse.PartnerAdmin {
				wantLocked = gatehouse.CodeAccountLocked
			}
			if got := gatehouse.CodeOf(inviter.CheckPromotion(other)); got != wantLocked {
				t.Errorf("a locked person becomes %s: %q", other, got)
			}
			for masters := range 3 {
				last := mine == gatehouse.PartnerMaster && other != gatehouse.PartnerMaster && masters <= 1
				if got := inviter.CheckKeepsMaster(other, masters) != nil; got != last {
					t.Errorf("one of %d Masters, %s, becomes %s: refused %v", masters, mine, other, got)
				}
			}
			for _, self := range []bool{false, true} {
				actor := gatehouse.Actor{Person: "me", Role: mine}
				target, want := gatehouse.PersonID("other"), gatehouse.Code("")
				switch {
				case self:
					target, want = "me", gatehouse.CodeSelfNotAllowed
				case !manages, other > mine:
					want = gatehouse.CodeRoleAboveYours
				}
				if got := gatehouse.CodeOf(actor.CheckActOn(target, other)); got != want {
					t.Errorf("%s acts on %s, self %v: %q, want %q", mine, other, self, got, want)
				}
			}
		}
	}
}
