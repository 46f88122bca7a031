"""A curve to drag: what the network draws, its heights and its error are those of course_lib."""

import harness
import numpy as np
import pytest
from test_lessons import as_set as as_the_controls_are

from course_lib.explorables import DrawCurve
from course_lib.explorables.base import fixed
from course_lib.explorables.draw_curve import MODES, UNITS, WAVE, X
from course_lib.feedforward import fit_bumps, forward, network_of_bumps

PEAK = [0.0, 0.1, -0.3, 0.0, 1.5, -1.5, 0.7, 0.0, 0.0, 0.4, 1.2]


def as_set(root):
    """Return an explorable that is set as the page is, with the knobs as they stand there."""
    same = as_the_controls_are(root, DrawCurve)
    heights = [float(each) for each in root.locator(".cx-top [role=slider]:visible").evaluate_all(VALUES)]
    if same.mode == "fitted":
        same.knobs = heights
    else:
        same.bumps = heights + same.bumps[len(heights) :]
    return same


VALUES = "knobs => knobs.map((knob) => knob.getAttribute('aria-valuenow'))"


def agree(root, explorable):
    """Assert that error, steepness and heights are those that course_lib computes from what is set."""
    assert root.locator(".cx-equation").inner_text() == f"error {fixed(explorable.error(), 3)}"
    shown = root.locator(".cx-heights").inner_text()
    name = "heights" if explorable.units > 2 else "height"
    assert shown == f"{name} {', '.join(fixed(height, 2) for height in explorable.heights())}"
    steep = f"steepness {fixed(explorable.sharpness, 1)} / "
    assert root.get_by_text(steep).inner_text().endswith(f"= {fixed(explorable.steepness(), 2)}")


def test_what_is_drawn_is_what_the_network_of_bumps_computes(modules):
    rng = np.random.default_rng(0)
    for units in UNITS:
        knobs = rng.uniform(-1.5, 1.5, 11).round(1).tolist()
        explorable = DrawCurve(units, knobs=knobs, sharpness=float(rng.integers(4, 40) / 2))
        found = modules.evaluate(
            """async ([units, sharpness, knobs]) => {
                const { judged } = await import("/draw_curve.js");
                const x = Float64Array.from({ length: 201 }, (_, i) => i / 20);
                const it = judged({ units, sharpness, end: 10, x, knobs, mode: "fitted" });
                return { ...it, curve: [...it.curve], sum: [...it.sum] };
            }""",
            [units, explorable.sharpness, knobs],
        )
        np.testing.assert_allclose(found["curve"], explorable.curve(), atol=1e-12)
        np.testing.assert_allclose(found["heights"], explorable.heights(), atol=1e-9)
        np.testing.assert_allclose(found["sum"], explorable.pieces().sum(axis=1), atol=1e-9)
        assert found["error"] == pytest.approx(explorable.error(), abs=1e-10)
        if units > 1:
            edges, heights, steepness = fit_bumps(X, explorable.curve(), units // 2, explorable.steepness())
            network = network_of_bumps(edges[:-1], edges[1:], heights, steepness)
            assert network[0][0].shape == (1, units)
            drawn = forward(X[:, None], *network, "logistic", "identity")[-1][:, 0]
            np.testing.assert_allclose(found["sum"], drawn, atol=1e-9)


def test_the_fitted_heights_cannot_be_improved():
    for units in UNITS:
        explorable = DrawCurve(units, knobs=PEAK)
        shapes = explorable.pieces() / explorable.heights()
        left = explorable.curve() - explorable.pieces().sum(axis=1)
        np.testing.assert_allclose(shapes.T @ left, 0, atol=1e-9)


def test_sliders_and_knobs_by_keyboard(show):
    page = show(DrawCurve())
    root = page.locator(".cx-explorable")
    for name, keys in (
        ("hidden units", ["Home", "ArrowRight", "End", "PageDown"]),
        ("sharpness", ["End", "ArrowLeft"]),
    ):
        for key in keys:
            page.get_by_role("slider", name=name).press(key)
            agree(root, as_set(root))
    knob = page.get_by_role("slider", name="curve at x = 4")
    for key, height in [("ArrowUp", -0.5), ("PageUp", 0.0), ("ArrowLeft", -0.1), ("Home", -1.5), ("End", 1.5)]:
        knob.press(key)
        assert float(knob.get_attribute("aria-valuenow")) == height
        assert as_set(root).knobs[4] == height
        agree(root, as_set(root))
    knob.press("ArrowUp")  # at its end already
    assert knob.get_attribute("aria-valuetext") == "1.5"
    assert as_set(root).knobs[:4] == list(WAVE[:4])


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_the_curve_and_the_bumps_are_dragged(show, hand):
    page = show(DrawCurve(units=4), has_touch=hand == "touch")
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    root = page.locator(".cx-explorable")
    frame = root.locator(".cx-figure .cx-frame").bounding_box()
    one = frame["height"] / 4  # pixels; the picture is from -2 to 2
    for name in ("curve at x = 7", "height of bump 2"):
        knob = page.get_by_role("slider", name=name)
        before = float(knob.get_attribute("aria-valuenow"))
        x, y = harness.middle(knob)
        drag(page, (x, y), (x + 5, y - 0.6 * one), 6)
        assert float(knob.get_attribute("aria-valuenow")) == pytest.approx(before + 0.6, abs=0.051)
        agree(root, as_set(root))
        drag(page, harness.middle(knob), (x, y + 9 * one), 6)
        assert float(knob.get_attribute("aria-valuenow")) == -1.5
        harness.button(page, "Reset").press("Enter")
        page.get_by_role("button", name="by hand").click()
    assert as_set(root).bumps == [0.0] * 12
    page.get_by_role("button", name="fitted").click()
    assert as_set(root).knobs == list(WAVE)
    agree(root, as_set(root))


def test_by_hand_there_is_a_knob_for_each_bump(show):
    page = show(DrawCurve(units=24, mode="by hand", bumps=[0.1 * i for i in range(12)]))
    root = page.locator(".cx-explorable")
    for units in (24, 22, 20):
        assert as_set(root).units == units
        assert root.locator(".cx-top [role=slider]:visible").count() == units // 2
        agree(root, DrawCurve(units, mode="by hand", bumps=[0.1 * i for i in range(12)]))
        page.get_by_role("slider", name="hidden units").press("ArrowLeft")
    page.get_by_role("slider", name="hidden units").press("Home")
    assert root.locator(".cx-top [role=slider]:visible").count() == 1


@pytest.mark.parametrize(("units", "bumps", "single"), [(1, 1, 1), (2, 1, 2), (12, 6, 12), (24, 12, 24)])
def test_each_bump_is_shown_or_each_unit(show, units, bumps, single):
    page = show(DrawCurve(units))
    root = page.locator(".cx-explorable")
    assert root.locator(".cx-figure .cx-chart path.cx-part").get_attribute("d").count("M") == bumps
    page.get_by_role("button", name="units", exact=True).click()
    assert root.locator(".cx-figure .cx-chart path.cx-part").get_attribute("d").count("M") == single


def test_the_errors_of_all_sizes_stand_beside_each_other(show):
    page = show(DrawCurve(knobs=PEAK))
    for sharpness in (DrawCurve().sharpness, 20):
        path = page.locator(".cx-panel .cx-curve").get_attribute("d")
        heights = [float(place.split(",")[1].removesuffix("h0")) for place in path.replace("M", "L").split("L")[1:]]
        errors = [DrawCurve(units, knobs=PEAK, sharpness=sharpness).error() for units in UNITS]
        assert np.corrcoef(heights, errors)[0, 1] < -0.999
        assert len(heights) == len(UNITS)
        page.get_by_role("slider", name="sharpness").press("End")


def test_the_words_are_those_of_the_kernel(show):
    for units, mode in zip((1, 2, 24, 1), (*MODES, *MODES), strict=True):
        explorable = DrawCurve(units, mode, knobs=PEAK, bumps=[*PEAK, 0.3])
        assert show(explorable).locator(".cx-words").inner_text() == explorable.text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"units": 3}, "units must be"),
        ({"mode": "auto"}, "mode must be"),
        ({"sharpness": 1}, "sharpness must be from 2 to 20, but 1 came"),
        ({"knobs": [0, 1]}, "knobs must be 11 heights, but"),
        ({"knobs": [2] * 11}, r"knobs must be from -1\.5 to 1\.5, but 2 came"),
        ({"bumps": "high"}, "bumps must be 12 heights, but"),
        ({"bumps": [float("nan")] * 12}, "bumps must be"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"DrawCurve: {words}"):
        DrawCurve(**arguments)
