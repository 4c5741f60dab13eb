package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
)

// beside names the temporary file through which path is written.
func beside(path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d.tmp", filepath.Base(path), os.Getpid()))
}

// special reports whether path is there and is neither a file nor a folder, such as /dev/null: it is written in place.
func special(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// checkWritable finds out, before the work starts, whether writeFile will be able to write path.
func checkWritable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s: cannot write: is a directory", path)
	}
	if special(path) {
		return nil
	}
	f, err := os.OpenFile(beside(path), os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("cannot write: %w", data.PathError(path, err))
	}
	f.Close()
	return os.Remove(beside(path))
}

// writeFile writes path through a temporary file and a rename, so that path is the old file or the whole new one.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if special(path) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return data.PathError(path, err)
		}
		return errors.Join(write(f), f.Close())
	}
	temp := beside(path)
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)
	if err != nil {
		return data.PathError(path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(temp)
			err = data.PathError(path, err)
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
