package nm

import (
	"cmp"
	"slices"
	"sync"

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
	cyclic   int         // blocks with a cycle
	into     edgeList[T] // between blocks; a matrix for each module
	outOf    edgeList[T]
	in       edgeList[T] // inside sparse blocks; a matrix for each cyclic block, of others empty
	back     edgeList[T]
	lazy     sync.Mutex // guards w of sparse blocks
	dense    []T        // storage of the other cyclic blocks' weights
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
	w           la.Matrix[T] // size > 1: kept weights inside, element (a, b) is the edge first+a -> first+b; if sparse see matrix
	cycle       int          // size > 1: its number among the cyclic blocks
	edges       int          // size > 1: kept inside
	sparse      bool         // swept edge by edge
}

// edgeList holds kept edges by one of their ends: those of position p are [start[p], start[p+1]).
type edgeList[T la.Float] struct {
	start []int
	other []int32 // position of the other end, counted from the first of the module or block
	at    []int   // where in W, or in the list of kept weights, the weight is
	w     []T
	parts []la.CSR[T] // the same as matrices
}

// part makes matrix i, of the positions [first, first+size).
func (l *edgeList[T]) part(i, first, size int) {
	l.parts[i].Reset(size, size, l.start[first:first+size+1], l.other, l.w)
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

// link makes room for the weights inside cyclic blocks and lists the edges between blocks and inside sparse ones.
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
			b.cycle = p.cyclic
			p.cyclic++
		}
	}
	between := p.count()
	inside := 0
	for i := range p.blocks {
		b := &p.blocks[i]
		b.sparse = sparsePays[T](b.size, b.edges)
		switch {
		case b.sparse:
			inside += b.edges
		case b.size > 1:
			cells += b.size * b.size
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
	p.list(&p.into, &p.outOf, between, func(from, to int32) int32 {
		if blockOf[from] == blockOf[to] {
			return -1
		}
		return p.firstOf(from)
	})
	p.into.parts, p.outOf.parts = resize(p.into.parts, len(p.modules)), resize(p.outOf.parts, len(p.modules))
	for i, m := range p.modules {
		p.into.part(i, m.first, m.size)
		p.outOf.part(i, m.first, m.size)
	}
	p.list(&p.in, &p.back, inside, func(from, to int32) int32 {
		b := &p.blocks[blockOf[from]]
		if !b.sparse || blockOf[from] != blockOf[to] {
			return -1
		}
		return int32(b.first)
	})
	p.in.parts, p.back.parts = resize(p.in.parts, p.cyclic), resize(p.back.parts, p.cyclic)
	for i := range p.blocks {
		if b := &p.blocks[i]; b.sparse {
			p.in.part(b.cycle, b.first, b.size)
			p.back.part(b.cycle, b.first, b.size)
		}
	}
}

// list makes the lists, by head and by tail, of the given number of edges, those for which first is not negative: it is the position
// from which the other end is counted.
func (p *plan[T]) list(into, outOf *edgeList[T], edges int, first func(from, to int32) int32) {
	into.reset(len(p.nodes), edges)
	outOf.reset(len(p.nodes), edges)
	if edges == 0 {
		return
	}
	p.eachEdge(func(from, to int32, _ int) {
		if first(from, to) >= 0 {
			into.start[to+1]++
			outOf.start[from+1]++
		}
	})
	for q := range p.nodes {
		into.start[q+1] += into.start[q]
		outOf.start[q+1] += outOf.start[q]
	}
	// Sources come by position, so outOf fills in order; into needs a place for each target.
	p.next = append(p.next[:0], into.start...)
	out := 0
	p.eachEdge(func(from, to int32, at int) {
		f := first(from, to)
		if f < 0 {
			return
		}
		in := p.next[to]
		p.next[to]++
		into.other[in], into.at[in] = from-f, at
		outOf.other[out], outOf.at[out] = to-f, at
		out++
	})
}

// count counts the edges inside blocks, and returns the number of those between them.
func (p *plan[T]) count() (between int) {
	if len(p.blocks) == 1 {
		p.blocks[0].edges = p.graph.Edges()
		return 0
	}
	for i := range p.blocks {
		p.blocks[i].edges = 0
	}
	p.eachEdge(func(from, to int32, _ int) {
		if b := p.blockOf[from]; b == p.blockOf[to] {
			p.blocks[b].edges++
		} else {
			between++
		}
	})
	return between
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
		switch {
		case b.sparse:
			b.w.Rows = 0 // see matrix
		case p.whole():
			b.w = *p.w
		default:
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
	_ = pool.For(nil, p.fetchRows()+spans(len(p.into.at))+spans(len(p.in.at)), p.fetchTask)
}

// spans is the number of tasks in which so many edges are fetched.
func spans(edges int) int { return (edges + span - 1) / span }

// fetchSpan is how many positions one task fetches the weights of.
const fetchSpan = 32

// fetchRows is the number of tasks that fetch weights inside blocks.
func (p *plan[T]) fetchRows() int {
	if p.cyclic == 0 || p.whole() {
		return 0
	}
	return (len(p.nodes) + fetchSpan - 1) / fetchSpan
}

// fetchPart fetches the weights inside blocks out of some positions or, beyond these tasks, those of some listed edges.
func (p *plan[T]) fetchPart(i int) {
	if rows := p.fetchRows(); i >= rows {
		p.fetchEdges(i - rows)
		return
	}
	for q := i * fetchSpan; q < min((i+1)*fetchSpan, len(p.nodes)); q++ {
		if b := &p.blocks[p.blockOf[q]]; b.size > 1 && !b.sparse {
			p.gatherNode(b, q-b.first)
		}
	}
}

// fetchEdges fetches the weights of a span of the edges between blocks or, beyond these, of those inside sparse blocks.
func (p *plan[T]) fetchEdges(i int) {
	weights := p.kept
	if p.w != nil {
		weights = p.w.Data
	}
	if n := spans(len(p.into.at)); i < n {
		p.into.fetch(weights, i*span)
		p.outOf.fetch(weights, i*span)
	} else {
		p.in.fetch(weights, (i-n)*span)
		p.back.fetch(weights, (i-n)*span)
	}
}

// matrix returns the kept weights inside a cyclic block. Of a sparse block it is made when it is first asked for.
func (p *plan[T]) matrix(b *block[T]) *la.Matrix[T] {
	if b.sparse {
		p.lazy.Lock()
		defer p.lazy.Unlock()
		if b.w.Rows == 0 {
			reshape(&b.w, b.size, b.size)
			for k := range b.size {
				p.gatherNode(b, k)
			}
		}
	}
	return &b.w
}

// gatherNode writes the kept weights inside b out of its k-th node to b.w.
func (p *plan[T]) gatherNode(b *block[T], k int) {
	if p.w != nil {
		p.gather(b, k)
	} else {
		p.gatherKept(b, k)
	}
}

// gather is gatherNode from W.
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
