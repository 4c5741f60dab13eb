// Package nonlinear finds roots of systems of nonlinear equations: one system of any form with
// [Solve], or a batch of systems of one structure with [Batch].
//
// Its first promise is that it never reports a success that is none. The status is [Converged] only
// if the residual, computed at the very point that is returned, meets the tolerance; every other
// outcome has a status of its own, and the best point seen comes back whatever the status is.
//
// # One system
//
// A [Method] is a value made of parts: [Newton] with a [LineSearch], [LevenbergMarquardt],
// [PseudoTransient], and a [Sequence] of methods, each of which goes on from the best point of
// those before it, or starts anew by [Restart]. A nil Method is a sequence that tries the cheap ones first.
//
// # Batches
//
// A [Batch] solves x = G(x) for many samples at once. Samples share the evaluation of G but nothing
// else: each has its own stages, budget and status, and the same bits as if it were alone.
// [Batch.SolveAdjoint] then solves the transposed linear systems, on which derivatives of the
// solutions rest, with the factorisations that Newton left behind.
package nonlinear
