package auth

import (
	"strings"
	"unicode"
)

// view is a password as a guesser sees it: in lower case and without separators.
// The readings are the same text with look-alike digits and signs read as
// letters; all have the length of plain, byte for byte.
type view struct {
	plain    string
	readings []string
}

func newView(password string) view {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-_.,;:/'\"", r) {
			return -1
		}
		return r
	}, strings.ToLower(password))
	return view{plain, []string{plain, readAsLetters(plain, 'i'), readAsLetters(plain, 'l')}}
}

// readAsLetters undoes the usual substitutions; a one is read as the given letter.
func readAsLetters(s string, one rune) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1', '!', '|':
			return one
		case '3':
			return 'e'
		case '4', '@':
			return 'a'
		case '5', '$':
			return 's'
		case '7', '+':
			return 't'
		case '8':
			return 'b'
		case '9':
			return 'g'
		default:
			return r
		}
	}, s)
}

// mask marks bytes of a view's text.
type mask []bool

func (m mask) add(other mask) {
	for i, on := range other {
		m[i] = m[i] || on
	}
}

// count returns how many code points are marked.
func (v view) count(m mask) int {
	n := 0
	for i := range v.plain {
		if m[i] {
			n++
		}
	}
	return n
}

// cover marks every place where one of the words stands in one of the readings.
func (v view) cover(words []string) mask {
	m := make(mask, len(v.plain))
	for _, word := range words {
		for _, text := range v.readings {
			for from := 0; ; {
				at := strings.Index(text[from:], word)
				if at < 0 {
					break
				}
				for i := range word {
					m[from+at+i] = true
				}
				from += at + 1
			}
		}
	}
	return m
}

// runs are rows that fingers and children's rhymes follow, in both directions.
var runs = withReverse(
	"abcdefghijklmnopqrstuvwxyz", "01234567890",
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiopü", "asdfghjklöä", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "!@#$%^&*()", "!§$%&()=",
)

// minRun is the shortest stretch of a row that counts.
const minRun = 4

func withReverse(rows ...string) []string {
	for _, row := range rows {
		runes := []rune(row)
		for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
			runes[i], runes[j] = runes[j], runes[i]
		}
		rows = append(rows, string(runes))
	}
	return rows
}

// coverRuns marks stretches of a row and of one repeated character.
func (v view) coverRuns() mask {
	m := make(mask, len(v.plain))
	// starts are the places of the code points, with the end as one more.
	starts := []int{}
	for i := range v.plain {
		starts = append(starts, i)
	}
	starts = append(starts, len(v.plain))
	for i := 0; i+minRun < len(starts); i++ {
		from, to := starts[i], starts[i+minRun]
		if !isRun(v.plain[from:to]) {
			continue
		}
		for at := from; at < to; at++ {
			m[at] = true
		}
	}
	return m
}

func isRun(s string) bool {
	for _, row := range runs {
		if strings.Contains(row, s) {
			return true
		}
	}
	return period(s) == 1
}
