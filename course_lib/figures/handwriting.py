"""Digits as pictures, the weights of hidden units as pictures, and who is taken for whom."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_lib import evaluation
from course_lib.figures import kinds
from course_lib.figures.base import ADMITTED, BLUE, LINE, REJECTED, styled
from course_lib.validation import (
    Rejected,
    Relation,
    as_many,
    checked,
    class_numbers,
    count,
    flag,
    optional,
)

MOST_PICTURES = 100
MOST_CLASSES = 20
APART = 1.2  # from one picture to the next, in widths of a picture
SQUARE = np.array([[(-1, -1), (1, -1), (1, 1), (-1, 1)]])
CROSS = np.array([[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]])
CAPTION = 0.3  # the room of a line of words beneath a picture


def square_pictures(value: object) -> np.ndarray:
    """Accept rows of as many numbers as a square picture has."""
    X = kinds.features(value)
    if np.sqrt(X.shape[1]) % 1:
        raise Rejected(f"must have rows of square pictures, such as 64 numbers for 8x8, but {X.shape[1]} came.")
    if len(X) > MOST_PICTURES:
        raise Rejected(f"must have at most {MOST_PICTURES} pictures, but {len(X)} came.")
    return X


def few_classes(value: object) -> int:
    """Accept a number of classes that has room in a table."""
    if count(value) <= MOST_CLASSES:
        return int(value)
    raise Rejected(f"must be at most {MOST_CLASSES} to be drawn, but {value} came.")


def _one_each(captions: list[str] | None, X: np.ndarray) -> str | None:
    if captions is None or len(captions) == len(X):
        return None
    return f"must hold a caption for each picture, {len(X)}, but {len(captions)} came."


@styled
@checked(
    Relation("captions", "X", _one_each),
    ax=kinds.axes,
    X=square_pictures,
    captions=optional(kinds.names()),
    columns=kinds.side_by_side,
    signed=flag,
)
def digits(
    ax: Axes, X: ArrayLike, captions: Sequence[str] | None = None, columns: int = 10, signed: bool = False
) -> Axes:
    """Draw rows of numbers as square pictures, several beside each other.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    X : array_like, shape (n, side²)
        A row for each picture, at most 100: a digit's ink, from 0, white, to the most, black; or weights.
    captions : sequence of n str, optional
        Words beneath each picture.
    columns : int
        How many stand side by side, at most 20.
    signed : bool
        Whether the numbers have a sign, as weights have: then a blue square is positive and an orange cross negative,
        the larger the further from 0, in each picture on its own scale.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the numbers are not finite, or negative without `signed`, a row makes no square, or the captions are not as
        many.
    """
    if not signed and X.min(initial=0) < 0:
        raise ValueError(f"digits: X must hold ink, 0 or more, unless signed is True, but {X.min():g} came.")
    deep = APART + (CAPTION if captions is not None else 0)
    for i, row in enumerate(X):
        left, top = i % columns * APART, i // columns * deep
        if signed:
            _weights(ax, row, left, top)
        else:
            side = int(np.sqrt(len(row)))
            most = max(float(X.max()), 1e-300)
            ax.imshow(row.reshape(side, side), cmap="gray_r", vmin=0, vmax=most, extent=(left, left + 1, top + 1, top))
        ax.add_patch(Rectangle((left, top), 1, 1, fill=False, edgecolor="#999999", linewidth=0.8))
        if captions is not None:
            ax.text(left + 0.5, top + 1.04, captions[i], ha="center", va="top")
    wide, lines = min(len(X), columns), -(-len(X) // columns)
    ax.set(xlim=(-0.05, wide * APART - APART + 1.05), ylim=(lines * deep - 0.05, -0.05), aspect="equal")
    ax.axis("off")
    return ax


def _weights(ax: Axes, row: np.ndarray, left: float, top: float) -> None:
    """Draw squares and crosses whose areas are the sizes of the numbers; the largest nearly fills its pixel."""
    side = int(np.sqrt(len(row)))
    down, across = (np.mgrid[:side, :side] + 0.5) / side
    places = np.column_stack([left + across.ravel(), top + down.ravel()])
    half = 0.42 * np.sqrt(np.abs(row) / (np.abs(row).max() or 1)) / side
    for sign, corners in ((1, SQUARE), (-1, CROSS)):
        some = (np.sign(row) == sign) & (half > 0.08 / side)
        marks = places[some, None, None] + half[some, None, None, None] * corners
        parts = marks.reshape(-1, corners.shape[1], 2)
        if sign > 0:
            ax.add_collection(PolyCollection(parts, facecolors=ADMITTED, linewidths=0))
        else:
            ax.add_collection(LineCollection(parts, colors=REJECTED, linewidths=1))


@styled
@checked(
    as_many(predicted="prediction", y="label"),
    ax=kinds.axes,
    y=class_numbers,
    predicted=class_numbers,
    k=few_classes,
)
def class_confusions(ax: Axes, y: ArrayLike, predicted: ArrayLike, k: int = 10) -> Axes:
    """Draw how often each class was taken for which; what is right stands on the tinted diagonal.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    y : array_like, shape (n,)
        The true classes, 0 to k - 1.
    predicted : array_like, shape (n,)
        What was said.
    k : int
        The number of classes, at most 20.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an argument holds anything but whole numbers from 0 to k - 1, or the lengths differ.
    """
    counts = evaluation.class_confusions(y, predicted, k)
    for truth, said in np.ndindex(k, k):
        n = counts[truth, said]
        tint = BLUE if truth == said else {"facecolor": "#fbd9c0" if n else "white"}
        ax.add_patch(Rectangle((said, truth), 1, 1, **tint))
        if n:
            words = {"ha": "center", "va": "center", "fontweight": "normal" if truth == said else "bold"}
            ax.text(said + 0.5, truth + 0.5, f"{n}", color=LINE, **words)
    for place in range(k + 1):
        ax.plot([0, k], [place, place], [place, place], [0, k], color="#cccccc", linewidth=0.8)
    ax.set(xlim=(0, k), ylim=(k, 0), aspect="equal", xlabel="what the network says", ylabel="what is true")
    ax.set_xticks(np.arange(k) + 0.5, range(k))
    ax.set_yticks(np.arange(k) + 0.5, range(k))
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    return ax
