package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// The kernel reads A and B through strides and fetches the next strip of B while it computes one: operands in place are
// as fast as packed ones, A as long as its rows are contiguous. B is packed if its rows are not contiguous, or if they lie
// a multiple of criticalStride apart, for then they fall into few cache sets and all tiles but the first wait for them
// (512 x 512 float64 by the AVX2 kernels: 43 GFLOP/s in place, 62 packed). For more than packedRows rows packing costs
// nothing and saves address translations: 3 % for 3000 columns of float32. Whether an operand is packed changes no bit.
// (2026-11-25, AMD Zen 5, 2 cores of a shared server.) Variables for the tests.
var (
	criticalStride = 4096 // bytes
	packedRows     = 1024
)

// conflictTiles is how many tiles of A may pass a strip of B whose rows conflict.
const conflictTiles = 8

// readable reports whether m rows of A are best multiplied by b where it is.
func (b *operand[T]) readable(kernels *asm.Kernels[T], m int) bool {
	conflict := b.rs*int(unsafe.Sizeof(*new(T)))%criticalStride == 0 && m > conflictTiles*kernels.MR
	return b.cs == 1 && !conflict && m <= packedRows
}

// product is one call of Gemm.
type product[T Float] struct {
	kernels     *asm.Kernels[T]
	k           int
	alpha, beta T
	a, b        operand[T]
	packed      []T // of a PackedMatrix, in place of b
	c           Matrix[T]
}

// operand is op(A) or op(B): element (i, j) is data[i*rs+j*cs]; rs or cs is 1.
type operand[T Float] struct {
	data   []T
	rs, cs int
}

// fewStrips bounds the columns of a product in which blocks of A are finished one after the other, all of their columns,
// because A is used so little that reading its rows to the end counts: 4 % at 3000 x 64 x 3000. (Measured as above.)
const fewStrips = 4

// turnedRows bounds the rows of C for which a transposed B is left in place and C' = B*op(A)' is computed instead: to
// transpose B would cost a sixth of the product at 64 rows, more if B comes from memory. (Measured as above.)
const turnedRows = 128

// turned computes the m x n block of C at (i0, j0) as the transpose of a product whose first factor is B' and whose second
// is packed once. The sums of an element are the same. C' is made in scratch, some of its rows at a time, so that B is
// read along its rows.
func (x *product[T]) turned(i0, j0, m, n int) {
	step := share(n, blocks(x.kernels).mc, 1)
	s, packed := getScratch[T](step*m), getScratch[T](x.k*m)
	q := PackedMatrix[T]{kernels: x.kernels, rows: x.k, cols: m, data: packed.data}
	q.src = operand[T]{x.a.data[i0*x.a.rs:], x.a.cs, x.a.rs}
	q.packStrips()
	y := product[T]{kernels: x.kernels, k: x.k, alpha: x.alpha, beta: x.beta, packed: q.data}
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
	packed.put()
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
	if x.packed == nil && x.b.cs != 1 && m <= turnedRows && n > m {
		x.turned(i0, j0, m, n)
		return
	}
	kernels, a, b := x.kernels, x.a, x.b
	a.data, b.data = a.data[i0*a.rs:], b.data[j0*b.cs:]
	size := blocks(kernels)
	kc, mc, nc := share(x.k, size.kc, 1), share(m, size.mc, kernels.MR), shareColumns(n, size.nc, kernels.NR)

	if m > mc && n <= fewStrips*kernels.NR && (x.packed != nil || b.readable(kernels, m)) {
		for ic := 0; ic < m; ic += mc {
			x.block(i0+ic, j0, min(mc, m-ic), n)
		}
		return
	}

	packA := a.cs != 1 && n > kernels.NR
	packB := x.packed == nil && !b.readable(kernels, m)
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
					bp, rsb, next := b.data[pc*b.rs+(jc+jr)*b.cs:], b.rs, w // next: from this strip to the next one
					switch {
					case x.packed != nil:
						bp, rsb, next = x.packed[pc*x.c.Cols+(j0+jc+jr)*kb:], w, w*kb
					case packB:
						strip := bs.data
						if m > mc {
							strip = strip[jr*kb:]
						}
						if ic == 0 {
							packRows(kernels, strip, w, bp, b.rs, b.cs, kb, w)
						}
						bp, rsb, next = strip, w, w*kb
					}
					if jr+w == nb || packB && ic == 0 { // there is none, or it is still to be packed
						next = 0
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
