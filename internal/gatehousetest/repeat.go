package gatehousetest

import "os"

// Repeat returns how often a repeated case runs: a tenth of the full count, at
// least once; all of it with GATEHOUSE_SOAK=1.
func Repeat(full int) int {
	if os.Getenv("GATEHOUSE_SOAK") == "1" {
		return full
	}
	return max(1, full/10)
}
