package words

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"gatehouse.example/gatehouse"
)

// renamed are the countries whose name changed after the tables that the others are
// read from.
var renamed = map[string]map[gatehouse.Language]string{
	"MK": {gatehouse.English: "North Macedonia", gatehouse.German: "Nordmazedonien"},
	"SZ": {gatehouse.English: "Eswatini", gatehouse.German: "Eswatini"},
}

// Country returns a country's name in this language, or the code of one that has no
// name.
func (w *Words) Country(code string) string {
	if name := renamed[code][w.Language]; name != "" {
		return name
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(language.Make(string(w.Language))).Name(region); name != "" {
		return name
	}
	return code
}
