package nm

import (
	"encoding/json"
	"errors"
	"io"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// training is what a checkpoint's manifest holds beside the network's.
type training struct {
	Options   trainingOptions `json:"options"`
	Steps     int             `json:"steps"` // of the optimiser
	Epochs    []Epoch         `json:"epochs"`
	Best      int             `json:"best"`                 // epoch of the best validation result; -1: none
	BestKept  bool            `json:"best_kept"`            // its weights are the tensors best.*
	BestEdges int             `json:"best_edges,omitempty"` // of their list in W's place
	FirstSize bool            `json:"first_size"`           // the sizes of the first iteration are the tensor first_size
	Warm      int             `json:"warm"`                 // samples of the tensor warm, a record of a State each; 0: none
	Watch     watch           `json:"watch"`                // over these
}

// trainingOptions are the fields of TrainOptions that decide the numbers.
type trainingOptions struct {
	Epochs    int       `json:"epochs"`
	Batch     int       `json:"batch"`
	Optimizer Optimizer `json:"optimizer"`
	Rate      float64   `json:"rate"`
	FinalRate float64   `json:"final_rate"`
	Penalty   Penalty   `json:"penalty"`
	Jacobian  float64   `json:"jacobian"`
	Adjoint   Adjoint   `json:"adjoint"`
	Terms     int       `json:"terms"`
	Patience  int       `json:"patience"`
	KeepLast  bool      `json:"keep_last"`
	ColdStart bool      `json:"cold_start"`
	Scan      float64   `json:"scan,omitempty"`
	Enter     int       `json:"enter,omitempty"`
}

func (o *TrainOptions) stored() trainingOptions {
	return trainingOptions{o.Epochs, o.Batch, o.Optimizer, o.Rate, o.FinalRate, o.Penalty, o.Jacobian, o.Adjoint, o.Terms, o.Patience, o.KeepLast,
		o.ColdStart, o.Scan, o.Enter}
}

func (s *trainingOptions) options() TrainOptions {
	return TrainOptions{Epochs: s.Epochs, Batch: s.Batch, Optimizer: s.Optimizer, Rate: s.Rate, FinalRate: s.FinalRate,
		Penalty: s.Penalty, Jacobian: s.Jacobian, Adjoint: s.Adjoint, Terms: s.Terms, Patience: s.Patience, KeepLast: s.KeepLast,
		ColdStart: s.ColdStart, Scan: s.Scan, Enter: s.Enter}
}

// epochLength is less than the length of any record. Demanding it keeps a file of many empty ones from growing in memory.
const epochLength = 200

// epochJSON is an Epoch with null for the figures that may be NaN, which JSON has not.
type epochJSON struct {
	plainEpoch
	Loss, Error, ValLoss, ValError, Gamma *float64
}

type plainEpoch Epoch

// MarshalJSON writes NaN and infinities as null.
func (e Epoch) MarshalJSON() ([]byte, error) {
	number := func(v float64) *float64 {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return &v
	}
	return json.Marshal(epochJSON{plainEpoch(e), number(e.Loss), number(e.Error), number(e.ValLoss), number(e.ValError), number(e.Gamma)})
}

// UnmarshalJSON reads null as NaN.
func (e *Epoch) UnmarshalJSON(b []byte) error {
	var v epochJSON
	if len(b) < epochLength {
		return errors.New("incomplete record of an epoch")
	}
	if err := strict(b, &v); err != nil {
		return err
	}
	number := func(p *float64) float64 {
		if p == nil {
			return math.NaN()
		}
		return *p
	}
	*e = Epoch(v.plainEpoch)
	e.Loss, e.Error, e.ValLoss, e.ValError = number(v.Loss), number(v.Error), number(v.ValLoss), number(v.ValError)
	e.Gamma = number(v.Gamma)
	return nil
}

// Save writes the trainer with its network as a checkpoint, from which [Resume] goes on to the same bits. It may be called
// between calls of [Trainer.Step], and by OnEpoch during [Trainer.Fit]: an epoch is the unit that is resumed. When Fit has returned,
// cancelled or not, its run is over, and a checkpoint is of a trainer that has not begun the next. The file is a
// safetensors file as [Network.Save] writes it, with further tensors for the optimiser's averages, the best weights and Fit's warm
// starts. What solvers remember of the last steps beside those is forgotten here as in the file, as Fit forgets it after every epoch:
// what resumes from it has the bits of what goes on, and of a Fit that was never saved. The errors are w's.
func (t *Trainer[T]) Save(w io.Writer) error {
	t.run.forget()
	m := t.net.manifest()
	m.Training = &training{
		Options: t.opt.stored(), Steps: t.rule.steps, Epochs: t.progress.epochs, Best: t.progress.best,
		BestKept: t.best.U != nil, FirstSize: t.shrink.first != nil,
	}
	if t.warm != nil {
		m.Training.Warm, m.Training.Watch = t.warm.data.Rows, t.warm.watch
	}
	if e := t.best.E; e != nil {
		m.Training.BestEdges = len(e.W)
	}
	return writeFile(w, m, t.tensors())
}

// tensors lists everything a checkpoint holds, in the order of the names.
func (t *Trainer[T]) tensors() []tensor[T] {
	if t.store != nil {
		t.store.align()
	}
	all := append(t.net.params.tensors(""), t.net.params.E.tensors("")...)
	all = append(all, t.rule.first.tensors("average.")...)
	if t.opt.Optimizer == Adam {
		all = append(all, t.rule.second.tensors("square.")...)
	}
	if t.best.U != nil {
		all = append(append(all, t.best.tensors("best.")...), t.best.E.tensors("best.")...)
	}
	if t.shrink.first != nil {
		all = append(all, tensor[T]{"first_size", []int{len(t.shrink.first)}, t.shrink.first, nil})
	}
	if t.warm != nil {
		all = append(all, tensor[T]{"warm", []int{t.warm.data.Rows, t.warm.data.Cols}, t.warm.data.Data, nil})
	}
	return sorted(all)
}

// Resume reads a checkpoint of [Trainer.Save], of the same element type. The trainer and its network have no pool and the
// trainer no callbacks; set them with [Network.SetPool] and [Trainer.Watch]. The next [Trainer.Fit], with the same data, goes
// on after the last whole epoch, and its report holds the earlier epochs too. Damaged files are a *[FormatError].
func Resume[T la.Float](r io.Reader) (*Trainer[T], error) {
	var m manifest
	f, err := readFile(r, &m)
	if err != nil {
		return nil, err
	}
	s := m.Training
	if s == nil {
		return nil, malformed(8, "a network, not a training checkpoint")
	}
	cfg, err := m.config()
	if err != nil {
		return nil, err
	}
	opt := s.Options.options()
	if err := opt.Check(); err != nil {
		return nil, malformed(8, "%v", err)
	}
	if s.Warm < 0 || !affordable[T](&cfg, s.Warm) || s.Watch.Steps < 0 || s.Watch.Steps >= checkEvery {
		return nil, malformed(8, "warm starts of %d samples", s.Warm)
	}
	if s.Steps < 0 || s.BestEdges < 0 || s.BestEdges > max(0, cfg.MaxEdges) || s.Best < -1 || s.Best >= len(s.Epochs) || s.Best >= 0 && !s.BestKept && !opt.KeepLast {
		return nil, malformed(8, "%d steps, best epoch %d of %d", s.Steps, s.Best, len(s.Epochs))
	}
	for i := range s.Epochs {
		if s.Epochs[i].Epoch != i {
			return nil, malformed(8, "epoch %d in the place of epoch %d", s.Epochs[i].Epoch, i)
		}
	}
	want := append(cfg.shapes("", m.Stored), cfg.shapes("average.", m.Stored)...)
	want = append(want, cfg.edgeShapes("", m.Stored)...)
	if opt.Optimizer == Adam {
		want = append(want, cfg.shapes("square.", m.Stored)...)
	}
	if s.BestKept {
		want = append(append(want, cfg.shapes("best.", s.BestEdges)...), cfg.edgeShapes("best.", s.BestEdges)...)
	}
	if s.FirstSize {
		want = append(want, shape{"first_size", []int{cfg.Nodes}, false})
	}
	if s.Warm > 0 {
		want = append(want, shape{"warm", []int{s.Warm, recordSize(&cfg)}, false})
	}
	data, err := f.read(sortedShapes(want), m.SHA256)
	if err != nil {
		return nil, err
	}
	if f.dtype(want) != dtype[T]() {
		return nil, malformed(8, "a checkpoint of type %s: training does not resume in another precision", f.dtype(want))
	}
	n, err := newNetwork[T](cfg)
	if err != nil {
		return nil, err
	}
	if m.Meta != nil {
		n.meta = m.Meta
	}
	t, err := NewTrainer(n, opt)
	if err != nil {
		return nil, err
	}
	t.rule.steps = s.Steps
	t.progress = progress{epochs: s.Epochs, best: s.Best}
	if s.BestKept {
		t.best = newParams[T](&cfg)
	}
	if s.FirstSize {
		t.shrink.first = make([]T, cfg.Nodes)
	}
	if s.Warm > 0 {
		t.warm = NewState(n, s.Warm)
		t.warm.watch = s.Watch
	}
	if err := n.params.readEdges(f, "", data, &cfg); err != nil {
		return nil, err
	}
	if s.BestKept {
		if err := t.best.readEdges(f, "best.", data, &cfg); err != nil {
			return nil, err
		}
	}
	for _, x := range t.tensors() {
		fill(f, x, data)
	}
	for _, p := range []*Params[T]{&n.params, &t.rule.first, &t.rule.second, &t.best} {
		if p.U != nil && p.U.Rows > 0 {
			clearOutside(&n.mask, p)
		}
	}
	return t, nil
}

// Watch sets the callbacks of [TrainOptions]; nil is none.
func (t *Trainer[T]) Watch(onEpoch func(Epoch), onStep func(step, steps int)) {
	t.opt.OnEpoch, t.opt.OnStep = onEpoch, onStep
}
