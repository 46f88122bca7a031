"""The formulas in JavaScript against course_lib, lines in a window, and a line that is turned."""

import numpy as np
import pytest
from harness import call

from course_lib import logistic, losses, perceptron
from course_lib.activations import sigmoid, step

rng = np.random.default_rng(2)


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


def test_far_from_the_origin_a_line_that_the_sliders_do_not_have_is_none(modules):
    a = {"pivot": [500, 600], "pointer": [700, 400.5], "towards": [2, 1], "limits": {"w": 5, "b": 30}}
    assert call(modules, "drag", "m.turnedLine(a.pivot, a.pointer, a.towards, a.limits)", a) is None
