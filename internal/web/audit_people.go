package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// auditPeople are the people that the filters of the audit log offer: the
// administrators of now, by name, or the people of the site, and whoever stands in the
// events shown.
type auditPeople struct {
	known  []templates.Choice
	events []gatehouse.AuditEvent
}

func (s *Site) auditPeople(r *http.Request, v *visit, events []gatehouse.AuditEvent) (auditPeople, error) {
	people := auditPeople{events: events}
	if v.actor.AtSite() {
		var err error
		people.known, err = s.siteNames(r, v)
		return people, err
	}
	filter := gatehouse.AdminFilter{Sort: gatehouse.SortName}
	list, err := s.App.Admins.List(r.Context(), v.actor, filter, app.Page{Limit: gatehouse.PageLimit})
	for _, admin := range list.Items {
		people.known = append(people.known, templates.Choice{Value: string(admin.Person.ID), Label: admin.Person.DisplayName()})
	}
	return people, err
}

// side takes one side of an event: who did it, or what it was done to.
type side func(gatehouse.AuditEvent) (id, name string)

func actorOf(e gatehouse.AuditEvent) (id, name string) { return e.Actor, e.Context.ActorName }

// targetOf names what events are about in the language of the visitor.
func targetOf(w *words.Words) side {
	return func(e gatehouse.AuditEvent) (id, name string) { return e.Target, templates.TargetName(w, e) }
}

// choices are the administrators, whoever else stands on that side of the events,
// and whoever is chosen. A name that was erased is named as what is left of it.
func (p auditPeople) choices(v *visit, of side, chosen string) []templates.Choice {
	choices, offered := []templates.Choice{}, map[string]bool{"": true, gatehouse.ActorInstallation: true, gatehouse.ActorStranger: true}
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
	for _, person := range p.known {
		add(person.Value, person.Label)
	}
	for _, e := range p.events {
		add(of(e))
	}
	add(chosen, chosen)
	return choices
}
