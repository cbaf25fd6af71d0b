package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Problem is what the portal refuses with (RFC 9457).
type Problem struct {
	// Type leads to the code's line in the portal's reference.
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Code is stable. It is empty when the answer is not the portal's own, but
	// that of something in between.
	Code string `json:"code"`
	// Detail is a sentence for people.
	Detail string `json:"detail"`
	// RequestID names the request in the portal's log.
	RequestID string `json:"request_id"`
	// Errors names the fields that are wrong, with the code invalid.
	Errors []FieldError `json:"errors"`
	// Differences are what the caller of [Client.SetPartnerLocks] did not know yet, with
	// the code stale.
	Differences []Difference `json:"differences"`
	// RetryAfter is how long to wait before the next try, 0 when not said.
	RetryAfter time.Duration `json:"-"`
}

// FieldError says what is wrong with one field. Field is a path such as
// invitations[3].email.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Difference is an assignment that is not as the caller saw it.
type Difference struct {
	ID string `json:"id"`
	// Change is added, changed or removed; of what was removed there is only the id.
	Change        string `json:"change"`
	Site          string `json:"site"`
	SiteName      string `json:"site_name"`
	PartnerLocked bool   `json:"partner_locked"`
	SiteLocked    bool   `json:"site_locked"`
}

// Error returns the sentence, the fields and the request's id.
func (p *Problem) Error() string {
	text := strings.Builder{}
	text.WriteString(p.Detail)
	for _, field := range p.Errors {
		fmt.Fprintf(&text, " %s: %s", field.Field, field.Message)
	}
	fmt.Fprintf(&text, " (%d", p.Status)
	if p.Code != "" {
		text.WriteString(" " + p.Code)
	}
	if p.RequestID != "" {
		text.WriteString(", request " + p.RequestID)
	}
	return text.String() + ")"
}

// CodeOf returns the code of the problem in err, or "" when there is none.
func CodeOf(err error) string {
	if problem, ok := errors.AsType[*Problem](err); ok {
		return problem.Code
	}
	return ""
}

// problemLimit bounds what is read of an answer that is not a success, in bytes.
const problemLimit = 4 << 20

// readProblem makes a problem of an answer that is not a success.
func readProblem(answer *http.Response) *Problem {
	problem := &Problem{}
	contentType, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	body, err := io.ReadAll(io.LimitReader(answer.Body, problemLimit))
	if err != nil || contentType != "application/problem+json" || json.Unmarshal(body, problem) != nil {
		*problem = Problem{
			Title:     http.StatusText(answer.StatusCode),
			Detail:    "The portal could not be asked: " + answer.Status + ".",
			RequestID: answer.Header.Get("X-Request-Id"),
		}
	}
	problem.Status = answer.StatusCode
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		problem.RetryAfter = time.Duration(seconds) * time.Second
	}
	return problem
}
