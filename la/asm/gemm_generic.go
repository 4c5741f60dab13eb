package asm

// The tile of the portable kernel: 8 accumulators, 4 elements of B and one of A
// fit the 16 vector registers of amd64.
const (
	genericMR = 2
	genericNR = 4
)

// gemmGeneric is Kernels.Gemm by 2x4 tiles. A row or a column that a tile lacks
// is another one's double, computed and dropped.
func gemmGeneric[T Float](kc int, a *T, rsa, csa int, b *T, rsb int, _, c *T, ldc, m, n int, alpha, beta T) {
	as := span(a, (m-1)*rsa+(kc-1)*csa+1)
	bs := span(b, (kc-1)*rsb+n)
	cs := span(c, (m-1)*ldc+n)
	j1, j2, j3 := min(1, n-1), min(2, n-1), min(3, n-1)
	for i := 0; i < m; i += genericMR {
		a0, a1 := as[i*rsa:], as[min(i+1, m-1)*rsa:]
		var s00, s01, s02, s03, s10, s11, s12, s13 T
		for p := range kc {
			bp := bs[p*rsb:][:n]
			b0, b1, b2, b3 := bp[0], bp[j1], bp[j2], bp[j3]
			x := a0[p*csa]
			s00 += x * b0
			s01 += x * b1
			s02 += x * b2
			s03 += x * b3
			y := a1[p*csa]
			s10 += y * b0
			s11 += y * b1
			s12 += y * b2
			s13 += y * b3
		}
		tile := [genericMR][genericNR]T{{s00, s01, s02, s03}, {s10, s11, s12, s13}}
		for r := range min(genericMR, m-i) {
			row := cs[(i+r)*ldc:][:n]
			for j := range row {
				if beta == 0 {
					row[j] = alpha * tile[r][j]
				} else {
					row[j] = alpha*tile[r][j] + T(beta*row[j])
				}
			}
		}
	}
}
