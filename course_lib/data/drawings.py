"""Digits drawn by hand-made strokes, each a little different: made up, to try a reader on.

Each digit has its strokes in a box from 0 to 1, written as most of the thirteen people of `load_digits` write it: a 7
has a bar, and the 9 ends in a hook. A drawing takes them, moves their places a little, and puts them somewhere on 32x32
cells, 14 to 26 cells high without the width of the pen, slanted to either side.
"""

import numpy as np

from course_lib.digits import PEN, SIDE, draw
from course_lib.validation import checked, few_enough, seed

HEIGHTS, SHAPES, SLANTS = (14, 26), (0.5, 0.8), (-0.15, 0.3)  # in cells; width by height; by height
WOBBLE = 0.03  # of a place in the box
RIM = 2  # cells around a drawing, before it is slanted and the pen has its width


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> list[tuple[float, float]]:
    """Return places on an ellipse, from one angle to another in degrees, counted against the clock from the right."""
    angles = np.radians(np.linspace(start, end, 24))
    return list(zip(x + across * np.cos(angles), y - down * np.sin(angles)))


STROKES = (
    [_arc(0.5, 0.5, 0.36, 0.5, 90, 450)],
    [[(0.3, 0.25), (0.55, 0), (0.55, 1)]],
    [[*_arc(0.5, 0.28, 0.36, 0.28, 160, -40), (0.12, 1), (0.9, 1)]],
    [[*_arc(0.45, 0.25, 0.36, 0.25, 150, -80), *_arc(0.45, 0.74, 0.42, 0.26, 80, -150)]],
    [[(0.45, 0), (0.08, 0.6), (0.95, 0.6)], [(0.75, 0.25), (0.62, 1)]],
    [[(0.85, 0), (0.25, 0), (0.2, 0.42), *_arc(0.45, 0.68, 0.4, 0.32, 120, -150)]],
    [[(0.6, 0), (0.3, 0.3), (0.14, 0.62), *_arc(0.5, 0.75, 0.36, 0.25, 170, -190)]],
    [[(0.1, 0.05), (0.9, 0), (0.35, 1)], [(0.2, 0.5), (0.85, 0.5)]],
    [[*_arc(0.5, 0.26, 0.3, 0.26, 270, -90), *_arc(0.5, 0.75, 0.37, 0.25, 90, -270)]],
    [[*_arc(0.5, 0.28, 0.34, 0.28, 0, 360), (0.84, 0.3), (0.84, 0.7), (0.7, 0.94), (0.5, 1), (0.2, 0.95)]],
)


def strokes_of(digit: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Return the strokes of a digit, varied and somewhere on the cells."""
    height = rng.uniform(*HEIGHTS)
    width = height * rng.uniform(*SHAPES)
    slant = rng.uniform(*SLANTS)
    corner = rng.uniform(RIM, SIDE - RIM - np.array([width, height]))
    strokes = []
    for stroke in map(np.array, STROKES[digit]):
        moves = rng.normal(0, WOBBLE, (2, 4))
        moved = stroke.T + [np.interp(np.linspace(0, 3, len(stroke)), range(4), each) for each in moves]
        across = moved[0] * width + slant * height * (0.5 - moved[1])
        strokes.append(np.column_stack([corner[0] + across, corner[1] + moved[1] * height]).clip(1, SIDE - 1))
    return strokes


@checked(n=few_enough, random_state=seed)
def load_drawings(n: int = 20, random_state: object = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return drawings of all ten digits, made of strokes. They are synthetic: no hand drew them.

    Parameters
    ----------
    n : int
        How many of each digit.
    random_state : None, int, or numpy random generator
        Where the variations come from; a number gives the same each time.

    Returns
    -------
    drawings : ndarray of int, shape (10 n, 32, 32)
        1 where there is ink, else 0: first n zeros, then n ones, and so on.
    y : ndarray of int, shape (10 n,)
        Which digit is meant.
    """
    rng = np.random.default_rng(random_state)
    y = np.repeat(np.arange(10), n)
    return np.array([draw.unchecked(strokes_of(digit, rng), PEN) for digit in y]), y
