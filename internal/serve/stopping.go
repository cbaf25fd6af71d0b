package serve

import "context"

type stoppingKey struct{}

// Stopping returns a channel that is closed when the portal begins to shut down, for
// answers that would go on for ever; nil, which is never closed, outside [Run].
func Stopping(ctx context.Context) <-chan struct{} {
	stopping, _ := ctx.Value(stoppingKey{}).(<-chan struct{})
	return stopping
}
