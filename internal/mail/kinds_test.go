package mail_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

const (
	base    = "https://portal.example.com"
	secret  = "kT3xv0aQm2pY7bVJ4sRzLwE9cHn6dUfGiO1XtMqAyBk"
	link    = base + "/invitation?token=" + secret
	reset   = base + "/password-reset?token=" + secret
	invited = "jonas.lind@example.org"
)

// given is the data of a message exactly as the use cases fill it in: whatever
// they do not know of a kind is missing here as well.
func given(kind gatehouse.MessageKind) mail.Data {
	d := mail.Data{BaseURL: base}
	switch kind {
	case gatehouse.MailInvitation, gatehouse.MailReminder, gatehouse.MailInvitationVoid:
		d.Partner, d.Inviter, d.InvitedEmail = "Northwind Security", "Ana Pérez", invited
		d.Kind, d.Role = gatehouse.InviteAdmin, gatehouse.PartnerAdmin
		d.Deadline = time.Date(2026, 11, 29, 10, 15, 59, 0, time.UTC)
		if kind != gatehouse.MailInvitationVoid {
			d.Link = link
		}
	case gatehouse.MailLocked, gatehouse.MailUnlocked, gatehouse.MailRoleChanged, gatehouse.MailDeleted:
		d.Partner, d.RecipientName = "Northwind Security", "Jonas Lind"
		if kind == gatehouse.MailLocked {
			d.Reason = "Lost laptop.\nCall the office."
		}
		if kind == gatehouse.MailRoleChanged {
			d.OldRole, d.NewRole = gatehouse.PartnerAdmin, gatehouse.PartnerOperator
		}
	case gatehouse.MailAssigned, gatehouse.MailApprovalWanted, gatehouse.MailApproved, gatehouse.MailSiteLocked,
		gatehouse.MailUnassigned, gatehouse.MailSiteDeleted, gatehouse.MailAccessEnds, gatehouse.MailSiteAdmins:
		aboutSite(kind, &d)
	case gatehouse.MailOutOfCredit:
		d.Partner, d.RecipientName = "Northwind Security", "Jonas Lind"
		d.Sites, d.More = []mail.SiteLine{{Name: "Harbour Gate"}, {Name: "Old Mill"}}, 3
	case gatehouse.MailPasswordReset:
		d.RecipientName, d.Link = "Jonas Lind", reset
		d.Deadline = time.Date(2026, 11, 29, 10, 15, 59, 0, time.UTC)
	case gatehouse.MailPasswordChanged:
		d.RecipientName = "Jonas Lind"
	}
	return d
}

// aboutSite is the data of a message about a site.
func aboutSite(kind gatehouse.MessageKind, d *mail.Data) {
	d.Partner, d.RecipientName = "Northwind Security", "Jonas Lind"
	d.Sites = []mail.SiteLine{{Name: "Harbour Gate", Level: gatehouse.DevicesOnly}}
	switch kind {
	case gatehouse.MailAssigned:
		d.Sites = append(d.Sites, mail.SiteLine{Name: "Old Mill", Level: gatehouse.FullIncludingUsers, Waiting: true})
		d.More = 3
	case gatehouse.MailApprovalWanted:
		d.Link, d.People = base+"/s/1/technicians?row=2", []string{"Tom Reed", "mia@example.com"}
	case gatehouse.MailSiteLocked:
		d.Reason = "Lost laptop."
	case gatehouse.MailAccessEnds:
		d.Deadline = time.Date(2026, 11, 29, 10, 15, 59, 0, time.UTC)
	case gatehouse.MailSiteAdmins:
		d.People, d.Action = []string{"Tom Reed"}, gatehouse.ActionSiteAdminRole
		d.OldSiteRole, d.NewSiteRole = gatehouse.SiteOperator, gatehouse.SiteMaster
	}
}

// data is what an invitation tells.
func data() mail.Data { return given(gatehouse.MailInvitation) }

// kinds reads from the vocabulary's source which kinds of messages there are, so
// that none can be added and forgotten here.
func kinds(t *testing.T) []gatehouse.MessageKind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../message.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := []gatehouse.MessageKind{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != "MessageKind" {
			return false
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, gatehouse.MessageKind(text))
		}
		return false
	})
	if len(found) < 9 {
		t.Fatalf("only the kinds %v were found", found)
	}
	return found
}

// offers are the kinds that are about an invitation.
func offers() []gatehouse.MessageKind {
	return []gatehouse.MessageKind{gatehouse.MailInvitation, gatehouse.MailReminder, gatehouse.MailInvitationVoid}
}

func compose(t *testing.T, kind gatehouse.MessageKind, lang gatehouse.Language, d mail.Data) mail.Content {
	t.Helper()
	content, err := mail.Compose(kind, lang, d)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
