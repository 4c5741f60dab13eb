// m = decay1*m + gain1*g; v = decay2*v + gain2*g*g; w -= rate*m / (sqrt(v) + epsilon), a vector a turn. The factors are at S.

#define ADAM \
	VMULT VG, GAIN1, VT;   \
	VMULT VM, DECAY1, VM;  \
	VPLUS VT, VM, VM;      \
	VMULT VG, GAIN2, VT;   \
	VMULT VG, VT, VT;      \
	VMULT VV, DECAY2, VV;  \
	VPLUS VT, VV, VV;      \
	VROOT VV, VT;          \
	VPLUS EPSILON, VT, VT; \
	VMULT VM, RATE, VU;    \
	VOVER VT, VU, VU;      \
	VMINUS VU, VW, VW

	VBCAST (S), DECAY1
	VBCAST SIZE(S), GAIN1
	VBCAST (2*SIZE)(S), DECAY2
	VBCAST (3*SIZE)(S), GAIN2
	VBCAST (4*SIZE)(S), RATE
	VBCAST (5*SIZE)(S), EPSILON
	XORQ   I, I
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $WIDTH, N
	JLT    rest

vector:
	PREFETCHT0 AHEAD(G)(I*1)
	PREFETCHT0 AHEAD(M)(I*1)
	PREFETCHT0 AHEAD(V)(I*1)
	PREFETCHT0 AHEAD(W)(I*1)
	VLOAD (G)(I*1), VG
	VLOAD (M)(I*1), VM
	VLOAD (V)(I*1), VV
	VLOAD (W)(I*1), VW
	ADAM
	VLOAD VM, (M)(I*1)
	VLOAD VV, (V)(I*1)
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
	LOADSOME(V, VV)
	LOADSOME(W, VW)
	ADAM
	STORESOME(VM, M)
	STORESOME(VV, V)
	STORESOME(VW, W)

done:
	VZEROUPPER
	RET

#undef ADAM
