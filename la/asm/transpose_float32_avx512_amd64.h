// A block of 16 x 16.

#undef SIZE
#undef GETROWS
#undef SHUFFLE
#undef PUTROWS

#define SIZE 4

#define GETROWS(end) \
	GET(Z0, end); \
	GET(Z1, end); \
	GET(Z2, end); \
	GET(Z3, end); \
	GET(Z4, end); \
	GET(Z5, end); \
	GET(Z6, end); \
	GET(Z7, end); \
	GET(Z8, end); \
	GET(Z9, end); \
	GET(Z10, end); \
	GET(Z11, end); \
	GET(Z12, end); \
	GET(Z13, end); \
	GET(Z14, end); \
	GET(Z15, end)

#define SHUFFLE \
	PAIR(Z0, Z1); \
	PAIR(Z2, Z3); \
	PAIR(Z4, Z5); \
	PAIR(Z6, Z7); \
	PAIR(Z8, Z9); \
	PAIR(Z10, Z11); \
	PAIR(Z12, Z13); \
	PAIR(Z14, Z15); \
	PAIRPAIR(Z0, Z2); \
	PAIRPAIR(Z1, Z3); \
	PAIRPAIR(Z4, Z6); \
	PAIRPAIR(Z5, Z7); \
	PAIRPAIR(Z8, Z10); \
	PAIRPAIR(Z9, Z11); \
	PAIRPAIR(Z12, Z14); \
	PAIRPAIR(Z13, Z15); \
	LANES(Z0, Z4, Z8, Z12); \
	LANES(Z1, Z5, Z9, Z13); \
	LANES(Z2, Z6, Z10, Z14); \
	LANES(Z3, Z7, Z11, Z15)

#define PUTROWS(end) \
	PUT(Z0, end); \
	PUT(Z2, end); \
	PUT(Z1, end); \
	PUT(Z3, end); \
	PUT(Z4, end); \
	PUT(Z6, end); \
	PUT(Z5, end); \
	PUT(Z7, end); \
	PUT(Z8, end); \
	PUT(Z10, end); \
	PUT(Z9, end); \
	PUT(Z11, end); \
	PUT(Z12, end); \
	PUT(Z14, end); \
	PUT(Z13, end); \
	PUT(Z15, end)
