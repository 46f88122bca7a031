"""A classifier with hidden layers: a network, an optimizer, and the loop that brings them together."""

import copy
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from course_lib.estimator import Classifier, class_labels
from course_lib.network import ACTIVATIONS, Network
from course_lib.network_checks import network_sizes
from course_lib.optimizers import SGD, Adam
from course_lib.validation import (
    Rejected,
    count,
    counted,
    describe,
    each_count,
    entries,
    flag,
    fraction,
    is_whole,
    not_negative,
    one_of,
    positive,
    seed,
    share,
    shorten,
)

CHUNK = 1000  # how many students go through the network at once to be predicted


def hidden_sizes(value: object) -> tuple[int, ...]:
    """Accept the units of the one hidden layer, or of each; none at all is a line."""
    several = entries(value)
    if several is not None:
        return each_count(several)
    if is_whole(value):
        return (count(value),)
    raise Rejected(f"must be a whole number above 0, or one for each hidden layer, but {describe(value)} came.")


def size_of_batches(value: object) -> object:
    """Accept a whole number above 0, or "auto"."""
    if isinstance(value, str) and value == "auto":
        return value
    try:
        return count(value)
    except Rejected:
        raise Rejected(f"must be 'auto' or a whole number above 0, but {describe(value)} came.") from None


class MLPClassifier(Classifier):
    """A classifier with hidden layers (a multi-layer perceptron) for any number of classes, trained in mini-batches.

    Each layer makes a = f(a_before W + b), the last one probabilities: two classes have one output with a sigmoid, more
    have one each with a softmax. A step goes downhill on the mean log-loss of a batch of n students + alpha |W|² / 2n.

    Parameters
    ----------
    hidden_layer_sizes : int or sequence of int
        The units of each hidden layer. A number is one layer; with ``()`` there is none, and the boundary is a line.
    activation : {"relu", "tanh", "logistic", "identity"}
        f of the hidden layers.
    solver : {"adam", "sgd"}
        Adam, or stochastic gradient descent with momentum. There is no "lbfgs", and no schedule of learning rates.
    alpha : float
        L2: how much large weights are held back, 0 or above. Biases never are.
    batch_size : int or "auto"
        How many students make a step, at most all of them; "auto": 200. The last batch of an epoch may be smaller.
    learning_rate_init : float
        η, above 0. It is the one parameter of an optimizer that `partial_fit` takes anew, if it was changed.
    max_iter : int
        The most epochs that `fit` makes.
    shuffle : bool
        Whether each epoch takes the students in a new order.
    random_state : None, int, or numpy random generator
        Where first weights, orders, and the students set aside come from; a number gives the same each time.
    tol : float
        By how much the loss must fall, or with `early_stopping` the accuracy rise, to count as better. With 0 it is
        enough that they stay the same.
    verbose : bool
        Whether to show a progress bar, with the loss.
    warm_start : bool
        Whether `fit` goes on from the weights that it finds. Its optimizer begins anew.
    momentum : float
        Of "sgd": how much of each step goes on in the next, from 0 to below 1.
    nesterovs_momentum : bool
        Of "sgd": whether momentum is Nesterov's.
    early_stopping : bool
        Whether a part of the students is set aside, to stop when the accuracy on them no longer rises. The parameters
        are then those for which it was highest.
    validation_fraction : float
        The share that is set aside, above 0 and below 1, of each class alike.
    beta_1, beta_2 : float
        Of "adam": how slowly the means of the gradients, and of their squares, forget, from 0 to below 1.
    epsilon : float
        Of "adam": keeps a division from being by 0.
    n_iter_no_change : int
        `fit` stops when more epochs than this, in a row, were not better than the best before by `tol`.
    keep_history : bool
        Whether to keep the parameters after each epoch.

    Attributes
    ----------
    coefs_, intercepts_ : list of ndarray of shape (inputs, units) and (units,)
        The weights and the biases of each layer: views of the network's.
    network_ : Network
        The network itself, whose layers hold what the last batch made of it.
    classes_ : ndarray of shape (k,)
        The labels, sorted.
    loss_, best_loss_ : float
        The loss in the last epoch, and the least of all; ``best_loss_`` is None with `early_stopping`.
    loss_curve_ : list of float
        The loss in each epoch, from the first fit on: it goes on where `partial_fit` or `warm_start` do.
    validation_scores_, best_validation_score_ : list of float, float
        Of a `fit` with `early_stopping`: the accuracy after each epoch on those set aside, and the highest. Otherwise
        None.
    n_iter_ : int
        Epochs made by the last `fit` or `partial_fit`.
    n_layers_, n_outputs_ : int
        Layers, with the features as the first; and outputs.
    out_activation_ : {"logistic", "softmax"}
        f of the last layer.
    n_features_in_ : int
        d.
    feature_names_in_ : ndarray of shape (d,)
        The names of the columns, if X was a DataFrame with names.
    history_ : dict
        With `keep_history`, for the last `fit` or `partial_fit`: ``loss`` of shape (epochs,), and, for each layer, at
        the start and after each epoch, ``coefs`` of shape (epochs + 1, inputs, units) and ``intercepts`` of shape
        (epochs + 1, units).

    See Also
    --------
    sklearn.neural_network.MLPClassifier : with L-BFGS, schedules, sparse X, weights of samples and multilabel targets.

    Notes
    -----
    The errors go back through the layers as in D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations
    by back-propagating errors", Nature 323 (1986), 533-536; `course_lib.network` has the formulas, and
    `course_lib.optimizers` those of the steps. If X is float32, all is computed in float32, otherwise in float64.

    The loss of an epoch is the mean over the students of the log-loss with which each was met, before the step of its
    batch, + alpha |W|² / 2n in the mean over the batches, with the weights at the epoch's end.

    From the same weights, in the same order, "sgd" takes the steps of scikit-learn. "adam" takes those of PyTorch and
    of the paper: they differ from scikit-learn's in where epsilon is added. The first weights are drawn differently:
    He's before relu, Glorot's elsewhere, which before logistic are √3 times theirs, and the first biases are 0. scikit-
    learn's loss takes the weights of each batch, and its orders begin anew in each `partial_fit` if `random_state` is a
    number; here they go on.

    Examples
    --------
    Points on two rings, one inside the other, which no line tells apart:

    >>> import numpy as np
    >>> angle = np.linspace(0, 2 * np.pi, 100)
    >>> radius = np.where(np.arange(100) % 2, 2, 1)
    >>> X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    >>> y = np.where(radius == 1, "inner", "outer")
    >>> model = MLPClassifier(8, learning_rate_init=0.05, random_state=0).fit(X, y)
    >>> print(model.score(X, y), model.predict([[0, 0], [3, 0]]))
    1.0 ['inner' 'outer']
    """

    _dtypes = (np.float64, np.float32)

    _kinds: ClassVar = {
        "hidden_layer_sizes": hidden_sizes,
        "activation": one_of(*ACTIVATIONS),
        "solver": one_of("sgd", "adam"),
        "alpha": not_negative,
        "batch_size": size_of_batches,
        "learning_rate_init": positive,
        "max_iter": count,
        "shuffle": flag,
        "random_state": seed,
        "tol": not_negative,
        "verbose": flag,
        "warm_start": flag,
        "momentum": fraction,
        "nesterovs_momentum": flag,
        "early_stopping": flag,
        "validation_fraction": share,
        "beta_1": fraction,
        "beta_2": fraction,
        "epsilon": positive,
        "n_iter_no_change": count,
        "keep_history": flag,
    }

    def __init__(
        self,
        hidden_layer_sizes: int | Sequence[int] = (100,),
        activation: str = "relu",
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: object = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: int = 10,
        keep_history: bool = False,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.keep_history = keep_history

    @property
    def coefs_(self) -> list[np.ndarray]:
        return [layer.weights for layer in self.network_.layers]

    @property
    def intercepts_(self) -> list[np.ndarray]:
        return [layer.biases for layer in self.network_.layers]

    def fit(self, X: ArrayLike, y: ArrayLike) -> "MLPClassifier":
        """Learn weights and biases from students and their labels.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student. An array of float32 or float64 in C order is not copied.
        y : array_like, shape (n,)
            The labels: two different ones, or more.

        Returns
        -------
        MLPClassifier
            The estimator itself. If it could not learn, it is what it was before.

        Raises
        ------
        ValueError
            If a parameter is out of range, X is not finite, the shapes do not fit, y has one class only, the learning
            rate is so large that the weights grow past what a float holds, a warm start finds another network or other
            classes, or there are too few students to set some aside.

        Warns
        -----
        sklearn.exceptions.ConvergenceWarning
            If the loss of the last epoch is higher than that of the first, or if `max_iter` epochs end before the loss,
            or the accuracy on those set aside, has stood still for more than `n_iter_no_change` of them.
        """
        self._check_parameters()
        warm = self.warm_start and self.__sklearn_is_fitted__()
        with self._all_or_nothing():
            X = self._features("fit", X, reset=not warm)
            y = self._labels("fit", y, len(X))
            classes = self._several_classes("fit", y)
            if warm:
                self._go_on(classes)
            else:
                self._begin(classes, X.dtype)
            self._optimizer = self._new_optimizer()
            rows, held = self._set_aside(y) if self.early_stopping else (np.arange(len(X)), None)
            settled = self._learn(X, y, rows, held, self.max_iter)
        if self.loss_curve_[-self.n_iter_] * (1 + 1e-6) < self.loss_:
            from sklearn.exceptions import ConvergenceWarning

            warnings.warn(
                f"MLPClassifier.fit: the loss ended higher, at {self.loss_:.3g}, than after the first epoch, at "
                f"{self.loss_curve_[-self.n_iter_]:.3g}: the steps are too long. Take a learning_rate_init below "
                f"{float(self.learning_rate_init):g}, or scale the features (course_lib.evaluation.standardize).",
                ConvergenceWarning,
                stacklevel=2,
            )
        elif not settled:
            from sklearn.exceptions import ConvergenceWarning

            what = "the accuracy on those set aside" if self.early_stopping else "the loss"
            warnings.warn(
                f"MLPClassifier.fit: max_iter = {counted(self.max_iter, 'epoch')} ended before {what} had stood still "
                f"for more than n_iter_no_change = {self.n_iter_no_change} of them. Raise max_iter or "
                "learning_rate_init, or scale the features (course_lib.evaluation.standardize).",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def partial_fit(self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None) -> "MLPClassifier":
        """Learn for one epoch, going on from where the last `fit` or `partial_fit` ended. No student is set aside.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.
        y : array_like, shape (n,)
            The labels. Not every class must be among them.
        classes : array_like, shape (k,), optional
            All labels that will ever come. The first call needs them.

        Returns
        -------
        MLPClassifier
            The estimator itself. If it could not learn, it is what it was before.

        Raises
        ------
        ValueError
            As `fit`; and if `classes` are missing in the first call, or others later, or y holds another label.
        """
        self._check_parameters()
        first = not self.__sklearn_is_fitted__()
        with self._all_or_nothing():
            X = self._features("partial_fit", X, reset=first)
            y = self._labels("partial_fit", y, len(X))
            if classes is not None:
                classes = self._checked("partial_fit", "classes", class_labels, classes)
                classes = self._several_classes("partial_fit", classes, "classes")
            elif first:
                raise ValueError("MLPClassifier.partial_fit: classes must hold all labels in the first call.")
            if first:
                self._begin(classes, X.dtype)
                self._optimizer = self._new_optimizer()
            else:
                self._go_on(self.classes_ if classes is None else classes)
                self._optimizer = copy.deepcopy(self._optimizer)
                self._optimizer.learning_rate = float(self.learning_rate_init)
            self._learn(X, y, np.arange(len(X)), None, 1)
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each class for each student, shape (n, k).

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.

        Returns
        -------
        ndarray of shape (n, k)
            The probabilities in the order of `classes_`, summing to 1; float32 where the network learned from float32.

        Raises
        ------
        NotFittedError
            If the estimator has not learned yet.
        ValueError
            If X is not finite, the shapes do not fit, or a probability is not finite since X is too large.
        """
        self._check_fitted()
        X = self._features("predict_proba", X)
        return self._probabilities(X, np.arange(len(X)))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable class of each student, shape (n,).

        Where two classes are equally probable, it is the second of two, as ``step`` has it, and the first of more.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.

        Returns
        -------
        ndarray of shape (n,)
            A label of `classes_` for each student.

        Raises
        ------
        NotFittedError, ValueError
            As `predict_proba`.
        """
        P = self.predict_proba(X)
        return self.classes_[self._most_probable(P)]

    def _most_probable(self, P: np.ndarray) -> np.ndarray:
        """Return the number of each student's class."""
        return np.argmax(P, axis=1) if self.n_outputs_ > 1 else (P[:, 1] >= P[:, 0]).astype(int)

    # Where learning starts.

    def _begin(self, classes: np.ndarray, dtype: np.dtype) -> None:
        """Make a network for these classes."""
        self._rng = self._random_numbers()
        self.classes_ = classes
        self.n_outputs_ = len(classes) if len(classes) > 2 else 1
        self.out_activation_ = "softmax" if len(classes) > 2 else "logistic"
        sizes = self._checked("", "hidden_layer_sizes", self._all_sizes, self.hidden_layer_sizes)
        output = "softmax" if len(classes) > 2 else "sigmoid"
        self.network_ = Network(sizes, self.activation, output, self.alpha, dtype, self._rng)
        self.n_layers_ = len(sizes)
        self.loss_curve_ = []

    def _all_sizes(self, hidden: object) -> tuple[int, ...]:
        """Accept the units of the hidden layers, if the whole network is not too large; return the sizes of all."""
        return network_sizes((self.n_features_in_, *hidden_sizes(hidden), self.n_outputs_))

    def _go_on(self, classes: np.ndarray) -> None:
        """Take copies of the network and of the random numbers: if learning fails, those from before are untouched."""
        self._refuse_other_classes(classes)
        network = self.network_ = copy.deepcopy(self.network_)
        if (network.layer_sizes[1:-1], network.activation) != (hidden_sizes(self.hidden_layer_sizes), self.activation):
            raise ValueError(
                f"MLPClassifier: hidden_layer_sizes and activation must stay those of the network, "
                f"{network.layer_sizes[1:-1]} and {network.activation!r}. For others make a new model."
            )
        network.alpha = float(self.alpha)
        if self._rng is not self.random_state:
            self._rng = copy.deepcopy(self._rng)

    def _new_optimizer(self) -> SGD | Adam:
        if self.solver == "sgd":
            return SGD(self.learning_rate_init, self.momentum, self.nesterovs_momentum)
        return Adam(self.learning_rate_init, self.beta_1, self.beta_2, self.epsilon)

    def _targets(self, y: np.ndarray) -> np.ndarray:
        """Return what the outputs should be, shape (n, outputs): 0 or 1, or one-hot rows where classes are many."""
        strange = set(np.unique(y).tolist()) - set(self.classes_.tolist())
        if strange:
            known = shorten(str(self.classes_.tolist()))
            raise ValueError(f"MLPClassifier: y must hold labels of {known}, but {describe(strange.pop())} came.")
        index, dtype = np.searchsorted(self.classes_, y), self.network_.parameters.dtype
        if self.n_outputs_ == 1:
            return index[:, None].astype(dtype)
        Y = np.zeros((len(y), self.n_outputs_), dtype)
        Y[np.arange(len(y)), index] = 1
        return Y

    def _set_aside(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows to learn from, in order, and those set aside: rows, since X in two parts would be a copy."""
        from sklearn.model_selection import train_test_split

        part, seed_of_split = float(self.validation_fraction), int(self._rng.uniform(0, 2**31))
        try:
            rows, held = train_test_split(np.arange(len(y)), test_size=part, stratify=y, random_state=seed_of_split)
        except ValueError as problem:
            whole = counted(len(y), "student")
            raise ValueError(
                "MLPClassifier.fit: validation_fraction must leave students of each class on both sides, but "
                f"{part:g} of {whole} came: {problem}"
            ) from None
        return np.sort(rows), held

    # The training loop.

    def _learn(self, X: np.ndarray, y: np.ndarray, rows: np.ndarray, held: np.ndarray | None, most: int) -> bool:
        """Make epochs until they are no longer better, but not more than `most`; return whether they were not.

        With `held`, rows of students set aside, it is the accuracy on them that gets better, otherwise the loss.
        """
        X, Y = np.ascontiguousarray(X, self.network_.parameters.dtype), self._targets(y)
        parameters = self.network_.parameters
        losses, accuracies, history = [], [], [parameters.copy()]
        best, waited = -np.inf, 0
        with np.errstate(all="ignore"), self._bar(most) as bar:  # numbers that are not finite are refused in words
            for loss in islice(self._epochs(X, Y, rows), most):
                losses.append(loss)
                if self.keep_history:
                    history.append(parameters.copy())
                if held is not None:
                    found = self._most_probable(self._probabilities(X, held))
                    accuracies.append(float(np.mean(self.classes_[found] == y[held])))
                merit = -loss if held is None else accuracies[-1]
                waited = waited + 1 if merit < best + self.tol else 0
                if merit > best:
                    best, best_parameters = merit, parameters.copy() if held is not None else None
                if bar is not None:
                    bar.set_postfix(loss=f"{loss:.4f}", refresh=False)
                    bar.update()
                if waited > self.n_iter_no_change:
                    break
        if held is not None:
            parameters[:] = best_parameters
        self._remember(losses, accuracies, history)
        return waited > self.n_iter_no_change

    def _epochs(self, X: np.ndarray, Y: np.ndarray, rows: np.ndarray) -> Iterator[float]:
        """Learn from these rows, an epoch for each loss that is asked for, without end.

        Room for a batch is made once. `mode="clip"` lets `take` write there at once, instead of by way of a copy.
        """
        network, optimizer, n = self.network_, self._optimizer, len(rows)
        size = min(200 if self.batch_size == "auto" else int(self.batch_size), n)
        x = np.empty((size, X.shape[1]), X.dtype)
        y, scores = np.empty((2, n, Y.shape[1]), Y.dtype)  # in the order in which the students are met
        while True:
            order = self._rng.permutation(rows) if self.shuffle else rows
            np.take(Y, order, axis=0, out=y, mode="clip")
            for start in range(0, n, size):
                stop = min(start + size, n)
                network.pass_forward(X.take(order[start:stop], 0, x[: stop - start], "clip"))
                network.pass_backward(y[start:stop])
                optimizer.advance(network.parameters, network.gradients)
                scores[start:stop] = network.layers[-1].z
            yield self._loss(y, scores, batches=math.ceil(n / size))

    def _loss(self, Y: np.ndarray, scores: np.ndarray, batches: int) -> float:
        """Return the loss of an epoch, the mean of those of its batches."""
        network = self.network_
        weights = network.parameters[: network.n_weights]
        penalty = network.alpha * batches / (2 * len(Y)) * np.dot(weights, weights)
        loss = float(network.loss_of_scores(Y, scores) + penalty)
        # With an infinite v, Adam would never move again.
        if math.isfinite(loss) and np.isfinite(network.parameters).all() and np.isfinite(self._optimizer.v).all():
            return loss
        raise ValueError(
            "MLPClassifier: the weights, or squares of gradients, are past what a float holds: learning_rate_init = "
            f"{float(self.learning_rate_init):g} is too large, or alpha = {network.alpha:g} is, or X is. Take a "
            "smaller one, or scale X."
        )

    def _bar(self, epochs: int) -> AbstractContextManager:
        """Return a progress bar, or None where none is wanted, for a `with`."""
        if not self.verbose:
            return nullcontext()
        from tqdm.auto import tqdm

        return tqdm(total=epochs, desc="MLPClassifier", unit="epoch")

    def _remember(self, losses: list[float], accuracies: list[float], history: list[np.ndarray]) -> None:
        """Set the attributes that tell how it went."""
        self.n_iter_, self.loss_ = len(losses), losses[-1]
        self.loss_curve_ = [*self.loss_curve_, *losses]
        self.best_loss_ = None if accuracies else min(self.loss_curve_)
        self.validation_scores_ = accuracies or None
        self.best_validation_score_ = max(accuracies, default=None)
        vars(self).pop("history_", None)
        if self.keep_history:
            coefs, intercepts = zip(*self.network_.parts(np.array(history)), strict=True)
            self.history_ = {"loss": np.array(losses), "coefs": list(coefs), "intercepts": list(intercepts)}

    def _probabilities(self, X: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the probability of each class for these rows of X, which go through the network a chunk at a time.

        The layers get room of their own: other threads may ask the same network.
        """
        dtype = self.network_.parameters.dtype
        layers = list(map(copy.copy, self.network_.layers))
        for layer in layers:
            layer.make_room(0)
        outputs = np.empty((len(rows), self.n_outputs_), dtype)
        with np.errstate(all="ignore"):  # the next lines say it in words
            for start in range(0, len(rows), CHUNK):
                a = X[rows[start : start + CHUNK]].astype(dtype, copy=False)
                for layer in layers:
                    a = layer.forward(a)
                outputs[start : start + CHUNK] = a
        if not np.isfinite(outputs).all():
            raise ValueError("MLPClassifier: X holds numbers too large: a probability is not finite. Scale X.")
        return outputs if self.n_outputs_ > 1 else np.column_stack([1 - outputs, outputs])
