"""Slopes without calculus, by trying: the numerical gradient, and with it a check of every gradient made by hand."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import (
    TOO_LARGE,
    Rejected,
    argument,
    checked,
    function,
    parameters,
    positive,
    same_shape,
    step_survives_rounding,
)

TOLERANCE = 1e-6  # the relative error up to which two gradients are taken for the same
ROUNDED = 1e-13  # the error that a formula's own steps can make: some 1e-16, as of 1 - 0.9999, times a feature of 800
SHRINK = 100  # how much smaller the step is when a difference is looked at more closely


@checked(step_survives_rounding("h", "theta"), f=function, theta=parameters, h=positive)
def numerical_gradient(f: Callable[[np.ndarray], float], theta: ArrayLike, h: float = 1e-5) -> np.ndarray:
    """Return the gradient of f at theta, from small steps to both sides along each axis: central differences.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of theta and returns one number.
    theta : number or array_like of any shape
        Where the gradient is wanted. It is not changed.
    h : float
        The step, above 0, in the units of theta.

    Returns
    -------
    ndarray of float64, of the shape of theta
        (f(theta + h) - f(theta - h)) / 2h for each entry. Its error is about h² f'''/6, from the step, plus
        1e-16 |f| / h, from rounding f, plus 1e-16 |theta f'| / h, from rounding theta + h and theta - h. It costs two
        calls of f for each entry of theta.

    Raises
    ------
    ValueError
        If theta is not finite, h is not above 0, or so small beside theta that rounding would change the step by a
        millionth of it or more, or f returns anything but one finite number.

    Notes
    -----
    W. H. Press et al., Numerical Recipes (3rd edition, 2007), section 5.7: for numbers around 1 the best step is about
    the cube root of the rounding error, 6e-6.

    Examples
    --------
    >>> print(numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], [2, 1]).round(6))
    [4. 3.]
    """
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


class GradientCheck(NamedTuple):
    """What `gradient_check` found; `str` of it is the verdict."""

    relative_error: float
    numerical: np.ndarray | list[np.ndarray] | dict[str, np.ndarray]
    where: tuple[int, ...]
    passed: bool
    verdict: str
    part: object = None

    def __str__(self) -> str:
        return self.verdict


def gradient_check(
    f: Callable[[np.ndarray], float], theta: ArrayLike, gradient: ArrayLike, h: float = 1e-5
) -> GradientCheck:
    """Compare a gradient of f at theta, made by a formula, with the numerical one.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of theta, or a list or dict like theta, and returns one number. It must compute in
        float64: rounding in float32 is larger than what is looked for.
    theta : number, array_like of any shape, or a list or dict of arrays
        Where the gradient was taken. A list of NumPy arrays, such as the weights and biases of layers, or a dict of
        arrays by name, is what f then takes; each array is judged on its own, so that a small one cannot hide behind a
        large one.
    gradient : like theta
        What is to be checked.
    h : float
        The step of `numerical_gradient`, above 0.

    Returns
    -------
    GradientCheck
        Of several arrays that of the worst (a wrong one before a suspicious one, then the farthest off), and ``part``,
        its index or name; ``numerical`` holds all of them. ``relative_error``: |gradient - numerical| / max(|gradient|,
        |numerical|), with Euclidean norms; 0 if both are 0. ``numerical``: the numerical gradient. ``where``: the index
        of the largest difference. ``passed``: whether the relative error is at most 1e-6. ``verdict``: in words, with
        both numbers where they differ. It begins with "Right", "Wrong", or, where neither can be told, "Suspicious": at
        a kink of f, with a step too large, or with a difference that rounding explains, that of f or, up to 1e-13, that
        inside the formula.

    Raises
    ------
    ValueError
        If theta or the gradient is not finite, or in float32 or float16, if their shapes differ, or if h or f is not as
        `numerical_gradient` wants it.

    Examples
    --------
    >>> print(gradient_check(lambda w: w[0] ** 2 + 3 * w[1], [2, 1], [8, 6]))
    Wrong: the relative error is 0.5. At index 0, where they differ most, yours is 8, the numerical one 4. Yours is 2 \
times the numerical gradient.
    """
    if not _is_several(theta):
        return _check_array(f, theta, gradient, h)
    argument("gradient_check", "f", function, f)
    parts, gradients = _parts(theta), _parts(gradient)
    if not _is_several(gradient) or parts.keys() != gradients.keys():
        raise ValueError("gradient_check: gradient must hold an array for each one in theta, under the same name.")
    for name in parts:  # f is told of all parts at once, so that all must be numbers before the first is checked
        argument("gradient_check", f"theta[{name!r}]", _in_float64, parts[name])
        argument("gradient_check", f"gradient[{name!r}]", _in_float64, gradients[name])

    def check(name: object) -> GradientCheck:
        try:
            return _check_array(lambda array: f(_with(theta, name, array)), parts[name], gradients[name], h)
        except ValueError as problem:
            raise ValueError(f"{problem} This is about part {name!r}.") from None

    checks = {name: check(name) for name in parts}
    worst = max(checks, key=lambda name: (checks[name].verdict.startswith("Wrong"), checks[name].relative_error))
    numerical = {name: each.numerical for name, each in checks.items()}
    if not isinstance(theta, dict):
        numerical = list(numerical.values())
    verdict = checks[worst].verdict
    if not checks[worst].passed:
        verdict = verdict.replace(": ", f" in part {worst!r}: ", 1)
    return checks[worst]._replace(numerical=numerical, verdict=verdict, part=worst)


def _is_several(value: object) -> bool:
    """Return whether this is a dict, or a list or tuple of NumPy arrays, and not an array written as lists."""
    if isinstance(value, dict):
        return bool(value)
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, np.ndarray) for each in value)


def _parts(value: object) -> dict[object, object]:
    """Return the arrays by name, or by index."""
    return dict(value) if isinstance(value, dict) else dict(enumerate(value))


def _with(theta: list | tuple | dict, name: object, array: np.ndarray) -> list | dict:
    """Return a copy of theta in which one array is another."""
    changed = {each: array if each == name else np.array(part, float) for each, part in _parts(theta).items()}
    return changed if isinstance(theta, dict) else list(changed.values())


def _in_float64(value: object) -> np.ndarray:
    """Accept what `parameters` accepts, unless it, or an entry of a list, has fewer digits than float64."""
    numbers = parameters(value)
    for each in (value, *value) if isinstance(value, list | tuple) else (value,):
        came = np.asarray(each).dtype
        if came.kind == "f" and came.itemsize < numbers.itemsize:
            raise Rejected(
                f"must be in float64, but {came.name} came: with its few digits a right gradient cannot be told from a "
                "wrong one. Make the arrays, and the network, in float64."
            )
    return numbers


@checked(
    same_shape("gradient", "theta"),
    step_survives_rounding("h", "theta"),
    f=function,
    theta=_in_float64,
    gradient=_in_float64,
    h=positive,
    owner="gradient_check",
)
def _check_array(f: Callable, theta: ArrayLike, gradient: ArrayLike, h: float) -> GradientCheck:
    """Judge one array."""
    numerical = numerical_gradient.unchecked(f, theta, h)
    if not np.isfinite(numerical).all():
        raise Rejected(TOO_LARGE)
    difference = np.abs(gradient - numerical)
    where = tuple(int(i) for i in np.unravel_index(np.argmax(difference), theta.shape))
    error = _relative_error(gradient, numerical)
    if error <= TOLERANCE:
        return GradientCheck(error, numerical, where, True, f"Right: the relative error is {_rounded_up(error)}.")
    doubt = _doubt(f, theta, gradient, numerical, h)
    start = f"{'Suspicious' if doubt else 'Wrong'}: the relative error is {error:.2g}."
    place = f"At index {where[0] if len(where) == 1 else where}, where they differ most, yours" if where else "Yours"
    digits = max(4, 2 - math.floor(math.log10(error)))  # so many that the two numbers differ
    numbers = f"is {gradient[where]:.{digits}g}, the numerical one {numerical[where]:.{digits}g}."
    verdict = f"{start} {place} {numbers} {doubt or _factor(gradient, numerical)}".rstrip()
    return GradientCheck(error, numerical, where, False, verdict)


def _rounded_up(error: float) -> str:
    """Return the next power of ten, from 1e-8 on: what is smaller is rounding, and changes from machine to machine."""
    return f"at most 1e{max(-8, math.ceil(math.log10(error)))}" if error else "0"


def _relative_error(gradient: np.ndarray, numerical: np.ndarray) -> float:
    """Return |g - n| / max(|g|, |n|). Both are divided by the largest entry first, so that no square overflows."""
    largest = max(np.max(np.abs(gradient)), np.max(np.abs(numerical)))
    if largest == 0:
        return 0.0
    g, n = gradient / largest, numerical / largest
    return float(np.linalg.norm(g - n) / max(np.linalg.norm(g), np.linalg.norm(n)))


def _doubt(f: Callable, theta: np.ndarray, gradient: np.ndarray, numerical: np.ndarray, h: float) -> str:
    """Return why the numerical gradient, not the other one, may be what is wrong; nothing if there is no reason."""
    size = max(abs(f(theta.copy())), np.max(np.abs(theta)) * np.max(np.abs(numerical)))  # of what is rounded
    rounding = 10 * np.finfo(float).eps * size / h
    if np.all(np.abs(gradient - numerical) <= rounding):
        return (
            f"With a step of {h:g}, rounding alone makes differences of up to {rounding:.1g}, so this says nothing: "
            "check where the slope is steeper, or with a larger step."
        )
    if np.all(np.abs(gradient - numerical) <= max(rounding, ROUNDED)):
        return (
            f"Rounding inside the formula alone makes differences of up to {ROUNDED:g}, as when 1 is subtracted from a "
            "probability close to 1, so this says nothing: check where the slope is steeper."
        )
    small = h / SHRINK
    left, right = (_one_sided(f, theta, step) for step in (-small, small))
    error, closer = _relative_error(gradient, numerical), _relative_error(gradient, (left + right) / 2)
    if closer <= max(TOLERANCE, error / 1000):
        return (
            f"With a step of {small:.2g} it is {closer:.1g}: the step {h:g} is too large here, "
            "as it reaches across a bend or a kink."
        )
    # At a kink the slopes to the left and to the right stay as far apart, however small the step, and any slope
    # between them is as good as any other. Elsewhere the numerical gradient must still agree.
    apart, before = np.abs(right - left), np.abs(_one_sided(f, theta, h) - _one_sided(f, theta, -h))
    slack = rounding * SHRINK + TOLERANCE * np.maximum(np.abs(left), np.abs(right))
    between = (np.minimum(left, right) - slack <= gradient) & (gradient <= np.maximum(left, right) + slack)
    kink = between & (apart > before / 2) & (apart > slack)
    if kink.any() and _relative_error(gradient, np.where(kink, gradient, numerical)) <= TOLERANCE:
        i = tuple(np.argwhere(kink)[0])
        return (
            f"There is a kink: the slope is {left[i] + 0:.4g} to the left and {right[i] + 0:.4g} to the right. "
            "Check at a point a little beside it."
        )
    return ""


def _one_sided(f: Callable, theta: np.ndarray, h: float) -> np.ndarray:
    """Return the slopes along each axis from theta to theta + h; to the left if h is below 0."""
    slopes, here = np.zeros_like(theta), f(theta.copy())  # a copy, since f may write into what it gets
    for i in np.ndindex(theta.shape):
        step = np.zeros_like(theta)
        step[i] = h
        slopes[i] = (f(theta + step) - here) / h
    return slopes


def _factor(gradient: np.ndarray, numerical: np.ndarray) -> str:
    """Return by which factor the gradient differs from the numerical one, if it is the same one in all entries."""
    if not gradient.any():
        return "Yours is 0 everywhere."
    if not numerical.any():
        return "The numerical gradient is 0 everywhere."
    largest = np.unravel_index(np.argmax(np.abs(numerical)), numerical.shape)
    factor = gradient[largest] / numerical[largest]
    size, sign = abs(factor), " with the opposite sign" if factor < 0 else ""
    if not 1e-9 < size < 1e9 or _relative_error(gradient, factor * numerical) > TOLERANCE:
        return ""
    if abs(size - 1) <= TOLERANCE:
        return "Yours has the opposite sign: it points the other way." if sign else ""
    times, parts = round(size), round(1 / size)
    if times > 1 and abs(size / times - 1) <= 10 * TOLERANCE:
        mean = f": if there are {times} students, yours is a sum where a mean is wanted" if times > 2 else ""
        return f"Yours is {times} times the numerical gradient{sign}{mean}."
    if parts > 1 and abs(size * parts - 1) <= 10 * TOLERANCE:
        mean = f": if there are {parts} students, yours is divided by their number once too often" if parts > 2 else ""
        return f"Yours is 1/{parts} of the numerical gradient{sign}{mean}."
    if gradient.size == 1:
        return ""  # one number is always some multiple of another
    return f"Yours is {size:.4g} times the numerical gradient{sign}, in every entry."
