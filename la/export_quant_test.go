package la

// SetQuantBlocking makes the blocks of quantized matrices and the kernel calls that make them small, and products parallel,
// until the function it returns is called.
func SetQuantBlocking(depth, change, pack, task int) (restore func()) {
	d, c, b, p, t := quantDepth, changeElements, changeBytes, packChunk, taskFlops
	quantDepth, changeElements, changeBytes, packChunk, taskFlops = depth, change, 8*change, pack, task
	return func() { quantDepth, changeElements, changeBytes, packChunk, taskFlops = d, c, b, p, t }
}
