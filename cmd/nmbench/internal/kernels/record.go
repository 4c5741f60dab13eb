package kernels

import (
	"math"
	"slices"
)

// Shape is the size of one measurement; what does not apply is 0. Matrices are row-major: a product is (m x k)(k x n), a
// right-hand side m x n, a square matrix n x n, a vector has n elements, and a batch that many systems.
type Shape struct{ M, N, K, Batch int }

// Record is one measurement, or one figure of another program.
type Record struct {
	Op      string  `json:"op"`
	Type    string  `json:"type"`
	Lib     string  `json:"lib"`           // Ours, a Go library that ran beside us, or the name of a peer
	ISA     string  `json:"isa,omitempty"` // the kernels; of a peer only if its name tells
	M       int     `json:"m,omitempty"`
	N       int     `json:"n,omitempty"`
	K       int     `json:"k,omitempty"`
	Batch   int     `json:"batch,omitempty"`
	Level   string  `json:"level,omitempty"` // of the bandwidth probe: L1, L2, L3 or memory
	Workers int     `json:"workers"`
	Clock   string  `json:"clock,omitempty"` // "cpu" or "wall"
	Seconds float64 `json:"seconds"`         // one run, median of the samples
	Best    float64 `json:"best,omitempty"`  // seconds of the best sample
	Samples int     `json:"samples,omitempty"`
	GFLOPS  float64 `json:"gflops,omitempty"`
	GBs     float64 `json:"gbs,omitempty"`
	Peak    float64 `json:"peak,omitempty"`  // the probe's figure for what limits the operation: GFLOP/s or GB/s
	Share   float64 `json:"share,omitempty"` // of that peak
	Peer    string  `json:"peer,omitempty"`  // the fastest peer of this kind of kernels
	Ratio   float64 `json:"ratio,omitempty"` // the peer's time over ours: above 1 we are faster

	// Err is the scaled error of the result, absent if it was not checked or is not finite; a result is Wrong if that is
	// above the operation's limit.
	Err   *float64 `json:"err,omitempty"`
	Wrong bool     `json:"wrong,omitempty"`
}

// Values of Record.Lib for what runs in this program.
const (
	Ours   = "nmcore"
	Gonum  = "gonum"
	GoMath = "math" // a loop over package math
)

// Values of Record.Clock.
const (
	clockCPU  = "cpu"
	clockWall = "wall"
)

func (r *Record) shape() Shape { return Shape{r.M, r.N, r.K, r.Batch} }

// peer reports whether r comes from another program's file.
func (r *Record) peer() bool { return r.Lib != Ours && r.Lib != Gonum && r.Lib != GoMath }

// id is what two records of the same measurement share.
type id struct {
	op, typ, lib, isa, level, clock string
	shape                           Shape
	workers                         int
}

func (r *Record) id() id {
	return id{r.Op, r.Type, r.Lib, r.ISA, r.Level, r.Clock, r.shape(), r.Workers}
}

// merge makes one record of those of the same measurement, from several runs: the median of their times, the best of the
// best, the worst error. The order is that of first appearance. Everything that follows from times is left for finish.
func merge(records []Record) []Record {
	groups := map[id][]Record{}
	var order []id
	for _, r := range records {
		k := r.id()
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	merged := make([]Record, 0, len(order))
	for _, k := range order {
		g := groups[k]
		r := g[0]
		if len(g) > 1 {
			var seconds []float64
			for _, o := range g {
				seconds = append(seconds, o.Seconds)
				r.Best = min(r.Best, o.Best)
				r.Wrong = r.Wrong || o.Wrong
				if r.Err != nil && o.Err != nil && *o.Err > *r.Err {
					r.Err = o.Err
				}
			}
			if r.Best > 0 { // a probe's rate is that of its best sample; others are left for finish
				r.GFLOPS *= g[0].Best / r.Best
				r.GBs *= g[0].Best / r.Best
			}
			r.Seconds = median(seconds)
			r.Samples *= len(g)
		}
		merged = append(merged, r)
	}
	return merged
}

// median returns the middle of v, the lower one of two.
func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[(len(v)-1)/2]
}

// finite leaves out what JSON cannot hold.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
