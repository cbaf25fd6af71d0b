package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
)

func admin(name string) gatehouse.Admin {
	return gatehouse.Admin{
		Person: gatehouse.Person{
			ID: "p1", Email: "ben@example.com", Name: name, Role: gatehouse.PartnerOperator,
			Lock: gatehouse.Lock{At: time.Date(2026, 3, 5, 11, 15, 0, 0, time.FixedZone("", 3600)), Reason: "lost\nphone"},
		},
		Status:       gatehouse.Accepted,
		LockedByName: "Ana",
		Mail:         gatehouse.Delivery{State: gatehouse.MessageFailed, Error: "550 5.1.1 no such user"},
	}
}

func TestAdmins(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		var file bytes.Buffer
		table := export.Admins(&file)
		if err := table.Write(admin("Ben, \"B\"")); err != nil {
			t.Fatal(err)
		}
		if err := table.Close(); err != nil {
			t.Fatal(err)
		}
		want := "id,email,name,role,status,locked,locked_at,locked_by,lock_reason,created_at,invited_by,invited_at,expires_at,accepted_at,last_sign_in_at,mail_state,mail_error\r\n" +
			"p1,ben@example.com,\"Ben, \"\"B\"\"\",operator,accepted,true,2026-03-05T10:15:00Z,Ana,\"lost\r\nphone\",,,,,,,failed,550 5.1.1 no such user\r\n"
		if diff := cmp.Diff(want, file.String()); diff != "" {
			t.Errorf("the file differs (-want +got):\n%s", diff)
		}
	})
	t.Run("OK without rows there is the header", func(t *testing.T) {
		var file bytes.Buffer
		if err := export.Admins(&file).Close(); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(file.String(), "id,email,name,") || strings.Count(file.String(), "\r\n") != 1 {
			t.Errorf("got %q", file.String())
		}
	})
}

func TestEvents(t *testing.T) {
	var file bytes.Buffer
	table := export.Events(&file)
	event := gatehouse.AuditEvent{
		Seq: 7, ID: "e1", Action: gatehouse.ActionAdminRevoke, Outcome: gatehouse.Denied, Code: gatehouse.CodeForbidden,
		Before:  json.RawMessage(`{"status":"pending"}`),
		Context: gatehouse.AuditContext{ActorName: "=cmd()", Count: 3},
	}
	if err := table.Write(event); err != nil {
		t.Fatal(err)
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	want := map[string]string{
		"seq": "7", "id": "e1", "actor_name": "'=cmd()", "action": "admin.revoke", "outcome": "refused", "code": "forbidden",
		"before": `{"status":"pending"}`, "count": "3",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
}

func TestCell(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Ana", "Ana"},
		{" =1", " =1"},
		{"a=1", "a=1"},
		{"'=1", "'=1"},
		{"“=1”", "“=1”"},
		{"=1+1", "'=1+1"},
		{"+49 30", "'+49 30"},
		{"-2", "'-2"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "'\t=1"},
		{"\r=1", "'\r=1"},
		{"\n=1", "'\n=1"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠A", "'＠A"},
	} {
		if got := export.Cell(c.in); got != c.want {
			t.Errorf("Cell(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// FuzzCSV holds for any name: the file has two rows of one length, no cell starts
// a formula, and what the name was can be read back.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"", "Ana", "=HYPERLINK(\"http://x\")", "a\r\nb", "\x00", "＝1", "\"", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		var file bytes.Buffer
		table := export.Admins(&file)
		if err := table.Write(admin(name)); err != nil {
			t.Fatal(err)
		}
		if err := table.Close(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&file).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) {
			t.Fatalf("%q makes %d rows, %v", name, len(rows), err)
		}
		cell := rows[1][2]
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
			t.Errorf("%q makes a cell that starts a formula: %q", name, cell)
		}
		// A CSV file has one kind of line end.
		want := strings.NewReplacer("\r\n", "\n", "\r", "").Replace(export.Cell(name))
		if got := strings.ReplaceAll(cell, "\r\n", "\n"); got != want {
			t.Errorf("%q is read back as %q", name, got)
		}
	})
}

func TestNDJSON(t *testing.T) {
	var file bytes.Buffer
	lines := export.NewNDJSON(&file)
	for _, item := range []any{map[string]string{"name": "<Ana>\n"}, map[string]int{"n": 1}} {
		if err := lines.Write(item); err != nil {
			t.Fatal(err)
		}
	}
	if err := lines.Close(); err != nil {
		t.Fatal(err)
	}
	if want := "{\"name\":\"<Ana>\\n\"}\n{\"n\":1}\n"; file.String() != want {
		t.Errorf("got %q, want %q", file.String(), want)
	}
}
