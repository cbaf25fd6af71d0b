package words_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// TestCountryNames: countries are called what they are called today.
func TestCountryNames(t *testing.T) {
	for lang, want := range map[gatehouse.Language]map[string]string{
		gatehouse.English: {"MK": "North Macedonia", "SZ": "Eswatini", "AT": "Austria", "QQ": "QQ"},
		gatehouse.German:  {"MK": "Nordmazedonien", "SZ": "Eswatini", "AT": "Österreich"},
	} {
		for code, name := range want {
			if got := words.For(lang).Country(code); got != name {
				t.Errorf("%s: %s is called %q, want %q", lang, code, got, name)
			}
		}
	}
}
