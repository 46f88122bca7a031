import warnings

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import StandardScaler

from course_lib.data import load_admissions
from course_lib.evaluation import (
    base_rate,
    calibration,
    class_confusions,
    confusion_matrix,
    standardize,
    surest_mistakes,
    wrong_no_rate,
)

LABELS = arrays(int, 12, elements=st.integers(0, 1))


def test_the_base_rate_by_hand():
    assert base_rate([1, 0, 0, 0]) == base_rate([0, 1, 1, 1]) == 0.75
    assert base_rate([0, 1]) == 0.5
    assert base_rate([1]) == base_rate([0]) == 1
    assert base_rate(load_admissions()[1]) == 0.55


def test_standardize_by_hand():
    """The training students have mean 2 and standard deviation 1; the others are measured with these."""
    X_train, X_test = standardize([[1, 10], [3, 30]], [[2, 20], [5, 0]])
    assert X_train.tolist() == [[-1, -1], [1, 1]]
    assert X_test.tolist() == [[0, 0], [3, -2]]


@given(arrays(float, (6, 3), elements=st.floats(-1e6, 1e6).map(lambda v: round(v, 3))))
def test_standardize_is_scikit_learns_scaler(X):
    for train, test in ((X[:4], X[4:]), (X, X)):
        scaler = StandardScaler().fit(train)
        ours, theirs = standardize(train, test), (scaler.transform(train), scaler.transform(test))
        for column in range(3):
            if np.ptp(train[:, column]):
                for one, other in zip(ours, theirs):
                    np.testing.assert_allclose(one[:, column], other[:, column], rtol=1e-7, atol=1e-7)
            else:
                np.testing.assert_allclose(ours[0][:, column], 0, atol=1e-9)


@pytest.mark.parametrize("constant", [5.0, 0.1, 1e-3, 1 / 3, -1e8 / 7])
@pytest.mark.parametrize("n", [1, 3, 10, 70])
def test_a_column_of_equal_numbers_becomes_0_though_their_mean_is_rounded(constant, n):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        X_train, X_test = standardize(np.full((n, 1), constant), [[constant], [constant + 2]])
    np.testing.assert_allclose(X_train, 0, atol=1e-7)
    np.testing.assert_allclose(X_test, [[0], [2]], atol=1e-7)


def test_the_others_do_not_change_the_scale():
    X, _, _ = load_admissions()
    one, other = standardize(X[:70], X[70:])[0], standardize(X[:70], 100 * X[70:])[0]
    assert np.array_equal(one, other)
    np.testing.assert_allclose(one.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(one.std(axis=0), 1, rtol=1e-14)


def test_the_confusion_matrix_by_hand():
    """Rejected: 2 said no, 1 said yes; admitted: 3 said no, 1 said yes."""
    y, predicted = [0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0, 1]
    assert confusion_matrix(y, predicted).tolist() == [[2, 1], [3, 1]]
    assert wrong_no_rate(y, predicted) == 0.75


@given(LABELS, LABELS)
def test_the_confusion_matrix_is_scikit_learns(y, predicted):
    found = confusion_matrix(y, predicted)
    assert found.tolist() == sklearn.metrics.confusion_matrix(y, predicted, labels=[0, 1]).tolist()
    assert found.dtype.kind == "i"
    if y.any():
        recall = sklearn.metrics.recall_score(y, predicted, zero_division=0)
        assert wrong_no_rate(y, predicted) == pytest.approx(1 - recall)
        assert wrong_no_rate(y, predicted) == found[1, 0] / found[1].sum()


def test_calibration_by_hand():
    y, p = [0, 1, 1, 1, 0], [0.1, 0.15, 0.8, 0.9, 0.72]
    mean_probability, share, size = calibration(y, p, bins=4)
    assert mean_probability == pytest.approx([0.125, 0.72, 0.85])
    assert share == pytest.approx([0.5, 0, 1])
    assert size.tolist() == [2, 1, 2]


def test_the_ends_belong_to_the_first_and_to_the_last_bin():
    mean_probability, share, size = calibration([0, 0, 1, 1], [0.0, 0.5, 0.5, 1.0], bins=2)
    assert mean_probability == pytest.approx([0, 2 / 3])
    assert share == pytest.approx([0, 2 / 3])
    assert size.tolist() == [1, 3]


@given(LABELS, arrays(float, 12, elements=st.floats(0, 1)), st.sampled_from([1, 2, 5, 10]))
def test_calibration_is_scikit_learns(y, p, bins):
    inner = np.all(np.abs(p[:, None] - np.linspace(0, 1, bins + 1)[1:-1]) > 1e-9)  # its bins hold their upper end
    if inner and 0 < y.sum() < len(y):
        share, mean_probability = calibration_curve(y, p, n_bins=bins)
        found = calibration(y, p, bins)
        np.testing.assert_allclose(found[0], mean_probability, rtol=1e-12)
        np.testing.assert_allclose(found[1], share, rtol=1e-12)
        assert found[2].sum() == 12


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bins", [1, 3, 7, 10, 100, 1000])
def test_a_probability_at_the_edge_of_two_bins_is_in_the_upper_one(bins, dtype):
    """So that 0.29 with 100 bins is in the 29th after the first, though 0.29 * 100 is a little below 29."""
    for k in range(bins + 1):
        edge = np.array([k / bins], dtype)
        beside = np.array([(k + 0.5) / bins if k < bins else 1 - 0.5 / bins], dtype)
        below = np.array([(k - 0.5) / bins if k else 0.5 / bins], dtype)
        assert len(calibration([0, 1], np.append(edge, beside), bins)[2]) == 1
        assert len(calibration([0, 1], np.append(edge, below), bins)[2]) == (2 if 0 < k < bins else 1)


@pytest.mark.parametrize("n", [2, 100])
@pytest.mark.parametrize("size", [1e-100, 1e-150, 1e-152])
def test_a_column_that_varies_by_little_is_scaled_all_the_same(size, n):
    X = np.resize([0.0, 1.0], (n, 1))
    np.testing.assert_allclose(standardize(X * size, X * size)[0], standardize(X, X)[0], rtol=1e-12)


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (base_rate, ([],), r"y must hold a label for each student, shape \(n,\), but an empty array"),
        (base_rate, ([0, 2],), r"y must hold the labels 0 and 1 only, but y\[1\] is 2\."),
        (standardize, ([[1, 2]], [[1]]), r"X_test has 1 feature a student, but X_train has 2\."),
        (standardize, ([1, 2], [[1]]), "X_train must have a row for each student"),
        (standardize, ([[1], [np.nan]], [[1]]), r"X_train must be finite, but NaN came at index \(1, 0\)"),
        (standardize, ([[1e308], [-1e308]], [[1]]), "X_train holds numbers too large: the sum of their squares"),
        (standardize, ([[1e-3], [-1e-3]], [[1e308]]), "the numbers are too large"),
        (
            standardize,
            ([[1, 0], [2, 1e-200]], [[1, 1]]),
            "X_train holds numbers too close together: column 1 varies by only 1e-200, and the square of that is "
            r"rounded to 0\. Multiply the column by a large number first\.",
        ),
        (confusion_matrix, ([0, 1], [1]), r"predicted holds 1 prediction, but y has 2 labels\."),
        (
            confusion_matrix,
            ([0, 1], [1, 0.7]),
            r"predicted must hold the predictions 0 and 1 only, but predicted\[1\] is 0\.7\.",
        ),
        (
            confusion_matrix,
            ([0, 1], [1, -1]),
            r"predicted must .* is -1\. Labels are 0 and 1 here; turn -1 into 0 with \(predicted \+ 1\) // 2\.",
        ),
        (wrong_no_rate, ([0, 0], [1, 0]), "y must hold the label 1 at least once, but all labels are 0"),
        (wrong_no_rate, ([0, 1], [1]), r"predicted holds 1 prediction, but y has 2 labels\."),
        (calibration, ([0, 1], [0.5, 2]), "p must hold probabilities, from 0 to 1, but 2 came at index 1"),
        (calibration, ([0, 1], [0.5]), "p holds 1 probability, but y has 2 labels"),
        (calibration, ([0, 1], [0.5, 0.5], 0), "bins must be a whole number above 0, but 0 came"),
        (calibration, ([0, 1], [0.5, 0.5], 10**12), "bins must be at most 1000, but 1000000000000 came"),
    ],
)
def test_what_is_wrong_is_said(function, arguments, sentence):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=f"^{function.__name__}: {sentence}"):
            function(*arguments)


@given(arrays(int, (2, 30), elements=st.integers(0, 4)), st.integers(5, 7))
def test_class_confusions_are_scikit_learns(rows, k):
    truth, said = rows
    counts = class_confusions(truth, said, k)
    assert np.array_equal(counts, sklearn.metrics.confusion_matrix(truth, said, labels=range(k)))


def test_with_two_classes_both_confusion_matrices_are_one():
    truth, said = [1, 1, 0, 1], [1, 0, 0, 1]
    assert np.array_equal(class_confusions(truth, said, 2), confusion_matrix(truth, said))


@given(st.integers(0, 10_000))
def test_the_surest_mistakes_are_those_that_sorting_finds(seed):
    rng = np.random.default_rng(seed)
    P, y = rng.dirichlet(np.ones(4), 20), rng.integers(0, 4, 20)
    wrong = [i for i in range(20) if P[i].argmax() != y[i]]
    assert surest_mistakes(P, y).tolist() == sorted(wrong, key=lambda i: -P[i].max())


def test_equally_sure_mistakes_come_in_the_order_of_their_rows():
    assert surest_mistakes([[0.3, 0.7], [0.2, 0.8], [0.7, 0.3], [0.3, 0.7]], [0, 0, 1, 0]).tolist() == [1, 0, 2, 3]
    assert surest_mistakes([[0.3, 0.7], [0.2, 0.8]] * 50, [0] * 100).tolist() == [*range(1, 100, 2), *range(0, 100, 2)]
    assert surest_mistakes([[1, 0]], [0]).tolist() == []


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: class_confusions([0, 3], [0, 1], 3), "class_confusions: y must hold classes from 0 to 2, but 3 came"),
        (lambda: class_confusions([0, 1], [0, 5], 3), "class_confusions: predicted must hold classes from 0 to 2"),
        (lambda: class_confusions([0, 0.5], [0, 1], 3), "class_confusions: y must hold the numbers of classes"),
        (lambda: class_confusions([0], [0, 1], 3), "class_confusions: predicted holds 2 predictions"),
        (lambda: class_confusions([0], [0], 10_000), "class_confusions: k must be at most 1000"),
        (lambda: surest_mistakes([[0.5, 0.5]], [2]), "surest_mistakes: y must hold classes from 0 to 1, but 2 came"),
        (lambda: surest_mistakes([[0.5, 0.6]], [0]), "surest_mistakes: P must have rows that sum to 1"),
    ],
)
def test_what_is_no_class_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
