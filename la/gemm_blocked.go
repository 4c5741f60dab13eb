package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// The kernel reads A and B through strides. B in place costs nothing as long as a block of it stays in the second-level
// cache, so a product with packedRows rows of C or fewer leaves it there, like every product that fits directSize, unless
// its rows are not contiguous or lie critically (criticalStride). A is packed for the last two reasons only.
// Whether an operand is packed changes no bit. Variables for the tests.
var (
	criticalStride = 4096 // bytes
	packedRows     = 64
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
	if x.b.cs != 1 || k > depth(x.kernels) || m*k > directSize || k*n > directSize || k == 0 {
		return false
	}
	for j, w := 0, 0; j < n; j += w {
		w = width(x.kernels, n-j)
		x.kernels.Gemm(k, &x.a.data[0], x.a.rs, x.a.cs, &x.b.data[j], x.b.rs, &x.c.Data[j], x.c.Stride, m, w, x.alpha, x.beta)
	}
	return true
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
					kernels.Gemm(kb, &ap[0], rsa, csa, &bp[0], rsb, &c[ic*x.c.Stride+jc+jr], x.c.Stride, mb, w, x.alpha, beta)
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
