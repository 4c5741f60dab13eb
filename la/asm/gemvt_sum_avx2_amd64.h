// N columns, up to eight vectors of them, of alpha times a sum of rows (+ what is at Y), which goes to Y. The sums stay in registers
// S0 to S7 over all rows. There is a loop for every number of vectors, since an access that a mask empties may still fault and then takes
// long. FETCH gets a row's factor XI and its address A, STEP goes on to the next and sets Z after the last, AHEAD fetches. FMALAST and LAST
// are the steps of the last vector, FMAWHOLE and WHOLE those of the others, at some distance. Continues at from0. Jumping
// to sumK instead stores the sums of K vectors.

	VXORPS  X0, X0, X0
	VXORPS  X1, X1, X1
	VXORPS  X2, X2, X2
	VXORPS  X3, X3, X3
	VXORPS  X4, X4, X4
	VXORPS  X5, X5, X5
	VXORPS  X6, X6, X6
	VXORPS  X7, X7, X7
	CMPQ    N, $(7*LANES)
	JGT     row8
	CMPQ    N, $(6*LANES)
	JGT     row7
	CMPQ    N, $(5*LANES)
	JGT     row6
	CMPQ    N, $(4*LANES)
	JGT     row5
	CMPQ    N, $(3*LANES)
	JGT     row4
	CMPQ    N, $(2*LANES)
	JGT     row3
	CMPQ    N, $(1*LANES)
	JGT     row2

row1:
	FETCH
	FMALAST(0*VEC, S0)
	STEP
	JNE    row1

sum1:
	LAST(0*VEC, S0)
	JMP    from0

row2:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMALAST(1*VEC, S1)
	STEP
	JNE    row2

sum2:
	LAST(1*VEC, S1)
	JMP    from1

row3:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMALAST(2*VEC, S2)
	STEP
	JNE    row3

sum3:
	LAST(2*VEC, S2)
	JMP    from2

row4:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMALAST(3*VEC, S3)
	STEP
	JNE    row4

sum4:
	LAST(3*VEC, S3)
	JMP    from3

row5:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMALAST(4*VEC, S4)
	STEP
	JNE    row5

sum5:
	LAST(4*VEC, S4)
	JMP    from4

row6:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMALAST(5*VEC, S5)
	STEP
	JNE    row6

sum6:
	LAST(5*VEC, S5)
	JMP    from5

row7:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMAWHOLE(5*VEC, S5)
	FMALAST(6*VEC, S6)
	STEP
	JNE    row7

sum7:
	LAST(6*VEC, S6)
	JMP    from6

row8:
	AHEAD

near:
	FETCH
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMAWHOLE(5*VEC, S5)
	FMAWHOLE(6*VEC, S6)
	FMALAST(7*VEC, S7)
	STEP
	JNE    row8

sum8:
	LAST(7*VEC, S7)

from7:
	WHOLE(6*VEC, S6)

from6:
	WHOLE(5*VEC, S5)

from5:
	WHOLE(4*VEC, S4)

from4:
	WHOLE(3*VEC, S3)

from3:
	WHOLE(2*VEC, S2)

from2:
	WHOLE(1*VEC, S1)

from1:
	WHOLE(0*VEC, S0)
