// Names and macros of Copy and Transpose, shared by both types.

#define DST AX
#define LDD BX
#define SRC DX
#define LDS SI
#define M DI
#define N R8
#define D R9
#define S R10
#define I R11
#define J R12
#define T CX
#define TAIL K1 // mask of the last vector of a row of src
#define ROWS K2 // mask of a block's rows
#define VL (64>>SHIFT)

#define LOADARGS \
	MOVQ dst+0(FP), DST; \
	MOVQ ldd+8(FP), LDD; \
	MOVQ src+16(FP), SRC; \
	MOVQ lds+24(FP), LDS; \
	MOVQ m+32(FP), M; \
	MOVQ n+40(FP), N; \
	SHLQ $SHIFT, LDD; \
	SHLQ $SHIFT, LDS

// ONES sets the first r mod VL bits of k, all for 0. It uses CX and R13.
#define ONES(r, k) \
	MOVQ  r, CX; \
	DECQ  CX; \
	ANDQ  $(VL-1), CX; \
	MOVQ  $2, R13; \
	SHLQ  CX, R13; \
	DECQ  R13; \
	KMOVW R13, k

// PAIR and PAIRPAIR interleave elements and pairs of elements of a and b: even
// ones to a, odd ones to b, within 128-bit lanes.
#define PAIRPAIR(a, b) \
	VUNPCKLPD b, a, Z31; \
	VUNPCKHPD b, a, b; \
	VMOVUPD   Z31, a

#define PAIR(a, b) \
	VUNPCKLPS b, a, Z31; \
	VUNPCKHPS b, a, b; \
	VMOVUPS   Z31, a

// LANES transposes the 4 x 4 lanes of 128 bits.
#define LANES(a, b, c, d) \
	VSHUFF64X2 $0x88, b, a, Z28; \
	VSHUFF64X2 $0xDD, b, a, Z29; \
	VSHUFF64X2 $0x88, d, c, Z30; \
	VSHUFF64X2 $0xDD, d, c, Z31; \
	VSHUFF64X2 $0x88, Z30, Z28, a; \
	VSHUFF64X2 $0x88, Z31, Z29, b; \
	VSHUFF64X2 $0xDD, Z30, Z28, c; \
	VSHUFF64X2 $0xDD, Z31, Z29, d

// GET and PUT move one row and leave for end behind the last one, counted in T.
#define GET(z, end) \
	VLOAD.Z (S), TAIL, z; \
	ADDQ    LDS, S; \
	DECQ    T; \
	JZ      end

#define PUT(z, end) \
	VLOAD z, ROWS, (D); \
	ADDQ  LDD, D; \
	DECQ  T; \
	JZ    end
