package la

// SetSparse sets the longest chain and the most columns of a call of the sparse kernel, and the multiplications of a task, until the
// function it returns is called.
func SetSparse(depth, width, task int) (restore func()) {
	d, w, f := sparseDepth, sparseWidth, taskFlops
	sparseDepth, sparseWidth, taskFlops = depth, width, task
	return func() { sparseDepth, sparseWidth, taskFlops = d, w, f }
}
