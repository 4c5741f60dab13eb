package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
)

// panelCorner is the number of leading elements of each row that qrSmall keeps apart: all that a reflection singles out
// lies there, and the kernel sweeps over the rest.
const panelCorner = asm.ReflectRows

// One call of the kernel works on at most sweepChunk elements of each row: assembly cannot be preempted.
const sweepChunk = 4096

// qrSmall is qrPanel for at most asm.ReflectRows columns. Each reflection is one sweep over the panel, which applies it
// and takes the products the next one needs. The rows keep x, of which v is a multiple but for its first element, until
// the end. Where a sum of squares or products could leave the range qrUnblocked goes on. work holds 3*asm.ReflectRows elements.
func qrSmall[T Float](k *asm.Kernels[T], vt, t, r Matrix[T], work []T) {
	w, m := vt.Rows, vt.Cols
	h := min(m, panelCorner)
	coef, sums := work[:asm.ReflectRows], work[asm.ReflectRows:2*asm.ReflectRows]
	low, high := squareRange[T]()

	var corner [asm.ReflectRows][panelCorner]T
	for c := range w {
		copy(corner[c][:h], vt.Row(c))
	}
	clear(sums)
	if m > h {
		x := vt.Row(0)[h:]
		for c := range w {
			sums[c] = dot(k, x, vt.Row(c)[h:])
		}
	}
	var inv, step [asm.ReflectRows]T // v is inv times x; the reflection takes step times v from a column
	j := 0
	for ; j < w; j++ {
		x := &corner[j]
		rest := sums[0]
		for _, e := range x[j+1 : h] {
			rest += e * e
		}
		alpha, beta, tau := x[j], x[j], T(0)
		if j+1 < m {
			total := rest + alpha*alpha
			if !(rest > low && total < high) {
				break
			}
			beta = T(math.Sqrt(float64(total)))
			if alpha > 0 {
				beta = -beta
			}
			tau = (beta - alpha) / beta
			inv[j] = 1 / (alpha - beta)
		}
		inside := true // the products of columns far from each other in size may leave the range, too
		for c := j + 1; c < w; c++ {
			y := &corner[c]
			d := sums[c-j]
			for i := j + 1; i < h; i++ {
				d += x[i] * y[i]
			}
			step[c] = tau * (y[j] + d*inv[j])
			e := step[c] * inv[j]
			coef[c-j-1] = e
			inside = inside && e-e == 0
		}
		if !inside {
			break
		}
		r.Data[j*r.Stride+j] = beta
		for c := j + 1; c < w; c++ {
			y, e := &corner[c], coef[c-j-1]
			y[j] -= step[c]
			r.Data[j*r.Stride+c] = y[j]
			for i := j + 1; i < h; i++ {
				y[i] -= e * x[i]
			}
		}
		// column j of T: -tau T (V' v) of those before
		for i := range j {
			y := &corner[i]
			d := sums[asm.ReflectRows+i-j]
			for l := j + 1; l < h; l++ {
				d += y[l] * x[l]
			}
			t.Data[i*t.Stride+j] = -tau * inv[i] * (y[j] + d*inv[j])
		}
		closeT(t, j, tau)
		if m > h && j+1 < w {
			sweep(k, vt, j+1, h, coef, sums, work[2*asm.ReflectRows:])
		}
	}
	for c := range w {
		row := vt.Row(c)
		copy(row, corner[c][:h])
		clear(row[:min(c, j)])
		if c < j {
			row[c] = 1
			scal(k, inv[c], row[c+1:])
		}
	}
	if j < w {
		qrUnblocked(k, vt, t, r, j)
	}
}

// sweep applies a reflection to rows j and below of vt and takes the products of row j with all rows, from element h on.
// part holds asm.ReflectRows elements.
func sweep[T Float](k *asm.Kernels[T], vt Matrix[T], j, h int, coef, sums, part []T) {
	clear(sums)
	for ; h < vt.Cols; h += sweepChunk {
		m := min(sweepChunk, (vt.Cols-h+asm.ReflectRows-1)/asm.ReflectRows*asm.ReflectRows)
		k.Reflect(m, vt.Rows-1-j, j, &vt.Data[j*vt.Stride+h], vt.Stride, &coef[0], &part[0])
		for i := range sums {
			sums[i] += part[i]
		}
	}
}

// closeT completes column j of the triangle T, whose elements above the diagonal are -tau V' v: it multiplies them by the
// triangle before.
func closeT[T Float](t Matrix[T], j int, tau T) {
	for i := range j {
		row := t.Row(i)
		var s T
		for l := i; l < j; l++ {
			s += row[l] * t.Data[l*t.Stride+j]
		}
		row[j] = s
	}
	row := t.Row(j)
	clear(row[:j])
	row[j] = tau
}

// squareRange returns bounds between which a sum of squares has lost nothing to underflow or overflow.
func squareRange[T Float]() (low, high T) {
	tiny := safeMin[T]()
	return tiny * 0x1p30 / eps[T](), 1 / tiny
}
