package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The plot has a bar for each row with a target, as long as the share of it, and a line
// where the target is.
const (
	labelWidth = 330.0
	barsWidth  = 470.0
	barHeight  = 14.0
	barPitch   = 22.0
	plotTop    = 34.0
	// mostShown is the share at which a bar ends, however much more there is.
	mostShown = 4.0
)

// processor is the name of the processor, on Linux, "" elsewhere.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return " of " + strings.TrimSpace(value)
		}
	}
	return ""
}

// publish writes performance.md into the directory of the documents, and its plot
// into the images beside it.
func (r *report) publish(dir, machine string) error {
	if err := os.WriteFile(filepath.Join(dir, "images", "performance.svg"), []byte(r.plot()), 0o644); err != nil {
		return err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# Performance\n\nWritten by `go run ./bench -publish docs` on %s.\n\n%s.\n\n", time.Now().UTC().Format("2 January 2006"), machine)
	page.WriteString("Every rate is a share of what a bare `net/http` handler serves on the same machine in the same run, and every change stands beside a bare commit of one row: the clients run on the same cores, and figures of two runs, or of two machines, do not compare. Rounds of the two are taken in turn; what is shown is the median.\n\n")
	page.WriteString("![How much of its target each figure reaches](images/performance.svg)\n\nThe line is the target; bars beyond it are met. Bars end at four times the target.\n\n")
	if len(r.targeted()) < len(r.rows) {
		page.WriteString("What is beside has no target and no bar: [decision 18](decisions/0018-peers.md) says what such a figure tells.\n\n")
	}
	page.WriteString("| what | measured | target | |\n|---|---|---|---|\n")
	for _, row := range r.rows {
		fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", row.name, row.figure, row.target, strings.ToLower(row.verdict()))
	}
	return os.WriteFile(filepath.Join(dir, "performance.md"), []byte(page.String()), 0o644)
}

// targeted returns the rows that have a target.
func (r *report) targeted() []row {
	return slices.DeleteFunc(slices.Clone(r.rows), func(row row) bool { return row.target == "" })
}

// plot draws the rows with a target. It sets its own ground, so that it reads the same in
// the dark.
func (r *report) plot() string {
	rows := r.targeted()
	height := plotTop + float64(len(rows))*barPitch + 12
	width := labelWidth + barsWidth + 70
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="How much of its target each figure reaches">`+"\n", width, height)
	fmt.Fprintf(&svg, `<rect width="%.0f" height="%.0f" fill="#ffffff"/>`+"\n", width, height)
	target := labelWidth + barsWidth/mostShown
	fmt.Fprintf(&svg, `<text x="%.0f" y="18" text-anchor="middle" fill="#3d4852">target</text>`+"\n", target)
	for i, row := range rows {
		y := plotTop + float64(i)*barPitch
		fill := "#2f7d5b"
		if row.share < 1 {
			fill = "#b4532a"
		}
		length := min(row.share, mostShown) * barsWidth / mostShown
		fmt.Fprintf(&svg, `<text x="%.0f" y="%.0f" text-anchor="end" fill="#1d2730">%s</text>`, labelWidth-10, y+barHeight-3, html.EscapeString(row.name))
		fmt.Fprintf(&svg, `<rect x="%.0f" y="%.0f" width="%.1f" height="%.0f" rx="2" fill="%s"/>`, labelWidth, y, length, barHeight, fill)
		fmt.Fprintf(&svg, `<text x="%.1f" y="%.0f" fill="#3d4852">%s</text>`+"\n", labelWidth+length+6, y+barHeight-3, share(row.share))
	}
	fmt.Fprintf(&svg, `<line x1="%.1f" y1="24" x2="%.1f" y2="%.0f" stroke="#1d2730" stroke-dasharray="4 3"/>`+"\n</svg>\n", target, target, height-6)
	return svg.String()
}

func share(s float64) string {
	if s >= mostShown {
		return "4+"
	}
	return fmt.Sprintf("%.2f", s)
}
