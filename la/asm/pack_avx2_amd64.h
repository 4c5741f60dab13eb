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
#define TAIL Y15 // mask of the last vector of a row of src
#define ROWS Y14 // mask of a block's rows
#define VL (32>>SHIFT)

#define LOADARGS \
	MOVQ dst+0(FP), DST; \
	MOVQ ldd+8(FP), LDD; \
	MOVQ src+16(FP), SRC; \
	MOVQ lds+24(FP), LDS; \
	MOVQ m+32(FP), M; \
	MOVQ n+40(FP), N; \
	SHLQ $SHIFT, LDD; \
	SHLQ $SHIFT, LDS

// ONES sets the first r mod VL elements of y, all for 0. It uses CX and R13.
#define ONES(r, y) \
	MOVQ    r, CX; \
	DECQ    CX; \
	ANDQ    $(VL-1), CX; \
	SHLQ    $SHIFT, CX; \
	LEAQ    tailMask<>+(64-(1<<SHIFT))(SB), R13; \
	SUBQ    CX, R13; \
	VMOVUPS (R13), y

// PAIR and PAIRPAIR interleave elements and pairs of elements of a and b: even
// ones to a, odd ones to b, within 128-bit lanes.
#define PAIRPAIR(a, b) \
	VUNPCKLPD b, a, Y13; \
	VUNPCKHPD b, a, b; \
	VMOVUPD   Y13, a

#define PAIR(a, b) \
	VUNPCKLPS b, a, Y13; \
	VUNPCKHPS b, a, b; \
	VMOVUPS   Y13, a

// LANES transposes the 2 x 2 lanes of 128 bits.
#define LANES(a, b) \
	VPERM2F128 $0x20, b, a, Y13; \
	VPERM2F128 $0x31, b, a, b; \
	VMOVUPD    Y13, a

// GET and PUT move one row and leave for end behind the last one, counted in T.
#define GET(y, end) \
	VMASKMOV (S), TAIL, y; \
	ADDQ     LDS, S; \
	DECQ     T; \
	JZ       end

#define PUT(y, end) \
	VMASKMOV y, ROWS, (D); \
	ADDQ     LDD, D; \
	DECQ     T; \
	JZ       end

// PUTWHOLE is PUT for a block of VL rows: masked stores are slow on AMD's.
#define PUTWHOLE(y, end) \
	VLOAD y, (D); \
	ADDQ  LDD, D; \
	DECQ  T; \
	JZ    end
