//go:build !purego

package asm

var dbatchAVX512 = BatchKernels[float64]{
	Lanes: 8,
	Load:  dbatchLoadAVX512, Store: dbatchStoreAVX512,
	Lower: dbatchLowerAVX512, Upper: dbatchUpperAVX512,
	UpperT: dbatchUpperTAVX512, LowerT: dbatchLowerTAVX512,
	Panel: dbatchPanelAVX512,
	Swap: func(panels, np, row int, lu *float64, rows *int32, work *float64) {
		batchSwap(8, panels, np, row, lu, rows, work)
	},
}

var sbatchAVX512 = BatchKernels[float32]{
	Lanes: 16,
	Load:  sbatchLoadAVX512, Store: sbatchStoreAVX512,
	Lower: sbatchLowerAVX512, Upper: sbatchUpperAVX512,
	UpperT: sbatchUpperTAVX512, LowerT: sbatchLowerTAVX512,
	Panel: sbatchPanelAVX512,
	Swap: func(panels, np, row int, lu *float32, rows *int32, work *float32) {
		batchSwap(16, panels, np, row, lu, rows, work)
	},
}
