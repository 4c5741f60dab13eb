package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// metaKey is where a saved network keeps what nmbench needs to apply it.
const metaKey = "nmbench"

// modelMeta says how rows of a file become inputs of the network, and what its outputs mean.
type modelMeta struct {
	Precision string       `json:"precision"`
	Label     string       `json:"label"`
	Features  []string     `json:"features"`
	Classes   []string     `json:"classes"`
	Scaler    *data.Scaler `json:"scaler,omitempty"`
}

// metaOf is the text under metaKey for a network trained on src.
func metaOf(src *source, precision string) (string, error) {
	text, err := json.Marshal(modelMeta{precision, src.label, src.table.Features, src.table.Classes, src.scaler})
	return string(text), err
}

func saveModel[T la.Float](path string, net *nm.Network[T]) error {
	return writeFile(path, func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<20)
		return errors.Join(net.Save(b), b.Flush())
	})
}

// loadModel reads a network that saveModel wrote.
func loadModel[T la.Float](path string) (*nm.Network[T], *modelMeta, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, data.PathError(path, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, nil, fmt.Errorf("%s: is a directory, not a model", path)
	}
	net, err := nm.Load[T](bufio.NewReaderSize(f, 1<<20))
	var format *nm.FormatError
	if errors.As(err, &format) {
		return nil, nil, fmt.Errorf("%s: not a usable model: %w", path, err)
	}
	if err != nil {
		return nil, nil, data.PathError(path, err)
	}
	var meta modelMeta
	text := net.Meta(metaKey)
	if text == "" {
		return nil, nil, fmt.Errorf("%s: was not saved by nmbench train: it does not name its features and classes", path)
	}
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		return nil, nil, fmt.Errorf("%s: not a usable model: what nmbench train noted in it: %w", path, err)
	}
	cfg := net.Config()
	if len(meta.Features) != cfg.Inputs || len(meta.Classes) != cfg.Outputs || !meta.Scaler.Valid(cfg.Inputs) || cfg.Output != nm.Softmax {
		return nil, nil, fmt.Errorf("%s: not a usable model: its network has %d inputs and %d outputs, but %d features and %d classes are named",
			path, cfg.Inputs, cfg.Outputs, len(meta.Features), len(meta.Classes))
	}
	return net, &meta, nil
}
