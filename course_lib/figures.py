"""The pictures of the course: matplotlib figures with one look, and `show` with words for who cannot see them.

Every drawing function takes the axes first, draws into them and returns them. Nothing here goes through pyplot: a
figure that pyplot keeps is spoiled when a slider moves while a cell draws it, and pyplot takes 0.4 s to import.
"""

import base64
import functools
import html
import io
from collections.abc import Callable, Sequence
from itertools import combinations, product
from numbers import Integral
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.validation import (
    Kind,
    Rejected,
    array,
    checked,
    count,
    describe,
    labels,
    number,
    optional,
    positive,
    table,
    vector,
)

ADMITTED = "#0072B2"
REJECTED = "#D55E00"
LINE = "#1a1a1a"
SCALE = 2  # pixels in the PNG for each pixel on the page, so that it is crisp on a fine screen
PLANE = (-0.25, 10.25)  # test and grades run from 0 to 10; the rim keeps markers at the edge whole
FEWEST_WORDS = 6
LARGEST = 1e300  # a window around larger numbers would have infinite limits
_SMALL, _LARGE = 0.45, 0.6  # radii of the nodes of a graph
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BLUE = {"facecolor": "#e3f0f8", "edgecolor": "none", "linewidth": 0}
_ORANGE = {"facecolor": "#fdf0e7", "edgecolor": "#f0d0bb", "hatch": "//", "linewidth": 0}


def _axes(value: object) -> Axes:
    """Accept the axes to draw into."""
    if isinstance(value, Axes):
        return value
    raise Rejected(f"must be the axes to draw into, such as new() makes, but {describe(value)} came.")


def _space(value: object) -> Axes:
    """Accept three-dimensional axes."""
    if hasattr(_axes(value), "zaxis"):
        return value
    raise Rejected("must be three-dimensional; make it with new(space=True).")


def _figure(value: object) -> Figure:
    """Accept a figure."""
    if isinstance(value, Figure):
        return value
    raise Rejected(f"must be a figure, such as new() makes, but {describe(value)} came.")


def _alt(value: object) -> str:
    """Accept enough words to say what is to be seen."""
    if isinstance(value, str) and len(value.split()) >= FEWEST_WORDS:
        return value
    raise Rejected(f"must say in {FEWEST_WORDS} words or more what to see in the picture, but {value!r} came.")


def _names(least: int = 0) -> Kind:
    """Make a kind that accepts a sequence of `least` names or more."""

    def names(value: object) -> Sequence[str]:
        several = isinstance(value, Sequence | np.ndarray) and not isinstance(value, str)
        if several and len(value) >= least and all(isinstance(name, str) for name in value):
            return value
        wanted = f"{least} names, such as {['one', 'two', 'three'][:least]}" if least else "a list of names"
        raise Rejected(f"must be {wanted}, but {describe(value)} came.")

    return names


def _pair(value: object) -> np.ndarray:
    """Accept two weights, those of a line."""
    w = vector(value)
    if len(w) != 2:
        raise Rejected(f"must hold the two weights of a line, but {len(w)} came; with three features draw a `plane`.")
    return w


def _triple(value: object) -> np.ndarray:
    """Accept three weights, those of a plane."""
    w = vector(value)
    if len(w) != 3:
        raise Rejected(f"must hold the three weights of a plane, but {len(w)} came; with two draw a `boundary`.")
    return w


def _pairs(value: object) -> np.ndarray:
    """Accept rows of two weights, each those of a line."""
    return _columns(table(value), 2)


def _features(value: object) -> np.ndarray:
    """Accept rows of features that can be drawn."""
    X = table(value)
    if np.abs(X).max() > LARGEST:
        raise Rejected(f"holds numbers too large to draw: {np.abs(X).max():g} came, {LARGEST:g} is the most.")
    return X


def _columns(X: np.ndarray, d: int) -> np.ndarray:
    if X.shape[1] != d:
        raise Rejected(f"must have {d} columns, but an array of shape {X.shape} came.")
    return X


def _flat(value: object) -> np.ndarray:
    """Accept rows of two features or more, of which the first two are drawn."""
    X = _features(value)
    if X.shape[1] < 2:
        raise Rejected(f"must have two features to draw, but an array of shape {X.shape} came.")
    return X


def _whole(value: object) -> np.ndarray:
    """Accept whole numbers from 0 on, shape (k,); k may be 0."""
    numbers = array(value)
    if numbers.ndim != 1:
        raise Rejected(f"must hold a whole number for each epoch, but {describe(value)} came.")
    strange = np.flatnonzero((numbers < 0) | (numbers != np.floor(numbers)) | (numbers > LARGEST))
    if strange.size:
        raise Rejected(f"must hold whole numbers from 0 on, but {numbers[strange[0]]:g} came at index {strange[0]}.")
    return numbers


def _two_classes(value: object) -> object:
    """Accept a fitted classifier of two classes on two features."""
    if not hasattr(value, "predict"):
        raise Rejected(f"must be a fitted classifier, but {describe(value)} came.")
    if not hasattr(value, "classes_"):
        raise Rejected(f"must be a fitted classifier: call fit(X, y) of the {type(value).__name__} first.")
    classes, features = len(value.classes_), getattr(value, "n_features_in_", 2)
    if (classes, features) != (2, 2):
        raise Rejected(f"must tell 2 classes apart by 2 features, but {classes} classes and {features} features came.")
    return value


def _row_numbers(rows: object, n: int) -> np.ndarray:
    """Return the numbers of those of n rows that get a ring, from row numbers or a truth value for each row."""
    try:
        given = np.asarray(rows)
    except ValueError:
        given = np.array("rows of different lengths")
    if given.ndim == 1 and given.dtype == bool and len(given) == n:
        return np.flatnonzero(given)
    if given.ndim == 1 and (not given.size or (given.dtype.kind in "iu" and given.min() >= -n and given.max() < n)):
        return given.astype(int)
    raise ValueError(
        f"students: mistakes must hold row numbers from 0 to {n - 1}, or {n} truth values, but {describe(rows)} came."
    )


def _row_number(row: object, n: int) -> int:
    if isinstance(row, Integral) and not isinstance(row, bool) and -n <= row < n:
        return int(row)
    raise ValueError(f"students: selected must be a row number from 0 to {n - 1}, but {describe(row)} came.")


@functools.cache
def _style() -> dict:
    sheet = Path(__file__).with_name("lesson.mplstyle")
    return dict(matplotlib.rc_params_from_file(sheet, use_default_template=False))


def _styled(draw: Callable) -> Callable:
    """Make a function draw in the course's style, whatever the reader has set for their own figures."""

    @functools.wraps(draw)
    def in_style(*args, **named):
        with matplotlib.rc_context(_style()):
            return draw(*args, **named)

    return in_style


@_styled
@checked(columns=count, width=positive, height=optional(positive))
def new(
    columns: int = 1, width: float = 7.0, height: float | None = None, space: bool = False
) -> tuple[Figure, Axes | np.ndarray]:
    """Make an empty figure in the course's style.

    Parameters
    ----------
    columns : int
        How many pictures stand side by side.
    width, height : float
        Size on the page in units of 100 pixels. The height follows from the width if it is not given.
    space : bool
        Whether the axes are three-dimensional, as `plane` wants them.

    Returns
    -------
    fig : Figure
    ax : Axes, or an array of `columns` Axes if there is more than one
    """
    if height is None:
        height = 4.6 if columns == 1 else width / columns
    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, fig.subplots(1, columns, subplot_kw={"projection": "3d"} if space else None)


@checked(fig=_figure)
def png(fig: Figure) -> bytes:
    """Return the figure as a small PNG: at most 32 colours, the same bytes for the same figure."""
    from PIL import Image

    with matplotlib.rc_context(_style()):
        raw = io.BytesIO()
        fig.savefig(raw, format="png", dpi=SCALE * 100)
    image = (
        Image.open(raw).convert("RGB").quantize(colors=32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    )
    small = io.BytesIO()
    image.save(small, format="png", optimize=True)
    return small.getvalue()


@checked(fig=_figure, alt=_alt)
def show(fig: Figure, alt: str) -> None:
    """Display a figure together with its text alternative.

    Parameters
    ----------
    fig : Figure
        The figure.
    alt : str
        What a reader should see in the picture, in a sentence or two of at least six words.

    Raises
    ------
    ValueError
        If `fig` is no figure, or `alt` is too short to say anything.
    """
    from IPython.display import display

    display(bundle(fig, alt), raw=True)


@checked(fig=_figure, alt=_alt)
def bundle(fig: Figure, alt: str) -> dict[str, object]:
    """Return the figure as one display bundle: text/html with the text alternative, image/png, and text/plain.

    Parameters
    ----------
    fig : Figure
        The figure.
    alt : str
        What a reader should see in the picture, in a sentence or two of at least six words.

    Raises
    ------
    ValueError
        If `fig` is no figure, or `alt` is too short to say anything.
    """
    data = base64.b64encode(png(fig)).decode("ascii")
    words = " ".join(alt.split())
    width = round(fig.get_figwidth() * 100)
    image = (
        f'<img alt="{html.escape(words)}" width="{width}" style="max-width:100%;height:auto" '
        f'src="data:image/png;base64,{data}">'
    )
    return {"text/html": image, "image/png": data, "text/plain": words}


@_styled
@checked(ax=_axes, X=_flat, y=labels, feature_names=_names(2), label_names=_names(2))
def students(
    ax: Axes,
    X: ArrayLike,
    y: ArrayLike,
    mistakes: ArrayLike | None = None,
    selected: int | None = None,
    feature_names: Sequence[str] = ("test score x₁", "grades x₂"),
    label_names: Sequence[str] = ("rejected", "admitted"),
) -> Axes:
    """Draw students: admitted ones as blue circles, rejected ones as orange crosses.

    Parameters
    ----------
    ax : Axes
        Where to draw. The first drawing fixes the window: 0 to 10 both ways for test and grades, else what X needs.
    X : array_like, shape (n, 2)
        A row for each student. Of further columns nothing is seen.
    y : array_like, shape (n,)
        The labels: 1 admitted, 0 rejected.
    mistakes : array_like, optional
        Who gets a ring: row numbers, or a truth value for each row.
    selected : int, optional
        The row of the student to point out.
    feature_names, label_names : sequence of two str
        Names of the axes; names of the labels 0 and 1.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    _frame(ax, X, feature_names)
    admitted = y == 1
    ax.scatter(*X[admitted, :2].T, s=46, c=ADMITTED, edgecolors="white", linewidths=0.7, label=label_names[1], zorder=3)
    ax.scatter(*X[~admitted, :2].T, s=44, c=REJECTED, marker="x", linewidths=2, label=label_names[0], zorder=3)
    if mistakes is not None:
        ringed = X[_row_numbers(mistakes, len(X))]
        label = f"wrong side: {len(ringed)} of {len(X)}"
        ax.scatter(*ringed[:, :2].T, s=170, facecolors="none", edgecolors=LINE, linewidths=1.4, label=label, zorder=4)
    if selected is not None:
        x1, x2 = X[_row_number(selected, len(X)), :2]
        label = f"selected: ({x1:g}, {x2:g})"
        ax.scatter(
            [x1], [x2], s=260, marker="s", facecolors="none", edgecolors=LINE, linewidths=2, label=label, zorder=5
        )
    return _legend(ax)


@_styled
@checked(ax=_axes, w=_pair, b=number)
def boundary(ax: Axes, w: ArrayLike, b: float, label: str | None = None, **line: object) -> Axes:
    """Draw the line w·x + b = 0, in whatever position it is.

    Parameters
    ----------
    ax : Axes
        Where to draw. Draw the students first: they fix the window.
    w : array_like, shape (2,)
        The weights.
    b : float
        The bias.
    label : str, optional
        What the legend says; the line's equation if not given. The legend also says so where there is nothing to see:
        the line runs outside the window, or both weights are 0.
    **line
        Passed on to `Axes.plot`, such as ``color`` or ``linestyle``.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    _frame(ax)
    ends = _ends(w, b, (ax.get_xlim(), ax.get_ylim()))
    label = equation(w, b) if label is None else label
    style = {"color": LINE, "zorder": 2, "solid_capstyle": "butt"} | line
    if ends is None:
        reason = "outside the picture" if np.any(w) else "no line: both\nweights are 0"
        ax.plot([], [], label=f"{label}\n({reason})", **style)
    else:
        ax.plot(*ends.T, label=label, scalex=False, scaley=False, **style)
    return _legend(ax)


@_styled
@checked(ax=_axes, w=_pair, b=number, label_names=_names(2))
def half_planes(ax: Axes, w: ArrayLike, b: float, label_names: Sequence[str] = ("rejected", "admitted")) -> Axes:
    """Tint the side of the line where students are admitted, and tint and hatch the side where they are rejected.

    Parameters
    ----------
    ax : Axes
        Where to draw. Draw the students first: they fix the window.
    w : array_like, shape (2,)
        The weights.
    b : float
        The bias.
    label_names : sequence of two str
        Names of the labels 0 and 1.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    _frame(ax)
    window = ax.get_xlim(), ax.get_ylim()
    for sign, tint, label in (
        (1, _BLUE, f"z ≥ 0: predict {label_names[1]}"),
        (-1, _ORANGE, f"z < 0: predict {label_names[0]}"),
    ):
        corners = _side(sign * w, sign * b, window)
        if len(corners):
            ax.fill(*corners.T, **tint, zorder=0.5)
        ax.fill([], [], **tint, label=label)
    return _legend(ax)


@_styled
@checked(ax=_axes, weights=_pairs, biases=vector)
def trail(ax: Axes, weights: ArrayLike, biases: ArrayLike) -> Axes:
    """Draw a line's way: earlier lines fade, the last one is strong.

    Parameters
    ----------
    ax : Axes
        Where to draw. Draw the students first: they fix the window.
    weights : array_like, shape (k, 2)
        The weights, oldest first, such as ``history_["weights"]``.
    biases : array_like, shape (k,)
        The biases.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    if len(weights) != len(biases):
        raise ValueError(
            f"trail: biases must hold one number for each row of weights ({len(weights)}), but {len(biases)} came."
        )
    _frame(ax)
    window = ax.get_xlim(), ax.get_ylim()
    lines = [ends for w, b in zip(weights[:-1], biases[:-1], strict=True) if (ends := _ends(w, b, window)) is not None]
    for age, ends in enumerate(lines):
        grey = 0.86 - 0.36 * age / max(len(lines) - 1, 1)
        label = f"{len(lines)} earlier lines\n(older is paler)" if age == len(lines) - 1 else None
        ax.plot(*ends.T, color=str(grey), linewidth=1.3, label=label, zorder=1.5, scalex=False, scaley=False)
    return boundary(ax, weights[-1], biases[-1], label="last line")


@_styled
@checked(ax=_axes, mistakes=_whole)
def mistakes_per_epoch(ax: Axes, mistakes: ArrayLike, label: str = "mistakes in the epoch") -> Axes:
    """Draw how many mistakes each epoch made; the first epoch without one is marked.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    mistakes : array_like of int, shape (epochs,)
        Mistakes in each epoch, such as ``history_["mistakes"]``.
    label : str
        What the legend calls them, such as "mistakes after the epoch".

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    epochs = np.arange(1, len(mistakes) + 1)
    few = len(mistakes) <= 60
    ax.plot(
        epochs,
        mistakes,
        color=LINE,
        linewidth=1.8,
        marker="o" if few else None,
        markersize=5,
        label=label,
    )
    if len(mistakes) and not mistakes.all():
        first = int(np.argmin(mistakes != 0)) + 1
        words = f"epoch {first}: no mistake"
        ax.plot(
            [first], [0], "D", color="#009E73", markersize=10, clip_on=False, label=words, linestyle="none", zorder=3
        )
    ax.set(xlabel="epoch", ylabel="mistakes")
    ax.set_ylim(0, max(mistakes.max(initial=1) * 1.08, 1))
    ax.set_xlim(0.5, max(len(mistakes), 2) + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return _legend(ax, above=True)


@_styled
@checked(ax=_axes)
def step_function(ax: Axes) -> Axes:
    """Draw step(z): 0 below 0, 1 from 0 on."""
    ax.plot([-6, 0], [0, 0], color=REJECTED, linewidth=3, label="z < 0: rejected, ŷ = 0")
    ax.plot([0, 6], [1, 1], color=ADMITTED, linewidth=3, label="z ≥ 0: admitted, ŷ = 1")
    ax.plot([0], [1], "o", color=ADMITTED, markersize=9)
    ax.plot([0], [0], "o", color=REJECTED, markerfacecolor="white", markeredgewidth=2, markersize=9)
    ax.set(xlabel="score z", ylabel="prediction ŷ", xlim=(-6, 6), ylim=(-0.2, 1.2), yticks=[0, 1])
    return _legend(ax, above=True)


@_styled
@checked(ax=_axes, weights=vector, bias=number, feature_names=_names())
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
        _node(ax, (0, height), "1" if is_bias else f"x{i + 1}".translate(_SUBSCRIPTS), dashed=is_bias)
        ax.text(-0.65, height, "always 1\n(bias)" if is_bias else names[i], ha="right", va="center")
    _edge(ax, neuron, activation)
    _edge(ax, activation, output, gap=_SMALL)
    _node(ax, neuron, "Σ", _LARGE)
    _node(ax, activation, "", _LARGE)
    ax.plot(*np.add([[-0.32, 0, 0, 0.32], [-0.2, -0.2, 0.2, 0.2]], [[activation[0]], [0]]), color=LINE, zorder=5)
    _node(ax, output, "ŷ")
    for (x, _), caption in ((neuron, "weighted\ninput z"), (activation, "step"), (output, "0 or 1")):
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


@_styled
@checked(ax=_axes, estimator=_two_classes, X=lambda X: _columns(_flat(X), 2), label_names=_names(2))
def regions(ax: Axes, estimator: object, X: ArrayLike, label_names: Sequence[str] = ("rejected", "admitted")) -> Axes:
    """Tint where an estimator, of any kind, predicts which class; the side of the first class is hatched too.

    Drawn by scikit-learn's DecisionBoundaryDisplay: the one thing here that imports pyplot, but it draws into our axes.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    estimator : object
        A fitted classifier of two classes on two features.
    X : array_like, shape (n, 2)
        The students: they fix the window.
    label_names : sequence of two str
        Names of the first and the second class.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    from sklearn.inspection import DecisionBoundaryDisplay

    _frame(ax, X)
    DecisionBoundaryDisplay.from_estimator(
        estimator,
        np.column_stack([ax.get_xlim(), ax.get_ylim()]),
        response_method="predict",
        plot_method="contourf",
        grid_resolution=300,
        eps=0,
        ax=ax,
        levels=[-0.5, 0.5, 1.5],
        colors=[_ORANGE["facecolor"], _BLUE["facecolor"]],
        hatches=[_ORANGE["hatch"], None],
        zorder=0.5,
    )
    for tint, name in ((_BLUE, label_names[1]), (_ORANGE, label_names[0])):
        ax.fill([], [], **tint, label=f"predict {name}")
    return _legend(ax)


@_styled
@checked(ax=_space, X=lambda X: _columns(_features(X), 3), y=labels, w=_triple, b=number, feature_names=_names(3))
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
    corners = _cut(w, b, window)
    if len(corners):
        sheet = Poly3DCollection([corners], facecolor="#8c8c8c", edgecolor=LINE, alpha=0.28, label=equation(w, b))
        ax.add_collection3d(sheet)
    ax.set(xlim=window[0], ylim=window[1], zlim=window[2])
    ax.set(xlabel=feature_names[0], ylabel=feature_names[1], zlabel=feature_names[2])
    normal = _scaled(w, b)[0] * np.ptp(window, axis=1)
    ax.view_init(elev=16, azim=np.degrees(np.arctan2(normal[1], normal[0])) - 76)
    ax.zaxis.set_major_locator(MaxNLocator(integer=True))
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("white")
    ax.set_box_aspect((1, 1, 0.8), zoom=1.02)
    ax.legend(loc="upper left", bbox_to_anchor=(-0.2, 1.0))
    return ax


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
        w·x + b = 0 with numbers of four digits. Terms of weight 0 are left out, unless all are.

    Raises
    ------
    ValueError
        If an argument is not finite.
    """
    names = [f"·x{i}".translate(_SUBSCRIPTS) for i in range(1, len(w) + 1)]
    some = np.any(w)  # a term of weight 0 is left out, unless all are
    terms = [(value, name) for value, name in zip(w, names) if value or not some] + [(b, "")] * bool(b)
    text = ""
    for value, name in terms:
        sign = ("−" if value < 0 else "") if not text else (" − " if value < 0 else " + ")
        size = f"{abs(value):.4g}{name}"
        text += sign + size.removeprefix("1·")
    return f"{text} = 0"


def _frame(ax: Axes, X: np.ndarray | None = None, names: Sequence[str] = ("test score x₁", "grades x₂")) -> None:
    """Fix the window and name the axes, unless an earlier drawing did."""
    if not ax.get_autoscalex_on():
        return
    if X is None or (X.max() > 2 and X.min() >= 0 and X.max() <= 10):
        windows, ticks = (PLANE, PLANE), range(0, 11, 2)
        ax.set(xticks=ticks, yticks=ticks, aspect="equal")
    else:
        low, high = X[:, :2].min(axis=0), X[:, :2].max(axis=0)
        rim = np.where(high > low, 0.35 if set(np.unique(X)) <= {0, 1} else 0.06, 1) * np.maximum(high - low, 1e-9)
        windows = np.column_stack([low - rim, high + rim])
        if set(np.unique(X)) <= {0, 1}:
            ax.set(xticks=[0, 1], yticks=[0, 1], aspect="equal")
    ax.set(xlim=windows[0], ylim=windows[1], xlabel=names[0], ylabel=names[1])


def _legend(ax: Axes, above: bool = False) -> Axes:
    """Put the legend where it can cover nothing: right of a single picture, or below each of several side by side."""
    columns = ax.get_subplotspec().get_gridspec().ncols if ax.get_subplotspec() else 1
    if above:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.01), borderaxespad=0, ncols=2 if columns == 1 else 1)
        return ax
    ax.set_anchor("NW")
    if columns == 1:
        ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1), borderaxespad=0)
        return ax
    legend = ax.legend(loc="upper left", bbox_to_anchor=(-0.03, -0.19), borderaxespad=0, labelspacing=0.4)
    lines = sum(1 + text.get_text().count("\n") for text in legend.get_texts())
    fig = ax.figure
    fig.set_figheight(max(fig.get_figheight(), fig.get_figwidth() / columns + 0.3 + 0.24 * lines))
    return ax


def _ends(w: np.ndarray, b: float, window: tuple) -> np.ndarray | None:
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


def _scaled(w: np.ndarray, b: float) -> tuple[np.ndarray, float]:
    """Return the same line in numbers below 1, so that no score overflows. Powers of 2 leave every digit as it is."""
    _, exponent = np.frexp(np.abs([*w, b]).max())
    return np.ldexp(w, -exponent), np.ldexp(b, -exponent)


def _side(w: np.ndarray, b: float, window: tuple) -> np.ndarray:
    """Return the corners of that part of the window where w·x + b >= 0, shape (k, 2); (0, 2) if there is none."""
    w, b = _scaled(w, b)
    (left, right), (low, high) = window
    corners = np.array([[left, low], [right, low], [right, high], [left, high]])
    scores = corners @ w + b
    kept = []
    for i in range(4):
        a, c = scores[i - 1], scores[i]
        if (a >= 0) != (c >= 0):
            kept.append(corners[i - 1] + (corners[i] - corners[i - 1]) * (a / (a - c)))
        if c >= 0:
            kept.append(corners[i])
    return np.array(kept).reshape(-1, 2)


def _cut(w: np.ndarray, b: float, box: np.ndarray) -> np.ndarray:
    """Return the corners of the plane w·x + b = 0 inside a box, shape (k, 3), in order around; (0, 3) if it misses."""
    w, b = _scaled(w, b)
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
