package words

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country returns a country's name in this language, or the code of one that has no
// name.
func (w *Words) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(language.Make(string(w.Language))).Name(region); name != "" {
		return name
	}
	return code
}
