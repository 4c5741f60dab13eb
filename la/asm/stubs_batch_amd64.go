//go:build !purego

package asm

// dbatchLoadAVX2 is batchLoadGeneric for 4 lanes.
//
//go:noescape
func dbatchLoadAVX2(m, panels, np int, dst, src *float64, item, stride int, rows *int32)

// dbatchStoreAVX2 is batchStoreGeneric for 4 lanes.
//
//go:noescape
func dbatchStoreAVX2(m int, dst *float64, item, stride int, rows *int32, src *float64)

// dbatchLoadVecAVX2 is batchLoadVecGeneric for 4 lanes.
//
//go:noescape
func dbatchLoadVecAVX2(m int, dst *float64, step int, src *float64, item, stride int, rows *int32)

// dbatchStoreVecAVX2 is batchStoreVecGeneric for 4 lanes.
//
//go:noescape
func dbatchStoreVecAVX2(m int, dst *float64, item, stride int, rows *int32, src *float64)

// dbatchLowerAVX2 is batchLowerGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerAVX2(nt, jt int, lu, b *float64)

// dbatchUpperAVX2 is batchUpperGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperAVX2(nt int, lu, b *float64)

// dbatchUpperTAVX2 is batchUpperTGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperTAVX2(nt int, lu, b *float64)

// dbatchLowerTAVX2 is batchLowerTGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerTAVX2(nt int, lu, b *float64)

// dbatchLowerVecAVX2 is batchLowerVecGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerVecAVX2(nt int, lu, x *float64)

// dbatchUpperVecAVX2 is batchUpperVecGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperVecAVX2(nt int, lu, x *float64)

// dbatchUpperTVecAVX2 is batchUpperTVecGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperTVecAVX2(nt int, lu, x *float64)

// dbatchLowerTVecAVX2 is batchLowerTVecGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerTVecAVX2(nt int, lu, x *float64)

// dbatchPanelAVX2 is batchPanelGeneric for 4 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchPanelAVX2(m int, panel, work *float64) bool

// dbatchSwapAVX2 is batchSwapGeneric for 4 lanes.
//
//go:noescape
func dbatchSwapAVX2(panels, np, row int, lu *float64, rows *int32, work *float64)

// sbatchLoadAVX2 is batchLoadGeneric for 8 lanes.
//
//go:noescape
func sbatchLoadAVX2(m, panels, np int, dst, src *float32, item, stride int, rows *int32)

// sbatchStoreAVX2 is batchStoreGeneric for 8 lanes.
//
//go:noescape
func sbatchStoreAVX2(m int, dst *float32, item, stride int, rows *int32, src *float32)

// sbatchLoadVecAVX2 is batchLoadVecGeneric for 8 lanes.
//
//go:noescape
func sbatchLoadVecAVX2(m int, dst *float32, step int, src *float32, item, stride int, rows *int32)

// sbatchStoreVecAVX2 is batchStoreVecGeneric for 8 lanes.
//
//go:noescape
func sbatchStoreVecAVX2(m int, dst *float32, item, stride int, rows *int32, src *float32)

// sbatchLowerAVX2 is batchLowerGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerAVX2(nt, jt int, lu, b *float32)

// sbatchUpperAVX2 is batchUpperGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperAVX2(nt int, lu, b *float32)

// sbatchUpperTAVX2 is batchUpperTGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperTAVX2(nt int, lu, b *float32)

// sbatchLowerTAVX2 is batchLowerTGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerTAVX2(nt int, lu, b *float32)

// sbatchLowerVecAVX2 is batchLowerVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerVecAVX2(nt int, lu, x *float32)

// sbatchUpperVecAVX2 is batchUpperVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperVecAVX2(nt int, lu, x *float32)

// sbatchUpperTVecAVX2 is batchUpperTVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperTVecAVX2(nt int, lu, x *float32)

// sbatchLowerTVecAVX2 is batchLowerTVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerTVecAVX2(nt int, lu, x *float32)

// sbatchPanelAVX2 is batchPanelGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchPanelAVX2(m int, panel, work *float32) bool

// sbatchSwapAVX2 is batchSwapGeneric for 8 lanes.
//
//go:noescape
func sbatchSwapAVX2(panels, np, row int, lu *float32, rows *int32, work *float32)

// dbatchLoadAVX512 is batchLoadGeneric for 8 lanes.
//
//go:noescape
func dbatchLoadAVX512(m, panels, np int, dst, src *float64, item, stride int, rows *int32)

// dbatchStoreAVX512 is batchStoreGeneric for 8 lanes.
//
//go:noescape
func dbatchStoreAVX512(m int, dst *float64, item, stride int, rows *int32, src *float64)

// dbatchLoadVecAVX512 is batchLoadVecGeneric for 8 lanes.
//
//go:noescape
func dbatchLoadVecAVX512(m int, dst *float64, step int, src *float64, item, stride int, rows *int32)

// dbatchStoreVecAVX512 is batchStoreVecGeneric for 8 lanes.
//
//go:noescape
func dbatchStoreVecAVX512(m int, dst *float64, item, stride int, rows *int32, src *float64)

// dbatchLowerAVX512 is batchLowerGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerAVX512(nt, jt int, lu, b *float64)

// dbatchUpperAVX512 is batchUpperGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperAVX512(nt int, lu, b *float64)

// dbatchUpperTAVX512 is batchUpperTGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperTAVX512(nt int, lu, b *float64)

// dbatchLowerTAVX512 is batchLowerTGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerTAVX512(nt int, lu, b *float64)

// dbatchLowerVecAVX512 is batchLowerVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerVecAVX512(nt int, lu, x *float64)

// dbatchUpperVecAVX512 is batchUpperVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperVecAVX512(nt int, lu, x *float64)

// dbatchUpperTVecAVX512 is batchUpperTVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchUpperTVecAVX512(nt int, lu, x *float64)

// dbatchLowerTVecAVX512 is batchLowerTVecGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchLowerTVecAVX512(nt int, lu, x *float64)

// dbatchPanelAVX512 is batchPanelGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchPanelAVX512(m int, panel, work *float64) bool

// dbatchSwapAVX512 is batchSwapGeneric for 8 lanes.
//
//go:noescape
func dbatchSwapAVX512(panels, np, row int, lu *float64, rows *int32, work *float64)

// sbatchLoadAVX512 is batchLoadGeneric for 16 lanes.
//
//go:noescape
func sbatchLoadAVX512(m, panels, np int, dst, src *float32, item, stride int, rows *int32)

// sbatchStoreAVX512 is batchStoreGeneric for 16 lanes.
//
//go:noescape
func sbatchStoreAVX512(m int, dst *float32, item, stride int, rows *int32, src *float32)

// sbatchLoadVecAVX512 is batchLoadVecGeneric for 16 lanes.
//
//go:noescape
func sbatchLoadVecAVX512(m int, dst *float32, step int, src *float32, item, stride int, rows *int32)

// sbatchStoreVecAVX512 is batchStoreVecGeneric for 16 lanes.
//
//go:noescape
func sbatchStoreVecAVX512(m int, dst *float32, item, stride int, rows *int32, src *float32)

// sbatchLowerAVX512 is batchLowerGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerAVX512(nt, jt int, lu, b *float32)

// sbatchUpperAVX512 is batchUpperGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperAVX512(nt int, lu, b *float32)

// sbatchUpperTAVX512 is batchUpperTGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperTAVX512(nt int, lu, b *float32)

// sbatchLowerTAVX512 is batchLowerTGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerTAVX512(nt int, lu, b *float32)

// sbatchLowerVecAVX512 is batchLowerVecGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerVecAVX512(nt int, lu, x *float32)

// sbatchUpperVecAVX512 is batchUpperVecGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperVecAVX512(nt int, lu, x *float32)

// sbatchUpperTVecAVX512 is batchUpperTVecGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchUpperTVecAVX512(nt int, lu, x *float32)

// sbatchLowerTVecAVX512 is batchLowerTVecGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchLowerTVecAVX512(nt int, lu, x *float32)

// sbatchPanelAVX512 is batchPanelGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchPanelAVX512(m int, panel, work *float32) bool

// sbatchSwapAVX512 is batchSwapGeneric for 16 lanes.
//
//go:noescape
func sbatchSwapAVX512(panels, np, row int, lu *float32, rows *int32, work *float32)
