import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib import logistic
from course_lib.activations import relu
from course_lib.data import load_admissions
from course_lib.gradients import gradient_check, numerical_gradient
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import score

POINTS = arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=3), elements=st.floats(-3, 3))


def bowl(theta):
    """Return a number with the gradient 2 theta + 1."""
    return np.sum(theta**2 + theta)


# The numerical gradient


def test_by_hand():
    """On x² + xy the central difference has no error but rounding: 2x + y and x."""
    assert numerical_gradient(lambda t: t[0] ** 2 + t[0] * t[1], [2, 3], h=0.5).tolist() == [7, 2]
    # on x³ its error is h²
    assert numerical_gradient(lambda t: t**3, 2.0, h=0.5) == 12.25


@given(POINTS)
def test_any_shape_has_a_gradient_of_that_shape(theta):
    before = theta.copy()
    gradient = numerical_gradient(bowl, theta)
    assert gradient.shape == theta.shape
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, 2 * theta + 1, atol=1e-8)
    assert np.array_equal(theta, before)


def test_the_error_falls_with_the_square_of_the_step():
    errors = [abs(float(numerical_gradient(lambda t: np.exp(t), 0.0, h)) - 1) for h in (0.1, 0.01)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_whole_numbers_and_float32_become_float64():
    for theta in ([1, 2], np.array([1, 2]), np.array([1, 2], np.float32)):
        np.testing.assert_allclose(numerical_gradient(bowl, theta), [3, 5], rtol=1e-9)


def test_each_entry_costs_two_calls():
    calls = []
    numerical_gradient(lambda t: calls.append(t.copy()) or 0.0, np.zeros((2, 3)))
    assert len(calls) == 12


@pytest.mark.parametrize(
    ("f", "theta", "h", "sentence"),
    [
        (3, [1], 1e-5, "numerical_gradient: f must be a function, but 3 came."),
        (bowl, [1, np.nan], 1e-5, "numerical_gradient: theta must be finite, but NaN came at index 1."),
        (bowl, "w", 1e-5, "numerical_gradient: theta must be an array of numbers, but the text 'w' came."),
        (bowl, [], 1e-5, "numerical_gradient: theta must hold at least one number, but an empty array of shape"),
        (bowl, [1], 0, "numerical_gradient: h must be a positive number, but 0 came."),
        (
            lambda t: t,
            [1, 2],
            1e-5,
            r"numerical_gradient: f must return one number, but an array of shape \(2,\) came.",
        ),
        (lambda t: None, [1], 1e-5, "numerical_gradient: f must return one number, but None came."),
        (lambda t: np.nan, [1], 1e-5, "numerical_gradient: f must return a finite number, but nan came."),
        (
            bowl,
            [1, -1e8],
            1e-5,
            "numerical_gradient: h is 1e-05, too small a step from theta, whose largest entry is 1e\\+08: the last "
            "digits of so large a number are rounded off, and the step with them. Take a larger h, such as 1e\\+03.",
        ),
        (bowl, [1e12], 1e-5, "numerical_gradient: h is 1e-05, too small a step"),
        (bowl, [1], 1e-13, "numerical_gradient: h is 1e-13, too small a step"),
        (lambda t: 1e308 * t[0] / abs(t[0]), [0], 1e-5, "numerical_gradient: the numbers are too large"),
    ],
)
def test_what_is_wrong_is_said(f, theta, h, sentence):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=f"^{sentence}"):
            numerical_gradient(f, theta, h)


def test_an_error_inside_the_function_comes_through():
    with pytest.raises(KeyError):
        numerical_gradient(lambda t: {}["w"], [1.0])


# The check


@given(POINTS)
def test_a_right_gradient_is_right(theta):
    found = gradient_check(bowl, theta, 2 * theta + 1)
    if np.abs(2 * theta + 1).max() > 1e-3:
        assert found.passed
        said = re.fullmatch(r"Right: the relative error is (0|at most 1e-\d+)\.", str(found))[1]
        most = float(said.removeprefix("at most "))
        assert found.relative_error <= most * (1 + 1e-9)
        if 0 < found.relative_error <= 1e-8:
            assert most == 1e-8
        else:
            assert most / 10 <= found.relative_error * (1 + 1e-9)


@pytest.mark.parametrize("error", [3e-12, 9e-11, 1.1e-10, 6e-10])
def test_a_difference_that_is_rounding_is_told_alike_on_every_machine(error):
    found = gradient_check(lambda t: t[0], [0], [1 + error])
    assert str(found) == "Right: the relative error is at most 1e-8."


@given(POINTS, st.sampled_from([1e-4, -1e-3, 0.1, -3.0]), st.data())
def test_one_wrong_entry_is_found(theta, change, data):
    gradient = np.array(2 * theta + 1)
    where = data.draw(st.sampled_from(list(np.ndindex(theta.shape))))
    gradient[where] += change
    found = gradient_check(bowl, theta, gradient)
    assert not found.passed
    assert found.where == where
    assert found.verdict.startswith("Wrong: the relative error is ")
    ours, numerical = re.search(r"ours is (\S+), the numerical one (\S+)\. ?", found.verdict).groups()
    assert ours != numerical
    assert float(ours) == pytest.approx(gradient[where], rel=1e-3)
    assert float(numerical) == pytest.approx(found.numerical[where], rel=1e-3)
    assert found.relative_error > 1e-6


def test_the_relative_error_by_hand():
    """Of (3, 4) against (0, 4): 3 over 5."""
    found = gradient_check(lambda t: 4 * t[1], [1, 1], [3, 4])
    assert found.relative_error == pytest.approx(0.6, abs=1e-9)
    assert found.numerical == pytest.approx([0, 4])
    assert found.where == (0,)
    assert str(found) == (
        "Wrong: the relative error is 0.6. At index 0, where they differ most, yours is 3, the numerical one 0."
    )


def test_where_both_are_0_there_is_no_error():
    found = gradient_check(lambda t: 1.0, [1, 2], [0, 0])
    assert (found.relative_error, found.passed) == (0, True)


def test_numbers_so_large_that_their_squares_overflow():
    found = gradient_check(lambda t: 1e200 * np.sum(t), [1.0, 2.0], [1e200, 1e200])
    assert found.passed, found
    assert gradient_check(lambda t: 1e200 * np.sum(t), [1.0, 2.0], [2e200, 2e200]).verdict.endswith(
        "is 2 times the numerical gradient."
    )


# Typical mistakes have their words


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (-1, "Yours has the opposite sign: it points the other way."),
        (2, "Yours is 2 times the numerical gradient."),
        (-2, "Yours is 2 times the numerical gradient with the opposite sign."),
        (1 / 2, "Yours is 1/2 of the numerical gradient."),
        (
            100,
            "Yours is 100 times the numerical gradient: if there are 100 students, "
            "yours is a sum where a mean is wanted.",
        ),
        (
            1 / 30,
            "Yours is 1/30 of the numerical gradient: if there are 30 students, "
            "yours is divided by their number once too often.",
        ),
        (0.37, "Yours is 0.37 times the numerical gradient, in every entry."),
        (0, "Yours is 0 everywhere."),
    ],
)
def test_a_factor_is_named(factor, words):
    theta = np.array([0.3, -1.0, 2.0])
    found = gradient_check(bowl, theta, factor * (2 * theta + 1))
    assert found.verdict.startswith("Wrong: ")
    assert found.verdict.endswith(f". {words}")


def test_a_gradient_where_there_is_no_slope():
    assert gradient_check(lambda t: 1.0, [1, 2], [0, 3]).verdict.endswith("The numerical gradient is 0 everywhere.")


def test_one_number_is_no_multiple_worth_naming():
    found = gradient_check(lambda t: t**2, 1.0, 0.74)
    assert str(found) == "Wrong: the relative error is 0.63. Yours is 0.74, the numerical one 2."
    assert gradient_check(lambda t: t**2, 1.0, 4.0).verdict.endswith("Yours is 2 times the numerical gradient.")


def test_the_mistake_of_the_missing_mean_in_its_own_words():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 2)), rng.integers(0, 2, 20)
    w = np.array([0.5, -1.0])
    p = 1 / (1 + np.exp(-X @ w))
    found = gradient_check(lambda w: log_loss_from_scores(y, X @ w), w, X.T @ (p - y))
    assert "if there are 20 students, yours is a sum where a mean is wanted" in found.verdict
    assert gradient_check(lambda w: log_loss_from_scores(y, X @ w), w, X.T @ (p - y) / 20).passed


# Where the numerical gradient is the one to doubt


@pytest.mark.parametrize("slope", [0, 0.3, 1])
def test_at_a_kink_any_slope_between_the_two_is_suspicious_not_wrong(slope):
    """At 0 of relu: the conventions differ, the central difference is 1/2."""
    found = gradient_check(lambda t: float(relu(t[0]) + t[1] ** 2), [0, 3], [slope, 6])
    assert not found.passed
    assert found.where == (0,)
    assert found.verdict.startswith("Suspicious: ")
    assert "There is a kink: the slope is 0 to the left and 1 to the right." in found.verdict


@pytest.mark.parametrize("gradient", [[-0.5, 6], [1.5, 6], [0, 6.1], [0.5, 6.1]])
def test_a_kink_excuses_no_other_mistake(gradient):
    found = gradient_check(lambda t: float(relu(t[0]) + t[1] ** 2), [0, 3], gradient)
    assert found.verdict.startswith("Wrong: ")


def test_a_step_that_reaches_over_a_kink_is_suspicious():
    found = gradient_check(lambda t: float(relu(t)), 4e-6, 1.0)
    assert found.verdict.startswith("Suspicious: ")
    assert found.verdict.endswith("the step 1e-05 is too large here, as it reaches across a bend or a kink.")


@pytest.mark.parametrize("h", [1, 0.1, 0.01])
def test_a_step_too_large_is_suspicious(h):
    found = gradient_check(lambda t: np.sum(np.exp(t)), [0.0, 1.0], np.exp([0.0, 1.0]), h)
    assert found.verdict.startswith("Suspicious: ")
    assert f"the step {h:g} is too large here" in found.verdict
    wrong = gradient_check(lambda t: np.sum(np.exp(t)), [0.0, 1.0], -np.exp([0.0, 1.0]), h)
    assert wrong.verdict.startswith("Wrong: ")


@pytest.mark.parametrize("steepness", [5, 20, 25, 30, 50, 100])
def test_a_right_formula_whose_own_rounding_shows_is_suspicious_not_wrong(steepness):
    """Of σ(z) - 1 little is left where σ(z) is nearly 1."""
    X, y, _ = load_admissions(separable=True)
    line = steepness * np.array([2.0, 1.0, -18.0])
    gradient = np.append(*logistic.gradient(line[:2], line[2], X, y))

    def loss(line):
        return log_loss_from_scores(y, X @ line[:2] + line[2])

    found = gradient_check(loss, line, gradient)
    assert found.passed or found.verdict.startswith("Suspicious: ")
    if steepness == 20:
        assert found.verdict.endswith("so this says nothing: check where the slope is steeper.")
    for wrong in (100, 1 + 1e-5, -1) if steepness == 5 else ():
        assert gradient_check(loss, line, wrong * gradient).verdict.startswith("Wrong: ")


@pytest.mark.parametrize("z", [30, 37, 40, 100])
@pytest.mark.parametrize("student", [[7.0, 6.0], [800.0, 4.0]])
def test_one_student_for_whom_the_model_is_sure_and_right_is_no_ground_for_wrong(z, student):
    x = np.array([student])
    w = z * x[0] / (x[0] @ x[0])
    found = gradient_check(lambda w: log_loss_from_scores([1], x @ w), w, logistic.gradient(w, 0.0, x, [1])[0])
    assert found.passed or found.verdict.startswith("Suspicious: ")


def test_a_step_too_small_is_suspicious():
    found = gradient_check(lambda t: 1e4 + np.sum(np.exp(t)), [0.0, 1.0], np.exp([0.0, 1.0]), 1e-9)
    assert not found.passed
    assert "With a step of 1e-09, rounding alone makes differences of up to " in found.verdict


def test_the_rounding_of_theta_counts_too():
    """From 40000 the step comes out up to a millionth too long: a difference of 5 millionths says nothing."""
    found = gradient_check(lambda t: float(t) - 4e4, 4e4, 1 + 5e-6)
    assert not found.passed
    assert "rounding alone makes differences of up to 9e-06" in found.verdict


@pytest.mark.parametrize("theta", [1.0, 1e3, 4e4, 1e8, 1e12])
def test_from_any_theta_the_gradient_has_six_digits_or_is_refused(theta):
    """The slope of the identity is 1: what differs is the rounding of theta + h and theta - h."""
    assert numerical_gradient(lambda t: t[0], [theta], h=1e-5 * theta) == pytest.approx(1, abs=1e-6)
    if theta <= 4e4:
        assert numerical_gradient(lambda t: t[0], [theta]) == pytest.approx(1, abs=1e-6)
    else:
        with pytest.raises(ValueError, match=r"^numerical_gradient: h is 1e-05, too small a step"):
            numerical_gradient(lambda t: t[0], [theta])


@pytest.mark.parametrize("gradient", [[2.0, 4.0], [5.0, 4.0], [2.0, 4.1]])
def test_a_function_that_writes_into_what_it_gets_changes_neither_theta_nor_the_verdict(gradient):
    def in_place(t):
        t -= 1
        return np.sum(t**2)

    theta = np.array([2.0, 3.0])
    found = gradient_check(in_place, theta, gradient)
    assert theta.tolist() == [2, 3]
    assert found.verdict == gradient_check(lambda t: np.sum((t - 1) ** 2), theta, gradient).verdict


@pytest.mark.parametrize("factor", [1e12, 1e-12, 1e-320, 1e300])
def test_a_factor_that_no_mistake_makes_is_not_named(factor):
    found = gradient_check(lambda t: np.sum(t), [1.0, 2.0], [factor, factor])
    assert found.verdict.startswith("Wrong: ")
    assert found.verdict.endswith("the numerical one 1.")


def test_at_the_bottom_rounding_is_all_that_is_left():
    """The slope there is 0 on paper and some 1e-11 in floats: no ground for a verdict."""
    found = gradient_check(lambda t: np.sum((t - 0.1) ** 2) + 1, [0.1, 0.1], [0, 1e-11])
    assert found.passed or found.verdict.startswith("Suspicious: ")


def test_a_small_wrong_slope_beside_the_bottom_is_no_kink():
    found = gradient_check(lambda t: float(t**2), 0.0, 3e-8)
    assert "kink" not in found.verdict
    assert found.verdict.startswith("Wrong: ")


@pytest.mark.parametrize(
    ("gradient", "sentence"),
    [
        ([1, 2, 3], r"gradient must have the shape of theta, \(2,\), but an array of shape \(3,\) came."),
        (1, r"gradient must have the shape of theta, \(2,\), but an array of shape \(\) came."),
        ([1, np.nan], "gradient must be finite, but NaN came at index 1."),
        (None, "gradient must be an array of numbers, but None came."),
    ],
)
def test_what_is_no_gradient_is_refused(gradient, sentence):
    with pytest.raises(ValueError, match=f"^gradient_check: {sentence}"):
        gradient_check(bowl, [1, 2], gradient)


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (lambda t: t, r"gradient_check: f must return one number, but an array of shape \(2,\) came."),
        (lambda t: None, "gradient_check: f must return one number, but None came."),
        (lambda t: np.inf, "gradient_check: f must return a finite number, but inf came."),
        (lambda t: 1e308 * np.sign(t[0]), "gradient_check: the numbers are too large: the result is not finite."),
        (lambda t: score([np.nan, 1], 0, t), "score: w must be finite, but NaN came at index 0."),
        (lambda t: score([1e308, 1e308], 1e308, t + 1), "score: the numbers are too large"),
    ],
)
def test_what_is_wrong_with_f_is_said_by_the_function_that_was_called(f, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        gradient_check(f, [0, 0], [1, 0])
    with pytest.raises(ValueError, match=f"^{sentence.replace('gradient_check', 'numerical_gradient')}"):
        numerical_gradient(f, [0, 0])


def layers(small=1e-6):
    """Return parameters by name, their true gradient, and f: of `first` the gradient is a millionth of `last`'s."""
    theta = {"first": np.array([[1.0, 2.0]]), "last": np.array([3.0, 4.0])}
    gradient = {"first": 2 * small * theta["first"], "last": 2 * theta["last"]}

    def f(parts):
        return small * np.sum(parts["first"] ** 2) + np.sum(parts["last"] ** 2)

    return f, theta, gradient


@pytest.mark.parametrize("wrong", [0, -1])
def test_a_small_array_cannot_hide_behind_a_large_one(wrong):
    f, theta, gradient = layers(1e-4)
    assert gradient_check(f, theta, gradient).passed
    found = gradient_check(f, theta, gradient | {"first": wrong * gradient["first"]})
    assert not found.passed
    assert found.part == "first"
    assert str(found).startswith("Wrong in part 'first': the relative error is")
    assert set(found.numerical) == {"first", "last"}


def test_a_wrong_array_cannot_hide_behind_a_suspicious_one():
    f, theta, gradient = layers(1e-9)
    for factor, words in ((1, "Suspicious in part 'first': "), (1.001, "Wrong in part 'last': ")):
        found = gradient_check(f, theta, {"first": 0 * gradient["first"], "last": factor * gradient["last"]})
        assert found.verdict.startswith(words)


def test_a_list_of_arrays_is_judged_one_by_one():
    theta = [np.array([[1.0, 2.0]]), np.array([3.0])]
    check = gradient_check(lambda parts: sum(np.sum(part**2) for part in parts), theta, [2 * part for part in theta])
    assert check.passed
    assert [part.shape for part in check.numerical] == [(1, 2), (1,)]
    wrong = gradient_check(lambda parts: sum(np.sum(part**2) for part in parts), theta, [2 * theta[0], -2 * theta[1]])
    assert wrong.part == 1
    assert "opposite sign" in str(wrong)


@pytest.mark.parametrize(
    ("theta", "gradient", "sentence"),
    [
        ({"a": np.ones(1)}, {"b": np.ones(1)}, "gradient must hold an array for each one in theta"),
        ({"a": np.ones(1)}, np.ones(1), "gradient must hold an array for each one in theta"),
        ([np.ones(1)], [np.ones(2)], r"gradient must have the shape of theta, \(1,\), but .* about part 0"),
        (np.ones(1, np.float32), np.ones(1), "theta must be in float64, but float32 came"),
        (np.ones(1), np.ones(1, np.float32), "gradient must be in float64, but float32 came"),
        ([np.ones(1)], [np.ones(1, np.float32)], r"gradient\[0\] must be in float64, but float32 came"),
        (np.ones(1), np.ones(1, np.float16), "gradient must be in float64, but float16 came"),
        (np.ones(1, np.float16), np.ones(1), "theta must be in float64, but float16 came"),
        ({"a": np.ones(1)}, {"a": np.ones(1, np.float16)}, r"gradient\['a'\] must be in float64, but float16 came"),
        ([1.0, 2.0], [np.float32(0.1), np.float32(0.3)], "gradient must be in float64, but float32 came"),
        ([1.0, 2.0], [np.float32(0.1), 0.3], "gradient must be in float64, but float32 came"),
        ([[1.0, 2.0]], [[np.float32(0.1), np.float16(0.3)]], "gradient must be in float64, but float32 came"),
        (1.0, np.float16(0.1), "gradient must be in float64, but float16 came"),
        (
            {"a": np.ones(1), "b": np.array([np.nan])},
            {"a": np.ones(1), "b": np.ones(1)},
            r"theta\['b'\] must be finite",
        ),
        ({"a": np.ones(1), "b": "text"}, {"a": np.ones(1), "b": np.ones(1)}, r"theta\['b'\] must be .*, but the text"),
        ({"a": np.ones(1), "b": [[1], [1, 2]]}, {"a": np.ones(1), "b": [1]}, r"theta\['b'\] must be .* rows of differ"),
        ([np.ones(1), np.ones(1)], [np.ones(1), np.array([np.inf])], r"gradient\[1\] must be finite"),
        ({"a": 1.0}, {"a": [np.float16(0.1)]}, r"gradient\['a'\] must be in float64, but float16 came"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_words(theta, gradient, sentence):
    with pytest.raises(ValueError, match=f"^gradient_check: {sentence}"):
        gradient_check(lambda parts: 1.0, theta, gradient)


def test_of_several_arrays_too_f_must_be_a_function():
    with pytest.raises(ValueError, match=r"^gradient_check: f must be a function, but 3 came\.$"):
        gradient_check(3, [np.zeros(2)], [np.zeros(2)])
