// quantgemm_float64_avx512_amd64.h's names for float32.

#undef CSHIFT
#undef LOADSCALARS
#undef NEWROW
#undef WHOLE
#undef LAST
#undef PUTLAST
#undef FINISHROWS

#define CSHIFT 2

#define LOADSCALARS LOADONES

#define NEWROW \
	VBROADCASTSS (ROW), X; \
	ADDQ $4, ROW

#define WHOLE(z, v) \
	VPADDD    (64*v)(START), z, z; \
	VCVTDQ2PS z, z; \
	VMULPS    X, z, z; \
	VMULPS    (64*v)(COL), z, z; \
	VADDPS    (64*v)(C), z, z; \
	VMOVUPS   z, (64*v)(C)

#define LAST(z, v) \
	VPADDD    (64*v)(START), z, z; \
	VCVTDQ2PS z, z; \
	VMULPS    X, z, z; \
	VMULPS.Z  (64*v)(COL), z, TAIL, z; \
	VADDPS.Z  (64*v)(C), z, TAIL, z

#define PUTLAST(z, v) VMOVUPS z, TAIL, (64*v)(C)

#define FINISHROWS UPDATEROWS(far, held, next)
