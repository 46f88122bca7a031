"""Checks on what comes into a public function, so that its body can stay the lines on the blackboard.

`checked` converts the arguments (lists become arrays) and refuses what would fail later, or worse, fail in silence.
Every refusal is a `ValueError` that names the function and the argument, says what came, and says what is wanted.
"""

import functools
import inspect
import math
from collections.abc import Callable
from numbers import Integral, Real

import numpy as np

Kind = Callable[[object], object]

TOO_LARGE = "the numbers are too large: the result is not finite. Scale them down, for example divide by the largest."


class Rejected(Exception):  # noqa: N818 - not an error yet: `checked` turns it into one, with the argument's name
    """What a kind raises: the rest of the sentence that starts with the function's and the argument's name."""


def describe(value: object) -> str:
    """Return what `value` is, in a few words that fit into an error message."""
    if value is None or isinstance(value, bool | int | float | complex | np.number | np.bool_):
        return str(value)
    if isinstance(value, str):
        return f"the text {shorten(repr(value))}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.size else f"an empty array of shape {value.shape}"
    if isinstance(value, list | tuple | dict | set) and not value:
        return f"an empty {type(value).__name__}"
    if isinstance(value, list | tuple):
        return f"the {type(value).__name__} {shorten(repr(value))}"
    return f"an object of type {type(value).__name__}"


def shorten(text: str, length: int = 40) -> str:
    """Return `text`, cut where it is longer than `length` characters, with … at its end."""
    return text if len(text) <= length else text[: length - 1] + "…"


def array(value: object) -> np.ndarray:
    """Accept any shape of finite real numbers, as a float array; float32 stays float32."""
    return _floats(value, "an array of numbers")


def number(value: object) -> float:
    """Accept one finite real number."""
    if type(value) is float:
        if math.isfinite(value):
            return value
        raise Rejected(f"must be a finite number, but {value} came.")
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise Rejected(f"must be one number, but {describe(value)} came.")
    try:
        return number(float(value))
    except OverflowError:
        raise Rejected(f"must be a finite number, but {shorten(str(value))} came, which no float can hold.") from None


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


def optional(kind: Kind) -> Kind:
    """Make a kind that accepts None too, for an argument that may be left out."""
    return lambda value: None if value is None else kind(value)


def count(value: object) -> int:
    """Accept one whole number above 0."""
    if isinstance(value, Integral) and not isinstance(value, bool) and value > 0:
        return int(value)
    raise Rejected(f"must be a whole number above 0, but {describe(value)} came.")


def vector(value: object) -> np.ndarray:
    """Accept a row of d finite numbers, shape (d,)."""
    numbers = _floats(value, "a vector of numbers")
    if numbers.ndim == 1 and numbers.size:
        return numbers
    raise Rejected(f"must be a vector of numbers, shape (d,), but {describe(numbers)} came.{_hint_number(numbers)}")


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


def label(value: object) -> int:
    """Accept one label: 0 (rejected) or 1 (admitted)."""
    if np.ndim(value):
        raise Rejected(f"must be one label, 0 or 1, but {describe(value)} came.")
    try:
        if value in (0, 1):
            return int(value)
        minus = value == -1
    except (TypeError, ValueError):
        minus = False
    raise Rejected(f"must be 0 or 1, but {describe(value)} came.{_HINT_MINUS if minus is True else ''}")


def labels(value: object) -> np.ndarray:
    """Accept a label, 0 or 1, for each student, shape (n,)."""
    numbers = _floats(value, "a label, 0 or 1, for each student")
    if numbers.ndim != 1 or not numbers.size:
        raise Rejected(f"must hold a label for each student, shape (n,), but {describe(numbers)} came.")
    strange = np.flatnonzero((numbers != 0) & (numbers != 1))
    if strange.size:
        first = numbers[strange[0]]
        hint = _HINT_MINUS if first == -1 else ""
        raise Rejected(f"must hold the labels 0 and 1 only, but y[{strange[0]}] is {first:g}.{hint}")
    return numbers.astype(int)


_HINT_MINUS = " Labels are 0 and 1 here; turn -1 into 0 with (y + 1) // 2."


def _hint_number(numbers: np.ndarray) -> str:
    return " For a single number write [7.0], in brackets." if numbers.ndim == 0 else ""


def _floats(value: object, wanted: str) -> np.ndarray:
    """Return `value` as a float array of finite numbers, or say which entry is not one."""
    try:
        found = np.asarray(value)
    except ValueError:
        raise Rejected(f"must be {wanted}, but rows of different lengths came.") from None
    if found.dtype.kind == "O":
        found = _from_objects(found, wanted)
    if found.dtype.kind not in "fiub":
        raise Rejected(f"must be {wanted}, but {_describe_entry(found)} came.")
    if found.dtype not in (np.float64, np.float32):
        found = found.astype(np.float64)
    if not np.isfinite(found).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(found))[0])
        entry = "NaN" if np.isnan(found[where]) else str(found[where])
        raise Rejected(f"must be finite, but {entry} came{_at(where)}.")
    return found


def _from_objects(found: np.ndarray, wanted: str) -> np.ndarray:
    for where, entry in np.ndenumerate(found):
        if isinstance(entry, bool) or not isinstance(entry, Real):
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


def checked(**kinds: Kind) -> Callable[[Callable], Callable]:
    """Make a decorator that checks and converts the named arguments before the function runs.

    Parameters
    ----------
    **kinds : callable
        For each argument the kind it must be, such as ``w=vector`` or ``b=number``. Where both are checked, features
        ``x`` or ``X`` must also have one column for each weight in ``w``, and labels ``y`` one entry for each row.

    Raises
    ------
    ValueError
        When the decorated function gets an argument that is not of its kind, and when it returns NaN or infinity: then
        the numbers that came were too large.
    """

    def decorate(function: Callable) -> Callable:
        parameters = inspect.signature(function).parameters.values()
        names = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
        kind_of = tuple(kinds.get(name) for name in names)
        features = next((names.index(name) for name in ("x", "X") if name in kinds), None)
        weights = names.index("w") if "w" in kinds and features is not None else None
        targets = names.index("y") if kinds.get("y") is labels and features is not None else None

        def fail(name: str, sentence: object) -> None:
            raise ValueError(f"{function.__name__}: {name} {sentence}") from None

        @functools.wraps(function)
        def with_checks(*args, **named):
            if named or len(args) != len(names):
                args, named = _in_order(function, args, named)
            values = list(args)
            for i, kind in enumerate(kind_of):
                if kind is not None:
                    try:
                        values[i] = kind(args[i])
                    except Rejected as sentence:
                        fail(names[i], sentence)
            if weights is not None and values[features].shape[-1] != len(values[weights]):
                d, expected = values[features].shape[-1], len(values[weights])
                fail(
                    names[features],
                    f"has {_count(d, 'feature')} a student, but w has {_count(expected, 'weight')}; "
                    "there must be one weight for each feature.",
                )
            if targets is not None and len(values[features]) != len(values[targets]):
                n, given = len(values[features]), len(values[targets])
                fail("y", f"holds {_count(given, 'label')}, but {names[features]} has {_count(n, 'row')}.")
            with np.errstate(over="ignore", invalid="ignore"):  # the next line says it in words
                result = function(*values, **named)
            if not _is_finite(result):
                raise ValueError(f"{function.__name__}: {TOO_LARGE}")
            return result

        return with_checks

    return decorate


def _is_finite(result: object) -> bool:
    """Return whether a result, or each part of one, is free of NaN and infinity; what is no number is."""
    if isinstance(result, tuple):
        return all(map(_is_finite, result))
    if isinstance(result, np.ndarray):
        return result.dtype.kind != "f" or bool(np.isfinite(result).all())
    return not isinstance(result, float | np.floating) or math.isfinite(result)


def _in_order(function: Callable, args: tuple, named: dict) -> tuple[tuple, dict]:
    """Return all arguments by position, and what is left over by name; a missing one raises Python's own TypeError."""
    try:
        bound = inspect.signature(function).bind(*args, **named)
    except TypeError as problem:
        raise TypeError(f"{function.__name__}: {problem}") from None
    bound.apply_defaults()
    return bound.args, bound.kwargs


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
