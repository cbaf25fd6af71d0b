package templates_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a-h/templ"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// A page is anything that can be drawn.
type page interface{ Page() templ.Component }

var now = time.Date(2026, time.November, 21, 14, 5, 0, 0, time.UTC)

const (
	ana  gatehouse.PersonID = "019aa000-0000-7000-8000-00000000a001"
	ben  gatehouse.PersonID = "019aa000-0000-7000-8000-00000000b002"
	evil                    = `<script>alert(1)</script>"'&`
)

func base(lang gatehouse.Language) templates.Base {
	return templates.Base{Frame: &templates.Frame{
		Words:  words.For(lang),
		Title:  "Gatehouse",
		Assets: "/static/test/",
		CSRF:   "csrf-token",
		Now:    now,
	}}
}

func member(lang gatehouse.Language, role gatehouse.PartnerRole) templates.Base {
	b := base(lang)
	b.Actor = gatehouse.Actor{
		Account: "acc", Email: "ana.lopez@northgate.example", Name: "Ana López",
		Partner: "019aa000-0000-7000-8000-000000000001", PartnerName: "Northgate Security GmbH",
		Person: ana, Role: role,
	}
	b.MorePlaces = true
	return b
}

// gallery is every page in every state, by name.
func gallery(lang gatehouse.Language) map[string]page {
	b := base(lang)
	noticed := base(lang)
	noticed.Notice = b.Words.SignIn.SignedOut
	return map[string]page{
		"signin":            templates.SignIn{Base: noticed, Next: "/p/x/admins"},
		"signin-wrong":      templates.SignIn{Base: b, Email: "ana@northgate.example", Error: b.Words.Code(gatehouse.CodeWrongCredentials)},
		"setup":             templates.Setup{Base: b, Key: "k", Language: lang},
		"setup-wrong":       setupWrong(b),
		"dead":              templates.Dead{Base: b, Heading: b.Words.Invitation.DeadTitle, Lead: b.Words.Invitation.DeadLead, Help: b.Words.Invitation.DeadHelp},
		"problem-403":       problem(b, gatehouse.CodeForbidden),
		"problem-500":       problem(b, gatehouse.CodeInternal),
		"places":            places(member(lang, gatehouse.PartnerMaster), 3),
		"places-none":       places(member(lang, gatehouse.PartnerMaster), 0),
		"invitation-new":    invitation(b, templates.AsNewcomer),
		"invitation-signin": invitation(b, templates.BySignIn),
		"invitation-ready":  invitation(member(lang, gatehouse.PartnerAdmin), templates.AsSignedIn),
		"invitation-other":  invitation(member(lang, gatehouse.PartnerAdmin), templates.AsAnother),
		"admins":            admins(member(lang, gatehouse.PartnerMaster)),
		"admins-observer":   observer(lang),
		"admins-first":      first(lang),
		"admins-nothing":    nothing(lang),
		"admins-result":     withResult(lang),
		"invite":            inviteForm(member(lang, gatehouse.PartnerMaster), true),
		"invite-confirm":    inviteConfirm(lang),
		"revoke-confirm":    revokeConfirm(lang),
		"lock-confirm":      lockConfirm(lang),
		"delete-confirm":    deleteConfirm(lang),
		"role-choice":       roleChoice(lang),
		"role-confirm":      roleConfirm(lang),
		"admins-capped":     capped(lang),
		"reset-request":     templates.ResetRequest{Base: b, Email: "ana@northgate", Error: b.Words.Sentence("This is not a valid e-mail address.")},
		"reset-sent":        templates.ResetSent{Base: b},
		"reset-new":         templates.NewPassword{Base: b},
		"reset-dead":        templates.Dead{Base: b, Heading: b.Words.Reset.DeadTitle, Lead: b.Words.Reset.DeadLead, Help: b.Words.Reset.DeadHelp, Again: "/password-reset/request", AgainLabel: b.Words.Reset.Again},
		"account":           templates.Profile{Base: member(lang, gatehouse.PartnerMaster), Key: "k", Name: "Ana López", Language: lang},
		"account-tech":      templates.Profile{Base: member(lang, gatehouse.NoPartnerRole), Key: "k", Language: lang},
		"account-password":  templates.OwnPassword{Base: member(lang, gatehouse.PartnerMaster), Errors: map[string]string{"current_password": b.Words.Sentence("This is not your present password.")}},
		"account-sessions":  ownSessions(member(lang, gatehouse.PartnerMaster)),
		"account-delete":    templates.OwnDeletion{Base: member(lang, gatehouse.PartnerMaster), Typed: "ana.lopez@northgate.example", Error: b.Words.Own.LastMaster("Northgate Security GmbH, " + evil)},
		"account-del-tech":  templates.OwnDeletion{Base: member(lang, gatehouse.NoPartnerRole)},
		"goodbye":           templates.Goodbye{Base: b},
		"audit":             audit(lang),
		"keys":              keys(member(lang, gatehouse.PartnerMaster)),
		"keys-empty":        templates.Keys{Base: member(lang, gatehouse.PartnerMaster)},
		"key-new":           keyForm(member(lang, gatehouse.PartnerMaster)),
		"key-rotate":        templates.KeyRotation{Base: member(lang, gatehouse.PartnerMaster), Key: "k", Row: keyRow(evil, gatehouse.KeyAdmin), Error: evil},
		"key-shown":         templates.KeyShown{Base: member(lang, gatehouse.PartnerMaster), Name: evil, Token: "gh_token", ExpiresAt: now.Add(90 * 24 * time.Hour)},
		"key-shown-already": templates.KeyShown{Base: member(lang, gatehouse.PartnerMaster), Name: evil},
		"mailbox":           templates.Mailbox{Base: b, Messages: []mail.Stored{letter().Stored}},
		"mailbox-empty":     templates.Mailbox{Base: b},
		"message":           templates.Message{Base: b, Message: letter(), Links: []string{"https://portal.example/invitation?token=x"}},
		"audit-empty":       templates.Audit{Base: member(lang, gatehouse.PartnerMaster), Filter: templates.AuditFilter{Action: string(gatehouse.ActionSignIn)}},
	}
}

func keyRow(name string, scope gatehouse.KeyScope) gatehouse.KeyRow {
	f := gatehouse.KeyFacts{
		Now: now, TokenEnds: now.Add(24 * time.Hour), Partner: gatehouse.Partner{ActivatedAt: now},
		Key:    gatehouse.APIKey{ID: "k1", Name: name, Scope: scope, Creator: ana, CreatedAt: now, ExpiresAt: now.Add(24 * time.Hour), Hint: "x7Qw"},
		Holder: gatehouse.Person{ID: ana, Account: "acc", Name: "Ana López", Role: gatehouse.PartnerAdmin},
	}
	return gatehouse.KeyRow{KeyFacts: f}
}

// keys are one in each state.
func keys(b templates.Base) page {
	expired, used := keyRow("Old", gatehouse.KeyObserver), keyRow(evil, gatehouse.KeyOperator)
	expired.Key.ExpiresAt = now
	used.Key.LastUsedAt, used.OlderEnds = now.Add(-time.Hour), now.Add(time.Hour)
	return templates.Keys{Base: b, Rows: []gatehouse.KeyRow{used, expired, keyRow("Above", gatehouse.KeyMaster)}}
}

func keyForm(b templates.Base) page {
	return templates.KeyForm{
		Base: b, Key: "k", Name: evil, Scope: gatehouse.KeyDecisions, Days: "90", Lives: []templates.Choice{{Value: "90", Label: b.Words.Keys.Days(90)}},
		Errors: map[string]string{"name": "Enter a name.", "expires_at": "No."}, Error: b.Words.Common.CheckInput,
	}
}

func setupWrong(b templates.Base) page {
	return templates.Setup{
		Base: b, Key: "k", Partner: evil, Name: "", Email: "ana@northgate",
		Errors: map[string]string{"name": "Enter a name.", "email": "This is not a valid e-mail address.", "password": "This password is among the first that an attacker tries."},
	}
}

func problem(b templates.Base, code gatehouse.Code) page {
	status := code.Status()
	return templates.Problem{
		Base: b, Status: status, Heading: b.Words.Errors.Titles[status], Sentence: b.Words.Code(code),
		Help: b.Words.Errors.Helps[status], RequestID: "019aa0c2-7c1e-7d0b-8a55-2c0f7f6f1d11",
	}
}

func places(b templates.Base, n int) page {
	all := []gatehouse.Place{
		{Kind: gatehouse.PlaceAdmin, Partner: b.Actor.Partner, PartnerName: b.Actor.PartnerName, Role: gatehouse.PartnerMaster},
		{Kind: gatehouse.PlaceAdmin, Partner: "p2", PartnerName: "Hafen & Söhne Zutrittstechnik", Role: gatehouse.PartnerObserver},
		{Kind: gatehouse.PlaceTechnician, Partner: "p3", PartnerName: evil},
	}
	groups := []templates.PlaceGroup{}
	for _, place := range all[:n] {
		groups = append(groups, templates.PlaceGroup{Name: place.PartnerName, Places: []gatehouse.Place{place}})
	}
	return templates.Places{Base: b, Total: n, Groups: groups}
}

func invitation(b templates.Base, way templates.Way) page {
	return templates.Invitation{
		Base: b, Key: "k", ID: "inv", PartnerName: "Northgate Security GmbH", Role: gatehouse.PartnerOperator,
		Inviter: "Ben Ortiz", Email: "carla.weiss@installers.example", Deadline: now.Add(5 * 24 * time.Hour),
		TermsURL: "https://northgate.example/terms", TermsVersion: "2026-01", Way: way, Language: b.Words.Language,
	}
}

func admin(id gatehouse.PersonID, name, email string, role gatehouse.PartnerRole, status gatehouse.InvitationStatus) templates.PersonRow {
	a := templates.PersonRow{
		Person:        gatehouse.Person{ID: id, Email: gatehouse.Email(email), Name: name},
		Invitation:    gatehouse.Invitation{Role: role, InvitedAt: now.Add(-49 * time.Hour), ExpiresAt: now.Add(119 * time.Hour)},
		InvitedByName: "Ben Ortiz",
		Mail:          gatehouse.Delivery{State: gatehouse.MessageSent},
		Status:        status,
		Role:          templates.Rank(role.String()),
		Self:          id == ana,
		Revocable:     status == gatehouse.Pending,
		Resendable:    status != gatehouse.Accepted,
		Deletable:     id != ana,
		Managed:       id != ana && status == gatehouse.Accepted,
		Lockable:      status == gatehouse.Accepted && role.Lockable(),
		LockFixed:     fixed[role.Lockable()],
	}
	if status == gatehouse.Accepted {
		a.Person.Role, a.Person.Account = role, "acc"
		a.Person.LastSignInAt = now.Add(-3 * time.Hour)
	}
	return a
}

// fixed is why a switch cannot be used, by whether the role can be locked.
var fixed = map[bool]gatehouse.Code{false: gatehouse.CodeRoleNotLockable}

func rows() []templates.PersonRow {
	list := []templates.PersonRow{
		admin(ana, "Ana López", "ana.lopez@northgate.example", gatehouse.PartnerMaster, gatehouse.Accepted),
		admin(ben, "Ben Ortiz", "ben.ortiz@northgate.example", gatehouse.PartnerMaster, gatehouse.Accepted),
		admin("3", "", "carla.weiss@installers.example", gatehouse.PartnerOperator, gatehouse.Pending),
		admin("4", "Dimitri Karras", "d.karras@northgate.example", gatehouse.PartnerObserver, gatehouse.Accepted),
		admin("5", "", "everett.a.very.long.local.part@subsidiary.some-longer-company-name.example", gatehouse.PartnerAdmin, gatehouse.Pending),
		admin("6", "", "fiona@northgate.example", gatehouse.PartnerObserver, gatehouse.Expired),
		admin("7", "", "g.h@northgate.example", gatehouse.PartnerObserver, gatehouse.Revoked),
		admin("8", evil, "hidden@northgate.example", gatehouse.PartnerOperator, gatehouse.Accepted),
		admin("9", "", "ivo@northgate.example", gatehouse.PartnerOperator, gatehouse.Pending),
	}
	list[0].InvitedByName = ""
	list[3].Person.Lock = gatehouse.Lock{At: now.Add(-30 * time.Hour), By: ben, Reason: "On leave until January"}
	list[3].LockedByName = "Ben Ortiz"
	list[3].Lockable, list[3].Unlockable = false, true
	list[3].Person.LastSignInAt = time.Time{}
	list[4].Mail = gatehouse.Delivery{State: gatehouse.MessageFailed, Error: "550 5.1.1 mailbox unavailable"}
	list[5].Invitation.ExpiresAt = now.Add(-26 * time.Hour)
	list[8].Mail = gatehouse.Delivery{State: gatehouse.MessageQueued, Error: "451 4.7.1 greylisted, try again later"}
	return list
}

func admins(b templates.Base) templates.People {
	list := rows()
	if !b.Actor.May(gatehouse.ManageAdmins) {
		for i := range list {
			r := list[i]
			r.Revocable, r.Resendable, r.Deletable, r.Managed, r.Lockable, r.Unlockable = false, false, false, false, false, false
			r.LockFixed = gatehouse.CodeForbidden
			list[i] = r
		}
	}
	return templates.People{
		Base: b, Rows: list, Filter: templates.PeopleFilter{Sort: string(gatehouse.SortNewest)}, List: templates.AdminsList, Manages: b.Actor.May(gatehouse.ManageAdmins), Deletes: b.Actor.May(gatehouse.ManageAdmins), Key: "k",
		Pager:  templates.Pager{Label: b.Words.Admins.Pager, Previous: b.Words.Admins.Newer, Next: b.Words.Admins.Older, NextURL: "?cursor=abc"},
		Invite: inviteForm(b, false),
	}
}

func observer(lang gatehouse.Language) page {
	p := admins(member(lang, gatehouse.PartnerObserver))
	p.Notice = p.Words.Invitation.Welcome(p.Actor.PartnerName)
	p.Filter = templates.PeopleFilter{Sort: string(gatehouse.SortName), Status: gatehouse.Pending, Query: evil}
	return p
}

func first(lang gatehouse.Language) page {
	p := admins(member(lang, gatehouse.PartnerMaster))
	p.Rows, p.First, p.Pager = p.Rows[:1], true, templates.Pager{}
	p.Notice = p.Words.Setup.Done
	return p
}

func nothing(lang gatehouse.Language) page {
	p := admins(member(lang, gatehouse.PartnerMaster))
	p.Rows, p.Pager = nil, templates.Pager{}
	p.Filter = templates.PeopleFilter{Query: "zzz", Sort: string(gatehouse.SortNewest)}
	return p
}

func withResult(lang gatehouse.Language) page {
	p := admins(member(lang, gatehouse.PartnerMaster))
	p.Result = &templates.Outcome{
		Title:   p.Words.Admins.List.InviteTitle,
		Changed: p.Words.Invite.Invited(3),
		Refused: p.Words.Invite.NotInvited(2),
		Rows: []templates.OutcomeRow{
			{Name: "Ben Ortiz", Who: "ben.ortiz@northgate.example", Reason: p.Words.Code(gatehouse.CodeAlreadyMember)},
			{Who: "carla.weiss@installers.example", Reason: p.Words.Code(gatehouse.CodeAlreadyPending)},
		},
	}
	return p
}

func people() []templates.Invitee {
	return []templates.Invitee{
		{Email: "jo@northgate.example", Role: "observer"},
		{Email: "kim.tanaka@northgate.example", Role: "admin"},
	}
}

func inviteForm(b templates.Base, filled bool) templates.Invite {
	p := templates.Invite{Base: b, List: templates.AdminsList, Key: "k", Roles: []templates.Rank{"observer", "operator", "admin", "master"}, Role: "observer"}
	if filled {
		p.People, p.Role = people(), "operator"
		p.Typed, p.TypedError = "not-an-address", b.Words.Invite.Malformed(1)
	}
	return p
}

func inviteConfirm(lang gatehouse.Language) page {
	return templates.InviteConfirm{Base: member(lang, gatehouse.PartnerMaster), List: templates.AdminsList, Key: "k", Rows: []templates.BulkRow{
		{ID: "observer jo@northgate.example", Who: "jo@northgate.example", Note: "Observer"},
		{ID: "admin ben.ortiz@northgate.example", Who: "ben.ortiz@northgate.example", Name: evil, Refusal: evil},
	}}
}

func revokeConfirm(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	return templates.BulkConfirm{
		Base: b, Key: "k", Action: b.Partner() + "/admins/revoke", Title: b.Words.Admins.Revoke,
		Ask: b.Words.Bulk.RevokeAsk(1), Note: b.Words.Bulk.RevokeNote.For(1), List: b.Partner() + "/admins", Answer: b.Words.Common.Yes,
		Rows: []templates.BulkRow{
			{ID: "3", Who: "carla.weiss@installers.example"},
			{ID: "4", Who: "d.karras@northgate.example", Refusal: b.Words.Code(gatehouse.CodeNotPending)},
		},
	}
}

func lockConfirm(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	return templates.BulkConfirm{
		Base: b, Key: "k", Action: b.Partner() + "/admins/lock", Title: b.Words.Manage.Lock,
		Ask: b.Words.Manage.LockAsk(1), Note: b.Words.Manage.LockNote, List: b.Partner() + "/admins",
		Single: true, Answer: b.Words.Common.Confirm, AsksReason: true, Reason: evil,
		ReasonError: b.Words.Sentence("A reason has no control or invisible characters."),
		Rows:        []templates.BulkRow{{ID: "4", Who: "d.karras@northgate.example"}},
	}
}

func deleteConfirm(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	return templates.BulkConfirm{
		Base: b, Key: "k", Action: b.Partner() + "/admins/delete", Title: b.Words.Manage.Delete,
		Ask: b.Words.Manage.DeleteAsk(2), Note: b.Words.Manage.DeleteNote.For(2), List: b.Partner() + "/admins",
		Answer: b.Words.Common.Confirm, Danger: true, Impacts: []string{b.Words.Manage.Void(3)},
		Rows: []templates.BulkRow{
			{ID: "3", Who: "carla.weiss@installers.example"},
			{ID: "4", Who: "d.karras@northgate.example"},
			{ID: string(ana), Who: "ana.lopez@northgate.example", Refusal: b.Words.Code(gatehouse.CodeSelfNotAllowed)},
		},
	}
}

func roleChoice(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	options := []templates.PickOption{}
	for _, role := range gatehouse.PartnerRoles() {
		options = append(options, templates.PickOption{
			Value: role.String(), Label: b.Words.Roles.Name(role), Note: b.Words.Roles.Note(role), Now: role == gatehouse.PartnerObserver,
		})
	}
	return templates.Pick{
		Base: b, Section: templates.AdminsSection, Key: "k", Action: b.Partner() + "/admins/role", Title: b.Words.Manage.RoleTitle,
		Lead: b.Words.Manage.RoleChoose(rows()[3].Person.DisplayName()), List: b.Partner() + "/admins", IDs: []string{"4"}, Name: "role",
		Options: options, Single: true,
	}
}

func roleConfirm(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	return templates.BulkConfirm{
		Base: b, Key: "k", Action: b.Partner() + "/admins/role", Title: b.Words.Manage.RoleTitle,
		Ask: b.Words.Manage.RoleAsk(b.Words.Roles.Admin), Note: b.Words.Manage.RoleNote, List: b.Partner() + "/admins",
		Single: true, Answer: b.Words.Common.Confirm, Role: "admin",
		Rows: []templates.BulkRow{{ID: "4", Who: "d.karras@northgate.example"}},
	}
}

func capped(lang gatehouse.Language) page {
	p := admins(member(lang, gatehouse.PartnerMaster))
	p.Capped = true
	p.Filter = templates.PeopleFilter{Sort: string(gatehouse.SortName), Query: "northgate"}
	return p
}

func ownSessions(b templates.Base) page {
	device := b.Words.Own.Device
	return templates.OwnSessions{Base: b, Sessions: []templates.OwnSession{
		{ID: "1", Device: device("Firefox", "Windows"), Address: "203.0.113.7", Place: "Northgate Security GmbH", SignedInAt: now.Add(-20 * time.Minute), LastUsedAt: now, Current: true},
		{ID: "2", Device: device("Safari", "iPhone"), Address: "2001:db8:4006:812:1::200e", Place: "Hafen & Söhne Zutrittstechnik", SignedInAt: now.Add(-5 * time.Hour), LastUsedAt: now.Add(-40 * time.Minute)},
		{ID: "3", Device: b.Words.Own.UnknownDevice, SignedInAt: now.Add(-9 * time.Hour), LastUsedAt: now.Add(-50 * time.Minute)},
	}}
}

func letter() mail.StoredMessage {
	return mail.StoredMessage{
		Stored: mail.Stored{ID: "0006440e3f4b2d80-0123456789abcdef", To: "carla.weiss@installers.example", Subject: "Invitation to Northgate " + evil, Date: now},
		From:   "Gatehouse <no-reply@localhost.localdomain>", Text: "Hello,\n\n" + evil, HTML: "<p>Hello</p>",
	}
}

func audit(lang gatehouse.Language) page {
	b := member(lang, gatehouse.PartnerMaster)
	event := func(seq int64, action gatehouse.Action, e gatehouse.AuditEvent) gatehouse.AuditEvent {
		e.Seq, e.Action, e.ID = seq, action, "ev"
		e.At = now.Add(-time.Duration(400-seq) * 13 * time.Minute)
		e.RequestID = "019aa0c2-7c1e-7d0b-8a55-2c0f7f6f1d11"
		if e.Outcome == "" {
			e.Outcome = gatehouse.Done
		}
		if e.Via == "" {
			e.Via, e.Context.Address, e.Context.UserAgent = gatehouse.ViaPage, "203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"
		}
		return e
	}
	anaDid := gatehouse.AuditEvent{Actor: string(ana), Context: gatehouse.AuditContext{ActorName: "Ana López", Count: 1}}
	invited := anaDid
	invited.Target, invited.Context.TargetName = "3", "carla.weiss@installers.example"
	invited.After = json.RawMessage(`{"role":"operator","status":"pending","expires_at":"2026-11-26T13:00:00Z"}`)
	resent := invited
	resent.Before = json.RawMessage(`{"status":"expired","rotation":1}`)
	resent.After = json.RawMessage(`{"status":"pending","rotation":2}`)
	refused := gatehouse.AuditEvent{
		Actor: string(ben), Outcome: gatehouse.Denied, Code: gatehouse.CodeRoleAboveYours, Target: "019aa000-0000-7000-8000-00000000c003",
		Context: gatehouse.AuditContext{ActorName: evil, Count: 14, LastAt: now},
	}
	return templates.Audit{
		Base: b,
		Events: []gatehouse.AuditEvent{
			event(391, gatehouse.ActionAdminResend, resent),
			event(390, gatehouse.ActionAdminInvite, invited),
			event(389, gatehouse.ActionAdminInvite, refused),
			event(388, gatehouse.ActionSignIn, gatehouse.AuditEvent{Outcome: gatehouse.Denied, Code: gatehouse.CodeWrongCredentials, Context: gatehouse.AuditContext{Count: 3, LastAt: now}}),
			event(387, gatehouse.ActionInvitationRemind, gatehouse.AuditEvent{Via: gatehouse.ViaJob, Target: "3", Context: gatehouse.AuditContext{TargetName: "carla.weiss@installers.example", Count: 1}}),
			event(386, gatehouse.ActionInvitationAccept, gatehouse.AuditEvent{Actor: "019aa000-0000-7000-8000-00000000c009", Context: gatehouse.AuditContext{Count: 1}}),
			event(1, gatehouse.ActionSetup, anaDid),
		},
		Actors: []templates.Choice{{Value: string(ana), Label: "Ana López"}, {Value: string(ben), Label: "Ben Ortiz"}},
		Pager:  templates.Pager{Label: b.Words.Audit.Pager, Previous: b.Words.Audit.Newer, Next: b.Words.Audit.Older, NextURL: "?cursor=abc", PreviousURL: "?"},
	}
}

// TestGallery draws every page in every state and language. With GATEHOUSE_GALLERY
// set to a directory it leaves the files there, to be looked at.
func TestGallery(t *testing.T) {
	dir := os.Getenv("GATEHOUSE_GALLERY")
	for _, lang := range gatehouse.Languages() {
		for name, p := range gallery(lang) {
			t.Run(name+"/"+string(lang), func(t *testing.T) {
				var html bytes.Buffer
				if err := p.Page().Render(context.Background(), &html); err != nil {
					t.Fatal(err)
				}
				htmltest.Check(t, htmltest.Parse(t, bytes.NewReader(html.Bytes())))
				if dir != "" {
					file := filepath.Join(dir, name+"."+string(lang)+".html")
					if err := os.WriteFile(file, html.Bytes(), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}
