// w = PROX(w, RATE*weight), a vector a turn; the weights are at G. In L1 a NaN stays: of VLARGER's operands it is the one that
// is taken where one is NaN.

#define L1 \
	VANDPS  VW, ABS, VU;  \
	VMINUS  VT, VU, VU;   \
	VLARGER VU, ZERO, VU; \
	VANDNPS VW, ABS, VW;  \
	VORPS   VU, VW, VW

#define L2 \
	VPLUS ONE, VT, VT; \
	VOVER VT, VW, VW

	ONES(ABS)
	VLEFT  $ONELEFT, ABS, ONE
	VRIGHT $2, ONE, ONE
	VRIGHT $1, ABS, ABS
	VXORPS ZERO, ZERO, ZERO
	XORQ   I, I
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $WIDTH, N
	JLT    rest

vector:
	VLOAD (W)(I*1), VW
	VMULT (G)(I*1), RATE, VT
	PROX
	VLOAD VW, (W)(I*1)
	ADDQ  $WIDTH, I
	SUBQ  $WIDTH, N
	JGE   vector

rest:
	ADDQ  $WIDTH, N
	JEQ   done
	MASK
	LOADSOME(W, VW)
	LOADSOME(G, VT)
	VMULT VT, RATE, VT
	PROX
	STORESOME(VW, W)

done:
	VZEROUPPER
	RET

#undef L1
#undef L2
