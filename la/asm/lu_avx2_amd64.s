//go:build !purego

#include "textflag.h"
#include "lu_names_avx2_amd64.h"
#include "lu_avx2_amd64.h"

// lanes' numbers, lanes, and eight zeros before eight masks: a load at element
// 8-c masks the elements from c on
DATA luLanes64<>+0x00(SB)/8, $0x0000000000000000
DATA luLanes64<>+0x08(SB)/8, $0x0000000000000001
DATA luLanes64<>+0x10(SB)/8, $0x0000000000000002
DATA luLanes64<>+0x18(SB)/8, $0x0000000000000003
GLOBL luLanes64<>(SB), (NOPTR+RODATA), $32
DATA luLanes32<>+0x00(SB)/8, $0x0000000100000000
DATA luLanes32<>+0x08(SB)/8, $0x0000000300000002
DATA luLanes32<>+0x10(SB)/8, $0x0000000500000004
DATA luLanes32<>+0x18(SB)/8, $0x0000000700000006
GLOBL luLanes32<>(SB), (NOPTR+RODATA), $32
DATA luStep64<>+0x00(SB)/8, $0x0000000000000004
DATA luStep64<>+0x08(SB)/8, $0x0000000000000004
DATA luStep64<>+0x10(SB)/8, $0x0000000000000004
DATA luStep64<>+0x18(SB)/8, $0x0000000000000004
GLOBL luStep64<>(SB), (NOPTR+RODATA), $32
DATA luStep32<>+0x00(SB)/8, $0x0000000800000008
DATA luStep32<>+0x08(SB)/8, $0x0000000800000008
DATA luStep32<>+0x10(SB)/8, $0x0000000800000008
DATA luStep32<>+0x18(SB)/8, $0x0000000800000008
GLOBL luStep32<>(SB), (NOPTR+RODATA), $32
DATA luBelow64<>+0x00(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x08(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x10(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x18(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x20(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x28(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x30(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x38(SB)/8, $0x0000000000000000
DATA luBelow64<>+0x40(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x48(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x50(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x58(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x60(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x68(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x70(SB)/8, $0xffffffffffffffff
DATA luBelow64<>+0x78(SB)/8, $0xffffffffffffffff
GLOBL luBelow64<>(SB), (NOPTR+RODATA), $128
DATA luBelow32<>+0x00(SB)/8, $0x0000000000000000
DATA luBelow32<>+0x08(SB)/8, $0x0000000000000000
DATA luBelow32<>+0x10(SB)/8, $0x0000000000000000
DATA luBelow32<>+0x18(SB)/8, $0x0000000000000000
DATA luBelow32<>+0x20(SB)/8, $0xffffffffffffffff
DATA luBelow32<>+0x28(SB)/8, $0xffffffffffffffff
DATA luBelow32<>+0x30(SB)/8, $0xffffffffffffffff
DATA luBelow32<>+0x38(SB)/8, $0xffffffffffffffff
GLOBL luBelow32<>(SB), (NOPTR+RODATA), $64

#include "lu_float64_avx2_amd64.h"

// func dlupanelAVX2(m, w int, a *float64, lda int, piv *int32, row int, work *float64, ldw int) int
TEXT ·dlupanelAVX2(SB), NOSPLIT, $0-72
#include "lu_copyin_avx2_amd64.h"
#include "lu_column_avx2_amd64.h"
#include "lu_top_avx2_amd64.h"
#include "lu_pass_avx2_amd64.h"
#include "lu_pivot_avx2_amd64.h"
#include "lu_copyout_avx2_amd64.h"
#include "lu_unusual_avx2_amd64.h"

#include "lu_float32_avx2_amd64.h"

// func slupanelAVX2(m, w int, a *float32, lda int, piv *int32, row int, work *float32, ldw int) int
TEXT ·slupanelAVX2(SB), NOSPLIT, $0-72
#include "lu_copyin_avx2_amd64.h"
#include "lu_column_avx2_amd64.h"
#include "lu_top_avx2_amd64.h"
#include "lu_pass_avx2_amd64.h"
#include "lu_pivot_avx2_amd64.h"
#include "lu_copyout_avx2_amd64.h"
#include "lu_unusual_avx2_amd64.h"
