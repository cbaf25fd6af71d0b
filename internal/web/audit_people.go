package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// auditPeople are the people that the filters of the audit log offer: the
// administrators of now, by name, and whoever stands in the events shown.
type auditPeople struct {
	admins []gatehouse.Admin
	events []gatehouse.AuditEvent
}

func (s *Site) auditPeople(r *http.Request, v *visit, events []gatehouse.AuditEvent) (auditPeople, error) {
	filter := gatehouse.AdminFilter{Sort: gatehouse.SortName}
	list, err := s.App.Admins.List(r.Context(), v.actor, filter, app.Page{Limit: gatehouse.PageLimit})
	return auditPeople{admins: list.Items, events: events}, err
}

// side takes one side of an event: who did it, or what it was done to.
type side func(gatehouse.AuditEvent) (id, name string)

func actorOf(e gatehouse.AuditEvent) (id, name string)  { return e.Actor, e.Context.ActorName }
func targetOf(e gatehouse.AuditEvent) (id, name string) { return e.Target, e.Context.TargetName }

// choices are the administrators, whoever else stands on that side of the events,
// and whoever is chosen. A name that was erased is named as what is left of it.
func (p auditPeople) choices(v *visit, of side, chosen string) []templates.Choice {
	choices, offered := []templates.Choice{}, map[string]bool{"": true}
	add := func(id, name string) {
		if offered[id] {
			return
		}
		offered[id] = true
		if name == "" {
			name = templates.ErasedName(v.words, id)
		}
		choices = append(choices, templates.Choice{Value: id, Label: name})
	}
	for _, admin := range p.admins {
		add(string(admin.Person.ID), admin.Person.DisplayName())
	}
	for _, e := range p.events {
		add(of(e))
	}
	add(chosen, chosen)
	return choices
}
