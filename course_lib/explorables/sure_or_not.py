"""How sure the model is: a probability at every place, and the curve that makes it from the distance."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.activations import sigmoid, step
from course_lib.data import load_admissions
from course_lib.explorables import base
from course_lib.explorables.base import axis_names, comparison, equation, fixed, probability_in_words, worked_score
from course_lib.explorables.steepness import BIAS, STEEPNESS, WEIGHT, SteepLine, SteepLineView
from course_lib.perceptron import score
from course_lib.validation import checked

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VERDICT = ("reject", "admit")
TRUTH = ("rejected", "admitted")


class SureOrNotView(SteepLineView):
    """Draws the students, the field and the curves; its traits are all that it needs."""

    _esm = base.module("sure_or_not")


class SureOrNot(SteepLine):
    """The students of `load_admissions`, a line to drag, and the probability p = σ(z) that it gives each place.

    All three numbers of the line are multiplied by the steepness k: the line stays, and the model gets more sure.
    Beside the plane stand step and sigmoid over the distance from the line, with the chosen student on both.

    Parameters
    ----------
    w1, w2, b : float, default 2, 1, -18 (the committee's line)
        Where the line starts, and returns to on Reset; weights from -5 to 5, bias from -30 to 30, in steps of 0.1.
    steepness : float, default 1
        What all three are multiplied by at the start, from 0.1 to 5 in steps of 0.1.
    student : int, default 66
        Row of the student who is worked out first.
    """

    @checked(w1=WEIGHT, w2=WEIGHT, b=BIAS, steepness=STEEPNESS)
    def __init__(self, w1: float = 2.0, w2: float = 1.0, b: float = -18.0, steepness: float = 1.0, student: int = 66):
        super().__init__(SureOrNotView, *load_admissions(), w1, w2, b, steepness, student)

    def text(self) -> str:
        """Return the line, how steep it is, and what it says of the chosen student, in words."""
        w, b = self.steeper()
        x, truth, digits = self.X[self.student], int(self.y[self.student]), self.view.digits
        z = round(float(score(w, b, x)), 9)
        p, names = float(sigmoid(z)), self.view.names
        features = ", ".join(f"{name} {fixed(value, digits)}" for name, value in zip(names, x, strict=True))
        told = [
            f"The line {equation([self.w1, self.w2], self.b)}, with x₁ = {names[0]} and x₂ = {names[1]}."
            if w.any()
            else f"Both weights are 0, so there is no line: everyone has the probability {probability_in_words(p)}.",
            f"Steepness {fixed(self.steepness, 1)}: w = ({fixed(w[0], 2)}, {fixed(w[1], 2)}), b = {fixed(b, 2)}.",
            f"Student {self.student} ({features}): score {worked_score(w, b, x, 2, digits)} = {fixed(z, 2)},",
            *([f"distance from the line {fixed(distance(w, z), 2)},"] if w.any() else []),
            f"probability of admission {probability_in_words(p)};",
            f"{comparison(z, 2)}, so the step says {VERDICT[int(step(z))]}; actually {TRUTH[truth]}.",
        ]
        return " ".join(told)

    def picture(self) -> "Figure":
        """Return the students on the field, and step and sigmoid over the distance, as a matplotlib Figure."""
        w, b = self.steeper()
        fig, (plane, curves) = figures.new(columns=2)
        names = axis_names(self.view.names)
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


def distance(w: ArrayLike, z: float) -> float:
    """Return the signed distance from the line of a student with the score z: z / |w|, positive above the line."""
    return round(z / float(np.linalg.norm(w)), 9)
