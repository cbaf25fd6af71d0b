package serve

import "io"

// CheckFraming runs a guard over what r gives, in the pieces that it comes in.
func CheckFraming(r io.Reader) error {
	g := guard{}
	buffer := make([]byte, 4096)
	for {
		n, err := r.Read(buffer)
		if _, refused := g.feed(buffer[:n]); refused != nil {
			return refused
		}
		if err != nil {
			return nil
		}
	}
}
