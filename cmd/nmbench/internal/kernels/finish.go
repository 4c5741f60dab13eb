package kernels

// peaks are the figures of the probe, for one core.
type peaks struct{ rate map[id]float64 }

func (p *peaks) add(r Record) {
	if p.rate == nil {
		p.rate = map[id]float64{}
	}
	p.rate[id{op: r.Op, typ: r.Type, isa: r.ISA, level: r.Level}] = r.GFLOPS + r.GBs
}

// finish fills in what follows from the times of records, all of o at one shape: rates, shares of the peak and ratios to the
// peers. The peers' own records follow those given.
func finish(records []Record, o *Op, p *peaks, peers *Peers) []Record {
	s, typ := records[0].shape(), records[0].Type
	var others []Record
	for _, r := range records {
		if r.peer() {
			others = append(others, r)
		}
	}
	if peers != nil {
		others = nil
		seen := map[int]bool{}
		for _, r := range records {
			if !r.peer() && !seen[r.Workers] {
				seen[r.Workers] = true
				others = append(others, peers.like(o, typ, s, r.Workers)...)
			}
		}
	}
	var out []Record
	for _, r := range records {
		if r.peer() {
			continue
		}
		o.rates(&r)
		if r.Lib == Ours {
			o.share(&r, p)
			r.Peer, r.Ratio = "", 0
			if best, ok := fastest(sameWorkers(others, r.Workers), r.ISA); ok && !r.Wrong {
				r.Peer, r.Ratio = best.Lib, best.Seconds/r.Seconds
			}
		}
		out = append(out, r)
	}
	for _, r := range others {
		o.rates(&r)
		out = append(out, r)
	}
	return out
}

func sameWorkers(records []Record, workers int) (out []Record) {
	for _, r := range records {
		if r.Workers == workers {
			out = append(out, r)
		}
	}
	return out
}

// rates fills in GFLOP/s and GB/s.
func (o *Op) rates(r *Record) {
	s := r.shape()
	r.GFLOPS, r.GBs = 0, 0
	if o.flops != nil {
		r.GFLOPS = o.flops(s) / r.Seconds * 1e-9
	}
	if o.moves != nil {
		r.GBs = o.moves(s) * elementSize(r.Type) / r.Seconds * 1e-9
	}
}

// share fills in the peak of what limits o and how much of it r reached. The workers' cores are taken to be equal.
func (o *Op) share(r *Record, p *peaks) {
	r.Peak, r.Share = 0, 0
	key, rate := id{op: peakFMA, typ: r.Type, isa: r.ISA}, r.GFLOPS
	if o.like != "" {
		key, rate = id{op: o.like, typ: float64Type, isa: r.ISA, level: levelOf(o.data(r.shape()) * elementSize(r.Type))}, r.GBs
	}
	if r.Peak = p.rate[key] * float64(r.Workers); r.Peak > 0 && !r.Wrong {
		r.Share = rate / r.Peak
	}
}

func elementSize(typ string) float64 {
	if typ == float64Type {
		return 8
	}
	return 4
}
