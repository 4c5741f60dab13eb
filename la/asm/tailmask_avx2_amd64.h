// tailMask is 64 bytes of ones, then 64 of zeros: a load at 64 - r gives a
// vector mask whose first r bytes (r <= 32) are set.
DATA tailMask<>+0x00(SB)/8, $-1
DATA tailMask<>+0x08(SB)/8, $-1
DATA tailMask<>+0x10(SB)/8, $-1
DATA tailMask<>+0x18(SB)/8, $-1
DATA tailMask<>+0x20(SB)/8, $-1
DATA tailMask<>+0x28(SB)/8, $-1
DATA tailMask<>+0x30(SB)/8, $-1
DATA tailMask<>+0x38(SB)/8, $-1
DATA tailMask<>+0x40(SB)/8, $0
DATA tailMask<>+0x48(SB)/8, $0
DATA tailMask<>+0x50(SB)/8, $0
DATA tailMask<>+0x58(SB)/8, $0
DATA tailMask<>+0x60(SB)/8, $0
DATA tailMask<>+0x68(SB)/8, $0
DATA tailMask<>+0x70(SB)/8, $0
DATA tailMask<>+0x78(SB)/8, $0
GLOBL tailMask<>(SB), (NOPTR+RODATA), $128
