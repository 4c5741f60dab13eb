package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestMonitor: with --monitor every epoch says how well posed the network is, to the same bits for any number of workers; the tested
// network's figures are in its record and in the report always.
func TestMonitor(t *testing.T) {
	fields := []string{"cyclic_blocks", "largest_block", "row_sum", "column_sum", "radius", "perron", "norm", "symmetric", "proved", "rcond"}
	var want []any
	for _, workers := range []string{"1", "3"} {
		dir, o := trained(t, "--model", "deq", "--cap", "0.9", "--jacobian", "0.01", "--monitor", "--json", "--workers", workers)
		var got []any
		for _, r := range records(t, o.must(t)) {
			if r["op"] == "epoch" || r["op"] == "train" {
				for _, f := range fields {
					got = append(got, r[f])
				}
				if r["cyclic_blocks"] != 1.0 || r["largest_block"] != 12.0 || !strings.Contains(r["proved"].(string), "column sums, perron") || !(r["rcond"].(float64) > 0.01) {
					t.Errorf("record %v", r)
				}
			}
		}
		if want == nil {
			want = got
		}
		if len(got) != 17*len(fields) || !reflect.DeepEqual(got, want) {
			t.Errorf("%s workers: %v, want %v", workers, got, want)
		}
		html, err := os.ReadFile(filepath.Join(dir, "report.html"))
		if err != nil || !strings.Contains(string(html), "Well-posedness") {
			t.Errorf("the report lacks its table: %v", err)
		}
	}
	dir, o := trained(t, "--model", "nn", "--json")
	for _, r := range records(t, o.must(t)) {
		if _, ok := r["rcond"]; ok != (r["op"] == "train") {
			t.Errorf("record %v", r)
		}
	}
	if html, err := os.ReadFile(filepath.Join(dir, "report.html")); err != nil || strings.Contains(string(html), "Well-posedness") {
		t.Errorf("a table without blocks: %v", err)
	}
}
