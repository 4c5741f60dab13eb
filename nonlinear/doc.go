// Package nonlinear finds roots of systems of nonlinear equations: one system of any form with [Solve], a large one that falls
// into parts with [SolveBlocks], a batch of systems of one structure with [Batch], and one equation in one unknown
// with [Brent], [ITP], [Bisect] and [Secant].
//
// Its first promise is that it never reports a success that is none. The status is [Converged] only
// if the residual, computed at the very point that is returned, meets the tolerance; every other
// outcome has a status of its own, and the best point seen comes back whatever the status is.
//
// # One system
//
// A nil [Method] means [Default], which tries the cheap methods first and the robust ones last. Otherwise a method is a value
// made of parts, an [Algorithm]:
//
//   - a [Descent] says which way: [Newton], [Broyden], [Anderson], [Picard], [NewtonKrylov], [Spectral], [Dogleg],
//     [LevenbergMarquardt], [PseudoTransient];
//   - a [Globalization] says how far: [FullStep], [Backtracking], [MoreThuente], [NonMonotone], [TrustRegion];
//   - [Reuse] says how long a Jacobian serves, which makes Newton's method simplified Newton or Shamanskii's;
//   - [Stop] says when to give up.
//
// A Descent alone is a method too. A [Sequence] of methods hands the best iterate on; [Restart] begins anew; a [Homotopy]
// follows a curve to the root. [Settings] hold tolerances, scales and budgets, and a trace. [CheckJacobian] finds the wrong
// entry of a Jacobian. Repeated solves with one [Solver] allocate nothing.
//
// # Batches
//
// A [Batch] solves x = G(x) for many samples at once, on the workers of a pool. Samples share the evaluation of G and the
// kernels of the linear algebra but nothing else: each has its own stages, budget and status, and the same bits as if it
// were alone. A [BatchMethod] forces the first stage: sweeps, Anderson mixing, Newton's method with new factors, old ones or none,
// or continuation. [Batch.SolveAdjoint] then solves the transposed linear systems, on which derivatives of the
// solutions rest, with the factorisations that Newton left behind.
package nonlinear
