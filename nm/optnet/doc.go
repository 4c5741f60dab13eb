// Package optnet is a layer whose output is the solution of a quadratic program, and a small classifier around it: the one
// baseline that is no structure of package nm. The source is B. Amos, J. Z. Kolter, "OptNet: Differentiable Optimization
// as a Layer in Neural Networks", ICML 2017 (arXiv:1703.00443), section 3.
//
// # Program
//
// One family of programs shares Q, A, b, G, h; every sample has its own p:
//
//	minimise 1/2 z'Qz + p'z   subject to   Az = b,  Gz <= h
//
// with n variables, me equalities and mi inequalities. Q is symmetric and positive definite on the null space of A, and A
// has full row rank; Q = LL' + eps I, which [Gram] forms, is positive definite for every L. The solution is then unique.
// Its optimality conditions, with multipliers nu and lambda and slacks s = h - Gz, are
//
//	Qz + p + G'lambda + A'nu = 0,  Az = b,  s >= 0,  lambda >= 0,  s_i lambda_i = 0
//
// # Method
//
// Each sample is solved by the primal-dual interior-point method with Mehrotra's predictor and corrector. K = [Q A'; A 0]
// is factorised once for the family, as is W = G K^-1 G' (with G padded by zeros) formed; what an iteration of a sample
// factorises is W + diag(s/lambda), of order mi. The data are scaled by powers of two, which rounds nothing: variables to
// a unit diagonal of Q, inequalities to a unit diagonal of W.
//
// A status says [Converged] only if the residual of the optimality conditions, computed from the data at the very point
// that is returned, meets the tolerance. That no point satisfies the constraints is [Infeasible], with a certificate.
//
// # Gradient
//
// [Solver.Backward] solves the optimality conditions differentiated at the solution, all of them, inequalities included:
// no active set is guessed. It shares the factors of K, factorises W + diag(s/lambda) at the solution (the last iteration's
// factors belong to the point before it, where s/lambda may still be orders of magnitude away) and refines against the
// whole system. Where an inequality is weakly active, s_i and lambda_i both nearly zero, z has no derivative; the result
// is a weighted mean of the one-sided ones, and [Solution.Margin] tells.
//
// # Reproducibility
//
// Samples share nothing but the family: each has the same bits alone, in a batch, and for any number of workers.
package optnet
