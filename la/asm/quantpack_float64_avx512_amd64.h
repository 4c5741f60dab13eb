// Names for float64. Groups are made in the lower halves of elements; the upper ones are arbitrary.

#define VAND VPANDQ
#define VLARGER VPMAXUQ
#define VLEFT VPSLLQ
// VSELECT: dst = dst where mask has ones, else z
#define VSELECT(mask, z, dst) VPTERNLOGQ $0xE4, mask, z, dst
#define SETMASK(bits, z) \
	VPTERNLOGQ $255, z, z, z; \
	VPSRLQ     $(64-bits), z, z
#define SETMAGIC \
	MOVQ         $0x4338000000000000, T; \
	VMOVQ        T, X0; \
	VBROADCASTSD X0, MAGIC
#define PUTGROUPS(z, v, k) VPMOVQD z, k, (32*v)(GROUP)
// TAKE subtracts QuantZeroA times the sums of z, y its lower half, from the starts.
#define TAKE(z, y, v, k) \
	VPMOVQD     z, y; \
	VPSLLD      $6, y, y; \
	VMOVDQU32.Z (32*v)(START), k, Y0; \
	VPSUBD      y, Y0, Y0; \
	VMOVDQU32   Y0, k, (32*v)(START)
