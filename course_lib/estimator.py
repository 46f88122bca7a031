"""What every estimator of the course has in common, so that it can stand wherever scikit-learn's stands.

scikit-learn is imported only where something needs it: to describe an estimator to scikit-learn, to read a DataFrame,
or for its types of errors and warnings. So `import course_lib.perceptron`, and a `fit` on arrays that has nothing to
warn of, need NumPy alone.
"""

import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Real
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import step
from course_lib.validation import (
    Kind,
    Rejected,
    argument,
    as_array,
    as_generator,
    counted,
    describe,
    is_long,
    is_masked,
    shorten,
    table,
)


class Estimator:
    """Parameters of the constructor by name, a readable repr, and checks of what is given to `fit` and `predict`."""

    _dtypes = (np.float64,)  # What X may be in. If it is in another, it is cast to the first.
    _kinds: ClassVar[dict[str, Kind]] = {}  # of the constructor's parameters, which are checked when learning begins

    @classmethod
    def _parameter_names(cls) -> list[str]:
        return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

    def get_params(self, deep: bool = True) -> dict[str, object]:
        """Return the parameters given to the constructor, by name.

        Parameters
        ----------
        deep : bool
            Makes no difference here; scikit-learn passes it.
        """
        return {name: getattr(self, name) for name in self._parameter_names()}

    def set_params(self, **parameters: object) -> "Estimator":
        """Set parameters by name and return the estimator.

        Raises
        ------
        ValueError
            If there is no parameter of that name.
        """
        for name in parameters.keys() - set(self._parameter_names()):
            known = ", ".join(self._parameter_names())
            raise ValueError(f"{type(self).__name__} has no parameter {name!r}; its parameters are {known}.")
        for name, value in parameters.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = {p.name: p.default for p in inspect.signature(type(self).__init__).parameters.values()}
        changed = {name: value for name, value in self.get_params().items() if repr(value) != repr(defaults[name])}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in changed.items())})"

    def __sklearn_is_fitted__(self) -> bool:
        return any(name.endswith("_") and not name.startswith("__") for name in vars(self))

    def __sklearn_tags__(self):
        from sklearn.utils import InputTags, Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=False), input_tags=InputTags())

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Learn all or nothing: where learning fails, the estimator is again what it was before."""
        before = dict(vars(self))
        try:
            yield
        except BaseException:  # also where the reader stops the cell
            vars(self).clear()
            vars(self).update(before)
            raise

    def _check_fitted(self) -> None:
        if not self.__sklearn_is_fitted__():
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(f"This {type(self).__name__} instance is not fitted yet. Call fit(X, y) first.")

    def _check_parameters(self) -> None:
        """Check what the constructor was given, or what was set later."""
        for name, kind in self._kinds.items():
            self._checked("", name, kind, getattr(self, name))

    def _checked(self, method: str, name: str, kind: Kind, value: object) -> object:
        """Return an argument as its kind wants it."""
        where = f"{type(self).__name__}.{method}" if method else type(self).__name__
        return argument(where, name, kind, value)

    def _random_numbers(self) -> "np.random.Generator | np.random.RandomState":
        """Return the generator that `random_state` stands for."""
        return as_generator(self.random_state)

    def _features(self, method: str, X: ArrayLike, reset: bool = False) -> np.ndarray:
        """Return X as an array of shape (n, d) in one of `_dtypes`; with `reset` remember d, otherwise insist on it."""
        foreign = hasattr(X, "columns") or hasattr(X, "tocsr") or getattr(getattr(X, "dtype", None), "kind", "") == "O"
        if foreign or (isinstance(X, np.ndarray) and hasattr(self, "feature_names_in_") and not reset):
            return self._features_by_sklearn(method, X, reset)
        X = self._checked(method, "X", table, X)
        if reset:
            self.n_features_in_ = X.shape[1]
            vars(self).pop("feature_names_in_", None)
        elif X.shape[1] != self.n_features_in_:
            came, wanted, name = X.shape[1], self.n_features_in_, type(self).__name__
            raise ValueError(f"X has {came} features, but {name} is expecting {wanted} features as input.")
        return X if X.dtype in self._dtypes else X.astype(self._dtypes[0])

    def _features_by_sklearn(self, method: str, X: object, reset: bool) -> np.ndarray:
        """Return X as scikit-learn reads it: a DataFrame with its names, and objects that stand for numbers."""
        from sklearn.utils.validation import validate_data

        if is_masked(X):
            self._checked(method, "X", table, X)
        try:
            return validate_data(self, X, reset=reset, dtype=list(self._dtypes))
        except (ValueError, TypeError, OverflowError) as problem:
            where = f"{type(self).__name__}.{method}: X must be a table of numbers, shape (n, d)"
            kind = TypeError if isinstance(problem, TypeError) else ValueError
            reason = str(problem).split(f"\n{type(self).__name__} ")[0]  # without advice on other estimators
            raise kind(f"{where}, as it was in fit. {reason}") from None


class Classifier(Estimator):
    """An estimator that tells classes apart: it has `predict`, and its score is its accuracy."""

    _estimator_type = "classifier"

    def __sklearn_tags__(self):
        from sklearn.utils import ClassifierTags

        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier"
        tags.classifier_tags = ClassifierTags()
        tags.target_tags.required = True
        return tags

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the accuracy on X and y: the share of right predictions.

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.
        y : array_like, shape (n,)
            The labels.
        """
        predicted = self.predict(X)
        y = self._labels("score", y, len(predicted))
        texts = [labels.dtype.kind in "OUS" for labels in (y, self.classes_)]
        if texts[0] != texts[1]:
            known = shorten(str(self.classes_.tolist()))
            raise ValueError(
                f"{type(self).__name__}.score: y must hold labels such as those of fit, {known}, but "
                f"{describe(y.tolist()[0])} came."
            )
        return float(np.mean(predicted == y))

    def _labels(self, method: str, y: ArrayLike, n: int) -> np.ndarray:
        """Return y as an array of shape (n,)."""
        name = f"{type(self).__name__}.{method}"
        if y is None:
            raise ValueError(f"{name}: labels are wanted (requires y to be passed, but the target y is None).")
        y = self._checked(method, "y", class_labels, y)
        if y.ndim == 2 and y.shape[1] == 1:
            from sklearn.exceptions import DataConversionWarning

            warnings.warn(
                f"A column-vector y was passed when a 1d array was expected ({name}); y.ravel() makes it one.",
                DataConversionWarning,
                stacklevel=3,
            )
            y = y.ravel()
        if y.ndim != 1:
            raise ValueError(f"{name}: y must hold one label for each student, shape (n,), but shape {y.shape} came.")
        if len(y) != n:
            raise ValueError(f"{name}: y holds {counted(len(y), 'label')}, but X has {counted(n, 'row')}.")
        return y

    def _several_classes(self, method: str, y: np.ndarray, name: str = "y") -> np.ndarray:
        """Return the labels in y, sorted: two or more."""
        where = f"{type(self).__name__}.{method}: {name}"
        try:
            classes = _distinct(y)
        except TypeError as problem:
            raise ValueError(f"{where} must hold labels that can be put in order, but {problem}.") from None
        if len(classes) < 2:
            came = f"only one class came: {shorten(str(classes[0]))}" if len(classes) else "no class came"
            raise ValueError(f"{where} must hold two classes, but {came}.")
        if len(classes) > 2 and y.dtype.kind == "f" and np.any(y != np.floor(y)):
            raise ValueError(f"{where} must hold labels. Unknown label type: continuous numbers came.")
        return classes

    def _two_classes(self, method: str, y: np.ndarray, name: str = "y") -> np.ndarray:
        """Return the two labels in y, sorted."""
        classes = self._several_classes(method, y, name)
        if len(classes) == 2:
            return classes
        raise ValueError(
            f"{type(self).__name__}.{method}: Only binary classification is supported. The type of the target is "
            f"multiclass: {name} must hold two labels, but {len(classes)} came."
        )

    def _refuse_other_classes(self, classes: np.ndarray) -> None:
        """Refuse other labels than those that it has learned so far."""
        if np.array_equal(classes, self.classes_):
            return
        name, came, wanted = type(self).__name__, *(shorten(str(each.tolist())) for each in (classes, self.classes_))
        raise ValueError(f"{name}: classes must stay the same, {wanted}, but {came} came. Make a new model.")


class LinearClassifier(Classifier):
    """A classifier for two classes whose score is z = w·x + b, from `coef_` and `intercept_`."""

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "coef_")

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """Return the score z = w·x + b of each student, shape (n,).

        Parameters
        ----------
        X : array_like, shape (n, d)
            A row for each student.

        Returns
        -------
        ndarray of shape (n,)
            The scores: at least 0 for the second class, below 0 for the first.

        Raises
        ------
        NotFittedError
            If the estimator has not learned yet.
        ValueError
            If X is not finite, the shapes do not fit, or a score is past what a float holds.
        """
        self._check_fitted()
        X = self._features("decision_function", X)
        with np.errstate(over="ignore", invalid="ignore"):  # the next lines say it in words
            z = X @ self.coef_[0] + self.intercept_[0]
        if not np.isfinite(z).all():
            name = f"{type(self).__name__}.decision_function"
            raise ValueError(f"{name}: X holds numbers too large: a score is not finite. Scale X.")
        return z

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the predicted class of each student, shape (n,): the second one where the score is at least 0.

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
            As `decision_function`.
        """
        z = self.decision_function(X)
        return self.classes_[step(z)]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


def _distinct(y: np.ndarray) -> np.ndarray:
    """Return the labels in y, sorted. Where they are two whole numbers it needs no sorting, which takes long."""
    if y.dtype.kind in "iu" and y.size:
        ends = np.array([y.min(), y.max()])
        if ends[0] < ends[1] and np.all((y == ends[0]) | (y == ends[1])):
            return ends
    return np.unique(y)


def class_labels(value: object) -> np.ndarray:
    """Accept labels, texts or numbers, of any shape."""
    found = as_array(value, "must hold one label for each student")
    if found.dtype.kind not in "fiubOUS":
        raise Rejected(f"must hold labels, texts or numbers, but an array of {found.dtype} came.")
    if found.dtype.kind == "f" and not np.isfinite(found).all():
        where = np.argwhere(~np.isfinite(found))[0]
        raise Rejected(_no_label(found[tuple(where)], where))
    if found.dtype.kind in "OUS":  # as objects, since NumPy makes texts of None and NaN among texts
        entries = np.asarray(value, dtype=object)
        for where, entry in np.ndenumerate(entries):
            strange = not isinstance(entry, str | bytes | Real) or isinstance(entry, np.timedelta64)
            if strange or entry != entry or is_long(entry):
                raise Rejected(_no_label(entry, where))
        if len({next(kind for kind in (Real, str, bytes) if isinstance(entry, kind)) for entry in entries.flat}) > 1:
            raise Rejected("must hold labels of one kind, but texts and numbers came.")
    return found


def _no_label(entry: object, where: np.ndarray | tuple[int, ...]) -> str:
    why = " (y contains NaN or infinity)" if isinstance(entry, float) else ""
    index = int(where[0]) if len(where) == 1 else tuple(map(int, where))
    return f"must hold labels, but {describe(entry)} stands at index {index}{why}."
