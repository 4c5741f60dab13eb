package kernels

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// ReadRecords reads what a run wrote, one record a line. Records of other kinds than this package's are left out; the error
// names the line.
func ReadRecords(r io.Reader) (records []Record, err error) {
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		n++
		if len(lines.Bytes()) == 0 {
			continue
		}
		var rec Record
		var kind struct{ Op, Lib string }
		if err := json.Unmarshal(lines.Bytes(), &kind); err != nil {
			return nil, fmt.Errorf("line %d: not a record: %w", n, err)
		}
		if kind.Lib == "" || !known(kind.Op) {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			return nil, fmt.Errorf("line %d: not a record: %w", n, err)
		}
		if !(rec.Seconds > 0) || rec.Workers < 1 || elementSize(rec.Type) == 4 && rec.Type != float32Type {
			return nil, fmt.Errorf("line %d: not a record of a measurement", n)
		}
		records = append(records, rec)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no records of kernels in it")
	}
	return records, nil
}

func known(op string) bool {
	return slices.Contains(peakOps, op) || opNamed(op) != nil
}

// Review makes the records of one run from those of several, as far as s selects them, with the given peers instead of
// those that the records hold; nil keeps these.
func Review(records []Record, s Selection, peers *Peers) []Record {
	var out []Record
	var p peaks
	type row struct {
		op, typ string
		shape   Shape
	}
	rows := map[row][]Record{}
	var order []row
	for _, r := range merge(records) {
		o := opNamed(r.Op)
		switch {
		case o == nil:
			p.add(r)
			out = append(out, r)
		case s.op(o) && chosen(s.Types, r.Type) && (r.Lib != Ours || chosen(s.ISAs, r.ISA)) && s.size(o, o.size(r.shape())):
			k := row{r.Op, r.Type, r.shape()}
			if rows[k] == nil {
				order = append(order, k)
			}
			rows[k] = append(rows[k], r)
		}
	}
	for _, k := range order {
		out = append(out, finish(rows[k], opNamed(k.op), &p, peers)...)
	}
	return out
}
