// The last vector of a row is whole.

#define LOADLAST(mem, y) VLOAD mem, y

#define PUTLAST(y, mem) VLOAD y, mem

#define ADDLAST(y, mem) ADD(y, mem)
