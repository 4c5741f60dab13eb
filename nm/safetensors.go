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
	"strings"

	"github.com/neuralmodules/nmcore/la"
)

// A file of this package is one safetensors file: 8 bytes of little-endian header length, a JSON header, the tensors. All
// tensors are of one type, F32 or F64, but for the indices of a list of edges, I32, and in the order of their names. The manifest is the JSON string under "nmcore" in the
// header's "__metadata__". It starts with the SHA-256 of the whole file, computed with that field's 64 digits all zero.

// formatVersion is raised when an older program could misread a file.
const formatVersion = 1

// noSum stands where the sum goes while it is computed; sumPrefix is what precedes it in the header.
var noSum = strings.Repeat("0", 2*sha256.Size)

const sumPrefix = `{"__metadata__":{"nmcore":"{\"sha256\":\"`

// maxHeader bounds the header a reader accepts, as other readers of the format do, and maxMembers the members of an object in
// it: a checkpoint has at most 26.
const (
	maxHeader  = 100 << 20
	maxMembers = 32
)

// FormatError says that a stream is no valid file of this package, and where.
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

// tensor is a named array and its place in memory.
type tensor[T la.Float] struct {
	name  string
	shape []int
	data  []T
	index []int32 // in place of data: a tensor of indices
}

// entry is a tensor's description in the header.
type entry struct {
	DType   string    `json:"dtype"`
	Shape   []int     `json:"shape"`
	Offsets [2]uint64 `json:"data_offsets"`
}

func dtype[T la.Float]() string {
	if isFloat32[T]() {
		return "F32"
	}
	return "F64"
}

const indexType = "I32"

func sizeOf(dtype string) uint64 {
	if dtype == "F64" {
		return 8
	}
	return 4
}

// writeFile writes manifest, which must marshal with the field "sha256": noSum first, and the tensors, sorted by name.
func writeFile[T la.Float](w io.Writer, manifest any, tensors []tensor[T]) error {
	head, err := header(manifest, tensors)
	if err != nil {
		return err
	}
	sum := sha256.New()
	sum.Write(head)
	if err := encode(sum, tensors); err != nil {
		return err
	}
	copy(head[8+len(sumPrefix):], hex.EncodeToString(sum.Sum(nil)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	return encode(w, tensors)
}

// header returns the length and the header, without the sum, padded so that the tensors start at a multiple of 8.
func header[T la.Float](manifest any, tensors []tensor[T]) ([]byte, error) {
	inner, err := json.Marshal(manifest)
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
	for _, t := range tensors {
		kind := dtype[T]()
		size := uint64(len(t.data)) * sizeOf(kind)
		if t.index != nil {
			kind, size = indexType, 4*uint64(len(t.index))
		}
		e, err := json.Marshal(entry{DType: kind, Shape: t.shape, Offsets: [2]uint64{at, at + size}})
		if err != nil {
			return nil, err
		}
		b.WriteString(`,"` + t.name + `":`)
		b.Write(e)
		at += size
	}
	b.WriteString(`}`)
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	head := b.Bytes()
	if len(head)-8 > maxHeader {
		return nil, fmt.Errorf("nm: attached strings and records of %d bytes are more than a file can hold", len(head)-8)
	}
	binary.LittleEndian.PutUint64(head, uint64(len(head)-8))
	return head, nil
}

// encode writes the tensors' numbers, little-endian.
func encode[T la.Float](w io.Writer, tensors []tensor[T]) error {
	var buf []byte
	const batch = 4096
	for _, t := range tensors {
		for index := t.index; len(index) > 0; {
			k := min(batch, len(index))
			buf = buf[:0]
			for _, v := range index[:k] {
				buf = binary.LittleEndian.AppendUint32(buf, uint32(v))
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
			index = index[k:]
		}
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

// file is a stream whose header was read and understood; its tensors still have to be.
type file struct {
	in      io.Reader
	head    []byte
	entries map[string]entry
}

// readFile reads a header and unmarshals its manifest strictly: a field that manifest does not have is an error. Memory grows
// with the bytes the stream really has, whatever the header claims.
func readFile(in io.Reader, manifest any) (*file, error) {
	head, err := readHeader(in)
	if err != nil {
		return nil, err
	}
	f := &file{in: in, head: head, entries: map[string]entry{}}
	if err := f.parse(manifest); err != nil {
		return nil, malformed(8, "header: %v", err)
	}
	return f, nil
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

// parse splits the header. A key that stands twice is an error, since readers disagree on which counts.
func (f *file) parse(manifest any) error {
	raw, err := uniqueKeys(f.head)
	if err != nil {
		return err
	}
	meta, err := uniqueKeys(raw["__metadata__"])
	if err != nil {
		return err
	}
	var text string
	if err := json.Unmarshal(meta["nmcore"], &text); err != nil {
		return err
	}
	if err := strict([]byte(text), manifest); err != nil {
		return err
	}
	delete(raw, "__metadata__")
	for name, r := range raw {
		var e entry
		if err := strict(r, &e); err != nil {
			return err
		}
		f.entries[name] = e
	}
	return nil
}

var errText = errors.New("text after the object")

// strict unmarshals JSON without fields that v does not have.
func strict(text []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errText
	}
	return nil
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
		if len(members) == maxMembers {
			return nil, fmt.Errorf("more than %d members", maxMembers)
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
		return nil, errText
	}
	return members, nil
}

// shape is what a tensor must be.
type shape struct {
	name  string
	dims  []int // from 0 up: one below 2^41, or two below 2^29
	index bool  // of indices, not numbers
}

// read checks that the tensors are those wanted, of one type, covering the data without gap or overlap, reads them, and checks
// the sum. It returns their bytes.
func (f *file) read(want []shape, sum string) ([]byte, error) {
	total, err := f.layout(want)
	if err != nil {
		return nil, err
	}
	start := int64(8 + len(f.head))
	data, err := io.ReadAll(io.LimitReader(f.in, int64(total)+1))
	switch {
	case err != nil:
		return nil, err
	case uint64(len(data)) < total:
		return nil, malformed(start+int64(len(data)), "the file ends early: %d of %d tensor bytes", len(data), total)
	case uint64(len(data)) > total:
		return nil, malformed(start+int64(total), "bytes after the last tensor")
	}
	var size [8]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(f.head)))
	copy(f.head[len(sumPrefix):], noSum)
	digest := sha256.New()
	digest.Write(size[:])
	digest.Write(f.head)
	digest.Write(data)
	if hex.EncodeToString(digest.Sum(nil)) != sum {
		return nil, malformed(8+int64(len(sumPrefix)), "the checksum does not match: the file was altered")
	}
	return data, nil
}

// layout returns the number of data bytes of tensors that lie one after the other in the order wanted.
func (f *file) layout(want []shape) (uint64, error) {
	if len(f.entries) != len(want) {
		return 0, malformed(8, "%d tensors, not %d", len(f.entries), len(want))
	}
	at := uint64(0)
	for _, w := range want {
		e, ok := f.entries[w.name]
		if !ok {
			return 0, malformed(8, "tensor %s is missing", w.name)
		}
		if w.index && e.DType != indexType || !w.index && (e.DType != f.dtype(want) || e.DType != "F32" && e.DType != "F64") {
			return 0, malformed(8, "tensor %s has type %q", w.name, e.DType)
		}
		if !slices.Equal(e.Shape, w.dims) {
			return 0, malformed(8, "tensor %s has shape %v, not %v", w.name, e.Shape, w.dims)
		}
		size := sizeOf(e.DType)
		for _, n := range w.dims {
			size *= uint64(n)
		}
		if at+size > math.MaxInt64-1 || e.Offsets != [2]uint64{at, at + size} {
			return 0, malformed(8, "tensor %s has data offsets %v", w.name, e.Offsets)
		}
		at += size
	}
	return at, nil
}

// dtype is the type of the file's tensors that hold numbers, the first among them.
func (f *file) dtype(want []shape) string { return f.entries[want[0].name].DType }

// fill reads t's numbers from the bytes that read returned, converting them to T.
func fill[T la.Float](f *file, t tensor[T], data []byte) {
	if t.index != nil { // readEdges has read it
		return
	}
	e := f.entries[t.name]
	decode(t.data, data[e.Offsets[0]:e.Offsets[1]], e.DType)
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
