//go:build !purego

package asm

var dbatchAVX512 = BatchKernels[float64]{
	Lanes: 8,
	Load:  dbatchLoadAVX512, Store: dbatchStoreAVX512,
	LoadVec: dbatchLoadVecAVX512, StoreVec: dbatchStoreVecAVX512,
	Lower: dbatchLowerAVX512, Upper: dbatchUpperAVX512,
	UpperT: dbatchUpperTAVX512, LowerT: dbatchLowerTAVX512,
	LowerVec: dbatchLowerVecAVX512, UpperVec: dbatchUpperVecAVX512,
	UpperTVec: dbatchUpperTVecAVX512, LowerTVec: dbatchLowerTVecAVX512,
	Panel: dbatchPanelAVX512, Swap: dbatchSwapAVX512,
}

var sbatchAVX512 = BatchKernels[float32]{
	Lanes: 16,
	Load:  sbatchLoadAVX512, Store: sbatchStoreAVX512,
	LoadVec: sbatchLoadVecAVX512, StoreVec: sbatchStoreVecAVX512,
	Lower: sbatchLowerAVX512, Upper: sbatchUpperAVX512,
	UpperT: sbatchUpperTAVX512, LowerT: sbatchLowerTAVX512,
	LowerVec: sbatchLowerVecAVX512, UpperVec: sbatchUpperVecAVX512,
	UpperTVec: sbatchUpperTVecAVX512, LowerTVec: sbatchLowerTVecAVX512,
	Panel: sbatchPanelAVX512, Swap: sbatchSwapAVX512,
}
