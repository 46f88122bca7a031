"""Made-up points in a plane that no line tells apart: two moons, two rings, two arms of a spiral.

They are the shapes on which networks are tried out everywhere. The points stand for nobody: each function says by
which rule they are drawn, and the same seed gives the same points.
"""

import numpy as np

from course_lib.data import Dataset
from course_lib.validation import Rejected, as_generator, checked, count, describe, not_negative, seed

NAMES = ("x₁", "x₂")
MOST = 1_000_000


def number_of_points(value: object) -> int:
    """Accept a whole number of points, two or more: one of each class."""
    if 2 <= count(value) <= MOST:
        return int(value)
    raise Rejected(f"must be from 2 to {MOST:,}, but {describe(value)} came.")


def noise_level(value: object) -> float:
    """Accept a standard deviation from 0 to 1000."""
    if not_negative(value) <= 1000:
        return float(value)
    raise Rejected(f"must be from 0 to 1000, but {describe(value)} came.")


KINDS = {"n": number_of_points, "noise": noise_level, "random_state": seed}


@checked(**KINDS)
def make_moons(n: int = 200, noise: float = 0.2, random_state: object = 0) -> Dataset:
    """Return points on two half circles that reach into each other.

    Parameters
    ----------
    n : int
        How many points, every second one of class 1.
    noise : float
        Standard deviation of what is added to each coordinate.
    random_state : None, int or numpy random generator
        Where the random numbers come from.

    Returns
    -------
    Dataset
        X of shape (n, 2) and y of shape (n,). With an angle t drawn evenly from 0 to π, class 0 is at (cos t, sin t)
        and class 1 at (1 - cos t, ½ - sin t).

    Raises
    ------
    ValueError
        If n is not a whole number from 2 to 1,000,000, or noise not a number from 0 to 1000.

    See Also
    --------
    sklearn.datasets.make_moons : the same two half circles, with evenly spaced angles.
    """
    rng, y = as_generator(random_state), np.arange(n) % 2
    t = rng.uniform(0, np.pi, n)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    return Dataset(_blurred(np.where(y[:, None] == 1, lower, upper), noise, rng), y, NAMES)


@checked(**KINDS)
def make_circles(n: int = 200, noise: float = 0.2, random_state: object = 0) -> Dataset:
    """Return points on two rings, one inside the other.

    Parameters
    ----------
    n : int
        How many points, every second one of class 1.
    noise : float
        Standard deviation of what is added to each coordinate.
    random_state : None, int or numpy random generator
        Where the random numbers come from.

    Returns
    -------
    Dataset
        X of shape (n, 2) and y of shape (n,). With an angle t drawn evenly from 0 to 2π, class 0 is on the ring of
        radius 2 and class 1 on that of radius 1, both around (0, 0).

    Raises
    ------
    ValueError
        If n is not a whole number from 2 to 1,000,000, or noise not a number from 0 to 1000.

    See Also
    --------
    sklearn.datasets.make_circles : two rings of radius 1 and 0.8.
    """
    rng, y = as_generator(random_state), np.arange(n) % 2
    t = rng.uniform(0, 2 * np.pi, n)
    ring = np.column_stack([np.cos(t), np.sin(t)]) * (2 - y)[:, None]
    return Dataset(_blurred(ring, noise, rng), y, NAMES)


@checked(**KINDS)
def make_spiral(n: int = 200, noise: float = 0.1, random_state: object = 0) -> Dataset:
    """Return points on two arms of a spiral, wound around each other.

    Parameters
    ----------
    n : int
        How many points, every second one of class 1.
    noise : float
        Standard deviation of what is added to each coordinate.
    random_state : None, int or numpy random generator
        Where the random numbers come from.

    Returns
    -------
    Dataset
        X of shape (n, 2) and y of shape (n,). With s drawn evenly from 0 to 1, a point is at the radius 0.3 + 2.2 s and
        the angle 1.5 · 2π s: each arm goes round once and a half. The arm of class 1 is turned by half a circle.

    Raises
    ------
    ValueError
        If n is not a whole number from 2 to 1,000,000, or noise not a number from 0 to 1000.
    """
    rng, y = as_generator(random_state), np.arange(n) % 2
    s = rng.uniform(0, 1, n)
    radius, angle = 0.3 + 2.2 * s, 3 * np.pi * s + np.pi * y
    arms = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return Dataset(_blurred(arms, noise, rng), y, NAMES)


def _blurred(X: np.ndarray, noise: float, rng: "np.random.Generator") -> np.ndarray:
    return X + noise * rng.normal(size=X.shape)
