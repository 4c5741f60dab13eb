// Vectors of the batch kernels.

#define VB 64 // bytes of a vector
#define TILESHIFT 10 // logarithm of the bytes of a tile
#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6
#define V7 Z7
