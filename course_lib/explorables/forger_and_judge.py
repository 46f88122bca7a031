"""A generator that forges numbers and a discriminator that judges them, in one dimension, step by step."""

import functools
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.adversarial import Duel, duel, judge
from course_lib.explorables import base
from course_lib.explorables.base import fixed, probability_in_words, reading, term
from course_lib.validation import Rejected, array, checked, describe, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
PRESETS = {"they meet": (0.5, 0.02), "they circle": (0.05, 1.0)}  # the judge's rate, and the forger's
REAL = tuple(round(NormalDist(0.5, 0.8).inv_cdf((k + 0.5) / 200), 3) for k in range(200))
MEAN, SPREAD = float(np.mean(REAL)), float(np.std(REAL))
START = (-2.0, 1.0)  # shift and scale
FARTHEST = 3  # of the first shift, and of the first scale
BATCH, STEPS, SEEDS = 40, 400, 10
WINDOW = (-4.0, 5.0)
RATE, SEED, STEP = one_of(*RATES), base.whole(0, SEEDS - 1), base.whole(0, STEPS)


def shift_and_scale(value: object) -> tuple[float, float]:
    """Accept two numbers from -3 to 3, where the forger begins."""
    numbers = array(value)
    if numbers.shape != (2,) or np.max(np.abs(numbers)) > FARTHEST:
        raise Rejected(f"must hold shift and scale, from -{FARTHEST} to {FARTHEST}, but {describe(value)} came.")
    return tuple(numbers.tolist())


class Draws:
    """Draws the numbers that the browser draws (T. Ettinger's mulberry32), in the manner of NumPy's generators."""

    def __init__(self, seed: int):
        self.state = seed

    def random(self, n: int) -> np.ndarray:
        """Return n numbers from 0 to below 1."""
        state = (self.state + 0x6D2B79F5 * np.arange(1, n + 1, dtype=np.uint64)).astype(np.uint32)
        self.state = int(state[-1])
        t = (state ^ (state >> 15)) * (state | 1)
        t ^= t + (t ^ (t >> 7)) * (t | 61)
        return (t ^ (t >> 14)) / 2**32

    def normal(self, size: int) -> np.ndarray:
        """Return normal numbers, by G. Box's and M. Muller's rule."""
        one, other = self.random(2 * size).reshape(size, 2).T
        return np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * other)

    def choice(self, values: np.ndarray, size: int) -> np.ndarray:
        """Return some of the values, each perhaps more than once."""
        return np.asarray(values)[(len(values) * self.random(size)).astype(int)]

    def permutation(self, n: int) -> np.ndarray:
        """Return the numbers from 0 to n - 1 in another order."""
        return np.argsort(self.random(n))


@functools.lru_cache(16)
def _fought(discriminator_rate: float, generator_rate: float, seed: int, start: tuple[float, float]) -> Duel:
    """Return all steps, and one more, whose row holds what the last step has left."""
    return duel(REAL, start, discriminator_rate, generator_rate, STEPS + 1, BATCH, Draws(seed))


class ForgerAndJudgeView(base.View):
    """Lets the two learn in the browser; its traits are all that it needs."""

    _esm = base.module("forger_and_judge")
    _css = base.View._css + (base.SOURCES / "forger_and_judge.css").read_text(encoding="utf-8")

    rates = traitlets.List(list(RATES)).tag(sync=True)
    presets = traitlets.List().tag(sync=True)  # pairs: a notebook is saved with the names of a table sorted
    real = traitlets.List(list(REAL)).tag(sync=True)
    mean = traitlets.Float(MEAN).tag(sync=True)
    spread = traitlets.Float(SPREAD).tag(sync=True)
    start = traitlets.List().tag(sync=True)
    window = traitlets.List(list(WINDOW)).tag(sync=True)
    batch = traitlets.Int(BATCH).tag(sync=True)
    total = traitlets.Int(STEPS).tag(sync=True)
    discriminator_index = traitlets.Int().tag(sync=True)
    generator_index = traitlets.Int().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    step = traitlets.Int().tag(sync=True)


class ForgerAndJudge(base.Explorable):
    """A forger of numbers (the generator) against a judge (the discriminator), who learn in turns.

    They are those of `course_lib.adversarial`. Whatever is changed, they learn anew from their start, up to the step
    that is shown: what is on the screen follows from what is set.

    Parameters
    ----------
    discriminator_rate, generator_rate : {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1}, default 0.5 and 0.02
        The learning rates of the judge and of the forger. With 0.5 and 0.02 they meet, with 0.05 and 1 they circle.
    seed : int, default 0
        From 0 to 9, of the numbers that are drawn in each step, 40 real and 40 forged ones.
    generator : sequence of two numbers, default (-2, 1)
        The forger's first shift and scale, from -3 to 3.
    step : int, default 0
        The step shown first, from 0 to 400.
    """

    seed = reading("seed", lambda self: SEED)
    step = reading("step", lambda self: STEP)

    @checked(discriminator_rate=RATE, generator_rate=RATE, seed=SEED, generator=shift_and_scale, step=STEP)
    def __init__(
        self,
        discriminator_rate: float = 0.5,
        generator_rate: float = 0.02,
        seed: int = 0,
        generator: Sequence[float] = START,
        step: int = 0,
    ):
        self._start = generator
        indices = {"discriminator_index": discriminator_rate, "generator_index": generator_rate}
        indices = {name: RATES.index(rate) for name, rate in indices.items()}
        presets = [[name, dict(zip(indices, map(RATES.index, rates)))] for name, rates in PRESETS.items()]
        view = ForgerAndJudgeView(presets=presets, start=list(generator), seed=seed, step=step, **indices)
        controls = {
            name: widgets.SelectionSlider(
                options=[(f"{rate:g}", rate) for rate in RATES],
                index=index,
                description=f"{whose}'s rate",
                style=base.LABEL,
            )
            for (name, index), whose in zip(indices.items(), ("judge", "forger"))
        }
        controls["seed"] = widgets.IntSlider(seed, 0, SEEDS - 1, description="seed", style=base.LABEL)
        super().__init__(view, controls)

    @property
    def discriminator_rate(self) -> float:
        """The learning rate of the judge."""
        return RATES[self.view.discriminator_index]

    @property
    def generator_rate(self) -> float:
        """The learning rate of the forger."""
        return RATES[self.view.generator_index]

    def duel(self) -> Duel:
        """Return all steps; the row of a step holds both as they are before it, and the losses in it."""
        return _fought(self.discriminator_rate, self.generator_rate, self.seed, self._start)

    def text(self) -> str:
        """Return the rates, the step, and both with their losses, in words."""
        t, found = self.step, self.duel()
        shift, scale = found.generators[t]
        w = found.discriminators[t]
        real, forged = judge([MEAN, shift], w)
        losses = (
            f"In the last step the judge's loss was {fixed(found.discriminator_losses[t - 1], 3)}, "
            f"the forger's {fixed(found.generator_losses[t - 1], 3)}."
            if t
            else "No step has been taken yet."
        )
        return (
            f"Judge's learning rate {self.discriminator_rate:g}, forger's {self.generator_rate:g}, seed {self.seed}, "
            f"step {t} of {STEPS}. Real numbers lie around {fixed(MEAN, 2)} with a spread of {fixed(SPREAD, 2)}, "
            f"forged ones around {fixed(shift, 2)} with a spread of {fixed(abs(scale), 2)}. The judge says D = "
            f"σ({fixed(w[0], 2)} {term(w[1], 2)} x {term(w[2], 2)} x²): {probability_in_words(real)} in the middle "
            f"of the real ones, {probability_in_words(forged)} in that of the forged ones. {losses}"
        )

    def picture(self) -> "Figure":
        """Return both densities with the judge's curve, and both losses, as a matplotlib Figure."""
        fig, (left, right) = figures.new(columns=2, height=3.6)
        t, found, x = self.step, self.duel(), np.linspace(*WINDOW, 200)
        shift, scale = found.generators[t]
        left.plot(x, _density(x, MEAN, SPREAD), color=figures.ADMITTED, label="real")
        left.plot(x, _density(x, shift, scale), "--", color=figures.REJECTED, label="forged")
        left.plot(x, judge(x, found.discriminators[t]), ":", color=figures.LINE, label="judge D")
        left.set(xlim=WINDOW, ylim=(0, 1.05), xlabel="number x", ylabel="how many, and D")
        right.plot(range(1, t + 1), found.discriminator_losses[:t], color=figures.LINE, label="judge")
        right.plot(range(1, t + 1), found.generator_losses[:t], "--", color=figures.REJECTED, label="forger")
        top = max([2, *found.discriminator_losses[:t], *found.generator_losses[:t]])
        right.set(xlim=(0, STEPS), ylim=(0, top), xlabel="step", ylabel="loss")
        for ax in (left, right):
            ax.legend(loc="upper right")
        return fig


def _density(x: np.ndarray, mean: float, spread: float) -> np.ndarray:
    """Return the height of a normal curve; a spread of 0 would have none."""
    width = max(abs(spread), 1e-3)
    return np.exp(-(((x - mean) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))
