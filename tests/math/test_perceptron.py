import pickle
import warnings

import numpy as np
import pytest
import sklearn.linear_model
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib.data import load_admissions, logic_gate
from course_lib.perceptron import (
    Perceptron,
    count_mistakes,
    perceptron_trick,
    predict,
    replay,
    score,
    train_epoch,
)

W, B = [2, 1], -18  # the committee's line


# By hand


def test_the_score_of_one_student_by_hand():
    assert score(W, B, [7, 6]) == 2 * 7 + 6 - 18 == 2
    assert predict(W, B, [7, 6]) == 1


def test_a_student_on_the_line_has_score_0_and_is_admitted():
    assert score(W, B, [6, 6]) == 0
    assert predict(W, B, [6, 6]) == 1


def test_many_students_at_once():
    X = [[7, 6], [3, 4], [9, 0]]
    assert score(W, B, X).tolist() == [2, -8, 0]
    assert predict(W, B, X).tolist() == [1, 0, 1]
    assert count_mistakes(W, B, X, [0, 0, 1]) == 1


def test_the_trick_on_a_rejected_student_above_the_line_by_hand():
    w, b = perceptron_trick(W, B, [7, 6], 0, 0.5)
    assert w.tolist() == [2 - 0.5 * 7, 1 - 0.5 * 6]
    assert b == -18 - 0.5


def test_the_trick_on_an_admitted_student_below_the_line_by_hand():
    w, b = perceptron_trick(W, B, [3, 4], 1, 0.5)
    assert w.tolist() == [2 + 0.5 * 3, 1 + 0.5 * 4]
    assert b == -18 + 0.5


def test_the_trick_leaves_the_line_for_a_student_on_the_right_side():
    for x, y in (([7, 6], 1), ([3, 4], 0)):
        w, b = perceptron_trick(W, B, x, y, 0.5)
        assert (w.tolist(), b) == (W, B)


def test_one_epoch_on_and_by_hand():
    X, y, _ = logic_gate("AND")
    w, b = train_epoch([0, 0], 0, X, y, 1)
    # 00 is wrong: b = -1; 01, 10 are right; 11 is wrong: w = (1, 1), b = 0
    assert (w.tolist(), b) == ([1, 1], 0)


FINITE = st.floats(-10, 10).filter(lambda v: v == 0 or abs(v) > 1e-6)


@given(arrays(float, 3, elements=FINITE), FINITE, arrays(float, 3, elements=FINITE), st.integers(0, 1))
def test_a_trick_moves_the_score_towards_the_label(w, b, x, y):
    before = score(w, b, x)
    after = score(*perceptron_trick(w, b, x, y, 0.25), x)
    if predict(w, b, x) == y:
        assert after == before
    else:  # z' = z ± η (|x|² + 1)
        assert after - before == pytest.approx((2 * y - 1) * 0.25 * (x @ x + 1), abs=1e-9)


# Floating point that learners meet


def test_ten_tricks_on_paper_are_eleven_in_floats():
    """From 3 x1 + 4 x2 - 10, the admitted student (1, 1) has the score -3; each trick adds 0.1 * (1 + 1 + 1)."""
    w, b, scores = np.array([3.0, 4.0]), -10.0, []
    while predict(w, b, [1, 1]) == 0:
        w, b = perceptron_trick(w, b, [1, 1], 1, 0.1)
        scores.append(score(w, b, [1, 1]))
    assert len(scores) == 11
    assert -1e-14 < scores[9] < 0  # on paper 0, which would be enough


# The estimator makes the very tricks


def point_by_point(X, y, eta0, epochs, shuffle, seed, w, b):
    """Yield weights, bias and moved rows of each epoch, by the trick on the blackboard and nothing else.

    The trick looks at all its arguments, which takes long. It is asked only about those on the wrong side.
    """
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        moved = []
        for row in rng.permutation(len(X)) if shuffle else range(len(X)):
            if (X[row] @ w + b >= 0) == y[row]:
                continue
            new_w, new_b = perceptron_trick(w, b, X[row], y[row], eta0)
            if new_b != b:
                moved.append(row)
            w, b = new_w, new_b
        yield w, b, moved
        if not moved:
            return


def assert_the_very_tricks(X, y, eta0=1.0, epochs=12, shuffle=False, seed=0, w=None, b=0.0):
    w = np.zeros(X.shape[1]) if w is None else np.asarray(w, dtype=float)
    expected = list(point_by_point(X, y, eta0, epochs, shuffle, seed, w, b))
    model = Perceptron(eta0=eta0, max_iter=epochs, shuffle=shuffle, random_state=seed)
    model.fit(X, y, coef_init=w, intercept_init=b)
    history = model.history_
    assert model.n_iter_ == len(expected)
    assert np.array_equal(history["weights"], [w, *(e[0] for e in expected)])
    assert np.array_equal(history["biases"], [b, *(e[1] for e in expected)])
    assert history["mistakes"].tolist() == [len(e[2]) for e in expected]
    assert history["rows"].tolist() == [row for e in expected for row in e[2]]
    assert np.array_equal(model.coef_[0], expected[-1][0])
    assert model.intercept_[0] == expected[-1][1]
    return model


def noisy(n, d, seed, noise):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = (X @ rng.normal(size=d) + noise * rng.normal(size=n) >= 0).astype(int)
    y[:2] = 0, 1
    return X, y


@pytest.mark.parametrize("eta0", [1.0, 0.1, 0.3])
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize(
    ("n", "d", "noise"), [(60, 1, 1), (80, 2, 1), (60, 3, 0), (80, 4, 1), (300, 10, 0.1), (400, 30, 0)]
)
def test_the_same_floats_as_the_trick_point_by_point(n, d, noise, eta0, seed, shuffle):
    X, y = noisy(n, d, seed, noise)
    assert_the_very_tricks(X, y, eta0, 5, shuffle, seed)


@pytest.mark.parametrize("n", [7, 8, 21])
@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("shuffle", [False, True])
def test_the_same_floats_where_rows_are_turned_into_floats_in_blocks(monkeypatch, n, d, shuffle):
    monkeypatch.setattr("course_lib.perceptron.BLOCK", 7)
    X, y = noisy(n, d, 0, 1)
    assert_the_very_tricks(X, y, 0.1, 5, shuffle)


@pytest.mark.parametrize("separable", [False, True])
@pytest.mark.parametrize("class_rank", [False, True])
@pytest.mark.parametrize("eta0", [1.0, 0.1])
def test_the_same_floats_on_the_admissions(separable, class_rank, eta0):
    X, y, _ = load_admissions(separable, class_rank)
    assert_the_very_tricks(X, y, eta0, 15)


@pytest.mark.parametrize("gate", ["AND", "OR", "NAND", "NOR", "XOR", "NOT"])
@pytest.mark.parametrize("eta0", [1.0, 0.1, 1 / 3])
def test_the_same_floats_where_scores_are_often_exactly_0(gate, eta0):
    X, y, _ = logic_gate(gate)
    assert_the_very_tricks(X, y, eta0, 40)


@given(
    st.integers(1, 6).flatmap(lambda d: arrays(float, (12, d), elements=st.integers(-30, 30).map(lambda k: k / 10))),
    st.lists(st.integers(0, 1), min_size=10, max_size=10),
    st.sampled_from([0.3, 0.1, 0.7]),
    st.sampled_from([0.0, 0.1, -0.3, 0.7]),
)
def test_the_same_floats_on_decimals_where_rounding_decides(X, y, eta0, b):
    """Decimals on a grid put many students on the line on paper: rounding alone decides their side."""
    assert_the_very_tricks(X, np.array([0, 1, *y]), eta0, 6, b=b)


def test_the_same_floats_when_rounding_decides_in_a_window():
    """Rows on the line up to rounding, each after many that are far from it, for the look-ahead to trip over."""
    rng = np.random.default_rng(5)
    w = rng.normal(size=30)
    far = rng.normal(size=(4000, 30))
    near = far - np.outer(far @ w / (w @ w), w)
    X = np.where(np.arange(4000)[:, None] % 40 == 39, near, far + np.sign(far @ w)[:, None] * w)
    on_the_line = np.arange(4000) % 40 == 39
    y = np.array([predict(w, 0, x) for x in X])
    y[on_the_line] = 1 - y[on_the_line]  # wrong by the score of one row, at times right by that of many at once
    model = assert_the_very_tricks(X, y, 1e-40, 1, w=w)
    assert model.history_["mistakes"].tolist() == [100]


@pytest.mark.parametrize("d", [2, 3, 8, 64])
def test_the_same_floats_when_rounding_decides_within_the_first_epoch(d):
    """From zeros the scores, and so their rounding errors, are born during the epoch."""
    rng = np.random.default_rng(d)
    for _ in range(60):
        X = rng.choice([-0.3, -0.1, 0.1, 0.2, 0.7], size=(60, d)) * (rng.random((60, d)) < 0.4)
        assert_the_very_tricks(X, np.append([0, 1], rng.integers(0, 2, 58)), 0.1, 1)


@pytest.mark.parametrize(
    "make", [np.asfortranarray, lambda X: np.repeat(X, 2, axis=0)[::2], lambda X: X.astype(np.float32)]
)
def test_the_same_floats_however_x_lies_in_memory(make):
    X, y = noisy(120, 5, 3, 0.5)
    assert_the_very_tricks(make(X), y, 0.1, 4)


# scikit-learn as the independent answer


@pytest.mark.parametrize(("d", "noise"), [(2, 0.8), (3, 0.8), (2, 0), (6, 0.5), (30, 0.2)])
@pytest.mark.parametrize("eta0", [1.0, 0.25])
def test_equal_to_scikit_learn_after_every_epoch(d, noise, eta0):
    X, y = noisy(150, d, d, noise)
    w, b = np.full(d, 0.37), 0.11  # no score is exactly 0 on the way
    ours = Perceptron(eta0=eta0, shuffle=False, max_iter=8).fit(X, y, coef_init=w, intercept_init=b)
    for epochs in range(1, ours.n_iter_ + 1):
        theirs = sklearn.linear_model.Perceptron(eta0=eta0, shuffle=False, tol=None, max_iter=epochs)
        theirs.fit(X, y, coef_init=w[None].copy(), intercept_init=np.array([b]))
        np.testing.assert_allclose(ours.history_["weights"][epochs], theirs.coef_[0], rtol=1e-10)
        np.testing.assert_allclose(ours.history_["biases"][epochs], theirs.intercept_[0], rtol=1e-10)
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-9)
    assert np.array_equal(ours.predict(X), theirs.predict(X))
    assert ours.t_ == theirs.t_


def test_partial_fit_equal_to_scikit_learn_batch_by_batch():
    X, y = noisy(200, 3, 9, 0.5)
    ours, theirs = Perceptron(shuffle=False), sklearn.linear_model.Perceptron(shuffle=False)
    # one step from the same start, since at the zeros scikit-learn updates for either class
    first = np.flatnonzero(y == 0)[:1]
    for model in (ours, theirs):
        model.partial_fit(X[first], y[first], classes=[0, 1])
    for rows in np.split(np.arange(200), 8):
        for model in (ours, theirs):
            model.partial_fit(X[rows], y[rows])
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-10)
        np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-10)
    assert len(ours.history_["weights"]) == 1 + 1 + 8


def test_tol_stops_in_the_same_epoch_as_scikit_learn():
    X, y, _ = load_admissions()
    w, b = np.array([0.31, 0.17]), -0.7
    for tol in (1e-3, 0.1, 1.0):
        ours = Perceptron(shuffle=False, tol=tol).fit(X, y, coef_init=w, intercept_init=b)
        theirs = sklearn.linear_model.Perceptron(shuffle=False, tol=tol)
        theirs.fit(X, y, coef_init=w[None].copy(), intercept_init=np.array([b]))
        assert ours.n_iter_ == theirs.n_iter_ < 1000
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-9)


def test_with_a_tol_of_0_a_loss_that_stays_exactly_the_same_goes_on_as_with_scikit_learn():
    X, y, _ = logic_gate("XOR")
    start = {"coef_init": np.array([[-0.75, 0.5]]), "intercept_init": np.array([0.125])}  # each epoch comes back to it
    for kind in (Perceptron, sklearn.linear_model.Perceptron):
        with pytest.warns(ConvergenceWarning):
            assert kind(shuffle=False, tol=0.0, max_iter=9).fit(X, y, **start).n_iter_ == 9


# What it says about its way, and where it stops


def test_it_stops_in_the_first_epoch_without_a_mistake():
    X, y, _ = load_admissions(separable=True)
    model = Perceptron(shuffle=False).fit(X, y)
    mistakes = model.history_["mistakes"]
    assert mistakes[-1] == 0
    assert mistakes[:-1].all()
    assert model.n_iter_ == len(mistakes)
    assert count_mistakes(model.coef_[0], model.intercept_[0], X, y) == 0
    assert model.score(X, y) == 1
    assert model.t_ == 1 + 100 * model.n_iter_


def test_it_never_settles_where_no_line_is_right_for_all():
    X, y, _ = load_admissions()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # tol=None: not a word, as in scikit-learn
        model = Perceptron(max_iter=200, random_state=0).fit(X, y)
    assert model.n_iter_ == 200
    assert model.history_["mistakes"].all()


def test_the_convergence_theorem_bounds_the_tricks():
    """(R / γ)² with the margin of the best line found: here that of the committee's, which separates too."""
    X, y, _ = load_admissions(separable=True)
    X1 = np.column_stack([X, np.ones(len(X))])
    w = np.array([2, 1, -18]) / np.linalg.norm([2, 1, -18])
    gamma = np.min((2 * y - 1) * (X1 @ w))
    R = np.max(np.linalg.norm(X1, axis=1))
    assert gamma > 0
    for seed in range(5):
        model = Perceptron(random_state=seed).fit(X, y)
        assert 0 < len(model.history_["rows"]) <= (R / gamma) ** 2


def test_replay_gives_the_line_after_every_trick():
    X, y, _ = load_admissions(class_rank=True)
    for eta0 in (1.0, 0.1):
        history = Perceptron(eta0=eta0, shuffle=True, random_state=4, max_iter=6).fit(X, y).history_
        weights, biases = replay(history, X)
        w, b = history["weights"][0], history["biases"][0]
        for row, after_w, after_b in zip(history["rows"], weights, biases):
            w, b = perceptron_trick(w, b, X[row], y[row], eta0)
            assert np.array_equal(w, after_w)
            assert b == after_b
        ends = np.cumsum(history["mistakes"]) - 1
        assert np.array_equal(weights[ends], history["weights"][1:])


@pytest.mark.parametrize("seed", range(4))
def test_the_pocket_keeps_the_best_line_seen(seed):
    X, y, _ = load_admissions()
    plain = Perceptron(max_iter=60, random_state=seed).fit(X, y)
    pocket = clone(plain).set_params(pocket=True).fit(X, y)
    lines = list(zip(pocket.history_["weights"], pocket.history_["biases"]))
    totals = [count_mistakes(w, b, X, y) for w, b in lines]
    kept = int(np.argmin(totals))
    assert np.array_equal(pocket.history_["weights"], plain.history_["weights"])
    assert np.array_equal(pocket.coef_[0], lines[kept][0])
    assert pocket.intercept_[0] == lines[kept][1]
    assert count_mistakes(pocket.coef_[0], pocket.intercept_[0], X, y) == min(totals) <= totals[-1]
    assert pocket.score(X, y) == pytest.approx(1 - min(totals) / 100)


def test_tol_warns_where_it_has_not_come_to_an_end():
    X, y, _ = load_admissions()
    with pytest.warns(ConvergenceWarning, match="no end in sight after max_iter = 2 epochs"):
        Perceptron(max_iter=2, tol=1e-3, random_state=0).fit(X, y)


def test_tol_says_nothing_where_the_last_of_its_epochs_is_free_of_mistakes():
    X, y, _ = load_admissions(separable=True)
    enough = Perceptron(shuffle=False).fit(X, y).n_iter_
    with warnings.catch_warnings(action="error"):
        Perceptron(shuffle=False, max_iter=enough, tol=0, n_iter_no_change=enough).fit(X, y)


def test_after_a_pocket_that_went_back_in_the_bias_alone_learning_goes_on_from_there_and_counts_on():
    model = Perceptron(shuffle=False, max_iter=3, pocket=True).fit([[0.0], [0.0], [0.0]], [1, 1, 0])
    assert (model.intercept_[0], *model.history_["biases"]) == (0, 0, -1, -1, -1)
    model.partial_fit([[0.0]], [0])
    assert model.history_["biases"].tolist() == [0, -1]
    assert model.t_ == 1 + 3 * 3 + 1


def test_a_seed_gives_the_same_and_another_seed_another_way():
    X, y, _ = load_admissions()
    ways = [Perceptron(max_iter=5, random_state=seed).fit(X, y).history_["rows"].tolist() for seed in (7, 7, 8)]
    assert ways[0] == ways[1] != ways[2]


def test_without_intercept_the_line_goes_through_the_origin():
    X, y = noisy(60, 2, 1, 0.5)
    for d in (2, 5):
        X, y = noisy(60, d, 1, 0.5)
        model = Perceptron(fit_intercept=False, max_iter=5, shuffle=False).fit(X, y)
        assert not model.history_["biases"].any()
        w = np.zeros(d)
        for _ in range(model.n_iter_):
            for x_i, y_i in zip(X, y):
                w = w + (y_i - predict(w, 0, x_i)) * x_i
        assert np.array_equal(model.coef_[0], w)


# It stands wherever scikit-learn's stands


def test_any_two_labels_will_do():
    X, y, _ = load_admissions(separable=True)
    words = np.where(y == 1, "yes", "no")
    model = Perceptron(shuffle=False).fit(X, words)
    assert model.classes_.tolist() == ["no", "yes"]
    assert np.array_equal(model.predict(X), words)
    assert np.array_equal(model.coef_, Perceptron(shuffle=False).fit(X, 2 * y - 1).coef_)


def test_clone_pickle_pipeline_and_grid_search():
    X, y, _ = load_admissions()
    model = Perceptron(eta0=0.5, random_state=3, max_iter=20)
    assert clone(model).get_params() == model.get_params()
    model.fit(X, y)
    assert not hasattr(clone(model), "coef_")
    revived = pickle.loads(pickle.dumps(model))
    assert np.array_equal(revived.decision_function(X), model.decision_function(X))
    pipeline = make_pipeline(StandardScaler(), Perceptron(random_state=0, max_iter=50, pocket=True))
    assert pipeline.fit(X, y).score(X, y) > 0.85
    search = GridSearchCV(pipeline, {"perceptron__eta0": [0.1, 1.0], "perceptron__pocket": [True, False]}, cv=3).fit(
        X, y
    )
    assert search.best_score_ > 0.7
    assert set(search.best_params_) == {"perceptron__eta0", "perceptron__pocket"}


def test_one_changed_import_swaps_ours_for_scikit_learns():
    names = set(Perceptron().get_params()) - {"pocket"}
    theirs = sklearn.linear_model.Perceptron().get_params()
    assert names <= set(theirs)
    X, y, _ = load_admissions()
    fitted = sklearn.linear_model.Perceptron().fit(X, y)
    for name in ("coef_", "intercept_", "classes_", "n_iter_", "t_", "n_features_in_"):
        ours = getattr(Perceptron(max_iter=3).fit(X, y), name)
        assert np.shape(ours) == np.shape(getattr(fitted, name))


def test_a_fit_on_an_array_forgets_the_names_of_the_columns_before():
    X, y, _ = load_admissions()
    model = Perceptron(max_iter=3).fit(X, y)
    model.feature_names_in_ = np.array(["test", "grades"], dtype=object)  # as a fit on a DataFrame leaves them
    assert not hasattr(model.fit(X, y), "feature_names_in_")


def test_the_repr_is_short_and_says_what_is_not_usual():
    assert repr(Perceptron()) == "Perceptron()"
    assert repr(Perceptron(eta0=0.1, pocket=True)) == "Perceptron(eta0=0.1, pocket=True)"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"eta0": 0}, "eta0 must be a positive number, but 0 came"),
        ({"eta0": "fast"}, "eta0 must be a positive number, but the text 'fast' came"),
        ({"max_iter": 0}, "max_iter must be a whole number above 0, but 0 came"),
        ({"max_iter": 2.5}, "max_iter must be a whole number above 0, but 2.5 came"),
        ({"n_iter_no_change": -1}, "n_iter_no_change must be a whole number above 0, but -1 came"),
        ({"tol": "small"}, "tol must be one number, but the text 'small' came"),
        ({"fit_intercept": "no"}, "fit_intercept must be True or False, but the text 'no' came"),
        ({"shuffle": 0}, "shuffle must be True or False, but 0 came"),
        ({"pocket": None}, "pocket must be True or False, but None came"),
        ({"random_state": "x"}, "random_state must be None, a whole number from 0 on, or a random generator of NumPy"),
        ({"random_state": 1.5}, "random_state must be None, a .* but 1.5 came"),
        ({"random_state": -1}, "random_state must be None, a .* but -1 came"),
    ],
)
def test_a_parameter_out_of_range_is_named(parameters, sentence):
    with pytest.raises(ValueError, match=f"^Perceptron: {sentence}"):
        Perceptron(**parameters).fit([[1.0], [2.0]], [0, 1])


@pytest.mark.parametrize(
    ("X", "y", "sentence"),
    [
        ([[1, 2], [3, np.nan]], [0, 1], r"X must be finite, but NaN came at index \(1, 1\)"),
        ([[1, 2], [3]], [0, 1], "X must be a table of numbers, but rows of different lengths came"),
        ([["a", "b"], ["c", "d"]], [0, 1], "X must be a table of numbers, but the text 'a' came"),
        (
            [1, 2, 3],
            [0, 1, 0],
            r"X must have a row for each student, shape \(n, d\), but an array of shape \(3,\) came",
        ),
        ([[1], [2]], [0, 0], "y must hold two classes, but only one class came: 0"),
        ([[1], [2], [3]], [0, 1, 2], "Only binary classification is supported"),
        ([[1], [2]], [0.5, 1.5, 2.5], "y holds 3 labels, but X has 2 rows"),
        ([[1], [2], [3]], [0.5, 1.5, 2.5], "y must hold labels. Unknown label type: continuous"),
        ([[1], [2]], [0, np.nan], "y must hold labels, but nan stands at index 1"),
        ([[1], [2]], None, "labels are wanted"),
        ([[1], [2], [3]], [0, 1], "y holds 2 labels, but X has 3 rows"),
        ([[1]], [0, 1], "y holds 2 labels, but X has 1 row\\."),
        ([[1], [2]], [0], "y holds 1 label, but X has 2 rows"),
        ([[1], [2]], ["yes", None], "y must hold labels, but None stands at index 1"),
        ([[1], [2], [3]], ["yes", "no", np.nan], "y must hold labels, but nan stands at index 2"),
        ([[1], [2]], ["yes", 0], "y must hold labels of one kind, but texts and numbers came"),
        ([[1], [2]], [[0, 1], [1]], "y must hold one label for each student, but rows of different lengths came"),
        (
            [[1], [2]],
            [[0, 1], [1, 0]],
            r"y must hold one label for each student, shape \(n,\), but shape \(2, 2\) came",
        ),
    ],
)
def test_bad_data_is_refused_in_words(X, y, sentence):
    with pytest.raises(ValueError, match=rf"^Perceptron\.fit: {sentence}"):
        Perceptron().fit(X, y)


def test_a_start_of_the_wrong_size_is_refused():
    X, y, _ = load_admissions()
    with pytest.raises(ValueError, match=r"^Perceptron\.fit: coef_init must hold 2 numbers, but 3 came\.$"):
        Perceptron().fit(X, y, coef_init=[1, 2, 3])
    with pytest.raises(ValueError, match=r"^Perceptron\.fit: intercept_init must be finite, but NaN came\.$"):
        Perceptron().fit(X, y, intercept_init=np.nan)


def test_an_unknown_label_in_a_batch_is_refused():
    model = Perceptron().partial_fit([[1.0], [2.0]], [0, 1])
    with pytest.raises(ValueError, match="the classes are 0 and 1, but y also holds 2"):
        model.partial_fit([[1.0]], [2])


def test_after_a_failed_fit_it_has_not_learned():
    for X, y in (([[1.0], [2.0]], [1, 1]), ([[1e200] * 5, [-1e200] * 5], [0, 1])):
        model = Perceptron(shuffle=False)
        for learn in (model.fit, model.partial_fit):
            with pytest.raises(ValueError):
                learn(X, y)
            with pytest.raises(NotFittedError):
                model.predict(X)


def test_learning_that_fails_leaves_what_was_learned_before():
    X, y, _ = load_admissions(separable=True)
    model = Perceptron(shuffle=False).fit(X, y)
    before, history = dict(vars(model)), dict(model.history_)
    for wrong, labels in (([[1e200] * 2, [-1e200] * 2], ["a", "b"]), ([[1.0, 2.0, 3.0]] * 2, [1, 1])):
        with pytest.raises(ValueError):
            model.fit(wrong, labels)
    for wrong, labels in (([[1.0, 2.0]], [2]), ([[1.0, 2.0]], [None]), ([[1e200] * 2, [-1e200] * 2], [0, 1])):
        with pytest.raises(ValueError):
            model.partial_fit(wrong, labels)
    assert all(value is before[name] for name, value in vars(model).items())
    assert all(value is history[name] for name, value in model.history_.items())
    assert model.score(X, y) == 1


def test_the_classes_of_a_batch_are_checked():
    for classes, sentence in (([0, None], "must hold labels, but None stands"), ([[0], [1, 2]], "must hold one label")):
        with pytest.raises(ValueError, match=rf"^Perceptron\.partial_fit: classes {sentence}"):
            Perceptron().partial_fit([[1.0]], [0], classes=classes)


def test_the_classes_of_a_later_batch_must_be_those_of_the_first():
    model = Perceptron().partial_fit([[1.0], [2.0]], [0, 1], classes=[0, 1])
    model.partial_fit([[1.0]], [0], classes=[1, 0])
    for classes in ([0, 2], ["no", "yes"]):
        with pytest.raises(ValueError, match=r"^Perceptron: classes must stay the same, \[0, 1\], but \["):
            model.partial_fit([[1.0]], [0], classes=classes)
    with pytest.raises(ValueError, match=r"^Perceptron\.partial_fit: classes must hold labels, but None stands"):
        model.partial_fit([[1.0]], [0], classes=[0, None])


@pytest.mark.parametrize("X", [[[1e308, 1], [1, 1e308]], [[1e200] * 5, [-1e200] * 5]])
def test_scores_past_the_largest_float_are_an_error_not_nan(X):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="scores grew past what a float holds; scale X or take a smaller eta0"):
            Perceptron(shuffle=False).fit(X, [0, 1])


@pytest.mark.parametrize("X", [[[1e308, 1e308]], [[1e308, -1e308]], [[0, 0], [-1e308, 1e308]]])
@pytest.mark.parametrize("method", ["decision_function", "predict"])
def test_a_score_past_the_largest_float_is_an_error_not_inf(X, method):
    model = Perceptron(shuffle=False).fit([[0.0, 10], [10, 0]], [0, 1], coef_init=[[50, -40]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"^Perceptron\.decision_function: X holds numbers too large"):
            getattr(model, method)(X)


@pytest.mark.parametrize(
    ("X", "sentence"),
    [
        ([[np.nan, 1]], "X must be finite, but NaN came"),
        ([[1.0, 2.0]], "X must be what the history was learned from, shape "),
        (np.ones((100, 3)), "X must be what the history was learned from, shape "),
    ],
)
def test_replay_on_other_students_is_refused(X, sentence):
    history = Perceptron(shuffle=False, max_iter=2).fit(*load_admissions()[:2]).history_
    with pytest.raises(ValueError, match=f"^replay: {sentence}"):
        replay(history, X)


def test_predicting_before_learning_is_an_error():
    with pytest.raises(NotFittedError, match=r"not fitted yet. Call fit\(X, y\) first"):
        Perceptron().predict([[1.0, 2.0]])


def test_an_unknown_parameter_is_an_error_that_lists_the_known():
    model = Perceptron(eta0=0.5)
    with pytest.raises(ValueError, match="Perceptron has no parameter 'learning_rate'"):
        model.set_params(eta0=2.0, learning_rate=0.1)
    assert model.eta0 == 0.5
    with pytest.raises(ValueError, match="Perceptron has no parameter 'learning_rate'; its parameters are eta0, "):
        Perceptron().set_params(learning_rate=1)
