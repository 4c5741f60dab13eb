// Rows of matrices, one for each lane.

#define M CX // rows left
#define PANEL DI // next row of the panel
#define ROWS SI // next row numbers
#define BASE R8 // first element of lane 0
#define ITEM R9 // bytes from lane to lane
#define STRIDE R10 // bytes from row to row
#define LANE AX // first element of the lane
#define ROW BX
#define STEP R11 // bytes from vector to vector, or from panel to panel
#define PANELS R12
#define LEFT DX // panels left
#define TO R13

// AT is the offset of a lane's row in ROW; LANE is the lane.
#define AT(lane) \
	MOVLQZX (lane*4)(ROWS), ROW; \
	IMULQ   STRIDE, ROW

// AHEAD fetches the next line of the row: the cache of the processor cannot guess
// where it will be asked for.
#define AHEAD PREFETCHT0 64(LANE)(ROW*1)
