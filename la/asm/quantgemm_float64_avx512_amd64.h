// The strip kernel is compiled for a C of float64 after this header and for float32 after
// quantgemm_float32_avx512_amd64.h, which comes second in a file.

#define CSHIFT 3 // log2 of the size of an element of C

#define TAILHIGH K2 // mask of the second half of the last vector of columns
#define LOW Z25
#define HIGH Z26

// C's elements are twice as large as groups.
#define LOADSCALARS \
	SHLQ      $1, LDC; \
	KSHIFTRW  $8, TAIL, TAILHIGH; \
	LOADONES

#define NEWROW \
	VBROADCASTSD (ROW), X; \
	ADDQ $8, ROW

// HALVES: LOW, HIGH = the sums of z as float64, times the scale of the row
#define HALVES(z, v) \
	VPADDD        (64*v)(START), z, z; \
	VEXTRACTF64X4 $1, z, Y26; \
	VMOVUPD       z, LOW; \
	VCVTDQ2PD     Y25, LOW; \
	VCVTDQ2PD     Y26, HIGH; \
	VMULPD        X, LOW, LOW; \
	VMULPD        X, HIGH, HIGH

#define WHOLE(z, v) \
	HALVES(z, v); \
	VMULPD  (128*v)(COL), LOW, LOW; \
	VMULPD  (128*v+64)(COL), HIGH, HIGH; \
	VADDPD  (128*v)(C), LOW, LOW; \
	VADDPD  (128*v+64)(C), HIGH, HIGH; \
	VMOVUPD LOW, (128*v)(C); \
	VMOVUPD HIGH, (128*v+64)(C)

// LAST stores, too: there is no register to keep both halves in.
#define LAST(z, v) \
	HALVES(z, v); \
	VMULPD.Z (128*v)(COL), LOW, TAIL, LOW; \
	VMULPD.Z (128*v+64)(COL), HIGH, TAILHIGH, HIGH; \
	VADDPD.Z (128*v)(C), LOW, TAIL, LOW; \
	VADDPD.Z (128*v+64)(C), HIGH, TAILHIGH, HIGH; \
	VMOVUPD  LOW, TAIL, (128*v)(C); \
	VMOVUPD  HIGH, TAILHIGH, (128*v+64)(C)

#define PUTLAST(z, v)

#define FINISHROWS EACHROW(UPDATE, next)
