package serve

import (
	"errors"
	"net"
)

// guardedListener puts a guard on every connection.
type guardedListener struct{ net.Listener }

// Accept returns the next connection, guarded.
func (l guardedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &guardedConn{Conn: conn}, nil
}

// guardedConn reads along and fails once a request is framed in a way that a proxy
// in front may understand differently (request smuggling, SECURITY T172). net/http
// takes some of them as they are: lines that end in a bare LF, folded lines,
// Content-Length beside Transfer-Encoding, the same Content-Length twice, bytes
// beyond ASCII. It answers the failure with 400 and closes the connection.
type guardedConn struct {
	net.Conn
	guard guard
	err   error
}

// Read reads from the client.
func (c *guardedConn) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.Conn.Read(p)
	passed, refused := c.guard.feed(p[:n])
	if refused == nil {
		return n, err
	}
	c.err = refused
	if passed == 0 {
		return 0, c.err
	}
	return passed, nil
}

// CloseWrite lets net/http say its last word before it closes.
func (c *guardedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}
