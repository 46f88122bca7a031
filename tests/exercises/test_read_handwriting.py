"""Lesson 11: right answers in other styles pass, and the numbers of the questions and the text are true."""

import numpy as np
import pytest

from course_lib.data.drawings import load_drawings
from course_lib.data.reader import split
from course_lib.digits import bounding_box, center_and_scale, draw, features_of, load_reader, thicken
from course_lib.exercises import read_handwriting as check
from course_lib.feedforward import count_parameters
from course_lib.mlp import MLPClassifier


def blocks_with_loops(bitmap, size=4):
    rows, columns = bitmap.shape
    return [
        [
            sum(bitmap[row, column] for row in range(top, top + size) for column in range(left, left + size))
            for left in range(0, columns, size)
        ]
        for top in range(0, rows, size)
    ]


def blocks_by_slices(bitmap, size=4):
    return sum(bitmap[i::size, j::size] for i in range(size) for j in range(size))


def blocks_by_two_sums(bitmap, size=4):
    down = np.add.reduceat(bitmap, np.arange(0, len(bitmap), size), axis=0)
    return tuple(map(tuple, np.add.reduceat(down, np.arange(0, bitmap.shape[1], size), axis=1)))


@pytest.mark.parametrize("answer", [blocks_with_loops, blocks_by_slices, blocks_by_two_sums])
def test_every_right_way_to_count_blocks_passes(answer):
    assert check.count_blocks(answer).passed


def summed(order, axes):
    """Make an answer that takes the four numbers of a cell in this order, and adds up over these two."""

    def answer(bitmap, size=4):
        rows, columns = bitmap.shape
        shape = {"down": rows // size, "row": size, "across": columns // size, "column": size}
        return bitmap.reshape([shape[each] for each in order.split()]).sum(axis=axes)

    return answer


@pytest.mark.parametrize(
    "answer, reason",
    [
        (summed("down row across column", (2, 3)), "You added up over axes 2 and 3."),
        (summed("down row across column", (0, 1)), "You added up over axes 0 and 1."),
        (summed("down across row column", (2, 3)), "The order of the four: block from the top, row in it"),
    ],
)
def test_who_adds_up_over_the_wrong_axes_hears_which_they_are(answer, reason):
    assert reason in str(check.count_blocks(answer))


@pytest.mark.parametrize(
    "answer, reason",
    [
        ((0.141, 0.990), "how often a code is wrong"),
        ((85.9, 99.0), "Give shares from 0 to 1, not percent."),
        ((85.873, 98.979), "Give shares from 0 to 1, not percent."),
    ],
)
def test_who_gives_percent_or_the_wrong_codes_is_told(answer, reason):
    assert reason in str(check.code_of_five(answer))


def box_with_loops(bitmap):
    inked = [(i, j) for i in range(len(bitmap)) for j in range(len(bitmap[0])) if bitmap[i][j]]
    rows, columns = zip(*inked)
    return [min(rows), max(rows) + 1, min(columns), max(columns) + 1]


def box_by_places(bitmap):
    rows, columns = np.nonzero(bitmap)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


@pytest.mark.parametrize(
    "answer",
    [
        box_with_loops,
        box_by_places,
        lambda bitmap: np.array(box_by_places(bitmap)),
        lambda bitmap: tuple(float(each) for each in box_by_places(bitmap)),
    ],
)
def test_every_right_way_to_find_the_box_passes(answer):
    assert check.bounding_box(answer).passed


def confusions_with_a_loop(y, predicted, k):
    counts = [[0] * k for _ in range(k)]
    for truth, said in zip(y, predicted):
        counts[truth][said] += 1
    return counts


def confusions_by_one_hot(y, predicted, k):
    return np.eye(k)[y].T @ np.eye(k)[predicted]


@pytest.mark.parametrize(
    "answer",
    [
        confusions_with_a_loop,
        confusions_by_one_hot,
        lambda y, predicted, k: np.bincount(k * y + predicted, minlength=k * k).reshape(k, k),
        lambda y, predicted, k: [[np.sum((y == i) & (predicted == j)) for j in range(k)] for i in range(k)],
    ],
)
def test_every_right_way_to_count_confusions_passes(answer):
    assert check.class_confusions(answer).passed


def mistakes_sorted_by_python(P, y):
    wrong = [i for i in range(len(y)) if P[i].tolist().index(max(P[i])) != y[i]]
    return sorted(wrong, key=lambda i: -max(P[i]))


def mistakes_turned_round(P, y):
    rows = np.argsort(P.max(axis=1))[::-1]
    return rows[P[rows].argmax(axis=1) != y[rows]]


@pytest.mark.parametrize("answer", [mistakes_sorted_by_python, mistakes_turned_round])
def test_every_right_way_to_find_the_surest_mistakes_passes(answer):
    assert check.surest_mistakes(answer).passed


def test_the_numbers_by_hand():
    corner = ["######..", "####.##.", "##...##.", "#....##."]
    cells = np.array([[sign == "#" for sign in line] for line in corner]).astype(int)
    assert check.two_blocks(tuple(check.count_blocks.reference(cells).ravel().tolist())).passed
    assert check.n_parameters(count_parameters((64, 32, 10))).passed
    assert check.code_of_five((0.859, 0.990)).passed
    assert check.code_of_five((0.8587, 0.9898)).passed
    assert not check.code_of_five((0.86, 0.99)).passed


def probabilities(rows):
    """Return what the reader says of each row; written anew, without the package's network."""
    (W1, W2), (b1, b2) = load_reader()
    z = np.maximum(rows @ W1 + b1, 0) @ W2 + b2
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_most_scribbles_get_more_than_nine_tenths():
    rng = np.random.default_rng(1)  # others than those of the lesson
    scribbles = [draw([rng.uniform(4, 28, (rng.integers(4, 9), 2))]) for _ in range(300)]
    sureness = probabilities(np.array([features_of(each) for each in scribbles])).max(axis=1)
    assert 0.7 < np.mean(sureness > 0.9) < 0.9
    assert np.median(sureness) > 0.99
    assert np.mean((sureness > 0.4) & (sureness < 0.6)) < 0.15  # "it is rare"


def test_the_thousand_scribbles_of_the_lesson_are_mostly_said_to_be_a_4():
    rng = np.random.default_rng(0)
    scribbles = [draw([rng.uniform(4, 28, (rng.integers(4, 9), 2))]) for _ in range(1000)]
    said = probabilities(np.array([features_of(each) for each in scribbles])).argmax(axis=1)
    assert 0.74 < np.mean(said == 4) < 0.79  # "three in four"


def test_the_three_drawings_of_the_lesson_are_small_thin_and_out_of_the_middle():
    drawings, meant = load_drawings(20)
    assert meant[[38, 64, 157]].tolist() == [1, 3, 7]
    for drawing in drawings[[38, 64, 157]]:
        top, bottom, left, right = bounding_box(drawing)
        assert bottom - top <= 25
        assert max(abs(top + bottom - 32), abs(left + right - 32)) >= 2 * 4  # cells, twice
        sized = center_and_scale(drawing)
        assert sized.any(axis=1).all()
        assert sized.sum() < thicken(sized).sum()


def test_thickening_changes_fewer_than_a_third_of_the_drawings_and_reads_one_more():
    drawings, meant = load_drawings(20)
    assert np.mean([center_and_scale(each).sum() < 240 for each in drawings]) < 1 / 3
    ways = [np.array([features_of(each, how) for each in drawings]) for how in ("to size", "to size, thick")]
    thin, thick = (np.sum(probabilities(rows).argmax(axis=1) == meant) for rows in ways)
    assert thick - thin == 1


def test_which_units_are_dead_and_how_they_came_to_it():
    X, _, y, _ = split()
    model = MLPClassifier(32, learning_rate_init=0.003, batch_size=32, random_state=2, keep_history=True)
    model.partial_fit(X, y, classes=np.arange(10))
    first = model.history_["coefs"][0][0]
    model.partial_fit(X, y)
    at_first, after_two = X @ first > 0, X @ model.coefs_[0] + model.intercepts_[0] > 0
    assert (np.flatnonzero(~at_first.any(axis=0)) + 1).tolist() == [4, 12]
    assert (np.flatnonzero(~after_two.any(axis=0)) + 1).tolist() == [6, 12, 13, 32]
    assert round(np.mean(after_two[:, 3]), 2) == 0.88
    (W1, _), _ = load_reader()
    assert round(np.abs(W1[:, [5, 12, 31]]).max(), 2) == 0.41


def test_what_adam_remembers_is_why_dead_units_keep_their_weights():
    X, _, y, _ = split()
    model = MLPClassifier(32, learning_rate_init=0.003, batch_size=32, random_state=2)
    died = [5, 12, 31]  # units 6, 13 and 32
    for epoch in range(60):
        model.partial_fit(X, y, classes=np.arange(10))
        if epoch == 9:
            before = np.abs(model.coefs_[0][:, died]).max(axis=0)
            for mean in (model._optimizer.m, model._optimizer.v):
                mean[: 64 * 32].reshape(64, 32)[:, died] = 0
    after = np.abs(model.coefs_[0][:, died]).max(axis=0)
    assert before.min() > 0.3
    assert after.max() < 0.1


def test_dead_units_add_nothing():
    (W1, W2), (b1, b2) = load_reader()
    X_train, X_test, _, y_test = split()
    closed = np.maximum(X_train @ W1 + b1, 0).max(axis=0) == 0
    assert (np.flatnonzero(closed) + 1).tolist() == [6, 12, 13, 32]
    assert np.abs(W1[:, 11]).max() == 0  # unit 12
    assert np.abs(W1[X_train.max(axis=0) == 0]).max() == 0
    said = probabilities(X_test).argmax(axis=1)
    without = np.maximum(X_test @ W1[:, ~closed] + b1[~closed], 0) @ W2[~closed] + b2
    assert np.mean(without.argmax(axis=1) == said) > 0.995
    assert np.mean(said == y_test) > 0.97


def test_mistakes_in_a_tuple_pass_though_there_may_be_none():
    assert check.surest_mistakes(lambda P, y: tuple(map(int, check.evaluation.surest_mistakes(P, y)))).passed


@pytest.mark.parametrize("sureness", [lambda P: P.std(axis=1), lambda P: P.max(axis=1).round(1)])
def test_another_order_of_the_mistakes_is_refused(sureness):
    def surest_mistakes(P, y):
        mistakes = np.flatnonzero(np.argmax(P, axis=1) != y)
        return mistakes[np.argsort(-sureness(P[mistakes]), kind="stable")]

    assert not check.surest_mistakes(surest_mistakes).passed


def test_unit_12_has_no_weights_left_and_a_bias_that_digits_have_moved():
    weights, biases = load_reader()
    assert not weights[0][:, 11].any()
    assert biases[0][11] == pytest.approx(-0.055, abs=5e-4)
