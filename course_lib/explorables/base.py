"""What every explorable shares: controls joined to a view that draws in the browser, words, and a picture."""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_lib import figures
from course_lib.data import load_admissions
from course_lib.perceptron import score
from course_lib.validation import (
    MOST_LETTERS,
    Rejected,
    argument,
    describe,
    entries,
    is_whole,
    labels,
    number,
    shorten,
    table,
    text,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SOURCES = files(__package__)
FIELDS = (SOURCES / "fields.css").read_text(encoding="utf-8")  # for views with numbers that are typed
LARGEST = 1e9  # of what a learner sees in numbers; more digits have no room


def module(name: str) -> str:
    """Return the ES module of an explorable as one text, as anywidget loads it; `authoring.bundle` has made it.

    Parameters
    ----------
    name : str
        Name of the module without its ending, such as ``"admission_line"``.
    """
    return (SOURCES / "bundles" / f"{name}.js").read_text(encoding="utf-8")


def fixed(value: float, digits: int) -> str:
    """Return a number as the browser shows it: a proper minus sign, none before zero, halves away from zero."""
    if abs(value) >= 1e21:  # which a browser writes with a power
        text = repr(abs(float(value))).replace("inf", "Infinity")
    else:
        text = str(abs(Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)))
    return f"−{text}" if value < 0 and float(text) != 0 else text


def term(value: float, digits: int) -> str:
    """Return the next term of a sum: ``"+ 1.0"`` or ``"− 18.0"``."""
    text = fixed(value, digits)
    return f"− {text[1:]}" if text.startswith("−") else f"+ {text}"


def score_without_noise(w: ArrayLike, b: float, X: ArrayLike) -> np.ndarray:
    """Return the score by a line that sliders set, and 0 for who is on it: there the sum of tenths leaves a noise."""
    z, size = score(w, b, X), score(np.abs(w), abs(b), np.abs(X))
    return np.where(np.abs(z) <= 1e-12 * size, 0.0, z)


def probability_in_words(p: float) -> str:
    """Return a probability with three digits, or honest words where these would say 0 or 1."""
    words = fixed(p, 3)
    return {"1.000": "above 0.999", "0.000": "below 0.001"}.get(words, words)


def equals(p: float) -> str:
    """Return ``"= 0.731"``, and ``"> 0.999"`` or ``"< 0.001"`` where three digits would say 1 or 0."""
    words = probability_in_words(p)
    return words.replace("above", ">").replace("below", "<") if " " in words else f"= {words}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent, with one digit: ``"93.0 %"``."""
    return f"{fixed(100 * part / whole, 1)} %"


def equation(w: np.ndarray, b: float, digits: int = 1) -> str:
    """Return the line as an equation, ``"2.0·x₁ + 1.0·x₂ − 18.0 = 0"``, or that there is none."""
    if not np.any(w):
        return "no line: every weight is 0"
    terms = [f"{(term if i else fixed)(weight, digits)}·x{'₁₂'[i]}" for i, weight in enumerate(w)]
    return f"{' '.join(terms)} {term(b, digits)} = 0"


def worked_score(w: np.ndarray, b: float, x: np.ndarray, line: int, digits: int) -> str:
    """Return the score of one student as a sum, ``"2.0 · 7.0 + 1.0 · 6.0 − 18.0"``: digits of the line, and of x."""
    terms = [f"{(term if i else fixed)(weight, line)} · {fixed(x[i], digits)}" for i, weight in enumerate(w)]
    return f"{' '.join(terms)} {term(b, line)}"


def comparison(z: float, digits: int) -> str:
    """Return ``"2.00 ≥ 0"``, or honest words where a negative score is too small to show."""
    if z >= 0:
        return f"{fixed(z, digits)} ≥ 0"
    return "a hair below 0" if float(f"{z:.{digits}f}") == 0 else f"{fixed(z, digits)} < 0"


def decimals(values: ArrayLike) -> int:
    """Return how many decimals, at most three, these numbers need."""
    return next((n for n in (0, 1, 2) if np.allclose(values, np.round(values, n), rtol=0, atol=1e-9)), 3)


def within(low: float, high: float) -> Callable[[object], float]:
    """Return a kind, as in `course_lib.validation`: a number from low to high."""

    def kind(value: object) -> float:
        if not low <= number(value) <= high:
            raise Rejected(f"must be from {low:g} to {high:g}, but {describe(value)} came.")
        return number(value)

    return kind


def whole(low: int, high: int) -> Callable[[object], int]:
    """Return a kind: a whole number from low to high, such as the row of a student."""

    def kind(value: object) -> int:
        if is_whole(value) and low <= value <= high:
            return int(value)
        raise Rejected(f"must be a whole number from {low} to {high}, but {describe(value)} came.")

    return kind


def two_names(value: object) -> list[str]:
    """Accept two texts: what the features are called."""
    names = entries(value) or []
    if len(names) == 2 and all(isinstance(name, str) for name in names):
        return list(map(text, names))
    raise Rejected(f'must be two names, such as ("test", "grades"), but {describe(value)} came.')


def axis_names(names: Sequence[str]) -> list[str]:
    """Return what two features are called at their axes: each with its letter, unless that is all its name."""
    symbols = ("x₁", "x₂")
    room = MOST_LETTERS - len(" x₁")
    return [
        name if name == symbol else f"{shorten(name, room)} {symbol}"
        for name, symbol in zip(names, symbols, strict=True)
    ]


def read_only(array: np.ndarray) -> np.ndarray:
    """Return an array so that whoever writes into it is told: it is a copy, and the explorable would not change."""
    array.flags.writeable = False
    return array


def features(value: object) -> np.ndarray:
    """Accept a row for each student, of numbers that can be shown, as float64."""
    X = np.array(table(value), dtype=np.float64)  # a copy: what a learner changes later is not what the view shows
    largest = np.max(np.abs(X))
    if largest <= LARGEST:
        return X
    raise Rejected(f"holds numbers too large to show: {largest:g} came, {LARGEST:g} is the limit.")


class View(anywidget.AnyWidget):
    """The part of an explorable that draws; what it needs lies in its traits, as JSON or bytes.

    A subclass names its ES module: ``_esm = module("admission_line")``. A style sheet of its own names the explorable
    in each rule, ``.cx-is-admission-line``: a page loads the sheets of all that it shows, in any order.
    """

    _css = (SOURCES / "shared.css").read_text(encoding="utf-8")


class PlaneView(View):
    """A view with a plane: what its axes are called and how they are numbered. `plane` fills these traits."""

    names = traitlets.List().tag(sync=True)
    digits = traitlets.Int().tag(sync=True)
    window = traitlets.Dict().tag(sync=True)
    ticks = traitlets.Dict().tag(sync=True)


class StudentsView(PlaneView):
    """A view that shows students in a plane. `students` fills these traits."""

    points = traitlets.List().tag(sync=True)
    labels = traitlets.List().tag(sync=True)


def plane(X: np.ndarray, feature_names: Sequence[str]) -> dict:
    """Return the traits of a `PlaneView` in which the rows of X, shape (n, 2), have room."""
    window, ticks = axes(X)
    digits = max(decimals(X), *(_decimals_of_tiny(column) for column in X.T))
    return {"names": list(feature_names), "digits": digits, "window": window, "ticks": ticks}


def _decimals_of_tiny(values: np.ndarray) -> int:
    """Return how many decimals, at most six, two digits of the largest number need where three decimals show none."""
    largest = np.max(np.abs(values))
    return min(6, int(np.ceil(-np.log10(largest))) + 1) if 0 < largest < 0.005 else 0


def students(X: np.ndarray, y: np.ndarray, feature_names: Sequence[str]) -> dict:
    """Return the traits of a `StudentsView` of X, shape (n, 2), with the labels y, shape (n,)."""
    return plane(X, feature_names) | {"points": X.tolist(), "labels": y.tolist()}


def checked_students(
    explorable: str, X: ArrayLike | None = None, y: ArrayLike | None = None, feature_names: Sequence[str] | None = None
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the arguments X, y and feature_names, checked; those of `load_admissions` where none came.

    Parameters
    ----------
    explorable : str
        Name of the explorable, for the errors.
    X : array of shape (n, 2), optional
        Two features of n students.
    y : array of shape (n,), optional
        1 for admitted, 0 for rejected.
    feature_names : sequence of two str, optional
        What the features of X are called; "x₁" and "x₂" by default.
    """
    if X is None:
        for name, value in {"y": y, "feature_names": feature_names}.items():
            if value is not None:
                raise ValueError(f"{explorable}: {name} came without X, so it belongs to no students. Hand over X too.")
        X, y, feature_names = load_admissions()
    X = argument(explorable, "X", features, X)
    if X.shape[1] != 2:
        raise ValueError(f"{explorable}: X must have two columns, shape (n, 2), but {X.shape} came.")
    y = argument(explorable, "y", labels, y)
    if len(X) != len(y):
        raise ValueError(f"{explorable}: X must have shape (n, 2) and y (n,), but {X.shape} and {y.shape} came.")
    names = ("x₁", "x₂") if feature_names is None else feature_names
    return X, y, argument(explorable, "feature_names", two_names, names)


class Explorable(widgets.VBox):
    """Controls of ipywidgets, joined in the browser to the view that draws: no frame waits for the kernel.

    Parameters
    ----------
    view : View
        What draws.
    controls : dict
        Control by trait of the view: ``{"w1": FloatSlider(…)}``. A control that chooses among options (a toggle button,
        a selection slider) is joined by its ``index``.
    """

    def __init__(self, view: View, controls: dict[str, widgets.Widget]):
        self.view = view
        self.controls = controls
        for trait, control in controls.items():
            widgets.jslink((control, _joined(control)), (view, trait))
            if isinstance(control, widgets.SelectionSlider):
                control.add_class("cx-of-options")
        box = widgets.VBox(list(controls.values()))
        box.add_class("cx-controls")
        super().__init__([box, view])
        self.add_class("cx-explorable")
        self.add_class("cx-is-" + re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower())

    def put(self, **values) -> None:
        """Set traits of the view, checked ones, and the controls that are joined to them.

        A page without a kernel asks the controls first, and the view follows them.
        """
        with self.view.hold_sync():
            for trait, value in values.items():
                setattr(self.view, trait, value)
        for trait in values.keys() & self.controls.keys():
            control = self.controls[trait]
            setattr(control, _joined(control), values[trait])

    def text(self) -> str:
        """Return what the picture shows, in words."""
        raise NotImplementedError

    def picture(self) -> "Figure":
        """Return what the picture shows as a matplotlib Figure, for where no widget can run."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs) -> dict:
        # Where no widget can run, JupyterLab shows the HTML. A picture of any other kind it shows without its words.
        return super()._repr_mimebundle_(**kwargs) | figures.bundle(self.picture(), self.text())


def _joined(control: widgets.Widget) -> str:
    return "index" if control.has_trait("index") else "value"


def on_slider(low: float, high: float, parts: int = 10) -> Callable[[object], float]:
    """Return a kind: a number from low to high as a slider shows it, in so many parts of 1, halves upwards.

    Between them the browser would draw another value than the one that Python reckons with.
    """
    kind = within(low, high)
    return lambda value: float(np.floor(parts * kind(value) + 0.5) / parts)


def slider(description: str, value: float, limit: float) -> widgets.FloatSlider:
    """Return a slider for a weight or a bias, from -limit to limit in steps of 0.1."""
    return widgets.FloatSlider(
        value=value, min=-limit, max=limit, step=0.1, readout_format=".1f", description=description, style=LABEL
    )


LABEL = {"description_width": "6.5em"}


def reading(trait: str, kind: Callable) -> property:
    """Return a property that reads and sets a trait of the view, free of the noise that a slider's steps leave.

    Parameters
    ----------
    trait : str
        Name of the trait.
    kind : callable
        Takes the explorable, and returns the kind that a value must be to be set.
    """

    def read(self: Explorable) -> float:
        return round(getattr(self.view, trait), 9)

    def write(self: Explorable, value: object) -> None:
        self.put(**{trait: argument(type(self).__name__, trait, kind(self), value)})

    return property(read, write, doc=f"The value of {trait} that the learner has set.")


def axes(X: ArrayLike) -> tuple[dict, dict]:
    """Return the window that a picture of X shows and the ticks on its axes, as the view wants them.

    Features within 0 to 10, as test and grades are, get the window from 0 to 10; others one around their own values.
    """
    window, ticks = {}, {}
    marks = np.min(X) >= 0 and 2 <= np.max(X) <= 10
    for name, values in zip("xy", np.asarray(X).T, strict=True):
        low, high = (0.0, 10.0) if marks else (values.min(), values.max())
        span = high - low if high - low > 1e-9 * max(abs(low), abs(high), 1.0) else 1.0
        step = nice_step(span)
        margin = 0.06 * span
        window[name] = [float(low - margin), float(high + margin)]
        ticks[name] = (step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)).tolist()
    return window, ticks


def nice_step(span: float) -> float:
    """Return a round distance between ticks, 1, 2 or 5 times a power of ten, that puts at most six into a span."""
    magnitude = 10.0 ** np.floor(np.log10(span or 1.0) - 0.5)
    return float(next(each * magnitude for each in (1, 2, 5, 10, 20) if span / (each * magnitude) <= 5))
