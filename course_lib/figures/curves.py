"""Curves: one number over another."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, LINE, REJECTED, put_legend, styled
from course_lib.validation import checked


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
@checked(ax=kinds.axes, mistakes=kinds.whole)
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
    return put_legend(ax, above=True)
