package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// The kernel reads A and B through strides and fetches the next strip of B while it computes one, so operands in place
// are as fast as packed ones, with two exceptions: rows a multiple of criticalStride apart fall into few cache sets (512
// rows of 512 float64 took 1.7 times as long), and columns that are not contiguous (B) or rows (A) must be transposed or
// are slower. B is packed besides if more than packedRows rows of C make that cheap: 3 % faster for float32 and 3000
// columns, 2 % slower at 1000. Whether an operand is packed changes no bit. (2026-11-25, AMD Zen 5, 2 cores of a shared
// server.) Variables for the tests.
var (
	criticalStride = 4096 // bytes
	packedRows     = 1024
)

// directSize bounds the elements of op(A), op(B) of a product that is done strip by strip, everything in place. One call
// of the kernel is at most 2*directSize*NR flops, 25 microseconds here.
const directSize = 1 << 16

// product is one call of Gemm.
type product[T Float] struct {
	kernels     *asm.Kernels[T]
	k           int
	alpha, beta T
	a, b        operand[T]
	c           Matrix[T]
}

// operand is op(A) or op(B): element (i, j) is data[i*rs+j*cs]; rs or cs is 1.
type operand[T Float] struct {
	data   []T
	rs, cs int
}

// width returns how many of the rest columns that are left the next strip takes: NR, but the last two strips share what
// is left by whole vectors, for a strip of one vector is slower than two of two.
func width[T Float](kernels *asm.Kernels[T], rest int) int {
	switch {
	case rest <= kernels.NR:
		return rest
	case rest < 2*kernels.NR:
		return (rest/2 + kernels.Vec - 1) &^ (kernels.Vec - 1)
	}
	return kernels.NR
}

// direct computes C in place if it is small, and reports whether.
func (x *product[T]) direct() bool {
	m, n, k := x.c.Rows, x.c.Cols, x.k
	if x.b.cs != 1 || k > depth || m*k > directSize || k*n > directSize || k == 0 {
		return false
	}
	strips(x.kernels, m, n, k, x.alpha, &x.a.data[0], x.a.rs, x.a.cs, x.b.data, x.b.rs, x.beta, x.c.Data, x.c.Stride)
	return true
}

// turnedRows bounds the rows of C for which a transposed B is left in place and C' = B*op(A)' is computed instead: to
// transpose B would cost a sixth of the product at 64 rows, more if B comes from memory. (Measured as above.)
const turnedRows = 128

// turned computes the m x n block of C at (i0, j0) as the transpose of a product whose first factor is B'. The sums of an
// element are the same. C' is made in scratch, some of its rows at a time.
func (x *product[T]) turned(i0, j0, m, n int) {
	step := share(n, max(1, directSize/m), 1)
	s := getScratch[T](step * m)
	y := product[T]{kernels: x.kernels, k: x.k, alpha: x.alpha, beta: x.beta}
	y.b = operand[T]{x.a.data[i0*x.a.rs:], x.a.cs, x.a.rs}
	for j := j0; j < j0+n; j += step {
		w := min(step, j0+n-j)
		c := x.c.Data[i0*x.c.Stride+j:]
		y.a = operand[T]{x.b.data[j*x.b.cs:], x.b.cs, x.b.rs}
		y.c = Matrix[T]{Rows: w, Cols: m, Stride: m, Data: s.data}
		if x.beta != 0 {
			packRows(x.kernels, s.data, m, c, 1, x.c.Stride, w, m)
		}
		y.block(0, 0, w, m)
		packRows(x.kernels, c, x.c.Stride, s.data, 1, m, m, w)
	}
	s.put()
}

// block computes the m x n block of C at (i0, j0) by the five loops around the kernel (Goto & van de Geijn, Anatomy of
// high-performance matrix multiplication, ACM TOMS 34(3), 2008; Van Zee & van de Geijn, BLIS, ACM TOMS 41(3), 2015), the
// innermost one, over the tiles of a strip, in the kernel:
//
//	for jc: columns of C, nc at a time        B block, last-level cache
//	  for pc: k, kc at a time
//	    for ic: rows of C, mc at a time       A block, second-level cache
//	      for jr: NR columns                  B strip, packed when the first A block meets it
func (x *product[T]) block(i0, j0, m, n int) {
	c := x.c.Data[i0*x.c.Stride+j0:]
	if x.k == 0 {
		x.scale(c, m, n)
		return
	}
	if x.b.cs != 1 && m <= turnedRows && n > m {
		x.turned(i0, j0, m, n)
		return
	}
	kernels, a, b := x.kernels, x.a, x.b
	a.data, b.data = a.data[i0*a.rs:], b.data[j0*b.cs:]
	size := blocks(kernels)
	kc, mc, nc := share(x.k, size.kc, 1), share(m, size.mc, kernels.MR), share(n, size.nc, kernels.NR)

	packA := a.cs != 1 && n > kernels.NR || critical[T](a.rs)
	packB := b.cs != 1 || m > packedRows || critical[T](b.rs)
	var as, bs *scratch[T]
	lda := kc + cacheLine/int(unsafe.Sizeof(*new(T))) // rows of a tile in different cache sets
	if packA {
		as = getScratch[T](mc * lda)
	}
	if packB && m > mc {
		bs = getScratch[T](kc * nc)
	} else if packB {
		bs = getScratch[T](kc * kernels.NR)
	}

	for jc := 0; jc < n; jc += nc {
		nb := min(nc, n-jc)
		beta := x.beta
		for pc := 0; pc < x.k; pc += kc {
			kb := min(kc, x.k-pc)
			for ic := 0; ic < m; ic += mc {
				mb := min(mc, m-ic)
				ap, rsa, csa := a.data[ic*a.rs+pc*a.cs:], a.rs, a.cs
				if packA {
					packRows(kernels, as.data, lda, ap, a.rs, a.cs, mb, kb)
					ap, rsa, csa = as.data, lda, 1
				}
				for jr, w := 0, 0; jr < nb; jr += w {
					w = width(kernels, nb-jr)
					bp, rsb := b.data[pc*b.rs+(jc+jr)*b.cs:], b.rs
					if packB {
						strip := bs.data
						if m > mc {
							strip = strip[jr*kb:]
						}
						if ic == 0 {
							packRows(kernels, strip, w, bp, b.rs, b.cs, kb, w)
						}
						bp, rsb = strip, w
					}
					next := 0 // where the next strip is, unless it is still to be packed
					if jr+w < nb && !packB {
						next = w
					} else if jr+w < nb && ic > 0 {
						next = w * kb
					}
					kernels.Gemm(kb, &ap[0], rsa, csa, &bp[0], rsb, &bp[next], &c[ic*x.c.Stride+jc+jr], x.c.Stride, mb, w, x.alpha, beta)
				}
			}
			beta = 1
		}
	}
	as.put()
	bs.put()
}

// critical reports whether steps of stride elements fall into few cache sets.
func critical[T Float](stride int) bool {
	return stride*int(unsafe.Sizeof(*new(T)))%criticalStride == 0
}

// scale computes the m x n block C = beta*C; it does not read C if beta is 0.
func (x *product[T]) scale(c []T, m, n int) {
	for i := range m {
		row := c[i*x.c.Stride:][:n]
		if x.beta == 0 {
			clear(row)
		} else {
			scal(x.kernels, x.beta, row)
		}
	}
}
