"""Answers that are as right as the reference pass; other wrong ones get words that fit."""

from fractions import Fraction

import numpy as np
import pytest

from course_lib.exercises import perceptron as check1
from course_lib.exercises import perceptron_trick as check2
from course_lib.exercises import start_here as check0
from course_lib.perceptron import perceptron_trick as right_trick
from course_lib.perceptron import predict

RIGHT_STEPS = [
    lambda z: z >= 0,
    lambda z: np.asarray(z >= 0, dtype=float),
    lambda z: 1 * (np.asarray(z) >= 0),
    lambda z: (np.sign(z) + 1) // 2 + (z == 0) * 1,
    lambda z: np.heaviside(z, 1),
    lambda z: [int(one >= 0) for one in z] if np.ndim(z) else int(z >= 0),
    lambda z: tuple(int(one >= 0) for one in z) if np.ndim(z) else np.float32(z >= 0),
]


@pytest.mark.parametrize("step", RIGHT_STEPS)
def test_every_right_way_to_write_the_step_passes(step):
    assert check1.step(step).passed


def score_with_loops(w, b, x):
    if x.ndim == 1:
        return sum(w_j * x_j for w_j, x_j in zip(w, x)) + b
    return [score_with_loops(w, b, row) for row in x]


@pytest.mark.parametrize(
    "score",
    [score_with_loops, lambda w, b, x: np.dot(x, w) + b, lambda w, b, x: (x * w).sum(axis=-1) + b],
)
def test_every_right_way_to_write_the_score_passes(score):
    assert check1.score(score).passed


def trick_with_lists(w, b, x, y, learning_rate):
    error = y - int(predict(w, b, x))
    return [[w_j + learning_rate * error * x_j for w_j, x_j in zip(w, x)], b + learning_rate * error]


def trick_with_if(w, b, x, y, learning_rate):
    if predict(w, b, x) == y:
        return w, b
    sign = 1 if y == 1 else -1
    return w + sign * learning_rate * x, b + sign * learning_rate


@pytest.mark.parametrize("trick", [trick_with_lists, trick_with_if])
def test_every_right_way_to_write_the_trick_passes(trick):
    assert check2.perceptron_trick(trick).passed


def test_parameter_names_are_the_learners_own():
    assert check1.step(lambda number: np.where(number >= 0, 1, 0)).passed
    assert "step(number=0.0)" in repr(check1.step(lambda number: np.where(number > 0, 1, 0)))


@pytest.mark.parametrize("value", [1, 1.0, np.float64(1), np.array(1), Fraction(1), 1 + 1e-12, True])
def test_a_right_number_passes_in_any_type(value):
    assert check0.first_check(value).passed


@pytest.mark.parametrize("gate", [(1, 1, -1.5), [1, 1, -2], np.array([0.6, 0.7, -1.0]), (100, 3, -102.5)])
def test_every_line_for_and_passes(gate):
    assert check1.and_gate(gate).passed


def test_a_corner_on_the_line_counts_and_is_mentioned():
    feedback = check1.and_gate((1, 1, -2))
    assert feedback.passed
    assert "exactly 0" in repr(feedback)
    assert "exactly 0" not in repr(check1.and_gate((1, 1, -1.5)))


def test_the_same_table_gets_the_reason_of_its_kind():
    assert "This is OR" in repr(check1.and_gate((3, 2, -1)))
    assert "With only zeros" in repr(check1.and_gate((0, 0, 0)))
    assert "Every row gets a 1, because" in repr(check1.and_gate((1, 1, 0.5)))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1", "One number is wanted, and a text came. Leave out the quotation marks."),
        ((1, 2), "One number is wanted, and 2 numbers came."),
        (None, "nothing (None) came"),
        (print, "a function came"),
        (float("nan"), "no usable number"),
        (float("inf"), "no usable number"),
        (1j, "a complex number came"),
        ({}, "a dict came"),
        (123, "Go term by term"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(value, words):
    feedback = check0.first_check(value)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


def test_the_right_number_is_not_given_away():
    assert "Expected" not in repr(check1.score_by_hand(19))


def test_several_numbers_say_which_are_right():
    feedback = check2.one_trick((2.04, 5, -17.99))
    assert "Right so far: w1, b." in repr(feedback)
    assert "3 numbers are wanted, `(w1, w2, b)`" in repr(check2.one_trick((2.04, 1.08)))
    assert "2 numbers are wanted, `(w1, b)`" in repr(check1.not_gate((1, 1, -1)))


def test_decimals_need_not_be_exact():
    assert check2.one_trick((2 + 0.01 * 4, 1 + 0.01 * 8, -18 + 0.01)).passed
    assert check2.one_trick(np.array([2.04, 1.08, -17.99])).passed


def prints_only(z):
    print(np.where(z >= 0, 1, 0))


def unused(z):
    z >= 0  # noqa: B015


X = np.array([[1.0, 2.0]])


def uses_the_notebook(w, b, x):
    return X @ w + b


def later(z): ...  # your code here


def relies_on_later(w, b, x):
    return later(x @ w + b)


WRONG = [
    (check1.step, prints_only, "prints its result, but returns nothing"),
    (check1.step, prints_only, "Printed:"),
    (check1.step, unused, "Your function returns nothing."),
    (check1.step, lambda z: "1", "Wanted is one number, and a text came."),
    (check1.step, lambda z: print, "and a function came"),
    (check1.step, lambda z: (yield z), "a generator came"),
    (check1.step, lambda z: [1, [2, 3]], "came"),
    (check1.step, lambda z: {"z": 1}, "a dict came"),
    (check1.step, lambda z: np.nan * z, "no usable numbers"),
    (check1.step, lambda z: z * 0 / 0 if np.ndim(z) == 0 else z, "ZeroDivisionError"),
    (check1.step, lambda z: np.array([z >= 0]), "Wanted is one number, and an array of shape (1,) came."),
    (check1.step, lambda z: 0.3, "Work this one case out by hand"),
    (check1.step, lambda: 1, "Your function takes `()`. Wanted is `step(z)`"),
    (check1.step, lambda a, b, c: 1, "Your function takes `(a, b, c)`."),
    (check1.step, 1, "A function is wanted, and one number came."),
    (check1.step, np.array([1, 0]), "Hand over the function itself"),
    (check1.step, None, "A function is wanted, and nothing (None) came."),
    (check1.score, uses_the_notebook, "also uses `X`, which is not one of its parameters"),
    (check1.predict, relies_on_later, "Your function uses `later`, which is not written yet."),
    (check2.perceptron_trick, lambda w, b, x, y, rate: np.append(w, b), "2 values are wanted, as in `return w, b`"),
    (check2.perceptron_trick, lambda w, b, x, y, rate: (w, b, 0), "2 values are wanted"),
    (
        check2.perceptron_trick,
        lambda w, b, x, y, rate: (w + 7, right_trick(w, b, x, y, rate)[1]),
        "Here `b` is right, and `w` is not.",
    ),
    (check2.perceptron_trick, lambda w, b, x, y, rate: (w, np.array([b])), "for `w` an array of shape (2,)"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), WRONG)
def test_what_is_wrong_is_said(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


def counts_and_spoils(w, b, X, y):
    mistakes = int(np.sum(predict(w, b, X) != y))
    X[:] = 0
    return mistakes


def test_changed_arguments_are_named_though_the_result_is_right():
    assert "The result is right, but your function has changed `X`" in repr(check2.count_mistakes(counts_and_spoils))


def test_a_warning_of_numpy_reaches_the_learner():
    feedback = check1.step(lambda z: np.where(np.log(z) > -np.inf, 1, 0))
    assert "Python warned: " in repr(feedback)


def test_a_right_answer_that_warns_passes_and_says_so():
    feedback = check1.step(lambda z: np.where(z >= 0, 1, 0) + 0 * np.nan_to_num(np.log(np.float64(-1.0))))
    assert feedback.passed
    assert "Python warned: invalid value encountered in log." in repr(feedback)


def test_how_many_tries_are_right_is_said():
    assert "It is right in 2 of 4 tries" in repr(check1.step(lambda z: np.where(z > 0, 1, 0)))
