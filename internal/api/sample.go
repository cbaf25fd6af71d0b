package api

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// sample makes an example of a schema from the examples of its fields.
func (s *server) sample(schema *huma.Schema) any {
	if len(schema.Examples) > 0 {
		return schema.Examples[0]
	}
	schema = s.resolve(schema)
	switch {
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case schema.Type == huma.TypeArray:
		return []any{s.sample(schema.Items)}
	case schema.Type == huma.TypeBoolean:
		return false
	case schema.Type == huma.TypeInteger:
		return 0
	case schema.Type == huma.TypeString:
		return ""
	default:
		return s.sampleObject(schema)
	}
}

// sampleObject takes the required fields, and the optional ones that have something
// to show.
func (s *server) sampleObject(schema *huma.Schema) any {
	object := sampleFields{}
	for _, name := range ordered(schema) {
		field := schema.Properties[name]
		if slices.Contains(schema.Required, name) || s.illustrated(field) {
			object = append(object, sampleField{name, s.sample(field)})
		}
	}
	return object
}

// illustrated reports whether a schema has an example, or a field that has one.
func (s *server) illustrated(schema *huma.Schema) bool {
	if len(schema.Examples) > 0 {
		return true
	}
	for _, field := range s.resolve(schema).Properties {
		if s.illustrated(field) {
			return true
		}
	}
	return false
}

// ordered lists the names of an object's fields: the required ones as they were
// declared, then the others.
func ordered(schema *huma.Schema) []string {
	names := slices.Clone(schema.Required)
	for name := range schema.Properties {
		if !slices.Contains(schema.Required, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names[len(schema.Required):])
	return names
}

// sampleFields is a JSON object that keeps its order.
type sampleFields []sampleField

type sampleField struct {
	name  string
	value any
}

// MarshalJSON writes the fields one after the other.
func (o sampleFields) MarshalJSON() ([]byte, error) {
	text := bytes.NewBufferString("{")
	for i, field := range o {
		if i > 0 {
			text.WriteByte(',')
		}
		name, err := json.Marshal(field.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(field.value)
		if err != nil {
			return nil, err
		}
		text.Write(append(append(name, ':'), value...))
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}
