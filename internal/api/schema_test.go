package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
)

// faults parses a body, holds it against an operation and returns the findings as
// "field: message".
func faults(t *testing.T, operationID, body string) []string {
	t.Helper()
	document, err := api.ParseJSON([]byte(body))
	if err != nil {
		t.Fatalf("parse %s: %v", body, err)
	}
	found, err := api.CheckBody(operationID, document)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, fault := range found {
		lines = append(lines, fault.Field+": "+fault.Message)
	}
	return lines
}

func TestCheckBody(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		for operation, body := range map[string]string{
			"signIn":           `{"email":"","password":"p"}`,
			"inviteAdmins":     `{"invitations":[{"email":"a@example.com","role":"observer"}],"dry_run":true}`,
			"revokeAdmins":     `{"ids":["x"],"reason":"gone"}`,
			"acceptInvitation": `{"token":"t"}`,
		} {
			if found := faults(t, operation, body); len(found) > 0 {
				t.Errorf("%s refuses %s: %v", operation, body, found)
			}
		}
	})
	const unknown, missing = "This call does not know this field.", "This field is missing."
	for _, c := range []struct {
		name, operation, body string
		want                  []string
	}{
		{"ErrNotAnObject", "signIn", `[]`, []string{"body: This has to be an object."}},
		{"ErrNull", "signIn", `null`, []string{"body: This has to be an object."}},
		{"ErrMissing", "signIn", `{}`, []string{"email: " + missing, "password: " + missing}},
		{"ErrOtherCase", "signIn", `{"EMAIL":"a","password":"b"}`, []string{"email: " + missing, "EMAIL: " + unknown}},
		{"ErrCaseAndExact", "signIn", `{"email":"a","Email":"b","password":"c"}`, []string{"Email: " + unknown}},
		{"ErrFoldedLetter", "inviteAdmins", `{"invitations":[{"email":"a@b.cc","role":"admin"}],"dry_run":false,"invitation\u017f":[]}`, []string{"invitationſ: " + unknown}},
		{"ErrNullText", "signIn", `{"email":null,"password":"b"}`, []string{"email: This has to be a text."}},
		{"ErrNumberForText", "signIn", `{"email":1,"password":"b"}`, []string{"email: This has to be a text."}},
		{"ErrTextForBool", "revokeAdmins", `{"ids":["x"],"dry_run":"true"}`, []string{"dry_run: This has to be true or false."}},
		{"ErrObjectForList", "revokeAdmins", `{"ids":{"0":"x"}}`, []string{"ids: This has to be a list."}},
		{"ErrNumberInList", "revokeAdmins", `{"ids":["x",7]}`, []string{"ids[1]: This has to be a text."}},
		{"ErrEmptyList", "revokeAdmins", `{"ids":[]}`, []string{"ids: This list has at least 1 entry."}},
		{"ErrLongList", "revokeAdmins", `{"ids":[` + strings.Repeat(`"x",`, gatehouse.BulkLimit) + `"x"]}`, []string{"ids: This list has at most 1000 entries."}},
		{"ErrRole", "inviteAdmins", `{"invitations":[{"email":"a","role":"Master"}]}`, []string{"invitations[0].role: This is one of observer, operator, admin, master."}},
		{"ErrInnerUnknown", "inviteAdmins", `{"invitations":[{"email":"a","role":"admin","status":"accepted"}]}`, []string{"invitations[0].status: " + unknown}},
		{"ErrNUL", "signIn", `{"email":"a\u0000","password":"b"}`, []string{"email: This text holds a NUL character."}},
		{"ErrLongName", "signIn", `{"email":"a","password":"b","` + strings.Repeat("é", 65) + `":1}`, []string{strings.Repeat("é", 64) + "…: " + unknown}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, faults(t, c.operation, c.body)); diff != "" {
				t.Errorf("the findings differ (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("ErrMassAssignment", func(t *testing.T) {
		for _, field := range []string{"role", "partner_id", "status", "locked", "id", "created_at", "email_verified", "credits", "mfa"} {
			for _, operation := range []string{"signIn", "completeSetup", "acceptInvitation", "lookupInvitation", "choosePlace", "revokeAdmins"} {
				want := field + ": " + unknown
				if got := faults(t, operation, fmt.Sprintf(`{%q:"master"}`, field)); !strings.Contains(strings.Join(got, "\n"), want) {
					t.Errorf("%s takes %q: %v", operation, field, got)
				}
			}
		}
	})
	t.Run("ErrManyFields", func(t *testing.T) {
		fields := map[string]int{}
		for i := range 5000 {
			fields[fmt.Sprint("f", i)] = i
		}
		body, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		if got := faults(t, "signIn", string(body)); len(got) != gatehouse.BulkLimit {
			t.Errorf("%d findings, want the first %d", len(got), gatehouse.BulkLimit)
		}
	})
}

// FuzzCheckBody holds for every body that both checks pass: the standard decoder
// then reads exactly what stands there, and no other spelling of a name counts.
func FuzzCheckBody(f *testing.F) {
	for _, seed := range []string{
		`{"email":"a","password":"b"}`, `{"email":"a","Password":"b"}`, `{"email":"a","pa\u017fsword":"c","password":"b"}`,
		`{"EMAIL":"x","email":"a","password":"b"}`, `{"email":["a"],"password":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		document, err := api.ParseJSON(body)
		if err != nil {
			return
		}
		found, err := api.CheckBody("signIn", document)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return
		}
		var bound struct {
			Email    string `json:"email"`
			Password string `json:"password"`
		}
		if err := json.Unmarshal(body, &bound); err != nil {
			t.Fatalf("%q passes and cannot be bound: %v", body, err)
		}
		want := map[string]any{"email": bound.Email, "password": bound.Password}
		if diff := cmp.Diff(want, document); diff != "" {
			t.Errorf("%q is bound in another way (-bound +checked):\n%s", body, diff)
		}
	})
}
