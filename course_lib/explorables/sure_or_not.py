"""How sure the model is: a probability at every place, and the curve that makes it from the distance."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.activations import sigmoid, step
from course_lib.explorables import base
from course_lib.explorables.base import comparison, equation, fixed, reading, slider, term
from course_lib.perceptron import score

VERDICT = ("reject", "admit")
TRUTH = ("rejected", "admitted")
LIMITS = {"w": 5.0, "b": 30.0}
WEIGHT, BIAS = (base.within(-limit, limit) for limit in LIMITS.values())
STEEPNESS = base.within(0.1, 5)


class SureOrNotView(base.StudentsView):
    """Draws the students, the field and the curves; its traits are all that it needs."""

    _esm = base.module("sure_or_not")

    limits = traitlets.Dict(LIMITS).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    w1 = traitlets.Float().tag(sync=True)
    w2 = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    steepness = traitlets.Float().tag(sync=True)
    student = traitlets.Int().tag(sync=True)


def _row(y):
    return base.whole(0, len(y) - 1)


class SureOrNot(base.Explorable):
    """The students of `load_admissions`, a line to drag, and the probability p = σ(z) that it gives each place.

    All three numbers of the line are multiplied by the steepness k: the line stays, and the model gets more sure.
    Beside the plane stand step and sigmoid over the distance from the line, with the chosen student on both.

    Parameters
    ----------
    w1, w2, b : float, default 2, 1, -18 (the committee's line)
        Where the line starts, and returns to on Reset; weights from -5 to 5, bias from -30 to 30, in steps of 0.1.
    steepness : float, default 1
        What all three are multiplied by at the start, from 0.1 to 5.
    student : int, default 66
        Row of the student who is worked out first.
    """

    w1, w2 = (reading(trait, lambda self: WEIGHT) for trait in ("w1", "w2"))
    b = reading("b", lambda self: BIAS)
    steepness = reading("steepness", lambda self: STEEPNESS)
    student = reading("student", lambda self: _row(self.y))

    def __init__(self, w1=2.0, w2=1.0, b=-18.0, steepness=1.0, student=66):
        self.X, self.y, names = base.checked_students("SureOrNot")
        w1, w2 = base.check("SureOrNot", WEIGHT, w1=w1, w2=w2)
        [b] = base.check("SureOrNot", BIAS, b=b)
        [steepness] = base.check("SureOrNot", STEEPNESS, steepness=steepness)
        [student] = base.check("SureOrNot", _row(self.y), student=student)
        start = {"w1": w1, "w2": w2, "b": b, "steepness": steepness, "student": student}
        view = SureOrNotView(**base.students(self.X, self.y, names), start=start, **start)
        controls = {
            "steepness": widgets.FloatSlider(
                steepness,
                min=0.1,
                max=5,
                step=0.1,
                readout_format=".1f",
                description="steepness k",
                style=base.LABEL,
            ),
            "student": widgets.IntSlider(student, 0, len(self.X) - 1, description="student", style=base.LABEL),
            "w1": slider(f"w₁ ({view.names[0]})", w1, LIMITS["w"]),
            "w2": slider(f"w₂ ({view.names[1]})", w2, LIMITS["w"]),
            "b": slider("b (bias)", b, LIMITS["b"]),
        }
        super().__init__(view, controls)

    def _steeper(self):
        """Return w and b, both multiplied by the steepness."""
        w = np.array([round(self.steepness * weight, 9) for weight in (self.w1, self.w2)])
        return w, round(self.steepness * self.b, 9)

    def text(self) -> str:
        """Return the line, how steep it is, and what it says of the chosen student, in words."""
        w, b = self._steeper()
        x, truth, digits = self.X[self.student], int(self.y[self.student]), self.view.digits
        z = round(float(score(w, b, x)), 9)
        p, names = float(sigmoid(z)), self.view.names
        features = ", ".join(f"{name} {fixed(value, digits)}" for name, value in zip(names, x, strict=True))
        worked = f"{fixed(w[0], 2)} · {fixed(x[0], digits)} {term(w[1], 2)} · {fixed(x[1], digits)} {term(b, 2)}"
        told = [
            f"The line {equation([self.w1, self.w2], self.b)}, with x₁ = {names[0]} and x₂ = {names[1]}."
            if w.any()
            else f"Both weights are 0, so there is no line: everyone has the probability {probability_in_words(p)}.",
            f"Steepness {fixed(self.steepness, 1)}: w = ({fixed(w[0], 2)}, {fixed(w[1], 2)}), b = {fixed(b, 2)}.",
            f"Student {self.student} ({features}): score {worked} = {fixed(z, 2)},",
            *([f"distance from the line {fixed(distance(w, z), 2)},"] if w.any() else []),
            f"probability of admit {probability_in_words(p)};",
            f"{comparison(z, 2)}, so the step says {VERDICT[int(step(z))]}; in truth {TRUTH[truth]}.",
        ]
        return " ".join(told)

    def picture(self):
        """Return the students on the field, and step and sigmoid over the distance, as a matplotlib Figure."""
        w, b = self._steeper()
        fig, (plane, curves) = figures.new(columns=2)
        names = [f"{name} {symbol}" for name, symbol in zip(self.view.names, ("x₁", "x₂"), strict=True)]
        figures.students(plane, self.X, self.y, selected=self.student, feature_names=names)
        figures.probability_field(plane, lambda places: sigmoid(score(w, b, places)))
        d = np.linspace(-6, 6, 401)
        curves.plot(d, step(d if w.any() else d * 0 + b), color=figures.LINE, linestyle=":", label="step")
        curves.plot(d, sigmoid(d * np.linalg.norm(w) + (0 if w.any() else b)), color=figures.LINE, label="sigmoid")
        if w.any():
            z = float(score(w, b, self.X[self.student]))
            look = {"color": figures.LINE, "markerfacecolor": "none", "markersize": 14}
            curves.plot(distance(w, z), sigmoid(z), "s", label="selected", **look)
        curves.set(xlabel="distance from the line", ylabel="answer", yticks=[0, 0.5, 1], box_aspect=1, anchor="N")
        curves.legend(loc="upper left")
        return fig


def distance(w, z: float) -> float:
    """Return the signed distance from the line of a student with the score z: z / |w|, positive above the line."""
    return round(z / float(np.linalg.norm(w)), 9)


def probability_in_words(p: float) -> str:
    """Return a probability with three digits, or honest words where these would say 0 or 1."""
    if p > 0.9995:
        return "above 0.999"
    return "below 0.001" if p < 0.0005 else fixed(p, 3)
