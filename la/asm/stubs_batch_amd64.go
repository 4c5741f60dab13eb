//go:build !purego

package asm

// dbatchLoadAVX512 is batchLoadGeneric for 8 lanes.
//
//go:noescape
func dbatchLoadAVX512(m int, dst, src *float64, item, stride int, rows *int32)

// dbatchStoreAVX512 is batchStoreGeneric for 8 lanes.
//
//go:noescape
func dbatchStoreAVX512(m int, dst *float64, item, stride int, rows *int32, src *float64)

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

// dbatchPanelAVX512 is batchPanelGeneric for 8 lanes, with fused multiply-adds.
//
//go:noescape
func dbatchPanelAVX512(m int, panel, work *float64) bool

// sbatchLoadAVX512 is batchLoadGeneric for 16 lanes.
//
//go:noescape
func sbatchLoadAVX512(m int, dst, src *float32, item, stride int, rows *int32)

// sbatchStoreAVX512 is batchStoreGeneric for 16 lanes.
//
//go:noescape
func sbatchStoreAVX512(m int, dst *float32, item, stride int, rows *int32, src *float32)

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

// sbatchPanelAVX512 is batchPanelGeneric for 16 lanes, with fused multiply-adds.
//
//go:noescape
func sbatchPanelAVX512(m int, panel, work *float32) bool
