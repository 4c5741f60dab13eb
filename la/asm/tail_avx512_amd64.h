// TAIL sets K1 to the first elements of a vector, as many as the N bytes hold, 0 < N < 64. CX, which is N, and T are lost.
#define TAIL \
	SHRQ  $SHIFT, N; \
	MOVL  $1, T;     \
	SHLQ  N, T;      \
	DECQ  T;         \
	KMOVW T, K1
