"""The admission line: what is on the screen equals course_lib, however the line was moved."""

import functools
import re

import harness
import numpy as np
import pytest
from harness import call

from course_lib.explorables import AdmissionLine
from course_lib.explorables.base import equation, fixed, percent, score_without_noise
from course_lib.perceptron import count_mistakes, score

SLIDERS = {"w1": "w₁ (test)", "w2": "w₂ (grades)", "b": "b (bias)", "student": "student"}


def read(page):
    """Return the values of the sliders."""
    values = harness.slider_values(page)
    return {name: values[words] for name, words in SLIDERS.items()}


def hundredths(w, b, X):
    """Return the scores in whole hundredths, of numbers that are tenths: nothing is rounded."""
    w, b, X = (np.round(10 * np.asarray(each)).astype(int) for each in (w, b, X))
    return X @ w + 10 * b


def agree(page, line):
    """Assert that all numbers on the screen are those that course_lib computes from the sliders' values."""
    values = read(page)
    line.w1, line.w2, line.b, line.student = values["w1"], values["w2"], values["b"], int(values["student"])
    w, x, truth = np.array([line.w1, line.w2]), line.X[line.student], line.y[line.student]
    z, n = hundredths(w, line.b, x) / 100, len(line.y)
    assert page.locator(".cx-equation").inner_text() == equation(w, line.b)
    cells = [row.split("\t") for row in page.locator(".cx-sum tr").all_inner_texts()]
    assert cells[0][1:] == [f"{fixed(w[0], 1)} · {fixed(x[0], 1)}", fixed(w[0] * x[0], 2)]
    assert cells[3][2] == fixed(z, 2)
    verdict = page.locator(".cx-verdict").inner_text()
    assert f"so {'admit' if z >= 0 else 'reject'}" in verdict
    assert ("✓ right" if (z >= 0) == truth else "✗ wrong") in verdict
    right = int(np.sum((hundredths(w, line.b, line.X) >= 0) == line.y))
    tally = page.locator(".cx-tally").inner_text()
    assert re.match(r"(\d+) of 100 right", tally)[1] == str(right)
    assert page.locator(".cx-wrong").count() == n - right
    assert percent(right, n) in tally
    assert f"Always saying reject: {n - line.y.sum()} of {n}" in tally
    return values


settled = functools.partial(harness.settled, agree)


def test_the_noise_of_a_sliders_steps_decides_about_nobody(show):
    line = AdmissionLine(w1=-1.0, w2=2.0, b=-4.0)
    page = show(line)
    for _ in range(10):
        page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    right = len(line.y) - count_mistakes([0, 2], -4, line.X, line.y)
    assert np.any(score([0, 2], -4, line.X) == 0)
    assert page.locator(".cx-tally").inner_text().startswith(f"{right} of 100 right")


ON_THE_LINE = """(points) => import("/line.js").then(({ onWrongSide, scoreWithoutNoise }) => {
    const tenths = Array.from({ length: 101 }, (_, i) => i - 50);
    let [all, wrong] = [0, 0];
    for (const x of points) for (const i of tenths) for (const j of tenths) {
        const k = -(i * Math.round(10 * x[0]) + j * Math.round(10 * x[1])) / 10;
        if (!Number.isInteger(k) || Math.abs(k) > 300) continue;
        const [w, b] = [[i / 10, j / 10], k / 10];
        all += 1;
        wrong += scoreWithoutNoise(w, b, x) !== 0 || onWrongSide(w, b, [x], [1])[0];
    }
    return [all, wrong];
})"""


def test_at_every_setting_of_the_sliders_who_is_on_the_line_is_admitted(modules):
    X = AdmissionLine().X
    w = np.array(list(np.ndindex(101, 101))) / 10 - 5
    sums = hundredths(w.T, 0, X)
    rows, lines = np.nonzero((sums % 10 == 0) & (np.abs(sums) <= 3000))
    assert modules.evaluate(ON_THE_LINE, X.tolist()) == [len(rows), 0]
    w, b, X = w[lines].round(1), -sums[rows, lines] / 100, X[rows]
    noisy = np.flatnonzero(w[:, 0] * X[:, 0] + w[:, 1] * X[:, 1] + b)
    assert len(noisy) > 25_000
    assert all(score_without_noise(w[i], b[i], X[i]) == 0 for i in noisy[::5])


@pytest.mark.parametrize("scale", [1e-9, 1, 1e8])
def test_who_is_beside_the_line_is_told_apart_at_any_scale(modules, scale):
    X = scale * np.array([[0.1, 0.2], [0.3, 0.6], [0.7, 1.4001], [0.7, 1.3999]])
    w = [2.0, -1.0]
    z = call(modules, "line", "a.X.map((x) => m.scoreWithoutNoise(a.w, 0, x))", {"w": w, "X": X.tolist()})
    assert np.sign(z).tolist() == [0, 0, -1, 1]
    assert np.sign(score_without_noise(w, 0.0, X)).tolist() == [0, 0, -1, 1]


def test_a_student_on_the_line_is_told_as_the_step_has_it(show):
    line = AdmissionLine(w1=2.0, w2=1.0, b=-26.6, student=80)
    page = show(line)
    agree(page, line)
    assert page.locator(".cx-words").inner_text() == line.text()
    assert "= 0.00, 0.00 ≥ 0, so admit; actually admitted: right." in line.text()
    assert page.locator(".cx-verdict").inner_text().startswith("0.00 ≥ 0, so admit")
    assert page.locator(".cx-verdict strong").get_attribute("class") == "cx-says-one"
    labels = [each.get_label() for each in line.picture().axes[0].collections]
    assert f"wrong side: {page.locator('.cx-wrong').count()} of 100" in labels


def test_a_bar_shows_how_many_are_right_and_a_mark_what_one_answer_for_all_gets(show):
    line = harness.first(AdmissionLine)
    shown = show(line).locator(".cx-track i").evaluate_all("all => all.map((e) => e.style.width || e.style.left)")
    right = len(line.y) - count_mistakes([line.w1, line.w2], line.b, line.X, line.y)
    assert shown == [f"{right}%", f"{100 - line.y.sum()}%"]


def test_sliders_by_keyboard(show):
    line = AdmissionLine()
    page = show(line)
    for name, words in SLIDERS.items():
        handle = page.get_by_role("slider", name=words)
        before = agree(page, line)[name]
        for key in ["ArrowRight", "ArrowUp", "PageUp", "ArrowLeft", "End", "PageDown", "Home", "ArrowRight"]:
            handle.press(key)
            after = agree(page, line)
            assert after[name] != before
            before = after[name]
    settled(page, line)


def place(page, x):
    """Return where a student with the features x lies on the page."""
    box = page.locator(".cx-plane .cx-field-zero").bounding_box()
    return box["x"] + (x[0] + 0.6) / 11.2 * box["width"], box["y"] + (10.6 - x[1]) / 11.2 * box["height"]


def on_the_line(page):
    """Return a place on the line, away from handles, that belongs to no student."""
    return page.evaluate(
        """() => {
            const line = document.querySelector(".cx-grip").getBoundingClientRect();
            const [a, b] = [["x1", "y1"], ["x2", "y2"]].map((names) =>
                names.map((name) => Number(document.querySelector(".cx-line").getAttribute(name))));
            const box = document.querySelector(".cx-plane").getBoundingClientRect();
            for (let share = 0.2; share < 0.8; share += 0.01) {
                const [x, y] = [0, 1].map((k) => a[k] + share * (b[k] - a[k]));
                const place = [box.left + x, box.top + y];
                if (document.elementFromPoint(...place).classList.contains("cx-grip")) return place;
            }
        }"""
    )


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_the_line_is_moved_in_parallel(show, hand):
    line = AdmissionLine()
    page = show(line, has_touch=hand == "touch")
    x, y = on_the_line(page)
    before = agree(page, line)
    {"mouse": harness.drag, "touch": harness.touch_drag}[hand](page, (x, y), (x - 60, y - 20))
    after = agree(page, line)
    assert (after["w1"], after["w2"], after["student"]) == (before["w1"], before["w2"], before["student"])
    width = page.locator(".cx-plane .cx-field-zero").bounding_box()["width"] / 11.2
    assert after["b"] == pytest.approx(before["b"] + (2 * 60 - 20) / width, abs=0.11)
    settled(page, line)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
@pytest.mark.parametrize("knob", [0, 1])
def test_the_line_is_turned_by_a_handle(show, hand, knob):
    line = AdmissionLine()
    page = show(line, has_touch=hand == "touch")
    knobs = page.locator(".cx-knob")
    start, pivot = harness.middle(knobs.nth(knob)), harness.middle(knobs.nth(1 - knob))
    goal = place(page, (2.0, 7.0) if knob == 0 else (9.5, 4.0))
    {"mouse": harness.drag, "touch": harness.touch_drag}[hand](page, start, goal)
    after = agree(page, line)
    w = np.array([after["w1"], after["w2"]])
    field = page.locator(".cx-plane .cx-field-zero").bounding_box()
    for x, y in (pivot, goal):
        student = [11.2 * (x - field["x"]) / field["width"] - 0.6, 10.6 - 11.2 * (y - field["y"]) / field["height"]]
        assert abs(score(w, after["b"], student)) / np.linalg.norm(w) < 0.35
    assert np.linalg.norm(w) == pytest.approx(np.sqrt(5), abs=0.1)
    settled(page, line)


def test_a_handle_dropped_on_a_student_chooses_nobody_and_leaves_the_other_handle_where_it_was(show):
    line = AdmissionLine()
    page = show(line)
    held, other = page.locator(".cx-knob").all()
    before, at = read(page), harness.middle(other)
    page.mouse.move(*harness.middle(held))
    page.mouse.down()
    page.mouse.move(*place(page, line.X[50]))
    assert harness.middle(other) == pytest.approx(at, abs=0.01)
    page.mouse.up()
    after = read(page)
    assert after["student"] == before["student"]
    assert after["w1"] != before["w1"]


def test_a_line_turned_far_from_the_origin_still_passes_through_its_pivot(modules):
    pivot = [9, 9]
    line = call(modules, "drag", "m.turnedLine(a, [10, 8], [5, 5], { w: 5, b: 30 })", pivot)
    w = [line["w1"], line["w2"]]
    assert abs(score(w, line["b"], pivot)) / np.linalg.norm(w) < 0.35


def test_a_student_is_selected_by_click_near_it(show):
    line = AdmissionLine()
    page = show(line)
    for row in (7, 23, 61, 99):
        x, y = place(page, line.X[row])
        page.mouse.click(x, y)
        chosen = agree(page, line)["student"]
        assert line.X[int(chosen)] == pytest.approx(line.X[row], abs=0.3)
        assert page.locator(".cx-selected").get_attribute("data-row") == str(int(chosen))
    page.mouse.click(*place(page, (0.2, 9.8)))
    assert agree(page, line)["student"] == chosen


def test_every_mark_in_the_picture_is_in_the_legend(show):
    page = show(AdmissionLine(), viewport={"width": 360, "height": 800})
    entries = page.locator(".cx-legend .cx-entry")
    assert entries.all_inner_texts() == ["admitted", "rejected", "mistake of the line", "chosen student"]
    chosen = entries.nth(3)
    for mark in (".cx-halo", ".cx-guides"):
        assert chosen.locator(mark).is_visible()
        colours = page.locator(mark).evaluate_all("all => all.map((e) => getComputedStyle(e).stroke)")
        assert len(colours) > 1
        assert len(set(colours)) == 1


def test_a_student_is_selected_by_touch(show):
    line = AdmissionLine()
    page = show(line, has_touch=True, viewport={"width": 360, "height": 800})
    x, y = place(page, line.X[50])
    page.touchscreen.tap(x + 3, y + 3)
    assert line.X[int(agree(page, line)["student"])] == pytest.approx(line.X[50], abs=0.6)
    assert agree(page, line)["student"] != 0
    x, y = place(page, line.X[75])  # who is alone
    page.touchscreen.tap(x, y - 22)
    assert agree(page, line)["student"] == 75


# A click is a MouseEvent in Safari before 18.2, and so does not say what made it.
TAP = """(element, [clientX, clientY]) => {
    const at = { clientX, clientY, bubbles: true };
    element.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "touch", isPrimary: true, ...at }));
    element.dispatchEvent(new MouseEvent("click", at));
}"""


def test_a_tap_reaches_as_far_in_a_browser_whose_click_does_not_say_what_made_it(show):
    line = AdmissionLine()
    page = show(line, viewport={"width": 360, "height": 800})
    x, y = place(page, line.X[75])  # who is alone
    page.locator(".cx-plane").first.evaluate(TAP, [x, y - 22])
    assert agree(page, line)["student"] == 75
    page.mouse.click(*place(page, line.X[50]))
    chosen = agree(page, line)["student"]
    page.mouse.click(x, y - 22)  # too far for a mouse
    assert agree(page, line)["student"] == chosen != 75


def test_reset_returns_to_the_start_that_was_given(show):
    line = AdmissionLine(w1=-1.0, w2=2.0, b=-4.0, student=5)
    page = show(line)
    start = agree(page, line)
    for words in SLIDERS.values():
        page.get_by_role("slider", name=words).press("End")
    page.get_by_role("button", name="Reset").press("Enter")
    assert agree(page, line) == start == {"w1": -1, "w2": 2, "b": -4, "student": 5}


def test_no_line_is_said_in_words(show):
    line = AdmissionLine(w1=0.0, w2=0.0, b=-3.0)
    page = show(line)
    assert page.locator(".cx-equation").inner_text() == "no line: every weight is 0"
    assert not page.locator(".cx-line").is_visible()
    assert page.locator(".cx-knob:visible").count() == 0
    assert "everyone has the score −3.0 and the answer is always reject" in page.locator(".cx-words").inner_text()
    assert page.locator(".cx-side-one").is_hidden()
    page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    assert page.locator(".cx-equation").inner_text() == "0.1·x₁ + 0.0·x₂ − 3.0 = 0"
    settled(page, line)


def test_other_students_get_a_window_of_their_own(show):
    gre, gpa = np.array([380.0, 660, 800, 640]), np.array([3.61, 3.67, 4.0, 3.19])
    line = AdmissionLine(
        np.column_stack([gre, gpa]), [0, 1, 1, 0], w1=0.1, w2=-2.0, b=-30, feature_names=("gre", "gpa")
    )
    page = show(line)
    assert page.locator(".cx-words").inner_text() == line.text()
    assert page.locator(".cx-student").count() == 4
    frame = page.locator(".cx-plane .cx-frame").bounding_box()
    for mark in page.locator(".cx-student .cx-mark").all():
        x, y = harness.middle(mark)
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < frame["y"] + frame["height"]


def test_the_picture_does_not_jump_while_numbers_change(show):
    line = AdmissionLine()
    page = show(line)
    boxes = """() => [...document.querySelectorAll(".cx-panel, .cx-sum, .cx-verdict, .cx-tally, .cx-plane")]
        .map((e) => [e.getBoundingClientRect().top, e.getBoundingClientRect().left])"""
    before = page.evaluate(boxes)
    for words in SLIDERS.values():
        page.get_by_role("slider", name=words).press("Home")
        assert page.evaluate(boxes) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"w1": 7}, "w1 must be from -5 to 5, but 7 came"),
        ({"b": float("nan")}, "b must be a finite number, but nan came"),
        ({"student": 100}, "student must be a whole number from 0 to 99, but 100 came"),
        ({"student": 0.5}, "student must be a whole number from 0 to 99, but 0.5 came"),
        ({"student": True}, "student must be a whole number from 0 to 99, but True came"),
        ({"X": [[1, 2, 3]], "y": [1]}, r"X must have two columns, shape \(n, 2\), but \(1, 3\) came"),
        ({"X": [[1, 2]], "y": [-1]}, "y must hold the labels 0 and 1 only"),
        ({"X": [[1, "a"]], "y": [1]}, "X must"),
        ({"X": [[1, 2]]}, "y must .* but None came"),
        ({"y": [0, 1]}, "y came without X"),
        ({"feature_names": ("gre", "gpa")}, "feature_names came without X"),
        (
            {"X": [[1, 2]], "y": [1], "feature_names": ["gre"]},
            r"feature_names must be two names, .* the list \['gre'\]",
        ),
        ({"X": [[1, 2]], "y": [1], "feature_names": ("a", "b", "c")}, "feature_names must be two names, .* the tuple"),
        ({"X": [[1, 2]], "y": [1], "feature_names": "ab"}, "feature_names must be two names, .* the text 'ab' came"),
        ({"X": [[1, 2]], "y": [1], "feature_names": (1, 2)}, "feature_names must be two names, .* the tuple"),
        ({"X": [[1, 2]], "y": [1], "feature_names": 7}, "feature_names must be two names, .* 7 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"AdmissionLine: {words}"):
        AdmissionLine(**arguments)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("w1", float("nan"), "must be a finite number, but nan came"),
        ("w2", 5.1, "must be from -5 to 5, but 5.1 came"),
        ("b", "-18", "must be one number, but the text '-18' came"),
        ("student", 1000, "must be a whole number from 0 to 99, but 1000 came"),
        ("student", -1, "must be a whole number from 0 to 99, but -1 came"),
    ],
)
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value, words):
    line = AdmissionLine()
    before = line.text()
    with pytest.raises(ValueError, match=f"AdmissionLine: {name} {words}"):
        setattr(line, name, value)
    assert line.text() == before


def test_names_may_come_from_a_table():
    line = AdmissionLine([[1, 2]], [1], feature_names=np.array(["gre", "gpa"]))
    assert line.view.names == ["gre", "gpa"]


@pytest.mark.parametrize(
    ("names", "at_the_axes"),
    [(None, ["x₁", "x₂"]), (("gre", "x-rays"), ["gre x₁", "x-rays x₂"]), (("x₂", "x₁"), ["x₂ x₁", "x₁ x₂"])],
)
def test_an_axis_has_its_letter_once(show, names, at_the_axes):
    line = AdmissionLine([[1, 2], [3, 5]], [1, 0], feature_names=names)
    axes = line.picture().axes[0]
    assert [axes.get_xlabel(), axes.get_ylabel()] == at_the_axes
    page = show(line)
    shown = page.locator(".cx-stage text:not(.cx-tick, .cx-side)").all_text_contents()
    assert [text for text in shown if "x" in text] == at_the_axes


@pytest.mark.parametrize("letters", [100, 197, 198, 200])
def test_a_long_name_has_a_picture_too(letters):
    line = AdmissionLine([[1, 2], [3, 5]], [1, 0], feature_names=("a" * letters, "b"))
    assert line.picture().axes[0].get_xlabel().split()[-1].endswith("x₁")


@pytest.mark.parametrize("letters", [18, 30, 45, 200])
def test_a_long_name_makes_no_page_wider(show, letters):
    name = ("how many hours a student has slept in the week before " * 4)[:letters]
    page = show(AdmissionLine([[1, 2], [3, 5]], [1, 0], feature_names=(name, "b")))
    for width in (320, 390, 900):
        page.set_viewport_size({"width": width, "height": 800})
        harness.wait_until_drawn(page)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0
        handles = page.locator(".cx-controls [role=slider]:visible").all()
        assert all(handle.bounding_box()["x"] < width - 20 for handle in handles)
