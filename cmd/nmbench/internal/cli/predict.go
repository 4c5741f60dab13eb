package cli

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

func (a *app) predictCommand() *cobra.Command {
	var modelPath, dataPath, out string
	c := &cobra.Command{
		Use:   "predict --model MODEL --data FILE",
		Short: "Apply a saved model to a file",
		Long: `predict applies a model that nmbench train saved to the rows of a .csv or .csv.gz file and writes one CSV row each, in the same
order: row number, class, whether the network's equations were solved to tolerance, and the probability of every class.

The file needs the columns the model was trained on, by name and in any order; other columns are passed over. If the label column is
there too, the error rate is reported on standard error.`,
		Example: `  nmbench predict --model nmbench-model.safetensors --data new.csv
  nmbench predict --model iris.safetensors --data new.csv.gz --out classes.csv
  nmbench predict --model iris.safetensors --data new.csv --json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case modelPath == "":
				return usagef("predict needs --model MODEL, a file that nmbench train saved")
			case dataPath == "":
				return usagef("predict needs --data FILE")
			case a.json && out != "":
				return usagef("--json writes to standard output: it excludes --out")
			}
			if out != "" {
				if err := checkWritable(out); err != nil {
					return err
				}
			}
			return a.profiled(func() error {
				net, meta, err := loadModel[float32](modelPath)
				if err != nil {
					return err
				}
				if meta.Precision != "float64" {
					return predict(c.Context(), a, net, meta, dataPath, out)
				}
				wide, meta, err := loadModel[float64](modelPath)
				if err != nil {
					return err
				}
				return predict(c.Context(), a, wide, meta, dataPath, out)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&modelPath, "model", "", "`MODEL` file that nmbench train saved")
	f.StringVar(&dataPath, "data", "", "a .csv or .csv.gz `FILE` with a header")
	f.StringVar(&out, "out", "", "`FILE` for the predictions; without it they go to standard output")
	return c
}

func predict[T la.Float](ctx context.Context, a *app, net *nm.Network[T], meta *modelMeta, dataPath, out string) error {
	table, err := data.ReadCSV(dataPath, data.Columns{Label: meta.Label, LabelOptional: true, Features: meta.Features})
	if err != nil {
		return err
	}
	pool := sched.New(a.workers)
	defer pool.Close()
	net.SetPool(pool)
	p := predictor[T]{net: net, meta: meta, table: table}
	if out != "" {
		err = writeFile(out, func(w io.Writer) error { return p.write(ctx, w, false) })
	} else {
		err = p.write(ctx, a.stdout, a.json)
	}
	if err != nil {
		return interrupted(ctx, err)
	}
	if p.unconverged > 0 {
		fmt.Fprintf(a.stderr, "%d of %d rows were not solved to tolerance\n", p.unconverged, table.Rows())
	}
	if p.labelled > 0 {
		fmt.Fprintf(a.stderr, "error %.2f%%: %d of %d labelled rows\n", 100*float64(p.wrong)/float64(p.labelled), p.wrong, p.labelled)
	}
	return nil
}

// predictor applies a network to a table.
type predictor[T la.Float] struct {
	net                          *nm.Network[T]
	meta                         *modelMeta
	table                        *data.Table
	unconverged, labelled, wrong int
}

// chunk is how many rows are predicted at a time.
const chunk = 1024

func (p *predictor[T]) write(ctx context.Context, w io.Writer, records bool) error {
	b := bufio.NewWriterSize(w, 1<<16)
	var sink rowSink = &csvSink{w: csv.NewWriter(b)}
	if records {
		sink = &jsonSink{w: json.NewEncoder(b), classes: p.meta.Classes}
	}
	if err := sink.begin(p.meta.Classes); err != nil {
		return err
	}
	all := p.table.All()
	for first := 0; first < len(all); first += chunk {
		rows := all[first:min(first+chunk, len(all))]
		x, err := data.Matrix[T](p.table, rows, p.meta.Scaler)
		if err != nil {
			return err
		}
		y := la.NewMatrix[T](len(rows), len(p.meta.Classes))
		stats, err := p.net.Predict(ctx, y, x)
		if err != nil {
			return err
		}
		p.unconverged += stats.Unconverged
		failed := make([]bool, len(rows))
		for _, r := range stats.Rows {
			failed[r] = true
		}
		for i, r := range rows {
			best := argmax(y.Row(i))
			p.compare(r, best)
			if err := sink.row(r+1, p.meta.Classes[best], !failed[i], widen(y.Row(i))); err != nil {
				return err
			}
		}
	}
	return errors.Join(sink.end(), b.Flush())
}

// compare counts row r if the file has a label for it.
func (p *predictor[T]) compare(r, best int) {
	if p.table.Labels == nil {
		return
	}
	if label := p.table.Classes[p.table.Labels[r]]; label != "" {
		p.labelled++
		if label != p.meta.Classes[best] {
			p.wrong++
		}
	}
}

// rowSink writes predictions.
type rowSink interface {
	begin(classes []string) error
	row(number int, class string, converged bool, p []float64) error
	end() error
}

type csvSink struct {
	w     *csv.Writer
	cells []string
}

func (s *csvSink) begin(classes []string) error {
	s.cells = append(s.cells, "row", "class", "converged")
	for _, c := range classes {
		s.cells = append(s.cells, "p("+c+")")
	}
	return s.w.Write(s.cells)
}

func (s *csvSink) row(number int, class string, converged bool, p []float64) error {
	s.cells = append(s.cells[:0], strconv.Itoa(number), class, strconv.FormatBool(converged))
	for _, v := range p {
		s.cells = append(s.cells, strconv.FormatFloat(v, 'g', 6, 64))
	}
	return s.w.Write(s.cells)
}

func (s *csvSink) end() error {
	s.w.Flush()
	return s.w.Error()
}

type jsonSink struct {
	w       *json.Encoder
	classes []string
}

func (s *jsonSink) begin([]string) error { return nil }

func (s *jsonSink) row(number int, class string, converged bool, p []float64) error {
	of := make(map[string]*float64, len(p))
	for i, v := range p {
		of[s.classes[i]] = finite(v)
	}
	return s.w.Encode(struct {
		Op        string              `json:"op"`
		Row       int                 `json:"row"`
		Class     string              `json:"class"`
		Converged bool                `json:"converged"`
		P         map[string]*float64 `json:"p"`
	}{"predict", number, class, converged, of})
}

func (s *jsonSink) end() error { return nil }

func argmax[T la.Float](y []T) int {
	best := 0
	for i, v := range y {
		if v > y[best] {
			best = i
		}
	}
	return best
}

func widen[T la.Float](y []T) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = float64(v)
	}
	return out
}
