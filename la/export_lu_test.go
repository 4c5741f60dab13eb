package la

// SetBlocks sets the sizes of the smallest triangle and panel and returns a function that restores them: small ones
// let small matrices reach every branch.
func SetBlocks(trsm, lu int) (restore func()) {
	t, l := trsmBase, luBlock
	trsmBase, luBlock = trsm, lu
	return func() { trsmBase, luBlock = t, l }
}

func Overlap[T Float](a, b *Matrix[T]) bool { return overlap(a, b) }
