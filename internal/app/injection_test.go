package app_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// hostile is text that would do something if it were ever taken for SQL, a
// pattern, a query of the full-text index, or a format.
var hostile = []string{
	`'`, `''`, `"`, `""`, "`", `\`, `\\`, `;`, `--`, `/*`, `*/`, `%`, `%%`, `_`, `___`, `*`, `^`, `$1`, `$2`, `?`, `:name`, `@p`, `{`, `}`,
	`' OR '1'='1`, `" OR ""="`, `') OR 1=1 --`, `'; DROP TABLE person; --`, `'; UPDATE person SET role = 4; --`,
	`1); DELETE FROM invitation; --`, `x' UNION SELECT id, password_hash FROM account --`, `' || (SELECT password_hash FROM account) || '`,
	`' AND pg_sleep(5) --`, `'; COPY account TO PROGRAM 'id'; --`, `E'\''`, `$$x$$`, `$tag$x$tag$`, `U&'\0027'`, `0x27`, `CHAR(39)`,
	`AND`, `OR`, `NOT`, `NEAR(a b)`, `NEAR/2`, `a AND b`, `"a" OR "b"`, `search:x`, `-search:x`, `person_search MATCH 'x'`, `a*`, `^a`, `a + b`, `(a`, `a)`, `{a b}:c`,
	`%s`, `%d`, `%[1]s`, `%!`, `{{.}}`, `${x}`, `<script>alert(1)</script>`, `../../etc/passwd`, "a\tb", "a\nb", "a\r\nb", "ＡＮＤ", "ſ", "K", "İ", "ß", "ﬀ", "e\u0301", "\u202e", "\ufeff", "\U0010ffff", "\ufffd",
}

// unreadable is text that a database may refuse to store at all.
var unreadable = []string{"\x00", "a\x00b", "\xff", "a\xc3", "\xed\xa0\x80"}

func TestT187InjectionThroughSearchAndFilters(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		e.Join(t, w.a.Actor, "o.hara@meridian.example", gatehouse.PartnerObserver)
		before := [2]map[string][][]string{rowsOf(t, e, w.a.Actor.Partner), rowsOf(t, e, w.b.Actor.Partner)}
		known := map[gatehouse.Code]bool{"": true, gatehouse.CodeUnknownParameter: true, gatehouse.CodeNotFound: true}
		want := func(what, text string, err error) {
			t.Helper()
			if !known[gatehouse.CodeOf(err)] {
				t.Errorf("%s %+q: %v", what, text, err)
			}
		}
		for _, text := range append(append([]string{}, hostile...), unreadable...) {
			for _, query := range []string{text, "meridian" + text, text + "meridian", "me" + text} {
				page, err := e.Admins.List(t.Context(), w.a.Actor, gatehouse.AdminFilter{Query: query}, app.Page{})
				want("search", query, err)
				for _, item := range page.Items {
					if item.Person.Partner != w.a.Actor.Partner {
						t.Errorf("search %+q finds somebody of another partner", query)
					}
				}
				if len(page.Items) > 0 && len(query) > len("meridian") {
					t.Errorf("search %+q finds %d people", query, len(page.Items))
				}
			}
			for _, filter := range []gatehouse.AdminFilter{{Sort: gatehouse.AdminSort(text)}, {Sort: "name" + gatehouse.AdminSort(text)}, {Status: gatehouse.InvitationStatus(text)}} {
				_, err := e.Admins.List(t.Context(), w.a.Actor, filter, app.Page{})
				wantCode(t, fmt.Sprintf("filter %+v", filter), err, gatehouse.CodeUnknownParameter)
			}
			_, err := e.Admins.List(t.Context(), w.a.Actor, gatehouse.AdminFilter{}, app.Page{Cursor: text})
			wantCode(t, fmt.Sprintf("cursor %+q", text), err, gatehouse.CodeUnknownParameter)
			_, err = e.Admins.Get(t.Context(), w.a.Actor, gatehouse.PersonID(text))
			wantCode(t, fmt.Sprintf("id %+q", text), err, gatehouse.CodeNotFound)
			for _, filter := range []gatehouse.AuditFilter{{Actor: text}, {Target: text}} {
				page, err := e.Audit.List(t.Context(), w.a.Actor, filter, app.Page{})
				want("filter the trail by", text, err)
				if len(page.Items) != 0 {
					t.Errorf("filtering the trail by %+q finds %d events", text, len(page.Items))
				}
			}
		}
		for i, member := range []gatehousetest.Member{w.a, w.b} {
			wantUntouched(t, e, member.Actor.Partner, before[i])
		}
	})
}

// TestT187InjectionThroughCursors makes cursors up that decode well.
func TestT187InjectionThroughCursors(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		for _, text := range append(append([]string{"", "1e9", "99999999999999999999", "-1", "NaN"}, hostile...), unreadable...) {
			for _, sort := range gatehouse.AdminSorts() {
				for _, key := range []any{map[string]any{"Value": text, "ID": "x"}, map[string]any{"Value": "1", "ID": text}, text, 1, nil} {
					page, err := e.Admins.List(t.Context(), w.a.Actor, gatehouse.AdminFilter{Sort: sort}, app.Page{Cursor: forge(t, w.a.Actor.Partner, string(sort), key)})
					if code := gatehouse.CodeOf(err); code != "" && code != gatehouse.CodeUnknownParameter {
						t.Fatalf("a cursor with %+v in the order %s: %v", key, sort, err)
					}
					for _, item := range page.Items {
						if item.Person.Partner != w.a.Actor.Partner {
							t.Fatalf("a cursor with %+v shows somebody of another partner", key)
						}
					}
				}
			}
			_, err := e.Audit.List(t.Context(), w.a.Actor, gatehouse.AuditFilter{}, app.Page{Cursor: forge(t, w.a.Actor.Partner, "audit", text)})
			wantCode(t, fmt.Sprintf("the trail's cursor with %+q", text), err, gatehouse.CodeUnknownParameter)
		}
	})
}

func forge(t *testing.T, partner gatehouse.PartnerID, order string, key any) string {
	t.Helper()
	encoded, err := json.Marshal(map[string]any{"p": partner, "o": order, "k": key})
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(encoded)
}

// TestT187NamesAreText: what is allowed as a name comes back as it was, is found,
// and is sorted; nothing of it is ever run.
func TestT187NamesAreText(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for i, text := range hostile {
			email := fmt.Sprintf("person%d@meridian.example", i)
			e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
			name, err := gatehouse.CleanName("name", text+" the person")
			done, acceptErr := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), text, e.Newcomer(e.OutboxToken(t, email), text+" the person"))
			if gatehouse.CodeOf(err) != gatehouse.CodeOf(acceptErr) {
				t.Fatalf("the name %+q: %v, and accepting: %v", text, err, acceptErr)
			}
			if err != nil {
				continue
			}
			if done.Account.Name != name {
				t.Errorf("the name %+q came back as %+q", name, done.Account.Name)
			}
			page, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{Query: name, Sort: gatehouse.SortName}, app.Page{})
			if err != nil {
				t.Fatalf("search for %+q: %v", name, err)
			}
			found := false
			for _, item := range page.Items {
				found = found || item.Person.ID == done.Person
			}
			if !found {
				t.Errorf("the person called %+q is not found by the name", name)
			}
		}
	})
}

// TestT187WhatARequestBrings: a header can hold any bytes; none of them may keep a
// change from being recorded.
func TestT187WhatARequestBrings(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for i, text := range append(append([]string{}, hostile...), unreadable...) {
			stranger := gatehousetest.Stranger()
			stranger.Origin.UserAgent = text
			_, err := e.Sessions.SignIn(t.Context(), stranger, "mara@meridian.example", gatehousetest.Password)
			wantCode(t, fmt.Sprintf("sign in with the user agent %+q", text), err, "")
			actor := master.Actor
			actor.Origin = stranger.Origin
			results, err := e.Admins.Invite(t.Context(), actor, fmt.Sprint("key", i, text), invitee(fmt.Sprintf("person%d@meridian.example", i), gatehouse.PartnerObserver), false)
			wantRows(t, fmt.Sprintf("invite with the user agent and key %+q", text), results, err, changed)
		}
		for _, text := range append(append([]string{}, hostile...), unreadable...) {
			_, err := e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), text, text)
			if code := gatehouse.CodeOf(err); code != gatehouse.CodeWrongCredentials && code != gatehouse.CodeTooManyRequests {
				t.Errorf("sign in as %+q: %v", text, err)
			}
			_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), text)
			wantCode(t, fmt.Sprintf("the session %+q", text), err, gatehouse.CodeNotSignedIn)
			_, err = e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), master.Token, gatehouse.Spot{Partner: gatehouse.PartnerID(text)})
			wantCode(t, fmt.Sprintf("the partner %+q", text), err, gatehouse.CodeNotFound)
		}
	})
}

func TestSearchFoldsAndPages(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for i, name := range []string{"Straße", "STRASSE", "Ärger", "ärger", "Kelvin", "ﬁona", "Fiona"} {
			email := fmt.Sprintf("person%d@meridian.example", i)
			e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
			if _, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(e.OutboxToken(t, email), name)); err != nil {
				t.Fatal(err)
			}
		}
		for query, want := range map[string]int{"strasse": 2, "ÄRGER": 2, "kelvin": 1, "fiona": 2, "st": 2, "är": 2, "f": 2, "ras": 2, "person3": 1, "@meridian": 8, "_": 0, "%": 0, "nobody": 0} {
			seen := map[gatehouse.PersonID]bool{}
			cursor := ""
			for {
				page, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{Query: query, Sort: gatehouse.SortName}, app.Page{Limit: 1, Cursor: cursor})
				if err != nil {
					t.Fatalf("search for %q: %v", query, err)
				}
				for _, item := range page.Items {
					if seen[item.Person.ID] {
						t.Fatalf("search for %q shows somebody twice", query)
					}
					seen[item.Person.ID] = true
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			if len(seen) != want {
				t.Errorf("search for %q finds %d people, want %d", query, len(seen), want)
			}
		}
	})
}

func TestListsPageThroughEverything(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		list := gatehousetest.Addresses(30)
		for i := range list {
			list[i].Role = gatehouse.PartnerRoles()[i%4].String()
		}
		_, err := e.Admins.Invite(t.Context(), master.Actor, "", list, false)
		wantCode(t, "invite", err, "")
		for _, sort := range gatehouse.AdminSorts() {
			var whole, paged []gatehouse.PersonID
			page, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{Sort: sort}, app.Page{})
			wantCode(t, string(sort), err, "")
			for _, item := range page.Items {
				whole = append(whole, item.Person.ID)
			}
			for cursor, first := "", true; first || cursor != ""; first = false {
				page, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{Sort: sort}, app.Page{Cursor: cursor, Limit: 4})
				wantCode(t, string(sort), err, "")
				for _, item := range page.Items {
					paged = append(paged, item.Person.ID)
				}
				cursor = page.Next
			}
			if diff := cmp.Diff(whole, paged); diff != "" || len(whole) != 31 {
				t.Errorf("in the order %s the pages are not the whole of %d:\n%s", sort, len(whole), diff)
			}
		}
		for _, limit := range []int{-1, gatehouse.PageLimit + 1} {
			_, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{}, app.Page{Limit: limit})
			wantCode(t, fmt.Sprint("limit ", limit), err, gatehouse.CodeUnknownParameter)
		}
	})
}
