// What gemm_strip_avx512_amd64.h does with the sums of a quantized product: element (i, j) of a group sums 4 products in one
// of 16 lanes. Names that both element types share.

#define SHIFT 2 // log2 of the size of a group
#define VLOAD VMOVUPS // a vector of groups
#define VBCAST VBROADCASTSS // a group

#define ROW A4 // these are free behind the sums: the scale of the row
#define COL B // scales of the columns
#define START NEXT // starts of the sums

#define FINISH \
	MOVQ m+72(FP), ROW; \
	SUBQ M, ROW; \
	SUBQ K, ROW; \
	SHLQ $CSHIFT, ROW; \
	ADDQ row+96(FP), ROW; \
	MOVQ col+104(FP), COL; \
	MOVQ start+88(FP), START; \
	FINISHROWS
