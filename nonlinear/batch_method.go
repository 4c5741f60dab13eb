package nonlinear

// BatchMethod is the stage a [Batch] begins with. The chain of stages that follow where one fails is the same for all: from sweeps,
// Anderson steps and Krylov to Newton with factorised Jacobians, from there to continuation, and from continuation, if it was
// the first, to Newton. For a linear system, that is in [Batch.SolveAdjoint], Newton and what comes after it is refinement with a
// factorisation. A sample that brings factors from [Batch.Solve] uses them, whatever the method.
type BatchMethod uint8

const (
	// ByCost, the default, takes the stage that is cheapest by the size of the system.
	ByCost BatchMethod = iota
	// ByPicard sweeps x <- G(x).
	ByPicard
	// ByAnderson mixes the last andersonDepth sweeps of each sample.
	ByAnderson
	// ByNewton factorises a Jacobian for every step, but for a last one.
	ByNewton
	// ByChord keeps factors as long as they promise to reach the tolerance for less than new ones cost. A few sweeps come first.
	ByChord
	// ByKrylov solves for each Newton step by GMRES, only as well as it pays. Where that takes too many products the Jacobian is
	// factorised, and its factors are the preconditioner from there on. It needs a system that is [Products]; with others it is
	// ByNewton.
	ByKrylov
	// ByPath is continuation from the start.
	ByPath
)

var batchMethods = [...]string{"cost", "picard", "anderson", "newton", "chord", "krylov", "path"}

func (m BatchMethod) String() string {
	if int(m) < len(batchMethods) {
		return batchMethods[m]
	}
	return "unknown"
}

// What pays for Newton's method. A step with old factors costs a fifth of a factorisation and less, a sweep of a batch a hundredth in
// large systems. With spectral radius 0.9, float32, 64 samples forward and backward took with one factorisation for every step but the last,
// and with warmUp sweeps and chords: 0.15 and 0.16 ms at 8 unknowns, 0.23 and 0.19 at 16, 0.30 and 0.26 at 24, 0.24 and 0.14 at 32, 3.1 and
// 0.76 at 100, 40 and 14 at 300 (2026-11-26, AMD Zen 5, 2 cores of a shared server).
const (
	chordFrom = 16 // unknowns
	warmUp    = 8  // sweeps
)

// choose fills in what depends on the method; large says whether sweeps come first by cost.
func (l *limits) choose(m BatchMethod, size int, large bool) {
	l.first, l.patience = newton, 1
	switch m {
	case ByCost:
		if large && l.picard > 0 {
			l.first = picard
		}
		if size >= chordFrom {
			l.warm, l.patience = true, chordPatience(size)
		}
	case ByPicard:
		l.first = picard
	case ByAnderson:
		l.first = anderson
	case ByChord:
		l.warm, l.patience = true, max(4, chordPatience(size))
	case ByKrylov:
		l.krylov = true
	case ByPath:
		l.first = path
	case ByNewton:
	default:
		panic(badMethod)
	}
	if l.newton < 0 && !l.krylov && l.first != anderson {
		l.first = picard
	}
}

// chordPatience is how many steps with old factors a new factorisation may save.
func chordPatience(size int) int { return 4 + size/32 }
