package nm

import (
	"io"
	"slices"

	"github.com/neuralmodules/nmcore/la"
)

// manifest is a network without its tensors.
type manifest struct {
	SHA256      string            `json:"sha256"` // first: its place in the file is found by its prefix
	Version     int               `json:"version"`
	Inputs      int               `json:"inputs"`
	Nodes       int               `json:"nodes"`
	Outputs     int               `json:"outputs"`
	Structure   string            `json:"structure"`
	Layers      []int             `json:"layers,omitempty"`
	Activation  string            `json:"activation"`
	Output      string            `json:"output"`
	Threshold   float64           `json:"threshold"`
	Keep        float64           `json:"keep"`
	MaxEdges    int               `json:"max_edges,omitempty"`
	Stored      int               `json:"stored_edges,omitempty"` // of the list in W's place
	Spread      float64           `json:"spread"`
	ColumnCap   float64           `json:"column_cap"`
	Tolerance   float64           `json:"tolerance"`
	Method      Method            `json:"method,omitempty"`
	PicardAbove int               `json:"picard_above"`
	MaxPicard   int               `json:"max_picard"`
	MaxNewton   int               `json:"max_newton"`
	Seed        uint64            `json:"seed,string"`
	Meta        map[string]string `json:"meta,omitempty"`
	Training    *training         `json:"training,omitempty"` // a checkpoint's
}

func (n *Network[T]) manifest() manifest {
	c := &n.cfg
	m := manifest{
		SHA256: noSum, Version: formatVersion, Inputs: c.Inputs, Nodes: c.Nodes, Outputs: c.Outputs,
		Structure: c.Structure.String(), Layers: c.Layers, Activation: c.Activation.String(), Output: c.Output.String(),
		Threshold: c.Threshold, Keep: c.Keep, Spread: c.Spread, ColumnCap: c.ColumnCap, Tolerance: c.Tolerance,
		Method: c.Method, PicardAbove: c.PicardAbove, MaxPicard: c.MaxPicard, MaxNewton: c.MaxNewton, Seed: c.Seed, Meta: n.meta, MaxEdges: c.MaxEdges,
	}
	if e := n.params.E; e != nil {
		m.Stored = len(e.W)
	}
	return m
}

// config is the configuration the manifest describes.
func (m *manifest) config() (Config, error) {
	c := Config{
		Inputs: m.Inputs, Nodes: m.Nodes, Outputs: m.Outputs, Layers: m.Layers,
		Threshold: m.Threshold, Keep: m.Keep, Spread: m.Spread, ColumnCap: m.ColumnCap, Tolerance: m.Tolerance,
		Method: m.Method, PicardAbove: m.PicardAbove, MaxPicard: m.MaxPicard, MaxNewton: m.MaxNewton, Seed: m.Seed, MaxEdges: m.MaxEdges,
	}
	structure, a := slices.Index(structureNames[:], m.Structure), slices.Index(activationNames[:], m.Activation)
	o := slices.Index(outputNames[:], m.Output)
	if structure < 0 || a < 0 || o < 0 {
		return c, malformed(8, "unknown structure %q, activation %q or output %q", m.Structure, m.Activation, m.Output)
	}
	c.Structure, c.Activation, c.Output = Structure(structure), Activation(a), Output(o)
	if m.Version != formatVersion {
		return c, malformed(8, "format version %d, this program reads %d", m.Version, formatVersion)
	}
	if m.MaxEdges == 0 && m.Nodes > DenseNodes { // written before there were lists of edges
		c.MaxEdges = -1
	}
	if err := c.check(); err != nil {
		return c, malformed(8, "%v", err)
	}
	if m.Stored < 0 || m.Stored > max(0, c.MaxEdges) {
		return c, malformed(8, "%d edges stored, at most %d", m.Stored, m.MaxEdges)
	}
	return c, nil
}

// tensors names the five groups, with a prefix, in the order of their names.
func (p *Params[T]) tensors(prefix string) []tensor[T] {
	w := []int{len(p.graphWeights())}
	if p.E == nil {
		w = []int{p.W.Rows, p.W.Cols}
	}
	return []tensor[T]{
		{prefix + "U", []int{p.U.Rows, p.U.Cols}, p.U.Data, nil},
		{prefix + "V", []int{p.V.Rows, p.V.Cols}, p.V.Data, nil},
		{prefix + "W", w, p.graphWeights(), nil},
		{prefix + "b", []int{len(p.B)}, p.B, nil},
		{prefix + "c", []int{len(p.C)}, p.C, nil},
	}
}

// shapes is what tensors of a network of this configuration look like, with a list of stored edges if it has one.
func (c *Config) shapes(prefix string, stored int) []shape {
	w := []int{c.Nodes, c.Nodes}
	if c.storesEdges() {
		w = []int{stored}
	}
	return []shape{
		{prefix + "U", []int{c.Inputs, c.Nodes}, false},
		{prefix + "V", []int{c.Nodes, c.Outputs}, false},
		{prefix + "W", w, false},
		{prefix + "b", []int{c.Nodes}, false},
		{prefix + "c", []int{c.Outputs}, false},
	}
}

// Save writes the network, its configuration and its attached strings to w as one safetensors file: the tensors U, V, W
// (matrices), b, c (vectors), and a manifest in the metadata. Of a list of edges W is the weights, W.degree the number of them out of
// every node and W.head the nodes they go to, ascending for each. The errors are w's. Writing to a temporary file and renaming it is the
// caller's business.
func (n *Network[T]) Save(w io.Writer) error {
	return writeFile(w, n.manifest(), sorted(append(n.params.tensors(""), n.params.E.tensors("")...)))
}

// Load reads a network that [Network.Save] wrote, of either element type, rounding float64 weights if T is float32. It has no
// pool. Anything but a complete, unaltered file is a *[FormatError]; other errors are r's.
func Load[T la.Float](r io.Reader) (*Network[T], error) {
	var m manifest
	f, err := readFile(r, &m)
	if err != nil {
		return nil, err
	}
	if m.Training != nil {
		return nil, malformed(8, "a training checkpoint, not a network")
	}
	cfg, err := m.config()
	if err != nil {
		return nil, err
	}
	data, err := f.read(sortedShapes(append(cfg.shapes("", m.Stored), cfg.edgeShapes("", m.Stored)...)), m.SHA256)
	if err != nil {
		return nil, err
	}
	n, err := newNetwork[T](cfg)
	if err != nil {
		return nil, err
	}
	if m.Meta != nil {
		n.meta = m.Meta
	}
	if err := n.params.readEdges(f, "", data, &n.cfg); err != nil {
		return nil, err
	}
	for _, t := range n.params.tensors("") {
		fill(f, t, data)
	}
	clearOutside(&n.mask, &n.params)
	return n, nil
}
