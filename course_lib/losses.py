"""How wrong a model is, in one number: the losses, from probabilities and from scores, each with its gradient.

A loss is the mean over the students. From a probability that was rounded to 0 or 1 it can only be had clipped, as each
docstring says; from scores it is exact, however large they are.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import sigmoid, softmax
from course_lib.validation import (
    as_many,
    checked,
    labels,
    one_hot,
    probabilities,
    probability_rows,
    same_shape,
    score_rows,
    scores,
)


@checked(as_many(p="probability", y="label"), y=labels, p=probabilities)
def log_loss(y: ArrayLike, p: ArrayLike) -> float:
    """Return the log-loss: the mean of -ln(the probability given to what is true).

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    p : array_like, shape (n,)
        For each student the probability of label 1.

    Returns
    -------
    float
        mean(-y ln(p) - (1 - y) ln(1 - p)), in nats: ln 2 where the model says 0.5 to all. Probabilities are clipped to
        [eps, 1 - eps] with the eps of their kind of float, 2.2e-16 for float64: so a student for whom the model is sure
        and right counts eps instead of 0, and one for whom it is sure and wrong 36.0 (15.9 in float32) instead of
        infinity.

    Raises
    ------
    ValueError
        If y holds anything but 0 and 1, p anything but probabilities, or their lengths differ.

    Notes
    -----
    It is -1/n times the logarithm of the likelihood, the product of the probabilities given to what is true. D. R. Cox,
    "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (1958), 215-242.

    Examples
    --------
    >>> print(round(log_loss([1, 0], [0.8, 0.4]), 4))
    0.367
    """
    eps = np.finfo(p.dtype).eps
    p = np.clip(p, eps, 1 - eps)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@checked(as_many(p="probability", y="label"), y=labels, p=probabilities)
def log_loss_gradient(y: ArrayLike, p: ArrayLike) -> np.ndarray:
    """Return the gradient of the log-loss with respect to the probabilities.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    p : array_like, shape (n,)
        For each student the probability of label 1, clipped as `log_loss` does.

    Returns
    -------
    ndarray of shape (n,)
        (p - y) / (p (1 - p)) / n.

    Raises
    ------
    ValueError
        As `log_loss`.

    Examples
    --------
    >>> print(log_loss_gradient([1, 0], [0.5, 0.5]))
    [-1.  1.]
    """
    eps = np.finfo(p.dtype).eps
    p = np.clip(p, eps, 1 - eps)
    return (p - y) / (p * (1 - p)) / len(y)


@checked(as_many(z="score", y="label"), y=labels, z=scores)
def log_loss_from_scores(y: ArrayLike, z: ArrayLike) -> float:
    """Return the log-loss of the probabilities σ(z), from the scores and without clipping.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    z : array_like, shape (n,)
        A score for each student.

    Returns
    -------
    float
        The mean over all students of ln(1 + exp(-z)) for those with label 1, and ln(1 + exp(z)) for those with label 0.
        A student who is far on the wrong side counts |z|.

    Raises
    ------
    ValueError
        If y holds anything but 0 and 1, z anything but finite numbers, or their lengths differ.

    Examples
    --------
    >>> print(round(log_loss_from_scores([1, 0], [2, 2]), 4), log_loss_from_scores([1, 0], [1e300, -1e300]))
    1.1269 0.0
    """
    wrong_by = np.where(y == 1, -z, z)  # np.logaddexp(0, wrong_by) is the next line, in twice the time
    return float(np.mean(np.maximum(wrong_by, 0) + np.log1p(np.exp(-np.abs(wrong_by)))))


@checked(as_many(z="score", y="label"), y=labels, z=scores)
def log_loss_from_scores_gradient(y: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return the gradient of the log-loss with respect to the scores.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    z : array_like, shape (n,)
        A score for each student.

    Returns
    -------
    ndarray of shape (n,)
        (σ(z) - y) / n. σ(z) - 1 is computed as -σ(-z), so that nothing cancels.

    Raises
    ------
    ValueError
        As `log_loss_from_scores`.

    Examples
    --------
    >>> print(log_loss_from_scores_gradient([1, 0], [0, 0]))
    [-0.25  0.25]
    """
    sign = np.where(y == 1, -1, 1)
    return sign * sigmoid(sign * z) / len(y)


@checked(same_shape("P", "Y"), Y=one_hot, P=probability_rows)
def cross_entropy(Y: ArrayLike, P: ArrayLike) -> float:
    """Return the cross-entropy: the log-loss for any number of classes.

    Parameters
    ----------
    Y : array_like, shape (n, k)
        For each student a row with 1 at the true class and 0 elsewhere.
    P : array_like, shape (n, k)
        For each student the probability of each class.

    Returns
    -------
    float
        mean over the students of -(Y_1 ln(P_1) + … + Y_k ln(P_k)), in nats. Probabilities are clipped to [eps, 1] with
        the eps of their kind of float, 2.2e-16 for float64: so a student for whose class the model gives 0 counts 36.0
        (15.9 in float32) instead of infinity.

    Raises
    ------
    ValueError
        If a row of Y is not one 1 among zeros, a row of P does not sum to 1, or the shapes differ.

    Examples
    --------
    >>> print(round(cross_entropy([[1, 0, 0], [0, 0, 1]], [[0.7, 0.2, 0.1], [0.5, 0.25, 0.25]]), 4))
    0.8715
    """
    eps = np.finfo(P.dtype).eps
    P = np.clip(P, eps, 1)
    return float(np.mean(-np.sum(Y * np.log(P), axis=1)))


@checked(same_shape("P", "Y"), Y=one_hot, P=probability_rows)
def cross_entropy_gradient(Y: ArrayLike, P: ArrayLike) -> np.ndarray:
    """Return the gradient of the cross-entropy with respect to the probabilities.

    Parameters
    ----------
    Y : array_like, shape (n, k)
        For each student a row with 1 at the true class and 0 elsewhere.
    P : array_like, shape (n, k)
        For each student the probability of each class, clipped as `cross_entropy` does.

    Returns
    -------
    ndarray of shape (n, k)
        -Y / P / n.

    Raises
    ------
    ValueError
        As `cross_entropy`.

    Examples
    --------
    >>> print(cross_entropy_gradient([[1, 0], [0, 1]], [[0.5, 0.5], [0.75, 0.25]]))
    [[-1. -0.]
     [-0. -2.]]
    """
    eps = np.finfo(P.dtype).eps
    P = np.clip(P, eps, 1)
    return -Y / P / len(Y)


@checked(same_shape("Z", "Y"), Y=one_hot, Z=score_rows)
def cross_entropy_from_scores(Y: ArrayLike, Z: ArrayLike) -> float:
    """Return the cross-entropy of the probabilities softmax(Z), from the scores and without clipping.

    Parameters
    ----------
    Y : array_like, shape (n, k)
        For each student a row with 1 at the true class and 0 elsewhere.
    Z : array_like, shape (n, k)
        For each student the score of each class.

    Returns
    -------
    float
        mean over the students of ln(exp(Z_1) + … + exp(Z_k)) - the score of the true class.

    Raises
    ------
    ValueError
        If a row of Y is not one 1 among zeros, Z holds anything but finite numbers, or the shapes differ.

    Examples
    --------
    >>> print(round(cross_entropy_from_scores([[1, 0, 0]], [[2, 1, 0]]), 4))
    0.4076
    """
    columns = Z.T.copy()  # as NumPy is slow along short rows
    largest = np.max(columns, axis=0)
    log_sum = np.log(np.sum(np.exp(columns - largest), axis=0))
    score_of_truth = np.dot(Y * Z, np.ones(Z.shape[1], Z.dtype))
    return float(np.mean(log_sum + (largest - score_of_truth)))


@checked(same_shape("Z", "Y"), Y=one_hot, Z=score_rows)
def cross_entropy_from_scores_gradient(Y: ArrayLike, Z: ArrayLike) -> np.ndarray:
    """Return the gradient of the cross-entropy with respect to the scores.

    Parameters
    ----------
    Y : array_like, shape (n, k)
        For each student a row with 1 at the true class and 0 elsewhere.
    Z : array_like, shape (n, k)
        For each student the score of each class.

    Returns
    -------
    ndarray of shape (n, k)
        (softmax(Z) - Y) / n. At the true class, softmax(Z) - 1 is computed as minus the probabilities of all others, so
        that nothing cancels.

    Raises
    ------
    ValueError
        As `cross_entropy_from_scores`.

    Examples
    --------
    >>> print(cross_entropy_from_scores_gradient([[1, 0]], [[0, 0]]))
    [[-0.5  0.5]]
    """
    others = softmax(Z) * (1 - Y)
    return (others - Y * np.sum(others, axis=1, keepdims=True)) / len(Y)


@checked(as_many(p="probability", y="label"), y=labels, p=probabilities)
def squared_error(y: ArrayLike, p: ArrayLike) -> float:
    """Return half the mean squared error. The half makes its slope p - y instead of 2 (p - y).

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    p : array_like, shape (n,)
        For each student the probability of label 1.

    Returns
    -------
    float
        mean((p - y)²) / 2, from 0 to 1/2.

    Raises
    ------
    ValueError
        If y holds anything but 0 and 1, p anything but probabilities, or their lengths differ.

    Examples
    --------
    >>> print(squared_error([1, 0], [0.5, 0.5]))
    0.125
    """
    return float(np.mean((p - y) ** 2) / 2)


@checked(as_many(p="probability", y="label"), y=labels, p=probabilities)
def squared_error_gradient(y: ArrayLike, p: ArrayLike) -> np.ndarray:
    """Return the gradient of half the mean squared error with respect to the probabilities.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    p : array_like, shape (n,)
        For each student the probability of label 1.

    Returns
    -------
    ndarray of shape (n,)
        (p - y) / n.

    Raises
    ------
    ValueError
        As `squared_error`.

    Examples
    --------
    >>> print(squared_error_gradient([1, 0], [0.5, 0.5]))
    [-0.25  0.25]
    """
    return (p - y) / len(y)


@checked(as_many(z="score", y="label"), y=labels, z=scores)
def squared_error_from_scores(y: ArrayLike, z: ArrayLike) -> float:
    """Return half the mean squared error of the probabilities σ(z).

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    z : array_like, shape (n,)
        A score for each student.

    Returns
    -------
    float
        mean((σ(z) - y)²) / 2.

    Raises
    ------
    ValueError
        If y holds anything but 0 and 1, z anything but finite numbers, or their lengths differ.

    Examples
    --------
    >>> print(squared_error_from_scores([1, 0], [0, 0]))
    0.125
    """
    return squared_error(y, sigmoid(z))


@checked(as_many(z="score", y="label"), y=labels, z=scores)
def squared_error_from_scores_gradient(y: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return the gradient of half the mean squared error with respect to the scores.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    z : array_like, shape (n,)
        A score for each student.

    Returns
    -------
    ndarray of shape (n,)
        (p - y) p (1 - p) / n, with p = σ(z). It comes close to 0 where the model is sure, and wrong too. 1 - p is
        computed as σ(-z), so that nothing cancels.

    Raises
    ------
    ValueError
        As `squared_error_from_scores`.

    Examples
    --------
    >>> print(squared_error_from_scores_gradient([1, 0], [0, 0]))
    [-0.0625  0.0625]
    """
    p, q = sigmoid(z), sigmoid(-z)
    error = np.where(y == 1, -q, p)
    return error * p * q / len(y)
