package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
)

// trainFlags are the flags of nmbench train beside the settings.
type trainFlags struct {
	data, label, test, set, dir string
	ignore                      []string
	fraction                    float64
	split                       uint64
	model, save                 string
	baseline                    bool
	checkpoint                  string
	resume                      bool
}

func (a *app) trainCommand() *cobra.Command {
	set, in := &settings{}, &trainFlags{}
	c := &cobra.Command{
		Use:   "train --data FILE --label COLUMN | --set NAME --dir DIR",
		Short: "Train a model on a file or a known data set, test it and save it",
		Long: `train learns to predict a class from numbers, tests the result, saves the model and writes an HTML report.

The data are a .csv or .csv.gz file with a header, in which every column but the label is a finite number (leave others out with
--ignore), or one of the sets ` + strings.Join(data.SetNames(), ", ") + ` in a folder. A tenth of the training rows is held
out to watch the error (and to choose the epoch, with --best); features are standardised by the training rows. Ctrl-C ends the training
early: what was reached is tested, saved and reported.`,
		Example: `  nmbench train --data iris.csv --label species
  nmbench train --data train.csv.gz --test test.csv.gz --label y --ignore id --ignore name --nodes 200
  nmbench train --data iris.csv --label species --model nms-l1 --lambda-l1 0.3 --save iris.safetensors --baseline
  nmbench train --set codon --dir data --split 1
  nmbench train --set facebook --dir data --checkpoint run.ckpt             (again with --resume if it was stopped)
  nmbench train --set hapt --dir data --form merged --json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := set.check(c.Flags().Changed("gamma")); err != nil {
				return err
			}
			if err := in.check(); err != nil {
				return err
			}
			m, err := modelNamed(in.model)
			if err != nil {
				return err
			}
			src, err := in.source()
			if err != nil {
				return err
			}
			s := session{app: a, set: set, source: src, models: []model{m}, title: "nmbench: " + m.name + " on " + src.name, save: in.save,
				checkpoint: in.checkpoint, resume: in.resume}
			if in.baseline && m.flag != "nn" {
				s.models = []model{models[0], m}
			}
			return s.run(c.Context())
		},
	}
	f := c.Flags()
	f.StringVar(&in.data, "data", "", "training data: a .csv or .csv.gz `FILE` with a header")
	f.StringVar(&in.label, "label", "", "`COLUMN` of the class")
	f.StringArrayVar(&in.ignore, "ignore", nil, "`COLUMN` to leave out; may be given again")
	f.StringVar(&in.test, "test", "", "`FILE` of test rows with the same columns")
	f.Float64Var(&in.fraction, "test-fraction", 0.2, "share of the rows of each class to test on, if there is no --test; 0: train on all")
	f.StringVar(&in.set, "set", "", "`NAME` of a known data set: "+strings.Join(data.SetNames(), ", "))
	f.StringVar(&in.dir, "dir", "", "`FOLDER` that holds the files of the known sets")
	f.Uint64Var(&in.split, "split", 1, "seed of the cut into training, validation and test rows")
	f.StringVar(&in.model, "model", "nms-nm", "nn, nms, nms-l1, nms-nm, dag or deq")
	f.StringVar(&in.save, "save", "nmbench-model.safetensors", "`FILE` for the trained model; empty: do not save")
	f.StringVar(&in.checkpoint, "checkpoint", "", "`FILE` that holds the state of training after each epoch; empty: none")
	f.BoolVar(&in.resume, "resume", false, "go on from the --checkpoint file, to the same bits as a run that was never stopped")
	f.BoolVar(&in.baseline, "baseline", false, "train NN too, for comparison")
	set.register(c, 40)
	return c
}

func (in *trainFlags) check() error {
	switch {
	case in.data == "" && in.set == "":
		return usagef("train needs --data FILE or --set NAME (nmbench train -h shows examples)")
	case in.data != "" && in.set != "":
		return usagef("--data and --set exclude each other")
	case in.data != "" && in.label == "":
		return usagef("--data needs --label COLUMN, the column of the class")
	case in.data != "" && slices.Contains(in.ignore, in.label):
		return usagef("the column %q is both --label and --ignore", in.label)
	case in.set != "" && !slices.Contains(data.SetNames(), in.set):
		return usagef("unknown set %q; the sets are %s", in.set, strings.Join(data.SetNames(), ", "))
	case in.set != "" && in.dir == "":
		return usagef("--set needs --dir FOLDER, where the files of the set are")
	case in.set != "" && (in.test != "" || in.label != "" || in.ignore != nil):
		return usagef("--test, --label and --ignore are for --data, not for --set")
	case in.resume && in.checkpoint == "":
		return usagef("--resume needs --checkpoint FILE")
	case !(in.fraction >= 0 && in.fraction < 1):
		return usagef("--test-fraction %v: must be at least 0 and below 1", in.fraction)
	}
	return nil
}

func (in *trainFlags) source() (*source, error) {
	if in.set != "" {
		return setSource(in.dir, in.set, in.split)
	}
	return fileSource(in.data, in.test, data.Columns{Label: in.label, Ignore: in.ignore}, in.fraction, in.split)
}
