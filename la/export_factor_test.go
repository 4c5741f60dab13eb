package la

// SetFactorBlocks sets the sizes of the smallest blocks of Cholesky and Syrk and returns a function that restores them.
func SetFactorBlocks(base int) (restore func()) {
	c, s := cholBase, syrkBase
	cholBase, syrkBase = base, base
	return func() { cholBase, syrkBase = c, s }
}

// SetQRBlocks sets the sizes of QR's blocks and of their smallest parts and returns a function that restores them.
func SetQRBlocks(block, base int) (restore func()) {
	b, s := qrBlock, qrBase
	qrBlock, qrBase = block, base
	return func() { qrBlock, qrBase = b, s }
}

// SetInverseBase sets the size of the smallest triangles of inverses and returns a function that restores it.
func SetInverseBase(base int) (restore func()) {
	b := inverseBase
	inverseBase = base
	return func() { inverseBase = b }
}
