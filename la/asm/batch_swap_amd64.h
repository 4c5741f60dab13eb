// Exchanges of rows. The pivots' numbers have been stored as integers from PIV
// on; a list of exchanges, offsets in a panel, follows them. MOVE moves an element,
// SIZE is its size, COLUMN that of a vector, ROWSHIFT the logarithm of the size of
// a panel's row, RSHIFT of that of a vector of row numbers.

#define PANELS R8
#define W R9 // in the first part
#define STEP R9 // in the second part: from panel to panel
#define PANEL DI // its first row to be exchanged
#define ROWS SI // row numbers of the lane
#define PIV R10
#define S R11 // 0..3
#define LEFT R12 // lanes or exchanges
#define LIST DX // end of the list
#define OFFSET R13 // of the lane in a row
#define I AX
#define K BX
#define T CX
#define U R11 // in the second part
#define OWN SI // in the second part: panels before the one the exchanges come from

#define EXCHANGE(offset) \
	MOVE offset(PANEL)(I*1), T; \
	MOVE offset(PANEL)(K*1), U; \
	MOVE U, offset(PANEL)(I*1); \
	MOVE T, offset(PANEL)(K*1)
