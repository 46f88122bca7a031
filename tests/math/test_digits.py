"""A drawing becomes what a network reads, step by step; the reader of digits; drawings made of strokes."""

import doctest
import hashlib
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_lib import digits
from course_lib.data import load_digits, reader
from course_lib.data.drawings import load_drawings
from course_lib.digits import (
    LEAST_INK,
    PREPARATIONS,
    READER,
    bounding_box,
    center_and_scale,
    count_blocks,
    draw,
    features_of,
    load_reader,
    shift_digits,
    thicken,
)
from course_lib.feedforward import forward

CHECKSUM = "cb4449c40d7ac6110d1ecf53f3573316f68b50eb0f875766f71f5bb9e5028092"
CELLS = arrays(int, (32, 32), elements=st.integers(0, 1))


def ink(top, bottom, left, right):
    """Return a drawing with one full box."""
    cells = np.zeros((32, 32), dtype=int)
    cells[top:bottom, left:right] = 1
    return cells


# The digits


def test_the_digits_are_those_that_the_lesson_speaks_of():
    X, y = load_digits()
    assert X.shape == (1797, 64)
    assert (X.min(), X.max()) == (0, 1)
    assert np.array_equal(16 * X, np.round(16 * X))
    assert set(y.tolist()) == set(range(10))
    assert 174 <= np.bincount(y).min() <= np.bincount(y).max() <= 183
    digits = X.reshape(-1, 8, 8)
    assert np.all(digits.sum(axis=2) > 0)
    assert digits[:, :, 1:7].sum() / digits.sum() > 0.997
    assert np.mean(16 * X.sum(axis=1) >= 251) > 0.95 - 1e-3


# Box, size, thickness, blocks


@given(CELLS.filter(np.any))
def test_the_box_holds_all_ink_and_is_as_small_as_it_can_be(cells):
    top, bottom, left, right = bounding_box(cells)
    box = cells[top:bottom, left:right]
    assert box.sum() == cells.sum()
    assert box[0].any() and box[-1].any() and box[:, 0].any() and box[:, -1].any()


@given(CELLS, st.sampled_from([1, 2, 4, 8, 16, 32]))
def test_blocks_are_counted_as_a_loop_counts_them(cells, size):
    counts = count_blocks(cells, size)
    n = 32 // size
    assert counts.shape == (n, n)
    assert counts.sum() == cells.sum()
    for i, j in [(0, 0), (n - 1, 0), (n // 2, n - 1)]:
        assert counts[i, j] == sum(cells[i * size + k // size, j * size + k % size] for k in range(size * size))


@pytest.mark.parametrize(
    ("box", "room"),
    [
        ((4, 20, 3, 15), (0, 32, 4, 28)),  # 16x12 fits 32x24 exactly
        ((4, 20, 3, 7), (0, 32, 12, 20)),  # taller: all rows
        ((28, 32, 0, 32), (14, 17, 4, 28)),  # wider: 24 columns, three rows
        ((0, 32, 0, 32), (4, 28, 4, 28)),
        ((10, 16, 10, 11), (0, 32, 13, 18)),  # 5 columns and a third
        ((31, 32, 26, 32), (14, 18, 4, 28)),
    ],
)
def test_a_box_is_brought_to_size_and_to_the_middle(box, room):
    assert np.array_equal(center_and_scale(ink(*box)), ink(*room))


def test_what_has_its_size_stays_and_nothing_depends_on_the_place():
    """With a full rim: of one that has little ink, a box that becomes smaller may leave out all."""
    noise = np.random.default_rng(0).integers(0, 2, (32, 32))
    for height, width in product(range(2, 33, 2), range(6, 33)):
        cells = ink(0, height, 0, width)
        cells[1 : height - 1, 1 : width - 1] = noise[1 : height - 1, 1 : width - 1]
        once = center_and_scale(cells)
        top, bottom, left, right = bounding_box(once)
        assert (bottom - top == 32 and right - left <= 24) or (right - left == 24 and bottom - top <= 32)
        assert np.array_equal(center_and_scale(once), once)
        assert np.array_equal(center_and_scale(np.roll(cells, (32 - height, 32 - width), axis=(0, 1))), once)


def test_strokes_are_thickened_until_there_is_ink_enough():
    line = ink(2, 30, 16, 17)
    thick = thicken(line)
    assert LEAST_INK <= thick.sum() < LEAST_INK + 64
    assert np.all(thick >= line)
    assert np.array_equal(thicken(ink(0, 32, 0, 8)), ink(0, 32, 0, 8))
    once = thicken(ink(0, 31, 10, 17))  # 217 cells: a cell all round is enough
    assert once.sum() == 217 + 7 + 2 * 31  # none above, at the upper rim; no corners
    assert line.sum() == 28


def test_features_by_hand():
    cells = ink(4, 20, 3, 15)
    assert np.array_equal(features_of(cells, "as drawn"), count_blocks(cells).ravel() / 16)
    assert np.array_equal(features_of(cells, "to size").reshape(8, 8), np.pad(np.ones((8, 6)), [(0, 0), (1, 1)]))
    assert np.array_equal(features_of(cells), features_of(cells, "to size, thick"))


def test_a_stroke_inks_what_is_near_it():
    cells = draw([[(10.5, 4.5), (10.5, 20.5)]], pen=1)
    assert np.array_equal(cells[4:21], np.tile(np.isin(np.arange(32), (9, 10, 11)), (17, 1)))
    assert draw([[(3.5, 3.5)]], pen=0.5).sum() == 1
    assert not draw([[(100, 100), (200, 100)]]).any()
    assert np.array_equal(draw([[(1, 2), (9, 8)]]), draw([[(9, 8), (1, 2)]]))


@given(st.integers(-8, 8), st.integers(-8, 8))
def test_a_shift_loses_what_leaves_and_brings_in_nothing(right, down):
    digits = np.random.default_rng(0).random((3, 8, 8)) + 1
    moved = shift_digits(digits.reshape(3, 64), right, down).reshape(3, 8, 8)
    for i, j in np.ndindex(8, 8):
        inside = 0 <= i - down < 8 and 0 <= j - right < 8
        assert np.array_equal(moved[:, i, j], digits[:, i - down, j - right] if inside else np.zeros(3))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: bounding_box(np.zeros((4, 4))), "bounding_box: bitmap must have something drawn on it"),
        (lambda: bounding_box([[0, 2]]), "bounding_box: bitmap must hold 0 and 1 only, but 2 came"),
        (lambda: count_blocks(np.ones((5, 4)), 4), "count_blocks: size must divide the rows and the columns, 5 and 4"),
        (lambda: features_of(np.zeros((32, 32))), "features_of: bitmap must have something drawn on it"),
        (lambda: features_of(ink(3, 4, 3, 4)), "features_of: bitmap must be larger than a dot"),
        (lambda: center_and_scale(ink(3, 8, 3, 8)), "center_and_scale: bitmap must be larger than a dot"),
        (lambda: thicken(np.ones((8, 8))), "thicken: bitmap must be a drawing of 32x32 cells"),
        (lambda: features_of(ink(3, 9, 3, 4), "upright"), "features_of: preparation must be one of as drawn"),
        (lambda: draw([]), "draw: strokes must be a list of strokes"),
        (lambda: draw([[(1, 2, 3)]]), "draw: strokes must be a list of strokes, each with a row"),
        (lambda: shift_digits(np.ones((2, 63)), 1), "shift_digits: X must have a row of 64 numbers"),
        (lambda: shift_digits(np.ones((2, 64)), 9), "shift_digits: right must be a whole number from -8 to 8"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_smallest_drawing_that_is_no_dot():
    assert features_of(ink(3, 9, 3, 4)).sum() > 0
    assert features_of(ink(31, 32, 26, 32)).sum() > 0


# The reader


def read(rows):
    return forward(rows, *load_reader(), "relu", "softmax")[-1]


def test_the_reader_is_the_one_that_the_lesson_speaks_of():
    assert hashlib.sha256(READER.read_bytes()).hexdigest() == CHECKSUM
    weights, biases = load_reader()
    assert [W.shape for W in weights] == [(64, 32), (32, 10)]
    assert [b.shape for b in biases] == [(32,), (10,)]


def test_the_recipe_makes_a_reader_that_says_the_same(tmp_path):
    X_train, X_test, y_train, y_test = reader.split()
    model = reader.train(X_train, y_train)
    p = read(X_test)
    assert np.mean(p.argmax(axis=1) == y_test) > 0.97
    assert np.mean(p.argmax(axis=1) == model.predict(X_test)) > 0.98  # 1 with the same arithmetic
    assert np.median(np.abs(p - model.predict_proba(X_test))) < 1e-3


# Drawings


def test_drawings_are_the_same_for_a_seed_and_fit_their_frame():
    drawings, y = load_drawings(2, random_state=5)
    again, _ = load_drawings(2, random_state=5)
    assert drawings.shape == (20, 32, 32)
    assert np.array_equal(drawings, again)
    assert y.tolist() == [digit for digit in range(10) for _ in range(2)]
    assert len({each.tobytes() for each in drawings}) == 20


def test_ten_drawings_of_each_digit_are_read_once_they_look_like_the_data():
    """As drawn one in four is read, brought to size nine in ten. The worst digit is the 6."""
    drawings, y = load_drawings(10, random_state=0)
    shares = {}
    for how in PREPARATIONS:
        said = read(np.array([features_of(each, how) for each in drawings])).argmax(axis=1)
        shares[how] = np.mean(said == y)
    assert shares == pytest.approx({"as drawn": 0.24, "to size": 0.87, "to size, thick": 0.88}, abs=0.011)
    right = [np.mean(said[y == digit] == digit) for digit in range(10)]
    assert min(right) >= 0.5


def test_the_examples_are_right():
    result = doctest.testmod(digits)
    assert result.attempted and not result.failed
