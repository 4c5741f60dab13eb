// Package reg holds the penalties on the edges of a network and their proximal maps, as pure functions of the
// weight matrix.
//
// Row k, column j of a square matrix W is the weight w_kj of the edge k -> j. A penalty is the sum over all edges,
// k != j, of
//
//	weight_kj * |w_kj|        (L1)        or        weight_kj * w_kj^2 / 2        (L2)
//
// and its proximal map with step t takes W to the minimiser of |P - W|^2/2 + t*penalty(P), edge by edge. These are
// the closed forms (9) and (10) of "Automatic Organization of Neural Modules for Enhanced Collaboration in Neural
// Networks" (arXiv:2005.04088v3). The printed formulas are lost and reconstructed here from its prose: the lasso
// and ridge solutions for orthonormal inputs, with lambda*s_j in the place of lambda, s_j being the number of kept
// edges in the module of the target node j, (6)-(8).
//
// [Weights] holds the one number per edge: [Uniform] for plain L1 and L2; [PerNode], [Max] and [Merged] for the
// adaptive NM regulariser with [Normalize] to fix the scale of the s_j; [PerEdge] for any other. Step and weights
// are numbers >= 0; lambda may be in either. The diagonal, which is no edge, is neither read nor written.
//
// NaN in a weight, a step or an entry of W gives NaN, in that entry. Rows of W may be strided views. Nothing
// allocates. All functions are safe for concurrent use on distinct matrices, [L1Row] and [L2Row] on distinct rows
// of one.
package reg
