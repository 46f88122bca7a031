"""The perceptron trick, step by step: which student moves the line, by how much, and how the mistakes go."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.data import load_admissions
from course_lib.explorables import base
from course_lib.explorables.base import axis_names, equation, fixed
from course_lib.perceptron import Perceptron, replay
from course_lib.validation import argument, checked, flag, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DECIDES = ("reject", "admit")
DATA = ("separable", "not separable")
RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
SEEDS = 5
SEED = base.whole(0, SEEDS - 1)
# A line that starts badly, and not at zero: from w = 0 the learning rate scales w and b, and never moves another line.
START = {"w1": -1.0, "w2": 2.0, "b": -4.0}
# Without a line that separates the students it never stops on its own.
EPOCHS = {"separable": 100, "not separable": 12}


class PerceptronTrickView(base.PlaneView):
    """Replays the runs that course_lib computed; its traits are all that it needs."""

    _esm = base.module("perceptron_trick")

    data = traitlets.List().tag(sync=True)
    rates = traitlets.List(list(RATES)).tag(sync=True)
    runs = traitlets.List().tag(sync=True)
    start = traitlets.Dict(START).tag(sync=True)
    data_index = traitlets.Int().tag(sync=True)
    rate_index = traitlets.Int().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    update = traitlets.Int().tag(sync=True)


class PerceptronTrick(base.Explorable):
    """The perceptron algorithm on the admissions data, one update at a time.

    Every run is computed by `course_lib.perceptron.Perceptron`. The browser holds which student each update corrected,
    and replays the lines from that, as `course_lib.perceptron.replay` does; so it needs no kernel.

    Parameters
    ----------
    separable : bool, default True
        Whether it starts with students whom a line can part.
    learning_rate : {0.01, 0.03, 0.1, 0.3, 1}, default 0.1
        The learning rate it starts with.
    seed : int, default 0
        The order of the students it starts with, from 0 to 4.
    """

    @property
    def seed(self) -> int:
        """The order of the students. Another one begins with its first line."""
        return self.view.seed

    @seed.setter
    def seed(self, seed: int) -> None:
        self.put(update=0, seed=argument("PerceptronTrick", "seed", SEED, seed))

    @checked(separable=flag, learning_rate=one_of(*RATES), seed=SEED)
    def __init__(self, separable: bool = True, learning_rate: float = 0.1, seed: int = 0):
        self.data = [load_admissions(separable=name == "separable") for name in DATA]
        self._fits = {
            (d, r, s): _fit(self.data[d], DATA[d], RATES[r], s)
            for d in range(len(DATA))
            for r in range(len(RATES))
            for s in range(SEEDS)
        }
        everyone = np.concatenate([each.X for each in self.data])
        chosen = {"data_index": int(not separable), "rate_index": RATES.index(learning_rate), "seed": seed}
        view = PerceptronTrickView(
            data=[
                {"separable": name == "separable", "points": each.X.tolist(), "labels": each.y.tolist()}
                for name, each in zip(DATA, self.data, strict=True)
            ],
            **base.plane(everyone, self.data[0].feature_names),
            runs=[
                [[_run(self._fits[d, r, s]) for s in range(SEEDS)] for r in range(len(RATES))] for d in range(len(DATA))
            ],
            **chosen,
        )
        controls = {
            "data_index": widgets.ToggleButtons(options=DATA, index=chosen["data_index"], description="data"),
            "rate_index": widgets.SelectionSlider(
                options=[(f"{rate:g}", rate) for rate in RATES],
                index=chosen["rate_index"],
                description="learning rate η",
            ),
            "seed": widgets.IntSlider(seed, 0, SEEDS - 1, description="seed (order)"),
        }
        for control in controls.values():
            control.style.description_width = "8em"
        super().__init__(view, controls)

    @property
    def separable(self) -> bool:
        """Whether a line can part the students shown."""
        return self.view.data_index == 0

    @property
    def learning_rate(self) -> float:
        """The learning rate η."""
        return RATES[self.view.rate_index]

    @property
    def update(self) -> int:
        """Which update is shown; the last, where the run is shorter than the one before."""
        return min(self.view.update, self._total)

    @update.setter
    def update(self, update: int) -> None:
        self.put(update=argument("PerceptronTrick", "update", base.whole(0, self._total), update))

    @property
    def _history(self):
        return self._fits[self.view.data_index, self.view.rate_index, self.seed].history_

    @property
    def _total(self):
        return len(self._history["rows"])

    def text(self) -> str:
        """Return the update shown, its arithmetic and how many students are wrong, in words."""
        X, y, _ = self.data[self.view.data_index]
        w, b = self._line(self.update)
        wrong = np.sum((_scores(w, b, X) >= 0) != y)
        told = [
            f"Perceptron trick on {DATA[self.view.data_index]} data, learning rate {self.learning_rate:g}, "
            f"update {self.update} of {self._total}.",
            *(self._workings() if self.update else []),
            f"The line {equation(w, b, 3)} is wrong for {wrong} of {len(y)} students.",
            *([self._ending()] if self.update == self._total else []),
        ]
        return " ".join(told)

    def _line(self, update):
        if update == 0:
            return np.array([START["w1"], START["w2"]]), START["b"]
        weights, biases = replay(self._history, self.data[self.view.data_index].X)
        return weights[update - 1], float(biases[update - 1])

    def _workings(self):
        row = self._history["rows"][self.update - 1]
        X, y, names = self.data[self.view.data_index]
        (w, b), (new_w, new_b) = self._line(self.update - 1), self._line(self.update)
        z, digits, sign = float(_scores(w, b, X[[row]])[0]), self.view.digits, "+" if y[row] else "−"
        before = np.cumsum([0, *self._history["mistakes"]])
        epoch = int(np.searchsorted(before, self.update))
        features = ", ".join(f"{name} {fixed(value, digits)}" for name, value in zip(names, X[row], strict=True))
        yield (
            f"Epoch {epoch}, mistake {self.update - before[epoch - 1]}: student {row} ({features}) "
            f"has the score {fixed(z, 3)}, so {DECIDES[1 - y[row]]}; wanted {DECIDES[y[row]]}; error {sign}1."
        )
        for i, name in enumerate(("w₁", "w₂")):
            step = f"{sign} {self.learning_rate:g} · {fixed(X[row, i], digits)}"
            yield f"{name} = {fixed(w[i], 3)} {step} = {fixed(new_w[i], 3)},"
        yield f"b = {fixed(b, 3)} {sign} {self.learning_rate:g} = {fixed(new_b, 3)}."

    def _ending(self):
        n = len(self._history["mistakes"])
        if self.separable:
            return f"Epoch {n} made no mistake: the algorithm stops."
        return f"After {n} epochs it still makes mistakes. No line separates these students, so it never settles."

    def picture(self) -> "Figure":
        """Return the students, the line and the mistakes of each epoch as a matplotlib Figure."""
        X, y, names = self.data[self.view.data_index]
        w, b = self._line(self.update)
        fig, (plane, curve) = figures.new(columns=2)
        figures.students(plane, X, y, feature_names=axis_names(names))
        figures.half_planes(plane, w, b)
        figures.boundary(plane, w, b)
        figures.mistakes_per_epoch(curve, self._history["mistakes"])
        return fig


def _fit(data, name, learning_rate, seed):
    model = Perceptron(eta0=learning_rate, max_iter=EPOCHS[name], shuffle=True, random_state=seed)
    return model.fit(data.X, data.y, coef_init=[[START["w1"], START["w2"]]], intercept_init=[START["b"]])


def _scores(w, b, X):
    """Return the scores as the browser adds them up: whoever all but stands on the line is on one side in both."""
    return w[0] * X[:, 0] + w[1] * X[:, 1] + b


def _run(fit):
    return {name: fit.history_[name].tolist() for name in ("rows", "mistakes")}
