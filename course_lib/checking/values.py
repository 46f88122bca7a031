"""Read what a learner's code returned into plain numbers, compare them, and write them down."""

import inspect
import types
from dataclasses import dataclass

import numpy as np

from course_lib.checking.runner import without_addresses
from course_lib.validation import shorten


@dataclass(frozen=True)
class Odd:
    """A value that is not numbers: what it is in words, and how it prints."""

    kind: str
    shown: str = ""


class Listed(tuple):
    """The values of a list: read as those of a tuple, and written in square brackets."""

    __slots__ = ()


Plain = np.ndarray | tuple | Odd
MOST_PARTS = 50  # of a tuple or a list that is read part by part
MOST_LISTED = 5  # shapes of such parts that are said one by one
MOST_NUMBERS = 60  # of an array that is written out whole
NOISE = 1e-15  # as a part of the largest number of an array
MOST_DIGITS, FEW_DIGITS = 8, 4  # what is longer is nothing that anybody typed, and is rounded to few


def plain(value: object, depth: int = 3) -> Plain:
    """Return numbers as arrays, a tuple or a list of arrays as a tuple of those, and anything else as `Odd`."""
    numbers = None if isinstance(value, tuple) or _holds_arrays(value) else _numbers(value)
    if numbers is not None:
        return numbers
    if isinstance(value, tuple | list) and depth:
        kind = Listed if isinstance(value, list) else tuple
        return kind(plain(part, depth - 1) for part in value[:MOST_PARTS])
    return Odd(_kind(value), _shown_object(value))


def _holds_arrays(value: object) -> bool:
    """Return whether a value is a short list of arrays: one of many is the rows of a table."""
    return isinstance(value, list) and len(value) <= MOST_PARTS and any(isinstance(part, np.ndarray) for part in value)


def _numbers(value: object) -> np.ndarray | None:
    """Return a copy of real numbers as they are (bool, int or float), or None."""
    try:
        found = np.array(value)
        if found.dtype.kind == "O":
            if any(part is None or isinstance(part, str | tuple) for part in found.flat):
                return None
            found = found.astype(float)
    except Exception:
        return None
    return found if found.dtype.kind in "biuf" else None


def _kind(value: object) -> str:
    if value is None:
        return "nothing (None)"
    if value is Ellipsis:
        return "three dots"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, types.GeneratorType):
        return "a generator"
    if inspect.iscoroutine(value):
        value.close()
        return "a coroutine"
    if isinstance(value, type):
        return "a class"
    if inspect.isroutine(value):
        return "a function"
    if isinstance(value, complex | np.complexfloating):
        return "a complex number"
    if isinstance(value, np.ndarray) and value.dtype.kind == "U":
        return "an array of texts" if value.shape else "a text"
    if isinstance(value, np.ndarray):
        return f"an array of type {value.dtype}"
    for kind in (dict, set, list, bytes):
        if isinstance(value, kind):
            return f"a {kind.__name__}"
    return f"an object of type {shorten(type(value).__name__, 40)}"


def _shown_object(value: object) -> str:
    try:
        if isinstance(value, np.ndarray | np.str_) and value.shape == ():
            value = value.item()
        return shorten(without_addresses(str(repr(value))), 200)
    except Exception:
        return f"an object of type {shorten(type(value).__name__, 40)}, which cannot be shown"


def same(one: Plain, other: Plain, atol: float = 1e-9) -> bool:
    """Return whether two plain values agree: same structure, same shapes, numbers equal up to rounding.

    What was worked out in float32 has seven digits, of which a subtraction may leave four.
    """
    if isinstance(one, tuple) or isinstance(other, tuple):
        alike = isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other)
        return alike and all(same(*pair, atol) for pair in zip(one, other, strict=True))
    if isinstance(one, Odd) or isinstance(other, Odd):
        return isinstance(one, Odd) and isinstance(other, Odd) and one == other
    short = np.float32 in (one.dtype.type, other.dtype.type)
    close = {"rtol": 1e-4, "atol": max(atol, 1e-6)} if short else {"rtol": 1e-6, "atol": atol}
    return one.shape == other.shape and _close(one, other, **close)


def _close(one: np.ndarray, other: np.ndarray, rtol: float, atol: float) -> bool:
    """Return what ``np.allclose(…, equal_nan=True)`` does. Of few numbers it takes many times as long.

    Most answers differ in their first number already, and an exercise compares each with hundreds of wrong ones.
    """
    if one.size and abs(one.item(0) - other.item(0)) > atol + rtol * abs(other.item(0)):
        return False
    if finite(one) and finite(other):
        return bool((abs(one - 1.0 * other) <= atol + rtol * abs(1.0 * other)).all())
    return np.allclose(one, other, rtol, atol, equal_nan=True)


def in_the_form_of(wanted: Plain, value: Plain) -> Plain:
    """Return the value in the form that is wanted, where the two mean the same (tuples of numbers for an array)."""
    if isinstance(wanted, np.ndarray) and isinstance(value, tuple):
        rows = _stacked(value)
        if not value and not wanted.size:
            return wanted  # nothing in brackets of either kind
        return value if rows is None or rows.shape != wanted.shape else rows
    if isinstance(wanted, tuple) and isinstance(value, np.ndarray) and _falls_into(wanted, value):
        value = tuple(map(np.array, value))  # a list of numbers, or of lists, was read as an array
    if isinstance(wanted, tuple) and isinstance(value, tuple) and len(wanted) == len(value):
        return type(value)(map(in_the_form_of, wanted, value))
    return value


def _falls_into(wanted: tuple[Plain, ...], value: np.ndarray) -> bool:
    """Return whether an array may be a list of what is wanted: as many numbers, or as many rows."""
    if value.ndim != 1 or len(value) != len(wanted):
        return value.ndim > 0 and len(value) == len(wanted)
    return all(isinstance(part, np.ndarray) and not part.shape for part in wanted)


def _stacked(value: Plain) -> np.ndarray | None:
    """Return a tuple, or a tuple of tuples, of numbers as one array; None where that cannot be."""
    if isinstance(value, np.ndarray):
        return value
    parts = [_stacked(part) for part in value] if isinstance(value, tuple) and value else [None]
    whole = all(part is not None for part in parts) and len({part.shape for part in parts}) == 1
    return np.array(parts) if whole else None


def finite(value: Plain) -> bool:
    """Return whether a plain value holds neither NaN nor infinity."""
    if isinstance(value, tuple):
        return all(map(finite, value))
    return isinstance(value, Odd) or bool(np.isfinite(value).all())


def shape_in_words(value: Plain) -> str:
    """Return what a plain value is, without its numbers: 'one number', 'an array of shape (2,)'."""
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, tuple) and not value:
        return "an empty tuple"
    if isinstance(value, tuple):
        parts = [f"({shape_in_words(part)})" if _nested(part) else shape_in_words(part) for part in value]
        if len(parts) == 1:
            kind = "list" if isinstance(value, Listed) else "tuple"
            return f"a {kind} of one number" if parts == ["one number"] else f"a {kind} of one value, {parts[0]},"
        if set(parts) == {"one number"}:
            return f"{len(value)} numbers"
        same_kind = len(parts) > 2 and len(set(parts)) == 1
        return f"{len(value)} values, {f'each {parts[0]}' if same_kind else _listed(parts)}"
    return "one number" if value.shape == () else f"an array of shape {value.shape}"


def _nested(part: Plain) -> bool:
    return isinstance(part, tuple) and len(part) > 1 and not shape_in_words(part).endswith(" numbers")


def in_whole_numbers(value: object) -> bool:
    """Return whether an argument is an array of whole numbers, or a list that holds one."""
    if isinstance(value, list):
        return any(map(in_whole_numbers, value))
    return isinstance(value, np.ndarray) and np.issubdtype(value.dtype, np.integer)


def in_decimals(value: object) -> object:
    """Return an argument with decimals for the whole numbers of its arrays."""
    if isinstance(value, list):
        return list(map(in_decimals, value))
    return value.astype(float) if in_whole_numbers(value) else value


def same_shape(value: Plain, wanted: Plain) -> bool:
    """Return whether two plain values have the same structure and shapes."""
    return shape_in_words(in_the_form_of(wanted, value)) == shape_in_words(wanted)


def in_a_row(value: Plain) -> np.ndarray:
    """Return all numbers of a plain value, whatever it is nested in; what is no number is left out."""
    if isinstance(value, tuple):
        return np.concatenate([np.empty(0), *map(in_a_row, value)])
    return np.empty(0) if isinstance(value, Odd) else np.ravel(value)


def truth_value(value: Plain) -> bool:
    """Return whether a plain value is True or False, or holds one, and not numbers alone."""
    if isinstance(value, tuple):
        return any(map(truth_value, value))
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def texts(value: Plain) -> list[str]:
    """Return the texts that a plain value is or holds, each without its quotation marks."""
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return [value.shown.strip("'\"")] if isinstance(value, Odd) and value.kind == "a text" else []


def reads_as_numbers(text: str) -> bool:
    """Return whether a text is a number, or several between commas."""
    try:
        return bool([float(part) for part in text.strip(" ()[]").split(",")])
    except ValueError:
        return False


def _listed(words: list[str]) -> str:
    if len(words) > MOST_LISTED:
        return f"{', '.join(words[: MOST_LISTED - 1])}, …, {words[-1]}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def shown(value: Plain, names: tuple[str, ...] = ()) -> str:
    """Return a plain value as a person writes it: `[0, 1, 1]`, `w = [1.91, 0.96], b = -18.01`."""
    if isinstance(value, Odd):
        return value.shown or value.kind
    if isinstance(value, tuple):
        if names and len(names) == len(value):
            return ", ".join(f"{name} = {shown(part)}" for name, part in zip(names, value))
        parts = ", ".join(map(shown, value))
        return f"[{parts}]" if isinstance(value, Listed) else f"({parts}{',' * (len(value) == 1)})"
    if value.shape == ():
        return _number(value[()])
    return np.array2string(
        _without_noise(value), separator=", ", threshold=20, edgeitems=3, formatter={"all": _number}, max_line_width=72
    )


def _without_noise(value: np.ndarray) -> np.ndarray:
    """Return an array with 0 for what a rounding on the way may have left beside its large numbers."""
    if value.dtype.kind != "f":
        return value
    largest = np.max(np.abs(value), initial=0, where=np.isfinite(value))
    return np.where(np.abs(value) < NOISE * largest, 0, value)


def copied(value: object) -> object:
    """Return an argument in which nobody can change what it was made of: arrays are copied, in lists too."""
    if isinstance(value, list):
        return [copied(part) for part in value]
    return np.array(value) if isinstance(value, np.ndarray) else value


def equal(one: object, other: object) -> bool:
    """Return whether two arguments are the same numbers; lists of arrays may have arrays of different shapes."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return np.array_equal(one, other)


def rounded(value: object) -> object:
    """Return an argument with its long numbers rounded: 0.7685247834990178 reads as 0.7685, and -18.01 stays."""
    if isinstance(value, list):
        return list(map(rounded, value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.array([rounded(float(x)) for x in value.flat]).reshape(value.shape)
    if isinstance(value, float) and value != float(f"{value:.{MOST_DIGITS}g}"):
        return float(f"{value:.{FEW_DIGITS}g}")
    return value


def code(value: object) -> str:
    """Return an argument as a learner would type it: `np.array([7, 6])`, `[np.array([[1]])]`, `-18`."""
    if isinstance(value, list) and any(isinstance(part, np.ndarray) for part in value):
        return f"[{', '.join(map(code, value))}]"
    if isinstance(value, np.ndarray):
        if value.size <= MOST_NUMBERS:
            return f"np.array({value.tolist()!r})"
        return f"np.array([{repr(value[:3].tolist())[1:-1]}, … {len(value)} in all])"
    return repr(value)


def _number(x: object) -> str:
    if isinstance(x, bool | np.bool_):
        return str(bool(x))
    if isinstance(x, int | np.integer):
        return shorten(str(int(x)), 30) if abs(int(x)) < 10**29 else "a very large number"
    return format(float(x) + 0.0, ".10g")
