package gonum

import (
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/testblas"
	lapack "gonum.org/v1/gonum/lapack/gonum"
	"gonum.org/v1/gonum/lapack/testlapack"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// each runs f for every record of kernels of this machine, with the limits as measured and without any, so that small
// operands reach la too.
func each(t *testing.T, f func(t *testing.T, b BLAS)) {
	active := asm.Active[float64]().Name
	pool := sched.New(3)
	t.Cleanup(func() {
		limits = measured
		pool.Close()
		if err := asm.Set(active); err != nil {
			t.Error(err)
		}
	})
	for _, k := range asm.All[float64]() {
		if err := asm.Set(k.Name); err != nil {
			t.Fatal(err)
		}
		limits = measured
		t.Run(k.Name, func(t *testing.T) { f(t, BLAS{Pool: pool}) })
		limits = thresholds{}
		t.Run(k.Name+"/unlimited", func(t *testing.T) { f(t, BLAS{}) })
	}
}

// gonum's own tests of the routines that are replaced.
func TestBLAS(t *testing.T) {
	each(t, func(t *testing.T, b BLAS) {
		t.Run("Dgemm", func(t *testing.T) { testblas.TestDgemm(t, b) })
		t.Run("Dtrsm", func(t *testing.T) { testblas.DtrsmTest(t, b) })
		t.Run("Dtrsv", func(t *testing.T) { testblas.DtrsvTest(t, b) })
		t.Run("Dgemv", func(t *testing.T) { testblas.DgemvTest(t, b) })
		t.Run("Dger", func(t *testing.T) { testblas.DgerTest(t, b) })
		t.Run("Ddot", func(t *testing.T) { testblas.DdotTest(t, b) })
		t.Run("Daxpy", func(t *testing.T) { testblas.DaxpyTest(t, b) })
		t.Run("Dscal", func(t *testing.T) { testblas.DscalTest(t, b) })
		t.Run("Dnrm2", func(t *testing.T) { testblas.Dnrm2Test(t, b) })
	})
}

// gonum's own tests of LAPACK routines that call them. Those of Dgels, Dgeqp3, Dgesvd, Dgeev, Dhseqr and Dggsvd3 pass
// too, but take a minute.
func TestLAPACK(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes under the race detector")
	}
	defer func(b blas.Float64) { blas64.Use(b) }(blas64.Implementation())
	impl := lapack.Implementation{}
	each(t, func(t *testing.T, b BLAS) {
		blas64.Use(b)
		for _, s := range []struct {
			name string
			f    func(t *testing.T)
		}{
			{"Dgecon", func(t *testing.T) { testlapack.DgeconTest(t, impl) }},
			{"Dgeqrf", func(t *testing.T) { testlapack.DgeqrfTest(t, impl) }},
			{"Dgesv", func(t *testing.T) { testlapack.DgesvTest(t, impl) }},
			{"Dgetrf", func(t *testing.T) { testlapack.DgetrfTest(t, impl) }},
			{"Dgetri", func(t *testing.T) { testlapack.DgetriTest(t, impl) }},
			{"Dgetrs", func(t *testing.T) { testlapack.DgetrsTest(t, impl) }},
			{"Dlarfb", func(t *testing.T) { testlapack.DlarfbTest(t, impl) }},
			{"Dlatrs", func(t *testing.T) { testlapack.DlatrsTest(t, impl) }},
			{"Dormqr", func(t *testing.T) { testlapack.DormqrTest(t, impl) }},
			{"Dpotrf", func(t *testing.T) { testlapack.DpotrfTest(t, impl) }},
			{"Dpotri", func(t *testing.T) { testlapack.DpotriTest(t, impl) }},
			{"Dpotrs", func(t *testing.T) { testlapack.DpotrsTest(t, impl) }},
			{"Dsyev", func(t *testing.T) { testlapack.DsyevTest(t, impl) }},
			{"Dtrtri", func(t *testing.T) { testlapack.DtrtriTest(t, impl) }},
			{"Dtrtrs", func(t *testing.T) { testlapack.DtrtrsTest(t, impl) }},
			{"Dtrevc3", func(t *testing.T) { testlapack.Dtrevc3Test(t, impl) }},
			{"Dtrcon", func(t *testing.T) { testlapack.DtrconTest(t, impl) }},
			{"Dpocon", func(t *testing.T) { testlapack.DpoconTest(t, impl) }},
			{"Dpstrf", func(t *testing.T) { testlapack.DpstrfTest(t, impl) }},
			{"Dgelqf", func(t *testing.T) { testlapack.DgelqfTest(t, impl) }},
			{"Dorglq", func(t *testing.T) { testlapack.DorglqTest(t, impl) }},
			{"Dorgqr", func(t *testing.T) { testlapack.DorgqrTest(t, impl) }},
		} {
			t.Run(s.name, s.f)
		}
	})
}
