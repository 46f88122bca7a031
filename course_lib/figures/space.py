"""Pictures in three dimensions: students with three features, and the plane between them."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.figures import geometry, kinds
from course_lib.figures.base import ADMITTED, LINE, PLANE, REJECTED, styled
from course_lib.figures.geometry import equation
from course_lib.validation import Rejected, as_many, checked, labels, number, one_weight_each, probabilities

SHEET = "#8c8c8c"
CELLS = 24  # of the grid for a surface, a side
BOX = (1, 1, 0.8)  # the sides of the picture's space


@styled
@checked(
    one_weight_each("X", "w"),
    as_many(y="label", X="row"),
    ax=kinds.space,
    X=kinds.drawable(3),
    y=labels,
    w=kinds.triple,
    b=number,
    feature_names=kinds.names(3),
)
def plane(
    ax: Axes,
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: float,
    feature_names: Sequence[str] = ("test score x₁", "grades x₂", "class rank x₃"),
) -> Axes:
    """Draw students with three features in space, and the plane w·x + b = 0 between them.

    Parameters
    ----------
    ax : Axes
        Three-dimensional axes, as ``new(space=True)`` makes them.
    X : array_like, shape (n, 3)
        A row for each student.
    y : array_like, shape (n,)
        The labels: 1 admitted, 0 rejected.
    w : array_like, shape (3,)
        The weights.
    b : float
        The bias.
    feature_names : sequence of three str
        Names of the axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    window = _window(X)
    normal = geometry.scaled(w, b)[0] * np.ptp(window, axis=1)
    ax.view_init(elev=16, azim=np.degrees(np.arctan2(normal[1], normal[0])) - 76)
    _draw_students(ax, X, y, feature_names, lambda rows: geometry.above(w, b, rows))
    corners = geometry.cut(w, b, window)
    if len(corners):
        look = {"facecolor": SHEET, "edgecolor": LINE, "alpha": 0.28, "zorder": 2}
        ax.add_collection3d(Poly3DCollection([corners], label=equation(w, b), **look))
    else:
        reason = "outside the picture" if np.any(w) else "no plane: all\nweights are 0"
        ax.plot([], [], [], color=SHEET, label=f"{equation(w, b)}\n({reason})")
    return _finish(ax)


@styled
@checked(
    as_many(y="label", X="row"),
    ax=kinds.space,
    X=kinds.drawable(3),
    y=labels,
    probability=kinds.function,
    feature_names=kinds.names(3),
)
def surface(
    ax: Axes,
    X: ArrayLike,
    y: ArrayLike,
    probability: Callable[[np.ndarray], ArrayLike],
    feature_names: Sequence[str] = ("test score x₁", "grades x₂", "class rank x₃"),
) -> Axes:
    """Draw students with three features in space, and the surface on which the probability of label 1 is 0.5.

    Parameters
    ----------
    ax : Axes
        Three-dimensional axes, as ``new(space=True)`` makes them.
    X : array_like, shape (n, 3)
        A row for each student.
    y : array_like, shape (n,)
        The labels: 1 admitted, 0 rejected.
    probability : callable
        A function from rows, shape (m, 3), to probabilities of label 1, shape (m,).
    feature_names : sequence of three str
        Names of the axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape, or `probability` does not return one for each row.
    """
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    window = _window(X)
    axes = [np.linspace(*limits, CELLS + 1) for limits in window]
    places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    p = _probabilities(probability, places.reshape(-1, 3)).reshape(places.shape[:3])
    p = np.clip(p, 1e-12, 1 - 1e-12)
    triangles = geometry.isosurface(places, np.log(p / (1 - p)))  # flat where the model is linear, however steep
    ax.view_init(elev=18, azim=-50)
    _draw_students(ax, X, y, feature_names, lambda rows: _probabilities(probability, rows) >= 0.5)
    words = "ŷ = 0.5" if len(triangles) else "ŷ = 0.5: nowhere here"
    ax.plot([], [], [], color=SHEET, linewidth=8, alpha=0.6, label=words)
    if len(triangles):
        shown = {"facecolors": SHEET, "linewidths": 0, "antialiased": False, "alpha": 0.12, "shade": True, "zorder": 2}
        ax.add_collection3d(Poly3DCollection(triangles, **shown))
    return _finish(ax)


def _probabilities(probability: Callable, rows: np.ndarray) -> np.ndarray:
    """Return the probability for each row, or say what came instead."""
    try:
        p = probabilities(probability(rows))
    except Rejected as sentence:
        raise ValueError(f"surface: probability must return a number from 0 to 1 for each row; it {sentence}") from None
    if len(p) == len(rows):
        return p
    raise ValueError(f"surface: probability must return one for each of {len(rows)} rows, but {len(p)} came.")


def _window(X: np.ndarray) -> np.ndarray:
    """Return the scales of the admissions data where all lie within them and are not scaled, else those of the rows."""
    low, high = X.min(axis=0), X.max(axis=0)
    usual = np.array([PLANE, PLANE, (0.5, 4.5)])
    if X[:, :2].max() > 2 and np.all((low >= usual[:, 0]) & (high <= usual[:, 1])):
        return usual
    return np.column_stack([low, np.where(high > low, high, low + np.maximum(1, 1e-6 * np.abs(low)))])


def _draw_students(
    ax: Axes, X: np.ndarray, y: np.ndarray, names: Sequence[str], side: Callable[[np.ndarray], np.ndarray]
) -> None:
    """Draw the students, those behind what parts them before it and the others after it, and fix the window."""
    window = _window(X)
    behind = _behind(ax, X, side, window)
    ax.computed_zorder = False
    for sign, color, marker, label in ((1, ADMITTED, "o", "admitted"), (0, REJECTED, "x", "rejected")):
        for zorder, some in ((1, behind), (3, ~behind)):
            label_once = label if zorder == 3 else None
            look = {"c": color, "marker": marker, "s": 34, "depthshade": False, "zorder": zorder}
            ax.scatter(*X[(y == sign) & some].T, label=label_once, **look)
    ax.set(xlim=window[0], ylim=window[1], zlim=window[2])
    ax.set(xlabel=names[0], ylabel=names[1], zlabel=names[2])


def _behind(ax: Axes, X: np.ndarray, side: Callable, window: np.ndarray) -> np.ndarray:
    """Return for each student whether what parts the sides stands between them and whoever looks at the picture."""
    elevation, azimuth = np.radians([ax.elev, ax.azim])
    level = np.cos(elevation)
    towards = np.array([level * np.cos(azimuth), level * np.sin(azimuth), np.sin(elevation)])
    steps = np.linspace(0, 2, 61)[1:, None] * towards * np.ptp(window, axis=1) / BOX
    rays = X[:, None, :3] + steps
    seen = ((rays >= window[:, 0]) & (rays <= window[:, 1])).all(axis=2)
    crossed = side(rays.reshape(-1, 3)).reshape(seen.shape) != side(X[:, :3])[:, None]
    return (crossed & seen).any(axis=1)


def _finish(ax: Axes) -> Axes:
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(6))
    ax.zaxis.set_major_locator(MaxNLocator(integer=True))
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("white")
    ax.set_box_aspect(BOX, zoom=1.02)
    ax.legend(loc="upper left", bbox_to_anchor=(-0.2, 1.0))
    return ax
