"""A hidden layer to drag: two or three lines, their weighted sum, and the same students by what the units say."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.activations import sigmoid
from course_lib.data import load_messy_admissions, logic_gate
from course_lib.explorables import base
from course_lib.explorables.base import equals, equation, fixed, percent, reading, slider, term
from course_lib.hidden_layer import multiply_out, opinions
from course_lib.perceptron import score
from course_lib.validation import argument, checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIMITS = {"w": 10.0, "b": 30.0, "v": 20.0, "c": 50.0}
WEIGHT, BIAS, COUNTS, OUTPUT_BIAS = (base.on_slider(-limit, limit) for limit in LIMITS.values())
ACTIVATIONS = ("sigmoid", "none")
PRESETS = {  # the lines (w1, w2, b) of the units, how much each counts, and the bias of the output
    "XOR": ([(10.0, 10.0, -5.0), (-10.0, -10.0, 15.0)], (10.0, 10.0), -15.0),
    "messy region": ([(2.0, 0.0, -5.0), (-2.0, -1.0, 18.0)], (10.0, 10.0), -15.0),
    "triangle": ([(2.0, 0.0, -5.0), (-2.0, -1.0, 18.0), (0.0, 2.0, -5.0)], (10.0, 10.0, 10.0), -25.0),
}
CORNERS = {"names": ["", ""], "digits": 0, "verdict": ["0", "1"], "truth": ["wanted is 0", "wanted is 1"]}
APPLICANTS = {"verdict": ["reject", "admit"], "truth": ["actually rejected", "actually admitted"]}
MOST = 3  # units
DOTTED = (":", "-.", (0, (1, 4)))  # the lines of the units


class HiddenLayerView(base.View):
    """Draws the lines, the field and the hidden coordinates; its traits are all that it needs."""

    _esm = base.module("hidden_layer")
    _css = base.View._css + (base.SOURCES / "hidden_layer.css").read_text(encoding="utf-8")

    presets = traitlets.List().tag(sync=True)
    limits = traitlets.Dict(LIMITS).tag(sync=True)
    preset = traitlets.Int().tag(sync=True)
    line_index = traitlets.Int().tag(sync=True)
    w11, w12, b1, w21, w22, b2, w31, w32, b3 = (traitlets.Float().tag(sync=True) for _ in range(3 * MOST))
    v1, v2, v3, c = (traitlets.Float().tag(sync=True) for _ in range(MOST + 1))
    activation_index = traitlets.Int().tag(sync=True)
    corner = traitlets.Int().tag(sync=True)
    student = traitlets.Int().tag(sync=True)


class HiddenLayer(base.Explorable):
    """Two or three hidden units, each with a line to drag, and an output unit that weighs what they say.

    On the left what the network says of each place, with a contour where ŷ is 0.5; on the right the same students in
    the coordinates of the first two units, where the output draws a straight line.

    Parameters
    ----------
    preset : {"XOR", "messy region", "triangle"}, default "messy region"
        What it starts with: two lines for XOR, two for the applicants to the preparatory year, or three for them.
    activation : {"sigmoid", "none"}
        What the hidden units do with their scores at the start.
    student : int, default 190 (test 3.7, grades 8.0)
        Row of the applicant whose way through the network is worked out first.
    """

    w11, w12, w21, w22, w31, w32 = (
        reading(trait, lambda self: WEIGHT) for trait in ("w11", "w12", "w21", "w22", "w31", "w32")
    )
    b1, b2, b3 = (reading(trait, lambda self: BIAS) for trait in ("b1", "b2", "b3"))
    v1, v2, v3 = (reading(trait, lambda self: COUNTS) for trait in ("v1", "v2", "v3"))
    c = reading("c", lambda self: OUTPUT_BIAS)
    corner = reading("corner", lambda self: base.whole(0, 3))
    student = reading("student", lambda self: base.whole(0, 199))

    @checked(preset=one_of(*PRESETS), activation=one_of(*ACTIVATIONS), student=base.whole(0, 199))
    def __init__(self, preset: str = "messy region", activation: str = "sigmoid", student: int = 190):
        at = list(PRESETS).index(preset)
        chosen = {"activation_index": ACTIVATIONS.index(activation), "corner": 0, "student": student}
        presets = [_preset(name) for name in PRESETS]
        start = presets[at]["start"]
        super().__init__(HiddenLayerView(presets=presets, preset=at, **start, **chosen), _controls(start, chosen))

    @property
    def preset(self) -> str:
        """Name of what is shown. To set it takes its lines and its weighted sum too."""
        return list(PRESETS)[self.view.preset]

    @preset.setter
    def preset(self, name: str) -> None:
        at = list(PRESETS).index(argument("HiddenLayer", "preset", one_of(*PRESETS), name))
        self.put(preset=at, **self.view.presets[at]["start"])

    @property
    def activation(self) -> str:
        """What the hidden units do with their scores."""
        return ACTIVATIONS[self.view.activation_index]

    @activation.setter
    def activation(self, name: str) -> None:
        chosen = argument("HiddenLayer", "activation", one_of(*ACTIVATIONS), name)
        self.put(activation_index=ACTIVATIONS.index(chosen))

    @property
    def row(self) -> int:
        """Row of the chosen corner or applicant."""
        return self.corner if self.preset == "XOR" else self.student

    def students(self) -> tuple[np.ndarray, np.ndarray]:
        """Return X, shape (n, 2), and y, shape (n,), of what is shown."""
        X, y, _ = logic_gate("XOR") if self.preset == "XOR" else load_messy_admissions()
        return X, y

    def network(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        """Return W, shape (2, k), b, shape (k,), v, shape (k,), and c."""
        units = range(1, len(PRESETS[self.preset][1]) + 1)
        W = np.array([[getattr(self, f"w{j}{i}") for j in units] for i in (1, 2)])
        b, v = (np.array([getattr(self, f"{name}{j}") for j in units]) for name in "bv")
        return W, b, v, self.c

    def says(self, X: ArrayLike) -> np.ndarray:
        """Return what the hidden units say of the rows of X, shape (n, k)."""
        W, b, _, _ = self.network()
        return opinions(X, W, b) if self.activation == "sigmoid" else X @ W + b

    def text(self) -> str:
        """Return the lines, how often the network is right, and the way of one student through it, in words."""
        (X, y), (W, b, v, c) = self.students(), self.network()
        n, right = len(y), int(np.sum((np.round(score(v, c, self.says(X)), 9) >= 0) == y))
        ones = int(np.sum(y))
        larger, count = (1, ones) if 2 * ones > n else (0, n - ones)
        told = [f"{self.preset[0].upper()}{self.preset[1:]}, {len(b)} hidden units."]
        told += [f"Line {j + 1}: {equation(W[:, j], b[j])}; it counts {fixed(v[j], 1)}." for j in range(len(b))]
        told += [
            f"Bias of the output: {fixed(c, 1)}. Hidden activation: {self.activation}.",
            *self._one_line(),
            f"Right for {right} of {n} ({percent(right, n)}); always saying {self._verdicts[larger]} is right for "
            f"{count} ({percent(count, n)}).",
            self._student_in_words(X, y),
        ]
        return " ".join(told)

    @property
    def _verdicts(self):
        return self.view.presets[self.view.preset]["verdict"]

    def _one_line(self):
        if self.activation == "sigmoid":
            return []
        W, b, v, c = self.network()
        w, bias = multiply_out(W, b, v[:, None], [c])
        return [one_line_in_words(np.round(w[:, 0], 9), round(bias[0], 9))]

    def _student_in_words(self, X, y):
        shown, row = self.view.presets[self.view.preset], self.row
        W, b, v, c = self.network()
        x, scores, a = X[row], np.round(X[row] @ W + b, 9), self.says(X[[row]])[0]
        z = round(float(score(v, c, a)), 9)
        guess = int(z >= 0)
        kind = "Corner" if self.preset == "XOR" else "Student"
        names = [f"{name} x{'₁₂'[i]}".strip() for i, name in enumerate(shown["names"])]
        features = ", ".join(f"{name} {fixed(value, shown['digits'])}" for name, value in zip(names, x, strict=True))
        units = "; ".join(
            f"unit {j + 1} has the score {fixed(scores[j], 2)} and says {fixed(a[j], 3)}" for j in range(len(b))
        )
        terms = " ".join(f"{(term if j else fixed)(v[j], 1)} · {fixed(a[j], 3)}" for j in range(len(b)))
        return (
            f"{kind} {row} ({features}): {units}; {terms} {term(c, 1)} ≈ {fixed(z, 3)}, "
            f"ŷ {equals(float(sigmoid(z)))}, so {self._verdicts[guess]}; {shown['truth'][int(y[row])]}: "
            f"{'right' if guess == y[row] else 'wrong'}."
        )

    def picture(self) -> "Figure":
        """Return the field with its lines, and the hidden coordinates, as a matplotlib Figure."""
        (X, y), (W, b, v, c) = self.students(), self.network()
        fig, (plane, hidden) = figures.new(columns=2)
        labels = ("rejected", "admitted")
        axes = ("test x₁", "grades x₂")
        if self.preset == "XOR":
            labels, axes = ("wants 0", "wants 1"), ("x₁", "x₂")
            plane.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal", xlabel=axes[0], ylabel=axes[1])
        wrong = (np.round(score(v, c, self.says(X)), 9) >= 0) != y
        figures.students(plane, X, y, wrong, self.row, axes, labels)
        figures.probability_field(plane, lambda places: sigmoid(score(v, c, self.says(places))), labels)
        for j in range(len(b)):
            figures.boundary(plane, W[:, j], b[j], f"line {j + 1}", linestyle=DOTTED[j])
        a = self.says(X)
        rest = float(a[self.row, 2:] @ v[2:])
        figures.hidden_space(hidden, a[:, :2], y, v[:2], c + rest, ("unit 1: a₁", "unit 2: a₂"), labels)
        return fig


def one_line_in_words(w: np.ndarray, b: float) -> str:
    """Return what two layers without an activation come to."""
    if not np.any(w):
        return "Multiplied out, no weight is left, so there is no line."
    return f"Multiplied out, this is one line: {equation(w, b, 2)}."


def _preset(name: str) -> dict:
    """Return what the view shows of a preset, and the values that it starts with."""
    lines, counts, c = PRESETS[name]
    start = {"line_index": 0, "c": c}
    for j in range(MOST):
        w1, w2, b = lines[j] if j < len(lines) else (0.0, 0.0, 0.0)
        start |= {f"w{j + 1}1": w1, f"w{j + 1}2": w2, f"b{j + 1}": b, f"v{j + 1}": counts[j] if j < len(lines) else 0.0}
    if name == "XOR":
        X, y, _ = logic_gate("XOR")
        window, ticks = {"x": [-0.5, 1.5], "y": [-0.5, 1.5]}, {"x": [0, 1], "y": [0, 1]}
        traits = {**CORNERS, "window": window, "ticks": ticks, "points": X.tolist(), "labels": y.tolist()}
    else:
        traits = base.students(*load_messy_admissions()) | APPLICANTS
    return {"name": name, "units": len(lines), "start": start, **traits}


def _controls(start: dict, chosen: dict) -> dict:
    """Return the controls: the sliders of each line, of which the chosen line's are seen, and those of the output."""
    controls = {"line_index": widgets.ToggleButtons(options=("1", "2", "3"), description="line", style=base.LABEL)}
    controls["line_index"].add_class("cx-which-line")
    for j in range(1, MOST + 1):
        for trait, words, limit in ((f"w{j}1", "w₁", "w"), (f"w{j}2", "w₂", "w"), (f"b{j}", "b", "b")):
            controls[trait] = slider(f"line {j}: {words}", start[trait], LIMITS[limit])
            controls[trait].add_class(f"cx-of-line-{j}")
    for j in range(1, MOST + 1):
        controls[f"v{j}"] = slider(f"v{'₁₂₃'[j - 1]} (output)", start[f"v{j}"], LIMITS["v"])
    controls["v3"].add_class("cx-of-unit-3")
    controls["c"] = slider("c (output)", start["c"], LIMITS["c"])
    controls["activation_index"] = widgets.ToggleButtons(
        options=ACTIVATIONS, index=chosen["activation_index"], description="activation", style=base.LABEL
    )
    for trait, most in (("corner", 3), ("student", 199)):
        controls[trait] = widgets.IntSlider(chosen[trait], 0, most, description=trait, style=base.LABEL)
        controls[trait].add_class(f"cx-of-{trait}")
    return controls
