"""Whether a model can be trusted, in pictures."""

from collections.abc import Sequence

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_lib import evaluation
from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, BLUE, LINE, ORANGE, REJECTED, put_legend, styled
from course_lib.validation import as_many, checked, few_enough, labels, predictions, probabilities


@styled
@checked(
    as_many(p="probability", y="label"),
    ax=kinds.axes,
    y=labels,
    p=probabilities,
    bins=few_enough,
    label_name=kinds.name,
)
def calibration(ax: Axes, y: ArrayLike, p: ArrayLike, bins: int = 10, label_name: str = "admitted") -> Axes:
    """Draw how often label 1 is true where the model says so with a given probability.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    y : array_like, shape (n,)
        The labels.
    p : array_like, shape (n,)
        The probabilities of label 1.
    bins : int
        Into how many bins of equal width the probabilities go. Bins without a student are left out; the others show how
        many they hold, by a number and by the size of the circle.
    label_name : str
        Name of label 1.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument is not finite or not of its shape. The message names it.
    """
    means, shares, counts = evaluation.calibration(y, p, bins)
    ax.plot([0, 1], [0, 1], color="#777777", linestyle="--", linewidth=1.5, label="as the model says", zorder=2)
    ax.plot(means, shares, color="#9ecae6", linewidth=1.5, zorder=2.5)
    sizes = 30 + 150 * counts / counts.max()
    words = "as it turned out\n(number: how many)"
    ax.scatter(means, shares, s=sizes, color=ADMITTED, edgecolors="white", label=words, zorder=3, clip_on=False)
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    for mean, share, n, size in zip(means, shares, counts, sizes):
        side = 1 if share < 0.9 else -1
        place = {"xytext": (0, side * (np.sqrt(size) / 2 + 2)), "ha": "center", "va": "bottom" if side > 0 else "top"}
        ax.annotate(f"{n}", (mean, share), textcoords="offset points", path_effects=halo, zorder=4, **place)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel=f"ŷ, the probability of being {label_name}")
    ax.set(ylabel=f"share that was {label_name}", xticks=np.linspace(0, 1, 6), yticks=np.linspace(0, 1, 6))
    return put_legend(ax)


@styled
@checked(
    as_many(predicted="prediction", y="label"),
    ax=kinds.axes,
    y=labels,
    predicted=predictions,
    label_names=kinds.names(2),
)
def confusion_matrix(
    ax: Axes, y: ArrayLike, predicted: ArrayLike, label_names: Sequence[str] = ("rejected", "admitted")
) -> Axes:
    """Draw how many of each label got which prediction; where the prediction is right, the field is tinted.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    y : array_like, shape (n,)
        The labels.
    predicted : array_like, shape (n,)
        The predictions, 0 or 1.
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
    counts = evaluation.confusion_matrix(y, predicted)
    for truth in (0, 1):
        for said in (0, 1):
            tint = (ORANGE, BLUE)[truth] if truth == said else {"facecolor": "white"}
            ax.add_patch(Rectangle((said, truth), 1, 1, **tint))
            ax.add_patch(Rectangle((said, truth), 1, 1, fill=False, edgecolor=LINE, linewidth=1.4))
            n = counts[truth, said]
            color = (REJECTED, ADMITTED)[truth] if truth == said else LINE
            ax.text(
                said + 0.5, truth + 0.42, f"{n}", ha="center", va="center", fontsize=24, color=color, fontweight="bold"
            )
            words = f"{'right' if truth == said else 'wrong'} {('no', 'yes')[said]}"
            ax.text(said + 0.5, truth + 0.74, words, ha="center", va="center")
    rows = [f"{name}\n({total} of {len(y)})" for name, total in zip(label_names, counts.sum(axis=1))]
    columns = [f"{name}\n({total} of {len(y)})" for name, total in zip(label_names, counts.sum(axis=0))]
    ax.set(xlim=(0, 2), ylim=(2, 0), aspect="equal", xlabel="prediction", ylabel="truth y")
    ax.set_xticks([0.5, 1.5], columns)
    ax.set_yticks([0.5, 1.5], rows)
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    return ax
