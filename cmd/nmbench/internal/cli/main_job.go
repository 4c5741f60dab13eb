package cli

import (
	"github.com/spf13/cobra"
)

// mainCommand is nmbench without a command: the paper's comparison on the embedded data.
func (a *app) mainCommand() *cobra.Command {
	set := &settings{}
	c := &cobra.Command{
		Use:   "nmbench",
		Short: "Train and measure Neural Modules networks",
		Long: `nmbench trains and measures Neural Modules: networks whose hidden nodes form one weighted graph that training cuts into
independent modules.

Without a command it trains four models on the embedded handwritten digits (NN, NMs, NMs&L1, NMs&NM), prints their test errors and
module figures, and writes an HTML report with error curves and the graph before and after training.`,
		Example: `  nmbench                                     compare the four models on the embedded digits
  nmbench --nodes 200 --seed 3 --report r.html
  nmbench --json > results.jsonl
  nmbench train --data iris.csv --label species
  nmbench train --set codon --dir data --split 1
  nmbench predict --model nmbench-model.safetensors --data new.csv --out classes.csv
  nmbench kernels --ops gemm,lu
  nmbench solve
  nmbench scaling
  nmbench efficiency --figure 4A,17B
  nmbench info`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := set.check(c.Flags().Changed("gamma")); err != nil {
				return err
			}
			src, err := digitsSource(set.seed)
			if err != nil {
				return err
			}
			s := session{app: a, set: set, source: src, models: models[:4], title: "nmbench: handwritten digits"}
			return s.run(c.Context())
		},
	}
	set.register(c, 60)
	return c
}
