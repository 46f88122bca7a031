"""Lesson 12: right answers in other styles pass, and what the text says of numbers is true."""

import ast
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
from sklearn.linear_model import RidgeClassifier

from course_lib import load_admissions
from course_lib.autodiff import Value
from course_lib.data import load_digits
from course_lib.evaluation import standardize
from course_lib.exercises import beyond as check
from course_lib.explorables import Gates
from course_lib.explorables.gates import SEQUENCE
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


def room_like_the_picture(image, kernel):
    (height, width) = kernel.shape
    found = np.zeros_like(image[height - 1 :, width - 1 :])
    for i, j in np.ndindex(found.shape):
        found[i, j] = np.sum(kernel * image[i : i + height, j : j + width])
    return found


def split_in_rows(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c, i, f, g, o


def all_of_g_let_in(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c = f * c + g
    return np.tanh(c) * o, c, i, f, g, o


def scores_as_they_are(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    c = f * c + i * g
    return np.tanh(c) * o, c, i, f, g, o


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        ("correlate", room_like_the_picture, "`np.zeros(shape)` always makes room for decimals"),
        ("recurrent_step", lambda x, h, W, U, b: np.tanh(x * W + h @ U + b), "is `x @ W`"),
        ("recurrent_step", lambda x, h, W, U, b: np.tanh(x @ W + h * U + b), "is `h @ U`"),
        ("recurrent_step", lambda x, h, W, U, b: np.tanh(x * W + h * U + b), "`x @ W` and `h @ U`"),
        ("lstm_step", split_in_rows, "Split the columns: `axis=1`"),
        ("lstm_step", all_of_g_let_in, "What is let in is i * g"),
        ("lstm_step", scores_as_they_are, "The scores are used as they are"),
        ("lstm_step", lambda *a: (cell := cell_by_parts(*a))[1::-1] + cell[2:], "h and c have changed places"),
        ("lstm_step", lambda *a: (cell := cell_by_parts(*a))[2:] + cell[:2], "stand in another order"),
        ("lstm_step", lambda *a: cell_by_parts(*a)[0], "Return all six arrays"),
    ],
)
def test_a_wrong_answer_in_other_words_gets_its_reason(exercise, answer, words):
    assert words in repr(getattr(check, exercise)(answer))


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


def test_what_a_plain_unit_settles_at():
    h = np.tanh(1)
    for _ in range(49):
        h = np.tanh(1.1 * h)
    assert [round(h, 3), round(1 - h**2, 3), round(1.1 * (1 - h**2), 2)] == [0.503, 0.747, 0.82]


def test_several_units_can_let_the_slope_grow():
    rng = np.random.default_rng(10)
    W, U = rng.normal(size=8), 3 * rng.normal(size=(8, 8)) / np.sqrt(8)
    h, slopes, lengths = np.zeros(8), W, []
    for t, x in enumerate(rng.choice([-1.0, 1.0], 50)):
        h = np.tanh(x * W + h @ U)
        slopes = (slopes @ U if t else W) * (1 - h**2)  # of all states by what came in first
        lengths.append(np.linalg.norm(slopes))
    assert lengths[-1] > 100 * lengths[0]


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
    assert np.round(kept.slopes()[0], 2).tolist() == [0.27, 0.14]
    i, c = kept.cells()[:, 2], kept.cells()[:, 1]
    assert i[0] > 0.95 > 0.1 > i[1:].max()
    assert np.ptp(c) < 0.05
    forgets = Gates(preset="forgets").cells()
    np.testing.assert_allclose(forgets[:, [2, 3, 5]], 0.5)
    c = 0
    for came_in, held in zip(SEQUENCE, forgets[:, 1]):
        c = c / 2 + np.tanh(2 * came_in) / 2
        assert held == pytest.approx(c)
    assert np.abs(np.array(Gates(preset="forgets").slopes())[-1, 1]) < 0.001


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


def losses_with_momentum(steps, mu):
    X, y, _ = load_admissions()
    X = np.column_stack([(X - X.mean(axis=0)) / X.std(axis=0), np.ones(len(X))])
    theta, velocity, found = np.zeros(3), np.zeros(3), []
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ theta))
        found.append(-np.mean(np.log(np.where(y == 1, p, 1 - p))))
        velocity = mu * velocity - 0.003 * X.T @ (p - y) / len(y)
        theta = theta + velocity
    return found


def test_the_bug_is_momentum_of_one():
    np.testing.assert_allclose(losses_without_zeros(250, clear=False), losses_with_momentum(250, mu=1))


def test_a_second_backward_comes_on_top():
    a, b = Value(5.0), Value(2.0)
    for times in (1, 2, 3):
        (a * b).backward()
        assert a.grad == 2 * times


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def duel_by_hand(real, judges_rate, forgers_rate, seed, steps=800, n=100):
    """Return the forger's shift and scale, and the judge's loss, in each step."""
    rng = np.random.default_rng(seed)
    forger, w, y, found = np.array([-2.0, 1.0]), np.zeros(3), np.repeat([1, 0], n), []
    for _ in range(steps):
        noise = rng.normal(size=n)
        forged = forger[0] + forger[1] * noise
        features = np.vander(np.append(rng.choice(real, n), forged), 3, increasing=True)
        p = sigmoid(features @ w)
        found.append([*forger, -np.mean(np.log(np.where(y, p, 1 - p)))])
        w = w - judges_rate * features.T @ (p - y) / (2 * n)
        slope = (sigmoid(w[0] + w[1] * forged + w[2] * forged**2) - 1) * (w[1] + 2 * w[2] * forged) / n
        forger = forger - forgers_rate * np.array([slope.sum(), slope @ noise])
    return np.array(found).T


@pytest.mark.parametrize("seed", [0, 1])
def test_the_loss_does_not_tell_whether_forger_and_judge_have_met(seed):
    scores = load_admissions().X[:, 0]
    real = (scores - scores.mean()) / scores.std()
    rates = next(line.removeprefix("RATES = ") for line in TEXT.splitlines() if line.startswith("RATES = "))
    meet, circle = (duel_by_hand(real, *both, seed)[:, -400:] for both in ast.literal_eval(rates).values())
    assert np.ptp(meet[0]) < 0.1
    assert abs(meet[0].mean()) < 0.1
    assert abs(meet[1].mean() - 1) < 0.1
    assert np.ptp(circle[0]) > 2
    for _, _, losses in (meet, circle):
        assert losses.mean() == pytest.approx(np.log(2), abs=0.01)


def test_the_circles_of_forger_and_judge_shrink_slowly():
    scores = load_admissions().X[:, 0]
    real = (scores - scores.mean()) / scores.std()
    shifts = [duel_by_hand(real, 0.005, 0.5, seed, steps=3400)[0] for seed in range(3)]
    swings = [[np.ptp(shift[i : i + 400]) for i in (400, 3000)] for shift in shifts]
    early, late = np.median(swings, axis=0)
    assert early > 2
    assert 0.1 < late < 0.3


def test_in_a_wider_frame_no_feature_changes_and_in_the_frame_of_the_text_some_do():
    digits = load_digits()[0][:200].reshape(-1, 8, 8)
    rng = np.random.default_rng(0)
    patches = [digits[n, i : i + 5, j : j + 5] for n, i, j in rng.integers([0, 0, 0], [200, 4, 4], (16, 3))]
    kernels = [patch - patch.mean() for patch in patches]

    def features(size, right=0, down=0):
        corner = (size - 8) // 2
        frames = np.zeros((len(digits), size, size))
        frames[:, corner + down : corner + 8 + down, corner + right : corner + 8 + right] = digits
        windows = np.lib.stride_tricks.sliding_window_view(frames, (5, 5), axis=(1, 2))
        return np.einsum("nijrs,krs->nkij", windows, kernels).max(axis=(2, 3))

    for move in ((2, 0), (-2, 0), (0, 2), (0, -2)):
        np.testing.assert_allclose(features(22, *move), features(22), atol=1e-12)
    assert np.abs(features(16, 0, -2) - features(16)).max() > 0.01


def test_the_loop_with_the_bug_looks_better_and_then_climbs():
    wrong, right = losses_without_zeros(250, clear=False), losses_without_zeros(100, clear=True)
    assert [round(wrong[i], 2) for i in (99, 249)] == [0.21, 0.27]
    assert round(right[99], 2) == 0.64
    assert np.all(np.diff(right) < 0)


def test_the_numbers_of_weights_in_the_note_for_instructors():
    assert 64 * 25 + 64 * 10 + 10 == 2250
    assert 256 * 32 + 32 + 32 * 10 + 10 == 8554


def test_without_the_largest_value_of_each_map_kernels_read_no_shifted_digit():
    X, y = load_digits()
    rows = np.random.default_rng(0).permutation(len(y))
    train, held_out = rows[:700], rows[1500:]
    patches = np.random.default_rng(1).permutation(700)[:16]
    kernels = X[train[patches]].reshape(-1, 8, 8)[:, 1:6, 1:6]
    kernels = kernels - kernels.mean(axis=(1, 2), keepdims=True)

    def maps(images, right):
        frame = np.zeros((len(images), 16, 16))
        frame[:, 4:12, 4 + right : 12 + right] = images.reshape(-1, 8, 8)
        windows = np.lib.stride_tricks.sliding_window_view(frame, (5, 5), axis=(1, 2))
        return np.maximum(np.einsum("nijab,kab->nkij", windows, kernels), 0)

    def accuracy(pooled, right):
        seen, asked = (pooled(maps(X[part], by)) for part, by in ((train, 0), (held_out, right)))
        mean, spread = seen.mean(axis=0), np.where(seen.std(axis=0) > 0, seen.std(axis=0), 1)
        model = RidgeClassifier(alpha=100).fit((seen - mean) / spread, y[train])
        return model.score((asked - mean) / spread, y[held_out])

    def largest(found):
        return found.max(axis=(2, 3))

    def all_of_them(found):
        return found.reshape(len(found), -1)

    assert accuracy(all_of_them, 0) > 0.9 > 0.3 > accuracy(all_of_them, 2)
    assert abs(accuracy(largest, 0) - accuracy(largest, 2)) < 0.02
