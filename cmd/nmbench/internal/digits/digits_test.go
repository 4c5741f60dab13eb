package digits

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
)

// TestChecksum holds the embedded file to the checksum that README.md states.
func TestChecksum(t *testing.T) {
	sum := sha256.Sum256(file)
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(sum[:]); !strings.Contains(string(readme), got) {
		t.Errorf("README.md does not state the file's sha256 %s", got)
	}
}

func TestTable(t *testing.T) {
	table, err := Table()
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows() != 1797 || len(table.Features) != 64 || !slices.Equal(table.Classes, strings.Split("0123456789", "")) {
		t.Fatalf("%d rows, %d features, classes %q", table.Rows(), len(table.Features), table.Classes)
	}
	count := make([]int, 10)
	for _, c := range table.Labels {
		count[c]++
	}
	if want := []int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}; !slices.Equal(count, want) {
		t.Errorf("rows of each digit %v, want %v", count, want)
	}
	m, err := data.Matrix[float64](table, table.All(), nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, v := range m.Data {
		if v < 0 || v > 16 || v != float64(int(v)) {
			t.Fatalf("value %d is %v", i, v)
		}
		sum += v
	}
	if sum != 561718 {
		t.Errorf("sum of the pixels %v", sum)
	}
}
