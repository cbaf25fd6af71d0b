package gatehousetest

import (
	"bytes"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
)

// Line is a TCP connection to a [Cluster] that a test can disturb. Whoever connects
// through it passes it with every byte.
type Line struct {
	// URL is the cluster's database, through the line.
	URL string

	listener net.Listener
	socket   string

	mu    sync.Mutex
	state lineState
	// turned is closed, and made anew, whenever the state changes.
	turned chan struct{}
	open   map[net.Conn]bool
	// onCommit and onAnswer are called once: when a COMMIT has come from the program,
	// and when the database has answered it; before either is passed on.
	onCommit, onAnswer func()
}

type lineState int

const (
	// lineOpen passes everything on.
	lineOpen lineState = iota
	// lineCut has no connections and takes none.
	lineCut
	// lineDead takes connections and whatever is sent, and passes nothing on.
	lineDead
)

// StartLine makes an open line to the cluster. It ends with the test.
func StartLine(t testing.TB, c *Cluster) *Line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it lives as long as the test
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"user": {"gatehouse"}, "sslmode": {"disable"}}
	l := &Line{
		URL:      "postgres://" + listener.Addr().String() + "/postgres?" + query.Encode(),
		listener: listener, socket: filepath.Join(c.dir, ".s.PGSQL.5432"),
		turned: make(chan struct{}), open: map[net.Conn]bool{},
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { l.serve(client) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		l.Cut()
		serving.Wait()
	})
	return l
}

// Cut ends every connection and refuses new ones.
func (l *Line) Cut() { l.turn(lineCut) }

// Die leaves the connections as they are and passes nothing on any more, like a
// network that has lost its way.
func (l *Line) Die() { l.turn(lineDead) }

// Restore takes connections again. Those from before are gone.
func (l *Line) Restore() {
	l.turn(lineCut)
	l.turn(lineOpen)
}

// OnCommit calls fn when the next COMMIT has come from the program. A fn that cuts the
// line loses the COMMIT.
func (l *Line) OnCommit(fn func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onCommit = fn
}

// OnCommitAnswer calls fn when the database has answered the next COMMIT. A fn that
// cuts the line loses the answer.
func (l *Line) OnCommitAnswer(fn func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onAnswer = fn
}

func (l *Line) turn(to lineState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = to
	close(l.turned)
	l.turned = make(chan struct{})
	if to == lineCut {
		for end := range l.open {
			_ = end.Close()
		}
	}
}

// serve connects a client with the cluster until one of them ends.
func (l *Line) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", l.socket) //nolint:noctx // it ends with the line
	if err != nil {
		return
	}
	defer server.Close()
	if !l.admit(client, server) {
		return
	}
	answers := make(chan struct{}, 1) // holds one while a COMMIT waits for its answer
	var pumping sync.WaitGroup
	pumping.Go(func() { l.pump(server, client, func(sent []byte) { l.sawRequest(sent, answers) }) })
	pumping.Go(func() { l.pump(client, server, func([]byte) { l.sawAnswer(answers) }) })
	pumping.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, client)
	delete(l.open, server)
}

func (l *Line) admit(ends ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state == lineCut {
		return false
	}
	for _, end := range ends {
		l.open[end] = true
	}
	return true
}

// pump passes on what comes, and ends both directions when one does.
func (l *Line) pump(to, from net.Conn, saw func([]byte)) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			saw(buffer[:n])
			if !l.pass() {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// pass waits while the line is dead, and reports whether it passes on.
func (l *Line) pass() bool {
	for {
		l.mu.Lock()
		state, turned := l.state, l.turned
		l.mu.Unlock()
		if state != lineDead {
			return state == lineOpen
		}
		<-turned
	}
}

// commit is how the program ends a transaction: one simple query.
var commit = []byte("commit\x00")

func (l *Line) sawRequest(sent []byte, answers chan struct{}) {
	if !bytes.Contains(sent, commit) {
		return
	}
	select {
	case answers <- struct{}{}:
	default:
	}
	l.mu.Lock()
	fn := l.onCommit
	l.onCommit = nil
	l.mu.Unlock()
	if fn != nil {
		fn()
	}
}

func (l *Line) sawAnswer(answers chan struct{}) {
	select {
	case <-answers:
	default:
		return
	}
	l.mu.Lock()
	fn := l.onAnswer
	l.onAnswer = nil
	l.mu.Unlock()
	if fn != nil {
		fn()
	}
}
