"""Sure or not: probability, distance and curves on the screen are those of course_lib, however the line was moved."""

import functools

import harness
import numpy as np
import pytest
from test_admission_line import on_the_line

from course_lib.activations import sigmoid, step
from course_lib.explorables import SureOrNot
from course_lib.explorables.base import comparison, equation, fixed, probability_in_words
from course_lib.explorables.sure_or_not import distance
from course_lib.perceptron import predict, score


def read(page):
    """Return the values of the sliders."""
    values = harness.slider_values(page)
    return {name: round(values[words], 9) for name, words in harness.SLIDERS.items()}


def agree(page, sure):
    """Assert that all numbers on the screen are those that course_lib computes from the sliders' values."""
    values = read(page)
    sure.w1, sure.w2, sure.b, sure.steepness = (values[name] for name in ("w1", "w2", "b", "steepness"))
    sure.student = int(values["student"])
    w, b = np.round(sure.steepness * np.array([sure.w1, sure.w2]), 9), round(sure.steepness * sure.b, 9)
    x, truth = sure.X[sure.student], sure.y[sure.student]
    z = round(float(score(w, b, x)), 9)
    panel = page.locator(".cx-panel").inner_text()
    assert page.locator(".cx-equation").inner_text() == equation(w, b, 2)
    assert f"= {fixed(z, 2)}\n" in panel
    assert f"): {probability_in_words(float(sigmoid(z)))}\n" in panel
    assert f"step: {comparison(z, 2)}, so {step(z)}, {('reject', 'admit')[int(step(z))]}\n" in panel
    assert f"actually {truth}, " in panel
    assert page.locator(".cx-students .cx-selected").get_attribute("data-row") == str(sure.student)
    if w.any():
        d = distance(w, z)
        assert f" / {fixed(np.linalg.norm(w), 2)} = {fixed(d, 2)}\n" in panel
        heights = int(step(z)), float(sigmoid(z))
        assert shown_on_the_chart(page) == [pytest.approx((d, height), abs=0.02) for height in heights]
    return values


CHART = """(root) => {
    const chart = (root ?? document).querySelector(".cx-chart");
    const number = (e, name) => Number(e.getAttribute(name));
    const value = (text) => Number(text.replace("−", "-"));
    const grids = [...chart.querySelectorAll(".cx-grid")];
    const upright = grids.filter((e) => number(e, "x1") === number(e, "x2")).map((e) => number(e, "x1"));
    const level = grids.filter((e) => number(e, "y1") === number(e, "y2")).map((e) => number(e, "y1"));
    const ticks = [...chart.querySelectorAll(".cx-axes .cx-tick")].map((e) => value(e.textContent));
    const across = upright.map((pixel, i) => [pixel, ticks[i]]);
    const down = level.map((pixel, i) => [pixel, ticks[upright.length + i]]);
    const read = (pairs, pixel) => {
        const [[from, low], [to, high]] = [pairs[0], pairs.at(-1)];
        return low + ((high - low) * (pixel - from)) / (to - from);
    };
    return [...chart.querySelectorAll(".cx-mark-at")].map((mark) => {
        const [x, y] = mark.getAttribute("transform").match(/[\\d.]+/g).map(Number);
        return [read(across, x), read(down, y)];
    });
}"""


def shown_on_the_chart(page):
    """Return where the marks on step and sigmoid stand, read off the axes as a person would."""
    return [tuple(mark) for mark in page.evaluate(CHART)]


def place(page, x):
    """Return where a student with the features x lies on the page."""
    box = page.locator(".cx-stage .cx-frame").bounding_box()
    return box["x"] + (x[0] + 0.6) / 11.2 * box["width"], box["y"] + (10.6 - x[1]) / 11.2 * box["height"]


settled = functools.partial(harness.settled, agree)


def test_the_browser_computes_what_course_lib_computes(modules):
    rng = np.random.default_rng(0)
    weights, biases, steepness = rng.uniform(-5, 5, (50, 2)), rng.uniform(-30, 30, 50), rng.uniform(0.1, 5, 50)
    students = rng.uniform(0, 10, (50, 2))
    came = modules.evaluate(
        """async (cases) => {
            const { sureness } = await import("/sure_or_not.js");
            const { probabilityInWords } = await import("/numbers.js");
            const { steeper } = await import("/steepness.js");
            return cases.map(([w, b, k, x]) => {
                const line = steeper({ w, b }, k);
                const { z, d, p } = sureness(line.w, line.b, x);
                return { z, d, p, words: probabilityInWords(p) };
            });
        }""",
        [
            [w.tolist(), b, k, x.tolist()]
            for w, b, k, x in zip(weights, biases.tolist(), steepness.tolist(), students, strict=True)
        ],
    )
    for each, w, b, k, x in zip(came, weights, biases, steepness, students, strict=True):
        z = score(k * w, k * b, x)
        assert each["z"] == pytest.approx(z, abs=1e-7)
        assert each["d"] == pytest.approx(score(w, b, x) / np.linalg.norm(w), abs=1e-7)
        assert each["p"] == pytest.approx(float(sigmoid(z)), abs=1e-7)
        assert each["words"] == probability_in_words(each["p"])
    assert {each["words"] for each in came} >= {"above 0.999", "below 0.001"}


def test_sliders_by_keyboard(show):
    sure = SureOrNot()
    page = show(sure)
    for name, words in harness.SLIDERS.items():
        handle = page.get_by_role("slider", name=words, exact=True)
        before = agree(page, sure)[name]
        for key in ["PageUp", "End", "Home", "ArrowRight"]:
            handle.press(key)
            after = agree(page, sure)
            assert after[name] != before
            before = after[name]
    settled(page, sure)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_the_line_is_moved_and_turned_and_keeps_its_steepness(show, hand):
    sure = SureOrNot(steepness=2.0)
    page = show(sure, has_touch=hand == "touch")
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    before = agree(page, sure)
    x, y = on_the_line(page)
    drag(page, (x, y), (x - 60, y - 20))
    moved = agree(page, sure)
    assert {name for name in harness.SLIDERS if moved[name] != before[name]} == {"b"}
    drag(page, harness.middle(page.locator(".cx-knob").first), place(page, (2.0, 7.0)))
    turned = agree(page, sure)
    assert turned["w1"] != moved["w1"]
    assert turned["steepness"] == 2.0
    assert np.hypot(turned["w1"], turned["w2"]) == pytest.approx(np.sqrt(5), abs=0.1)
    settled(page, sure)


def test_steepness_makes_it_surer_and_changes_no_decision(show):
    sure = SureOrNot()
    page = show(sure)
    line = page.locator(".cx-line").evaluate("e => ['x1', 'y1', 'x2', 'y2'].map((name) => e.getAttribute(name))")
    said, sureness = [], []
    for _ in range(5):
        agree(page, sure)
        w, b = sure.steepness * np.array([sure.w1, sure.w2]), sure.steepness * sure.b
        said.append(predict(w, b, sure.X).tolist())
        sureness.append(np.abs(sigmoid(score(w, b, sure.X)) - 0.5))
        page.get_by_role("slider", name="steepness k").press("PageUp")
    assert page.locator(".cx-line").evaluate("e => ['x1', 'y1', 'x2', 'y2'].map((n) => e.getAttribute(n))") == line
    assert all(each == said[0] for each in said)
    assert np.all(np.diff(sureness, axis=0) >= 0)


ARROW = """() => {
    const place = (selector, ...names) =>
        names.map((name) => Number(document.querySelector(selector).getAttribute(name)));
    const [left, top, width, height] = place(".cx-stage .cx-frame", "x", "y", "width", "height");
    const tip = document.querySelector(".cx-arrow path").getAttribute("d").match(/[-\\d.]+/g).map(Number);
    const [x, y] = place(".cx-arrow line", "x1", "y1");
    const isInside = left <= tip[0] && tip[0] <= left + width && top <= tip[1] && tip[1] <= top + height;
    return [Math.hypot(tip[0] - x, tip[1] - y), isInside];
}"""


def test_the_arrow_is_as_long_as_the_steepness_says_and_stays_in_the_picture(show):
    page = show(SureOrNot())
    handle = page.get_by_role("slider", name="steepness k")
    lengths = []
    for k in (1.0, 2.0, 3.0):
        length, is_inside = page.evaluate(ARROW)
        lengths.append(length)
        assert length == pytest.approx(14 * k * np.sqrt(5), abs=0.1)
        assert is_inside
        for _ in range(10):
            handle.press("ArrowRight")
    handle.press("Home")
    assert page.evaluate(ARROW)[0] == pytest.approx(12, abs=0.1), "room for its head"
    handle.press("End")
    for name in ("w₁ (test)", "w₂ (grades)"):
        page.get_by_role("slider", name=name).press("End")
    length, is_inside = page.evaluate(ARROW)
    assert is_inside
    assert length > lengths[-1]


def test_a_student_is_selected_by_click_and_by_touch(show):
    sure = SureOrNot()
    page = show(sure)
    for row in (7, 23, 61, 99):
        page.mouse.click(*place(page, sure.X[row]))
        assert sure.X[int(agree(page, sure)["student"])] == pytest.approx(sure.X[row], abs=0.3)
    page = show(sure, has_touch=True, viewport={"width": 360, "height": 800})
    x, y = place(page, sure.X[50])
    page.touchscreen.tap(x + 2, y + 2)
    assert sure.X[int(agree(page, sure)["student"])] == pytest.approx(sure.X[50], abs=0.6)


def test_reset_returns_to_the_start_that_was_given(show):
    sure = SureOrNot(w1=-1.0, w2=2.0, b=-4.0, steepness=0.5, student=5)
    page = show(sure)
    start = agree(page, sure)
    for words in harness.SLIDERS.values():
        page.get_by_role("slider", name=words, exact=True).press("End")
    page.get_by_role("button", name="Reset").press("Enter")
    assert agree(page, sure) == start == {"w1": -1, "w2": 2, "b": -4, "steepness": 0.5, "student": 5}


def test_no_line_is_said_in_words(show):
    sure = SureOrNot(w1=0.0, w2=0.0, b=1.0)
    page = show(sure)
    agree(page, sure)
    assert page.locator(".cx-equation").inner_text() == "no line: every weight is 0"
    assert "there is no line" in page.locator(".cx-panel").inner_text()
    assert "everyone has the probability 0.731" in page.locator(".cx-words").inner_text()
    assert page.locator(".cx-chart .cx-mark-at").count() == 0
    page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    settled(page, sure)


def test_nothing_jumps_while_numbers_change(show):
    page = show(SureOrNot())
    boxes = """() => [...document.querySelectorAll(".cx-panel, .cx-tally, .cx-plane, .cx-chart, .cx-equation")]
        .map((e) => [e.getBoundingClientRect().top, e.getBoundingClientRect().left])"""
    before = page.evaluate(boxes)
    for words in harness.SLIDERS.values():
        page.get_by_role("slider", name=words, exact=True).press("Home")
        assert page.evaluate(boxes) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"w1": 7}, "SureOrNot: w1 must be from -5 to 5, but 7 came"),
        ({"b": float("nan")}, "SureOrNot: b must be a finite number, but nan came"),
        ({"steepness": 0}, "SureOrNot: steepness must be from 0.1 to 5, but 0 came"),
        ({"student": 100}, "SureOrNot: student must be a whole number from 0 to 99, but 100 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        SureOrNot(**arguments)


def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing():
    sure = SureOrNot()
    before = sure.text()
    with pytest.raises(ValueError, match=r"SureOrNot: steepness must be from 0\.1 to 5, but 6 came"):
        sure.steepness = 6
    assert sure.text() == before
