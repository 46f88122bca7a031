import ast
import inspect
import pickle
import warnings
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import sklearn.linear_model
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib.data import load_admissions
from course_lib.evaluation import standardize
from course_lib.gradients import gradient_check
from course_lib.logistic import LogisticRegression, gradient, gradient_step, logistic_trick, predict_proba
from course_lib.losses import log_loss, log_loss_from_scores
from course_lib.perceptron import perceptron_trick, predict, score

W, B = [2, 1], -18  # the committee's line
SIGMA_2 = 1 / (1 + np.exp(-2))  # what it makes of the score 2


@cache
def students(name):
    """Return features and labels of a data set by name: scaled where the name says so."""
    if "cancer" in name:
        X, y = load_breast_cancer(return_X_y=True)
    else:
        X, y, _ = load_admissions(class_rank="rank" in name)
    return (standardize(X, X)[0] if "scaled" in name else X), y


def objective(w, b, X, y, C):
    return log_loss_from_scores(y, score(w, b, X)) + (w @ w) / (2 * C * len(X))


def noisy(n=40, d=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = (X @ rng.normal(size=d) + rng.normal(size=n) >= 0).astype(int)
    y[:2] = 0, 1
    return X, y


# By hand


def test_the_probability_of_ada_and_of_eli_by_hand():
    assert predict_proba(W, B, [7, 6]) == pytest.approx(SIGMA_2, rel=1e-15)  # 0.88
    assert predict_proba(W, B, [[7, 6], [4, 8], [6, 6]]) == pytest.approx([SIGMA_2, 1 - SIGMA_2, 0.5], rel=1e-14)


def test_the_trick_on_eli_by_hand():
    """He is admitted, below the line: y - p = 0.88."""
    w, b = logistic_trick(W, B, [4, 8], 1, 0.1)
    assert w == pytest.approx([2 + 0.1 * SIGMA_2 * 4, 1 + 0.1 * SIGMA_2 * 8], rel=1e-15)
    assert b == pytest.approx(-18 + 0.1 * SIGMA_2, rel=1e-15)


def test_the_gradient_from_zeros_by_hand():
    """All probabilities are 1/2: half the sum of x over the rejected, minus that over the admitted, over 3."""
    gradient_w, gradient_b = gradient([0, 0], 0, [[7, 6], [4, 8], [9, 4]], [1, 1, 0])
    assert gradient_w == pytest.approx([(9 - 7 - 4) / 6, (4 - 6 - 8) / 6])
    assert gradient_b == pytest.approx(-1 / 6)


def test_one_step_by_hand():
    w, b = gradient_step([0, 0], 0, [[7, 6], [4, 8], [9, 4]], [1, 1, 0], 0.6)
    assert w == pytest.approx([0.2, 1.0])
    assert b == pytest.approx(0.1)


# The functions belong together

LINE = st.floats(-2, 2)


@given(arrays(float, 3, elements=LINE), LINE, st.integers(0, 50))
def test_the_gradient_is_the_slope_of_the_log_loss(w, b, seed):
    X, y = noisy(seed=seed)
    theta = np.append(w, b)
    found = gradient_check(
        lambda theta: log_loss(y, predict_proba(theta[:-1], theta[-1], X)), theta, np.append(*gradient(w, b, X, y))
    )
    assert found.passed, found


@given(arrays(float, 2, elements=LINE), LINE, arrays(float, 2, elements=st.floats(-9, 9)), st.integers(0, 1))
def test_a_gradient_step_on_one_student_is_the_logistic_trick(w, b, x, y):
    step_w, step_b = gradient_step(w, b, [x], [y], 0.3)
    trick_w, trick_b = logistic_trick(w, b, x, y, 0.3)
    np.testing.assert_allclose(step_w, trick_w, rtol=1e-13, atol=1e-14)
    assert step_b == pytest.approx(trick_b, rel=1e-13, abs=1e-14)


def body(function):
    """Return the lines of a function's body, without its docstring."""
    return ast.unparse(ast.parse(inspect.getsource(function)).body[0].body[1:])


def test_the_logistic_trick_is_the_perceptron_trick_with_a_probability():
    assert body(perceptron_trick).count("predict(") == 1
    assert body(logistic_trick) == body(perceptron_trick).replace("predict(", "predict_proba(")
    assert [*inspect.signature(logistic_trick).parameters] == [*inspect.signature(perceptron_trick).parameters]


@given(arrays(float, 2, elements=LINE), LINE, arrays(float, (5, 2), elements=st.floats(-9, 9)))
def test_at_least_one_half_means_yes(w, b, X):
    p = predict_proba(w, b, X)
    clear = np.abs(score(w, b, X)) > 1e-15  # a score nearer to 0 has a probability that is rounded to 1/2
    assert np.array_equal((p >= 0.5)[clear], predict(w, b, X)[clear] == 1)


@given(arrays(float, 3, elements=LINE), LINE, st.integers(0, 50))
def test_a_small_step_leads_downhill(w, b, seed):
    X, y = noisy(seed=seed)
    curvature = np.linalg.norm(np.column_stack([X, np.ones(len(X))]), 2) ** 2 / 4 / len(X)
    before = objective(w, b, X, y, np.inf)
    assert objective(*gradient_step(w, b, X, y, 1 / curvature), X, y, np.inf) <= before + 1e-15


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (predict_proba, (W, B, [7, 6, 5]), "X has 3 features a student, but w has 2 weights"),
        (logistic_trick, (W, B, [7, 6], 2, 0.1), "y must be 0 or 1, but 2 came"),
        (logistic_trick, (W, B, [7, 6], 1, 0), "learning_rate must be a positive number, but 0 came"),
        (gradient, (W, B, [7, 6], [1]), r"X must have a row for each student, shape \(n, d\)"),
        (gradient, (W, B, [[7, 6]], [1, 0]), "y holds 2 labels, but X has 1 row"),
        (gradient_step, (W, B, [[7, 6]], [1], -1), "learning_rate must be a positive number, but -1 came"),
        (gradient_step, (W, B, [[1e308, 0]], [0], 10), "the numbers are too large"),
    ],
)
def test_what_is_wrong_is_said(function, arguments, sentence):
    with pytest.raises(ValueError, match=rf": {sentence}"):
        function(*arguments)


# The estimator takes the very steps


@pytest.mark.parametrize("eta", [0.05, 0.3])
def test_the_same_floats_as_the_gradient_step(eta):
    X, y = students("admissions")
    history = LogisticRegression(C=np.inf, learning_rate=eta, max_iter=30, tol=0).fit(X, y).history_
    w, b = np.zeros(2), 0.0
    for epoch in range(31):
        assert np.array_equal(history["weights"][epoch], w)
        assert history["biases"][epoch] == b
        assert history["loss"][epoch] == pytest.approx(log_loss_from_scores(y, score(w, b, X)), rel=1e-15)
        w, b = gradient_step(w, b, X, y, eta)


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("batch_size", [1, 16, 100, 1000])
def test_the_same_floats_as_the_gradient_step_batch_by_batch(batch_size, shuffle):
    X, y = students("admissions scaled")
    model = LogisticRegression(np.inf, 0.3, batch_size, max_iter=4, tol=0, shuffle=shuffle, random_state=5).fit(X, y)
    w, b, rng = np.zeros(2), 0.0, np.random.default_rng(5)
    for epoch in range(4):
        order = rng.permutation(100) if shuffle else np.arange(100)
        for start in range(0, 100, batch_size):
            rows = order[start : start + batch_size]
            w, b = gradient_step(w, b, X[rows], y[rows], 0.3)
        assert np.array_equal(model.history_["weights"][epoch + 1], w)
        assert model.history_["biases"][epoch + 1] == b


@pytest.mark.parametrize("C", [0.05, 2])
@pytest.mark.parametrize("fit_intercept", [False, True])
def test_each_step_follows_the_slope_of_the_objective(C, fit_intercept):
    """From one line of the history to the next it is the numerical gradient of what is promised to fall."""
    X, y = noisy()
    model = LogisticRegression(C, learning_rate=0.5, max_iter=5, tol=0, fit_intercept=fit_intercept).fit(X, y)
    lines = np.column_stack([model.history_["weights"], model.history_["biases"]])
    for line, after in pairwise(lines):
        step = (line - after) / 0.5
        if fit_intercept:
            found = gradient_check(lambda t: objective(t[:-1], t[-1], X, y, C), line, step)
        else:
            assert step[-1] == 0
            found = gradient_check(lambda w: objective(w, 0, X, y, C), line[:-1], step[:-1])
        assert found.passed, found


def test_the_history_begins_at_zeros_and_ends_at_the_model():
    X, y = students("admissions scaled")
    model = LogisticRegression().fit(X, y)
    history = model.history_
    assert {name: values.shape for name, values in history.items()} == {
        "loss": (model.n_iter_ + 1,),
        "weights": (model.n_iter_ + 1, 2),
        "biases": (model.n_iter_ + 1,),
    }
    assert not history["weights"][0].any()
    assert history["loss"][0] == pytest.approx(np.log(2), rel=1e-15)
    assert np.array_equal(history["weights"][-1:], model.coef_)
    assert np.array_equal(history["biases"][-1:], model.intercept_)
    assert history["loss"][-1] == pytest.approx(log_loss(y, model.predict_proba(X)[:, 1]), rel=1e-12)


@pytest.mark.parametrize("block", [1, 7, 39])
def test_in_blocks_the_way_is_the_same(monkeypatch, block):
    X, y = noisy(n=40)
    whole = LogisticRegression(max_iter=20, tol=0).fit(X, y).history_
    monkeypatch.setattr("course_lib.logistic.BLOCK", block)
    for name, values in LogisticRegression(max_iter=20, tol=0).fit(X, y).history_.items():
        np.testing.assert_allclose(values, whole[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("scale", [1, 30, 1000])
def test_the_loss_in_the_history_is_that_of_the_scores(scale):
    X, y = noisy(n=1300)
    history = LogisticRegression(C=np.inf, learning_rate=scale, max_iter=3, tol=0).fit(X, y).history_
    expected = [log_loss_from_scores(y, score(w, b, X)) for w, b in zip(history["weights"], history["biases"])]
    np.testing.assert_allclose(history["loss"], expected, rtol=1e-13)


# scikit-learn as the independent answer

EASY = [("admissions scaled", C) for C in (0.01, 1, 100, np.inf)]
EASY += [("rank scaled", C) for C in (0.01, 1, 100)] + [("cancer scaled", C) for C in (0.01, 0.1, 1)]
LONG = [("admissions", 0.01), ("admissions", 0.1), ("admissions", 1), ("rank", 0.01), ("rank", 0.1)]


@pytest.mark.parametrize(("name", "C"), EASY + LONG)
def test_the_optimum_is_scikit_learns(name, C):
    X, y = students(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error" if (name, C) in EASY else "ignore")
        ours = LogisticRegression(C=C, max_iter=60_000).fit(X, y)
    theirs = sklearn.linear_model.LogisticRegression(C=C, tol=1e-10, max_iter=100_000).fit(X, y)
    least = objective(theirs.coef_[0], theirs.intercept_[0], X, y, C)
    found = objective(ours.coef_[0], ours.intercept_[0], X, y, C)
    assert -1e-9 < found - least < 1e-4


def test_at_the_optimum_the_probabilities_are_scikit_learns():
    X, y = students("admissions scaled")
    ours = LogisticRegression(tol=1e-9, max_iter=10_000).fit(X, y)
    theirs = sklearn.linear_model.LogisticRegression(tol=1e-10).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-5)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)
    assert np.array_equal(ours.predict(X), theirs.predict(X))


def test_without_intercept_too():
    X, y = students("admissions scaled")
    ours = LogisticRegression(fit_intercept=False, tol=1e-9, max_iter=10_000).fit(X, y)
    theirs = sklearn.linear_model.LogisticRegression(fit_intercept=False, tol=1e-10).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)
    in_batches = LogisticRegression(fit_intercept=False, batch_size=10, max_iter=2).fit(X, y)
    assert not ours.history_["biases"].any() and not in_batches.history_["biases"].any()


@pytest.mark.parametrize(
    ("batch_size", "learning_rate", "above"), [(1, None, 0.1), (1, 0.05, 0.001), (16, None, 0.01), (16, 0.2, 0.001)]
)
def test_batches_come_near_the_optimum_and_stay_about_there(batch_size, learning_rate, above):
    X, y = students("admissions scaled")
    model = LogisticRegression(learning_rate=learning_rate, batch_size=batch_size, max_iter=100).fit(X, y)
    best = LogisticRegression(tol=1e-8, max_iter=10_000).fit(X, y)
    lines = zip(model.history_["weights"][-20:], model.history_["biases"][-20:])
    least = objective(best.coef_[0], best.intercept_[0], X, y, 1)
    assert all(objective(w, b, X, y, 1) - least < above for w, b in lines)


# How far it walks


@pytest.mark.parametrize("factor", [1, 0.01])
def test_it_stops_in_the_first_epoch_in_which_no_slope_is_above_tol(factor):
    """With features near 0 it is the slope along the bias that is the steepest."""
    X, y = students("admissions scaled")
    rows = (y == 1) | (np.arange(100) < 40)
    X, y = factor * X[rows], y[rows]
    model = LogisticRegression(C=1, tol=0.01).fit(X, y)
    steepest = []
    for w, b in zip(model.history_["weights"], model.history_["biases"]):
        gradient_w, gradient_b = gradient(w, b, X, y)
        steepest.append(max(*np.abs(gradient_w + w / len(X)), abs(gradient_b)))
    assert steepest[-1] <= 0.01 < min(steepest[:-1])
    assert model.n_iter_ == len(steepest) - 1 > 1


def test_where_it_begins_at_the_bottom_it_makes_one_epoch_all_the_same():
    assert LogisticRegression().fit([[0.0], [0.0]], [0, 1]).n_iter_ == 1


@pytest.mark.parametrize("name", ["admissions", "admissions scaled", "rank", "cancer", "cancer scaled"])
def test_the_learning_rate_it_chooses_never_leads_uphill(name):
    X, y = students(name)
    for C in (0.01, 1, np.inf):
        history = LogisticRegression(C=C, max_iter=200, tol=0).fit(X, y).history_
        walked = history["loss"] + np.sum(history["weights"] ** 2, axis=1) / (2 * C * len(X))
        assert np.all(np.diff(walked) <= 1e-12)


def test_more_features_than_students():
    X, y = noisy(10, 40)
    model = LogisticRegression(tol=1e-6, max_iter=5000).fit(X, y)
    theirs = sklearn.linear_model.LogisticRegression(tol=1e-10).fit(X, y)
    np.testing.assert_allclose(model.coef_, theirs.coef_, atol=1e-4)


def test_tol_0_makes_all_epochs_and_says_nothing():
    X, y = students("admissions")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert LogisticRegression(tol=0, max_iter=7).fit(X, y).n_iter_ == 7
        assert LogisticRegression(tol=0, max_iter=7, learning_rate=50).fit(X, y).n_iter_ == 7
        assert LogisticRegression(tol=0, max_iter=2).fit([[0.0], [0.0]], [0, 1]).n_iter_ == 2


def test_it_says_what_to_do_where_it_has_not_come_to_the_bottom():
    X, y = students("cancer")
    words = (
        r"^LogisticRegression\.fit: not at the bottom after max_iter = 50 epochs: the slope is \d.*, tol is 0.0001\. "
        r"Scale the features \(course_lib\.evaluation\.standardize\), or raise max_iter\.$"
    )
    with pytest.warns(ConvergenceWarning, match=words) as caught:
        LogisticRegression(max_iter=50).fit(X, y)
    assert caught[0].filename == __file__


@pytest.mark.parametrize("batch_size", [None, 1])
def test_a_learning_rate_that_leads_uphill_is_named(batch_size):
    X, y = students("cancer")
    words = r"it ended uphill, at .* after .*\. Take a learning_rate below 10\.$"
    with pytest.warns(ConvergenceWarning, match=words):
        LogisticRegression(learning_rate=10, batch_size=batch_size, max_iter=5).fit(X, y)


def test_uphill_is_said_of_the_whole_objective_and_so_of_weights_that_grow_too_large_while_the_loss_falls():
    X, y = students("admissions scaled")
    model = LogisticRegression(C=0.001, learning_rate=1, max_iter=1)
    with pytest.warns(ConvergenceWarning, match=r"it ended uphill, at .* after 0\.693\. Take a learning_rate"):
        model.fit(X, y)
    assert model.history_["loss"][1] < model.history_["loss"][0]


@pytest.mark.parametrize("batch_size", [None, 1])
def test_weights_past_what_a_float_holds_are_an_error_not_nan(batch_size):
    X, y = students("admissions")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"the weights are past what a float holds: learning_rate = 1e\+06 is too"):
            LogisticRegression(C=0.001, learning_rate=1e6, batch_size=batch_size).fit(X, y)


@pytest.mark.parametrize("X", [[[1e308, 1], [1, 1e308]], [[1e200] * 3, [-1e200] * 3]])
@pytest.mark.parametrize("batch_size", [None, 1])
def test_features_past_what_their_squares_allow_are_an_error(X, batch_size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="X holds numbers too large: their squares are not finite"):
            LogisticRegression(batch_size=batch_size).fit(X, [0, 1])


@pytest.mark.parametrize("factor", [0, 1e-200, 1e-8, 1e100])
@pytest.mark.parametrize("C", [1e-300, 1, np.inf])
@pytest.mark.parametrize("fit_intercept", [False, True])
def test_any_scale_is_walked_without_warning_or_nan(factor, C, fit_intercept):
    X, y = noisy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = LogisticRegression(C=C, tol=0, max_iter=20, fit_intercept=fit_intercept).fit(factor * X, y)
        assert np.isfinite(model.predict_proba(factor * X)).all()
        assert np.isfinite(model.history_["loss"]).all()


@pytest.mark.parametrize("learning_rate", [None, 0.1])
def test_a_penalty_past_what_a_float_holds_is_blamed_on_c(learning_rate):
    with pytest.raises(ValueError, match=r"^LogisticRegression\.fit: C = 1e-310 is too small: "):
        LogisticRegression(C=1e-310, learning_rate=learning_rate).fit([[1.0], [2.0]], [0, 1])


def test_batches_that_wander_uphill_in_the_last_epoch_alone_say_nothing():
    X, y = students("admissions scaled")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = LogisticRegression(learning_rate=0.2, batch_size=16, max_iter=60, tol=1e-9, random_state=0)
        uphill = 0
        for max_iter in range(50, 60):
            history = model.set_params(max_iter=max_iter).fit(X, y).history_
            walked = history["loss"] + np.sum(history["weights"] ** 2, axis=1) / (2 * len(X))
            uphill += walked[-1] > walked[-2] * (1 + 1e-6)
    assert uphill


def test_uphill_by_rounding_alone_is_not_uphill():
    """Near rest the objective goes up and down in its last digits; which epochs go up depends on the machine."""
    X, y = students("admissions scaled")
    history = LogisticRegression(tol=0, max_iter=1000).fit(X, y).history_
    walked = history["loss"] + np.sum(history["weights"] ** 2, axis=1) / (2 * len(X))
    up = np.flatnonzero(np.diff(walked) > 0) + 1
    assert len(up)
    with pytest.warns(ConvergenceWarning, match="not at the bottom"):
        LogisticRegression(tol=1e-300, max_iter=up[0]).fit(X, y)


# It stands wherever scikit-learn's stands


@pytest.mark.parametrize("batch_size", [None, 16, 1])
def test_a_seed_gives_the_same_bits(batch_size):
    X, y = students("admissions scaled")
    model = LogisticRegression(batch_size=batch_size, max_iter=5, tol=0, random_state=3)
    ways = [clone(model).fit(X, y).history_ for _ in range(2)]
    assert all(ways[0][name].tobytes() == ways[1][name].tobytes() for name in ways[0])
    assert ways[0]["loss"].tobytes() == model.fit(X, y).fit(X, y).history_["loss"].tobytes()
    other = clone(model).set_params(random_state=4).fit(X, y).history_
    assert np.array_equal(other["loss"], ways[0]["loss"]) == (batch_size is None)


def test_any_two_labels_will_do():
    X, y = students("admissions scaled")
    words = np.where(y == 1, "yes", "no")
    model = LogisticRegression().fit(X, words)
    assert model.classes_.tolist() == ["no", "yes"]
    assert np.array_equal(model.coef_, LogisticRegression().fit(X, y).coef_)
    assert np.array_equal(model.predict(X) == "yes", model.predict_proba(X)[:, 1] >= 0.5)


def test_both_probabilities_are_exact_and_sum_to_1():
    X, y = students("admissions scaled")
    model = LogisticRegression().fit(X, y)
    P = model.predict_proba([[100.0, 100.0], [-100.0, -100.0], [0.3, 0.1]])
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-15)
    assert np.all(P > 0)  # 1 - p would be rounded to 0


def test_clone_pickle_pipeline_and_grid_search():
    X, y = students("admissions")
    model = LogisticRegression(C=0.5, batch_size=10, random_state=3, max_iter=20)
    assert clone(model).get_params() == model.get_params()
    assert not hasattr(clone(model.fit(X, y)), "coef_")
    revived = pickle.loads(pickle.dumps(model))
    assert np.array_equal(revived.predict_proba(X), model.predict_proba(X))
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    assert pipeline.fit(X, y).score(X, y) > 0.85
    search = GridSearchCV(pipeline, {"logisticregression__C": [0.001, 1.0]}, cv=5, scoring="neg_log_loss").fit(X, y)
    assert search.best_params_ == {"logisticregression__C": 1.0}
    assert search.best_score_ > -0.4


def test_the_parameters_stay_as_they_were_given():
    X, y = students("admissions scaled")
    given = {"C": 2, "learning_rate": None, "batch_size": np.int64(7), "max_iter": 3, "tol": 0, "random_state": None}
    model = LogisticRegression(**given).fit(X, y)
    assert all(getattr(model, name) is value for name, value in given.items())


def test_one_changed_import_swaps_ours_for_scikit_learns():
    shared = {"C", "max_iter", "tol", "fit_intercept", "random_state"}
    theirs, ours = sklearn.linear_model.LogisticRegression(), LogisticRegression()
    assert shared <= set(theirs.get_params()) & set(ours.get_params())
    assert (ours.C, ours.tol, ours.fit_intercept) == (theirs.C, theirs.tol, theirs.fit_intercept)
    X, y = students("admissions scaled")
    for name in ("coef_", "intercept_", "classes_", "n_features_in_"):
        assert np.shape(getattr(ours.fit(X, y), name)) == np.shape(getattr(theirs.fit(X, y), name))
    for method in ("decision_function", "predict", "predict_proba"):
        assert getattr(ours, method)(X).shape == getattr(theirs, method)(X).shape


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"C": 0}, "C must be a positive number or infinity, but 0 came"),
        ({"C": -np.inf}, "C must be a positive number or infinity, but -inf came"),
        ({"C": np.nan}, "C must be a positive number or infinity, but nan came"),
        ({"learning_rate": 0}, "learning_rate must be a positive number, but 0 came"),
        ({"learning_rate": np.inf}, "learning_rate must be a positive number, but inf came"),
        ({"batch_size": 0}, "batch_size must be a whole number above 0, but 0 came"),
        ({"batch_size": 2.5}, "batch_size must be a whole number above 0, but 2.5 came"),
        ({"max_iter": 0}, "max_iter must be a whole number above 0, but 0 came"),
        ({"tol": -1}, "tol must be 0 or above, but -1 came"),
        ({"tol": None}, "tol must be one number, but None came"),
        ({"fit_intercept": "no"}, "fit_intercept must be True or False, but the text 'no' came"),
        ({"shuffle": "no"}, "shuffle must be True or False, but the text 'no' came"),
        ({"random_state": "x"}, "random_state must be None, a whole number from 0 on, or a random generator of NumPy"),
        ({"random_state": 1.5}, "random_state must be None, a .* but 1.5 came"),
        ({"random_state": -1}, "random_state must be None, a .* but -1 came"),
    ],
)
def test_a_parameter_out_of_range_is_named(parameters, sentence):
    with pytest.raises(ValueError, match=f"^LogisticRegression: {sentence}"):
        LogisticRegression(**parameters).fit([[1.0], [2.0]], [0, 1])


@pytest.mark.parametrize(
    ("X", "y", "sentence"),
    [
        ([[1, 2], [3, np.nan]], [0, 1], r"X must be finite, but NaN came at index \(1, 1\)"),
        ([["a"], ["b"]], [0, 1], "X must be a table of numbers, but the text 'a' came"),
        ([[1], [2]], [0, 0], "y must hold two classes, but only one class came: 0"),
        ([[1], [2], [3]], [0, 1, 2], "Only binary classification is supported"),
        ([[1], [2]], [0], "y holds 1 label, but X has 2 rows"),
    ],
)
def test_bad_data_is_refused_in_words(X, y, sentence):
    with pytest.raises(ValueError, match=rf"^LogisticRegression\.fit: {sentence}"):
        LogisticRegression().fit(X, y)


def test_a_score_past_the_largest_float_is_an_error_not_inf():
    model = LogisticRegression().fit(*students("admissions scaled"))
    with pytest.raises(ValueError, match=r"^LogisticRegression\.decision_function: X holds numbers too large"):
        model.predict_proba([[1e308, 1e308]])


def test_predicting_before_learning_is_an_error():
    with pytest.raises(NotFittedError, match=r"not fitted yet. Call fit\(X, y\) first"):
        LogisticRegression().predict_proba([[1.0, 2.0]])


# What fails, changes nothing

BAD_FITS = [
    ([[1.0], [2.0], [3.0]], [1, 1, 1], {}),
    ([[1.0], [2.0], [3.0]], [0, 1, 2], {}),
    ([[1.0], [2.0], [3.0]], [0, 1], {}),
    ([[1.0], [np.nan], [3.0]], [0, 1, 1], {}),
    ([[1.0, 5.0, 2.0], [2.0, 1.0, 3.0]], ["no", "yes"], {"learning_rate": 1e300, "C": 1e-9}),
]


@pytest.mark.parametrize(("X", "y", "parameters"), BAD_FITS)
def test_after_a_failed_fit_it_has_not_learned(X, y, parameters):
    model = LogisticRegression(**parameters)
    with pytest.raises(ValueError):
        model.fit(X, y)
    with pytest.raises(NotFittedError):
        model.predict(X)


@pytest.mark.parametrize(("X", "y", "parameters"), BAD_FITS)
def test_a_refit_that_fails_leaves_what_was_learned_before(X, y, parameters):
    model = LogisticRegression().fit(*students("admissions scaled"))
    before = dict(vars(model))
    expected = model.predict([[1.0, 2.0], [-1.0, -2.0]])
    with pytest.raises(ValueError):
        model.set_params(**parameters).fit(X, y)
    assert vars(model).keys() == before.keys()
    assert model.classes_.tolist() == [0, 1]
    assert np.array_equal(model.predict([[1.0, 2.0], [-1.0, -2.0]]), expected)


def test_an_interrupted_fit_leaves_nothing_half_learned():
    class Interrupting:
        def permutation(self, n):
            raise KeyboardInterrupt

    model = LogisticRegression(batch_size=1, random_state=Interrupting())
    with pytest.raises(KeyboardInterrupt):
        model.fit([[1.0], [2.0]], [0, 1])
    with pytest.raises(NotFittedError):
        model.predict([[1.0]])


def test_numbers_of_any_kind_are_the_same_parameters():
    X, y = np.random.default_rng(0).normal(size=(500, 2)), np.arange(500) % 2
    plain = {"batch_size": 200, "learning_rate": 0.125, "C": 0.5, "tol": 0.25}
    other = {"batch_size": np.uint8(200), "learning_rate": Fraction(1, 8), "C": Fraction(1, 2), "tol": Fraction(1, 4)}
    models = [LogisticRegression(max_iter=3, **kind).fit(X, y) for kind in (plain, other)]
    np.testing.assert_array_equal(*(model.history_["weights"] for model in models))
