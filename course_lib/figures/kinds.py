"""The kinds of argument that figures take, and the sentences that refuse others; see `course_lib.validation`."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import is_math_text
from matplotlib.figure import Figure
from matplotlib.mathtext import MathTextParser

from course_lib.validation import (
    Kind,
    Rejected,
    array,
    as_array,
    count,
    describe,
    entries,
    is_whole,
    matrix,
    number,
    positive,
    table,
    text,
    vector,
)

FEWEST_WORDS = 6
LARGEST = 1e300  # a window around larger numbers would have infinite limits
MOST_COLUMNS = 20
SIZES = (0.5, 100)  # of a figure, in units of 100 pixels


def axes(value: object) -> Axes:
    """Accept the axes to draw into."""
    if isinstance(value, Axes):
        return value
    raise Rejected(f"must be the axes to draw into, such as new() makes, but {describe(value)} came.")


def space(value: object) -> Axes:
    """Accept three-dimensional axes."""
    if hasattr(axes(value), "zaxis"):
        return value
    raise Rejected("must be three-dimensional; make it with new(space=True).")


def figure(value: object) -> Figure:
    """Accept a figure."""
    if isinstance(value, Figure):
        return value
    raise Rejected(f"must be a figure, such as new() makes, but {describe(value)} came.")


def alt(value: object) -> str:
    """Accept enough words to say what is to be seen."""
    if isinstance(value, str) and len(value.split()) >= FEWEST_WORDS:
        return value
    raise Rejected(f"must say in {FEWEST_WORDS} words or more what to see in the picture, but {describe(value)} came.")


def name(value: object) -> str:
    """Accept a text that can be drawn: where it has two dollar signs, a formula stands between them."""
    try:
        if is_math_text(text(value)):
            MathTextParser("path").parse(value)
    except ValueError:
        raise Rejected(
            f"must have a formula, or nothing, between dollar signs, but {describe(value)} came. For a dollar sign "
            "itself write \\$."
        ) from None
    return value


def names(least: int = 0) -> Kind:
    """Make a kind that accepts a sequence of `least` names or more."""

    def names_of(value: object) -> Sequence[str]:
        found = entries(value)
        if found is not None and len(found) >= least and all(isinstance(each, str) for each in found):
            return list(map(name, found))
        wanted = f"{least} names, such as {['one', 'two', 'three'][:least]}" if least else "a list of names"
        raise Rejected(f"must be {wanted}, but {describe(value)} came.")

    return names_of


def pair(value: object) -> np.ndarray:
    """Accept two weights, those of a line."""
    w = vector(value)
    if len(w) != 2:
        raise Rejected(f"must hold the two weights of a line, but {len(w)} came; with three features draw a `plane`.")
    return w


def triple(value: object) -> np.ndarray:
    """Accept three weights, those of a plane."""
    w = vector(value)
    if len(w) != 3:
        raise Rejected(f"must hold the three weights of a plane, but {len(w)} came; with two draw a `boundary`.")
    return w


def pairs(value: object) -> np.ndarray:
    """Accept rows of two weights, each those of a line."""
    return columns(matrix(value), 2)


def features(value: object) -> np.ndarray:
    """Accept rows of features that can be drawn."""
    return small_enough(table(value))


def small_enough(numbers: np.ndarray) -> np.ndarray:
    """Return numbers that can be drawn, as float64, or say which one is too large."""
    largest = float(np.abs(numbers).max())
    if largest > LARGEST:
        raise Rejected(f"holds numbers too large to draw: {largest:g} came, {LARGEST:g} is the limit.")
    return numbers.astype(np.float64, copy=False)


def place(value: object) -> float:
    """Accept a number that can be drawn."""
    if abs(number(value)) <= LARGEST:
        return number(value)
    raise Rejected(f"must be from {-LARGEST:g} to {LARGEST:g}, but {describe(value)} came.")


def size(value: object) -> float:
    """Accept the size of a figure."""
    low, high = SIZES
    if low <= positive(value) <= high:
        return positive(value)
    raise Rejected(f"must be from {low:g} to {high:g}, in units of 100 pixels, but {describe(value)} came.")


def side_by_side(value: object) -> int:
    """Accept how many pictures stand side by side."""
    if count(value) <= MOST_COLUMNS:
        return int(value)
    raise Rejected(f"must be at most {MOST_COLUMNS}, but {describe(value)} came.")


def drawable(d: int) -> Kind:
    """Make a kind that accepts rows of d features that can be drawn."""
    return lambda value: columns(features(value), d)


def columns(X: np.ndarray, d: int) -> np.ndarray:
    if X.shape[1] != d:
        raise Rejected(f"must have {d} columns, but an array of shape {X.shape} came.")
    return X


def flat(value: object) -> np.ndarray:
    """Accept rows of two features or more, of which the first two are drawn."""
    X = features(value)
    if X.shape[1] < 2:
        raise Rejected(f"must have two features to draw, but an array of shape {X.shape} came.")
    return X


def whole(value: object) -> np.ndarray:
    """Accept whole numbers from 0 on, shape (k,); k may be 0."""
    numbers = array(value).astype(float)
    if numbers.ndim != 1:
        raise Rejected(f"must hold a whole number for each epoch, but {describe(value)} came.")
    strange = np.flatnonzero((numbers < 0) | (numbers != np.floor(numbers)) | (numbers > LARGEST))
    if strange.size:
        raise Rejected(f"must hold whole numbers from 0 on, but {numbers[strange[0]]:g} came at index {strange[0]}.")
    return numbers


def two_classes(value: object) -> object:
    """Accept a fitted classifier of two classes on two features."""
    if not hasattr(value, "predict"):
        raise Rejected(f"must be a fitted classifier, but {describe(value)} came.")
    if entries(getattr(value, "classes_", None)) is None:
        raise Rejected(f"must be a fitted classifier: call fit(X, y) of the {type(value).__name__} first.")
    classes, features = len(value.classes_), getattr(value, "n_features_in_", 2)
    if (classes, features) != (2, 2):
        raise Rejected(f"must tell 2 classes apart by 2 features, but {classes} classes and {features} features came.")
    return value


def probability(value: object) -> Callable[[np.ndarray], object]:
    """Accept a function from rows to the probabilities of label 1, or a fitted classifier, of which it makes one."""
    if hasattr(value, "predict_proba"):
        two_classes(value)
        return lambda X: value.predict_proba(X)[:, 1]
    if callable(value):
        return value
    raise Rejected(
        "must be a function from rows, shape (n, 2), to probabilities, shape (n,), or a fitted classifier that has "
        f"predict_proba, but {describe(value)} came."
    )


def function(value: object) -> Callable:
    """Accept a function."""
    if callable(value):
        return value
    raise Rejected(f"must be a function, but {describe(value)} came.")


def function_or_none(value: object) -> Callable | None:
    """Accept a function or None."""
    if value is None or callable(value):
        return value
    raise Rejected(f"must be a function, or None, but {describe(value)} came.")


def inside(value: object) -> np.ndarray:
    """Accept probabilities between 0 and 1, where the loss is finite whatever the label, shape (k,); k may be 0."""
    numbers = array(value)
    if numbers.ndim != 1:
        raise Rejected(f"must hold probabilities, such as [0.2, 0.9], but {describe(value)} came.")
    strange = numbers[(numbers <= 0) | (numbers >= 1)]
    if strange.size:
        raise Rejected(f"must hold probabilities between 0 and 1, neither of them included, but {strange[0]:g} came.")
    return numbers


def corner(value: object) -> np.ndarray:
    """Accept a corner of a window, two numbers."""
    numbers = vector(value)
    if len(numbers) != 2:
        raise Rejected(f"must hold two numbers, a corner of the window, but {len(numbers)} came.")
    return small_enough(numbers)


def curve(value: object) -> np.ndarray:
    """Accept a number for each epoch, shape (k,), of size that can be drawn."""
    return small_enough(vector(value))


def rows_of(n: int) -> Kind:
    """Make a kind that accepts the numbers of some of n rows, or a truth value for each row; it returns the numbers."""

    def kind(value: object) -> np.ndarray:
        demand = f"must hold row numbers from 0 to {n - 1}, or {n} truth values"
        try:
            given = as_array(value, demand)
        except Rejected:
            given = np.array("not an array")
        if given.ndim == 1 and given.dtype == bool and len(given) == n:
            return np.flatnonzero(given)
        if given.ndim == 1 and (not given.size or (given.dtype.kind in "iu" and given.min() >= -n and given.max() < n)):
            return given.astype(int)
        raise Rejected(f"{demand}, but {describe(value)} came.")

    return kind


def row_of(n: int) -> Kind:
    """Make a kind that accepts the number of one of n rows."""

    def kind(value: object) -> int:
        if is_whole(value) and -n <= value < n:
            return int(value)
        raise Rejected(f"must be a row number from 0 to {n - 1}, but {describe(value)} came.")

    return kind
