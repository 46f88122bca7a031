"""A hidden layer by hand: several lines give their opinions, and one more unit weighs them.

For n students with d features, a row each, and k hidden units, whose weights are the columns of W:

    opinions     a = σ(X W + b)       a probability from each unit, shape (n, k)
    combined     ŷ = σ(a·w + b)       the sigmoid again, of their weighted sum, shape (n,)

Without the σ in the first of them, both together are one layer: `multiply_out` says which.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib import activations
from course_lib.perceptron import score
from course_lib.validation import (
    Rejected,
    Relation,
    checked,
    describe,
    matrix,
    number,
    one_weight_each,
    positive,
    probabilities_of_units,
    squarable_table,
    table,
    vector,
)

sigmoid = activations.sigmoid.unchecked  # where a score made here is too large for a float, σ is 0 or 1 all the same


def _units_fit(weights: np.ndarray, X: np.ndarray) -> str | None:
    if len(weights) == X.shape[1]:
        return None
    return f"must have a row for each feature, {X.shape[1]}, and a column for each unit, but {describe(weights)} came."


def _one_each(biases: np.ndarray, weights: np.ndarray) -> str | None:
    units = weights.shape[1]
    return None if len(biases) == units else f"must hold one number for each unit, {units}, but {len(biases)} came."


@checked(
    Relation("weights", "X", _units_fit),
    Relation("biases", "weights", _one_each),
    X=table,
    weights=matrix,
    biases=vector,
)
def opinions(X: ArrayLike, weights: ArrayLike, biases: ArrayLike) -> np.ndarray:
    """Return the probability that each hidden unit gives to each student: the students' new coordinates.

    Parameters
    ----------
    X : array_like, shape (n, d)
        A row of features for each student.
    weights : array_like, shape (d, k)
        A column for each of the k units, with the weights of its line.
    biases : array_like, shape (k,)
        The bias of each unit's line.

    Returns
    -------
    ndarray of shape (n, k)
        σ(X W + b).

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    Two lines for the inputs of a logic gate, OR and NAND:

    >>> print(opinions([[0, 0], [0, 1], [1, 1]], [[10, -10], [10, -10]], [-5, 15]).round(2))
    [[0.01 1.  ]
     [0.99 0.99]
     [1.   0.01]]
    """
    return sigmoid(X @ weights + biases)


@checked(one_weight_each("p", "weights"), p=probabilities_of_units, weights=vector, bias=number)
def combine(p: ArrayLike, weights: ArrayLike, bias: float) -> np.ndarray:
    """Weigh several probabilities for the same student, and return one: their weighted sum, then the sigmoid again.

    Parameters
    ----------
    p : array_like, shape (k,) or (n, k)
        What k units say of one student, or a row for each student.
    weights : array_like, shape (k,)
        How much each opinion counts; below 0 it counts against.
    bias : float
        What is said where all opinions are 0.

    Returns
    -------
    float or ndarray of shape (n,)
        σ(w·p + b).

    Raises
    ------
    ValueError
        If p holds anything but probabilities, an argument is not finite, or the shapes do not fit.

    Examples
    --------
    >>> print(combine([[0.9, 0.8], [0.9, 0.1]], [5, 4], -6).round(4))
    [0.8455 0.2497]
    """
    return sigmoid(score(weights, bias, p))


def _follows(W2: np.ndarray, W1: np.ndarray) -> str | None:
    units = W1.shape[1]
    return None if len(W2) == units else f"must have a row for each unit before it, {units}, but {describe(W2)} came."


@checked(
    Relation("b1", "W1", _one_each),
    Relation("W2", "W1", _follows),
    Relation("b2", "W2", _one_each),
    W1=matrix,
    b1=vector,
    W2=matrix,
    b2=vector,
)
def multiply_out(W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the one layer that says the same as two without an activation between them.

    Parameters
    ----------
    W1, b1 : array_like, shapes (d, k) and (k,)
        Weights and biases of the first layer.
    W2, b2 : array_like, shapes (k, m) and (m,)
        Weights and biases of the second.

    Returns
    -------
    W : ndarray of shape (d, m)
        W1 W2.
    b : ndarray of shape (m,)
        b1 W2 + b2, since (X W1 + b1) W2 + b2 = X (W1 W2) + (b1 W2 + b2).

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    >>> W, b = multiply_out([[1, 2], [3, 4]], [5, 6], [[1], [-1]], [10])
    >>> print(W.ravel(), b)
    [-1. -1.] [9.]
    """
    return W1 @ W2, b1 @ W2 + b2


def three_corners(value: object) -> np.ndarray:
    """Accept the corners of a triangle, three places that are not on one line."""
    corners = squarable_table(value)
    if corners.shape != (3, 2):
        raise Rejected(f"must hold three places in the plane, shape (3, 2), but {describe(corners)} came.")
    sides = corners[1:] - corners[0]
    sine = np.linalg.det(sides / np.linalg.norm(sides, axis=1, keepdims=True).clip(1e-300))
    if not abs(sine) > 1e-9:
        raise Rejected("must be the corners of a triangle, but the three are on one line.")
    return corners


@checked(corners=three_corners, steepness=positive)
def triangle(corners: ArrayLike, steepness: float = 5.0) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return a 2-3-1 network, set by hand, that says yes inside a triangle: one line for each side, and all must agree.

    Near the corners it says no, and in all of a triangle that is too small: steepness times the radius of the largest
    circle inside must be above 1.61.

    Parameters
    ----------
    corners : array_like, shape (3, 2)
        The corners, in any order.
    steepness : float
        Of each line, above 0: its score for a distance of 1. The last unit's is 4 times as large.

    Returns
    -------
    weights : list of ndarray, shapes (2, 3) and (3, 1)
        Column i of the first belongs to the line through all corners but corner i - 1; all three are positive inside.
    biases : list of ndarray, shapes (3,) and (1,)
        Both lists are what `course_lib.feedforward.forward` takes.

    Raises
    ------
    ValueError
        If the corners are not finite, or on one line, or the steepness is not above 0.

    Notes
    -----
    The last unit adds the three opinions up and asks for more than 2.5. On a side, where one of them is 0.5 and the
    others near 1, the answer is near 0.5; near a corner two of them are below 1, and so it is rounded off.

    Examples
    --------
    >>> weights, biases = triangle([[0, 0], [4, 0], [0, 4]], steepness=10)
    >>> p = opinions([[1, 1], [3, 3]], weights[0], biases[0])
    >>> print(combine(p, weights[1][:, 0], biases[1][0]).round(3))
    [1. 0.]
    """
    start, end, third = corners, np.roll(corners, -1, axis=0), np.roll(corners, -2, axis=0)
    normals = (end - start)[:, ::-1] * [-1, 1]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    inward = np.sign(np.sum(normals * (third - start), axis=1, keepdims=True))
    lines = steepness * inward * normals
    weights = [lines.T, np.full((3, 1), 4 * steepness)]
    biases = [-np.sum(lines * start, axis=1), np.array([-2.5 * 4 * steepness])]
    return weights, biases
