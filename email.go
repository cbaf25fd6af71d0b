package gatehouse

import (
	"strings"
)

// Email is an address in its one canonical form: an ASCII local part and an
// ASCII domain (A-labels for international names), both in lower case. Two
// spellings of one mailbox are equal as Emails, on every database.
type Email string

// Limits of RFC 5321 for an address and its parts, in bytes.
const (
	maxEmailLength  = 254
	maxLocalLength  = 64
	maxDomainLength = 253
	maxLabelLength  = 63
)

// errEmail is one sentence for every malformed address: which rule it broke
// helps nobody who mistyped.
func errEmail() error {
	return InvalidField("email", "This is not a valid e-mail address.")
}

// ParseEmail reads a bare ASCII address such as ana@example.com and returns its
// canonical form. It is stricter than RFC 5322: no display name, comment, quoted
// local part, address literal, single-label domain or trailing dot, so that what
// is stored can be handed to a mail server unchanged. Domains outside ASCII are
// turned into A-labels by the caller before. A malformed address is an error with
// the code [CodeInvalid] on the field "email".
func ParseEmail(s string) (Email, error) {
	if len(s) > maxEmailLength {
		return "", errEmail()
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || !validLocalPart(local) || !validDomain(domain) {
		return "", errEmail()
	}
	return Email(asciiLower(local) + "@" + asciiLower(domain)), nil
}

// Domain returns the part behind the @.
func (e Email) Domain() string {
	_, domain, _ := strings.Cut(string(e), "@")
	return domain
}

func validLocalPart(local string) bool {
	if local == "" || len(local) > maxLocalLength {
		return false
	}
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.TrimLeft(atom, atomCharacters) != "" {
			return false
		}
	}
	return true
}

const (
	letterDigits   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	atomCharacters = letterDigits + "!#$%&'*+-/=?^_`{|}~"
)

func validDomain(domain string) bool {
	if len(domain) > maxDomainLength || !strings.Contains(domain, ".") {
		return false
	}
	last := ""
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > maxLabelLength || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.TrimLeft(label, letterDigits+"-") != "" {
			return false
		}
		last = label
	}
	// A top-level domain is never a number: this also refuses 127.0.0.1.
	return strings.TrimLeft(last, "0123456789") != ""
}

// asciiLower folds A to Z only. Unicode folding would make K (Kelvin sign) equal
// to k in Go and in PostgreSQL but not in SQLite.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
