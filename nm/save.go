package nm

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"strings"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// A saved network is one safetensors file: 8 bytes of little-endian header length, a JSON header, the tensors. The five groups
// are the tensors U, V, W (matrices) and b, c (vectors) of type F32 or F64, in the order of their names. The manifest below is the JSON string under
// "nmcore" in the header's "__metadata__". It starts with the SHA-256 of the whole file, computed with that field's 64
// digits all zero.

// formatVersion is raised when an older program could misread a file.
const formatVersion = 1

// manifest is a network without its tensors.
type manifest struct {
	SHA256      string            `json:"sha256"` // first: its place in the file is found by its prefix
	Version     int               `json:"version"`
	Inputs      int               `json:"inputs"`
	Nodes       int               `json:"nodes"`
	Outputs     int               `json:"outputs"`
	Structure   string            `json:"structure"`
	Layers      []int             `json:"layers,omitempty"`
	Activation  string            `json:"activation"`
	Output      string            `json:"output"`
	Threshold   float64           `json:"threshold"`
	Keep        float64           `json:"keep"`
	Spread      float64           `json:"spread"`
	ColumnCap   float64           `json:"column_cap"`
	Tolerance   float64           `json:"tolerance"`
	PicardAbove int               `json:"picard_above"`
	MaxPicard   int               `json:"max_picard"`
	MaxNewton   int               `json:"max_newton"`
	Seed        uint64            `json:"seed,string"`
	Meta        map[string]string `json:"meta,omitempty"`
}

func newManifest(c *Config, meta map[string]string) manifest {
	return manifest{
		SHA256: noSum, Version: formatVersion, Inputs: c.Inputs, Nodes: c.Nodes, Outputs: c.Outputs,
		Structure: c.Structure.String(), Layers: c.Layers, Activation: c.Activation.String(), Output: c.Output.String(),
		Threshold: c.Threshold, Keep: c.Keep, Spread: c.Spread, ColumnCap: c.ColumnCap, Tolerance: c.Tolerance,
		PicardAbove: c.PicardAbove, MaxPicard: c.MaxPicard, MaxNewton: c.MaxNewton, Seed: c.Seed, Meta: meta,
	}
}

// noSum stands where the sum goes while it is computed; sumPrefix is what precedes it in the header.
var noSum = strings.Repeat("0", 2*sha256.Size)

const sumPrefix = `{"__metadata__":{"nmcore":"{\"sha256\":\"`

// tensor is one entry of the header.
type tensor struct {
	DType   string    `json:"dtype"`
	Shape   []int     `json:"shape"`
	Offsets [2]uint64 `json:"data_offsets"`
}

// tensors lists the parameters as they stand in a file.
func (p *Params[T]) tensors() []struct {
	name  string
	shape []int
	data  []T
} {
	matrix := func(m *la.Matrix[T]) []int { return []int{m.Rows, m.Cols} }
	return []struct {
		name  string
		shape []int
		data  []T
	}{
		{"U", matrix(p.U), p.U.Data},
		{"V", matrix(p.V), p.V.Data},
		{"W", matrix(p.W), p.W.Data},
		{"b", []int{len(p.B)}, p.B},
		{"c", []int{len(p.C)}, p.C},
	}
}

func dtype[T la.Float]() string {
	if isFloat32[T]() {
		return "F32"
	}
	return "F64"
}

// Save writes the network, its configuration and its attached strings to w as one safetensors file. The errors are w's.
// Writing to a temporary file and renaming it is the caller's business.
func (n *Network[T]) Save(w io.Writer) error {
	head, err := n.header()
	if err != nil {
		return err
	}
	sum := sha256.New()
	sum.Write(head)
	if err := n.params.encode(sum); err != nil {
		return err
	}
	copy(head[8+len(sumPrefix):], hex.EncodeToString(sum.Sum(nil)))
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.Write(head); err != nil {
		return err
	}
	if err := n.params.encode(out); err != nil {
		return err
	}
	return out.Flush()
}

// header returns the length and the header, without the sum, padded so that the tensors start at a multiple of 8.
func (n *Network[T]) header() ([]byte, error) {
	inner, err := json.Marshal(newManifest(&n.cfg, n.meta))
	if err != nil {
		return nil, err
	}
	outer, err := json.Marshal(string(inner))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(make([]byte, 8))
	b.WriteString(`{"__metadata__":{"nmcore":`)
	b.Write(outer)
	b.WriteString(`}`)
	at := uint64(0)
	for _, t := range n.params.tensors() {
		size := uint64(len(t.data)) * uint64(unsafe.Sizeof(*new(T)))
		entry, err := json.Marshal(tensor{DType: dtype[T](), Shape: t.shape, Offsets: [2]uint64{at, at + size}})
		if err != nil {
			return nil, err
		}
		b.WriteString(`,"` + t.name + `":`)
		b.Write(entry)
		at += size
	}
	b.WriteString(`}`)
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	head := b.Bytes()
	binary.LittleEndian.PutUint64(head, uint64(len(head)-8))
	return head, nil
}

// encode writes the tensors, little-endian.
func (p *Params[T]) encode(w io.Writer) error {
	var buf []byte
	const batch = 4096
	for _, t := range p.tensors() {
		for data := t.data; len(data) > 0; {
			k := min(batch, len(data))
			buf = buf[:0]
			for _, v := range data[:k] {
				if isFloat32[T]() {
					buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(v)))
				} else {
					buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(float64(v)))
				}
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
			data = data[k:]
		}
	}
	return nil
}
