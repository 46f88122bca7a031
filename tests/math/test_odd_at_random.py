"""Known and drawn odd arguments for figures, explorables, networks, optimizers, estimators and `load_csv`.

Each is refused in words, or gives what is right: finite numbers, without a warning, and where it says the same as a
good argument in another form, the same result. No argument is changed. The suite tries a fixed sample. With the
environment variable ODD_INPUTS=1000 each function gets about so many, which takes some fifteen minutes.
"""

import os
import re
import warnings
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import NamedTuple

import ipywidgets
import numpy as np
import odd
import pytest
import traitlets
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sklearn.exceptions import ConvergenceWarning, DataConversionWarning

from course_lib import (
    LogisticRegression,
    MLPClassifier,
    Perceptron,
    adversarial,
    backpropagation,
    convolution,
    digits,
    evaluation,
    explorables,
    feedforward,
    figures,
    hidden_layer,
    recurrence,
)
from course_lib.activations import sigmoid, sigmoid_derivative
from course_lib.data import load_csv
from course_lib.explorables import base
from course_lib.network import OUTPUTS, Network
from course_lib.optimizers import SGD, Adam

MOST = int(os.environ.get("ODD_INPUTS", "12"))
X, y = [[7.0, 6.0], [3.0, 4.0], [5.0, 9.0], [1.0, 2.0]], [1, 0, 1, 0]
NAMES = ["one", "two"]
FUNCTIONS = ("function", "derivative", "loss", "probability")
IN_WORDS = re.compile("must |has |holds |came|wanted|cannot|too large|too small|past what a float holds")
SPOKEN = (ConvergenceWarning, DataConversionWarning)  # warnings in the house's own words


class Case(NamedTuple):
    """What is called, with which good arguments, how its errors begin, and the numbers in what it returns."""

    call: Callable
    good: dict[str, object]
    owners: tuple[str, ...]
    numbers: Callable = lambda result: result if isinstance(result, tuple) else (result,)


# Figures


class Fresh:
    """Stands for new axes."""


LAYERS = {
    "weights": [[[0.5, -0.4], [0.3, 0.8]], [[0.7], [-0.6]]],
    "biases": [[0.1, -0.2], [0.2]],
    "activations": [[[1.0, 2.0]], [[0.8, 0.7]], [[0.6]]],
}
NAMED = {"activation": "logistic", "output": "sigmoid"}
PLACES = {"lefts": [0.0, 2.0], "rights": [2.0, 4.0], "heights": [5.0, -3.0], "steepness": 3.0}


def in_the_middle(rows):
    return sigmoid(rows[:, 0] - 5)


FIGURES = {
    "new": {"columns": 1, "width": 7.0, "height": 4.0, "space": False},
    "students": {
        "X": X,
        "y": y,
        "mistakes": [1],
        "selected": 0,
        "feature_names": NAMES,
        "label_names": NAMES,
        "held_out": [0],
    },
    "boundary": {"w": [2.0, 1.0], "b": -18.0, "label": "line"},
    "direction": {"w": [2.0, 1.0], "b": -18.0},
    "half_planes": {"w": [2.0, 1.0], "b": -18.0, "label_names": NAMES},
    "trail": {"weights": [[2.0, 1.0], [1.0, 1.0]], "biases": [-18.0, -9.0]},
    "regions": {"estimator": LogisticRegression(max_iter=5, tol=0).fit(X, y), "X": X, "label_names": NAMES},
    "probability_field": {"probability": LogisticRegression(max_iter=5, tol=0).fit(X, y), "label_names": NAMES},
    "plane": {"X": np.column_stack([X, y]), "y": y, "w": [2.0, 1, 1], "b": -18.0, "feature_names": ["a", "b", "c"]},
    "step_function": {},
    "mistakes_per_epoch": {"mistakes": [3, 1, 0], "label": "mistakes"},
    "activation": {"function": sigmoid, "derivative": sigmoid_derivative, "low": -6.0, "high": 6.0, "label": "f"},
    "cost_of_one_point": {"squared": True, "marks": [0.2, 0.9]},
    "learning_curve": {"train": [0.7, 0.5, 0.4], "held_out": [0.7, 0.6, 0.65], "label": "loss"},
    "calibration": {"y": y, "p": [0.8, 0.3, 0.6, 0.1], "bins": 10, "label_name": "admitted"},
    "confusion_matrix": {"y": y, "predicted": [1, 1, 0, 0], "label_names": NAMES},
    "equation": {"w": [2.0, 1.0], "b": -18.0},
    "perceptron_graph": {"weights": [2.0, 1.0], "bias": -18.0, "feature_names": NAMES},
    "loss_landscape": {
        "loss": lambda a, c: np.hypot(a - 2, c),
        "path": [[0.0, 0.0], [1.0, 1.0]],
        "low": [-1.0, -1.0],
        "high": [5.0, 5.0],
        "names": NAMES,
        "label": "E",
    },
    "bumps": {"x": [0.0, 1.0, 2.0], "parts": [[0.0, 1.0], [1.0, 0.5], [0.5, 0.0]], "target": [0.5, 1.0, 1.0]},
    "digits": {"X": np.eye(4)[:2].repeat(4, axis=1), "captions": NAMES, "columns": 2, "signed": False},
    "class_confusions": {"y": [0, 2, 1, 2], "predicted": [0, 1, 1, 2], "k": 3},
    "gradient_sizes": {"sizes": [1e-4, 1e-2, 1.0], "label": "sigmoid"},
    "hidden_space": {"A": [[0.1, 0.9], [0.9, 0.2], [0.8, 0.8], [0.2, 0.1]], "y": y, "w": [2.0, 1.0], "b": -1.5}
    | {"unit_names": NAMES, "label_names": NAMES},
    "network_graph": LAYERS | {"feature_names": NAMES},
    "blame_graph": {name: LAYERS[name] for name in ("weights", "activations")} | {"deltas": [[[0.1, 0.2]], [[-0.4]]]},
    "surface": {"X": np.column_stack([X, y]), "y": y, "probability": in_the_middle, "feature_names": ["a", "b", "c"]},
    "show": {"fig": Figure(figsize=(1, 1)), "alt": "six words that say next to nothing"},
    "bundle": {"fig": Figure(figsize=(1, 1)), "alt": "six words that say next to nothing"},
    "png": {"fig": Figure(figsize=(1, 1))},
}
IN_SPACE = ("plane", "surface")
CLEAN = {True: [], False: []}  # axes that nobody drew into, as it takes long to make them


def draw(name, **given):
    """Call a function of figures; what is refused must leave the axes as they were, some of the others are drawn."""
    if given.get("ax") is not Fresh:
        return getattr(figures, name)(**given)
    clean = CLEAN[name in IN_SPACE]
    ax = given["ax"] = clean.pop() if clean else figures.new(space=name in IN_SPACE)[1]
    before = len(ax.get_children())
    try:
        assert getattr(figures, name)(**given) is ax
    except (ValueError, TypeError):
        assert len(ax.get_children()) == before, "drawn before it was refused"
        clean.append(ax)
        raise
    draw.calls += 1
    if draw.calls % 10 == 0:
        paint(ax)
    return ax


draw.calls = 0


def paint(ax):
    ax.figure.set_dpi(30)
    FigureCanvasAgg(ax.figure).draw()


def numbers_in_axes(found):
    if isinstance(found, tuple):  # of `new`
        return tuple(found[0].get_size_inches())
    if not isinstance(found, Axes):
        return ()
    scatters = [getattr(each, "_offsets3d", None) or each.get_offsets() for each in found.collections]
    lines = [line.get_xydata() for line in found.lines]
    gapless = [np.nan_to_num(np.asarray(each, float), nan=0, posinf=np.inf, neginf=-np.inf) for each in lines]
    return (*map(np.asarray, scatters), *gapless, found.get_xlim(), found.get_ylim())


def figure_cases():
    for name in figures.__all__:
        if name[0].islower():
            takes_axes = name not in ("new", "equation", "show", "bundle", "png")
            good = FIGURES[name] | ({"ax": Fresh} if takes_axes else {})
            yield f"figures.{name}", Case(partial(draw, name), good, (f"{name}: ",), numbers_in_axes)


# Explorables

EXPLORABLES = {
    "Blame": {"edge": "x₂→h₁", "truth": "admitted", "loss": "log-loss", "learning_rate": 0.1, "stage": 0},
    "AdmissionLine": {"X": X, "y": y, "w1": 2.0, "w2": 1.0, "b": -18.0, "student": 0, "feature_names": NAMES},
    "LogicGate": {"gate": "AND", "w1": 1.0, "w2": 1.0, "b": 0.0},
    "SureOrNot": {"w1": 2.0, "w2": 1.0, "b": -18.0, "steepness": 1.0, "student": 6},
    "HowLikely": {"w1": 2.0, "w2": 1.0, "b": -18.0, "steepness": 1.0, "student": 3},
    "Downhill": {"w1": -2.0, "w2": 3.0, "learning_rate": 3, "batch_size": 100, "seed": 0},
    "TrainingReplay": {"learning_rate": 0.3, "batch": "all at once", "brake": "no brake", "student": 76},
    "PerceptronTrick": {"separable": True, "learning_rate": 0.1, "seed": 0},
    "HiddenLayer": {"preset": "messy region", "activation": "sigmoid", "student": 190},
    "ForwardPass": {"network": "2-2-1", "x1": 1.0, "x2": 2.0, "x3": 0.0, "unit": 0},
    "ReadDigit": {"digit": 3, "preparation": "to size", "right": 1, "down": 0, "unit": 5, "drawing": np.eye(32)},
    "Kernel": {"digit": 3, "kernel": np.eye(3), "relu": False, "right": 1, "down": 0, "row": 0, "column": 13},
    "Gates": {
        "sequence": [1.0, 0.5, -0.5],
        "preset": "forgets",
        "step": 2,
        "plain": [1, 0.5, 0],
        "gates": np.eye(4, 3),
    },
    "DrawCurve": {"units": 12, "mode": "fitted", "parts": "bumps", "sharpness": 4.0},
}
EXPLORABLES["ForgerAndJudge"] = {"discriminator_rate": 0.5, "generator_rate": 0.02, "seed": 1, "step": 2}
EXPLORABLES["ForgerAndJudge"] |= {"generator": [0.5, 1.0]}
EXPLORABLES["Playground"] = {"X": X, "y": y, "hidden_layer_sizes": [2, 1], "activation": "tanh", "solver": "adam"}
EXPLORABLES["Playground"] |= {"learning_rate_init": 0.03, "alpha": 0.1, "batch_size": 10, "random_state": 0}
EXPLORABLES["Playground"] |= {"epoch": 1, "batch": 0, "feature_names": NAMES}
SET_LATER = {  # what can be set later, beside all that the constructor takes and that is a property
    "Downhill": {"step": 0},
    "TrainingReplay": {"epoch": 0},
    "PerceptronTrick": {"update": 0},
}
MADE = {}


def explore(name, **given):
    made = getattr(explorables, name)(**given)
    text = made.text()
    ipywidgets.Widget.close_all()
    MADE.clear()
    return text


def move(name, **given):
    """Set what a learner can set, and return what the explorable then says."""
    if name not in MADE:
        MADE[name] = getattr(explorables, name)()
    for trait, value in given.items():
        setattr(MADE[name], trait, value)
    return MADE[name].text()


def is_said(text):
    assert not re.search(r"\b(nan|inf)\b", text), text
    return (zlib.crc32(text.encode()),)


def explorable_cases():
    for name in explorables.__all__:
        good, owners = EXPLORABLES[name], (f"{name}: ",)
        yield f"explorables.{name}", Case(partial(explore, name), good, owners, is_said)
        own = vars(getattr(explorables, name)) | vars(explorables.SureOrNot.__base__)
        later = {each: value for each, value in good.items() if getattr(own.get(each), "fset", None)}
        later |= SET_LATER.get(name, {})
        yield f"explorables.{name}, later", Case(partial(move, name), later, owners, is_said)


# Networks and optimizers


def network(**given):
    made = Network(**given)
    out = made.forward(np.ones((3, made.layer_sizes[0])))
    return out.copy(), made.parameters


def learn_once(output, loss, dtype, X, Y):
    made = Network([2, 3, 2], "tanh", output, 0.1, dtype, 0, loss)
    out = made.forward(X).copy()
    made.backward(Y)
    return out, made.loss(Y), made.gradients


def steps(Optimizer, **given):
    parameters, optimizer = np.array([1.0, 2.0]), Optimizer(**given)
    for _ in range(2):
        optimizer.step(parameters, np.array([0.5, -0.25]))
    return parameters


def step(Optimizer, parameters, gradients):
    optimizer = Optimizer(0.1)
    own = parameters.copy() if isinstance(parameters, np.ndarray) and parameters.flags.writeable else parameters
    for _ in range(2):
        optimizer.step(own, gradients)
    return own


def network_cases():
    sizes = {"layer_sizes": [2, 3, 2], "activation": "relu", "output": "sigmoid", "alpha": 0.0}
    sizes |= {"dtype": np.float64, "random_state": 0, "loss": "log_loss"}
    yield "Network", Case(network, sizes, ("Network: ", "Network.forward: "))
    for output, (_, losses) in OUTPUTS.items():
        for loss, dtype in product(losses, (np.float64, np.float32)):
            good = {"X": X, "Y": [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]}
            call = partial(learn_once, output, loss, dtype)
            yield f"Network, {output} with {loss} in {dtype.__name__}", Case(call, good, ("Network.",))
    adam = {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.99, "epsilon": 1e-8}
    for Optimizer, good in (SGD, {"learning_rate": 0.1, "momentum": 0.5, "nesterov": True}), (Adam, adam):
        name = Optimizer.__name__
        yield name, Case(partial(steps, Optimizer), good, (f"{name}: ", f"{name}.step: "))
        arrays = {"parameters": np.array([1.0, 2.0]), "gradients": np.array([0.5, 0.25])}
        yield f"{name}.step", Case(partial(step, Optimizer), arrays, (f"{name}.step: ",))


# The plain helpers

PLAIN = {
    hidden_layer.opinions: {"X": X, "weights": [[0.5, -0.4], [0.3, 0.8]], "biases": [0.1, -0.2]},
    hidden_layer.combine: {"p": [[0.9, 0.8], [0.9, 0.1]], "weights": [5.0, 4.0], "bias": -6.0},
    hidden_layer.triangle: {"corners": [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]], "steepness": 5.0},
    feedforward.forward: {"X": X} | {each: LAYERS[each] for each in ("weights", "biases")} | NAMED,
    feedforward.network_loss: {"X": X, "Y": [[1.0], [0.0], [1.0], [0.0]]}
    | {each: LAYERS[each] for each in ("weights", "biases")}
    | NAMED
    | {"loss": "squared_error"},
    feedforward.count_parameters: {"layer_sizes": [2, 3, 1]},
    feedforward.bump: {"x": [1.0, 2.0], "left": 0.0, "right": 2.0, "height": 1.5, "steepness": 3.0},
    feedforward.fit_bumps: {"x": [0.0, 1.0, 2.0, 3.0], "y": [1.0, 3.0, 2.0, 0.0], "n_bumps": 2, "steepness": 3.0},
    feedforward.sum_of_bumps: {"x": [1.0, 2.0]} | PLACES,
    feedforward.network_of_bumps: PLACES,
    evaluation.class_confusions: {"y": [0, 2, 1], "predicted": [0, 1, 1], "k": 3},
    evaluation.surest_mistakes: {"P": [[0.8, 0.2], [0.4, 0.6]], "y": [1, 0]},
    digits.bounding_box: {"bitmap": [[0, 1, 0], [0, 1, 1]]},
    digits.count_blocks: {"bitmap": [[0, 1], [1, 1]], "size": 2},
    digits.features_of: {"bitmap": np.eye(32), "preparation": "to size, thick"},
    digits.draw: {"strokes": [[[4.0, 4.0], [9.0, 20.0]]], "pen": 1.6},
    digits.shift_digits: {"X": np.eye(2, 64), "right": 1, "down": -2},
    backpropagation.deltas: {"Y": [[1.0]]} | {each: LAYERS[each] for each in ("weights", "activations")} | NAMED,
    backpropagation.backward: {"Y": [[1.0]]} | {each: LAYERS[each] for each in ("weights", "activations")} | NAMED,
    convolution.correlate: {"image": X, "kernel": [[1.0, -1.0], [0.5, 2.0]]},
    convolution.cut_patches: {"images": [X, X], "size": 2, "n_patches": 3, "random_state": 0},
    convolution.feature_layer: {"images": [X, X], "kernels": [[[1.0, -1.0], [0.5, 2.0]]]},
    recurrence.read: {"X": [X], "W": [[0.5], [-0.4]], "U": [[0.3]], "b": [0.1]},
    recurrence.back_through_time: {"X": [X[:2]], "H": [[[0.0], [0.5], [0.2]]], "slopes": [[[0.0], [1.0]]]}
    | {"W": [[0.5], [-0.4]], "U": [[0.3]]},
    recurrence.recurrent_step: {"x": [[1.0, 2.0]], "h": [[0.1]], "W": [[0.5], [-0.4]], "U": [[0.3]], "b": [0.1]},
    recurrence.lstm_step: {"x": [[1.0, 2.0]], "h": [[0.1]], "c": [[0.2]]}
    | {"W": [[1.0, 0.5, -0.5, 0.2]] * 2, "U": [[0.5, 0.3, 0.2, 0.1]], "b": [0.0, 0.1, 0.2, 0.3]},
    adversarial.generate: {"noise": [0.1, -0.2], "generator": [0.5, 2.0]},
    adversarial.judge: {"x": [0.5, 1.0], "discriminator": [0.1, 0.2, -0.1]},
    adversarial.discriminator_loss: {"real": [0.5, 1.0], "forged": [2.0, 3.0], "discriminator": [0.1, 0.2, -0.1]},
    adversarial.generator_loss: {"noise": [0.1, -0.2], "generator": [0.5, 2.0], "discriminator": [0.1, 0.2, -0.1]},
    adversarial.duel: {"real": [0.5, 1.0], "generator": [0.5, 2.0], "discriminator_rate": 0.1, "generator_rate": 0.1}
    | {"steps": 3, "batch": 2, "random_state": 0},
}


def flattened(result):
    """Return the arrays in lists and tuples, one after the other."""
    if isinstance(result, list | tuple):
        return tuple(each for part in result for each in flattened(part))
    return (result,)


def plain_cases():
    for function, good in PLAIN.items():
        owners = (f"{function.__name__}: ", "score: ", "bump: ")  # the last two are asked by others
        yield function.__name__, Case(function, good, owners, flattened)


# Estimators

FEW = {"max_iter": 5, "random_state": 0}
MODELS = {
    "Perceptron": (Perceptron, {"eta0": 1.0, "fit_intercept": True, "shuffle": True, "tol": 0.1, "pocket": True}),
    "LogisticRegression": (LogisticRegression, {"C": 1.0, "learning_rate": 0.01, "batch_size": 2, "tol": 0.5}),
    "MLPClassifier": (
        MLPClassifier,
        {"hidden_layer_sizes": (3,), "activation": "relu", "solver": "adam", "alpha": 0.0001, "batch_size": 2}
        | {"learning_rate_init": 0.001, "tol": 0.1, "n_iter_no_change": 2, "beta_1": 0.9, "beta_2": 0.99}
        | {"epsilon": 1e-8, "warm_start": False, "keep_history": True},
    ),
    "MLPClassifier, stopping early": (
        MLPClassifier,
        {"hidden_layer_sizes": (3,), "solver": "sgd", "momentum": 0.5, "nesterovs_momentum": True}
        | {"early_stopping": True, "validation_fraction": 0.5},
    ),
}


def judged(model, X=X):
    """Return all that a fitted model says of students."""
    methods = ("predict", "predict_proba", "decision_function")
    return tuple(getattr(model, method)(X) for method in methods if hasattr(model, method))


def fit_and_go_on(Model, **given):
    model = Model(**given).fit(X, y)
    return judged(model.partial_fit(X, y) if hasattr(model, "partial_fit") else model)


def fit(Model, parameters, X, y):
    return judged(Model(**parameters).fit(X, y), X)


def fit_in_parts(Model, parameters, X, y, classes):
    return judged(Model(**parameters).partial_fit(X, y, classes=classes).partial_fit(X, y), X)


def fit_from(coef_init, intercept_init):
    return judged(Perceptron(**FEW).fit(X, y, coef_init, intercept_init))


def estimator_cases():
    for name, (Model, own) in MODELS.items():
        parameters = own | FEW
        owners = (f"{Model.__name__}: ", f"{Model.__name__}.", "X has ")
        yield name, Case(partial(fit_and_go_on, Model), parameters, owners)
        yield f"{name}.fit", Case(partial(fit, Model, parameters), {"X": X, "y": y}, owners)
        texts = {"X": X, "y": ["yes", "no", "yes", "no"]}
        yield f"{name}.fit, texts", Case(partial(fit, Model, parameters), texts, owners)
        if hasattr(Model, "partial_fit"):
            good = {"X": X, "y": y, "classes": [0, 1]}
            yield f"{name}.partial_fit", Case(partial(fit_in_parts, Model, parameters), good, owners)
        fitted = Model(**parameters).fit(X, y)
        yield f"{name}.predict", Case(partial(judged, fitted), {"X": X}, owners)
        yield f"{name}.score", Case(fitted.score, {"X": X, "y": y}, owners)
    yield "Perceptron.fit, from", Case(fit_from, {"coef_init": [1.0, 2.0], "intercept_init": [0.5]}, ("Perceptron",))


# A file


@pytest.fixture(scope="module", autouse=True)
def students_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "students.csv"
    path.write_text("test,grades,admitted\n7,6,1\n3,4,0\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)
        yield


def read(**given):
    try:
        return load_csv(**given)[:2]
    except FileNotFoundError as problem:  # which is as it should be
        raise ValueError(str(problem).replace("there is no file", "path must be that of a file")) from None


FILE = {"path": "students.csv", "class_rank": False, "features": ["test", "grades"], "label": "admitted"}


def all_cases():
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        yield from [*figure_cases(), *explorable_cases(), *network_cases(), *plain_cases(), *estimator_cases()]
    yield "load_csv", Case(read, FILE | {"names": None, "yes": None}, ("load_csv: ", "students.csv"))


def is_same(one, other):
    return len(one) == len(other) and all(
        np.array_equal(a, b) if np.asarray(a).dtype.kind in "OUSb" else np.allclose(a, b) for a, b in zip(one, other)
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in all_cases()])
def test_odd_arguments_are_refused_in_words_or_give_what_is_right(case, request):
    rng = np.random.default_rng(zlib.crc32(request.node.name.encode()))
    with only_spoken_warnings():
        right = case.numbers(case.call(**case.good))
    for parameter, good in case.good.items():
        for name, value, says_the_same in odd.made_odd(good, rng, -(-MOST // len(case.good))):
            if not (parameter in FUNCTIONS and callable(value)):  # what a function raises is its own affair
                with only_spoken_warnings():
                    try_odd(case, parameter, value, right if says_the_same else None, f"{parameter}: {name}")


@contextmanager
def only_spoken_warnings():
    with warnings.catch_warnings(action="error"):
        warnings.filterwarnings("ignore", message="constrained_layout not applied")
        # matplotlib 3.10 with a newer pyparsing warns of itself
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="matplotlib|pyparsing")
        for spoken in SPOKEN:
            warnings.simplefilter("ignore", spoken)
        yield


def try_odd(case, parameter, value, right, told, look=lambda found: None):
    given = case.good | {parameter: value}
    before = {name: odd.snapshot(each) for name, each in given.items()}
    try:
        result = case.call(**given)
        found = case.numbers(result)
        if isinstance(result, Axes):
            look(result)
    except (ValueError, TypeError, traitlets.TraitError) as problem:
        said = str(problem)
        assert said.startswith(case.owners), f"{told}: {said}"
        assert IN_WORDS.search(said), f"{told}: {said}"
        assert re.search(rf"\b({'|'.join(case.good)}|column)\b|too large", said), f"{told}: {said}"
        assert len(said) < 450, f"{told}: {said}"
    except Exception as problem:
        problem.add_note(told)
        raise
    else:
        for each in map(np.asarray, found):
            assert each.dtype.kind not in "fc" or np.isfinite(each).all(), told
        assert right is None or is_same(found, right), f"{told}: not the same as for the good argument"
    for name, each in given.items():
        assert odd.snapshot(each) == before[name], f"{told}: {name} was changed"


@pytest.mark.parametrize("name", [name for name, good in FIGURES.items() if odd.numeric(good)])
def test_float32_at_its_extremes_is_drawn_or_refused_in_words(name):
    good = FIGURES[name] | ({} if name in ("new", "equation") else {"ax": Fresh})
    case = Case(partial(draw, name), good, (f"{name}: ",), numbers_in_axes)
    for parameter in odd.numeric(good):
        for change in ("large float32", "small float32"):
            value = odd.OTHER[change](good[parameter], None)
            with only_spoken_warnings():
                try_odd(case, parameter, value, None, f"{parameter}: {change}", paint)


def test_the_largest_number_that_an_explorable_shows_is_taken_and_a_larger_one_refused():
    assert explorables.AdmissionLine([[base.LARGEST, 0], [0, 1]], [0, 1]).text()
    with pytest.raises(ValueError, match=r"^AdmissionLine: X holds numbers too large to show: 1\.1e\+09 came"):
        explorables.AdmissionLine([[1.1 * base.LARGEST, 0], [0, 1]], [0, 1])


def test_what_a_slider_has_come_to_in_steps_of_a_tenth_is_read_without_their_noise():
    line = explorables.AdmissionLine()
    line.view.w1 = 3 * 0.1
    assert line.w1 == 0.3 != line.view.w1
