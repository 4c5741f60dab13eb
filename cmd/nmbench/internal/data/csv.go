package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Columns says how to use the columns of a CSV file.
type Columns struct {
	Label         string   // the class of a row; empty: no column is a label
	LabelOptional bool     // a file without the label column is read as a table without labels, an empty label as class ""
	Ignore        []string // columns that are neither features nor label
	Features      []string // the features to read, in this order, others are passed over; nil: all that remain
}

// ReadCSV reads a comma-separated file with a header, plain or gzip. Features must be finite numbers in every row; labels
// are text. A header name that occurs again is called name#2, name#3, ...; an empty one column1, column2, ... by position.
// Errors name the file, the line, the row (counted from 1 after the header) and the column.
func ReadCSV(path string, use Columns) (*Table, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(path, f, use)
}

// Read is [ReadCSV] on a reader of plain text; path is for messages.
func Read(path string, in io.Reader, use Columns) (*Table, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1 // raggedness is reported below, with names
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file is empty", path)
	}
	if err != nil {
		return nil, csvError(path, err)
	}
	header = headerNames(header)
	plan, err := use.plan(path, header)
	if err != nil {
		return nil, err
	}
	t := &Table{Name: path, Features: plan.names}
	d := &dense{cols: len(plan.columns)}
	t.rows = d
	var labels []string
	classOf := map[string]string{} // one copy of each label text
	for row := 1; ; row++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvError(path, err)
		}
		line, _ := r.FieldPos(0)
		where := func() string { return fmt.Sprintf("%s: line %d (row %d)", path, line, row) }
		if len(record) != len(header) {
			return nil, fmt.Errorf("%s: %d cells, but the header has %d columns", where(), len(record), len(header))
		}
		for _, c := range plan.columns {
			v, err := number(record[c])
			if err != nil {
				return nil, fmt.Errorf("%s, column %q: %w", where(), header[c], err)
			}
			d.values = append(d.values, v)
		}
		if plan.label >= 0 {
			text := strings.TrimSpace(record[plan.label])
			if text == "" && !use.LabelOptional {
				return nil, fmt.Errorf("%s, column %q: the label is missing", where(), header[plan.label])
			}
			kept, ok := classOf[text]
			if !ok {
				kept = strings.Clone(text)
				classOf[kept] = kept
			}
			labels = append(labels, kept)
		}
	}
	if len(d.values) == 0 {
		return nil, fmt.Errorf("%s: no rows below the header", path)
	}
	if plan.label >= 0 {
		t.Labels, t.Classes = index(labels)
	}
	return t, nil
}

// plan is what to read of each record.
type plan struct {
	columns []int    // of the features
	names   []string // of the features
	label   int      // column of the label, -1: none
}

func (use Columns) plan(path string, header []string) (plan, error) {
	p := plan{label: -1}
	if use.Label != "" {
		p.label = slices.Index(header, use.Label)
		switch {
		case p.label < 0 && !use.LabelOptional:
			return p, fmt.Errorf("%s: no column %q for the label; the columns are %s", path, use.Label, list(header))
		case slices.Contains(header, use.Label+"#2"):
			return p, fmt.Errorf("%s: more than one column is called %q, so it cannot be the label", path, use.Label)
		}
	}
	if use.Features != nil {
		var missing []string
		for _, name := range use.Features {
			c := slices.Index(header, name)
			if c < 0 {
				missing = append(missing, name)
			}
			p.columns = append(p.columns, c)
		}
		if missing != nil {
			return p, fmt.Errorf("%s: %d of the %d columns the model reads are missing: %s", path, len(missing), len(use.Features), list(missing))
		}
		p.names = use.Features
		return p, nil
	}
	for _, name := range use.Ignore {
		if !slices.Contains(header, name) {
			return p, fmt.Errorf("%s: no column %q to ignore; the columns are %s", path, name, list(header))
		}
	}
	for c, name := range header {
		if c != p.label && !slices.Contains(use.Ignore, name) {
			p.columns = append(p.columns, c)
			p.names = append(p.names, name)
		}
	}
	if len(p.columns) == 0 {
		return p, fmt.Errorf("%s: no feature columns beside the label", path)
	}
	return p, nil
}

// headerNames returns a copy of the header with every name different and none empty.
func headerNames(header []string) []string {
	out := make([]string, len(header))
	used := make(map[string]bool, len(header))
	for i, name := range header {
		name = strings.TrimSpace(name)
		if name == "" {
			name = fmt.Sprintf("column%d", i+1)
		}
		unique := name
		for n := 2; used[unique]; n++ {
			unique = fmt.Sprintf("%s#%d", name, n)
		}
		used[unique] = true
		out[i] = unique
	}
	return out
}

// number reads one numeric cell.
func number(cell string) (float64, error) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return 0, errors.New("the cell is missing (fill it in, or leave the column out with --ignore)")
	}
	v, err := strconv.ParseFloat(cell, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%s is out of range", cell)
	case err != nil:
		return 0, fmt.Errorf("%q is not a number (text columns can be left out with --ignore)", short(cell))
	case v-v != 0:
		return 0, fmt.Errorf("%s is not a finite number", cell)
	}
	return v, nil
}

// index numbers the labels by the ascending text of their classes.
func index(text []string) (labels []int, classes []string) {
	classes = slices.Clone(text)
	slices.Sort(classes)
	classes = slices.Compact(classes)
	number := make(map[string]int, len(classes))
	for i, c := range classes {
		number[c] = i
	}
	labels = make([]int, len(text))
	for i, s := range text {
		labels[i] = number[s]
	}
	return labels, classes
}

func csvError(path string, err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: line %d: %w", path, p.Line, p.Err)
	}
	return readError(path, err)
}

// list joins names for a message, at most 12 of them.
func list(names []string) string {
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}
