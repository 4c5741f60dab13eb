// What gemm_strip_avx512_amd64.h does with the sums of a product of floats.

// FMA adds an element of A times a vector of B.
#define FMA(b, z) VFMA b, X, z

// WHOLE and LAST: vector v of C's row = alpha*sums + (beta*vector v), the latter rounded.
#define WHOLE(z, v) \
	VMULT (64*v)(C), BETA, OLD; \
	VFMAL OLD, ALPHA, z; \
	VLOAD z, (64*v)(C)

#define LAST(z, v) \
	VMULT.Z (64*v)(C), BETA, TAIL, OLD; \
	VFMAL   OLD, ALPHA, z

#define PUTLAST(z, v) VLOAD z, TAIL, (64*v)(C)

#define NEWROW

#define FINISH \
	BETABITS(B); \
	JZ  put; \
	UPDATEROWS(far, held, next); \
put: ; \
	EACHROW(PUT, next)
