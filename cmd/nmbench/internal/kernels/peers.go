package kernels

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Peers are the figures of other programs. The zero value holds none.
type Peers struct {
	rows map[peerRow]map[string][]float64 // by program: seconds of every round
}

type peerRow struct {
	op, typ string
	size    [3]int
	threads int
}

// Columns of a peers' file: peer,threads,op,type,m,n,k,ns_median,ns_best,gflops_median,gflops_best.
const peerColumns = 11

var peerTypes = map[string]string{"f32": float32Type, "f64": float64Type}

// Read adds the figures of a file as the peers' programs write it. A line that begins with # is a comment; behind the last
// number there may be more words (elembench writes maxulp=1.23). The error names the line. A row that comes again is
// another round: its median counts.
func (p *Peers) Read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	n, found := 0, false
	for lines.Scan() {
		n++
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "peer,") {
			continue
		}
		if err := p.line(line); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		found = true
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("line %d: %w", n+1, err)
	}
	if !found {
		return fmt.Errorf("no figures in it")
	}
	return nil
}

func (p *Peers) line(line string) error {
	fields := strings.Split(line, ",")
	if len(fields) != peerColumns {
		return fmt.Errorf("%d fields, want %d: peer,threads,op,type,m,n,k,ns_median,ns_best,gflops_median,gflops_best", len(fields), peerColumns)
	}
	fields[peerColumns-1], _, _ = strings.Cut(fields[peerColumns-1], " ")
	var row peerRow
	var ints [4]int
	for i, at := range []int{1, 4, 5, 6} {
		v, err := strconv.Atoi(fields[at])
		if err != nil || v < 0 {
			return fmt.Errorf("field %d is %q, want a whole number", at+1, fields[at])
		}
		ints[i] = v
	}
	var floats [4]float64
	for i := range floats {
		v, err := strconv.ParseFloat(fields[7+i], 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || i < 2 && v == 0 {
			return fmt.Errorf("field %d is %q, want a positive number", 8+i, fields[7+i])
		}
		floats[i] = v
	}
	typ, ok := peerTypes[fields[3]]
	switch {
	case !ok:
		return fmt.Errorf("field 4 is %q, want f32 or f64", fields[3])
	case fields[0] == "" || fields[2] == "":
		return fmt.Errorf("no name of a peer or an operation")
	}
	row = peerRow{op: fields[2], typ: typ, size: [3]int(ints[1:]), threads: ints[0]}
	if p.rows == nil {
		p.rows = map[peerRow]map[string][]float64{}
	}
	if p.rows[row] == nil {
		p.rows[row] = map[string][]float64{}
	}
	p.rows[row][fields[0]] = append(p.rows[row][fields[0]], floats[0]*1e-9)
	return nil
}

// like returns what the peers did on o at shape s, fastest first.
func (p *Peers) like(o *Op, typ string, s Shape, workers int) (records []Record) {
	if o.peerShape == nil {
		return nil
	}
	size := o.peerShape(s)
	for row, peers := range p.rows {
		if row.typ != typ || row.threads != workers || !slices.Contains(o.peers, row.op) {
			continue
		}
		scale := 1.
		if o.near && row.size[0] > 0 {
			if scale = float64(size[0]) / float64(row.size[0]); math.Abs(scale-1) > 0.1 {
				continue
			}
		} else if row.size != size {
			continue
		}
		for name, seconds := range peers {
			r := Record{Op: o.Name, Type: typ, Lib: name, M: s.M, N: s.N, K: s.K, Batch: s.Batch, Workers: workers,
				Seconds: median(seconds) * scale, Samples: len(seconds)}
			if slowKind(name) {
				r.ISA = "avx2"
			}
			records = append(records, r)
		}
	}
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(cmp.Compare(a.Seconds, b.Seconds), cmp.Compare(a.Lib, b.Lib))
	})
	return records
}

// slowKind reports whether the peer of that name runs AVX2 code.
func slowKind(name string) bool { return strings.Contains(name, "avx2") }

// fastest returns the first of the peers' records that kernels of the given kind are compared with: those for AVX2 with
// AVX2, portable ones with none, others with any.
func fastest(peers []Record, isa string) (Record, bool) {
	for _, r := range peers {
		if isa == "avx2" && r.ISA != "avx2" || isa == "generic" {
			continue
		}
		return r, true
	}
	return Record{}, false
}
