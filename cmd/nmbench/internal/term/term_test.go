package term

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestLinesAreThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := NewProgress(&out)
		p.Begin("NN", 10)
		p.Status("epoch 1", "epoch 1 in full", false)
		p.Status("epoch 2", "epoch 2 in full", false) // too soon
		time.Sleep(time.Second)
		p.Status("epoch 3", "epoch 3 in full", false)
		p.Status("epoch 4", "epoch 4 in full", true) // the last one
		p.Begin("NMs", 10)
		p.Step(3)
		p.Status("epoch 1", "epoch 1 in full", false)
		p.Close()
		if want := "NN: epoch 1 in full\nNN: epoch 3 in full\nNN: epoch 4 in full\nNMs: epoch 1 in full\n"; out.String() != want {
			t.Errorf("wrote %q, want %q", out.String(), want)
		}
	})
}

func TestBars(t *testing.T) {
	var out bytes.Buffer
	p := &bars{w: &out}
	p.Close() // before anything was shown
	p.Begin("NN", 10)
	p.Step(5)
	p.Status("epoch 1 of 2", "epoch 1 of 2 in full", false)
	p.Begin("NMs", 10)
	p.Step(10)
	p.Status("epoch 2 of 2", "epoch 2 of 2 in full", true)
	p.Close()
	for _, want := range []string{"NN: epoch 1 of 2", "NMs: epoch 2 of 2", "done!"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q lacks %q", out.String(), want)
		}
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	Table(&out, []string{"model", "error %"}, [][]string{{"NN", "2.5"}, {"NMs&NM", "12.25"}})
	want := `┌────────┬─────────┐
│ model  │ error % │
├────────┼─────────┤
│ NN     │     2.5 │
│ NMs&NM │   12.25 │
└────────┴─────────┘
`
	if out.String() != want {
		t.Errorf("wrote\n%s", out.String())
	}
}
