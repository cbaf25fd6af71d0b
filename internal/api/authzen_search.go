package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// pageInfo is the page of an answer. Next is "" on the last one.
type pageInfo struct {
	Next  string `json:"next_token"`
	Count int    `json:"count"`
}

// results are the answer to a search. The page comes first, as the standard advises.
type results[T any] struct {
	Page    *pageInfo `json:"page,omitempty"`
	Results []T       `json:"results"`
}

type foundEntity struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type foundAction struct {
	Name string `json:"name"`
}

// searchSubjects answers who may do the action at the site.
func (s *server) searchSubjects(ask *asked) ([]byte, error) {
	search, err := subjectSearch(ask.body)
	if err != nil {
		return nil, s.unlessStranger(ask, err)
	}
	return answerSearch(ask, search, s.app.Decisions.Subjects, func(id string) foundEntity {
		return foundEntity{subjectType, id}
	})
}

func subjectSearch(body map[string]any) (search app.Search, err error) {
	kind, err := kindOf(body, memberSubject)
	if err != nil {
		return search, err
	}
	if search.Action, err = actionOf(body); err != nil {
		return search, err
	}
	resource, err := entityOf(body, memberResource)
	if err != nil {
		return search, err
	}
	if kind == subjectType {
		search.Site = resource.site()
	}
	return search, readPage(body, memberSubject, &search)
}

// searchResources answers where the subject may do the action.
func (s *server) searchResources(ask *asked) ([]byte, error) {
	search, err := resourceSearch(ask.body)
	if err != nil {
		return nil, s.unlessStranger(ask, err)
	}
	return answerSearch(ask, search, s.app.Decisions.Resources, func(id string) foundEntity {
		return foundEntity{resourceType, id}
	})
}

func resourceSearch(body map[string]any) (search app.Search, err error) {
	subject, err := entityOf(body, memberSubject)
	if err != nil {
		return search, err
	}
	if search.Action, err = actionOf(body); err != nil {
		return search, err
	}
	kind, err := kindOf(body, memberResource)
	if err != nil {
		return search, err
	}
	if kind == resourceType {
		search.Subject = subject.user()
	}
	return search, readPage(body, memberResource, &search)
}

// searchActions answers what the subject may do at the site.
func (s *server) searchActions(ask *asked) ([]byte, error) {
	search, err := actionSearch(ask.body)
	if err != nil {
		return nil, s.unlessStranger(ask, err)
	}
	return answerSearch(ask, search, s.app.Decisions.Actions, func(name string) foundAction { return foundAction{name} })
}

func actionSearch(body map[string]any) (search app.Search, err error) {
	subject, err := entityOf(body, memberSubject)
	if err != nil {
		return search, err
	}
	resource, err := entityOf(body, memberResource)
	if err != nil {
		return search, err
	}
	search.Subject, search.Site = subject.user(), resource.site()
	return search, readPage(body, memberAction, &search)
}

// searching is one of the searches of [app.Decisions].
type searching func(context.Context, gatehouse.Actor, string, app.Search) (app.Asker, app.Found, error)

// answerSearch runs a search and writes its page.
func answerSearch[T any](ask *asked, search app.Search, run searching, name func(string) T) (_ []byte, err error) {
	var found app.Found
	if ask.asker, found, err = run(ask.r.Context(), ask.request, ask.token, search); err != nil {
		return nil, err
	}
	answer := results[T]{Results: make([]T, len(found.Names))}
	for i, n := range found.Names {
		answer.Results[i] = name(n)
	}
	if ask.body["page"] != nil || found.Next != "" {
		answer.Page = &pageInfo{found.Next, len(found.Names)}
	}
	return json.Marshal(answer)
}

// readPage reads the page of a search, the form of its context, and what names the
// search for the tokens of its pages.
func readPage(body map[string]any, of string, search *app.Search) error {
	if _, err := reasonsOf(body); err != nil {
		return err
	}
	page, err := optionalObject(body, "page")
	if err != nil {
		return err
	}
	if search.Token, err = tokenOf(page); err != nil {
		return err
	}
	if search.Limit, err = limitOf(page); err != nil {
		return err
	}
	if _, err := optionalObject(page, "properties"); err != nil {
		return malformed("the properties of its page are not an object")
	}
	search.Query, err = queryOf(body, page, of)
	return err
}

func tokenOf(page map[string]any) (string, error) {
	switch token := page["token"].(type) {
	case nil:
		return "", nil
	case string:
		return token, nil
	default:
		return "", malformed("the token of its page is not a string")
	}
}

// limitOf returns the length of a page, 0 when it is left out.
func limitOf(page map[string]any) (int, error) {
	value := page["limit"]
	if value == nil {
		return 0, nil
	}
	number, _ := value.(json.Number)
	limit, err := strconv.Atoi(number.String())
	if err != nil || limit < 1 || limit > gatehouse.PageLimit {
		return 0, malformed("the limit of its page is not a whole number from 1 to %d", gatehouse.PageLimit)
	}
	return limit, nil
}

// queryOf names a search by everything that has to stay as it is from page to page.
func queryOf(body, page map[string]any, of string) (string, error) {
	text, err := json.Marshal([]any{of, body[memberSubject], body[memberAction], body[memberResource], body[memberContext], page["properties"]})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return string(sum[:]), nil
}
