"""Checks on what comes into a public function, so that its body can stay the lines on the blackboard.

`checked` converts the arguments (lists become arrays) and refuses what would fail later or, worse, fail in silence.
Every refusal is a `ValueError` that names the function and the argument, says what came, and says what is wanted.

A *kind* says what one argument must be: it returns the value in its proper form, or raises `Rejected`. A *relation*
says how two arguments must fit together. A check that needs something known only later is made by `argument`.
"""

import functools
import inspect
import math
import sys
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

Kind = Callable[[object], object]

MOST_BINS = 1000  # nobody can look at more
MOST_LETTERS = 200  # in a name; more have no room beside a picture
MANY = 100_000  # entries: for arrays larger than this, a temporary array of the same size is worth avoiding
REALS = (float, np.floating)
_BYTES_AND_TEXTS = (str, bytes, bytearray, memoryview)
TOO_LARGE = "the numbers are too large: the result is not finite. Scale them down, for example divide by the largest."


class Rejected(Exception):  # noqa: N818 - not an error yet: `checked` turns it into one, with the argument's name
    """What a kind raises: the rest of the sentence that starts with the function's and the argument's name."""


class NotFinite(Rejected):
    """NaN or infinity came."""


def describe(value: object) -> str:
    """Return what `value` is, in a few words that fit into an error message."""
    if is_long(value):
        return "a whole number of more than 40 digits"
    if value is None or isinstance(value, bool | int | float | complex | np.number | np.bool_):
        return str(value)
    if isinstance(value, str):
        return f"the text {shorten(repr(value[:100]))}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.size else f"an empty array of shape {value.shape}"
    if isinstance(value, list | tuple | dict | set) and not value:
        return f"an empty {type(value).__name__}"
    if isinstance(value, list | tuple):
        try:
            return f"the {type(value).__name__} {shorten(repr(value))}"
        except Exception:  # lists nested too deeply to print, numbers with too many digits, and what stands in them
            pass
    return f"an object of type {type(value).__name__}"


def is_long(value: object) -> bool:
    """Return whether this is a whole number too long to print."""
    return isinstance(value, int) and abs(value) > 10**40


def shorten(text: str, length: int = 40) -> str:
    """Return `text`, cut where it is longer than `length` characters, with … at its end."""
    return text if len(text) <= length else text[: length - 1] + "…"


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: "1 label", "2 labels"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{n} {noun if n == 1 else plural}"


def array(value: object) -> np.ndarray:
    """Accept any shape of finite real numbers, as a float array; float32 stays float32."""
    return _floats(value, "an array of numbers")


def parameters(value: object) -> np.ndarray:
    """Accept any shape of finite real numbers, as a float64 array: a small step needs all the digits there are."""
    numbers = array(value)
    if numbers.size:
        return numbers.astype(np.float64, copy=False)
    raise Rejected(f"must hold at least one number, but {describe(numbers)} came.")


def number(value: object) -> float:
    """Accept one finite real number."""
    if type(value) is float:
        if math.isfinite(value):
            return value
        raise NotFinite(f"must be a finite number, but {value} came.")
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if not _is_number(value):
        raise Rejected(f"must be one number, but {describe(value)} came.")
    try:
        return number(float(value))
    except OverflowError:
        raise Rejected(f"must be a finite number, but {describe(value)} came, which no float can hold.") from None


def positive(value: object) -> float:
    """Accept one finite number above 0."""
    try:
        rate = number(value)
    except Rejected:
        rate = math.nan
    if rate > 0:
        return rate
    raise Rejected(f"must be a positive number, but {describe(value)} came.")


learning_rate = positive


def positive_or_infinite(value: object) -> float:
    """Accept one number above 0, or infinity."""
    if _is_number(value) and value == math.inf:
        return math.inf
    try:
        return positive(value)
    except Rejected:
        raise Rejected(f"must be a positive number or infinity, but {describe(value)} came.") from None


def not_negative(value: object) -> float:
    """Accept one finite number that is 0 or above."""
    found = number(value)
    if found >= 0:
        return found
    raise Rejected(f"must be 0 or above, but {describe(value)} came.")


def fraction(value: object) -> float:
    """Accept one number from 0 to below 1."""
    found = number(value)
    if 0 <= found < 1:
        return found
    raise Rejected(f"must be from 0 to below 1, but {describe(value)} came.")


def share(value: object) -> float:
    """Accept one number above 0 and below 1."""
    found = number(value)
    if 0 < found < 1:
        return found
    raise Rejected(f"must be above 0 and below 1, but {describe(value)} came.")


def one_of(*choices: str | float) -> Kind:
    """Make a kind that accepts one of these names, or one of these numbers."""
    named = ", ".join(each if isinstance(each, str) else f"{each:g}" for each in choices)

    def kind(value: object) -> str | float:
        try:
            plain = value if isinstance(value, str) else number(value)
        except Rejected:
            plain = None
        if isinstance(value, np.float32):  # 0.1 in seven digits is another number
            plain = next((each for each in choices if not isinstance(each, str) and np.float32(each) == value), None)
        if plain in choices:
            return choices[choices.index(plain)]
        raise Rejected(f"must be one of {named}, but {describe(value)} came.")

    return kind


def float_type(value: object) -> np.dtype:
    """Accept float64 or float32, as NumPy's type or by name."""
    try:
        found = np.dtype(value)
    except Exception:  # NumPy reads types from many things, and fails in as many ways
        found = None
    if value is not None and found in (np.float64, np.float32):
        return found
    raise Rejected(f"must be float64 or float32, but {describe(value)} came.")


def optional(kind: Kind) -> Kind:
    """Make a kind that accepts None too, for an argument that may be left out."""
    return lambda value: None if value is None else kind(value)


def count(value: object) -> int:
    """Accept one whole number above 0, of 64 bits at most."""
    if is_whole(value) and 0 < value < 2**63:
        return int(value)
    limits = "below 2**63" if is_whole(value) and value > 0 else "above 0"
    raise Rejected(f"must be a whole number {limits}, but {describe(value)} came.")


def entries(value: object) -> list | None:
    """Return the entries of a list, a tuple or the like, or of an array; None of anything else, such as a text."""
    if isinstance(value, np.ndarray):
        return list(value) if value.ndim else None
    return list(value) if isinstance(value, Sequence) and not isinstance(value, _BYTES_AND_TEXTS) else None


def counts(value: object) -> tuple[int, ...]:
    """Accept two or more whole numbers above 0."""
    found = entries(value) or []
    if len(found) > 1:
        return each_count(found)
    raise Rejected(f"must hold two or more whole numbers above 0, but {describe(value)} came.")


def each_count(values: Sequence[object]) -> tuple[int, ...]:
    """Accept whole numbers above 0."""
    for i, value in enumerate(values):
        try:
            count(value)
        except Rejected:
            raise Rejected(f"must hold whole numbers above 0, but {describe(value)} came at index {i}.") from None
    return tuple(map(count, values))


def text(value: object) -> str:
    """Accept a text that can be shown: of at most `MOST_LETTERS`, and without control characters but new lines."""
    if not isinstance(value, str):
        raise Rejected(f"must be a text, but {describe(value)} came.")
    if len(value) > MOST_LETTERS:
        raise Rejected(f"must have at most {MOST_LETTERS} letters, but {len(value)} came.")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value.replace("\n", "")):
        raise Rejected(f"must be a text of letters that can be shown, but {describe(value)} came.")
    return value


def flag(value: object) -> bool:
    """Accept True or False."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise Rejected(f"must be True or False, but {describe(value)} came.")


def seed(value: object) -> object:
    """Accept what random numbers can start from: None, a whole number from 0 on, or one of NumPy's generators."""
    draws = callable(getattr(value, "permutation", None)) and not isinstance(value, type)
    if value is None or (is_whole(value) and value >= 0) or draws:
        return value
    raise Rejected(
        f"must be None, a whole number from 0 on, or a random generator of NumPy, but {describe(value)} came."
    )


def as_generator(random_state: object) -> object:
    """Return what draws the random numbers of a checked seed: a generator itself, and a new one for a number or None.

    NumPy's older `RandomState` and its module `numpy.random` draw as well.
    """
    return random_state if hasattr(random_state, "permutation") else np.random.default_rng(random_state)


def few_enough(value: object) -> int:
    """Accept how many bins, classes, bumps or units, from 1 to `MOST_BINS`."""
    if count(value) <= MOST_BINS:
        return int(value)
    raise Rejected(f"must be at most {MOST_BINS}, but {describe(value)} came.")


def up_to_a_million(value: object) -> int:
    """Accept a whole number from 1 to a million."""
    if count(value) <= 1_000_000:
        return int(value)
    raise Rejected(f"must be at most 1,000,000, but {describe(value)} came.")


def function(value: object) -> Callable[[np.ndarray], float]:
    """Accept a function that returns one finite number; it is checked each time that it is called."""
    if not callable(value):
        raise Rejected(f"must be a function, but {describe(value)} came.")

    def one_number(theta: np.ndarray) -> float:
        try:
            found = value(theta)
        except ValueError as problem:
            problem.not_finite = False  # it is not about the numbers of the function that calls this one
            raise
        try:
            return number(found)
        except Rejected as sentence:
            raise Rejected(f"f {str(sentence).replace('must be', 'must return', 1)}") from None

    return one_number


def vector(value: object) -> np.ndarray:
    """Accept a row of d finite numbers, shape (d,)."""
    numbers = _floats(value, "a vector of numbers")
    if numbers.ndim == 1 and numbers.size:
        return numbers
    raise Rejected(f"must be a vector of numbers, shape (d,), but {describe(numbers)} came.{_hint_number(numbers)}")


def row_of_numbers(k: int, names: str) -> Kind:
    """Make a kind that accepts k finite numbers, which the errors call by their names."""

    def kind(value: object) -> np.ndarray:
        found = array(value)
        if found.shape == (k,):
            return found
        raise Rejected(f"must hold {names}, but {describe(found)} came.")

    return kind


def students(value: object) -> np.ndarray:
    """Accept one student, shape (d,), or one student in each row, shape (n, d)."""
    numbers = _floats(value, "the features of one student or of several")
    if numbers.ndim in (1, 2) and numbers.size:
        return numbers
    raise Rejected(
        f"must be one student, shape (d,), or a row for each student, shape (n, d), but {describe(numbers)} came."
    )


def student(value: object) -> np.ndarray:
    """Accept one student, shape (d,)."""
    numbers = _floats(value, "the features of one student")
    if numbers.ndim == 1 and numbers.size:
        return numbers
    hint = " Take one row, such as X[0]." if numbers.ndim == 2 else _hint_number(numbers)
    raise Rejected(f"must be one student, shape (d,), but {describe(numbers)} came.{hint}")


def table(value: object) -> np.ndarray:
    """Accept a row for each student, shape (n, d)."""
    numbers = _floats(value, "a table of numbers")
    if numbers.ndim == 2 and numbers.size:
        return numbers
    if numbers.ndim == 2 and len(numbers):
        raise Rejected(f"must have features: 0 feature(s) (shape={numbers.shape}) while a minimum of 1 is required.")
    hint = " Reshape your data: one student is [[7, 6]], in two pairs of brackets." if numbers.ndim == 1 else ""
    raise Rejected(f"must have a row for each student, shape (n, d), but {describe(numbers)} came.{hint}")


def matrix(value: object) -> np.ndarray:
    """Accept rows and columns of numbers of any kind, shape (n, k)."""
    numbers = _floats(value, "a table of numbers")
    if numbers.ndim == 2 and numbers.size:
        return numbers
    hint = " A single row is [[1, 2]], in two pairs of brackets." if numbers.ndim == 1 else ""
    raise Rejected(f"must be a table of numbers, shape (rows, columns), but {describe(numbers)} came.{hint}")


def squarable_table(value: object) -> np.ndarray:
    """Accept a row for each student, shape (n, d), of numbers whose squares can be summed, as float64.

    The squares do not overflow, and no column varies so little that its variance underflows. In float32 the mean of a
    million numbers would have three right digits.
    """
    numbers = table(value).astype(np.float64, copy=False)
    limits = np.finfo(numbers.dtype)
    if np.max(np.abs(numbers)) > math.sqrt(limits.max / numbers.size) / 2:
        raise Rejected("holds numbers too large: the sum of their squares is not finite. Divide by the largest first.")
    spread = np.max(numbers, axis=0) - np.min(numbers, axis=0)
    lost = np.flatnonzero((spread > 0) & (spread < math.sqrt(2 * len(numbers) * limits.tiny)))
    if lost.size:
        raise Rejected(
            f"holds numbers too close together: column {lost[0]} varies by only {spread[lost[0]]:.2g}, and the square "
            "of that is rounded to 0. Multiply the column by a large number first."
        )
    return numbers


def label(value: object) -> int:
    """Accept one label: 0 (rejected) or 1 (admitted)."""
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if isinstance(value, list | tuple | dict | set) or getattr(value, "ndim", 0):
        raise Rejected(f"must be one label, 0 or 1, but {describe(value)} came.")
    plain = value if _is_number(value) or isinstance(value, bool | np.bool_) else None
    if plain in (0, 1):
        return int(plain)
    raise Rejected(f"must be 0 or 1, but {describe(value)} came.{_HINT_MINUS if plain == -1 else ''}")


def labels(value: object) -> np.ndarray:
    """Accept a label, 0 or 1, for each student, shape (n,)."""
    return _zeros_and_ones(value, "label", "y")


def labels_with_a_one(value: object) -> np.ndarray:
    """Accept a label, 0 or 1, for each student, shape (n,), of which at least one is 1."""
    found = labels(value)
    if found.any():
        return found
    raise Rejected("must hold the label 1 at least once, but all labels are 0: there is no share of nobody.")


def predictions(value: object) -> np.ndarray:
    """Accept a prediction, 0 or 1, for each student, shape (n,)."""
    return _zeros_and_ones(value, "prediction", "predicted")


def class_numbers(value: object) -> np.ndarray:
    """Accept the number of a class, from 0 on, for each row, shape (n,)."""
    numbers = _one_each(value, "the number of a class for each row")
    strange = numbers[(numbers < 0) | (numbers != np.floor(numbers)) | (numbers >= 2**53)]
    if strange.size:
        raise Rejected(f"must hold the numbers of classes, 0, 1, 2, …, but {strange[0]:g} came.")
    return numbers.astype(int)


def scores(value: object) -> np.ndarray:
    """Accept a score for each student, shape (n,)."""
    return _one_each(value, "a score for each student")


def probabilities(value: object) -> np.ndarray:
    """Accept a probability, from 0 to 1, for each student, shape (n,)."""
    return _from_0_to_1(_one_each(value, "a probability for each student"))


def probabilities_of_units(value: object) -> np.ndarray:
    """Accept the probabilities that several units give one student, shape (k,), or a row of them for each student."""
    numbers = _floats(value, "the probabilities that the units give")
    if numbers.ndim in (1, 2) and numbers.size:
        return _from_0_to_1(numbers)
    raise Rejected(
        "must be the probabilities of one student, shape (k,), or a row of them for each student, shape (n, k), but "
        f"{describe(numbers)} came."
    )


def layer_arrays(value: object) -> list[np.ndarray]:
    """Accept a list of tables: the activations of each layer, or such as they are."""
    return _each_layer(value, matrix, "a table of numbers")


def layer_weights(value: object) -> list[np.ndarray]:
    """Accept the weights of each layer, shape (inputs, units), with as many inputs as the layer before has units."""
    weights = _each_layer(value, matrix, "weights, shape (inputs, units),")
    for i, (before, W) in enumerate(pairwise(weights), 1):
        if before.shape[1] != len(W):
            raise Rejected(
                f"must have as many rows at index {i} as there are units in the layer before, {before.shape[1]}, but "
                f"{describe(W)} came."
            )
    return weights


def layer_biases(value: object) -> list[np.ndarray]:
    """Accept the biases of each layer, shape (units,)."""
    return _each_layer(value, vector, "biases, shape (units,),")


def _each_layer(value: object, kind: Kind, noun: str) -> list[np.ndarray]:
    found = entries(value)
    if not found:
        raise Rejected(f"must be a list of {noun} for each layer, but {describe(value)} came.")
    arrays = []
    for i, each in enumerate(found):
        try:
            arrays.append(kind(each))
        except Rejected as sentence:
            raise Rejected(f"must be a list of {noun} for each layer; the entry at index {i} {sentence}") from None
    return arrays


def class_scores(value: object) -> np.ndarray:
    """Accept the scores of the classes along the last axis, shape (..., k)."""
    numbers = _floats(value, "the scores of the classes")
    if numbers.ndim and numbers.shape[-1]:
        return numbers
    raise Rejected(f"must hold a score for each class along the last axis, but {describe(numbers)} came.")


def score_rows(value: object) -> np.ndarray:
    """Accept for each student a row with the score of each class, shape (n, k)."""
    return _rows(value, "a row of scores")


def probability_rows(value: object) -> np.ndarray:
    """Accept for each student a row with the probability of each class, shape (n, k). Each row sums to 1.

    A thousandth is let pass, for rows that were rounded, or moved a little for a finite difference.
    """
    numbers = _from_0_to_1(_rows(value, "a row of probabilities"))
    sums = numbers.sum(axis=1)
    strange = np.flatnonzero(np.abs(sums - 1) > 1e-3)
    if strange.size:
        raise Rejected(f"must have rows that sum to 1, but row {strange[0]} sums to {sums[strange[0]]:.4g}.")
    return numbers


def one_hot(value: object) -> np.ndarray:
    """Accept for each student a row with 1 at the student's class and 0 elsewhere, shape (n, k)."""
    numbers = _rows(value, "a row of labels")
    ones = numbers == 1
    strange = np.flatnonzero((ones != (numbers != 0)).any(axis=1) | (np.count_nonzero(ones, axis=1) != 1))
    if strange.size:
        row = shorten(str(numbers[strange[0]].tolist()))
        raise Rejected(f"must have one 1 in each row and 0 elsewhere, but row {strange[0]} is {row}.")
    return numbers


def _one_each(value: object, wanted: str) -> np.ndarray:
    numbers = _floats(value, wanted)
    if numbers.ndim == 1 and numbers.size:
        return numbers
    raise Rejected(f"must hold {wanted}, shape (n,), but {describe(numbers)} came.")


def _rows(value: object, wanted: str) -> np.ndarray:
    numbers = _floats(value, f"{wanted} for each student")
    if numbers.ndim == 2 and numbers.size:
        return numbers
    raise Rejected(f"must have {wanted} for each student, shape (n, k), but {describe(numbers)} came.")


def _from_0_to_1(numbers: np.ndarray) -> np.ndarray:
    if not _holds((numbers >= 0) & (numbers <= 1)):
        where = tuple(int(i) for i in np.argwhere((numbers < 0) | (numbers > 1))[0])
        raise Rejected(f"must hold probabilities, from 0 to 1, but {numbers[where]:g} came{_at(where)}.")
    return numbers


def _zeros_and_ones(value: object, noun: str, name: str) -> np.ndarray:
    numbers = _floats(value, f"a {noun}, 0 or 1, for each student")
    if numbers.ndim != 1 or not numbers.size:
        raise Rejected(f"must hold a {noun} for each student, shape (n,), but {describe(numbers)} came.")
    fine = (numbers == 0) | (numbers == 1)
    if not _holds(fine):
        i = np.argmin(fine)
        hint = _HINT_MINUS.replace("(y ", f"({name} ") if numbers[i] == -1 else ""
        raise Rejected(f"must hold the {noun}s 0 and 1 only, but {name}[{i}] is {numbers[i]:g}.{hint}")
    return numbers.astype(int)


_HINT_MINUS = " Labels are 0 and 1 here; turn -1 into 0 with (y + 1) // 2."


def _hint_number(numbers: np.ndarray) -> str:
    if numbers.ndim:
        return ""
    return f" Are the arguments in the right order? If one number is meant, write [{numbers:g}], in brackets."


def _floats(value: object, wanted: str) -> np.ndarray:
    """Return `value` as a float array of finite numbers, or say which entry is not one."""
    found = as_array(value, f"must be {wanted}")
    if found.dtype.kind == "O":
        found = _from_objects(found, wanted)
    if found.dtype.kind not in "fiub":
        raise Rejected(f"must be {wanted}, but {_describe_entry(found)} came.")
    if found.dtype.kind != "f":
        return found.astype(np.float64)  # whole numbers are finite
    if found.dtype not in (np.float64, np.float32):
        with np.errstate(over="ignore"):  # what becomes infinite is refused below
            found = found.astype(np.float64)
    if not _all_finite(found):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(found))[0])
        entry = "NaN" if np.isnan(found[where]) else str(found[where])
        raise NotFinite(f"must be finite, but {entry} came{_at(where)}.")
    return found


def is_masked(value: object) -> bool:
    """Return whether a value is a masked array: there is none before numpy.ma, which takes long, is imported."""
    masked = sys.modules.get("numpy.ma")
    return masked is not None and isinstance(value, masked.MaskedArray)


def as_array(value: object, demand: str) -> np.ndarray:
    """Return `value` as an array of whatever type NumPy finds, or say after the demand why it cannot be one."""
    if type(value) is np.ndarray:
        return value
    parts = value if isinstance(value, list | tuple) else [value]
    if any(is_masked(part) for part in parts):
        raise Rejected(
            f"{demand}, but a masked array came, and its mask would be lost: drop the masked entries first, or fill "
            "them, such as with .filled(0)."
        )
    try:
        return np.asarray(value)
    except ValueError as problem:
        came = "lists nested too deeply" if "maximum number of dimension" in str(problem) else _UNEVEN
        raise Rejected(f"{demand}, but {came} came.") from None
    except Exception:  # an object may fail in its own way when it is asked for an array
        raise Rejected(f"{demand}, but {describe(value)} came.") from None


_UNEVEN = "rows of different lengths"


def _is_number(value: object) -> bool:
    """Return whether this is a real number. NumPy counts spans of time as whole numbers, and Python counts True."""
    return isinstance(value, Real) and not isinstance(value, bool | np.timedelta64)


def is_whole(value: object) -> bool:
    """Return whether this is a whole number, of Python's or of NumPy's."""
    return isinstance(value, Integral) and _is_number(value)


def _all_finite(numbers: np.ndarray) -> bool:
    """Return whether no entry is NaN or infinite.

    In a large array the sum tells, without a temporary array: it is finite only if every entry is. If it is not, it may
    also have overflowed, and then each entry is looked at.
    """
    if numbers.size > MANY:
        with np.errstate(over="ignore", invalid="ignore"):
            if np.isfinite(numbers.sum()):
                return True
    return _holds(np.isfinite(numbers))


def _holds(everywhere: np.ndarray) -> bool:
    """Return whether all entries are True. On the short arrays of the lessons this takes a quarter of `all`'s time."""
    return np.count_nonzero(everywhere) == everywhere.size


def _from_objects(found: np.ndarray, wanted: str) -> np.ndarray:
    for where, entry in np.ndenumerate(found):
        if not _is_number(entry):
            raise Rejected(f"must be {wanted}, but {describe(entry)} came{_at(where)}.")
    try:
        return found.astype(np.float64)
    except OverflowError:
        raise Rejected(f"must be {wanted}, but a number came that no float can hold.") from None


def _at(where: tuple[int, ...]) -> str:
    if not where:
        return ""
    return f" at index {where[0] if len(where) == 1 else where}"


def _describe_entry(found: np.ndarray) -> str:
    if found.size and found.dtype.kind in "US":
        return describe(str(found.flat[0]))
    return "complex numbers (Complex data not supported)" if found.dtype.kind == "c" else f"an array of {found.dtype}"


class Relation(NamedTuple):
    """How two arguments must fit together: `unfit` says what is wrong after the first one's name, or returns None."""

    first: str
    second: str
    unfit: Callable[[object, object], str | None]


def one_weight_each(features: str, weights: str) -> Relation:
    """Demand one weight for each feature: ``one_weight_each("X", "w")``."""

    def unfit(found: np.ndarray, w: np.ndarray) -> str | None:
        d, expected = found.shape[-1], len(w)
        if d == expected:
            return None
        return (
            f"has {counted(d, 'feature')} a student, but {weights} has {counted(expected, 'weight')}; "
            "there must be one weight for each feature."
        )

    return Relation(features, weights, unfit)


def one_bias_each(biases: str, weights: str) -> Relation:
    """Demand one bias for each unit of each layer: ``one_bias_each("biases", "weights")``."""

    def unfit(found: list[np.ndarray], layers: list[np.ndarray]) -> str | None:
        came, wanted = [len(b) for b in found], [W.shape[1] for W in layers]
        return None if came == wanted else f"must have one bias for each unit, {wanted}, but {came} came."

    return Relation(biases, weights, unfit)


def one_column_each(table: str, weights: str) -> Relation:
    """Demand as many columns as the first layer has inputs: ``one_column_each("X", "weights")``."""

    def unfit(found: np.ndarray, layers: list[np.ndarray]) -> str | None:
        came, wanted = found.shape[1], len(layers[0])
        return (
            None if came == wanted else f"has {counted(came, 'feature')} a student, but {weights}[0] has {wanted} rows."
        )

    return Relation(table, weights, unfit)


def activations_fit(activations: str, weights: str) -> Relation:
    """Demand the features, and the activations of each layer, of the same students."""

    def unfit(found: list[np.ndarray], layers: list[np.ndarray]) -> str | None:
        n, sizes = len(found[0]), [len(layers[0]), *(W.shape[1] for W in layers)]
        if [a.shape for a in found] == [(n, units) for units in sizes]:
            return None
        came = shorten(str([a.shape for a in found]), 80)
        return (
            f"must hold X and the activations of each layer, columns {sizes}, as forward returns them, but {came} came."
        )

    return Relation(activations, weights, unfit)


def truth_fits(truth: str, activations: str) -> Relation:
    """Demand the shape of the last layer's activations."""

    def unfit(Y: np.ndarray, found: list[np.ndarray]) -> str | None:
        wanted = found[-1].shape
        return None if Y.shape == wanted else f"must be of the shape of the outputs, {wanted}, but {Y.shape} came."

    return Relation(truth, activations, unfit)


def as_many(**nouns: str) -> Relation:
    """Demand as many entries in one argument as in another: ``as_many(y="label", X="row")``, with what they are."""
    (first, noun), (second, other) = nouns.items()

    def unfit(found: np.ndarray, others: np.ndarray) -> str | None:
        given, expected = len(found), len(others)
        return (
            None if given == expected else f"holds {counted(given, noun)}, but {second} has {counted(expected, other)}."
        )

    return Relation(first, second, unfit)


def same_shape(first: str, second: str) -> Relation:
    """Demand that the first argument has the shape of the second."""

    def unfit(found: np.ndarray, wanted: np.ndarray) -> str | None:
        if found.shape == wanted.shape:
            return None
        return f"must have the shape of {second}, {wanted.shape}, but {describe(found)} came."

    return Relation(first, second, unfit)


def same_features(first: str, second: str) -> Relation:
    """Demand that two tables have the same number of features."""

    def unfit(found: np.ndarray, wanted: np.ndarray) -> str | None:
        if found.shape[1] == wanted.shape[1]:
            return None
        return f"has {counted(found.shape[1], 'feature')} a student, but {second} has {wanted.shape[1]}."

    return Relation(first, second, unfit)


def step_survives_rounding(step: str, place: str) -> Relation:
    """Demand a step so large that adding it to a place changes it by the step, up to a millionth."""

    def unfit(h: float, theta: np.ndarray) -> str | None:
        largest = float(np.max(np.abs(theta)))
        if np.finfo(float).eps * largest <= 1e-6 * h:
            return None
        return (
            f"is {h:g}, too small a step from {place}, whose largest entry is {largest:g}: the last digits of so "
            f"large a number are rounded off, and the step with them. Take a larger h, such as {largest * 1e-5:.0e}."
        )

    return Relation(step, place, unfit)


def above(first: str, second: str) -> Relation:
    """Demand that the first argument, a number or each entry of an array, is larger than the second."""

    def unfit(high: float | np.ndarray, low: float | np.ndarray) -> str | None:
        if np.all(low < high):
            return None
        shown = [each.tolist() if isinstance(each, np.ndarray) else f"{each:g}" for each in (low, high)]
        return f"must be above {second}, {shown[0]}, but {shown[1]} came."

    return Relation(first, second, unfit)


def argument(owner: str, name: str, kind: Kind, value: object) -> object:
    """Return an argument as its kind wants it, or raise a ValueError that names its owner and it."""
    try:
        return kind(value)
    except Rejected as sentence:
        raise ValueError(f"{owner}: {name} {sentence}") from None


def checked(*relations: Relation, owner: str | None = None, **kinds: Kind) -> Callable[[Callable], Callable]:
    """Make a decorator that checks and converts the named arguments before the function runs.

    Parameters
    ----------
    *relations : Relation
        How arguments must fit together, such as ``one_weight_each("x", "w")``.
    owner : str, optional
        Whom the errors name; the function itself if not given.
    **kinds : callable
        For each argument the kind it must be, such as ``w=vector`` or ``b=number``.

    Returns
    -------
    callable
        The decorator. What it makes has the function as it was, without checks, as its attribute ``unchecked``.

    Raises
    ------
    ValueError
        When the decorated function gets an argument that is not of its kind or does not fit another, and when it
        returns NaN or infinity, or hands them to a function of this kind: then the numbers that came were too large.
        The message starts with the function's name; in a constructor, with the class's.
    """

    def decorate(function: Callable) -> Callable:
        whose = owner or function.__qualname__.removesuffix(".__init__").split(".")[-1]
        signature = inspect.signature(function)
        names = tuple(p.name for p in signature.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD)
        defaults = function.__defaults__ or ()
        kind_of = tuple(kinds.get(name) for name in names)
        pairs = [(names.index(one), names.index(other), unfit) for one, other, unfit in relations]

        def fail(name: str, sentence: object) -> None:
            raise _error(f"{whose}: {name} {sentence}", isinstance(sentence, NotFinite)) from None

        @functools.wraps(function)
        def with_checks(*args, **named):
            left_out = len(names) - len(args)
            if not named and 0 < left_out <= len(defaults):  # as in most calls: binding them takes far longer
                args += defaults[-left_out:]
            elif named or left_out:
                args, named = _in_order(whose, signature, args, named)
            values = list(args)
            for i, kind in enumerate(kind_of):
                if kind is not None:
                    try:
                        values[i] = kind(args[i])
                    except Rejected as sentence:
                        fail(names[i], sentence)
            for one, other, unfit in pairs:
                sentence = unfit(values[one], values[other])
                if sentence:
                    fail(names[one], sentence)
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # the next lines say it in words
                try:
                    result = function(*values, **named)
                except Rejected as sentence:  # by a kind that checks later, as `function` does
                    raise ValueError(f"{whose}: {sentence}") from None
                except ValueError as problem:  # by a function that this one calls, of which the caller may not know
                    if getattr(problem, "not_finite", False):
                        raise _error(f"{whose}: {TOO_LARGE}", True) from None
                    raise
            if not _is_finite(result):
                raise _error(f"{whose}: {TOO_LARGE}", True)
            return result

        with_checks.unchecked = function
        return with_checks

    return decorate


def _error(sentence: str, not_finite: bool) -> ValueError:
    """Return an error that remembers whether it is about a number that is not finite."""
    problem = ValueError(sentence)
    problem.not_finite = not_finite
    return problem


def _is_finite(result: object) -> bool:
    """Return whether a result, or each part of one, is free of NaN and infinity; anything but numbers always is."""
    if isinstance(result, np.ndarray):
        return result.dtype.kind != "f" or _holds(np.isfinite(result))
    if isinstance(result, tuple | list):
        return all(map(_is_finite, result))
    return not isinstance(result, REALS) or math.isfinite(result)


def _in_order(owner: str, signature: inspect.Signature, args: tuple, named: dict) -> tuple[tuple, dict]:
    """Return all arguments by position, and what is left over by name; a missing one raises Python's own TypeError."""
    try:
        bound = signature.bind(*args, **named)
    except TypeError as problem:
        raise TypeError(f"{owner}: {problem}") from None
    bound.apply_defaults()
    return bound.args, bound.kwargs
