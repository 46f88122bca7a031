"""A training run to step through: boundary, probabilities, and the loss on training and on held-out students."""

import functools
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.data import load_admissions
from course_lib.evaluation import base_rate, standardize
from course_lib.explorables import base
from course_lib.explorables.base import axis_names, fixed, percent, probability_in_words, reading, worked_score
from course_lib.logistic import LogisticRegression, predict_proba
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import predict, score
from course_lib.validation import argument, checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABELS = ("rejected", "admitted")
GROUPS = ("training", "held out")
SHARE = 0.3
EPOCHS = 50
RATES = (0.03, 0.3, 3.0, 10.0)
BATCHES = {"all at once": None, "ten at a time": 10, "one by one": 1}
BRAKES = {"no brake": np.inf, "C = 1": 1.0, "C = 0.1": 0.1}
DIGITS = 6  # of the weights that are shipped: what is shown has three


class TrainingReplayView(base.StudentsView):
    """Replays the runs that course_lib computed; its traits are all that it needs."""

    _esm = base.module("training_replay")

    held_out = traitlets.List().tag(sync=True)
    mean = traitlets.List().tag(sync=True)
    std = traitlets.List().tag(sync=True)
    rates = traitlets.List(list(RATES)).tag(sync=True)
    batches = traitlets.List(list(BATCHES)).tag(sync=True)
    brakes = traitlets.List(list(BRAKES)).tag(sync=True)
    runs = traitlets.List().tag(sync=True)
    rate_index = traitlets.Int().tag(sync=True)
    batch_index = traitlets.Int().tag(sync=True)
    brake_index = traitlets.Int().tag(sync=True)
    epoch = traitlets.Int().tag(sync=True)
    student = traitlets.Int().tag(sync=True)


class TrainingReplay(base.Explorable):
    """Logistic regression on the admissions data, epoch by epoch.

    Every run is computed by `course_lib.logistic.LogisticRegression` on seventy students, scaled with their own mean
    and standard deviation. The browser holds the weights after each epoch and works out everything else from them, so
    it needs no kernel.

    Parameters
    ----------
    learning_rate : {0.03, 0.3, 3, 10}, default 0.3
        The learning rate it starts with.
    batch : {"all at once", "ten at a time", "one by one"}
        How many students it looks at before each step, at the start.
    brake : {"no brake", "C = 1", "C = 0.1"}
        How strong its L2 brake is at the start.
    student : int, default 76
        The row of the student whose probability is followed at the start.
    """

    epoch = reading("epoch", lambda self: base.whole(0, EPOCHS))
    student = reading("student", lambda self: base.whole(0, len(self.y) - 1))

    @checked(learning_rate=one_of(*RATES), batch=one_of(*BATCHES), brake=one_of(*BRAKES))
    def __init__(
        self, learning_rate: float = 0.3, batch: str = "all at once", brake: str = "no brake", student: int = 76
    ):
        self.X, self.y, names = load_admissions()
        student = argument("TrainingReplay", "student", base.whole(0, len(self.y) - 1), student)
        self.training, self.held_out = _dealt(len(self.y))
        self.scaled = standardize(self.X[self.training], self.X)[1]
        chosen = {
            "rate_index": RATES.index(learning_rate),
            "batch_index": list(BATCHES).index(batch),
            "brake_index": list(BRAKES).index(brake),
            "student": student,
        }
        view = TrainingReplayView(
            **base.students(self.X, self.y, names),
            held_out=self.held_out.tolist(),
            mean=self.X[self.training].mean(axis=0).tolist(),
            std=self.X[self.training].std(axis=0).tolist(),
            runs=[
                [[_run(rate, size, C).tolist() for C in BRAKES.values()] for size in BATCHES.values()] for rate in RATES
            ],
            **chosen,
        )
        controls = {
            "rate_index": widgets.SelectionSlider(
                options=[(f"{rate:g}", rate) for rate in RATES],
                index=chosen["rate_index"],
                description="learning rate η",
            ),
            "batch_index": widgets.ToggleButtons(
                options=list(BATCHES), index=chosen["batch_index"], description="students a step"
            ),
            "brake_index": widgets.ToggleButtons(
                options=list(BRAKES), index=chosen["brake_index"], description="L2 brake"
            ),
            "student": widgets.IntSlider(student, 0, len(self.y) - 1, description="student"),
        }
        for control in controls.values():
            control.style.description_width = "8.5em"
        super().__init__(view, controls)

    @property
    def learning_rate(self) -> float:
        """The learning rate η."""
        return RATES[self.view.rate_index]

    @property
    def batch(self) -> str:
        """How many students it looks at before each step."""
        return list(BATCHES)[self.view.batch_index]

    @property
    def brake(self) -> str:
        """How strong its L2 brake is."""
        return list(BRAKES)[self.view.brake_index]

    @property
    def run(self) -> np.ndarray:
        """The run shown: w1, w2 and b of each epoch, for scaled features, shape (51, 3)."""
        return _run(self.learning_rate, BATCHES[self.batch], BRAKES[self.brake])

    def losses(self, group: str) -> list[float]:
        """Return the log-loss of one group, "training" or "held out", before training and after each epoch."""
        rows = self._rows(group)
        return [log_loss_from_scores(self.y[rows], score(line[:2], line[2], self.scaled[rows])) for line in self.run]

    def _rows(self, group):
        return self.training if group == "training" else self.held_out

    def _line(self):
        *w, b = self.run[self.epoch]
        return np.array(w), b

    def text(self) -> str:
        """Return the epoch shown, the weights, how good they are for both groups, and the student, in words."""
        w, b = self._line()
        return " ".join(
            [
                f"Training replay, learning rate {self.learning_rate:g}, {self.batch}, {self.brake}, "
                f"epoch {self.epoch} of {EPOCHS}.",
                f"For scaled features w₁ = {fixed(w[0], 3)}, w₂ = {fixed(w[1], 3)}, b = {fixed(b, 3)}.",
                *map(self._judged, GROUPS),
                self._followed(w, b),
            ]
        )

    def _judged(self, group):
        w, b = self._line()
        rows = self._rows(group)
        y, right = self.y[rows], np.sum(predict(w, b, self.scaled[rows]) == self.y[rows])
        return (
            f"{group.capitalize()}, {len(y)} students: log-loss {fixed(self.losses(group)[self.epoch], 3)}, "
            f"accuracy {percent(right, len(y))}, base rate {percent(round(base_rate(y) * len(y)), len(y))}."
        )

    def _followed(self, w, b):
        i, x = self.student, self.scaled[self.student]
        features = ", ".join(
            f"{name} {fixed(value, self.view.digits)}" for name, value in zip(self.view.names, self.X[i], strict=True)
        )
        group = GROUPS[int(i in self.held_out)]
        z = float(score(w, b, x))
        return (
            f"Student {i} ({features}), {group}, {LABELS[self.y[i]]}: "
            f"score z = {worked_score(w, b, x, 3, 2)} ≈ {fixed(z, 2)}, "
            f"probability {probability_in_words(float(predict_proba(w, b, x)))}."
        )

    def picture(self) -> "Figure":
        """Return the students on their probabilities and both learning curves as a matplotlib Figure."""
        w, b = self._line()
        training = self.X[self.training]
        fig, (plane, curves) = figures.new(columns=2)
        figures.students(
            plane,
            self.X,
            self.y,
            mistakes=predict(w, b, self.scaled) != self.y,
            selected=self.student,
            feature_names=axis_names(self.view.names),
            held_out=np.isin(np.arange(len(self.y)), self.held_out),
        )
        figures.probability_field(plane, lambda rows: predict_proba(w, b, standardize(training, rows)[1]))
        figures.learning_curve(curves, *map(self.losses, GROUPS))
        return fig


def _dealt(n):
    """Return the rows that train and the rows that are held out: those of the lesson's first split."""
    from sklearn.model_selection import train_test_split  # takes most of a second, which other lessons need not wait

    return map(np.sort, train_test_split(np.arange(n), test_size=SHARE, random_state=0))


@functools.cache
def _run(learning_rate, batch_size, C):
    """Return w1, w2 and b from before the first epoch to after the last, shape (EPOCHS + 1, 3)."""
    X, y, _ = load_admissions()
    training, _ = _dealt(len(y))
    [scaled, _] = standardize(X[training], X)
    model = LogisticRegression(C=C, learning_rate=learning_rate, batch_size=batch_size, max_iter=EPOCHS, tol=0)
    history = model.fit(scaled, y[training]).history_
    lines = np.round(np.column_stack([history["weights"], history["biases"]]), DIGITS)
    lines.flags.writeable = False
    return lines
