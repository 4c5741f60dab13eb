// A block of 8 x 8.

#define SIZE 8 // of an element

#define GETROWS(end) \
	GET(Z0, end); \
	GET(Z1, end); \
	GET(Z2, end); \
	GET(Z3, end); \
	GET(Z4, end); \
	GET(Z5, end); \
	GET(Z6, end); \
	GET(Z7, end)

#define SHUFFLE \
	PAIRPAIR(Z0, Z1); \
	PAIRPAIR(Z2, Z3); \
	PAIRPAIR(Z4, Z5); \
	PAIRPAIR(Z6, Z7); \
	LANES(Z0, Z2, Z4, Z6); \
	LANES(Z1, Z3, Z5, Z7)

#define PUTROWS(end) \
	PUT(Z0, end); \
	PUT(Z1, end); \
	PUT(Z2, end); \
	PUT(Z3, end); \
	PUT(Z4, end); \
	PUT(Z5, end); \
	PUT(Z6, end); \
	PUT(Z7, end)
