package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteCreditsPage is the tab of a site's credits.
func (s *Site) siteCreditsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showSiteCredits(w, r, v, templates.SiteCredits{Key: auth.NewToken()}, http.StatusOK)
}

func (s *Site) showSiteCredits(w http.ResponseWriter, r *http.Request, v *visit, p templates.SiteCredits, status int) error {
	head, err := s.siteHead(r, v, templates.SiteCreditsTab)
	if err != nil {
		return err
	}
	balance, err := s.App.Credits.Balance(r.Context(), v.actor)
	if err != nil {
		return err
	}
	history, err := s.readHistory(r, v, siteOf(r))
	if err != nil {
		return err
	}
	plot, err := s.creditPlot(r, v, history.Filter)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, head.Row.Site.Name)
	if err != nil {
		return err
	}
	history.Of = head.Row.Site.Name
	p.Base, p.Head, p.Plot, p.History = base, head, plot, history
	p.Moves, p.Available = v.actor.May(gatehouse.ManageSites), balance.Credits
	return render(w, r, status, p)
}

// moveCredits allocates credits to the site or gives them back.
func (s *Site) moveCredits(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "amount", "move"})
	if err != nil {
		return err
	}
	move := form.Get("move")
	if move != "allocate" && move != "give_back" {
		// Enter in the field presses the first button.
		move = "allocate"
	}
	p := templates.SiteCredits{Key: form.Get("key"), Amount: form.Get("amount")}
	amount, ok := amountTyped(p.Amount)
	if !ok {
		if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageSites); err != nil {
			return err
		}
		p.AmountError = v.words.Sites.Account.AmountError
		return s.showSiteCredits(w, r, v, p, http.StatusUnprocessableEntity)
	}
	done := noticeAllocated
	if move == "give_back" {
		amount, done = -amount, noticeGivenBack
	}
	_, err = s.App.Credits.Move(r.Context(), v.actor, p.Key, siteOf(r), amount)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		p.AmountError = v.fieldErrors(err)["amount"]
		return s.showSiteCredits(w, r, v, p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: done})
	return seeOther(w, r, editSitePath(v, siteOf(r), templates.SiteCreditsTab))
}

// wholeNumber is a whole number as people type it, its thousands apart or not. What
// could be a decimal point is none of it.
var wholeNumber = regexp.MustCompile(`^(\d+|\d{1,3}([., '\x{2019}\x{a0}\x{202f}]\d{3})+)$`)

// amountTyped reads an amount of credits; it is not ok unless it can be moved at all.
func amountTyped(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if !wholeNumber.MatchString(s) {
		return 0, false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && gatehouse.CheckAmount(n) == nil
}
