package auth

import (
	"unicode/utf8"

	"gatehouse.example/gatehouse"
)

// minDistinct is how many different characters a password has at least.
const minDistinct = 5

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// repeats reports whether s says the same again, and what it says is too short
// to be a password.
func repeats(s string) bool {
	p := period(s)
	return p < utf8.RuneCountInString(s) && p < gatehouse.MinPassword
}

// period returns the number of code points after which s only repeats itself:
// all of them unless at least two full rounds fit.
func period(s string) int {
	runes := []rune(s)
	// border[i] is the length of the longest proper prefix of runes[:i] that is
	// also its suffix.
	border := make([]int, len(runes)+1)
	for i, k := 1, 0; i < len(runes); i++ {
		for k > 0 && runes[i] != runes[k] {
			k = border[k]
		}
		if runes[i] == runes[k] {
			k++
		}
		border[i+1] = k
	}
	if p := len(runes) - border[len(runes)]; 2*p <= len(runes) {
		return p
	}
	return len(runes)
}
