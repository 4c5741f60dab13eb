package la

// SetFactorBlocks sets the sizes of the smallest blocks of Cholesky and Syrk and returns a function that restores them.
func SetFactorBlocks(base int) (restore func()) {
	c, s := cholBase, syrkBase
	cholBase, syrkBase = base, base
	return func() { cholBase, syrkBase = c, s }
}
