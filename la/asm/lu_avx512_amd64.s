//go:build !purego

#include "textflag.h"
#include "lu_names_avx2_amd64.h"
#include "lu_avx512_amd64.h"

DATA luLanes64<>+0x00(SB)/8, $0
DATA luLanes64<>+0x08(SB)/8, $1
DATA luLanes64<>+0x10(SB)/8, $2
DATA luLanes64<>+0x18(SB)/8, $3
DATA luLanes64<>+0x20(SB)/8, $4
DATA luLanes64<>+0x28(SB)/8, $5
DATA luLanes64<>+0x30(SB)/8, $6
DATA luLanes64<>+0x38(SB)/8, $7
GLOBL luLanes64<>(SB), (NOPTR+RODATA), $64

DATA luLanes32<>+0x00(SB)/8, $0x0000000100000000
DATA luLanes32<>+0x08(SB)/8, $0x0000000300000002
DATA luLanes32<>+0x10(SB)/8, $0x0000000500000004
DATA luLanes32<>+0x18(SB)/8, $0x0000000700000006
DATA luLanes32<>+0x20(SB)/8, $0x0000000900000008
DATA luLanes32<>+0x28(SB)/8, $0x0000000b0000000a
DATA luLanes32<>+0x30(SB)/8, $0x0000000d0000000c
DATA luLanes32<>+0x38(SB)/8, $0x0000000f0000000e
GLOBL luLanes32<>(SB), (NOPTR+RODATA), $64

#include "lu_float64_avx512_amd64.h"

// func dlupanelAVX512(m, w int, a *float64, lda int, piv *int32, row int, work *float64, ldw int) int
TEXT ·dlupanelAVX512(SB), NOSPLIT, $0-72
#include "lu_copyin_avx512_amd64.h"
#include "lu_columns_avx512_amd64.h"
#include "lu_columns2_avx512_amd64.h"
#include "lu_copyout_avx512_amd64.h"
#include "lu_unusual_avx512_amd64.h"

#include "lu_float32_avx512_amd64.h"

// func slupanelAVX512(m, w int, a *float32, lda int, piv *int32, row int, work *float32, ldw int) int
TEXT ·slupanelAVX512(SB), NOSPLIT, $0-72
#include "lu_copyin_avx512_amd64.h"
#include "lu_columns_avx512_amd64.h"
#include "lu_columns2_avx512_amd64.h"
#include "lu_copyout_avx512_amd64.h"
#include "lu_unusual_avx512_amd64.h"
