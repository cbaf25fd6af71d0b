package auth_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"gatehouse.example/gatehouse/internal/auth"
)

func newSealer(b byte) *auth.Sealer {
	key := [auth.KeyBytes]byte{}
	key[0] = b
	return auth.NewSealer(key)
}

func TestSealer(t *testing.T) {
	s := newSealer(1)
	plain := []byte(auth.NewToken())
	t.Run("OK", func(t *testing.T) {
		sealed := s.Seal(plain, "message 1")
		if bytes.Contains(sealed, plain) {
			t.Error("the plain text can be read")
		}
		got, err := s.Open(sealed, "message 1")
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("Open = %q, %v", got, err)
		}
		again, err := newSealer(1).Open(sealed, "message 1")
		if err != nil || !bytes.Equal(again, plain) {
			t.Errorf("the same key in another process: %q, %v", again, err)
		}
	})
	t.Run("OKFresh", func(t *testing.T) {
		if bytes.Equal(s.Seal(plain, "x"), s.Seal(plain, "x")) {
			t.Error("sealing twice gives the same")
		}
	})
	t.Run("OKEmpty", func(t *testing.T) {
		got, err := s.Open(s.Seal(nil, ""), "")
		if err != nil || len(got) != 0 {
			t.Errorf("Open = %q, %v", got, err)
		}
	})
	t.Run("ErrElsewhere", func(t *testing.T) {
		if got, err := s.Open(s.Seal(plain, "message 1"), "message 2"); err == nil {
			t.Errorf("opened for another row: %q", got)
		}
	})
	t.Run("ErrChanged", func(t *testing.T) {
		sealed := s.Seal(plain, "message 1")
		for i := range sealed {
			changed := bytes.Clone(sealed)
			changed[i] ^= 1
			if got, err := s.Open(changed, "message 1"); err == nil {
				t.Errorf("byte %d changed: %q", i, got)
			}
			if got, err := s.Open(sealed[:i], "message 1"); err == nil {
				t.Errorf("only %d bytes: %q", i, got)
			}
		}
		if _, err := s.Open(append(sealed, 0), "message 1"); err == nil {
			t.Error("opened with a byte too many")
		}
	})
	t.Run("ErrOtherKey", func(t *testing.T) {
		other := newSealer(2)
		_, err := other.Open(s.Seal(plain, "message 1"), "message 1")
		if err == nil || !strings.Contains(err.Error(), s.Fingerprint()) || !strings.Contains(err.Error(), other.Fingerprint()) {
			t.Errorf("error %v does not name both keys", err)
		}
	})
}

func TestFingerprint(t *testing.T) {
	a, b := newSealer(1).Fingerprint(), newSealer(2).Fingerprint()
	if a == b || !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(a) {
		t.Errorf("fingerprints %q and %q", a, b)
	}
	if strings.HasPrefix(a, "01000000") {
		t.Error("the fingerprint shows the key")
	}
}

func TestPseudonym(t *testing.T) {
	s := newSealer(1)
	name := s.Pseudonym("ana@example.com")
	if again := newSealer(1).Pseudonym("ana@example.com"); again != name || len(name) != 43 {
		t.Errorf("the same key and text: %q and %q", name, again)
	}
	if other := s.Pseudonym("ann@example.com"); other == name {
		t.Error("another text has the same pseudonym")
	}
	if other := newSealer(2).Pseudonym("ana@example.com"); other == name {
		t.Error("another key gives the same pseudonym")
	}
}

func TestLoadSealer(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		dir := t.TempDir()
		s, err := auth.LoadSealer(dir)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, "outbox.key"))
		if err != nil || info.Mode() != 0o600 || info.Size() != 32 {
			t.Errorf("key file %v, %v", info, err)
		}
		again, err := auth.LoadSealer(dir)
		if err != nil || again.Fingerprint() != s.Fingerprint() {
			t.Errorf("loaded again: %v, %v", again, err)
		}
		if files, _ := os.ReadDir(dir); len(files) != 1 {
			t.Errorf("files left over: %v", files)
		}
		if other, _ := auth.LoadSealer(t.TempDir()); other.Fingerprint() == s.Fingerprint() {
			t.Error("two installations have the same key")
		}
	})
	t.Run("OKRace", func(t *testing.T) {
		dir := t.TempDir()
		var all sync.WaitGroup
		prints := make([]string, 16)
		for i := range prints {
			all.Go(func() {
				s, err := auth.LoadSealer(dir)
				if err != nil {
					t.Error(err)
					return
				}
				prints[i] = s.Fingerprint()
			})
		}
		all.Wait()
		for _, p := range prints {
			if p != prints[0] {
				t.Fatalf("two keys: %v", prints)
			}
		}
	})
	t.Run("ErrLength", func(t *testing.T) {
		for _, n := range []int{0, 31, 33} {
			dir := t.TempDir()
			writeKey(t, dir, make([]byte, n), 0o600)
			checkRefused(t, dir, "bytes instead of 32")
		}
	})
	t.Run("ErrMode", func(t *testing.T) {
		for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o620, 0o601} {
			dir := t.TempDir()
			writeKey(t, dir, make([]byte, 32), mode)
			checkRefused(t, dir, "chmod 600")
		}
	})
	t.Run("ErrDirectory", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "outbox.key"), 0o700); err != nil {
			t.Fatal(err)
		}
		checkRefused(t, dir, "not a regular file")
	})
	t.Run("ErrNoDirectory", func(t *testing.T) {
		checkRefused(t, filepath.Join(t.TempDir(), "missing"), "cannot be written")
	})
}

func writeKey(t *testing.T, dir string, key []byte, mode os.FileMode) {
	t.Helper()
	path := filepath.Join(dir, "outbox.key")
	if err := os.WriteFile(path, key, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// checkRefused checks that loading fails with a sentence, and changes nothing.
func checkRefused(t *testing.T, dir, sentence string) {
	t.Helper()
	path := filepath.Join(dir, "outbox.key")
	before, _ := os.ReadFile(path)
	s, err := auth.LoadSealer(dir)
	if err == nil || s != nil || !strings.Contains(err.Error(), sentence) {
		t.Errorf("LoadSealer = %v, %v; want %q", s, err, sentence)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the key file was changed")
	}
}
