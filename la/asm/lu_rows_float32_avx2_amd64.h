// Rows of eight float32 in one vector.

#undef RABS
#undef RRINV
#undef RTEMP
#undef RTEMPX
#undef RFACTOR
#undef INDEXTO
#undef UNITS
#undef RSETUP
#undef RBEGIN
#undef RGET
#undef RLANE
#undef RFOLLOW
#undef RKEEP
#undef RSWAP
#undef RMASK
#undef RTAKE
#undef RPUT

#define RABS Y15
#define RRINV Y12
#define RTEMP Y3
#define RTEMPX X0
#define RFACTOR Y2
#define INDEXTO(from, to) MOVLQZX from, to
#define UNITS luUnits32<>

#define RSETUP \
	VPCMPEQD RABS, RABS, RABS; \
	VPSRLD   $1, RABS, RABS
#define RBEGIN \
	VMOVD        T, X9; \
	VPBROADCASTD X9, Y9; \
	VMOVAPS      Y9, Y7; \
	VXORPS       Y5, Y5, Y5
#define RGET(p) VMOVUPS (p), Y0
#define RLANE VPERMPS Y0, Y8, Y2
#define RFOLLOW \
	VANDPS    RABS, Y0, Y3; \
	VPCMPGTD  Y5, Y3, Y4; \
	VPMAXSD   Y3, Y5, Y5; \
	VBLENDVPS Y4, Y9, Y7, Y7; \
	VPADDD    luOnes32<>+0(SB), Y9, Y9
#define RKEEP \
	VMOVUPS Y5, (W); \
	VMOVUPS Y7, 64(W)
#define RSWAP \
	VMOVUPS (P), Y10; \
	VMOVUPS (PIVOTROW), Y0; \
	VMOVUPS Y0, (P); \
	VMOVUPS Y10, (PIVOTROW)
#define RMASK \
	VMOVD COL, X8; \
	VPBROADCASTD X8, Y8; \
	MASK8(0); \
	VANDPS Y14, Y10, Y10
#define RTAKE VFNMADD231PS Y10, Y2, Y0
#define RPUT(p) \
	VBLENDVPS Y13, Y2, Y0, Y0; \
	VMOVUPS   Y0, (p)
