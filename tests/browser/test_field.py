"""The tint beneath a plane: right colours, contours where the value is, and in place at every size."""

import re

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.explorables import SureOrNot

WINDOW = {"x": [-0.6, 10.6], "y": [-1.0, 5.0]}
PAGE = """async ([window, width]) => {
    const { LinearFieldPlane, heights, PROBABILITY, sampled } = await import("/field.js");
    const { score, sigmoid } = await import("/formulas.js");
    const box = document.createElement("div");
    box.className = "cx-explorable";
    document.body.replaceChildren(box);
    const picture = new LinearFieldPlane(box, { window, title: "field" });
    picture.show({ ticks: { x: [0, 5, 10], y: [0, 5] }, names: ["a", "b"] });
    picture.resize(width);
    const showFunction = (f) => picture.showField(sampled(f, picture.window));
    Object.assign(globalThis, { picture, showFunction, heights, PROBABILITY, score, sigmoid });
}"""
CONTOURS = """() => [...document.querySelectorAll(".cx-contour")].map((path) =>
    [...path.getAttribute("d").matchAll(/([\\d.-]+),([\\d.-]+)/g)].map(([, x, y]) => picture.unpx([+x, +y])))"""
COLOURS = """() => {
    const { canvas } = picture;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return { size: canvas.width, data: [...data] };
}"""


@pytest.fixture
def field(modules):
    """Return a page with a plane that can be tinted, 446 pixels wide."""
    modules.evaluate(PAGE, [WINDOW, 446])
    return modules


def pixels(page):
    """Return the colours of the canvas, shape (rows, columns, 4), the lowest row first."""
    found = page.evaluate(COLOURS)
    return np.array(found["data"]).reshape(found["size"], found["size"], 4)[::-1]


@pytest.mark.parametrize("steepness", [0.3, 1.0, 30.0])
def test_contours_lie_where_the_probability_is(field, steepness):
    w, b = steepness * np.array([2.0, 1.0]), -12.0 * steepness
    field.evaluate("([w, b]) => showFunction((x) => sigmoid(score(w, b, x)))", [w.tolist(), b])
    contours = field.evaluate(CONTOURS)
    assert len(contours) == 3
    for places, level in zip(contours, (0.1, 0.5, 0.9), strict=True):
        assert len(places) > 20
        z = np.array(places) @ w + b
        tenth_of_a_pixel = 0.1 * np.abs(w).sum() * 11.2 / 390
        np.testing.assert_allclose(z, np.log(level / (1 - level)), atol=tenth_of_a_pixel)


@pytest.mark.parametrize("steepness", [0.3, 1.0, 30.0])
def test_a_linear_model_is_drawn_as_the_search_would_draw_it(field, steepness):
    line = {"w": [2.0 * steepness, steepness], "b": -12.0 * steepness}
    field.evaluate("({ w, b }) => showFunction((x) => sigmoid(score(w, b, x)))", line)
    searched, tint = field.evaluate(CONTOURS), pixels(field)
    field.evaluate("(line) => picture.showLinearModel(line)", line)
    np.testing.assert_array_equal(pixels(field), tint)
    for found, known in zip(searched, field.evaluate(CONTOURS), strict=True):
        found, known = np.array(found), np.array(known)
        np.testing.assert_allclose([known.min(0), known.max(0)], [found.min(0), found.max(0)], atol=0.01)


def test_a_linear_model_without_a_line_has_no_contours(field):
    field.evaluate("() => picture.showLinearModel({ w: [0, 0], b: 1 })")
    assert field.evaluate(CONTOURS) == [[], [], []]


def test_a_probability_is_vermillion_or_blue_and_the_page_between(field):
    field.evaluate("() => showFunction(([x1, x2]) => (x1 + 0.6) / 11.2)")
    found = pixels(field)
    p = np.linspace(0, 1, 100)
    np.testing.assert_allclose(found[:, :, 3], np.tile(255 * np.abs(2 * p - 1), (100, 1)), atol=1)
    assert found[50, 0, :3].tolist() == [213, 94, 0]
    assert found[50, -1, :3].tolist() == [0, 114, 178]


@pytest.mark.parametrize("size", [2, 30, 100])
def test_numbers_lie_row_by_row_from_the_lowest(field, size):
    high = np.linspace(0, 1, size)[:, None] * np.ones(size)
    field.evaluate("(values) => picture.showField(values, heights([0.25, 0.5, 1], 2))", high.ravel().tolist())
    alpha = pixels(field)[:, :, 3]
    assert alpha.shape == (size, size)
    assert (np.diff(alpha, axis=0) >= 0).all()
    assert alpha[0].max() == 0
    assert alpha[-1].min() == 255
    for places, level in zip(field.evaluate(CONTOURS), (0.25, 0.5, 1.0), strict=True):
        np.testing.assert_allclose(np.array(places)[:, 1], -1 + 6 * level, atol=0.002 + 6 / (size - 1) * (level == 1))
    words = field.locator(".cx-contours text").all_text_contents()
    assert words == ([] if size == 2 else ["0.25", "0.50"])  # that of 1 would stand on the frame


def test_a_saddle_joins_the_corners_that_belong_together(field):
    saddle = "(offset) => showFunction((x) => sigmoid((x[0] - 5) * (x[1] - 2) + offset))"
    for offset in (-0.02, 0.02):
        field.evaluate(saddle, offset)
        places = np.array(field.evaluate(CONTOURS)[1])
        assert sigmoid((places[:, 0] - 5) * (places[:, 1] - 2) + offset) == pytest.approx(0.5, abs=0.02)
        from_, to = places[::2] - [5, 2], places[1::2] - [5, 2]
        middle = (from_ + to) / 2
        assert np.sign(middle[:, 0] * middle[:, 1]).tolist() == [-np.sign(offset)] * len(middle)


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_no_contours_where_the_probability_is_the_same_everywhere(field, p):
    field.evaluate("(p) => showFunction(() => p)", p)
    assert field.evaluate(CONTOURS) == [[], [], []]
    assert field.locator(".cx-contours text").count() == 0


def test_the_same_numbers_are_drawn_once(field):
    drawn = field.evaluate(
        """() => {
            let asked = 0;
            const [values, plain] = [[0, 0, 1, 1], heights([0.5], 1)];
            const scale = { ...plain, shade: (value) => (asked++, plain.shade(value)) };
            return [values, values, [1, 1, 0, 0]].map((each) => {
                asked = 0;
                picture.showField(each, scale);
                return asked;
            });
        }"""
    )
    assert drawn == [4, 0, 4]


ALIGNED = """() => {
    const [canvas, frame] = [".cx-field", ".cx-frame"].map((name) =>
        document.querySelector(name).getBoundingClientRect());
    const cut = parseFloat(getComputedStyle(document.querySelector(".cx-field")).clipPath.slice(6));
    return [canvas.left + cut - frame.left, canvas.top + cut - frame.top,
            canvas.right - cut - frame.right, canvas.bottom - cut - frame.bottom];
}"""


@pytest.mark.parametrize("zoom", [1, 2])
def test_the_tint_stays_in_its_frame(show, zoom):
    page = show(SureOrNot(), device_scale_factor=zoom, viewport={"width": 900 // zoom, "height": 800 // zoom})
    for width in (900 // zoom, 320, 700):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        assert page.locator(".cx-field").first.is_visible()
        np.testing.assert_allclose(page.evaluate(ALIGNED), 0, atol=0.6)


def test_the_words_of_the_contours_are_apart(field):
    field.evaluate("() => showFunction((x) => sigmoid(score([0.8, 0.4], -5, x)))")
    words = field.locator(".cx-contours text")
    assert words.all_text_contents() == ["0.1", "0.5", "0.9"]
    places = [(float(each.get_attribute("x")), float(each.get_attribute("y"))) for each in words.all()]
    for i, one in enumerate(places):
        for other in places[:i]:
            assert abs(one[0] - other[0]) > 30 or abs(one[1] - other[1]) > 16
    assert re.fullmatch(r"0\.\d", words.first.text_content())
