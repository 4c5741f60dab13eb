package nm_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// A server that asks one network on one pool from every request's goroutine, and answers a plain question beside it.

type answer struct {
	Y [][]float64
}

// predictor serves net on /predict, which takes rows of inputs and returns an answer, and an empty answer on /plain.
func predictor(net *nm.Network[float64], inputs, outputs int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/plain", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	mux.HandleFunc("/predict", func(w http.ResponseWriter, r *http.Request) {
		var rows [][]float64
		if err := json.NewDecoder(r.Body).Decode(&rows); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		x, y := la.NewMatrix[float64](len(rows), inputs), la.NewMatrix[float64](len(rows), outputs)
		for i, row := range rows {
			copy(x.Row(i), row)
		}
		if _, err := net.Predict(r.Context(), y, x); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		a := answer{}
		for i := range y.Rows {
			a.Y = append(a.Y, y.Row(i))
		}
		_ = json.NewEncoder(w).Encode(a)
	})
	return mux
}

// question is a request's body and what a lone Predict without a pool answers to its rows, one by one.
type question struct {
	body []byte
	want [][]float64
}

func questions(tb testing.TB, net *nm.Network[float64], count, inputs, outputs int) []question {
	rng := rand.New(rand.NewPCG(5, 5))
	qs := make([]question, count)
	for k := range qs {
		rows := make([][]float64, 1+k%3)
		for i := range rows {
			x, y := la.NewMatrix[float64](1, inputs), la.NewMatrix[float64](1, outputs)
			for j := range x.Data {
				x.Data[j] = rng.NormFloat64()
			}
			_, err := net.Predict(tb.Context(), y, x)
			require.NoError(tb, err)
			rows[i] = x.Data
			qs[k].want = append(qs[k].want, y.Data)
		}
		body, err := json.Marshal(rows)
		require.NoError(tb, err)
		qs[k].body = body
	}
	return qs
}

// latencies are times of requests, from the client's side.
type latencies []time.Duration

func (l latencies) quantile(q float64) time.Duration {
	slices.Sort(l)
	return l[min(len(l)-1, int(q*float64(len(l))))]
}

// load has a client for each question ask it a number of times in turn, all at once, and one more client ask the plain question
// until they have done, which they have not before it was answered a few times. It returns the latencies of both kinds.
func load(tb testing.TB, handler http.Handler, qs []question, rounds int) (predict, plain latencies) {
	const few = 3
	server := httptest.NewServer(handler)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(qs) + 1}}
	defer client.CloseIdleConnections()
	ask := func(path string, body []byte, into any) (time.Duration, error) {
		begun := time.Now()
		resp, err := client.Post(server.URL+path, "application/json", bytes.NewReader(body))
		if err != nil {
			return 0, err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("status %s", resp.Status)
		}
		if into != nil {
			err = json.NewDecoder(resp.Body).Decode(into)
		}
		return time.Since(begun), err
	}
	var clients, beside sync.WaitGroup
	var over atomic.Bool
	var aside atomic.Int32 // plain answers
	beside.Go(func() {
		for !over.Load() {
			d, err := ask("/plain", nil, nil)
			if err != nil {
				tb.Errorf("the plain question: %v", err)
				aside.Add(few)
				return
			}
			plain = append(plain, d)
			aside.Add(1)
		}
	})
	each := make([]latencies, len(qs))
	for k, q := range qs {
		clients.Go(func() {
			for r := 0; r < rounds || aside.Load() < few; r++ {
				var a answer
				d, err := ask("/predict", q.body, &a)
				if err != nil {
					tb.Errorf("client %d: %v", k, err)
					return
				}
				if !slices.EqualFunc(a.Y, q.want, slices.Equal) { // JSON keeps every bit of a float64
					tb.Errorf("client %d: %v, a lone Predict %v", k, a.Y, q.want)
					return
				}
				each[k] = append(each[k], d)
			}
		})
	}
	clients.Wait()
	over.Store(true)
	beside.Wait()
	return slices.Concat(each...), plain
}

// serverPools are pools a server may have.
var serverPools = []struct {
	name string
	open func() *sched.Pool
}{
	{"nil", func() *sched.Pool { return nil }},
	{"2", func() *sched.Pool { return sched.New(2) }},
	{"12", func() *sched.Pool { return sched.New(12) }},
	{"1", func() *sched.Pool { return sched.New(1) }},
	{"2, parking", func() *sched.Pool { return sched.New(2, sched.Spin(0)) }},
	{"2, pinned", func() *sched.Pool { return sched.New(2, sched.Pinned()) }},
}

// TestServer: 100 clients at once get the bits of a lone Predict, and other requests are answered meanwhile.
func TestServer(t *testing.T) {
	const inputs, outputs = 10, 3
	net, err := nm.New[float64](nm.Config{Inputs: inputs, Nodes: 60, Outputs: outputs, Seed: 3})
	require.NoError(t, err)
	net.Edit(func(p nm.Params[float64]) { // twelve rings, so that there is something to share among workers
		clear(p.W.Data)
		for k := range p.W.Rows {
			p.W.Set(k, k/5*5+(k+1)%5, 2)
		}
	})
	require.Equal(t, 12, net.Modules().Modules)
	qs := questions(t, net, 100, inputs, outputs)
	for _, c := range serverPools[:3] {
		t.Run("pool="+c.name, func(t *testing.T) {
			pool := c.open()
			defer pool.Close()
			net.SetPool(pool)
			predict, plain := load(t, predictor(net, inputs, outputs), qs, 2)
			t.Logf("p50 %v, p99 %v of %d Predict requests; p99 %v of %d plain ones",
				predict.quantile(0.5), predict.quantile(0.99), len(predict), plain.quantile(0.99), len(plain))
		})
	}
}

// BenchmarkServer reports latencies in milliseconds when 100 clients ask a network of 300 nodes, every edge kept, at once.
func BenchmarkServer(b *testing.B) {
	const inputs, outputs = 64, 6
	net, err := nm.New[float64](nm.Config{Inputs: inputs, Nodes: 300, Outputs: outputs, Spread: 0.9, Seed: 3})
	require.NoError(b, err)
	qs := questions(b, net, 100, inputs, outputs)
	for _, c := range serverPools {
		b.Run("pool="+c.name, func(b *testing.B) {
			pool := c.open()
			defer pool.Close()
			net.SetPool(pool)
			var predict, plain latencies
			for b.Loop() {
				p, q := load(b, predictor(net, inputs, outputs), qs, 20)
				predict, plain = append(predict, p...), append(plain, q...)
			}
			ms := func(l latencies, q float64, name string) {
				b.ReportMetric(l.quantile(q).Seconds()*1000, name)
			}
			ms(predict, 0.5, "p50-ms")
			ms(predict, 0.99, "p99-ms")
			ms(plain, 0.5, "plain-p50-ms")
			ms(plain, 0.99, "plain-p99-ms")
			b.ReportMetric(float64(len(predict))/b.Elapsed().Seconds(), "answers/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}
