// A block of 8 x 8.

#undef SIZE
#undef GETROWS
#undef SHUFFLE
#undef PUTROWS

#define SIZE 4

#define GETROWS(end) \
	GET(Y0, end); \
	GET(Y1, end); \
	GET(Y2, end); \
	GET(Y3, end); \
	GET(Y4, end); \
	GET(Y5, end); \
	GET(Y6, end); \
	GET(Y7, end)

#define SHUFFLE \
	PAIR(Y0, Y1); \
	PAIR(Y2, Y3); \
	PAIR(Y4, Y5); \
	PAIR(Y6, Y7); \
	PAIRPAIR(Y0, Y2); \
	PAIRPAIR(Y1, Y3); \
	PAIRPAIR(Y4, Y6); \
	PAIRPAIR(Y5, Y7); \
	LANES(Y0, Y4); \
	LANES(Y1, Y5); \
	LANES(Y2, Y6); \
	LANES(Y3, Y7)

#define PUTROWS(put, end) \
	put(Y0, end); \
	put(Y2, end); \
	put(Y1, end); \
	put(Y3, end); \
	put(Y4, end); \
	put(Y6, end); \
	put(Y5, end); \
	put(Y7, end)
