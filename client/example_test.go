package client_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"gatehouse.example/gatehouse/client"
)

// Sign in, and send every expired invitation again.
func Example() {
	ctx := context.Background()
	portal, err := client.New("https://portal.example.com")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := portal.SignIn(ctx, "ana@example.com", os.Getenv("PORTAL_PASSWORD")); err != nil {
		log.Fatal(err)
	}
	expired := []string{}
	for admin, err := range portal.Admins(ctx, client.AdminFilter{Status: "expired"}) {
		if err != nil {
			log.Fatal(err)
		}
		expired = append(expired, admin.ID)
	}
	if len(expired) == 0 {
		return
	}
	results, err := portal.ResendAdmins(ctx, expired, client.IdempotencyKey("resend-2026-03-05"))
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range results.Rows {
		fmt.Println(row.Email, row.Outcome, row.Message)
	}
}

// An account that belongs to several partners works at each by its own view of the
// client.
func ExampleClient_At() {
	ctx := context.Background()
	portal, err := client.New("https://portal.example.com")
	if err != nil {
		log.Fatal(err)
	}
	entered, err := portal.SignIn(ctx, "ana@example.com", os.Getenv("PORTAL_PASSWORD"))
	if err != nil {
		log.Fatal(err)
	}
	for _, place := range entered.Places {
		page, err := portal.At(place.Partner.ID).AdminPage(ctx, client.AdminFilter{Role: "master"}, client.Paging{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(place.Partner.Name, len(page.Items))
	}
}

// What the portal refuses has a stable code.
func ExampleCodeOf() {
	err := error(&client.Problem{Status: 410, Code: "link_dead", Detail: "This link can no longer be used."})
	if client.CodeOf(err) == "link_dead" {
		fmt.Println("ask for a new link")
	}
	fmt.Println(err)
	// Output:
	// ask for a new link
	// This link can no longer be used. (410 link_dead)
}
