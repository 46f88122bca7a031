"""What a neuron does with its score: the activation functions, each but the step with its derivative.

They take any finite score without overflow. Arrays of float32 stay float32; whole numbers become float64.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import array, checked, class_scores


@checked(z=array)
def step(z: ArrayLike) -> np.ndarray:
    """Return 1 where the score z is at least 0, and 0 elsewhere.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores, z = w·x + b.

    Returns
    -------
    ndarray of int, of the shape of z; of shape () for a number
        step(z) = 1 if z >= 0, else 0: a student on the line is admitted.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Notes
    -----
    This is the Heaviside function with the value 1 at 0, the threshold neuron of W. S. McCulloch and W. Pitts,
    "A logical calculus of the ideas immanent in nervous activity", Bulletin of Mathematical Biophysics 5 (1943), 115.

    Examples
    --------
    >>> step([-0.5, 0.0, 2.0])
    array([0, 1, 1])
    """
    return np.where(z >= 0, 1, 0)


@checked(z=array)
def sigmoid(z: ArrayLike) -> np.ndarray:
    """Return the sigmoid σ(z) = 1 / (1 + exp(-z)) of each score: a probability between 0 and 1.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores, z = w·x + b.

    Returns
    -------
    number or ndarray of the shape of z
        Below 0.5 where z < 0, exactly 0.5 at z = 0, above it where z > 0, up to rounding: from z = -1e-17 it is rounded
        to 0.5, and from about z = 37 on (17 in float32) to 1.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Notes
    -----
    Where z < 0 it is written exp(z) / (1 + exp(z)), which is the same number: so exp never gets anything above 0,
    and cannot overflow.

    P.-F. Verhulst, "Recherches mathématiques sur la loi d'accroissement de la population", Nouveaux mémoires de
    l'Académie royale de Bruxelles 18 (1845), where it is named the logistic curve.

    Examples
    --------
    >>> print(sigmoid([-2, 0, 2]).round(3))
    [0.119 0.5   0.881]
    """
    power = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, power) / (1 + power)


@checked(z=array)
def sigmoid_derivative(z: ArrayLike) -> np.ndarray:
    """Return the derivative of the sigmoid at each score, σ'(z) = σ(z) (1 - σ(z)).

    Parameters
    ----------
    z : number or array_like of any shape
        Scores: the argument of the sigmoid, not its value.

    Returns
    -------
    number or ndarray of the shape of z
        At most 1/4, at z = 0. For large z few digits are right, as they cancel in 1 - σ(z), and from about z = 37 on
        (17 in float32) it is 0; the error is below 2e-16 (2e-7). Where every digit matters take -z, which has the same
        derivative, exact to the last digits.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Examples
    --------
    >>> print(sigmoid_derivative([-2, 0, 2]).round(3))
    [0.105 0.25  0.105]
    """
    s = sigmoid(z)
    return s * (1 - s)


@checked(z=array)
def tanh(z: ArrayLike) -> np.ndarray:
    """Return the hyperbolic tangent of each score, tanh(z) = 2 σ(2z) - 1: a number between -1 and 1.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores.

    Returns
    -------
    number or ndarray of the shape of z
        0 at z = 0.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Examples
    --------
    >>> print(tanh([-1, 0, 1]).round(3))
    [-0.762  0.     0.762]
    """
    return np.tanh(z)


@checked(z=array)
def tanh_derivative(z: ArrayLike) -> np.ndarray:
    """Return the derivative of tanh at each score, 1 - tanh(z)².

    Parameters
    ----------
    z : number or array_like of any shape
        Scores: the argument of tanh, not its value.

    Returns
    -------
    number or ndarray of the shape of z
        At most 1, at z = 0. For large |z| few digits are right, as they cancel, and from about |z| = 19 on (10 in
        float32) it is 0; the error is below 3e-16 (2e-7).

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Examples
    --------
    >>> print(tanh_derivative([-1, 0, 1]).round(3))
    [0.42 1.   0.42]
    """
    return 1 - np.tanh(z) ** 2


@checked(z=array)
def relu(z: ArrayLike) -> np.ndarray:
    """Return the rectified score, z where z > 0 and 0 elsewhere.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores.

    Returns
    -------
    number or ndarray of the shape of z
        relu(z) = max(z, 0).

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Notes
    -----
    V. Nair, G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.

    Examples
    --------
    >>> print(relu([-2, 0, 2]))
    [0. 0. 2.]
    """
    return np.maximum(z, 0)


@checked(z=array)
def relu_derivative(z: ArrayLike) -> np.ndarray:
    """Return the derivative of relu at each score: 1 where z > 0 and 0 elsewhere.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores.

    Returns
    -------
    number or ndarray of the shape of z
        0 at z = 0, by convention: there is a kink, with the slope 0 on its left and 1 on its right.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Examples
    --------
    >>> print(relu_derivative([-2, 0, 2]))
    [0. 0. 1.]
    """
    return (z > 0).astype(z.dtype)


@checked(z=class_scores)
def softmax(z: ArrayLike) -> np.ndarray:
    """Return the softmax of the scores along the last axis: a probability for each class.

    Parameters
    ----------
    z : array_like, shape (..., k)
        For each student the scores of the k classes.

    Returns
    -------
    ndarray of the shape of z
        exp(z_i) / (exp(z_1) + … + exp(z_k)): above or, where rounded, equal to 0, and summing to 1 over the last axis.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers, or no class.

    Notes
    -----
    The largest score is subtracted from all first. That changes nothing, as exp(-max) cancels, and keeps exp from
    overflowing. With two classes it is the sigmoid of the difference of their scores.

    J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs", in Neurocomputing,
    NATO ASI Series 68 (1990), 227-236.

    Examples
    --------
    >>> print(softmax([1, 2, 3]).round(3))
    [0.09  0.245 0.665]
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@checked(z=class_scores)
def softmax_derivative(z: ArrayLike) -> np.ndarray:
    """Return the derivative of softmax: how each class's probability moves with each class's score.

    Parameters
    ----------
    z : array_like, shape (..., k)
        For each student the scores of the k classes.

    Returns
    -------
    ndarray of shape (..., k, k)
        For each student the Jacobian ∂p_i/∂z_j = p_i (1 if i = j else 0) - p_i p_j, with p = softmax(z). It is
        symmetric, and each of its rows sums to 0.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers, or no class.

    Examples
    --------
    >>> print(softmax_derivative([0, 0]))
    [[ 0.25 -0.25]
     [-0.25  0.25]]
    """
    p = softmax(z)
    one = np.eye(p.shape[-1], dtype=p.dtype)
    return p[..., :, None] * (one - p[..., None, :])


# For the layers of a network, by scikit-learn's names: f writes f(z) into an existing array, and slope multiplies delta
# by f'(z), which it computes from a = f(z). Nothing is checked, because these run for every batch.


def _logistic(z: np.ndarray, out: np.ndarray) -> None:
    """Write the sigmoid as (1 + tanh(z / 2)) / 2: the same number, in fewer steps, and nothing that overflows."""
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out += 1
    out *= 0.5


def _logistic_slope(delta: np.ndarray, a: np.ndarray) -> None:
    delta *= a
    delta *= 1 - a


def _tanh_slope(delta: np.ndarray, a: np.ndarray) -> None:
    delta *= 1 - a * a


def _relu(z: np.ndarray, out: np.ndarray) -> None:
    np.maximum(z, 0, out=out)


def _relu_slope(delta: np.ndarray, a: np.ndarray) -> None:
    delta *= a > 0


def _softmax(z: np.ndarray, out: np.ndarray) -> None:
    np.subtract(z, np.max(z, axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= np.sum(out, axis=-1, keepdims=True)


IN_PLACE = {
    "identity": (np.positive, lambda delta, a: None),
    "logistic": (_logistic, _logistic_slope),
    "tanh": (np.tanh, _tanh_slope),
    "relu": (_relu, _relu_slope),
    "softmax": (_softmax, None),
}
