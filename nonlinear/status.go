package nonlinear

import "errors"

// Status says how a solve ended. The zero value is no status at all, so that a
// status nobody has written is never read as success.
type Status uint8

const (
	// Converged: the residual, computed at the returned point, meets the tolerance.
	Converged Status = iota + 1
	// MaxIterations: a budget of iterations or evaluations ran out.
	MaxIterations
	// Stalled: no method still made progress, or the iterates ran away.
	Stalled
	// Singular: the Jacobian is singular and no regularised step helped.
	Singular
	// NonFinite: F is NaN or infinite at the start, or wherever the methods turned.
	NonFinite
	// Cancelled: the context ended first.
	Cancelled
)

var statusNames = [...]string{"no status", "converged", "iteration limit reached", "stalled",
	"singular Jacobian", "not finite", "cancelled"}

// String returns a short description in words.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "unknown status"
}

// ErrNotConverged is wrapped by every error of a solve that ended without
// Converged for a reason of its own; a cancelled solve wraps the context's error.
var ErrNotConverged = errors.New("nonlinear: not converged")
