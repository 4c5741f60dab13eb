// The columns that are left: one vector, half of one, what K1 masks. Only the last
// is masked: a load has to wait for a masked store to reach the cache.

#define WIDTH LANES
#define LEAST LANES
#define GET(y, z, p) VLOAD (p), z
#define PUT(y, z, p) VLOAD z, (p)
#define SETMASK
#define STRIP strip1
#define BLOCK block1
#define NEXT next1
#define REST rest1
#define SCALED scaled1
#define SOLVED solved1
#define ROW row1
#define COLUMN column1
#define UNIT unit1
#define BELOW below1
#define LOWER lower1
#define NARROWER stripHalf
#include "trsm_narrow_avx512_amd64.h"
#undef WIDTH
#undef LEAST
#undef GET
#undef PUT
#undef SETMASK
#undef STRIP
#undef BLOCK
#undef NEXT
#undef REST
#undef SCALED
#undef SOLVED
#undef ROW
#undef COLUMN
#undef UNIT
#undef BELOW
#undef LOWER
#undef NARROWER

#define WIDTH (LANES/2)
#define LEAST (LANES/2)
#define GET(y, z, p) VLOAD (p), y
#define PUT(y, z, p) VLOAD y, (p)
#define SETMASK
#define STRIP stripHalf
#define BLOCK blockHalf
#define NEXT nextHalf
#define REST restHalf
#define SCALED scaledHalf
#define SOLVED solvedHalf
#define ROW rowHalf
#define COLUMN columnHalf
#define UNIT unitHalf
#define BELOW belowHalf
#define LOWER lowerHalf
#define NARROWER stripLess
#include "trsm_narrow_avx512_amd64.h"
#undef WIDTH
#undef LEAST
#undef GET
#undef PUT
#undef SETMASK
#undef STRIP
#undef BLOCK
#undef NEXT
#undef REST
#undef SCALED
#undef SOLVED
#undef ROW
#undef COLUMN
#undef UNIT
#undef BELOW
#undef LOWER
#undef NARROWER

#define WIDTH (LANES/2)
#define LEAST 1
#define GET(y, z, p) VLOAD.Z (p), K1, z
#define PUT(y, z, p) VLOAD z, K1, (p)
#define SETMASK \
	MOVQ  $1, AX; \
	SHLQ  CX, AX; \
	DECQ  AX; \
	KMOVW AX, K1
#define STRIP stripLess
#define BLOCK blockLess
#define NEXT nextLess
#define REST restLess
#define SCALED scaledLess
#define SOLVED solvedLess
#define ROW rowLess
#define COLUMN columnLess
#define UNIT unitLess
#define BELOW belowLess
#define LOWER lowerLess
#define NARROWER done
#include "trsm_narrow_avx512_amd64.h"
#undef WIDTH
#undef LEAST
#undef GET
#undef PUT
#undef SETMASK
#undef STRIP
#undef BLOCK
#undef NEXT
#undef REST
#undef SCALED
#undef SOLVED
#undef ROW
#undef COLUMN
#undef UNIT
#undef BELOW
#undef LOWER
#undef NARROWER

done:
	VZEROUPPER
	RET
