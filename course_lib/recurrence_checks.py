"""What recurrent networks take and what they refuse, so that `course_lib.recurrence` holds the mathematics alone.

The kinds and relations are made as those of `course_lib.validation`, where it says what they are.
"""

from collections.abc import Callable

import numpy as np

from course_lib.validation import Rejected, Relation, array, describe, matrix, vector


def sequences(value: object) -> np.ndarray:
    """Accept sequences of one length, shape (n, T, d)."""
    numbers = array(value)
    if numbers.ndim == 3 and numbers.size:
        return numbers
    raise Rejected(f"must be sequences of one length, 1 or more, shape (n, T, d), but {describe(numbers)} came.")


def _shaped(first: str, second: str, wanted: Callable[[np.ndarray], tuple]) -> Relation:
    """Demand a shape that follows from another argument's; where None stands, any number will do."""

    def unfit(found: np.ndarray, other: np.ndarray) -> str | None:
        shape = wanted(other)
        if found.ndim == len(shape) and all(n in (None, came) for n, came in zip(shape, found.shape)):
            return None
        said = ", ".join("any" if n is None else str(n) for n in shape)
        return f"must be of shape ({said}) to fit {second}, but {found.shape} came."

    return Relation(first, second, unfit)


def weights_fit(x: str, parts: int = 1) -> tuple[Relation, ...]:
    """Demand W, U and b of shapes that fit x and each other, with so many `parts` side by side for each unit."""
    return (
        _shaped("W", x, lambda x: (x.shape[-1], None)),
        _shaped("W", "U", lambda U: (None, parts * len(U))),
        _shaped("U", "W", lambda W: (None, W.shape[1])),
        _shaped("b", "W", lambda W: (W.shape[1],)),
    )


STATES = _shaped("h", "x", lambda x: (len(x), None)), _shaped("h", "U", lambda U: (None, len(U)))
KINDS = dict.fromkeys(("x", "h", "W", "U"), matrix) | {"b": vector}
PASSED = (
    *weights_fit("X")[:3],
    _shaped("H", "X", lambda X: (len(X), X.shape[1] + 1, None)),
    _shaped("H", "U", lambda U: (None, None, len(U))),
    _shaped("slopes", "H", lambda H: (len(H), H.shape[1] - 1, H.shape[2])),
)
