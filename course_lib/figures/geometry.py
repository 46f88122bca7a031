"""Lines and planes in numbers: the part of them that a window holds, and their equation."""

from itertools import combinations, permutations, product

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import checked, number, vector

NOISE = 1e-12  # as a part of the largest weight
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@checked(w=vector, b=number)
def equation(w: ArrayLike, b: float) -> str:
    """Return the equation of a line or a plane for a legend, such as ``2·x₁ + x₂ − 18 = 0``.

    Parameters
    ----------
    w : array_like, shape (d,)
        The weights.
    b : float
        The bias.

    Returns
    -------
    str
        w·x + b = 0 with numbers of four digits. Terms of weight 0 are left out, unless all are; so is what rounding
        may have left of a 0.

    Raises
    ------
    ValueError
        If an argument is not finite.
    """
    names = [f"·x{i}".translate(SUBSCRIPTS) for i in range(1, len(w) + 1)]
    w = np.where(np.abs(w) < NOISE * np.abs(w).max(initial=0), 0, w)
    some = np.any(w)  # a term of weight 0 is left out, unless all are
    terms = [(value, name) for value, name in zip(w, names) if value or not some] + [(b, "")] * bool(b)
    text = ""
    for value, name in terms:
        sign = ("−" if value < 0 else "") if not text else (" − " if value < 0 else " + ")
        size = f"{abs(value):.4g}{name}"
        text += sign + size.removeprefix("1·")
    return f"{text} = 0"


def ends(w: np.ndarray, b: float, window: tuple) -> np.ndarray | None:
    """Return both ends of the line w·x + b = 0 inside the window, shape (2, 2), or None if none of it is there."""
    size = np.abs(w).max()
    if size == 0:
        return None
    w, b = w / size, float(b) / float(size)
    if not np.isfinite(b):
        return None
    start, direction = -b * w / (w @ w), np.array([-w[1], w[0]])
    first, last = -np.inf, np.inf
    for position, speed, (low, high) in zip(start, direction, window, strict=True):
        if speed == 0:
            if not low <= position <= high:
                return None
        else:
            enter, leave = sorted(((low - position) / speed, (high - position) / speed))
            first, last = max(first, enter), min(last, leave)
    return None if first >= last else start + np.outer([first, last], direction)


def scaled(w: np.ndarray, b: float) -> tuple[np.ndarray, float]:
    """Return the same line in numbers below 1, so that no score overflows. Powers of 2 leave every digit as it is."""
    _, exponent = np.frexp(np.abs([*w, b]).max())
    return np.ldexp(w, -exponent), np.ldexp(b, -exponent)


def above(w: np.ndarray, b: float, rows: np.ndarray) -> np.ndarray:
    """Return for each row whether w·x + b >= 0."""
    w, b = scaled(w, b)
    return rows @ w + b >= 0


def side(w: np.ndarray, b: float, window: tuple, strict: bool = False) -> np.ndarray:
    """Return the corners of that part of the window where w·x + b >= 0, or > 0, shape (k, 2), (0, 2) if none is."""
    w, b = scaled(w, b)
    (left, right), (low, high) = window
    corners = np.array([[left, low], [right, low], [right, high], [left, high]])
    scores = corners @ w + b
    inside = scores > 0 if strict else scores >= 0
    kept = []
    for i in range(4):
        if inside[i - 1] != inside[i]:
            a, c = scores[i - 1], scores[i]
            kept.append(corners[i - 1] + (corners[i] - corners[i - 1]) * (a / (a - c)))
        if inside[i]:
            kept.append(corners[i])
    return np.array(kept).reshape(-1, 2)


def cut(w: np.ndarray, b: float, box: np.ndarray) -> np.ndarray:
    """Return the corners of the plane w·x + b = 0 inside a box, shape (k, 3), in order around; (0, 3) if it misses."""
    w, b = scaled(w, b)
    corners = np.array(list(product(*box)))
    scores = corners @ w + b
    edges = [(i, j) for i, j in combinations(range(8), 2) if np.sum(corners[i] != corners[j]) == 1]
    crossed = [(i, j) for i, j in edges if (scores[i] >= 0) != (scores[j] >= 0)]
    points = [corners[i] + (corners[j] - corners[i]) * scores[i] / (scores[i] - scores[j]) for i, j in crossed]
    if not points:
        return np.empty((0, 3))
    points = np.array(points)
    spokes = (points - points.mean(axis=0)) / np.ptp(box, axis=1)
    across, along = np.linalg.svd(spokes)[2][:2]
    return points[np.argsort(np.arctan2(spokes @ along, spokes @ across))]


# Of a tetrahedron whose corners below 0 come first: how many there are, and the edges that the surface cuts, in order.
CUT_EDGES = {
    1: [(0, 1), (0, 2), (0, 3)],
    2: [(0, 2), (0, 3), (1, 3), (1, 2)],
    3: [(0, 3), (1, 3), (2, 3)],
}


def isosurface(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return triangles, shape (k, 3, 3), of the surface on which values on a grid are 0.

    Each cell of the grid is parted into six tetrahedra (marching tetrahedra), one for each way from its first corner to
    the opposite one along three edges. Inside a tetrahedron the surface is taken to be flat: a triangle, or two.
    """
    found = []
    for way in permutations(np.eye(3, dtype=int)):
        corners = np.vstack([np.zeros((1, 3), int), np.cumsum(way, axis=0)])
        cells = [tuple(slice(o, n - 1 + o) for o, n in zip(corner, values.shape, strict=True)) for corner in corners]
        P = np.stack([places[cell].reshape(-1, 3) for cell in cells], axis=1)
        V = np.stack([values[cell].ravel() for cell in cells], axis=1)
        order = np.argsort(V >= 0, axis=1, kind="stable")  # the corners below 0 first
        P, V = np.take_along_axis(P, order[..., None], axis=1), np.take_along_axis(V, order, axis=1)
        below = np.sum(V < 0, axis=1)
        for count, edges in CUT_EDGES.items():
            P_few, V_few = P[below == count], V[below == count]
            ends = [
                P_few[:, i] + (P_few[:, j] - P_few[:, i]) * (V_few[:, i] / (V_few[:, i] - V_few[:, j]))[:, None]
                for i, j in edges
            ]
            found += [np.stack([ends[0], ends[k], ends[k + 1]], axis=1) for k in range(1, len(ends) - 1)]
    return np.concatenate(found)
