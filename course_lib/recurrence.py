"""Networks that read one thing after the other: a loop that carries a state, and a cell that keeps one.

    recurrent unit    h = tanh(x W + h_before U + b)
    backward          δ = ∂E/∂z = (∂E/∂h + δ_next Uᵀ) · (1 - h²)      from the last step to the first
    LSTM cell         i, f, o = σ(x W + h_before U + b), g = tanh(x W + h_before U + b)      each with a part of W, U, b
                      c = f c_before + i g        h = o tanh(c)

Each step back multiplies by U and by 1 - h², which is at most 1: that is how a plain unit forgets. From c back to
c_before, along the cell, the factor is f, which a gate can hold at 1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course_lib import activations
from course_lib.recurrence_checks import KINDS, PASSED, STATES, sequences, weights_fit
from course_lib.validation import checked, matrix, same_shape, vector

sigmoid = activations.sigmoid.unchecked


@checked(*weights_fit("x"), *STATES, **KINDS)
def recurrent_step(x: ArrayLike, h: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Return the states, shape (n, units), after x, shape (n, d), came in where the states were h.

    W, U and b, of shapes (d, units), (units, units) and (units,), are the same in each step.

    >>> print(recurrent_step([[1]], [[0]], [[1]], [[0.5]], [0]).round(2))
    [[0.76]]
    """
    return np.tanh(x @ W + h @ U + b)


@checked(*weights_fit("X"), X=sequences, W=matrix, U=matrix, b=vector)
def read(X: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Return the states, shape (n, T + 1, units), as sequences X, shape (n, T, d), are read: first 0, then each step's.

    A unit that hears a 1, and then nothing:

    >>> print(read([[[1], [0], [0]]], [[1]], [[0.5]], [0]).round(2).ravel())
    [0.   0.76 0.36 0.18]
    """
    H = np.zeros((len(X), X.shape[1] + 1, len(U)))
    for t in range(X.shape[1]):
        H[:, t + 1] = recurrent_step.unchecked(X[:, t], H[:, t], W, U, b)
    return H


@checked(*PASSED, X=sequences, H=sequences, slopes=sequences, W=matrix, U=matrix)
def back_through_time(X: ArrayLike, H: ArrayLike, slopes: ArrayLike, W: ArrayLike, U: ArrayLike) -> list[np.ndarray]:
    """Return ∂E/∂W, ∂E/∂U, ∂E/∂b and ∂E/∂X of ``H = read(X, W, U, b)``: backpropagation through time.

    The slopes, shape (n, T, units), are ∂E/∂h after each step, from what looks at that state directly. The same weights
    act in each step, so their gradients are sums over the steps. P. J. Werbos, Proceedings of the IEEE 78 (1990).
    """
    dW, dU, db, dX = np.zeros(W.shape), np.zeros(U.shape), np.zeros(len(U)), np.zeros(X.shape)
    from_later = 0.0
    for t in reversed(range(X.shape[1])):
        delta = (slopes[:, t] + from_later) * (1 - H[:, t + 1] ** 2)
        dW += X[:, t].T @ delta
        dU += H[:, t].T @ delta
        db += delta.sum(axis=0)
        dX[:, t] = delta @ W.T
        from_later = delta @ U.T
    return [dW, dU, db, dX]


class Cell(NamedTuple):
    """An LSTM cell after a step, each of shape (n, units): h, c, the gates i, f, o, and g, what would be let in."""

    h: np.ndarray
    c: np.ndarray
    i: np.ndarray
    f: np.ndarray
    g: np.ndarray
    o: np.ndarray


@checked(*weights_fit("x", 4), *STATES, same_shape("c", "h"), **KINDS, c=matrix)
def lstm_step(x: ArrayLike, h: ArrayLike, c: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike) -> Cell:
    """Take LSTM cells one step on, from what they showed, h, and held, c, both of shape (n, units), when x comes in.

    W, U and b, of shapes (d, 4 units), (units, 4 units) and (4 units,), hold the parameters of i (let in), f (keep),
    g and o (show) side by side, in PyTorch's order. S. Hochreiter, J. Schmidhuber, Neural Computation 9 (1997); the
    gate f is due to F. A. Gers, J. Schmidhuber, F. Cummins, Neural Computation 12 (2000).
    """
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c = f * c + i * g
    return Cell(o * np.tanh(c), c, i, f, g, o)
