package la

import "strconv"

// Misuse by the programmer panics with one of these strings. Checks run in this order: flags, nil, sizes, strides,
// the quick return for empty operands, lengths of slices.
const (
	badUplo       = "la: bad Uplo"
	badSide       = "la: bad Side"
	badDiag       = "la: bad Diag"
	nilMatrix     = "la: nil matrix"
	negDimension  = "la: negative dimension"
	tooLarge      = "la: matrix too large"
	badShape      = "la: dimension mismatch"
	notSquare     = "la: matrix is not square"
	badStride     = "la: stride smaller than the number of columns"
	shortData     = "la: matrix data too short"
	shortVector   = "la: vector of wrong length"
	outOfRange    = "la: index out of range"
	badStart      = "la: row starts do not ascend within the entries"
	overlapping   = "la: operands overlap in part"
	notFactorized = "la: not factorized"
)

// SingularError reports that a factorization met a pivot that is zero, NaN or infinite. The factors are complete and can be
// inspected, but they solve nothing.
type SingularError struct {
	Pivot int // row and column of the first such pivot, from 0
}

func (e *SingularError) Error() string {
	return "la: singular matrix: pivot " + strconv.Itoa(e.Pivot) + " is zero or not finite"
}

// NotPositiveDefiniteError reports that a symmetric matrix has no Cholesky factorization.
type NotPositiveDefiniteError struct {
	Minor int // order of the first leading minor that is not positive or not finite, from 1
}

func (e *NotPositiveDefiniteError) Error() string {
	return "la: matrix is not positive definite: leading minor of order " + strconv.Itoa(e.Minor) + " is not positive"
}

// BatchError reports that items of a batch could not be factorized or solved. The other items are complete.
type BatchError struct {
	Count int // number of such items
	First int // index of the first one
}

func (e *BatchError) Error() string {
	return "la: batch: " + strconv.Itoa(e.Count) + " singular, first item " + strconv.Itoa(e.First)
}
