"""Lesson 12: right answers in other styles pass, and what the text says of numbers is true."""

from pathlib import Path

import numpy as np
import pytest
import scipy.signal

from course_lib import load_admissions
from course_lib.autodiff import Value
from course_lib.evaluation import standardize
from course_lib.exercises import beyond as check
from course_lib.explorables import Gates
from course_lib.recurrence import lstm_step

TEXT = (Path(__file__).parents[2] / "lessons" / "12_beyond.md").read_text(encoding="utf-8")


def four_loops(image, kernel):
    height, width = len(kernel), len(kernel[0])
    return [
        [
            sum(kernel[r][s] * image[i + r][j + s] for r in range(height) for s in range(width))
            for j in range(len(image[0]) - width + 1)
        ]
        for i in range(len(image) - height + 1)
    ]


def shifted_and_added(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return sum(w * image[r : r + rows, s : s + columns] for (r, s), w in np.ndenumerate(kernel))


@pytest.mark.parametrize(
    "answer",
    [
        four_loops,
        shifted_and_added,
        lambda image, kernel: scipy.signal.correlate2d(image, kernel, mode="valid"),
        lambda image, kernel: np.einsum(
            "ijrs,rs->ij", np.lib.stride_tricks.sliding_window_view(image, kernel.shape), kernel
        ),
    ],
)
def test_every_right_way_to_slide_a_kernel_passes(answer):
    assert check.correlate(answer).passed


def one_by_one(x, h, W, U, b):
    n, units = h.shape
    score = np.zeros((n, units))
    for s in range(n):
        for j in range(units):
            score[s, j] = b[j] + sum(x[s] * W[:, j]) + sum(h[s] * U[:, j])
    return [[2 / (1 + np.exp(-2 * z)) - 1 for z in row] for row in score]


def side_by_side(x, h, W, U, b):
    return np.tanh(np.hstack([x, h]) @ np.vstack([W, U]) + b)


@pytest.mark.parametrize("answer", [one_by_one, side_by_side])
def test_every_right_way_to_take_a_step_passes(answer):
    assert check.recurrent_step(answer).passed


def cell_by_parts(x, h, c, W, U, b):
    k = h.shape[1]
    score = np.dot(x, W) + np.dot(h, U) + b
    i, f, o = (1 / (1 + np.exp(-score[:, j * k : (j + 1) * k])) for j in (0, 1, 3))
    g = np.tanh(score[:, 2 * k : 3 * k])
    new = i * g + c * f
    return np.tanh(new) * o, new, i, f, g, o


def test_a_cell_in_other_words_passes():
    assert check.lstm_step(cell_by_parts).passed


@pytest.mark.parametrize("name", ["map_by_hand", "used_twice"])
def test_a_list_or_an_array_of_the_right_numbers_passes(name):
    exercise = getattr(check, name)
    assert exercise(list(exercise.reference)).passed
    assert exercise(np.array(exercise.reference)).passed


@pytest.mark.parametrize("answer", [0.182, 0.1823, (1 - np.tanh(1) ** 2) / 2 * (1 - np.tanh(np.tanh(1) / 2) ** 2)])
def test_a_slope_rounded_on_the_way_passes(answer):
    assert check.slope_through_two(answer).passed


# What the text says


def test_the_picture_and_the_kernel_of_the_text_have_the_map_that_is_asked_for():
    rows = [line.split() for line in TEXT.split("```\npicture")[1].split("```")[0].splitlines()]
    picture = np.array([rows[0][:3], *(row[:3] for row in rows[1:])], int)
    kernel = np.array([rows[0][-2:], rows[1][-2:]], int)
    assert tuple(np.ravel(four_loops(picture, kernel))) == check.map_by_hand.reference


def slope_by_nudging(T, u, h=1e-4):
    def end(first):
        state = np.tanh(first)
        for _ in range(T - 1):
            state = np.tanh(u * state)
        return state

    return (end(1 + h) - end(1 - h)) / (2 * h)


def test_what_a_plain_unit_has_left_after_fifty_steps():
    for T, printed in ((1, 0.4200), (5, 0.0979), (10, 0.0419), (20, 0.0129), (50, 0.0005)):
        assert round(slope_by_nudging(T, 0.9), 4) == printed
    assert slope_by_nudging(50, 1.1) < 1e-5
    assert slope_by_nudging(20, 0.5) < 1e-6


def test_no_larger_weight_keeps_the_slope():
    assert max(slope_by_nudging(50, u) for u in np.linspace(0.5, 3, 101)) < 0.01


def test_the_explorable_shows_what_the_text_says_of_it():
    kept = Gates()
    plain, cell = kept.slopes()[-1]
    assert plain < 0.01
    assert round(cell, 2) == 0.13
    i, c = kept.cells()[:, 2], kept.cells()[:, 1]
    assert i[0] > 0.95 > 0.1 > i[1:].max()
    assert np.ptp(c) < 0.05
    forgets = Gates(preset="forgets").cells()
    np.testing.assert_allclose(forgets[:, [2, 3, 5]], 0.5)
    assert abs(forgets[-1, 1]) < 0.3 * forgets[0, 1]


def test_the_cell_of_the_text_keeps_any_first_number_through_fifty_others():
    W, U, b = np.array([[0, 0, 1, 0], [20, -20, 0, 0]]), np.zeros((1, 4)), np.array([-10, 10, 0, 10])
    rng = np.random.default_rng(0)
    for first in rng.uniform(-3, 3, 20):
        h = c = np.zeros((1, 1))
        for t, value in enumerate([first, *rng.uniform(-3, 3, 49)]):
            h, c = lstm_step([[value, t == 0]], h, c, W, U, b)[:2]
        assert h.item() == pytest.approx(np.tanh(np.tanh(first)), abs=0.01)


def losses_without_zeros(steps, clear):
    X, y, _ = load_admissions()
    X, y = standardize(X, X)[0], y[:, None]
    w, b, found = Value(np.zeros((2, 1))), Value(np.zeros(1)), []
    for _ in range(steps):
        if clear:
            w.grad, b.grad = np.zeros((2, 1)), np.zeros(1)
        p = (Value(X) @ w + b).sigmoid()
        loss = -(p.log() * y + (1 - p).log() * (1 - y)).sum() / len(y)
        loss.backward()
        found.append(loss.data.item())
        w.data, b.data = w.data - 0.003 * w.grad, b.data - 0.003 * b.grad
    return found


def test_the_loop_with_the_bug_looks_better_and_then_climbs():
    wrong, right = losses_without_zeros(250, clear=False), losses_without_zeros(100, clear=True)
    assert [round(wrong[i], 2) for i in (99, 249)] == [0.21, 0.27]
    assert round(right[99], 2) == 0.64
    assert np.all(np.diff(right) < 0)


def test_the_numbers_of_weights_in_the_note_for_instructors():
    assert 64 * 25 + 64 * 10 + 10 == 2250
    assert 256 * 32 + 32 + 32 * 10 + 10 == 8554
