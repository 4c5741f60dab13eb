#!/usr/bin/env python3
"""Golden values for package nm, computed without it: python3 golden.py > golden.json  (needs numpy).

A small network with cycles and dropped edges: node values by Newton on the whole system, gradients by the dense adjoint system,
then ten steps of gradient descent with momentum 0.9, each followed by the soft threshold of the adaptive L1 penalty (8), (9)
with the kept edges of a node's module, divided by their mean, as its size. All in float64.
"""
import json
import numpy as np

P, M, Q, B = 3, 7, 3, 6              # inputs, nodes, outputs, samples
GAMMA, RATE, LAMBDA, STEPS = 0.3, 0.05, 0.2, 10
rng = np.random.default_rng(20200508)
par = {
    "U": rng.normal(size=(P, M)) * 0.6, "W": rng.normal(size=(M, M)) * 0.35, "b": rng.normal(size=M) * 0.3,
    "V": rng.normal(size=(M, Q)) * 0.6, "c": rng.normal(size=Q) * 0.3,
}
np.fill_diagonal(par["W"], 0)
X = rng.normal(size=(B, P))
labels = rng.integers(0, Q, size=B)


def kept(w):
    return np.where(np.abs(w) > GAMMA, w, 0)


def solve(p, x):
    """Node values of one sample: n = r + f(n) W_g, f = tanh."""
    w = kept(p["W"])
    r = x @ p["U"] + p["b"]
    n = r.copy()
    for _ in range(60):
        f = n - np.tanh(n) @ w - r
        d = 1 - np.tanh(n) ** 2
        n = n - np.linalg.solve(np.eye(M) - w.T * d, f)
    assert np.abs(n - np.tanh(n) @ w - r).max() < 1e-13
    return n


def passes(p):
    """Loss, probabilities and gradients of the batch."""
    w = kept(p["W"])
    n = np.array([solve(p, x) for x in X])
    z = np.tanh(n)
    a = z @ p["V"] + p["c"]
    y = np.exp(a - a.max(1, keepdims=True))
    y /= y.sum(1, keepdims=True)
    loss = -np.log(y[np.arange(B), labels]).mean()
    ga = y.copy()
    ga[np.arange(B), labels] -= 1
    ga /= B
    g = ga @ p["V"].T
    delta = np.array([np.linalg.solve(np.eye(M) - d[:, None] * w, d * gs) for d, gs in zip(1 - z ** 2, g)])
    dw = z.T @ delta
    np.fill_diagonal(dw, 0)
    return loss, y, {"U": X.T @ delta, "W": dw, "b": delta.sum(0), "V": z.T @ ga, "c": ga.sum(0)}


def sizes(w):
    """Kept edges of each node's module, over their mean (1 if there are none)."""
    a = np.abs(w) > GAMMA
    reach = np.linalg.matrix_power((np.eye(M) + a + a.T), M) > 0
    s = np.array([a[np.ix_(r, r)].sum() for r in reach], dtype=float)
    return s / s.mean() if s.any() else np.ones(M)


def plain(p):
    return {k: v.tolist() for k, v in p.items()}


loss, y, grad = passes(par)
out = {
    "gamma": GAMMA, "rate": RATE, "lambda": LAMBDA, "x": X.tolist(), "labels": labels.tolist(), "params": plain(par),
    "loss": loss, "y": y.tolist(), "grad": plain(grad), "edges": int((kept(par["W"]) != 0).sum()),
}
velocity = {k: np.zeros_like(v) for k, v in par.items()}
losses = []
for _ in range(STEPS):
    s = sizes(par["W"])
    loss, _, g = passes(par)
    losses.append(loss)
    for k in par:
        velocity[k] = 0.9 * velocity[k] + g[k]
        par[k] = par[k] - RATE * velocity[k]
    w = par["W"]
    par["W"] = np.sign(w) * np.maximum(np.abs(w) - RATE * LAMBDA * s, 0)  # column j shrinks by the size of its target j
out["losses"] = losses
out["after"] = plain(par)
print(json.dumps(out, indent=1))
