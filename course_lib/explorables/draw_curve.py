"""A curve that a learner drags, and a network with one hidden layer that draws it with pairs of sigmoids."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets

from course_lib import figures
from course_lib.activations import sigmoid
from course_lib.explorables import base
from course_lib.explorables.base import fixed, reading
from course_lib.feedforward import fit_bumps, sum_of_bumps
from course_lib.validation import Rejected, argument, checked, describe, entries, one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNITS = (1, *range(2, 25, 2))
MODES = ("fitted", "by hand")
PARTS = ("bumps", "units")
END = 10  # the curve runs from x = 0 to here, with a knob at each whole number
HIGHEST = 1.5  # of a knob
MOST_BUMPS = UNITS[-1] // 2
X = np.linspace(0, END, 201)
# sin x + ½ sin 2.3x at whole numbers: hills of different height.
WAVE = (0.0, 1.2, 0.4, 0.4, -0.6, -1.4, 0.2, 0.5, 0.8, 0.9, -1.0)
UNIT_COUNT, MODE, PART = one_of(*UNITS), one_of(*MODES), one_of(*PARTS)
SHARPNESS = base.on_slider(2, 20, parts=2)


def _heights(count):
    """Return a kind: a list of so many heights that a knob can have."""

    def kind(value: object) -> list[float]:
        values = entries(value) or []
        if len(values) != count:
            raise Rejected(f"must be {count} heights, but {describe(value)} came.")
        return [base.within(-HIGHEST, HIGHEST)(each) for each in values]

    return kind


KNOBS, BUMPS = _heights(END + 1), _heights(MOST_BUMPS)


class DrawCurveView(base.View):
    """Draws the curve, the bumps and their sum; its traits are all that it needs."""

    _esm = base.module("draw_curve")
    _css = base.View._css + (base.SOURCES / "draw_curve.css").read_text(encoding="utf-8")

    counts = traitlets.List(list(UNITS)).tag(sync=True)
    end = traitlets.Int(END).tag(sync=True)
    highest = traitlets.Float(HIGHEST).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    knobs = traitlets.List().tag(sync=True)
    bumps = traitlets.List().tag(sync=True)
    units_index = traitlets.Int().tag(sync=True)
    sharpness = traitlets.Float().tag(sync=True)
    mode_index = traitlets.Int().tag(sync=True)
    parts_index = traitlets.Int().tag(sync=True)


class DrawCurve(base.Explorable):
    """A curve to drag, and the bumps of a network 1-k-1 that follows it: fitted, or dragged by hand.

    Each bump is a pair of hidden units, sigmoids that climb at its two ends, with the weights +height and -height in
    the output. A single unit climbs in the middle, and never comes down.

    Parameters
    ----------
    units : {1, 2, 4, 6, …, 24}, default 12
        Hidden units at the start.
    mode : {"fitted", "by hand"}, default "fitted"
        Whether the heights have the least squared error, or are those of `bumps`.
    parts : {"bumps", "units"}, default "bumps"
        Whether each bump is drawn, or what each unit adds.
    sharpness : float, default 4
        Steepness of the sigmoids times the width of a bump, from 2 to 20 in steps of 0.5.
    knobs : list of 11 floats, optional
        Heights of the curve at x = 0, 1, …, 10, from -1.5 to 1.5. Between them it is straight.
    bumps : list of 12 floats, optional
        Heights of the bumps by hand, from the left, from -1.5 to 1.5; all 0 if not given.
    """

    sharpness = reading("sharpness", lambda self: SHARPNESS)

    @checked(units=UNIT_COUNT, mode=MODE, parts=PART, sharpness=SHARPNESS, knobs=KNOBS, bumps=BUMPS)
    def __init__(
        self,
        units: int = 12,
        mode: str = "fitted",
        parts: str = "bumps",
        sharpness: float = 4.0,
        knobs: Sequence[float] = WAVE,
        bumps: Sequence[float] = (0.0,) * MOST_BUMPS,
    ):
        start = {"knobs": knobs, "bumps": bumps}
        chosen = {
            "units_index": UNITS.index(units),
            "mode_index": MODES.index(mode),
            "parts_index": PARTS.index(parts),
            "sharpness": sharpness,
        }
        view = DrawCurveView(start=start, **start, **chosen)
        controls = {
            "units_index": widgets.SelectionSlider(
                options=UNITS, value=units, description="hidden units", style=base.LABEL
            ),
            "sharpness": widgets.FloatSlider(
                sharpness, min=2, max=20, step=0.5, readout_format=".1f", description="sharpness", style=base.LABEL
            ),
            "mode_index": widgets.ToggleButtons(options=MODES, value=mode, description="heights", style=base.LABEL),
            "parts_index": widgets.ToggleButtons(options=PARTS, value=parts, description="parts", style=base.LABEL),
        }
        super().__init__(view, controls)

    @property
    def units(self) -> int:
        """How many hidden units there are."""
        return UNITS[self.view.units_index]

    @units.setter
    def units(self, count: int) -> None:
        self.put(units_index=UNITS.index(argument("DrawCurve", "units", UNIT_COUNT, count)))

    @property
    def mode(self) -> str:
        """Whether the heights are fitted or by hand."""
        return MODES[self.view.mode_index]

    @mode.setter
    def mode(self, name: str) -> None:
        self.put(mode_index=MODES.index(argument("DrawCurve", "mode", MODE, name)))

    @property
    def parts(self) -> str:
        """Whether the parts are shown as bumps or as units."""
        return PARTS[self.view.parts_index]

    @parts.setter
    def parts(self, name: str) -> None:
        self.put(parts_index=PARTS.index(argument("DrawCurve", "parts", PART, name)))

    @property
    def knobs(self) -> list[float]:
        """Heights of the curve at x = 0, 1, …, 10."""
        return np.round(self.view.knobs, 9).tolist()

    @knobs.setter
    def knobs(self, heights: list[float]) -> None:
        self.put(knobs=argument("DrawCurve", "knobs", KNOBS, heights))

    @property
    def bumps(self) -> list[float]:
        """Heights of the bumps by hand, from the left."""
        return np.round(self.view.bumps, 9).tolist()

    @bumps.setter
    def bumps(self, heights: list[float]) -> None:
        self.put(bumps=argument("DrawCurve", "bumps", BUMPS, heights))

    def curve(self) -> np.ndarray:
        """Return the height of the curve at each of 201 places from 0 to 10."""
        return np.interp(X, range(END + 1), self.knobs)

    def steepness(self) -> float:
        """Return the steepness of the sigmoids."""
        return self.sharpness / self._width()

    def _width(self):
        return END / max(1, self.units // 2)

    def heights(self) -> np.ndarray:
        """Return the height of each bump; of the unit where there is only one."""
        if self.mode == "by hand":
            return np.array(self.bumps[: max(1, self.units // 2)])
        if self.units == 1:
            return np.linalg.lstsq(self._lone_unit()[:, None], self.curve())[0]
        return fit_bumps(X, self.curve(), self.units // 2, self.steepness())[1]

    def _lone_unit(self):
        return sigmoid(self.steepness() * (X - END / 2))

    def pieces(self) -> np.ndarray:
        """Return each bump, or the only unit, at each of the places, shape (201, bumps)."""
        if self.units == 1:
            return self._lone_unit()[:, None] * self.heights()
        edges = fit_bumps(X, self.curve(), self.units // 2, self.steepness())[0]
        parts = zip(edges[:-1], edges[1:], self.heights())
        return np.column_stack([sum_of_bumps(X, [left], [right], [h], self.steepness()) for left, right, h in parts])

    def error(self) -> float:
        """Return the root of the mean squared error at the places."""
        return float(np.sqrt(np.mean((self.pieces().sum(axis=1) - self.curve()) ** 2)))

    def text(self) -> str:
        """Return the curve, the bumps and the error, in words."""
        knobs = ", ".join(fixed(height, 1) for height in self.knobs)
        heights = ", ".join(fixed(height, 2) for height in self.heights())
        the_heights = "the height" if len(self.heights()) == 1 else "the heights"
        what = "a single step" if self.units == 1 else f"{self.units // 2} {'bump' if self.units == 2 else 'bumps'}"
        units = "1 hidden unit" if self.units == 1 else f"{self.units} hidden units"
        return (
            f"Heights of the curve at x = 0 to {END}: {knobs}. {units}, {what}, {self.mode}, with the steepness "
            f"{fixed(self.steepness(), 2)} and {the_heights} {heights}. Error {fixed(self.error(), 3)}."
        )

    def picture(self) -> "Figure":
        """Return the curve, the bumps and their sum as a matplotlib Figure."""
        fig, ax = figures.new()
        figures.bumps(ax, X, self.pieces(), self.curve())
        return fig
