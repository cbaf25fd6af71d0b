package api

import (
	"net/http"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// bearerToken returns the API key of a request, which stands once in the header
// Authorization and nowhere else: else CodeKeyInvalid.
func bearerToken(header http.Header) (string, error) {
	values := header.Values("Authorization")
	if len(values) != 1 {
		return "", gatehouse.E(gatehouse.CodeKeyInvalid)
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, bearerScheme) || !strings.HasPrefix(token, gatehouse.KeyPrefix) {
		return "", gatehouse.E(gatehouse.CodeKeyInvalid)
	}
	return token, nil
}

const bearerScheme = "Bearer"

// bringsKey reports whether a request comes with an API key, good or bad. Other schemes
// of Authorization are a matter between the caller and what stands in front of us.
func bringsKey(header http.Header) bool {
	for _, value := range header.Values("Authorization") {
		if scheme, _, _ := strings.Cut(value, " "); strings.EqualFold(scheme, bearerScheme) {
			return true
		}
	}
	return false
}

// identifyKey is identify for a request that comes with an API key. A request has a key
// or a session, never both: CodeMalformed. Besides identify's errors it answers
// CodeKeyInvalid, and CodeKeyNotAllowed for calls that are for people.
func (s *server) identifyKey(p policy, r *http.Request, stranger gatehouse.Actor) (gatehouse.Actor, error) {
	token, err := bearerToken(r.Header)
	if err != nil {
		return stranger, err
	}
	if serve.SessionToken(r) != "" {
		return stranger, malformed("it comes with an API key and with a session's cookie; send one of them")
	}
	spot, err := wantedPlace(r)
	if err != nil {
		return stranger, err
	}
	actor, err := s.app.APIKeys.Actor(r.Context(), stranger, token, spot)
	switch {
	case err != nil:
		return stranger, err
	case !p.takesKeys(), actor.KeyScope == gatehouse.KeyDecisions && p.who != anyKey:
		return actor, gatehouse.E(gatehouse.CodeKeyNotAllowed)
	case !p.covers(actor):
		return actor, gatehouse.E(gatehouse.CodeForbidden)
	default:
		return actor, nil
	}
}

// challenges say how one may come in, for an answer of 401.
func challenges(code gatehouse.Code) []string {
	if code == gatehouse.CodeKeyInvalid {
		return []string{`Bearer realm="Gatehouse", error="invalid_token"`}
	}
	return []string{`Session realm="Gatehouse"`, `Bearer realm="Gatehouse"`}
}
