package la

import "unsafe"

// The kernel reads A and B through strides, and reading them in place is as fast as reading packed panels, unless
// successive steps of k share a cache set: 512 rows of 512 float64 took 1.7 times as long. (2026-11-22, AMD Zen 5, n = 64
// to 2000 with the avx2 record, everything packed against everything in place: in place wins by up to 15 %, least at
// large n; a stride of 2048 bytes was harmless.) So B is packed if its columns are not contiguous along a row or if its
// stride is a multiple of criticalStride, A for the second reason only, and always the last panel if it is not whole.
// Whether an operand is packed changes no bit. A variable for the tests.
var criticalStride = 4096 // bytes

// packReuse is how often a panel must be used to be packed because of its stride (measured as above: break-even at 24).
const packReuse = 24

// run computes block t of C by the five loops around the kernel (Goto & van de Geijn, Anatomy of high-performance
// matrix multiplication, ACM TOMS 34(3), 2008; Van Zee & van de Geijn, BLIS, ACM TOMS 41(3), 2015):
//
//	for jc: columns of C, nc at a time        B block, last-level cache
//	  for pc: k, kc at a time                 packed B block
//	    for ic: rows of C, mc at a time       packed A block, second-level cache
//	      for jr: NR columns                  B panel, first-level cache
//	        for ir: MR rows                   the kernel
func (j *gemmJob[T]) run(t int) {
	i0, j0 := t/j.across*j.mb, t%j.across*j.nb
	m, n := min(j.mb, j.c.Rows-i0), min(j.nb, j.c.Cols-j0)
	c := j.c.Data[i0*j.c.Stride+j0:]
	if j.beta != 0 && j.beta != 1 || j.k == 0 {
		j.scale(c, m, n)
	}
	if j.k == 0 {
		return
	}
	a, b := j.a, j.b
	a.data, b.data = a.data[i0*a.rs:], b.data[j0*b.cs:]

	mr, nr := j.kernels.MR, j.kernels.NR
	kc := share(j.k, j.block.kc, j.kernels.Unroll)
	mc, nc := share(m, j.block.mc, mr), share(n, j.block.nc, nr)
	packA := critical[T](a.cs) && n >= packReuse
	packB := b.cs != 1 || critical[T](b.rs) && m >= packReuse
	as, bs := panelScratch[T](packA, mr, m, mc, kc), panelScratch[T](packB, nr, n, nc, kc)
	for jc := 0; jc < n; jc += nc {
		nb := min(nc, n-jc)
		for pc := 0; pc < j.k; pc += kc {
			kb := min(kc, j.k-pc)
			bp := newPanels(bs, nr, nb, kb, b.data[jc*b.cs+pc*b.rs:], b.cs, b.rs, packB)
			for ic := 0; ic < m; ic += mc {
				mb := min(mc, m-ic)
				ap := newPanels(as, mr, mb, kb, a.data[ic*a.rs+pc*a.cs:], a.rs, a.cs, packA)
				j.macro(&ap, &bp, mb, nb, kb, c[ic*j.c.Stride+jc:], pc > 0 || j.beta != 0)
			}
		}
	}
	as.put()
	bs.put()
}

// critical reports whether steps of stride elements fall into few cache sets.
func critical[T Float](stride int) bool {
	return stride*int(unsafe.Sizeof(*new(T)))%criticalStride == 0
}

// panelScratch returns what newPanels needs for blocks of at most mc of m rows, kc deep: nil for nothing.
func panelScratch[T Float](pack bool, r, m, mc, kc int) *scratch[T] {
	switch {
	case pack:
		return getScratch[T](mc * kc)
	case m%r != 0:
		return getScratch[T](r * kc)
	}
	return nil
}

// macro is the two inner loops: an mb x nb block of C.
func (j *gemmJob[T]) macro(ap, bp *panels[T], mb, nb, kb int, c []T, load bool) {
	mr, nr, ldc := j.kernels.MR, j.kernels.NR, j.c.Stride
	for jr := 0; jr < nb; jr += nr {
		n := min(nr, nb-jr)
		b, _, rsb := bp.at(jr)
		for ir := 0; ir < mb; ir += mr {
			a, rsa, csa := ap.at(ir)
			j.kernels.Gemm(kb, a, rsa, csa, b, rsb, &c[ir*ldc+jr], ldc, min(mr, mb-ir), n, j.alpha, load)
		}
	}
}

// scale computes the m x n block C = beta*C; it does not read C if beta is 0.
func (j *gemmJob[T]) scale(c []T, m, n int) {
	for i := range m {
		row := c[i*j.c.Stride:][:n]
		if j.beta == 0 {
			clear(row)
		} else {
			scal(j.kernels, j.beta, row)
		}
	}
}

// panels gives the kernel an m x k operand in panels of r rows, packed or in place.
type panels[T Float] struct {
	whole  int // rows of src used in place; later ones are in packed
	src    []T
	rs, cs int
	packed []T
	r, k   int
}

// newPanels packs what has to be packed: all, or the rows of a last panel that is not whole, because the kernel reads
// whole panels.
func newPanels[T Float](s *scratch[T], r, m, k int, src []T, rs, cs int, pack bool) panels[T] {
	p := panels[T]{src: src, rs: rs, cs: cs, r: r, k: k}
	if !pack {
		p.whole = m / r * r
	}
	if p.whole < m {
		p.packed = s.data
		packPanels(p.packed, r, m-p.whole, k, src[p.whole*rs:], rs, cs)
	}
	return p
}

// at returns the first element of the panel that starts at row i, and the strides between its rows and its columns.
func (p *panels[T]) at(i int) (first *T, rs, cs int) {
	if i < p.whole {
		return &p.src[i*p.rs], p.rs, p.cs
	}
	return &p.packed[(i-p.whole)*p.k], 1, p.r
}
