"""Any network of dense layers with matrices, in a few lines; and one hidden layer that draws any curve.

A network is two lists, from the first layer to the last: ``weights``, each of shape (inputs, units), and ``biases``,
each of shape (units,). For n students, a row each, layer after layer:

    z = a_before W + b        a = f(z)        and a_before = X for the first

`course_lib.network.Network` computes the same, to rounding, with arrays that it keeps from batch to batch.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from course_lib import activations
from course_lib.outputs import ACTIVATIONS, LOSSES, OUTPUTS, loss_fits, truth_of_output
from course_lib.validation import (
    Rejected,
    Relation,
    array,
    as_many,
    checked,
    counts,
    few_enough,
    layer_biases,
    layer_weights,
    number,
    one_bias_each,
    one_column_each,
    one_of,
    optional,
    positive,
    table,
    vector,
)

sigmoid = activations.sigmoid.unchecked  # where a score made here is too large for a float, σ is 0 or 1 all the same


def _logistic(z: ArrayLike) -> np.ndarray:
    return sigmoid(np.asarray(z))  # of lists, too, as NumPy's own functions


FUNCTIONS = {
    "relu": activations.relu.unchecked,
    "tanh": activations.tanh.unchecked,
    "logistic": _logistic,
    "sigmoid": _logistic,
    "softmax": activations.softmax.unchecked,
    "identity": lambda z: z,
}


NETWORK = {
    "X": table,
    "weights": layer_weights,
    "biases": layer_biases,
    "activation": one_of(*ACTIVATIONS),
    "output": one_of(*OUTPUTS),
}
FITTING = (one_column_each("X", "weights"), one_bias_each("biases", "weights"))


@checked(*FITTING, **NETWORK)
def forward(
    X: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activation: str = "logistic",
    output: str = "sigmoid",
) -> list[np.ndarray]:
    """Send students through a network, and return the activations of all layers.

    Parameters
    ----------
    X : array_like, shape (n, d)
        A row of features for each student.
    weights : list of array_like, shapes (d, units), (units, units of the next), …
        The weights of each layer.
    biases : list of array_like, shapes (units,), …
        The biases of each layer.
    activation : {"relu", "tanh", "logistic", "identity"}
        f of the hidden layers; "logistic" is the sigmoid.
    output : {"sigmoid", "softmax", "identity"}
        f of the last layer.

    Returns
    -------
    list of ndarray, shapes (n, d), (n, units), …
        X, then a = f(a_before W + b) of each layer; the last one is ŷ.

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    XOR from OR and NAND:

    >>> weights, biases = [[[10, -10], [10, -10]], [[10], [10]]], [[-5, 15], [-15]]
    >>> activations = forward([[0, 0], [0, 1], [1, 0], [1, 1]], weights, biases)
    >>> print([a.shape for a in activations], activations[-1].round(2).ravel())
    [(4, 2), (4, 2), (4, 1)] [0.01 0.99 0.99 0.01]
    """
    activations = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        activations.append(FUNCTIONS[activation](activations[-1] @ W + b))
    activations.append(FUNCTIONS[output](activations[-1] @ weights[-1] + biases[-1]))
    return activations


@checked(*FITTING, Relation("loss", "output", loss_fits), **NETWORK, Y=array, loss=optional(one_of(*LOSSES)))
def network_loss(
    X: ArrayLike,
    Y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activation: str = "logistic",
    output: str = "sigmoid",
    loss: str | None = None,
) -> float:
    """Return the loss E of a network: summed over a student's outputs, averaged over the students.

    It is taken from the scores of the last layer, not from clipped probabilities, so that its slope can be checked.

    Parameters
    ----------
    X, weights, biases, activation, output
        As in `forward`.
    Y : array_like, shape (n, outputs)
        What is true.
    loss : {"log_loss", "cross_entropy", "squared_error"}, optional
        Log-loss or half the squared error for a sigmoid; cross-entropy for softmax; half the squared error for
        identity. The first of these for the output if not given.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `forward`, and if the loss is none of the output's, or Y is not of the outputs' shape.

    Examples
    --------
    >>> weights, biases = [[[1], [2]], [[0]]], [[0], [0]]
    >>> print(round(network_loss([[3, 4]], [[1]], weights, biases), 4))
    0.6931
    """
    activations = forward.unchecked(X, weights, biases, activation, output)
    Z = activations[-2] @ weights[-1] + biases[-1]
    if Y.shape != Z.shape:
        raise Rejected(f"Y must be of the shape of the outputs, {Z.shape}, but {Y.shape} came.")
    strange = truth_of_output(Y, output)
    if strange:
        raise Rejected(f"Y {strange}")
    losses = OUTPUTS[output][1]
    return losses[loss or next(iter(losses))](Y, Z)


@checked(layer_sizes=counts)
def count_parameters(layer_sizes: Sequence[int]) -> int:
    """Return how many numbers a network of these layers learns: the weights and the biases.

    Parameters
    ----------
    layer_sizes : sequence of int
        How many features, units of each hidden layer, and outputs.

    Returns
    -------
    int
        The sum of (inputs + 1) · units over the layers: a weight for each input of each unit, and a bias for each unit.

    Raises
    ------
    ValueError
        If there are not two or more whole numbers above 0.

    Examples
    --------
    >>> count_parameters((2, 3, 1)), count_parameters((64, 32, 10))
    (13, 2410)
    """
    return sum((inputs + 1) * units for inputs, units in pairwise(layer_sizes))


@checked(x=array, left=number, right=number, height=number, steepness=positive)
def bump(x: ArrayLike, left: float, right: float, height: float = 1.0, steepness: float = 10.0) -> np.ndarray:
    """Return a bump made of two sigmoids: about `height` between left and right, about 0 elsewhere.

    Parameters
    ----------
    x : number or array_like of any shape
        Where the bump is wanted.
    left, right : float
        Where it rises, and where it falls: there it has half its height. If right is below left, it is upside down.
    height : float
        How high it is, if it is so wide that the two sigmoids do not overlap; below 0 it is a dip.
    steepness : float
        Of both sigmoids, above 0.

    Returns
    -------
    number or ndarray of the shape of x
        height · (σ(steepness · (x - left)) - σ(steepness · (x - right))).

    Raises
    ------
    ValueError
        If an argument is not finite, or the steepness is not above 0.

    Examples
    --------
    >>> print(bump([0, 2, 3, 4, 6], left=2, right=4, height=5).round(2))
    [0.  2.5 5.  2.5 0. ]
    """
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))


@checked(as_many(y="number", x="number"), x=vector, y=vector, n_bumps=few_enough, steepness=optional(positive))
def fit_bumps(
    x: ArrayLike, y: ArrayLike, n_bumps: int, steepness: float | None = None
) -> tuple[np.ndarray, np.ndarray, float]:
    """Draw a curve with bumps side by side, and find the heights with the least squared error.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Points of the curve.
    n_bumps : int
        How many bumps share the way from the smallest to the largest x, at most 1000. Each is a pair of hidden units.
    steepness : float, optional
        Of all sigmoids, above 0; 4 / the width of a bump if not given, so that neighbours blend into each other.

    Returns
    -------
    edges : ndarray of shape (n_bumps + 1,)
        Bump i stands between edges[i] and edges[i + 1]. They are equally far apart, but for the first and the last,
        which are a bump's width further out.
    heights : ndarray of shape (n_bumps,)
        The height of each. Where points are too few to say, the heights with the smallest squares.
    steepness : float
        As given, or as chosen.

    Raises
    ------
    ValueError
        If an argument is not finite, the lengths differ, all x are equal, or the steepness is not above 0.

    Notes
    -----
    The heights are the weights of a linear model on what the pairs say, so no gradient descent is needed. That one
    hidden layer can come as close as wanted to any continuous curve is due to G. Cybenko, "Approximation by
    superpositions of a sigmoidal function", Mathematics of Control, Signals and Systems 2 (1989), 303-314. It says
    neither how many units that takes, nor that training finds them.

    Examples
    --------
    >>> x = np.linspace(0, 10, 101)
    >>> for n in (3, 6, 12):
    ...     edges, heights, steepness = fit_bumps(x, np.sin(x), n)
    ...     drawn = sum_of_bumps(x, edges[:-1], edges[1:], heights, steepness)
    ...     print(n, np.sqrt(np.mean((drawn - np.sin(x)) ** 2)).round(2))
    3 0.45
    6 0.18
    12 0.05
    """
    low, high = x.min(), x.max()
    if low == high:
        raise Rejected(f"x must hold different numbers, but all are {low:g}.")
    width = (high - low) / n_bumps
    steepness = steepness or 4 / width
    edges = np.linspace(low, high, n_bumps + 1)
    edges[[0, -1]] += [-width, width]  # else the curve's ends would stand half way up a bump
    if not np.isfinite([*edges, steepness]).all():
        raise Rejected(f"x must cover a distance that a float can hold, but it goes from {low:g} to {high:g}.")
    parts = np.column_stack([bump(x, left, right, 1, steepness) for left, right in pairwise(edges)])
    heights = np.linalg.lstsq(parts, y)[0]
    return edges, heights, float(steepness)


def _as_many_bumps(lefts: np.ndarray, heights: np.ndarray) -> str | None:
    return None if len(lefts) == len(heights) else f"holds {len(lefts)} numbers, but heights has {len(heights)}."


BUMPS = (Relation("lefts", "heights", _as_many_bumps), Relation("rights", "heights", _as_many_bumps))


@checked(*BUMPS, x=vector, lefts=vector, rights=vector, heights=vector, steepness=positive)
def sum_of_bumps(
    x: ArrayLike, lefts: ArrayLike, rights: ArrayLike, heights: ArrayLike, steepness: float = 10.0
) -> np.ndarray:
    """Return the sum of several bumps, which is what a network with one hidden layer draws.

    Parameters
    ----------
    x : array_like, shape (n,)
        Where it is wanted.
    lefts, rights, heights : array_like, shape (k,)
        Of each bump, as `bump` takes them.
    steepness : float
        Of all sigmoids, above 0.

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    ValueError
        If an argument is not finite, the lengths differ, or the steepness is not above 0.

    Examples
    --------
    >>> print(sum_of_bumps([1, 3, 5], lefts=[0, 2], rights=[2, 4], heights=[5, -3]).round(2))
    [ 5. -3. -0.]
    """
    return sum(bump(x, left, right, height, steepness) for left, right, height in zip(lefts, rights, heights))


@checked(*BUMPS, lefts=vector, rights=vector, heights=vector, steepness=positive)
def network_of_bumps(
    lefts: ArrayLike, rights: ArrayLike, heights: ArrayLike, steepness: float = 10.0
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the 1-2k-1 network that draws k bumps: its output is their sum.

    Parameters
    ----------
    lefts, rights, heights, steepness
        As in `sum_of_bumps`.

    Returns
    -------
    weights : list of ndarray, shapes (1, 2k) and (2k, 1)
    biases : list of ndarray, shapes (2k,) and (1,)
        For ``forward(x[:, None], weights, biases, "logistic", "identity")``. Units 2i and 2i + 1 are the rise and the
        fall of bump i, with the weights +height and -height in the output.

    Raises
    ------
    ValueError
        As `sum_of_bumps`.

    Examples
    --------
    >>> weights, biases = network_of_bumps([0, 2], [2, 4], [5, -3])
    >>> print(forward([[1], [3]], weights, biases, output="identity")[-1].round(2).ravel())
    [ 5. -3.]
    """
    places = np.column_stack([lefts, rights]).ravel()
    signed = np.column_stack([heights, -heights]).reshape(-1, 1)
    return [np.full((1, len(places)), steepness), signed], [-steepness * places, np.zeros(1)]
