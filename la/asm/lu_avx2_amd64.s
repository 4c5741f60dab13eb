//go:build !purego

#include "textflag.h"
#include "lu_names_avx2_amd64.h"
#include "lu_avx2_amd64.h"
#include "lu_rownames_avx2_amd64.h"
#include "lu_tables_avx2_amd64.h"

// lanes' numbers, lanes
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

#include "lu_float64_avx2_amd64.h"
#include "lu_rows_float64_avx2_amd64.h"

// func dlupanelAVX2(m, w int, a *float64, lda int, piv *int32, row int, work *float64, ldw int) int
TEXT ·dlupanelAVX2(SB), NOSPLIT, $0-72
#include "lu_rows_avx2_amd64.h"
#include "lu_copyin_avx2_amd64.h"
#include "lu_column_avx2_amd64.h"
#include "lu_top_avx2_amd64.h"
#include "lu_pass_avx2_amd64.h"
#include "lu_pivot_avx2_amd64.h"
#include "lu_copyout_avx2_amd64.h"
#include "lu_unusual_avx2_amd64.h"

#include "lu_float32_avx2_amd64.h"
#include "lu_rows_float32_avx2_amd64.h"

// func slupanelAVX2(m, w int, a *float32, lda int, piv *int32, row int, work *float32, ldw int) int
TEXT ·slupanelAVX2(SB), NOSPLIT, $0-72
#include "lu_rows_avx2_amd64.h"
#include "lu_copyin_avx2_amd64.h"
#include "lu_column_avx2_amd64.h"
#include "lu_top_avx2_amd64.h"
#include "lu_pass_avx2_amd64.h"
#include "lu_pivot_avx2_amd64.h"
#include "lu_copyout_avx2_amd64.h"
#include "lu_unusual_avx2_amd64.h"
