"""Pictures in three dimensions: students with three features, and the plane between them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.figures import geometry, kinds
from course_lib.figures.base import ADMITTED, LINE, PLANE, REJECTED, styled
from course_lib.figures.geometry import equation
from course_lib.validation import as_many, checked, labels, number, one_weight_each


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

    low, high = X.min(axis=0), X.max(axis=0)
    ranges = np.column_stack([low, np.where(high > low, high, low + 1)])
    window = np.array([PLANE, PLANE, (0.5, 4.5)]) if X[:, :2].max() > 2 else ranges
    for sign, color, marker, label in ((1, ADMITTED, "o", "admitted"), (0, REJECTED, "x", "rejected")):
        ax.scatter(*X[y == sign].T, c=color, marker=marker, s=34, depthshade=False, label=label)
    corners = geometry.cut(w, b, window)
    if len(corners):
        sheet = Poly3DCollection([corners], facecolor="#8c8c8c", edgecolor=LINE, alpha=0.28, label=equation(w, b))
        ax.add_collection3d(sheet)
    ax.set(xlim=window[0], ylim=window[1], zlim=window[2])
    ax.set(xlabel=feature_names[0], ylabel=feature_names[1], zlabel=feature_names[2])
    normal = geometry.scaled(w, b)[0] * np.ptp(window, axis=1)
    ax.view_init(elev=16, azim=np.degrees(np.arctan2(normal[1], normal[0])) - 76)
    ax.zaxis.set_major_locator(MaxNLocator(integer=True))
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("white")
    ax.set_box_aspect((1, 1, 0.8), zoom=1.02)
    ax.legend(loc="upper left", bbox_to_anchor=(-0.2, 1.0))
    return ax
