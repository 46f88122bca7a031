"""How likely these labels are: every number on the screen is the one that course_lib computes."""

import functools
import re

import harness
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from course_lib.activations import sigmoid
from course_lib.explorables import HowLikely
from course_lib.explorables.base import fixed, probability_in_words
from course_lib.explorables.how_likely import LOWEST, PEOPLE, product_in_words
from course_lib.losses import log_loss, log_loss_from_scores
from course_lib.perceptron import count_mistakes, score


def read(page, explorable):
    """Set the explorable of the kernel to the values of the sliders, and return them."""
    shown = harness.slider_values(page)
    values = {name: shown[words] for name, words in harness.SLIDERS.items()}
    for name in values:
        setattr(explorable, name, int(values[name]) if name == "student" else round(values[name], 1))
    return values


def rows(page, table):
    return [row.split("\t")[1] for row in page.locator(".cx-likely").nth(table).locator("tr").all_inner_texts()]


def agree(page, explorable):
    """Assert that all numbers on the screen are those that course_lib computes from the sliders' values."""
    values = read(page, explorable)
    w, b, k = np.array([explorable.w1, explorable.w2]), explorable.b, explorable.steepness
    X, y, row = explorable.X, explorable.y, explorable.student
    z = np.round(score(np.round(k * w, 9), round(k * b, 9), X), 9)
    loss = log_loss_from_scores(y, z)
    p = sigmoid(score(k * w, k * b, X))
    truth = np.where(y == 1, p, 1 - p)
    unsure = np.abs(z) < 1e-9
    shown = rows(page, 0)
    assert shown[0] == product_in_words(12 * loss)
    assert shown[1] == fixed(12 * loss, 2)
    assert shown[2] == f"{fixed(12 * loss, 2)} / 12 = {fixed(loss, 3)}"
    mistakes = int(re.match(r"(\d+) of 12", shown[3])[1])
    assert abs(mistakes - count_mistakes(w, b, X, y)) <= unsure.sum()
    assert page.locator(".cx-figure .cx-student.cx-wrong").count() == mistakes
    bars = page.locator(".cx-panel .cx-values text").all_text_contents()
    assert [float(text) for text in bars] == pytest.approx(truth, abs=0.0051)
    assert page.locator(".cx-goal").inner_text().startswith("✓") == (loss < 0.3)
    assert page.locator(".cx-selected").get_attribute("data-row") == str(row)
    one = rows(page, 1)
    assert page.locator("caption").inner_text().startswith(f"{list(PEOPLE)[row]}: test {X[row, 0]:.0f}")
    assert one[0].endswith(f"= {fixed(z[row], 2)}")
    assert one[1] == f"σ(z) = {probability_in_words(p[row])}"
    assert one[2] == f"{'p' if y[row] else '1 − p'} = {probability_in_words(truth[row])}"
    assert one[3].endswith(f"= {fixed(log_loss_from_scores(y[[row]], z[[row]]), 2)}")
    return values


settled = functools.partial(harness.settled, agree)


def test_the_formulas_are_those_of_course_lib(modules):
    rng = np.random.default_rng(4)
    explorable = HowLikely()
    lines = [(*rng.uniform(-5, 5, 2).round(1), round(rng.uniform(-30, 30), 1), k) for k in (0.1, 0.7, 1.0, 2.3, 5.0)]
    found = modules.evaluate(
        """async ({ points, labels, lines }) => {
            const { judged, productInWords } = await import("/how_likely.js");
            return lines.map(([w1, w2, b, k]) => {
                const it = judged({ points, labels, w: [w1, w2], b, k });
                return { loss: it.loss, mistakes: it.mistakes, truth: it.each.map((one) => one.truth),
                         words: productInWords(it.cost) };
            });
        }""",
        {"points": explorable.X.tolist(), "labels": explorable.y.tolist(), "lines": lines},
    )
    for (w1, w2, b, k), it in zip(lines, found, strict=True):
        w = np.array([w1, w2])
        p = sigmoid(score(k * w, k * b, explorable.X))
        loss = log_loss_from_scores(explorable.y, score(k * w, k * b, explorable.X))
        assert it["loss"] == pytest.approx(loss)
        assert it["mistakes"] == count_mistakes(w, b, explorable.X, explorable.y)
        assert it["truth"] == pytest.approx(np.where(explorable.y == 1, p, 1 - p))
        assert it["words"] == product_in_words(12 * loss)


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (0.0, "1.00"),
        (-np.log(0.118), "0.118"),
        (-np.log(0.0151), "0.0151"),
        (-np.log(0.000893), "0.000893 = 8.93 · 10⁻⁴"),
        (-np.log(1.246e-9), "1.25 · 10⁻⁹"),
        (-np.log(0.9999e-3), "0.00100 = 1.00 · 10⁻³"),
        (916.2907, "1.15 · 10⁻³⁹⁸"),
    ],
)
def test_a_product_is_written_with_its_zeros_and_beyond_what_a_float_holds(modules, cost, words):
    assert product_in_words(cost) == words
    script = 'async (cost) => (await import("/how_likely.js")).productInWords(cost)'
    assert modules.evaluate(script, cost) == words


def test_the_students_are_those_of_the_lessons():
    assert PEOPLE["Ada"] == (7, 6, 1)
    assert PEOPLE["Ben"] == (9, 3, 1)
    assert PEOPLE["Dora"] == (9, 4, 0)
    assert PEOPLE["Eli"] == (4, 8, 1)
    assert [name[0] for name in PEOPLE] == list("ABCDEFGHIJKL")
    assert sum(label for _, _, label in PEOPLE.values()) == 6


def test_the_goal_can_be_reached_and_the_lowest_loss_is_the_one_that_is_told():
    explorable = HowLikely()
    best = LogisticRegression(C=np.inf, max_iter=10_000).fit(explorable.X, explorable.y)
    lowest = log_loss(explorable.y, best.predict_proba(explorable.X)[:, 1])
    assert f"{lowest:.2f}" == str(LOWEST)
    for line in ({"w1": 1.1, "w2": 1.6, "b": -15.4}, {"w1": 1.3, "w2": 1.8, "b": -17.7}):
        assert "Goal reached: the log-loss is below 0.30." in HowLikely(**line).text()
    assert "Goal: a log-loss below 0.30." in explorable.text()


def test_fewer_mistakes_are_not_a_lower_loss():
    fewer, lower = HowLikely(w1=1.5, w2=1.0, b=-13.5).text(), HowLikely(w1=1.1, w2=1.6, b=-15.4).text()
    assert "The line makes 1 mistake." in fewer
    assert "The line makes 2 mistakes." in lower
    assert [re.search(r"log-loss, ([\d.]+);", text)[1] for text in (fewer, lower)] == ["0.462", "0.242"]


def test_sliders_by_keyboard(show):
    explorable = HowLikely()
    page = show(explorable)
    for name, words in harness.SLIDERS.items():
        handle = page.get_by_role("slider", name=words)
        before = agree(page, explorable)[name]
        for key in ["PageUp", "End", "Home", "ArrowRight"]:
            handle.press(key)
            after = agree(page, explorable)
            assert after[name] != before
            before = after[name]
    settled(page, explorable)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_the_goal_is_reached_by_turning_the_line(show, hand):
    explorable = HowLikely()
    page = show(explorable, has_touch=hand == "touch")
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    field = page.locator(".cx-stage .cx-frame").bounding_box()

    def place(x1, x2):
        return field["x"] + (x1 + 0.6) / 11.2 * field["width"], field["y"] + (10.6 - x2) / 11.2 * field["height"]

    assert page.locator(".cx-goal").inner_text() == "Goal: a log-loss below 0.30."
    drag(page, harness.middle(page.locator(".cx-knob").first), place(0.5, 9.4), 20)
    settled(page, explorable)
    drag(page, harness.middle(page.locator(".cx-knob").nth(1)), place(9.9, 2.7), 20)
    settled(page, explorable)
    assert page.locator(".cx-goal").inner_text().startswith("✓ Goal reached")


BESIDE = """() => {
    const boxes = (selector) => [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const letters = boxes(".cx-students text");
    const words = boxes(".cx-figure .cx-contours text");
    return [letters.length, words.length, words.filter((word) => letters.some((each) => meet(word, each))).length];
}"""


@pytest.mark.parametrize("line", [{}, {"b": -17.5}, {"b": -15.0}, {"w1": 1.1, "w2": 1.6, "b": -15.4}])
def test_no_level_of_a_contour_is_written_over_a_letter(show, line):
    page = show(HowLikely(**line))
    letters, words, crossed = page.evaluate(BESIDE)
    assert letters == 12
    assert words >= 2
    assert crossed == 0
    assert page.get_by_text("p = 0.1, 0.5, 0.9").is_visible()


def dots(page, chart):
    """Return how high each of the last moves stands in a chart, in pixels."""
    path = page.locator(".cx-figure .cx-chart").nth(chart).locator(".cx-curve").get_attribute("d")
    return [float(place.split(",")[1].removesuffix("h0")) for place in re.split("[ML]", path)[1:]]


def test_the_count_stands_still_while_the_loss_moves(show):
    explorable = HowLikely()
    page = show(explorable)
    assert [len(dots(page, chart)) for chart in (0, 1)] == [1, 1]
    bias = page.get_by_role("slider", name="b (bias)")
    for _ in range(8):
        bias.press("ArrowRight")
    counts, losses = dots(page, 0), dots(page, 1)
    assert len(counts) == len(losses) == 9
    assert len(set(counts)) == 1
    assert len(set(losses)) == 9
    page.get_by_role("slider", name="student").press("ArrowRight")
    assert len(dots(page, 0)) == 9
    for _ in range(70):
        bias.press("ArrowLeft")
    assert len(dots(page, 0)) == 60
    page.get_by_role("button", name="Reset").press("Enter")
    assert agree(page, explorable) == {"steepness": 1, "student": 3, "w1": 2, "w2": 1, "b": -18}
    assert len(dots(page, 1)) == 1
    settled(page, explorable)


def test_reset_keeps_the_present_as_the_first_of_the_last_moves(show):
    page = show(HowLikely())
    bias, reset = page.get_by_role("slider", name="b (bias)"), page.get_by_role("button", name="Reset")
    for moves in ("ArrowRight", "ArrowLeft"), (), ("ArrowRight",):
        for key in moves:
            bias.press(key)
        assert [len(dots(page, chart)) for chart in (0, 1)] == [1 + len(moves)] * 2
        reset.click()
        assert [len(dots(page, chart)) for chart in (0, 1)] == [1, 1]
    bias.press("ArrowRight")
    assert [len(dots(page, chart)) for chart in (0, 1)] == [2, 2]


def test_a_student_is_selected_in_the_plane_and_by_its_bar(show):
    explorable = HowLikely()
    page = show(explorable)
    page.mouse.click(*harness.middle(page.locator(".cx-student[data-row='7'] .cx-mark")))
    assert agree(page, explorable)["student"] == 7
    for row in (0, 5, 11):
        bar = page.locator(".cx-panel .cx-bar.cx-hue-one, .cx-panel .cx-bar.cx-hue-zero").nth(row)
        page.mouse.click(*harness.middle(bar))
        assert agree(page, explorable)["student"] == row
        assert page.locator(".cx-panel .cx-bars .cx-chosen").count() == 1
    settled(page, explorable)


def test_a_bar_is_tapped_on_a_phone(show):
    explorable = HowLikely()
    page = show(explorable, has_touch=True, viewport={"width": 360, "height": 800})
    bar = page.locator(".cx-panel .cx-bars .cx-bar").nth(4)
    bar.scroll_into_view_if_needed()
    page.touchscreen.tap(*harness.middle(bar))
    assert agree(page, explorable)["student"] == 4


def test_no_line_is_said_in_words(show):
    explorable = HowLikely(w1=0.0, w2=0.0, b=0.0)
    page = show(explorable)
    words = page.locator(".cx-words").inner_text()
    assert "Both weights are 0, so there is no line." in words
    assert "The same answer for everyone makes" in words
    assert "The line" not in words
    assert rows(page, 0)[2].endswith("= 0.693")
    assert not page.locator(".cx-line").is_visible()
    settled(page, explorable)


def test_the_panel_does_not_jump_while_numbers_change(show):
    page = show(HowLikely())
    boxes = """() => [...document.querySelectorAll(".cx-panel, .cx-likely, .cx-goal, .cx-plane")]
        .map((e) => [e.getBoundingClientRect().top, e.getBoundingClientRect().left])"""
    before = page.evaluate(boxes)
    for words in harness.SLIDERS.values():
        page.get_by_role("slider", name=words).press("Home")
        assert page.evaluate(boxes) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"w1": 7}, "w1 must be from -5 to 5, but 7 came"),
        ({"b": "x"}, "b must be"),
        ({"steepness": 0}, "steepness must be from 0.1 to 5, but 0 came"),
        ({"student": 12}, "student must be a whole number from 0 to 11, but 12 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"HowLikely: {words}"):
        HowLikely(**arguments)


def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing():
    explorable = HowLikely()
    before = explorable.text()
    with pytest.raises(ValueError, match=r"HowLikely: steepness must be from 0\.1 to 5, but 9 came"):
        explorable.steepness = 9
    assert explorable.text() == before


def test_the_goal_is_judged_by_the_loss_as_it_is_shown(show):
    explorable = HowLikely(w1=1.6, w2=2.8, b=-25, steepness=0.3)
    assert "log-loss, 0.300;" in explorable.text() and "Goal reached" not in explorable.text()
    page = show(explorable)
    assert page.locator(".cx-words").inner_text() == explorable.text()
    assert "✓" not in page.locator(".cx-explorable").inner_text()
