package words_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// TestComplete finds every sentence of every catalogue that is missing.
func TestComplete(t *testing.T) {
	for _, lang := range gatehouse.Languages() {
		t.Run(string(lang), func(t *testing.T) {
			w := words.For(lang)
			if w.Language != lang {
				t.Fatalf("the catalogue is of %q", w.Language)
			}
			walk(t, "Words", reflect.ValueOf(*w))
			checkKeys(t, "Codes", codes(lang), w.Codes)
			checkKeys(t, "Actions", gatehouse.Actions(), w.Actions)
			checkKeys(t, "Attempts", gatehouse.Actions(), w.Attempts)
			checkKeys(t, "Permissions", gatehouse.PartnerMaster.Permissions(), w.Permissions)
			checkKeys(t, "Sorts", gatehouse.AdminSorts(), w.Admins.Sorts)
			checkKeys(t, "Technicians.Sorts", gatehouse.TechnicianSorts(), w.Technicians.Sorts)
			checkKeys(t, "Levels", gatehouse.Levels(), w.Access.Levels)
			checkKeys(t, "LevelNote", gatehouse.Levels(), w.Access.LevelNote)
			checkKeys(t, "SiteRoles", gatehouse.SiteRoles(), w.Access.SiteRoles)
			checkKeys(t, "Ways", []gatehouse.Way{gatehouse.WaySiteAdmin, gatehouse.WayAssignment}, w.Access.Ways)
			checkKeys(t, "Access.Actions", gatehouse.SiteActions(), w.Access.Actions)
			checkKeys(t, "Passes", gatehouse.Gates(), w.Access.Passes)
			checkKeys(t, "Fails", gatehouse.Gates(), w.Access.Fails)
			checkKeys(t, "Causes", gatehouse.Gates(), w.Access.Causes)
			checkKeys(t, "Changers", gatehouse.Changers(), w.Access.Changers)
			checkKeys(t, "Keys.Scopes", gatehouse.KeyScopes(), w.Keys.Scopes)
			checkKeys(t, "Keys.States", gatehouse.KeyStates(), w.Keys.States)
			checkKeys(t, "Facts.Invited", []gatehouse.InvitationKind{gatehouse.InviteAdmin, gatehouse.InviteTechnician, gatehouse.InviteSiteAdmin}, w.Facts.Invited)
			for field := range words.For(gatehouse.English).Facts.Fields {
				checkKeys(t, "Facts.Fields", []string{field}, w.Facts.Fields)
			}
			checkKeys(t, "LanguageNames", gatehouse.Languages(), w.Common.LanguageNames)
			checkKeys(t, "Errors.Titles", statuses(), w.Errors.Titles)
		})
	}
}

// TestNames finds a value of the vocabulary that has no name on a page.
func TestNames(t *testing.T) {
	for _, lang := range gatehouse.Languages() {
		w := words.For(lang)
		for _, role := range gatehouse.PartnerRoles() {
			check(t, lang, role, w.Roles.Name(role), w.Roles.Note(role))
		}
		for _, status := range gatehouse.InvitationStatuses() {
			check(t, lang, status, w.Statuses.Name(status))
		}
		for _, via := range gatehouse.Vias() {
			check(t, lang, via, w.Pathways.Name(via))
		}
		for _, state := range []gatehouse.MessageState{gatehouse.MessageQueued, gatehouse.MessageSent, gatehouse.MessageFailed, gatehouse.MessageCancelled} {
			check(t, lang, state, w.Deliveries.Name(state))
		}
	}
}

func check(t *testing.T, lang gatehouse.Language, value any, names ...string) {
	t.Helper()
	for _, name := range names {
		if name == "" {
			t.Errorf("%s: %v has no name", lang, value)
		}
	}
}

// codes are those that a language has to translate: English is the root package's.
func codes(lang gatehouse.Language) []gatehouse.Code {
	list := []gatehouse.Code{}
	for _, info := range gatehouse.Codes() {
		if lang != gatehouse.English {
			list = append(list, info.Code)
		}
	}
	return list
}

func statuses() []int {
	list := []int{}
	for _, info := range gatehouse.Codes() {
		list = append(list, info.Status)
	}
	return list
}

func checkKeys[K comparable](t *testing.T, what string, keys []K, m map[K]string) {
	t.Helper()
	for _, key := range keys {
		if m[key] == "" {
			t.Errorf("%s says nothing about %v", what, key)
		}
	}
}

// walk reports every empty text below v, and every function that answers one.
func walk(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if strings.TrimSpace(v.String()) == "" {
			t.Errorf("%s is empty", path)
		}
		checkWording(t, path, v.String())
	case reflect.Func:
		walkFunc(t, path, v)
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			walk(t, fmt.Sprintf("%s[%v]", path, key), v.MapIndex(key))
		}
	case reflect.Array:
		for i := range v.Len() {
			walk(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	default:
		t.Errorf("%s is a %s, which this test does not know", path, v.Kind())
	}
}

// walkFunc calls a sentence with marks in its variable parts and looks for them
// in the answer: a language that drops a name says something else.
func walkFunc(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	if v.IsNil() {
		t.Errorf("%s is missing", path)
		return
	}
	in := []reflect.Value{}
	marks := []string{}
	for i := range v.Type().NumIn() {
		switch v.Type().In(i).Kind() {
		case reflect.Int:
			in, marks = append(in, reflect.ValueOf(4321+i)), append(marks, fmt.Sprint(4321+i))
		default:
			mark := fmt.Sprintf("mark%d", i)
			in, marks = append(in, reflect.ValueOf(mark)), append(marks, mark)
		}
	}
	text := v.Call(in)[0].String()
	for _, mark := range marks {
		if !strings.Contains(text, mark) {
			t.Errorf("%s says %q and drops %q", path, text, mark)
		}
	}
	if strings.Contains(text, "%!") {
		t.Errorf("%s says %q", path, text)
	}
	checkWording(t, path, text)
}

// checkWording reports a second wording for what has one: whether somebody may enter.
func checkWording(t *testing.T, path, text string) {
	t.Helper()
	for _, other := range []string{"can enter", "cannot enter", "can no longer enter", "kann hinein", "können hinein", "kommt hinein", "kommen hinein", "hat zugang"} {
		if strings.Contains(strings.ToLower(text), other) {
			t.Errorf("%s says %q instead of whether somebody may enter", path, text)
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]gatehouse.Language{
		"":                                gatehouse.English,
		"de":                              gatehouse.German,
		"de-AT,de;q=0.9,en;q=0.8":         gatehouse.German,
		"fr-FR, de;q=0.5":                 gatehouse.German,
		"en-GB":                           gatehouse.English,
		"ja":                              gatehouse.English,
		"../../etc/passwd":                gatehouse.English,
		"de;q=nonsense":                   gatehouse.English,
		strings.Repeat("de-x-,", 100_000): gatehouse.English,
	} {
		if got := words.Match(header).Language; got != want {
			t.Errorf("Match(%.40q) = %q, want %q", header, got, want)
		}
	}
}

func TestRelative(t *testing.T) {
	now := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at      time.Duration
		english string
		german  string
	}{
		{0, "just now", "gerade eben"},
		{-40 * time.Second, "just now", "gerade eben"},
		{-time.Minute, "1 minute ago", "vor 1 Minute"},
		{90 * time.Minute, "in 1 hour", "in 1 Stunde"},
		{-3 * time.Hour, "3 hours ago", "vor 3 Stunden"},
		{47*time.Hour + 59*time.Minute + 59*time.Second, "in 2 days", "in 2 Tagen"},
		{30 * time.Hour, "in 1 day", "in 1 Tag"},
		{gatehouse.InvitationTTL - time.Second, "in 7 days", "in 7 Tagen"},
		{-100 * 24 * time.Hour, "3 months ago", "vor 3 Monaten"},
		{-800 * 24 * time.Hour, "2 years ago", "vor 2 Jahren"},
	} {
		at := now.Add(c.at)
		if got := words.For(gatehouse.English).Times.Relative(at, now); got != c.english {
			t.Errorf("%s in English: %q, want %q", c.at, got, c.english)
		}
		if got := words.For(gatehouse.German).Times.Relative(at, now); got != c.german {
			t.Errorf("%s in German: %q, want %q", c.at, got, c.german)
		}
	}
}

func TestAbsolute(t *testing.T) {
	at := time.Date(2026, time.November, 28, 1, 5, 9, 0, time.FixedZone("x", 3600))
	if got := words.For(gatehouse.English).Times.Absolute(at); got != "28 Nov 2026, 00:05 UTC" {
		t.Errorf("English: %q", got)
	}
	if got := words.For(gatehouse.German).Times.Exact(at); got != "28. Nov. 2026, 00:05:09 UTC" {
		t.Errorf("German: %q", got)
	}
}

func TestZones(t *testing.T) {
	at := time.Date(2026, time.November, 28, 1, 5, 9, 0, time.UTC)
	for name, want := range map[string]string{
		"UTC": "28 Nov 2026, 01:05 UTC", "Europe/London": "28 Nov 2026, 01:05 UTC", "Europe/Lisbon": "28 Nov 2026, 01:05 UTC",
		"Europe/Berlin": "28 Nov 2026, 02:05 UTC+01:00", "Asia/Kathmandu": "28 Nov 2026, 06:50 UTC+05:45",
		"America/Sao_Paulo": "27 Nov 2026, 22:05 UTC-03:00",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := words.For(gatehouse.English).Times.In(at, zone); got != want {
			t.Errorf("in %s: %q, want %q", name, got, want)
		}
	}
}
