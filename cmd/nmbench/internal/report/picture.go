package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// Picture is the matrix |W| of a network at one moment, its rows and columns ordered by module.
type Picture struct {
	Caption string
	Modules nm.Modules
	sizes   []int // of the modules, as order has them
	order   []int // of the nodes
	nodes   int
	side    int       // pixels a side; a pixel shows the largest |w| it covers
	abs     []float32 // side*side, row = from, column = to
}

// maxSide bounds the size of a picture, and so of the page.
const maxSide = 400

// Capture takes the picture of a network's weight matrix: row k, column j is the edge from k to j.
func Capture[T la.Float](caption string, net *nm.Network[T]) Picture {
	n := net.Config().Nodes
	p := Picture{Caption: caption, Modules: net.Modules(), nodes: n, side: min(n, maxSide)}
	p.sizes, p.order = net.Layout()
	p.abs = make([]float32, p.side*p.side)
	pixel := make([]int, n) // of every node
	for a, k := range p.order {
		pixel[k] = a * p.side / n
	}
	show := func(k, j int, w T) {
		if v, at := float32(math.Abs(float64(w))), pixel[k]*p.side+pixel[j]; v > p.abs[at] {
			p.abs[at] = v
		}
	}
	if e, _ := net.Edges(); e != nil {
		for k := range n {
			for i := e.Start[k]; i < e.Start[k+1]; i++ {
				show(k, int(e.Head[i]), e.W[i])
			}
		}
		return p
	}
	w, _ := net.Weights()
	for k := range n {
		for j, v := range w.Row(k) {
			show(k, j, v)
		}
	}
	return p
}

// largest is the largest finite |w| of the picture.
func (p *Picture) largest() float32 {
	top := float32(0)
	for _, v := range p.abs {
		if v > top && !math.IsInf(float64(v), 0) {
			top = v
		}
	}
	return top
}

// Colours of kept edges and of the others; the strength of an edge is the opacity, so both work on light and dark pages.
var (
	keptColor    = color.NRGBA{R: 0x1f, G: 0x77, B: 0xd4}
	droppedColor = color.NRGBA{R: 0x88, G: 0x88, B: 0x88}
)

// frame is a picture ready for the page.
type frame struct {
	Caption string
	Side    int
	Nodes   int
	PNG     template.URL
	Squares []square
	Modules nm.Modules
	Sizes   []int  // of the modules
	Top     string // largest |w| on the scale
	Tips    any
}

// square outlines a module, in nodes.
type square struct {
	At, Size int
	Tip      string
}

// figure is all pictures of one model on one scale.
type figure struct {
	Model  *Model
	Color  int
	Frames []frame
	Empty  bool // no edges among the graph nodes, so no pictures
}

func newFigure(m *Model, color int) (figure, error) {
	f := figure{Model: m, Color: color % 8}
	top := float32(0)
	for i := range m.Pictures {
		top = max(top, m.Pictures[i].largest())
	}
	f.Empty = top == 0
	if f.Empty {
		return f, nil
	}
	for i := range m.Pictures {
		p := &m.Pictures[i]
		url, err := p.png(top)
		if err != nil {
			return f, err
		}
		fr := frame{Caption: p.Caption, Side: p.side, Nodes: p.nodes, PNG: url, Modules: p.Modules, Sizes: p.sizes, Top: fmt.Sprintf("%.3g", top)}
		fr.Tips = map[string]any{"top": top, "order": p.order, "sizes": p.sizes}
		at := 0
		for k, size := range p.sizes {
			if size*p.side >= 2*p.nodes { // smaller than two pixels is no square
				fr.Squares = append(fr.Squares, square{at, size, fmt.Sprintf("module %d: %d nodes", k+1, size)})
			}
			at += size
		}
		f.Frames = append(f.Frames, fr)
	}
	return f, nil
}

// png encodes the picture with opacity sqrt(|w|/top): the square root makes weak edges visible.
func (p *Picture) png(top float32) (template.URL, error) {
	img := image.NewNRGBA(image.Rect(0, 0, p.side, p.side))
	for i, v := range p.abs {
		c := droppedColor
		if float64(v) > p.Modules.Gamma {
			c = keptColor
		}
		c.A = uint8(math.Round(255 * math.Sqrt(float64(min(v, top)/top))))
		img.SetNRGBA(i%p.side, i/p.side, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return "", err
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())), nil
}
