package mail

import (
	"strings"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
)

// quote is text that somebody else wrote. It is set apart from the message, line
// by line, so that nobody takes it for the portal's own words.
type quote struct {
	// Label says whose words follow.
	Label sentence
	Lines []sentence
}

// maxQuoteLines bounds how tall a quote can make a message.
const maxQuoteLines = 12

// quoteLines makes lines of visible characters of the reason of a lock, at most
// [gatehouse.ReasonLimit] code points in all. Empty lines are left out; what
// follows the last line that there is room for is put into it. Each line is
// cleaned and rendered like a name: no part of it becomes a link (T204).
func quoteLines(s string) []sentence {
	lines, room := []sentence{}, gatehouse.ReasonLimit
	for _, line := range strings.SplitN(s, "\n", maxQuoteLines) {
		clean := levelMarks(oneLine(line, room))
		if clean == "" {
			continue
		}
		lines = append(lines, sentence{name(clean).piece()})
		if room -= utf8.RuneCountInString(clean); room == 0 {
			break
		}
	}
	return lines
}
