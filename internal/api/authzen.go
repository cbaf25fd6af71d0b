package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// The decision endpoint is the OpenID AuthZEN Authorization API 1.0 (SPEC section 15).
// It stands beside the REST API and has rules of its own: API keys only, unknown
// fields are ignored, whatever cannot be read is 400, errors are a sentence in plain
// text, and a refusal is an answer like any other. There is no framework in its way.

// The paths of the decision endpoint.
const (
	decisionPath  = "/access/v1/"
	evaluatePath  = decisionPath + "evaluation"
	evaluatesPath = decisionPath + "evaluations"
	subjectsPath  = decisionPath + "search/subject"
	resourcesPath = decisionPath + "search/resource"
	actionsPath   = decisionPath + "search/action"
	metadataPath  = "/.well-known/authzen-configuration"
)

// Surfaces are this package's, for [serve.Wrap].
func Surfaces() []serve.Surface {
	return []serve.Surface{
		{Prefix: "/api/", Answer: Answer},
		{Prefix: decisionPath, Answer: answerDecision},
		{Prefix: metadataPath, Answer: answerDecision},
	}
}

// Serves reports whether a path is one of this package's.
func Serves(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, decisionPath) || path == metadataPath
}

// serveDecisions registers the decision endpoint.
func (s *server) serveDecisions() {
	for path, handler := range map[string]decisionHandler{
		evaluatePath:  s.evaluate,
		evaluatesPath: s.evaluateAll,
		subjectsPath:  s.searchSubjects,
		resourcesPath: s.searchResources,
		actionsPath:   s.searchActions,
	} {
		s.mux.Handle("POST "+path, serve.Adapt(s.decides(handler), answerDecision))
	}
	s.mux.Handle("GET "+metadataPath, serve.Adapt(s.getMetadata, answerDecision))
}

// asked is a request to the decision endpoint that has come as far as its body.
type asked struct {
	r *http.Request
	// request is who asks as far as the request alone tells, token the API key.
	request gatehouse.Actor
	token   string
	body    map[string]any
	// asker is whose key it is, once that is read.
	asker app.Asker
}

// decisionHandler answers a request, or says why it does not. The result is JSON.
type decisionHandler func(*asked) ([]byte, error)

// decides puts a handler behind what all of them need: the echo of the caller's
// request id, a key, and a body that means one thing.
func (s *server) decides(handler decisionHandler) serve.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := echoRequestID(w, r); err != nil {
			return err
		}
		ask := &asked{r: r, request: serve.Stranger(r, gatehouse.ViaKey)}
		if err := s.readAsked(ask, w); err != nil {
			serve.Annotate(r, ask.asker.Actor)
			return err
		}
		answer, err := handler(ask)
		serve.Annotate(r, ask.asker.Actor)
		if err != nil {
			return err
		}
		s.send(ask, w, answer)
		return nil
	}
}

// send answers, and then notes the use of the key where that is due: nobody waits at a
// door for a write.
func (s *server) send(ask *asked, w http.ResponseWriter, answer []byte) {
	header := w.Header()
	header["Content-Type"] = jsonContentType
	header["Content-Length"] = []string{strconv.Itoa(len(answer))}
	_, _ = w.Write(answer) // a caller that has left is no failure of ours
	if ask.asker.Unnoted() {
		_ = http.NewResponseController(w).Flush()
		s.app.Decisions.Note(ask.r.Context(), ask.asker)
	}
}

// jsonContentType is shared by all answers; nobody changes it.
var jsonContentType = []string{jsonType}

// trustedBody is how long a body is read, in bytes, before its key is known. The facts
// of a question hold the key's, too, so that most requests take one statement.
const trustedBody = 8 << 10

// readAsked reads the key and the body. Whoever has no key learns nothing about the
// rest of the request.
func (s *server) readAsked(ask *asked, w http.ResponseWriter) (err error) {
	if ask.token, err = bearerToken(ask.r.Header); err != nil {
		return err
	}
	if length := ask.r.ContentLength; length < 0 || length > trustedBody {
		if err := s.admitKey(ask); err != nil {
			return err
		}
	}
	if ask.body, err = readQuestion(w, ask.r); err != nil {
		return s.unlessStranger(ask, err)
	}
	return nil
}

func (s *server) admitKey(ask *asked) (err error) {
	ask.asker, err = s.app.Decisions.Admit(ask.r.Context(), ask.request, ask.token)
	return err
}

// unlessStranger returns what is wrong with the request, or with the key where that is
// worth nothing.
func (s *server) unlessStranger(ask *asked, fault error) error {
	if ask.asker.Key != "" {
		return fault
	}
	if err := s.admitKey(ask); err != nil {
		return err
	}
	return fault
}

// readQuestion reads the body, which is one JSON object: else CodeMalformed, also for
// another content type, or CodeTooLarge.
func readQuestion(w http.ResponseWriter, r *http.Request) (map[string]any, error) {
	if !jsonContent(r.Header) {
		return nil, malformed("its content type is not application/json")
	}
	body, err := readLimited(gatehouse.BodyLimit, w, r)
	if err != nil {
		return nil, err
	}
	document, err := parseJSON(body)
	if err != nil {
		return nil, malformed("%v", err)
	}
	object, ok := document.(map[string]any)
	if !ok {
		return nil, malformed("the body is not a JSON object")
	}
	return object, nil
}

// requestIDLimit is the longest X-Request-ID that is echoed, in bytes.
const requestIDLimit = 255

// echoRequestID answers the caller's own id of the request instead of ours, which
// stays the one in the log. CodeMalformed for an id that cannot be sent back as it is.
func echoRequestID(w http.ResponseWriter, r *http.Request) error {
	values := r.Header.Values("X-Request-Id")
	switch {
	case len(values) == 0:
		return nil
	case len(values) > 1 || values[0] == "" || len(values[0]) > requestIDLimit || !printableASCII(values[0]):
		return malformed("the header X-Request-ID is 1 to %d characters of printable ASCII, once", requestIDLimit)
	}
	w.Header().Set("X-Request-Id", values[0])
	return nil
}

func printableASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' })
}

// answerDecision says an error as AuthZEN has it: the status, and a sentence.
func answerDecision(w http.ResponseWriter, r *http.Request, e *gatehouse.Error) {
	_ = echoRequestID(w, r) // where that is the error, it stays ours
	if e.Code.Status() == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="Gatehouse"`)
	}
	sentence := e.Sentence()
	if e.Code == gatehouse.CodeInternal {
		sentence = e.Code.Sentence()
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(e.Code.Status())
	_, _ = io.WriteString(w, sentence+"\n")
}

// metadata is where the decision endpoint is. What has no value is left out.
type metadata struct {
	Point       string `json:"policy_decision_point"`
	Evaluation  string `json:"access_evaluation_endpoint"`
	Evaluations string `json:"access_evaluations_endpoint"`
	Subject     string `json:"search_subject_endpoint"`
	Resource    string `json:"search_resource_endpoint"`
	Action      string `json:"search_action_endpoint"`
}

// getMetadata answers by the configured address alone: a Host header never gets in.
func (s *server) getMetadata(w http.ResponseWriter, r *http.Request) error {
	if err := echoRequestID(w, r); err != nil {
		return err
	}
	at := s.app.Decisions.Identifier()
	document, err := json.Marshal(metadata{
		at, at + evaluatePath, at + evaluatesPath, at + subjectsPath, at + resourcesPath, at + actionsPath,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(document)
	return nil
}
