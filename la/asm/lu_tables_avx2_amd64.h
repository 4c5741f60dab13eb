// Tables of the panel kernel for few rows: 1 and 2^100, ones, and eight zeros
// before eight masks: a load at element 8-c masks the elements from c on.

DATA luUnits64<>+0x00(SB)/8, $0x3ff0000000000000
DATA luUnits64<>+0x08(SB)/8, $0x4630000000000000
GLOBL luUnits64<>(SB), (NOPTR+RODATA), $16
DATA luUnits32<>+0x00(SB)/8, $0x718000003f800000
GLOBL luUnits32<>(SB), (NOPTR+RODATA), $8
DATA luOnes64<>+0x00(SB)/8, $0x0000000000000001
DATA luOnes64<>+0x08(SB)/8, $0x0000000000000001
DATA luOnes64<>+0x10(SB)/8, $0x0000000000000001
DATA luOnes64<>+0x18(SB)/8, $0x0000000000000001
GLOBL luOnes64<>(SB), (NOPTR+RODATA), $32
DATA luOnes32<>+0x00(SB)/8, $0x0000000100000001
DATA luOnes32<>+0x08(SB)/8, $0x0000000100000001
DATA luOnes32<>+0x10(SB)/8, $0x0000000100000001
DATA luOnes32<>+0x18(SB)/8, $0x0000000100000001
GLOBL luOnes32<>(SB), (NOPTR+RODATA), $32
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
