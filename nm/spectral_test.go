package nm

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// similar returns S D S^-1 for the block-diagonal D of the given eigenvalues (real, imaginary part of a pair with its conjugate), and
// zeros up to n rows. S is a well-conditioned random matrix, orthogonal if orthogonal is set.
func similar[T la.Float](t testing.TB, n int, orthogonal bool, values [][2]float64) *la.Matrix[T] {
	r := rand.New(rand.NewPCG(9, uint64(n)))
	s, d, inv := la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, n)
	for i := range s.Data {
		s.Data[i] = 0.3 * r.NormFloat64() / math.Sqrt(float64(n))
	}
	for i := range n {
		s.Set(i, i, 1+s.At(i, i))
		for j := range i {
			if orthogonal { // Gram-Schmidt, twice
				for range 2 {
					la.Axpy(-la.Dot(s.Row(i), s.Row(j)), s.Row(j), s.Row(i))
				}
			}
		}
		if orthogonal {
			la.Scal(1/la.Nrm2(s.Row(i)), s.Row(i))
		}
	}
	i := 0
	for _, v := range values {
		d.Set(i, i, v[0])
		if v[1] != 0 {
			d.Set(i, i+1, v[1])
			d.Set(i+1, i, -v[1])
			d.Set(i+1, i+1, v[0])
			i++
		}
		i++
	}
	var lu la.LU[float64]
	require.NoError(t, lu.Factorize(nil, s))
	require.NoError(t, lu.InverseTo(nil, inv))
	tmp := la.NewMatrix[float64](n, n)
	la.Gemm(nil, la.NoTrans, la.NoTrans, 1, s, d, 0, tmp)
	la.Gemm(nil, la.NoTrans, la.NoTrans, 1, tmp, inv, 0, d)
	out := la.NewMatrix[T](n, n)
	for k, v := range d.Data {
		out.Data[k] = T(v)
	}
	return out
}

// TestSpectra: eigenvalues known by design: a real one, a complex pair, signs that tie, a nilpotent matrix.
func TestSpectra(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testSpectra[float64](t, 1e-8) })
	t.Run("float32", func(t *testing.T) { testSpectra[float32](t, 3e-5) })
}

func testSpectra[T la.Float](t *testing.T, tol float64) {
	for _, n := range []int{5, 17, 64, 65, 150} {
		pair := [2]float64{1.1 * math.Cos(2), 1.1 * math.Sin(2)}
		for want, values := range map[float64][][2]float64{
			0.9: {{-0.9, 0}, {0.7, 0}, {0.3, 0.4}},
			1.1: {{0.8, 0}, pair, {-0.5, 0}},
			0.6: {{0.6, 0}, {-0.6, 0}, {0, 0.6}, {0.1, 0}},
		} {
			require.InEpsilon(t, want, radius(nil, similar[T](t, n, false, values)), tol, "%d rows", n)
		}
		normal := similar[T](t, n, true, [][2]float64{{-1.3, 0}, {0.8, 0}, {0.2, 0.5}}) // |eigenvalues| are singular values, real parts the symmetric part's eigenvalues
		require.InEpsilon(t, 1.3, norm2(nil, normal), tol)
		require.InEpsilon(t, 0.8, symmetricTop(nil, normal), tol)

		nilpotent := la.NewMatrix[T](n, n)
		for i := range n - 1 {
			nilpotent.Set(i, i+1, 2)
		}
		require.InDelta(t, 2, norm2(nil, nilpotent), 0.2/float64(n))
		require.Less(t, gelfand(ritz(4, func(y, x []T) { copy(y, x[1:]); y[3] = 0 }), 0), 0.01)
	}
	require.Zero(t, radius(nil, la.NewMatrix[T](3, 3)))
	require.Zero(t, norm2(nil, la.NewMatrix[T](70, 70)))
	require.Zero(t, symmetricTop(nil, la.NewMatrix[T](70, 70)))
	bad := la.NewMatrix[T](3, 3)
	bad.Set(0, 1, T(math.NaN()))
	require.True(t, math.IsNaN(radius(nil, bad)))
}

// TestRadiusRandom: where eigenvalues crowd at the rim and no small matrix holds them all, the estimate is near that of the whole.
func TestRadiusRandom(t *testing.T) {
	n := 300
	w := randomData[float64](Config{Inputs: n, Outputs: 1}, n, 3).X
	require.InEpsilon(t, gelfand(w, 0), radius(nil, w), 0.01)
}

// TestProofs: what is proved is true on both sides of 1, by a millionth.
func TestProofs(t *testing.T) {
	for _, n := range []int{2, 50, 200} {
		for _, slope := range []float64{1, 0.25} {
			for _, e := range []float64{-1e-6, 1e-6} {
				net := mustNew[float64](t, Config{Inputs: 1, Nodes: n, Outputs: 1})
				w := similar[float64](t, n, true, [][2]float64{{(1 + e) / slope, 0}, {-0.5, 0}})
				require.Equal(t, e < 0, net.shrinks(w, slope))
				require.Equal(t, e < 0, net.monotone(w, slope))
				la.Scal(-1, w.Data) // eigenvalues 0.5 and -1
				require.Equal(t, e < 0, net.shrinks(w, slope))
				require.True(t, net.monotone(w, slope))
				holds := net.weigh(w, slope).Holds
				require.Equal(t, e < 0, holds&Contraction != 0)
				require.NotZero(t, holds&Monotone)
			}
		}
	}
}

// TestPerronRadius: the bounds enclose what is known of pairs of nodes.
func TestPerronRadius(t *testing.T) {
	for _, e := range [][2]float64{{0.9, 1.1}, {4, 0.25}, {-1, 0.01}} {
		w := la.NewMatrix[float64](2, 2)
		w.Set(0, 1, e[0])
		w.Set(1, 0, e[1])
		low, high := PerronRadius(w)
		want := math.Sqrt(math.Abs(e[0] * e[1]))
		require.LessOrEqual(t, low, want*(1+1e-12))
		require.GreaterOrEqual(t, high, want*(1-1e-12))
		require.InEpsilon(t, want, high, 1e-5)
	}
}
