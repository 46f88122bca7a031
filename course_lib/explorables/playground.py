"""A network to play with, trained in the browser: its data or points of your own, its layers, and how it learns."""

import json
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.activations import sigmoid
from course_lib.data import load_messy_admissions
from course_lib.datasets import make_circles, make_moons, make_spiral
from course_lib.evaluation import base_rate, standardize
from course_lib.explorables import base
from course_lib.explorables.base import axis_names, equals, fixed, percent
from course_lib.network import Network
from course_lib.optimizers import SGD, Adam
from course_lib.validation import Rejected, argument, checked, describe, entries, one_of, optional

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ACTIVATIONS = ("relu", "tanh", "logistic", "identity")
SOLVERS = {"plain": "SGD", "momentum": "momentum", "adam": "Adam"}
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
ALPHAS = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 5, 10, 20, 50, "all")
CLICKS = ("chooses", "adds ○", "adds ×", "removes")
GROUPS = ("training", "held out")
SYMBOLS = {0: "×", 1: "○"}
MOST_LAYERS, MOST_UNITS = 3, 8
MOST_EPOCHS, MOST_SEED, MOST_POINTS = 1000, 99, 1000
ROOM = 300  # points that a click may make


def hidden_sizes(value: object) -> tuple[int, ...]:
    """Accept the units of up to three hidden layers, such as 8 or (8, 4)."""
    found = entries(value)
    sizes = [value] if found is None else found
    try:
        if len(sizes) <= MOST_LAYERS:
            return tuple(base.whole(1, MOST_UNITS)(units) for units in sizes)
    except Rejected:
        pass
    raise Rejected(
        f"must hold the units of at most {MOST_LAYERS} hidden layers, each from 1 to {MOST_UNITS}, "
        f"but {describe(value)} came."
    )


def _noisy_xor(n: int = 200, noise: float = 0.15) -> tuple[np.ndarray, np.ndarray, tuple[str, str]]:
    """Return points around the four corners of XOR."""
    rng, corner = np.random.default_rng(0), np.arange(n) % 4
    corners = np.array([[0, 0], [0, 1], [1, 1], [1, 0]])
    return corners[corner] + rng.normal(0, noise, (n, 2)), corner % 2, ("x₁", "x₂")


DATA = {
    "moons": make_moons,
    "circles": make_circles,
    "spiral": make_spiral,
    "XOR": _noisy_xor,
    "applicants": load_messy_admissions,
}
OWN = "own points"
KINDS = {
    "data": optional(one_of(*DATA)),
    "hidden_layer_sizes": hidden_sizes,
    "activation": one_of(*ACTIVATIONS),
    "solver": one_of(*SOLVERS),
    "learning_rate_init": one_of(*RATES),
    "alpha": one_of(*ALPHAS),
    "batch_size": one_of(*BATCHES),
    "random_state": base.whole(0, MOST_SEED),
    "epoch": base.whole(0, MOST_EPOCHS),
}


class PlaygroundView(base.View):
    """Trains and draws the network; its traits are all that it needs."""

    _esm = base.module("playground")
    _css = base.View._css + (base.SOURCES / "playground.css").read_text(encoding="utf-8")

    datasets = traitlets.List().tag(sync=True)
    own = traitlets.Dict().tag(sync=True, echo_update=False)  # its echo would be other points, trained anew
    rates = traitlets.List(list(RATES)).tag(sync=True)
    alphas = traitlets.List(list(ALPHAS)).tag(sync=True)
    batches = traitlets.List(list(BATCHES)).tag(sync=True)
    most = traitlets.Int(MOST_EPOCHS).tag(sync=True)
    room = traitlets.Int(ROOM).tag(sync=True)
    data_index = traitlets.Int().tag(sync=True)
    layers = traitlets.Int().tag(sync=True)
    units1 = traitlets.Int().tag(sync=True)
    units2 = traitlets.Int().tag(sync=True)
    units3 = traitlets.Int().tag(sync=True)
    activation_index = traitlets.Int().tag(sync=True)
    solver_index = traitlets.Int().tag(sync=True)
    rate_index = traitlets.Int().tag(sync=True)
    alpha_index = traitlets.Int().tag(sync=True)
    batch_index = traitlets.Int().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    click_index = traitlets.Int().tag(sync=True)
    point = traitlets.Int().tag(sync=True)
    unit = traitlets.Int().tag(sync=True)
    epoch = traitlets.Int().tag(sync=True)
    batch = traitlets.Int().tag(sync=True)


class Playground(base.Explorable):
    """A network of up to three hidden layers, trained live in the browser, on data or on points of your own.

    Every third point of each class is held out. The features are scaled by the mean and the standard deviation of the
    training points. Whatever is changed, the network is trained anew from its seed, up to the epoch that is shown: what
    is on the screen follows from what is set. The names of the arguments are those of `MLPClassifier`.

    Parameters
    ----------
    X : array of shape (n, 2), optional
        Your own points.
    y : array of shape (n,), optional
        Their labels, 0 and 1, both of them.
    data : {"moons", "circles", "spiral", "XOR", "applicants"}, optional
        What it learns from, where no X came; "moons" if not given.
    hidden_layer_sizes : int or sequence of int, default (8,)
        Units of each hidden layer, at most 8 in each of at most three; with ``()`` the boundary is a line.
    activation : {"relu", "tanh", "logistic", "identity"}, default "tanh"
        f of the hidden layers.
    solver : {"plain", "momentum", "adam"}, default "adam"
        The plain step, momentum of 0.9, or Adam.
    learning_rate_init : {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10}, default 0.03
        η.
    alpha : {0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10}, default 0
        L2, as in `MLPClassifier`.
    batch_size : {1, 5, 10, 20, 50, "all"}, default 10
        How many points make a step.
    random_state : int, default 0
        The seed, from 0 to 99, of the first weights and of the order in each epoch. The browser draws its own numbers,
        so that `MLPClassifier` with the same seed starts elsewhere.
    epoch, batch : int, default 0
        How far it is trained: whole epochs, up to 1000, and batches of the next one.
    feature_names : sequence of two str, optional
        What the features of X are called.
    """

    @checked(**KINDS)
    def __init__(
        self,
        X: ArrayLike | None = None,
        y: ArrayLike | None = None,
        data: str | None = None,
        hidden_layer_sizes: Sequence[int] = (8,),
        activation: str = "tanh",
        solver: str = "adam",
        learning_rate_init: float = 0.03,
        alpha: float = 0.0,
        batch_size: int = 10,
        random_state: int = 0,
        epoch: int = 0,
        batch: int = 0,
        feature_names: Sequence[str] | None = None,
    ):
        given = _own_points(X, y, data, feature_names)
        units = (*hidden_layer_sizes, *(4,) * MOST_LAYERS)[:MOST_LAYERS]
        chosen = {
            "data_index": len(DATA) if X is not None else list(DATA).index(data or "moons"),
            "layers": len(hidden_layer_sizes),
            **{f"units{k + 1}": units[k] for k in range(MOST_LAYERS)},
            "activation_index": ACTIVATIONS.index(activation),
            "solver_index": list(SOLVERS).index(solver),
            "rate_index": RATES.index(learning_rate_init),
            "alpha_index": ALPHAS.index(alpha),
            "batch_index": BATCHES.index(batch_size),
            "seed": random_state,
        }
        datasets = [_shipped(name) for name in DATA]
        view = PlaygroundView(datasets=datasets, own=given, epoch=epoch, **chosen)
        super().__init__(view, _controls(chosen, max(ROOM, len(given["labels"]))))
        self.batch = batch

    @property
    def epoch(self) -> int:
        """How many whole epochs it has been trained. Whoever sets it, as the slider does, is at its end."""
        return self.view.epoch

    @epoch.setter
    def epoch(self, count: int) -> None:
        self.put(epoch=argument("Playground", "epoch", base.whole(0, MOST_EPOCHS), count), batch=0)

    @property
    def batch(self) -> int:
        """How many batches of the next epoch it has had; larger batches may leave fewer of them."""
        return min(self.view.batch, self._most_batches())

    @batch.setter
    def batch(self, count: int) -> None:
        self.put(batch=argument("Playground", "batch", base.whole(0, self._most_batches()), count))

    def _most_batches(self):
        return 0 if self._problem is None or self.epoch == MOST_EPOCHS else self._per_epoch() - 1

    @property
    def _data(self):
        return (*self.view.datasets, self.view.own)[self.view.data_index]

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the points that are shown, your own ones too: X, shape (n, 2), and y, shape (n,)."""
        X = np.array(self._data["points"], dtype=float).reshape(-1, 2)
        return X, np.array(self._data["labels"], dtype=int)

    @property
    def hidden_layer_sizes(self) -> tuple[int, ...]:
        """Units of each hidden layer."""
        return (self.view.units1, self.view.units2, self.view.units3)[: self.view.layers]

    @property
    def activation(self) -> str:
        """The activation of the hidden layers."""
        return ACTIVATIONS[self.view.activation_index]

    @property
    def solver(self) -> str:
        """The optimizer."""
        return list(SOLVERS)[self.view.solver_index]

    @property
    def learning_rate_init(self) -> float:
        """The learning rate η."""
        return RATES[self.view.rate_index]

    @property
    def alpha(self) -> float:
        """How strong L2 is."""
        return ALPHAS[self.view.alpha_index]

    @property
    def batch_size(self) -> int | str:
        """How many points make a step."""
        return BATCHES[self.view.batch_index]

    @property
    def random_state(self) -> int:
        """The seed."""
        return self.view.seed

    @property
    def _problem(self):
        """The scaled points, the labels and which of them are held out; None where a class is missing."""
        X, y = self.points()
        return None if len(set(y.tolist())) < 2 else _Problem(X, y)

    def _size(self):
        n = int(np.sum(~self._problem.held))
        return n if self.batch_size == "all" else min(n, self.batch_size)

    def _per_epoch(self):
        return math.ceil(np.sum(~self._problem.held) / self._size())

    def train(self) -> tuple[Network, np.ndarray]:
        """Return the network as it is shown, and its loss on both groups before training and after each epoch.

        Returns
        -------
        network : Network
        losses : ndarray of shape (epoch + 1, 2)
            NaN in the second column where nobody is held out.
        """
        if self._problem is None:
            raise ValueError(f"Playground.train: X must hold points of both classes. {_why_not(self.points()[1])}")
        X, y = self.points()
        setting = (X.tobytes(), y.tobytes(), self.batch_size, self._setting(), self.epoch, self.batch)
        if getattr(self, "_known", (None,))[0] != setting:
            self._known = setting, _trained(self._problem, self._size(), *self._setting(), self.epoch, self.batch)
        return self._known[1]

    def _setting(self):
        sizes = (2, *self.hidden_layer_sizes, 1)
        return sizes, self.activation, self.solver, self.learning_rate_init, self.alpha, self.random_state

    def code(self) -> tuple[str, str]:
        """Return the line of Python that makes this playground, and the one that makes a network of the same kind.

        Both are empty where a class is missing: such a playground cannot be made, and nothing is trained.
        """
        if self._problem is None:
            return "", ""
        hidden, view = self.hidden_layer_sizes, self._data
        rows = ", ".join(f"[{', '.join(map(_short, point))}]" for point in view["points"])
        own = "X, y" if view.get("given") else f"X=[{rows}], y={view['labels']}"
        if view["names"] != ["x₁", "x₂"]:
            own += ", feature_names=({}, {})".format(*(json.dumps(name, ensure_ascii=False) for name in view["names"]))
        first = own if self.view.data_index == len(DATA) else f'data="{view["name"]}"'
        network = f'hidden_layer_sizes={hidden}, activation="{self.activation}"'
        batch_size = '"all"' if self.batch_size == "all" else self.batch_size
        rate, alpha = _short(self.learning_rate_init), _short(self.alpha)
        steps = f"epoch={self.epoch}" + (f", batch={self.batch}" if self.batch else "")
        momentum = {"adam": "", "momentum": ", momentum=0.9, nesterovs_momentum=False", "plain": ", momentum=0.0"}
        name = "adam" if self.solver == "adam" else "sgd"
        return (
            f'Playground({first}, {network}, solver="{self.solver}", learning_rate_init={rate}, alpha={alpha}, '
            f"batch_size={batch_size}, random_state={self.random_state}, {steps})",
            f'MLPClassifier({network}, solver="{name}"{momentum[self.solver]}, learning_rate_init={rate}, '
            f"alpha={alpha}, batch_size={self._size()}, max_iter={max(1, self.epoch)}, "
            f"random_state={self.random_state})",
        )

    def text(self) -> str:
        """Return what is learned, by what, how far it is, and how good, in words."""
        name = self._data["name"]
        if self._problem is None:
            return f"Playground, {name}. {_why_not(self.points()[1])}"
        held, (network, _) = self._problem.held, self.train()
        batch_size = "all points at once" if self.batch_size == "all" else f"batches of {self.batch_size}"
        batches = f" and {self.batch} {'batch' if self.batch == 1 else 'batches'}" if self.batch else ""
        n, out = int(np.sum(~held)), int(np.sum(held))
        return " ".join(
            [
                f"Playground, {name}: {n} points for training, {out} held out.",
                f"Network {'-'.join(map(str, network.layer_sizes))}, {self.activation}, seed {self.random_state}.",
                f"{SOLVERS[self.solver]}, learning rate {_short(self.learning_rate_init)}, alpha {_short(self.alpha)}, "
                f"{batch_size}.",
                f"Epoch {self.epoch}{batches}.",
                *([BURST] if self._is_burst() else self._found(network)),
            ]
        )

    @np.errstate(over="ignore", invalid="ignore")
    def _is_burst(self):
        """Return whether a rate that is too large has led to numbers that tell nothing any more, or to none at all."""
        return not np.all(np.array([self.train()[1][-1, 0], *self.gradient_sizes()]) < TOO_LARGE)

    def _found(self, network):
        return [
            *[self._judged(network, group) for group in GROUPS],
            f"Gradient of each layer: {', '.join(map(size_in_words, self.gradient_sizes()))}.",
            self._point_in_words(network),
            self._unit_in_words(network),
        ]

    def gradient_sizes(self) -> list[float]:
        """Return the size of the gradient of each layer's weights, for all training points."""
        (network, _), problem = self.train(), self._problem
        network.pass_forward(problem.scaled[~problem.held])
        network.pass_backward(problem.y[~problem.held, None].astype(float))
        return [float(np.linalg.norm(layer.weights_gradient)) for layer in network.layers]

    def _judged(self, network, group):
        rows = self._problem.held == (group == "held out")
        y = self._problem.y[rows]
        if not len(y):
            return "No point is held out yet."
        network.pass_forward(self._problem.scaled[rows])
        z = network.layers[-1].z
        loss, right = network.loss_of_scores(y[:, None], z), int(np.sum((z[:, 0] >= 0) == y))
        return (
            f"{group.capitalize()}: log-loss {fixed(loss, 3)}, accuracy {percent(right, len(y))}, "
            f"base rate {percent(round(base_rate(y) * len(y)), len(y))}."
        )

    def _point_in_words(self, network):
        X, y = self.points()
        row, view = min(self.view.point, len(y) - 1), self._data
        network.pass_forward(self._problem.scaled[[row]])
        place = ", ".join(
            f"{name} {fixed(value, view['digits'])}"
            for name, value in zip(axis_names(view["names"]), X[row], strict=True)
        )
        p = float(sigmoid(network.layers[-1].z[0, 0]))
        return f"Point {row} ({place}), {GROUPS[int(self._problem.held[row])]}, class {y[row]}: ŷ {equals(p)}."

    def _unit_in_words(self, network):
        hidden = self.hidden_layer_sizes
        if not hidden:
            return "There is no hidden unit: the boundary is a line."
        j, k = min(self.view.unit, sum(hidden) - 1), 0
        while j >= hidden[k]:
            j, k = j - hidden[k], k + 1
        outgoing = network.layers[k + 1].weights[j]
        weights = ", ".join(fixed(weight, 2) for weight in outgoing)
        many = "weight" if len(outgoing) == 1 else "weights"
        return f"Unit {j + 1} of layer {k + 1} hands on what it says with the {many} {weights}."

    def picture(self) -> "Figure":
        """Return the points on what the network says, and the curves of the loss, as a matplotlib Figure."""
        labels, names = ("class 0", "class 1"), axis_names(self._data["names"])
        (X, y), problem = self.points(), self._problem
        burst = problem is not None and self._is_burst()
        if problem is None or not self.epoch or burst:  # no curve
            fig, plane = figures.new()
        else:
            fig, (plane, curves) = figures.new(columns=2)
        if problem is None:
            if len(y):
                figures.students(plane, X, y, feature_names=names, label_names=labels)
            return fig
        network, losses = self.train()
        if burst:
            figures.students(plane, X, y, None, None, names, labels, problem.held)
            return fig
        wrong = (self._scores(network, X) >= 0) != y
        figures.students(plane, X, y, wrong, None, names, labels, problem.held)
        figures.probability_field(plane, lambda places: sigmoid(self._scores(network, places)), labels)
        if self.epoch:
            figures.learning_curve(curves, losses[:, 0], losses[:, 1] if problem.held.any() else None)
        return fig

    def _scores(self, network, places):
        network.pass_forward(self._problem.scale(np.asarray(places)))
        return network.layers[-1].z[:, 0].copy()


class _Problem:
    """Points with every third one of each class held out, scaled by the others."""

    def __init__(self, X, y):
        self.X, self.y = X, y
        place = np.zeros(len(y), dtype=int)
        for label in (0, 1):
            place[y == label] = np.arange(np.sum(y == label))
        self.held = place % 3 == 2

    def scale(self, X):
        """Return rows scaled by the mean and the standard deviation of the training points."""
        return standardize(self.X[~self.held], X)[1]

    @cached_property
    def scaled(self):
        """All points, scaled."""
        return self.scale(self.X)


def random_numbers(seed: int) -> Iterator[float]:
    """Yield the numbers from 0 to below 1 that the browser draws, T. Ettinger's mulberry32, for ever."""
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (state ^ (state >> 15)) * (state | 1) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF
        yield (t ^ (t >> 14)) / 2**32


def _draw_weights(network: Network, numbers) -> None:
    """Draw the first weights as the browser does, by the rules of `Network`."""
    network.parameters[:] = 0
    for k, layer in enumerate(network.layers):
        inputs, units = layer.weights.shape
        hidden = k + 1 < len(network.layers)
        for i in range(inputs):
            for j in range(units):
                if hidden and network.activation == "relu":
                    far = math.sqrt(-2 * math.log(1 - next(numbers)))
                    layer.weights[i, j] = math.sqrt(2 / inputs) * far * math.cos(2 * math.pi * next(numbers))
                else:
                    layer.weights[i, j] = math.sqrt(6 / (inputs + units)) * (2 * next(numbers) - 1)


def _trained(problem, batch_size, sizes, activation, solver, rate, alpha, seed, epochs, batches):
    """Return the network after so many epochs and batches of the next, and the losses of both groups."""
    network, numbers = Network(sizes, activation, "sigmoid", alpha), random_numbers(seed)
    _draw_weights(network, numbers)
    optimizer = Adam(rate) if solver == "adam" else SGD(rate, 0.9 if solver == "momentum" else 0.0)
    training = problem.scaled[~problem.held], problem.y[~problem.held, None].astype(float)
    held_out = problem.scaled[problem.held], problem.y[problem.held, None].astype(float)
    order, losses = list(range(len(training[0]))), []

    def judge():
        for X, Y in (training, held_out):
            network.pass_forward(X)
            yield float(network.loss_of_scores(Y, network.layers[-1].z)) if len(Y) else np.nan

    with np.errstate(all="ignore"):  # a rate that is far too large may lead anywhere: the numbers are shown as they are
        losses.append(list(judge()))
        for epoch in range(epochs + (batches > 0)):
            for i in range(len(order) - 1, 0, -1):
                j = int(next(numbers) * (i + 1))
                order[i], order[j] = order[j], order[i]
            most = batches * batch_size if epoch == epochs else len(order)
            for start in range(0, most, batch_size):
                rows = order[start : start + batch_size]
                network.pass_forward(training[0][rows])
                network.pass_backward(training[1][rows])
                _round(network.gradients, 2**30)
                optimizer.advance(network.parameters, network.gradients)
                _round(network.parameters, 2**24)
            if epoch < epochs:
                losses.append(list(judge()))
    return network, np.array(losses)


def _round(numbers, parts):
    """Keep what two languages agree on: of their last bits hundreds of steps would make two networks."""
    numbers[:] = np.floor(numbers * parts + 0.5) / parts


TOO_LARGE = 1e9
BURST = "The numbers have grown past all bounds: take a smaller learning rate."


def size_in_words(value: float) -> str:
    """Return ``"0.0123"``, and ``"1.2·10⁻⁵"`` where four decimals would not do; less than 10⁻¹² is noise."""
    if not np.isfinite(value):
        return "too large"
    if value < 1e-12 or 0.001 <= value < 1000:
        return fixed(value, 4)
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}·10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _short(value: float) -> str:
    """Return a number as the browser writes it: 1 for 1.0."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _why_not(y) -> str:
    """Return what is missing before a network can learn."""
    if not len(y):
        return "There are no points yet. Add some of each class."
    other = 1 - int(y[0])
    subject = "The only point is" if len(y) == 1 else f"All {len(y)} points are"
    return (
        f"{subject} of class {y[0]}. A network learns to tell two classes apart: add points of the other one, "
        f"{SYMBOLS[other]}, class {other}."
    )


def _own_points(X, y, data, feature_names) -> dict:
    """Return what the view shows of the learner's own points; an empty plane where none came."""
    if X is None:
        for name, value in {"y": y, "feature_names": feature_names}.items():
            if value is not None:
                raise ValueError(f"Playground: {name} came without X, so it belongs to no points. Hand over X too.")
        window, ticks = base.axes([[-1.0, -1.0], [1.0, 1.0]])
        frame = {"names": ["x₁", "x₂"], "digits": 2, "window": window, "ticks": ticks}
        return {"name": OWN, "points": [], "labels": [], "given": False, **frame}
    if data is not None:
        raise ValueError("Playground: data came beside X. Hand over one of them: points of your own, or a name.")
    X, y, names = base.checked_students("Playground", X, y, feature_names)
    if len(y) > MOST_POINTS:
        raise ValueError(f"Playground: X must hold at most {MOST_POINTS} points, but {len(y)} came. Take some of them.")
    if len(set(y.tolist())) < 2:
        came = f"all {len(y)} labels that came are" if len(y) > 1 else "the only label that came is"
        raise ValueError(f"Playground: y must hold both classes, 0 and 1, but {came} {y[0]}.")
    try:
        _ = _Problem(X, y).scaled
    except ValueError as problem:  # of `standardize`, which scales what is trained on
        sentence = str(problem).removeprefix("standardize: ").replace("X_train", "X")
        raise ValueError(f"Playground: {sentence}") from None
    return {"name": OWN, "given": True, **base.students(X, y, names)}


def _shipped(name: str) -> dict:
    """Return what the view shows of a data set that comes with the course."""
    X, y, names = DATA[name]()
    return {"name": name, "own": False, **base.students(np.round(X, 2), y, names)}


def _controls(chosen: dict, most_points: int) -> dict:
    """Return the controls, the sliders of the layers by a name of their own."""
    controls = {
        "rate_index": widgets.SelectionSlider(
            options=[(f"{rate:g}", rate) for rate in RATES], description="learning rate", index=chosen["rate_index"]
        ),
        "data_index": widgets.ToggleButtons(options=[*DATA, OWN], description="data", index=chosen["data_index"]),
        "layers": widgets.ToggleButtons(
            options=list(map(str, range(MOST_LAYERS + 1))), description="layers", index=chosen["layers"]
        ),
    }
    for k in range(1, MOST_LAYERS + 1):
        name = f"units{k}"
        controls[name] = widgets.IntSlider(chosen[name], 1, MOST_UNITS, description=f"units {k}")
        controls[name].add_class(f"cx-units-{k}")
    controls |= {
        "activation_index": widgets.ToggleButtons(
            options=ACTIVATIONS, description="activation", index=chosen["activation_index"]
        ),
        "solver_index": widgets.ToggleButtons(
            options=list(SOLVERS.values()), description="optimizer", index=chosen["solver_index"]
        ),
        "alpha_index": widgets.SelectionSlider(
            options=[(f"{alpha:g}", alpha) for alpha in ALPHAS], description="L2: alpha", index=chosen["alpha_index"]
        ),
        "batch_index": widgets.SelectionSlider(
            options=[(str(size), size) for size in BATCHES], description="batch size", index=chosen["batch_index"]
        ),
        "seed": widgets.IntSlider(chosen["seed"], 0, MOST_SEED, description="seed"),
        "click_index": widgets.ToggleButtons(options=CLICKS, description="a click"),
        "point": widgets.IntSlider(0, 0, most_points - 1, description="point"),
    }
    for control in controls.values():
        control.style.description_width = base.LABEL["description_width"]
    return controls
