"""Whether a result can be trusted: on students that the model has not seen, and mistake by mistake."""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import (
    Relation,
    as_many,
    checked,
    class_numbers,
    few_enough,
    labels,
    labels_with_a_one,
    predictions,
    probabilities,
    probability_rows,
    same_features,
    squarable_table,
    table,
)


@checked(y=labels)
def base_rate(y: ArrayLike) -> float:
    """Return the share of the commoner label: how often a model is right that says the same of everyone.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.

    Returns
    -------
    float
        From 0.5 to 1.

    Raises
    ------
    ValueError
        If y is empty or holds anything but 0 and 1.

    Examples
    --------
    >>> print(base_rate([1, 0, 0, 0]))
    0.75
    """
    share = np.mean(y)
    return float(max(share, 1 - share))


@checked(same_features("X_test", "X_train"), X_train=squarable_table, X_test=table)
def standardize(X_train: ArrayLike, X_test: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Scale both tables with the mean and the standard deviation of the training students.

    Parameters
    ----------
    X_train : array_like, shape (n, d)
        A row of features for each training student.
    X_test : array_like, shape (m, d)
        A row of features for each other student. Nothing is learned from them.

    Returns
    -------
    X_train : ndarray of shape (n, d)
        (x - mean) / std: each column has the mean 0 and the standard deviation 1, in standard deviations of the
        training students; a column in which they are all equal is only moved, to 0, up to rounding.
    X_test : ndarray of shape (m, d)
        Scaled in the same way.

    Raises
    ------
    ValueError
        If a table is empty, not finite or too large, or their numbers of columns differ, or if a column varies by so
        little that its variance is rounded to 0.

    Notes
    -----
    Whether a column varies is seen from its largest and smallest entry: the standard deviation of equal decimals can be
    a little above 0, as their mean is rounded.

    Examples
    --------
    >>> X_train, X_test = standardize([[1.0, 5.0], [3.0, 5.0]], [[4.0, 6.0]])
    >>> print(X_train.tolist(), X_test.tolist())
    [[-1.0, 0.0], [1.0, 0.0]] [[2.0, 1.0]]
    """
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    varies = X_train.max(axis=0) > X_train.min(axis=0)
    std = np.where(varies, std, 1)
    return (X_train - mean) / std, (X_test - mean) / std


@checked(as_many(predicted="prediction", y="label"), y=labels, predicted=predictions)
def confusion_matrix(y: ArrayLike, predicted: ArrayLike) -> np.ndarray:
    """Count the students by what is true and by what was said.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    predicted : array_like, shape (n,)
        A prediction, 0 or 1, for each student.

    Returns
    -------
    ndarray of int, shape (2, 2)
        In row `truth` and column `said` the number of students with that label and that prediction, as
        `sklearn.metrics.confusion_matrix`. The two wrong kinds are [0, 1], wrong yes, and [1, 0], wrong no.

    Raises
    ------
    ValueError
        If an argument holds anything but 0 and 1, or the lengths differ.

    Examples
    --------
    >>> print(confusion_matrix([1, 1, 0, 1], [1, 0, 0, 1]))
    [[1 0]
     [1 2]]
    """
    return np.array([[np.sum((y == truth) & (predicted == said)) for said in (0, 1)] for truth in (0, 1)])


@checked(as_many(predicted="prediction", y="label"), y=labels_with_a_one, predicted=predictions)
def wrong_no_rate(y: ArrayLike, predicted: ArrayLike) -> float:
    """Return the share of wrong "no" among those who should get a "yes".

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student, at least one of them 1.
    predicted : array_like, shape (n,)
        A prediction, 0 or 1, for each student.

    Returns
    -------
    float
        Of the students with label 1 the share with prediction 0, from 0 to 1: the false negative rate.

    Raises
    ------
    ValueError
        If an argument holds anything but 0 and 1, the lengths differ, or no label is 1.

    Examples
    --------
    >>> print(wrong_no_rate([1, 1, 0, 1, 1], [1, 0, 0, 1, 1]))
    0.25
    """
    return float(np.mean(predicted[y == 1] == 0))


@checked(as_many(p="probability", y="label"), y=labels, p=probabilities, bins=few_enough)
def calibration(y: ArrayLike, p: ArrayLike, bins: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compare what a model says with what happens: of those to whom it gives about 0.8, about 80 % should have label 1.

    Parameters
    ----------
    y : array_like, shape (n,)
        A label, 0 or 1, for each student.
    p : array_like, shape (n,)
        For each student the probability of label 1.
    bins : int
        Into how many equal parts to cut the probabilities from 0 to 1, at most 1000. A part holds its lower end, the
        last one both.

    Returns
    -------
    mean_probability : ndarray of shape (k,)
        The mean probability in each bin, of the k bins that hold students.
    share : ndarray of shape (k,)
        The share of label 1 in each of them.
    size : ndarray of int, shape (k,)
        How many students are in each of them.

    Raises
    ------
    ValueError
        If y holds anything but 0 and 1, p anything but probabilities, their lengths differ, or bins is not a whole
        number from 1 to 1000.

    Examples
    --------
    >>> mean_probability, share, size = calibration([0, 1, 1, 1], [0.1, 0.1, 0.9, 0.7], bins=2)
    >>> print(mean_probability.round(2), share, size)
    [0.1 0.8] [0.5 1. ] [2 2]
    """
    lower_ends = (np.arange(bins) / bins).astype(p.dtype)  # looked up, since 0.29 * 100 is a little below 29
    bin_of = np.searchsorted(lower_ends, p, side="right") - 1
    held = np.unique(bin_of)
    mean_probability = np.array([np.mean(p[bin_of == k]) for k in held])
    share = np.array([np.mean(y[bin_of == k]) for k in held])
    size = np.array([np.sum(bin_of == k) for k in held])
    return mean_probability, share, size


def _among_k(numbers: np.ndarray, k: int) -> str | None:
    return None if numbers.max() < k else f"must hold classes from 0 to {k - 1}, but {numbers.max()} came."


def _among_columns(numbers: np.ndarray, P: np.ndarray) -> str | None:
    return _among_k(numbers, P.shape[1])


@checked(
    as_many(predicted="prediction", y="label"),
    Relation("y", "k", _among_k),
    Relation("predicted", "k", _among_k),
    y=class_numbers,
    predicted=class_numbers,
    k=few_enough,
)
def class_confusions(y: ArrayLike, predicted: ArrayLike, k: int) -> np.ndarray:
    """Count rows by what is true and by what was said, for k classes.

    Parameters
    ----------
    y : array_like, shape (n,)
        A class, 0 to k - 1, for each row.
    predicted : array_like, shape (n,)
        What was said of each row, 0 to k - 1.
    k : int
        The number of classes.

    Returns
    -------
    ndarray of int, shape (k, k)
        In row `truth` and column `said` the number of rows with that class of which that was said. What is right
        stands on the diagonal. As `sklearn.metrics.confusion_matrix` with ``labels=range(k)``.

    Raises
    ------
    ValueError
        If an argument holds anything but whole numbers from 0 to k - 1, or the lengths differ.

    Examples
    --------
    >>> print(class_confusions([2, 0, 1, 2], [2, 0, 2, 2], 3))
    [[1 0 0]
     [0 0 1]
     [0 0 2]]
    """
    counts = np.zeros((k, k), dtype=int)
    np.add.at(counts, (y, predicted), 1)
    return counts


@checked(as_many(P="row", y="label"), Relation("y", "P", _among_columns), P=probability_rows, y=class_numbers)
def surest_mistakes(P: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return the rows for which the likeliest class is not the true one, the surest mistake first.

    Parameters
    ----------
    P : array_like, shape (n, k)
        In each row the probability of each class.
    y : array_like, shape (n,)
        The true class of each row, 0 to k - 1.

    Returns
    -------
    ndarray of int, shape (m,)
        The numbers of the m rows, by the probability of what was said, largest first; in the order of the rows where
        two are equal.

    Raises
    ------
    ValueError
        If P holds anything but probabilities that sum to 1, y anything but classes, or the lengths differ.

    Examples
    --------
    >>> print(surest_mistakes([[0.6, 0.4], [0.1, 0.9], [0.8, 0.2]], [1, 1, 1]))
    [2 0]
    """
    mistakes = np.flatnonzero(np.argmax(P, axis=1) != y)
    sureness = np.max(P[mistakes], axis=1)
    return mistakes[np.argsort(-sureness, kind="stable")]
