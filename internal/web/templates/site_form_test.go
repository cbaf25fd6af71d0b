package templates_test

import (
	"bytes"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// TestCountriesAreInOrder: a name with an accent stands where a dictionary has it.
func TestCountriesAreInOrder(t *testing.T) {
	for language, order := range map[gatehouse.Language][]string{
		gatehouse.English: {">Austria<", ">Côte d’Ivoire<", ">Croatia<", ">Zimbabwe<"},
		gatehouse.German:  {">Afghanistan<", ">Ägypten<", ">Albanien<", ">Oman<", ">Österreich<", ">Pakistan<"},
	} {
		var page bytes.Buffer
		if err := (templates.SiteCreate{Base: member(language, gatehouse.PartnerMaster)}).Page().Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, name := range order {
			i := strings.Index(page.String()[at:], name)
			if i < 0 {
				t.Fatalf("%s: %s does not stand behind the ones before it", language, name)
			}
			at += i
		}
	}
}
