// Rows of eight float64 in one vector.

#define RABS Z15
#define RRINV Z12
#define RTEMP Z3
#define RTEMPX X0
#define RFACTOR Z2
#define INDEXTO(from, to) MOVQ from, to
#define UNITS luUnits64<>

// K2: column COL, K3: the columns after it
#define RSETUP \
	VPTERNLOGQ $0xff, RABS, RABS, RABS; \
	VPSRLQ     $1, RABS, RABS; \
	MOVQ       $1, T; \
	VPBROADCASTQ T, Z13; \
	KMOVW      T, K2; \
	MOVQ       $-2, T; \
	KMOVW      T, K3
#define RBEGIN \
	VPBROADCASTQ T, Z9; \
	VMOVDQU64    Z9, Z7; \
	VPXORQ       Z5, Z5, Z5
#define RGET(p) VMOVUPD (p), Z0
#define RLANE VPERMPD Z0, Z8, Z2
#define RFOLLOW \
	VPANDQ    RABS, Z0, Z3; \
	VPCMPUQ   $6, Z5, Z3, K7; \
	VPMAXUQ   Z3, Z5, Z5; \
	VMOVDQU64 Z9, K7, Z7; \
	VPADDQ    Z13, Z9, Z9
#define RKEEP \
	VMOVUPD Z5, (W); \
	VMOVUPD Z7, 64(W)
#define RSWAP \
	VMOVUPD (P), Z10; \
	VMOVUPD (PIVOTROW), Z0; \
	VMOVUPD Z0, (P); \
	VMOVUPD Z10, (PIVOTROW)
#define RMASK \
	VPBROADCASTQ COL, Z8; \
	VMOVUPD.Z Z10, K3, Z10; \
	KMOVW     K2, K4; \
	KSHIFTLW  $1, K2, K2; \
	KSHIFTLW  $1, K3, K3
#define RTAKE VFNMADD231PD Z10, Z2, Z0
#define RPUT(p) \
	VMOVUPD Z2, K4, Z0; \
	VMOVUPD Z0, (p)
