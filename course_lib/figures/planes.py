"""Pictures of the students' plane: students, lines and tints."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib.figures import geometry, kinds
from course_lib.figures.base import ADMITTED, BLUE, LINE, ORANGE, REJECTED, frame, pale, put_legend, styled
from course_lib.figures.geometry import equation
from course_lib.validation import (
    Rejected,
    argument,
    as_many,
    checked,
    describe,
    labels,
    number,
    optional,
    probabilities,
    vector,
)

NUMBER = (0.13, 0.08)  # how much of a picture's width and height a number takes, beside another picture
CONTOURS = (0.1, 0.5, 0.9)
SHORTEST = 0.06  # an arrow, of the picture's width or height
ARROW = {"arrowstyle": "-|>", "color": LINE, "linewidth": 1.8, "mutation_scale": 14, "shrinkA": 0, "shrinkB": 0}
TINTS = [pale(REJECTED if p < 0.5 else ADMITTED, 0.4 * abs(2 * p - 1)) for p in np.arange(0.05, 1, 0.1)]


@styled
@checked(
    as_many(y="label", X="row"),
    ax=kinds.axes,
    X=kinds.flat,
    y=labels,
    feature_names=kinds.names(2),
    label_names=kinds.names(2),
)
def students(
    ax: Axes,
    X: ArrayLike,
    y: ArrayLike,
    mistakes: ArrayLike | None = None,
    selected: int | None = None,
    feature_names: Sequence[str] = ("test score x₁", "grades x₂"),
    label_names: Sequence[str] = ("rejected", "admitted"),
    held_out: ArrayLike | None = None,
) -> Axes:
    """Draw students: admitted ones as blue circles, rejected ones as orange crosses, those held out smaller.

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
    held_out : array_like, optional
        Who is small: row numbers, or a truth value for each row.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    if mistakes is not None:
        mistakes = argument("students", "mistakes", kinds.rows_of(len(X)), mistakes)
    held = np.zeros(len(X), dtype=bool)
    if held_out is not None:
        held[argument("students", "held_out", kinds.rows_of(len(X)), held_out)] = True
    if selected is not None:
        selected = argument("students", "selected", kinds.row_of(len(X)), selected)
    frame(ax, X, feature_names)
    admitted = y == 1
    circle, cross = {"c": ADMITTED, "edgecolors": "white", "linewidths": 0.7}, {"c": REJECTED, "marker": "x"}
    ax.scatter(*X[admitted & ~held, :2].T, s=46, label=label_names[1], zorder=3, **circle)
    ax.scatter(*X[~admitted & ~held, :2].T, s=44, linewidths=2, label=label_names[0], zorder=3, **cross)
    if held.any():
        ax.scatter(*X[admitted & held, :2].T, s=16, label="held out: small", zorder=3, **circle)
        ax.scatter(*X[~admitted & held, :2].T, s=14, linewidths=1.2, zorder=3, **cross)
    if mistakes is not None:
        ringed = X[mistakes]
        label = f"wrong side: {len(ringed)} of {len(X)}"
        ax.scatter(*ringed[:, :2].T, s=170, facecolors="none", edgecolors=LINE, linewidths=1.4, label=label, zorder=4)
    if selected is not None:
        x1, x2 = X[selected, :2]
        label = f"selected: ({x1:g}, {x2:g})"
        ax.scatter(
            [x1], [x2], s=260, marker="s", facecolors="none", edgecolors=LINE, linewidths=2, label=label, zorder=5
        )
    return put_legend(ax)


@styled
@checked(ax=kinds.axes, w=kinds.pair, b=number, label=optional(kinds.name))
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
    frame(ax)
    ends = geometry.ends(w, b, (ax.get_xlim(), ax.get_ylim()))
    label = equation(w, b) if label is None else label
    style = {"color": LINE, "zorder": 2, "solid_capstyle": "butt"} | line
    if ends is None:
        reason = "outside the picture" if np.any(w) else "no line: both\nweights are 0"
        ax.plot([], [], label=f"{label}\n({reason})", **style)
    else:
        ax.plot(*ends.T, label=label, scalex=False, scaley=False, **style)
    return put_legend(ax)


@styled
@checked(ax=kinds.axes, w=kinds.pair, b=number)
def direction(ax: Axes, w: ArrayLike, b: float) -> Axes:
    """Draw the arrow (w1, w2) from the middle of the line to the side where scores are higher, within the window.

    Parameters
    ----------
    ax : Axes
        Where to draw. Draw the students first: they fix the window. Only where both axes have the same scale does the
        arrow stand at a right angle to the line.
    w : array_like, shape (2,)
        The weights. The arrow is as long as they are, or as there is room, and never shorter than its head.
    b : float
        The bias.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    frame(ax)
    window = np.array([ax.get_xlim(), ax.get_ylim()])
    ends = geometry.ends(w, b, tuple(window))
    if ends is None:
        return ax
    start = ends.mean(axis=0)
    with np.errstate(divide="ignore"):
        room = np.nanmin(np.where(w > 0, window[:, 1] - start, start - window[:, 0]) / np.abs(w))
    shortest = SHORTEST / np.max(np.abs(w) / np.ptp(window, axis=1))
    ax.annotate("", start + max(min(1, room), shortest) * w, start, arrowprops=ARROW)
    ax.plot([], [], color=LINE, marker=">", markevery=[1], label="(w₁, w₂)")
    return put_legend(ax)


@styled
@checked(ax=kinds.axes, w=kinds.pair, b=number, label_names=kinds.names(2))
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
    frame(ax)
    window = ax.get_xlim(), ax.get_ylim()
    for sign, tint, label in (
        (1, BLUE, f"z ≥ 0: predict {label_names[1]}"),
        (-1, ORANGE, f"z < 0: predict {label_names[0]}"),
    ):
        corners = geometry.side(sign * w, sign * b, window, strict=sign < 0)
        if len(corners):
            ax.fill(*corners.T, **tint, zorder=0.5)
        ax.fill([], [], **tint, label=label)
    return put_legend(ax)


@styled
@checked(ax=kinds.axes, weights=kinds.pairs, biases=vector)
def trail(ax: Axes, weights: ArrayLike, biases: ArrayLike) -> Axes:
    """Draw a line's path: earlier lines fade, the last one is strong.

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
    frame(ax)
    window = ax.get_xlim(), ax.get_ylim()
    lines = [
        ends
        for w, b in zip(weights[:-1], biases[:-1], strict=True)
        if (ends := geometry.ends(w, b, window)) is not None
    ]
    for age, ends in enumerate(lines):
        grey = 0.86 - 0.36 * age / max(len(lines) - 1, 1)
        many = f"{len(lines)} earlier lines\n(older is paler)" if len(lines) > 1 else "the line before"
        label = many if age == len(lines) - 1 else None
        ax.plot(*ends.T, color=str(grey), linewidth=1.3, label=label, zorder=1.5, scalex=False, scaley=False)
    return boundary(ax, weights[-1], biases[-1], label="last line")


@styled
@checked(ax=kinds.axes, estimator=kinds.two_classes, X=kinds.drawable(2), label_names=kinds.names(2))
def regions(ax: Axes, estimator: object, X: ArrayLike, label_names: Sequence[str] = ("rejected", "admitted")) -> Axes:
    """Tint where an estimator, of any kind, predicts which class; the side of the first class is hatched too.

    scikit-learn's DecisionBoundaryDisplay draws the same, but to import it takes a second.

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
    frame(ax, X)
    x1, x2, rows = _grid(ax, 300)
    predicted = np.asarray(estimator.predict(rows))
    if predicted.shape != (len(rows),):
        raise ValueError(
            f"regions: estimator must predict a class for each row, shape ({len(rows)},), but {describe(predicted)} "
            "came."
        )
    second = (predicted == estimator.classes_[1]).reshape(len(x2), len(x1))
    colors, hatches = [ORANGE["facecolor"], BLUE["facecolor"]], [ORANGE["hatch"], None]
    ax.contourf(x1, x2, second, levels=[-0.5, 0.5, 1.5], colors=colors, hatches=hatches, zorder=0.5)
    for tint, name in ((BLUE, label_names[1]), (ORANGE, label_names[0])):
        ax.fill([], [], **tint, label=f"predict {name}")
    return put_legend(ax)


@styled
@checked(ax=kinds.axes, probability=kinds.probability, label_names=kinds.names(2))
def probability_field(
    ax: Axes,
    probability: Callable[[np.ndarray], ArrayLike] | object,
    label_names: Sequence[str] = ("rejected", "admitted"),
) -> Axes:
    """Tint each point by the probability of label 1 there, in steps of 0.1, with lines at 0.1, 0.5 and 0.9.

    Parameters
    ----------
    ax : Axes
        Where to draw. Draw the students first: they fix the window, and the numbers on the lines keep away from them.
    probability : callable or object
        A function from rows, shape (n, 2), to probabilities of label 1, shape (n,); or a fitted classifier of two
        classes on two features that has predict_proba.
    label_names : sequence of two str
        Names of the labels 0 and 1.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If `probability` is neither, or does not return a probability for each row. The message says so.
    """
    frame(ax)
    x1, x2, rows = _grid(ax, 151)
    p = _probabilities(probability, rows).reshape(len(x2), len(x1))
    ax.contourf(x1, x2, p, levels=np.linspace(0, 1, 11), colors=TINTS, zorder=0.5)
    seen = [level for level in CONTOURS if p.min() < level < p.max()]
    if seen:
        styles = ["-" if level == 0.5 else "--" for level in seen]
        lines = ax.contour(x1, x2, p, levels=seen, colors=LINE, linewidths=1.6, linestyles=styles, zorder=2)
        _number_contours(ax, seen, lines.get_paths())
    ax.fill([], [], facecolor=TINTS[-1], label=f"ŷ near 1: {label_names[1]}")
    ax.fill([], [], facecolor=TINTS[0], label=f"ŷ near 0: {label_names[0]}")
    outer = " and ".join(f"ŷ = {level}" for level in seen if level != 0.5)
    for words, style in (("ŷ = 0.5" if 0.5 in seen else "", "-"), (outer, "--")):
        if words:
            ax.plot([], [], color=LINE, linewidth=1.6, linestyle=style, label=words)
    return put_legend(ax)


def _grid(ax: Axes, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return n places along each axis, and all their pairs as rows, shape (n², 2)."""
    x1, x2 = (np.linspace(*limits, n) for limits in (ax.get_xlim(), ax.get_ylim()))
    return x1, x2, np.column_stack([grid.ravel() for grid in np.meshgrid(x1, x2)])


def _probabilities(probability: Callable, rows: np.ndarray) -> np.ndarray:
    """Return the probability for each row, or say what came instead."""
    try:
        p = probabilities(probability(rows))
    except Rejected as sentence:
        reason = str(sentence)
    else:
        if len(p) == len(rows):
            return p
        reason = f"has {len(p)} for {len(rows)} rows."
    raise ValueError(
        f"probability_field: probability must return a number from 0 to 1 for each row; what it returns {reason}"
    )


def _number_contours(ax: Axes, levels: Sequence[float], paths: Sequence) -> None:
    """Write each level on its line, where it is farthest from students and from the other numbers.

    One that would touch another number is left out: the legend tells which line is which.
    """
    low, size = np.array([ax.get_xlim(), ax.get_ylim()]).T[0], np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1)
    points = [np.asarray(collection.get_offsets()) for collection in ax.collections if len(collection.get_offsets())]
    taken, numbers = (np.concatenate([*points, np.empty((0, 2))]) - low) / size, np.empty((0, 2))
    on_lines = [(path.vertices - low) / size for path in paths]
    for i, (level, places) in enumerate(zip(levels, on_lines, strict=True)):
        others = [places for j, places in enumerate(on_lines) if j != i]
        covered = np.concatenate([taken, *others])
        touching = (np.abs(places[:, None] - numbers) < NUMBER).all(axis=2).any(axis=1)
        places = places[((places > 0.07) & (places < 0.93)).all(axis=1) & ~touching]
        if len(places):
            room = np.hypot(*(places[:, None] - covered[None]).transpose(2, 0, 1)).min(axis=1, initial=1)
            place = places[np.argmax(room)]
            taken, numbers = np.vstack([taken, place]), np.vstack([numbers, place])
            halo = [patheffects.withStroke(linewidth=4, foreground="white")]
            ax.text(*(low + place * size), f"{level}", ha="center", va="center", path_effects=halo, zorder=6)


@styled
@checked(
    as_many(y="label", A="row"),
    ax=kinds.axes,
    A=kinds.drawable(2),
    y=labels,
    w=kinds.pair,
    b=number,
    unit_names=kinds.names(2),
    label_names=kinds.names(2),
)
def hidden_space(
    ax: Axes,
    A: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: float,
    unit_names: Sequence[str] = ("hidden unit 1: a₁", "hidden unit 2: a₂"),
    label_names: Sequence[str] = ("rejected", "admitted"),
) -> Axes:
    """Draw students in the coordinates of two hidden units, with the line of the output unit: here it is straight.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    A : array_like, shape (n, 2)
        What two hidden units make of each student, such as `course_lib.hidden_layer.opinions` returns.
    y : array_like, shape (n,)
        The labels: 1 admitted, 0 rejected.
    w : array_like, shape (2,)
        The weights of the output unit.
    b : float
        Its bias.
    unit_names, label_names : sequence of two str
        Names of the axes; names of the labels 0 and 1.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    low, high = min(A.min(), 0), max(A.max(), 1)  # a sigmoid's whole range, and more where there is more
    rim = 0.06 * (high - low)
    window = (low - rim, high + rim)
    ax.set(xlim=window, ylim=window, aspect="equal", xlabel=unit_names[0], ylabel=unit_names[1])
    students(ax, A, y, label_names=label_names)
    # What the corners of a gate want, the output predicts.
    half_planes(ax, w, b, [name.removeprefix("wants ") for name in label_names])
    return boundary(ax, w, b, equation(w, b).replace("x", "a"))
