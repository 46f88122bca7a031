"""The classifier with hidden layers: the steps of scikit-learn's, and what an estimator owes its users."""

import copy
import doctest
import io
import pickle
import sys
import tracemalloc
import warnings
from contextlib import redirect_stderr
from fractions import Fraction

import numpy as np
import pytest
import sklearn.neural_network
from sklearn.base import clone
from sklearn.datasets import load_digits, make_moons
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import course_lib.mlp
from course_lib.mlp import MLPClassifier
from course_lib.network import Layer

pytestmark = pytest.mark.filterwarnings("ignore:MLPClassifier.fit:sklearn.exceptions.ConvergenceWarning")


def students(classes=2, n=50, d=4, dtype=np.float64):
    """Return noisy students of so many classes, with a line between each two."""
    rng = np.random.default_rng(classes)
    X = rng.normal(size=(n, d))
    y = np.argmax(X @ rng.normal(size=(d, classes)) + rng.normal(size=(n, classes)) / 3, axis=1)
    y[:classes] = np.arange(classes)
    return X.astype(dtype), y


def parameters(model):
    return np.concatenate([part.ravel() for part in [*model.coefs_, *model.intercepts_]])


def same_start(model, rival):
    """Give scikit-learn's fitted model our first parameters, and an optimizer that has not moved yet."""
    for ours, theirs in zip([*model.coefs_, *model.intercepts_], [*rival.coefs_, *rival.intercepts_], strict=True):
        theirs[:] = ours
    rival._optimizer.velocities = [np.zeros_like(each) for each in rival._optimizer.velocities]


# The steps are those of scikit-learn


@pytest.mark.parametrize("alpha", [0.0, 0.1])
@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, False), (0.9, False), (0.9, True)])
def test_sgd_takes_the_steps_of_scikit_learn(momentum, nesterov, activation, classes, alpha):
    X, y = students(classes)
    settings = {"solver": "sgd", "activation": activation, "alpha": alpha, "batch_size": 16, "shuffle": False}
    settings |= {"momentum": momentum, "nesterovs_momentum": nesterov, "random_state": 0}
    model = MLPClassifier((7, 5), learning_rate_init=1e-300, **settings)
    model.partial_fit(X, y, range(classes))  # draws the weights, and leaves them where they are
    rival = sklearn.neural_network.MLPClassifier((7, 5), learning_rate_init=0.1, max_iter=1, **settings)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        rival.fit(X, y)
    same_start(model, rival)
    before = parameters(model)
    for _ in range(3):  # 16 + 16 + 16 + 2 students each
        rival.partial_fit(X, y)
    model.set_params(learning_rate_init=0.1, warm_start=True, max_iter=3).fit(X, y)
    np.testing.assert_allclose(parameters(model), parameters(rival), rtol=0, atol=1e-9)
    np.testing.assert_allclose(model.predict_proba(X), rival.predict_proba(X), rtol=0, atol=1e-9)
    assert np.max(np.abs(parameters(model) - before)) > 0.01
    if alpha == 0:
        assert model.loss_ == pytest.approx(rival.loss_, rel=1e-9)


@pytest.mark.parametrize("classes", [2, 4])
def test_attributes_have_the_names_and_shapes_of_scikit_learn(classes):
    X, y = students(classes)
    ours = MLPClassifier((7, 5), max_iter=3, random_state=0).fit(X, y)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        theirs = sklearn.neural_network.MLPClassifier((7, 5), max_iter=3, random_state=0).fit(X, y)
    for name in ("coefs_", "intercepts_"):
        assert [part.shape for part in getattr(ours, name)] == [part.shape for part in getattr(theirs, name)]
    for name in ("n_iter_", "n_layers_", "n_outputs_", "out_activation_", "n_features_in_", "validation_scores_"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert len(ours.loss_curve_) == 3
    assert ours.loss_ == ours.loss_curve_[-1]
    assert ours.best_loss_ == min(ours.loss_curve_)
    defaults = theirs.get_params()
    same = set(ours.get_params()) - {"keep_history"}
    assert {name: clone(MLPClassifier()).get_params()[name] for name in same} == {
        name: sklearn.neural_network.MLPClassifier().get_params()[name] for name in same
    }
    assert set(defaults) - same == {"learning_rate", "max_fun", "power_t"}


@pytest.mark.parametrize(("batch_size", "batches"), [("auto", 1), (16, 4)])
def test_the_part_of_the_weights_in_the_loss_by_hand(batch_size, batches):
    """With a rate so small that the weights stay."""
    X, y = students()
    settings = {"learning_rate_init": 1e-300, "max_iter": 1, "random_state": 0, "batch_size": batch_size}
    plain, held_back = (MLPClassifier(5, alpha=alpha, **settings).fit(X, y) for alpha in (0, 3))
    squares = sum(np.sum(weights**2) for weights in held_back.coefs_)
    assert held_back.loss_ - plain.loss_ == pytest.approx(batches * 3 * squares / (2 * len(X)))
    assert held_back.set_params(alpha=0).partial_fit(X, y).loss_ == pytest.approx(plain.loss_)
    p = plain.predict_proba(X)[np.arange(len(X)), y]
    assert plain.loss_ == pytest.approx(np.mean(-np.log(p)))


def test_the_loss_stops_falling_when_scikit_learn_says():
    """More than n_iter_no_change epochs, one after the other, not better by tol: with a tol past all, the first."""
    X, y = students()
    settings = {"solver": "sgd", "tol": 10.0, "n_iter_no_change": 4}
    with warnings.catch_warnings(action="error"):
        ours = MLPClassifier(5, **settings).fit(X, y)
        theirs = sklearn.neural_network.MLPClassifier(5, **settings).fit(X, y)
    assert ours.n_iter_ == theirs.n_iter_ == 6
    with pytest.warns(ConvergenceWarning):
        ours.set_params(max_iter=5).fit(X, y)


def test_with_a_tol_of_0_a_loss_that_stays_exactly_the_same_goes_on_as_with_scikit_learn():
    X, y = students()
    settings = {"solver": "sgd", "learning_rate_init": 1e-300, "tol": 0.0, "n_iter_no_change": 2}
    settings |= {"alpha": 0.0, "shuffle": False, "max_iter": 9}
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        ours, theirs = (kind(5, **settings).fit(X, y) for kind in (MLPClassifier, sklearn.neural_network.MLPClassifier))
    assert len(set(ours.loss_curve_)) == 1
    assert ours.n_iter_ == theirs.n_iter_ == 9


def test_a_warm_start_whose_steps_are_too_long_is_warned_of_though_its_loss_is_below_the_very_first():
    X, y = students()
    settings = {"solver": "sgd", "momentum": 0.0, "random_state": 0, "warm_start": True}
    model = MLPClassifier((), learning_rate_init=1.0, max_iter=20, **settings).fit(X, y)
    with pytest.warns(ConvergenceWarning, match="the loss ended higher, at 0.4.*, than after the first epoch, at 0.29"):
        model.set_params(learning_rate_init=200.0, max_iter=2).fit(X, y)
    assert model.loss_ < model.loss_curve_[0]


def test_too_few_epochs_are_warned_of_where_fit_was_called():
    X, y = students()
    with pytest.warns(
        ConvergenceWarning,
        match="max_iter = 2 epochs ended before the loss had stood still for more than n_iter_no_change",
    ) as caught:
        MLPClassifier(5, max_iter=2).fit(X, y)
    assert caught[0].filename == __file__


# It learns


@pytest.mark.parametrize("settings", [{}, {"solver": "sgd", "learning_rate_init": 0.05}])
def test_digits_are_told_apart(settings):
    X, y = load_digits(return_X_y=True)
    X, X_test, y, y_test = train_test_split(X / 16, y, test_size=0.3, stratify=y, random_state=0)
    model = MLPClassifier(64, max_iter=30, batch_size=50, random_state=0, **settings).fit(X, y)
    assert model.score(X_test, y_test) >= 0.95


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic"])
def test_moons_are_told_apart_by_hidden_layers_only(activation):
    X, y = make_moons(200, noise=0.1, random_state=0)
    settings = {"learning_rate_init": 0.05, "max_iter": 200, "random_state": 0}
    assert MLPClassifier(16, activation, **settings).fit(X, y).score(X, y) >= 0.98
    assert MLPClassifier((), activation, **settings).fit(X, y).score(X, y) < 0.92


def test_a_large_alpha_keeps_weights_small():
    X, y = students()
    models = [MLPClassifier(5, alpha=alpha, learning_rate_init=0.05, random_state=0).fit(X, y) for alpha in (0, 100)]
    free, held_back = (np.abs(model.coefs_[0]).max() for model in models)
    assert held_back < free / 5


def test_labels_may_be_texts():
    X, y = students(3)
    names = np.array(["no", "wait", "yes"])
    model = MLPClassifier(8, max_iter=20, random_state=0).fit(X, names[y])
    numbers = MLPClassifier(8, max_iter=20, random_state=0).fit(X, y)
    assert model.classes_.tolist() == ["no", "wait", "yes"]
    assert model.predict(X).tolist() == names[numbers.predict(X)].tolist()
    assert np.array_equal(np.argmax(model.predict_proba(X), axis=1), numbers.predict(X))


# The same again


@pytest.mark.parametrize("settings", [{}, {"solver": "sgd", "early_stopping": True}])
def test_one_seed_gives_the_same_bits_and_another_seed_does_not(settings):
    X, y = students(3, n=60)
    one, same, other = (
        MLPClassifier(5, batch_size=16, max_iter=5, random_state=seed, **settings).fit(X, y) for seed in (1, 1, 2)
    )
    assert np.array_equal(parameters(one), parameters(same))
    assert one.loss_curve_ == same.loss_curve_
    assert not np.array_equal(parameters(one), parameters(other))


def test_the_order_matters_only_where_it_is_new():
    X, y = students(n=60)
    settings = {"batch_size": 16, "max_iter": 5, "random_state": 1}
    mixed, given = (MLPClassifier(5, shuffle=shuffle, **settings).fit(X, y) for shuffle in (True, False))
    assert not np.array_equal(parameters(mixed), parameters(given))


def test_epochs_one_by_one_are_those_of_fit():
    X, y = students(3, n=60)
    settings = {"batch_size": 16, "random_state": 1, "max_iter": 4}
    whole, parts = MLPClassifier(5, **settings).fit(X, y), MLPClassifier(5, **settings)
    for _ in range(4):
        assert parts.partial_fit(X, y, classes=[2, 1, 0]) is parts
    assert np.array_equal(parameters(whole), parameters(parts))
    assert whole.loss_curve_ == parts.loss_curve_
    assert parts.n_iter_ == 1


@pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
def test_random_state_may_be_a_generator(generator):
    X, y = students()
    one, same = (MLPClassifier(5, max_iter=3, random_state=generator(3)).fit(X, y) for _ in range(2))
    assert np.array_equal(parameters(one), parameters(same))
    before = parameters(one)
    assert not np.array_equal(before, parameters(one.fit(X, y)))  # the generator has gone on
    twin = copy.deepcopy(one.random_state)
    one.partial_fit(X, y)  # draws an order from the very same one, which others may be drawing from too
    assert one.random_state.random() != twin.random()


@pytest.mark.parametrize("how", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_a_copy_predicts_the_same_and_learns_the_same_on(how, solver):
    X, y = students(3)
    model = MLPClassifier(5, solver=solver, batch_size=16, max_iter=3, random_state=0).fit(X, y)
    twin = how(model)
    assert np.array_equal(model.predict_proba(X), twin.predict_proba(X))
    before = parameters(model)
    twin.partial_fit(X, y)
    assert np.array_equal(parameters(model), before)
    model.partial_fit(X, y)
    assert np.array_equal(parameters(model), parameters(twin))
    assert not np.array_equal(parameters(model), before)


def test_a_clone_has_the_parameters_and_has_learned_nothing():
    X, y = students()
    model = MLPClassifier((5, 4), activation="tanh", max_iter=3, keep_history=True).fit(X, y)
    twin = clone(model)
    assert twin.get_params() == model.get_params()
    assert not hasattr(twin, "coefs_")
    with pytest.raises(NotFittedError):
        twin.predict(X)


def test_it_stands_in_a_pipeline_and_in_a_grid_search():
    X, y = students(3, n=90)
    search = GridSearchCV(
        make_pipeline(StandardScaler(), MLPClassifier(8, max_iter=30, learning_rate_init=0.02, random_state=0)),
        {"mlpclassifier__activation": ["relu", "tanh"], "mlpclassifier__alpha": [1e-4, 1000.0]},
        cv=3,
        error_score="raise",
    ).fit(X, y)
    assert search.best_params_["mlpclassifier__alpha"] == 1e-4
    assert search.best_score_ > 0.75


# What it keeps


@pytest.mark.parametrize("classes", [2, 3])
def test_float32_stays_float32(classes):
    X, y = students(classes, dtype=np.float32)
    model = MLPClassifier(5, max_iter=5, random_state=0, keep_history=True).fit(X, y)
    assert {part.dtype for part in [*model.coefs_, *model.intercepts_, *model.history_["coefs"]]} == {X.dtype}
    assert model.predict_proba(X).dtype == model.predict_proba(X.astype(float)).dtype == np.float32
    twice = MLPClassifier(5, max_iter=5, random_state=0).fit(X.astype(float), y)
    assert twice.coefs_[0].dtype == twice.predict_proba(X).dtype == np.float64
    np.testing.assert_allclose(parameters(model), parameters(twice), atol=1e-4)
    assert model.partial_fit(X.astype(float), y).coefs_[0].dtype == np.float32


@pytest.mark.parametrize("dtype", [int, np.float16, bool])
def test_other_numbers_become_float64(dtype):
    X, y = students()
    assert MLPClassifier(5, max_iter=2).fit((3 * X).astype(dtype), y).predict_proba(X).dtype == np.float64


def test_the_order_of_memory_makes_no_difference():
    X, y = students()
    rows, columns = (MLPClassifier(5, max_iter=3, random_state=0).fit(np.array(X, order=o), y) for o in "CF")
    assert np.array_equal(parameters(rows), parameters(columns))


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_history_ends_with_the_parameters(method):
    X, y = students(3)
    model = MLPClassifier((5, 4), max_iter=6, random_state=0, keep_history=True)
    start = copy.deepcopy(model)
    start.set_params(learning_rate_init=1e-300, max_iter=1).fit(X, y)
    model.partial_fit(X, y, [0, 1, 2]) if method == "partial_fit" else model.fit(X, y)
    epochs = 1 if method == "partial_fit" else 6
    assert model.history_["loss"].tolist() == model.loss_curve_ and len(model.loss_curve_) == epochs
    for name in ("coefs", "intercepts"):
        first, last = getattr(start, f"{name}_"), getattr(model, f"{name}_")
        for kept, begin, end in zip(model.history_[name], first, last, strict=True):
            assert kept.shape == (epochs + 1, *end.shape)
            assert np.array_equal(kept[-1], end)
            np.testing.assert_allclose(kept[0], begin, rtol=0, atol=1e-200)
            assert not np.array_equal(kept[0], kept[-1])
    assert not hasattr(model.set_params(keep_history=False).partial_fit(X, y), "history_")


def test_warm_start_goes_on_and_without_it_fit_begins_anew():
    X, y = students()
    cold, warm = (MLPClassifier(5, max_iter=3, random_state=0, warm_start=warm) for warm in (False, True))
    once, twice = parameters(cold.fit(X, y)), parameters(cold.fit(X, y))
    assert np.array_equal(once, twice)
    assert np.array_equal(parameters(warm.fit(X, y)), once)
    warm.fit(X, y)
    assert warm.n_iter_ == 3
    assert len(warm.loss_curve_) == 6
    assert warm.loss_curve_[3] < warm.loss_curve_[2] < cold.loss_curve_[0]
    warm.partial_fit(X, 1 - y)  # everything is the other way round
    assert warm.best_loss_ == min(warm.loss_curve_) < warm.loss_


def test_a_changed_rate_counts_from_the_next_epoch():
    X, y = students()
    model = MLPClassifier(5, solver="sgd", momentum=0.0, max_iter=3, random_state=0).fit(X, y)
    before = parameters(model)
    model.set_params(learning_rate_init=1e-300).partial_fit(X, y)
    assert np.array_equal(parameters(model), before)


def test_what_was_handed_out_is_not_written_over():
    X, y = students(3)
    model = MLPClassifier(5, max_iter=3, random_state=0, keep_history=True).fit(X, y)
    handed_out = [model.predict_proba(X), *model.coefs_, *model.history_["coefs"], model.predict(X)]
    kept = copy.deepcopy(handed_out)
    model.predict_proba(-X)
    model.partial_fit(X, y)
    model.fit(X, 2 - y)
    for now, then in zip(handed_out, kept, strict=True):
        assert np.array_equal(now, then)


def test_students_go_through_in_chunks_and_come_out_the_same(monkeypatch):
    X, y = students(3)
    model = MLPClassifier(5, max_iter=3, random_state=0).fit(X, y)
    whole, sizes = model.predict_proba(X), []
    forward = Layer.forward
    monkeypatch.setattr(course_lib.mlp, "CHUNK", 16)
    monkeypatch.setattr(Layer, "forward", lambda layer, x: sizes.append(len(x)) or forward(layer, x))
    np.testing.assert_allclose(model.predict_proba(X), whole, rtol=1e-13)
    assert sizes == [16, 16, 16, 16, 16, 16, 2, 2]  # two layers each time


# Early stopping


def test_early_stopping_stops_and_goes_back_to_the_best():
    X, y = students(3, n=200)
    y = np.random.default_rng(0).permutation(y)  # nothing to learn: accuracy on others goes up and down
    settings = {"learning_rate_init": 0.02, "random_state": 0, "n_iter_no_change": 5, "validation_fraction": 0.2}
    with warnings.catch_warnings(action="error"):
        model = MLPClassifier(50, early_stopping=True, keep_history=True, **settings).fit(X, y)
    scores = model.validation_scores_
    best = int(np.argmax(scores))
    assert 5 < model.n_iter_ == len(scores) < 200
    assert best < len(scores) - 1
    assert model.best_validation_score_ == max(scores) > scores[-1]
    assert model.best_loss_ is None
    for now, kept in zip(model.coefs_, model.history_["coefs"], strict=True):
        assert np.array_equal(now, kept[best + 1])


def test_those_set_aside_are_of_each_class_and_are_not_learned_from(monkeypatch):
    X, y = np.arange(100.0)[:, None], np.repeat([0, 1], [80, 20])
    model = MLPClassifier(3, early_stopping=True, validation_fraction=0.2, batch_size=7, max_iter=2, random_state=0)
    learned, judged = set(), []
    forward, ask = course_lib.mlp.Network.pass_forward, MLPClassifier._probabilities

    def watched(network, few):
        learned.update(few[:, 0])
        return forward(network, few)

    def asked(model, X, rows):
        judged.append(X[rows, 0])
        return ask(model, X, rows)

    monkeypatch.setattr(course_lib.mlp.Network, "pass_forward", watched)
    monkeypatch.setattr(MLPClassifier, "_probabilities", asked)
    model.fit(X, y)
    assert learned | set(judged[0]) == set(X[:, 0]) and not learned & set(judged[0])
    assert np.bincount(y[judged[0].astype(int)]).tolist() == [16, 4]
    assert np.array_equal(judged[0], judged[1])
    model.set_params(random_state=1).fit(X, y)
    assert set(judged[2]) != set(judged[0])


def test_early_stopping_keeps_the_order_where_it_is_not_to_be_mixed(monkeypatch):
    X, y = np.arange(100.0)[:, None], np.repeat([0, 1], 50)
    met, forward = [], course_lib.mlp.Network.pass_forward
    monkeypatch.setattr(
        course_lib.mlp.Network, "pass_forward", lambda *args: met.extend(args[1][:, 0]) or forward(*args)
    )
    MLPClassifier(3, early_stopping=True, shuffle=False, max_iter=1, random_state=0).fit(X, y)
    assert met[:90] == sorted(met[:90])


# The progress bar


def shown_by(**settings):
    X, y = students()
    with redirect_stderr(io.StringIO()) as shown:
        MLPClassifier(5, max_iter=3, random_state=0, **settings).fit(X, y)
    return shown.getvalue()


def test_the_bar_shows_epochs_and_loss_where_it_is_wanted():
    assert "3/3" in shown_by(verbose=True)
    assert "loss=0." in shown_by(verbose=True)


def test_no_bar_is_shown_where_none_is_wanted(capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)  # nor is it imported
    assert shown_by() == ""
    assert capfd.readouterr() == ("", "")


# What is wrong is said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("hidden_layer_sizes", 0, "must be a whole number above 0, but 0 came"),
        ("hidden_layer_sizes", (5, -1), "must hold whole numbers above 0, but -1 came at index 1"),
        ("hidden_layer_sizes", "5", "must be a whole number above 0, or one for each hidden layer, but the text '5'"),
        ("activation", "sigmoid", "must be one of relu, tanh, logistic, identity, but the text 'sigmoid' came"),
        ("solver", "lbfgs", "must be one of sgd, adam, but the text 'lbfgs' came"),
        ("alpha", -1, "must be 0 or above, but -1 came"),
        ("batch_size", 0, "must be 'auto' or a whole number above 0, but 0 came"),
        ("batch_size", "all", "must be 'auto' or a whole number above 0, but the text 'all' came"),
        ("learning_rate_init", 0, "must be a positive number, but 0 came"),
        ("max_iter", 2.5, "must be a whole number above 0, but 2.5 came"),
        ("max_iter", 2**70, r"must be a whole number below 2\*\*63, but 1180591620717411303424 came"),
        ("shuffle", 1, "must be True or False, but 1 came"),
        ("random_state", -1, "must be None, a whole number from 0 on, or a random generator"),
        ("tol", -1e-4, "must be 0 or above, but -0.0001 came"),
        ("verbose", 2, "must be True or False, but 2 came"),
        ("warm_start", None, "must be True or False, but None came"),
        ("momentum", 1, "must be from 0 to below 1, but 1 came"),
        ("nesterovs_momentum", "yes", "must be True or False, but the text 'yes' came"),
        ("early_stopping", 0.1, "must be True or False, but 0.1 came"),
        ("validation_fraction", 0, "must be above 0 and below 1, but 0 came"),
        ("validation_fraction", 1, "must be above 0 and below 1, but 1 came"),
        ("beta_1", -0.1, "must be from 0 to below 1, but -0.1 came"),
        ("beta_2", 1.0, "must be from 0 to below 1, but 1.0 came"),
        ("epsilon", 0, "must be a positive number, but 0 came"),
        ("n_iter_no_change", 0, "must be a whole number above 0, but 0 came"),
        ("keep_history", [], "must be True or False, but an empty list came"),
    ],
)
@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_a_parameter_that_is_wrong_is_named(method, name, value, sentence):
    X, y = students()
    model = MLPClassifier(**{name: value})
    with pytest.raises(ValueError, match=f"^MLPClassifier: {name} {sentence}"):
        getattr(model, method)(X, y)


def test_every_parameter_is_checked():
    assert set(MLPClassifier._kinds) == set(MLPClassifier().get_params())


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("n", [20, 40_000])
def test_what_is_not_finite_is_refused(bad, n):
    X = np.zeros((n, 4))
    X[n - 3, 2] = bad
    entry = "NaN" if np.isnan(bad) else "inf"
    with pytest.raises(ValueError, match=rf"fit: X must be finite, but {entry} came at index \({n - 3}, 2\)"):
        MLPClassifier().fit(X, np.arange(n) % 2)


X2, Y2 = students()
X3, Y3 = students(3)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda model: model.fit(X2, Y2 * 0), "fit: y must hold two classes, but only one class came: 0"),
        (lambda model: model.fit(X2, X2[:, 0]), "fit: y must hold labels. Unknown label type: continuous"),
        (lambda model: model.fit(X2, Y2[1:]), "fit: y holds 49 labels, but X has 50 rows"),
        (lambda model: model.partial_fit(X2, Y2), "partial_fit: classes must hold all labels in the first call"),
        (lambda model: model.partial_fit(X2, Y2, [1]), "partial_fit: classes must hold two classes, but only one"),
        (lambda model: model.partial_fit(X2, Y2, [0, 2]), r"y must hold labels of \[0, 2\], but 1 came"),
        (lambda model: model.fit(X2, Y2).partial_fit(X2, Y2, [0, 2]), r"classes must stay the same, \[0, 1\], but"),
        (lambda model: model.fit(X2, Y2).partial_fit(X2[:, 1:], Y2), "X has 3 features, but MLPClassifier is expect"),
        (lambda model: model.fit(X3, Y3).predict(1.7e308 * np.sign(X3)), "X holds numbers too large"),
        (
            lambda model: model.set_params(warm_start=True).fit(X2, Y2).fit(X2[:, 1:], Y2),
            "X has 3 features, but MLPClassifier is expecting 4",
        ),
        (
            lambda model: model.set_params(warm_start=True).fit(X2, Y2).fit(X2, Y2 + 1),
            r"classes must stay the same, \[0, 1\], but \[1, 2\] came",
        ),
        (
            lambda model: model.fit(X2, Y2).set_params(hidden_layer_sizes=(5, 5)).partial_fit(X2, Y2),
            r"hidden_layer_sizes and activation must stay those of the network, \(5,\) and 'relu'",
        ),
        (
            lambda model: model.set_params(early_stopping=True).fit(X2[:3], [0, 1, 1]),
            "validation_fraction must leave students of each class on both sides, but 0.1 of 3 students came",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_words(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(MLPClassifier(5, max_iter=2, random_state=0))


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_steps_that_are_too_long_are_refused_in_words(solver):
    X, y = students()
    with warnings.catch_warnings(action="error"), pytest.raises(ValueError, match=r"learning_rate_init = 1e\+200 is"):
        MLPClassifier(5, solver=solver, learning_rate_init=1e200).fit(X, y)


def test_a_last_step_that_is_too_long_is_refused_too():
    """The loss was that before the step, and the weights see nothing of it, where all features are 0."""
    X, y = np.zeros((42, 2)), [0] * 40 + [1, 2]
    model = MLPClassifier((), solver="sgd", alpha=0, learning_rate_init=1.7e308, max_iter=1)
    with pytest.raises(ValueError, match="past what a float holds"):
        model.fit(X, y)


@pytest.mark.parametrize(("dtype", "size"), [(np.float64, 1e200), (np.float32, 1e22)])
@pytest.mark.parametrize(
    "learn", [lambda model, X, y: model.fit(X, y), lambda model, X, y: model.partial_fit(X, y, [0, 1, 2])]
)
def test_gradients_whose_squares_overflow_are_refused_since_adam_would_never_move_again(dtype, size, learn):
    X, y = students()
    for seed in range(5):
        with pytest.raises(ValueError, match=r"^MLPClassifier: .* past what a float holds: .* or X is"):
            learn(MLPClassifier(8, random_state=seed), (X * size).astype(dtype), y)


def test_learning_that_fails_leaves_the_model_as_it_was():
    X, y = students()
    model = MLPClassifier(5, batch_size=16, max_iter=3, random_state=0, warm_start=True).fit(X, y)
    twin, before = copy.deepcopy(model), copy.deepcopy(vars(model))
    for method in ("fit", "partial_fit"):
        with pytest.raises(ValueError, match="past what a float holds"):
            getattr(model.set_params(learning_rate_init=1e300), method)(X, y)
        model.set_params(learning_rate_init=twin.learning_rate_init)
        assert set(vars(model)) == set(before)
        assert model.loss_curve_ == twin.loss_curve_
        assert np.array_equal(parameters(model), parameters(twin))
    assert np.array_equal(parameters(model.partial_fit(X, y)), parameters(twin.partial_fit(X, y)))


def test_a_first_fit_that_fails_leaves_nothing():
    model = MLPClassifier(5)
    before = dict(vars(model))
    with pytest.raises(ValueError):
        model.fit(*students()[::-1])
    assert vars(model) == before


# Memory


def test_learning_makes_no_copy_of_the_students():
    X = np.random.default_rng(0).normal(size=(8_000, 784)).astype(np.float32)  # 24 MiB
    y = np.arange(len(X)) % 10
    model = MLPClassifier(100, max_iter=1, random_state=0)
    model.fit(X[:1000], y[:1000])
    tracemalloc.start()
    try:
        for call in (lambda: model.fit(X, y), lambda: model.partial_fit(X, y), lambda: model.predict_proba(X)):
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            call()
            assert tracemalloc.get_traced_memory()[1] - before < 12 * 2**20
    finally:
        tracemalloc.stop()


def test_the_example_is_true():
    result = doctest.testmod(course_lib.mlp)
    assert result.attempted > 5
    assert result.failed == 0


def test_numbers_of_any_kind_are_the_same_parameters():
    X, y = np.random.default_rng(0).normal(size=(500, 2)), np.arange(500) % 2
    plain = {"batch_size": 200, "alpha": 0.5, "learning_rate_init": 0.125, "tol": 0.25, "max_iter": 3}
    other = {"batch_size": np.uint8(200), "alpha": Fraction(1, 2), "learning_rate_init": Fraction(1, 8)}
    other |= {"tol": np.float32(0.25), "max_iter": np.int8(3)}
    models = [MLPClassifier(3, random_state=0, **kind).fit(X, y).partial_fit(X, y) for kind in (plain, other)]
    np.testing.assert_array_equal(*(model.network_.parameters for model in models))


def test_a_network_too_large_is_refused_by_the_name_that_the_learner_knows():
    with pytest.raises(ValueError, match=r"^MLPClassifier: hidden_layer_sizes must make at most 100,000,000 weights"):
        MLPClassifier((10**6, 10**6)).fit([[0.0], [1.0]], [0, 1])


def test_several_threads_may_ask_one_model_since_what_its_layers_hold_stays_as_it_is():
    X, y = students()
    model = MLPClassifier((7, 5), max_iter=2, random_state=0).fit(X, y)
    before = [layer.a.copy() for layer in model.network_.layers]
    model.predict(-X)  # as many as in the last batch: there would be room in the same arrays
    for layer, a in zip(model.network_.layers, before, strict=True):
        assert np.array_equal(layer.a, a)


def test_a_loss_that_stands_still_is_not_said_to_fall_or_to_rise():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 0, 1])
    for rate in (1e-300, 1e-320):
        model = MLPClassifier(3, solver="sgd", alpha=0, learning_rate_init=rate, max_iter=5, random_state=0)
        with pytest.warns(ConvergenceWarning, match="5 epochs ended before the loss had stood still"):
            model.fit(X, y)
