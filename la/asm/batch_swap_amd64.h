// Exchanges of rows. A set for each of the four steps, of the lanes whose pivot is
// in another row, has been stored at WORK, the pivots' numbers as integers from
// PIVOTS on; a list of exchanges, offsets in a panel, follows. MOVE moves an
// element, SIZESHIFT is the logarithm of its size, COLUMN the size of a vector,
// ROWSHIFT the logarithm of the size of a panel's row, LANESHIFT of the lanes.

#define PANELS R8
#define STEP R9 // from panel to panel
#define PANEL DI // its first row to be exchanged
#define ROWS SI // row numbers
#define WORK R10
#define S R11 // 0..3
#define LANE R12
#define LIST DX // end of the list
#define SET R13 // lanes left
#define I AX
#define K BX
#define T CX
#define V R8 // while the list is made
#define W R9
// while it is worked off
#define OWN SI // panels before the one that the exchanges come from
#define U R11
#define LEFT R12 // exchanges
#define NEXT R13

#define PIVOTS (4*COLUMN)
#define EXCHANGES (4*COLUMN+16*COLUMN>>SIZESHIFT)

#define EXCHANGE(offset) \
	MOVE offset(PANEL)(I*1), T; \
	MOVE offset(PANEL)(K*1), U; \
	MOVE U, offset(PANEL)(I*1); \
	MOVE T, offset(PANEL)(K*1)
