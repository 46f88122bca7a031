"""The perceptron: a line (a plane, …) that decides, and the trick by which the data move it."""

import math
import sys
import warnings
from collections.abc import Callable, Iterable
from operator import mul
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import step
from course_lib.estimator import LinearClassifier, class_labels
from course_lib.validation import (
    Kind,
    Rejected,
    array,
    as_many,
    checked,
    count,
    counted,
    describe,
    flag,
    label,
    labels,
    learning_rate,
    not_negative,
    number,
    one_weight_each,
    optional,
    seed,
    student,
    students,
    table,
    vector,
)


@checked(one_weight_each("x", "w"), w=vector, b=number, x=students)
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


@checked(one_weight_each("x", "w"), w=vector, b=number, x=students)
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


@checked(one_weight_each("x", "w"), w=vector, b=number, x=student, y=label, learning_rate=learning_rate)
def perceptron_trick(w: ArrayLike, b: float, x: ArrayLike, y: int, learning_rate: float) -> tuple[np.ndarray, float]:
    """Move the line once for one student: not at all if the student is on the right side of it.

    Otherwise the student's score moves to the right side, though perhaps not past 0. The line itself need not come
    closer: its direction changes too.

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
    F. Rosenblatt, "Principles of Neurodynamics" (1962), where the trick is the error-correction procedure.

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


@checked(one_weight_each("X", "w"), as_many(y="label", X="row"), w=vector, b=number, X=table, y=labels)
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


@checked(
    one_weight_each("X", "w"),
    as_many(y="label", X="row"),
    w=vector,
    b=number,
    X=table,
    y=labels,
    learning_rate=learning_rate,
)
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


class Perceptron(LinearClassifier):
    """A classifier for two classes that learns by the perceptron trick, one student at a time.

    The weights are the very floats that `perceptron_trick` gives when it is applied to one row after the other.

    Parameters
    ----------
    eta0 : float
        The learning rate η > 0.
    max_iter : int
        The most epochs that `fit` makes.
    fit_intercept : bool
        Whether the bias is learned too. If not, it stays as it begins: 0, unless `fit` is told another, and then
        the line goes through the origin.
    shuffle : bool
        Whether each epoch takes the students in a new order: the k-th epoch in that of the k-th
        ``numpy.random.default_rng(random_state).permutation(n)``. If not, each takes them in the order of the rows.
    random_state : None, int, or numpy random generator
        Where the orders come from; a number gives the same orders each time.
    tol : float, optional
        If given, `fit` also stops once the mean loss of an epoch, max(0, -z) for class 1 and max(0, z) for class 0, has
        not been `tol` below the best so far for `n_iter_no_change` epochs in a row, and warns if it gets to `max_iter`
        epochs. If None, only an epoch without a mistake stops it early.
    n_iter_no_change : int
        See `tol`.
    pocket : bool
        Whether to keep, of the weights at the start and after each epoch, those with the fewest mistakes on all
        students (the first, if several are equal), instead of the last ones: the pocket with ratchet. They are counted
        once an epoch, because a count takes about as long as an epoch: counting after each trick would make learning
        many times slower.

    Attributes
    ----------
    coef_ : ndarray of shape (1, d)
        The weights.
    intercept_ : ndarray of shape (1,)
        The bias.
    classes_ : ndarray of shape (2,)
        The two labels, sorted. A score of at least 0 means the second.
    n_iter_ : int
        Epochs made by the last call of `fit` or `partial_fit`.
    t_ : float
        1 + students seen, counting every epoch.
    n_features_in_ : int
        d.
    feature_names_in_ : ndarray of shape (d,)
        The names of the columns, if X was a DataFrame with names.
    history_ : dict of ndarray
        How the weights got there. ``weights`` of shape (epochs + 1, d) and ``biases`` of shape (epochs + 1,): at the
        start and after each epoch. ``mistakes`` of shape (epochs,): in each epoch. For each trick that moved the line,
        ``rows``, which student, and ``steps``, η (y - ŷ); `replay` makes of them the line after each trick.

    See Also
    --------
    sklearn.linear_model.Perceptron : the same updates, in Cython, for any number of classes.

    Notes
    -----
    With ``shuffle=False`` and ``tol=None`` scikit-learn's makes the same updates, with two differences: ours stops
    after an epoch without a mistake (further ones would change nothing), and takes a score of exactly 0 as class 1,
    where scikit-learn predicts class 0 and, while learning, updates for either class.

    F. Rosenblatt, "The perceptron", Psychological Review 65 (1958), 386-408. A. Novikoff, "On convergence proofs on
    perceptrons" (1962): if a line separates the classes, the number of tricks is at most (R / γ)². For the pocket
    S. I. Gallant, "Perceptron-based learning algorithms", IEEE Transactions on Neural Networks 1 (1990), 179-191.

    Examples
    --------
    >>> from course_lib.data import logic_gate
    >>> X, y, _ = logic_gate("AND")
    >>> model = Perceptron(shuffle=False).fit(X, y)
    >>> print(model.coef_, model.intercept_, model.predict(X))
    [[2. 1.]] [-3.] [0 0 0 1]
    """

    _kinds: ClassVar = {
        "eta0": learning_rate,
        "max_iter": count,
        "fit_intercept": flag,
        "shuffle": flag,
        "random_state": seed,
        "tol": optional(not_negative),
        "n_iter_no_change": count,
        "pocket": flag,
    }

    def __init__(
        self,
        eta0: float = 1.0,
        max_iter: int = 1000,
        fit_intercept: bool = True,
        shuffle: bool = True,
        random_state: object = None,
        tol: float | None = None,
        n_iter_no_change: int = 5,
        pocket: bool = False,
    ):
        self.eta0 = eta0
        self.max_iter = max_iter
        self.fit_intercept = fit_intercept
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.pocket = pocket

    def fit(
        self, X: ArrayLike, y: ArrayLike, coef_init: ArrayLike | None = None, intercept_init: ArrayLike | None = None
    ) -> "Perceptron":
        """Learn weights and bias from students and their labels.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.
        y : array_like, shape (n,)
            The labels: two different ones.
        coef_init : array_like of d numbers, optional
            The weights to start from; zeros if not given.
        intercept_init : float, optional
            The bias to start from; 0 if not given.

        Returns
        -------
        Perceptron
            The estimator itself.

        Raises
        ------
        ValueError
            If a parameter is out of range, X is not finite, the shapes do not fit, or y has not exactly two classes.
        """
        self._check_parameters()
        with self._all_or_nothing():
            X = self._features("fit", X, reset=True)
            y = self._labels("fit", y, len(X))
            self.classes_ = self._two_classes("fit", y)
            w = (
                np.zeros(X.shape[1])
                if coef_init is None
                else self._checked("fit", "coef_init", numbers(X.shape[1]), coef_init)
            )
            b = (
                np.zeros(1)
                if intercept_init is None
                else self._checked("fit", "intercept_init", numbers(1), intercept_init)
            )
            self._begin(w, b)
            self._learn(X, y == self.classes_[1], self.max_iter)
            if self.pocket:
                self._keep_best(X, y == self.classes_[1])
        if self.tol is not None and self.n_iter_ == self.max_iter and self.history_["mistakes"][-1]:
            from sklearn.exceptions import ConvergenceWarning

            epochs = counted(self.max_iter, "epoch")
            message = f"Perceptron.fit: no end in sight after max_iter = {epochs}; raise max_iter or tol."
            warnings.warn(message, ConvergenceWarning, stacklevel=2)
        return self

    def partial_fit(self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None) -> "Perceptron":
        """Go on learning for one epoch, from `coef_` and `intercept_`, or from zeros. The pocket is not used.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student of this batch.
        y : array_like, shape (n,)
            Their labels.
        classes : array_like of two labels, optional
            Both labels; needed in the first call if y does not hold both.

        Returns
        -------
        Perceptron
            The estimator itself. Its history goes on too, with ``rows`` of the batch; where the pocket had gone back to
            an earlier line, it begins anew from that.

        Raises
        ------
        ValueError
            As `fit`, and if `classes` are others than before, or y holds a label that is not one of the two.
        """
        self._check_parameters()
        with self._all_or_nothing():
            first = not hasattr(self, "coef_")
            X = self._features("partial_fit", X, reset=first)
            y = self._labels("partial_fit", y, len(X))
            if classes is not None:
                classes = self._checked("partial_fit", "classes", class_labels, classes)
                classes = self._two_classes("partial_fit", classes, "classes")
            if first:
                self.classes_ = self._two_classes("partial_fit", y) if classes is None else classes
                self._begin(np.zeros(X.shape[1]), np.zeros(1))
            elif classes is not None:
                self._refuse_other_classes(classes)
            if not self._follows_from_history():  # the pocket went back to an earlier line
                self._begin(self.coef_[0], self.intercept_, self.t_)
            strange = set(y.tolist()) - set(self.classes_.tolist())
            if strange:
                known, other = " and ".join(map(str, self.classes_)), repr(strange.pop())
                raise ValueError(f"Perceptron.partial_fit: the classes are {known}, but y also holds {other}.")
            self._learn(X, y == self.classes_[1], epochs=1)
        return self

    def _follows_from_history(self) -> bool:
        """Return whether the line is the last one of the history."""
        weights, biases = self.history_["weights"][-1], self.history_["biases"][-1]
        return np.array_equal(weights, self.coef_[0]) and np.array_equal(biases, self.intercept_[0])

    def _begin(self, w: np.ndarray, b: np.ndarray, t: float = 1.0) -> None:
        nothing = np.zeros(0, dtype=int)
        self.coef_, self.intercept_, self.t_ = w[None], b, t
        self.history_ = {"weights": w[None], "biases": b, "mistakes": nothing, "rows": nothing, "steps": np.zeros(0)}

    def _learn(self, X: np.ndarray, y: np.ndarray, epochs: int) -> None:
        """Make up to `epochs` epochs; y is a truth value for each row."""
        n, d = X.shape
        eta, tol = float(self.eta0), -np.inf if self.tol is None else self.tol
        rng = self._random_numbers()
        bound, growth = _rounding(X, eta)
        in_order = _epoch_in_floats if d <= 3 else _epoch_in_windows
        epoch = in_order(X, y, eta, eta if self.fit_intercept else 0.0, growth)
        w, b = self.coef_[0].tolist(), float(self.intercept_[0])
        doubt = bound(w, b)
        weights, biases, rows = [], [], []
        best, idle = np.inf, 0
        while len(rows) < epochs:
            order = rng.permutation(n) if self.shuffle else np.arange(n)
            with np.errstate(over="ignore", invalid="ignore"):  # the next line says it in words
                w, b, moved, loss = epoch(order, w, b, doubt)
            doubt = bound(w, b)
            weights.append(w)
            biases.append(b)
            rows.append(np.array(moved, dtype=int))
            idle = idle + 1 if loss / n > best - tol else 0
            best = min(best, loss / n)
            if not moved or idle >= self.n_iter_no_change:
                break
        self.coef_, self.intercept_, self.n_iter_ = np.array([w]), np.array([b]), len(rows)
        self.t_ += len(rows) * n
        moved = np.concatenate(rows)
        news = (weights, biases, [len(r) for r in rows], moved, np.where(y[moved], eta, -eta))
        self.history_ = {
            name: np.concatenate([before, new]) for (name, before), new in zip(self.history_.items(), news)
        }

    def _keep_best(self, X: np.ndarray, y: np.ndarray) -> None:
        weights, biases = self.history_["weights"], self.history_["biases"]
        best = np.argmin([np.sum((X @ w + b >= 0) != y) for w, b in zip(weights, biases)])
        self.coef_, self.intercept_ = weights[[best]], biases[[best]]


def tricks(value: object) -> dict[str, np.ndarray]:
    """Accept the history of a Perceptron."""
    names = ("weights", "biases", "mistakes", "rows", "steps")
    if not isinstance(value, dict) or not value.keys() >= set(names):
        raise Rejected(f"must be the history_ of a fitted Perceptron, but {describe(value)} came.")
    for name in names:
        if not isinstance(value[name], np.ndarray):
            came = describe(value[name])
            raise Rejected(f"must be the history_ of a fitted Perceptron, with arrays, but {came} came as {name!r}.")
    return value


@checked(history=tricks, X=table)
def replay(history: dict[str, np.ndarray], X: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the line after each trick that moved it.

    Parameters
    ----------
    history : dict
        The `history_` of a `Perceptron`. A history of several batches (`partial_fit`) cannot be replayed on one table.
    X : array_like, shape (n, d)
        The students that it was fitted on.

    Returns
    -------
    weights : ndarray of shape (tricks, d)
        The weights after each trick, the same floats as while learning.
    biases : ndarray of shape (tricks,)
        The bias after each trick.

    Raises
    ------
    ValueError
        If X is not finite, or cannot be what the history was learned from.
    """
    d, last = history["weights"].shape[1], history["rows"].max(initial=-1)
    if X.shape[1] != d or len(X) <= last:
        raise ValueError(
            f"replay: X must be what the history was learned from, shape (n, {d}) with n > {last}, but {X.shape} came."
        )
    ends = np.append(0, np.cumsum(history["mistakes"]))
    moves = history["steps"][:, None] * X.astype(float)[history["rows"]]
    weights = np.add.accumulate(np.vstack([history["weights"][:1], moves]))
    biases = np.add.accumulate(np.append(history["biases"][:1], history["steps"]))
    if not np.array_equal(biases[ends], history["biases"]):
        if np.any(history["biases"] != history["biases"][0]):
            raise ValueError(f"replay: {_NOT_FROM_X}")
        biases[:] = biases[0]  # it was not learned
    if not np.array_equal(weights[ends], history["weights"]):
        raise ValueError(f"replay: {_NOT_FROM_X}")
    return weights[1:], biases[1:]


_NOT_FROM_X = "X must be all students that the history was learned from, but these rows give other weights."


def numbers(size: int) -> Kind:
    """Make a kind that accepts so many numbers, in any shape; it returns them as a vector."""

    def kind(value: object) -> np.ndarray:
        found = array(value).ravel().astype(float)
        if len(found) == size:
            return found
        raise Rejected(f"must hold {size} numbers, but {len(found)} came.")

    return kind


# Two ways through an epoch. Both make the very tricks that `perceptron_trick` makes, row by row, in the same order.
# Moving the line is done number by number, so floats and arrays agree to the last bit. A score is a sum, and sums in
# different orders differ in the last digits. They can disagree about the side of the line only where |z| is below the
# rounding error of such sums (N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). There, in
# doubt, the row is scored as `score` does it. A loop that scores each row so takes eight times as long (400 x 2).

Epoch = Callable[[np.ndarray, list[float], float, float], tuple[list[float], float, list[int], float]]

PATIENCE = 16
BLOCK = 500  # rows, of which so many are turned into floats of Python at once: there they take ten times as much room


def _rounding(X: np.ndarray, eta: float) -> tuple[Callable[[list[float], float], float], float]:
    """Return a function that bounds the rounding error of every score, and what one trick can add to that bound."""
    reach = [*(float(np.abs(column).max()) for column in X.T), 1.0]
    slack = (len(reach) + 2) * sys.float_info.epsilon

    def bound(w: list[float], b: float) -> float:
        largest = sum(abs(w_j * r) for w_j, r in zip([*w, b], reach))
        if not math.isfinite(largest):
            raise ValueError(
                "Perceptron: scores grew past what a float holds; scale X or take a smaller eta0, or smaller coef_init "
                "and intercept_init."
            )
        return slack * largest + sys.float_info.min

    return bound, slack * eta * sum(r * r for r in reach)


def _epoch_in_floats(X: np.ndarray, y: np.ndarray, eta: float, eta_bias: float, growth: float) -> Epoch:
    """Return a function that makes one epoch, for three features or fewer: there floats beat array calls."""
    n, d = X.shape

    def in_floats(rows: np.ndarray) -> Iterable[tuple[int, float, float, float, bool]]:
        missing = [[0.0] * len(rows)] * (3 - d)
        return zip(rows.tolist(), *X[rows].T.tolist(), *missing, y[rows].tolist())

    kept = list(in_floats(np.arange(n))) if n <= BLOCK else []

    def blocks(order: np.ndarray) -> Iterable[Iterable]:
        if kept:
            return [map(kept.__getitem__, order.tolist())]
        return (in_floats(order[start : start + BLOCK]) for start in range(0, n, BLOCK))

    def epoch(order: np.ndarray, w: list[float], b: float, doubt: float) -> tuple[list[float], float, list[int], float]:
        w1, w2, w3 = [*w, 0.0, 0.0][:3]
        moved, loss = [], 0.0
        for block in blocks(order):
            for row, x1, x2, x3, admitted in block:
                z = w1 * x1 + w2 * x2 + w3 * x3 + b
                if z > doubt if admitted else z < -doubt:
                    continue
                if abs(z) <= doubt:
                    z = float(X[row] @ np.array([w1, w2, w3][:d]) + b)
                if (z >= 0) != admitted:
                    move = eta if admitted else -eta
                    w1 += move * x1
                    w2 += move * x2
                    w3 += move * x3
                    b += eta_bias if admitted else -eta_bias
                    doubt += growth
                    loss += abs(z)
                    moved.append(row)
        return [w1, w2, w3][:d], b, moved, loss

    return epoch


def _epoch_in_windows(X: np.ndarray, y: np.ndarray, eta: float, eta_bias: float, growth: float) -> Epoch:
    """Return a function that makes one epoch, for any number of features.

    While mistakes are frequent it goes row by row. After `PATIENCE` right rows it scores as many rows at once as were
    right in a row so far; so the window doubles, until there is a mistake or a doubt.
    """

    def epoch(order: np.ndarray, w: list[float], b: float, doubt: float) -> tuple[list[float], float, list[int], float]:
        moved, loss = [], 0.0
        at = right = 0
        while at < len(order):
            if right < PATIENCE:
                row = order[at]
                x = X[row].tolist()
                z = sum(map(mul, w, x)) + b
                if abs(z) <= doubt:
                    z = float(X[row] @ np.array(w) + b)
                right += 1
                if (z >= 0) != y[row]:
                    move = eta if y[row] else -eta
                    w = [w_j + move * x_j for w_j, x_j in zip(w, x)]
                    b += eta_bias if y[row] else -eta_bias
                    doubt += growth
                    loss += abs(z)
                    moved.append(row)
                    right = 0
                at += 1
            else:
                window = order[at : at + right]
                z = X[window] @ np.array(w) + b
                halt = np.flatnonzero(((z >= 0) != y[window]) | (np.abs(z) <= doubt))
                at, right = (at + int(halt[0]), 0) if len(halt) else (at + len(window), 2 * right)
        return w, b, moved, loss

    return epoch
