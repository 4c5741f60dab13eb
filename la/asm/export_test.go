package asm

// Wrap makes copies of the active records, changed by f32 and f64, the active ones until restore is called.
func Wrap(f32 func(*Kernels[float32]), f64 func(*Kernels[float64])) (restore func()) {
	old := active.Load()
	wrapped := *old
	f32(&wrapped.f32)
	f64(&wrapped.f64)
	active.Store(&wrapped)
	return func() { active.Store(old) }
}
