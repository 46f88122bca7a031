"""A network as a graph with its numbers: each unit's sum, worked out term by term."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.explorables import base
from course_lib.explorables.base import fixed, reading, term
from course_lib.feedforward import forward
from course_lib.validation import argument, checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIMIT = 3.0
INPUT = base.on_slider(-LIMIT, LIMIT)
# 2-2-1 is worked out by hand in lesson 8. The others were trained on scaled features, and their numbers rounded.
NETWORKS = {
    "2-2-1": {
        "about": "The network that the lesson works out by hand.",
        "weights": [[[0.5, -0.4], [0.3, 0.8]], [[0.7], [-0.6]]],
        "biases": [[0.1, -0.2], [0.2]],
        "output": "sigmoid",
    },
    "3-4-1": {
        "about": "It has learned from 100 applicants: test, grades and class rank, scaled. The output is the "
        "probability of a yes.",
        "weights": [
            [[-2.8, 3.1, -3.0, 2.9], [-1.1, 1.2, -1.2, 1.1], [1.1, -1.2, 1.1, -1.1]],
            [[-3.0], [3.4], [-3.2], [2.6]],
        ],
        "biases": [[0.6, -0.8, 0.7, -0.7], [-0.1]],
        "output": "sigmoid",
    },
    "2-4-3": {
        "about": "It has learned from 150 irises: length and width of a petal, scaled. The outputs are the "
        "probabilities of setosa, versicolor and virginica.",
        "weights": [
            [[2.2, 1.9, -2.1, -2.8], [2.1, 1.7, -1.8, -2.5]],
            [[-1.2, -1.8, 3.3], [-3.4, 1.5, 0.9], [3.3, -2.7, -0.5], [1.1, 2.7, -3.7]],
        ],
        "biases": [[-2.5, 2.2, -2.5, 3.2], [0.4, -0.5, 0.4]],
        "output": "softmax",
    },
    "2-3-3-1": {
        "about": "It has learned from 200 applicants to the preparatory year: test and grades, scaled. The output is "
        "the probability of a yes.",
        "weights": [
            [[-1.2, 4.3, -3.8], [3.3, 2.5, -0.4]],
            [[2.6, -2.4, -2.4], [-3.9, 3.5, 3.2], [-3.6, 3.1, 2.9]],
            [[4.5], [-3.9], [-3.4]],
        ],
        "biases": [[3.8, -3.9, -3.7], [-0.7, 0.5, 0.6], [0.5]],
        "output": "sigmoid",
    },
}
NAMES = tuple(NETWORKS)
NETWORK = one_of(*NAMES)


class ForwardPassView(base.View):
    """Draws the graph and the sum of the chosen unit; its traits are all that it needs."""

    _esm = base.module("forward_pass")
    _css = base.View._css + (base.SOURCES / "forward_pass.css").read_text(encoding="utf-8")

    networks = traitlets.List([{"name": name, **network} for name, network in NETWORKS.items()]).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    network_index = traitlets.Int().tag(sync=True)
    x1 = traitlets.Float().tag(sync=True)
    x2 = traitlets.Float().tag(sync=True)
    x3 = traitlets.Float().tag(sync=True)
    unit = traitlets.Int().tag(sync=True)


def _last_unit(network):
    return sum(map(len, NETWORKS[network]["biases"])) - 1


class ForwardPass(base.Explorable):
    """A network as a graph, with what each unit hands on, and the sum of the chosen unit term by term.

    Parameters
    ----------
    network : {"2-2-1", "3-4-1", "2-4-3", "2-3-3-1"}, default "2-2-1"
        Which network is shown first. All have sigmoids in their hidden layers.
    x1, x2, x3 : float, default 1, 2, 0
        The inputs, from -3 to 3 in steps of 0.1. Only 3-4-1 has a third one.
    unit : int, default 0
        The unit that is worked out first: hidden and output units are counted from 0, layer after layer.
    """

    x1, x2, x3 = (reading(trait, lambda self: INPUT) for trait in ("x1", "x2", "x3"))

    @checked(network=NETWORK, x1=INPUT, x2=INPUT, x3=INPUT)
    def __init__(self, network: str = "2-2-1", x1: float = 1.0, x2: float = 2.0, x3: float = 0.0, unit: int = 0):
        unit = argument("ForwardPass", "unit", base.whole(0, _last_unit(network)), unit)
        start = {"x1": x1, "x2": x2, "x3": x3, "unit": unit}
        view = ForwardPassView(network_index=NAMES.index(network), start=start, **start)
        third = _input_slider("x₃", x3)
        third.add_class("cx-third-input")
        controls = {
            "network_index": widgets.ToggleButtons(
                options=NAMES, value=network, description="network", style=base.LABEL
            ),
            "x1": _input_slider("x₁", x1),
            "x2": _input_slider("x₂", x2),
            "x3": third,
        }
        super().__init__(view, controls)

    @property
    def unit(self) -> int:
        """The unit that is worked out; the last, where the network has fewer than the one before."""
        return min(self.view.unit, _last_unit(self.network))

    @unit.setter
    def unit(self, unit: int) -> None:
        self.put(unit=argument("ForwardPass", "unit", base.whole(0, _last_unit(self.network)), unit))

    @property
    def network(self) -> str:
        """Name of the network that is shown."""
        return NAMES[self.view.network_index]

    @network.setter
    def network(self, name: str) -> None:
        self.put(network_index=NAMES.index(argument("ForwardPass", "network", NETWORK, name)))

    def activations(self) -> list[np.ndarray]:
        """Return the inputs and what each layer makes of them, as `course_lib.feedforward.forward` does."""
        network = NETWORKS[self.network]
        x = [self.x1, self.x2, self.x3][: len(network["weights"][0])]
        return forward([x], network["weights"], network["biases"], "logistic", network["output"])

    def text(self) -> str:
        """Return what each layer hands on, and the sum of the chosen unit, in words."""
        inputs, *layers = (a[0] for a in self.activations())
        x = ", ".join(f"x{'₁₂₃'[i]} = {fixed(value, 1)}" for i, value in enumerate(inputs))
        said = [f"{_layer(k, layers)}: {', '.join(fixed(value, 4) for value in a)}." for k, a in enumerate(layers)]
        return " ".join([f"Network {self.network} with {x}.", *said, self._unit_in_words([inputs, *layers])])

    def _unit_in_words(self, activations):
        network = NETWORKS[self.network]
        units = [(k, j) for k, biases in enumerate(network["biases"]) for j in range(len(biases))]
        k, j = units[self.unit]
        W, b = np.array(network["weights"][k]), np.array(network["biases"][k])
        before, digits = activations[k], 4 if k else 1
        z = before @ W + b
        terms = [f"{(term if i else fixed)(W[i, j], 1)} · {fixed(a, digits)}" for i, a in enumerate(before)]
        last = k == len(network["weights"]) - 1
        made = f"σ(z) = {fixed(activations[k + 1][j], 4)}"
        if last and network["output"] == "softmax":
            made = f"softmax {fixed(np.exp(z[j]), 4)} / {fixed(np.exp(z).sum(), 4)} = {fixed(activations[k + 1][j], 4)}"
        name = f"{_layer(k, activations[1:])}, unit {j + 1}"
        return f"{name}: {' '.join(terms)} {term(b[j], 1)} = {fixed(z[j], 4)}, {made}."

    def picture(self) -> "Figure":
        """Return the graph with its numbers as a matplotlib Figure."""
        network = NETWORKS[self.network]
        fig, ax = figures.new()
        figures.network_graph(ax, network["weights"], network["biases"], self.activations())
        return fig


def _layer(k, layers):
    """Return what layer k after the inputs is called."""
    if k == len(layers) - 1:
        return "Output"
    return f"Hidden layer {k + 1}" if len(layers) > 2 else "Hidden layer"


def _input_slider(description, value):
    return base.slider(description, value, LIMIT)
