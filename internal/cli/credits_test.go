package cli_test

import "testing"

func TestCreditsTopUp(t *testing.T) {
	env := inData(t)
	run(t, env, "partner", "create", "Acme Security", "ana@example.com").want(t, 0, "Acme Security", "")
	t.Run("OK", func(t *testing.T) {
		run(t, env, "credits", "top-up", "Acme Security", "500").want(t, 0, "Acme Security got 500 credits and holds 500 that are not allocated to a site.", "")
		run(t, env, "credits", "top-up", "Acme Security", "1").want(t, 0, "holds 501", "")
	})
	t.Run("Err no such partner", func(t *testing.T) {
		run(t, env, "credits", "top-up", "Acme", "500").want(t, 1, "", "gatehouse: There is no partner \"Acme\".\n")
	})
	for _, amount := range []string{"0", "1000000001"} {
		t.Run("Err amount "+amount, func(t *testing.T) {
			run(t, env, "credits", "top-up", "Acme Security", amount).want(t, 1, "", "gatehouse: amount: The amount is a whole number from 1 to 1,000,000,000.\n")
		})
	}
	for _, amount := range []string{"1e3", "0.1", "+5", "9223372036854775808", "ten", ""} {
		t.Run("Err no whole number "+amount, func(t *testing.T) {
			run(t, env, "credits", "top-up", "Acme Security", amount).want(t, 2, "", "is not a whole number from 1 to 1000000000\n")
		})
	}
}
