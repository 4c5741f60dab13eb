package la

// SetBlocking makes blocks so small that small products reach every loop, until the function it returns is called.
func SetBlocking(panel, l2, l3, inPlace, task int) (restore func()) {
	p, d, a, b, t := panelBytes, dataCaches, packA, packB, taskFlops
	panelBytes, packA, packB, taskFlops = panel, inPlace, inPlace, task
	dataCaches = func() (int, int) { return l2, l3 }
	return func() { panelBytes, dataCaches, packA, packB, taskFlops = p, d, a, b, t }
}

// Scratch takes n elements of scratch memory and returns them and the way back.
func Scratch[T Float](n int) ([]T, func()) {
	s := getScratch[T](n)
	return s.data, s.put
}
