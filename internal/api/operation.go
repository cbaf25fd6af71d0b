package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// call is what an operation knows of its request beyond the typed input: who
// calls, under which key and precondition, and the HTTP exchange for cookies.
type call struct {
	w http.ResponseWriter
	r *http.Request

	actor gatehouse.Actor
	// token is the session's, "" for a stranger.
	token string
	// key is the Idempotency-Key, "" when none was sent.
	key string
	// ifMatch is the version demanded, 0 when none was; tag is the same where what
	// is changed has a tag that is no version.
	ifMatch int
	tag     string

	// err is what the operation ended with. It goes back to the one adapter of
	// errors, round huma, whose own answers repeat submitted values.
	err error
}

// body is the input of an operation that takes a body and nothing else.
type body[T any] struct{ Body T }

// reply is the output of an operation that answers JSON.
type reply[T any] struct{ Body T }

// answer makes a reply.
func answer[T any](value T) *reply[T] { return &reply[T]{Body: value} }

// handler is how one route is served: registered with huma under the operation.
type handler struct {
	register func(huma.API, huma.Operation)
	// line is the schema of one line of an export, "" for every other call. An
	// export is streamed: no buffer stands between it and the caller.
	line string
	// versioned calls take If-Match, and so do tagged ones, with a tag that is no
	// version.
	versioned bool
	tagged    bool
	// status is that of success; 0 is 200, or 204 without a body.
	status int
	// takesBody is true when the input has a body.
	takesBody bool
}

// does makes a handler of an operation with typed input and output; huma reads
// both types for the OpenAPI document.
func does[I, O any](operation func(context.Context, *call, *I) (*O, error)) handler {
	_, takesBody := reflect.TypeFor[I]().FieldByName("Body")
	return handler{takesBody: takesBody, register: func(api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, input *I) (*O, error) {
			// huma must not see the error, see call.err.
			c := callOf(ctx)
			var output *O
			if output, c.err = operation(ctx, c, input); c.err != nil {
				output = nil
			}
			return output, nil
		})
	}}
}

// nothing is the output of a call that answers 204.
type nothing struct{}

// stream is the output of a call that writes its answer itself.
type stream struct{ Body func(huma.Context) }

// exports makes a handler of an operation that writes a file to call.w row by row:
// CSV, or NDJSON whose lines have the schema named.
func exports[I any](operation func(context.Context, *call, *I) error, line string) handler {
	h := does(func(ctx context.Context, c *call, input *I) (*stream, error) {
		return &stream{Body: func(huma.Context) { c.err = operation(ctx, c, input) }}, nil
	})
	h.line = line
	return h
}

// answers makes the handler answer another status than 200 or 204.
func answers(status int, h handler) handler {
	h.status = status
	return h
}

// atVersion makes the handler take If-Match.
func atVersion(h handler) handler {
	h.versioned = true
	return h
}

// atTag makes the handler take If-Match with a tag that is no version.
func atTag(h handler) handler {
	h.tagged = true
	return h
}

// answersIn returns the content types of the call's answers.
func (h handler) answersIn() []string {
	if h.line != "" {
		return []string{csvType, ndjsonType}
	}
	return []string{jsonType}
}

type callKey struct{}

func withCall(r *http.Request, c *call) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), callKey{}, c))
}

// callOf returns the call that the adapter put there. huma's handlers get a
// context and nothing else.
func callOf(ctx context.Context) *call {
	return ctx.Value(callKey{}).(*call)
}
