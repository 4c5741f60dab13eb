package nonlinear

import "github.com/neuralmodules/nmcore/graph"

// groups divides the columns of a Jacobian into groups without a row in common, so that one difference of F
// gives all columns of a group (Curtis, Powell & Reid, J. Inst. Math. Appl. 13 (1974) 117-119).
type groups struct {
	ready   bool
	columns []int32 // group c is columns[starts[c]:starts[c+1]]
	starts  []int32
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
	g.columns, g.starts = fit(g.columns, n), append(g.starts[:0], 0)
	for j := range g.columns {
		g.columns[j] = int32(j)
	}
	if pattern == nil {
		for j := range n {
			g.starts = append(g.starts, int32(j+1))
		}
		return
	}
	g.used = fit(g.used, n)
	clear(g.used)
	for first := 0; first < n; {
		// Columns without a conflict move to the front of those that are left.
		group, end := int32(len(g.starts)), first
	next:
		for k := first; k < n; k++ {
			j := g.columns[k]
			for _, i := range pattern.Out(int(j)) {
				if g.used[i] == group {
					continue next
				}
			}
			for _, i := range pattern.Out(int(j)) {
				g.used[i] = group
			}
			g.columns[k] = g.columns[end]
			g.columns[end] = j
			end++
		}
		g.starts = append(g.starts, int32(end))
		first = end
	}
}
