"""What the operations of values refuse, so that `course_lib.autodiff` holds the mathematics alone."""

from collections.abc import Iterable

import numpy as np


def entry_by_entry(a: np.ndarray, b: np.ndarray) -> None:
    """Demand that one array repeats along the axes of the other, as NumPy does it."""
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        came = f"{a.shape} and {b.shape} came"
        raise ValueError(f"Value: the shapes must fit, entry by entry or row by row, but {came}.") from None


def as_matrices(a: np.ndarray, b: np.ndarray) -> None:
    """Demand matrices, the first with as many columns as the second has rows."""
    if not (a.ndim == b.ndim == 2 and a.shape[1] == len(b)):
        raise ValueError(f"Value: @ wants matrices of shapes (n, k) and (k, m), but {a.shape} and {b.shape} came.")


def one_number(y: np.ndarray) -> None:
    """Demand that what gradients are taken of is a single number."""
    if y.size != 1:
        raise ValueError(f"Value.backward: only one number has a gradient, but {y.shape} came. Sum first.")


def finite(gradients: Iterable[np.ndarray]) -> None:
    """Demand that no gradient is NaN or infinite."""
    if not all(np.isfinite(gradient).all() for gradient in gradients):
        raise ValueError("Value.backward: a gradient is not finite: numbers too large, or an infinite slope.")
