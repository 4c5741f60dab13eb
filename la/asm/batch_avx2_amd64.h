// Vectors of the batch kernels.

#define VB 32 // bytes of a vector
#define TILESHIFT 9 // logarithm of the bytes of a tile
#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6
#define V7 Y7
