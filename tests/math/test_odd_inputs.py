"""Odd things given to every public function: each is refused in words, or gives finite numbers."""

import copy
import inspect
import itertools
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from odd import ODD

import course_lib
from course_lib import (
    activations,
    adversarial,
    backpropagation,
    convolution,
    datasets,
    digits,
    evaluation,
    feedforward,
    gradients,
    hidden_layer,
    logistic,
    losses,
    optimizers,
    perceptron,
    recurrence,
    training,
)
from course_lib.data import load_csv, logic_gate

MODULES = (
    activations,
    adversarial,
    backpropagation,
    convolution,
    datasets,
    digits,
    evaluation,
    feedforward,
    gradients,
    hidden_layer,
    logistic,
    losses,
    perceptron,
    recurrence,
    training,
)
GOOD = {
    "w": [2.0, 1.0],
    "b": -18.0,
    "x": [7.0, 6.0],
    "X": [[7.0, 6.0], [3.0, 4.0]],
    "X_train": [[7.0, 6.0], [3.0, 4.0]],
    "X_test": [[7.0, 6.0]],
    "y": [1, 0],
    "p": [0.8, 0.3],
    "z": [2.0, -1.0],
    "Z": [[2.0, -1.0], [0.0, 1.0]],
    "Y": [[1, 0], [0, 1]],
    "P": [[0.8, 0.2], [0.5, 0.5]],
    "predicted": [1, 0],
    "learning_rate": 0.1,
    "bins": 10,
    "f": lambda theta: float(np.sum(theta**2)),
    "theta": [1.0, 2.0],
    "gradient": [2.0, 4.0],
    "h": 1e-5,
    "history": None,
}
LAYERS = {
    "X": [[7.0, 6.0], [3.0, 4.0]],
    "Y": [[1.0], [0.0]],
    "weights": [[[0.1, -0.2, 0.3], [0.2, 0.1, -0.1]], [[1.0], [-1.0], [0.5]]],
    "biases": [[0.0, 0.1, 0.2], [0.3]],
    "activations": [[[7.0, 6.0], [3.0, 4.0]], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], [[0.7], [0.8]]],
    "activation": "logistic",
    "output": "sigmoid",
    "loss": "log_loss",
}
POINTS = {"n": 10, "noise": 0.1, "random_state": 0}
BUMPS = {"lefts": [0.0, 2.0], "rights": [2.0, 4.0], "heights": [5.0, -3.0], "steepness": 10.0, "x": [1.0, 3.0]}
DUEL = {"real": [0.5, -1.0], "forged": [1.0, 2.0], "noise": [0.1, -0.2], "generator": [0.0, 1.0]}
DUEL |= {"discriminator": [0.1, 0.2, -0.1], "discriminator_rate": 0.5, "generator_rate": 0.1, "steps": 2, "batch": 3}
SEQUENCES = {"X": [[[1.0], [0.0]]], "W": [[0.5]], "U": [[0.3]], "b": [0.1], "x": [[1.0]], "h": [[0.4]]}
SEQUENCES |= {"H": [[[0.0], [0.4], [0.2]]], "slopes": [[[0.0], [1.0]]]}
GATES = {"x": [[1.0]], "h": [[0.1]], "c": [[0.2]], "W": [[1.0] * 4], "U": [[0.5] * 4], "b": [0.0] * 4}
IMAGES = {"images": [[[1.0, 2.0], [0.0, 1.0]]], "kernels": [[[1.0, -1.0]]], "image": [[1.0, 2.0]], "kernel": [[1.0]]}
OWN = {  # of functions whose arguments are called like others
    "opinions": {"weights": [[0.1, -0.2, 0.3], [0.2, 0.1, -0.1]], "biases": [0.0, 0.1, 0.2]},
    "combine": {"weights": [5.0, 4.0], "bias": -6.0},
    "multiply_out": {"W1": [[0.1, -0.2], [0.2, 0.1]], "b1": [0.0, 0.1], "W2": [[1.0], [-1.0]], "b2": [0.3]},
    "triangle": {"corners": [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]], "steepness": 5.0},
    "count_parameters": {"layer_sizes": [2, 3, 1]},
    "bump": {"x": 1.0, "left": 0.0, "right": 2.0, "height": 1.0, "steepness": 10.0},
    "fit_bumps": {"x": [0.0, 1.0, 2.0], "y": [1.0, 3.0, 2.0], "n_bumps": 2, "steepness": 4.0},
    "pass_back": {"delta": [[0.1], [-0.2]], "W": [[0.5], [0.3]], "a": [[0.2, 0.4], [0.6, 0.1]], "activation": "tanh"},
    "class_confusions": {"k": 3},
    "count_blocks": {"bitmap": [[1, 0], [1, 1]], "size": 2},
    "draw": {"strokes": [[[4.0, 4.0], [9.0, 20.0]]], "pen": 1.6},
    "shift_digits": {"X": np.ones((2, 64)), "right": 1, "down": -2},
    "features_of": {"bitmap": np.eye(32), "preparation": "to size"},
    **{name: {"bitmap": np.eye(32)} for name in ("bounding_box", "center_and_scale", "thicken")},
    **dict.fromkeys(("forward", "network_loss", "deltas", "backward"), LAYERS),
    **dict.fromkeys(("sum_of_bumps", "network_of_bumps"), BUMPS),
    **dict.fromkeys(("generate", "discriminator_loss", "generator_loss"), DUEL),
    "judge": DUEL | {"x": [0.5, 1.0]},
    "duel": DUEL | {"random_state": 0},
    **dict.fromkeys(("recurrent_step", "read", "back_through_time"), SEQUENCES),
    "lstm_step": GATES,
    **dict.fromkeys(("correlate", "feature_layer"), IMAGES),
    "cut_patches": IMAGES | {"size": 2, "n_patches": 1, "random_state": 0},
    **dict.fromkeys(("make_moons", "make_circles", "make_spiral"), POINTS),
    "mini_batches": {"rows": [2, 0, 1], "batch_size": 2},
    "momentum_step": {"velocity": [0.5, 0.0], "momentum": 0.9},
    "adam_step": {"m": [0.1, 0.0], "v": [0.2, 0.0], "t": 3, "beta_1": 0.9, "beta_2": 0.99, "epsilon": 1e-8},
    "best_epoch": {"losses": [0.7, 0.5, 0.6], "patience": 2},
}


KINDS = (
    "numbers",
    "tricks",
    "three_corners",
    "row_numbers",
    "squares",
    "number_of_points",
    "noise_level",
)  # public, but kinds of argument
KINDS += ("bitmap", "blank_or_bitmap", "drawing", "pictures", "pixels", "strokes_of")  # public, but kinds of argument


def _is_public(name):
    return not name.startswith("_") and name not in KINDS


def functions():
    for module in MODULES:
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and _is_public(name):
                yield pytest.param(function, id=f"{module.__name__.split('.')[-1]}.{name}")


def good_arguments(function):
    names = inspect.signature(function).parameters
    known = GOOD | OWN.get(function.__name__, {})
    good = {name: copy.deepcopy(known[name]) for name in names}
    if "y" in names and "x" in names and "w" in names:
        good["y"] = 1
    if function is perceptron.replay:
        good["history"] = course_lib.Perceptron(shuffle=False, max_iter=3).fit(GOOD["X"], [1, 0]).history_
    return good


def is_finite(result):
    if isinstance(result, tuple | list):
        return all(map(is_finite, result))
    array = np.asarray(result)
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())


@pytest.mark.parametrize("function", [*functions()])
def test_odd_arguments_are_named_or_give_numbers(function):
    name = function.__name__
    assert is_finite(function(**good_arguments(function)))
    for parameter in inspect.signature(function).parameters:
        for kind, odd in ODD.items():
            if parameter == "f" and callable(odd):
                continue  # a function: what it raises is its own affair
            with warnings.catch_warnings(action="error"):
                try:
                    result = function(**good_arguments(function) | {parameter: odd})
                except (ValueError, TypeError) as problem:
                    said = str(problem)
                    assert said.startswith(f"{name}: "), f"{kind} for {parameter}: {said}"
                    assert parameter in said or "too large" in said or " has " in said, (
                        f"{kind} for {parameter}: {said}"
                    )
                    assert len(said) < 400, f"{kind} for {parameter}: {said}"
                    continue
            assert is_finite(result), f"{kind} for {parameter}"
            assert "masked" not in kind, f"{kind} for {parameter} was accepted"


def enlarged(value, size):
    """Return an argument with numbers of this size and of its signs, in their places; a text stays."""
    if isinstance(value, list):
        return [enlarged(each, size) for each in value]
    return size * np.where(np.asarray(value) < 0, -1.0, 1.0) if isinstance(value, int | float | np.ndarray) else value


@pytest.mark.parametrize("function", [*functions()])
@pytest.mark.parametrize("size", [1e308, -1e308, 1e155, np.float32(3e38)])
def test_numbers_too_large_are_refused_without_a_warning_and_in_the_functions_own_name(function, size):
    good = good_arguments(function)
    for names in (*itertools.combinations(good, 1), *itertools.combinations(good, 2)):
        with warnings.catch_warnings(action="error"):
            try:
                assert is_finite(function(**good | {name: enlarged(good[name], size) for name in names}))
            except ValueError as problem:
                said = str(problem)
                assert said.startswith(f"{function.__name__}: "), f"{names}: {said}"
                assert "must be finite" not in said, f"{names}: {said}"


MODELS = {
    "Perceptron": lambda: course_lib.Perceptron(max_iter=3),
    "LogisticRegression": lambda: course_lib.LogisticRegression(max_iter=3, tol=0),
    "MLPClassifier": lambda: course_lib.MLPClassifier(2, max_iter=3),
}


@pytest.mark.filterwarnings("ignore:MLPClassifier.fit")
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("method", ["fit", "predict", "score"])
@pytest.mark.parametrize("parameter", ["X", "y"])
def test_odd_data_given_to_an_estimator_is_named(model, method, parameter):
    for kind, odd in ODD.items():
        if parameter == "y" and kind in ("huge numbers", "long double"):
            continue  # two numbers are two classes, whatever their size
        made, given = MODELS[model](), {"X": GOOD["X"], "y": GOOD["y"]}
        if method != "fit":
            made.fit(**given)
        if method == "predict":
            given.pop("y")
            if parameter == "y":
                return
        with pytest.raises((ValueError, TypeError)) as caught:
            getattr(made, method)(**given | {parameter: odd})
        said = str(caught.value)
        where = "predict|predict_proba|decision_function|score|fit"
        assert said.startswith(model), f"{kind}: {said}"
        assert (
            any(f"{model}.{each}: {parameter}" in said for each in where.split("|")) or "labels are wanted" in said
        ), f"{kind}: {said}"


@pytest.mark.parametrize("optimizer", [optimizers.SGD, optimizers.Adam])
@pytest.mark.parametrize("bad", [[1.0, 2.0], None, np.array([1, 2]), np.array([np.nan, 1]), np.ones(3)])
def test_an_optimizer_refuses_what_it_cannot_move_by(optimizer, bad):
    parameters = np.zeros(2)
    with pytest.raises(ValueError, match=rf"^{optimizer.__name__}\.step: gradients must "):
        optimizer().step(parameters, bad)
    assert not parameters.any()
    with pytest.raises(ValueError, match=rf"^{optimizer.__name__}\.step: parameters must be an array of floats"):
        optimizer().step([0.0, 0.0], np.ones(2))


def test_a_gradient_that_is_large_but_finite_moves():
    parameters = np.zeros(2)
    with np.errstate(over="ignore"):
        optimizers.SGD(learning_rate=1e-300).step(parameters, np.array([1e300, -1e300]))
    assert parameters.tolist() == [-1, 1]


def test_years_in_float32_are_standardized_as_in_float64():
    years = np.random.default_rng(0).normal(1980, 10, (1_000_000, 1)).astype(np.float32)
    scaled, _ = evaluation.standardize(years, years[:1])
    assert abs(scaled.mean()) < 1e-6
    assert abs(scaled.std() - 1) < 1e-6


def test_labels_of_another_kind_are_refused_by_score():
    model = course_lib.LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"])
    with pytest.raises(ValueError, match=r"LogisticRegression\.score: y must hold labels such as those of fit"):
        model.score([[0.0], [1.0]], [0, 1])


def test_a_replay_of_a_history_of_lists_is_refused():
    X, y, _ = logic_gate("AND")
    history = course_lib.Perceptron(shuffle=False).fit(X, y).history_
    with pytest.raises(ValueError, match=r"^replay: history must be .* with arrays, but the list .* as 'weights'\.$"):
        perceptron.replay({name: each.tolist() for name, each in history.items()}, X)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: convolution.correlate([[1, 2, 3]], [1]), "kernel"),
        (lambda: convolution.correlate([[1, 2, 3]], [[]]), "kernel"),
        (lambda: recurrence.recurrent_step([[1]], [[0]], [1], [[0.5]], [0]), "W"),
        (lambda: hidden_layer.multiply_out([1, 2], [1], [[1]], [1]), "W1"),
        (lambda: hidden_layer.opinions([[1, 2]], [1, 2], [1]), "weights"),
        (lambda: backpropagation.pass_back([[1]], [1], [[1]]), "W"),
        (lambda: digits.draw([[1, 2]]), "strokes"),
    ],
)
def test_of_students_is_spoken_only_where_rows_are_students(call, argument):
    with pytest.raises(ValueError, match=rf"^\w+: {argument} must be a table of numbers, shape \(rows, columns\), but"):
        call()


@pytest.mark.parametrize(("name", "value"), [("steps", 10**6 + 1), ("batch", 2**62)])
def test_a_duel_without_end_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"^duel: {name} must be at most 1,000,000, but {value} came\.$"):
        adversarial.duel([0, 1], **{name: value})


def test_a_stroke_that_goes_too_far_is_told_how_far_it_may_go():
    with pytest.raises(
        ValueError, match=r"^draw: strokes must hold places at most 1,000,000 cells away, but 1e\+07 came"
    ):
        digits.draw([[[1e7, 0]]])


def test_a_replay_is_right_or_refused():
    X, y, _ = logic_gate("XOR")
    plain = course_lib.Perceptron(shuffle=False, max_iter=6, fit_intercept=False).fit(X, y)
    weights, biases = perceptron.replay(plain.history_, X)
    assert not biases.any()
    assert np.array_equal(weights[-1], plain.coef_[0])
    with pytest.raises(ValueError, match=r"replay: X must be all students that the history was learned from"):
        perceptron.replay(plain.history_, X + 1)
    batches = course_lib.Perceptron(shuffle=False).partial_fit(X[:2], y[:2], classes=[0, 1]).partial_fit(X[2:], y[2:])
    with pytest.raises(ValueError, match=r"replay: X must be all students that the history was learned from"):
        perceptron.replay(batches.history_, X)
    pocket = course_lib.Perceptron(shuffle=False, max_iter=6, pocket=True).fit(X, y)
    assert not np.array_equal(pocket.coef_, pocket.history_["weights"][-1:])
    pocket.partial_fit(X, y)
    weights, biases = perceptron.replay(pocket.history_, X)
    assert np.array_equal(weights[-1], pocket.coef_[0])
    assert biases[-1] == pocket.intercept_[0]


def test_a_network_in_doubt_says_1_as_step_does():
    model = course_lib.MLPClassifier((), max_iter=1).fit([[0.0], [1.0]], [0, 1])
    model.network_.parameters[:] = 0
    assert model.predict_proba([[3.0]]).tolist() == [[0.5, 0.5]]
    assert model.predict([[3.0]]).tolist() == [1]


def test_a_fit_that_ends_higher_than_it_began_says_so():
    X = np.random.default_rng(0).normal(size=(200, 2)) * 1e6
    model = course_lib.MLPClassifier(early_stopping=True, learning_rate_init=1e6, random_state=0, max_iter=30)
    with pytest.warns(UserWarning, match=r"MLPClassifier\.fit: the loss ended higher, at .* the steps are too long"):
        model.fit(X, (X[:, 0] > 0).astype(int))


def test_large_float32_numbers_are_drawn_without_a_warning():
    from course_lib import figures

    with warnings.catch_warnings(action="error"):
        figures.learning_curve(figures.new()[1], np.array([1.0, 0.5], np.float32))


def test_a_path_that_is_none_is_named():
    for bad in (3, None, [], b"x"):
        with pytest.raises(ValueError, match=r"^load_csv: path must be"):
            load_csv(bad)


def test_the_names_that_a_learner_tries_first_are_at_the_top():
    from course_lib import LogisticRegression, MLPClassifier, Perceptron, load_admissions

    names = SimpleNamespace(**locals())
    assert {"Perceptron", "LogisticRegression", "MLPClassifier", "load_admissions", "load_csv"} <= set(dir(course_lib))
    assert load_admissions().X.shape == (100, 2)
    assert (names.MLPClassifier, names.Perceptron, names.LogisticRegression) == (
        MLPClassifier,
        Perceptron,
        LogisticRegression,
    )
