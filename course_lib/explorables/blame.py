"""A 2-2-1 network and one student: forward and backward one unit at a time, and each gradient as a product."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.backpropagation import backward, deltas
from course_lib.explorables import base
from course_lib.explorables.base import fixed, reading, term
from course_lib.feedforward import forward, network_loss
from course_lib.validation import argument, checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EDGES = ("x₁→h₁", "x₁→h₂", "x₂→h₁", "x₂→h₂", "h₁→ŷ", "h₂→ŷ", "1→h₁", "1→h₂", "1→ŷ")  # in the order of parameters
LOSSES = {"log-loss": "log_loss", "squared error": "squared_error"}
TRUTH = ("rejected", "admitted")
FEATURES = (1.0, 2.0)
START = (0.5, -0.4, 0.3, 0.8, 0.7, -0.6, 0.1, -0.2, 0.2)
LAST = 7  # steps: three units forward, the loss, three units backward
NUDGE = 1e-4
MOST = 100  # updates that are kept
RATES = (0.1, 2.0)


class BlameView(base.View):
    """Draws the graph and works out its numbers; its traits are all that it needs."""

    _esm = base.module("blame")
    _css = base.View._css + (base.SOURCES / "blame.css").read_text(encoding="utf-8")

    edges = traitlets.List(list(EDGES)).tag(sync=True)
    losses = traitlets.List(list(LOSSES.values())).tag(sync=True)
    features = traitlets.List(list(FEATURES)).tag(sync=True)
    start = traitlets.List(list(START)).tag(sync=True)
    last = traitlets.Int(LAST).tag(sync=True)
    nudge = traitlets.Float(NUDGE).tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    path = traitlets.List([list(START)]).tag(sync=True)
    aim = traitlets.List().tag(sync=True)  # truth and loss that the last update was for
    stage = traitlets.Int().tag(sync=True)
    edge_index = traitlets.Int().tag(sync=True)
    truth_index = traitlets.Int().tag(sync=True)
    loss_index = traitlets.Int().tag(sync=True)
    learning_rate = traitlets.Float().tag(sync=True)


class Blame(base.Explorable):
    """The network of lesson 9 with its one student, forward and backward, one unit at a time.

    The gradient of the chosen edge is shown as a product of the factors along its path to the loss, and beside it the
    slope that nudging this one weight gives. Update moves all nine numbers against their gradients.

    Parameters
    ----------
    edge : {"x₁→h₁", "x₁→h₂", …, "1→ŷ"}, default "x₂→h₁"
        The edge that is chosen at the start; one from 1 carries a bias.
    truth : {"admitted", "rejected"}
        What is true of the student.
    loss : {"log-loss", "squared error"}
        The loss of the output.
    learning_rate : float, default 0.2
        η of an update, from 0.1 to 2 in steps of 0.1.
    stage : int, default 0
        How many steps of the two passes are done, from 0 to 7.
    """

    stage = reading("stage", lambda self: base.whole(0, LAST))
    learning_rate = reading("learning_rate", lambda self: base.on_slider(*RATES))

    @checked(
        edge=one_of(*EDGES),
        truth=one_of(*TRUTH),
        loss=one_of(*LOSSES),
        learning_rate=base.on_slider(*RATES),
        stage=base.whole(0, LAST),
    )
    def __init__(
        self,
        edge: str = "x₂→h₁",
        truth: str = "admitted",
        loss: str = "log-loss",
        learning_rate: float = 0.2,
        stage: int = 0,
    ):
        chosen = {
            "stage": stage,
            "edge_index": EDGES.index(edge),
            "truth_index": TRUTH.index(truth),
            "loss_index": list(LOSSES).index(loss),
            "learning_rate": learning_rate,
        }
        low, high = RATES
        controls = {
            "truth_index": widgets.ToggleButtons(options=TRUTH, value=truth, description="truth"),
            "loss_index": widgets.ToggleButtons(options=list(LOSSES), value=loss, description="loss"),
            "learning_rate": widgets.FloatSlider(
                learning_rate, min=low, max=high, step=0.1, readout_format=".1f", description="learning rate η"
            ),
            "edge_index": widgets.ToggleButtons(options=EDGES, value=edge, description="edge"),
            "stage": widgets.IntSlider(stage, 0, LAST, description="step"),
        }
        for control in controls.values():
            control.style.description_width = "7.5em"
        super().__init__(BlameView(**chosen), controls)

    @property
    def edge(self) -> str:
        """The edge that is chosen."""
        return EDGES[self.view.edge_index]

    @edge.setter
    def edge(self, name: str) -> None:
        self.put(edge_index=EDGES.index(argument("Blame", "edge", one_of(*EDGES), name)))

    @property
    def truth(self) -> str:
        """What is true of the student."""
        return TRUTH[self.view.truth_index]

    @truth.setter
    def truth(self, name: str) -> None:
        self.put(truth_index=TRUTH.index(argument("Blame", "truth", one_of(*TRUTH), name)))

    @property
    def loss(self) -> str:
        """The loss of the output."""
        return list(LOSSES)[self.view.loss_index]

    @loss.setter
    def loss(self, name: str) -> None:
        self.put(loss_index=list(LOSSES).index(argument("Blame", "loss", one_of(*LOSSES), name)))

    @property
    def parameters(self) -> np.ndarray:
        """The six weights and three biases, in the order of the edges."""
        return np.array(self.view.path[-1])

    def update(self) -> None:
        """Take both passes to their end, and one step against all gradients, as the button does."""
        step = self.parameters - self.learning_rate * self.solve(self.parameters)["gradients"]
        self.put(path=[*self.view.path, step.tolist()][-MOST - 1 :], aim=self._aim(), stage=LAST)

    def _aim(self):
        return [self.view.truth_index, self.view.loss_index]

    def solve(self, parameters: np.ndarray) -> dict:
        """Return what both passes give: the activations, the loss, δ of each unit, and the gradients."""
        (weights, biases), Y = _layers(parameters), [[float(self.view.truth_index)]]
        setting = {"loss": LOSSES[self.loss]}
        activations = forward([FEATURES], weights, biases)
        blame = deltas(activations, Y, weights, **setting)
        parts = backward(activations, Y, weights, **setting)
        return {
            "a": np.append(activations[1], activations[2]),
            "loss": network_loss([FEATURES], Y, weights, biases, **setting),
            "deltas": np.append(*blame),
            "gradients": np.concatenate([each.ravel() for part in parts for each in part]),
        }

    def factors(self) -> list[tuple[str, float, int]]:
        """Return the factors of the chosen edge's gradient, along its path to the loss: name, value, and the step."""
        solved = self.solve(self.parameters)
        a, y = solved["a"], self.view.truth_index
        source, target = self.edge.split("→")
        at = {"1": (1.0, 0), "x₁": (FEATURES[0], 0), "x₂": (FEATURES[1], 0), "h₁": (a[0], 1), "h₂": (a[1], 2)}
        found = [(source, *at[source])]
        if target != "ŷ":
            j = ("h₁", "h₂").index(target)
            found.append((f"{target}(1 − {target})", a[j] * (1 - a[j]), 6 + j))
            found.append((f"weight {target}→ŷ", self.parameters[4 + j], 0))
        found.append(("ŷ − y", a[2] - y, 5))
        if self.loss == "squared error":
            found.append(("ŷ(1 − ŷ)", a[2] * (1 - a[2]), 5))
        return found

    def nudged(self) -> tuple[float, float]:
        """Return the loss with the chosen number a little higher, and a little lower."""
        losses = []
        for step in (NUDGE, -NUDGE):
            moved = self.parameters
            moved[self.view.edge_index] += step
            losses.append(self.solve(moved)["loss"])
        return losses[0], losses[1]

    def text(self) -> str:
        """Return the step, what is known by then, the gradient of the chosen edge, and what an update brings."""
        solved = self.solve(self.parameters)
        told = [
            f"A network with two features, two hidden units and one output, step {self.stage} of {LAST}.",
            f"The student has x₁ = 1 and x₂ = 2 and was {TRUTH[self.view.truth_index]}; the loss is the {self.loss}.",
            self._step_in_words(solved),
            self._edge_in_words(),
            self._updates_in_words(solved),
        ]
        return " ".join(told)

    def _step_in_words(self, solved):
        w, a, y, blame = self.parameters, solved["a"], self.view.truth_index, solved["deltas"]
        if self.stage in (1, 2):
            j = self.stage - 1
            pairs, bias = [(FEATURES[0], w[j]), (FEATURES[1], w[2 + j])], w[6 + j]
            return f"h{'₁₂'[j]}: z = {_worked(pairs, bias)}, a = σ(z) = {fixed(a[j], 4)}."
        if self.stage == 3:
            return f"ŷ: z = {_worked([(a[0], w[4]), (a[1], w[5])], w[8])}, ŷ = σ(z) = {fixed(a[2], 4)}."
        if self.stage == 4:
            logarithm = f"−ln {'ŷ' if y else '(1 − ŷ)'}"
            formula = logarithm if self.loss == "log-loss" else "(ŷ − y)² / 2"
            return f"Loss: E = {formula} = {fixed(solved['loss'], 4)}."
        if self.stage == 5:
            error = f"ŷ − y = {fixed(a[2], 4)} − {y} = {fixed(a[2] - y, 4)}"
            if self.loss == "log-loss":
                return f"δ of ŷ = {error}."
            difference, slope, delta = (fixed(value, 4) for value in (a[2] - y, a[2] * (1 - a[2]), blame[2]))
            return f"{error}, and δ of ŷ = {difference} · ŷ(1 − ŷ) = {difference} · {slope} = {delta}."
        if self.stage == 0:
            return "The features come in. Step forward: one unit at a time."
        j = self.stage - 6
        parts = [fixed(value, 4) for value in (blame[2], w[4 + j], a[j] * (1 - a[j]), blame[j])]
        return f"δ of h{'₁₂'[j]} = δ of ŷ · weight · a(1 − a) = {' · '.join(parts[:3])} = {parts[3]}."

    def _edge_in_words(self):
        factors, (up, down) = self.factors(), self.nudged()
        slope = fixed((up - down) / (2 * NUDGE), 4)
        if max(step for _, _, step in factors) > self.stage:
            product = "its gradient is not known yet"
        else:
            named = " · ".join(f"{name} {fixed(value, 4)}" for name, value, _ in factors)
            product = f"gradient = {named} = {fixed(np.prod([value for _, value, _ in factors]), 4)}"
        weight = fixed(self.parameters[self.view.edge_index], 4)
        return f"Edge {self.edge}, weight {weight}: {product}; by nudging: {slope}."

    def _updates_in_words(self, solved):
        squares = float(np.sum(solved["gradients"] ** 2))
        promised = solved["loss"] - self.learning_rate * squares
        now = (
            f"An update with η = {fixed(self.learning_rate, 1)} promises the loss {fixed(solved['loss'], 4)} − "
            f"{fixed(self.learning_rate, 1)} · {fixed(squares, 4)} = {fixed(promised, 4)}."
        )
        if len(self.view.path) == 1:
            return f"No update yet. {now}"
        if self.view.aim != self._aim():
            return f"The last update was for another truth or loss. {now}"
        promised, came = self.last_update()
        return f"The last update promised {fixed(promised, 4)} and brought {fixed(came, 4)}. {now}"

    def last_update(self) -> tuple[float, float]:
        """Return the loss that the slopes promised of the last update, and the loss that came."""
        before, after = map(np.array, self.view.path[-2:])
        solved = self.solve(before)
        return float(solved["loss"] + solved["gradients"] @ (after - before)), self.solve(after)["loss"]

    def picture(self) -> "Figure":
        """Return the graph with as many of its numbers as are known by now, as a matplotlib Figure."""
        weights, biases = _layers(self.parameters)
        activations, Y = forward([FEATURES], weights, biases), [[float(self.view.truth_index)]]
        fig, ax = figures.new()
        if self.stage == LAST:
            figures.blame_graph(ax, weights, activations, deltas(activations, Y, weights, loss=LOSSES[self.loss]))
        else:
            figures.network_graph(ax, weights, biases, activations if self.stage >= 3 else None)
        return fig


def _layers(parameters):
    """Return the weights and the biases of both layers."""
    return [parameters[:4].reshape(2, 2), parameters[4:6].reshape(2, 1)], [parameters[6:8], parameters[8:]]


def _worked(pairs, bias):
    """Return a score as a sum, with its result."""
    z = sum(value * weight for value, weight in pairs) + bias
    terms = [f"{fixed(value, 4)} · {fixed(weight, 4)}" for value, weight in pairs]
    return f"{' + '.join(terms)} {term(bias, 4)} = {fixed(z, 4)}"
