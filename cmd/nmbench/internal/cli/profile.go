package cli

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
)

// profiled runs work under the profiles that were asked for. Profile files are opened first, so that a bad path is found
// before the work starts.
func (a *app) profiled(work func() error) (err error) {
	if a.memProfile != "" {
		f, err := os.Create(a.memProfile)
		if err != nil {
			return data.PathError(a.memProfile, err)
		}
		defer func() {
			runtime.GC() // the profile is as of the last collection
			err = errors.Join(err, pprof.Lookup("allocs").WriteTo(f, 0), f.Close())
		}()
	}
	if a.cpuProfile != "" {
		f, err := os.Create(a.cpuProfile)
		if err != nil {
			return data.PathError(a.cpuProfile, err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return errors.Join(err, f.Close())
		}
		defer func() {
			pprof.StopCPUProfile()
			err = errors.Join(err, f.Close())
		}()
	}
	return work()
}
