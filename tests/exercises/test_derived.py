"""Mutation test of the exercises: one slip in the reference, in every place, and the check refuses what it makes."""

from functools import cache

import numpy as np
import pytest

from course_lib.checking import CodeExercise, Mistake, runner
from course_lib.checking.derived import derived
from course_lib.checking.words import ZEROS
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS

WRITTEN = [lesson.name for lesson in LESSONS if lesson.written]
EXERCISES = [item for lesson in WRITTEN for item in catalog(lesson) if isinstance(item, CodeExercise)]

# Derived answers that are as right as the reference, by a part of the line that was changed, and why.
WHOLE_NUMBERS = "these are whole numbers: rounding leaves them as they are"
A_FLOAT = "b is one number, which nobody can change in place"
ANY_NUMBER_NEAR = "whatever is taken off all scores cancels; only how large it is matters"
INK = "a cell is 0 or 1"
EQUAL = {
    "step": {
        "np.round(np.where": WHOLE_NUMBERS,
        "np.trunc(np.where": WHOLE_NUMBERS,
        "return z >= 0": "True and False are 1 and 0",
    },
    "predict": {"np.round(step": WHOLE_NUMBERS, "np.trunc(step": WHOLE_NUMBERS},
    "perceptron_trick": {"b += learning_rate * error": A_FLOAT},
    "count_mistakes": {
        "np.round(int": WHOLE_NUMBERS,
        "np.trunc(int": WHOLE_NUMBERS,
        "return np.sum(predict(w, b, X) != y)": "NumPy's whole number is a whole number",
    },
    "sigmoid": {
        "np.where(z > 0, 1, power)": "at 0 both numerators are 1",
        "np.abs(np.abs(z))": "the sign is gone already",
    },
    "sigmoid_derivative": {"sigmoid(np.abs(z))": "the slope is the same at z and at -z"},
    "softmax": {"np.max(np.round(z)": ANY_NUMBER_NEAR, "np.max(np.trunc(z)": ANY_NUMBER_NEAR},
    "cross_entropy": {
        "np.clip(P, eps, None)": "no probability is above 1",
        "np.clip(P, eps, 2)": "no probability is above 1",
        "axis=-1": "in a table the last axis is axis 1",
        "Y * np.log(P) * Y": "0 and 1 are their own squares",
    },
    "numerical_gradient": {
        "[::-1]": "each slope is measured by itself, in any order",
        "h=-1e-05": "two steps to either side, whichever comes first",
        "h=2e-05": "a step twice as long is short enough",
    },
    "logistic_trick": {"b += learning_rate * error": A_FLOAT},
    "confusion_matrix": {"np.round(np.array": WHOLE_NUMBERS, "np.trunc(np.array": WHOLE_NUMBERS},
    "count_parameters": {
        "np.round(sum": WHOLE_NUMBERS,
        "np.trunc(sum": WHOLE_NUMBERS,
    },
    "bump": {"np.abs(steepness)": "a steepness is above 0"},
    "pass_back": {"(np.abs(a))": "of what is never below 0, or squared in the slope, no sign is lost"},
    "mini_batches": {
        **dict.fromkeys(("np.round(rows)", "np.trunc(rows)", "np.abs(rows)"), "rows are counted 0, 1, 2 …"),
        **dict.fromkeys(
            ("np.round(batch_size)", "np.trunc(batch_size)", "np.abs(batch_size)"), "a batch has 1, 2, 3 … rows"
        ),
    },
    "momentum_step": {"np.abs(momentum)": "μ is 0 or above"},
    "adam_step": {
        **dict.fromkeys(("np.round(t)", "np.trunc(t)", "np.abs(t)"), "steps are counted 1, 2, 3 …"),
        **dict.fromkeys(("np.abs(v)", "np.abs(gradient) ** 2"), "a mean of squares, and a square, are 0 or above"),
        **dict.fromkeys(("np.abs(beta_1)", "np.abs(beta_2)", "np.abs(epsilon)"), "they are 0 or above"),
    },
    "best_epoch": {
        "list(range(len(losses)))[1:]": "the first epoch is the best so far, whether it is looked at or not",
        **dict.fromkeys(("np.round(best", "np.trunc(best"), WHOLE_NUMBERS),
        **dict.fromkeys(("np.round(patience)", "np.trunc(patience)", "np.abs(patience)"), "patience is 1, 2, 3 …"),
        "np.abs(losses)": "a loss is 0 or above",
    },
    "count_blocks": {
        "np.round(blocks": WHOLE_NUMBERS,
        "np.trunc(blocks": WHOLE_NUMBERS,
        **dict.fromkeys(("np.round(size)", "np.trunc(size)", "np.abs(size)"), "a size is 1, 2, 3 …"),
        **dict.fromkeys(("np.round(bitmap)", "np.trunc(bitmap)", "np.abs(bitmap)"), INK),
    },
    "bounding_box": {
        **dict.fromkeys(("np.round(rows[", "np.trunc(rows[", "np.round(columns[", "np.trunc(columns["), WHOLE_NUMBERS),
        **dict.fromkeys(("np.round(bitmap)", "np.trunc(bitmap)", "np.abs(bitmap)"), INK),
        "rows = np.flatnonzero(bitmap.any(axis=-1)": "in a table the last axis is axis 1",
    },
    "class_confusions": {
        "np.round(counts": WHOLE_NUMBERS,
        "np.trunc(counts": WHOLE_NUMBERS,
        "np.zeros((k, k))": "2.0 is as right as 2",
        **dict.fromkeys(("np.round(k)", "np.trunc(k)", "np.abs(k)"), "a number of classes is 1, 2, 3 …"),
    },
    "surest_mistakes": {
        "np.round(mistakes": WHOLE_NUMBERS,
        "np.trunc(mistakes": WHOLE_NUMBERS,
        "axis=-1": "in a table the last axis is axis 1",
        "np.argsort(-sureness)]": "no two mistakes are equally sure here, and their order would be as good",
    },
    "correlate": {"list(np.ndindex(found.shape))[::-1]": "each place is worked out by itself, in any order"},
    "lstm_step": {"axis=-1": "in a table the last axis is axis 1"},
    "train_and_judge": dict.fromkeys(("np.round(seed)", "np.trunc(seed)", "np.abs(seed)"), "a seed is 0, 1, 2 …"),
}


def named(exercise):
    return f"{exercise.lesson}.{exercise.name}"


@cache
def answered(exercise):
    """Return the derived answers of an exercise, each with the feedback to it."""
    return [(wrong, exercise(wrong.answer)) for wrong in exercise.derived]


def is_equal(exercise, wrong):
    return any(part in wrong.change for part in EQUAL.get(exercise.name, ()))


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_every_slip_is_refused(exercise):
    assert len(answered(exercise)) >= 5
    accepted = [wrong.change for wrong, feedback in answered(exercise) if feedback.passed]
    assert accepted == [wrong.change for wrong, _ in answered(exercise) if is_equal(exercise, wrong)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_every_equal_answer_on_the_list_is_derived(exercise):
    changes = [wrong.change for wrong, _ in answered(exercise)]
    assert [part for part in EQUAL.get(exercise.name, ()) if not any(part in change for change in changes)] == []


def names_a_mistake(exercise, feedback):
    known = any(mistake.reason in feedback.body for mistake in exercise.mistakes)
    return known or "Your answer gives what a right one gives when" in repr(feedback) or ZEROS in feedback.body


def test_nearly_every_refusal_names_the_mistake_or_explains_what_python_raises():
    refused = [(exercise, feedback) for exercise in EXERCISES for _, feedback in answered(exercise)]
    refused = [(exercise, feedback) for exercise, feedback in refused if not feedback.passed]
    by_name = [pair for pair in refused if names_a_mistake(*pair)]
    raising = [pair for pair in refused if "Error: " in repr(pair[1]) and pair not in by_name]
    print(f"{len(refused)} refused: {len(by_name)} by their mistake, {len(raising)} by what Python raises")
    assert len(by_name) >= 0.75 * len(refused)
    assert len(by_name) + len(raising) >= 0.95 * len(refused)


def test_a_slip_has_words_that_do_not_hold_the_line_itself():
    for exercise in EXERCISES:
        for wrong, _ in answered(exercise):
            assert wrong.words
            assert wrong.change not in wrong.words


def mean_of_the_first(X):
    """Return a mean that has a clip, a guard, a sum and a length."""
    total = np.sum(np.clip(X, 0, 1))
    if len(X) > 1:
        total = total + 0.0
    return total / len(X)


def test_each_operator_is_at_work():
    words = " | ".join(wrong.words for wrong in derived(mean_of_the_first, (4,)))
    for part in (
        "the mean is taken in place of the sum",
        "clip is missing at its upper end",
        "clip is missing at its lower end",
        "the number of rows in one example, 4, stands in place of `len`",
        "rounded to two decimals",
        "a quotient becomes a product",
        "two things have changed places",
        "only the first column of `X` counts",
    ):
        assert part in words


def test_the_reference_is_not_among_what_is_derived():
    for exercise in EXERCISES:
        for wrong in exercise.derived:
            assert wrong.answer is not exercise.reference


def twice(x):
    """Return x twice."""
    return 2 * x


def exercise_that_counts(calls, mistake=lambda x: x):
    """Return an exercise of two cases with one typical mistake, which notes what it is called with."""

    def counting(x):
        calls.append(x)
        return mistake(x)

    words = {"title": "Twice", "statement": "Return x twice.", "hints": ["Add it to itself."], "praise": "Right."}
    return CodeExercise(
        reference=twice, cases=[(1.0,), (3.0,)], mistakes=[Mistake("x", counting, "That is x.")], **words
    )


def test_a_mistake_is_tried_once_and_only_where_the_answer_is_wrong():
    calls = []
    exercise = exercise_that_counts(calls)
    for factor in (5.0, 7.0):
        assert "That is x." not in repr(exercise(lambda x, factor=factor: factor * x))
    assert calls == [1.0]
    exercise(lambda x: 2 * x if x == 1 else 0.3)
    assert calls == [1.0, 3.0]


def test_a_mistake_that_fits_in_one_case_must_fit_in_all():
    calls = []
    exercise = exercise_that_counts(calls)
    assert "That is x." not in repr(exercise(lambda x: x if x == 1 else 0.3))
    assert "That is x." in repr(exercise(lambda x: x))
    assert calls == [1.0, 1.0, 3.0]


def test_wrong_answers_behind_one_that_does_not_end_are_tried(monkeypatch):
    monkeypatch.setattr(runner, "TIME_LIMIT", 0.2)

    def endless(x):
        while True:
            pass

    exercise = exercise_that_counts([], endless)
    exercise.mistakes = (*exercise.mistakes, Mistake("0", lambda x: 0.0, "That is 0."))
    assert "That is 0." in repr(exercise(lambda x: 0.0))


def test_of_a_reference_that_is_no_function_by_def_nothing_is_derived():
    twice = lambda z: 2 * z  # noqa: E731
    assert derived(twice) == []
