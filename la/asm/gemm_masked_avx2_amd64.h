// The last vector of a row has the columns of TAIL only. (Masks for whole vectors
// too would cost 7 % of the speed on Zen 5, 2026-11-25.)

#define LOADLAST(mem, y) VMASKMOV mem, TAIL, y

#define PUTLAST(y, mem) VMASKMOV y, TAIL, mem

#define ADDLAST(y, mem) \
	VMASKMOV mem, TAIL, OLD; \
	VMULT    OLD, BETA, OLD; \
	VFMAL    OLD, ALPHA, y; \
	VMASKMOV y, TAIL, mem
