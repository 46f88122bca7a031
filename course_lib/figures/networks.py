"""A network as a graph, with its numbers or with its blame; and how large the gradients of its layers are."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, GREEN, LINE, PINK, REJECTED, count_columns, put_legend, styled
from course_lib.figures.geometry import SUBSCRIPTS
from course_lib.validation import (
    Rejected,
    activations_fit,
    argument,
    checked,
    layer_arrays,
    layer_biases,
    layer_weights,
    one_bias_each,
    optional,
)

RADIUS = 0.74  # of a unit
APART_DOWN = 2.6  # from one unit to the next in its layer
MOST_LABELS = 24  # edges with a number; where there are more, none of them could be read
ALONG = (0.3, 0.42, 0.36, 0.5, 0.57, 0.24, 0.64, 0.7, 0.76)  # where on its edge a number may stand
POINTS, LETTER = 11.5, 0.62  # the size of a number, and the width of its letters as a part of that
MOST_UNITS = 16
LOOKS = (
    (LINE, "o", "-"),
    (GREEN, "s", "--"),
    (PINK, "^", "-."),
    ("#56B4E9", "v", ":"),
    ("#E69F00", "D", (0, (5, 1))),
    (ADMITTED, "P", (0, (1, 1))),
)


def few_units(weights: list[np.ndarray]) -> list[np.ndarray]:
    """Return weights of a network that has room in a picture."""
    most = max(len(weights[0]), *(W.shape[1] for W in weights))
    if most > MOST_UNITS:
        raise Rejected(f"must have at most {MOST_UNITS} units in a layer to be drawn, but {most} came.")
    return weights


def drawable_weights(value: object) -> list[np.ndarray]:
    """Accept the weights of each layer of a network that has room in a picture."""
    return few_units(layer_weights(value))


def one_student(value: object) -> list[np.ndarray]:
    """Accept activations, or deltas, of one student: a list of rows."""
    found = layer_arrays(value)
    if all(len(a) == 1 for a in found):
        return found
    raise Rejected(f"must be those of one student, a row in each layer, but {max(map(len, found))} rows came.")


@styled
@checked(
    one_bias_each("biases", "weights"),
    ax=kinds.axes,
    weights=drawable_weights,
    biases=layer_biases,
    feature_names=optional(kinds.names()),
)
def network_graph(
    ax: Axes,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activations: Sequence[ArrayLike] | None = None,
    feature_names: Sequence[str] | None = None,
) -> Axes:
    """Draw a network as a graph: the weights on its edges, the biases beneath its units, and the numbers within.

    An edge is blue and solid where its weight is positive, orange and dashed where it is negative, and the thicker, the
    larger. With more than 24 edges no weight is written. Of fewer, those that find no place are left out, and the
    legend says so.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    weights : list of array_like, shapes (d, units), …
        The weights of each layer.
    biases : list of array_like, shapes (units,), …
        The biases of each layer.
    activations : list of array_like, shapes (1, d), (1, units), …, optional
        X and the activations of each layer for one student, as `course_lib.feedforward.forward` returns them. If not
        given, the units hold their names: x₁, h₁, ŷ.
    feature_names : sequence of str, optional
        What the inputs are, beside them. Names beyond the d-th are not used.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape, there is more than one student, or a layer has more than 16
        units. The message names it.
    """
    if activations is not None:
        activations = _of_one(activations, weights, "network_graph")
    names = _names(weights)
    texts = names if activations is None else [[_short(value) for value in a[0]] for a in activations]
    below = [[""] * len(weights[0])] + [[f"b = {_short(value)}" for value in b] for b in biases]
    if activations is not None:
        below = [
            [f"{name}\n{words}".rstrip() for name, words in zip(*layer, strict=True)] for layer in zip(names, below)
        ]
    _draw(ax, weights, texts, below, ("weight > 0", "weight < 0"))
    for i, name in enumerate((feature_names or [])[: len(weights[0])]):
        ax.text(-RADIUS - 0.15, _heights(len(weights[0]))[i], name, ha="right", va="center")
    return ax


@styled
@checked(ax=kinds.axes, weights=drawable_weights)
def blame_graph(
    ax: Axes, weights: Sequence[ArrayLike], activations: Sequence[ArrayLike], deltas: Sequence[ArrayLike]
) -> Axes:
    """Draw how the blame of one student goes back through a network: δ in the units, the gradients on the edges.

    The gradient of a weight is the activation where its edge begins, times δ where it ends. An edge is blue and solid
    where its gradient is positive, orange and dashed where it is negative, and the thicker, the larger.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    weights : list of array_like, shapes (d, units), …
        The weights of each layer.
    activations : list of array_like, shapes (1, d), (1, units), …
        X and the activations of each layer for one student, as `course_lib.feedforward.forward` returns them.
    deltas : list of array_like, shapes (1, units), …
        δ of each layer, as `course_lib.backpropagation.deltas` returns them.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        As `network_graph`.
    """
    activations = _of_one(activations, weights, "blame_graph")
    deltas = argument("blame_graph", "deltas", one_student, deltas)
    if [d.shape for d in deltas] != [a.shape for a in activations[1:]]:
        came = [d.shape for d in deltas]
        raise ValueError(
            f"blame_graph: deltas must have a number for each unit, as deltas(…) returns, but {came} came."
        )
    names = _names(weights)
    inputs = [_short(value) for value in activations[0][0]]
    texts = [inputs] + [[_short(value) for value in d[0]] for d in deltas]
    below = [names[0]] + [
        [f"δ of {name}\na = {_short(value)}" for name, value in zip(layer, a[0], strict=True)]
        for layer, a in zip(names[1:], activations[1:], strict=True)
    ]
    gradients = [np.outer(a[0], d[0]) for a, d in zip(activations[:-1], deltas, strict=True)]
    return _draw(ax, gradients, texts, below, ("gradient > 0", "gradient < 0"))


def _of_one(activations: object, weights: list[np.ndarray], owner: str) -> list[np.ndarray]:
    found = argument(owner, "activations", one_student, activations)
    unfit = activations_fit("activations", "weights").unfit(found, weights)
    if unfit:
        raise ValueError(f"{owner}: activations {unfit}")
    return found


def _names(weights: list[np.ndarray]) -> list[list[str]]:
    """Return the names of the units, layer by layer: x₁ …, h₁ …, ŷ."""
    sizes = [len(weights[0]), *(W.shape[1] for W in weights)]
    letters = ["x", *["h"] * (len(sizes) - 2), "ŷ"]
    return [
        [letter if letter == "ŷ" and n == 1 else f"{letter}{i + 1}".translate(SUBSCRIPTS) for i in range(n)]
        for letter, n in zip(letters, sizes, strict=True)
    ]


def _short(value: float) -> str:
    """Return a number of two or three digits, with a proper minus sign."""
    size = abs(value)
    text = f"{value:.2f}" if size >= 0.095 or size == 0 else f"{value:.4f}" if size >= 5e-5 else f"{value:.0e}"
    if size >= 100:
        text = f"{value:.3g}"
    return text.replace("-", "−")


def _heights(n: int) -> np.ndarray:
    return (np.arange(n)[::-1] - (n - 1) / 2) * APART_DOWN


def _draw(
    ax: Axes,
    values: list[np.ndarray],
    texts: list[list[str]],
    below: list[list[str]],
    signs: tuple[str, str],
) -> Axes:
    """Draw nodes with their texts, and an edge for each value."""
    heights = [_heights(len(layer)) for layer in texts]
    top = max(map(np.max, heights))
    apart = 4.8 if len(texts) < 4 else 3.8  # from one layer to the next: more of them would make the units too small
    right = apart * (len(texts) - 1)
    ax.set(aspect="equal", xlim=(-2.2, right + 1.0), ylim=(-top - 1.7, top + 0.9))
    ax.axis("off")
    if len(ax.figure.axes) == 1:
        ax.figure.set_figheight(ax.figure.get_figwidth() * np.ptp(ax.get_ylim()) / np.ptp(ax.get_xlim()) + 0.4)
    largest = max(np.abs(V).max() for V in values) or 1.0
    many = sum(V.size for V in values) > MOST_LABELS
    taken, left_out = _Taken(ax), False
    for k, layer in enumerate(below):
        for height, words in zip(heights[k], layer, strict=True):
            taken.add((apart * k, height), (2 * RADIUS, 2 * RADIUS))
            taken.add((apart * k, height - RADIUS - 0.15 - taken.size(words)[1] / 2), taken.size(words))
    for k, V in enumerate(values):
        for (i, j), value in np.ndenumerate(V):
            ends = np.array([(apart * k, heights[k][i]), (apart * (k + 1), heights[k + 1][j])])
            color = LINE if value == 0 else REJECTED if value < 0 else ADMITTED
            style = (0, (4, 2)) if value < 0 else "-"
            ax.plot(*ends.T, color=color, linestyle=style, linewidth=0.6 + 3 * abs(value) / largest)
            place = None if many else taken.find(ends, taken.size(_short(value)), ALONG[i % 2 :])
            left_out |= place is None and not many
            if place is not None:
                box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": color}
                look = {"color": color, "ha": "center", "va": "center", "fontsize": POINTS, "bbox": box, "zorder": 2.5}
                ax.text(*place, _short(value), **look)
    for k, layer in enumerate(texts):
        for height, text, words in zip(heights[k], layer, below[k], strict=True):
            style = {"facecolor": "#f4f4f4", "edgecolor": LINE, "linewidth": 1.6}
            ax.add_patch(Circle((apart * k, height), RADIUS, zorder=3, **style))
            ax.text(apart * k, height, text, ha="center", va="center", fontsize=12, zorder=5)
            box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
            look = {"ha": "center", "va": "top", "fontsize": POINTS, "zorder": 4, "bbox": box}
            ax.text(apart * k, height - RADIUS - 0.15, words, **look)
    for color, style, words in ((ADMITTED, "-", signs[0]), (REJECTED, (0, (4, 2)), signs[1])):
        ax.plot([], [], color=color, linestyle=style, label=words)
    if left_out:
        ax.plot([], [], " ", label="for some numbers there is no room")
    return put_legend(ax, above=True)


class _Taken:
    """The boxes that are written upon, by their middles and sizes, so that no number covers another."""

    def __init__(self, ax: Axes):
        page = ax.figure.get_figwidth() * 72 / count_columns(ax)
        self.point = np.ptp(ax.get_xlim()) / page
        self.boxes = np.empty((0, 2, 2))

    def size(self, words: str) -> np.ndarray:
        """Return how wide and how high words are, with a little room around them."""
        lines = words.split("\n") if words else []
        wide = max(map(len, lines), default=0) * LETTER * POINTS + 5
        return self.point * np.array([wide, len(lines) * 1.25 * POINTS + 5])

    def add(self, middle: ArrayLike, size: ArrayLike) -> None:
        self.boxes = np.vstack([self.boxes, [[middle, size]]])

    def find(self, ends: np.ndarray, size: np.ndarray, along: Sequence[float]) -> np.ndarray | None:
        """Return the first free place on the way between two ends, which is taken then; None if there is none."""
        for share in along:
            place = ends[0] + share * (ends[1] - ends[0])
            if not np.any(np.all(np.abs(self.boxes[:, 0] - place) < (self.boxes[:, 1] + size) / 2, axis=1)):
                self.add(place, size)
                return place
        return None


def sizes_by_layer(value: object) -> np.ndarray:
    """Accept a size above 0 for each layer."""
    sizes = kinds.curve(value)
    if sizes.min() > 0:
        return sizes
    raise Rejected(f"must hold sizes above 0, of which there is a logarithm, but {sizes.min():g} came.")


@styled
@checked(ax=kinds.axes, sizes=sizes_by_layer, label=kinds.name)
def gradient_sizes(ax: Axes, sizes: ArrayLike, label: str = "size of the gradient") -> Axes:
    """Draw how large the gradient of each layer is, on a logarithmic scale. Several calls may share axes.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    sizes : array_like, shape (layers,)
        A size above 0 for each layer, from the first, such as ``[np.linalg.norm(g) for g in weights_gradients]``.
    label : str
        What the legend calls them, such as the activation.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a size is not finite, or not above 0.
    """
    color, marker, style = LOOKS[len(ax.lines) % len(LOOKS)]
    layers = np.arange(1, len(sizes) + 1)
    right = max(ax.get_xlim()[1], len(sizes) + 0.4) if ax.lines else len(sizes) + 0.4
    ax.plot(layers, sizes, color=color, marker=marker, linestyle=style, markersize=7, label=label)
    ax.set_yscale("log")
    ax.set(xlabel="layer, from the input to the output", ylabel="size of the gradient", xlim=(0.6, right))
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True, min_n_ticks=1))
    return put_legend(ax, above=True)
