"""The loss as a landscape over two weights, and the path that training takes through it."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike

from course_lib.figures import kinds
from course_lib.figures.base import LINE, count_columns, put_legend, styled
from course_lib.validation import Rejected, above, checked, number, optional

GRID = 61  # points a side: enough for smooth contours, and few enough calls for any loss
SMALL_GRID = 41  # enough where there are three pictures or more
BANDS = 12
RAMP = LinearSegmentedColormap.from_list("heights", ["#fffbe8", "#d9cfe6", "#8f7fb5", "#493a76"])  # no label's hue
HEIGHTS = [RAMP(i / (BANDS - 1)) for i in range(BANDS)]


@styled
@checked(
    above("high", "low"),
    ax=kinds.axes,
    loss=kinds.function,
    path=optional(kinds.pairs),
    low=kinds.corner,
    high=kinds.corner,
    names=kinds.names(2),
    label=kinds.name,
)
def loss_landscape(
    ax: Axes,
    loss: Callable[[float, float], float],
    path: ArrayLike | None = None,
    low: ArrayLike = (-1, -1),
    high: ArrayLike = (5, 5),
    names: Sequence[str] = ("w₁", "w₂"),
    label: str = "loss E",
) -> Axes:
    """Draw the loss over two weights as a landscape: the darker, the higher; and a way through it.

    The contours are closer in height near the lowest point, so that the floor of a valley can be seen: band k of 12
    begins at (k/12)² of the way from the lowest loss to the highest.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    loss : callable
        A function of two numbers that returns a number.
    path : array_like, shape (k, 2), optional
        The weights after each step, the start first. Start and end are marked, and the legend says what the loss is
        there. It also says how many of the steps ended outside the picture.
    low, high : array_like, shape (2,)
        The lower left and the upper right corner of the window.
    names : sequence of two str
        Names of the axes.
    label : str
        What the colour bar calls the loss. Pictures side by side have none.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape, or the loss does not return a finite number. The message names
        it.
    """
    w1, w2 = np.linspace(low, high, GRID if len(ax.figure.axes) < 3 else SMALL_GRID).T
    heights = np.array([[_height(loss, a, b) for a in w1] for b in w2])
    ends = [] if path is None else [_height(loss, *place) for place in (path[0], path[-1])]
    lowest, highest = heights.min(), heights.max()
    rise = max(highest - lowest, 1e-6 * abs(lowest), 1e-9)
    levels = lowest + rise * np.linspace(0, 1, BANDS + 1) ** 2
    filled = ax.contourf(w1, w2, heights, levels=levels, colors=HEIGHTS, zorder=0.5)
    if count_columns(ax) == 1:  # side by side there is no room for bars, and the legend gives the loss at both ends
        bar = ax.inset_axes([1.04, 0, 0.05, 1])
        ax.figure.colorbar(filled, cax=bar, ticks=levels[::2], format="%.3g").outline.set_visible(False)
        bar.set_title(label, fontsize="medium", fontweight="normal", pad=7)
        bar.tick_params(length=0)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel=names[0], ylabel=names[1])
    if 0.5 <= np.divide(*(high - low)) <= 2:
        ax.set_aspect("equal")  # so that downhill is at right angles to the contours
    ax.grid(False)
    if path is not None:
        _draw_path(ax, path, ends)
    return ax


def _height(loss: Callable, w1: float, w2: float) -> float:
    try:
        return number(loss(float(w1), float(w2)))
    except Rejected as sentence:
        wanted = str(sentence).replace("must be", "must return", 1)
        raise ValueError(f"loss_landscape: loss {wanted.removesuffix('.')} at ({w1:g}, {w2:g}).") from None


def _draw_path(ax: Axes, path: np.ndarray, heights: Sequence[float]) -> None:
    """Draw the steps, mark start and end, and say in the legend what cannot be seen."""
    window = np.array([ax.get_xlim(), ax.get_ylim()]).T
    seen = ((path >= window[0]) & (path <= window[1])).all(axis=1)
    halo = [patheffects.withStroke(linewidth=3.5, foreground="white")]
    few = len(path) <= 60
    [way] = ax.plot(*_near(path, window).T, color=LINE, linewidth=1.5, path_effects=halo, zorder=3)
    way.set_in_layout(False)  # else a path that leaves the window squeezes the pictures side by side
    if few:
        ax.plot(*path[seen].T, "o", color=LINE, markersize=4, markeredgewidth=0, zorder=4)
    steps = len(path) - 1

    def folded(words: str) -> str:
        return words if count_columns(ax) == 1 else words.replace("\n", " ", 1)  # below a picture there is more room

    # As in the explorable: a ring, and a dot.
    ends = [("white", LINE, "start", 0), (LINE, "white", "1 step later" if steps == 1 else f"{steps} steps later", -1)]
    for (color, edge, name, i), height in zip(ends[: 1 + bool(steps)], heights):
        words = folded(f"{name}:\nloss {height:.3g}" + ("" if seen[i] else "\n(outside)"))
        place = path[[i]] if seen[i] else np.empty((0, 2))
        style = {"markersize": 10, "markeredgecolor": edge, "markeredgewidth": 1.6, "clip_on": not seen[i]}
        ax.plot(*place.T, "o", color=color, label=words, linestyle="none", zorder=5, **style)
    out = int(np.sum(~seen[1:]))
    if out:
        ax.plot([], [], color=LINE, linewidth=1.5, label=folded(f"{out} of {steps} steps\nend outside\nthe picture"))
    put_legend(ax, right=1.13 + 0.02 * _longest_number(ax))


def _longest_number(ax: Axes) -> int:
    """Return how many letters the longest number beside the colour bar has; 0 where there is no bar."""
    bars = [each.get_yticklabels() for each in ax.child_axes]
    return max((len(text.get_text()) for texts in bars for text in texts), default=0)


def _near(path: np.ndarray, window: np.ndarray) -> np.ndarray:
    """Return the path with points far outside drawn in towards the one before, on the same line, where that is seen.

    A diverging path soon holds numbers that no canvas can.
    """
    far = 1e3 * np.ptp(window, axis=0)
    near = [np.clip(path[0], window[0] - far, window[1] + far)]
    for place in path[1:]:
        size = np.abs(place / far - near[-1] / far).max()
        near.append(near[-1] + (place - near[-1]) / max(size, 1))
    return np.array(near)
