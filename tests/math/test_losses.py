import warnings

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_lib.activations import sigmoid, softmax
from course_lib.gradients import gradient_check
from course_lib.losses import (
    cross_entropy,
    cross_entropy_from_scores,
    cross_entropy_from_scores_gradient,
    cross_entropy_gradient,
    log_loss,
    log_loss_from_scores,
    log_loss_from_scores_gradient,
    log_loss_gradient,
    squared_error,
    squared_error_from_scores,
    squared_error_from_scores_gradient,
    squared_error_gradient,
)

EPS = np.finfo(float).eps
LN = np.log

LABELS = arrays(int, 6, elements=st.integers(0, 1))
PROBABILITIES = arrays(float, 6, elements=st.floats(0, 1))
INNER = arrays(float, 6, elements=st.floats(0.05, 0.95))
SCORES = arrays(float, 6, elements=st.floats(-30, 30))
CLASSES = arrays(int, 5, elements=st.integers(0, 2))
CLASS_SCORES = arrays(float, (5, 3), elements=st.floats(-15, 15))


def one_hot(classes, k=3):
    return np.eye(k)[classes]


# By hand


def test_log_loss_by_hand():
    assert log_loss([1], [0.5]) == pytest.approx(LN(2), rel=1e-15)
    assert log_loss([1, 0], [0.8, 0.4]) == pytest.approx((-LN(0.8) - LN(0.6)) / 2, rel=1e-15)
    assert log_loss_from_scores([1, 0, 0], [0, 0, LN(3)]) == pytest.approx((LN(2) + LN(2) + LN(4)) / 3, rel=1e-15)


def test_the_gradients_of_log_loss_by_hand():
    # -1/p of two students with label 1, 1/(1 - p) of two with label 0, by 4
    assert log_loss_gradient([1, 1, 0, 0], [0.5, 0.25, 0.5, 0.75]) == pytest.approx([-0.5, -1, 0.5, 1])
    # p = 3/4 and 1/5
    assert log_loss_from_scores_gradient([1, 0], [LN(3), -LN(4)]) == pytest.approx([-1 / 8, 1 / 10])


def test_cross_entropy_by_hand():
    Y, P = [[1, 0, 0], [0, 0, 1]], [[0.7, 0.2, 0.1], [0.5, 0.25, 0.25]]
    assert cross_entropy(Y, P) == pytest.approx((-LN(0.7) - LN(0.25)) / 2, rel=1e-15)
    # e^z is 1, 2, 5
    assert cross_entropy_from_scores([[0, 1, 0]], [LN([1, 2, 5])]) == pytest.approx(LN(4), rel=1e-15)


def test_the_gradients_of_cross_entropy_by_hand():
    Y, P = [[1, 0, 0], [0, 0, 1]], [[0.5, 0.25, 0.25], [0.5, 0.3, 0.2]]
    np.testing.assert_allclose(cross_entropy_gradient(Y, P), [[-1, 0, 0], [0, 0, -2.5]])
    np.testing.assert_allclose(
        cross_entropy_from_scores_gradient([[0, 1, 0]], [LN([1, 2, 5])]), [[1 / 8, -3 / 4, 5 / 8]]
    )


def test_squared_error_by_hand():
    assert squared_error([1, 0], [0.5, 0.2]) == pytest.approx((0.25 + 0.04) / 4, rel=1e-15)
    assert squared_error_gradient([1, 0], [0.5, 0.2]) == pytest.approx([-0.25, 0.1])
    assert squared_error_from_scores([1, 0], [LN(3), -LN(4)]) == pytest.approx((1 / 16 + 1 / 25) / 4, rel=1e-15)
    # (p - y) p (1 - p): -1/4 * 3/16 and 1/5 * 4/25, by 2
    assert squared_error_from_scores_gradient([1, 0], [LN(3), -LN(4)]) == pytest.approx([-3 / 128, 2 / 125])


def test_a_model_that_knows_nothing_has_log_loss_ln_k():
    assert cross_entropy_from_scores(one_hot([0, 1, 2]), np.zeros((3, 3))) == pytest.approx(LN(3), rel=1e-15)


# An independent answer


@given(LABELS, PROBABILITIES)
def test_log_loss_is_scikit_learns(y, p):
    assert log_loss(y, p) == pytest.approx(sklearn.metrics.log_loss(y, p, labels=[0, 1]), rel=1e-12, abs=1e-15)


@given(CLASSES, CLASS_SCORES)
def test_cross_entropy_is_scikit_learns(classes, Z):
    P = softmax(Z)
    expected = sklearn.metrics.log_loss(classes, P, labels=[0, 1, 2])
    assert cross_entropy(one_hot(classes), P) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@given(LABELS, PROBABILITIES)
def test_squared_error_is_half_of_scikit_learns(y, p):
    assert squared_error(y, p) == pytest.approx(sklearn.metrics.mean_squared_error(y, p) / 2, rel=1e-12)


# What holds for all numbers


@given(LABELS, SCORES)
def test_from_scores_is_from_probabilities(y, z):
    assert log_loss_from_scores(y, z) == pytest.approx(log_loss(y, sigmoid(z)), rel=1e-2 if max(abs(z)) > 25 else 1e-4)
    assert squared_error_from_scores(y, z) == squared_error(y, sigmoid(z))


@given(LABELS, arrays(float, 6, elements=st.floats(-8, 8)))
def test_from_scores_is_from_probabilities_to_twelve_digits_where_nothing_is_rounded_away(y, z):
    assert log_loss_from_scores(y, z) == pytest.approx(log_loss(y, sigmoid(z)), rel=1e-12)


@given(CLASSES, arrays(float, (5, 3), elements=st.floats(-5, 5)))
def test_cross_entropy_from_scores_is_from_probabilities(classes, Z):
    Y = one_hot(classes)
    assert cross_entropy_from_scores(Y, Z) == pytest.approx(cross_entropy(Y, softmax(Z)), rel=1e-10)


@given(LABELS, arrays(float, 6, elements=st.floats(-10, 10)))
def test_cross_entropy_of_two_classes_is_log_loss(y, z):
    Y, Z = one_hot(y, 2), np.column_stack([np.zeros(6), z])
    assert cross_entropy_from_scores(Y, Z) == pytest.approx(log_loss_from_scores(y, z), rel=1e-9)
    assert cross_entropy(Y, softmax(Z)) == pytest.approx(log_loss(y, softmax(Z)[:, 1]), rel=1e-9)
    gradient = cross_entropy_from_scores_gradient(Y, Z)
    np.testing.assert_allclose(gradient[:, 1], log_loss_from_scores_gradient(y, z), atol=1e-15)


@given(LABELS, INNER)
def test_the_gradients_chain(y, p):
    """From probabilities to scores it is times the slope of the sigmoid, p (1 - p)."""
    z = LN(p / (1 - p))
    for to_p, to_z in (
        (log_loss_gradient, log_loss_from_scores_gradient),
        (squared_error_gradient, squared_error_from_scores_gradient),
    ):
        np.testing.assert_allclose(to_p(y, p) * p * (1 - p), to_z(y, z), rtol=1e-10, atol=1e-15)


# Finite differences


@given(LABELS, INNER)
def test_gradients_with_respect_to_probabilities(y, p):
    for loss, gradient in ((log_loss, log_loss_gradient), (squared_error, squared_error_gradient)):
        found = gradient_check(lambda p, loss=loss: loss(y, p), p, gradient(y, p))
        assert found.passed, found


@given(LABELS, arrays(float, 6, elements=st.floats(-4, 4)))
def test_gradients_with_respect_to_scores(y, z):
    for loss, gradient in (
        (log_loss_from_scores, log_loss_from_scores_gradient),
        (squared_error_from_scores, squared_error_from_scores_gradient),
    ):
        found = gradient_check(lambda z, loss=loss: loss(y, z), z, gradient(y, z))
        assert found.passed, found


@given(CLASSES, arrays(float, (5, 3), elements=st.floats(-2, 2)))
def test_gradients_of_cross_entropy(classes, Z):
    Y, P = one_hot(classes), softmax(Z)
    found = gradient_check(lambda P: cross_entropy(Y, P), P, cross_entropy_gradient(Y, P))
    assert found.passed, found
    found = gradient_check(lambda Z: cross_entropy_from_scores(Y, Z), Z, cross_entropy_from_scores_gradient(Y, Z))
    assert found.passed, found


@pytest.mark.parametrize("z", [20.0, 36.8, 40.0, 300.0])
def test_gradients_with_respect_to_scores_are_exact_where_the_model_is_sure_and_right(z):
    """There σ(z) - 1 is -e^(-z), down to numbers that beside 1 are nothing."""
    slope = np.exp(-z) / (1 + np.exp(-z)) / 2
    assert log_loss_from_scores_gradient([1, 0], [z, -z]) == pytest.approx([-slope, slope], rel=1e-13, abs=0)
    Y, Z = [[1, 0], [0, 1]], [[z, 0], [z, 2 * z]]
    wanted = slope * np.array([[-1, 1], [1, -1]])
    np.testing.assert_allclose(cross_entropy_from_scores_gradient(Y, Z), wanted, rtol=1e-13)
    assert gradient_check(lambda z: log_loss_from_scores([1, 0], z), [z, -z], [-slope, slope]).passed


# Where probabilities are 0 and 1, and scores are large


@pytest.mark.parametrize(("dtype", "clipped"), [(np.float64, 36.0437), (np.float32, 15.9424)])
def test_sure_and_wrong_counts_what_the_docstring_says(dtype, clipped):
    p, P = np.array([0, 1], dtype), np.array([[0, 1], [1, 0]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert log_loss([1, 0], p) == pytest.approx(clipped, abs=1e-3)
        assert cross_entropy([[1, 0], [0, 1]], P) == pytest.approx(clipped, abs=1e-3)
        # Sure and right: nothing but what clipping leaves.
        assert 0 <= log_loss([0, 1], p) <= 2 * np.finfo(dtype).eps
        assert cross_entropy([[0, 1], [1, 0]], P) == 0
        eps = np.finfo(dtype).eps
        np.testing.assert_allclose(log_loss_gradient([1, 0], p), [-0.5 / eps, 0.5 / eps], rtol=1e-6)
        np.testing.assert_allclose(log_loss_gradient([0, 1], p), [0.5, -0.5], rtol=1e-6)
        np.testing.assert_allclose(cross_entropy_gradient([[1, 0], [0, 1]], P), [[-0.5 / eps, 0], [0, -0.5 / eps]])
        assert squared_error([1, 0], p) == 0.5


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_scores_make_neither_warning_nor_nan(dtype):
    big = dtype(1e37 if dtype is np.float32 else 1e300)
    z, Z = np.array([big, -big], dtype), np.array([[big, -big], [-big, big]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert log_loss_from_scores([1, 0], z) == 0
        assert log_loss_from_scores([0, 1], z) == pytest.approx(float(big))
        assert cross_entropy_from_scores([[1, 0], [0, 1]], Z) == 0
        assert cross_entropy_from_scores([[0, 1], [1, 0]], Z) == pytest.approx(2 * float(big))
        assert log_loss_from_scores_gradient([0, 1], z).tolist() == [0.5, -0.5]
        assert cross_entropy_from_scores_gradient([[0, 1], [1, 0]], Z).tolist() == [[0.5, -0.5], [-0.5, 0.5]]
        assert squared_error_from_scores([0, 1], z) == 0.5
        assert squared_error_from_scores_gradient([0, 1], z).tolist() == [0, 0]


def test_the_bodies_alone_as_a_learner_writes_them_do_not_warn():
    y, one_each = np.array([0, 1, 1]), np.array([[1, 0], [0, 1], [0, 1]])
    p, P = np.array([1.0, 0.0, 1.0]), np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for function in (log_loss, log_loss_gradient, squared_error, squared_error_gradient):
            assert np.isfinite(function.unchecked(y, p)).all()
        for function in (cross_entropy, cross_entropy_gradient):
            assert np.isfinite(function.unchecked(one_each, P)).all()
        for function in (log_loss_from_scores, log_loss_from_scores_gradient, squared_error_from_scores_gradient):
            assert np.isfinite(function.unchecked(y, 1e300 * (2 * p - 1))).all()
        for function in (cross_entropy_from_scores, cross_entropy_from_scores_gradient):
            assert np.isfinite(function.unchecked(one_each, 1e300 * (2 * P - 1))).all()


def test_from_scores_small_losses_keep_their_digits():
    assert log_loss_from_scores([1, 0], [50, -50]) == pytest.approx(np.exp(-50), rel=1e-12)


def test_a_loss_that_no_float_can_hold_is_refused_in_words():
    with pytest.raises(ValueError, match=r"^cross_entropy_from_scores: the numbers are too large"):
        cross_entropy_from_scores([[1, 0]], [[-1e308, 1e308]])


@pytest.mark.parametrize(
    "function",
    [cross_entropy, cross_entropy_gradient, cross_entropy_from_scores, cross_entropy_from_scores_gradient],
)
@pytest.mark.parametrize("row", [[1e308, 1e308], [1, 1], [0, 0], [-1, 2]])
def test_rows_without_one_1_are_refused_without_a_warning(function, row):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=rf"^{function.__name__}: Y must have one 1 in each row and 0 elsewhere"):
            function(np.array([[1, 0], row]), np.full((2, 2), 0.5))


def test_a_loss_is_a_float_and_lists_will_do():
    assert type(log_loss([1, 0], [1, 0])) is float
    assert type(log_loss(np.array([1, 0]), np.array([0.5, 0.5], np.float32))) is float
    assert type(cross_entropy([[1, 0]], [[1, 0]])) is float
    assert type(squared_error([True, False], [1, 0])) is float


# What is refused


@pytest.mark.parametrize(
    ("y", "p", "sentence"),
    [
        ([1, 2], [0.5, 0.5], r"y must hold the labels 0 and 1 only, but y\[1\] is 2\."),
        ([1, 0], [0.5, 1.5], "p must hold probabilities, from 0 to 1, but 1.5 came at index 1."),
        ([1, 0], [-0.1, 0.5], "p must hold probabilities, from 0 to 1, but -0.1 came at index 0."),
        ([1, 0], [0.5], "p holds 1 probability, but y has 2 labels."),
        ([1], [0.5, 0.5], "p holds 2 probabilities, but y has 1 label."),
        ([1, 0], 0.5, r"p must hold a probability for each student, shape \(n,\), but an array of shape \(\) came."),
        ([1, 0], [0.5, np.nan], "p must be finite, but NaN came at index 1."),
        (["yes", "no"], [0.5, 0.5], "y must be a label, 0 or 1, for each student, but the text 'yes' came."),
    ],
)
@pytest.mark.parametrize("function", [log_loss, log_loss_gradient, squared_error, squared_error_gradient])
def test_bad_probabilities_are_refused_in_words(function, y, p, sentence):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: {sentence}"):
        function(y, p)


@pytest.mark.parametrize(
    "function",
    [
        log_loss_from_scores,
        log_loss_from_scores_gradient,
        squared_error_from_scores,
        squared_error_from_scores_gradient,
    ],
)
def test_bad_scores_are_refused_in_words(function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: z holds 1 score, but y has 2 labels\."):
        function([1, 0], [3])
    with pytest.raises(ValueError, match=rf"^{function.__name__}: z must hold a score for each student, shape \(n,\)"):
        function([1, 0], [[3], [4]])


@pytest.mark.parametrize(
    ("Y", "P", "sentence"),
    [
        (
            [[1, 0], [1, 1]],
            [[0.5, 0.5]] * 2,
            r"Y must have one 1 in each row and 0 elsewhere, but row 1 is \[1.0, 1.0\]",
        ),
        ([[0, 0]], [[0.5, 0.5]], r"Y must have one 1 in each row and 0 elsewhere, but row 0 is \[0.0, 0.0\]"),
        ([[0.5, 0.5]], [[0.5, 0.5]], r"Y must have one 1 in each row and 0 elsewhere, but row 0 is \[0.5, 0.5\]"),
        ([1, 0], [[0.5, 0.5]], r"Y must have a row of labels for each student, shape \(n, k\), but an array of"),
        ([[1, 0]], [0.5, 0.5], r"P must have a row of probabilities for each student, shape \(n, k\), but an array of"),
        ([[1, 0]], [[0.5, 1.2]], r"P must hold probabilities, from 0 to 1, but 1.2 came at index \(0, 1\)\."),
        ([[1, 0]] * 2, [[0.5, 0.5], [0.5, 0.7]], r"P must have rows that sum to 1, but row 1 sums to 1.2\."),
        ([[1, 0]], [[0.5, 0.3, 0.2]], r"P must have the shape of Y, \(1, 2\), but an array of shape \(1, 3\) came\."),
    ],
)
@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_gradient])
def test_bad_rows_are_refused_in_words(function, Y, P, sentence):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: {sentence}"):
        function(Y, P)


@pytest.mark.parametrize("function", [cross_entropy_from_scores, cross_entropy_from_scores_gradient])
def test_bad_rows_of_scores_are_refused_in_words(function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: Z must have a row of scores for each student"):
        function([[1, 0]], [1, 0])
    with pytest.raises(ValueError, match=rf"^{function.__name__}: Z must have the shape of Y"):
        function([[1, 0]], [[1, 0], [2, 3]])


@given(arrays(float, 2, elements=st.floats(-300, 300)))
def test_the_slope_of_the_squared_error_keeps_its_digits_where_the_model_is_sure(z):
    """Of p - y and 1 - p nothing may cancel: e⁻ᶻ stands for both, to the last digits, from z = 37 on."""
    p, q = sigmoid(z), sigmoid(-z)
    np.testing.assert_allclose(squared_error_from_scores_gradient([1, 1], z), -q * q * p / 2, rtol=1e-14, atol=0)
    np.testing.assert_allclose(squared_error_from_scores_gradient([0, 0], z), p * p * q / 2, rtol=1e-14, atol=0)
