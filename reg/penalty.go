package reg

import "github.com/neuralmodules/nmcore/la"

// PenaltyL1 returns the sum of weight_kj * |w_kj| over all k != j, the penalty of (8) in the paper with |.| for phi.
// The sum is carried in float64, row after row. It panics as [ProxL1] does.
func PenaltyL1[T la.Float](w *la.Matrix[T], lambda Weights[T]) T {
	return T(penalty(w, lambda, false))
}

// PenaltyL2 returns the sum of weight_kj * w_kj^2 / 2 over all k != j; the half is what makes (10) its proximal map.
func PenaltyL2[T la.Float](w *la.Matrix[T], lambda Weights[T]) T {
	return T(penalty(w, lambda, true) / 2)
}

func penalty[T la.Float](w *la.Matrix[T], lambda Weights[T], square bool) float64 {
	checkSquare(w)
	var buf [span]T
	var sum float64
	for k := range w.Rows {
		lambda.check(w.Cols, k)
		row := w.Row(k)
		for i, n := next(0, k, len(row)); i < len(row); i, n = next(n, k, len(row)) {
			for j, t := range lambda.chunk(buf[:n-i], k, i) {
				phi := float64(abs(row[i+j]))
				if square {
					phi *= phi
				}
				sum += float64(t) * phi
			}
		}
	}
	return sum
}
