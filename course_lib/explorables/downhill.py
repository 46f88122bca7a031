"""Gradient descent, step by step: the path over the landscape of the log-loss, its gradient, and the loss."""

from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.data import load_admissions
from course_lib.explorables import base
from course_lib.explorables.base import fixed
from course_lib.logistic import gradient
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import score
from course_lib.validation import checked, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The bias stays at its best value, to two digits, so that two numbers are left and the landscape can be drawn.
BIAS = -1.27
LOWEST = {"place": [4.2711, 2.5979], "loss": 0.19193}
ARRIVED = 1.01  # times the lowest loss, at most
IDLE = 0.00005  # the most that the loss changes in two steps that lead to and fro
WINDOW = (-4.0, 8.0)
LEVELS = (0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0)
GRID = 50
RATES = (0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)
SIZES = (100, 10, 1)
SEEDS = 4
STEPS = 150
SEED = base.whole(0, SEEDS - 1)
STEP = base.whole(0, STEPS)
WEIGHT = base.on_slider(*WINDOW)


class DownhillView(base.PlaneView):
    """Walks in the browser; its traits are all that it needs."""

    _esm = base.module("downhill")
    _css = base.View._css + (base.SOURCES / "downhill.css").read_text(encoding="utf-8")

    points = traitlets.List().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    bias = traitlets.Float(BIAS).tag(sync=True)
    losses = traitlets.List().tag(sync=True)
    levels = traitlets.List(list(LEVELS)).tag(sync=True)
    lowest = traitlets.Dict(LOWEST).tag(sync=True)
    arrived = traitlets.Float(ARRIVED).tag(sync=True)
    idle = traitlets.Float(IDLE).tag(sync=True)
    rates = traitlets.List(list(RATES)).tag(sync=True)
    sizes = traitlets.List(list(SIZES)).tag(sync=True)
    orders = traitlets.List().tag(sync=True)
    total = traitlets.Int(STEPS).tag(sync=True)
    w1 = traitlets.Float().tag(sync=True)
    w2 = traitlets.Float().tag(sync=True)
    rate_index = traitlets.Int().tag(sync=True)
    size_index = traitlets.Int().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    step = traitlets.Int().tag(sync=True)


class Downhill(base.Explorable):
    """Gradient descent on the log-loss of the admissions data with scaled features, over the weights w1 and w2.

    The landscape is computed here, the path in the browser, by the formulas of `course_lib.logistic`.

    Parameters
    ----------
    w1, w2 : float, default -2 and 3
        The weights it starts from, from -4 to 8, to tenths. The bias stays at -1.27.
    learning_rate : {0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100}, default 3
        The learning rate η.
    batch_size : {100, 10, 1}, default 100
        How many students each step asks: all of them (batch), ten (mini-batch) or one (stochastic).
    seed : int, default 0
        The order in which mini-batches and single students are drawn, from 0 to 3.
    """

    w1, w2 = (base.reading(trait, lambda self: WEIGHT) for trait in ("w1", "w2"))
    seed = base.reading("seed", lambda self: SEED)
    step = base.reading("step", lambda self: STEP)

    @checked(w1=WEIGHT, w2=WEIGHT, learning_rate=one_of(*RATES), batch_size=one_of(*SIZES), seed=SEED)
    def __init__(
        self, w1: float = -2.0, w2: float = 3.0, learning_rate: float = 3, batch_size: int = 100, seed: int = 0
    ):
        chosen = {"rate_index": RATES.index(learning_rate), "size_index": SIZES.index(batch_size)}
        X, self.y, _ = load_admissions()
        self.X = (X - X.mean(axis=0)) / X.std(axis=0)
        self.orders = [_order(each, len(self.y)) for each in range(SEEDS)]
        ticks = np.arange(WINDOW[0], WINDOW[1] + 1, 2).tolist()
        view = DownhillView(
            points=self.X.tolist(),
            labels=self.y.tolist(),
            names=["weight w₁", "weight w₂"],
            window={"x": list(WINDOW), "y": list(WINDOW)},
            ticks={"x": ticks, "y": ticks},
            losses=self._landscape(),
            orders=[order.tolist() for order in self.orders],
            w1=w1,
            w2=w2,
            seed=seed,
            **chosen,
        )
        controls = {
            "rate_index": widgets.SelectionSlider(
                options=[(f"{rate:g}", rate) for rate in RATES],
                index=chosen["rate_index"],
                description="learning rate η",
            ),
            "size_index": widgets.ToggleButtons(
                options=[f"all {SIZES[0]}", *map(str, SIZES[1:])],
                index=chosen["size_index"],
                description="students a step",
            ),
            "seed": widgets.IntSlider(seed, 0, SEEDS - 1, description="seed (order)"),
            "w1": widgets.FloatSlider(w1, min=WINDOW[0], max=WINDOW[1], readout_format=".1f", description="start w₁"),
            "w2": widgets.FloatSlider(w2, min=WINDOW[0], max=WINDOW[1], readout_format=".1f", description="start w₂"),
        }
        for control in controls.values():
            control.style.description_width = "8.5em"
        super().__init__(view, controls)

    @property
    def learning_rate(self) -> float:
        """The learning rate η."""
        return RATES[self.view.rate_index]

    @property
    def batch_size(self) -> int:
        """How many students each step asks."""
        return SIZES[self.view.size_index]

    def loss(self, w: ArrayLike) -> float:
        """Return the log-loss of the weights w, shape (2,), with the bias of the landscape."""
        return log_loss_from_scores(self.y, score(w, BIAS, self.X))

    def slope(self, w: ArrayLike, step: int) -> np.ndarray:
        """Return the gradient at w, shape (2,), of the students whom step number `step` asks; the first is step 0."""
        size = self.batch_size
        rows = slice(None) if size == len(self.y) else self.orders[self.seed][step * size : (step + 1) * size]
        return gradient(w, BIAS, self.X[rows], self.y[rows])[0]

    def path(self) -> np.ndarray:
        """Return the weights before the first step and after each, shape (steps + 1, 2), to nine decimals."""
        places = [np.array([WEIGHT(self.w1), WEIGHT(self.w2)])]
        for step in range(STEPS):
            place = places[-1] - self.learning_rate * self.slope(places[-1], step)
            # So that the leaps of a large rate do not blow up the last bit, in which the browser and NumPy differ.
            places.append(np.floor(place * 1e9 + 0.5) / 1e9)
        return np.array(places)

    def text(self) -> str:
        """Return where the dot stands, its loss and its gradient, in words."""
        path, step = self.path(), self.step
        losses = [self.loss(place) for place in path[: step + 1]]
        (w1, w2), slope = path[step], self.slope(path[step], step)
        asked = _students(self.batch_size, len(self.y))
        return " ".join(
            [
                f"Gradient descent with the learning rate {self.learning_rate:g}, {asked} a step, "
                f"step {step} of {STEPS}.",
                f"At w₁ = {fixed(w1, 3)}, w₂ = {fixed(w2, 3)}, with the bias {fixed(BIAS, 2)}, the loss is "
                f"{fixed(losses[-1], 4)}. At the start, {_place(path[0], 1)}, it was {fixed(losses[0], 4)}. The lowest "
                f"is {fixed(LOWEST['loss'], 4)}, at {_place(LOWEST['place'], 2)}.",
                f"The gradient of {asked} is {_place(slope, 4)}.",
                _news(path, losses, step),
            ]
        )

    def picture(self) -> "Figure":
        """Return the landscape with the path so far, and the loss after each step, as a matplotlib Figure."""
        path = self.path()[: self.step + 1]
        fig, (plane, curve) = figures.new(columns=2)
        window = {"low": (WINDOW[0],) * 2, "high": (WINDOW[1],) * 2}
        figures.loss_landscape(plane, lambda *w: self._losses(np.array([w]))[0], path=path, **window)
        at = np.linspace(*WINDOW, GRID)
        thin = {"colors": figures.LINE, "linewidths": 0.6}
        plane.clabel(plane.contour(at, at, np.reshape(self.view.losses, (GRID, GRID)), LEVELS, **thin), fmt="%g")
        figures.learning_curve(curve, [self.loss(place) for place in path])
        curve.set(xlabel="step", xlim=(0, STEPS))
        return fig

    def _landscape(self) -> list[float]:
        at = np.linspace(*WINDOW, GRID)
        places = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
        return self._losses(places).round(4).tolist()

    def _losses(self, places):
        """Return the loss at each of many places, shape (k, 2), in one go: place by place, checks would take longer."""
        z = places @ self.X.T + BIAS
        return np.mean(np.logaddexp(0, np.where(self.y == 1, -z, z)), axis=1)


def _order(seed, n):
    """Return the rows in the order in which they are drawn, epoch after epoch, for one step more than there are."""
    rng, most = np.random.default_rng(seed), (STEPS + 1) * SIZES[1]
    return np.concatenate([rng.permutation(n) for _ in range(-(-most // n))])[:most]


def _students(size, n):
    if size == n:
        return f"all {n} students"
    return "1 student" if size == 1 else f"{size} students"


def _place(w, digits):
    return f"({fixed(w[0], digits)}, {fixed(w[1], digits)})"


def _news(path, losses, step):
    inside = np.all((path[step] >= WINDOW[0]) & (path[step] <= WINDOW[1]))
    where = "" if inside else "The dot has left the picture. "
    if step == 0:
        return "Press Step: the dot goes against the gradient, as far as the learning rate says."
    first, before, now = losses[0], losses[step - 1], losses[step]
    if now > first:
        return f"{where}The loss has grown: it is higher than at the start."
    if now <= ARRIVED * LOWEST["loss"]:
        return f"{where}Arrived: the loss is within 1 % of the lowest."
    length = np.hypot(*(path[step] - path[step - 1]))
    if step > 1 and length > 1 and abs(now - losses[step - 2]) < IDLE:
        return f"{where}The dot leaps to and fro, and gets no lower."
    if now > before:
        rose = [fixed(loss, 4) for loss in (before, now)]
        by = "by less than 0.0001" if rose[0] == rose[1] else f"from {rose[0]} to {rose[1]}"
        return f"{where}The last step led up: the loss rose {by}."
    if length == 0:
        return f"{where}The last step changed nothing: its gradient was almost 0."
    return f"{where}The loss falls."
