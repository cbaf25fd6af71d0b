package app_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAuditByTime: the trail is read by time. Pages of it hold every event once, also
// where the clock was set back between two of them, and times part it in two.
func TestAuditByTime(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for i := range 6 {
			wantCode(t, "invite", rowError(e.Technicians.Invite(t.Context(), master.Actor, "", []string{string(rune('a'+i)) + "@example.com"}, false)), "")
			e.Clock.Advance([]time.Duration{time.Minute, -3 * time.Minute, 0}[i%3])
		}
		read := func(filter gatehouse.AuditFilter) []gatehouse.AuditEvent {
			t.Helper()
			var events []gatehouse.AuditEvent
			for page := (app.Page{Limit: 2}); ; {
				got, err := e.Audit.List(t.Context(), master.Actor, filter, page)
				if err != nil {
					t.Fatal(err)
				}
				events = append(events, got.Items...)
				if page.Cursor = got.Next; page.Cursor == "" {
					return events
				}
			}
		}
		whole := read(gatehouse.AuditFilter{})
		if !slices.IsSortedFunc(whole, newestFirst) {
			t.Error("the newest event is not the first")
		}
		seen := map[int64]bool{}
		for _, event := range whole {
			seen[event.Seq] = true
		}
		if last := slices.MaxFunc(whole, bySeq).Seq; len(whole) != len(seen) || int64(len(seen)) != last {
			t.Errorf("pages hold %d events, %d of them different, of %d", len(whole), len(seen), last)
		}
		for _, event := range whole {
			until, from := read(gatehouse.AuditFilter{Until: event.At}), read(gatehouse.AuditFilter{From: event.At})
			if len(until)+len(from) != len(whole) || !slices.IsSortedFunc(from, newestFirst) || slices.ContainsFunc(until, func(u gatehouse.AuditEvent) bool { return !u.At.Before(event.At) }) {
				t.Fatalf("%d events before %v and %d from then on are not the whole %d", len(until), event.At, len(from), len(whole))
			}
		}
	})
}

func newestFirst(a, b gatehouse.AuditEvent) int { return cmp.Or(b.At.Compare(a.At), bySeq(b, a)) }

func bySeq(a, b gatehouse.AuditEvent) int { return cmp.Compare(a.Seq, b.Seq) }

// TestAuditPlans: whatever is asked of the trail, its answer is read from one index in
// order, and not looked for in all that ever happened.
func TestAuditPlans(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	indexes := map[string][]gatehouse.AuditFilter{
		"audit_by_time":           {{}, {From: at}, {Until: at}, {From: at, Until: at.Add(time.Hour)}, {Outcome: gatehouse.Done}},
		"audit_by_actor":          {{Actor: "a"}, {Actor: "a", Until: at}, {Actor: gatehouse.ActorStranger}, {Actor: gatehouse.ActorInstallation}, {Actor: "a", Site: "c"}},
		"audit_by_target":         {{Target: "b", From: at}},
		"audit_by_action":         {{Action: gatehouse.ActionAuditView, Until: at}, {Action: gatehouse.ActionAuditView, Actor: "a", From: at}},
		"audit_by_site":           {{Site: "c", From: at}},
		"audit_refused_by_time":   {{Outcome: gatehouse.Denied}, {Outcome: gatehouse.Denied, From: at, Until: at.Add(time.Hour)}},
		"audit_refused_by_actor":  {{Outcome: gatehouse.Denied, Actor: "a", Until: at}},
		"audit_refused_by_action": {{Outcome: gatehouse.Denied, Action: gatehouse.ActionAuditView}},
		"audit_refused_by_site":   {{Outcome: gatehouse.Denied, Site: "c"}},
	}
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	master := e.SetUp(t)
	first, err := e.Audit.List(t.Context(), master.Actor, gatehouse.AuditFilter{}, app.Page{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, text := range e.Statements(t) {
		explained[text] = true
	}
	for index, filters := range indexes {
		for _, filter := range filters {
			if _, err := e.Audit.List(t.Context(), master.Actor, filter, app.Page{Limit: 1, Cursor: first.Next}); err != nil {
				t.Fatal(err)
			}
			plans := 0
			for _, text := range e.Statements(t) {
				if explained[text] || !strings.Contains(text, "FROM audit_event e") {
					continue
				}
				explained[text] = true
				plans++
				plan := strings.Join(e.Plan(t, text), "\n")
				if !strings.Contains(plan, "SEARCH e USING INDEX "+index+" ") || strings.Contains(plan, "B-TREE") {
					t.Errorf("%+v goes another way than by %s:\n%s", filter, index, plan)
				}
			}
			if plans == 0 {
				t.Errorf("%+v is read as another filter is", filter)
			}
		}
	}
}
