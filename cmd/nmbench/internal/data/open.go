package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// file is an opened data file, decompressed if it was gzip, without its UTF-8 byte order mark.
type file struct {
	*bufio.Reader
	close []io.Closer
}

func (f *file) Close() {
	for _, c := range f.close {
		c.Close()
	}
}

// open opens a plain or gzip file. Compression is recognised by content; a name that ends in .gz must be gzip.
func open(path string) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, PathError(path, err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s: is a directory, not a file", path)
	}
	out, err := decode(path, f)
	if err != nil {
		f.Close()
		return nil, err
	}
	out.close = append(out.close, f)
	return out, nil
}

func decode(path string, r io.Reader) (*file, error) {
	f := &file{Reader: bufio.NewReaderSize(r, 1<<16)}
	magic, err := f.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, PathError(path, err)
	}
	switch {
	case len(magic) == 0:
		return nil, fmt.Errorf("%s: the file is empty", path)
	case bytes.Equal(magic, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(f.Reader)
		if err != nil {
			return nil, fmt.Errorf("%s: damaged gzip file: %v", path, err)
		}
		f.close = append(f.close, z)
		f.Reader = bufio.NewReaderSize(z, 1<<16)
	case strings.HasSuffix(path, ".gz"):
		return nil, fmt.Errorf("%s: not a gzip file, though the name ends in .gz", path)
	}
	if bom, _ := f.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = f.Discard(3)
	}
	return f, nil
}

// openEither opens path.gz or, where that is missing, path.
func openEither(path string) (*file, string, error) {
	if _, err := os.Stat(path + ".gz"); err == nil {
		path += ".gz"
	}
	f, err := open(path)
	return f, path, err
}

// PathError reports err with the path in front and without Go's "open" or "read" before it.
func PathError(path string, err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// readError names the file in an error met while reading it.
func readError(path string, err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the file ends early: it is truncated", path)
	case errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("%s: damaged gzip file", path)
	}
	return PathError(path, err)
}
