"""Every gradient of a network, in about ten lines: how the blame for the error goes back through the layers.

For n students, a row each, with the activations that `course_lib.feedforward.forward` returns:

    δ = ∂E/∂z = (a - Y) / n                     in the last layer, for each output with its own loss
    δ = ∂E/∂z = (a - Y) · f'(z) / n             in the last layer, for a sigmoid with squared error
    δ = ∂E/∂z = (δ_next W_nextᵀ) · f'(z)        in the others, from the last to the first
    ∂E/∂W = a_beforeᵀ δ        ∂E/∂b = the sum of δ over the students

That computes gradients; what moves the parameters by them is an optimizer. `course_lib.network.Network` computes the
same, to rounding, with arrays that it keeps from batch to batch.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_lib.outputs import ACTIVATIONS, LOSSES, OUTPUTS, loss_fits, truth_of_output
from course_lib.validation import (
    Relation,
    activations_fit,
    array,
    checked,
    layer_arrays,
    layer_weights,
    matrix,
    one_of,
    optional,
    table,
    truth_fits,
)

SLOPES = {  # f'(z), from a = f(z)
    "relu": lambda a: a > 0,
    "tanh": lambda a: 1 - a**2,
    "logistic": lambda a: a * (1 - a),
    "sigmoid": lambda a: a * (1 - a),  # by its other name
    "identity": np.ones_like,
}

CHECKS = {
    "activations": layer_arrays,
    "Y": array,
    "weights": layer_weights,
    "activation": one_of(*ACTIVATIONS),
    "output": one_of(*OUTPUTS),
    "loss": optional(one_of(*LOSSES)),
}
FITTING = (
    activations_fit("activations", "weights"),
    truth_fits("Y", "activations"),
    Relation("Y", "output", truth_of_output),
    Relation("loss", "output", loss_fits),
)


def _as_many_students(a: np.ndarray, delta: np.ndarray) -> str | None:
    return None if len(a) == len(delta) else f"must have a row for each student, {len(delta)}, but {a.shape} came."


def _one_for_each_unit(W: np.ndarray, other: np.ndarray, axis: int) -> str | None:
    rows = ("a row", "a column")[axis]
    wanted = other.shape[1]
    return None if W.shape[axis] == wanted else f"must have {rows} for each unit, {wanted}, but {W.shape} came."


@checked(
    Relation("W", "delta", lambda W, delta: _one_for_each_unit(W, delta, 1)),
    Relation("W", "a", lambda W, a: _one_for_each_unit(W, a, 0)),
    Relation("a", "delta", _as_many_students),
    delta=table,
    W=matrix,
    a=table,
    activation=one_of(*ACTIVATIONS),
)
def pass_back(delta: ArrayLike, W: ArrayLike, a: ArrayLike, activation: str = "logistic") -> np.ndarray:
    """Return δ of the layer before: the blame that comes back through the weights, times the slope f'(z).

    Parameters
    ----------
    delta : array_like, shape (n, units)
        δ of a layer, for n students.
    W : array_like, shape (units before, units)
        The weights of this layer.
    a : array_like, shape (n, units before)
        The activations of the layer before.
    activation : {"relu", "tanh", "logistic", "identity"}
        f of the layer before.

    Returns
    -------
    ndarray of shape (n, units before)
        (δ Wᵀ) · f'(z), with f'(z) from a = f(z).

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    >>> print(pass_back([[-0.25]], [[2], [-4]], [[0.5, 0.5]]))
    [[-0.125  0.25 ]]
    """
    return delta @ W.T * SLOPES[activation](a)


@checked(*FITTING, **CHECKS)
def deltas(
    activations: Sequence[ArrayLike],
    Y: ArrayLike,
    weights: Sequence[ArrayLike],
    activation: str = "logistic",
    output: str = "sigmoid",
    loss: str | None = None,
) -> list[np.ndarray]:
    """Return δ = ∂E/∂z of each layer: how the loss grows with each unit's score, for each student.

    Parameters
    ----------
    activations : list of array_like, shapes (n, d), (n, units), …
        X and the activations of each layer, as ``forward(X, weights, biases, activation, output)`` returns them.
    Y : array_like, shape (n, outputs)
        What is true.
    weights : list of array_like, shapes (d, units), …
        The weights of each layer.
    activation : {"relu", "tanh", "logistic", "identity"}
        f of the hidden layers.
    output : {"sigmoid", "softmax", "identity"}
        f of the last layer.
    loss : {"log_loss", "cross_entropy", "squared_error"}, optional
        As in `course_lib.feedforward.network_loss`.

    Returns
    -------
    list of ndarray, shapes (n, units), …
        δ of each layer, from the first hidden one to the last. E is a mean, so each is divided by n.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, or the loss is none of the output's.

    Examples
    --------
    >>> activations, weights = [[[1.0]], [[0.5, 0.5]], [[0.75]]], [[[0, 0]], [[2], [-4]]]
    >>> for delta in deltas(activations, [[1]], weights):
    ...     print(delta)
    [[-0.125  0.25 ]]
    [[-0.25]]
    """
    a = activations[-1]
    delta = (a - Y) / len(Y)
    if output == "sigmoid" and loss == "squared_error":
        delta = delta * a * (1 - a)
    found = [delta]
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, pass_back(found[0], weights[k], activations[k], activation))
    return found


@checked(*FITTING, **CHECKS)
def backward(
    activations: Sequence[ArrayLike],
    Y: ArrayLike,
    weights: Sequence[ArrayLike],
    activation: str = "logistic",
    output: str = "sigmoid",
    loss: str | None = None,
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the gradient of the loss with respect to the weights and the biases of each layer.

    Parameters
    ----------
    activations, Y, weights, activation, output, loss
        As in `deltas`.

    Returns
    -------
    weights_gradients : list of ndarray
        ∂E/∂W = a_beforeᵀ δ of each layer, of the shape of its weights.
    biases_gradients : list of ndarray
        ∂E/∂b = the sum of δ over the students.

    Raises
    ------
    ValueError
        As `deltas`.

    Notes
    -----
    D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating errors", Nature 323
    (1986), 533-536.

    Examples
    --------
    >>> activations, weights = [[[3.0]], [[0.5, 0.5]], [[0.75]]], [[[0, 0]], [[2], [-4]]]
    >>> weights_gradients, biases_gradients = backward(activations, [[1]], weights)
    >>> print(weights_gradients[0], biases_gradients[0])
    [[-0.375  0.75 ]] [-0.125  0.25 ]
    """
    found = deltas(activations, Y, weights, activation, output, loss)
    weights_gradients = [before.T @ delta for before, delta in zip(activations, found)]
    biases_gradients = [delta.sum(axis=0) for delta in found]
    return weights_gradients, biases_gradients
