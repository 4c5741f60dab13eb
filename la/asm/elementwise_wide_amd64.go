//go:build !purego

package asm

//lint:file-ignore U1000 the assembly finds these by name, which staticcheck cannot see

// The AVX-512 kernels look up in registers what the portable ones compute: with
// powers of 2^(1/16) the reduced argument is 16 times as small and the polynomial
// shorter,
//
//	x = n ln2 + r, n = k + j/16, |r| <= ln2/32, e^x = 2^k 2^(j/16) e^r.

// elementWide64 holds the tables and polynomials beside elementTable, constants once each.
type elementWide64 struct {
	steps, rests [16]float64 // 2^(j/16) = steps[j] (1 + rests[j])
	round        float64     // added to a number, it rounds to a multiple of 1/16; j is then in the low bits
	exp          [6]float64  // (e^r - 1 - r)/r^2: relative error of e^r - 1 2^-59.2

	// log(1+t) = logs[i] + log(1+z), 1+z = (1+t) inverses[i], i = 15t rounded.
	// Each inverse was chosen such that its logarithm is very nearly a float64.
	inverses, logs [16]float64
	log            [9]float64 // (log(1+z) - z)/z^2, |z| <= 1/29: relative error of log(1+z) 2^-61.4
}

var wide64 = elementWide64{
	steps: [16]float64{
		0x1p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
		0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
		0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f09p+0,
		0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0,
	},
	rests: [16]float64{
		0, 0x1.79aa65d837b6dp-54, -0x1.01b15eaa59348p-55, 0x1.68efde3a8a894p-54,
		0x1.34d754db0abb6p-55, 0x1.59f48a72a4c6dp-55, 0x1.690cebb7aafbp-56, 0x1.063e1e21c5409p-54,
		-0x1.3b3efbf5e2228p-54, -0x1.b32dcb94da51dp-56, 0x1.db72fc1f0eab4p-55, 0x1.1affc2b91ce27p-56,
		0x1.c1a7792cb3387p-55, 0x1.36eae30af0cb3p-56, 0x1.4a385a63d07a7p-56, -0x1.ff7128fd391fp-55,
	},
	round: 0x1.8p48,
	exp: [6]float64{
		0.5, 0x1.555555555554dp-3, 0x1.55555554f2062p-5, 0x1.11111111d9c33p-7, 0x1.6c17eba76d5bep-10, 0x1.a019896bb3c83p-13,
	},
	inverses: [16]float64{
		0x1p+0, 0x1.e007537b4f408p-1, 0x1.c3adbb8a03665p-1, 0x1.aa97aa211a7cbp-1,
		0x1.944c2d469efafp-1, 0x1.7ffd4bb87a8acp-1, 0x1.6d9853efe8b41p-1, 0x1.5d07246070648p-1,
		0x1.4ddeed89ea585p-1, 0x1.401d5e9d9c02cp-1, 0x1.331e9825ca03bp-1, 0x1.275d17970526fp-1,
		0x1.1c63fdd2dc71bp-1, 0x1.122bb9ac3a2a4p-1, 0x1.08d0e713d406p-1, 0x1.001537079fbd4p-1,
	},
	logs: [16]float64{
		0, 0x1.081b07b7c68fp-4, 0x1.00b96c22971ap-3, 0x1.75c038edce26dp-3,
		0x1.e3aeea6e1608p-3, 0x1.269d572ddc5fap-2, 0x1.58e1ac830c887p-2, 0x1.885e711761969p-2,
		0x1.b5d50a57e2512p-2, 0x1.e0eaaa60538f8p-2, 0x1.05ad488ffe703p-1, 0x1.19a8fb12317f3p-1,
		0x1.2d0b30ff2da2fp-1, 0x1.3fc813f1c2552p-1, 0x1.518e5d5fe4e52p-1, 0x1.62b9c3a25e5cfp-1,
	},
	log: [9]float64{
		-0x1p-1, 0x1.55555555554cdp-2, -0x1.0000000000a61p-2, 0x1.9999999bfd1a5p-3, -0x1.555555391ef75p-3,
		0x1.24922e3bfa96fp-3, -0x1.0000b14258b5ep-3, 0x1.c80cfb09ae6b4p-4, -0x1.973dd8683b1a6p-4,
	},
}

// elementWide32 is elementWide64 for float32, with the table of tanh.
type elementWide32 struct {
	steps, rests [16]float32
	round        float32
	exp          [2]float32 // absolute error of e^r 2^-28.7

	inverses, logs [16]float32
	log            [4]float32 // 2^-30

	// tanh |x| = a0 + a1 h + .. + a4 h^4, h = |x| - centre, on 32 intervals that
	// the leading bits of 1 + 1.625|x| number: eight to each power of two. At
	// the centres tanh is very nearly a float32, namely a0 (Gal 1986).
	scale, most float32        // 1.625; from most on tanh is 1
	tanh        [6][32]float32 // centres, a0 .. a4; by the low five of those bits
}

var steps32, rests32 = narrow(wide64.steps)

var wide32 = elementWide32{
	steps: steps32, rests: rests32,
	round: 0x1.8p19,
	exp:   [2]float32{0x1.0001fp-1, 0x1.555870p-3},
	inverses: [16]float32{
		0x1p+0, 0x1.e0088ep-1, 0x1.c3cdfap-1, 0x1.aaa6d4p-1,
		0x1.9441c8p-1, 0x1.80089cp-1, 0x1.6dac3ap-1, 0x1.5d0b06p-1,
		0x1.4dcc34p-1, 0x1.4015c2p-1, 0x1.335096p-1, 0x1.27478ep-1,
		0x1.1c80e2p-1, 0x1.122e84p-1, 0x1.08c4b2p-1, 0x1.000418p-1,
	},
	logs: [16]float32{
		0, 0x1.08108cp-4, 0x1.00273ep-3, 0x1.75776ep-3,
		0x1.e3e394p-3, 0x1.267f2cp-2, 0x1.58a9f2p-2, 0x1.88530ep-2,
		0x1.b60e7ap-2, 0x1.e10304p-2, 0x1.0559f8p-1, 0x1.19ce52p-1,
		0x1.2cd73p-1, 0x1.3fc2dep-1, 0x1.51a5f8p-1, 0x1.62dcp-1,
	},
	log:   [4]float32{-0x1p-1, 0x1.55558cp-2, -0x1.002786p-2, 0x1.974fb4p-3},
	scale: 1.625, most: 9.2,
	tanh: [6][32]float32{
		{
			0x1.62744p-1, 0x1.b13a7ep-1, 0x1.0001fcp+0, 0x1.2763a8p+0, 0x1.4ec52ap+0, 0x1.762838p+0, 0x1.9d8a84p+0, 0x1.c4e7c4p+0,
			0x1.0001fep+1, 0x1.27614ep+1, 0x1.4ec3cp+1, 0x1.762768p+1, 0x1.9d8a94p+1, 0x1.c4ec84p+1, 0x1.ec4e74p+1, 0x1.09c0c8p+2,
			0x1.27721ap+2, 0x1.4ed77cp+2, 0x1.773fe2p+2, 0x1.9f1a6ap+2, 0x1.c6315p+2, 0x1.ec4ec4p+2, 0x1.0a733cp+3, 0x1.1d89d8p+3,
			0, 0x1.d89c82p-4, 0x1.89d99ep-3, 0x1.13b156p-2, 0x1.627474p-2, 0x1.b13aecp-2, 0x1.ffffd8p-2, 0x1.276596p-1,
		},
		{
			0x1.32eb86p-1, 0x1.60cb7cp-1, 0x1.85f156p-1, 0x1.a357eep-1, 0x1.ba35bep-1, 0x1.cbc08ep-1, 0x1.d91068p-1, 0x1.e314b8p-1,
			0x1.ed9596p-1, 0x1.f5f674p-1, 0x1.fa8d0cp-1, 0x1.fd0c54p-1, 0x1.fe6716p-1, 0x1.ff22d8p-1, 0x1.ff886ep-1, 0x1.ffbf2ep-1,
			0x1.ffe65ep-1, 0x1.fff884p-1, 0x1.fffde2p-1, 0x1.ffff64p-1, 0x1.ffffd2p-1, 0x1.fffff2p-1, 0x1.fffffcp-1, 0x1.fffffep-1,
			0, 0x1.d6866ep-4, 0x1.8510cap-3, 0x1.0d3818p-2, 0x1.54f2p-2, 0x1.991b7cp-2, 0x1.d9351ep-2, 0x1.0a777cp-1,
		},
		{
			0x1.480426p-1, 0x1.0ce7fcp-1, 0x1.ae08d2p-2, 0x1.511724p-2, 0x1.04226cp-2, 0x1.8ca7ecp-3, 0x1.2ba4bcp-3, 0x1.c1a334p-4,
			0x1.215922p-4, 0x1.3e0a0ap-5, 0x1.5ae008p-6, 0x1.78bcfp-7, 0x1.98442ep-8, 0x1.b9edaep-9, 0x1.de0d18p-10, 0x1.0335ecp-10,
			0x1.99eacep-12, 0x1.deca24p-14, 0x1.0ee37ap-15, 0x1.37dfcap-17, 0x1.6fc6aep-19, 0x1.befd98p-21, 0x1.fa2fdep-23, 0x1.3109cap-24,
			0x1p+0, 0x1.f93e5ap-1, 0x1.ed859ep-1, 0x1.dc9c2p-1, 0x1.c73d88p-1, 0x1.ae46e6p-1, 0x1.92a956p-1, 0x1.7551bep-1,
		},
		{
			-0x1.8942bap-2, -0x1.7294cp-2, -0x1.47847p-2, -0x1.14166p-2, -0x1.c15a1ep-3, -0x1.642dbep-3, -0x1.14db56p-3, -0x1.a83dbp-4,
			-0x1.16f1a6p-4, -0x1.37ceep-5, -0x1.573012p-6, -0x1.769238p-7, -0x1.96ff6ep-8, -0x1.b93074p-9, -0x1.dd9f76p-10, -0x1.031722p-10,
			-0x1.99e976p-12, -0x1.ded6bcp-14, -0x1.0ecfp-15, -0x1.37a2f8p-17, -0x1.6d17dcp-19, -0x1.ae5048p-21, -0x1.43e38cp-23, 0x1.e6d402p-21,
			0x1.86bafap-17, -0x1.d04fd8p-4, -0x1.7705e4p-3, -0x1.f53878p-3, -0x1.2f2606p-2, -0x1.57ceb4p-2, -0x1.742734p-2, -0x1.849524p-2,
		},
		{
			0x1.093922p-6, 0x1.2e6a86p-4, 0x1.a6eadep-4, 0x1.c620c8p-4, 0x1.ace7c8p-4, 0x1.771478p-4, 0x1.37e094p-4, 0x1.f50aecp-5,
			0x1.5a1f2ep-5, 0x1.913ea4p-6, 0x1.c23a82p-7, 0x1.f07ffap-8, 0x1.0f3e0ap-8, 0x1.26e87ep-9, 0x1.3fc6fep-10, 0x1.5b39d6p-11,
			0x1.1802b2p-12, 0x1.4734f4p-14, 0x1.723868p-16, 0x1.aa0468p-18, 0x1.f48e1p-20, 0x1.318778p-21, 0x1.14242cp-23, 0x1.a10df6p-25,
			-0x1.56415p-2, -0x1.43473p-2, -0x1.253814p-2, -0x1.f76caap-3, -0x1.94f73cp-3, -0x1.2b0518p-3, -0x1.820c1ap-4, -0x1.75cf6p-5,
		},
		{
			0x1.e38566p-4, 0x1.1d2338p-4, 0x1.c9696p-6, -0x1.e9a15p-11, -0x1.1afd86p-6, -0x1.8cd5eap-6, -0x1.9d98b8p-6, -0x1.7b3572p-6,
			-0x1.2540e8p-6, -0x1.7038cep-7, -0x1.ae00d8p-8, -0x1.e41a1ap-9, -0x1.0b6cfap-9, -0x1.24681cp-10, -0x1.3e02a4p-11, -0x1.59050ep-12,
			-0x1.1681bcp-13, -0x1.45dcap-15, -0x1.79850cp-17, -0x1.ba1696p-19, -0x1.29ed7cp-20, -0x1.200fe2p-21, -0x1.96d40ep-21, -0x1.0b4a9cp-17,
			0x1.4609fp-6, 0x1.2bf8eap-4, 0x1.d6c9p-4, 0x1.2b34dep-3, 0x1.50ba3p-3, 0x1.5c4ab2p-3, 0x1.5117b4p-3, 0x1.336724p-3,
		},
	},
}

// narrow rounds the steps of float64 and returns what is then missing.
func narrow(steps64 [16]float64) (steps, rests [16]float32) {
	for j, s := range steps64 {
		steps[j] = float32(s)
		rests[j] = float32(s/float64(steps[j]) - 1)
	}
	return steps, rests
}
