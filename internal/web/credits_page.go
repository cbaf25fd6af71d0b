package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// creditsPage is the partner's credits: how they stand, over time, and every transfer.
func (s *Site) creditsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	history, err := s.readHistory(r, v, "")
	if err != nil {
		return err
	}
	balance, err := s.App.Credits.Balance(r.Context(), v.actor)
	if err != nil {
		return err
	}
	plot, err := s.creditPlot(r, v, history.Filter)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Credits.Title)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Credits{
		Base: base, Balance: balance, NextCharge: gatehouse.MonthOf(s.Now()).AddDate(0, 1, 0), Plot: plot, History: history,
	})
}

// exportCredits answers with the history as a file, filtered like the page.
func (s *Site) exportCredits(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, historyNames...)
	if err != nil {
		return err
	}
	filter, err := transferFilter(query)
	if err != nil {
		return err
	}
	file := s.download(w, "credits", "csv")
	rows := export.Transfers(file)
	if err := s.App.Credits.ExportHistory(r.Context(), v.actor, filter, rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}
