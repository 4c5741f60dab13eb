// m = decay*m + g; w -= rate*m, a vector a turn. Decay is in DECAY1, the rate in RATE.

#define MOMENTUM \
	VMULT VM, DECAY1, VM; \
	VPLUS VG, VM, VM;     \
	VMULT VM, RATE, VU;   \
	VMINUS VU, VW, VW

	XORQ I, I
	SHLQ $SHIFT, N // bytes from here on
	SUBQ $WIDTH, N
	JLT  rest

vector:
	PREFETCHT0 AHEAD(G)(I*1)
	PREFETCHT0 AHEAD(M)(I*1)
	PREFETCHT0 AHEAD(W)(I*1)
	VLOAD (G)(I*1), VG
	VLOAD (M)(I*1), VM
	VLOAD (W)(I*1), VW
	MOMENTUM
	VLOAD VM, (M)(I*1)
	VLOAD VW, (W)(I*1)
	ADDQ  $WIDTH, I
	SUBQ  $WIDTH, N
	JGE   vector

rest:
	ADDQ $WIDTH, N
	JEQ  done
	MASK
	LOADSOME(G, VG)
	LOADSOME(M, VM)
	LOADSOME(W, VW)
	MOMENTUM
	STORESOME(VM, M)
	STORESOME(VW, W)

done:
	VZEROUPPER
	RET

#undef MOMENTUM
