package nm

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Data is a labelled set of samples, one per row of X.
type Data[T la.Float] struct {
	X       *la.Matrix[T] // samples x Inputs
	Labels  []int         // Softmax: class of each row, in [0, Outputs)
	Targets *la.Matrix[T] // Linear: samples x Outputs

	// State, if there, holds where the samples were last solved, row for row: [Trainer.Step] and [Trainer.Gradient] begin
	// there and leave the new solutions. Everything else ignores it: evaluation starts cold, and Fit keeps a state of its own.
	State *State[T]
	rows  []int // the row of State that belongs to each sample; nil: its own
}

// checkMatrix panics if m is nil or its data do not hold it.
func checkMatrix[T la.Float](m *la.Matrix[T]) {
	switch {
	case m == nil:
		panic("nm: nil matrix")
	case m.Rows < 0 || m.Cols < 0 || m.Stride < m.Cols || m.Rows > 0 && m.Cols > 0 && len(m.Data) < (m.Rows-1)*m.Stride+m.Cols:
		panic("nm: malformed matrix")
	}
}

// check panics if the shapes do not fit the network and reports labels that name no class.
func (d *Data[T]) check(c *Config) error {
	if d == nil {
		panic("nm: nil data")
	}
	checkMatrix(d.X)
	if c.Output == Linear {
		checkMatrix(d.Targets)
	}
	switch {
	case d.X.Cols != c.Inputs:
		panic("nm: data has a wrong number of inputs")
	case c.Output == Softmax && len(d.Labels) != d.X.Rows:
		panic("nm: data has not one label a row")
	case c.Output == Linear && (d.Targets.Rows != d.X.Rows || d.Targets.Cols != c.Outputs):
		panic("nm: data has not one row of targets for each row")
	}
	if c.Output == Softmax {
		for i, l := range d.Labels {
			if l < 0 || l >= c.Outputs {
				return badConfig("label %d of row %d is not in [0, %d)", l, i, c.Outputs)
			}
		}
	}
	return nil
}

// output writes g(a) over a: probabilities, row by row, or a itself.
func output[T la.Float](g Output, a *la.Matrix[T]) {
	if g == Linear {
		return
	}
	for i := range a.Rows {
		SoftmaxInPlace(a.Row(i))
	}
}

// SoftmaxInPlace turns logits into probabilities, in place.
func SoftmaxInPlace[T la.Float](row []T) {
	top := row[0]
	for _, v := range row {
		top = max(top, v)
	}
	for j := range row {
		row[j] -= top
	}
	la.Exp(row, row)
	var sum T
	for _, v := range row {
		sum += v
	}
	la.Scal(1/sum, row)
}

// sampleLoss returns the loss of one sample whose outputs are y, and whether its class is misjudged.
func (d *Data[T]) sampleLoss(g Output, y []T, i int) (loss float64, wrong bool) {
	if g == Linear {
		for j, t := range d.Targets.Row(i) {
			e := float64(y[j]) - float64(t)
			loss += e * e / 2
		}
		return loss, false
	}
	p := max(y[d.Labels[i]], smallest[T]()) // an underflowed probability costs much, not infinity
	return -math.Log(float64(p)), argmax(y) != d.Labels[i]
}

// outputGradient turns sample i's outputs y into dL/da of its loss.
func (d *Data[T]) outputGradient(g Output, y []T, i int) {
	if g == Linear {
		la.Axpy(-1, d.Targets.Row(i), y)
	} else {
		y[d.Labels[i]]--
	}
}

// argmax returns the first index of the largest value.
func argmax[T la.Float](v []T) int {
	best := 0
	for i := range v {
		if v[i] > v[best] {
			best = i
		}
	}
	return best
}
