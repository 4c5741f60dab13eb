package cli

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/term"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// experiment is what every model of a run is trained and tested on.
type experiment[T la.Float] struct {
	app                     *app
	set                     *settings
	source                  *source
	pool                    *sched.Pool
	progress                term.Progress
	train, validation, test *nm.Data[T] // validation and test may be nil
	checkpoint              string      // of the next fit; empty: none
	resume                  bool        // the next fit goes on from it
}

// testAfterInterrupt is how long the test of a model may take whose training was interrupted.
const testAfterInterrupt = 3 * time.Second

// newExperiment standardises the rows. It starts the pool; the caller closes it.
func newExperiment[T la.Float](a *app, set *settings, src *source) (*experiment[T], error) {
	e := &experiment[T]{app: a, set: set, source: src}
	part := func(t *data.Table, rows []int) (*nm.Data[T], error) {
		if len(rows) == 0 {
			return nil, nil
		}
		x, err := data.Matrix[T](t, rows, src.scaler)
		return &nm.Data[T]{X: x, Labels: t.LabelsOf(rows)}, err
	}
	var err error
	if e.train, err = part(src.table, src.split.Train); err != nil {
		return nil, err
	}
	if e.validation, err = part(src.table, src.split.Validation); err != nil {
		return nil, err
	}
	if e.test, err = part(src.testTable, src.split.Test); err != nil {
		return nil, err
	}
	e.pool = sched.New(a.workers, sched.Pinned())
	e.progress = term.NewProgress(a.stderr)
	return e, nil
}

// fit trains one model and tests it. When ctx ends during training, what was reached is tested and returned beside the
// error. The network is nil only if it could not be made.
func (e *experiment[T]) fit(ctx context.Context, m model) (report.Model, *nm.Network[T], error) {
	out := report.Model{Name: m.name, About: m.about, TestError: math.NaN()}
	cfg := nm.Config{
		Inputs: e.train.X.Cols, Nodes: e.set.nodes, MaxEdges: e.set.maxEdges, Outputs: len(e.source.table.Classes), Seed: e.set.seed, Pool: e.pool,
		Activation: nm.Activation(slices.Index(activations, e.set.activation)), Method: methodNamed(e.set.method),
	}
	opt := nm.TrainOptions{Epochs: e.set.epochs, Batch: e.set.batch, Rate: e.set.rate, FinalRate: e.set.rate / 10, KeepLast: !e.set.best,
		Jacobian: e.set.jacobian, ColdStart: e.set.coldStart}
	m.configure(e.set, &cfg, &opt)
	trainer, err := e.trainer(cfg, opt)
	if err != nil {
		return out, nil, err
	}
	net := trainer.Network()
	captured := -1
	var checkpointErr error
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	trainer.Watch(func(rec nm.Epoch) {
		var posedness *nm.Conditions
		if e.set.monitor {
			posedness = e.conditions(ctx, net)
		}
		e.app.epochRecord(m, rec, posedness)
		short, line := status(rec, opt.Epochs)
		line += posed(posedness)
		e.progress.Status(short, line, rec.Epoch == opt.Epochs)
		if rec.Epoch == 0 || rec.Epoch == opt.Epochs {
			captured = rec.Epoch
			out.Pictures = append(out.Pictures, report.Capture(caption(rec.Epoch), net))
		}
		if e.checkpoint != "" {
			if checkpointErr = saveCheckpoint(e.checkpoint, trainer); checkpointErr != nil {
				cancel() // who asked for checkpoints does not want to train without
			}
		}
	}, func(step, _ int) { e.progress.Step(step) })
	e.progress.Begin(m.name, opt.Epochs*((e.train.X.Rows+opt.Batch-1)/opt.Batch))
	start := time.Now()
	done, err := trainer.Fit(ctx, e.train, e.validation)
	out.Seconds = time.Since(start).Seconds()
	if err = interrupted(ctx, err); checkpointErr != nil {
		err = checkpointErr
	}
	out.Epochs, out.Best, out.Modules = done.Epochs, done.Best, net.Modules()
	switch {
	case err != nil && !e.set.best:
		out.Pictures = append(out.Pictures, report.Capture("when it was stopped", net))
	case len(done.Epochs) > 0 && done.Best != captured:
		out.Pictures = append(out.Pictures, report.Capture(caption(done.Best)+", the one tested", net))
	}
	if err != nil && err != errInterrupted {
		return out, net, err
	}
	if err == nil {
		out.Conditions = e.conditions(ctx, net)
	}
	if e.test != nil {
		ctx := ctx
		if err != nil { // who interrupts does not want to wait: a slow test is given up
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), testAfterInterrupt)
			defer cancel()
		}
		_, wrong, stats, testErr := net.Evaluate(ctx, e.test)
		switch {
		case testErr == nil:
			out.TestError, out.TestRows, out.Unconverged = wrong, stats.Samples, stats.Unconverged
		case err == nil: // Ctrl-C during the test
			err = interrupted(ctx, testErr)
		}
	}
	e.app.modelRecord(e.set, e.pool.Workers(), m, &out, err)
	return out, net, err
}

// trainer makes a network and its trainer, or reads both from the checkpoint.
func (e *experiment[T]) trainer(cfg nm.Config, opt nm.TrainOptions) (*nm.Trainer[T], error) {
	meta, err := metaOf(e.source, e.set.precision)
	if err != nil {
		return nil, err
	}
	if e.resume {
		return resume[T](e.checkpoint, cfg, opt, meta)
	}
	net, err := nm.New[T](cfg)
	if err != nil {
		return nil, err
	}
	net.SetMeta(metaKey, meta)
	return nm.NewTrainer(net, opt)
}

func caption(epoch int) string {
	if epoch == 0 {
		return "before training"
	}
	return fmt.Sprintf("after epoch %d", epoch)
}

// status is one epoch in a few words and in a line.
func status(e nm.Epoch, epochs int) (short, line string) {
	short = fmt.Sprintf("epoch %d/%d", e.Epoch, epochs)
	line = short
	if !math.IsNaN(e.Loss) {
		line += fmt.Sprintf("  loss %.4f  error %.2f%%", e.Loss, 100*e.Error)
	}
	if !math.IsNaN(e.ValError) {
		validation := fmt.Sprintf("  validation %.2f%%", 100*e.ValError)
		short += validation
		line += validation
	}
	line += fmt.Sprintf("  modules %d, largest %d, %.0f%% on cycles, %d edges", e.Modules.Modules, e.Largest, 100*e.Cyclic, e.Edges)
	if e.Stats.Unconverged > 0 {
		line += fmt.Sprintf("  unconverged %d of %d", e.Stats.Unconverged, e.Stats.Samples)
	}
	return short, line
}
