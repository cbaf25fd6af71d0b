package serve

import (
	"encoding/json"
	"net/http"

	"gatehouse.example/gatehouse"
)

// Problem is an error as application/problem+json (RFC 9457). Code is stable and
// what programs should look at; Type leads to its line in the reference.
type Problem struct {
	Type      string                 `json:"type"`
	Title     string                 `json:"title"`
	Status    int                    `json:"status"`
	Code      gatehouse.Code         `json:"code"`
	Detail    string                 `json:"detail"`
	RequestID string                 `json:"request_id"`
	Errors    []gatehouse.FieldError `json:"errors,omitempty"`
	// Differences are what the caller does not know yet, of a stale precondition.
	Differences []gatehouse.Difference `json:"differences,omitempty"`
}

// ProblemType is the media type of a [Problem].
const ProblemType = "application/problem+json"

// NewProblem is the one mapping from an error to what an API caller reads. The
// cause is left out, and so is whatever an internal error wanted to say.
func NewProblem(e *gatehouse.Error, requestID string) Problem {
	info := e.Code.Info()
	detail := e.Sentence()
	if info.Code == gatehouse.CodeInternal {
		detail = info.Sentence
	}
	return Problem{
		Type:      "/api/docs#" + string(info.Code),
		Title:     http.StatusText(info.Status),
		Status:    info.Status,
		Code:      info.Code,
		Detail:    detail,
		RequestID: requestID,
		Errors:    e.Fields,

		Differences: e.Differences,
	}
}

// WriteProblem is the [Answer] of the API.
func WriteProblem(w http.ResponseWriter, r *http.Request, e *gatehouse.Error) {
	problem := NewProblem(e, gatehouse.RequestID(r.Context()))
	body, err := json.Marshal(problem)
	if err != nil {
		panic(err) // strings and numbers only
	}
	w.Header().Set("Content-Type", ProblemType)
	w.WriteHeader(problem.Status)
	_, _ = w.Write(append(body, '\n'))
}
