package auth

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gatehouse.example/gatehouse"
)

// What is said of a password of the wrong length.
var (
	sentenceShort = fmt.Sprintf("Use at least %d characters. A few words in a row are fine.", gatehouse.MinPassword)
	sentenceLong  = fmt.Sprintf("Use at most %d characters.", gatehouse.MaxPassword)
)

// NormalisePassword returns the password in Unicode's form NFC, so that one text
// typed on two systems is one password. Nothing else is changed: case, spaces
// inside and at the ends and every other character count (T047). [Hasher] does
// this itself.
func NormalisePassword(password string) string { return norm.NFC.String(password) }

// CleanPassword returns the password normalised, or why it cannot be chosen, as
// CodeInvalid on the field "password". A password has from
// [gatehouse.MinPassword] to [gatehouse.MaxPassword] code points after
// normalisation and is not easily guessed; there are no rules of composition.
// About are texts that an attacker would try first: the person's address and
// name, the partner's name.
func CleanPassword(password string, about ...string) (string, error) {
	if !utf8.ValidString(password) || strings.ContainsRune(password, 0) {
		return "", invalid("This is not valid text.")
	}
	password = NormalisePassword(password)
	switch n := utf8.RuneCountInString(password); {
	case n < gatehouse.MinPassword:
		return "", invalid(sentenceShort)
	case n > gatehouse.MaxPassword:
		return "", invalid(sentenceLong)
	}
	if reason := guessable(password, about); reason != "" {
		return "", invalid(reason)
	}
	return password, nil
}

func invalid(sentence string) error { return gatehouse.InvalidField("password", sentence) }
