package nonlinear

import "github.com/neuralmodules/nmcore/graph"

// groups divides the columns of a Jacobian into groups without a row in common, so that one difference of F
// gives all columns of a group (Curtis, Powell & Reid, J. Inst. Math. Appl. 13 (1974) 117-119).
type groups struct {
	ready   bool
	columns []int32 // group c is columns[starts[c]:starts[c+1]]
	starts  []int32
	rest    []int32 // columns without a group
	used    []int32 // the last group, from 1, with an entry in this row
}

func (g *groups) count() int { return len(g.starts) - 1 }

func (g *groups) of(c int) []int32 { return g.columns[g.starts[c]:g.starts[c+1]] }

// prepare makes the groups for a pattern; without one each column is its own.
func (g *groups) prepare(pattern *graph.Digraph, n int) {
	if g.ready {
		return
	}
	g.ready = true
	g.columns, g.starts, g.rest = g.columns[:0], append(g.starts[:0], 0), fit(g.rest, n)
	for j := range g.rest {
		g.rest[j] = int32(j)
	}
	if pattern == nil {
		g.columns = append(g.columns, g.rest...)
		for j := range n {
			g.starts = append(g.starts, int32(j+1))
		}
		return
	}
	g.used = fit(g.used, n)
	clear(g.used)
	for rest := g.rest; len(rest) > 0; {
		group, conflicting := int32(len(g.starts)), rest[:0]
	next:
		for _, j := range rest {
			for _, i := range pattern.Out(int(j)) {
				if g.used[i] == group {
					conflicting = append(conflicting, j)
					continue next
				}
			}
			for _, i := range pattern.Out(int(j)) {
				g.used[i] = group
			}
			g.columns = append(g.columns, j)
		}
		g.starts = append(g.starts, int32(len(g.columns)))
		rest = conflicting
	}
}
