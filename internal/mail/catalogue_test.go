package mail_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

// read flattens a catalogue into its texts by path. Every function is called
// with names that can be told apart, and must use them all.
func read(t *testing.T, texts map[string]string, path string, v reflect.Value) {
	t.Helper()
	if s, ok := v.Interface().(mail.Sentence); ok {
		texts[path] = s.Text()
		return
	}
	switch v.Kind() {
	case reflect.String:
		texts[path] = v.String()
	case reflect.Struct:
		for i := range v.NumField() {
			read(t, texts, path+"."+v.Type().Field(i).Name, exported(v.Field(i)))
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			read(t, texts, fmt.Sprintf("%s[%v]", path, entries.Key()), exported(entries.Value()))
		}
	case reflect.Func:
		texts[path] = call(t, path, v)
	default:
		t.Fatalf("%s is a %s: the test does not know what to do with it", path, v.Kind())
	}
}

// exported copies a value so that unexported types can be looked into.
func exported(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

func call(t *testing.T, path string, f reflect.Value) string {
	t.Helper()
	args, names := []reflect.Value{}, []string{}
	for i := range f.Type().NumIn() {
		if f.Type().In(i) == reflect.TypeFor[time.Time]() {
			args = append(args, reflect.ValueOf(time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)))
			continue
		}
		names = append(names, fmt.Sprintf("name%d", i))
		args = append(args, reflect.ValueOf(mail.NewName(names[i])))
	}
	result := f.Call(args)[0].Interface()
	text, ok := result.(string)
	if s, isSentence := result.(mail.Sentence); isSentence {
		text, ok = s.Text(), true
	}
	if !ok {
		t.Fatalf("%s returns a %T", path, result)
	}
	for _, name := range names {
		if strings.Count(text, name) != 1 {
			t.Errorf("%s says %q: %d times %s", path, text, strings.Count(text, name), name)
		}
	}
	return text
}

func texts(t *testing.T, lang gatehouse.Language) map[string]string {
	t.Helper()
	catalogue, ok := mail.Catalogue(lang)
	if !ok {
		t.Fatalf("no catalogue for %q", lang)
	}
	found := map[string]string{}
	read(t, found, "catalogue", reflect.ValueOf(catalogue))
	return found
}

func TestCatalogues(t *testing.T) {
	english := texts(t, gatehouse.English)
	if len(english) < 30 {
		t.Fatalf("only %d texts were found", len(english))
	}
	// What is the same word in both languages.
	same := map[string]bool{}
	for _, role := range []string{"Observer", "Operator", "Admin", "Master"} {
		same[role] = true
	}
	for _, lang := range gatehouse.Languages() {
		t.Run("OK"+string(lang), func(t *testing.T) {
			translated := texts(t, lang)
			if diff := cmp.Diff(keys(english), keys(translated)); diff != "" {
				t.Errorf("other texts than in English (-want +got):\n%s", diff)
			}
			for path, text := range translated {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s is empty", path)
				}
				if text != strings.TrimSpace(text) || strings.Contains(text, "  ") || strings.Contains(text, "%") {
					t.Errorf("%s is %q", path, text)
				}
				if lang != gatehouse.English && text == english[path] && !same[text] {
					t.Errorf("%s is not translated: %q", path, text)
				}
			}
		})
	}
}

func keys(m map[string]string) map[string]bool {
	set := map[string]bool{}
	for k := range m {
		set[k] = true
	}
	return set
}
