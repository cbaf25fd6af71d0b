package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// Validator holds live answers against the OpenAPI document, so that tests of any
// kind notice when the two part.
type Validator struct {
	server *server
	router *http.ServeMux
}

// NewValidator makes a validator of the document that this program serves.
func NewValidator() (*Validator, error) {
	s, err := newServer(&app.App{})
	if err != nil {
		return nil, err
	}
	v := &Validator{server: s, router: http.NewServeMux()}
	for _, rt := range s.table() {
		v.router.Handle(rt.method+" "+basePath+rt.path, http.NotFoundHandler())
	}
	return v, nil
}

// Check returns what about an answer the document does not say: its status, its
// content type, a header it owes, a field of its body. The body is given apart,
// since it can be read once only. Whatever is not the API's is passed over.
func (v *Validator) Check(request *http.Request, answer *http.Response, body []byte) error {
	if !strings.HasPrefix(request.URL.Path, basePath+"/") || request.URL.Path == openAPIPath {
		return nil
	}
	op, documented, err := v.find(request, answer.StatusCode)
	if err == nil {
		err = v.checkAnswer(documented, request, answer, body)
	}
	if err == nil {
		err = checkRows(op, body)
	}
	if err != nil {
		return fmt.Errorf("%s %s answered %d: %w", request.Method, request.URL.Path, answer.StatusCode, err)
	}
	return nil
}

// find returns the operation, and what the document says of the status there. What
// is no operation of the document answers one of the router's problems.
func (v *Validator) find(request *http.Request, status int) (*huma.Operation, *huma.Response, error) {
	_, pattern := v.router.Handler(request)
	method, path, found := strings.Cut(pattern, " "+basePath)
	number := strconv.Itoa(status)
	if !found {
		codes, routed := byStatus(routerCodes)[number]
		if !routed {
			return nil, nil, errors.New("there is no such operation")
		}
		return &huma.Operation{}, problemResponse(number, codes), nil
	}
	op := operationAt(v.server.api.OpenAPI(), method, path)
	if op.Responses[number] == nil {
		return nil, nil, errors.New("the document does not know this status")
	}
	return op, op.Responses[number], nil
}

// routerCodes are what an address that is no operation answers.
var routerCodes = []gatehouse.Code{gatehouse.CodeNotFound, gatehouse.CodeMethodNotAllowed, gatehouse.CodeWrongHost}

func (v *Validator) checkAnswer(documented *huma.Response, request *http.Request, answer *http.Response, body []byte) error {
	for name := range documented.Headers {
		if answer.Header.Get(name) == "" {
			return fmt.Errorf("the header %s is missing", name)
		}
	}
	if len(documented.Content) == 0 {
		if len(body) > 0 {
			return errors.New("there is a body where none is documented")
		}
		return nil
	}
	contentType, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	media := documented.Content[contentType]
	if err != nil || media == nil {
		return fmt.Errorf("the content type %q is not documented", answer.Header.Get("Content-Type"))
	}
	if request.Method == http.MethodHead {
		return nil
	}
	switch contentType {
	case csvType:
		return checkCSV(body)
	case ndjsonType:
		return v.checkLines(media, body)
	case serve.ProblemType:
		return v.checkProblem(media, answer, body)
	default:
		_, err := v.checkDocument(media.Schema, body)
		return err
	}
}

// checkDocument parses one JSON document and holds it against its schema.
func (v *Validator) checkDocument(schema *huma.Schema, body []byte) (any, error) {
	document, err := parseJSON(body)
	if err != nil {
		return nil, err
	}
	if faults := checkBody(v.server.registry(), schema, document); len(faults) > 0 {
		return nil, fmt.Errorf("the body is not as documented: %v", faults)
	}
	return document, nil
}

// checkProblem also holds the code against those that the operation names, and the
// problem against the answer that carries it.
func (v *Validator) checkProblem(media *huma.MediaType, answer *http.Response, body []byte) error {
	document, err := v.checkDocument(media.Schema, body)
	if err != nil {
		return err
	}
	problem, _ := document.(map[string]any)
	code := fmt.Sprint(problem["code"])
	switch {
	case media.Examples[code] == nil:
		return fmt.Errorf("the document does not know the code %q here", code)
	case fmt.Sprint(problem["status"]) != strconv.Itoa(answer.StatusCode):
		return fmt.Errorf("the problem says status %v", problem["status"])
	case problem["request_id"] != answer.Header.Get("X-Request-Id"):
		return errors.New("the problem and the header name different requests")
	default:
		return nil
	}
}

// checkRows holds the codes of a bulk call's rows against those that the operation
// names.
func checkRows(op *huma.Operation, body []byte) error {
	var answer struct {
		Results []struct{ Code string }
	}
	if json.Unmarshal(body, &answer) != nil {
		return nil // no bulk call's answer
	}
	for i, row := range answer.Results {
		named := row.Code == ""
		for _, response := range op.Responses {
			if media := response.Content[serve.ProblemType]; media != nil && media.Examples[row.Code] != nil {
				named = true
			}
		}
		if !named {
			return fmt.Errorf("row %d: the document does not know the code %q here", i, row.Code)
		}
	}
	return nil
}

func (v *Validator) checkLines(media *huma.MediaType, body []byte) error {
	schema := &huma.Schema{Ref: fmt.Sprint(media.Extensions[lineSchema])}
	for line := range bytes.Lines(body) {
		if _, err := v.checkDocument(schema, line); err != nil {
			return err
		}
	}
	return nil
}

// checkCSV reads the whole file: rows of one length below a header.
func checkCSV(body []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err == nil && len(rows) == 0 {
		return errors.New("the file has no header")
	}
	return err
}

// Transport returns a round tripper that checks every answer on its way to the
// caller and reports what is wrong.
func (v *Validator) Transport(next http.RoundTripper, report func(error)) http.RoundTripper {
	return checkedTransport{v, next, report}
}

type checkedTransport struct {
	validator *Validator
	next      http.RoundTripper
	report    func(error)
}

// RoundTrip reads the answer whole, checks it and hands it on.
func (t checkedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := t.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, errors.Join(err, answer.Body.Close())
	}
	answer.Body = readCloser{bytes.NewReader(body), answer.Body}
	if err := t.validator.Check(request, answer, body); err != nil {
		t.report(err)
	}
	return answer, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}
