package gatehouse

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Account is one human being: one address, one password, one sign-in. It is born
// only by accepting an invitation or by first set-up.
type Account struct {
	ID       AccountID
	Email    Email
	Name     string
	Language Language
	// PasswordHash is an encoded argon2id hash.
	PasswordHash string
	// TermsVersion is the version of the terms accepted last; empty when the
	// installation asks for none.
	TermsVersion string
	CreatedAt    time.Time
	Version      int
}

// Language is a language that pages and mails are written in, as BCP 47.
type Language string

// The languages of the pages and mails.
const (
	English Language = "en"
	German  Language = "de"
)

// Languages lists every language, the default first.
func Languages() []Language { return []Language{English, German} }

// ParseLanguage returns the language named, or the default for an unknown one.
func ParseLanguage(s string) Language {
	for _, l := range Languages() {
		if string(l) == s {
			return l
		}
	}
	return Languages()[0]
}

// CleanReason trims the reason of a lock: at most [ReasonLimit] code points of
// text without control characters. Errors carry CodeInvalid on "reason".
func CleanReason(s string) (string, error) {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > ReasonLimit {
		return "", InvalidField("reason", "A reason has at most 500 characters.")
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' || unicode.In(r, unicode.Cf) {
			return "", InvalidField("reason", "A reason has no control or invisible characters.")
		}
	}
	return s, nil
}

// blankBraille is a letter of which nothing is seen.
const blankBraille = '\u2800'

// CleanName trims a name of a person or partner and checks it: 1 to [NameLimit]
// code points, no control, format or line-separator characters (which could turn
// the direction of a list or forge a line of a log). Errors carry CodeInvalid on
// the given field.
func CleanName(field, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", InvalidField(field, "This is not valid text.")
	}
	s = strings.Join(strings.Fields(s), " ")
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", InvalidField(field, "Enter a name.")
	case n > NameLimit:
		return "", InvalidField(field, "A name has at most 100 characters.")
	}
	marks := 0
	for _, r := range s {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point) || r == blankBraille {
			return "", InvalidField(field, "A name has no control or invisible characters.")
		}
		if !unicode.Is(unicode.M, r) {
			marks = 0
			continue
		}
		if marks++; marks > 4 {
			return "", InvalidField(field, "A name has no piles of accents.")
		}
	}
	return s, nil
}
