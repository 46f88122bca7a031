"""How likely a model makes the labels: the probability of each, their product, and the log-loss beside the mistakes."""

from typing import TYPE_CHECKING

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.activations import sigmoid
from course_lib.explorables import base
from course_lib.explorables.base import equation, fixed, probability_in_words, worked_score
from course_lib.explorables.steepness import BIAS, STEEPNESS, WEIGHT, SteepLine, SteepLineView
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import count_mistakes, score
from course_lib.validation import checked

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TRUTH = ("rejected", "admitted")
# The people of the lessons, and seven more so that bars can be read and no line is right for everybody.
PEOPLE = {
    "Ada": (7, 6, 1),
    "Ben": (9, 3, 1),
    "Cleo": (6, 8, 1),
    "Dora": (9, 4, 0),
    "Eli": (4, 8, 1),
    "Fay": (9, 8, 1),
    "Gina": (5, 3, 0),
    "Hugo": (3, 4, 0),
    "Ines": (2, 7, 0),
    "Jon": (6, 4, 0),
    "Kim": (5, 9, 1),
    "Lea": (7, 2, 0),
}
GOAL = 0.3
LOWEST = 0.24  # of all lines, whatever their steepness, to two digits
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class HowLikelyView(SteepLineView):
    """Draws the students, the bars and the last moves; its traits are all that it needs."""

    _esm = base.module("how_likely")
    _css = base.View._css + (base.SOURCES / "how_likely.css").read_text(encoding="utf-8")

    people = traitlets.List(list(PEOPLE)).tag(sync=True)
    goal = traitlets.Float(GOAL).tag(sync=True)
    lowest = traitlets.Float(LOWEST).tag(sync=True)


class HowLikely(SteepLine):
    """Twelve students, a line to drag, and how likely the model makes what really happened to them.

    All three numbers of the line are multiplied by the steepness k. Beside the plane stand the probability of each true
    label, their product, the log-loss and the mistakes; below it, loss and mistakes of the last moves.

    Parameters
    ----------
    w1, w2, b : float, default 2, 1, -18 (the committee's line)
        Where the line starts, and returns to on Reset; weights from -5 to 5, bias from -30 to 30, in steps of 0.1.
    steepness : float, default 1
        What all three are multiplied by at the start, from 0.1 to 5 in steps of 0.1.
    student : int, default 3 (Dora)
        Row of the student whose cost is worked out first.
    """

    @checked(w1=WEIGHT, w2=WEIGHT, b=BIAS, steepness=STEEPNESS)
    def __init__(self, w1: float = 2.0, w2: float = 1.0, b: float = -18.0, steepness: float = 1.0, student: int = 3):
        table = np.array(list(PEOPLE.values()))
        X, y = table[:, :2].astype(float), table[:, 2]
        super().__init__(HowLikelyView, X, y, ("test", "grades"), w1, w2, b, steepness, student)

    def _scores(self):
        return np.round(score(*self.steeper(), self.X), 9)

    def text(self) -> str:
        """Return the probability of each true label, their product, the loss and the mistakes, in words."""
        z, n = self._scores(), len(self.y)
        each = [probability_in_words(q) for q in true_label_probability(self.y, z)]
        loss, mistakes = log_loss_from_scores(self.y, z), int(count_mistakes([1.0], 0.0, z[:, None], self.y))
        line, what = "Both weights are 0, so there is no line.", "The same answer for everyone"
        if self.w1 or self.w2:
            what = "The line"
            line = f"The line {equation([self.w1, self.w2], self.b)}, with x₁ = test and x₂ = grades."
        told = [
            line,
            f"Steepness {fixed(self.steepness, 1)}.",
            f"Probabilities of the true labels: {', '.join(map(' '.join, zip(PEOPLE, each, strict=True)))}.",
            f"Their product is {product_in_words(n * loss)}; minus its logarithm is {fixed(n * loss, 2)}, and",
            f"divided by {n} that is the log-loss, {fixed(loss, 3)}; for a coin it is {fixed(np.log(2), 3)}.",
            f"{what} makes {mistakes} {'mistake' if mistakes == 1 else 'mistakes'}.",
            goal_in_words(loss),
            self._student_in_words(z),
        ]
        return " ".join(told)

    def _student_in_words(self, z):
        row, digits = self.student, self.view.digits
        (w, b), x, label = self.steeper(), self.X[row], int(self.y[row])
        cost = log_loss_from_scores(self.y[row : row + 1], z[row : row + 1])
        return (
            f"{list(PEOPLE)[row]} (test {fixed(x[0], digits)}, grades {fixed(x[1], digits)}): "
            f"score {worked_score(w, b, x, 2, digits)} = {fixed(z[row], 2)}, "
            f"p = {probability_in_words(float(sigmoid(z[row])))}; "
            f"actually {TRUTH[label]}, which had the probability "
            f"{probability_in_words(float(true_label_probability(label, z[row])))} and costs {fixed(cost, 2)}."
        )

    def picture(self) -> "Figure":
        """Return the students on the field, and the bars of their true labels, as a matplotlib Figure."""
        w, b = self.steeper()
        fig, (plane, bars) = figures.new(columns=2)
        figures.students(plane, self.X, self.y, selected=self.student, feature_names=("test x₁", "grades x₂"))
        figures.probability_field(plane, lambda places: sigmoid(score(w, b, places)))
        z = self._scores()
        places, q = np.arange(len(self.y)), true_label_probability(self.y, z)
        for label, colour, mark in [(0, figures.REJECTED, "x"), (1, figures.ADMITTED, "o")]:
            rows = self.y == label
            bars.bar(places[rows], q[rows], width=0.7, color=colour)
            bars.plot(places[rows], q[rows] + 0.06, mark, color=colour)
        for place, name in zip(self.X, PEOPLE, strict=True):
            plane.annotate(name[0], place, (7, 5), textcoords="offset points", fontsize="small")
        loss = log_loss_from_scores(self.y, z)
        bars.set_title(f"product {product_in_words(len(z) * loss)}\nlog-loss {fixed(loss, 3)}", fontsize="medium")
        bars.set_box_aspect(0.85)
        bars.set_anchor("NW")
        bars.set(ylim=(0, 1.12), yticks=[0, 0.5, 1], ylabel="probability of the true label")
        bars.set_xticks(places, [name[0] for name in PEOPLE])
        return fig


def true_label_probability(y: ArrayLike, z: ArrayLike) -> np.ndarray:
    """Return the probability of the true label: σ(z) where y is 1, and σ(-z) = 1 - σ(z) where it is 0."""
    return sigmoid(np.where(np.asarray(y) == 1, z, -z))


def product_in_words(cost: float) -> str:
    """Return e to the power of -cost with three significant digits: ``"0.000893 = 8.93 · 10⁻⁴"``.

    Written from its logarithm, so that it is right where a float would already be 0.
    """
    tens = -cost / np.log(10)
    exponent = int(np.floor(tens))
    mantissa = fixed(10 ** (tens - exponent), 2)
    if mantissa == "10.00":
        mantissa, exponent = "1.00", exponent + 1
    power = f"{mantissa} · 10{str(exponent).translate(SUPERSCRIPTS)}"
    if exponent < -6:
        return power
    decimals = fixed(np.exp(-cost), 2 - exponent)
    return decimals if exponent >= -2 else f"{decimals} = {power}"


def goal_in_words(loss: float) -> str:
    """Return whether the goal is reached by the loss as it is shown, with three decimals."""
    if float(fixed(loss, 3)) < GOAL:
        return f"Goal reached: the log-loss is below {fixed(GOAL, 2)}. The best of all lines comes to {LOWEST}."
    return f"Goal: a log-loss below {fixed(GOAL, 2)}."
