"""Logistic regression: a line that says how sure it is, and learns by walking downhill on the log-loss."""

import warnings
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import sigmoid
from course_lib.estimator import LinearClassifier
from course_lib.perceptron import score
from course_lib.validation import (
    as_many,
    checked,
    count,
    counted,
    flag,
    label,
    labels,
    learning_rate,
    not_negative,
    number,
    one_weight_each,
    optional,
    positive_or_infinite,
    seed,
    student,
    students,
    table,
    vector,
)

Place = tuple[np.ndarray, float, float, float]  # weights, bias, the loss there, and the steepest slope

BLOCK = 10_000  # students that are looked at together: more do not fit into the processor's cache


@checked(one_weight_each("X", "w"), w=vector, b=number, X=students)
def predict_proba(w: ArrayLike, b: float, X: ArrayLike) -> np.ndarray:
    """Return the probability of label 1, ŷ = σ(w·x + b), for one student, or for each student.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each feature.
    b : float
        The bias.
    X : array_like, shape (d,) or (n, d)
        The features of one student, or a row for each student.

    Returns
    -------
    float or ndarray of shape (n,)
        Above 0.5 on the admitted side of the line, below it on the other.

    Raises
    ------
    ValueError
        If an argument is not finite or the shapes do not fit.

    Examples
    --------
    >>> print(predict_proba([2, 1], -18, [[7, 6], [4, 8]]).round(3))
    [0.881 0.119]
    """
    return sigmoid(score(w, b, X))


@checked(one_weight_each("x", "w"), w=vector, b=number, x=student, y=label, learning_rate=learning_rate)
def logistic_trick(w: ArrayLike, b: float, x: ArrayLike, y: int, learning_rate: float) -> tuple[np.ndarray, float]:
    """Move the line for one student: the perceptron trick with a probability in place of yes or no.

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
    One step of gradient descent on the student's log-loss, since its slope along the score is ŷ - y. B. Widrow, M. E.
    Hoff, "Adaptive switching circuits", IRE WESCON Convention Record (1960), 96-104, has the same rule for the score.

    Examples
    --------
    >>> w, b = logistic_trick([2, 1], -18, [7, 6], 0, 0.1)
    >>> print(w.round(3), round(b, 3))
    [1.383 0.472] -18.088
    """
    error = y - predict_proba(w, b, x)
    w = w + learning_rate * error * x
    b = b + learning_rate * error
    return w, b


@checked(one_weight_each("X", "w"), as_many(y="label", X="row"), w=vector, b=number, X=table, y=labels)
def gradient(w: ArrayLike, b: float, X: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, float]:
    """Return the gradient of the log-loss: how it grows with each weight and with the bias.

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
    gradient_w : ndarray of shape (d,)
        ∂E/∂w = the mean of (ŷ - y) x over the students.
    gradient_b : float
        ∂E/∂b = the mean of ŷ - y.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, or a label is not 0 or 1.

    Examples
    --------
    >>> gradient_w, gradient_b = gradient([0, 0], 0, [[7, 6], [4, 8]], [1, 0])
    >>> print(gradient_w, gradient_b)
    [-0.75  0.5 ] 0.0
    """
    error = predict_proba(w, b, X) - y
    return X.T @ error / len(X), np.mean(error)


@checked(
    one_weight_each("X", "w"),
    as_many(y="label", X="row"),
    w=vector,
    b=number,
    X=table,
    y=labels,
    learning_rate=learning_rate,
)
def gradient_step(w: ArrayLike, b: float, X: ArrayLike, y: ArrayLike, learning_rate: float) -> tuple[np.ndarray, float]:
    """Take one step downhill on the log-loss of all students.

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
        How far to step, η > 0, in units of the gradient.

    Returns
    -------
    w : ndarray of shape (d,)
        w - η ∂E/∂w, a new array.
    b : float
        b - η ∂E/∂b.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, a label is not 0 or 1, or the learning rate is not above 0.

    Examples
    --------
    >>> w, b = gradient_step([0, 0], 0, [[7, 6], [4, 8]], [1, 0], 0.1)
    >>> print(w.round(3), round(b, 3))
    [ 0.075 -0.05 ] 0.0
    """
    gradient_w, gradient_b = gradient(w, b, X, y)
    return w - learning_rate * gradient_w, b - learning_rate * gradient_b


class LogisticRegression(LinearClassifier):
    """A classifier for two classes that says how sure it is, and learns by gradient descent.

    It walks downhill on the mean log-loss + |w|² / (2 C n): the objective of scikit-learn's, divided by C n.

    Parameters
    ----------
    C : float
        How little large weights are held back, above 0; ``numpy.inf``: not at all. The bias never is.
    learning_rate : float, optional
        The length of a step, η > 0, in units of the gradient. If None, 1 / the largest curvature that the objective can
        have: on all students, or, in batches, on any one of them. With it, a step on all students never leads uphill.
    batch_size : int, optional
        How many students make a step. None: all (batch gradient descent); 1: one (stochastic); more: mini-batches. In
        batches the weights do not come to rest, but wander about the lowest place, the nearer the smaller the steps.
    max_iter : int
        The most epochs that `fit` makes.
    tol : float
        `fit` stops after the first epoch at whose end no entry of the objective's gradient is larger than `tol`. If 0,
        it makes `max_iter` epochs, and never warns.
    fit_intercept : bool
        Whether the bias is learned too. If not, it stays 0, and the line goes through the origin.
    shuffle : bool
        Whether each epoch takes the students in a new order: the k-th epoch in that of the k-th
        ``numpy.random.default_rng(random_state).permutation(n)``. Without batches the order makes no difference.
    random_state : None, int, or numpy random generator
        Where the orders come from; a number gives the same orders each time.

    Attributes
    ----------
    coef_ : ndarray of shape (1, d)
        The weights.
    intercept_ : ndarray of shape (1,)
        The bias.
    classes_ : ndarray of shape (2,)
        The two labels, sorted. The probability is that of the second.
    n_iter_ : int
        Epochs made.
    n_features_in_ : int
        d.
    feature_names_in_ : ndarray of shape (d,)
        The names of the columns, if X was a DataFrame with names.
    history_ : dict of ndarray
        At the start and after each epoch: ``loss`` of shape (epochs + 1,), the mean log-loss, without the part of the
        weights, so that it can stand beside that of other students; ``weights`` of shape (epochs + 1, d) and ``biases``
        of shape (epochs + 1,).

    See Also
    --------
    sklearn.linear_model.LogisticRegression : the same optimum for any number of classes, by methods that use curvature.

    Notes
    -----
    Weights and bias start from zeros. The curvature is at most ‖[X 1]‖² / 4n + 1 / (C n), with the spectral norm and
    without the column of ones if there is no bias, as the sigmoid is nowhere steeper than 1/4; that of one student is
    at most |[x 1]|² / 4 + 1 / (C n). After k steps of 1 / curvature the objective is above its least value by at most
    curvature · |distance at the start|² / 2k: A. Beck, M. Teboulle, "A fast iterative shrinkage-thresholding
    algorithm", SIAM Journal on Imaging Sciences 2 (2009), theorem 3.1. With features on different scales that takes
    many epochs, with scaled ones few.

    Examples
    --------
    >>> from course_lib.data import load_admissions
    >>> from course_lib.evaluation import standardize
    >>> X, y, _ = load_admissions()
    >>> scaled, ada = standardize(X, [[7, 6]])
    >>> model = LogisticRegression().fit(scaled, y)
    >>> print(model.predict(ada), model.predict_proba(ada).round(2))
    [1] [[0.27 0.73]]
    """

    _kinds: ClassVar = {
        "C": positive_or_infinite,
        "learning_rate": optional(learning_rate),
        "batch_size": optional(count),
        "max_iter": count,
        "tol": not_negative,
        "fit_intercept": flag,
        "shuffle": flag,
        "random_state": seed,
    }

    def __init__(
        self,
        C: float = 1.0,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        max_iter: int = 1000,
        tol: float = 1e-4,
        fit_intercept: bool = True,
        shuffle: bool = True,
        random_state: object = 0,
    ):
        self.C = C
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.max_iter = max_iter
        self.tol = tol
        self.fit_intercept = fit_intercept
        self.shuffle = shuffle
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> "LogisticRegression":
        """Learn weights and bias from students and their labels.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.
        y : array_like, shape (n,)
            The labels: two different ones.

        Returns
        -------
        LogisticRegression
            The estimator itself.

        Raises
        ------
        ValueError
            If a parameter is out of range, X is not finite, the shapes do not fit, y has not exactly two classes, or
            the learning rate is so large that the weights grow past what a float holds.

        Warns
        -----
        sklearn.exceptions.ConvergenceWarning
            If `max_iter` epochs on all students were not enough, or led uphill. Not if `tol` is 0.
        """
        self._check_parameters()
        with self._all_or_nothing():
            X = self._features("fit", X, reset=True)
            y = self._labels("fit", y, len(X))
            self.classes_ = self._two_classes("fit", y)
            with np.errstate(over="ignore", invalid="ignore"):  # numbers that are not finite are refused in words
                penalty = self._penalty(len(X))
                eta = float(self.learning_rate or 1 / self._curvature(X, penalty))
                steepest = self._descend(X, (y == self.classes_[1]).astype(float), penalty, eta)
        if self.tol and steepest > self.tol:
            self._warn(penalty, eta, steepest)
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each class for each student, shape (n, 2).

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.

        Returns
        -------
        ndarray of shape (n, 2)
            The probabilities of the first and of the second class, which sum to 1.

        Raises
        ------
        NotFittedError, ValueError
            As `decision_function`.
        """
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def _descend(self, X: np.ndarray, y: np.ndarray, penalty: float, eta: float) -> float:
        """Walk downhill, keep the way in `history_`, and return the steepest slope at its end; y is 0 or 1."""
        losses, weights, biases = [], [], []
        for epoch, (w, b, loss, steepest) in enumerate(self._walk(X, y, penalty, eta)):
            if not np.isfinite(loss + steepest):
                raise ValueError(
                    f"LogisticRegression.fit: after {counted(epoch, 'epoch')} the weights are past what a float holds: "
                    f"learning_rate = {eta:g} is too large for X and C = {float(self.C):g}. Take a smaller one, or "
                    "None to have it chosen; or scale X."
                )
            losses.append(loss)
            weights.append(w)
            biases.append(b)
            if epoch == self.max_iter or (epoch and self.tol and steepest <= self.tol):
                break
        self.coef_, self.intercept_, self.n_iter_ = w[None], np.array([b]), epoch
        self.history_ = {"loss": np.array(losses), "weights": np.array(weights), "biases": np.array(biases)}
        return steepest

    def _walk(self, X: np.ndarray, y: np.ndarray, penalty: float, eta: float) -> Iterator[Place]:
        """Yield weights, bias, loss and steepest slope at zeros and after each epoch, without end."""
        rng = self._random_numbers()
        w, b = np.zeros(X.shape[1]), 0.0
        while True:
            loss, slope_w, slope_b = self._look_around(w, b, X, y, penalty)
            yield w, b, loss, max(np.max(np.abs(slope_w)), abs(slope_b))
            if self.batch_size is None:
                w, b = w - eta * slope_w, b - eta * slope_b
            else:
                for rows in self._batches(len(X), rng):
                    slope_w, slope_b = self._slope(w, b, X[rows], y[rows], penalty)
                    w, b = w - eta * slope_w, b - eta * slope_b

    def _look_around(
        self, w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray, penalty: float
    ) -> tuple[float, np.ndarray, float]:
        """Return the mean log-loss of all students, and the gradient of the objective."""
        loss, slope_w, slope_b = 0.0, np.zeros(len(w)), 0.0
        for start in range(0, len(X), BLOCK):
            few = X[start : start + BLOCK]
            loss_of_few, errors = _loss_and_errors(few @ w + b, y[start : start + BLOCK])
            loss += loss_of_few
            slope_w += few.T @ errors
            slope_b += errors.sum()
        n = len(X)
        return loss / n, slope_w / n + penalty * w, slope_b / n if self.fit_intercept else 0.0

    def _slope(self, w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
        """Return the gradient of the objective on these rows."""
        error = sigmoid.unchecked(X @ w + b) - y
        return X.T @ error / len(X) + penalty * w, error.sum() / len(X) if self.fit_intercept else 0.0

    def _penalty(self, n: int) -> float:
        """Return 1 / (C n), what holds large weights back."""
        penalty = 1 / (float(self.C) * n)
        if np.isfinite(penalty):
            return penalty
        raise ValueError(
            f"LogisticRegression.fit: C = {float(self.C):g} is too small: 1 / (C n) is past what a float holds."
        )

    def _curvature(self, X: np.ndarray, penalty: float) -> float:
        """Return the largest curvature of the objective on all rows, or, in batches, on any one of them."""
        if self.fit_intercept:
            X = np.column_stack([X, np.ones(len(X))])
        if self.batch_size is None:
            products = X.T @ X if len(X) > X.shape[1] else X @ X.T  # both have the same largest eigenvalue
            square = np.linalg.eigvalsh(products)[-1] / len(X) if np.isfinite(products).all() else np.inf
        else:
            square = np.max(np.sum(X**2, axis=1))
        curvature = square / 4 + penalty
        if np.isfinite(curvature):
            return max(curvature, np.finfo(float).tiny)
        raise ValueError("LogisticRegression.fit: X holds numbers too large: their squares are not finite. Scale X.")

    def _batches(self, n: int, rng: "np.random.Generator") -> Iterator[np.ndarray]:
        """Yield the rows of each batch of one epoch."""
        order = rng.permutation(n) if self.shuffle else np.arange(n)
        size = int(self.batch_size)
        for start in range(0, n, size):
            yield order[start : start + size]

    def _warn(self, penalty: float, eta: float, steepest: float) -> None:
        """Say what to do if the walk led uphill, or, on all students, did not come to the bottom."""
        with np.errstate(over="ignore", invalid="ignore"):
            objective = self.history_["loss"] + penalty / 2 * np.sum(self.history_["weights"] ** 2, axis=1)
        before = objective[-2] if self.batch_size is None else objective[0]
        if objective[-1] > (1 + 1e-9) * before:  # not merely by rounding
            message = (
                f"it ended uphill, at {objective[-1]:.3g} after {before:.3g}. Take a learning_rate below {eta:.2g}."
            )
        elif self.batch_size is None:
            message = (
                f"not at the bottom after max_iter = {counted(self.max_iter, 'epoch')}: the slope is {steepest:.2g}, "
                f"tol is {float(self.tol):g}. Scale the features (course_lib.evaluation.standardize), or raise "
                "max_iter."
            )
        else:
            return
        from sklearn.exceptions import ConvergenceWarning

        warnings.warn(f"LogisticRegression.fit: {message}", ConvergenceWarning, stacklevel=3)


def _loss_and_errors(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the sum of the students' log-losses, and ŷ - y of each, from one exp.

    The losses are those of `log_loss_from_scores`. Their parts ln(1 + e) are taken together, as a logarithm takes far
    longer than a product: 500 factors of at most 2 do not overflow. A student's loss so has an error of some 1e-16.
    """
    e = np.exp(-np.abs(z))
    factors = 1 + e
    products = np.multiply.reduceat(factors, np.arange(0, len(z), 500))
    wrong_by = np.maximum(z, 0)
    wrong_by -= y * z
    errors = np.where(z >= 0, 1, e)
    errors /= factors
    errors -= y
    return wrong_by.sum() + np.log(products).sum(), errors
