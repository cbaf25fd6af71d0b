package gatehousetest

import "os"

// Repeat returns how often a repeated case runs: a tenth of the full count, at
// least once; all of it in a soak.
func Repeat(full int) int {
	if Soak() {
		return full
	}
	return max(1, full/10)
}

// Soak reports whether this run has full repetitions (GATEHOUSE_SOAK=1).
func Soak() bool { return os.Getenv("GATEHOUSE_SOAK") == "1" }
