package nonlinear

// Default is the method that stands for nil: the cheap ones first, then those that go on where the Jacobian is singular
// or |F| has a minimum that is no root. Each goes on from the best iterate so far, the last two from the start.
type Default struct{}

// Name returns "default".
func (Default) Name() string { return "default" }

// Systems of at least cheapFirst unknowns get a chance to converge as fixed points x = x - F(x), without any Jacobian:
// below, Newton's method costs as little.
const cheapFirst = 16

var (
	byDefault Method = Default{}

	cheap  Method = Algorithm{Descent: Anderson{}, Stop: Stop{Window: 4, Drop: 0.5}}
	robust Method = Sequence{
		Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: -1, Drop: 0.1}},
		Dogleg{Unscaled: true, Radius: 1}, LevenbergMarquardt{}, PseudoTransient{},
		Restart{Algorithm{Descent: Newton{}, Globalization: FullStep{}}},
		Restart{Homotopy{Global: true}},
	}
)
