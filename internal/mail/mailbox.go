package mail

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"gatehouse.example/gatehouse"
)

// LocalFrom is the sender of messages in the local mailbox. It leaves this
// machine never, so the domain is one that exists nowhere.
const LocalFrom = "no-reply@localhost.localdomain"

// extension and tempPrefix are those of the mailbox's files.
const (
	extension  = ".eml"
	tempPrefix = ".new-"
)

// mailboxID is the form of a message's id: when it was asked for, in microseconds,
// and the beginning of a hash of its envelope's ID, both hexadecimal. It sorts by
// time and cannot name anything outside the directory (T175).
var mailboxID = regexp.MustCompile(`^[0-9a-f]{16}-[0-9a-f]{16}$`)

// Mailbox is a directory of messages, for an installation without a mail server.
// Each is a file of its own that any mail program opens. A message sent again
// with the same ID and date replaces itself.
type Mailbox struct {
	dir string
	// mu keeps Remove from taking a file that Send is still writing.
	mu sync.Mutex
}

// NewMailbox opens the mailbox in dir and creates the directory when it is
// missing. Nobody but its owner may look into it.
func NewMailbox(dir string) (*Mailbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the local mailbox cannot be created: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a directory needs x
		return nil, fmt.Errorf("the local mailbox cannot be closed to others: %w", err)
	}
	m := &Mailbox{dir: dir}
	return m, m.removeTemp()
}

// Send writes the message durably. Until it is whole it has another name.
func (m *Mailbox) Send(ctx context.Context, e Envelope) error {
	raw, err := e.message(netmail.Address{Name: "Gatehouse", Address: LocalFrom})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.write(storedID(e.ID, e.Date), raw); err != nil {
		return fmt.Errorf("mail: the local mailbox: %w", err)
	}
	return nil
}

// storedID is the id in the mailbox of the message that was asked for at a time.
func storedID(message string, at time.Time) string {
	sum := sha256.Sum256([]byte(message))
	return fmt.Sprintf("%016x-%016x", uint64(at.UnixMicro()), sum[:8])
}

// Find returns the id in the mailbox of an outbox's message, and false where the mailbox
// does not hold it.
func (m *Mailbox) Find(message gatehouse.MessageID, at time.Time) (string, bool) {
	id := storedID(string(message), at)
	_, err := os.Stat(m.path(id))
	return id, err == nil
}

func (m *Mailbox) path(id string) string { return filepath.Join(m.dir, id+extension) }

func (m *Mailbox) write(id string, raw []byte) error {
	temp, err := os.CreateTemp(m.dir, tempPrefix) // mode 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(raw)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), m.path(id))
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return m.sync()
}

// sync makes changes of names durable.
func (m *Mailbox) sync() error {
	dir, err := os.Open(m.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// removeTemp removes what a crash left unfinished.
func (m *Mailbox) removeTemp() error {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), tempPrefix) {
			if err := os.Remove(filepath.Join(m.dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// List returns at most limit messages, the newest first.
func (m *Mailbox) List(limit int) ([]Stored, error) {
	ids, err := m.ids()
	if err != nil {
		return nil, err
	}
	list := []Stored{}
	for _, id := range slices.Backward(ids) {
		if len(list) >= limit {
			break
		}
		if s, err := m.header(id); err == nil {
			list = append(list, s)
		}
	}
	return list, nil
}

// ids returns the ids of all messages, the oldest first.
func (m *Mailbox) ids() ([]string, error) {
	entries, err := os.ReadDir(m.dir) // sorted by name
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, entry := range entries {
		if id, ok := strings.CutSuffix(entry.Name(), extension); ok && mailboxID.MatchString(id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// header reads what a list shows of a message.
func (m *Mailbox) header(id string) (Stored, error) {
	file, err := os.Open(m.path(id))
	if err != nil {
		return Stored{}, err
	}
	defer file.Close()
	message, err := netmail.ReadMessage(file)
	if err != nil {
		return Stored{}, err
	}
	s, err := parseHeader(message.Header)
	s.ID = id
	return s, err
}

// Read returns a whole message. An id that names none, or that could not name
// one, is CodeNotFound.
func (m *Mailbox) Read(id string) (StoredMessage, error) {
	if !mailboxID.MatchString(id) {
		return StoredMessage{}, gatehouse.E(gatehouse.CodeNotFound)
	}
	raw, err := os.ReadFile(m.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return StoredMessage{}, gatehouse.E(gatehouse.CodeNotFound)
	}
	if err != nil {
		return StoredMessage{}, err
	}
	s, err := Parse(raw)
	s.ID = id
	return s, err
}

// Remove removes every message to a recipient for whom gone is true, and returns
// how many: erasing a person reaches the mailbox too.
func (m *Mailbox) Remove(gone func(to gatehouse.Email) bool) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.removeTemp(); err != nil {
		return 0, err
	}
	ids, err := m.ids()
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, id := range ids {
		s, err := m.header(id)
		if err != nil || !gone(s.To) {
			continue
		}
		if err := os.Remove(m.path(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		removed++
	}
	return removed, m.sync()
}
