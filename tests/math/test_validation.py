import inspect
import re
import sys
import tracemalloc
import warnings
from itertools import product

import numpy as np
import pytest

from course_lib.perceptron import count_mistakes, perceptron_trick, predict, score, train_epoch
from course_lib.validation import Rejected, array, checked, learning_rate, number, one_of, students

TRICK = {"w": [2, 1], "b": -18, "x": [7, 6], "y": 1, "learning_rate": 0.1}
COUNT = {"w": [2, 1], "b": -18, "X": [[7, 6], [3, 4]], "y": [1, 0]}


def refused(function, arguments, **changes):
    with pytest.raises(ValueError) as caught:
        function(**(arguments | changes))
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"learning_rate": 0}, "learning_rate must be a positive number, but 0 came."),
        ({"learning_rate": -0.1}, "learning_rate must be a positive number, but -0.1 came."),
        ({"learning_rate": np.nan}, "learning_rate must be a positive number, but nan came."),
        ({"learning_rate": "fast"}, "learning_rate must be a positive number, but the text 'fast' came."),
        ({"learning_rate": None}, "learning_rate must be a positive number, but None came."),
        ({"learning_rate": [0.1]}, "learning_rate must be a positive number, but the list [0.1] came."),
        ({"y": -1}, "y must be 0 or 1, but -1 came. Labels are 0 and 1 here; turn -1 into 0 with (y + 1) // 2."),
        ({"y": 2}, "y must be 0 or 1, but 2 came."),
        ({"y": 0.5}, "y must be 0 or 1, but 0.5 came."),
        ({"y": "1"}, "y must be 0 or 1, but the text '1' came."),
        ({"y": [1, 0]}, "y must be one label, 0 or 1, but the list [1, 0] came."),
        ({"y": np.array([1])}, "y must be one label, 0 or 1, but an array of shape (1,) came."),
        ({"b": "x"}, "b must be one number, but the text 'x' came."),
        ({"b": np.inf}, "b must be a finite number, but inf came."),
        ({"b": [1]}, "b must be one number, but the list [1] came."),
        ({"b": True}, "b must be one number, but True came."),
        ({"w": []}, "w must be a vector of numbers, shape (d,), but an empty array of shape (0,) came."),
        ({"w": [2, None]}, "w must be a vector of numbers, but None came at index 1."),
        ({"w": ["2", "1"]}, "w must be a vector of numbers, but the text '2' came."),
        ({"w": [2, np.nan]}, "w must be finite, but NaN came at index 1."),
        ({"w": [[2, 1]]}, "w must be a vector of numbers, shape (d,), but an array of shape (1, 2) came."),
        ({"x": [7, -np.inf]}, "x must be finite, but -inf came at index 1."),
        (
            {"x": [[7, 6]]},
            "x must be one student, shape (d,), but an array of shape (1, 2) came. Take one row, such as X[0].",
        ),
        (
            {"x": [7, 6, 5]},
            "x has 3 features a student, but w has 2 weights; there must be one weight for each feature.",
        ),
        ({"x": [7]}, "x has 1 feature a student, but w has 2 weights; there must be one weight for each feature."),
    ],
)
def test_the_trick_says_what_came_and_what_is_wanted(changes, sentence):
    assert refused(perceptron_trick, TRICK, **changes) == f"perceptron_trick: {sentence}"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"X": [7, 6]}, "X must have a row for each student, shape (n, d), but an array of shape (2,) came."),
        ({"X": [[7, 6], [3]]}, "X must be a table of numbers, but rows of different lengths came."),
        ({"X": [[7, 6], [3, np.nan]]}, "X must be finite, but NaN came at index (1, 1)."),
        (
            {"X": [[7], [3]]},
            "X has 1 feature a student, but w has 2 weights; there must be one weight for each feature.",
        ),
        ({"y": [1, -1]}, "y must hold the labels 0 and 1 only, but y[1] is -1. Labels are 0 and 1 here;"),
        ({"y": [1, 3]}, "y must hold the labels 0 and 1 only, but y[1] is 3."),
        ({"y": [1]}, "y holds 1 label, but X has 2 rows."),
        ({"y": 1}, "y must hold a label for each student, shape (n,), but an array of shape () came."),
        ({"y": []}, "y must hold a label for each student, shape (n,), but an empty array of shape (0,) came."),
        ({"y": ["yes", "no"]}, "y must be a label, 0 or 1, for each student, but the text 'yes' came."),
    ],
)
def test_counting_says_what_came_and_what_is_wanted(changes, sentence):
    assert refused(count_mistakes, COUNT, **changes).startswith(f"count_mistakes: {sentence}")


@pytest.mark.parametrize("function", [score, predict, perceptron_trick, count_mistakes, train_epoch])
def test_every_argument_is_checked_and_named(function):
    good = {"w": [2, 1], "b": -18, "x": [7, 6], "X": [[7, 6]], "y": 1, "learning_rate": 0.1}
    names = inspect.signature(function).parameters
    good = {name: [1] if name == "y" and "X" in names else good[name] for name in names}
    function(**good)
    for name in names:
        for bad in (None, "text", np.nan, np.inf, [[[1.0]]], {}):
            assert re.match(rf"{function.__name__}: {name} (must|has|holds) ", refused(function, good, **{name: bad}))


@pytest.mark.parametrize("function", [score, predict])
def test_weights_and_bias_the_wrong_way_round(function):
    with pytest.raises(ValueError) as caught:
        function(-18, [2, 1], [7, 6])
    assert str(caught.value) == (
        f"{function.__name__}: w must be a vector of numbers, shape (d,), but an array of shape () came. "
        "Are the arguments in the right order? If one number is meant, write [-18], in brackets."
    )


def test_one_feature_without_brackets():
    assert refused(perceptron_trick, TRICK | {"w": [2]}, x=7.5).endswith(
        "x must be one student, shape (d,), but an array of shape () came. "
        "Are the arguments in the right order? If one number is meant, write [7.5], in brackets."
    )


def test_a_missing_argument_is_named():
    with pytest.raises(TypeError, match="perceptron_trick: missing a required argument: 'learning_rate'"):
        perceptron_trick([2, 1], -18, [7, 6], 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_kind_of_float_stays(dtype):
    z = score(np.array([2, 1], dtype), -18, np.array([[7, 6]], dtype))
    assert z.dtype == dtype


def test_whole_numbers_cannot_overflow():
    big = 2**62
    assert score(np.array([big, big]), 0, np.array([2, 2])) == 4.0 * big


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_many_numbers_are_checked_without_room_and_as_few_are(dtype):
    many = np.zeros(1_000_000, dtype)
    tracemalloc.start()
    try:
        assert array(many) is many
        assert tracemalloc.get_traced_memory()[1] < many.size / 10
    finally:
        tracemalloc.stop()
    with warnings.catch_warnings(action="error"):
        many[:] = np.finfo(dtype).max  # their sum is not finite, but each of them is
        assert array(many) is many
        for bad, entry in ((np.nan, "NaN"), (-np.inf, "-inf")):
            many[7] = bad
            with pytest.raises(Rejected, match=f"must be finite, but {entry} came at index 7"):
                array(many)


def test_what_is_given_is_not_changed():
    w, x = np.array([2.0, 1.0]), np.array([7.0, 6.0])
    perceptron_trick(w, -18, x, 0, 0.1)
    assert w.tolist() == [2, 1]
    assert x.tolist() == [7, 6]


def test_a_checked_function_keeps_its_name_its_docstring_and_its_own_arguments():
    @checked(z=array, rate=learning_rate)
    def f(z, rate=0.5, free="anything", **more):
        """Say something."""
        return z.sum() * rate, free, more

    assert f.__name__ == "f"
    assert f.__doc__ == "Say something."
    assert f([1, 2]) == (1.5, "anything", {})
    assert f([1, 2], 1, free=None, color="red") == (3.0, None, {"color": "red"})
    with pytest.raises(ValueError, match=r"^f: rate must be a positive number, but -1 came\.$"):
        f([1], -1, color="red")


def test_a_long_value_is_cut_in_the_message():
    message = refused(perceptron_trick, TRICK, b="z" * 1000)
    assert len(message) < 120


@pytest.mark.parametrize("by_position", range(5))
def test_arguments_arrive_however_they_are_handed_over(by_position):
    def f(a, b=2, c=3, *, d=4):
        return a, b, c, d

    strictly = checked(a=number, b=number, c=number)(f)
    for named in product(*([{}, {name: value}] for name, value in [("a", 5), ("b", 6), ("c", 7), ("d", 8)])):
        named = {name: value for each in named for name, value in each.items()}
        arguments = range(10, 10 + by_position)
        try:
            wanted = f(*arguments, **named)
        except TypeError:
            with pytest.raises(TypeError, match=r"^f: "):
                strictly(*arguments, **named)
        else:
            assert strictly(*arguments, **named) == wanted


@pytest.mark.parametrize("left_out", [0, 1])
def test_a_check_takes_few_steps(left_out):
    @checked(w=array, x=students, b=number)
    def nothing(w, x, b=1.0):
        return None

    steps = []
    w, x = np.ones(2), np.ones(2)
    sys.setprofile(lambda frame, event, argument: steps.append(frame.f_code.co_name) if event == "call" else None)
    try:
        nothing(*(w, x, 1.0)[: 3 - left_out])
    finally:
        sys.setprofile(None)
    assert len(steps) <= 25, steps  # of Python's own calls, each some tenths of a microsecond


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (score, ([1e308, 1e308], 0, [10, -10])),
        (score, ([1e308, 1e308], 0, [[10, -10], [1, 1]])),
        (score, ([1e308], 0, [10])),
        (score, (np.array([1e38], np.float32), 0, np.array([10], np.float32))),
        (predict, ([1e308], 0, [10])),
        (count_mistakes, ([1e308, 1e308], 0, [[10, -10]], [1])),
        (perceptron_trick, ([1.0], 0, [-1e200], 1, 1e200)),
        (train_epoch, ([1.0], 0, [[-1e200]], [1], 1e200)),
    ],
)
def test_what_no_float_can_hold_is_refused_in_words(function, arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        name = function.__name__
        with pytest.raises(ValueError, match=rf"^{name}: the numbers are too large: the result is not finite\."):
            function(*arguments)


def test_a_choice_in_seven_digits_is_the_choice():
    kind = one_of(0.1, 0.3, "auto")
    assert kind(np.float32(0.1)) == 0.1 and kind("auto") == "auto"
    with pytest.raises(Rejected):
        kind(np.float32(0.2))
