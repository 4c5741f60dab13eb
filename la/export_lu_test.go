package la

// SetBlocks sets the sizes of the smallest triangle and panel and returns a function that restores them: small ones
// let small matrices reach every branch.
func SetBlocks(trsm, lu int) (restore func()) {
	t, l := trsmBase, luPanel
	trsmBase, luPanel = trsm, lu
	return func() { trsmBase, luPanel = t, l }
}

func Overlap[T Float](a, b *Matrix[T]) bool { return overlap(a, b) }
