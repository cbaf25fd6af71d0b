package web

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
)

// formSecret is what the tokens of the visitor's forms follow from: the session,
// or before there is one a random cookie, which is set when it is missing.
func (s *Site) formSecret(w http.ResponseWriter, r *http.Request, v *visit) string {
	if v.token != "" {
		return v.token
	}
	if secret := s.cookie(r, formCookie, "/"); secret != "" {
		return secret
	}
	secret := auth.NewToken()
	s.setCookie(w, formCookie, "/", secret)
	return secret
}

// checkForm reads the body of a request that may change something, and returns
// CodeCSRF unless it carries the token of the visitor's own forms.
func (s *Site) checkForm(r *http.Request, v *visit) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return gatehouse.E(gatehouse.CodeUnsupportedMedia)
	}
	if r.URL.RawQuery != "" {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := r.ParseForm(); err != nil {
		return &gatehouse.Error{Code: gatehouse.CodeMalformed, Err: err}
	}
	secret := v.token
	if secret == "" {
		secret = s.cookie(r, formCookie, "/")
	}
	if secret == "" || !auth.CheckCSRF(secret, r.PostForm.Get("csrf")) {
		return gatehouse.E(gatehouse.CodeCSRF)
	}
	return nil
}

// readForm returns the fields of a form. Only the fields named may be there, each
// once, but those in many any number of times: an unknown one is CodeInvalid, a
// repeated one CodeMalformed (SECURITY T182, T184).
func readForm(r *http.Request, once []string, many ...string) (url.Values, error) {
	for name, values := range r.PostForm {
		switch {
		case !utf8.ValidString(name), name != "csrf" && !slices.Contains(once, name) && !slices.Contains(many, name):
			return nil, &gatehouse.Error{
				Code:   gatehouse.CodeInvalid,
				Fields: []gatehouse.FieldError{{Field: "form", Message: "The form has a field that is not known."}},
			}
		case len(values) > 1 && !slices.Contains(many, name):
			return nil, gatehouse.E(gatehouse.CodeMalformed)
		}
	}
	return r.PostForm, nil
}

// readQuery returns the query of a page, with the same strictness; whatever is
// wrong with it is CodeUnknownParameter.
func readQuery(r *http.Request, names ...string) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	for name, values := range query {
		if len(values) > 1 || !slices.Contains(names, name) {
			return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
		}
	}
	return query, nil
}

// fieldErrors returns what an error says about single fields, in the visitor's
// language.
func (v *visit) fieldErrors(err error) map[string]string {
	messages := map[string]string{}
	for _, f := range asError(err).Fields {
		messages[f.Field] = v.words.Sentence(f.Message)
	}
	return messages
}
