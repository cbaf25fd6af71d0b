package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// fieldErrorLimit bounds how many fields one answer names, so that a hostile body
// cannot make a large answer.
const fieldErrorLimit = gatehouse.BulkLimit

// fieldNameLimit bounds, in code points, how much of an unknown name is repeated.
const fieldNameLimit = 64

// checker holds a parsed body against an operation's schema: exact names, nothing
// unknown, nothing missing, every value of its type and within its bounds. Its
// findings name fields and never repeat a value, which may be a password.
type checker struct {
	registry huma.Registry
	found    []gatehouse.FieldError
}

// checkBody returns what is wrong with the parsed body, or nothing.
func checkBody(registry huma.Registry, schema *huma.Schema, body any) []gatehouse.FieldError {
	c := &checker{registry: registry}
	c.check("", schema, body)
	return c.found
}

func (c *checker) add(path, message string) {
	if path == "" {
		path = "body"
	}
	if len(c.found) < fieldErrorLimit {
		c.found = append(c.found, gatehouse.FieldError{Field: path, Message: message})
	}
}

func (c *checker) check(path string, schema *huma.Schema, value any) {
	if schema.Ref != "" {
		schema = c.registry.SchemaFromRef(schema.Ref)
	}
	switch schema.Type {
	case huma.TypeObject:
		checkTyped(c, path, schema, value, c.object)
	case huma.TypeArray:
		checkTyped(c, path, schema, value, c.array)
	case huma.TypeString:
		checkTyped(c, path, schema, value, c.text)
	case huma.TypeBoolean:
		checkTyped(c, path, schema, value, func(string, *huma.Schema, bool) {})
	case huma.TypeInteger:
		checkTyped(c, path, schema, value, c.integer)
	case "":
		// Anything: what an audit event tells of before and after.
	default:
		c.add(path, "This value cannot be read.")
	}
}

// typeNames says a type to a person.
var typeNames = map[string]string{
	huma.TypeObject:  "an object",
	huma.TypeArray:   "a list",
	huma.TypeString:  "a text",
	huma.TypeBoolean: "true or false",
	huma.TypeInteger: "a whole number",
}

func checkTyped[T any](c *checker, path string, schema *huma.Schema, value any, next func(string, *huma.Schema, T)) {
	if value == nil && schema.Nullable {
		return
	}
	typed, ok := value.(T)
	if !ok {
		c.add(path, "This has to be "+typeNames[schema.Type]+".")
		return
	}
	next(path, schema, typed)
}

func (c *checker) object(path string, schema *huma.Schema, object map[string]any) {
	for _, name := range schema.Required {
		if _, ok := object[name]; !ok {
			c.add(join(path, name), "This field is missing.")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if property, ok := schema.Properties[name]; ok {
			c.check(join(path, name), property, object[name])
		} else {
			c.add(join(path, shorten(name)), "This call does not know this field.")
		}
	}
}

func (c *checker) array(path string, schema *huma.Schema, items []any) {
	switch {
	case schema.MinItems != nil && len(items) < *schema.MinItems:
		c.add(path, fmt.Sprintf("This list has at least %d entry.", *schema.MinItems))
		return
	case schema.MaxItems != nil && len(items) > *schema.MaxItems:
		c.add(path, fmt.Sprintf("This list has at most %d entries.", *schema.MaxItems))
		return
	}
	for i, item := range items {
		c.check(path+"["+strconv.Itoa(i)+"]", schema.Items, item)
	}
}

func (c *checker) text(path string, schema *huma.Schema, text string) {
	if message := textFault(schema, text); message != "" {
		c.add(path, message)
	}
}

func (c *checker) integer(path string, schema *huma.Schema, number any) {
	digits, _ := number.(json.Number)
	if message := integerFault(schema, string(digits)); message != "" {
		c.add(path, message)
	}
}

// textFault says what is wrong with a text, or "". A NUL is refused everywhere:
// nobody types it, and PostgreSQL does not store it.
func textFault(schema *huma.Schema, text string) string {
	switch length := utf8.RuneCountInString(text); {
	case strings.ContainsRune(text, 0):
		return "This text holds a NUL character."
	case len(schema.Enum) > 0 && !slices.Contains(schema.Enum, any(text)):
		return "This is one of " + choices(schema) + "."
	case schema.MinLength != nil && length < *schema.MinLength:
		return "This may not be empty."
	case schema.MaxLength != nil && length > *schema.MaxLength:
		return fmt.Sprintf("This has at most %d characters.", *schema.MaxLength)
	case schema.Format == "date-time":
		return timeFault(text)
	default:
		return ""
	}
}

// timeFault says what is wrong with a time, or "".
func timeFault(text string) string {
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return "This is a time as in RFC 3339, such as 2026-03-01T09:00:00Z."
	}
	return ""
}

// integerFault says what is wrong with the digits of a whole number, or "".
func integerFault(schema *huma.Schema, digits string) string {
	number, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return "This has to be a whole number."
	case schema.Minimum != nil && float64(number) < *schema.Minimum:
		return fmt.Sprintf("This is at least %.0f.", *schema.Minimum)
	case schema.Maximum != nil && float64(number) > *schema.Maximum:
		return fmt.Sprintf("This is at most %.0f.", *schema.Maximum)
	default:
		return ""
	}
}

func choices(schema *huma.Schema) string {
	names := make([]string, 0, len(schema.Enum))
	for _, value := range schema.Enum {
		names = append(names, fmt.Sprint(value))
	}
	return strings.Join(names, ", ")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func shorten(name string) string {
	if runes := []rune(name); len(runes) > fieldNameLimit {
		return string(runes[:fieldNameLimit]) + "…"
	}
	return name
}
