package gatehouse

import "fmt"

// Level is how far an assignment opens a site (SPEC section 8). Levels are
// ordered: a larger one includes a smaller one.
type Level uint8

// The permission levels in rising order. LevelNone is the zero value: the person
// stays listed and may do nothing.
const (
	LevelNone Level = iota
	DevicesOnly
	FullExcludingUsers
	FullIncludingUsers
)

// Levels lists every level, lowest first.
func Levels() []Level {
	return []Level{LevelNone, DevicesOnly, FullExcludingUsers, FullIncludingUsers}
}

var levelNames = [...]string{"none", "devices_only", "full_excluding_users", "full_including_users"}

// String returns the level as the API writes it.
func (l Level) String() string {
	if int(l) >= len(levelNames) {
		return fmt.Sprintf("Level(%d)", uint8(l))
	}
	return levelNames[l]
}

// ParseLevel reads the exact name of a level. Everything else is an error with
// the code [CodeInvalid] on "level".
func ParseLevel(s string) (Level, error) {
	for _, l := range Levels() {
		if l.String() == s {
			return l, nil
		}
	}
	return LevelNone, InvalidField("level", "The level is one of none, devices_only, full_excluding_users, full_including_users.")
}

// MarshalText writes the level's API name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the level's API name.
func (l *Level) UnmarshalText(text []byte) error {
	parsed, err := ParseLevel(string(text))
	if err == nil {
		*l = parsed
	}
	return err
}
