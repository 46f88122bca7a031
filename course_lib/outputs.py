"""What the last layer of a network may be, and the losses that go with it, from its scores z."""

import numpy as np

from course_lib.activations import sigmoid
from course_lib.losses import cross_entropy_from_scores


def squared_error(Y: np.ndarray, Z: np.ndarray) -> float:
    """Return half the squared error of a student, averaged over the students."""
    return float(np.sum((Z - Y) ** 2) / (2 * len(Y)))


def squared_error_of_sigmoid(Y: np.ndarray, Z: np.ndarray) -> float:
    """Return the same of the probabilities σ(Z)."""
    return squared_error(Y, sigmoid.unchecked(Z))


def log_loss(Y: np.ndarray, Z: np.ndarray) -> float:
    """Return the log-loss of the probabilities σ(Z), summed over a student's outputs, averaged over the students.

    Y may lie between 0 and 1 too: it is -Y ln(σ(Z)) - (1 - Y) ln(1 - σ(Z)), written so that nothing cancels.
    """
    losses = np.log1p(np.exp(-np.abs(Z))) + Y * np.maximum(-Z, 0) + (1 - Y) * np.maximum(Z, 0)
    return float(np.sum(losses) / len(Y))


ACTIVATIONS = ("relu", "tanh", "logistic", "identity")
OUTPUTS = {  # f of the last layer, and the losses that it may have, from its z; with the first, δ is (a - Y) / n
    "softmax": ("softmax", {"cross_entropy": cross_entropy_from_scores.unchecked}),
    "sigmoid": ("logistic", {"log_loss": log_loss, "squared_error": squared_error_of_sigmoid}),
    "identity": ("identity", {"squared_error": squared_error}),
}
LOSSES = tuple(dict.fromkeys(name for _, losses in OUTPUTS.values() for name in losses))


def truth_of_output(Y: np.ndarray, output: str) -> str | None:
    """Say what is wrong where what is called true is nothing that such an output could say."""
    if output == "identity":
        return None
    strange = np.argwhere((Y < 0) | (Y > 1))
    if len(strange):
        place = tuple(map(int, strange[0]))
        return f"must hold numbers from 0 to 1 where the output is {output}, but {Y[place]:g} came at index {place}."
    sums = np.sum(Y, axis=-1)
    if output == "softmax" and np.any(np.abs(sums - 1) > 1e-3):
        i = int(np.argmax(np.abs(sums - 1)))
        return f"must hold rows that add up to 1 where the output is softmax, but row {i} adds up to {sums[i]:g}."
    return None


def loss_fits(loss: str | None, output: str) -> str | None:
    losses = OUTPUTS[output][1]
    if loss is None or loss in losses:
        return None
    return f"must be {' or '.join(losses)} where the output is {output}, but {loss} came."
