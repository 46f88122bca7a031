"""A sequence that goes through a plain recurrent unit and an LSTM cell, step by step, with all their numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.explorables import base
from course_lib.explorables.base import fixed, term
from course_lib.recurrence import Cell, back_through_time, lstm_step, read
from course_lib.validation import Rejected, argument, array, checked, describe, entries, one_of, optional

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PARTS = ("plain unit", "i: let in", "f: keep", "g: offer", "o: show")
GATES = ("i", "f", "g", "o")
LIMITS = (3, 10)  # of the weights of the plain unit, and of those of the cell
LARGEST = 2  # of what comes in
LONGEST = 12
SEQUENCE = (1.0, 0.2, -0.3, 0.0, 0.3, -0.2, 0.1, 0.0, -0.3, 0.2)  # one that counts, and what only disturbs
PLAIN = (1.5, 0.8, 0.0)  # w, u and b
# w, u and b of each gate. "keeps" lets in what is near 1 only, and holds it.
PRESETS = {
    "forgets": ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    "keeps": ((10.0, 0.0, -6.0), (0.0, 0.0, 6.0), (2.0, 0.0, 0.0), (0.0, 0.0, 4.0)),
}
TRAITS = [f"{letter}{part}" for part in ("", *GATES) for letter in "wub"]
TINY = 0.00005


def short_sequence(value: object) -> list[float]:
    """Accept a sequence of 2 to 12 numbers from -2 to 2; returns them to hundredths."""
    if not 2 <= len(entries(value) or []) <= LONGEST:
        raise Rejected(f"must hold 2 to {LONGEST} numbers, but {describe(value)} came.")
    numbers = array(value)
    if numbers.ndim != 1 or np.max(np.abs(numbers)) > LARGEST:
        raise Rejected(f"must hold numbers from -{LARGEST} to {LARGEST}, but {describe(value)} came.")
    return (np.floor(100 * numbers + 0.5) / 100 + 0.0).tolist()


def _weights(shape: tuple, limit: int):
    """Return a kind: numbers of this shape that the sliders can show, to tenths."""

    def kind(value: object) -> np.ndarray:
        numbers = array(value)
        if numbers.shape != shape or np.max(np.abs(numbers)) > limit:
            raise Rejected(f"must hold numbers of shape {shape}, from -{limit} to {limit}, but {describe(value)} came.")
        return np.floor(10 * numbers + 0.5) / 10 + 0.0

    return kind


PLAIN_KIND, GATES_KIND, PRESET = _weights((3,), LIMITS[0]), _weights((4, 3), LIMITS[1]), one_of(*PRESETS)


class GatesView(base.View):
    """Reads the sequence in the browser; its traits are all that it needs."""

    _esm = base.module("gates")
    _css = base.View._css + base.FIELDS + (base.SOURCES / "gates.css").read_text(encoding="utf-8")

    presets = traitlets.List().tag(sync=True)  # pairs: a notebook is saved with the names of a table sorted
    largest = traitlets.Int(LARGEST).tag(sync=True)
    tiny = traitlets.Float(TINY).tag(sync=True)
    sequence = traitlets.List().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    part_index = traitlets.Int().tag(sync=True)
    w, u, b = (traitlets.Float().tag(sync=True) for _ in range(3))
    wi, ui, bi = (traitlets.Float().tag(sync=True) for _ in range(3))
    wf, uf, bf = (traitlets.Float().tag(sync=True) for _ in range(3))
    wg, ug, bg = (traitlets.Float().tag(sync=True) for _ in range(3))
    wo, uo, bo = (traitlets.Float().tag(sync=True) for _ in range(3))


class Gates(base.Explorable):
    """A plain recurrent unit and an LSTM cell, side by side, as they read the same sequence.

    Each has one number for a state. All their numbers are shown step by step, and how much of the first input is left
    in the state: the slope of h by that input.

    Parameters
    ----------
    sequence : sequence of 2 to 12 numbers, optional
        What is read, each from -2 to 2, rounded to hundredths.
    preset : {"keeps", "forgets"}, default "keeps"
        The gates of the cell: set by hand so that they let in what is near 1 and hold it, or all half open.
    plain : sequence of 3 numbers, optional
        w, u and b of the plain unit, from -3 to 3, rounded to tenths.
    gates : array_like of shape (4, 3), optional
        w, u and b of i, f, g and o, from -10 to 10, rounded to tenths, in place of those of the preset.
    step : int, optional
        How much of the sequence has been read at the start; all of it if not given.
    """

    @property
    def step(self) -> int:
        """How much of the sequence has been read: steps of a longer one may arrive after it has become shorter."""
        return min(self.view.step, len(self.view.sequence))

    @step.setter
    def step(self, step: int) -> None:
        self.put(step=argument("Gates", "step", base.whole(0, len(self.view.sequence)), step))

    @checked(
        sequence=short_sequence,
        preset=PRESET,
        plain=PLAIN_KIND,
        gates=optional(GATES_KIND),
    )
    def __init__(
        self,
        sequence: Sequence[float] = SEQUENCE,
        preset: str = "keeps",
        plain: ArrayLike = PLAIN,
        gates: ArrayLike | None = None,
        step: int | None = None,
    ):
        whole = base.whole(0, len(sequence))
        step = len(sequence) if step is None else argument("Gates", "step", whole, step)
        chosen = dict(zip(TRAITS, _flat(plain, PRESETS[preset] if gates is None else gates)))
        presets = [[name, dict(zip(TRAITS, _flat(PLAIN, numbers)))] for name, numbers in PRESETS.items()]
        view = GatesView(presets=presets, sequence=sequence, step=step, **chosen)
        super().__init__(view, _controls(chosen))

    @property
    def sequence(self) -> list[float]:
        """What is read."""
        return np.round(self.view.sequence, 9).tolist()

    @sequence.setter
    def sequence(self, numbers: Sequence[float]) -> None:
        found = argument("Gates", "sequence", short_sequence, numbers)
        self.put(sequence=found, step=min(self.view.step, len(found)))

    @property
    def preset(self) -> str | None:
        """The preset whose gates these are, if they are those of one."""
        return next((name for name, numbers in PRESETS.items() if np.array_equal(self.gates, numbers)), None)

    @preset.setter
    def preset(self, name: str) -> None:
        self._put(PLAIN, PRESETS[argument("Gates", "preset", PRESET, name)])

    @property
    def plain(self) -> np.ndarray:
        """w, u and b of the plain unit, shape (3,)."""
        return self._numbers()[0]

    @plain.setter
    def plain(self, numbers: ArrayLike) -> None:
        self._put(argument("Gates", "plain", PLAIN_KIND, numbers), self.gates)

    @property
    def gates(self) -> np.ndarray:
        """w, u and b of the cell's i, f, g and o, shape (4, 3)."""
        return self._numbers()[1:]

    @gates.setter
    def gates(self, numbers: ArrayLike) -> None:
        self._put(self.plain, argument("Gates", "gates", GATES_KIND, numbers))

    def _numbers(self) -> np.ndarray:
        return base.read_only(np.round([getattr(self.view, name) for name in TRAITS], 9).reshape(5, 3))

    def _put(self, plain, gates):
        self.put(**dict(zip(TRAITS, _flat(plain, gates))))

    def states(self) -> np.ndarray:
        """Return the state of the plain unit before the first step and after each, shape (steps + 1,)."""
        w, u, b = self.plain
        return read(np.reshape(self.sequence, (1, -1, 1)), [[w]], [[u]], [b])[0, :, 0]

    def cells(self) -> np.ndarray:
        """Return h, c, i, f, g and o of the cell after each step, shape (steps, 6)."""
        (W, U, b), h, c, found = self.gates.T, 0.0, 0.0, []
        for x in self.sequence:
            found.append(np.ravel(lstm_step([[x]], [[h]], [[c]], [W], [U], b)))
            h, c = found[-1][:2]
        return np.array(found)

    def slopes(self) -> np.ndarray:
        """Return ∂h/∂x of the first x, after each step, of the plain unit and of the cell, shape (steps, 2)."""
        return np.column_stack([self._plain_slopes(), self._cell_slopes()])

    def _plain_slopes(self) -> list[float]:
        w, u, _ = self.plain
        X, H = np.reshape(self.sequence, (1, -1, 1)), self.states().reshape(1, -1, 1)
        each = np.eye(X.shape[1])[:, None, :, None]  # looks at one state
        return [back_through_time(X, H, slopes, [[w]], [[u]])[3][0, 0, 0] for slopes in each]

    def _cell_slopes(self) -> list[float]:
        W, U, _ = self.gates.T
        dx, dh, dc, before, found = 1.0, 0.0, 0.0, 0.0, []
        for _, c, i, f, g, o in self.cells():
            di, df, dg, do = (W * dx + U * dh) * [i * (1 - i), f * (1 - f), 1 - g**2, o * (1 - o)]
            dc = df * before + f * dc + di * g + i * dg
            dh = do * np.tanh(c) + o * (1 - np.tanh(c) ** 2) * dc
            dx, before = 0.0, c
            found.append(dh)
        return found

    def text(self) -> str:
        """Return the sequence, and all numbers of both at the step shown, in words."""
        numbers = ", ".join(fixed(x, 2) for x in self.sequence)
        head = f"Sequence {numbers}; step {self.step} of {len(self.sequence)}."
        if self.step == 0:
            return f"{head} Nothing has been read yet: h = 0 and c = 0. {self._weights_in_words()}"
        return f"{head} {' '.join(self._worked())}"

    def _weights_in_words(self) -> str:
        parts = ("h", *GATES)
        return " ".join(
            f"{name} has w = {fixed(w, 1)}, u = {fixed(u, 1)}, b = {fixed(b, 1)}."
            for name, (w, u, b) in zip(parts, self._numbers())
        )

    def _worked(self) -> list[str]:
        t, x = self.step - 1, self.sequence[self.step - 1]
        before = Cell(*self.cells()[t - 1]) if t else Cell(*np.zeros(6))
        now, h = Cell(*self.cells()[t]), self.states()
        squashed = ("σ", "σ", "tanh", "σ")
        gates = [
            f"{name} = {squash}({_sum(numbers, x, before.h)}) = {fixed(getattr(now, name), 3)}."
            for name, squash, numbers in zip(GATES, squashed, self.gates)
        ]
        kept = f"{fixed(now.f, 3)} · {fixed(before.c, 3)} + {fixed(now.i, 3)} · {fixed(now.g, 3)}"
        plain, cell = map(_left, self.slopes()[t])
        return [
            f"Plain unit: h = tanh({_sum(self.plain, x, h[t])}) = {fixed(h[t + 1], 3)}.",
            f"LSTM cell: {' '.join(gates)}",
            f"c = f · c + i · g = {kept} = {fixed(now.c, 3)}.",
            f"h = o · tanh c = {fixed(now.o, 3)} · {fixed(np.tanh(now.c), 3)} = {fixed(now.h, 3)}.",
            f"Slope of h with respect to the first input: plain unit {plain}, LSTM cell {cell}.",
        ]

    def picture(self) -> "Figure":
        """Return the states of both and the gates, step by step, as a matplotlib Figure."""
        fig, (left, right) = figures.new(columns=2, height=3.6)
        cells, steps = self.cells()[: self.step], np.arange(self.step + 1)
        left.plot(steps, self.states()[: self.step + 1], "--", color=figures.REJECTED, label="plain unit h")
        left.plot(steps, np.append(0, cells[:, :1]), color=figures.ADMITTED, label="LSTM cell h")
        for name, style, column in (("i: let in", "-", 2), ("f: keep", "--", 3), ("o: show", ":", 5)):
            right.plot(steps[1:], cells[:, column], style, color=figures.LINE, label=name)
        for ax, low, place in ((left, -1.05, "lower right"), (right, -0.05, "center right")):
            ax.set(xlim=(0, len(self.sequence)), ylim=(low, 1.05), xlabel="step")
            ax.legend(loc=place)
        left.set_ylabel("state")
        right.set_ylabel("gate")
        return fig


def _flat(plain, gates) -> list[float]:
    return [float(number) for number in (*plain, *np.ravel(gates))]


def _sum(numbers, x: float, h: float) -> str:
    w, u, b = numbers
    return f"{fixed(w, 1)} · {fixed(x, 2)} {term(u, 1)} · {fixed(h, 3)} {term(b, 1)}"


def _left(slope: float) -> str:
    """Return a slope with four decimals, and honest words where they would make 0 of it."""
    return "almost 0" if 0 < abs(slope) < TINY else fixed(slope, 4)


def _controls(chosen: dict) -> dict:
    def slider(name: str) -> widgets.FloatSlider:
        letter, gate = name[0], name[1:]
        of = {"w": f"w{gate} · x", "u": f"u{gate} · h", "b": f"b{gate}"}[letter]
        control = base.slider(of, chosen[name], LIMITS[len(gate)])
        control.add_class("cx-of-part")
        control.add_class(f"cx-of-{gate or 'h'}")
        return control

    parts = widgets.ToggleButtons(options=PARTS, description="weights of", style=base.LABEL)
    return {"part_index": parts} | {name: slider(name) for name in TRAITS}
