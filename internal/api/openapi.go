package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// version is that of the API, not of the program.
const version = "1.0.0"

// componentPrefix is where the document keeps what several operations share.
const componentPrefix = "#/components/"

// configuration is huma's without everything that it would add by itself: no
// pages from elsewhere, no schema links in answers, no format but JSON.
func configuration() huma.Config {
	registry := huma.NewMapRegistry(componentPrefix+"schemas/", schemaName)
	document := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Gatehouse", Version: version, Description: introduction},
		Servers: []*huma.Server{{URL: basePath, Description: "This installation"}},
		Tags:    tags,
		Components: &huma.Components{
			Schemas:    registry,
			Parameters: sharedParameters,
			Headers:    sharedHeaders,
			Examples:   problemExamples(),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"session": {Type: "apiKey", In: "cookie", Name: "__Host-gatehouse", Description: "The session's cookie, set by signing in. Where the portal runs without https, on one's own machine, it is called gatehouse."},
				"apiKey":  {Type: "http", Scheme: "bearer", BearerFormat: "gh_…", Description: "An API key of a partner or of a site, with the rights of its scope at that place. It goes without a cookie and without a form token."},
				"csrf":    {Type: "apiKey", In: "header", Name: "X-CSRF-Token", Description: "The csrf_token that signing in and GET /session answer."},
			},
		},
	}
	describeNames(registry)
	describeProblem(registry)
	describeEvent(registry)
	return huma.Config{
		OpenAPI:       document,
		Formats:       map[string]huma.Format{jsonType: huma.DefaultJSONFormat},
		DefaultFormat: jsonType,
	}
}

// describeProblem registers serve's problem and says what its fields are.
func describeProblem(registry huma.Registry) {
	registry.Schema(reflect.TypeFor[serve.Problem](), true, "")
	fields := registry.Map()["Problem"].Properties
	fields["code"] = codeName("").Schema(registry)
	fields["errors"].Nullable = false
	fields["differences"].Nullable = false
	registry.Map()["Difference"].Properties["change"] = choice("What became of it. Of a removed one there is nothing but the id.", gatehouse.DifferenceKinds())
	for name, about := range problemFields {
		fields[name].Description = about
	}
}

// schemaName names a schema after its Go type: adminItem is Admin.
func schemaName(t reflect.Type, hint string) string {
	return strings.TrimSuffix(huma.DefaultSchemaNamer(t, hint), "Item")
}

// document makes huma's description of a route. What huma would check itself the
// gate has checked before it.
func document(rt route, about description) huma.Operation {
	op := huma.Operation{
		Method:             rt.method,
		Path:               rt.path,
		OperationID:        rt.id,
		Summary:            about.summary,
		Description:        about.text,
		Tags:               []string{about.tag},
		DefaultStatus:      rt.status,
		Security:           rt.security(),
		Responses:          map[string]*huma.Response{},
		SkipValidateParams: true,
		SkipValidateBody:   true,
		MaxBodyBytes:       -1,
	}
	for _, name := range rt.headers(about) {
		op.Parameters = append(op.Parameters, &huma.Param{Ref: componentPrefix + "parameters/" + name})
	}
	op.Extensions = rt.policy.extensions()
	if rt.line != "" {
		op.Responses["200"] = exportResponse(rt.line)
	}
	for status, codes := range byStatus(rt.codes(about)) {
		op.Responses[status] = problemResponse(status, codes)
	}
	return op
}

// security says what a caller brings: nothing, or an API key, or a session, and with a
// mutation the session's form token.
func (rt route) security() []map[string][]string {
	required := map[string][]string{"session": {}}
	if rt.mutates() {
		required["csrf"] = []string{}
	}
	key := map[string][]string{"apiKey": {}}
	switch {
	case rt.policy.who == anybody:
		return []map[string][]string{{}}
	case rt.policy.who == anybodyOrSession:
		return []map[string][]string{{}, required}
	case rt.policy.who == anyKey:
		return []map[string][]string{key}
	case rt.policy.takesKeys():
		return []map[string][]string{required, key}
	default:
		return []map[string][]string{required}
	}
}

func (rt route) mutates() bool { return rt.method != get }

// headers names the shared header parameters that the route reads. A key has an
// effect where it can be used up.
func (rt route) headers(about description) []string {
	names := []string{}
	if rt.policy.who == signedIn || rt.policy.who == anyKey || rt.policy.demandsPlace() {
		names = append(names, "Gatehouse-Place")
	}
	if slices.Contains(about.codes, gatehouse.CodeIdempotencyReused) {
		names = append(names, "Idempotency-Key")
	}
	if rt.versioned || rt.tagged {
		names = append(names, "If-Match")
	}
	return names
}

// codes lists every code that the route answers with: those of its kind, and its
// own.
func (rt route) codes(about description) []gatehouse.Code {
	codes := []gatehouse.Code{
		gatehouse.CodeMalformed, gatehouse.CodeUnknownParameter, gatehouse.CodeNotAcceptable,
		gatehouse.CodeWrongHost, gatehouse.CodeInternal, gatehouse.CodeOverloaded, gatehouse.CodeStorage,
	}
	if rt.policy.who != anybody && rt.policy.who != anybodyOrSession {
		codes = append(codes, gatehouse.CodeNotSignedIn, gatehouse.CodeNotFound)
	}
	if rt.policy.who != anybody {
		codes = append(codes, gatehouse.CodeKeyInvalid, gatehouse.CodeKeyNotAllowed)
	}
	if rt.policy.who == anyKey {
		codes = append(codes, gatehouse.CodeForbidden)
	}
	if rt.policy.demandsPlace() {
		codes = append(codes, gatehouse.CodePlaceNotChosen, gatehouse.CodeForbidden)
	}
	if rt.mutates() {
		codes = append(codes, gatehouse.CodeCSRF)
	}
	if rt.versioned || rt.tagged {
		codes = append(codes, gatehouse.CodeStale)
	}
	if rt.takesBody {
		codes = append(codes, gatehouse.CodeUnsupportedMedia, gatehouse.CodeTooLarge, gatehouse.CodeInvalid)
	}
	return append(codes, about.codes...)
}

// byStatus sorts codes under their statuses, in the order of the table.
func byStatus(codes []gatehouse.Code) map[string][]gatehouse.CodeInfo {
	sorted := map[string][]gatehouse.CodeInfo{}
	for _, info := range gatehouse.Codes() {
		if slices.Contains(codes, info.Code) {
			status := strconv.Itoa(info.Status)
			sorted[status] = append(sorted[status], info)
		}
	}
	return sorted
}

// problemResponse describes the problems of one status.
func problemResponse(status string, codes []gatehouse.CodeInfo) *huma.Response {
	lines := []string{}
	examples := map[string]*huma.Example{}
	for _, info := range codes {
		lines = append(lines, fmt.Sprintf("`%s`: %s", info.Code, info.Sentence))
		examples[string(info.Code)] = &huma.Example{Ref: componentPrefix + "examples/" + string(info.Code)}
	}
	response := &huma.Response{
		Description: strings.Join(lines, "\n\n"),
		Content: map[string]*huma.MediaType{serve.ProblemType: {
			Schema:   &huma.Schema{Ref: componentPrefix + "schemas/Problem"},
			Examples: examples,
		}},
	}
	header := map[string]string{"401": "WWW-Authenticate", "405": "Allow", "429": "Retry-After", "503": "Retry-After"}[status]
	if header != "" {
		response.Headers = map[string]*huma.Param{header: {Ref: componentPrefix + "headers/" + header}}
	}
	return response
}

// lineSchema is where the document says what a line of NDJSON is: the schema of
// the media type itself is that of the whole file.
const lineSchema = "x-line-schema"

// exportResponse describes the file of an export.
func exportResponse(line string) *huma.Response {
	ref := componentPrefix + "schemas/" + line
	return &huma.Response{
		Description: "The file.",
		Headers:     map[string]*huma.Param{"Content-Disposition": {Ref: componentPrefix + "headers/Content-Disposition"}},
		Content: map[string]*huma.MediaType{
			csvType:    {Schema: &huma.Schema{Type: huma.TypeString}},
			ndjsonType: {Schema: &huma.Schema{Type: huma.TypeString}, Extensions: map[string]any{lineSchema: ref}},
		},
	}
}

// problemExamples makes one example problem for each code.
func problemExamples() map[string]*huma.Example {
	examples := map[string]*huma.Example{}
	for _, info := range gatehouse.Codes() {
		e := gatehouse.E(info.Code)
		if info.Code == gatehouse.CodeInvalid {
			e = gatehouse.InvalidField("email", "This is not a valid e-mail address.")
		}
		examples[string(info.Code)] = &huma.Example{
			Summary: info.Sentence,
			Value:   serve.NewProblem(e, "0198f0c3-0a1b-7c2d-8e3f-000000000000"),
		}
	}
	return examples
}

// OpenAPI returns the document as it is served and committed: indented JSON whose
// names are sorted.
func OpenAPI() ([]byte, error) {
	s, err := newServer(&app.App{})
	if err != nil {
		return nil, err
	}
	return s.openAPI()
}

func (s *server) openAPI() ([]byte, error) {
	encoded, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var document any
	if err := json.Unmarshal(encoded, &document); err != nil {
		return nil, err
	}
	indented, err := json.MarshalIndent(document, "", "  ")
	return append(indented, '\n'), err
}
