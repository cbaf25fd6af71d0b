package mail

import (
	"strings"
	"unicode"

	"gatehouse.example/gatehouse"
)

// maxMarks is the most accents that one letter of a name keeps.
const maxMarks = 4

// name is a name or an address that stands in a message. Whoever wrote it may
// want the message to say something else, so it is cleaned, and it is rendered
// apart from the text around it.
type name string

// cleanName makes one line of at most [gatehouse.NameLimit] code points out of
// anything: line breaks, controls and invisible characters become spaces, piles
// of accents are levelled. Names were checked when they were given; this is for
// whatever found another way in (T200).
func cleanName(s string) name {
	return name(levelMarks(oneLine(s, gatehouse.NameLimit)))
}

// levelMarks drops every combining mark after the fourth on one letter.
func levelMarks(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.M, r) {
			marks = 0
			return r
		}
		if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, s)
}

// truncate returns at most limit code points of s, the last an ellipsis when
// something was cut off.
func truncate(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return strings.TrimRight(string(runes[:limit-1]), " ") + "…"
}

// linkSigns are the characters by which mail programs recognise an address of
// the web or of mail in running text, the foreign full stops included.
const linkSigns = ".．。｡:/@"

// Parts returns the name cut at every sign that could make a link of it. In HTML
// each part stands in a span of its own: it looks the same, but a mail program
// that looks for "evil.example" in the text finds "evil", "." and "example".
// Nothing invisible is put in, so the name can be copied, searched and read
// aloud as it is (T204).
func (n name) Parts() []string {
	parts, from := []string{}, 0
	for i, r := range string(n) {
		if !strings.ContainsRune(linkSigns, r) {
			continue
		}
		if from < i {
			parts = append(parts, string(n[from:i]))
		}
		from = i + len(string(r))
		parts = append(parts, string(r))
	}
	if from < len(n) {
		parts = append(parts, string(n[from:]))
	}
	return parts
}

// Text returns the name for plain text and for subjects, where there are no
// spans: a space after every full stop inside a word, and before a slash after a
// colon, keeps programs from making a link. "Booking.com" reads "Booking. com".
func (n name) Text() string {
	var b strings.Builder
	runes := []rune(string(n))
	for i, r := range runes {
		b.WriteRune(r)
		if i+1 == len(runes) || runes[i+1] == ' ' {
			continue
		}
		if strings.ContainsRune(".．。｡", r) || r == ':' && runes[i+1] == '/' {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// oneLine makes one line of visible characters of s, at most limit code points.
func oneLine(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if invisible(r) {
			return ' '
		}
		return r
	}, s)
	return truncate(strings.Join(strings.Fields(s), " "), limit)
}
