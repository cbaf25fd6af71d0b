package auth_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
)

// refusal returns the sentence with which the password is refused, or "".
func refusal(t *testing.T, password string, about ...string) string {
	t.Helper()
	_, err := auth.CleanPassword(password, about...)
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Code != gatehouse.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Field != "password" {
		t.Fatalf("error %v is not about the password", err)
	}
	if password != "" && strings.Contains(e.Fields[0].Message, password) {
		t.Errorf("the sentence repeats the password: %q", e.Fields[0].Message)
	}
	return e.Fields[0].Message
}

// filler is a text without any pattern that a guesser would use.
func filler(n int) string {
	const text = "vK7#mQ2x Rz9&tLw4?bNp6 Yc3+hJs8 Df5=gXu1 ZoEi"
	runes := []rune{}
	for i := range n {
		runes = append(runes, rune(text[i%len(text)])+rune(i/len(text)))
	}
	return string(runes)
}

// T046: length counts code points, after normalisation.
func TestT046CleanPasswordLength(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		for _, n := range []int{15, 16, 64, 73, 127, 128} {
			if sentence := refusal(t, filler(n)); sentence != "" {
				t.Errorf("%d code points: %s", n, sentence)
			}
		}
	})
	t.Run("ErrShort", func(t *testing.T) {
		for _, password := range []string{"", "x", filler(14), "Zoe\u0308 Zoe\u0308 abcde"} {
			if got := refusal(t, password); !strings.HasPrefix(got, "Use at least 15 characters.") {
				t.Errorf("%d code points: %q", utf8.RuneCountInString(password), got)
			}
		}
	})
	t.Run("ErrLong", func(t *testing.T) {
		for _, n := range []int{129, 500, 100_000} {
			if got, want := refusal(t, filler(n)), "Use at most 128 characters."; got != want {
				t.Errorf("%d code points: %q, want %q", n, got, want)
			}
		}
	})
	t.Run("ErrText", func(t *testing.T) {
		for _, password := range []string{filler(20) + "\x00", filler(20) + "\xff", "\xc3" + filler(20)} {
			if got, want := refusal(t, password), "This is not valid text."; got != want {
				t.Errorf("%q: %q, want %q", password, got, want)
			}
		}
	})
}

// T047: any text will do, and it is kept as it is but for NFC.
func TestT047CleanPassword(t *testing.T) {
	tests := map[string]struct{ password, want string }{
		"Words":       {"correct horse battery", "correct horse battery"},
		"Emoji":       {"🦊🐢🌵🎺🧵🪁🥝🛶🧭🎲🪴🧊🦉🐙🍋", "🦊🐢🌵🎺🧵🪁🥝🛶🧭🎲🪴🧊🦉🐙🍋"},
		"OuterSpaces": {"  walnut ferry 52 ", "  walnut ferry 52 "},
		"Decomposed":  {"Bru\u0308cke u\u0308ber Ma\u0308hren", "Brücke über Mähren"},
		"Chinese":     {"床前明月光疑是地上霜举头望明月低", "床前明月光疑是地上霜举头望明月低"},
		"LowerCase":   {"velvet otter caravan", "velvet otter caravan"},
		"CommonInside": {
			"my purple monkey washes dishes", "my purple monkey washes dishes",
		},
		"NameInside": {"ana would rather bake bread", "ana would rather bake bread"},
		"RunInside":  {"abcd kettle mountain violin", "abcd kettle mountain violin"},
		"Separated":  {"k7 p q2 x9 v m4 z", "k7 p q2 x9 v m4 z"},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			got, err := auth.CleanPassword(tt.password, "ana.perez@example.com", "Ana Pérez", "Northwind")
			if err != nil || got != tt.want {
				t.Errorf("CleanPassword = %+q, %v", got, err)
			}
		})
	}
}

func TestCleanPasswordGuessable(t *testing.T) {
	const (
		repeated = "repeats the same few characters"
		common   = "words that many people use"
		run      = "the alphabet, the numbers or the keyboard"
		personal = "your name, your address or the name of your partner"
	)
	tests := map[string]string{
		"aaaaaaaaaaaaaaa":        repeated,
		"               ":        repeated,
		"-_-_-_-_-_-_-_-_":       repeated,
		"---___...,,,;;;":        repeated,
		"abcabcabcabcabc":        repeated,
		"AbcaBcabCabcAbc":        repeated,
		"Hunter2Hunter2Hunter2":  repeated,
		"passwordpassword":       repeated,
		"xK9#mQ2xK9#mQ2xK9":      repeated,
		"tr0ub4dor&3tr0ub4dor&3": repeated,
		"110100101011001":        repeated,
		"ababababababababx":      repeated,
		"🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊":                repeated,
		"correct horse battery staple":   common,
		"CorrectHorseBatteryStaple!":     common,
		"c0rr3ct h0rs3 b4tt3ry st4pl3":   common,
		"correcthorsebatterystaple123":   common,
		"The Quick Brown Fox":            common,
		"Das ist ein sicheres Passwort.": common,
		"Sesam, öffne dich!":             common,
		"to be, or not to be":            common,
		"Password-Sommer-26":             common,
		"P@ssw0rd!P@ssw0rd?":             common,
		"p4$$w0rd-Adm1n-X":               common,
		"We1come He11o 2099":             common,
		"Admin.Welcome.2026":             common,
		"dragon monkey master sunshine":  common,
		"qwertyuiopasdfgh":               run,
		"qwertzuiopasdfgh":               run,
		"abcdefghijklmnop":               run,
		"zyxwvutsrqponmlk":               run,
		"123456789012345":                run,
		"0987654321 098765":              run,
		"1q2w3e4r5t6y7u8i9o":             run,
		"!@#$%^&*() 12345 x":             run,
		"1111222233334444555566":         run,
		"Rex 123456789 abcdef":           run,
		"ana.perez@example.com":          personal,
		"AnaPérez-Northwind":             personal,
		"gatehouse northwind":            personal,
		"Gatehouse!Gatehouse?":           personal,
		"N0rthw1nd-Gatehouse-7":          personal,
		"perez ana perez 88":             personal,
	}
	for password, reason := range tests {
		t.Run("Err "+password, func(t *testing.T) {
			got := refusal(t, password, "ana.perez@example.com", "Ana Pe\u0301rez", "Northwind")
			if !strings.Contains(got, reason) {
				t.Errorf("refused with %q, want %q", got, reason)
			}
		})
	}
}

// Every entry of the list that is long enough is refused, whatever its spelling.
func TestCleanPasswordList(t *testing.T) {
	list, err := os.ReadFile("common.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(list)) {
		entry := strings.TrimSpace(line)
		if strings.HasPrefix(entry, "#") {
			continue
		}
		n++
		if utf8.RuneCountInString(entry) < gatehouse.MinPassword {
			t.Errorf("%q is refused for its length already", entry)
		}
		for _, spelling := range []string{entry, strings.ToUpper(entry), entry + "!1", strings.ReplaceAll(entry, "e", "3"), strings.ReplaceAll(entry, " ", "-") + "----------"} {
			if utf8.RuneCountInString(spelling) >= gatehouse.MinPassword && refusal(t, spelling) == "" {
				t.Errorf("%q is allowed", spelling)
			}
		}
	}
	if n < 200 {
		t.Errorf("the list has %d entries", n)
	}
}

// T294: a hostile password costs little.
func TestCleanPasswordCost(t *testing.T) {
	about := strings.Repeat("aaaaaaaa ", 100)
	for _, password := range []string{strings.Repeat("a", 128), strings.Repeat("e\u0301", 127) + "x", strings.Repeat("\u0301", 128), strings.Repeat("𝕬", 128)} {
		best := time.Hour
		for range 50 {
			best = min(best, took(func() { _, _ = auth.CleanPassword(password, about, about) }))
		}
		if best > 10*time.Millisecond {
			t.Errorf("%.10q takes %v", password, best)
		}
	}
}

func TestNormalisePassword(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			runes := rapid.SliceOf(rapid.OneOf(
				rapid.Rune(), rapid.RuneFrom([]rune("aeo \u0301\u0308\u0323\u0345\u1100\u1161\u11a8\u0f71\u0f72")),
			)).Draw(t, "runes")
			once := auth.NormalisePassword(string(runes))
			if twice := auth.NormalisePassword(once); twice != once {
				t.Fatalf("%+q becomes %+q and then %+q", runes, once, twice)
			}
			if !norm.NFC.IsNormalString(once) {
				t.Fatalf("%+q is not in NFC", once)
			}
			if decomposed := norm.NFD.String(string(runes)); len(runes) < 20 && auth.NormalisePassword(decomposed) != once {
				t.Fatalf("%+q and its NFD differ", runes)
			}
		})
	})
}
