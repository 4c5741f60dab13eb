package nm

import (
	"cmp"
	"slices"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// plan is the kept graph cut into modules and blocks, ready to be solved. Nodes of modules stand at positions: modules one
// after the other, largest first, and inside a module its blocks in topological order, so that every edge between blocks
// goes from a lower position to a higher one. All storage is reused by the next build.
type plan[T la.Float] struct {
	w            *la.Matrix[T] // whose edges they are; nil: those of a list, with the weights kept
	kept         []T           // in the order of graph
	gamma        T
	scan         graph.Scan[T]
	near         graph.Digraph // candidates, where pass looks for a keep fraction
	nearWeights  []T           // theirs
	graph        graph.Digraph
	weak, strong graph.Components
	weakEdges    []int // kept edges of each weak component
	moduleOf     []int // weak component -> module; -1: an isolated node
	blockOf      []int32
	next         []int // scratch of link
	links        int   // how often the kept edges were others
	weights      int   // how often the weights were others
	fetchTask    func(i int)

	nodes    []int32 // position -> node
	pos      []int32 // node -> position; -1: isolated
	isolated []int32 // these nodes
	modules  []module
	blocks   []block[T]
	cyclic   int // blocks with a cycle
	into     edgeList[T]
	outOf    edgeList[T]
	dense    []T        // storage of the cyclic blocks' weights
	inner    []inner[T] // for evaluation, by number of the cyclic block,
	prepared []bool     // where it is of the present weights
}

// module is a weakly connected component with at least one edge (1).
type module struct {
	component, size       int // weak component, its nodes
	first, last           int // positions [first, last)
	firstBlock, lastBlock int // blocks [firstBlock, lastBlock)
}

// block is a strongly connected component of a module.
type block[T la.Float] struct {
	first, size int
	w           la.Matrix[T] // size > 1: kept weights inside, element (a, b) is the edge first+a -> first+b
	cycle       int          // size > 1: its number among the cyclic blocks
}

// edgeList holds the kept edges between different blocks, by one of their ends: those of position p are [start[p], start[p+1]).
type edgeList[T la.Float] struct {
	start    []int
	other    []int32 // position of the other end, counted from the first of the module
	at       []int   // where in W, or in the list of kept weights, the weight is
	w        []T
	ofModule []la.CSR[T] // the same as a matrix for each module, if there are any
}

// split makes the matrices of the modules.
func (l *edgeList[T]) split(modules []module) {
	l.ofModule = resize(l.ofModule, len(modules))
	for i, m := range modules {
		l.ofModule[i].Reset(m.size, m.size, l.start[m.first:m.last+1], l.other, l.w)
	}
}

// reset makes room for the edges of n positions, with start all zero.
func (l *edgeList[T]) reset(n, edges int) {
	l.start = resize(l.start, n+1)
	clear(l.start)
	l.other = resize(l.other, edges)
	l.at = resize(l.at, edges)
	l.w = resize(l.w, edges)
}

// resize returns s with length n, its contents undefined.
func resize[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}

// build makes the plan of the edges |w| > gamma, without the pool: it runs under the network's lock, and what a worker does while it
// waits for others might want that.
func (p *plan[T]) build(w *la.Matrix[T], gamma T) {
	p.w, p.gamma = w, gamma
	p.scan.Begin(&p.graph, w.Rows, 1)
	for k := range w.Rows {
		p.scan.Row(0, k, w.Row(k), gamma)
	}
	p.finish(nil, p.scan.End())
}

// finish completes the plan; what depends on the kept edges alone stays as it is unless these have changed.
func (p *plan[T]) finish(pool *sched.Pool, changed bool) {
	if changed {
		p.cut()
		p.link()
	}
	p.fetch(pool)
}

// cut finds the modules and blocks of the graph.
func (p *plan[T]) cut() {
	graph.Weak(&p.graph, &p.weak)
	graph.Strong(&p.graph, &p.strong)
	p.weakEdges = graph.EdgeCounts(p.weakEdges, &p.graph, &p.weak)
	p.place()
}

// place orders the modules, then the nodes by module and block.
func (p *plan[T]) place() {
	p.modules = p.modules[:0]
	p.moduleOf = resize(p.moduleOf, p.weak.Count)
	for c, edges := range p.weakEdges {
		if edges > 0 {
			p.modules = append(p.modules, module{component: c, size: p.weak.Size(c)})
		}
		p.moduleOf[c] = -1
	}
	slices.SortStableFunc(p.modules, func(a, b module) int { return cmp.Compare(b.size, a.size) })
	positions := 0
	for i := range p.modules {
		m := &p.modules[i]
		p.moduleOf[m.component] = i
		m.first, m.last = positions, positions
		positions += m.size
	}
	// Blocks of one module must be consecutive, but strong components come in one topological order of the whole graph:
	// count the blocks of each module first.
	moduleOf := func(s int) int { return p.moduleOf[p.weak.Of[p.strong.Members(s)[0]]] }
	for s := range p.strong.Count {
		if i := moduleOf(s); i >= 0 {
			p.modules[i].lastBlock++
		}
	}
	blocks := 0
	for i := range p.modules {
		m := &p.modules[i]
		count := m.lastBlock
		m.firstBlock, m.lastBlock = blocks, blocks
		blocks += count
	}
	p.blocks = resize(p.blocks, blocks)
	p.nodes = resize(p.nodes, positions)
	p.pos = resize(p.pos, p.graph.Nodes)
	for i := range p.pos {
		p.pos[i] = -1
	}
	for s := range p.strong.Count {
		i := moduleOf(s)
		if i < 0 {
			continue
		}
		m := &p.modules[i]
		members := p.strong.Members(s)
		p.blocks[m.lastBlock] = block[T]{first: m.last, size: len(members)}
		m.lastBlock++
		for _, v := range members {
			p.nodes[m.last], p.pos[v] = v, int32(m.last)
			m.last++
		}
	}
	p.isolated = p.isolated[:0]
	for v, q := range p.pos {
		if q < 0 {
			p.isolated = append(p.isolated, int32(v))
		}
	}
}

// link makes room for the weights inside cyclic blocks and lists the edges between blocks.
func (p *plan[T]) link() {
	cells := 0
	p.cyclic = 0
	p.blockOf = resize(p.blockOf, len(p.nodes))
	blockOf := p.blockOf
	for i := range p.blocks {
		b := &p.blocks[i]
		for q := range b.size {
			blockOf[b.first+q] = int32(i)
		}
		if b.size > 1 {
			cells += b.size * b.size
			b.cycle = p.cyclic
			p.cyclic++
		}
	}
	if p.whole() {
		cells = 0
	}
	p.dense = resize(p.dense, cells)
	if need := p.cyclic - len(p.inner); need > 0 {
		p.inner = append(p.inner, make([]inner[T], need)...)
		p.prepared = append(p.prepared, make([]bool, need)...)
	}
	p.links++
	between := 0
	if len(p.blocks) > 1 {
		p.eachEdge(func(from, to int32, _ int) {
			if blockOf[from] != blockOf[to] {
				between++
			}
		})
	}
	p.into.reset(len(p.nodes), between)
	p.outOf.reset(len(p.nodes), between)
	if between == 0 {
		return
	}
	p.eachEdge(func(from, to int32, _ int) {
		if blockOf[from] != blockOf[to] {
			p.into.start[to+1]++
			p.outOf.start[from+1]++
		}
	})
	for q := range p.nodes {
		p.into.start[q+1] += p.into.start[q]
		p.outOf.start[q+1] += p.outOf.start[q]
	}
	// Sources come by position, so outOf fills in order; into needs a place for each target.
	p.next = append(p.next[:0], p.into.start...)
	out := 0
	p.eachEdge(func(from, to int32, at int) {
		if blockOf[from] == blockOf[to] {
			return
		}
		in := p.next[to]
		p.next[to]++
		first := p.firstOf(from)
		p.into.other[in], p.into.at[in] = from-first, at
		p.outOf.other[out], p.outOf.at[out] = to-first, at
		out++
	})
	p.into.split(p.modules)
	p.outOf.split(p.modules)
}

// firstOf returns the first position of the module that has the given one.
func (p *plan[T]) firstOf(position int32) int32 {
	return int32(p.modules[p.moduleOf[p.weak.Of[p.nodes[position]]]].first)
}

// whole says whether the plan is one block of all nodes, in their order, with every edge: its weights are W itself.
func (p *plan[T]) whole() bool {
	n := p.graph.Nodes
	return p.w != nil && len(p.blocks) == 1 && p.blocks[0].size == n && p.graph.Edges() == n*(n-1)
}

// fetch takes the weights of the kept edges from where they are.
func (p *plan[T]) fetch(pool *sched.Pool) {
	p.weights++
	cells := 0
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.size == 1 {
			continue
		}
		if p.whole() {
			b.w = *p.w
		} else {
			n := b.size * b.size
			b.w = samples(p.dense[cells:cells+n], b.size, b.size)
			cells += n
		}
		p.prepared[b.cycle] = false
	}
	if p.fetchTask == nil {
		p.fetchTask = func(i int) { p.fetchPart(i) }
	}
	// All or nothing: it does not listen to a context.
	_ = pool.For(nil, p.fetchRows()+(len(p.into.at)+span-1)/span, p.fetchTask)
}

// fetchSpan is how many positions one task fetches the weights of.
const fetchSpan = 32

// fetchRows is the number of tasks that fetch weights inside blocks.
func (p *plan[T]) fetchRows() int {
	if p.cyclic == 0 || p.whole() {
		return 0
	}
	return (len(p.nodes) + fetchSpan - 1) / fetchSpan
}

// fetchPart fetches the weights inside blocks out of some positions or, beyond these tasks, those of some edges between blocks.
func (p *plan[T]) fetchPart(i int) {
	rows := p.fetchRows()
	if i >= rows {
		weights := p.kept
		if p.w != nil {
			weights = p.w.Data
		}
		p.into.fetch(weights, (i-rows)*span)
		p.outOf.fetch(weights, (i-rows)*span)
		return
	}
	for q := i * fetchSpan; q < min((i+1)*fetchSpan, len(p.nodes)); q++ {
		b := &p.blocks[p.blockOf[q]]
		switch k := q - b.first; {
		case b.size == 1:
		case p.w != nil:
			p.gather(b, k)
		default:
			p.gatherKept(b, k)
		}
	}
}

// gather writes the kept weights inside b out of its k-th node to b.w.
func (p *plan[T]) gather(b *block[T], k int) {
	node := int(p.nodes[b.first+k])
	from, to := p.w.Row(node), b.w.Row(k)
	clear(to)
	for _, head := range p.graph.Out(node) {
		if j := int(p.pos[head]) - b.first; uint(j) < uint(len(to)) {
			to[j] = from[head]
		}
	}
}

// fetch takes the weights of at most span edges from e on.
func (l *edgeList[T]) fetch(w []T, e int) {
	to := min(e+span, len(l.at))
	for i, at := range l.at[e:to] {
		l.w[e+i] = w[at]
	}
}

// eachEdge calls visit for every kept edge, sources by position, with the positions of both ends and the place of its weight.
func (p *plan[T]) eachEdge(visit func(from, to int32, at int)) {
	for from, k := range p.nodes {
		for e := p.graph.Start[k]; e < p.graph.Start[k+1]; e++ {
			head, at := p.graph.Head[e], e
			if p.w != nil {
				at = int(k)*p.w.Stride + int(head)
			}
			visit(int32(from), p.pos[head], at)
		}
	}
}
