"""What a network and its optimizers take and what they refuse, so that the modules of both hold the mathematics alone.

The kinds and relations are made as those of `course_lib.validation`, where it says what they are.
"""

import copy
import functools
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from course_lib.outputs import truth_of_output
from course_lib.validation import Rejected, Relation, array, checked, counts, describe, is_masked, same_shape

MOST_PARAMETERS = 10**8  # with what an optimizer keeps beside them, some gigabytes


def network_sizes(value: object) -> tuple[int, ...]:
    """Accept the sizes of two layers or more, with at most `MOST_PARAMETERS` between them."""
    sizes = counts(value)
    if sum((inputs + 1) * units for inputs, units in pairwise(sizes)) <= MOST_PARAMETERS:
        return sizes
    raise Rejected(f"must make at most {MOST_PARAMETERS:,} weights and biases, but {describe(value)} came.")


def _features_fit(X: np.ndarray, network: object) -> str | None:
    d = network.layer_sizes[0]
    if X.ndim != 2 or X.shape[1] != d:
        return f"must be of shape (n, {d}), but {X.shape} came."
    return _too_large(X, network)


def _truth_fits(Y: np.ndarray, network: object) -> str | None:
    a = network.layers[-1].a
    if not len(a):
        return "has nothing to be compared with: no batch has gone forward yet. Call forward(X) first."
    if Y.shape != a.shape:
        return f"must be of the shape of the outputs, {a.shape}, but {Y.shape} came."
    return truth_of_output(Y, network.output) or _too_large(Y, network)


def _too_large(numbers: np.ndarray, network: object) -> str | None:
    """Say so where a number is past what the network's kind of float holds."""
    dtype = network.parameters.dtype
    largest = np.max(np.abs(numbers), initial=0)
    return f"must hold numbers that {dtype} can hold, but {largest:g} came." if largest > np.finfo(dtype).max else None


FEATURES_FIT = Relation("X", "self", _features_fit)
TRUTH_FITS = Relation("Y", "self", _truth_fits)


def floats(value: object) -> np.ndarray:
    """Accept an array of finite floats as it is, since no copy of it could be moved."""
    if not isinstance(value, np.ndarray) or is_masked(value) or value.dtype not in (np.float64, np.float32):
        kind = f" of {value.dtype}" if isinstance(value, np.ndarray) else ""
        raise Rejected(f"must be an array of floats, float64 or float32, but {describe(value)}{kind} came.")
    return array(value)


def writeable(value: object) -> np.ndarray:
    """Accept an array of finite floats that can be moved in place."""
    numbers = floats(value)
    if numbers.flags.writeable:
        return numbers
    raise Rejected("must be an array that can be written to, but a read-only one came. Take a copy of it.")


def checked_step(owner: str) -> Callable:
    """Make a decorator for an optimizer's step, which then takes finite floats alone, and leaves nothing else.

    Where the parameters, or what the optimizer remembers, would no longer be finite, both stay as they were.
    """

    def decorate(step: Callable) -> Callable:
        @checked(same_shape("gradients", "parameters"), owner=owner, parameters=writeable, gradients=floats)
        @functools.wraps(step)
        def step_or_nothing(optimizer: object, parameters: np.ndarray, gradients: np.ndarray) -> None:
            if getattr(optimizer, "move", parameters).shape != parameters.shape:
                raise Rejected(
                    f"parameters must keep the shape of earlier steps, {optimizer.move.shape}, but "
                    f"{describe(parameters)} came. Give each network an optimizer of its own."
                )
            ahead, moved = copy.deepcopy(optimizer), parameters.copy()
            step(ahead, moved, gradients)
            kept = (each for each in vars(ahead).values() if isinstance(each, np.ndarray))
            if not all(np.isfinite(each).all() for each in (moved, *kept)):
                raise Rejected(
                    "parameters must stay finite, but this step leads past what a float holds. Take a smaller "
                    "learning_rate, or smaller gradients: scale the features."
                )
            vars(optimizer).update(vars(ahead))
            parameters[...] = moved

        return step_or_nothing

    return decorate
