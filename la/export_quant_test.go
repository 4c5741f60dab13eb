package la

// SetQuantBlocking makes the blocks of quantized matrices and the kernel calls that make them small, and products parallel,
// until the function it returns is called.
func SetQuantBlocking(depth, change, pack, task int) (restore func()) {
	d, c, b, p, k, t := quantDepth, changeElements, changeBytes, packChunk, packKept, taskFlops
	quantDepth, changeElements, changeBytes, packChunk, packKept, taskFlops = depth, change, 8*change, pack, 2*pack, task
	return func() { quantDepth, changeElements, changeBytes, packChunk, packKept, taskFlops = d, c, b, p, k, t }
}
