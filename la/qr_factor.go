package la

import (
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// qrBlock columns are factored before the rest of the matrix hears of it, half as many if there are at most qrNarrow; in
// them, at most qrBase, no more than asm.ReflectRows, column by column. Half is 13 % faster at n = 64 and 6 % at 100, 3 to
// 7 % slower at 500 and 1000 in float64; 48 and 64 are slower everywhere (BenchmarkQR, avx512 and avx2, 2026-11-25, AMD
// Zen 5, 2 cores of a shared server). Variables for the tests.
var qrBlock, qrBase = 32, 8

const qrNarrow = 256

// qrBlocked overwrites the upper triangle of A with R and what is below with anything, and fills q.
func qrBlocked[T Float](p *sched.Pool, a Matrix[T], q *reflectors[T]) {
	k := asm.Active[T]()
	m, n := a.Rows, a.Cols
	s := getScratch[T](2 * q.block * padded[T](max(n, q.block)))
	for j := 0; j < q.vt.Rows; j += q.block {
		vt, t := q.at(j)
		w := vt.Rows
		transposeTall(k, vt, a.View(j, j, m-j, w))
		qrPanel(p, k, vt, t, a.View(j, j, w, w), s.data)
		if j+w < n {
			reflect(p, k, Transpose, vt, t, a.View(j, j+w, m-j, n-j-w), s.data)
		}
	}
	s.put()
}

// transposeTall writes the transpose of a, which has few columns, to dst.
func transposeTall[T Float](k *asm.Kernels[T], dst, a Matrix[T]) {
	step := chunk / a.Cols
	for i := 0; i < a.Rows; i += step {
		k.Transpose(&dst.Data[i], dst.Stride, &a.Data[i*a.Stride], a.Stride, min(step, a.Rows-i), a.Cols)
	}
}

// qrPanel factors the panel whose transpose, w x m, vt holds, w <= m: columns then lie along memory. It overwrites vt
// with V' and t with T, and writes the upper triangle of R to r. By halves (E. Elmroth, F. Gustavson, Applying recursion
// to serial and parallel QR factorization leads to better performance, IBM J. Res. Dev. 44(4), 2000):
//
//	A2 = (I - V1 T1' V1') A2, T12 = -T1 (V1' V2) T2
func qrPanel[T Float](p *sched.Pool, k *asm.Kernels[T], vt, t, r Matrix[T], work []T) {
	w, m := vt.Rows, vt.Cols
	if w <= qrBase {
		qrSmall(k, vt, t, r, work)
		return
	}
	w1 := split(w, qrBase)
	w2 := w - w1
	v1, v2 := vt.View(0, 0, w1, m), vt.View(w1, 0, w2, m)
	t1, t2, t12 := t.View(0, 0, w1, w1), t.View(w1, w1, w2, w2), t.View(0, w1, w1, w2)
	qrPanel(p, k, v1, t1, r.View(0, 0, w1, w1), work)

	x := Matrix[T]{Rows: w2, Cols: w1, Stride: w1, Data: work[:w2*w1]}
	y := Matrix[T]{Rows: w2, Cols: w1, Stride: w1, Data: work[w2*w1:]}
	gemm(p, k, NoTrans, Transpose, 1, &v2, &v1, 0, &x)
	gemm(p, k, NoTrans, NoTrans, 1, &x, &t1, 0, &y)
	gemm(p, k, NoTrans, NoTrans, -1, &y, &v1, 1, &v2)
	for j := range w2 {
		row := v2.Row(j)[:w1]
		for i, v := range row {
			r.Data[i*r.Stride+w1+j] = v
		}
		clear(row)
	}
	v2 = vt.View(w1, w1, w2, m-w1)
	qrPanel(p, k, v2, t2, r.View(w1, w1, w2, w2), work)

	v1 = vt.View(0, w1, w1, m-w1)
	x = Matrix[T]{Rows: w1, Cols: w2, Stride: w2, Data: work[:w2*w1]}
	y = Matrix[T]{Rows: w1, Cols: w2, Stride: w2, Data: work[w2*w1:]}
	gemm(p, k, NoTrans, Transpose, -1, &v1, &v2, 0, &x)
	gemm(p, k, NoTrans, NoTrans, 1, &x, &t2, 0, &y)
	gemm(p, k, NoTrans, NoTrans, 1, &t1, &y, 0, &t12)
	for i := w1; i < w; i++ {
		clear(t.Row(i)[:w1])
	}
}

// qrUnblocked is qrPanel column by column, for the columns from first on; those before are done.
func qrUnblocked[T Float](k *asm.Kernels[T], vt, t, r Matrix[T], first int) {
	w := vt.Rows
	for j := first; j < w; j++ {
		v := vt.Row(j)[j:]
		beta, tau := householder(k, v)
		r.Data[j*r.Stride+j] = beta
		for c := j + 1; c < w; c++ {
			x := vt.Row(c)[j:]
			axpy(k, -tau*dot(k, v, x), v, x)
			r.Data[j*r.Stride+c] = x[0]
			x[0] = 0
		}
		for i := range j {
			t.Data[i*t.Stride+j] = -tau * dot(k, vt.Row(i)[j:], v)
		}
		closeT(t, j, tau)
	}
}
