package mail

import "gatehouse.example/gatehouse"

// Catalogue returns the catalogue of a language, for reflection.
func Catalogue(lang gatehouse.Language) (any, bool) {
	c, ok := catalogues[lang]
	return c, ok
}

// Sentence and Named let a test call the functions of a catalogue.
type (
	Sentence = sentence
	Named    = named
)

// NewName returns a name as it stands in a sentence.
func NewName(s string) Named { return cleanName(s) }
