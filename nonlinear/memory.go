package nonlinear

// memory holds vectors of former steps, two for each, and a small triangular matrix.
type memory struct {
	data  []float64
	r     []float64 // Anderson: upper triangular, column j at r[j*depth:]
	u, v  [][]float64
	count int // steps held
}

// prepare makes room for depth steps of n unknowns and forgets what there was.
func (m *memory) prepare(depth, n int) {
	m.data = fit(m.data, 2*depth*n)
	m.r = fit(m.r, depth*depth)
	m.u, m.v = fit(m.u, depth), fit(m.v, depth)
	for i := range depth {
		m.u[i] = m.data[2*i*n : (2*i+1)*n]
		m.v[i] = m.data[(2*i+1)*n : (2*i+2)*n]
	}
	m.count = 0
}

// forget drops all steps and reports whether there were any.
func (m *memory) forget() bool {
	had := m.count > 0
	m.count = 0
	return had
}
