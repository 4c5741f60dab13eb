// Package digits holds the data set nmbench trains on when it is given none: 1,797 handwritten digits of 8x8 pixels.
// README.md in this folder says where they come from.
package digits

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
)

//go:embed digits.csv.gz
var file []byte

// Table returns the digits: 64 features, the pixels row by row with 0 (white) to 16, and the classes 0 to 9.
func Table() (*data.Table, error) {
	var header strings.Builder
	for row := range 8 {
		for col := range 8 {
			fmt.Fprintf(&header, "pixel_%d_%d,", row, col)
		}
	}
	header.WriteString("digit\n")
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("embedded digits: %w", err)
	}
	return data.Read("digits", io.MultiReader(strings.NewReader(header.String()), z), data.Columns{Label: "digit"})
}
