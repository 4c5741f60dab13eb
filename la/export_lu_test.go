package la

// SetBlocks sets the sizes of the smallest triangle and panel and returns a function that restores them: small ones
// let small matrices reach every branch.
func SetBlocks(trsm, lu int) (restore func()) {
	t, l := trsmBase, luBlock
	trsmBase, luBlock = trsm, lu
	return func() { trsmBase, luBlock = t, l }
}

func Overlap[T Float](a, b *Matrix[T]) bool { return overlap(a, b) }

// SetStrips sets the width and the least work of the strips that workers share, and the width from which LU uses them.
func SetStrips(width, flops, wide int) (restore func()) {
	w, f, l := stripWidth, stripFlops, luWide
	stripWidth, stripFlops, luWide = width, flops, wide
	return func() { stripWidth, stripFlops, luWide = w, f, l }
}

// SetTrsv sets the size of the triangles that one call of a kernel solves for a vector.
func SetTrsv(n int) (restore func()) {
	old := trsvBase
	trsvBase = n
	return func() { trsvBase = old }
}

// SetCalls sets the bounds of single kernel calls: rows of a panel, multiplications of a triangle.
func SetCalls(tall, trsm int) (restore func()) {
	t, c := luTall, trsmCall
	luTall, trsmCall = tall, trsm
	return func() { luTall, trsmCall = t, c }
}
