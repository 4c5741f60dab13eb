package cli

import (
	"encoding/json"
	"math"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/nm"
)

// record writes one JSON record a line, if records were asked for. Standard output remembers its errors.
func (a *app) record(v any) {
	if a.json {
		_ = json.NewEncoder(a.stdout).Encode(v)
	}
}

// finite leaves out of a record what is not a number.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// graphRecord is the kept graph in records.
type graphRecord struct {
	Gamma    float64 `json:"gamma"`
	Keep     float64 `json:"keep"`
	Edges    int     `json:"edges"`
	Modules  int     `json:"modules"`
	Isolated int     `json:"isolated"`
	Largest  int     `json:"largest"`
	Mean     float64 `json:"mean"`
	Entropy  float64 `json:"entropy"`
	Cyclic   float64 `json:"cyclic"`
}

// epochRecord reports one epoch of training.
func (a *app) epochRecord(m model, e nm.Epoch, c *nm.Conditions) {
	a.record(struct {
		Op       string   `json:"op"`
		Model    string   `json:"model"`
		Epoch    int      `json:"epoch"`
		Step     int      `json:"step"`
		Loss     *float64 `json:"loss,omitempty"`
		Error    *float64 `json:"error,omitempty"`
		ValLoss  *float64 `json:"val_loss,omitempty"`
		ValError *float64 `json:"val_error,omitempty"`
		graphRecord
		*conditionsRecord
		Unconverged    int     `json:"unconverged"`
		Picard         int     `json:"picard"`
		Quick          int     `json:"quick"`
		Newton         int     `json:"newton"`
		Factorizations int     `json:"factorizations"`
		Seconds        float64 `json:"seconds"`
	}{"epoch", m.flag, e.Epoch, e.Step, finite(e.Loss), finite(e.Error), finite(e.ValLoss), finite(e.ValError), graphRecord(e.Modules), recordOf(c),
		e.Stats.Unconverged, e.Stats.Picard, e.Stats.Quick, e.Stats.Newton, e.Stats.Factorizations, e.Seconds})
}

// modelRecord reports one trained and tested model.
func (a *app) modelRecord(s *settings, workers int, m model, r *report.Model, err error) {
	a.record(struct {
		Op        string   `json:"op"`
		Type      string   `json:"type"`
		ISA       string   `json:"isa"`
		Batch     int      `json:"batch"`
		Workers   int      `json:"workers"`
		Model     string   `json:"model"`
		Nodes     int      `json:"nodes"`
		Epochs    int      `json:"epochs"`
		Best      int      `json:"best"`
		Seed      uint64   `json:"seed"`
		TestError *float64 `json:"test_error,omitempty"`
		TestRows  int      `json:"test_rows"`
		graphRecord
		*conditionsRecord
		Unconverged int     `json:"unconverged"`
		Seconds     float64 `json:"seconds"`
		Interrupted bool    `json:"interrupted,omitempty"`
	}{"train", s.precision, isa(), s.batch, workers, m.flag, s.nodes, r.Trained(), r.Best, s.seed, finite(r.TestError), r.TestRows,
		graphRecord(r.Modules), recordOf(r.Conditions), r.Unconverged, r.Seconds, err == errInterrupted})
}

// fileRecord reports a file that was written.
func (a *app) fileRecord(op, path string) {
	a.record(struct {
		Op   string `json:"op"`
		Path string `json:"path"`
	}{op, path})
}

// isa is the name of the kernels in use.
func isa() string { return asm.Active[float32]().Name }
