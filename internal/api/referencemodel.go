package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// reference is what the page for people shows.
type reference struct {
	Title, Version, Introduction string
	OpenAPI, Style, Icon         string
	Groups                       []referenceGroup
	Headers                      []referenceField
	Problem                      []referenceField
	ProblemExample               string
	Codes                        []referenceCodes
}

type referenceGroup struct {
	Name, About, Anchor string
	Operations          []referenceOperation
}

type referenceOperation struct {
	ID, Method, Path, Summary, Text string
	Access                          string
	Headers                         []string
	Parameters                      []referenceField
	Body, Answer                    []referenceField
	Request, Response               string
	Status                          string
	Problems                        []referenceCodes
}

// referenceField is one row of a table of fields or parameters.
type referenceField struct {
	Name, Type, About, Values string
	// Mark says that the field is required, or in an answer that it may be
	// missing.
	Mark string
}

type referenceCodes struct {
	Status int
	Text   string
	Codes  []gatehouse.CodeInfo
}

func (s *server) referenceModel() reference {
	document := s.api.OpenAPI()
	problem := document.Components.Schemas.Map()["Problem"]
	model := reference{
		Title:          document.Info.Title,
		Version:        document.Info.Version,
		Introduction:   document.Info.Description,
		OpenAPI:        openAPIPath,
		Style:          stylePath,
		Icon:           iconPath,
		Problem:        s.fields(inAnswer, "", problem),
		ProblemExample: pretty(document.Components.Examples[string(gatehouse.CodeInvalid)].Value),
		Codes:          groupCodes(gatehouse.Codes()),
	}
	for _, name := range []string{"Gatehouse-Place", "Idempotency-Key", "If-Match"} {
		model.Headers = append(model.Headers, s.parameter(document.Components.Parameters[name]))
	}
	model.Headers = append(model.Headers, referenceField{
		Name: "Authorization", Type: "text",
		About: "`Bearer` and an API key, instead of a session's cookie: never both.",
	}, referenceField{
		Name: "X-CSRF-Token", Type: "text",
		About: "With a session, on every call that changes something: the `csrf_token` that signing in and `GET /session` answer.",
	})
	for _, tag := range tags {
		group := referenceGroup{Name: tag.Name, About: tag.Description, Anchor: anchor(tag.Name)}
		for _, rt := range s.table() {
			if descriptions[rt.id].tag == tag.Name {
				group.Operations = append(group.Operations, s.referenceOperation(rt))
			}
		}
		model.Groups = append(model.Groups, group)
	}
	return model
}

func (s *server) referenceOperation(rt route) referenceOperation {
	op := operationAt(s.api.OpenAPI(), rt.method, rt.path)
	view := referenceOperation{
		ID: rt.id, Method: rt.method, Path: basePath + rt.path, Summary: op.Summary, Text: op.Description,
		Access:  rt.policy.sentence(),
		Headers: rt.headers(descriptions[rt.id]),
	}
	if rt.mutates() && rt.policy.who != anybody {
		view.Headers = append(view.Headers, "X-CSRF-Token")
	}
	for _, p := range op.Parameters {
		if p.Ref == "" {
			view.Parameters = append(view.Parameters, s.parameter(p))
		}
	}
	if op.RequestBody != nil {
		schema := op.RequestBody.Content[jsonType].Schema
		view.Body, view.Request = s.fields(inRequest, "", schema), pretty(s.sample(schema))
	}
	for status, response := range op.Responses {
		number, _ := strconv.Atoi(status)
		if number >= http.StatusBadRequest {
			continue
		}
		view.Status = status + " " + http.StatusText(number)
		if answer := response.Content[jsonType]; answer != nil {
			view.Answer, view.Response = s.fields(inAnswer, "", answer.Schema), pretty(s.sample(answer.Schema))
		}
	}
	for _, codes := range byStatus(rt.codes(descriptions[rt.id])) {
		view.Problems = append(view.Problems, groupCodes(codes)...)
	}
	slices.SortFunc(view.Problems, func(a, b referenceCodes) int { return a.Status - b.Status })
	return view
}

// operationAt finds an operation in the document.
func operationAt(document *huma.OpenAPI, method, path string) *huma.Operation {
	item := document.Paths[path]
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}[method]
}

// sentence says who may call.
func (p policy) sentence() string {
	switch p.who {
	case anybody:
		return "Open to everybody."
	case anybodyOrSession:
		return "Open to everybody; uses a session when there is one."
	case signedIn:
		return "Needs a session; it is not for API keys."
	case anyKey:
		return "Needs an API key, of whatever scope."
	case atSite:
		return fmt.Sprintf("Needs %s at the site, with `%s`.", p.credential(), p.siteAction)
	case atEither:
		return fmt.Sprintf("Needs %s at a partner, as %s (`%s`), or at the site, with `%s`.", p.credential(), p.roles(), p.permission, p.siteAction)
	default:
		return fmt.Sprintf("Needs %s at a partner, as %s (`%s`).", p.credential(), p.roles(), p.permission)
	}
}

// credential is what a caller of the policy comes with.
func (p policy) credential() string {
	if p.takesKeys() {
		return "a session or an API key"
	}
	return "a session, and no API key,"
}

// roles are the partner roles with the policy's permission.
func (p policy) roles() string {
	roles := []string{}
	for _, role := range gatehouse.PartnerRoles() {
		if role.May(p.permission) {
			roles = append(roles, "`"+role.String()+"`")
		}
	}
	return strings.Join(roles, ", ")
}

func groupCodes(codes []gatehouse.CodeInfo) []referenceCodes {
	groups := []referenceCodes{}
	for _, info := range codes {
		if n := len(groups); n == 0 || groups[n-1].Status != info.Status {
			groups = append(groups, referenceCodes{Status: info.Status, Text: http.StatusText(info.Status)})
		}
		last := &groups[len(groups)-1]
		last.Codes = append(last.Codes, info)
	}
	return groups
}

func pretty(v any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		panic(err) // samples are made of maps, lists and texts
	}
	return strings.TrimSpace(text.String())
}

// anchor makes the name of a group the end of an address.
func anchor(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), " ", "-")
}
