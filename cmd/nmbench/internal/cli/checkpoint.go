package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// saveCheckpoint writes the trainer through a temporary file, so that a run that is killed leaves the last whole checkpoint.
func saveCheckpoint[T la.Float](path string, t *nm.Trainer[T]) error {
	return writeFile(path, func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<20)
		return errors.Join(t.Save(b), b.Flush())
	})
}

// resume reads the checkpoint at path. It must be of this network, these options and this data, or the run would be neither
// the old one nor the new one.
func resume[T la.Float](path string, cfg nm.Config, opt nm.TrainOptions, meta string) (*nm.Trainer[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, data.PathError(path, err)
	}
	defer f.Close()
	t, err := nm.Resume[T](bufio.NewReaderSize(f, 1<<20))
	var format *nm.FormatError
	if errors.As(err, &format) {
		return nil, fmt.Errorf("%s: not a usable checkpoint: %w", path, err)
	}
	if err != nil {
		return nil, data.PathError(path, err)
	}
	pool := cfg.Pool
	cfg.Pool = nil
	got := t.Network().Config()
	if cfg.Layers == nil {
		got.Layers = nil
	}
	switch {
	case !reflect.DeepEqual(got, cfg) || !reflect.DeepEqual(t.Options(), opt):
		return nil, fmt.Errorf("%s: the checkpoint was made with other settings", path)
	case t.Network().Meta(metaKey) != meta:
		return nil, fmt.Errorf("%s: the checkpoint was made on other data", path)
	}
	t.Network().SetPool(pool)
	return t, nil
}
