// Gatehouse is a partner portal for physical-access-control sites.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"gatehouse.example/gatehouse/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)   // a second signal ends the program at once
	signal.Ignore(syscall.SIGPIPE) // a log that nobody reads any more is no reason to end
	os.Exit(cli.Run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}
