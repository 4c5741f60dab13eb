package cli

import (
	"context"
	"fmt"
	"math"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// Jacobians are measured at this many training rows at most, at fewer where one factorization each takes more than this many flops
// in all, and at none where one does.
const (
	conditionRows  = 16
	conditionFlops = 1e11
)

// conditions says how well posed the network is, for training rows spread over the set; nil if ctx ended.
func (e *experiment[T]) conditions(ctx context.Context, net *nm.Network[T]) *nm.Conditions {
	n := float64(net.Modules().Largest)
	rows := int(min(conditionRows, float64(e.train.X.Rows), conditionFlops/(2.0/3*n*n*n+1)))
	x := la.NewMatrix[T](rows, e.train.X.Cols)
	for i := range rows {
		copy(x.Row(i), e.train.X.Row(i*e.train.X.Rows/rows))
	}
	c, err := net.Conditions(ctx, x)
	if err != nil {
		return nil
	}
	return &c
}

// conditionsRecord is the worst of a network's cyclic blocks in records; see nm.BlockConditions.
type conditionsRecord struct {
	Blocks    int      `json:"cyclic_blocks"`
	Block     int      `json:"largest_block"`
	RowSum    *float64 `json:"row_sum,omitempty"`
	ColumnSum *float64 `json:"column_sum,omitempty"`
	Radius    *float64 `json:"radius,omitempty"`
	Perron    *float64 `json:"perron,omitempty"`
	Norm      *float64 `json:"norm,omitempty"`
	Symmetric *float64 `json:"symmetric,omitempty"`
	Proved    string   `json:"proved"`
	RCond     *float64 `json:"rcond,omitempty"`
}

// recordOf is c for a record, nil for nil: the record then has none of its fields.
func recordOf(c *nm.Conditions) *conditionsRecord {
	if c == nil {
		return nil
	}
	w := &c.Worst
	return &conditionsRecord{len(c.Blocks), w.Nodes, finite(w.RowSum), finite(w.ColumnSum), finite(w.Radius), finite(w.PerronHigh), finite(w.Norm),
		finite(w.Symmetric), w.Holds.String(), finite(w.RCond)}
}

// posed is c in a few words.
func posed(c *nm.Conditions) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("  radius %s  rcond %s  one solution: %s", figure(c.Worst.Radius), figure(c.Worst.RCond), proved(c.Worst.Holds))
}

func proved(c nm.Criterion) string {
	if c == 0 {
		return "not proved"
	}
	return c.String()
}

// figure is a number of the table; what was not measured is a dash.
func figure(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3g", v)
}

// conditionsTable shows the cyclic blocks of the tested networks; ok is false if there is nothing to show.
func conditionsTable(models []report.Model) (t report.Table, ok bool) {
	const most = 8 // blocks of a model
	t = report.Table{
		Title: "Well-posedness",
		Note: `Cyclic blocks of the tested networks, W their kept weights; edges that lie on no cycle can do no harm. A condition under "one solution" is proved:
there is one solution for every input. The spectral radius is a heuristic. rcond: the least reciprocal condition of a block's Jacobian over some training rows; near 0 solutions branch.`,
		Header: []string{"model", "block of nodes", "edges", "row sum", "column sum", "spectral radius of W", "of |W|", "norm of W", "largest eigenvalue of (W+W')/2", "rcond", "one solution"},
	}
	for _, m := range models {
		if m.Conditions == nil {
			continue
		}
		for i, b := range m.Conditions.Blocks {
			if i == most {
				b = m.Conditions.Worst
			}
			row := []string{m.Name, fmt.Sprint(b.Nodes), fmt.Sprint(b.Edges), figure(b.RowSum), figure(b.ColumnSum), figure(b.Radius), figure(b.PerronHigh),
				figure(b.Norm), figure(b.Symmetric), figure(b.RCond), proved(b.Holds)}
			if i == most {
				row[1], row[2] = fmt.Sprintf("worst of all %d", len(m.Conditions.Blocks)), ""
			}
			t.Rows = append(t.Rows, row)
			if i == most {
				break
			}
		}
	}
	return t, len(t.Rows) > 0
}
