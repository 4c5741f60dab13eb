package kernels

import (
	"context"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/peak"
	"github.com/neuralmodules/nmcore/internal/machine"
)

// Operations of the peak probe.
const (
	peakFMA    = "peak_fma"    // fused multiply-adds on registers
	peakRead   = "peak_read"   // reading an array
	peakUpdate = "peak_update" // two arrays read, one of them written
	peakTriad  = "peak_triad"  // two arrays read, a third one written
)

var peakOps = []string{peakFMA, peakRead, peakUpdate, peakTriad}

// Types of elements, as records name them.
const (
	float32Type = "float32"
	float64Type = "float64"
)

// turns of an FMA loop a call.
const turns = 1000

// level is a part of the memory that the probe measures by arrays of this size.
type level struct {
	name  string
	bytes int
}

// levels returns what the probe measures: half of each cache, and four times the largest one.
func levels() []level {
	l1, l2, l3 := machine.Caches()
	return []level{{"L1", l1 / 2}, {"L2", l2 / 2}, {"L3", l3 / 2}, {"memory", min(4*l3, 256<<20)}}
}

// levelOf names where this many bytes live.
func levelOf(bytes float64) string {
	l1, l2, l3 := machine.Caches()
	switch {
	case bytes <= float64(l1):
		return "L1"
	case bytes <= float64(l2):
		return "L2"
	case bytes <= float64(l3):
		return "L3"
	}
	return "memory"
}

// probe measures the peaks of one core.
func probe(ctx context.Context, isas []string, t Timing, emit func(Record)) error {
	var loops []peak.Loops
	for _, l := range peak.All() {
		if chosen(isas, l.ISA) {
			loops = append(loops, l)
		}
	}
	measure := func(cs []*contender, set func(r *Record, rate float64), work []float64) error {
		for _, c := range cs {
			c.now = threadTime
			c.record.Lib, c.record.Workers, c.record.Clock = Ours, 1, cpuClock
			c.calibrate(t.Sample)
		}
		if err := rounds(ctx, cs, t); err != nil {
			return err
		}
		for i, c := range cs {
			set(&c.record, work[i]/c.record.Best*1e-9) // a peak is what can be had, not what is usual
			emit(c.record)
		}
		return nil
	}
	var cs []*contender
	var work []float64
	for _, l := range loops {
		if l.FMA64 == nil {
			continue
		}
		cs = append(cs, &contender{record: Record{Op: peakFMA, Type: float64Type, ISA: l.ISA}, task: task{run: func() { l.FMA64(turns) }}},
			&contender{record: Record{Op: peakFMA, Type: float32Type, ISA: l.ISA}, task: task{run: func() { l.FMA32(turns) }}})
		work = append(work, l.Turn64*turns, l.Turn32*turns)
	}
	if err := measure(cs, func(r *Record, g float64) { r.GFLOPS = g }, work); err != nil {
		return err
	}
	all := levels()
	array := make([]float64, all[len(all)-1].bytes/8)
	for i := range array {
		array[i] = 1
	}
	for _, l := range all {
		cs, work = nil, nil
		split := func(arrays int) (part int, at func(i int) []float64) {
			part = l.bytes / 8 / arrays / peak.Block * peak.Block
			return part, func(i int) []float64 { return array[i*part : (i+1)*part] }
		}
		add := func(op, isa string, elements int, bytes float64, run func()) {
			cs = append(cs, &contender{record: Record{Op: op, Type: float64Type, ISA: isa, N: elements, Level: l.name}, task: task{run: run}})
			work = append(work, bytes)
		}
		for _, loop := range loops {
			n, at := split(1)
			x := at(0)
			add(peakRead, loop.ISA, n, float64(8*n), func() { loop.Read(x) })
			n, at = split(2)
			y, z := at(0), at(1)
			add(peakUpdate, loop.ISA, 2*n, float64(24*n), func() { loop.Triad(y, y, z) })
			n, at = split(3)
			u, v, w := at(0), at(1), at(2)
			add(peakTriad, loop.ISA, 3*n, float64(24*n), func() { loop.Triad(u, v, w) })
		}
		if err := measure(cs, func(r *Record, g float64) { r.GBs = g }, work); err != nil {
			return err
		}
	}
	return nil
}
