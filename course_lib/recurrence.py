"""Networks that read one thing after the other: a loop that carries a state, and a cell that keeps one.

For n sequences of T steps, X of shape (n, T, d), with x = X[:, t]:

    recurrent unit    h = tanh(x W + h_before U + b)
    backward          δ = ∂E/∂z = (∂E/∂h + δ_next Uᵀ) · (1 - h²)      from the last step to the first
    LSTM cell         i, f, o = σ(x W + h_before U + b), g = tanh(x W + h_before U + b)      each with a part of W, U, b
                      c = f c_before + i g        h = o tanh(c)

Going back one step multiplies by U and by 1 - h², which is at most 1: that is how a plain unit forgets. From c back to
c_before, along the cell, the factor is f, which a gate can hold at 1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course_lib import activations
from course_lib.losses import log_loss_from_scores
from course_lib.optimizers import Adam
from course_lib.validation import (
    Rejected,
    Relation,
    array,
    as_many,
    checked,
    count,
    describe,
    few_enough,
    labels,
    positive,
    seed,
    table,
    vector,
)

sigmoid = activations.sigmoid.unchecked


def _sequences(value: object) -> np.ndarray:
    """Accept sequences of one length, shape (n, T, d)."""
    numbers = array(value)
    if numbers.ndim == 3 and numbers.size:
        return numbers
    raise Rejected(f"must be sequences of one length, 1 or more, shape (n, T, d), but {describe(numbers)} came.")


def _shaped(first: str, second: str, wanted: Callable[[np.ndarray], tuple]) -> Relation:
    """Demand a shape that follows from another argument's; where None stands, any number will do."""

    def unfit(found: np.ndarray, other: np.ndarray) -> str | None:
        shape = wanted(other)
        if found.ndim == len(shape) and all(n in (None, came) for n, came in zip(shape, found.shape)):
            return None
        said = ", ".join("any" if n is None else str(n) for n in shape)
        return f"must be of shape ({said}) to fit {second}, but {found.shape} came."

    return Relation(first, second, unfit)


UNIT = {"X": _sequences, "W": table, "U": table, "b": vector}
FITTING = (
    _shaped("W", "X", lambda X: (X.shape[2], None)),
    _shaped("U", "W", lambda W: (W.shape[1], W.shape[1])),
    _shaped("b", "W", lambda W: (W.shape[1],)),
)
STATES = (
    _shaped("H", "X", lambda X: (len(X), X.shape[1] + 1, None)),
    _shaped("H", "U", lambda U: (None, None, len(U))),
    _shaped("slopes", "H", lambda H: (len(H), H.shape[1] - 1, H.shape[2])),
)
GATES = (
    _shaped("W", "x", lambda x: (x.shape[1], None)),
    _shaped("W", "U", lambda U: (None, 4 * len(U))),
    _shaped("U", "W", lambda W: (None, W.shape[1])),
    _shaped("b", "W", lambda W: (W.shape[1],)),
)


@checked(*FITTING, **UNIT)
def read(X: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Read sequences with recurrent units, and return their states.

    Parameters
    ----------
    X : array_like, shape (n, T, d)
        The sequences.
    W, U, b : array_like, shapes (d, units), (units, units), (units,)
        The weights of what comes in, those of the state before, and the biases: the same in each step.

    Returns
    -------
    ndarray of shape (n, T + 1, units)
        The states: 0 at the start, then one after each step.

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    One unit that hears a 1, and then nothing:

    >>> print(read([[[1], [0], [0]]], [[1]], [[0.5]], [0]).round(2).ravel())
    [0.   0.76 0.36 0.18]
    """
    n, T, _ = X.shape
    H = np.zeros((n, T + 1, len(b)))
    for t in range(T):
        H[:, t + 1] = np.tanh(X[:, t] @ W + H[:, t] @ U + b)
    return H


@checked(*FITTING[:2], *STATES, X=_sequences, H=_sequences, slopes=_sequences, W=table, U=table)
def back_through_time(X: ArrayLike, H: ArrayLike, slopes: ArrayLike, W: ArrayLike, U: ArrayLike) -> list[np.ndarray]:
    """Return the gradients of what `read` made: backpropagation through time.

    Parameters
    ----------
    X, W, U : array_like
        As in `read`.
    H : array_like, shape (n, T + 1, units)
        The states, as ``read(X, W, U, b)`` returns them.
    slopes : array_like, shape (n, T, units)
        ∂E/∂h after each step, from what looks at that state directly: 0 where nothing does.

    Returns
    -------
    list of ndarray
        ∂E/∂W, ∂E/∂U, ∂E/∂b and ∂E/∂X. The same weights act in each step, so theirs are sums over the steps.

    Raises
    ------
    ValueError
        As `read`.

    Notes
    -----
    P. J. Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the IEEE 78 (1990).
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


@checked(
    *FITTING,
    as_many(y="label", X="sequence"),
    _shaped("v", "b", lambda b: (len(b),)),
    _shaped("c", "v", lambda v: (1,)),
    **UNIT,
    y=labels,
    v=vector,
    c=vector,
)
def loss_and_gradients(
    X: ArrayLike, y: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike, v: ArrayLike, c: ArrayLike
) -> tuple[float, list[np.ndarray]]:
    """Return the log-loss, and its gradients, where one more unit answers from the last state h: ŷ = σ(h·v + c).

    Parameters
    ----------
    X, W, U, b : array_like
        As in `read`.
    y : array_like, shape (n,)
        A label, 0 or 1, for each sequence.
    v, c : array_like, shapes (units,), (1,)
        The weights and the bias of the unit that answers.

    Returns
    -------
    loss : float
    gradients : list of ndarray
        With respect to W, U, b, v and c.

    Raises
    ------
    ValueError
        As `read`, and if there is not a label, 0 or 1, for each sequence.
    """
    H = read.unchecked(X, W, U, b)
    z = H[:, -1] @ v + c
    delta = (sigmoid(z) - y) / len(y)
    slopes = np.zeros(H[:, 1:].shape)
    slopes[:, -1] = np.outer(delta, v)
    gradients = back_through_time.unchecked(X, H, slopes, W, U)[:3]
    return log_loss_from_scores.unchecked(y, z), [*gradients, H[:, -1].T @ delta, delta.sum(keepdims=True)]


@checked(
    as_many(y="label", X="sequence"),
    X=_sequences,
    y=labels,
    units=few_enough,
    steps=count,
    learning_rate=positive,
    random_state=seed,
)
def train(
    X: ArrayLike,
    y: ArrayLike,
    units: int = 8,
    steps: int = 500,
    learning_rate: float = 0.02,
    random_state: object = None,
) -> tuple[list[np.ndarray], np.ndarray]:
    """Train recurrent units, and the one that answers, with Adam on all sequences at once.

    Parameters
    ----------
    X, y : array_like, shapes (n, T, d), (n,)
        The sequences, and a label, 0 or 1, for each.
    units, steps : int
        How many recurrent units, at most 1000, and how many steps of Adam.
    learning_rate : float
        η, above 0.
    random_state : None, int or numpy random generator
        Where the first weights come from: normal, with standard deviation 1 for W and 1 / √units for U and v.

    Returns
    -------
    parameters : list of ndarray
        W, U, b, v and c.
    losses : ndarray of shape (steps,)
        The log-loss before each step.

    Raises
    ------
    ValueError
        As `loss_and_gradients`.
    """
    rng = random_state if hasattr(random_state, "permutation") else np.random.default_rng(random_state)
    W, U, v = rng.normal(size=(X.shape[2], units)), rng.normal(size=(units, units)), rng.normal(size=units)
    parameters = [W, U / np.sqrt(units), np.zeros(units), v / np.sqrt(units), np.zeros(1)]
    optimizers, losses = [Adam(learning_rate) for _ in parameters], []
    for _ in range(steps):
        loss, gradients = loss_and_gradients.unchecked(X, y, *parameters)
        losses.append(loss)
        for optimizer, parameter, gradient in zip(optimizers, parameters, gradients):
            optimizer.advance(parameter, gradient)
    return parameters, np.array(losses)


class Cell(NamedTuple):
    """What an LSTM cell holds after a step, each of shape (n, units): see `lstm_step`."""

    h: np.ndarray
    c: np.ndarray
    i: np.ndarray
    f: np.ndarray
    g: np.ndarray
    o: np.ndarray


@checked(
    *GATES,
    _shaped("h", "x", lambda x: (len(x), None)),
    _shaped("h", "U", lambda U: (None, len(U))),
    _shaped("c", "h", lambda h: h.shape),
    **dict.fromkeys(("x", "h", "c", "W", "U"), table),
    b=vector,
)
def lstm_step(x: ArrayLike, h: ArrayLike, c: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike) -> Cell:
    """Take LSTM cells one step on.

    Parameters
    ----------
    x : array_like, shape (n, d)
        What comes in.
    h, c : array_like, shape (n, units)
        What the cells showed, and what they held, after the step before.
    W, U, b : array_like, shapes (d, 4 units), (units, 4 units), (4 units,)
        The parameters of i, f, g and o, side by side in this order.

    Returns
    -------
    Cell
        h and c after the step; the gates i (let in), f (keep) and o (show), from 0 to 1; and g, what would be let in.

    Raises
    ------
    ValueError
        As `read`.

    Notes
    -----
    S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9 (1997); the gate f is due to
    F. A. Gers, J. Schmidhuber, F. Cummins, "Learning to forget", Neural Computation 12 (2000). The order is PyTorch's.
    """
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c = f * c + i * g
    return Cell(o * np.tanh(c), c, i, f, g, o)
