package kernels

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Selection says what is measured or shown. Empty lists mean all.
type Selection struct {
	Ops   []string // names or groups
	Types []string // float32, float64
	ISAs  []string
	Sizes []int // instead of the operations' own
	MaxN  int   // larger sizes are left out; 0: none is
}

func (s *Selection) op(o *Op) bool {
	return len(s.Ops) == 0 || slices.Contains(s.Ops, o.Name) || slices.Contains(s.Ops, o.Group)
}

// sizes returns the sizes of o.
func (s *Selection) sizes(o *Op) (sizes []int) {
	from := o.Sizes
	if len(s.Sizes) > 0 {
		from = s.Sizes
	}
	for _, n := range from {
		if s.size(o, n) {
			sizes = append(sizes, n)
		}
	}
	return sizes
}

// size reports whether s selects size n of o.
func (s *Selection) size(o *Op, n int) bool {
	if len(s.Sizes) > 0 && !slices.Contains(s.Sizes, n) {
		return false
	}
	return s.MaxN == 0 || n <= s.MaxN || o.long
}

// Largest returns the elements of the largest operands that would be measured, and whose they are.
func (s *Selection) Largest() (elements float64, op string, n int) {
	for _, o := range allOps {
		if !s.op(&o) {
			continue
		}
		for _, size := range s.sizes(&o) {
			if e := o.Elements(size); e > elements {
				elements, op, n = e, o.Name, size
			}
		}
	}
	return elements, op, n
}

// slowFlops bounds what the portable kernels and gonum are asked to do: half a second.
const slowFlops = 4e9

// Config is a run.
type Config struct {
	Selection
	Timing
	Workers  int  // above 1: what can run on a pool runs on one worker and on these, by wall clock, and nothing else
	Slow     bool // portable kernels and gonum have no limit of size
	Peers    *Peers
	Progress Progress
}

// Progress is told how far a run is.
type Progress interface {
	Begin(task string, steps int)
	Step(done int)
	Status(short, line string, last bool)
}

// Run measures what c says and passes every record to emit, beginning with the probe of the peaks. It stops soon after
// ctx ends and returns its error. Run changes the active kernels and GOMAXPROCS while it runs, and collects no garbage
// within a shape.
func Run(ctx context.Context, c Config, emit func(Record)) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(1, c.Workers)))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	before := asm.Active[float64]().Name
	defer func() { _ = asm.Set(before) }()
	if len(c.ISAs) == 0 {
		for _, k := range asm.All[float64]() {
			c.ISAs = append(c.ISAs, k.Name)
		}
	}
	c.Progress.Begin("peak", 1)
	var peaks peaks
	if err := probe(ctx, c.ISAs, c.Timing, func(r Record) { peaks.add(r); emit(r) }); err != nil {
		return err
	}
	c.Progress.Step(1)
	var pool *sched.Pool
	if c.Workers > 1 {
		pool = sched.New(c.Workers)
		defer pool.Close()
	}
	t32, t64 := table[float32](), table[float64]()
	for i := range t64 {
		for _, typ := range []string{float64Type, float32Type} {
			if o := &t64[i].Op; !c.op(o) || !chosen(c.Types, typ) || pool != nil && !o.pool {
				continue
			}
			run := func() error { return runOp(ctx, &c, &t64[i], typ, pool, &peaks, emit) }
			if typ == float32Type {
				run = func() error { return runOp(ctx, &c, &t32[i], typ, pool, &peaks, emit) }
			}
			if err := run(); err != nil {
				return err
			}
		}
	}
	return nil
}

// runOp measures one operation at all its sizes.
func runOp[T la.Float](ctx context.Context, c *Config, o *operation[T], typ string, pool *sched.Pool, peaks *peaks, emit func(Record)) error {
	sizes := c.sizes(&o.Op)
	name := o.Name + " " + typ
	c.Progress.Begin(name, len(sizes))
	for i, n := range sizes {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.Progress.Status(fmt.Sprintf("n = %d", n), fmt.Sprintf("n = %d (%d of %d)", n, i+1, len(sizes)), i == len(sizes)-1)
		records, err := runShape(ctx, c, o, typ, o.shape(n), pool)
		if err != nil {
			return err
		}
		for _, r := range finish(records, &o.Op, peaks, c.Peers) {
			emit(r)
		}
		c.Progress.Step(i + 1)
	}
	return nil
}

// runShape measures all contenders on one shape.
func runShape[T la.Float](ctx context.Context, c *Config, o *operation[T], typ string, s Shape, pool *sched.Pool) ([]Record, error) {
	runtime.GC() // the operands of the shape before
	p := o.problem(s, newSource[T](s))
	slow := !c.Slow && o.flops != nil && o.flops(s) > slowFlops
	record := Record{Op: o.Name, Type: typ, Lib: Ours, M: s.M, N: s.N, K: s.K, Batch: s.Batch, Workers: 1, Clock: cpuClock}
	limit := o.limit
	if limit == 0 {
		limit = residualLimit
	}
	var cs []*contender
	add := func(r Record, clock func() time.Duration, prepare func() task) {
		if pool != nil {
			r.Clock, clock = clockWall, wallTime
		}
		x := &contender{record: r, now: clock, limit: limit}
		x.use()
		x.task = prepare()
		x.calibrate(c.Sample)
		cs = append(cs, x)
	}
	for _, isa := range c.ISAs {
		if slow && isa == "generic" {
			continue
		}
		r := record
		r.ISA = isa
		add(r, threadTime, func() task { return p.ours(nil) })
		if pool != nil {
			r.Workers = pool.Workers()
			add(r, wallTime, func() task { return p.ours(pool) })
		}
	}
	if p.base != nil && !slow {
		r := record
		r.Lib, r.Workers = p.lib, max(1, c.Workers)
		add(r, processTime, p.base)
	}
	if err := rounds(ctx, cs, c.Timing); err != nil {
		return nil, err
	}
	var records []Record
	for _, x := range cs {
		records = append(records, x.record)
	}
	return records, nil
}
