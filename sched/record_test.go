package sched

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// outline writes a recording as brackets.
func outline(r *Recording) string {
	var b strings.Builder
	for _, e := range r.Events {
		switch e.Kind {
		case Fork:
			if e.InOrder {
				b.WriteString("in order ")
			}
			fmt.Fprintf(&b, "(%d:", e.N)
		case Body:
			fmt.Fprintf(&b, "%d", e.N)
		case Join:
			b.WriteString(")")
		case End:
			b.WriteString(".")
		}
	}
	return b.String()
}

func TestRecord(t *testing.T) {
	var r Recording
	before := runtime.NumGoroutine()
	p := New(12, Record(&r))
	defer p.Close()
	if p.Workers() != 12 || runtime.NumGoroutine() != before {
		t.Errorf("%d workers, %d goroutines more", p.Workers(), runtime.NumGoroutine()-before)
	}
	var order []int
	loop := func() {
		order = order[:0]
		p.ForWorker(nil, 3, func(w, i int) {
			if w != 0 {
				t.Errorf("worker %d", w)
			}
			order = append(order, i)
			if i == 1 {
				p.For(nil, 2, func(int) { time.Sleep(2 * time.Millisecond) })
				p.For(nil, 0, func(int) {})
			}
		})
	}
	loop() // not recorded
	if len(r.Events) != 0 {
		t.Fatalf("%d events before Start", len(r.Events))
	}
	for range 2 {
		r.Start()
		loop()
		r.Stop()
		if got, want := outline(&r), "(3:01(2:01)2)."; got != want {
			t.Errorf("recorded %s, want %s", got, want)
		}
	}
	if !slices.Equal(order, []int{0, 1, 2}) {
		t.Errorf("order %v", order)
	}
	for i, e := range r.Events[1:] {
		if e.At < r.Events[i].At {
			t.Errorf("event %d goes back in time", i+1)
		}
	}
	if inner := r.Events[6].At - r.Events[3].At; inner < 4*time.Millisecond { // from its fork to its join
		t.Errorf("the inner loop took %v", inner)
	}
	for i, stack := range r.Sites {
		frame, _ := runtime.CallersFrames(stack).Next()
		if !strings.Contains(frame.Function, "TestRecord") {
			t.Errorf("site %d begins at %s", i, frame.Function)
		}
	}
}

// TestRecordedPoolBehaves checks that errors, panics and closing are as without a recording.
func TestRecordedPoolBehaves(t *testing.T) {
	var r Recording
	p := New(2, Record(&r))
	r.Start()
	ctx, cancel := context.WithCancel(context.Background())
	runs := 0
	if err := p.For(ctx, 5, func(i int) { runs++; cancel() }); !errors.Is(err, context.Canceled) || runs != 1 {
		t.Errorf("%v after %d bodies", err, runs)
	}
	func() {
		defer func() {
			if v, ok := recover().(*Panic); !ok || v.Value != "x" {
				t.Errorf("panicked with %v", v)
			}
		}()
		p.For(nil, 2, func(int) { p.For(nil, 2, func(int) { panic("x") }) })
	}()
	r.Stop()
	if got, want := outline(&r), "(5:0)(2:0(2:0))."; got != want {
		t.Errorf("recorded %s, want %s", got, want)
	}
	r.Start()
	must(t, p.ForInOrder(nil, 3, func(w, _ int) {
		if w != 0 {
			t.Errorf("worker %d", w)
		}
	}))
	r.Stop()
	if got, want := outline(&r), "in order (3:012)."; got != want {
		t.Errorf("recorded %s, want %s", got, want)
	}
	p.Close()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("For ran on a closed pool")
			}
		}()
		p.For(nil, 1, func(int) {})
	}()
}

func TestOutline(t *testing.T) {
	for _, workers := range []int{1, 3} {
		var r Recording
		p := New(workers, Outline(&r))
		loop := func() {
			must(t, p.For(nil, 2, func(int) { must(t, p.For(nil, 3, func(int) {})) }))
			must(t, p.For(nil, 0, func(int) {}))
			must(t, p.ForInOrder(nil, 40, func(_, _ int) {}))
			if v := raised(func() { _ = p.For(nil, 1, func(int) { panic("x") }) }); v == nil {
				t.Error("no panic")
			}
		}
		loop()
		r.Start()
		loop()
		r.Stop()
		loop()
		if got, want := outline(&r), "(2:)in order (40:)(1:)."; got != want {
			t.Errorf("%d workers: outlined %s, want %s", workers, got, want)
		}
		p.Close()
	}
}

//go:noinline
func askForOne(p *Pool) { _ = p.For(nil, 1, func(int) {}) }

// TestSites checks that the first caller noted is the one of For.
func TestSites(t *testing.T) {
	for _, option := range []func(*Recording) Option{Record, Outline} {
		var r Recording
		p := New(2, option(&r))
		r.Start()
		askForOne(p)
		r.Stop()
		if frame, _ := runtime.CallersFrames(r.Sites[0]).Next(); !strings.HasSuffix(frame.Function, ".askForOne") {
			t.Errorf("the loop is of %s", frame.Function)
		}
		p.Close()
	}
}
