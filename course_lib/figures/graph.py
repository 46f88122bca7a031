"""The perceptron as a graph."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, LINE, REJECTED, styled
from course_lib.figures.geometry import SUBSCRIPTS
from course_lib.validation import checked, number, vector

_SMALL, _LARGE = 0.45, 0.6  # radii of the nodes


@styled
@checked(ax=kinds.axes, weights=vector, bias=number, feature_names=kinds.names())
def perceptron_graph(
    ax: Axes, weights: ArrayLike, bias: float, feature_names: Sequence[str] = ("test score", "grades", "class rank")
) -> Axes:
    """Draw the perceptron as a graph: its inputs, and the number 1, joined by weighted edges to the neuron.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    weights : array_like, shape (d,)
        The weights, one on each edge.
    bias : float
        The bias, on the edge from 1.
    feature_names : sequence of d str
        What the inputs are. Names beyond the d-th are not used.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    d = len(weights)
    names = [*feature_names[:d], *[""] * (d - len(feature_names))]
    heights = np.linspace(d / 2, -d / 2, d + 1) * 1.25
    neuron, activation, output = (4.6, 0), (6.9, 0), (8.9, 0)
    ax.set(aspect="equal", xlim=(-2.2, 9.5), ylim=(min(heights[-1] - 0.6, -1.7), heights[0] + 0.6))
    ax.axis("off")
    if len(ax.figure.axes) == 1:
        ax.figure.set_figheight(ax.figure.get_figwidth() * np.ptp(ax.get_ylim()) / np.ptp(ax.get_xlim()))

    for i, (height, value) in enumerate(zip(heights, [*weights, bias])):
        is_bias = i == d
        _edge(ax, (0, height), neuron)
        at = 0.42 * neuron[0], 0.58 * height
        color = LINE if value == 0 else ADMITTED if value > 0 else REJECTED
        text = f"{value:.4g}".replace("-", "−")
        box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": color}
        ax.text(*at, text, color=color, ha="center", va="center", fontweight="bold", bbox=box, zorder=4)
        _node(ax, (0, height), "1" if is_bias else f"x{i + 1}".translate(SUBSCRIPTS), dashed=is_bias)
        ax.text(-0.65, height, "always 1\n(bias)" if is_bias else names[i], ha="right", va="center")
    _edge(ax, neuron, activation)
    _edge(ax, activation, output, gap=_SMALL)
    _node(ax, neuron, "Σ", _LARGE)
    _node(ax, activation, "", _LARGE)
    ax.plot(*np.add([[-0.32, 0, 0, 0.32], [-0.2, -0.2, 0.2, 0.2]], [[activation[0]], [0]]), color=LINE, zorder=5)
    _node(ax, output, "ŷ")
    for (x, _), caption in ((neuron, "score z"), (activation, "step"), (output, "0 or 1")):
        ax.text(x, -0.85, caption, ha="center", va="top")
    return ax


def _node(ax: Axes, at: tuple[float, float], text: str, size: float = _SMALL, dashed: bool = False) -> None:
    style = {"facecolor": "#f4f4f4", "edgecolor": LINE, "linewidth": 1.6, "linestyle": "--" if dashed else "-"}
    ax.add_patch(Circle(at, size, zorder=3, **style))
    ax.text(*at, text, ha="center", va="center", fontsize=14, zorder=5)


def _edge(ax: Axes, start: tuple[float, float], end: tuple[float, float], gap: float = _LARGE) -> None:
    """Draw an arrow from the middle of a node to the rim, `gap` from the middle, of another."""
    start, end = np.array(start), np.array(end)
    tip = end - (end - start) / np.hypot(*(end - start)) * gap
    arrow = {"arrowstyle": "-|>", "color": "#555555", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, start, arrowprops=arrow, zorder=1)
