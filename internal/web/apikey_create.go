package web

import (
	"net/http"
	"strconv"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const keyDay = 24 * time.Hour

// usualDays is the life that is chosen unless another is.
var usualDays = strconv.Itoa(int(gatehouse.KeyLifetime / keyDay))

// keyDays are the lives that the pages offer; the API takes any.
var keyDays = []int{1, 7, 30, 90, 180, 365}

// newKeyPage asks for a new API key.
func (s *Site) newKeyPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	return s.keyForm(w, r, v, templates.KeyForm{
		Key: auth.NewToken(), Scope: gatehouse.KeyDecisions, Days: usualDays,
	}, http.StatusOK)
}

func (s *Site) keyForm(w http.ResponseWriter, r *http.Request, v *visit, p templates.KeyForm, status int) error {
	base, err := s.portal(w, r, v, v.words.Keys.Create)
	if err != nil {
		return err
	}
	p.Base = base
	for _, n := range keyDays {
		p.Lives = append(p.Lives, templates.Choice{Value: strconv.Itoa(n), Label: v.words.Keys.Days(n)})
	}
	return render(w, r, status, p)
}

// createKey creates the key and shows its token on the answer itself: no address leads
// there again.
func (s *Site) createKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "name", "scope", "days"})
	if err != nil {
		return err
	}
	in := gatehouse.KeyInput{Name: form.Get("name"), Scope: gatehouse.KeyScope(form.Get("scope"))}
	if in.Lifetime, err = chosen(form.Get("days"), keyDays, keyDay); err != nil {
		return err
	}
	made, err := s.App.APIKeys.Create(r.Context(), v.actor, form.Get("key"), in)
	switch code := gatehouse.CodeOf(err); code {
	case "":
		return s.showKey(w, r, v, made)
	case gatehouse.CodeInvalid, gatehouse.CodeTooManyKeys:
		p := templates.KeyForm{
			Key: form.Get("key"), Name: in.Name, Scope: in.Scope, Days: form.Get("days"),
			Errors: v.fieldErrors(err), Error: v.words.Error(asError(err)),
		}
		if len(p.Errors) > 0 {
			p.Error = v.words.Common.CheckInput
		}
		return s.keyForm(w, r, v, p, code.Status())
	default:
		return err
	}
}
