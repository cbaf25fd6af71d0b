package api_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

func TestAudit(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Invite(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		wantStatus(t, w.call(t, w.master, "POST", "/admins:revoke", idsOf(ben), "User-Agent: curl"), http.StatusOK)
		t.Run("OK", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, w.master, "GET", "/audit?action=admin.revoke", ""), http.StatusOK)
			list := read[struct{ Items []object }](t, answer)
			want := object{
				"id": "*", "at": "*", "via": "api", "action": "admin.revoke", "outcome": "done",
				"actor":  object{"id": string(w.master.Actor.Person), "name": "Mara Master"},
				"target": object{"id": string(ben), "name": "ben@example.com"},
				"before": object{"status": "pending"}, "after": object{"status": "revoked"},
				"address": "192.0.2.1", "user_agent": "curl", "request_id": "*", "count": 1.0, "last_at": nil,
			}
			if len(list.Items) != 1 {
				t.Fatalf("there are %v", list.Items)
			}
			delete(list.Items[0], "seq")
			if diff := cmp.Diff(want, list.Items[0], cmp.FilterValues(wildcard, cmp.Ignore())); diff != "" {
				t.Errorf("the event differs (-want +got):\n%s", diff)
			}
		})
		t.Run("OK filters and pages", func(t *testing.T) {
			whole := read[struct{ Items []object }](t, w.call(t, w.master, "GET", "/audit", "")).Items
			first := read[struct {
				Items      []object
				NextCursor string `json:"next_cursor"`
			}](t, w.call(t, w.master, "GET", "/audit?limit=1", ""))
			second := read[struct{ Items []object }](t, w.call(t, w.master, "GET", "/audit?cursor="+first.NextCursor, ""))
			if diff := cmp.Diff(whole, append(first.Items, second.Items...)); diff != "" {
				t.Errorf("the pages are not the whole:\n%s", diff)
			}
			for query, want := range map[string]int{
				"target=" + string(ben) + "&action=admin.invite": 1, "outcome=refused": 0, "actor=nobody": 0,
				"until=2020-01-01T00:00:00Z": 0, "from=2020-01-01T00:00:00%2B01:00": len(whole),
			} {
				if got := read[struct{ Items []object }](t, w.call(t, w.master, "GET", "/audit?"+query, "")); len(got.Items) != want {
					t.Errorf("?%s finds %d events, want %d", query, len(got.Items), want)
				}
			}
		})
	})
}

func TestExports(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Invite(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		w.Settled(t)
		for _, c := range []struct{ path, list, csv, ndjson string }{
			{"/admins/export", "/admins?sort=email", "gatehouse-admins.csv", "gatehouse-admins.ndjson"},
			{"/audit/export", "/audit", "gatehouse-audit.csv", "gatehouse-audit.ndjson"},
		} {
			t.Run("OK "+c.path, func(t *testing.T) {
				table := wantStatus(t, w.call(t, w.master, "GET", c.path, "", "Accept: text/csv"), http.StatusOK)
				wantFile(t, table, "text/csv; charset=utf-8; header=present", c.csv)
				rows, err := csv.NewReader(table.Body).ReadAll()
				if err != nil || len(rows) < 3 {
					t.Errorf("the file has %d rows, %v", len(rows), err)
				}
				query := "?format=ndjson"
				if c.path == "/admins/export" {
					query += "&sort=email"
				}
				answer := wantStatus(t, w.call(t, w.master, "GET", c.path+query, ""), http.StatusOK)
				wantFile(t, answer, "application/x-ndjson", c.ndjson)
				items := lines(t, answer)
				if c.path == "/admins/export" {
					list := read[struct{ Items []object }](t, w.call(t, w.master, "GET", c.list, ""))
					if diff := cmp.Diff(list.Items, items); diff != "" {
						t.Errorf("the lines are not the items of the list:\n%s", diff)
					}
				}
			})
		}
		t.Run("OK nothing to write", func(t *testing.T) {
			empty := wantStatus(t, w.call(t, w.master, "GET", "/admins/export?format=ndjson&status=expired", ""), http.StatusOK)
			wantFile(t, empty, "application/x-ndjson", "gatehouse-admins.ndjson")
		})
		t.Run("ErrForbidden", func(t *testing.T) {
			observer := w.Join(t, w.master.Actor, "otto@example.com", gatehouse.PartnerObserver)
			answer := w.call(t, observer, "GET", "/audit/export", "")
			if got := answer.Header.Get("Content-Disposition"); got != "" {
				t.Errorf("a refusal is a file: %s", got)
			}
			wantProblem(t, answer, gatehouse.CodeForbidden)
		})
		t.Run("OK it is recorded", func(t *testing.T) {
			list := read[struct{ Items []object }](t, w.call(t, w.master, "GET", "/audit?action=admin.export&outcome=done&from="+
				time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), ""))
			if len(list.Items) < 3 {
				t.Errorf("%d exports are recorded", len(list.Items))
			}
		})
	})
}

// lines reads a file of NDJSON.
func lines(t *testing.T, answer *http.Response) []object {
	t.Helper()
	items := []object{}
	for scanner := bufio.NewScanner(answer.Body); scanner.Scan(); {
		var item object
		if err := json.Unmarshal(scanner.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		items = append(items, item)
	}
	return items
}

func wantFile(t *testing.T, answer *http.Response, contentType, name string) {
	t.Helper()
	if got := answer.Header.Get("Content-Type"); got != contentType {
		t.Errorf("the content type is %q", got)
	}
	if got := answer.Header.Get("Content-Disposition"); got != `attachment; filename="`+name+`"` {
		t.Errorf("the disposition is %q", got)
	}
}
