// Package e2e_test walks the whole program as its users do: the real binary, a
// real mail server, a real browser.
package e2e_test

import (
	"os"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

func TestMain(m *testing.M) {
	code := m.Run()
	browser.Close()
	gatehousetest.RemoveProgram()
	os.Exit(code)
}
