// Package client calls the REST API of a Gatehouse portal. It has wire types of
// its own and stands on the standard library alone, so that it can be taken into
// any program.
//
// A [Client] holds one session: sign in, and every further call carries the
// session's cookie and the token that goes with calls that change something.
//
//	portal, err := client.New("https://portal.example.com")
//	…
//	if _, err := portal.SignIn(ctx, "ana@example.com", password); err != nil {
//		return err
//	}
//	for admin, err := range portal.Admins(ctx, client.AdminFilter{Status: "pending"}) {
//		…
//	}
//
// A program that runs by itself calls with an API key instead, see [WithKey].
//
// Whatever the portal refuses is a [*Problem] with a stable code. docs/integrator.md
// tells what the codes mean.
package client
