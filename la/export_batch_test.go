package la

import "github.com/neuralmodules/nmcore/la/asm"

// InterleaveUpTo lets all matrices of at most n rows be factorized in groups, until the function it returns is called.
func InterleaveUpTo(n int) (restore func()) {
	batchMost = n
	return func() { batchMost = 0 }
}

// BatchFactors returns the factors of item c of f, which must be small enough to be in a group: rows says which row of A
// each row of L U is.
func BatchFactors[T Float](f *BatchLU[T], c int) (lu *Matrix[T], rows []int) {
	g, k := &f.g, f.g.k.Lanes
	group, l := c/k, c%k
	data, order := f.lu[group*g.nt*g.panel():], f.piv[group*g.rows():]
	lu = NewMatrix[T](g.n, g.n)
	for i := range g.n {
		rows = append(rows, int(order[i*k+l]))
		for j := range g.n {
			lu.Set(i, j, data[((j/asm.BatchTile*g.np+i)*asm.BatchTile+j%asm.BatchTile)*k+l])
		}
	}
	return lu, rows
}
