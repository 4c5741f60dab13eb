// Package cli is the command nmbench: it reads flags, runs experiments and writes results.
//
// Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed, 2 wrong use.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/la"
)

// usageError is a mistake in the command line: exit status 2.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errInterrupted ends a run that the user stopped.
var errInterrupted = errors.New("interrupted")

// app is one run of the command.
type app struct {
	stdout, stderr io.Writer
	json           bool
	workers        int
	cpuProfile     string
	memProfile     string
}

// Run runs the command with the given arguments and returns its exit status. When ctx ends, training stops and what was done
// so far is still reported.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	out := &output{w: stdout}
	a := &app{stdout: out, stderr: stderr}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("standard output: %w", out.err)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "nmbench: %s\n", strings.Join(strings.Fields(err.Error()), " "))
	if errors.As(err, &usageError{}) {
		return 2
	}
	return 1
}

// output remembers the first error of standard output, so that a full disk does not look like success.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// mostWorkers bounds --workers: pinned ones are threads, of which a Go program may have 10,000 and a container fewer.
const mostWorkers = 1024

func (a *app) rootCommand() *cobra.Command {
	root := a.mainCommand()
	root.Version, _ = version()
	root.SilenceUsage, root.SilenceErrors = true, true
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if err := la.CheckISA(); err != nil {
			return usageError{err}
		}
		if a.workers < 0 || a.workers > mostWorkers {
			return usagef("--workers %d: must be 0 (all processors) or from 1 to %d", a.workers, mostWorkers)
		}
		return nil
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w (%s -h lists the flags)", err, c.CommandPath())
	})
	root.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		hint := ""
		if near := c.SuggestionsFor(args[0]); len(near) > 0 {
			hint = fmt.Sprintf(", did you mean %s?", strings.Join(near, " or "))
		}
		return usagef("unknown command %q%s (nmbench -h lists the commands)", args[0], hint)
	}
	root.SuggestionsMinimumDistance = 2
	flags := root.PersistentFlags()
	flags.BoolVar(&a.json, "json", false, "write one JSON record a line on standard output, and nothing else there")
	flags.IntVar(&a.workers, "workers", 0, "worker goroutines; 0: one for each processor. The results do not depend on it")
	flags.StringVar(&a.cpuProfile, "cpuprofile", "", "write a CPU profile to `FILE` (go tool pprof reads it)")
	flags.StringVar(&a.memProfile, "memprofile", "", "write a profile of all allocations to `FILE`")
	root.AddCommand(a.trainCommand(), a.predictCommand(), a.kernelsCommand(), a.solveCommand(), a.stepCommand(), a.scalingCommand(), a.efficiencyCommand(), a.infoCommand())
	return root
}

// noArguments refuses arguments that are not flags.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q (%s -h shows the use)", args[0], c.CommandPath())
	}
	return nil
}

// interrupted turns the error of a cancelled context into errInterrupted.
func interrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return errInterrupted
	}
	return err
}
