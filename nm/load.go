package nm

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/neuralmodules/nmcore/la"
)

// FormatError says that a stream is no valid saved network, and where.
type FormatError struct {
	Offset int64 // bytes from the start of the stream
	Reason string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("nm: not a valid saved network: %s (at byte %d)", e.Reason, e.Offset)
}

func malformed(offset int64, format string, args ...any) error {
	return &FormatError{Offset: offset, Reason: fmt.Sprintf(format, args...)}
}

// maxHeader bounds the header a reader accepts, as other readers of the format do.
const maxHeader = 100 << 20

// Load reads a network that [Network.Save] wrote, of either element type, rounding float64 weights if T is float32. It has no
// pool. Anything but a complete, unaltered file is a *[FormatError]; other errors are r's. Memory grows with the bytes that r
// really has, whatever the header claims.
func Load[T la.Float](r io.Reader) (*Network[T], error) {
	head, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	man, entries, err := parseHeader(head)
	if err != nil {
		return nil, err
	}
	total, err := layout(man, entries)
	if err != nil {
		return nil, err
	}
	start := int64(8 + len(head))
	data, err := io.ReadAll(io.LimitReader(r, int64(total)+1))
	switch {
	case err != nil:
		return nil, err
	case uint64(len(data)) < total:
		return nil, malformed(start+int64(len(data)), "the file ends early: %d of %d tensor bytes", len(data), total)
	case uint64(len(data)) > total:
		return nil, malformed(start+int64(total), "bytes after the last tensor")
	}
	if err := checkSum(man, head, data); err != nil {
		return nil, err
	}
	cfg, err := man.config()
	if err != nil {
		return nil, err
	}
	n, err := newNetwork[T](cfg)
	if err != nil {
		return nil, malformed(8, "%v", err)
	}
	if man.Meta != nil {
		n.meta = man.Meta
	}
	for _, t := range n.params.tensors() {
		e := entries[t.name]
		decode(t.data, data[e.Offsets[0]:e.Offsets[1]], e.DType)
	}
	clearOutside(&n.mask, &n.params)
	return n, nil
}

// decode reads little-endian numbers.
func decode[T la.Float](dst []T, src []byte, dtype string) {
	if dtype == "F32" {
		for i := range dst {
			dst[i] = T(math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:])))
		}
		return
	}
	for i := range dst {
		dst[i] = T(math.Float64frombits(binary.LittleEndian.Uint64(src[8*i:])))
	}
}

// readHeader returns the JSON header, without its length.
func readHeader(r io.Reader) ([]byte, error) {
	var size [8]byte
	if n, err := io.ReadFull(r, size[:]); err != nil {
		return nil, early(err, int64(n))
	}
	n := binary.LittleEndian.Uint64(size[:])
	if n > maxHeader {
		return nil, malformed(0, "a header of %d bytes", n)
	}
	var head bytes.Buffer
	got, err := io.CopyN(&head, r, int64(n))
	if err != nil {
		return nil, early(err, 8+got)
	}
	if !bytes.HasPrefix(head.Bytes(), []byte(sumPrefix)) {
		return nil, malformed(8, "not written by nmcore")
	}
	return head.Bytes(), nil
}

// early turns the end of the stream into a FormatError.
func early(err error, offset int64) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return malformed(offset, "the file ends early")
	}
	return err
}

// parseHeader reads the manifest and the tensor entries. A key that stands twice is an error, since readers disagree on which counts.
func parseHeader(head []byte) (*manifest, map[string]tensor, error) {
	bad := func(err error) (*manifest, map[string]tensor, error) {
		return nil, nil, malformed(8, "header: %v", err)
	}
	raw, err := uniqueKeys(head)
	if err != nil {
		return bad(err)
	}
	meta, err := uniqueKeys(raw["__metadata__"])
	if err != nil {
		return bad(err)
	}
	var text string
	if err := json.Unmarshal(meta["nmcore"], &text); err != nil {
		return bad(err)
	}
	man := new(manifest)
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(man); err != nil {
		return bad(err)
	}
	if man.Version != formatVersion {
		return nil, nil, malformed(8, "format version %d, this program reads %d", man.Version, formatVersion)
	}
	delete(raw, "__metadata__")
	entries := make(map[string]tensor, len(raw))
	for name, r := range raw {
		var t tensor
		dec := json.NewDecoder(bytes.NewReader(r))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&t); err != nil {
			return bad(err)
		}
		entries[name] = t
	}
	return man, entries, nil
}

// uniqueKeys splits a JSON object into its members.
func uniqueKeys(object []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(object))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("no JSON object")
	}
	members := map[string]json.RawMessage{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if !ok {
			return nil, errors.New("a key that is no string")
		}
		if _, twice := members[name]; twice {
			return nil, fmt.Errorf("%q stands twice", name)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		members[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if rest := bytes.TrimRight(object[dec.InputOffset():], " "); len(rest) > 0 {
		return nil, errors.New("text after the object")
	}
	return members, nil
}

// layout checks that the tensors are the five groups of the manifest's network, of one type, covering the data without gap or
// overlap, and returns the number of data bytes.
func layout(man *manifest, entries map[string]tensor) (uint64, error) {
	for _, n := range []int{man.Inputs, man.Nodes, man.Outputs} {
		if n <= 0 || n > math.MaxInt32/4 {
			return 0, malformed(8, "a network of %d inputs, %d nodes, %d outputs", man.Inputs, man.Nodes, man.Outputs)
		}
	}
	want := []struct {
		name  string
		shape []int
	}{
		{"U", []int{man.Inputs, man.Nodes}}, {"V", []int{man.Nodes, man.Outputs}}, {"W", []int{man.Nodes, man.Nodes}},
		{"b", []int{man.Nodes}}, {"c", []int{man.Outputs}},
	}
	if len(entries) != len(want) {
		return 0, malformed(8, "%d tensors, not %d", len(entries), len(want))
	}
	at := uint64(0)
	for _, w := range want {
		t, ok := entries[w.name]
		if !ok {
			return 0, malformed(8, "tensor %s is missing", w.name)
		}
		if t.DType != entries["U"].DType || t.DType != "F32" && t.DType != "F64" {
			return 0, malformed(8, "tensor %s has type %q", w.name, t.DType)
		}
		if !slices.Equal(t.Shape, w.shape) {
			return 0, malformed(8, "tensor %s has shape %v, not %v", w.name, t.Shape, w.shape)
		}
		size := uint64(bytesOf(t.DType))
		for _, n := range w.shape {
			size *= uint64(n) // below 2^61: no dimension exceeds 2^29
		}
		if t.Offsets != [2]uint64{at, at + size} || at+size > math.MaxInt64-1 {
			return 0, malformed(8, "tensor %s has data offsets %v", w.name, t.Offsets)
		}
		at += size
	}
	return at, nil
}

func bytesOf(dtype string) int {
	if dtype == "F32" {
		return 4
	}
	return 8
}

// checkSum compares the file with the manifest's SHA-256.
func checkSum(man *manifest, head, data []byte) error {
	var size [8]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(head)))
	blank := bytes.Clone(head)
	copy(blank[len(sumPrefix):], noSum)
	sum := sha256.New()
	sum.Write(size[:])
	sum.Write(blank)
	sum.Write(data)
	if hex.EncodeToString(sum.Sum(nil)) != man.SHA256 {
		return malformed(8+int64(len(sumPrefix)), "the checksum does not match: the file was altered")
	}
	return nil
}

// config is the configuration the manifest describes.
func (man *manifest) config() (Config, error) {
	c := Config{
		Inputs: man.Inputs, Nodes: man.Nodes, Outputs: man.Outputs, Layers: man.Layers,
		Threshold: man.Threshold, Keep: man.Keep, Spread: man.Spread, ColumnCap: man.ColumnCap, Tolerance: man.Tolerance,
		PicardAbove: man.PicardAbove, MaxPicard: man.MaxPicard, MaxNewton: man.MaxNewton, Seed: man.Seed,
	}
	structure, a := slices.Index(structureNames[:], man.Structure), slices.Index(activationNames[:], man.Activation)
	o := slices.Index(outputNames[:], man.Output)
	if structure < 0 || a < 0 || o < 0 {
		return c, malformed(8, "unknown structure %q, activation %q or output %q", man.Structure, man.Activation, man.Output)
	}
	c.Structure, c.Activation, c.Output = Structure(structure), Activation(a), Output(o)
	return c, nil
}
