package web

import (
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// leftPairs are the numbers of the pairs that a preview leaves out, as its form carries
// them: in one field, for there may be 10,000.
func leftPairs(results []app.PairResult) string {
	numbers := []string{}
	for i, result := range results {
		if result.Outcome == gatehouse.Refused {
			numbers = append(numbers, strconv.Itoa(i))
		}
	}
	return strings.Join(numbers, " ")
}

// readLeft reads what [leftPairs] wrote.
func readLeft(value string) (map[int]bool, error) {
	left := map[int]bool{}
	for number := range strings.FieldsSeq(value) {
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= gatehouse.PairLimit {
			return nil, gatehouse.E(gatehouse.CodeMalformed)
		}
		left[i] = true
	}
	return left, nil
}

// asked are the pairs without those that the preview said it leaves out.
func (d assignDraft) asked(pairs []app.Pair) []app.Pair {
	asked := make([]app.Pair, 0, len(pairs))
	for i, pair := range pairs {
		if !d.left[i] {
			asked = append(asked, pair)
		}
	}
	return asked
}
