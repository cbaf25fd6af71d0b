package mail

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"gatehouse.example/gatehouse"
)

// acePrefix begins a label that stands for one outside ASCII.
const acePrefix = "xn--"

// maxTyped bounds what is looked at, in bytes: far more than an address of 254
// ASCII characters can take when its domain is typed in another script.
const maxTyped = 1024

// ParseAddress reads an address that somebody typed: it drops spaces around it,
// turns an international domain into A-labels (UTS 46, lookup), and leaves the
// rest to [gatehouse.ParseEmail]. So Ana@Bücher.example and
// ana@xn--bcher-kva.example are one address.
//
// Domains that can be mistaken for others are refused, whether typed in their own
// script or as A-labels (see checkDomain), and so are invisible characters, which
// the conversion would drop silently. The local part is ASCII. Errors have the
// code CodeInvalid on the field "email".
func ParseAddress(s string) (gatehouse.Email, error) {
	s = strings.Trim(s, " \t")
	if len(s) > maxTyped || strings.ContainsFunc(s, invisible) {
		return "", errMalformed()
	}
	local, domain, _ := strings.Cut(s, "@")
	domain, err := asciiDomain(domain)
	if err != nil {
		return "", err
	}
	return gatehouse.ParseEmail(local + "@" + domain)
}

// asciiDomain returns the domain with A-labels. A domain that is ASCII already
// and has none is returned as it is.
func asciiDomain(domain string) (string, error) {
	if isASCII(domain) && !strings.Contains(strings.ToLower(domain), acePrefix) {
		return domain, nil
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "", errMalformed()
	}
	shown := strings.Split(ascii, ".")
	for i, label := range shown {
		if shown[i], err = decodeLabel(label); err != nil {
			return "", err
		}
	}
	return ascii, checkDomain(shown)
}

// decodeLabel returns a label as people see it. The conversion refuses a label
// that has the prefix without need, or that is not in its one right spelling.
func decodeLabel(label string) (string, error) {
	if !strings.HasPrefix(label, acePrefix) {
		return label, nil
	}
	shown, err := idna.Lookup.ToUnicode(label)
	if err != nil {
		return "", errMalformed()
	}
	return shown, nil
}

// invisible reports whether a character cannot be seen, or changes how others
// are shown: controls, formats such as zero-width spaces and turns of direction,
// variation selectors and fillers.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// errMalformed is the root's one answer to every malformed address.
func errMalformed() error {
	_, err := gatehouse.ParseEmail("")
	return err
}
