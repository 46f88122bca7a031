"""A line and its steepness k: all three numbers times k, which keeps the line and makes the model surer."""

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib.explorables import base
from course_lib.explorables.base import reading, slider
from course_lib.validation import argument

LIMITS = {"w": 5.0, "b": 30.0}
WEIGHT, BIAS = (base.on_slider(-limit, limit) for limit in LIMITS.values())
STEEPNESS = base.on_slider(0.1, 5)


class SteepLineView(base.StudentsView):
    """A view of students, a line, its steepness, and the student who is chosen."""

    limits = traitlets.Dict(LIMITS).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    w1 = traitlets.Float().tag(sync=True)
    w2 = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    steepness = traitlets.Float().tag(sync=True)
    student = traitlets.Int().tag(sync=True)


class SteepLine(base.Explorable):
    """Students, a line to drag, and its steepness.

    Parameters
    ----------
    View : type
        The `SteepLineView` that draws.
    X : array of shape (n, 2)
        Two features of n students.
    y : array of shape (n,)
        1 for admitted, 0 for rejected.
    feature_names : sequence of two str
        What the features of X are called.
    w1, w2, b, steepness : float
        Where line and steepness start, and return to on Reset.
    student : int
        Row of the student who is chosen first.
    """

    w1, w2 = (reading(trait, lambda self: WEIGHT) for trait in ("w1", "w2"))
    b = reading("b", lambda self: BIAS)
    steepness = reading("steepness", lambda self: STEEPNESS)
    student = reading("student", lambda self: base.whole(0, len(self.y) - 1))

    def __init__(
        self,
        View: type[base.StudentsView],
        X: np.ndarray,
        y: np.ndarray,
        feature_names: Sequence[str],
        w1: float,
        w2: float,
        b: float,
        steepness: float,
        student: int,
    ):
        self.X, self.y = X, y
        student = argument(type(self).__name__, "student", base.whole(0, len(y) - 1), student)
        start = {"w1": w1, "w2": w2, "b": b, "steepness": steepness, "student": student}
        steps = {"min": 0.1, "max": 5, "step": 0.1, "readout_format": ".1f"}
        controls = {
            "steepness": widgets.FloatSlider(steepness, description="steepness k", style=base.LABEL, **steps),
            "student": widgets.IntSlider(student, 0, len(y) - 1, description="student", style=base.LABEL),
            "w1": slider(f"w₁ ({feature_names[0]})", w1, LIMITS["w"]),
            "w2": slider(f"w₂ ({feature_names[1]})", w2, LIMITS["w"]),
            "b": slider("b (bias)", b, LIMITS["b"]),
        }
        super().__init__(View(**base.students(X, y, feature_names), start=start, **start), controls)

    def steeper(self) -> tuple[np.ndarray, float]:
        """Return w, shape (2,), and b, both multiplied by the steepness."""
        w = np.array([round(self.steepness * weight, 9) for weight in (self.w1, self.w2)])
        return w, round(self.steepness * self.b, 9)
