package optnet

// Status says how a sample ended. The zero value is no status, so that one nobody has written is never read as success.
type Status uint8

const (
	// Converged: the residual, computed at the returned point, meets the tolerance.
	Converged Status = iota + 1
	// MaxIterations: the limit of iterations was reached.
	MaxIterations
	// Infeasible: no z satisfies the constraints; Lambda and Nu are the proof.
	Infeasible
	// Stalled: the residual no longer fell, or the iterates ran away.
	Stalled
	// Singular: [Q A'; A 0] is singular to working precision, or the system of an iteration is.
	Singular
	// NonFinite: the data are NaN or infinite.
	NonFinite
	// Cancelled: the context ended first.
	Cancelled
)

var statusNames = [...]string{"no status", "converged", "iteration limit reached", "infeasible", "stalled", "singular",
	"not finite", "cancelled"}

// String returns a short description in words.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "unknown status"
}
