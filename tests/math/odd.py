"""Odd things to hand to a function: old acquaintances, and what chance makes of an argument that is right."""

import array
import collections
import copy
import datetime
import decimal
import fractions
import functools
import warnings
from collections.abc import Callable, Iterator

import numpy as np

DEEP = functools.reduce(lambda inner, _: [inner], range(3000), [])
LARGE, SMALL = float(np.finfo(np.float32).max), float(np.finfo(np.float32).smallest_subnormal)


class Broken:
    """An object that fails when it is asked for an array."""

    def __array__(self, *args, **named):
        raise RuntimeError("no array today")


class Stubborn:
    """An object that fails whatever it is asked."""

    def _fail(self, *args, **named):
        raise RuntimeError("ask me nothing")

    __array__ = __len__ = __iter__ = __getitem__ = __float__ = __index__ = __bool__ = __eq__ = __repr__ = __str__ = (
        _fail
    )
    __hash__ = None


class TableWithText:
    """What a DataFrame with a column of text looks like to NumPy."""

    columns = ("test", "name")

    def __array__(self, *args, **named):
        return np.array([[7.0, "Ada"], [3.0, "Bo"]], dtype=object)


class Frame:
    """What a DataFrame of numbers looks like to NumPy."""

    def __init__(self, values):
        self.values = values
        self.shape, self.ndim = np.shape(values), np.ndim(values)
        self.columns = [f"feature {i}" for i in range(self.shape[-1] if self.ndim else 0)]

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        return iter(self.columns)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


class Sequence:
    """An object that has a length and entries, and nothing else."""

    def __init__(self, values):
        self.values = values

    def __len__(self):
        return len(self.values)

    def __getitem__(self, i):
        return self.values[i]


class Kind(np.ndarray):
    """An array of a class of its own."""


ODD = {
    "None": None,
    "text": "text",
    "bytes": b"bytes",
    "dict": {"a": 1},
    "set": {1, 2},
    "generator": (i for i in [1, 2]),
    "object": object(),
    "objects": np.array([{"a": 1}, None], dtype=object),
    "uneven": [1, [2, 3]],
    "table with text": TableWithText(),
    "complex": 1 + 2j,
    "complex array": np.array([1 + 2j, 3]),
    "timedelta": datetime.timedelta(1),
    "NumPy's timedelta": np.timedelta64(1, "D"),
    "dates": np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[D]"),
    "a huge number": 10**5000,
    "huge numbers": [10**5000, 1],
    "a deep list": DEEP,
    "NaN": float("nan"),
    "NaNs": [float("nan"), 1.0],
    "infinity": [float("inf"), 1.0],
    "long double": np.array([np.finfo(np.longdouble).max, 1]),
    "masked": np.ma.array([1.0, 0.0], mask=[False, True]),
    "masked rows": [np.ma.array([1.0, 0.0], mask=[False, True]), [1.0, 0.0]],
    "empty": [],
    "broken": Broken(),
    "records": np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    "a class": int,
}
MORE = {
    "stubborn": Stubborn(),
    "stubborn in a list": [Stubborn(), 1.0],
    "long text": "x" * 10**5,
    "text beyond Unicode": "\ud800",
    "text with a NUL": "a\x00b",
    "half a formula": "$\\frac{$",
    "two prices": "US$ and CA$",
    "empty text": "",
    "texts": ["one", "two"],
    "texts of an array": np.array(["one", "two"]),
    "text as objects": np.array(["one", 2], dtype=object),
    "minus a huge number": -(10**5000),
    "infinite": float("inf"),
    "minus infinite": -np.inf,
    "largest": np.finfo(float).max,
    "smallest": 5e-324,
    "minus 0": -0.0,
    "float32": np.float32(LARGE),
    "float16": np.float16(1.5),
    "longdouble": np.longdouble(1) / 3,
    "huge longdouble": np.finfo(np.longdouble).max,
    "int8": np.int8(1),
    "uint8": np.uint8(200),
    "uint64": np.uint64(2**64 - 1),
    "fraction": fractions.Fraction(1, 3),
    "decimal": decimal.Decimal("0.5"),
    "0-d": np.array(1.0),
    "0-d whole": np.array(1),
    "0-d bool": np.array(True),
    "0-d object": np.array(None),
    "0-d text": np.array("relu"),
    "True": True,
    "NumPy's True": np.True_,
    "NaT": np.datetime64("NaT"),
    "date": datetime.date(2026, 1, 1),
    "empty tuple": (),
    "empty dict": {},
    "empty table": np.empty((0, 2)),
    "no columns": np.empty((2, 0)),
    "nothing in 3 dimensions": np.empty((0, 0, 0)),
    "33 brackets": np.ones((1,) * 33).tolist(),
    "64 dimensions": np.ones((1,) * 64),
    "void": np.zeros(2, "V8"),
    "memoryview": memoryview(b"12"),
    "bytearray": bytearray(b"12"),
    "module": np,
    "random module": np.random,
    "random class": np.random.Generator,
    "a function": len,
    "a function of nothing": lambda: 1.0,
    "a method": [].append,
    "a slice": slice(2),
    "Ellipsis": ...,
    "range": range(2),
    "warning": Warning("no"),
    "namespace": type("Namespace", (), {"columns": None, "tocsr": None, "permutation": None, "dtype": None})(),
    "a dtype": np.dtype(float),
    "a type by name": "float32",
    "a strange type": ">f8",
}


def _sparse(values):
    from scipy.sparse import csr_matrix

    return csr_matrix(np.atleast_2d(values))


def _put(entry: object) -> Callable:
    """Return a function that puts an entry in a random place of nested lists."""

    def put(values, rng):
        found = np.array(values, dtype=object)
        if not found.size:
            return values
        if not found.ndim:
            return entry
        flat = found.ravel()
        flat[[rng.integers(flat.size)]] = [entry] if not isinstance(entry, list) else [None]
        return flat.reshape(found.shape).tolist()

    return put


def _as(dtype: object) -> Callable:
    return lambda values, rng: np.asarray(values).astype(dtype)


def _shaped(change: Callable) -> Callable:
    return lambda values, rng: change(np.asarray(values))


def _reversed_twice(values):
    return values[::-1].copy()[::-1] if values.ndim else values


def _read_only(values):
    values = np.array(values)
    values.flags.writeable = False
    return values


def _wide(values):
    """Return the same numbers, each second one of a larger array."""
    return np.repeat(values, 2, axis=-1)[..., ::2] if values.ndim else values


# What changes an argument's form, but not what it says: where one of these is accepted, the result must be the same.
SAME = {
    "list": lambda values, rng: np.asarray(values).tolist(),
    "tuple": lambda values, rng: _tuples(np.asarray(values).tolist()),
    "array": _shaped(np.array),
    "read-only": _shaped(_read_only),
    "Fortran": _shaped(np.asfortranarray),
    "reversed": _shaped(_reversed_twice),
    "every second": _shaped(_wide),
    "other byte order": lambda values, rng: np.asarray(values, float).astype(">f8"),
    "long doubles": _as(np.longdouble),
    "objects": _as(object),
    "matrix": lambda values, rng: np.matrix(values) if np.ndim(values) == 2 else values,
    "own class": _shaped(lambda values: np.array(values).view(Kind)),
    "rows": lambda values, rng: list(np.asarray(values)) if np.ndim(values) else values,
    "memoryview": _shaped(lambda values: memoryview(np.ascontiguousarray(values)) if values.ndim else values),
    "array.array": lambda values, rng: array.array("d", np.asarray(values, float)) if np.ndim(values) == 1 else values,
    "deque": lambda values, rng: collections.deque(np.asarray(values).tolist()) if np.ndim(values) == 1 else values,
    "UserList": lambda values, rng: collections.UserList(np.asarray(values).tolist()) if np.ndim(values) else values,
    "frame": _shaped(Frame),
    "sequence": lambda values, rng: Sequence(np.asarray(values).tolist()) if np.ndim(values) else values,
    "sparse": lambda values, rng: _sparse(values) if np.ndim(values) == 2 else values,
    "masked, no mask": _shaped(np.ma.array),
}
OTHER = {
    "float32": _as(np.float32),
    "float16": lambda values, rng: np.asarray(values).clip(-6e4, 6e4).astype(np.float16),
    "whole": _as(int),
    "int8": _as(np.int8),
    "uint64": lambda values, rng: np.abs(np.asarray(values)).astype(np.uint64),
    "bool": _as(bool),
    "complex": _as(complex),
    "texts": _as(str),
    "bytes": _as("S8"),
    "spans": lambda values, rng: np.asarray(values).astype(int).astype("timedelta64[s]"),
    "dates": lambda values, rng: np.asarray(values).astype(int).astype("datetime64[D]"),
    "records": lambda values, rng: np.ascontiguousarray(values, float).view([("a", "f8")]),
    "large float32": lambda values, rng: (np.sign(values) * LARGE).astype(np.float32),
    "small float32": lambda values, rng: (np.sign(values) * SMALL).astype(np.float32),
    "large": lambda values, rng: np.sign(values) * np.finfo(float).max,
    "small": lambda values, rng: np.sign(values) * 5e-324,
    "times 1e300": lambda values, rng: np.asarray(values, float) * 1e300,
    "times 1e150": lambda values, rng: np.asarray(values, float) * 1e150,
    "times 1e-300": lambda values, rng: np.asarray(values, float) * 1e-300,
    "equal": lambda values, rng: np.full_like(np.asarray(values, float), 1.0),
    "zeros": lambda values, rng: np.zeros_like(np.asarray(values, float)),
    "negative": lambda values, rng: -np.asarray(values, float),
    "masked": lambda values, rng: np.ma.array(values, mask=rng.random(np.shape(values)) < 0.5),
    "one more axis": lambda values, rng: np.expand_dims(values, int(rng.integers(np.ndim(values) + 1))),
    "transposed": _shaped(np.transpose),
    "flat": _shaped(np.ravel),
    "one less": lambda values, rng: np.asarray(values)[:-1] if np.ndim(values) else values,
    "one column less": lambda values, rng: np.asarray(values)[..., :-1] if np.ndim(values) else values,
    "the first": lambda values, rng: np.asarray(values)[0] if np.ndim(values) and len(values) else values,
    "one entry": lambda values, rng: np.ravel(values).tolist()[0] if np.size(values) else values,
    "nothing": lambda values, rng: np.asarray(values)[:0] if np.ndim(values) else values,
    "doubled": lambda values, rng: np.concatenate([np.atleast_1d(values)] * 2),
    "doubled columns": lambda values, rng: np.concatenate([np.atleast_1d(values)] * 2, axis=-1),
    "generator": lambda values, rng: (each for each in np.atleast_1d(values)),
    "iterator": lambda values, rng: iter(np.atleast_1d(values).tolist()),
    "dict": lambda values, rng: dict(enumerate(np.atleast_1d(values).tolist())),
    "set": lambda values, rng: set(np.ravel(values).tolist()),
    "in text": lambda values, rng: str(values),
    "uneven": lambda values, rng: [*np.atleast_1d(values).tolist(), [1.0, 2.0, 3.0]],
    "shorter row": lambda values, rng: [[1.0], *np.atleast_2d(values).tolist()],
} | {
    f"with {name}": _put(entry)
    for name, entry in {
        "NaN": np.nan,
        "infinity": -np.inf,
        "None": None,
        "text": "7",
        "a huge number": 10**400,
        "a complex number": 1j,
        "True": True,
        "a fraction": fractions.Fraction(1, 3),
        "a decimal": decimal.Decimal("0.5"),
        "a span": datetime.timedelta(1),
        "NumPy's span": np.timedelta64(1, "D"),
        "a date": np.datetime64("2026-01-01"),
        "the largest": np.finfo(float).max,
        "the least": -np.finfo(float).max,
        "the smallest": 5e-324,
        "minus 0": -0.0,
        "minus 1": -1,
        "a half": 0.5,
        "an array": np.array([1.0]),
        "a 0-d array": np.array(1.0),
        "an object": object(),
        "something stubborn": Stubborn(),
    }.items()
}


def _tuples(values):
    return tuple(map(_tuples, values)) if isinstance(values, list) else values


def _is_numeric(good: object) -> bool:
    if isinstance(good, bool) or good is None:
        return False
    try:
        return np.asarray(good).dtype.kind in "fiub"
    except Exception:
        return False


def numeric(good: dict[str, object]) -> list[str]:
    """Return the names of the arguments that are numbers."""
    return [name for name, value in good.items() if _is_numeric(value)]


def made_odd(good: object, rng: np.random.Generator, n: int) -> Iterator[tuple[str, object, bool]]:
    """Yield n times what it is, an odd value in place of a good one, and whether it says the same as the good one."""
    known = ODD | MORE
    names = [*known] if n >= len(known) else rng.choice([*known], n // 2 or 1, replace=False).tolist()
    yield from ((name, known[name], False) for name in names)
    for _ in range(n - len(names)):
        changes = (SAME | OTHER) if _is_numeric(good) else {}
        if not changes:
            name = str(rng.choice([*known]))
            yield f"[{name}, {name}]", [known[name]] * int(rng.integers(1, 4)), False
            continue
        value, told, same = copy.copy(good), [], True
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
            for name in rng.choice([*changes], int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))).tolist():
                try:
                    value = changes[name](value, rng)
                except Exception:  # what cannot be changed so is left as it is
                    continue
                told.append(name)
                same &= name in SAME
        yield ", then ".join(told), value, same and not isinstance(value, Sequence)


def snapshot(value: object) -> object:
    """Return what tells whether a value was changed."""
    if isinstance(value, np.ma.MaskedArray):
        return snapshot(np.asarray(value.data)), snapshot(np.array(np.ma.getmaskarray(value)))
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes(), value.flags.writeable
    if isinstance(value, list | dict | set | bytearray | collections.deque):
        try:
            return repr(value)
        except Exception:
            return None
    if isinstance(value, Frame | Sequence):
        return snapshot(value.values)
    return None
