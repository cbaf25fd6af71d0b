package words

import (
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
)

// Number writes a whole number with its thousands apart, as the language does.
func (w *Words) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "\u2212", digits[1:]
	}
	separator := ","
	if w.Language == gatehouse.German {
		separator = "."
	}
	groups := []string{}
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), separator)
}

// Month returns the month of a time in UTC.
func (t Times) Month(year int, month int) string {
	return t.Months[month-1] + " " + strconv.Itoa(year)
}
