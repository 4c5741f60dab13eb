package nm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

func saved[T la.Float](t testing.TB, n *Network[T]) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, n.Save(&b))
	return b.Bytes()
}

func smallNet[T la.Float](t testing.TB) *Network[T] {
	n := mustNew[T](t, Config{
		Inputs: 3, Nodes: 5, Outputs: 2, Structure: Layered, Layers: []int{3, 2}, Activation: Softplus, Output: Linear,
		Spread: 0.7, ColumnCap: 0.95, Tolerance: 1e-4, PicardAbove: 7, MaxPicard: -1, MaxNewton: 9, Seed: math.MaxUint64,
	})
	n.SetMeta("classes", `["a","b\"\\","ü"]`)
	n.SetMeta("empty", "")
	return n
}

func TestSaveLoad(t *testing.T) {
	t.Run("float64", testSaveLoad[float64])
	t.Run("float32", testSaveLoad[float32])
}

func testSaveLoad[T la.Float](t *testing.T) {
	for _, n := range []*Network[T]{smallNet[T](t), mustNew[T](t, Config{Inputs: 4, Nodes: 9, Outputs: 3, Threshold: 0.1}), mustNew[T](t, Config{Inputs: 1, Nodes: 1, Outputs: 1, Keep: 0.25})} {
		file := saved(t, n)
		require.Equal(t, file, saved(t, n), "saving twice gives the same bytes")
		got, err := Load[T](bytes.NewReader(file))
		require.NoError(t, err)
		require.Equal(t, n.Config(), got.Config())
		require.Equal(t, n.params, got.params)
		require.Equal(t, n.meta, got.meta)
		require.Equal(t, file, saved(t, got))
	}
}

// TestLoadConverts: a network loads as either element type; float32 to float64 and back is exact.
func TestLoadConverts(t *testing.T) {
	n := smallNet[float32](t)
	wide, err := Load[float64](bytes.NewReader(saved(t, n)))
	require.NoError(t, err)
	for i, v := range n.params.U.Data {
		require.Equal(t, float64(v), wide.params.U.Data[i])
	}
	back, err := Load[float32](bytes.NewReader(saved(t, wide)))
	require.NoError(t, err)
	require.Equal(t, n.params, back.params)
}

// TestFileIsSafetensors reads a file by the format's own rules, without this package's decoder.
func TestFileIsSafetensors(t *testing.T) {
	n := smallNet[float64](t)
	file := saved(t, n)
	size := binary.LittleEndian.Uint64(file)
	require.Zero(t, (8+size)%8, "tensors are aligned")
	var head map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(file[8:8+size], &head))
	var meta map[string]string
	require.NoError(t, json.Unmarshal(head["__metadata__"], &meta), "metadata holds strings only")
	var man map[string]any
	require.NoError(t, json.Unmarshal([]byte(meta["nmcore"]), &man))
	var w struct {
		DType   string `json:"dtype"`
		Shape   []int
		Offsets [2]int `json:"data_offsets"`
	}
	require.NoError(t, json.Unmarshal(head["W"], &w))
	require.Equal(t, "F64", w.DType)
	require.Equal(t, []int{5, 5}, w.Shape)
	data := file[8+size:][w.Offsets[0]:w.Offsets[1]]
	for i, v := range n.params.W.Data {
		require.Equal(t, v, math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:])))
	}
	sum := man["sha256"].(string)
	blank := bytes.Replace(file, []byte(sum), []byte(strings.Repeat("0", 64)), 1)
	digest := sha256.Sum256(blank)
	require.Equal(t, hex.EncodeToString(digest[:]), sum)
}

// TestDamagedFiles: every truncation and every flipped bit is a FormatError; nothing panics, nothing is accepted.
func TestDamagedFiles(t *testing.T) {
	file := saved(t, smallNet[float32](t))
	fails := func(b []byte, what string, at int) {
		t.Helper()
		n, err := Load[float32](bytes.NewReader(b))
		var format *FormatError
		if !errors.As(err, &format) || n != nil {
			t.Fatalf("%s at byte %d: network %v, error %v", what, at, n != nil, err)
		}
		if format.Offset < 0 || format.Offset > int64(len(b)) {
			t.Fatalf("%s at byte %d: offset %d", what, at, format.Offset)
		}
	}
	for i := range file {
		fails(file[:i], "cut", i)
		for bit := range 8 {
			b := slices.Clone(file)
			b[i] ^= 1 << bit
			fails(b, "flipped bit", i)
		}
	}
	fails(append(slices.Clone(file), 0), "one byte more", len(file))
	_, err := Load[float32](bytes.NewReader(file))
	require.NoError(t, err, "the undamaged file loads")
}

// TestHeaderLies: a header that claims what is not there does not make Load allocate it.
func TestHeaderLies(t *testing.T) {
	file := string(saved(t, mustNew[float32](t, Config{Inputs: 3, Nodes: 5, Outputs: 2})))
	replace := func(pairs ...string) []byte {
		b := []byte(strings.NewReplacer(pairs...).Replace(file[8:]))
		size := binary.LittleEndian.Uint64([]byte(file)) + uint64(len(b)-len(file)+8)
		return append(binary.LittleEndian.AppendUint64(nil, size), b...)
	}
	for name, b := range map[string][]byte{
		"huge header":   append(binary.LittleEndian.AppendUint64(nil, math.MaxUint64), file[8:]...),
		"huge network":  replace(`\"nodes\":5`, `\"nodes\":536870000`, `"shape":[3,5]`, `"shape":[3,536870000]`),
		"zero nodes":    replace(`\"nodes\":5`, `\"nodes\":0`),
		"huge nodes":    replace(`\"nodes\":5`, `\"nodes\":99999999999999999999999`),
		"wrong shape":   replace(`"shape":[5,5]`, `"shape":[1,25]`),
		"wrong offsets": replace(`"data_offsets":[0,60]`, `"data_offsets":[4,64]`),
		"type":          replace(`"F32"`, `"BF16"`),
		"mixed types":   replace(`"b":{"dtype":"F32"`, `"b":{"dtype":"F64"`),
		"missing":       replace(`"c":`, `"d":`),
		"twice":         replace(`"c":`, `"b":`),
		"version":       replace(`\"version\":1`, `\"version\":2`),
		"structure":     replace(`complete`, `ring`),
		"unknown field": replace(`\"threshold\":`, `\"treshold\":`),
		"bad config":    replace(`\"keep\":0`, `\"keep\":7`),
	} {
		_, err := Load[float32](bytes.NewReader(b))
		var format *FormatError
		require.ErrorAs(t, err, &format, name)
	}
}

// failing writes or reads n bytes, then fails.
type failing struct{ n int }

var errDisk = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return max(0, f.n+len(p)), errDisk
	}
	return len(p), nil
}

func (f *failing) Read(p []byte) (int, error) { return 0, errDisk }

// TestSaveLoadErrors: the stream's own errors come through unchanged, at whatever byte they happen.
func TestSaveLoadErrors(t *testing.T) {
	n := smallNet[float64](t)
	file := saved(t, n)
	for i := range file {
		require.ErrorIs(t, n.Save(&failing{i}), errDisk)
		_, err := Load[float64](io.MultiReader(bytes.NewReader(file[:i]), &failing{}))
		require.ErrorIs(t, err, errDisk)
	}
	require.NoError(t, n.Save(&failing{len(file)}))
}

func FuzzLoad(f *testing.F) {
	file := saved(f, smallNet[float32](f))
	f.Add(file)
	f.Add(file[:40])
	f.Add(saved(f, mustNew[float32](f, Config{Inputs: 2, Nodes: 6, Outputs: 2, MaxEdges: 20})))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = sealed(b) // or nothing behind the checksum would ever be reached
		n, err := Load[float32](bytes.NewReader(b))
		if err != nil {
			var format *FormatError
			require.ErrorAs(t, err, &format)
			return
		}
		x := la.NewMatrix[float32](1, n.cfg.Inputs)
		_, err = n.Predict(context.Background(), la.NewMatrix[float32](1, n.cfg.Outputs), x)
		require.NoError(t, err)
	})
}
