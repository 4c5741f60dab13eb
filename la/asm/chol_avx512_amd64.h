// Macros of chol_body_avx512_amd64.h. Kernels.Chol takes the panel in strips of two vectors, rows of a strip in Z0-Z7 and Z8-Z15.
//
// The first strip holds the triangle. It is eliminated without square roots, row(l) -= row(i)[l]/d(i) * row(i), so that
// only one division stands between two pivots, and scaled by 1/sqrt(d(i)) at the end. Later strips are solved with the
// stored triangle, row(i) *= 1/sqrt(d(i)), row(l) -= U(i, l) * row(i).

#define A DI     // row 0 of the panel and
#define A4 DX    // row 4
#define LDA SI   // bytes from row to row
#define LDA3 R8
#define N CX     // columns left
#define K R9     // rows of U above the panel
#define TOP R10  // the first of them, at the panel's first column
#define WORK R11
#define C R12    // row 0 of the strip, at first the number of its first column, and
#define C4 R13   // row 4
#define P BX     // row p of U at the panel's first column and
#define Q AX     // at the strip

#define Q0 Z16   // two vectors of row p
#define Q1 Z17
#define D Z22    // pivots
#define BAD K    // free once TOP is known

// Z24 + l holds l: VPERM with it spreads lane l.
#define INDEX(l, v) \
	MOVQ   $l, AX; \
	VINDEX AX, v

#define LOAD(from, v, w) \
	VLOAD.Z from, K1, v; \
	VLOAD.Z 64 from, K2, w

#define STORE(v, w, to) \
	VLOAD v, K1, to; \
	VLOAD w, K2, 64 to

// row -= U(p, i) * row p
#define ABOVE(i, t, v, w) \
	VBCAST (i<<SHIFT)(P), t; \
	VFNMA  Q0, t, v; \
	VFNMA  Q1, t, w

// Pivot d of row (v, w): Z18 = d in all lanes, Z19 = row/d.
#define PIVOT(bit, index, v) \
	VPERM v, index, Z18; \
	VDIV  Z18, v, Z19; \
	MOVQ  $bit, AX; \
	KMOVW AX, K3; \
	VLOAD Z18, K3, D

// row (x, y) -= row(i)[l]/d * row (v, w)
#define ELIMINATE(index, t, v, w, x, y) \
	VPERM Z19, index, t; \
	VFNMA v, t, x; \
	VFNMA w, t, y

// row (v, w) *= Z19[i]
#define SCALE(index, t, v, w) \
	VPERM Z19, index, t; \
	VMULT t, v, v; \
	VMULT t, w, w

#define SOLVED(i, t, v, w) \
	VBCAST (i<<SHIFT)(WORK), t; \
	VMULT  t, v, v; \
	VMULT  t, w, w

// row (x, y) -= u * row (v, w)
#define SOLVE(u, t, v, w, x, y) \
	VBCAST u, t; \
	VFNMA  v, t, x; \
	VFNMA  w, t, y
