import warnings
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_derivative,
    step,
    tanh,
    tanh_derivative,
)
from course_lib.gradients import gradient_check, numerical_gradient

WITH_DERIVATIVE = {sigmoid: sigmoid_derivative, tanh: tanh_derivative, relu: relu_derivative}
ELEMENTWISE = [*WITH_DERIVATIVE, *WITH_DERIVATIVE.values()]
ALL = [step, *ELEMENTWISE, softmax, softmax_derivative]
EXTREME = [-1e308, -1e30, -745.2, -37.0, -1e-308, -0.0, 0.0, 5e-324, 1.0, 37.0, 745.2, 1e308]

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ANY_SHAPE = arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=4), elements=FINITE)
MODERATE = st.floats(-30, 30)
ROWS = st.integers(1, 5).flatmap(lambda k: arrays(float, (3, k), elements=MODERATE))


# By hand


def test_step_by_hand():
    assert step([-3, -0.1, 0, 0.1, 3]).tolist() == [0, 0, 1, 1, 1]


def test_a_student_on_the_line_is_admitted_whatever_the_sign_of_zero():
    assert step([0.0, -0.0]).tolist() == [1, 1]
    assert step(-np.nextafter(0, 1)) == 0


def test_sigmoid_by_hand():
    """At z = ln 3 it is 1 / (1 + 1/3), at z = -ln 4 it is 1 / (1 + 4)."""
    assert sigmoid([0, np.log(3), -np.log(4)]) == pytest.approx([0.5, 3 / 4, 1 / 5], rel=1e-15)
    assert sigmoid_derivative([0, np.log(3), -np.log(4)]) == pytest.approx([1 / 4, 3 / 16, 4 / 25], rel=1e-14)


def test_tanh_by_hand():
    """With e^z = 2 it is (2 - 1/2) / (2 + 1/2) = 3/5."""
    assert tanh([0, np.log(2)]) == pytest.approx([0, 3 / 5], rel=1e-15)
    assert tanh_derivative([0, np.log(2)]) == pytest.approx([1, 16 / 25], rel=1e-15)


def test_relu_by_hand():
    assert relu([-2, 0, 3]).tolist() == [0, 0, 3]
    assert relu_derivative([-2, 0, 3]).tolist() == [0, 0, 1]


def test_softmax_by_hand():
    """e^z is 1, 2, 5: of 8 in sum."""
    z = np.log([1, 2, 5])
    assert softmax(z) == pytest.approx([1 / 8, 2 / 8, 5 / 8], rel=1e-15)
    # p_i (1 - p_i) on the diagonal, -p_i p_j beside it, in 64ths
    expected = np.array([[7, -2, -5], [-2, 12, -10], [-5, -10, 15]]) / 64
    np.testing.assert_allclose(softmax_derivative(z), expected, rtol=1e-14)


def test_softmax_of_a_batch_is_that_of_each_row():
    Z = np.array([[[1.0, 2, 3], [0, 0, 0]], [[5, -5, 1], [9, 9, 8]]])
    for i, j in np.ndindex(2, 2):
        assert np.array_equal(softmax(Z)[i, j], softmax(Z[i, j]))
        assert np.array_equal(softmax_derivative(Z)[i, j], softmax_derivative(Z[i, j]))


# What holds for every score


@given(ANY_SHAPE)
def test_step_is_1_exactly_where_the_score_is_not_negative(z):
    predictions = step(z)
    assert predictions.shape == z.shape
    assert predictions.dtype.kind == "i"
    assert predictions.ravel().tolist() == [0 if score < 0 else 1 for score in z.ravel().tolist()]


@given(ANY_SHAPE)
def test_sigmoid_of_the_opposite_score_is_the_rest_of_1(z):
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=3e-16)


@given(arrays(float, 7, elements=FINITE))
def test_sigmoid_rises_and_stays_a_probability(z):
    p = sigmoid(np.sort(z))
    assert np.all(np.diff(p) >= 0)
    assert np.all((p >= 0) & (p <= 1))


@given(arrays(float, 5, elements=st.floats(-700, 700)))
def test_sigmoid_is_its_formula_to_the_last_digits(z):
    """Small probabilities too are right in each digit, which 1 - sigmoid(-z) would not be."""
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-15)


@given(arrays(float, 5, elements=MODERATE))
def test_tanh_is_a_sigmoid_twice_as_steep_and_twice_as_high(z):
    np.testing.assert_allclose(tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-15)


@given(ANY_SHAPE)
def test_relu_is_the_score_times_its_derivative(z):
    assert np.array_equal(relu(z), z * relu_derivative(z))


@given(st.integers(1, 5).flatmap(lambda k: arrays(float, (3, k), elements=FINITE)))
def test_softmax_gives_probabilities_that_sum_to_1(z):
    p = softmax(z)
    assert p.shape == z.shape
    assert np.all(p >= 0)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-15)


@given(FINITE, FINITE)
def test_softmax_of_two_is_the_sigmoid_of_the_difference(one, other):
    if np.isfinite(difference := one - other):
        np.testing.assert_allclose(softmax([one, other])[0], sigmoid(difference), rtol=1e-14, atol=1e-307)


@given(ROWS, MODERATE)
def test_softmax_knows_differences_of_scores_only(z, shift):
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-12)


# Derivatives


@pytest.mark.parametrize("function", WITH_DERIVATIVE)
@given(z=arrays(float, (2, 3), elements=st.floats(-4, 4).filter(lambda z: abs(z) > 1e-3)))
def test_the_derivative_is_the_slope(function, z):
    """The sum over all entries has as its gradient the derivative at each."""
    found = gradient_check(lambda z: np.sum(function(z)), z, WITH_DERIVATIVE[function](z))
    assert found.passed or np.abs(found.numerical).max() < 1e-6, found


@given(arrays(float, 4, elements=st.floats(-3, 3)))
def test_the_derivative_of_softmax_is_the_slope_of_each_probability(z):
    jacobian = softmax_derivative(z)
    for i in range(4):
        numerical = numerical_gradient(lambda z, i=i: softmax(z)[i], z)
        np.testing.assert_allclose(jacobian[i], numerical, atol=1e-9)


# Any finite score, any kind of float, any shape


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("function", ALL)
def test_no_finite_score_warns_or_makes_nan(function, dtype):
    z = np.clip(EXTREME, np.finfo(dtype).min, np.finfo(dtype).max).astype(dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for scores in (z, z[:, None], [1e30, -1e30], np.array([z[0], z[-1]]), np.array([z[-1], z[-1], z[0]])):
            found = function(scores)
            assert np.isfinite(found).all()


@pytest.mark.parametrize("function", ALL)
def test_the_body_alone_as_a_learner_writes_it_does_not_warn(function):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(function.unchecked(np.array([-1e307, -750.0, 0.0, 750.0, 1e307]))).all()


def test_softmax_of_the_most_different_scores():
    assert softmax([-1e308, 1e308]).tolist() == [0, 1]
    assert softmax([1e308, 1e308, -1e308]).tolist() == [0.5, 0.5, 0]
    assert softmax_derivative([-1e308, 1e308]).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_shape_and_kind_of_float_stay(function):
    for shape in [(), (1,), (3,), (0,), (2, 3), (2, 0, 3)]:
        for dtype in (np.float32, np.float64):
            found = function(np.ones(shape, dtype))
            assert found.shape == shape
            assert found.dtype == dtype
    assert function(2).dtype == function([1, 2]).dtype == function(np.float32([1, 2]).tolist()).dtype == np.float64
    assert function(np.float32(2)).dtype == np.float32


def test_softmax_keeps_shape_and_kind_of_float():
    for shape in [(1,), (3,), (2, 3), (0, 3), (2, 1, 3)]:
        for dtype in (np.float32, np.float64):
            z = np.ones(shape, dtype)
            assert (softmax(z).shape, softmax(z).dtype) == (shape, dtype)
            assert (softmax_derivative(z).shape, softmax_derivative(z).dtype) == ((*shape, shape[-1]), dtype)
    assert softmax([1, 2]).dtype == np.float64


@pytest.mark.parametrize("function", ALL)
def test_what_is_given_is_not_changed(function):
    z = np.array([[1.0, -2.0, 3.0]])
    function(z)
    assert z.tolist() == [[1, -2, 3]]


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize("bad", [None, "1", [1, "2"], [1, None], [[1, 2], [3]], 1j, {}, float("nan"), [1, np.inf]])
def test_anything_else_is_refused_by_name(bad, function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: z must be "):
        function(bad)


@pytest.mark.parametrize("function", [softmax, softmax_derivative])
@pytest.mark.parametrize("bad", [3.0, [], [[], []]])
def test_softmax_of_no_classes_is_refused(bad, function):
    with pytest.raises(
        ValueError, match=r": z must hold a score for each class along the last axis, but an .*array of"
    ):
        function(bad)


def test_one_score_gives_one_prediction():
    assert step(2.0).shape == ()
    assert step(2.0) == 1


def exact_slope(z):
    """Return the derivative of the sigmoid, e⁻ᶻ / (1 + e⁻ᶻ)², to 50 digits."""
    with localcontext(prec=50):
        e = (-abs(Decimal(float(z)))).exp()
        return e / (1 + e) ** 2


@pytest.mark.parametrize(("dtype", "most"), [(np.float64, 2e-16), (np.float32, 2e-7)])
def test_slopes_are_as_exact_as_their_docstrings_say(dtype, most):
    z = np.linspace(0, 60, 3001).astype(dtype)
    exact = np.array([float(exact_slope(each)) for each in z])
    assert np.abs(sigmoid_derivative(z) - exact).max() < most
    np.testing.assert_allclose(sigmoid_derivative(-z), exact, rtol=4 * np.finfo(dtype).eps)
    assert not sigmoid_derivative(z[z > (37 if dtype == np.float64 else 17)]).any()
    exact = 4 * np.array([float(exact_slope(2 * Decimal(float(each)))) for each in z])  # tanh'(z) = 4 σ'(2z)
    assert np.abs(tanh_derivative(z) - exact).max() < (3e-16 if dtype == np.float64 else 2e-7)
    assert not tanh_derivative(z[z > (19 if dtype == np.float64 else 10.1)]).any()
