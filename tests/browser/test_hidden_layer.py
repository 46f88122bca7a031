"""The hidden layer: what stands on the screen is what course_lib computes, and the square holds the same students."""

import re

import harness
import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.data import load_messy_admissions, logic_gate
from course_lib.explorables import HiddenLayer
from course_lib.explorables.base import equals, equation, fixed, percent
from course_lib.explorables.hidden_layer import PRESETS
from course_lib.feedforward import forward
from course_lib.hidden_layer import combine, multiply_out, opinions

SLIDERS = {f"w{j}{i}": f"line {j}: w{'₁₂'[i - 1]}" for j in (1, 2, 3) for i in (1, 2)}
SLIDERS |= {f"b{j}": f"line {j}: b" for j in (1, 2, 3)}
SLIDERS |= {f"v{j}": f"v{'₁₂₃'[j - 1]} (output)" for j in (1, 2, 3)}
SLIDERS |= {"c": "c (output)", "corner": "corner", "student": "student"}
MARGIN = 46, 10


def pressed(root, group):
    """Return which of the buttons of a group is pressed."""
    states = group.get_by_role("button").evaluate_all("all => all.map((each) => each.ariaPressed)")
    return states.index("true")


def as_set(root):
    """Return an explorable that is set as the page is."""
    explorable = HiddenLayer()
    groups = root.locator(".cx-controls .widget-toggle-buttons")
    explorable.preset = list(PRESETS)[pressed(root, root.get_by_role("group", name="start with"))]
    explorable.view.line_index = pressed(root, groups.nth(0))
    explorable.activation = ("sigmoid", "none")[pressed(root, groups.nth(1))]
    values = harness.slider_values(root)
    for name, words in SLIDERS.items():
        whole = name in ("corner", "student")
        setattr(explorable, name, int(values[words]) if whole else round(values[words], 1))
    return explorable


def numbers_of(explorable):
    """Return X and y, what the units say, shape (n, k), and the score of the output, shape (n,)."""
    X, y, _ = logic_gate("XOR") if explorable.preset == "XOR" else load_messy_admissions()
    W, b, v, c = explorable.network()
    if explorable.activation == "none":
        says, (w, bias) = X @ W + b, multiply_out(W, b, v[:, None], [c])
        return X, y, says, (X @ w + bias)[:, 0]
    says = opinions(X, W, b)
    p = combine(says, v, c)
    z = says @ v + c
    assert p == pytest.approx(sigmoid(z), abs=1e-12)
    return X, y, says, z


def places(plane):
    """Return where the students of a plane stand, in the numbers of its axes."""
    found = plane.evaluate(
        """(svg) => {
            const frame = svg.querySelector(".cx-frame");
            const at = ["x", "y", "width", "height"].map((name) => Number(frame.getAttribute(name)));
            const marks = [...svg.querySelectorAll(".cx-student")].map((student) => {
                const mark = student.querySelector(".cx-mark").lastChild;
                const [{ x, y, width, height }, { e, f }] = [mark.getBBox(), mark.getCTM()];
                return [Number(student.dataset.row), e + x + width / 2, f + y + height / 2];
            });
            return [at, marks.sort((p, q) => p[0] - q[0]).map(([, x, y]) => [x, y])];
        }"""
    )
    (left, top, width, height), marks = found
    return (np.array(marks) - [left, top + height]) / [width, -height]


def agree(root, explorable):
    """Assert that all that the page shows is what course_lib computes from the sliders' values."""
    X, y, says, z = numbers_of(explorable)
    row, n, k = explorable.row, len(y), says.shape[1]
    W, b, v, c = explorable.network()
    unsure = np.abs(z) < 1e-8
    wrong = (z >= 0) != y
    shown = root.locator(".cx-figure .cx-student.cx-wrong").evaluate_all("all => all.map((e) => Number(e.dataset.row))")
    assert {*shown} - {*np.flatnonzero(unsure)} == {*np.flatnonzero(wrong & ~unsure)}
    assert root.locator(".cx-panel .cx-student.cx-wrong").count() == len(shown)
    assert root.get_by_text(f"{n - len(shown)} of {n} right: {percent(n - len(shown), n)}").count() == 1
    rows = root.locator(".cx-way tbody tr:visible").evaluate_all("all => all.map((tr) => tr.innerText.split('\\t'))")
    assert [len(rows), rows[-2][3], rows[-1][3]] == [k + 2, fixed(c, 1), fixed(z[row], 3)]
    for j, (unit, score, said, counts) in enumerate(rows[:k]):
        assert [unit, score, said] == [str(j + 1), fixed(X[row] @ W[:, j] + b[j], 2), fixed(says[row, j], 3)]
        assert counts == f"{fixed(v[j], 1)} · {fixed(says[row, j], 3)} ≈ {fixed(v[j] * says[row, j], 3)}"
    verdict = root.locator(".cx-verdict").inner_text()
    assert verdict.startswith(f"ŷ = σ({fixed(z[row], 3)}) {equals(sigmoid(z[row]))}, so ")
    assert verdict.endswith("✗ wrong" if row in shown else "✓ right")
    if k == 3 and explorable.activation == "sigmoid":
        assert f"a₃ = {fixed(says[row, 2], 3)}," in root.locator(".cx-panel .cx-hint").inner_text()
    square = root.locator(".cx-panel .cx-plane")
    a = says[:, :2]
    low, high = (np.full(2, 0.0), np.full(2, 1.0)) if explorable.activation == "sigmoid" else (a.min(0), a.max(0))
    span = np.where(high - low > 1e-9, high - low, 1)
    window = low - 0.06 * span, np.where(high - low > 1e-9, high, low) + 0.06 * span
    assert places(square) == pytest.approx((a - window[0]) / (window[1] - window[0]), abs=1e-3)
    assert root.locator(".cx-selected").evaluate_all("all => all.map((e) => Number(e.dataset.row))") == [row, row]


def settled(page):
    harness.settled(agree, page, as_set(page))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("activation", ["sigmoid", "none"])
def test_numbers_and_words_are_those_of_course_lib(show, preset, activation):
    page = show(HiddenLayer(preset, activation))
    settled(page)
    assert page.locator(".cx-words").inner_text() == HiddenLayer(preset, activation).text()


def test_sliders_of_every_line_by_keyboard(show):
    page = show(HiddenLayer("triangle"))
    lines = page.locator(".cx-which-line").get_by_role("button")
    for j in range(3):
        lines.nth(j).press("Enter")
        seen = page.locator(".cx-controls [role=slider]:visible").evaluate_all("all => all.map((e) => e.ariaLabel)")
        assert [name for name in seen if name.startswith("line")] == [f"line {j + 1}: {x}" for x in ("w₁", "w₂", "b")]
        for name in seen:
            handle = page.get_by_role("slider", name=name, exact=True)
            for key in ("PageUp", "ArrowLeft"):
                handle.press(key)
            agree(page, as_set(page))
    settled(page)


def test_a_preset_brings_its_lines_and_resets_them(show):
    page = show(HiddenLayer())
    for preset in ("triangle", "XOR", "messy region"):
        harness.button(page, preset).press("Enter")
        found = as_set(page)
        wanted = HiddenLayer(preset)
        assert found.preset == preset
        assert found.text() == wanted.text()
        page.get_by_role("slider", name="c (output)").press("PageUp")
        assert as_set(page).c != wanted.c
        harness.button(page, preset).press("Enter")
        assert as_set(page).text() == wanted.text()
        settled(page)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_a_line_is_dragged_and_its_sliders_come(show, hand):
    page = show(HiddenLayer("triangle"), has_touch=hand == "touch")
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    before = as_set(page)
    knob = harness.middle(page.locator(".cx-figure .cx-knob").nth(4))  # the left end of line 3
    drag(page, knob, (knob[0], knob[1] - 60))
    after = as_set(page)
    assert after.view.line_index == 2
    assert (after.w31, after.w32, after.b3) != (before.w31, before.w32, before.b3)
    assert [after.w11, after.w22, after.b2] == [before.w11, before.w22, before.b2]
    settled(page)


def test_a_line_is_moved_without_turning(show):
    page = show(HiddenLayer())
    grip = page.locator(".cx-figure .cx-grip").nth(0)
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 0.125 * box["height"]
    harness.drag(page, (x, y), (x + 40, y))
    after = as_set(page)
    assert (after.w11, after.w12) == (2.0, 0.0)
    assert after.b1 < -6
    settled(page)


def test_a_student_is_chosen_in_either_plane(show):
    page = show(HiddenLayer("XOR"))
    page.mouse.click(*harness.middle(page.locator(".cx-figure .cx-student[data-row='2'] .cx-mark")))
    assert as_set(page).corner == 2
    page.mouse.click(*harness.middle(page.locator(".cx-panel .cx-student[data-row='3'] .cx-mark")))
    assert as_set(page).corner == 3
    settled(page)


def test_a_click_on_a_student_who_is_about_to_go_chooses_no_corner_that_is_not_there(show):
    page = show(HiddenLayer())
    place = harness.middle(page.locator(".cx-panel .cx-student").nth(100))
    page.evaluate(harness.HOLD_BACK)  # what is in the panel is still there
    page.get_by_role("button", name="XOR", exact=True).press("Enter")
    page.mouse.click(*place)
    page.evaluate(harness.FINISHED)
    page.evaluate(harness.HOLD_BACK_NO_MORE)
    assert harness.slider_values(page)["corner"] <= 3
    assert page.locator(".cx-way caption").inner_text().startswith("Corner ")


def test_a_line_in_the_hand_may_vanish_with_its_unit(show):
    page = show(HiddenLayer("triangle"))
    x, y = harness.middle(page.locator(".cx-figure .cx-knob").nth(4))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 5)
    page.get_by_role("button", name="messy region", exact=True).press("Enter")
    page.mouse.move(x + 20, y + 20)  # if the page logs an error now, the test fails
    page.mouse.up()
    assert page.locator(".cx-dragging").count() == 0


def test_the_field_is_that_of_the_network(modules):
    rng = np.random.default_rng(7)
    for k in (2, 3):
        lines = [{"w": rng.uniform(-10, 10, 2).tolist(), "b": rng.uniform(-30, 30)} for _ in range(k)]
        v, c = rng.uniform(-20, 20, k), rng.uniform(-50, 50)
        X = rng.uniform(0, 10, (60, 2))
        found = harness.evaluate(
            modules,
            """async ({ lines, v, c, flat, labels }) => {
                const { judged, multipliedOut, networks } = await import("/hidden_layer.js");
                return [0, 1].map((activation) => {
                    const students = { flat: Float64Array.from(flat), labels, lines };
                    const it = judged(networks()({ lines, v, c, activation }), students);
                    return { says: [...it.says], z: [...it.z], one: multipliedOut({ lines, v, c }) };
                });
            }""",
            {"lines": lines, "v": v.tolist(), "c": c, "flat": X.ravel().tolist(), "labels": [0] * 60},
        )
        weights = [np.transpose([line["w"] for line in lines]), v[:, None]]
        biases = [np.array([line["b"] for line in lines]), np.array([c])]
        for it, activation in zip(found, ("logistic", "identity"), strict=True):
            _, says, z = forward(X, weights, biases, activation, "identity")
            assert np.reshape(it["says"], (60, k)) == pytest.approx(says, abs=1e-9)
            assert it["z"] == pytest.approx(z[:, 0], abs=1e-8)
            w, b = multiply_out(weights[0], biases[0], weights[1], biases[1])
            assert [*it["one"]["w"], it["one"]["b"]] == pytest.approx([*w[:, 0], b[0]], abs=1e-8)


def contour(page):
    """Return the ends of the segments of the contour at 0.5, in the numbers of the axes."""
    d = page.locator(".cx-figure .cx-contour.cx-middle").last.get_attribute("d")
    found = np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", d), dtype=float)
    frame = page.locator(".cx-figure .cx-plane .cx-frame")
    left, top, side = (float(frame.get_attribute(name)) for name in ("x", "y", "width"))
    return -0.6 + 11.2 * (found - [left, top + side]) / [side, -side]


def test_the_contour_is_bent_with_the_activation_and_straight_without(show):
    page = show(HiddenLayer())
    bent = contour(page)
    explorable = as_set(page)
    W, b, v, c = explorable.network()
    assert combine(opinions(bent, W, b), v, c) == pytest.approx(0.5, abs=0.1)
    assert np.linalg.svd(bent - bent.mean(axis=0))[1][1] > 1
    harness.button(page, "none").press("Enter")
    slider = page.get_by_role("slider", name="c (output)")
    slider.press("Home")
    page.get_by_role("slider", name="line 1: w₁").press("PageUp")
    straight = contour(page)
    explorable = as_set(page)
    assert explorable.c == -50
    w, bias = multiply_out(*explorable.network()[:2], explorable.network()[2][:, None], [explorable.c])
    distance = (straight @ w[:, 0] + bias[0]) / np.linalg.norm(w)
    assert np.abs(distance).max() < 0.03
    assert equation(w[:, 0], bias[0], 2) in page.locator(".cx-panel .cx-hint").inner_text()
    settled(page)


def test_no_weight_is_left(show):
    page = show(HiddenLayer("XOR", "none"))
    assert "no weight is left" in page.locator(".cx-panel .cx-hint").inner_text()
    assert not page.locator(".cx-contour.cx-middle").last.get_attribute("d")
    settled(page)


def test_the_kernel_sets_a_preset():
    explorable = HiddenLayer()
    explorable.c = 3
    explorable.preset = "triangle"
    assert explorable.text() == HiddenLayer("triangle").text()
    explorable.activation = "none"
    assert explorable.text() == HiddenLayer("triangle", "none").text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"preset": "ring"}, "preset must be one of XOR, messy region, triangle"),
        ({"activation": "relu"}, "activation must be one of sigmoid, none"),
        ({"student": 200}, "student must be a whole number from 0 to 199, but 200 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"HiddenLayer: {words}"):
        HiddenLayer(**arguments)


@pytest.mark.parametrize(
    ("name", "value"), [("w11", 11), ("b2", "x"), ("v3", np.nan), ("c", -51), ("corner", 4), ("preset", "x")]
)
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value):
    explorable = HiddenLayer()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"HiddenLayer: {name} must be"):
        setattr(explorable, name, value)
    assert explorable.text() == before
