//go:build !purego

package asm

// 1,024 systems with one right-hand side took, in groups against one by one, in microseconds: float64 13.5 and 15.8 at
// n = 100, 28.1 and 25.3 at 128, float32 15.0 and 17.8 at 128 (avx512); float64 21.2 and 21.7 at 100, 39.8 and 37.8 at
// 128, float32 19.7 and 23.5 at 128 (avx2). (2026-11-25, AMD Zen 5, 2 cores of a shared server.)
const (
	batchMost64 = 104
	batchMost32 = 128
)

var dbatchAVX2 = BatchKernels[float64]{
	Lanes: 4, Most: batchMost64,
	Load: dbatchLoadAVX2, Store: dbatchStoreAVX2,
	LoadVec: dbatchLoadVecAVX2, StoreVec: dbatchStoreVecAVX2,
	Lower: dbatchLowerAVX2, Upper: dbatchUpperAVX2,
	UpperT: dbatchUpperTAVX2, LowerT: dbatchLowerTAVX2,
	LowerVec: dbatchLowerVecAVX2, UpperVec: dbatchUpperVecAVX2,
	UpperTVec: dbatchUpperTVecAVX2, LowerTVec: dbatchLowerTVecAVX2,
	Panel: dbatchPanelAVX2, Swap: dbatchSwapAVX2,
}

var sbatchAVX2 = BatchKernels[float32]{
	Lanes: 8, Most: batchMost32,
	Load: sbatchLoadAVX2, Store: sbatchStoreAVX2,
	LoadVec: sbatchLoadVecAVX2, StoreVec: sbatchStoreVecAVX2,
	Lower: sbatchLowerAVX2, Upper: sbatchUpperAVX2,
	UpperT: sbatchUpperTAVX2, LowerT: sbatchLowerTAVX2,
	LowerVec: sbatchLowerVecAVX2, UpperVec: sbatchUpperVecAVX2,
	UpperTVec: sbatchUpperTVecAVX2, LowerTVec: sbatchLowerTVecAVX2,
	Panel: sbatchPanelAVX2, Swap: sbatchSwapAVX2,
}

var dbatchAVX512 = BatchKernels[float64]{
	Lanes: 8, Most: batchMost64,
	Load: dbatchLoadAVX512, Store: dbatchStoreAVX512,
	LoadVec: dbatchLoadVecAVX512, StoreVec: dbatchStoreVecAVX512,
	Lower: dbatchLowerAVX512, Upper: dbatchUpperAVX512,
	UpperT: dbatchUpperTAVX512, LowerT: dbatchLowerTAVX512,
	LowerVec: dbatchLowerVecAVX512, UpperVec: dbatchUpperVecAVX512,
	UpperTVec: dbatchUpperTVecAVX512, LowerTVec: dbatchLowerTVecAVX512,
	Panel: dbatchPanelAVX512, Swap: dbatchSwapAVX512,
}

var sbatchAVX512 = BatchKernels[float32]{
	Lanes: 16, Most: batchMost32,
	Load: sbatchLoadAVX512, Store: sbatchStoreAVX512,
	LoadVec: sbatchLoadVecAVX512, StoreVec: sbatchStoreVecAVX512,
	Lower: sbatchLowerAVX512, Upper: sbatchUpperAVX512,
	UpperT: sbatchUpperTAVX512, LowerT: sbatchLowerTAVX512,
	LowerVec: sbatchLowerVecAVX512, UpperVec: sbatchUpperVecAVX512,
	UpperTVec: sbatchUpperTVecAVX512, LowerTVec: sbatchLowerTVecAVX512,
	Panel: sbatchPanelAVX512, Swap: sbatchSwapAVX512,
}
