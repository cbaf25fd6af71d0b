package mail

import (
	"strings"
	"unicode"

	"gatehouse.example/gatehouse"
)

// errHomograph says why a domain is refused that is well-formed.
func errHomograph() error {
	return gatehouse.InvalidField("email", "The domain of this address mixes alphabets, or is spelt with letters that look like others. It can be mistaken for another domain.")
}

// scripts are those in everyday use today (Unicode Standard Annex 31, table 5).
// Scripts of history and of small communities are left out: their letters are
// chosen for how they look far more often than for what they say.
var scripts = map[string]*unicode.RangeTable{
	"Arabic": unicode.Arabic, "Armenian": unicode.Armenian, "Bengali": unicode.Bengali,
	"Bopomofo": unicode.Bopomofo, "Cyrillic": unicode.Cyrillic, "Devanagari": unicode.Devanagari,
	"Ethiopic": unicode.Ethiopic, "Georgian": unicode.Georgian, "Greek": unicode.Greek,
	"Gujarati": unicode.Gujarati, "Gurmukhi": unicode.Gurmukhi, "Han": unicode.Han,
	"Hangul": unicode.Hangul, "Hebrew": unicode.Hebrew, "Hiragana": unicode.Hiragana,
	"Kannada": unicode.Kannada, "Katakana": unicode.Katakana, "Khmer": unicode.Khmer,
	"Lao": unicode.Lao, "Latin": latin, "Malayalam": unicode.Malayalam,
	"Myanmar": unicode.Myanmar, "Oriya": unicode.Oriya, "Sinhala": unicode.Sinhala,
	"Tamil": unicode.Tamil, "Telugu": unicode.Telugu, "Thaana": unicode.Thaana,
	"Thai": unicode.Thai, "Tibetan": unicode.Tibetan,
}

// latin are the lower-case Latin letters of living languages. The phonetic and
// historic ones are left out, for they are look-alikes of a to z (ɑ, ɡ, ʟ, ƅ).
var latin = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 'a', Hi: 'z', Stride: 1},
		{Lo: 'ß', Hi: 'ö', Stride: 1},
		{Lo: 'ø', Hi: 'ÿ', Stride: 1},
		{Lo: 0x0101, Hi: 0x017e, Stride: 1}, // Latin Extended-A
		{Lo: 'ơ', Hi: 'ơ', Stride: 1},       // Vietnamese
		{Lo: 'ư', Hi: 'ư', Stride: 1},
		{Lo: 0x01ce, Hi: 0x01dc, Stride: 2}, // Pinyin
		{Lo: 'ș', Hi: 'ț', Stride: 2},       // Romanian
		{Lo: 'ə', Hi: 'ə', Stride: 1},       // Azerbaijani
		{Lo: 0x1e01, Hi: 0x1eff, Stride: 1}, // Latin Extended Additional
	},
	LatinOffset: 3,
}

// together are the scripts that one language writes in one word (Unicode
// Technical Standard 39, without its allowance for Latin letters among them).
var together = [][]string{
	{"Han", "Hiragana", "Katakana"},
	{"Han", "Hangul"},
	{"Han", "Bopomofo"},
}

// lookAlikes are letters that a reader takes for ASCII.
const lookAlikes = "" +
	"асԁеһіјӏорԛѕԝхуѵѡьүпгктм" + // Cyrillic
	"αγικνορτυχωϳ" + // Greek
	"գզհյոսցօք" + // Armenian
	"ı" // Latin

// checkDomain refuses a domain, given as the labels that people see, that may be
// mistaken for another:
//
//   - A label that mixes scripts, other than those that belong together. Digits
//     and the hyphen go with everything.
//   - A label with anything but letters, their marks and digits. Combining marks
//     that belong to no script are refused too: where a language needs them, NFC
//     has letters with them built in.
//   - A label outside ASCII that consists of look-alikes of ASCII only: аррӏе.com.
//     Under a top-level domain that nobody takes for ASCII, it is no disguise.
func checkDomain(labels []string) error {
	top := labels[len(labels)-1]
	foreign := !isASCII(top) && !disguised(top)
	for _, label := range labels {
		if isASCII(label) {
			continue
		}
		if !oneWriting(label) || disguised(label) && !foreign {
			return errHomograph()
		}
	}
	return nil
}

// disguised reports whether a label outside ASCII reads like one of ASCII.
func disguised(label string) bool {
	return !strings.ContainsFunc(label, func(r rune) bool {
		return r > unicode.MaxASCII && !strings.ContainsRune(lookAlikes, r)
	})
}

// oneWriting reports whether a label is written in scripts that belong together.
func oneWriting(label string) bool {
	found := map[string]bool{}
	for _, r := range label {
		if r == '-' || '0' <= r && r <= '9' {
			continue
		}
		script := scriptOf(r)
		if script == "" {
			return false
		}
		found[script] = true
	}
	return belongTogether(found)
}

// scriptOf returns the script of a letter, a mark or a digit, "" for a character
// that no domain needs.
func scriptOf(r rune) string {
	switch {
	case r == 'ー': // the mark of length in both kana, of no script by itself
		return "Katakana"
	case !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd):
		return ""
	}
	for name, table := range scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// belongTogether reports whether one word may be written in the scripts found.
func belongTogether(found map[string]bool) bool {
	if len(found) <= 1 {
		return true
	}
	for _, set := range together {
		n := 0
		for _, script := range set {
			if found[script] {
				n++
			}
		}
		if n == len(found) {
			return true
		}
	}
	return false
}
