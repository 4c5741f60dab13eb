// ROUND makes three vectors of the next row: the low byte of an element is the integer.
#define ROUND(z0, z1, z2) \
	VMULT.Z (ROW), Z12, K1, z0; \
	VMULT.Z 64(ROW), Z13, K2, z1; \
	VMULT.Z 128(ROW), Z14, K3, z2; \
	VPLUS   MAGIC, z0, z0; \
	VPLUS   MAGIC, z1, z1; \
	VPLUS   MAGIC, z2, z2; \
	ADDQ    LDB, ROW

// JOIN makes groups of the integers of four rows and adds up their bytes.
#define JOIN(z0, z1, z2, z3, t, sum) \
	VLEFT      $8, z1, z1; \
	VLEFT      $16, z2, z2; \
	VLEFT      $24, z3, z3; \
	VSELECT(BYTE0, z1, z0); \
	VSELECT(BYTES01, z2, z0); \
	VSELECT(BYTES012, z3, z0); \
	VPMADDUBSW z0, ONES8, t; \
	VPMADDWD   ONES16, t, t; \
	VPADDD     t, sum, sum

#define GROUPS \
	JOIN(Z0, Z3, Z6, Z9, Z18, Z15); \
	JOIN(Z1, Z4, Z7, Z10, Z19, Z16); \
	JOIN(Z2, Z5, Z8, Z11, Z20, Z17); \
	PUTGROUPS(Z0, 0, K1); \
	PUTGROUPS(Z1, 1, K2); \
	PUTGROUPS(Z2, 2, K3); \
	ADDQ LDQ, GROUP

#define NONE(z0, z1, z2) \
	VLOAD MAGIC, z0; \
	VLOAD MAGIC, z1; \
	VLOAD MAGIC, z2

	LOADARGS
	MOVQ N, LDQ
	SHLQ $2, LDQ
	SETMAGIC
	SETMASK(8, BYTE0)
	SETMASK(16, BYTES01)
	SETMASK(24, BYTES012)
	VPTERNLOGD $255, ONES16, ONES16, ONES16
	VPSRLW     $15, ONES16, ONES16
	VPSLLW     $8, ONES16, ONES8
	VPORD      ONES16, ONES8, ONES8

columns:
	MASKS
	MOVQ    m+0(FP), M
	MOVQ    B, ROW
	MOVQ    TO, GROUP
	VLOAD.Z (INV), K1, Z12
	VLOAD.Z 64(INV), K2, Z13
	VLOAD.Z 128(INV), K3, Z14
	VPXORQ  Z15, Z15, Z15
	VPXORQ  Z16, Z16, Z16
	VPXORQ  Z17, Z17, Z17
	SUBQ    $4, M
	JLT     rest

four:
	ROUND(Z0, Z1, Z2)
	ROUND(Z3, Z4, Z5)
	ROUND(Z6, Z7, Z8)
	ROUND(Z9, Z10, Z11)
	GROUPS
	SUBQ $4, M
	JGE  four

rest:
	ADDQ $4, M
	JZ   summed
	NONE(Z3, Z4, Z5)
	NONE(Z6, Z7, Z8)
	NONE(Z9, Z10, Z11)
	ROUND(Z0, Z1, Z2)
	DECQ M
	JZ   last
	ROUND(Z3, Z4, Z5)
	DECQ M
	JZ   last
	ROUND(Z6, Z7, Z8)

last:
	GROUPS

summed:
	TAKE(Z15, Y15, 0, K1)
	TAKE(Z16, Y16, 1, K2)
	TAKE(Z17, Y17, 2, K3)
	ADDQ $192, B
	ADDQ $192, INV
	ADDQ $(12*LANES), TO
	ADDQ $(12*LANES), START
	SUBQ $(3*LANES), N
	JGT  columns
	VZEROUPPER
	RET

#undef ROUND
#undef JOIN
#undef GROUPS
#undef NONE
