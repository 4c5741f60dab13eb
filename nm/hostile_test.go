package nm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// forged replaces text in a file's header and computes length and checksum anew, as somebody would who means harm.
func forged(file []byte, pairs ...string) []byte {
	size := binary.LittleEndian.Uint64(file)
	head := strings.NewReplacer(pairs...).Replace(string(file[8 : 8+size]))
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(head)))
	return sealed(append(append(b, head...), file[8+size:]...))
}

// sealed sets the checksum of a file right, if it has a place for one.
func sealed(b []byte) []byte {
	b = bytes.Clone(b)
	if at := 8 + len(sumPrefix); len(b) >= at+len(noSum) {
		copy(b[at:], noSum)
		digest := sha256.Sum256(b)
		copy(b[at:], hex.EncodeToString(digest[:]))
	}
	return b
}

// TestForgedFiles: with a sound checksum, too, files that make no sense are refused and do no harm.
func TestForgedFiles(t *testing.T) {
	refused := func(name string, err error) {
		t.Helper()
		var format *FormatError
		require.ErrorAs(t, err, &format, name)
	}
	n := mustNew[float32](t, Config{Inputs: 2, Nodes: 3, Outputs: 2, Structure: Layered, Layers: []int{2, 1}})
	net := saved(t, n)
	_, err := Load[float32](bytes.NewReader(forged(net)))
	require.NoError(t, err, "a forgery that changes nothing")
	for name, layers := range map[string]string{
		"overflowing layers": "[9223372036854775807,9223372036854775807,5]", "empty layer": "[3,0]", "one too many": "[2,2]",
	} {
		_, err := Load[float32](bytes.NewReader(forged(net, `\"layers\":[2,1]`, `\"layers\":`+layers)))
		refused(name, err)
	}
	two := forged(net, `\"seed\":\"0\"}`, `\"seed\":\"0\"} {}`)
	require.Greater(t, len(two), len(net))
	_, err = Load[float32](bytes.NewReader(two))
	refused("two manifests", err)

	var file []byte
	d := blobs[float32](2, 2, 20, 1)
	tr := mustTrainer(t, n, TrainOptions{Epochs: 2})
	tr.Watch(func(Epoch) { file = checkpoint(t, tr) }, nil)
	_, err = tr.Fit(context.Background(), d, d)
	require.NoError(t, err)
	_, err = Resume[float32](bytes.NewReader(forged(file)))
	require.NoError(t, err)
	for name, pair := range map[string][2]string{
		"best beyond the end": {`\"best\":`, `\"best\":9`},
		"epoch numbers":       {`{\"Epoch\":1`, `{\"Epoch\":7`},
		"incomplete epoch":    {`\"epochs\":[`, `\"epochs\":[{},`},
		"negative steps":      {`\"steps\":`, `\"steps\":-`},
		"unknown scale":       {`\"Scale\":0`, `\"Scale\":77`},
		"batch":               {`\"batch\":128`, `\"batch\":-128`},
	} {
		b := forged(file, pair[0], pair[1])
		require.NotEqual(t, file, b, name)
		_, err := Resume[float32](bytes.NewReader(b))
		refused(name, err)
	}
	// A best epoch without its weights.
	fresh := checkpoint(t, mustTrainer(t, mustNew[float32](t, Config{Inputs: 2, Nodes: 3, Outputs: 2}), TrainOptions{}))
	_, err = Resume[float32](bytes.NewReader(forged(fresh, `\"best\":-1`, `\"best\":0`)))
	refused("a best epoch of none", err)
}

// TestResumeClearsOutside: weights outside the structure do not come in by a file.
func TestResumeClearsOutside(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 2, Nodes: 4, Outputs: 2, Structure: DAG})
	for i := range n.params.W.Data {
		n.params.W.Data[i] = 1
	}
	tr, err := Resume[float64](bytes.NewReader(checkpoint(t, mustTrainer(t, n, TrainOptions{}))))
	require.NoError(t, err)
	require.Equal(t, 6, tr.Network().Modules().Edges)
	require.Equal(t, []float64{0, 1, 1, 1}, tr.net.params.W.Row(0))
	require.Equal(t, []float64{0, 0, 0, 0}, tr.net.params.W.Row(3))
}

// TestBombs: headers of many small things do not take much more memory than they are long.
func TestBombs(t *testing.T) {
	file := checkpoint(t, mustTrainer(t, mustNew[float32](t, Config{Inputs: 2, Nodes: 3, Outputs: 2}), TrainOptions{}))
	const count = 1 << 20
	for name, pair := range map[string][2]string{
		"epochs": {`\"epochs\":null`, `\"epochs\":[` + strings.Repeat(`{},`, count) + `{}]`},
		"layers": {`\"activation\"`, `\"layers\":[` + strings.Repeat(`1,`, count) + `1],\"activation\"`},
		"tensors": {`,"U":`, func() string {
			var b strings.Builder
			for i := range count {
				b.WriteString(`,"` + hex.EncodeToString(binary.LittleEndian.AppendUint32(nil, uint32(i))) + `":0`)
			}
			return b.String() + `,"U":`
		}()},
	} {
		b := forged(file, pair[0], pair[1])
		require.Greater(t, len(b), 2*count, name)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Resume[float32](bytes.NewReader(b))
		runtime.ReadMemStats(&after)
		var format *FormatError
		require.ErrorAs(t, err, &format, name)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(60*len(b)), name)
		t.Logf("%s: %d bytes allocated for %d: %v", name, after.TotalAlloc-before.TotalAlloc, len(b), err)
	}
}

// TestMisuse: what cannot be meant panics with a constant of this package.
func TestMisuse(t *testing.T) {
	ctx := context.Background()
	n := mustNew[float64](t, Config{Inputs: 2, Nodes: 3, Outputs: 2})
	lin := mustNew[float64](t, Config{Inputs: 2, Nodes: 3, Outputs: 2, Output: Linear})
	x, y := la.NewMatrix[float64](4, 2), la.NewMatrix[float64](4, 2)
	d := &Data[float64]{X: x, Labels: make([]int, 4)}
	tr := mustTrainer(t, n, TrainOptions{})
	short := &la.Matrix[float64]{Rows: 4, Cols: 2, Stride: 2, Data: make([]float64, 7)}
	narrow := &la.Matrix[float64]{Rows: 4, Cols: 2, Stride: 1, Data: make([]float64, 8)}
	for want, calls := range map[string][]func(){
		"nm: nil matrix": {
			func() { n.Predict(ctx, nil, x) }, func() { n.Predict(ctx, y, nil) },
			func() { n.Evaluate(ctx, &Data[float64]{}) }, func() { tr.Step(ctx, &Data[float64]{Labels: []int{1}}, 1) },
			func() { lin.Evaluate(ctx, &Data[float64]{X: x}) },
		},
		"nm: nil data": {
			func() { n.Evaluate(ctx, nil) }, func() { tr.Gradient(ctx, nil) }, func() { tr.Fit(ctx, nil, d) },
		},
		"nm: nil network": {func() { NewTrainer[float64](nil, TrainOptions{}) }},
		"nm: malformed matrix": {
			func() { n.Predict(ctx, y, short) }, func() { n.Predict(ctx, narrow, x) },
			func() { tr.Gradient(ctx, &Data[float64]{X: short, Labels: d.Labels}) },
			func() { lin.Evaluate(ctx, &Data[float64]{X: x, Targets: short}) },
		},
		"nm: dimension mismatch in Predict": {func() { n.Predict(ctx, la.NewMatrix[float64](3, 2), x) }},
		"nm: data has a wrong number of inputs": {
			func() { n.Evaluate(ctx, &Data[float64]{X: la.NewMatrix[float64](4, 3), Labels: d.Labels}) },
		},
		"nm: data has not one label a row": {func() { n.Evaluate(ctx, &Data[float64]{X: x, Labels: []int{1}}) }},
		"nm: data has not one row of targets for each row": {
			func() { lin.Evaluate(ctx, &Data[float64]{X: x, Targets: la.NewMatrix[float64](3, 2)}) },
		},
		"nm: bad learning rate": {
			func() { tr.Step(ctx, d, -1) }, func() { tr.Step(ctx, d, math.NaN()) }, func() { tr.Step(ctx, d, math.Inf(1)) },
		},
		"nm: W is not square": {func() { PerronRadius(la.NewMatrix[float64](2, 3)) }, func() { IsPMatrix(la.NewMatrix[float64](2, 3)) }},
	} {
		for i, call := range calls {
			require.PanicsWithValue(t, want, call, "%s, %d", want, i)
		}
	}
	for _, c := range []Config{
		{Inputs: 1, Nodes: 1 << 28, Outputs: 1, MaxEdges: -1}, {Inputs: 1, Nodes: 3, Outputs: 1, MaxPicard: -1, MaxNewton: -1},
		{Inputs: 1, Nodes: 3, Outputs: 1, Structure: Layered, Layers: []int{math.MaxInt, math.MaxInt, 5}},
	} {
		_, err := New[float32](c)
		require.ErrorIs(t, err, ErrConfig)
	}
}

// TestViews: strided views of data and results give the bits of compact ones and leave what lies between alone.
func TestViews(t *testing.T) {
	c := Config{Inputs: 5, Nodes: 40, Outputs: 3, Output: Linear, Seed: 1}
	n := mustNew[float64](t, c)
	d := randomData[float64](c, 50, 1)
	wide := func(m *la.Matrix[float64]) (*la.Matrix[float64], la.Matrix[float64]) {
		all := la.NewMatrix[float64](m.Rows+2, m.Cols+3)
		for i := range all.Data {
			all.Data[i] = math.NaN()
		}
		v := all.View(1, 2, m.Rows, m.Cols)
		la.Copy(&v, m)
		return all, v
	}
	_, x := wide(d.X)
	_, targets := wide(d.Targets)
	back, dst := wide(la.NewMatrix[float64](50, 3))
	want := predict(t, n, d.X)
	_, err := n.Predict(context.Background(), &dst, &x)
	require.NoError(t, err)
	numbers := 0
	for i, v := range back.Data {
		if !math.IsNaN(v) {
			numbers++
			require.Equal(t, want.At(i/6-1, i%6-2), v)
		}
	}
	require.Equal(t, 150, numbers)
	view := &Data[float64]{X: &x, Targets: &targets}
	g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
	require.NoError(t, err)
	gv, sv, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), view)
	require.NoError(t, err)
	require.Equal(t, g, gv)
	require.Equal(t, s, sv)
	m := mustNew[float64](t, c)
	for net, data := range map[*Network[float64]]*Data[float64]{n: d, m: view} {
		_, err := mustTrainer(t, net, TrainOptions{Epochs: 2, Batch: 20}).Fit(context.Background(), data, data)
		require.NoError(t, err)
	}
	require.Equal(t, n.params, m.params)
}

// TestTooMuchMeta: a header that no reader would accept is not written.
func TestTooMuchMeta(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a gigabyte")
	}
	n := mustNew[float32](t, Config{Inputs: 2, Nodes: 3, Outputs: 2})
	n.SetMeta("a", strings.Repeat("x", maxHeader))
	require.ErrorContains(t, n.Save(io.Discard), "more than a file can hold")
}
