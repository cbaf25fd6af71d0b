package auth

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Why a password is refused though it is long enough.
const (
	reasonRepeated = "This password repeats the same few characters. Choose one that is harder to guess."
	reasonCommon   = "This password is made of words that many people use as a password. Choose one that is harder to guess."
	reasonRun      = "This password follows the alphabet, the numbers or the keyboard. Choose one that is harder to guess."
	reasonPersonal = "This password is made of your name, your address or the name of your partner. Choose one that is harder to guess."
)

// guessable returns why a password is easily guessed, or "".
//
// A repetition counts as often as it says something new: a text repeated is as
// weak as the text. Of everything else, the predictable parts are taken out:
// common passwords and the words they are built from, runs on the keyboard, and
// what is known about the person. When less than half is left, the password is
// refused with the reason that took most. Case, separators and the usual digits
// in place of letters do not help; a long phrase that happens to contain a
// common word is not hurt.
func guessable(password string, about []string) string {
	v := newView(password)
	if repeats(v.plain) || distinct(v.plain) < minDistinct {
		return reasonRepeated
	}
	parts := []struct {
		reason string
		part   mask
	}{
		{reasonCommon, v.cover(commonWords)},
		{reasonRun, v.coverRuns()},
		{reasonPersonal, v.cover(personalWords(about))},
	}
	taken, worst, reason := make(mask, len(v.plain)), 0, ""
	for _, p := range parts {
		taken.add(p.part)
		if n := v.count(p.part); n > worst {
			worst, reason = n, p.reason
		}
	}
	if total := utf8.RuneCountInString(v.plain); 2*(total-v.count(taken)) < total {
		return reason
	}
	return ""
}

//go:embed common.txt
var commonText string

//go:embed words.txt
var wordsText string

// commonWords are common passwords, and the words they are built from, in all
// readings of a view.
var commonWords = append(readCommon(commonText), readCommon(wordsText)...)

// readCommon reads one password a line; lines that begin with # are remarks.
func readCommon(text string) []string {
	words := []string{}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			words = append(words, slices.Compact(newView(line).readings)...)
		}
	}
	return words
}

// minPersonal is the shortest word of a person's data that is looked for, in
// bytes: three Latin letters, or one Chinese character.
const minPersonal = 3

// personalWords takes addresses and names apart into words.
func personalWords(about []string) []string {
	words := []string{"gatehouse"}
	for _, text := range about {
		text = strings.ToLower(norm.NFC.String(text))
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len(word) >= minPersonal {
				words = append(words, word)
			}
		}
	}
	return words
}
