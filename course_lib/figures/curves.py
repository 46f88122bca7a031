"""Curves: one number against another."""

from collections.abc import Callable

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, GREEN, LINE, PINK, REJECTED, count_columns, put_legend, styled
from course_lib.losses import log_loss, squared_error
from course_lib.validation import Rejected, above, array, as_many, checked, flag, optional

# Of several curves, each in colour and shape.
_LOOKS = ((LINE, None), (GREEN, "s"), (PINK, "^"), ("#56B4E9", "v"), ("#E69F00", "D"), (ADMITTED, "P"))


@styled
@checked(ax=kinds.axes)
def step_function(ax: Axes) -> Axes:
    """Draw step(z): 0 below 0, 1 from 0 on."""
    ax.plot([-6, 0], [0, 0], color=REJECTED, linewidth=3, label="z < 0: rejected, ŷ = 0")
    ax.plot([0, 6], [1, 1], color=ADMITTED, linewidth=3, label="z ≥ 0: admitted, ŷ = 1")
    ax.plot([0], [1], "o", color=ADMITTED, markersize=9)
    ax.plot([0], [0], "o", color=REJECTED, markerfacecolor="white", markeredgewidth=2, markersize=9)
    ax.set(xlabel="score z", ylabel="prediction ŷ", xlim=(-6, 6), ylim=(-0.2, 1.2), yticks=[0, 1])
    return put_legend(ax, above=True)


@styled
@checked(ax=kinds.axes, mistakes=kinds.whole, label=kinds.name)
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
        ax.plot([first], [0], "*", color=GREEN, markersize=15, clip_on=False, label=words, linestyle="none", zorder=3)
    ax.set(xlabel="epoch", ylabel="mistakes")
    ax.set_ylim(0, max(mistakes.max(initial=1) * 1.08, 1))
    ax.set_xlim(0.5, max(len(mistakes), 2) + 0.5)
    _tick_epochs(ax)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return put_legend(ax, above=True)


@styled
@checked(
    above("high", "low"),
    ax=kinds.axes,
    function=kinds.function,
    derivative=kinds.function_or_none,
    low=kinds.place,
    high=kinds.place,
    label=optional(kinds.name),
)
def activation(
    ax: Axes,
    function: Callable[[np.ndarray], ArrayLike],
    derivative: Callable[[np.ndarray], ArrayLike] | None = None,
    low: float = -6.0,
    high: float = 6.0,
    label: str | None = None,
) -> Axes:
    """Draw an activation against the score, and its derivative dashed. Several calls may share axes.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    function, derivative : callable
        Each takes an array of scores and returns an array of the same shape. At 0 a jump may be: it is drawn as one.
    low, high : float
        The scores between which to draw.
    label : str, optional
        What the legend calls the function; its own name if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not what is wanted, or a function does not return a finite number for each score.
    """
    label = label or getattr(function, "__name__", "f").replace("<lambda>", "f")
    drawn = sum(not line.get_label().startswith(("_", "derivative of ")) for line in ax.lines)
    color, marker = _LOOKS[drawn % len(_LOOKS)]
    style = {"color": color, "marker": marker, "markersize": 5, "solid_capstyle": "butt"}
    z = _around_zero(low, high)
    values = _returned(function, "function", z)
    slopes = None if derivative is None else _returned(derivative, "derivative", z)
    ax.plot(z, values, label=label, markevery=(30, 60), **style)
    if slopes is not None:
        # Broad, pale and beneath: seen also where both lie upon each other, as ReLU and its derivative do below 0.
        style |= {"linestyle": (0, (2, 1)), "linewidth": 4, "alpha": 0.5, "zorder": 1.9}
        ax.plot(z, slopes, markevery=(60, 60), label=f"derivative of {label}", **style)
    if not drawn:
        for rule in (ax.axhline, ax.axvline):
            rule(0, color="#b8b8b8", linewidth=1, zorder=1)
    left, right = ax.get_xlim() if drawn else (low, high)
    ax.set(xlabel="score z", ylabel="activation", xlim=(min(left, low), max(right, high)))
    return put_legend(ax, above=True, last="derivative")


def _around_zero(low: float, high: float) -> np.ndarray:
    """Return scores from low to high; where 0 is between, NaN stands on both sides of it, so that a jump is a gap."""
    z = np.linspace(low, high, 601)
    if not low < 0 < high:
        return z
    near = (high - low) * 1e-9
    return np.concatenate([z[z < -near], [-near, np.nan, 0, np.nan, near], z[z > near]])


def _returned(function: Callable, name: str, z: np.ndarray) -> np.ndarray:
    """Return the function's values, NaN where z is; a gap without a jump is closed."""
    real = ~np.isnan(z)
    values = np.full_like(z, np.nan)
    try:
        found = kinds.small_enough(array(function(z[real])))
    except Rejected as sentence:
        raise ValueError(f"activation: {name} must return a finite number for each score; it {sentence}") from None
    if found.shape != z[real].shape:
        raise ValueError(
            f"activation: {name} must return one number for each score, shape {z[real].shape}, "
            f"but shape {found.shape} came."
        )
    values[real] = found
    for gap in np.flatnonzero(~real):
        before, after = values[gap - 1], values[gap + 1]
        if abs(after - before) < 1e-6:
            values[gap] = before
    return values


@styled
@checked(ax=kinds.axes, squared=flag, marks=kinds.inside)
def cost_of_one_point(ax: Axes, squared: bool = False, marks: ArrayLike = ()) -> Axes:
    """Draw what one student costs, against the probability that the model gives to label 1.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    squared : bool
        Whether half the squared errors are drawn too, dashed.
    marks : array_like, shape (k,)
        Probabilities to point out, between 0 and 1: at each a circle where the student was admitted, a cross where
        rejected, and beside them what they cost.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If `marks` holds anything but numbers between 0 and 1.
    """
    top = max([5.0, *(1.1 * log_loss([label], [p]) for p in marks for label in (0, 1))])
    p = np.linspace(0, 1, 1001)
    p = np.unique(np.concatenate([p, np.exp(-np.linspace(0, top, 200)), 1 - np.exp(-np.linspace(0, top, 200))]))
    for label, color, words in ((1, ADMITTED, "admitted, y = 1: "), (0, REJECTED, "rejected, y = 0: ")):
        said = "ŷ" if label else "(1 − ŷ)"
        ax.plot(p, [log_loss.unchecked(label, one) for one in p], color=color, label=f"{words}−ln {said}")
        if squared:
            words += "½(1 − ŷ)²" if label else "½ŷ²"
            costs = [squared_error.unchecked(label, one) for one in p]
            ax.plot(p, costs, color=color, linestyle=(0, (4, 2)), linewidth=1.8, label=words)
    for one in marks:
        _mark_cost(ax, one, log_loss)
        if squared:
            _mark_cost(ax, one, squared_error, both=False)  # for the number of the smaller there is no room
    ax.set(xlabel="ŷ, the probability of admission", ylabel="cost of one student", xlim=(0, 1), ylim=(0, top))
    ax.set_xticks(np.linspace(0, 1, 11 if count_columns(ax) == 1 else 6))
    return put_legend(ax, above=True)


def _mark_cost(ax: Axes, p: float, loss: Callable, both: bool = True) -> None:
    """Put a circle on the curve of the admitted, a cross on that of the rejected, and beside each what it costs."""
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    lower = 1 if p > 0.5 else 0
    for label, color, marker, side in ((1, ADMITTED, "o", 1), (0, REJECTED, "x", -1)):
        cost = loss([label], [p])
        ax.plot([p], [cost], marker, color=color, markeredgewidth=2, clip_on=False, zorder=4)
        text = {"textcoords": "offset points", "color": color, "path_effects": halo, "zorder": 5}
        if label == lower and not both:
            continue
        if abs(p - 0.5) > 0.1:
            ax.annotate(f"{cost:.2f}", (p, cost), (8 * side, 6), ha="left" if side > 0 else "right", **text)
        else:  # the curves are close: one number above both, the other below
            down = label == lower
            place = {"xytext": (0, -9 if down else 9), "ha": "center", "va": "top" if down else "bottom"}
            ax.annotate(f"{cost:.2f}", (p, cost), **place, **text)


@styled
@checked(ax=kinds.axes, train=kinds.curve, held_out=optional(kinds.curve), label=kinds.name)
def learning_curve(ax: Axes, train: ArrayLike, held_out: ArrayLike | None = None, label: str = "log-loss") -> Axes:
    """Draw the loss over the epochs, of the students trained on and of held-out ones.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    train : array_like, shape (epochs + 1,)
        The loss on the students trained on: before training, then after each epoch, such as ``history_["loss"]``.
    held_out : array_like, shape (epochs + 1,), optional
        The loss on held-out students. The epoch in which it is lowest is marked.
    label : str
        What was measured.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    if held_out is not None and len(held_out) != len(train):
        raise ValueError(
            f"learning_curve: held_out must have a number for each of the {len(train)} in train, "
            f"but {len(held_out)} came."
        )
    epochs = np.arange(len(train))
    when, alone = ("at the end", {}) if len(train) > 1 else ("now", {"marker": "o"})  # a line of one place is not seen
    ax.plot(epochs, train, color=LINE, label=f"trained on: {train[-1]:.3g} {when}", **alone)
    top = train.max()
    if held_out is not None:
        style = {"color": PINK, "linestyle": (0, (4, 2))}
        ax.plot(epochs, held_out, label=f"held out: {held_out[-1]:.3g} {when}", **style, **alone)
        best = int(np.argmin(held_out))
        words = f"held out, lowest:\n{held_out[best]:.3g} after epoch {best}"
        lowest = {"color": "white", "markeredgecolor": LINE, "markeredgewidth": 1.6, "linestyle": "none"}
        ax.plot([best], [held_out[best]], "D", markersize=7.5, clip_on=False, label=words, zorder=3, **lowest)
        top = max(top, held_out.max())
    ax.set(xlabel="epoch", ylabel=label, xlim=(0, 1.03 * max(len(train) - 1, 1)))
    ax.set_ylim(min(0, *train, *(() if held_out is None else held_out)), 1.06 * top if top > 0 else 1)
    _tick_epochs(ax)
    return put_legend(ax, above=True)


def _tick_epochs(ax: Axes) -> None:
    """Put numbers at some epochs, so few that three digits each have room."""
    ax.xaxis.set_major_locator(MaxNLocator(10 if count_columns(ax) == 1 else 6, integer=True))


@styled
@checked(
    as_many(parts="row", x="number"),
    ax=kinds.axes,
    x=kinds.curve,
    parts=kinds.features,
    target=optional(kinds.curve),
)
def bumps(ax: Axes, x: ArrayLike, parts: ArrayLike, target: ArrayLike | None = None) -> Axes:
    """Draw bumps, their sum, and the curve that they should come close to.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    x : array_like, shape (n,)
        The places, in order.
    parts : array_like, shape (n, k)
        A column for each bump, as `course_lib.feedforward.bump` returns it.
    target : array_like, shape (n,), optional
        The curve. The legend then says how far the sum is from it: the root of the mean squared error.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    if target is not None and len(target) != len(x):
        raise ValueError(f"bumps: target must have a number for each of the {len(x)} in x, but {len(target)} came.")
    drawn = parts.sum(axis=1)
    k = parts.shape[1]
    for i, part in enumerate(parts.T):
        ax.fill_between(x, 0, part, color=GREEN, alpha=0.16, linewidth=0)
        label = f"{k} bumps, one by one" if k > 1 else "1 bump"
        ax.plot(x, part, color=GREEN, linewidth=1, label="" if i else label)
    words = "their sum" if k > 1 else "what it draws"
    if target is not None:
        ax.plot(x, target, color=PINK, linestyle=(0, (4, 2)), label="the target curve", zorder=3)
        words += f", {np.sqrt(np.mean((drawn - target) ** 2)):.2g} off"
    ax.plot(x, drawn, color=LINE, label=words, zorder=4)
    ax.axhline(0, color="#b8b8b8", linewidth=1, zorder=1)
    ax.set(xlabel="x", ylabel="y", xlim=(x.min(), x.max() if x.max() > x.min() else x.min() + 1))
    return put_legend(ax, above=True)
