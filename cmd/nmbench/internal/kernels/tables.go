package kernels

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Table is a table for people; the cells of all columns but the first are numbers.
type Table struct {
	Title  string
	Header []string
	Rows   [][]string
}

// isaOrder is the order of the instruction sets in tables: those that matter first.
var isaOrder = []string{"avx512", "avx2", "neon", "generic"}

// Tables lays out records by operation, type and workers, in the order of the list of operations, float64 first.
func Tables(records []Record) []Table {
	type key struct {
		op, typ, clock string
		workers        int
	}
	groups := map[key][]Record{}
	var order []key
	var peaks []Record
	clocks := map[key]string{} // peers have none: they go with whoever has their operation
	for _, r := range records {
		if opNamed(r.Op) == nil {
			peaks = append(peaks, r)
			continue
		}
		k := key{op: r.Op, typ: r.Type, workers: r.Workers}
		if r.peer() {
			r.Clock = clocks[k]
		}
		clocks[k] = r.Clock
		k.clock = r.Clock
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	var tables []Table
	if len(peaks) > 0 {
		tables = append(tables, peakTable(peaks))
	}
	place := func(name string) int { return slices.IndexFunc(allOps, func(o Op) bool { return o.Name == name }) }
	slices.SortStableFunc(order, func(a, b key) int {
		return cmp.Or(place(a.op)-place(b.op), cmp.Compare(b.typ, a.typ), cmp.Compare(a.workers, b.workers))
	})
	for _, k := range order {
		o := opNamed(k.op)
		t := newGrid(o, groups[k], groups[key{k.op, k.typ, k.clock, 1}]).table()
		t.Title = fmt.Sprintf("%s, %s, %s", o.Title, k.typ, units[o.unit])
		if k.clock == clockWall {
			t.Title += fmt.Sprintf(", workers: %d, wall clock", k.workers)
		}
		tables = append(tables, t)
	}
	return tables
}

var units = map[unit]string{gflops: "GFLOP/s", gbytes: "GB/s", perItem: "time", perNumber: "ns an element"}

// show returns what a table of o says of r.
func (o *Op) show(r *Record) string {
	switch o.unit {
	case gflops:
		return figure(r.GFLOPS)
	case gbytes:
		return figure(r.GBs)
	case perItem:
		return duration(r.Seconds / float64(max(1, r.Batch)))
	}
	return figure(r.Seconds * 1e9 / float64(r.N))
}

// figure writes three digits.
func figure(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func duration(seconds float64) string {
	for _, unit := range []string{"ns", "us", "ms"} {
		if v := seconds * 1e9; v < 1000 {
			return figure(v) + " " + unit
		}
		seconds /= 1000
	}
	return figure(seconds*1e9) + " s"
}

// grid is one table in the making: a row for each shape, a column for each contender.
type grid struct {
	op     *Op
	shapes []Shape
	ours   map[string]map[Shape]Record // by instruction set
	isas   []string
	base   map[Shape]Record // gonum or package math
	lib    string           // which of them
	peers  map[Shape][]Record
	single map[string]map[Shape]Record // ours on one worker, beside several
}

func newGrid(o *Op, records, single []Record) *grid {
	g := &grid{op: o, ours: map[string]map[Shape]Record{}, base: map[Shape]Record{}, peers: map[Shape][]Record{}, single: map[string]map[Shape]Record{}}
	byISA := func(to map[string]map[Shape]Record, r Record) {
		if to[r.ISA] == nil {
			to[r.ISA] = map[Shape]Record{}
		}
		to[r.ISA][r.shape()] = r
	}
	for _, r := range records {
		s := r.shape()
		if !slices.Contains(g.shapes, s) {
			g.shapes = append(g.shapes, s)
		}
		switch {
		case r.peer():
			g.peers[s] = append(g.peers[s], r)
		case r.Lib != Ours:
			g.base[s], g.lib = r, r.Lib
		default:
			byISA(g.ours, r)
		}
	}
	if records[0].Workers > 1 {
		for _, r := range single {
			if r.Lib == Ours {
				byISA(g.single, r)
			}
		}
	}
	for _, isa := range isaOrder {
		if g.ours[isa] != nil {
			g.isas = append(g.isas, isa)
		}
	}
	slices.SortStableFunc(g.shapes, func(a, b Shape) int { return o.size(a) - o.size(b) })
	return g
}

// table lays g out; columns without any figure are left out.
func (g *grid) table() Table {
	type column struct {
		title string
		cell  func(s Shape) string
	}
	columns := []column{{"n", func(s Shape) string { return strconv.Itoa(g.op.size(s)) }}}
	wrong := func(r Record) string {
		if r.Wrong {
			return "WRONG"
		}
		return g.op.show(&r)
	}
	add := func(title string, cell func(s Shape) string) { columns = append(columns, column{title, cell}) }
	for _, isa := range g.isas {
		ours := g.ours[isa]
		with := func(show func(r Record) string) func(s Shape) string {
			return func(s Shape) string {
				if r, ok := ours[s]; ok {
					return show(r)
				}
				return ""
			}
		}
		add(isa, with(wrong))
		add("% of peak", with(func(r Record) string {
			if r.Share == 0 || isa == "generic" {
				return ""
			}
			return fmt.Sprintf("%.0f", 100*r.Share)
		}))
		add("x 1 worker", with(func(r Record) string {
			one, ok := g.single[isa][r.shape()]
			if !ok || one.Wrong || r.Wrong {
				return ""
			}
			return figure(one.Seconds / r.Seconds)
		}))
		peer := func(show func(ours, peer Record) string) func(s Shape) string {
			return with(func(r Record) string {
				if p, ok := fastest(g.peers[r.shape()], isa); ok {
					return show(r, p)
				}
				return ""
			})
		}
		title := "best peer"
		if isa == "avx2" {
			title = "best AVX2 peer"
		}
		add(title, peer(func(_, p Record) string { return p.Lib + " " + g.op.show(&p) }))
		add("ratio", peer(func(r, p Record) string {
			if r.Wrong {
				return ""
			}
			return ratioText(p.Seconds / r.Seconds)
		}))
	}
	add(g.lib, func(s Shape) string {
		if r, ok := g.base[s]; ok {
			return wrong(r)
		}
		return ""
	})
	for _, isa := range g.isas {
		add(isa+" / "+g.lib, func(s Shape) string {
			base, ok1 := g.base[s]
			r, ok2 := g.ours[isa][s]
			if !ok1 || !ok2 || isa == "generic" || base.Wrong || r.Wrong {
				return ""
			}
			return ratioText(base.Seconds / r.Seconds)
		})
	}
	t := Table{Rows: make([][]string, len(g.shapes))}
	for i, c := range columns {
		cells, empty := make([]string, len(g.shapes)), true
		for j, s := range g.shapes {
			cells[j] = c.cell(s)
			empty = empty && cells[j] == ""
		}
		if empty && i > 0 {
			continue
		}
		t.Header = append(t.Header, c.title)
		for j := range cells {
			t.Rows[j] = append(t.Rows[j], cells[j])
		}
	}
	return t
}

// ratioText writes a ratio.
func ratioText(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// peakTable shows the probe.
func peakTable(records []Record) Table {
	t := Table{Title: "Measured peak of one core, GFLOP/s and GB/s", Header: []string{"what"}}
	var isas []string
	for _, isa := range isaOrder {
		if slices.ContainsFunc(records, func(r Record) bool { return r.ISA == isa }) {
			isas = append(isas, isa)
		}
	}
	t.Header = append(t.Header, isas...)
	rows := map[string]int{}
	for _, r := range records {
		var name string
		switch r.Op {
		case peakFMA:
			name = "FMA " + r.Type
		default:
			name = fmt.Sprintf("%s %s, %d KiB", strings.TrimPrefix(r.Op, "peak_"), r.Level, r.N*8/1024)
		}
		i, ok := rows[name]
		if !ok {
			i = len(t.Rows)
			rows[name] = i
			t.Rows = append(t.Rows, append([]string{name}, make([]string, len(isas))...))
		}
		t.Rows[i][1+slices.Index(isas, r.ISA)] = figure(r.GFLOPS + r.GBs)
	}
	return t
}
