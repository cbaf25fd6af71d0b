package mail_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

func newMailbox(t *testing.T) *mail.Mailbox {
	t.Helper()
	mailbox, err := mail.NewMailbox(filepath.Join(t.TempDir(), "mailbox"))
	if err != nil {
		t.Fatal(err)
	}
	return mailbox
}

// put sends a message and returns it as it is listed.
func put(t *testing.T, mailbox *mail.Mailbox, id string, to gatehouse.Email, date time.Time) {
	t.Helper()
	e := envelope(t)
	e.ID, e.To, e.Date = id, to, date
	if err := mailbox.Send(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, mailbox *mail.Mailbox, limit int) []mail.Stored {
	t.Helper()
	all, err := mailbox.List(limit)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// recipients returns who the listed messages are for, in order.
func recipients(all []mail.Stored) []gatehouse.Email {
	to := []gatehouse.Email{}
	for _, s := range all {
		to = append(to, s.To)
	}
	return to
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestMailbox(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		mailbox, e := newMailbox(t), envelope(t)
		if err := mailbox.Send(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		all := list(t, mailbox, 10)
		if len(all) != 1 {
			t.Fatalf("%d messages are listed", len(all))
		}
		want := mail.StoredMessage{
			Stored:    mail.Stored{ID: all[0].ID, To: e.To, Subject: e.Content.Subject, Date: e.Date},
			From:      `"Gatehouse" <no-reply@localhost.localdomain>`,
			MessageID: e.ID + "@localhost.localdomain",
			Text:      e.Content.Text,
			HTML:      e.Content.HTML,
		}
		got, err := mailbox.Read(all[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the message was changed (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want.Stored, all[0]); diff != "" {
			t.Errorf("the list says something else (-want +got):\n%s", diff)
		}
	})
	t.Run("OKOrder", func(t *testing.T) {
		mailbox := newMailbox(t)
		put(t, mailbox, "b", "second@example.com", noon.Add(time.Second))
		put(t, mailbox, "c", "third@example.com", noon.Add(time.Minute))
		put(t, mailbox, "a", "first@example.com", noon)
		want := []gatehouse.Email{"third@example.com", "second@example.com", "first@example.com"}
		if diff := cmp.Diff(want, recipients(list(t, mailbox, 10))); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want[:2], recipients(list(t, mailbox, 2))); diff != "" {
			t.Errorf("the newest two (-want +got):\n%s", diff)
		}
		if n := len(list(t, mailbox, 0)); n != 0 {
			t.Errorf("%d messages with a limit of 0", n)
		}
	})
	t.Run("OKSentAgain", func(t *testing.T) {
		mailbox := newMailbox(t)
		put(t, mailbox, "a", "ana@example.com", noon)
		put(t, mailbox, "a", "ana@example.com", noon)
		put(t, mailbox, "b", "ana@example.com", noon)
		if n := len(list(t, mailbox, 10)); n != 2 {
			t.Errorf("%d messages, want 2", n)
		}
	})
	t.Run("OKModes", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "deep", "mailbox")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		mailbox, err := mail.NewMailbox(dir)
		if err != nil {
			t.Fatal(err)
		}
		put(t, mailbox, "a", "ana@example.com", noon)
		checkMode(t, dir, os.ModeDir|0o700)
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) != 1 || filepath.Ext(files[0]) != ".eml" {
			t.Fatalf("files %v, %v", files, err)
		}
		checkMode(t, files[0], 0o600)
	})
	t.Run("OKForeignFiles", func(t *testing.T) {
		dir := t.TempDir()
		for _, name := range []string{"readme.txt", "note.eml", "0000000000000001-0000000000000001.eml", ".new-123"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("no mail"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		mailbox, err := mail.NewMailbox(dir)
		if err != nil {
			t.Fatal(err)
		}
		put(t, mailbox, "a", "ana@example.com", noon)
		if n := len(list(t, mailbox, 10)); n != 1 {
			t.Errorf("%d messages are listed", n)
		}
		if _, err := os.Stat(filepath.Join(dir, ".new-123")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("what a crash left behind is still there: %v", err)
		}
	})
	t.Run("ErrCancelled", func(t *testing.T) {
		mailbox := newMailbox(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		checkFailure(t, mailbox.Send(ctx, envelope(t)), false, "Sending was interrupted.")
		if n := len(list(t, mailbox, 10)); n != 0 {
			t.Errorf("%d messages were written", n)
		}
	})
	t.Run("ErrDirectoryGone", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "mailbox")
		mailbox, err := mail.NewMailbox(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(dir); err != nil {
			t.Fatal(err)
		}
		checkFailure(t, mailbox.Send(t.Context(), envelope(t)), false, "The message could not be written to the local mailbox.")
	})
	t.Run("ErrNoDirectory", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := mail.NewMailbox(filepath.Join(file, "mailbox")); err == nil {
			t.Error("a mailbox below a file")
		}
	})
}

func checkMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode() != want {
		t.Errorf("%s has the mode %v, want %v; %v", path, info.Mode(), want, err)
	}
}

// T175: an id is an id, and nothing else.
func TestMailboxRead(t *testing.T) {
	dir := t.TempDir()
	mailbox, err := mail.NewMailbox(filepath.Join(dir, "mailbox"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, mailbox, "a", "ana@example.com", noon)
	id := list(t, mailbox, 1)[0].ID
	raw, err := os.ReadFile(filepath.Join(dir, "mailbox", id+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"outside.eml", "mailbox/named.eml"} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]gatehouse.Email{"ana@example.com"}, recipients(list(t, mailbox, 10))); diff != "" {
		t.Errorf("a file of another name is listed (-want +got):\n%s", diff)
	}
	for name, id := range map[string]string{
		"Empty":     "",
		"Unknown":   "0000000000000000-0000000000000000",
		"Traversal": "../outside",
		"Encoded":   "..%2foutside",
		"Absolute":  dir + "/outside",
		"Dots":      "./" + id,
		"Named":     "named",
		"Extension": id + ".eml",
		"NUL":       id + "\x00",
		"Newline":   id + "\n",
		"Capital":   "0000000000000000-000000000000000A",
		"Long":      id + "0",
	} {
		t.Run("Err"+name, func(t *testing.T) {
			got, err := mailbox.Read(id)
			if gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				t.Errorf("Read = %v, %v", got, err)
			}
		})
	}
}

func TestMailboxRemove(t *testing.T) {
	mailbox := newMailbox(t)
	put(t, mailbox, "a", "ana@example.com", noon)
	put(t, mailbox, "b", "bob@example.com", noon)
	put(t, mailbox, "c", "ana@example.com", noon.Add(time.Hour))
	t.Run("OK", func(t *testing.T) {
		removed, err := mailbox.Remove(func(to gatehouse.Email) bool { return to == "ana@example.com" })
		if err != nil || removed != 2 {
			t.Errorf("Remove = %d, %v", removed, err)
		}
		if diff := cmp.Diff([]gatehouse.Email{"bob@example.com"}, recipients(list(t, mailbox, 10))); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	})
	t.Run("OKNobody", func(t *testing.T) {
		removed, err := mailbox.Remove(func(gatehouse.Email) bool { return false })
		if err != nil || removed != 0 {
			t.Errorf("Remove = %d, %v", removed, err)
		}
	})
}
