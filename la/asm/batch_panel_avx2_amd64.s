//go:build !purego

#include "textflag.h"
#include "batch_panel_avx2_amd64.h"

// The factorization of a panel of four columns.

#include "batch_float64_amd64.h"

// func dbatchPanelAVX2(m int, panel, work *float64) bool
TEXT ·dbatchPanelAVX2(SB), NOSPLIT, $0-25
	MOVQ m+0(FP), M
	MOVQ panel+8(FP), TOP
	MOVQ work+16(FP), WORK
#include "batch_panel_body_avx2_amd64.h"
	MOVB AX, ret+24(FP)
	VZEROUPPER
	RET

#include "batch_float32_amd64.h"

// func sbatchPanelAVX2(m int, panel, work *float32) bool
TEXT ·sbatchPanelAVX2(SB), NOSPLIT, $0-25
	MOVQ m+0(FP), M
	MOVQ panel+8(FP), TOP
	MOVQ work+16(FP), WORK
#include "batch_panel_body_avx2_amd64.h"
	MOVB AX, ret+24(FP)
	VZEROUPPER
	RET
