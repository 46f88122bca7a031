"""Charts: every point where its numbers say, honest breaks, bars with colour and shape, and words that have room."""

import re

import numpy as np
import pytest

PAGE = """async ([options, content, width]) => {
    const { Chart } = await import("/chart.js");
    const box = document.createElement("div");
    box.className = "cx-explorable";
    document.body.replaceChildren(box);
    const chart = new Chart(box, { title: "A chart", ...options });
    chart.resize(width);
    chart.draw(content);
    globalThis.chart = chart;
}"""
AXES = {"x": {"low": 0, "high": 10, "label": "epoch"}, "y": {"low": 0, "high": 1, "label": "loss"}}


@pytest.fixture
def draw(modules):
    """Return a function that draws a chart and returns its page: draw({"curves": […]}, y={…})."""

    def draw(content, width=400, **axes):
        modules.evaluate(PAGE, [AXES | axes, content, width])
        return modules

    return draw


def commands(page, selector=".cx-curve"):
    """Return the pen's moves and lines of a curve, in order: [("M", x, y), …]."""
    d = page.locator(selector).first.get_attribute("d")
    return [(pen, float(x), float(y)) for pen, x, y in re.findall(r"([ML])([\d.-]+),([\d.-]+)", d)]


def test_a_curve_passes_through_its_points(draw):
    points = [[0, 0], [2.5, 0.5], [10, 1]]
    page = draw({"curves": [{"points": points}]})
    box = page.evaluate("chart.box")
    found = commands(page)
    assert [pen for pen, _, _ in found] == ["M", "L", "L"]
    for (_, x, y), point in zip(found, points, strict=True):
        assert x == pytest.approx(box["left"] + box["width"] * point[0] / 10, abs=0.01)
        assert y == pytest.approx(box["top"] + box["height"] * (1 - point[1]), abs=0.01)
    page.evaluate("chart.resize(700)")
    assert commands(page)[-1][1] > found[-1][1] + 250


def test_a_curve_breaks_where_a_number_is_missing(draw):
    page = draw({"curves": [{"points": [[0, 0.1], [1, None], [2, 0.3], [3, 0.4]]}]})
    page.evaluate("chart.draw({ curves: [{ points: [[0, 0.1], [1, NaN], [2, 0.3], [3, 0.4], [4, Infinity]] }] })")
    assert [pen for pen, _, _ in commands(page)] == ["M", "M", "L"]
    page.evaluate("chart.draw({ curves: [{ points: [] }, { points: [[1, NaN]], label: 'none' }] })")
    assert commands(page) == []
    assert page.locator(".cx-name").count() == 0


def test_a_logarithmic_axis(draw):
    y = {"low": 0.01, "high": 10, "label": "loss", "log": True}
    page = draw({"curves": [{"points": [[0, 10], [1, 1], [2, 0.1], [3, 0.01], [4, 0], [5, -1]]}]}, y=y)
    heights = [y for _, _, y in commands(page)]
    assert len(heights) == 4
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0], atol=0.02)
    assert page.locator(".cx-tick").all_text_contents()[-4:] == ["0.01", "0.1", "1", "10"]


@pytest.mark.parametrize(
    ("low", "high", "log", "ticks"),
    [
        (0, 1, False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0.3, 0.7, False, [0.3, 0.4, 0.5, 0.6, 0.7]),
        (-8, 8, False, [-5, 0, 5]),
        (0, 500, False, [0, 100, 200, 300, 400, 500]),
        (0, 3, False, [0, 1, 2, 3]),
        (0.2, 5, True, [0.2, 0.5, 1, 2, 5]),
        (0.001, 1, True, [0.001, 0.01, 0.1, 1]),
    ],
)
def test_ticks_are_round(modules, low, high, log, ticks):
    script = "async ([f, low, high]) => (await import('/numbers.js'))[f](low, high)"
    assert modules.evaluate(script, ["logTicks" if log else "niceTicks", low, high]) == ticks


def test_bars_have_heights_and_class_marks(draw):
    bars = [{"value": 0.8, "label": 1, "text": "0.80"}, {"value": 0.25, "label": 0, "text": "0.25"}, {"value": 7}]
    page = draw({"bars": bars}, x={"low": 0.5, "high": 3.5, "ticks": []})
    box = page.evaluate("chart.box")
    heights = [float(each.get_attribute("height")) for each in page.locator(".cx-bar").all()]
    np.testing.assert_allclose(heights, np.array([0.8, 0.25, 1]) * box["height"])
    assert page.locator(".cx-values text").all_text_contents() == ["0.80", "0.25", ""]
    assert page.locator(".cx-bars .cx-mark").count() == 2
    assert page.locator(".cx-bar").nth(0).get_attribute("class") == "cx-bar cx-hue-one"
    assert page.locator(".cx-bar").nth(1).get_attribute("class") == "cx-bar cx-hue-zero"


def test_a_curve_does_not_cross_the_value_of_a_bar(draw):
    bars = [{"value": 0.1, "text": "0.10"}, {"value": 0.5, "text": "0.50"}]
    page = draw({"bars": bars, "curves": [{"points": [[1, 0.18], [2, 0.18]]}]}, x={"low": 0.5, "high": 2.5})
    layers = page.evaluate(
        "[...chart.root.querySelectorAll('.cx-layer > *')].map((each) => each.getAttribute('class'))"
    )
    assert layers.index("cx-bars") < layers.index("cx-curves") < layers.index("cx-values")
    assert page.locator(".cx-values .cx-outlined").count() == 2


def test_a_bar_below_zero_hangs(draw):
    page = draw({"bars": [{"value": -0.5}]}, x={"low": 0.5, "high": 1.5}, y={"low": -1, "high": 1})
    box, bar = page.evaluate("chart.box"), page.locator(".cx-bar")
    assert float(bar.get_attribute("y")) == pytest.approx(box["top"] + box["height"] / 2)
    assert float(bar.get_attribute("height")) == pytest.approx(box["height"] / 4)


def test_marks_and_guides_stand_at_their_numbers(draw):
    marks = [{"at": [5, 0.5], "label": 1, "text": "Ada 0.50", "selected": True}, {"at": [9, 0.9]}]
    page = draw({"marks": marks, "guides": [{"x": 5, "text": "here"}, {"y": 0.5}]})
    x, y = page.evaluate("chart.px([5, 0.5])")
    place = page.locator(".cx-mark-at").first.get_attribute("transform")
    assert [float(each) for each in place[10:-1].split(",")] == pytest.approx([x, y], abs=0.01)
    upright, level = page.locator(".cx-guide").all()
    assert float(upright.get_attribute("x1")) == float(upright.get_attribute("x2")) == pytest.approx(x)
    assert float(level.get_attribute("y1")) == float(level.get_attribute("y2")) == pytest.approx(y)
    assert page.locator(".cx-selected").count() == 1
    assert page.locator(".cx-dot").count() == 1


def test_axes_change_with_a_drawing_and_stay_without(draw):
    page = draw({"x": {"low": 0, "high": 50, "label": "epoch"}, "curves": [{"points": [[50, 1]]}]})
    assert "50" in page.locator(".cx-tick").all_text_contents()
    page.evaluate("chart.draw({})")
    assert "50" in page.locator(".cx-tick").all_text_contents()
    assert page.locator(".cx-curve").count() == 0


LABELS = [
    {"points": [[0, 1], [10, 0.31]], "label": "training"},
    {"points": [[0, 1], [10, 0.3]], "label": "held out", "dashed": True},
    {"points": [[0, 1], [10, 0.32]], "label": "base rate", "hue": "soft"},
]


@pytest.mark.parametrize("width", [260, 400, 700])
def test_words_have_room_and_do_not_meet(draw, width):
    """The narrowest is a phone's panel."""
    page = draw({"curves": LABELS}, width, y={"low": 0, "high": 1000, "label": "loss"})
    boxes = page.evaluate(
        """() => [...chart.root.querySelectorAll("text")].filter((each) => each.textContent).map((each) => {
            const [box, paper] = [each.getBoundingClientRect(), chart.root.getBoundingClientRect()];
            return [box.left - paper.left, box.right - paper.left, box.top - paper.top, box.bottom - paper.top];
        })"""
    )
    for left, right, top, bottom in boxes:
        assert left >= -1
        assert right <= width + 1
        assert top >= -3
        assert bottom <= 181
    ends = [float(each.get_attribute("y")) for each in page.locator(".cx-name").all()]
    assert np.diff(ends).min() >= 15
    assert page.locator(".cx-name").all_text_contents() == ["base rate", "training", "held out"]


def test_the_values_of_narrow_bars_stand_upright(draw):
    bars = [{"value": 0.5, "text": "0.50"} for _ in range(20)]
    page = draw({"bars": bars}, 300, x={"low": 0.5, "high": 20.5, "ticks": []})
    assert page.locator(".cx-values text[transform]").count() == 20
    page.evaluate("chart.resize(1000)")
    assert page.locator(".cx-values text[transform]").count() == 0


CONTENTS = [
    {
        "bars": [
            {"value": 0.8, "label": 1, "text": "0.80"},
            {"value": 0.3, "label": 0, "text": "0.30", "selected": True},
        ]
    },
    {
        "bars": [{"value": 0.7, "label": 0, "text": "0.70"}],
        "curves": [{"points": [[1, 0.2], [9, 0.6]], "label": "held out"}],
    },
    {"marks": [{"at": [2, 0.5], "label": 1, "text": "Ada"}, {"at": [9, 0.9]}], "guides": [{"x": 5, "text": "here"}]},
    {"marks": [{"at": [9, 0.9]}, {"at": [2, 0.4], "label": 0}], "guides": [{"y": 0.5}], "y": {"low": -1, "high": 1}},
    {"bars": [{"value": 0.5, "text": "0.50"}] * 20, "x": {"low": 0.5, "high": 20.5, "ticks": []}},
    {},
]
SHOWN = """() => {
    const written = ({ tagName, attributes, children, textContent }) => [tagName,
        [...attributes].map(({ name, value }) => `${name}=${value}`).sort(), children.length ? [] : textContent,
        [...children].map(written)];
    return written(chart.root);
}"""


def test_a_chart_that_is_drawn_again_shows_what_a_new_one_shows(draw):
    for before in CONTENTS:
        for content in CONTENTS:
            new = draw(AXES | content).evaluate(SHOWN)
            page = draw(AXES | before)
            page.evaluate("(content) => chart.draw(content)", AXES | content)
            assert page.evaluate(SHOWN) == new


def test_only_what_changes_is_written(draw):
    """To make the elements anew at each move would cost more than all else in its frame."""
    page = draw(CONTENTS[0])
    written = page.evaluate(
        """async (content) => {
            const seen = new MutationObserver(() => {});
            seen.observe(chart.root, { subtree: true, childList: true, attributes: true, characterData: true });
            chart.draw(content);
            const same = seen.takeRecords().length;
            content.bars[0].value = 0.6;
            chart.draw(content);
            return [same, seen.takeRecords().map(({ target, attributeName }) => [target.tagName, attributeName])];
        }""",
        CONTENTS[0],
    )
    assert written == [0, [["rect", "y"], ["rect", "height"], ["text", "y"]]]
