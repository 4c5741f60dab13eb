package nonlinear

import "github.com/neuralmodules/nmcore/graph"

// transversal assigns to each unknown j an equation row[j] that it appears in, no equation twice, and reports whether there is such
// an assignment: if not, the Jacobian is singular whatever its values. Unknowns keep the equation of their own number where they
// can; the others are assigned along augmenting paths (Duff, ACM TOMS 7 (1981) 315-330), without recursion.
func transversal(pattern *graph.Digraph) (row []int32, ok bool) {
	n := pattern.Nodes
	row = make([]int32, n)
	of := make([]int32, n)   // the unknown of each equation, -1: none
	seen := make([]int32, n) // the search, from 1, that has met the equation last
	next := make([]int, n)   // the edge at which the search goes on from an unknown
	path := make([]int32, 0, n)
	for i := range of {
		row[i], of[i] = -1, -1
	}
	for j := range n {
		for _, i := range pattern.Out(j) {
			if int(i) == j {
				row[j], of[j] = i, i
			}
		}
	}
	for start := range n {
		if row[start] >= 0 {
			continue
		}
		path = append(path[:0], int32(start))
		next[start] = pattern.Start[start]
		for len(path) > 0 {
			j := path[len(path)-1]
			if next[j] == pattern.Start[j+1] {
				path = path[:len(path)-1]
				continue
			}
			i := pattern.Head[next[j]]
			next[j]++
			if seen[i] == int32(start)+1 {
				continue
			}
			seen[i] = int32(start) + 1
			if of[i] >= 0 {
				path = append(path, of[i])
				next[of[i]] = pattern.Start[of[i]]
				continue
			}
			// A free equation: every unknown on the path takes the equation by which the search left it.
			for k := len(path) - 1; k >= 0; k-- {
				j := path[k]
				i := pattern.Head[next[j]-1]
				row[j], of[i] = i, j
			}
			break
		}
		if row[start] < 0 {
			return row, false
		}
	}
	return row, true
}
