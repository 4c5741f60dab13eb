// Steps of the elementary functions on one vector of 64 bytes. A header for the
// element type gives the names; the file defines PREPARE, which loads constants
// once a call, and KERNEL, which maps Z0 to Z0 and may use Z1 to Z15.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

#define ROUND Z16
#define LOG2E Z17
#define LN2HI Z18
#define LN2LO Z19
#define ONE Z20
#define STEPS Z21
#define STEPS8 Z22
#define C0 Z23
#define C1 Z24
#define C2 Z25
#define C3 Z26
#define C4 Z27
#define C5 Z28
#define LEAST Z29
#define MOST Z30
#define SIGN Z31

// LOADREDUCE loads what REDUCE and EXPM1 need.
#define LOADREDUCE \
	VBCAST WIDE+ROUND16(SB), ROUND; \
	VBCAST TABLE+elementTable_log2e(SB), LOG2E; \
	VBCAST TABLE+elementTable_ln2Hi(SB), LN2HI; \
	VBCAST TABLE+elementTable_ln2Lo(SB), LN2LO; \
	VBCAST TABLE+elementTable_one(SB), ONE; \
	LOADEXP

// REDUCE: Z0 = x becomes r, x = n ln2 + r; Z2 = n, a multiple of 1/16, with
// n mod 1 in the low bits of Z1.
#define REDUCE \
	VMOVAPS ROUND, Z1; \
	VFMA    LOG2E, Z0, Z1; \
	VMINUS  ROUND, Z1, Z2; \
	VFNMA   LN2HI, Z2, Z0; \
	VFNMA   LN2LO, Z2, Z0

// POWER: Z3 = 2^n e^r from REDUCE's results. Overwrites Z1 and Z4 to Z6.
#define POWER \
	EXPM1; \
	STEP; \
	VFMAL  Z1, Z1, Z3; \
	VSCALE Z2, Z3, Z3

// EXPMINUS: Z3 = e^-|x|, x in Z0.
#define EXPMINUS \
	VORPS   SIGN, Z0, Z0; \
	VLARGER Z0, LEAST, Z0; \
	REDUCE; \
	POWER
