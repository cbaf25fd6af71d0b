package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The rights that nobody but the owner may have: to write into the data directory,
// and anything at all to what holds people's data or keys.
const (
	othersWrite fs.FileMode = 0o022
	othersAny   fs.FileMode = 0o077
)

// createData makes the data directory and that of the keys, for the owner alone,
// and refuses what is there already and open to others (SECURITY T301).
func (c Config) createData() error {
	for _, dir := range []string{c.Data, c.keys()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("the data directory cannot be made: %w", err)
		}
	}
	return c.checkData()
}

// checkData returns what is wrong with the rights of the data directory. What is
// not there yet is made with the right ones.
func (c Config) checkData() error {
	return cmp.Or(
		checkRights(c.Data, othersWrite, "chmod 700"),
		checkRights(c.keys(), othersAny, "chmod 700"),
		checkRights(filepath.Join(c.keys(), "outbox.key"), othersAny, "chmod 600"),
		checkRights(c.databaseFile(), othersAny, "chmod 600"),
	)
}

func checkRights(path string, forbidden fs.FileMode, remedy string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the rights of %s cannot be read: %w", path, err)
	}
	if mode := info.Mode().Perm(); mode&forbidden != 0 {
		return fmt.Errorf("%s has the mode %04o, which lets others in; allow it to the owner alone (%s %s)", path, mode, remedy, path)
	}
	return nil
}
