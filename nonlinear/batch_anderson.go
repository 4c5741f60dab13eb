package nonlinear

import (
	"github.com/neuralmodules/nmcore/la"
)

const (
	andersonDepth = 5
	andersonPivot = 1e-10 // a column whose square is less than this share of itself off the span of newer ones is left out
)

// mixer holds the last steps of one sample's Anderson iteration: differences of F and of G at successive iterates.
type mixer[T la.Float] struct {
	data   la.Matrix[T]
	f, g   []T // at the last iterate
	df, dg [andersonDepth][]T
	gram   [andersonDepth * andersonDepth]float64 // of df; rows and columns as in df
	count  int                                    // columns held
	newest int
	begun  bool
}

// mixerOf returns the sample's mixer, taking the next free one at first.
func (p *part[T]) mixerOf(t *track[T]) *mixer[T] {
	if t.mixer < 0 {
		if p.mixed == len(p.mixers) {
			p.mixers = append(p.mixers, mixer[T]{})
		}
		t.mixer = p.mixed
		p.mixed++
		m := &p.mixers[t.mixer]
		fitMatrix(&m.data, 2*andersonDepth+2, p.x.Cols)
		for i := range andersonDepth {
			m.df[i], m.dg[i] = m.data.Row(2*i), m.data.Row(2*i+1)
		}
		m.f, m.g = m.data.Row(2*andersonDepth), m.data.Row(2*andersonDepth+1)
		m.count, m.newest, m.begun = 0, 0, false
	}
	return &p.mixers[t.mixer]
}

// anderson sets x <- G(x) - DG gamma, where gamma makes |F - DF gamma| least and the columns of DF and DG are differences at
// successive iterates (type II: Walker & Ni, SIAM J. Numer. Anal. 49 (2011) 1715-1735; [Anderson] does the same for one system). The
// normal equations are in float64, the newest column first: those that depend on newer ones are forgotten. The budget and the signs of
// failure are those of Picard sweeps.
func (p *part[T]) anderson(s int, t *track[T], e *evaluation[T]) {
	if why := p.hopeless(t, e); why != 0 {
		p.giveUp(s, t, e, why)
		return
	}
	t.sweeps++
	p.stats.Anderson++
	m := p.mixerOf(t)
	la.Axpy(-1, e.f, e.x) // G
	switch {
	case !m.begun:
		m.begun = true
	case e.norm > andersonRestart*t.best:
		m.count = 0
	default:
		m.push(e.f, e.x)
	}
	copy(m.f, e.f)
	copy(m.g, e.x)
	m.mix(e.x)
}

// push adds the differences to f and g over the oldest, if all columns are in use.
func (m *mixer[T]) push(f, g []T) {
	m.newest = (m.newest + 1) % andersonDepth
	m.count = min(m.count+1, andersonDepth)
	df, dg := m.df[m.newest], m.dg[m.newest]
	copy(df, f)
	la.Axpy(-1, m.f, df)
	copy(dg, g)
	la.Axpy(-1, m.g, dg)
	for k := range m.count {
		i := m.column(k)
		v := la.DotWide(m.df[i], df)
		m.gram[i*andersonDepth+m.newest], m.gram[m.newest*andersonDepth+i] = v, v
	}
}

// column is where the k-th newest column is.
func (m *mixer[T]) column(k int) int { return (m.newest + andersonDepth - k) % andersonDepth }

// mix subtracts DG gamma from x.
func (m *mixer[T]) mix(x []T) {
	var l [andersonDepth][andersonDepth]float64 // L D L' of the Gram matrix: L below the diagonal, D on it
	var gamma [andersonDepth]float64
	k := 0
	for ; k < m.count; k++ {
		i := m.column(k)
		gamma[k] = la.DotWide(m.df[i], m.f)
		square := m.gram[i*andersonDepth+i]
		d := square
		for j := range k {
			v := m.gram[i*andersonDepth+m.column(j)]
			for q := range j {
				v -= l[k][q] * l[q][q] * l[j][q]
			}
			l[k][j] = v / l[j][j]
			d -= v * l[k][j]
			gamma[k] -= l[k][j] * gamma[j]
		}
		if !(d > andersonPivot*square) {
			break
		}
		l[k][k] = d
	}
	m.count = k
	for k--; k >= 0; k-- {
		gamma[k] /= l[k][k]
		for j := k + 1; j < m.count; j++ {
			gamma[k] -= l[j][k] * gamma[j]
		}
		la.Axpy(-T(gamma[k]), m.dg[m.column(k)], x)
	}
}
