package gatehouse

import (
	"errors"
	"fmt"
	"time"
)

// Error is the one error type that crosses packages. Whatever else an error may
// be is internal: it is logged, and the caller learns only the request id.
type Error struct {
	// Code is stable and part of the API.
	Code Code
	// Message is a sentence for a person; empty means the code's own sentence.
	Message string
	// Fields names what is wrong with the input, for CodeInvalid.
	Fields []FieldError
	// Names are the partners that a CodeLastMaster sentence names.
	Names []string
	// Differences are what a caller does not know yet, with CodeStale where several
	// rows are saved together.
	Differences []Difference
	// RetryAfter is set with CodeTooManyRequests, CodeOverloaded and CodeStorage.
	// A negative one says that simply trying again could do it twice.
	RetryAfter time.Duration
	// Err is the cause. It is logged and never shown.
	Err error
}

// FieldError says what is wrong with one field of the input. Field is a path such
// as "email" or "invitations[3].email". The submitted value is never repeated.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// E makes an error that says the code's own sentence.
func E(code Code) *Error { return &Error{Code: code} }

// InvalidField makes a CodeInvalid error about one field.
func InvalidField(field, message string) *Error {
	return &Error{Code: CodeInvalid, Fields: []FieldError{{Field: field, Message: message}}}
}

// Add says that a field is wrong for the reason err gives.
func (e *Error) Add(field string, err error) {
	message := err.Error()
	if reason, ok := errors.AsType[*Error](err); ok {
		message = reason.Sentence()
		if len(reason.Fields) > 0 {
			message = reason.Fields[0].Message
		}
	}
	e.Fields = append(e.Fields, FieldError{Field: field, Message: message})
}

// Error returns the code with its sentence and the cause, for the log.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Code, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Sentence())
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence returns what a person is told.
func (e *Error) Sentence() string {
	if e.Message != "" {
		return e.Message
	}
	return e.Code.Sentence()
}

// CodeOf returns the code of err: "" for nil, CodeInternal for every error that
// is not an *Error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
