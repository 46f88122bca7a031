"""A kernel that slides over a digit: the sum at one place term by term, the map of all places, and its pool."""

import functools
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.convolution import correlate
from course_lib.data import load_digits
from course_lib.digits import PIXELS
from course_lib.explorables import base
from course_lib.explorables.base import decimals, fixed, reading, term
from course_lib.validation import Rejected, argument, array, checked, describe, flag

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PRESETS = {
    "edges upright": ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
    "edges level": ((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
    "blur": ((0.1, 0.1, 0.1), (0.1, 0.1, 0.1), (0.1, 0.1, 0.1)),
    "sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    "all zero": ((0, 0, 0), (0, 0, 0), (0, 0, 0)),
}
MODES = ("before ReLU", "after ReLU")
INK = 16  # of a pixel, at most: its grey in sixteenths, so that the sums are short numbers
LIMIT = 9  # of a number in the kernel
FARTHEST = 2  # pixels that the digit can be shifted by
SIDE = PIXELS + 2 * (2 + FARTHEST)  # of the frame: however the digit is shifted, the kernel gets wholly past its edge
MAP = SIDE - 2
DIGIT, SHIFT, PLACE = base.whole(0, 9), base.whole(-FARTHEST, FARTHEST), base.whole(0, MAP - 1)


@functools.cache
def _ten_digits() -> np.ndarray:
    """Return a 0, a 1, … and a 9, the first ten of `load_digits`, as ink of shape (10, 8, 8)."""
    return np.rint(INK * load_digits()[0][:10]).reshape(-1, PIXELS, PIXELS)


def kernel_or_name(value: object) -> list[float]:
    """Accept the name of a preset, or 3x3 numbers; returns nine numbers to hundredths, row by row."""
    if isinstance(value, str):
        if value in PRESETS:
            return np.array(PRESETS[value], float).ravel().tolist()
        raise Rejected(f"must be 3x3 numbers or one of {', '.join(PRESETS)}, but {describe(value)} came.")
    numbers = array(value)
    if numbers.shape != (3, 3):
        raise Rejected(f"must be of 3x3 numbers, but {describe(value)} came.")
    if np.max(np.abs(numbers)) > LIMIT:
        raise Rejected(f"must hold numbers from -{LIMIT} to {LIMIT}, but {describe(value)} came.")
    return (np.floor(100 * numbers + 0.5) / 100 + 0.0).ravel().tolist()


class KernelView(base.View):
    """Slides the kernel in the browser; its traits are all that it needs."""

    _esm = base.module("kernel")
    _css = base.View._css + base.FIELDS + (base.SOURCES / "kernel.css").read_text(encoding="utf-8")

    presets = traitlets.List().tag(sync=True)  # pairs: a notebook is saved with the names of a table sorted
    limit = traitlets.Int(LIMIT).tag(sync=True)
    digits = traitlets.List().tag(sync=True)  # each a text of 64 letters, a for 0 to q for 16
    kernel = traitlets.List().tag(sync=True)
    digit = traitlets.Int().tag(sync=True)
    right, down = (traitlets.Int().tag(sync=True) for _ in range(2))
    row, column = (traitlets.Int().tag(sync=True) for _ in range(2))
    relu_index = traitlets.Int().tag(sync=True)


class Kernel(base.Explorable):
    """A kernel of 3x3 numbers that slides over a handwritten digit.

    Beside the digit stands the map: at each place, how well the kernel fits what lies below it; and below the map its
    pool, the largest of each block of four. The sum is worked out at the place that is chosen. The digit stands in a
    frame so wide that a shift loses nothing: the map shifts along, and its largest value stays.

    Parameters
    ----------
    digit : int, default 3
        Which of ten real digits, one of each class.
    kernel : str or array_like of shape (3, 3), default "edges upright"
        A preset, "edges upright", "edges level", "blur", "sharpen" or "all zero"; or numbers from -9 to 9, rounded to
        hundredths.
    relu : bool
        Whether the map is shown after ReLU, which makes 0 of what is below it.
    right, down : int
        By how many pixels the digit is shifted, from -2 to 2.
    row, column : int
        The place in the map whose sum is worked out first, from 0 to 13.
    """

    digit = reading("digit", lambda self: DIGIT)
    right = reading("right", lambda self: SHIFT)
    down = reading("down", lambda self: SHIFT)
    row = reading("row", lambda self: PLACE)
    column = reading("column", lambda self: PLACE)

    @checked(digit=DIGIT, kernel=kernel_or_name, relu=flag, right=SHIFT, down=SHIFT, row=PLACE, column=PLACE)
    def __init__(
        self,
        digit: int = 3,
        kernel: str | ArrayLike = "edges upright",
        relu: bool = True,
        right: int = 0,
        down: int = 0,
        row: int = 6,
        column: int = 6,
    ):
        chosen = {"digit": digit, "right": right, "down": down}
        view = KernelView(
            presets=[[name, np.ravel(numbers).tolist()] for name, numbers in PRESETS.items()],
            digits=["".join(chr(97 + int(ink)) for ink in each.ravel()) for each in _ten_digits()],
            kernel=kernel,
            row=row,
            column=column,
            relu_index=int(relu),
            **chosen,
        )
        limits = {"digit": ("digit", 0, 9)}
        limits |= {name: (f"shift {name}", -FARTHEST, FARTHEST) for name in ("right", "down")}
        controls = {
            name: widgets.IntSlider(chosen[name], low, high, description=words, style=base.LABEL)
            for name, (words, low, high) in limits.items()
        }
        controls["relu_index"] = widgets.ToggleButtons(
            options=MODES, value=MODES[int(relu)], description="map", style=base.LABEL
        )
        super().__init__(view, controls)

    @property
    def kernel(self) -> np.ndarray:
        """The kernel, shape (3, 3)."""
        return base.read_only(np.round(self.view.kernel, 9).reshape(3, 3))

    @kernel.setter
    def kernel(self, numbers: ArrayLike) -> None:
        self.put(kernel=argument("Kernel", "kernel", kernel_or_name, numbers))

    @property
    def relu(self) -> bool:
        """Whether the map is shown after ReLU."""
        return bool(self.view.relu_index)

    @relu.setter
    def relu(self, value: bool) -> None:
        self.put(relu_index=int(argument("Kernel", "relu", flag, value)))

    def image(self) -> np.ndarray:
        """Return the digit in its frame, shape (16, 16), with ink from 0 to 16."""
        found = np.zeros((SIDE, SIDE))
        top, left = (2 + FARTHEST + shift for shift in (self.down, self.right))
        found[top : top + PIXELS, left : left + PIXELS] = _ten_digits()[self.digit]
        return found

    def sums(self) -> np.ndarray:
        """Return the sum at each place, before ReLU, shape (14, 14)."""
        return np.floor(1e9 * correlate(self.image(), self.kernel) + 0.5) / 1e9

    def map(self) -> np.ndarray:
        """Return the map that is shown, shape (14, 14)."""
        return np.maximum(self.sums(), 0) if self.relu else self.sums()

    def pool(self) -> np.ndarray:
        """Return the largest of each block of four of the map, shape (7, 7)."""
        return self.map().reshape(MAP // 2, 2, MAP // 2, 2).max(axis=(1, 3))

    def text(self) -> str:
        """Return the digit, the kernel, the sum at the place chosen and the largest of the map, in words."""
        rows = "; ".join(" ".join(fixed(each, self._decimals()) for each in row) for row in self.kernel)
        return (
            f"{'An' if self.digit == 8 else 'A'} {self.digit} "
            f"in a frame of {SIDE} by {SIDE} pixels, with ink from 0 to {INK}, shifted by "
            f"{fixed(self.right, 0)} right and {fixed(self.down, 0)} down. Kernel {rows}. {self._worked()}. "
            f"{self._largest()} The pool keeps "
            f"{fixed(self.pool()[self.row // 2, self.column // 2], self._decimals())} from its block of four."
        )

    def _decimals(self) -> int:
        return decimals(self.kernel)

    def _worked(self) -> str:
        digits, i, j = self._decimals(), self.row, self.column
        below = self.image()[i : i + 3, j : j + 3].ravel()
        weights = self.kernel.ravel()
        terms = " ".join(f"{(term if k else fixed)(weights[k], digits)} · {below[k]:.0f}" for k in range(9))
        after = f", after ReLU {fixed(self.map()[i, j], digits)}" if self.relu else ""
        return f"map[{i}, {j}] = {terms} = {fixed(self.sums()[i, j], digits)}{after}"

    def _largest(self) -> str:
        found = self.map()
        if not found.any():
            return "The map is 0 everywhere."
        i, j = np.unravel_index(np.argmax(found), found.shape)
        return f"The largest in the map is {fixed(found[i, j], self._decimals())}, at [{i}, {j}]."

    def picture(self) -> "Figure":
        """Return the digit in its frame and the map as a matplotlib Figure."""
        fig, (left, right) = figures.new(columns=2, height=3.8)
        figures.digits(
            left,
            self.image().reshape(1, -1),
            [f"{'an' if self.digit == 8 else 'a'} {self.digit} in its frame"],
            columns=1,
        )
        caption = [f"the map, {MODES[self.relu]}"]
        figures.digits(right, self.map().reshape(1, -1), caption, columns=2, signed=True)  # two across the figure
        return fig
