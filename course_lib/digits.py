"""A drawing becomes what a network reads: brought to size, thickened, and counted in blocks, as the digits were.

The 1,797 digits of `course_lib.data.load_digits` began as bitmaps of 32x32 cells, ink or none. A program of NIST had
brought each of them to the same size, and all strokes to about the same thickness; then the ink was counted in blocks
of 4x4 cells, which gives 8x8 numbers from 0 to 16. Here the same is done to a drawing, step by step: `bounding_box`,
`center_and_scale`, `thicken`, `count_blocks`, and all of it in `features_of`. The steps are made anew from what the
digits look like, since the program itself does not come with them: each of the digits fills all 8 rows of blocks, and
seven of eight have no ink outside the middle 6 columns.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import (
    Rejected,
    Relation,
    array,
    checked,
    count,
    describe,
    entries,
    is_whole,
    matrix,
    one_of,
    positive,
    table,
)

SIDE = 32  # cells of a drawing, across and down
BLOCK = 4
PIXELS = SIDE // BLOCK
ROWS, COLUMNS = 32, 24  # the room that a digit is brought to: all rows of blocks, and the middle 6 columns
LEAST_INK = 240  # cells; ninety-nine of a hundred digits have 251 or more
SMALLEST = 6  # cells that a drawing has across or down; less is a dot
PEN = 1.6  # cells from the middle of a stroke to its rim
FARTHEST = 1_000_000  # cells that a place of a stroke may be away
PREPARATIONS = ("as drawn", "to size", "to size, thick")
READER = Path(__file__).parent / "data" / "digit_reader.csv"


def bitmap(value: object) -> np.ndarray:
    """Accept a table of 0 and 1, with a 1 in it at least, as whole numbers."""
    cells = array(value)
    if cells.ndim != 2 or not cells.size:
        raise Rejected(f"must be a table of cells, 0 or 1, but {describe(cells)} came.")
    if not np.all((cells == 0) | (cells == 1)):
        raise Rejected(f"must hold 0 and 1 only, but {cells[(cells != 0) & (cells != 1)][0]:g} came.")
    if not cells.any():
        raise Rejected("must have something drawn on it, but every cell is 0.")
    return cells.astype(int)


def blank_or_bitmap(value: object) -> np.ndarray:
    """Accept a table of 0 and 1, as whole numbers."""
    cells = array(value)
    return cells.astype(int) if cells.ndim == 2 and cells.size and not cells.any() else bitmap(cells)


def drawing(value: object) -> np.ndarray:
    """Accept a drawing, 32x32 cells of 0 and 1, of something larger than a dot."""
    cells = bitmap(value)
    if cells.shape != (SIDE, SIDE):
        raise Rejected(f"must be a drawing of {SIDE}x{SIDE} cells, but {describe(cells)} came.")
    height, width = _size(cells)
    if max(height, width) < SMALLEST:
        raise Rejected(
            f"must be larger than a dot, {SMALLEST} cells across or down, but this has {width} across and "
            f"{height} down."
        )
    return cells


def pictures(value: object) -> np.ndarray:
    """Accept a row of 64 numbers for each digit."""
    X = table(value)
    if X.shape[1] != PIXELS**2:
        raise Rejected(f"must have a row of {PIXELS**2} numbers for each digit, but {describe(X)} came.")
    return X


def pixels(value: object) -> int:
    """Accept how many pixels to shift by, from -8 to 8."""
    if is_whole(value) and -PIXELS <= value <= PIXELS:
        return int(value)
    raise Rejected(f"must be a whole number from {-PIXELS} to {PIXELS}, but {describe(value)} came.")


def strokes_of(value: object) -> list[np.ndarray]:
    """Accept a list of strokes, each a row (across, down) for every place that the pen goes to."""
    found = entries(value)
    if not found:
        raise Rejected(f"must be a list of strokes, but {describe(value)} came.")
    strokes = [matrix(each) for each in found]
    if any(stroke.shape[1] != 2 for stroke in strokes):
        raise Rejected("must be a list of strokes, each with a row (across, down) for every place the pen goes to.")
    farthest = max(float(np.abs(stroke).max()) for stroke in strokes)
    if farthest > FARTHEST:
        raise Rejected(f"must hold places at most {FARTHEST:,} cells away, but {farthest:g} came.")
    return strokes


def _size(cells: np.ndarray) -> tuple[int, int]:
    top, bottom, left, right = bounding_box.unchecked(cells)
    return bottom - top, right - left


def _divides(size: int, cells: np.ndarray) -> str | None:
    if cells.shape[0] % size == cells.shape[1] % size == 0:
        return None
    return f"must divide the rows and the columns, {cells.shape[0]} and {cells.shape[1]}, but {size} came."


@checked(bitmap=bitmap)
def bounding_box(bitmap: ArrayLike) -> tuple[int, int, int, int]:
    """Return the smallest box that holds all the ink.

    Parameters
    ----------
    bitmap : array_like, shape (rows, columns)
        1 where there is ink, else 0. There must be some.

    Returns
    -------
    top, bottom, left, right : int
        The ink is in ``bitmap[top:bottom, left:right]``.

    Raises
    ------
    ValueError
        If the cells are not 0 and 1, or all 0.

    Examples
    --------
    >>> print(*bounding_box([[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0]]))
    1 3 1 3
    """
    rows = np.flatnonzero(bitmap.any(axis=1))
    columns = np.flatnonzero(bitmap.any(axis=0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


@checked(Relation("size", "bitmap", _divides), bitmap=blank_or_bitmap, size=count)
def count_blocks(bitmap: ArrayLike, size: int = BLOCK) -> np.ndarray:
    """Count the ink in blocks of size x size cells.

    Parameters
    ----------
    bitmap : array_like, shape (rows, columns)
        1 where there is ink, else 0.
    size : int
        The side of a block, which divides the rows and the columns.

    Returns
    -------
    ndarray of int, shape (rows / size, columns / size)
        How many cells of each block have ink, from 0 to size².

    Raises
    ------
    ValueError
        If the cells are not 0 and 1, or the blocks do not fit.

    Examples
    --------
    >>> print(count_blocks([[1, 1, 0, 0], [1, 0, 0, 1]], size=2))
    [[3 1]]
    """
    rows, columns = bitmap.shape
    blocks = bitmap.reshape(rows // size, size, columns // size, size)
    return blocks.sum(axis=(1, 3))


@checked(bitmap=drawing)
def center_and_scale(bitmap: ArrayLike) -> np.ndarray:
    """Bring a drawing to size: the box around its ink as large as 32 rows and 24 columns hold it, its shape kept.

    Parameters
    ----------
    bitmap : array_like, shape (32, 32)
        1 where there is ink, else 0.

    Returns
    -------
    ndarray of int, shape (32, 32)
        The box, in the middle. Each cell takes what is drawn at its place in the box around the ink; where that was
        larger, the cells between are left out.

    Raises
    ------
    ValueError
        If this is no drawing of 32x32 cells, nothing is drawn, or only a dot.
    """
    top, bottom, left, right = bounding_box.unchecked(bitmap)
    height, width = bottom - top, right - left
    tall, wide = _room(height, width)
    rows = top + (2 * np.arange(tall) + 1) * height // (2 * tall)
    columns = left + (2 * np.arange(wide) + 1) * width // (2 * wide)
    above, before = (SIDE - tall) // 2, (SIDE - wide) // 2
    placed = np.zeros_like(bitmap)
    placed[above : above + tall, before : before + wide] = bitmap[np.ix_(rows, columns)]
    return placed


def _room(height: int, width: int) -> tuple[int, int]:
    """Return the rows and columns of a box of this shape that just fits; whole numbers, halves rounded up."""
    if ROWS * width <= COLUMNS * height:
        return ROWS, max(1, (2 * ROWS * width + height) // (2 * height))
    return max(1, (2 * COLUMNS * height + width) // (2 * width)), COLUMNS


@checked(bitmap=drawing)
def thicken(bitmap: ArrayLike) -> np.ndarray:
    """Thicken the strokes by a cell all round, again and again, until 240 cells or more have ink.

    Parameters
    ----------
    bitmap : array_like, shape (32, 32)
        1 where there is ink, else 0.

    Returns
    -------
    ndarray of int, shape (32, 32)
        The drawing itself where it has 240 cells of ink already.

    Raises
    ------
    ValueError
        If this is no drawing of 32x32 cells, nothing is drawn, or only a dot.
    """
    inked = np.pad(bitmap, 1)
    while inked[1:-1, 1:-1].sum() < LEAST_INK:
        inner = inked[1:-1, 1:-1] | inked[:-2, 1:-1] | inked[2:, 1:-1] | inked[1:-1, :-2] | inked[1:-1, 2:]
        inked = np.pad(inner, 1)
    return inked[1:-1, 1:-1].copy()


@checked(bitmap=drawing, preparation=one_of(*PREPARATIONS))
def features_of(bitmap: ArrayLike, preparation: str = "to size, thick") -> np.ndarray:
    """Return what the network gets of a drawing: 64 shares of ink, from 0 to 1, row by row.

    Parameters
    ----------
    bitmap : array_like, shape (32, 32)
        1 where there is ink, else 0.
    preparation : {"to size, thick", "to size", "as drawn"}
        Whether the drawing is brought to size first, and thickened: `center_and_scale`, `thicken`.

    Returns
    -------
    ndarray of shape (64,)
        `count_blocks`, divided by 16.

    Raises
    ------
    ValueError
        If this is no drawing of 32x32 cells, nothing is drawn, or only a dot.

    Examples
    --------
    >>> bitmap = draw([[[3, 3], [3, 12]]])
    >>> print((16 * features_of(bitmap, "as drawn").reshape(8, 8)).astype(int)[:4, :3])
    [[ 8  2  0]
     [12  4  0]
     [12  4  0]
     [ 5  1  0]]
    """
    if preparation != "as drawn":
        bitmap = center_and_scale.unchecked(bitmap)
    if preparation == "to size, thick":
        bitmap = thicken.unchecked(bitmap)
    return count_blocks.unchecked(bitmap, BLOCK).ravel() / BLOCK**2


@checked(strokes=strokes_of, pen=positive)
def draw(strokes: Sequence[ArrayLike], pen: float = PEN) -> np.ndarray:
    """Draw strokes on 32x32 cells, as the pen of `course_lib.explorables.ReadDigit` does.

    Parameters
    ----------
    strokes : list of array_like, each of shape (k, 2)
        The places that the pen goes to, across and down in cells; each stroke is a line through its own.
    pen : float
        Half of the pen's width, above 0.

    Returns
    -------
    ndarray of int, shape (32, 32)
        1 where the middle of a cell is no further than `pen` from a stroke, else 0.

    Raises
    ------
    ValueError
        If a stroke is no row of places, a place is more than 1,000,000 cells away, or the pen is not above 0.
    """
    starts = np.concatenate(strokes)
    ends = np.concatenate([np.vstack([stroke[1:], stroke[-1:]]) for stroke in strokes])
    (x, y), (along, down) = starts.T[:, :, None, None], (ends - starts).T[:, :, None, None]
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    length = along * along + down * down
    reach = ((columns - x) * along + (rows - y) * down) / np.where(length > 0, length, 1)
    reach = np.clip(reach, 0, 1)
    apart = (columns - x - reach * along) ** 2 + (rows - y - reach * down) ** 2
    return (apart <= pen * pen).any(axis=0).astype(int)


@checked(X=pictures, right=pixels, down=pixels)
def shift_digits(X: ArrayLike, right: int = 0, down: int = 0) -> np.ndarray:
    """Shift digits of 8x8 pixels by whole pixels; what leaves the picture is lost, and what comes in is 0.

    Parameters
    ----------
    X : array_like, shape (n, 64)
        A row for each digit.
    right, down : int
        By how many pixels, from -8 to 8; below 0 to the left, and up.

    Returns
    -------
    ndarray of shape (n, 64)

    Raises
    ------
    ValueError
        If the rows are not of 64 finite numbers, or a shift is no whole number from -8 to 8.
    """
    digits = X.reshape(-1, PIXELS, PIXELS)
    padded = np.pad(digits, [(0, 0), (PIXELS, PIXELS), (PIXELS, PIXELS)])
    top, left = PIXELS - down, PIXELS - right
    return padded[:, top : top + PIXELS, left : left + PIXELS].reshape(len(X), -1)


def load_reader() -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return a network that reads digits, 64-32-10 with ReLU and softmax, as it was trained for lesson 11.

    Returns
    -------
    weights : list of ndarray, shapes (64, 32) and (32, 10)
    biases : list of ndarray, shapes (32,) and (10,)
        As `course_lib.feedforward.forward` takes them.

    Notes
    -----
    Of `load_digits` it has seen 1,347; the 450 that `train_test_split` holds out with ``test_size=0.25`` and
    ``random_state=0`` it has not. It is ``MLPClassifier(32, learning_rate_init=0.003, batch_size=32, random_state=2)``
    after sixty epochs, with its numbers rounded to three decimals, which changes none of the 450 answers.
    `python -m course_lib.data.reader` trains it again and writes the file.
    """
    rows = [np.array(line.split(","), dtype=float) for line in READER.read_text(encoding="utf-8").split()]
    layers = [np.stack(rows[: PIXELS**2 + 1]), np.stack(rows[PIXELS**2 + 1 :])]
    return [layer[:-1] for layer in layers], [layer[-1] for layer in layers]
