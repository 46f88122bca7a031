"""The formulas in JavaScript against course_lib, numbers as words, and lines in a window."""

import re

import numpy as np
import pytest

from course_lib import logistic, losses, perceptron
from course_lib.activations import sigmoid, step
from course_lib.explorables import base

rng = np.random.default_rng(2)


def call(page, module, expression, argument=None):
    """Return the value of an expression in JavaScript, where m is the module and a the argument."""
    script = f"async (a) => {{ const m = await import('/{module}.js'); return {expression}; }}"
    return page.evaluate(script, argument)


def random_lines(count):
    """Return lines, students and labels on which a score is never a tie: sums in another order may differ there."""
    for _ in range(count):
        w, b, X = rng.normal(size=2), rng.normal(), rng.uniform(0, 10, (30, 2))
        yield w, b, X, rng.integers(0, 2, 30)


def test_formulas_equal_course_lib(modules):
    for w, b, X, y in random_lines(20):
        eta = float(rng.choice([0.01, 0.1, 1.0, 3.0]))
        a = {"w": w.tolist(), "b": b, "X": X.tolist(), "y": y.tolist(), "eta": eta}
        scores = call(modules, "formulas", "a.X.map((x) => m.score(a.w, a.b, x))", a)
        np.testing.assert_allclose(scores, perceptron.score(w, b, X), rtol=1e-12, atol=1e-12)
        assert (
            call(modules, "formulas", "a.X.map((x) => m.predict(a.w, a.b, x))", a)
            == perceptron.predict(w, b, X).tolist()
        )
        assert call(modules, "formulas", "m.countMistakes(a.w, a.b, a.X, a.y)", a) == perceptron.count_mistakes(
            w, b, X, y
        )
        moved = call(modules, "formulas", "a.X.map((x, i) => m.perceptronTrick(a.w, a.b, x, a.y[i], a.eta))", a)
        for each, x_i, y_i in zip(moved, X, y, strict=True):
            new_w, new_b = perceptron.perceptron_trick(w, b, x_i, int(y_i), eta)
            assert (each["w"], each["b"]) == (new_w.tolist(), new_b)


def test_step_equals_course_lib(modules):
    z = [-np.pi, -1e-300, -0.0, 0.0, 1e-300, 2.0]
    assert call(modules, "formulas", "a.map(m.step)", z) == step(z).tolist()


HUGE = [-1e308, -1e4, -745.2, -36.8, -1e-300, -0.0, 0.0, 5e-324, 1e-9, 36.8, 710.0, 1e4, 1e308]


def test_sigmoid_and_log_loss_equal_course_lib_at_any_score(modules):
    z = np.array([*HUGE, *rng.normal(0, 30, 100)])
    close = {"rtol": 1e-14, "atol": 0}
    np.testing.assert_allclose(call(modules, "formulas", "a.map(m.sigmoid)", z.tolist()), sigmoid(z), **close)
    for label in (0, 1):
        a = {"z": z.tolist(), "label": label}
        ours = call(modules, "formulas", "a.z.map((z) => m.logLoss(a.label, z))", a)
        np.testing.assert_allclose(ours, [losses.log_loss_from_scores([label], [each]) for each in z], **close)
    a = {"z": z[-100:].tolist(), "y": rng.integers(0, 2, 100).tolist()}
    ours = call(modules, "formulas", "m.logLossFromScores(a.y, a.z)", a)
    assert ours == pytest.approx(losses.log_loss_from_scores(a["y"], a["z"]), rel=1e-13)


@pytest.mark.parametrize("scale", [1, 1e3, 1e150])
def test_gradient_equals_course_lib(modules, scale):
    for w, b, X, y in random_lines(10):
        X = X * scale
        a = {"w": w.tolist(), "b": b, "X": X.tolist(), "y": y.tolist()}
        probabilities = call(modules, "formulas", "a.X.map((x) => m.predictProba(a.w, a.b, x))", a)
        np.testing.assert_allclose(probabilities, logistic.predict_proba(w, b, X), rtol=1e-9, atol=0)
        found = call(modules, "formulas", "m.gradient(a.w, a.b, a.X, a.y)", a)
        for name, expected in zip("wb", logistic.gradient(w, b, X, y), strict=True):
            np.testing.assert_allclose(found[name], expected, rtol=1e-11, atol=1e-12 * scale)


def test_numbers_read_the_same_in_both_languages(modules):
    values = [
        1.2999999999999998,
        -0.04,
        -0.0,
        0.125,
        81.25,
        -81.25,
        2.5,
        -18.0,
        1e-17,
        0.05,
        1234.5678,
        *rng.normal(0, 9, 50),
    ]
    for digits in (0, 1, 2, 3):
        a = {"values": values, "digits": digits}
        assert call(modules, "numbers", "a.values.map((v) => m.fixed(v, a.digits))", a) == [
            base.fixed(value, digits) for value in values
        ]
        assert call(modules, "numbers", "a.values.map((v) => m.term(v, a.digits))", a) == [
            base.term(value, digits) for value in values
        ]
        assert call(modules, "numbers", "a.values.map((v) => m.comparison(v, a.digits))", a) == [
            base.comparison(value, digits) for value in values
        ]


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(1.2999999999999998, 1, "1.3"), (-0.04, 1, "0.0"), (-0.0, 2, "0.00"), (-18, 1, "−18.0"), (2, 0, "2")],
)
def test_numbers_are_fit_to_read(value, digits, words):
    assert base.fixed(value, digits) == words


def test_a_tiny_negative_score_is_said_in_words():
    assert base.comparison(-7.1e-15, 2) == "a hair below 0"
    assert base.comparison(0.0, 2) == "0.00 ≥ 0"


WINDOW = {"x": [-0.5, 10.5], "y": [-0.5, 10.5]}


@pytest.mark.parametrize("w", [(2, 1), (1, 0), (-1, 0), (0, 1), (0, -3), (1, -1), (0.1, 5), (-5, 0.1)])
@pytest.mark.parametrize("through", [(5, 5), (0, 10), (9.5, 0.2)])
def test_line_ends_lie_on_the_line_and_on_the_frame(modules, w, through):
    b = -float(np.dot(w, through))
    ends = call(modules, "line", "m.lineEnds(a.w, a.b, a.window)", {"w": w, "b": b, "window": WINDOW})
    for end in ends:
        assert abs(np.dot(w, end) + b) < 1e-9
        assert max(abs(value - 5) for value in end) == pytest.approx(5.5)
    assert ends == sorted(ends)


@pytest.mark.parametrize("noise", [-1e-15, 0, 1e-15])
@pytest.mark.parametrize("w", [(1, 1), (-1, -1), (0.3, -0.2), (1, 0), (-1, 0)])
def test_a_line_through_a_corner_has_two_ends_or_none(modules, w, noise):
    for corner in ((-0.5, -0.5), (10.5, -0.5), (10.5, 10.5), (-0.5, 10.5)):
        a = {"w": w, "b": -float(np.dot(w, corner)) + noise, "window": WINDOW}
        ends = call(modules, "line", "m.lineEnds(a.w, a.b, a.window)", a)
        assert ends is None or np.linalg.norm(np.subtract(*ends)) > 1e-3


@pytest.mark.parametrize(("w", "b"), [((1, 1), 100), ((1, 1), -100), ((0, 0), 3), ((0, 0), 0), ((0, 0), -3)])
def test_no_line_where_it_misses_the_window(modules, w, b):
    a = {"w": w, "b": b, "window": WINDOW}
    assert call(modules, "line", "m.lineEnds(a.w, a.b, a.window)", a) is None
    assert len(call(modules, "line", "m.positiveSide(a.w, a.b, a.window)", a)) == (4 if b >= 0 else 0)


def test_half_planes_hold_the_students_they_should(modules):
    from matplotlib.path import Path

    for w, b, X, _ in random_lines(20):
        b -= float(w @ [5, 5])
        a = {"w": w.tolist(), "b": b, "window": WINDOW}
        polygon = call(modules, "line", "m.positiveSide(a.w, a.b, a.window)", a)
        inside = Path(polygon).contains_points(X) if len(polygon) > 2 else np.zeros(len(X), bool)
        clear = np.abs(perceptron.score(w, b, X)) > 1e-6
        assert (inside == (perceptron.predict(w, b, X) == 1))[clear].all()


def test_a_turned_line_passes_by_pivot_and_hand_and_keeps_the_admitted_side(modules):
    limits = {"w": 5, "b": 30}
    for _ in range(50):
        pivot, pointer = rng.uniform(0, 10, (2, 2))
        towards = rng.uniform(-3, 3, 2)
        a = {"pivot": pivot.tolist(), "pointer": pointer.tolist(), "towards": towards.tolist(), "limits": limits}
        line = call(modules, "drag", "m.turnedLine(a.pivot, a.pointer, a.towards, a.limits)", a)
        w = np.array([line["w1"], line["w2"]])
        for value, limit in ((line["w1"], 5), (line["w2"], 5), (line["b"], 30)):
            assert abs(value) <= limit
            assert round(10 * value) / 10 == value
        grid = 0.05 * (np.abs(pivot).sum() + 1) / np.linalg.norm(w)
        assert abs(w @ pivot + line["b"]) / np.linalg.norm(w) <= grid
        normal = np.array([pivot[1] - pointer[1], pointer[0] - pivot[0]])
        normal *= np.sign(normal @ towards) / np.linalg.norm(normal)
        assert w @ normal / np.linalg.norm(w) > 0.99


def explorables():
    """Return the names of the modules that are explorables: those with a default export."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in base.SOURCES.glob("*.js")}
    return sorted(name for name, source in sources.items() if "export default" in source)


def test_the_explorables_are_found():
    assert {"admission_line", "logic_gate", "perceptron_trick"} <= set(explorables())


# As anywidget loads it: a text alone. A name defined twice does not parse, a relative import leads nowhere.
@pytest.mark.parametrize("name", explorables())
def test_each_module_is_one_text_that_stands_alone(modules, name):
    text = base.module(name)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert text.count("export default") == 1
    script = """async (text) => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        return typeof (await import(address)).default.render;
    }"""
    assert modules.evaluate(script, text) == "function"


def test_a_module_holds_only_what_it_imports():
    logic_gate, trick = base.module("logic_gate"), base.module("perceptron_trick")
    assert "class Plane" in logic_gate
    assert "class Chart" not in logic_gate
    assert "class Chart" in trick
    assert "draggableLine" not in trick
    assert trick.count("class Plane ") == 1
    assert not re.search(r"^ *//", trick, re.MULTILINE)


NAMES = re.compile(r"^export (?:const|class|function) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r"^import \{([^}]*)\}", re.MULTILINE)
CALLED = re.compile(r"(?<![.\w])(\w+)\(")


@pytest.mark.parametrize("path", sorted(base.SOURCES.glob("*.js")), ids=lambda path: path.stem)
def test_every_shared_function_that_a_module_calls_is_imported_there(path):
    """In the one text it would be found anyway, as long as some other module imports it."""
    texts = {each.stem: each.read_text(encoding="utf-8") for each in base.SOURCES.glob("*.js")}
    shared = {name for text in texts.values() if "export default" not in text for name in NAMES.findall(text)}
    source = base.COMMENT.sub("", texts[path.stem])
    imported = {name.strip() for names in IMPORTED.findall(source) for name in names.split(",")} - {""}
    called = set(CALLED.findall(source)) & shared
    own = {name for name in called if re.search(rf"\b(const|class|function) {name}\b", source)}
    assert called - imported - own == set()
    assert {name for name in imported if len(re.findall(rf"\b{name}\b", source)) == 1} == set()


def luminance(colour):
    """Return the relative luminance of a colour such as #0072b2 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# axe cannot judge words drawn in an SVG, nor markers.
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_marks_stand_out_in_both_themes(theme):
    css = (base.SOURCES / "shared.css").read_text(encoding="utf-8")
    colours = {
        name: re.findall("#[0-9a-f]{6}", value)[theme if "light-dark" in value else 0]
        for name, value in re.findall(r"--cx-(\w[\w-]*): (.*#.*);", css)
    }

    def contrast(one, other):
        bright, dim = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (bright + 0.05) / (dim + 0.05)

    grounds = ("paper", "one-field", "zero-field", "button")
    words = [("ink", each) for each in grounds] + [
        ("soft", "paper"),
        ("one-ink", "one-field"),
        ("zero-ink", "zero-field"),
    ]
    words += [("one-ink", "paper"), ("zero-ink", "paper"), ("paper", "accent")]
    for pair in words:
        assert contrast(*pair) >= 4.5, pair
    marks = [
        (mark, ground)
        for mark in ("one-edge", "zero", "ink", "accent")
        for ground in ("paper", "one-field", "zero-field")
    ]
    for pair in [*marks, ("accent", "paper")]:
        assert contrast(*pair) >= 3, pair
