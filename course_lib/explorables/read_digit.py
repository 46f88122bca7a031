"""A reader of handwriting: draw a digit, and see what the network gets, what it says, and what each unit adds."""

import functools
from typing import TYPE_CHECKING

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.data import load_digits
from course_lib.data.drawings import STROKES
from course_lib.digits import (
    PIXELS,
    PREPARATIONS,
    SIDE,
    SMALLEST,
    blank_or_bitmap,
    bounding_box,
    draw,
    features_of,
    load_reader,
    shift_digits,
)
from course_lib.evaluation import surest_mistakes
from course_lib.explorables import base
from course_lib.explorables.base import fixed, probability_in_words, reading
from course_lib.feedforward import forward
from course_lib.outputs import ACTIVATIONS
from course_lib.validation import (
    Rejected,
    argument,
    checked,
    describe,
    entries,
    layer_biases,
    layer_weights,
    one_of,
    optional,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SOURCES = ("drawing", "held-out digit")
HELD_OUT = 450
FARTHEST = 2  # pixels that a digit can be shifted by
MOST_UNITS = 64
DECIMALS = 4  # of a model's weights, as they travel to the browser
EXAMPLE = [np.array(stroke) * (10, 14) + (4, 6) for stroke in STROKES[2]]  # a small 2, out of the middle
DIGIT, SHIFT = base.whole(1, HELD_OUT), base.whole(-FARTHEST, FARTHEST)
PREPARATION = one_of(*PREPARATIONS)


def drawing_or_blank(value: object) -> np.ndarray:
    """Accept 32x32 cells of 0 and 1; nothing needs to be drawn."""
    cells = blank_or_bitmap(value)
    if cells.shape != (SIDE, SIDE):
        raise Rejected(f"must be a drawing of {SIDE}x{SIDE} cells, but {describe(cells)} came.")
    return cells


def reader_of_digits(value: object) -> tuple[str, list[np.ndarray], list[np.ndarray]]:
    """Accept a classifier that was trained on digits; it returns its activation, weights and biases."""
    names = ("coefs_", "intercepts_", "classes_", "activation")
    if not all(hasattr(value, name) for name in names):
        raise Rejected(f"must be an MLPClassifier that was fitted on digits, but {describe(value)} came.")
    weights = argument("ReadDigit", "model's coefs_", layer_weights, value.coefs_)
    biases = argument("ReadDigit", "model's intercepts_", layer_biases, value.intercepts_)
    if [len(b) for b in biases] != [W.shape[1] for W in weights]:
        raise Rejected("must have one bias for each unit.")
    if (entries(value.classes_) or []) != list(range(10)):
        raise Rejected("must tell the ten digits apart, with the labels 0 to 9.")
    sizes = [len(weights[0]), *(W.shape[1] for W in weights)]
    if len(sizes) != 3 or sizes[0] != PIXELS**2 or sizes[1] > MOST_UNITS:
        raise Rejected(
            f"must have 64 features, one hidden layer of at most {MOST_UNITS} units, and ten outputs, but "
            f"{'-'.join(map(str, sizes))} came."
        )
    activation = argument("ReadDigit", "model's activation", one_of(*ACTIVATIONS), value.activation)
    rounded = [[np.round(part, DECIMALS).astype(float) for part in parts] for parts in (weights, biases)]
    return activation, *rounded


class ReadDigitView(base.View):
    """Draws the frame to draw in, what the network gets and says, and its hidden units."""

    _esm = base.module("read_digit")
    _css = base.View._css + (base.SOURCES / "read_digit.css").read_text(encoding="utf-8")

    units = traitlets.Int().tag(sync=True)
    activation = traitlets.Unicode().tag(sync=True)
    parameters = traitlets.List().tag(sync=True)  # all weights, layer after layer, then all biases
    digits = traitlets.List().tag(sync=True)  # each a text of 64 letters, a for 0 to q for 16
    labels = traitlets.List().tag(sync=True)
    mistakes = traitlets.Int().tag(sync=True)
    example = traitlets.List().tag(sync=True)
    drawing = traitlets.List().tag(sync=True)  # a number of 32 bits for each row
    source_index = traitlets.Int().tag(sync=True)
    digit = traitlets.Int().tag(sync=True)
    preparation_index = traitlets.Int().tag(sync=True)
    right, down = (traitlets.Int().tag(sync=True) for _ in range(2))
    unit = traitlets.Int().tag(sync=True)


class ReadDigit(base.Explorable):
    """A network that reads handwritten digits, at work: a frame to draw in, and held-out digits, the mistakes first.

    Beside the drawing stands what the network gets of it, 8x8 shares of ink; then its ten probabilities, and for each
    hidden unit a picture of its weights and what it adds to the score of the digit that is said.

    Parameters
    ----------
    model : MLPClassifier, optional
        A network of your own, fitted on `load_digits`: 64 features, one hidden layer of at most 64 units, ten digits.
        By default that of `course_lib.digits.load_reader`. scikit-learn's does too.
    drawing : array_like, shape (32, 32), optional
        1 where there is ink, else 0. By default a small 2.
    digit : int, optional
        The number of the held-out digit to begin with, 1 to 450: those that the network gets wrong come first, the
        surest mistake as number 1. By default the drawing is shown.
    preparation : {"to size, thick", "to size", "as drawn"}
        What is done to a drawing before it is counted in blocks.
    right, down : int
        By how many pixels what the network gets is shifted, from -2 to 2.
    unit : int
        The hidden unit whose part is worked out first, from 1 on.
    """

    digit = reading("digit", lambda self: DIGIT)
    right = reading("right", lambda self: SHIFT)
    down = reading("down", lambda self: SHIFT)
    unit = reading("unit", lambda self: base.whole(1, self.view.units))

    @checked(
        model=optional(reader_of_digits),
        drawing=optional(drawing_or_blank),
        digit=optional(DIGIT),
        preparation=PREPARATION,
        right=SHIFT,
        down=SHIFT,
        unit=base.whole(1, MOST_UNITS),
    )
    def __init__(
        self,
        model: object = None,
        drawing: ArrayLike | None = None,
        digit: int | None = None,
        preparation: str = "to size, thick",
        right: int = 0,
        down: int = 0,
        unit: int = 1,
    ):
        self._network = ("relu", *load_reader()) if model is None else model
        activation, weights, biases = self._network
        units = len(biases[0])
        argument("ReadDigit", "unit", base.whole(1, units), unit)
        rows, mistakes = _in_order(self._network)
        X, y = _held_out()
        self._X, self._y = X[rows], y[rows]
        chosen = {"source_index": int(digit is not None), "digit": digit or 1, "right": right, "down": down}
        chosen |= {"preparation_index": PREPARATIONS.index(preparation), "unit": unit}
        view = ReadDigitView(
            units=units,
            activation=activation,
            parameters=[float(number) for part in (*weights, *biases) for number in part.ravel()],
            digits=["".join(chr(97 + round(16 * share)) for share in row) for row in self._X],
            labels=self._y.tolist(),
            mistakes=mistakes,
            example=_packed(draw(EXAMPLE)),
            drawing=_packed(draw(EXAMPLE) if drawing is None else drawing),
            **chosen,
        )
        super().__init__(view, _controls(chosen, units))

    @property
    def source(self) -> str:
        """What is shown: the drawing, or a held-out digit."""
        return SOURCES[self.view.source_index]

    @source.setter
    def source(self, name: str) -> None:
        self.put(source_index=SOURCES.index(argument("ReadDigit", "source", one_of(*SOURCES), name)))

    @property
    def preparation(self) -> str:
        """What is done to a drawing before it is counted in blocks."""
        return PREPARATIONS[self.view.preparation_index]

    @preparation.setter
    def preparation(self, name: str) -> None:
        self.put(preparation_index=PREPARATIONS.index(argument("ReadDigit", "preparation", PREPARATION, name)))

    @property
    def drawing(self) -> np.ndarray:
        """The drawing, 32x32 cells of 0 and 1."""
        return base.read_only(np.array([[int(bit) for bit in f"{row:0{SIDE}b}"] for row in self.view.drawing]))

    @drawing.setter
    def drawing(self, cells: ArrayLike) -> None:
        self.put(drawing=_packed(argument("ReadDigit", "drawing", drawing_or_blank, cells)))

    def features(self) -> np.ndarray | None:
        """Return what the network gets, shape (64,); None where nothing is drawn, or only a dot."""
        if self.source == "drawing" and self._missing():
            return None
        row = features_of(self.drawing, self.preparation) if self.source == "drawing" else self._X[self.digit - 1]
        return shift_digits(row[None], self.right, self.down)[0]

    def layers(self) -> list[np.ndarray]:
        """Return what the hidden units and the outputs say of what is shown, shapes (units,) and (10,)."""
        activation, weights, biases = self._network
        return [a[0] for a in forward(self.features()[None], weights, biases, activation, "softmax")[1:]]

    def text(self) -> str:
        """Return what the network gets, what it says, and what one hidden unit adds, in words."""
        if self.features() is None:
            return f"{self._what()} {self._missing()} The network gets nothing."
        counts = " ".join(f"{round(16 * share)}" for share in self.features())
        moved = f"shifted by {fixed(self.right, 0)} right and {fixed(self.down, 0)} down"
        gets = f"The network gets, {moved}, in sixteenths: {counts}."
        said, second = np.argsort(-self.layers()[1], kind="stable")[:2]
        surest, next_to_it = map(probability_in_words, self.layers()[1][[said, second]])
        verdict = f"It says {said} ({surest}), then {second} ({next_to_it})"
        if self.source == "held-out digit":
            verdict += f": {'right' if said == self._y[self.digit - 1] else 'wrong'}"
        return f"{self._what()} {gets} {verdict}. {self._unit_in_words(said)}"

    def _missing(self) -> str:
        cells = self.drawing
        if not cells.any():
            return "Nothing is drawn yet."
        top, bottom, left, right = bounding_box(cells)
        if max(bottom - top, right - left) < SMALLEST:
            return f"That is a dot: draw at least {SMALLEST} cells across or down."
        return ""

    def _what(self) -> str:
        if self.source == "drawing":
            return f"Drawing of {self.drawing.sum()} cells, prepared: {self.preparation}."
        truth = self._y[self.digit - 1]
        return f"Held-out digit {self.digit} of {HELD_OUT}, actually {'an' if truth == 8 else 'a'} {truth}."

    def _unit_in_words(self, said: int) -> str:
        _, weights, biases = self._network
        j = self.unit - 1
        z = round(float(self.features() @ weights[0][:, j] + biases[0][j]), 9)
        a = round(float(self.layers()[0][j]), 9)
        weight = float(weights[1][j, said])
        return (
            f"Hidden unit {self.unit}: score {fixed(z, 3)}, says {fixed(a, 3)}; times its weight {fixed(weight, 3)}, "
            f"it adds {fixed(round(a * weight, 9), 3)} to the score of {said}."
        )

    def picture(self) -> "Figure":
        """Return what the network gets and its ten probabilities as a matplotlib Figure."""
        fig, (left, right) = figures.new(columns=2, height=3.6)
        row = self.features()
        figures.digits(left, np.zeros((1, 64)) if row is None else row[None], ["what the network gets"], columns=1)
        p = np.zeros(10) if row is None else self.layers()[1]
        right.bar(range(10), p, color=figures.ADMITTED)
        right.set(xticks=range(10), ylim=(0, 1.02), xlabel="digit", ylabel="probability")
        return fig


@functools.cache
def _held_out() -> tuple[np.ndarray, np.ndarray]:
    from sklearn.model_selection import train_test_split  # here, since it takes a second to import

    X, y = load_digits()
    _, X_test, _, y_test = train_test_split(X, y, test_size=HELD_OUT, random_state=0)
    return X_test, y_test


def _in_order(network) -> tuple[np.ndarray, int]:
    """Return the rows of the held-out digits, the surest mistake first, and how many mistakes there are."""
    activation, weights, biases = network
    X, y = _held_out()
    mistakes = surest_mistakes(forward(X, weights, biases, activation, "softmax")[-1], y)
    return np.concatenate([mistakes, np.setdiff1d(np.arange(len(y)), mistakes)]), len(mistakes)


def _packed(cells: np.ndarray) -> list[int]:
    """Return a number of 32 bits for each row, the leftmost cell the highest."""
    return [int("".join(map(str, row)), 2) for row in np.asarray(cells, dtype=int).tolist()]


def _controls(chosen: dict, units: int) -> dict:
    def slider(trait: str, words: str, low: int, high: int) -> widgets.IntSlider:
        control = widgets.IntSlider(chosen[trait], low, high, description=words, style=base.LABEL)
        control.add_class(f"cx-of-{trait}")
        return control

    def toggle(trait: str, words: str, options: tuple) -> widgets.ToggleButtons:
        control = widgets.ToggleButtons(options=options, index=chosen[trait], description=words, style=base.LABEL)
        control.add_class(f"cx-of-{trait.removesuffix('_index')}")
        return control

    return {
        "source_index": toggle("source_index", "show", SOURCES),
        "preparation_index": toggle("preparation_index", "prepared", PREPARATIONS),
        "digit": slider("digit", "digit", 1, HELD_OUT),
        "right": slider("right", "shift right", -FARTHEST, FARTHEST),
        "down": slider("down", "shift down", -FARTHEST, FARTHEST),
        "unit": slider("unit", "hidden unit", 1, units),
    }
