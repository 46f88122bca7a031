"""Answers that are as right as the reference pass; other wrong ones get words that fit."""

import types
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.checking import code_exercise, runner, words
from course_lib.exercises import gradient_descent as check5
from course_lib.exercises import log_loss as check4
from course_lib.exercises import perceptron as check1
from course_lib.exercises import perceptron_trick as check2
from course_lib.exercises import sigmoid as check3
from course_lib.exercises import start_here as check0
from course_lib.exercises import train_for_real as check6
from course_lib.logistic import predict_proba
from course_lib.losses import log_loss
from course_lib.perceptron import count_mistakes as right_count
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


@pytest.mark.parametrize("value", [1, 1.0, np.float64(1), np.array(1), Fraction(1), 1 + 1e-12])
def test_a_right_number_passes_in_any_type(value):
    assert check0.first_check(value).passed


@pytest.mark.parametrize("value", [True, np.True_, np.array(True)])
def test_a_truth_value_is_no_number(value):
    feedback = check0.first_check(value)
    assert feedback.state == "not yet"
    assert "One number is wanted, and a truth value came, True or False." in repr(feedback)
    assert "3 numbers are wanted" in repr(check1.and_gate((value, 1, -1.5)))
    assert "a truth value came" in repr(check1.and_gate((value, 1, -1.5)))


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


@pytest.mark.parametrize("line", [(3, 1, -2), (1, 0, -0.5), (4, -1, -1)])
def test_a_line_that_one_input_decides_is_not_told_that_it_ignores_the_other(line):
    for gate in (check1.and_gate, check1.or_gate):
        assert "With these numbers the first input alone decides" in repr(gate(line))
        assert "With these numbers the second input alone decides" in repr(gate((line[1], line[0], line[2])))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1", "One number is wanted, and a text came. Leave out the quotation marks."),
        (" -2.5 ", "Leave out the quotation marks."),
        ("admitted", "One number is wanted, and a text came. Write a number, such as 4, without"),
        ("three", "a text came. Write a number, such as 4, without"),
        (np.array("1"), "a text came. Leave out the quotation marks."),
        (np.array(["a", "b"]), "an array of texts came."),
        ((1, 2), "One number is wanted, and 2 numbers came."),
        ((1,), "One number is wanted, and a tuple of one number came. A comma after a number makes a tuple."),
        ((np.ones(3),), "a tuple of one value, an array of shape (3,), came."),
        (None, "nothing (None) came"),
        (print, "a function came"),
        (float("nan"), "not a usable number"),
        (float("inf"), "not a usable number"),
        (1j, "a complex number came"),
        ({}, "a dict came"),
        (123, "Go term by term"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(value, words):
    feedback = check0.first_check(value)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


def test_quotation_marks_around_a_line_are_named():
    for gate in ("(1, 1, -1.5)", ("1", "1", "-1.5"), (1, 1, "-1.5")):
        assert repr(check1.and_gate(gate)).split("\n")[1].endswith("came. Leave out the quotation marks.")
    for gate in ("(w1, w2, b)", ("one", "one", "two")):
        assert "quotation" not in repr(check1.and_gate(gate))


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


def prints_lines(count, z):
    print(*range(count), sep="\n")
    return 7


def test_five_printed_lines_are_shown_whole_and_of_more_the_first_five():
    five, six = (repr(check1.step(partial(prints_lines, count))) for count in (5, 6))
    assert "4" in five and "…" not in five
    assert "…" in six and six.replace("…", "").split() == five.split()


def unused(z):
    z >= 0  # noqa: B015


X = np.array([[1.0, 2.0]])


def uses_the_notebook(w, b, x):
    return X @ w + b


def uses_a_hidden_name(w, b, x):
    return sum(w * x) + b


def later(z): ...  # your code here


def relies_on_later(w, b, x):
    return later(x @ w + b)


WRONG = [
    (check1.step, prints_only, "prints its result, but returns nothing"),
    (check1.step, prints_only, "Printed:"),
    (check1.step, unused, "Your function returns nothing."),
    (check1.step, lambda z: "1", "You need one number, but a text came."),
    (check1.step, lambda z: print, "but a function came"),
    (check1.step, lambda z: (yield z), "A generator came, since `yield` makes one."),
    (check1.step, lambda z: [1, [2, 3]], "came"),
    (check1.step, lambda z: {"z": 1}, "a dict came"),
    (check1.step, lambda z: np.nan * z, "not usable numbers"),
    (check1.step, lambda z: z * 0 / 0 if np.ndim(z) == 0 else z, "ZeroDivisionError"),
    (check1.step, lambda z: np.array([z >= 0]), "You need one number, but an array of shape (1,) came."),
    (check1.step, lambda z: 0.3, "Work this one case out by hand"),
    (check1.step, lambda z: z >= -1, "It is right in 4 of 7 tries"),
    (check1.step, lambda z: z > -0.5, "It is right in 6 of 7 tries"),
    (check1.step, lambda z: np.round(z) >= 0, "It is right in 4 of 7 tries"),
    (check1.step, lambda z: np.where(z >= 0, "1", "0"), "You need one number, but a text came."),
    (check1.step, lambda: 1, "Your function takes `()`. It should be `step(z)`"),
    (check1.step, lambda a, b, c: 1, "Your function takes `(a, b, c)`."),
    (check1.step, 1, "A function is wanted, but one number came."),
    (check1.step, np.array([1, 0]), "Hand over the function itself"),
    (check1.step, None, "A function is wanted, but nothing (None) came."),
    (check1.score, uses_the_notebook, "also uses `X`, which is not one of its parameters"),
    (
        check1.score,
        types.FunctionType(uses_a_hidden_name.__code__, {"sum": 18}),
        "`sum` is one of Python's own names, and a cell has given it a value",
    ),
    (check1.predict, relies_on_later, "Your function uses `later`, which is not written yet."),
    (check2.perceptron_trick, lambda w, b, x, y, rate: np.append(w, b), "2 values are wanted, as in `return w, b`"),
    (check2.perceptron_trick, lambda w, b, x, y, rate: (w, b, 0), "2 values are wanted"),
    (
        check2.perceptron_trick,
        lambda w, b, x, y, rate: (w + 7, right_trick(w, b, x, y, rate)[1]),
        "Here `b` is right, and `w` is not.",
    ),
    (
        check2.perceptron_trick,
        lambda w, b, x, y, rate: (w, np.array([b])),
        "For `b` you need one number, but an array of shape (1,) came.",
    ),
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
    assert "It is right in 5 of 7 tries" in repr(check1.step(lambda z: np.where(z > 0, 1, 0)))


def first_without_a_mistake(weights, biases, X, y):
    for w, b in zip(weights, biases):
        if right_count(w, b, X, y) == 0:
            return w, b


def break_at_no_mistake(weights, biases, X, y):
    for w, b in zip(weights, biases):
        if right_count(w, b, X, y) == 0:
            break
    return w, b


def from_the_first_to_one_without_a_mistake(weights, biases, X, y):
    best = weights[0], biases[0]
    for w, b in zip(weights, biases):
        if right_count(w, b, X, y) == 0:
            best = w, b
    return best


def named_only_without_a_mistake(weights, biases, X, y):
    for w, b in zip(weights, biases):
        if right_count(w, b, X, y) == 0:
            best_w, best_b = w, b
    return best_w, best_b


WAITING = [
    first_without_a_mistake,
    break_at_no_mistake,
    from_the_first_to_one_without_a_mistake,
]


@pytest.mark.parametrize("pocket", WAITING)
def test_a_pocket_that_waits_for_a_perfect_line_is_told_so(pocket):
    assert "This waits for a line without a mistake, and here there is none." in repr(check2.pocket(pocket))


def test_a_name_that_gets_a_value_in_some_cases_only_is_explained():
    assert "gives `best_w` a value only later, or not in every case" in repr(
        check2.pocket(named_only_without_a_mistake)
    )


def pocket_with_a_loop(weights, biases, X, y):
    fewest = len(y) + 1
    for w, b in zip(weights, biases):
        if right_count(w, b, X, y) < fewest:
            fewest, best_w, best_b = right_count(w, b, X, y), w, b
    return best_w, best_b


def test_a_pocket_with_a_loop_passes():
    assert check2.pocket(pocket_with_a_loop).passed


def test_a_pocket_is_tried_where_no_line_is_perfect():
    fewest = [min(right_count(w, b, *case[2:]) for w, b in zip(*case[:2])) for case in check2.pocket.cases]
    assert {0, 1} <= set(fewest) or {0, 2} <= set(fewest)


def throws_the_tricks_away(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def test_an_epoch_that_throws_its_tricks_away_is_told_so_and_not_that_a_part_is_right():
    text = repr(check2.train_epoch(throws_the_tricks_away))
    assert "the trick's new line is thrown away: keep it" in text
    assert "is right, and" not in text
    w, b = check2.train_epoch.wanted[0]
    assert np.any(w != check2.train_epoch.cases[0][0])
    assert b != check2.train_epoch.cases[0][1]


def swaps_the_names(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        b, w = right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def test_swapped_names_in_an_epoch_are_told_so():
    assert "The names are swapped" in repr(check2.train_epoch(swaps_the_names))


def test_a_reason_of_the_step_leaves_the_condition_to_the_learner():
    for answer in (lambda z: 1 if z >= 0 else 0, lambda z: int(z >= 0)):
        text = repr(check1.step(answer))
        assert "`np.where(condition, a, b)` asks each number by itself." in text
        assert "np.where(z" not in text


def score_by_index(w, b, x):
    z = b
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return z


def score_by_weight(w, b, x):
    z = 0
    for i in range(len(w)):
        z += w[i] * x[i]
    return z + b


@pytest.mark.parametrize("score", [score_by_index, score_by_weight])
def test_a_loop_over_one_student_is_told_so(score):
    assert "Right for one student. With many, `x[i]` is a whole row." in repr(check1.score(score))


def test_an_answer_that_rounds_on_the_way_is_told_so():
    def rounded_at_the_end(y, p):
        return round(log_loss(y, p), 3)

    def rounded_on_the_way(w, b, X, y):
        error = np.round(predict_proba(w, b, X), 3) - y
        return X.T @ error / len(X), np.mean(error)

    def e_in_digits(z):
        return 1 / (1 + 2.7183**-z) if np.all(np.abs(z) < 100) else sigmoid(z)

    for check, answer in [
        (check4.log_loss, rounded_at_the_end),
        (check5.gradient, rounded_on_the_way),
        (check3.sigmoid, e_in_digits),
    ]:
        assert words.NEARLY in check(answer).body


def test_a_while_in_an_epoch_is_told_what_an_epoch_is(monkeypatch):
    monkeypatch.setattr(runner, "TIME_LIMIT", 0.4)

    def until_nobody_is_wrong(w, b, X, y, learning_rate):
        while True:
            for x_i, y_i in zip(X, y):
                w, b = right_trick(w, b, x_i, y_i, learning_rate)
        return w, b

    assert "An epoch is one pass over the students" in repr(check2.train_epoch(until_nobody_is_wrong))


def test_a_column_without_spread_is_named():
    def unguarded(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        return (X_train - mean) / std, (X_test - mean) / std

    assert any("has no spread" in str(part) for part in check6.standardize(unguarded).body)


def test_a_loop_over_the_scores_is_right():
    def looped(z):
        values = [1 / (1 + np.exp(-v)) if v >= 0 else np.exp(v) / (1 + np.exp(v)) for v in np.atleast_1d(z)]
        return values[0] if np.ndim(z) == 0 else np.array(values)

    assert check3.sigmoid(looped).passed


def test_a_wrong_answer_that_others_left_no_time_for_still_gets_its_reason(monkeypatch):
    def cut_off_after_two(calls):
        report = runner.run(calls[:2])
        return runner.Report([*report.outcomes, *[runner.Outcome()] * (len(calls) > 2)])

    monkeypatch.setattr(code_exercise, "run", cut_off_after_two)
    reasons = [(mistake.answer, mistake.reason) for mistake in check1.score.mistakes]
    assert len(reasons) > 4
    outcomes = code_exercise.WrongAnswers(check1.score, reasons)._in_case(0)
    assert [outcome.ended for outcome in outcomes] == [True] * len(reasons)


def test_numbers_without_brackets_around_them_are_taken_as_with_them():
    assert check1.and_gate(1, 1, -1.5).passed
    assert repr(check1.and_gate(1, 1)) == repr(check1.and_gate((1, 1)))
    assert "A function is wanted" in repr(check1.score(right_trick, 3))


def test_an_answer_may_come_by_name():
    assert check1.score_by_hand(z=check1.score_by_hand.reference).passed
    assert check1.and_gate(w1=1, w2=1, b=-1.5).passed
    assert check1.and_gate(1, 1, b=-1.5).passed
    assert check1.step(answer=check1.step.reference).passed
