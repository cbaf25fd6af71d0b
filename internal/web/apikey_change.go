package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// keyOverlaps are the overlaps that the pages offer, in hours.
var keyOverlaps = []int{0, 1, 24, 72, 168}

// chosen reads one of the numbers that a form offers, as that many units.
func chosen(text string, offered []int, unit time.Duration) (time.Duration, error) {
	n, err := strconv.Atoi(text)
	if err != nil || !slices.Contains(offered, n) {
		return 0, gatehouse.E(gatehouse.CodeMalformed)
	}
	return time.Duration(n) * unit, nil
}

// rotateKey asks how, and then makes a new token and shows it.
func (s *Site) rotateKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "overlap", "days", "confirm"})
	if err != nil {
		return err
	}
	if form.Get("confirm") != "yes" {
		return s.askRotation(w, r, v, templates.KeyRotation{Key: auth.NewToken()}, http.StatusOK)
	}
	rotation, err := readRotation(form)
	if err != nil {
		return err
	}
	made, err := s.App.APIKeys.Rotate(r.Context(), v.actor, form.Get("key"), keyOf(r), rotation)
	if code := gatehouse.CodeOf(err); code == gatehouse.CodeInvalid {
		p := templates.KeyRotation{Key: form.Get("key"), Overlap: form.Get("overlap"), Days: form.Get("days")}
		for _, message := range v.fieldErrors(err) {
			p.Error = message
		}
		return s.askRotation(w, r, v, p, code.Status())
	}
	if err != nil {
		return err
	}
	return s.showKey(w, r, v, made)
}

func readRotation(form url.Values) (rotation app.KeyRotation, err error) {
	overlap, err := chosen(form.Get("overlap"), keyOverlaps, time.Hour)
	if err != nil {
		return rotation, err
	}
	rotation.Overlap = &overlap
	if days := form.Get("days"); days != "" {
		rotation.Lifetime, err = chosen(days, keyDays, keyDay)
	}
	return rotation, err
}

// askRotation asks how a key is to be rotated. One that has expired needs a new end.
func (s *Site) askRotation(w http.ResponseWriter, r *http.Request, v *visit, p templates.KeyRotation, status int) error {
	row, err := s.App.APIKeys.Get(r.Context(), v.actor, keyOf(r))
	if err != nil {
		return err
	}
	if p.Base, err = s.portal(w, r, v, v.words.Keys.Rotate); err != nil {
		return err
	}
	p.Row = row
	if p.Overlap == "" {
		p.Overlap = strconv.Itoa(int(gatehouse.KeyOverlap / time.Hour))
	}
	for _, n := range keyOverlaps {
		p.Overlaps = append(p.Overlaps, templates.Choice{Value: strconv.Itoa(n), Label: v.overlap(n)})
	}
	if row.State() == gatehouse.KeyExpired {
		p.Days = cmp.Or(p.Days, usualDays)
	} else {
		p.Lives = append(p.Lives, templates.Choice{Label: v.words.Keys.KeepEnd})
	}
	for _, n := range keyDays {
		p.Lives = append(p.Lives, templates.Choice{Value: strconv.Itoa(n), Label: v.words.Keys.InDays(n)})
	}
	return render(w, r, status, p)
}

// overlap says how long an older token goes on.
func (v *visit) overlap(hours int) string {
	switch {
	case hours == 0:
		return v.words.Keys.AtOnce
	case hours <= 24:
		return v.words.Keys.OverlapHours(hours)
	default:
		return v.words.Keys.OverlapDays(hours / 24)
	}
}

// showKey answers with the token, this once. A form that is sent again is answered
// without it.
func (s *Site) showKey(w http.ResponseWriter, r *http.Request, v *visit, made app.NewKey) error {
	row, err := s.App.APIKeys.Get(r.Context(), v.actor, made.ID)
	if err != nil {
		return err
	}
	title := v.words.Keys.ShownTitle
	if made.Token == "" {
		title = v.words.Keys.AlreadyShown
	}
	base, err := s.portal(w, r, v, title)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.KeyShown{Base: base, Name: row.Key.Name, Token: made.Token, ExpiresAt: row.Key.ExpiresAt})
}

// renameKey asks for another name, and then gives it to the key.
func (s *Site) renameKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "name", "confirm"})
	if err != nil {
		return err
	}
	if form.Get("confirm") != "yes" {
		return s.askName(w, r, v, templates.KeyRename{Key: auth.NewToken()}, http.StatusOK)
	}
	err = s.App.APIKeys.Rename(r.Context(), v.actor, form.Get("key"), keyOf(r), form.Get("name"), 0)
	if code := gatehouse.CodeOf(err); code == gatehouse.CodeInvalid {
		p := templates.KeyRename{Key: form.Get("key"), Name: form.Get("name"), Error: v.fieldErrors(err)["name"]}
		return s.askName(w, r, v, p, code.Status())
	}
	if err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: noticeRenamed})
	return seeOther(w, r, templates.KeysPath(v.actor))
}

// askName asks for the name, which is the key's own until somebody has typed another.
func (s *Site) askName(w http.ResponseWriter, r *http.Request, v *visit, p templates.KeyRename, status int) error {
	row, err := s.App.APIKeys.Get(r.Context(), v.actor, keyOf(r))
	if err != nil {
		return err
	}
	if p.Base, err = s.portal(w, r, v, v.words.Keys.Rename); err != nil {
		return err
	}
	p.ID = row.Key.ID
	if status == http.StatusOK {
		p.Name = row.Key.Name
	}
	return render(w, r, status, p)
}

// revokeKey asks, and then ends the key.
func (s *Site) revokeKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "confirm", "back"}, "id")
	if err != nil {
		return err
	}
	list := templates.KeysPath(v.actor)
	if form.Get("confirm") == "yes" {
		if err := s.App.APIKeys.Revoke(r.Context(), v.actor, form.Get("key"), keyOf(r), 0); err != nil {
			return err
		}
		s.setFlash(w, flash{Notice: noticeRevoked})
		return seeOther(w, r, list)
	}
	row, err := s.App.APIKeys.Get(r.Context(), v.actor, keyOf(r))
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Keys.Revoke)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.BulkConfirm{
		Base: base, Section: templates.KeysSection(v.actor), Key: auth.NewToken(), Action: r.URL.Path, Title: v.words.Keys.Revoke,
		Ask: v.words.Keys.RevokeAsk(row.Key.Name), Note: v.words.Keys.RevokeNote, List: list, Answer: v.words.Keys.Revoke, Danger: true,
		Rows: []templates.BulkRow{{ID: string(row.Key.ID), Who: row.Key.Name + " · " + v.words.Keys.EndsIn(row.Key.Hint)}},
	})
}
