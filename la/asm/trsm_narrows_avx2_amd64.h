// The columns that are left: one vector, half of one, single elements.

#define WIDTH LANES
#define GET(x, y, p) VLOAD (p), y
#define PUT(x, y, p) VLOAD y, (p)
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
#include "trsm_narrow_avx2_amd64.h"
#undef WIDTH
#undef GET
#undef PUT
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
#define GET(x, y, p) VLOAD (p), x
#define PUT(x, y, p) VLOAD x, (p)
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
#define NARROWER stripOne
#include "trsm_narrow_avx2_amd64.h"
#undef WIDTH
#undef GET
#undef PUT
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

#define WIDTH 1
#define GET(x, y, p) SLOAD (p), x
#define PUT(x, y, p) SLOAD x, (p)
#define STRIP stripOne
#define BLOCK blockOne
#define NEXT nextOne
#define REST restOne
#define SCALED scaledOne
#define SOLVED solvedOne
#define ROW rowOne
#define COLUMN columnOne
#define UNIT unitOne
#define BELOW belowOne
#define LOWER lowerOne
#define NARROWER done
#include "trsm_narrow_avx2_amd64.h"
#undef WIDTH
#undef GET
#undef PUT
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
