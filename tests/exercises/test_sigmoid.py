"""Lesson 3: every right way to write its functions passes, what overflows does not, and its numbers are right."""

import numpy as np
import pytest

from authoring.build import ROOT
from course_lib.activations import sigmoid, sigmoid_derivative, softmax, step
from course_lib.checking import CodeExercise, Exercise
from course_lib.data import load_admissions
from course_lib.exercises import catalog
from course_lib.exercises import sigmoid as check
from course_lib.perceptron import Perceptron, score


def sigmoid_with_masks(z):
    z = np.asarray(z, dtype=float)
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    p[z < 0] = e / (1 + e)
    return p


def sigmoid_one_by_one(z):
    if np.ndim(z):
        return [sigmoid_one_by_one(one) for one in z]
    return 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z))


RIGHT_SIGMOIDS = [
    sigmoid_with_masks,
    sigmoid_one_by_one,
    lambda z: (1 + np.tanh(z / 2)) / 2,
    lambda z: np.exp(-np.logaddexp(0, -z)),
    lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))),
    lambda z: np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))),
]


@pytest.mark.parametrize("function", RIGHT_SIGMOIDS)
def test_every_right_way_to_write_the_sigmoid_passes(function):
    assert check.sigmoid(function).passed


def softmax_row_by_row(z):
    if z.ndim == 2:
        return [softmax_row_by_row(row) for row in z]
    e = np.exp(z - max(z))
    return e / sum(e)


def softmax_by_columns_of_ones(z):
    e = np.exp(z - z.max(axis=-1)[..., None])
    return e / e.sum(axis=-1)[..., None]


@pytest.mark.parametrize("function", [softmax_row_by_row, softmax_by_columns_of_ones])
def test_every_right_way_to_write_the_softmax_passes(function):
    assert check.softmax(function).passed


@pytest.mark.parametrize(
    "function",
    [
        lambda z: sigmoid(z) - sigmoid(z) ** 2,
        lambda z: sigmoid(z) * sigmoid(-z),
        lambda z: (1 - np.tanh(z / 2) ** 2) / 4,
        lambda z: (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5,
    ],
)
def test_every_right_way_to_write_the_slope_passes(function):
    assert check.sigmoid_derivative(function).passed


def test_the_naive_sigmoid_is_right_for_everyday_scores_and_told_where_it_overflows():
    text = repr(check.sigmoid(lambda z: 1 / (1 + np.exp(-z))))
    assert "sigmoid(z=-1000.0)" in text
    assert "FloatingPointError: overflow encountered in exp" in text
    assert "It is right in 9 of 11 tries" in text
    assert "`np.exp(-np.abs(z))` cannot overflow" in text


def test_the_naive_softmax_is_told_where_it_overflows():
    text = repr(check.softmax(lambda z: np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)))
    assert "It is right in 6 of 9 tries" in text
    assert "Take the largest score of each row away first" in text


@pytest.mark.parametrize("value", [0.12, 0.119, 0.1192, 1 / (1 + 7.4), 0.135 / 1.135, 1 / (1 + np.exp(2))])
def test_a_probability_by_hand_may_be_rounded(value):
    assert check.probability_by_hand(value).passed


@pytest.mark.parametrize("value", [0.88, 0.881])
def test_a_rounded_probability_of_ada_is_known(value):
    assert "This is σ(2), Ada's probability." in repr(check.probability_by_hand(value))


@pytest.mark.parametrize("value", [2.298, 2.2976, np.log(99) / 2])
def test_a_steepness_may_be_rounded_to_three_decimals(value):
    assert check.sure_of_ada(value).passed


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2.3, "Two digits cannot tell odds of 99 from odds of 100."),
        (np.log(100) / 2, "These are odds of 100 to 1."),
        (2.303, "These are odds of 100 to 1."),
        (4.6, "This is the score that has a probability of 0.99."),
    ],
)
def test_two_digits_do_not_tell_99_from_100(value, words):
    assert words in repr(check.sure_of_ada(value))


def test_the_steepness_makes_the_model_as_sure_as_is_said():
    assert sigmoid(2 * check.sure_of_ada.reference) == pytest.approx(0.99)


def test_two_classes_are_a_sigmoid():
    z = np.random.default_rng(0).normal(0, 5, (100, 2))
    assert softmax(z)[:, 1] == pytest.approx(sigmoid(z[:, 1] - z[:, 0]))


def test_five_exercises_three_of_them_code():
    exercises = [item for item in catalog("sigmoid") if isinstance(item, Exercise)]
    assert len(exercises) >= 5
    assert sum(isinstance(item, CodeExercise) for item in exercises) >= 3


def fitted_scores():
    X, y, _ = load_admissions(separable=True)
    return Perceptron(shuffle=False).fit(X * [10, 1], y).decision_function(X * [10, 1])


# Words of the lesson, with a place for each number that they hold, and the numbers.
SAID = [
    (r"\sqrt{{4 + 1}} = {:.2f}$", np.linalg.norm([2, 1])),
    (r"$e^{{-2}} = {:.3f}$, so $\sigma(2) = 1 / {:.3f} = {:.2f}$", np.exp(-2), 1 + np.exp(-2), sigmoid(2)),
    (r"$e^{{-8}} = {:.4f}$, and $\sigma(8) = 1 / {:.4f} = {:.4f}$", np.exp(-8), 1 + np.exp(-8), sigmoid(8)),
    ("${:.3f} / {:.3f}$, about {:.1f} to 1", sigmoid(2), sigmoid(-2), sigmoid(2) / sigmoid(-2)),
    ("Ada's are $e^2 = {:.1f}$", np.exp(2)),
    ("the score ${:.0f}$", np.min(fitted_scores())),
    ("a number with {:.0f} digits", np.ceil(1030 * np.log10(np.e))),
    ("the largest float has {}", len(str(int(np.finfo(float).max)))),
    (r"${:.3f} \cdot {:.3f} = {:.3f}$", sigmoid(2), 1 - sigmoid(2), sigmoid_derivative(2)),
    ("for Fay it is {:.4f}", sigmoid_derivative(8)),
    ("$1$, ${:.2f}$ and ${:.2f}$, and their sum is ${:.2f}$", np.e, np.exp(2), np.sum(np.exp([0, 1, 2]))),
    (r"$p = ({:.2f},\ {:.2f},\ {:.2f})$", *softmax([0, 1, 2])),
    ("never more than {:.0f} % sure", 100 * np.e / (np.e + 2)),
]


@pytest.mark.parametrize(("words", "numbers"), [(words, numbers) for words, *numbers in SAID])
def test_numbers_in_the_text_are_right(words, numbers):
    text = " ".join((ROOT / "lessons" / "03_sigmoid.md").read_text(encoding="utf-8").split())
    assert words.format(*map(float, numbers) if "{}" not in words else numbers) in text


def test_eight_of_the_ten_mistakes_are_unsure():
    X, y, _ = load_admissions()
    z = score([2, 1], -18, X)
    wrong, unsure = step(z) != y, np.abs(sigmoid(z) - 0.5) < 0.4
    assert (np.sum(wrong), np.sum(wrong & unsure), np.sum(unsure)) == (10, 8, 26)


def test_numbers_in_the_reasons_are_right():
    assert f"{sigmoid(4):.2f}" in check.doubled.choices["c"].reason
    assert f"{sigmoid_derivative(6):.4f}" in check.recall_slope.choices["a"].reason
    assert f"{check.sure_of_ada.reference:.1f}" in check.sure_of_ada.praise
    assert f"{check.probability_by_hand.reference:.2f}" in check.probability_by_hand.praise
