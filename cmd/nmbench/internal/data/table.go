// Package data reads labelled tables and cuts them into training, validation and test rows.
//
// A Table keeps what the file said, in float64 or as lists of ones; [Matrix] turns chosen rows of it, standardised, into
// the matrix a network reads. So a wide 0/1 table is never held twice, and standardising never loses digits to float32.
package data

import (
	"fmt"

	"github.com/neuralmodules/nmcore/la"
)

// Table is a labelled set of rows.
type Table struct {
	Name     string   // what to call it in messages: a file or a set
	Features []string // names of the columns of the feature matrix, all different
	Classes  []string // class names in ascending order of their text
	Labels   []int    // class of each row; nil in a table without labels
	rows     rows
}

// Rows is the number of rows.
func (t *Table) Rows() int { return t.rows.count() }

// rows hands out one row of features at a time.
type rows interface {
	count() int
	row(dst []float64, i int) // fills all of dst
}

// dense holds every value.
type dense struct {
	cols   int
	values []float64 // count*cols, row-major
}

func (d *dense) count() int {
	if d.cols == 0 {
		return 0
	}
	return len(d.values) / d.cols
}

func (d *dense) row(dst []float64, i int) { copy(dst, d.values[i*d.cols:(i+1)*d.cols]) }

// ones holds, for each row, the columns that are 1; the others are 0.
type ones [][]int32

func (o ones) count() int { return len(o) }

func (o ones) row(dst []float64, i int) {
	clear(dst)
	for _, c := range o[i] {
		dst[c] = 1
	}
}

// Matrix returns the given rows of t, in the given order, standardised by s (nil: as they are). A value that leaves the
// range of T is an error.
func Matrix[T la.Float](t *Table, rows []int, s *Scaler) (*la.Matrix[T], error) {
	m := la.NewMatrix[T](len(rows), len(t.Features))
	buf := make([]float64, len(t.Features))
	for i, r := range rows {
		t.rows.row(buf, r)
		s.apply(buf)
		dst := m.Row(i)
		for j, v := range buf {
			dst[j] = T(v)
			if dst[j]-dst[j] != 0 {
				return nil, fmt.Errorf("%s: row %d, column %q: %g is out of range after standardising", t.Name, r+1, t.Features[j], v)
			}
		}
	}
	return m, nil
}

// LabelsOf returns the labels of the given rows.
func (t *Table) LabelsOf(rows []int) []int {
	out := make([]int, len(rows))
	for i, r := range rows {
		out[i] = t.Labels[r]
	}
	return out
}

// All returns every row number of t.
func (t *Table) All() []int {
	out := make([]int, t.Rows())
	for i := range out {
		out[i] = i
	}
	return out
}

// Relabel renumbers t's labels by the given classes; a row of any other class is an error.
func (t *Table) Relabel(classes []string) error {
	number := make(map[string]int, len(classes))
	for i, c := range classes {
		number[c] = i
	}
	for i, l := range t.Labels {
		n, ok := number[t.Classes[l]]
		if !ok {
			return fmt.Errorf("%s: row %d: class %q does not occur in the training data", t.Name, i+1, t.Classes[l])
		}
		t.Labels[i] = n
	}
	t.Classes = classes
	return nil
}
