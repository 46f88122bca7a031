"""Logic gates from one neuron: choose two weights and a bias, and watch the truth table."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.activations import step
from course_lib.data import logic_gate
from course_lib.explorables import base
from course_lib.explorables.base import equation, fixed, reading, score_without_noise, slider
from course_lib.validation import argument, checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GATES = ("AND", "OR", "NAND", "NOT", "XOR")
LIMITS = {"w": 3.0, "b": 3.0}
GATE = one_of(*GATES)
WEIGHT, BIAS = (base.on_slider(-limit, limit) for limit in LIMITS.values())


class LogicGateView(base.View):
    """Draws the rows of a gate, the line and the truth table; its traits are all that it needs."""

    _esm = base.module("logic_gate")

    gates = traitlets.List().tag(sync=True)
    limits = traitlets.Dict(LIMITS).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    gate_index = traitlets.Int().tag(sync=True)
    w1 = traitlets.Float().tag(sync=True)
    w2 = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)


class LogicGate(base.Explorable):
    """A neuron with two inputs of 0 or 1, and the gate that a learner makes it by choosing its weights and bias.

    Parameters
    ----------
    gate : {"AND", "OR", "NAND", "NOT", "XOR"}, default "AND"
        Which gate is wanted first.
    w1, w2, b : float, default 1, 1, 0
        Where weights and bias start, and return to on Reset; from -3 to 3 in steps of 0.1.
    """

    w1, w2 = (reading(trait, lambda self: WEIGHT) for trait in ("w1", "w2"))
    b = reading("b", lambda self: BIAS)

    @checked(gate=GATE, w1=WEIGHT, w2=WEIGHT, b=BIAS)
    def __init__(self, gate: str = "AND", w1: float = 1.0, w2: float = 1.0, b: float = 0.0):
        start = {"w1": w1, "w2": w2, "b": b}
        view = LogicGateView(gates=[_table(name) for name in GATES], gate_index=GATES.index(gate), start=start, **start)
        second = slider("w₂", w2, LIMITS["w"])
        second.add_class("cx-second-weight")
        controls = {
            "gate_index": widgets.ToggleButtons(options=GATES, value=gate, description="gate", style=base.LABEL),
            "w1": slider("w₁", w1, LIMITS["w"]),
            "w2": second,
            "b": slider("b (bias)", b, LIMITS["b"]),
        }
        super().__init__(view, controls)

    @property
    def gate(self) -> str:
        """Name of the gate that is wanted."""
        return GATES[self.view.gate_index]

    @gate.setter
    def gate(self, name: str) -> None:
        self.put(gate_index=GATES.index(argument("LogicGate", "gate", GATE, name)))

    def _neuron(self):
        X, y, _ = logic_gate(self.gate)
        return X, y, np.array([self.w1, self.w2])[: X.shape[1]], self.b

    def text(self) -> str:
        """Return the line, the truth table and how many rows are right, in words."""
        X, y, w, b = self._neuron()
        z = score_without_noise(w, b, X)
        rows = [
            f"Inputs {' '.join(str(int(value)) for value in x)}: score {fixed(z, 1)}, output {output}, "
            f"wanted {wanted}, {'right' if output == wanted else 'wrong'}."
            for x, z, output, wanted in zip(X, z, step(z), y, strict=True)
        ]
        return " ".join([f"Gate {self.gate}, {'line ' if np.any(w) else ''}{equation(w, b)}.", *rows, self._verdict()])

    def _verdict(self):
        X, y, w, b = self._neuron()
        right = np.sum(step(score_without_noise(w, b, X)) == y)
        count = f"{right} of {len(y)} rows right"
        if right == len(y):
            return f"{count}: your neuron is {self.gate}."
        if self.gate != "XOR" or right < 3:
            return f"{count}."
        return (
            f"{count}. For XOR no line gets more. The corners that want 1 lie across from each other, and so do those "
            "that want 0: any line leaves at least one corner on the wrong side."
        )

    def picture(self) -> "Figure":
        """Return the rows of the gate as corners, with the line, as a matplotlib Figure."""
        X, y, w, b = self._neuron()
        names = ("x₁", "x₂")
        if X.shape[1] == 1:
            X, w, names = np.column_stack([X, [0.5, 0.5]]), np.array([w[0], 0.0]), ("x₁", "")
        fig, ax = figures.new()
        mistakes = step(score_without_noise(w, b, X)) != y
        figures.students(ax, X, y, mistakes=mistakes, feature_names=names, label_names=("wants 0", "wants 1"))
        figures.half_planes(ax, w, b, label_names=("0", "1"))
        figures.boundary(ax, w, b)
        if not names[1]:
            ax.set_yticks([])
        return fig


def _table(name):
    X, y, _ = logic_gate(name)
    return {"name": name, "inputs": X.astype(int).tolist(), "outputs": y.tolist()}
