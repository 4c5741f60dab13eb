package numtest

import "math"

// Sum is a sum of products in twice the working precision (Ogita, Rump & Oishi,
// Accurate sum and dot product, SIAM J. Sci. Comput. 26(6), 2005: Dot2), with
// the sum of absolute values beside it for error bounds.
type Sum struct{ high, low, abs float64 }

// Add adds x*y.
func (s *Sum) Add(x, y float64) {
	p := float64(x * y) // the conversion keeps the compiler from fusing it with the sum below
	e := math.FMA(x, y, -p)
	h := s.high + p
	z := h - s.high
	s.low += (s.high - (h - z)) + (p - z) + e
	s.high = h
	s.abs += math.Abs(p)
}

// Value returns the sum.
func (s *Sum) Value() float64 { return s.high + s.low }

// Abs returns the sum of |x*y|.
func (s *Sum) Abs() float64 { return s.abs }
