// Rows of eight float64 in two vectors.

#define RABS Y15
#define RRINV Y12
#define RTEMP Y3
#define RTEMPX X0
#define RFACTOR Y2
#define INDEXTO(from, to) MOVQ from, to
#define UNITS luUnits64<>

#define RSETUP \
	VPCMPEQD RABS, RABS, RABS; \
	VPSRLQ   $1, RABS, RABS
#define RBEGIN \
	VMOVQ        T, X9; \
	VPBROADCASTQ X9, Y9; \
	VMOVAPS      Y9, Y7; \
	VMOVAPS      Y9, Y8; \
	VXORPS       Y5, Y5, Y5; \
	VXORPS       Y6, Y6, Y6
#define RGET(p) \
	VMOVUPD (p), Y0; \
	VMOVUPD 32(p), Y1
#define RLANE VBROADCASTSD (P)(COL*SIZE), Y2
#define HALFFOLLOW(x, max, index) \
	VANDPS    RABS, x, Y3; \
	VPCMPGTQ  max, Y3, Y4; \
	VBLENDVPD Y4, Y3, max, max; \
	VBLENDVPD Y4, Y9, index, index
#define RFOLLOW \
	HALFFOLLOW(Y0, Y5, Y7); \
	HALFFOLLOW(Y1, Y6, Y8); \
	VPADDQ luOnes64<>+0(SB), Y9, Y9
#define RKEEP \
	VMOVUPD Y5, (W); \
	VMOVUPD Y6, 32(W); \
	VMOVUPD Y7, 64(W); \
	VMOVUPD Y8, 96(W)
#define RSWAP \
	VMOVUPD (P), Y10; \
	VMOVUPD 32(P), Y11; \
	RGET(PIVOTROW); \
	VMOVUPD Y0, (P); \
	VMOVUPD Y1, 32(P); \
	VMOVUPD Y10, (PIVOTROW); \
	VMOVUPD Y11, 32(PIVOTROW)
#define RMASK \
	MASK8(0); \
	VANDPS  Y14, Y10, Y10; \
	VMOVAPS Y13, Y9; \
	MASK8(32); \
	VANDPS  Y14, Y11, Y11; \
	VMOVAPS Y13, Y14; \
	VMOVAPS Y9, Y13
#define RTAKE \
	VFNMADD231PD Y10, Y2, Y0; \
	VFNMADD231PD Y11, Y2, Y1
#define RPUT(p) \
	VBLENDVPD Y13, Y2, Y0, Y0; \
	VBLENDVPD Y14, Y2, Y1, Y1; \
	VMOVUPD   Y0, (p); \
	VMOVUPD   Y1, 32(p)
