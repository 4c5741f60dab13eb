package la

// SetQuantBlocking makes the blocks of quantized matrices and the kernel calls that make them small, and products parallel,
// until the function it returns is called.
func SetQuantBlocking(depth, change, pack, task int) (restore func()) {
	d, c, p, t := quantDepth, changeElements, packChunk, taskFlops
	quantDepth, changeElements, packChunk, taskFlops = depth, change, pack, task
	return func() { quantDepth, changeElements, packChunk, taskFlops = d, c, p, t }
}
