package sched

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Every benchmark here compares the pool with plain goroutines in one run, the
// variants taking turns, because on shared machines runs minutes apart do not
// compare. Two workers, as most of the ways to lose are visible with two.

// variant runs body for 0..n-1 on two processors.
type variant struct {
	name string
	run  func(n int, body func(i int))
}

// counter is the usual hand-written loop: goroutines that claim indices from a shared counter.
func counter(chunk int) func(n int, body func(i int)) {
	return func(n int, body func(i int)) {
		var next atomic.Int64
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for {
					hi := int(next.Add(int64(chunk)))
					if hi-chunk >= n {
						return
					}
					for i := hi - chunk; i < min(hi, n); i++ {
						body(i)
					}
				}
			})
		}
		wg.Wait()
	}
}

func halves(n int, body func(i int)) {
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := w * n / 2; i < (w+1)*n/2; i++ {
				body(i)
			}
		})
	}
	wg.Wait()
}

func onPool(b *testing.B, opts ...Option) func(n int, body func(i int)) {
	p := New(2, opts...)
	b.Cleanup(p.Close)
	return func(n int, body func(i int)) { p.For(nil, n, body) }
}

func inOrder(b *testing.B) func(n int, body func(i int)) {
	p := New(2)
	b.Cleanup(p.Close)
	return func(n int, body func(i int)) { p.ForInOrder(nil, n, func(_, i int) { body(i) }) }
}

func variants(b *testing.B) []variant {
	return []variant{
		{"pool", onPool(b)},
		{"inorder", inOrder(b)},
		{"pinned", onPool(b, Pinned())},
		{"parking", onPool(b, Spin(0))},
		{"counter1", counter(1)},
		{"counter16", counter(16)},
		{"halves", halves},
	}
}

// step is the time of one step of burn, the best of several trials.
var step = sync.OnceValue(func() float64 {
	best := math.Inf(1)
	for range 30 {
		t := time.Now()
		burn(200000)
		best = min(best, float64(time.Since(t).Nanoseconds())/200000)
	}
	return best
})

// quiet reports whether two goroutines each get a processor just now. On a shared
// machine they often do not, and then every way to run a loop looks serial.
func quiet() bool {
	const ns = 1e6
	k := int(ns / step())
	halves(2, func(int) { burn(k / 4) }) // wakes the second thread
	t := time.Now()
	halves(2, func(int) { burn(k) })
	return time.Since(t) < 1.15*ns
}

// timings are the samples of one variant in nanoseconds, and how many of them were taken
// although no quiet moment was found.
type timings struct {
	ns        []float64
	disturbed int
}

const samples = 11

// take adds the time of f, between two quiet moments if some come soon. f is run
// after warm, which leaves the worker as awake as it is between the loops of a program.
func (ts *timings) take(warm, f func()) {
	for try := 0; ; try++ {
		before := quiet()
		if !before && try < 20 {
			time.Sleep(time.Millisecond)
			continue
		}
		warm()
		t := time.Now()
		f()
		ns := float64(time.Since(t).Nanoseconds())
		if still := before && quiet(); still || try >= 20 {
			ts.ns = append(ts.ns, ns)
			if !still {
				ts.disturbed++
			}
			return
		}
	}
}

// report reports the median and the best sample, mapped by f, and the share of disturbed ones.
func (ts *timings) report(b *testing.B, name string, f func(ns float64) float64) {
	slices.Sort(ts.ns)
	b.ReportMetric(f(ts.ns[len(ts.ns)/2]), name)
	b.ReportMetric(f(ts.ns[0]), name+"/best")
	if ts.disturbed > 0 {
		b.ReportMetric(float64(ts.disturbed)/float64(len(ts.ns)), name+"/disturbed")
	}
}

// compare reports every variant's time divided by the unit, which is asked for after every sample.
func compare(b *testing.B, n int, body func(i int), unit func() float64) {
	vs := variants(b)
	times := make([]timings, len(vs))
	for range samples {
		for k, v := range vs {
			ts := &times[k]
			ts.take(
				func() { v.run(2, func(int) { burn(20000) }) },
				func() { v.run(n, body) })
			ts.ns[len(ts.ns)-1] /= unit()
		}
	}
	for k, v := range vs {
		times[k].report(b, v.name, func(ratio float64) float64 { return ratio })
	}
	b.ReportMetric(0, "ns/op") // the sum over all variants means nothing
}

func work(ns float64) func(i int) {
	k := int(ns / step())
	return func(int) { burn(k) }
}

// BenchmarkTasks reports the wall time per body in nanoseconds; ideal is half the body's own.
func BenchmarkTasks(b *testing.B) {
	for _, ns := range []float64{0, 74, 1000} {
		b.Run(fmt.Sprintf("%vns", ns), func(b *testing.B) {
			const n = 100000
			compare(b, n, work(ns), func() float64 { return n })
		})
	}
}

// BenchmarkUneven reports the makespan over the best possible one, for Pareto-distributed bodies in the order they
// were drawn, from small to large, or from large to small (as one does when the costs are known). The best possible one
// is half the sum of the bodies' own times, or the longest of them, as they were in the same run: they vary by some per cent
// from run to run, and which of two processors is the slower one cannot be known beforehand.
func BenchmarkUneven(b *testing.B) {
	ascending := func(steps []int) { slices.Sort(steps) }
	descending := func(steps []int) { slices.Sort(steps); slices.Reverse(steps) }
	for _, c := range []struct {
		n           int
		mean, alpha float64
		order       string
		arrange     func([]int)
	}{
		{10000, 1e4, 1.5, "drawn", func([]int) {}},
		{10000, 1e4, 1.5, "descending", descending},
		{1000, 1e5, 1.2, "drawn", func([]int) {}},
		{1000, 1e5, 1.2, "ascending", ascending},
		{1000, 1e5, 1.2, "descending", descending},
		{64, 1e6, 1.2, "drawn", func([]int) {}},
		{64, 1e6, 1.2, "descending", descending},
	} {
		b.Run(fmt.Sprintf("n=%d/mean=%vus/alpha=%v/%s", c.n, c.mean/1000, c.alpha, c.order), func(b *testing.B) {
			random := rand.New(rand.NewPCG(7, uint64(c.n)))
			steps := make([]int, c.n)
			for i := range steps {
				x := c.mean * (c.alpha - 1) / c.alpha / math.Pow(1-random.Float64(), 1/c.alpha)
				steps[i] = max(1, int(min(x, 2000*c.mean)/step()))
			}
			c.arrange(steps)
			lasted := make([]time.Duration, c.n)
			compare(b, c.n, func(i int) {
				begun := time.Now()
				burn(steps[i])
				lasted[i] = time.Since(begun)
			}, func() float64 {
				sum, longest := time.Duration(0), time.Duration(0)
				for _, d := range lasted {
					sum, longest = sum+d, max(longest, d)
				}
				return max(float64(sum)/2, float64(longest))
			})
		})
	}
}

// BenchmarkRegion reports the speed-up of a region of two bodies over the best time of running
// both here, for regions back to back.
func BenchmarkRegion(b *testing.B) {
	for _, us := range []float64{1, 3, 10, 30, 100, 300, 1000, 3000, 10000} {
		b.Run(fmt.Sprintf("half=%vus", us), func(b *testing.B) {
			body := work(us * 1000)
			vs := variants(b)
			repeats := max(3, int(2000/us))
			var serial timings
			parallel := make([]timings, len(vs))
			for range samples {
				serial.take(func() {}, func() {
					for range repeats {
						body(0)
						body(1)
					}
				})
				for k, v := range vs {
					parallel[k].take(
						func() { v.run(2, body); v.run(2, body) },
						func() {
							for range repeats {
								v.run(2, body)
							}
						})
				}
			}
			slices.Sort(serial.ns)
			for k, v := range vs {
				parallel[k].report(b, v.name, func(ns float64) float64 { return serial.ns[0] / ns })
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkCall is the cost of a region by itself: one worker, an empty body.
func BenchmarkCall(b *testing.B) {
	for _, c := range []struct {
		name string
		p    *Pool
	}{{"nil", nil}, {"one", New(1)}, {"two", New(2)}} {
		defer c.p.Close()
		for _, n := range []int{1, 2, 100} {
			b.Run(fmt.Sprintf("pool=%s/n=%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					c.p.For(nil, n, func(int) {})
				}
			})
		}
		b.Run(fmt.Sprintf("pool=%s/nested", c.name), func(b *testing.B) {
			c.p.For(nil, 1, func(int) {
				for b.Loop() {
					c.p.For(nil, 1, func(int) {})
				}
			})
		})
	}
}
