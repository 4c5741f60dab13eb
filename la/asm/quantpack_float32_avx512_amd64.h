// quantpack_float64_avx512_amd64.h's names for float32.

#undef VAND
#undef VLARGER
#undef VLEFT
#undef VSELECT
#undef SETMASK
#undef SETMAGIC
#undef PUTGROUPS
#undef TAKE

#define VAND VPANDD
#define VLARGER VPMAXUD
#define VLEFT VPSLLD
#define VSELECT(mask, z, dst) VPTERNLOGD $0xE4, mask, z, dst
#define SETMASK(bits, z) \
	VPTERNLOGD $255, z, z, z; \
	VPSRLD     $(32-bits), z, z
#define SETMAGIC \
	MOVQ         $0x4B400000, T; \
	VMOVD        T, X0; \
	VBROADCASTSS X0, MAGIC
#define PUTGROUPS(z, v, k) VMOVDQU32 z, k, (64*v)(GROUP)
#define TAKE(z, y, v, k) \
	VPSLLD      $6, z, z; \
	VMOVDQU32.Z (64*v)(START), k, Z0; \
	VPSUBD      z, Z0, Z0; \
	VMOVDQU32   Z0, k, (64*v)(START)
