package nm

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

func checkpoint[T la.Float](t testing.TB, tr *Trainer[T]) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, tr.Save(&b))
	return b.Bytes()
}

// TestResume: a run that is cut after any epoch, in the middle of the next, and resumed from its last checkpoint ends with the
// bits and the records of the run that was not cut.
func TestResume(t *testing.T) {
	t.Run("float64", testResume[float64])
	t.Run("float32", testResume[float32])
}

func testResume[T la.Float](t *testing.T) {
	c := Config{Inputs: 10, Nodes: 24, Outputs: 4, Threshold: 0.06, Seed: 5}
	train, val := blobs[T](10, 4, 150, 1), blobs[T](10, 4, 100, 2)
	options := []TrainOptions{
		{Epochs: 6, Batch: 40, Rate: 0.01, FinalRate: 1e-3, Penalty: Penalty{Lambda: 0.1, Size: ModuleEdges, Scale: reg.ScaleFirst}},
		{Epochs: 6, Batch: 40, Optimizer: SGD, KeepLast: true, Jacobian: 0.01},
		{Epochs: 30, Batch: 40, Rate: 0.03, Patience: 2},
	}
	if testing.Short() {
		options = options[:1]
	}
	for _, o := range options {
		finish := func(tr *Trainer[T]) ([]T, Report) {
			rep, err := tr.Fit(context.Background(), train, val)
			require.NoError(t, err)
			for i := range rep.Epochs {
				rep.Epochs[i].Seconds = 0
			}
			var all []T
			for _, g := range tr.net.params.groups() {
				all = append(all, g...)
			}
			return all, rep
		}
		want, wantReport := finish(mustTrainer(t, mustNew[T](t, c), o))
		for cut := range len(wantReport.Epochs) - 1 {
			var file []byte
			tr := mustTrainer(t, mustNew[T](t, c), o)
			ctx, cancel := context.WithCancel(context.Background())
			tr.Watch(func(e Epoch) {
				if e.Epoch == cut {
					file = checkpoint(t, tr)
				}
			}, func(step, _ int) {
				if file != nil && step == cut*4+2 {
					cancel()
				}
			})
			_, err := tr.Fit(ctx, train, val)
			require.ErrorIs(t, err, context.Canceled)
			back, err := Resume[T](bytes.NewReader(file))
			require.NoError(t, err)
			require.Equal(t, file, checkpoint(t, back), "a checkpoint of what was resumed is the same file")
			got, report := finish(back)
			require.Equal(t, want, got, "cut after epoch %d", cut)
			require.Equal(t, plain(t, wantReport), plain(t, report))
		}
	}
}

// plain makes reports comparable: NaN is not equal to itself.
func plain(t testing.TB, r Report) []string {
	t.Helper()
	var s []string
	for _, e := range r.Epochs {
		b, err := e.MarshalJSON()
		require.NoError(t, err)
		s = append(s, string(b))
	}
	return s
}

// TestDamagedCheckpoints: cut or altered, or of another kind, a checkpoint is refused with a FormatError.
func TestDamagedCheckpoints(t *testing.T) {
	n := mustNew[float32](t, Config{Inputs: 2, Nodes: 3, Outputs: 2})
	file := checkpoint(t, mustTrainer(t, n, TrainOptions{}))
	refused := func(err error) {
		t.Helper()
		var format *FormatError
		require.True(t, errors.As(err, &format), "%v", err)
	}
	for i := range file {
		_, err := Resume[float32](bytes.NewReader(file[:i]))
		refused(err)
		b := slices.Clone(file)
		b[i] ^= 4
		_, err = Resume[float32](bytes.NewReader(b))
		refused(err)
	}
	_, err := Resume[float64](bytes.NewReader(file))
	refused(err)
	_, err = Load[float32](bytes.NewReader(file))
	refused(err)
	_, err = Resume[float32](bytes.NewReader(saved(t, n)))
	refused(err)
}

func FuzzResume(f *testing.F) {
	tr := mustTrainer(f, mustNew[float32](f, Config{Inputs: 2, Nodes: 3, Outputs: 2}), TrainOptions{Epochs: 2})
	f.Add(checkpoint(f, tr))
	tr.Watch(func(Epoch) { f.Add(checkpoint(f, tr)) }, nil)
	d := blobs[float32](2, 2, 20, 1)
	_, err := tr.Fit(context.Background(), d, d)
	require.NoError(f, err)
	_, list := crowded[float32](f, nil, Config{Nodes: 6, MaxEdges: 12}, TrainOptions{Epochs: 2})
	list.Watch(func(Epoch) { f.Add(checkpoint(f, list)) }, nil)
	d = blobs[float32](7, 3, 20, 1)
	_, err = list.Fit(context.Background(), d, d)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, b []byte) {
		tr, err := Resume[float32](bytes.NewReader(sealed(b)))
		if err != nil {
			var format *FormatError
			require.ErrorAs(t, err, &format)
			return
		}
		// What is accepted can be trained, saved and read again. Weights may be anything, so training may fail.
		c := tr.net.Config()
		if tr.opt.Epochs > len(tr.epochs)+3 || c.Nodes > 50 {
			return
		}
		d := randomData[float32](tr.net.cfg, 4, 1)
		_, _ = tr.Fit(context.Background(), d, d)
		_, err = Resume[float32](bytes.NewReader(checkpoint(t, tr)))
		require.NoError(t, err)
	})
}

// TestSaveChangesNoLaterFit: whether a trainer's second Fit is saved at its start changes nothing, though both Fits are as many epochs long.
func TestSaveChangesNoLaterFit(t *testing.T) {
	d := blobs[float64](6, 3, 200, 2)
	train := func(save bool) []float64 {
		n := mustNew[float64](t, Config{Inputs: 6, Nodes: 60, Outputs: 3, Spread: 1.2, Seed: 7})
		fits := 0
		var tr *Trainer[float64]
		tr = mustTrainer(t, n, TrainOptions{Epochs: 1, Batch: 17, Rate: 1e-2, OnEpoch: func(Epoch) {
			if save && fits == 1 {
				require.NoError(t, tr.Save(&bytes.Buffer{}))
			}
		}})
		for ; fits < 2; fits++ {
			_, err := tr.Fit(context.Background(), d, nil)
			require.NoError(t, err)
		}
		return flatten(&n.params)
	}
	require.Equal(t, train(false), train(true))
}
