"""The line that separates admitted from rejected students, to be dragged."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.activations import step
from course_lib.explorables import base
from course_lib.explorables.base import (
    axis_names,
    comparison,
    equation,
    fixed,
    percent,
    reading,
    score_without_noise,
    slider,
    worked_score,
)
from course_lib.validation import argument, checked, shorten

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VERDICT = ("reject", "admit")
TRUTH = ("rejected", "admitted")
LIMITS = {"w": 5.0, "b": 30.0}
ROOM = 28  # letters that a slider has for the name of a feature, on a phone too
WEIGHT, BIAS = (base.on_slider(-limit, limit) for limit in LIMITS.values())


class AdmissionLineView(base.StudentsView):
    """Draws the students and the line; its traits are all that it needs."""

    _esm = base.module("admission_line")

    limits = traitlets.Dict(LIMITS).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    w1 = traitlets.Float().tag(sync=True)
    w2 = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    student = traitlets.Int().tag(sync=True)


def _row(y):
    return base.whole(0, len(y) - 1)


class AdmissionLine(base.Explorable):
    """Students by two features, and the line w₁·x₁ + w₂·x₂ + b = 0 that a learner drags between them.

    Parameters
    ----------
    X : array of shape (n, 2), optional
        Two features of n students; those of `load_admissions` by default. The sliders suit values up to about 10:
        scale larger ones first, with `course_lib.evaluation.standardize`.
    y : array of shape (n,), optional
        1 for admitted, 0 for rejected.
    w1, w2, b : float, default 2, 1, -18 (the committee's line)
        Where the line starts, and returns to on Reset; weights from -5 to 5, bias from -30 to 30, in steps of 0.1.
    student : int, default 0
        Row of the student whose score is worked out first.
    feature_names : sequence of two str, optional
        What the features of X are called.
    """

    w1, w2 = (reading(trait, lambda self: WEIGHT) for trait in ("w1", "w2"))
    b = reading("b", lambda self: BIAS)
    student = reading("student", lambda self: _row(self.y))

    @checked(w1=WEIGHT, w2=WEIGHT, b=BIAS)
    def __init__(
        self,
        X: ArrayLike | None = None,
        y: ArrayLike | None = None,
        w1: float = 2.0,
        w2: float = 1.0,
        b: float = -18.0,
        student: int = 0,
        feature_names: Sequence[str] | None = None,
    ):
        self.X, self.y, names = base.checked_students("AdmissionLine", X, y, feature_names)
        student = argument("AdmissionLine", "student", _row(self.y), student)
        start = {"w1": w1, "w2": w2, "b": b, "student": student}
        view = AdmissionLineView(**base.students(self.X, self.y, names), start=start, **start)
        controls = {
            "w1": slider(f"w₁ ({shorten(view.names[0], ROOM)})", w1, LIMITS["w"]),
            "w2": slider(f"w₂ ({shorten(view.names[1], ROOM)})", w2, LIMITS["w"]),
            "b": slider("b (bias)", b, LIMITS["b"]),
            "student": widgets.IntSlider(student, 0, len(self.X) - 1, description="student", style=base.LABEL),
        }
        super().__init__(view, controls)

    def text(self) -> str:
        """Return the line, how often it is right, and the score of the selected student, in words."""
        w, n = np.array([self.w1, self.w2]), len(self.y)
        right = np.sum(step(score_without_noise(w, self.b, self.X)) == self.y)
        ones = int(self.y.sum())
        larger, count = (1, ones) if 2 * ones > n else (0, n - ones)
        return " ".join(
            [
                self._line_in_words(w),
                f"Right for {right} of {n} students ({percent(right, n)});",
                f"always saying {VERDICT[larger]} is right for {count} ({percent(count, n)}).",
                self._student_in_words(w),
            ]
        )

    def _line_in_words(self, w):
        if not w.any():
            return (
                f"Both weights are 0, so there is no line: everyone has the score {fixed(self.b, 1)} "
                f"and the answer is always {VERDICT[int(self.b >= 0)]}."
            )
        x1, x2 = self.view.names
        return f"The line {equation(w, self.b)}, with x₁ = {x1} and x₂ = {x2}, separates admit from reject."

    def _student_in_words(self, w):
        x, truth, digits = self.X[self.student], int(self.y[self.student]), self.view.digits
        z = float(score_without_noise(w, self.b, x))
        guess = int(step(z))
        features = ", ".join(f"{name} {fixed(value, digits)}" for name, value in zip(self.view.names, x, strict=True))
        return (
            f"Student {self.student} ({features}): {worked_score(w, self.b, x, 1, digits)} = {fixed(z, digits + 1)}, "
            f"{comparison(z, digits + 1)}, so {VERDICT[guess]}; "
            f"actually {TRUTH[truth]}: {'right' if guess == truth else 'wrong'}."
        )

    def picture(self) -> "Figure":
        """Return the students and the line as a matplotlib Figure."""
        w = np.array([self.w1, self.w2])
        fig, ax = figures.new()
        mistakes = step(score_without_noise(w, self.b, self.X)) != self.y
        names = axis_names(self.view.names)
        figures.students(ax, self.X, self.y, mistakes=mistakes, selected=self.student, feature_names=names)
        figures.half_planes(ax, w, self.b)
        figures.boundary(ax, w, self.b)
        figures.direction(ax, w, self.b)
        return fig
