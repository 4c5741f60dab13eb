// Package nonlinear finds roots of systems of nonlinear equations: one system of any form with
// [Solve], or a batch of systems of one structure with [Batch].
//
// Its first promise is that it never reports a success that is none. The status is [Converged] only
// if the residual, computed at the very point that is returned, meets the tolerance; every other
// outcome has a status of its own, and the best point seen comes back whatever the status is.
package nonlinear
