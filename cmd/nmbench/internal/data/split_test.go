package data

import (
	"os"
	"slices"
	"testing"
)

// The first numbers of the generator from state 1, as the published C code gives them.
func TestSplitmix64(t *testing.T) {
	s := splitmix64(1)
	for i, want := range []uint64{0x910a2dec89025cc1, 0xbeeb8da1658eec67, 0xf893a2eefb32555e} {
		if got := s.next(); got != want {
			t.Errorf("number %d = %#x, want %#x", i, got, want)
		}
	}
}

// TestStratified compares with numbers from an independent Python program of the same definition.
func TestStratified(t *testing.T) {
	labels := make([]int, 200)
	all := make([]int, len(labels))
	for i := range labels {
		labels[i] = (i*i + 3*i) % 7 % 4
		all[i] = i
	}
	for _, c := range []struct {
		seed      uint64
		count     int
		first     []int
		sumOfRows int
	}{
		{1, 40, []int{1, 2, 6, 7, 8, 13, 22, 24}, 3984},
		{2, 40, []int{8, 9, 19, 25, 27, 29, 30, 38}, 4169},
		{1<<63 + 5, 40, []int{3, 22, 26, 28, 34, 35, 37, 38}, 3771},
	} {
		rest, picked := Stratified(labels, all, 0.2, c.seed)
		sum := 0
		for _, r := range picked {
			sum += r
		}
		if len(picked) != c.count || !slices.Equal(picked[:len(c.first)], c.first) || sum != c.sumOfRows {
			t.Errorf("seed %d: %d rows %v, sum %d; want %d rows %v, sum %d",
				c.seed, len(picked), picked[:len(c.first)], sum, c.count, c.first, c.sumOfRows)
		}
		both := slices.Concat(rest, picked)
		slices.Sort(both)
		if !slices.Equal(both, all) {
			t.Errorf("seed %d: the two parts do not hold every row once", c.seed)
		}
	}
}

func TestStratifiedKeepsARowOfEveryClass(t *testing.T) {
	rest, picked := Stratified([]int{0, 1, 1, 0, 2}, []int{0, 1, 2, 3, 4}, 0.9, 1)
	seen := map[int]bool{}
	for _, r := range rest {
		seen[[]int{0, 1, 1, 0, 2}[r]] = true
	}
	if len(seen) != 3 || len(picked) != 2 {
		t.Errorf("rest %v, picked %v", rest, picked)
	}
}

func TestHoldOutParts(t *testing.T) {
	table := &Table{Labels: make([]int, 100), rows: make(ones, 100)}
	for i := range table.Labels {
		table.Labels[i] = i % 2
	}
	s := HoldOut(table, 0.2, 0.1, 7)
	if len(s.Test) != 20 || len(s.Validation) != 8 || len(s.Train) != 72 {
		t.Fatalf("%d, %d, %d rows; want 72, 8, 20", len(s.Train), len(s.Validation), len(s.Test))
	}
	all := slices.Concat(s.Train, s.Validation, s.Test)
	slices.Sort(all)
	if !slices.Equal(all, table.All()) {
		t.Error("the parts do not hold every row once")
	}
	if again := HoldOut(table, 0.2, 0.1, 7); !slices.Equal(again.Test, s.Test) || !slices.Equal(again.Validation, s.Validation) {
		t.Error("the same seed gave other rows")
	}
	if other := HoldOut(table, 0.2, 0.1, 8); slices.Equal(other.Test, s.Test) {
		t.Error("another seed gave the same rows")
	}
}

// realDir is where the real sets are, or the test is skipped.
func realDir(t *testing.T) string {
	dir := os.Getenv("NMBENCH_DATA")
	if dir == "" {
		t.Skip("NMBENCH_DATA does not name the folder of the real data sets")
	}
	return dir
}

// TestRealSets holds the loaders and the split to the numbers published with the data.
func TestRealSets(t *testing.T) {
	dir := realDir(t)
	type split struct {
		seed  uint64
		first []int
		sum   int
	}
	for _, c := range []struct {
		name                    string
		rows, features, classes int
		test                    int
		splits                  []split
	}{
		{"codon", 13006, 64, 10, 2601, []split{{1, []int{0, 1, 7, 8, 15, 17}, 16906965}, {2, []int{8, 9, 11, 15, 19, 24}, 16913941}}},
		{"gas", 13910, 128, 6, 2782, []split{{1, []int{5, 6, 14, 18, 21, 27}, 19535696}, {2, []int{2, 4, 16, 17, 19, 28}, 19519916}}},
		{"gas-temporal", 13910, 128, 6, 7977, nil},
		{"hapt", 10929, 561, 12, 3162, nil},
		{"facebook", 22470, 4714, 4, 4494, []split{{1, []int{1, 9, 13, 18, 19, 25}, 49860756}, {2, []int{5, 11, 21, 22, 27, 31}, 49956832}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := LoadSet(dir, c.name)
			if err != nil {
				t.Fatal(err)
			}
			table := s.Table
			if table.Rows() != c.rows || len(table.Labels) != c.rows || len(table.Features) != c.features || len(table.Classes) != c.classes {
				t.Errorf("%d rows, %d labels, %d features, %d classes; want %d, %d, %d",
					table.Rows(), len(table.Labels), len(table.Features), len(table.Classes), c.rows, c.features, c.classes)
			}
			if c.splits == nil && (len(s.Test) != c.test || len(s.Train) != c.rows-c.test) {
				t.Errorf("%d training and %d test rows; want %d test rows", len(s.Train), len(s.Test), c.test)
			}
			for _, w := range c.splits {
				got := HoldOut(table, 0.2, 0.1, w.seed).Test
				sum := 0
				for _, r := range got {
					sum += r
				}
				if len(got) != c.test || !slices.Equal(got[:6], w.first) || sum != w.sum {
					t.Errorf("seed %d: %d test rows %v, sum %d; want %d, %v, %d", w.seed, len(got), got[:6], sum, c.test, w.first, w.sum)
				}
			}
		})
	}
}
