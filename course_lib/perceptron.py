"""The perceptron: a line (a plane, …) that decides, and the trick by which the data move it."""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import step
from course_lib.validation import checked, label, labels, learning_rate, number, student, students, table, vector


@checked(w=vector, b=number, x=students)
def score(w: ArrayLike, b: float, x: ArrayLike) -> np.ndarray:
    """Return the score z = w·x + b of one student, or of each student.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    x : array_like, shape (d,) or (n, d)
        The features of one student, or a row for each student.

    Returns
    -------
    float or ndarray of shape (n,)
        z = w1*x1 + … + wd*xd + b: above 0 on the admitted side of the line, below 0 on the other, 0 on it.

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    >>> print(score([2, 1], -18, [7, 6]))
    2.0
    """
    return x @ w + b


@checked(w=vector, b=number, x=students)
def predict(w: ArrayLike, b: float, x: ArrayLike) -> np.ndarray:
    """Return the prediction ŷ = step(w·x + b), 1 or 0, for one student, or for each student.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    x : array_like, shape (d,) or (n, d)
        The features of one student, or a row for each student.

    Returns
    -------
    ndarray of int, shape () or (n,)
        1 (admitted) where the score is at least 0, 0 (rejected) elsewhere.

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    >>> predict([2, 1], -18, [[7, 6], [3, 4]])
    array([1, 0])
    """
    return step(score(w, b, x))


@checked(w=vector, b=number, x=student, y=label, learning_rate=learning_rate)
def perceptron_trick(w: ArrayLike, b: float, x: ArrayLike, y: int, learning_rate: float) -> tuple[np.ndarray, float]:
    """Move the line once for one student: towards a student on the wrong side, not at all for one on the right side.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    x : array_like, shape (d,)
        The features of one student.
    y : int
        The student's label, 0 or 1.
    learning_rate : float
        How far to move, η > 0.

    Returns
    -------
    w : ndarray of shape (d,)
        w + η (y - ŷ) x, a new array.
    b : float
        b + η (y - ŷ).

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, y is not 0 or 1, or the learning rate is not above 0.

    Notes
    -----
    F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain",
    Psychological Review 65 (1958), 386-408.

    Examples
    --------
    >>> w, b = perceptron_trick([2, 1], -18, [7, 6], 0, 0.1)
    >>> print(w.round(1), round(b, 1))
    [1.3 0.4] -18.1
    """
    error = y - predict(w, b, x)
    w = w + learning_rate * error * x
    b = b + learning_rate * error
    return w, b


@checked(w=vector, b=number, X=table, y=labels)
def count_mistakes(w: ArrayLike, b: float, X: ArrayLike, y: ArrayLike) -> int:
    """Return how many students are on the wrong side of the line.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    X : array_like, shape (n, d)
        A row of features for each student.
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.

    Returns
    -------
    int
        The number of students with ŷ ≠ y.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, or a label is not 0 or 1.
    """
    return int(np.sum(predict(w, b, X) != y))


@checked(w=vector, b=number, X=table, y=labels, learning_rate=learning_rate)
def train_epoch(w: ArrayLike, b: float, X: ArrayLike, y: ArrayLike, learning_rate: float) -> tuple[np.ndarray, float]:
    """Apply the perceptron trick to every student once, in the order of the rows: one epoch.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    X : array_like, shape (n, d)
        A row of features for each student.
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    learning_rate : float
        How far each trick moves the line, η > 0.

    Returns
    -------
    w : ndarray of shape (d,)
        The weights after the last student.
    b : float
        The bias after the last student.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, a label is not 0 or 1, or the learning rate is not above 0.
    """
    for x_i, y_i in zip(X, y):
        w, b = perceptron_trick(w, b, x_i, y_i, learning_rate)
    return w, b
