package api

import (
	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// The types that Gatehouse knows. Of every other it knows nobody and nothing.
const (
	subjectType  = "user"
	resourceType = "site"
)

// reasonsMember is the member of a context that asks for the gates when it is true.
const reasonsMember = "reasons"

// members are the four that make a question.
const (
	memberSubject  = "subject"
	memberAction   = "action"
	memberResource = "resource"
	memberContext  = "context"
)

// entity is a subject or a resource. Properties are read for their form only: what
// Gatehouse decides by is what it has stored.
type entity struct{ kind, id string }

// questionOf reads a question of its four members, all but the context required: else
// CodeMalformed.
func questionOf(from map[string]any) (app.Question, error) {
	var q app.Question
	subject, err := entityOf(from, memberSubject)
	if err != nil {
		return q, err
	}
	if q.Action, err = actionOf(from); err != nil {
		return q, err
	}
	resource, err := entityOf(from, memberResource)
	if err != nil {
		return q, err
	}
	q.Reasons, err = reasonsOf(from)
	q.Subject, q.Site = subject.user(), resource.site()
	return q, err
}

// user is the subject's name, "" for one of another type.
func (e entity) user() string {
	if e.kind != subjectType {
		return ""
	}
	return e.id
}

// site is the resource's id, "" for one of another type.
func (e entity) site() gatehouse.SiteID {
	if e.kind != resourceType {
		return ""
	}
	return gatehouse.SiteID(e.id)
}

// entityOf reads a subject or resource with its type and id.
func entityOf(from map[string]any, name string) (entity, error) {
	object, kind, err := objectOfType(from, name)
	if err != nil {
		return entity{}, err
	}
	id, err := textOf(object, name, "id")
	return entity{kind, id}, err
}

// kindOf reads the type of the subject or resource that a search looks for. Its id is
// not looked at, as the standard has it.
func kindOf(from map[string]any, name string) (string, error) {
	_, kind, err := objectOfType(from, name)
	return kind, err
}

func objectOfType(from map[string]any, name string) (object map[string]any, kind string, err error) {
	if object, err = requiredObject(from, name); err != nil {
		return nil, "", err
	}
	if kind, err = textOf(object, name, "type"); err != nil {
		return nil, "", err
	}
	return object, kind, checkProperties(object, name)
}

func actionOf(from map[string]any) (gatehouse.SiteAction, error) {
	object, err := requiredObject(from, memberAction)
	if err != nil {
		return "", err
	}
	name, err := textOf(object, memberAction, "name")
	if err != nil {
		return "", err
	}
	return gatehouse.SiteAction(name), checkProperties(object, memberAction)
}

// reasonsOf reads from the context whether the gates are wanted.
func reasonsOf(from map[string]any) (bool, error) {
	context, err := optionalObject(from, memberContext)
	return context[reasonsMember] == true, err
}

func checkProperties(object map[string]any, name string) error {
	if _, err := optionalObject(object, "properties"); err != nil {
		return malformed("the properties of its %s are not an object", name)
	}
	return nil
}

// requiredObject returns the member, which is an object.
func requiredObject(from map[string]any, name string) (map[string]any, error) {
	value, there := from[name]
	if !there {
		return nil, malformed("its %s is missing", name)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, malformed("its %s is not an object", name)
	}
	return object, nil
}

// optionalObject returns the member, which is an object, or nil. A member that is null is
// one that is not there: many programs write it so.
func optionalObject(from map[string]any, name string) (map[string]any, error) {
	value := from[name]
	if value == nil {
		return nil, nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, malformed("its %s is not an object", name)
	}
	return object, nil
}

// textOf returns a string that is required in a subject, an action or a resource.
func textOf(object map[string]any, of, name string) (string, error) {
	value, there := object[name]
	if !there {
		return "", malformed("the %s of its %s is missing", name, of)
	}
	text, ok := value.(string)
	if !ok {
		return "", malformed("the %s of its %s is not a string", name, of)
	}
	return text, nil
}
