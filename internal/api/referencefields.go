package api

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// direction says which way a document goes, for what a missing field means.
type direction struct{ required, optional string }

var (
	inRequest = direction{required: "required"}
	inAnswer  = direction{optional: "may be absent"}
)

// fields lists the fields of a schema as rows, those of inner objects with their
// path: results[].outcome.
func (s *server) fields(way direction, prefix string, schema *huma.Schema) []referenceField {
	schema = s.resolve(schema)
	rows := []referenceField{}
	for _, name := range ordered(schema) {
		field := schema.Properties[name]
		target := s.resolve(field)
		row := s.row(prefix+name, field)
		row.Mark = way.optional
		if slices.Contains(schema.Required, name) {
			row.Mark = way.required
		}
		rows = append(rows, row)
		switch {
		case target.Type == huma.TypeObject:
			rows = append(rows, s.fields(way, prefix+name+".", target)...)
		case target.Type == huma.TypeArray && s.resolve(target.Items).Type == huma.TypeObject:
			rows = append(rows, s.fields(way, prefix+name+"[].", target.Items)...)
		}
	}
	return rows
}

func (s *server) parameter(p *huma.Param) referenceField {
	row := s.row(p.Name, p.Schema)
	row.About = p.Description
	return row
}

func (s *server) row(name string, schema *huma.Schema) referenceField {
	target := s.resolve(schema)
	row := referenceField{Name: name, Type: s.typeName(target), About: schema.Description}
	if row.About == "" {
		row.About = target.Description
	}
	if target.Nullable {
		row.Type += " or null"
	}
	if len(target.Enum) > 0 {
		row.Values = choices(target)
	}
	for _, bound := range []struct {
		limit *int
		text  string
	}{
		{target.MaxLength, "at most %d characters"}, {target.MaxItems, "at most %d entries"},
	} {
		if bound.limit != nil {
			row.Type += ", " + fmt.Sprintf(bound.text, *bound.limit)
		}
	}
	if target.Minimum != nil && target.Maximum != nil {
		row.Type += fmt.Sprintf(", %.0f to %.0f", *target.Minimum, *target.Maximum)
	}
	if target.Default != nil {
		row.Type += fmt.Sprintf(", %v when left out", target.Default)
	}
	return row
}

// typeName says a type in a word or two.
func (s *server) typeName(schema *huma.Schema) string {
	switch {
	case schema.Type == huma.TypeArray:
		return "list of " + s.typeName(s.resolve(schema.Items)) + "s"
	case schema.Format == "date-time":
		return "time"
	case schema.Format == "email":
		return "address"
	case schema.Format == "password":
		return "password"
	case schema.Type == huma.TypeString:
		return "text"
	case schema.Type == huma.TypeInteger:
		return "number"
	case schema.Type == "":
		return "anything"
	default:
		return schema.Type
	}
}

func (s *server) resolve(schema *huma.Schema) *huma.Schema {
	if schema.Ref != "" {
		return s.registry().SchemaFromRef(schema.Ref)
	}
	return schema
}

var inlineCode = regexp.MustCompile("`([^`]+)`")

// prose makes paragraphs of a text, with what stands between backticks as code.
func prose(text string) template.HTML {
	paragraphs := []string{}
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = inlineCode.ReplaceAllString(html.EscapeString(paragraph), "<code>$1</code>")
		paragraphs = append(paragraphs, "<p>"+paragraph+"</p>")
	}
	return template.HTML(strings.Join(paragraphs, "\n")) //nolint:gosec // escaped above
}

var jsonToken = regexp.MustCompile(`("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?`)

// paint marks the names, texts and values of indented JSON for the style sheet.
func paint(text string) template.HTML {
	painted := strings.Builder{}
	at := 0
	for _, m := range jsonToken.FindAllStringSubmatchIndex(text, -1) {
		painted.WriteString(html.EscapeString(text[at:m[0]]))
		at = m[1]
		class := "value"
		switch {
		case m[4] >= 0:
			class, at = "name", m[3]
		case m[2] >= 0:
			class = "text"
		}
		painted.WriteString(`<span class="` + class + `">` + html.EscapeString(text[m[0]:at]) + `</span>`)
	}
	painted.WriteString(html.EscapeString(text[at:]))
	return template.HTML(painted.String()) //nolint:gosec // escaped above
}
