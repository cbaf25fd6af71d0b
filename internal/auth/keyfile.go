package auth

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// keyName is the file of the sealing key in the data directory.
const keyName = "outbox.key"

// LoadSealer makes a sealer with the key in dir/outbox.key, which it creates when
// there is none. A key of the wrong length, or one that others than its owner may
// read, is refused with a sentence that says what to do: a key is never replaced
// silently, because links that wait to be sent would be lost with it.
func LoadSealer(dir string) (*Sealer, error) {
	path := filepath.Join(dir, keyName)
	key, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = createKey(dir, path); err == nil {
			key, err = readKey(path)
		}
	}
	if err != nil {
		return nil, err
	}
	return NewSealer(key), nil
}

// readKey reads the key after having checked the very file it reads.
func readKey(path string) (key [KeyBytes]byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return key, fmt.Errorf("the sealing key cannot be read: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return key, fmt.Errorf("the sealing key cannot be read: %w", err)
	case !info.Mode().IsRegular():
		return key, fmt.Errorf("the sealing key %s is not a regular file", path)
	case info.Mode().Perm()&0o077 != 0:
		return key, fmt.Errorf("the sealing key %s has the mode %04o: others than its owner may use it. Allow it to the owner alone (chmod 600)", path, info.Mode().Perm())
	case info.Size() != KeyBytes:
		return key, fmt.Errorf("the sealing key %s has %d bytes instead of %d. Restore it from a backup; or remove it, and send again the invitations whose mail is still queued", path, info.Size(), KeyBytes)
	}
	if _, err = io.ReadFull(file, key[:]); err != nil {
		return key, fmt.Errorf("the sealing key %s cannot be read: %w", path, err)
	}
	return key, nil
}

// createKey writes a new random key so that a crash leaves all of it or nothing:
// into a file of its own, which is linked to its name when it is on the disk.
// Linking fails when another process was faster; then that one's key counts.
func createKey(dir, path string) error {
	var key [KeyBytes]byte
	rand.Read(key[:])
	temp, err := writeTemp(dir, key[:])
	if err != nil {
		return fmt.Errorf("a new sealing key cannot be written: %w", err)
	}
	defer os.Remove(temp)
	if err := os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("a new sealing key cannot be written: %w", err)
	}
	return syncDir(dir)
}

// writeTemp writes data durably into a new file of mode 0600 and returns its path.
func writeTemp(dir string, data []byte) (string, error) {
	file, err := os.CreateTemp(dir, "."+keyName+"-*") // O_EXCL, mode 0600
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// syncDir makes a new name in a directory durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
