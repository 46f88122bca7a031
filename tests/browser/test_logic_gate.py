"""The logic gate: the truth table on the screen equals course_lib, and XOR resists."""

import functools
import itertools

import harness
import numpy as np
import pytest

from course_lib.activations import step
from course_lib.data import logic_gate
from course_lib.explorables import LogicGate
from course_lib.explorables.base import equation, fixed, score_without_noise
from course_lib.perceptron import count_mistakes

SLIDERS = {"w1": "w₁", "w2": "w₂", "b": "b (bias)"}
ANSWERS = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "NOT": (-1, 0, 0.5)}


def tenths(w, b, X):
    """Return the scores in whole tenths, in which the sliders go and nothing is rounded."""
    return X.astype(int) @ np.round(10 * w).astype(int) + round(10 * b)


def agree(page, explorable):
    """Assert that table, equation and counts are those that course_lib computes from the sliders' values."""
    values = harness.slider_values(page)
    for name, words in SLIDERS.items():
        setattr(explorable, name, values[words])
    explorable.gate = page.locator(".widget-toggle-button[aria-pressed=true]").inner_text()
    X, y, _ = logic_gate(explorable.gate)
    w, b = np.array([explorable.w1, explorable.w2])[: X.shape[1]], explorable.b
    assert page.locator(".cx-equation").inner_text() == equation(w, b)
    rows = [" ".join(row.split()) for row in page.locator(".cx-table tbody tr").all_inner_texts()]
    assert len(rows) == len(y)
    scores = tenths(w, b, X) / 10
    for row, x, z, output, wanted in zip(rows, X, scores, scores >= 0, y, strict=True):
        words = "✓ right" if output == wanted else "✗ wrong"
        assert row.startswith(" ".join(str(int(value)) for value in x))
        assert row.endswith(f"= {fixed(z, 1)} {int(output)} {wanted} {words}")
    right = np.sum((scores >= 0) == y)
    assert page.locator(".cx-result").inner_text().startswith(f"{right} of {len(y)} rows right")
    assert page.locator(".cx-wrong").count() == len(y) - right
    return right


settled = functools.partial(harness.settled, agree)


def test_sliders_by_keyboard_and_mouse(show):
    explorable = LogicGate("OR")
    page = show(explorable)
    for words in SLIDERS.values():
        handle = page.get_by_role("slider", name=words, exact=True)
        for key in ["PageDown", "Home", "End", "ArrowLeft"]:
            before = handle.get_attribute("aria-valuenow")
            handle.press(key)
            assert handle.get_attribute("aria-valuenow") != before
            agree(page, explorable)
        x, y = harness.middle(handle)
        harness.drag(page, (x, y), (x - 90, y))
        agree(page, explorable)
    settled(page, explorable)


@pytest.mark.parametrize("gate", ANSWERS)
def test_gate_is_reached_and_switching_keeps_the_sliders(show, gate):
    w1, w2, b = ANSWERS[gate]
    explorable = LogicGate("XOR", w1=w1, w2=w2, b=b)
    page = show(explorable)
    agree(page, explorable)
    page.get_by_role("button", name=gate, exact=True).press("Enter")
    assert agree(page, explorable) == len(logic_gate(gate).y)
    assert f"your neuron is {gate}" in page.locator(".cx-result").inner_text()
    assert (explorable.w1, explorable.w2, explorable.b) == (w1, w2, b)
    settled(page, explorable)


SETTINGS = """() => import("/line.js").then(({ onWrongSide }) => {
    const corners = [[0, 0], [0, 1], [1, 0], [1, 1]];
    const tenths = Array.from({ length: 61 }, (_, i) => i - 30);
    const differ = [];
    for (const i of tenths) for (const j of tenths) for (const k of tenths) {
        const exact = corners.map(([x1, x2]) => (i * x1 + j * x2 + k >= 0 ? 1 : 0));
        if (onWrongSide([i / 10, j / 10], k / 10, corners, exact).some(Boolean)) differ.push([i, j, k]);
    }
    return differ;
})"""


def test_at_every_setting_of_the_sliders_a_row_on_the_line_gets_1(modules):
    assert modules.evaluate(SETTINGS) == []
    X, *_ = logic_gate("AND")
    sides = range(-30, 31)
    for i, j in itertools.product(sides, sides):  # elsewhere the score is a tenth or more
        if abs(i + j) <= 30:
            w = np.array([i, j]) / 10
            z = score_without_noise(w, -(i + j) / 10, X)
            assert z[3] == 0
            assert step(z).tolist() == (tenths(w, -(i + j) / 10, X) >= 0).tolist()


@pytest.mark.parametrize(("gate", "line", "right"), [("AND", (0.7, 0.1, -0.8), 4), ("NAND", (-2.7, -0.2, 2.9), 3)])
def test_a_line_through_a_row_is_told_as_the_step_has_it(show, gate, line, right):
    explorable = LogicGate(gate, *line)
    page = show(explorable)
    assert agree(page, explorable) == right
    assert page.locator(".cx-words").inner_text() == explorable.text()
    assert f"Inputs 1 1: score 0.0, output 1, wanted {int(gate == 'AND')}, " in explorable.text()
    rings = explorable.picture().axes[0].collections[-1]
    assert rings.get_label() == f"wrong side: {4 - right} of 4"


def test_not_has_one_input(show):
    page = show(LogicGate("NOT"))
    assert page.get_by_role("slider", name="w₂").count() == 0
    assert page.locator(".cx-table thead").inner_text().split()[:2] == ["x₁", "score"]
    assert page.locator(".cx-student").count() == 2
    assert page.locator(".cx-knob:visible").count() == 0
    page.get_by_role("button", name="AND", exact=True).click()
    assert page.get_by_role("slider", name="w₂").count() == 1


def test_xor_gets_three_rows_at_most_and_says_so(show):
    X, y, _ = logic_gate("XOR")
    weights = np.linspace(-3, 3, 13)
    lines = itertools.product(weights, weights, weights)
    assert min(count_mistakes(np.array([w1, w2]), b, X, y) for w1, w2, b in lines) == 1
    explorable = LogicGate("XOR", w1=1, w2=1, b=-0.5)
    page = show(explorable)
    assert agree(page, explorable) == 3
    assert page.locator(".cx-result").inner_text().startswith("3 of 4 rows right. For XOR no line gets more. The ")
    assert page.locator(".cx-words").inner_text() == explorable.text()


@pytest.mark.parametrize(("b", "right"), [(0, 2), (-1.5, 1)])
def test_xor_says_nothing_of_its_limit_before_it_is_reached(show, b, right):
    explorable = LogicGate("AND", b=b)
    page = show(explorable)
    page.get_by_role("button", name="XOR", exact=True).click()
    assert agree(page, explorable) == right
    assert page.locator(".cx-result").inner_text() == f"{right} of 4 rows right."
    settled(page, explorable)
    assert explorable.text().endswith(f"{right} of 4 rows right.")


def test_the_line_is_dragged(show):
    explorable = LogicGate("AND")
    page = show(explorable)
    x, y = harness.middle(page.locator(".cx-handle").nth(1))
    harness.drag(page, (x, y), (x + 60, y - 60))
    settled(page, explorable)
    assert (explorable.w1, explorable.w2, explorable.b) != (1, 1, 0)


def test_reset_keeps_the_gate(show):
    explorable = LogicGate("NAND")
    page = show(explorable)
    page.get_by_role("slider", name="w₁").press("Home")
    page.get_by_role("button", name="OR", exact=True).click()
    page.get_by_role("button", name="Reset").click()
    agree(page, explorable)
    assert (explorable.gate, explorable.w1, explorable.w2, explorable.b) == ("OR", 1, 1, 0)


def test_no_line_is_said_in_words(show):
    explorable = LogicGate("AND", w1=0, w2=0, b=-1)
    page = show(explorable)
    assert page.locator(".cx-equation").inner_text() == "no line: every weight is 0"
    assert agree(page, explorable) == 3
    assert not page.locator(".cx-line").is_visible()


def test_an_unknown_gate_is_named():
    with pytest.raises(ValueError, match="LogicGate: gate must be one of AND, OR, NAND, NOT, XOR, but the text 'NOR'"):
        LogicGate("NOR")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("gate", "NOPE", "must be one of AND, OR, NAND, NOT, XOR, but the text 'NOPE' came"),
        ("w1", float("inf"), "must be a finite number, but inf came"),
        ("w2", -4, "must be from -3 to 3, but -4 came"),
        ("b", None, "must be one number, but None came"),
    ],
)
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value, words):
    gate = LogicGate()
    before = gate.text()
    with pytest.raises(ValueError, match=f"LogicGate: {name} {words}"):
        setattr(gate, name, value)
    assert gate.text() == before
