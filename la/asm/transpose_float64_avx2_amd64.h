// A block of 4 x 4.

#define SIZE 8 // of an element

#define GETROWS(end) \
	GET(Y0, end); \
	GET(Y1, end); \
	GET(Y2, end); \
	GET(Y3, end)

#define SHUFFLE \
	PAIRPAIR(Y0, Y1); \
	PAIRPAIR(Y2, Y3); \
	LANES(Y0, Y2); \
	LANES(Y1, Y3)

#define PUTROWS(put, end) \
	put(Y0, end); \
	put(Y1, end); \
	put(Y2, end); \
	put(Y3, end)
