package asm

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxLines bounds a file of assembly.
const maxLines = 400

// instructions lists, by the instruction set in a file's name, the vector instructions its kernels may use: for avx2 the
// VEX forms of AVX, AVX2 and FMA, for avx512 also the EVEX forms of F, VL, DQ and BW, for avx512vnni those of VNNI. Legacy SSE forms have no V and are
// not here. Add one after looking up its CPUID bit, for the operands in use.
var instructions = map[string]string{
	"avx2": `VMOVUPD VMOVUPS VMOVAPD VMOVAPS VMOVSD VMOVSS VMOVQ VMOVDQU VBROADCASTSD VBROADCASTSS VPBROADCASTQ
		VPBROADCASTD VMASKMOVPD VMASKMOVPS VZEROUPPER VXORPS VXORPD VANDPS VANDPD VANDNPS VANDNPD VORPS VORPD
		VBLENDVPD VBLENDVPS VADDPD VADDPS VADDSD VADDSS VSUBPD VSUBPS VMULPD VMULPS VDIVPD VDIVPS VMAXPD VMAXPS
		VMINPD VMINPS VFMADD231PD VFMADD231PS VFMADD213PD VFMADD213PS VFNMADD231PD VFNMADD231PS VFNMADD213PD
		VFNMADD213PS VFMSUB231PD VFMSUB231PS VFMSUB213PD VFMSUB213PS VROUNDPD VROUNDPS VCMPPD VCMPPS VPERMILPD
		VPERMILPS VEXTRACTF128 VINSERTF128 VPERM2F128 VMOVHLPS VMOVSHDUP VMOVDDUP VUNPCKLPD VUNPCKHPD VUNPCKLPS
		VUNPCKHPS VSHUFPD VSHUFPS VPADDQ VPADDD VPSUBQ VPSUBD VPSLLQ VPSLLD VPSRLQ VPSRLD VPSRAD VPAND VPOR VPXOR
		VPMAXSD VPMINSD VPCMPGTQ VPCMPGTD VPCMPEQQ VPCMPEQD VFNMADD231SD VFNMADD231SS VDIVSD VDIVSS VMULSD VMULSS
		VMOVD VSQRTPD VSQRTPS VSUBSD VSUBSS VPERMPS VBLENDPD VBLENDPS VMOVMSKPD VMOVMSKPS VPERMPD VMOVHPD VINSERTPS
		VEXTRACTPS VCVTTPD2DQY VCVTTPS2DQ VCVTPS2PD VFMADD231SD VFMADD231SS`,
	"avx512": `KMOVB KMOVW KMOVD KMOVQ KORW KORTESTB KORTESTW KNOTB KNOTW KANDW KXORW VMOVDQU64 VMOVDQU32 VPXORQ VPXORD
		VPANDQ VPANDD VPORQ VPORD VPTERNLOGQ VPTERNLOGD VBROADCASTF64X4 VBROADCASTF32X8 VBROADCASTF64X2
		VBROADCASTF32X4 VEXTRACTF64X4 VEXTRACTF32X8 VEXTRACTF32X4 VEXTRACTF64X2 VINSERTF64X4 VINSERTF32X4
		VINSERTF64X2 VSHUFF64X2 VSHUFF32X4 VPERMT2PD VPERMT2PS VPERMI2PD VPERMI2PS VPERMPD VPERMPS VPERMD VPERMQ
		VPERMILPD VBLENDMPD VBLENDMPS VPBLENDMQ VPBLENDMD VCOMPRESSPD VCOMPRESSPS VEXPANDPD VEXPANDPS VALIGNQ
		VALIGND VGATHERDPD VGATHERDPS VGATHERQPD VGATHERQPS VSCATTERDPD VSCATTERDPS VPCMPD VPCMPQ VPCMPUD VPCMPUQ
		VPTESTMQ VPTESTMD VRNDSCALEPD VRNDSCALEPS VSCALEFPD VSCALEFPS VGETEXPPD VGETEXPPS VGETMANTPD VGETMANTPS
		VRANGEPD VRANGEPS VREDUCEPD VREDUCEPS VFIXUPIMMPD VFIXUPIMMPS VFPCLASSPDZ VFPCLASSPSZ VRCP14PD VRCP14PS
		VCVTPD2QQ VCVTQQ2PD VCVTPS2DQ VCVTDQ2PS VPABSQ VPABSD VPMAXSQ VPMINSQ VPMAXUQ VPMAXUD VPSRAQ VPSLLVQ VPSRLVQ
		VFPCLASSPD VFPCLASSPS VPMOVQ2M VPMOVD2M KSHIFTLW KSHIFTRW KXNORW VPANDNQ VPANDND VCVTTPD2DQ VCVTDQ2PD VPSRLW VPSLLW VPMADDUBSW VPMOVDB VPMOVQB
		VPMOVQD
		VPMADDWD`,
	"avx512vnni": `VPDPBUSD`,
}

// inherits: what may be used beside an instruction set's own list.
var inherits = map[string]string{"avx512": "avx2", "avx512vnni": "avx512"}

// scalar lists what kernels may use beside vector instructions.
const scalar = `TEXT DATA GLOBL RET JMP JE JNE JEQ JZ JNZ JLT JGE JGT JLE JCS JCC MOVQ MOVL MOVBQZX MOVLQZX ADDQ SUBQ INCQ
	DECQ SHLQ SHRQ LEAQ CMPQ TESTQ ANDQ XORL XORQ NEGQ CMOVQLT CMOVQGT PREFETCHT0 PREFETCHT1 IMULQ SETEQ MOVB
	MOVLQSX CMOVQCC SETNE BSFQ ORQ`

var (
	reserved = regexp.MustCompile(`\b(SP|BP|R14|R15)\b`)
	evex     = regexp.MustCompile(`\b(Z\d+|K[0-7]|[XY](1[6-9]|2\d|3[01]))\b`) // AVX-512 only
	word     = regexp.MustCompile(`\b[A-Za-z_]\w*`)
	label    = regexp.MustCompile(`^\w+:$`)
	define   = regexp.MustCompile(`^#define\s+(\w+)(\([^)]*\))?\s*`)
	comment  = regexp.MustCompile(`//[^\n]*|/\*[^*]*\*/`)
)

// macro is a #define; params is nil for one without parentheses.
type macro struct {
	params []string
	body   string
}

// expand returns the statements that s stands for.
func expand(macros map[string]macro, s string) (statements []string) {
	for s := range strings.SplitSeq(s, ";") {
		s = strings.TrimSpace(s)
		op := word.FindString(s)
		out := ""
		if m, ok := macros[op]; ok && strings.HasPrefix(s, op) && m.params != nil {
			args := strings.Split(strings.Trim(strings.TrimSpace(strings.TrimPrefix(s, op)), "()"), ",")
			out = word.ReplaceAllStringFunc(m.body, func(w string) string {
				if i := slices.Index(m.params, w); i >= 0 && i < len(args) {
					return strings.TrimSpace(args[i])
				}
				return w
			})
		} else {
			out = word.ReplaceAllStringFunc(s, func(w string) string {
				if m, ok := macros[w]; ok && m.params == nil {
					return m.body
				}
				return w
			})
		}
		if out == s {
			statements = append(statements, s)
		} else {
			statements = append(statements, expand(macros, out)...)
		}
	}
	return statements
}

// preprocess returns the statements of a file whose local includes were put in place.
func preprocess(text string) (statements []string) {
	text = comment.ReplaceAllString(text, " ")
	text = strings.ReplaceAll(text, "\\\n", " ")
	macros := map[string]macro{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := define.FindStringSubmatch(line); m != nil {
			var params []string
			if m[2] != "" {
				params = word.FindAllString(m[2], -1)
			}
			macros[m[1]] = macro{params, strings.TrimSpace(line[len(m[0]):])}
		} else if name, ok := strings.CutPrefix(line, "#undef "); ok {
			delete(macros, strings.TrimSpace(name))
		} else if !strings.HasPrefix(line, "#") {
			statements = append(statements, expand(macros, line)...)
		}
	}
	return statements
}

// scanAssembly returns what is wrong with the text of a file; isa is the instruction set of its name.
func scanAssembly(isa, text string) (faults []string) {
	allowed := strings.Fields(scalar)
	for set := isa; set != ""; set = inherits[set] {
		allowed = append(allowed, strings.Fields(instructions[set])...)
	}
	forbidden := []*regexp.Regexp{reserved, evex}
	if strings.HasPrefix(isa, "avx512") {
		forbidden = forbidden[:1]
	}
	previous := ""
	inside := false // between TEXT and the last RET before the next
	for _, s := range preprocess(text) {
		fault := func(why string) { faults = append(faults, why+": "+s) }
		if s == "" || label.MatchString(s) {
			continue
		}
		for _, f := range forbidden {
			if m := f.FindString(s); m != "" {
				fault("register " + m)
			}
		}
		op := word.FindString(s)
		if !slices.Contains(allowed, op) {
			fault("instruction not known as " + isa)
		}
		switch op {
		case "JMP": // to another TEXT: with the frame as it came, before any vector instruction
			inside = inside && !strings.Contains(s, "(SB)")
		case "TEXT":
			if inside {
				fault("no RET before")
			}
			inside = true
			if !strings.Contains(s, "NOSPLIT") || !strings.Contains(s, "$0-") {
				fault("not a frameless NOSPLIT leaf")
			}
		case "RET":
			inside = false
			if previous != "VZEROUPPER" {
				fault("no VZEROUPPER before")
			}
		}
		previous = op
	}
	if inside {
		faults = append(faults, "no RET at the end")
	}
	return faults
}

// flatten returns the text of a file with the package's own headers put in place.
func flatten(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(raw), "\n"); n > maxLines {
		t.Errorf("%s has %d lines, more than %d", name, n, maxLines)
	}
	return regexp.MustCompile(`(?m)^#include "(\w+_amd64\.h)"$`).ReplaceAllStringFunc(string(raw), func(s string) string {
		return flatten(t, strings.Split(s, `"`)[1])
	})
}

func TestAssemblyFiles(t *testing.T) {
	files, err := filepath.Glob("*.s")
	if err != nil || len(files) == 0 {
		t.Fatalf("no assembly found: %v", err)
	}
	for _, name := range files {
		parts := strings.Split(strings.TrimSuffix(name, ".s"), "_")
		if len(parts) < 3 || instructions[parts[len(parts)-2]] == "" {
			t.Errorf("%s: the name is not <op>_<isa>_<arch>.s of a known instruction set", name)
			continue
		}
		text := flatten(t, name)
		if !strings.HasPrefix(text, "//go:build !purego\n") {
			t.Errorf("%s: no build tag purego", name)
		}
		for _, f := range scanAssembly(parts[len(parts)-2], text) {
			t.Errorf("%s: %s", name, f)
		}
	}
}

// TestScannerFindsFaults shows that the scan above can fail.
func TestScannerFindsFaults(t *testing.T) {
	const head, tail = "TEXT ·f(SB), NOSPLIT, $0-8\n", "\tVZEROUPPER\n\tRET\n"
	for _, c := range []struct{ name, text, fault string }{
		{"clean", head + "\tVADDPD Y0, Y1, Y2\n" + tail, ""},
		{"no vzeroupper", head + "\tRET\n", "VZEROUPPER"},
		{"jump around", head + tail + "out:\n\tVADDPD Y0, Y1, Y2\n\tRET\n", "VZEROUPPER"},
		{"no ret", head + tail + head, "no RET"},
		{"frame", "TEXT ·f(SB), NOSPLIT, $16-8\n" + tail, "frameless"},
		{"split", "TEXT ·f(SB), $0-8\n" + tail, "frameless"},
		{"legacy sse", head + "\tADDPD X0, X1\n" + tail, "not known"},
		{"avx512", head + "\tVADDPD Z0, Z1, Z2\n" + tail, "register Z0"},
		{"avx512 register", head + "\tVADDPD Y0, Y1, Y17\n" + tail, "register Y17"},
		{"avx512 instruction", head + "\tVRNDSCALEPD $0, Y0, Y1\n" + tail, "not known"},
		{"stack", head + "\tMOVQ AX, 8(SP)\n" + tail, "register SP"},
		{"frame pointer", head + "\tMOVQ AX, BP\n" + tail, "register BP"},
		{"goroutine", head + "\tMOVQ AX, R14\n" + tail, "register R14"},
		{"in a macro", "#define F(x) \\\n\tVADDPD x, Y1, Y2; \\\n\tVPERMPD2 x, x\n" + head + "\tF(Y0)\n" + tail, "VPERMPD2"},
		{"name of a macro", "#define ADD ADDPD\n" + head + "\tADD X0, X1\n" + tail, "ADDPD"},
		{"register in a macro", "#define T R15\n#define F ADDQ T, AX\n" + head + "\tF\n" + tail, "register R15"},
		{"512: clean", head + "\tVADDPD Z0, Z1, K1, Z31\n\tVRNDSCALEPD $0, Y0, Y17\n" + tail, ""},
		{"512: frame pointer", head + "\tMOVQ AX, BP\n" + tail, "register BP"},
		{"512: not in the list", head + "\tVPDPBUSD Z0, Z1, Z2\n" + tail, "not known"},
		{"vnni: clean", head + "\tVPDPBUSD Z0, Z1, Z2\n\tVADDPD Z0, Z1, K1, Z31\n" + tail, ""},
		{"vnni: not in the list", head + "\tVPERMB Z0, Z1, Z2\n" + tail, "not known"},
	} {
		isa := "avx2"
		if strings.HasPrefix(c.name, "vnni: ") {
			isa = "avx512vnni"
		}
		if strings.HasPrefix(c.name, "512: ") {
			isa = "avx512"
		}
		faults := strings.Join(scanAssembly(isa, c.text), "; ")
		if c.fault == "" && faults != "" || !strings.Contains(faults, c.fault) {
			t.Errorf("%s: faults %q, want %q", c.name, faults, c.fault)
		}
	}
}

// TestDeclarations: every assembly function is declared with a comment that names it and go:noescape, and its TEXT
// stands below the declaration it repeats.
func TestDeclarations(t *testing.T) {
	stubs, err := filepath.Glob("*_amd64.go")
	if err != nil {
		t.Fatal(err)
	}
	var decls strings.Builder
	for _, name := range stubs {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		decls.Write(raw)
	}
	files, _ := filepath.Glob("*.s")
	symbol := regexp.MustCompile(`(?m)^// (func (\w+)\(.*)\nTEXT ·(\w+)\(`)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := symbol.FindAllStringSubmatch(string(raw), -1)
		if len(found) != strings.Count(string(raw), "\nTEXT ·") { // the others are local to the file
			t.Errorf("%s: a TEXT has no func line above it", name)
		}
		for _, m := range found {
			if m[2] != m[3] {
				t.Errorf("%s: %s stands above %s", name, m[2], m[3])
			}
			want := regexp.MustCompile(`// ` + m[2] + ` [^\n]+\n(//[^\n]*\n)*//go:noescape\n` + regexp.QuoteMeta(m[1]) + `\n`)
			if !want.MatchString(decls.String()) {
				t.Errorf("%s: no declaration %q with a comment and go:noescape", name, m[1])
			}
		}
	}
}
