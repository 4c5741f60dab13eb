package nm

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
)

// slab is the number of samples that are in memory at once outside training.
const slab = 512

// Stats counts what forward (and backward) passes did.
type Stats struct {
	Samples, Unconverged int   // unconverged: the equations were not solved to tolerance, or a value is NaN or infinite
	Rows                 []int // the unconverged samples' rows; nil if there are none
	Picard, Newton       int   // iterations, summed over samples and blocks; Anderson steps count as Picard sweeps
	Quick                int   // sweeps in between that need not be exact, likewise
	Factorizations       int   // LU factorizations
	Warm, Again          int   // training: samples that began at their last solution; those of them that were solved again, cold
	Strayed              int   // training: samples whose last solution led to another one than a cold start, where that was compared
}

func (s *Stats) add(t Stats, firstRow int) {
	s.Samples += t.Samples
	s.Unconverged += t.Unconverged
	s.Picard += t.Picard
	s.Quick += t.Quick
	s.Newton += t.Newton
	s.Factorizations += t.Factorizations
	s.Warm += t.Warm
	s.Again += t.Again
	s.Strayed += t.Strayed
	for _, r := range t.Rows {
		s.Rows = append(s.Rows, firstRow+r)
	}
}

// Predict writes class probabilities, or outputs, of the samples x (rows x Inputs) to dst (rows x Outputs). A sample whose
// equations were not solved to tolerance is counted in Stats and gets what its best iterate gives. Every sample starts cold
// and alone: its result does not depend on the others. x and dst must not overlap. The error is ctx's; the rows that were done
// are then in dst. Wrong shapes panic.
func (n *Network[T]) Predict(ctx context.Context, dst, x *la.Matrix[T]) (Stats, error) {
	checkMatrix(dst)
	checkMatrix(x)
	if dst.Rows != x.Rows || dst.Cols != n.cfg.Outputs || x.Cols != n.cfg.Inputs {
		panic("nm: dimension mismatch in Predict")
	}
	return n.slabs(ctx, x, func(first int, y *la.Matrix[T], _ []uint32) {
		for i := range y.Rows {
			copy(dst.Row(first+i), y.Row(i))
		}
	})
}

// Evaluate returns the mean loss over d and the share of samples misclassified. Unconverged samples count as misclassified,
// for Linear they alone, and have no part in the loss; without any converged sample the loss is NaN.
func (n *Network[T]) Evaluate(ctx context.Context, d *Data[T]) (loss, errRate float64, st Stats, err error) {
	if err := d.check(&n.cfg); err != nil {
		return 0, 0, Stats{}, err
	}
	wrong := 0
	st, err = n.slabs(ctx, d.X, func(first int, y *la.Matrix[T], failed []uint32) {
		for i := range y.Rows {
			if failed[i] != 0 {
				wrong++
				continue
			}
			l, w := d.sampleLoss(n.cfg.Output, y.Row(i), first+i)
			loss += l
			if w {
				wrong++
			}
		}
	})
	loss /= float64(st.Samples - st.Unconverged)
	if st.Samples > 0 {
		errRate = float64(wrong) / float64(st.Samples)
	}
	return loss, errRate, st, err
}

// slabs runs x forward, slab by slab, and hands the outputs to visit.
func (n *Network[T]) slabs(ctx context.Context, x *la.Matrix[T], visit func(first int, y *la.Matrix[T], failed []uint32)) (Stats, error) {
	r := n.runs.Get().(*run[T])
	defer n.runs.Put(r)
	var total Stats
	for first := 0; first < x.Rows; first += slab {
		part := x.View(first, 0, min(slab, x.Rows-first), x.Cols)
		r.begin(ctx, part.Rows, false)
		if err := r.forward(&part); err != nil {
			return total, err
		}
		output(n.cfg.Output, r.a)
		visit(first, r.a, r.failed)
		total.add(r.stats(), first)
	}
	return total, nil
}
