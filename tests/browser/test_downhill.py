"""Gradient descent: every place and every loss in the browser is what course_lib computes."""

import functools
import io
import re

import harness
import numpy as np
import pytest
from PIL import Image

from course_lib.explorables import Downhill, downhill
from course_lib.explorables.base import fixed
from course_lib.explorables.downhill import BIAS, LOWEST, RATES, SIZES, STEPS, WINDOW
from course_lib.logistic import gradient, gradient_step


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def number(text):
    return float(text.replace("−", "-"))


def agree(page, explorable):
    """Assert that the numbers on the screen are those of course_lib, for the step that is shown."""
    step = explorable.step = int(page.locator(".cx-scrub").input_value())
    assert page.locator(".cx-equation").inner_text() == f"Step {step} of {STEPS}"
    place = explorable.path()[step]
    slope = explorable.slope(place, step)
    move = -explorable.learning_rate * slope
    rows = [row.split("\t")[1:] for row in page.locator(".cx-update tr").all_inner_texts()][1:]
    for k in range(2):
        wanted = [fixed(place[k], 3), fixed(slope[k], 4), fixed(move[k], 3), fixed(place[k] + move[k], 3)]
        assert [cell.strip() for cell in rows[k]] == wanted
    panel = page.locator(".cx-panel").inner_text()
    assert f"loss E = {fixed(explorable.loss(place), 4)}, at the start" in panel
    assert f"{step * explorable.batch_size} asked so far" in panel
    return step


def shown_in(root):
    """Return the explorable whose controls stand as they do in this part of a page."""
    rate, seed, w1, w2 = (
        float(handle.get_attribute("aria-valuenow")) for handle in root.locator(".cx-controls [role=slider]").all()
    )
    pressed = root.locator(".widget-toggle-button").evaluate_all(
        "all => all.findIndex((e) => e.ariaPressed === 'true')"
    )
    return Downhill(round(w1, 1), round(w2, 1), RATES[round(rate)], SIZES[pressed], round(seed))


settled = functools.partial(harness.settled, agree)


WALK = """async (walks) => {
    const { begin, descend, slopeOf } = await import("/downhill.js");
    return walks.map((walk) => {
        const { places, losses } = begin(walk);
        for (const step of [0, 7, 7, walk.total]) descend(walk, { places, losses }, step);
        return { places, losses, slopes: places.map((place, step) => slopeOf(walk, place, step)) };
    });
}"""


def walk_of(explorable):
    """Return what the module's functions take: the traits, and the start, the rate, the size and the order chosen."""
    view = explorable.view
    return {
        name: getattr(view, name)
        for name in ("points", "labels", "bias", "window", "lowest", "arrived", "idle", "total")
    } | {
        "start": [explorable.w1, explorable.w2],
        "rate": explorable.learning_rate,
        "size": explorable.batch_size,
        "order": view.orders[explorable.seed],
    }


STARTS = [(-2.0, 3.0), (8.0, -4.0), (-3.9, -3.7), (4.3, 2.6)]
CHOICES = [
    (*start, rate, size, seed)
    for (start, seed) in zip(STARTS, range(4), strict=True)
    for rate in (0.3, 3.0, 30.0, 100.0)
    for size in SIZES
]


def test_the_browser_walks_the_paths_of_course_lib(modules):
    explorables = [Downhill(*choice) for choice in CHOICES]
    walked = harness.evaluate(modules, WALK, [walk_of(each) for each in explorables])
    for explorable, choice, came in zip(explorables, CHOICES, walked, strict=True):
        places = np.array(came["places"])
        path = explorable.path()
        np.testing.assert_allclose(places, path, rtol=0, atol=2e-9, err_msg=str(choice))
        losses = [explorable.loss(place) for place in path[::7]]
        np.testing.assert_allclose(came["losses"][::7], losses, rtol=1e-7, atol=1e-9, err_msg=str(choice))
        slopes = [explorable.slope(path[step], step) for step in range(0, len(path), 7)]
        np.testing.assert_allclose(came["slopes"][::7], slopes, rtol=0, atol=1e-8, err_msg=str(choice))


def test_each_step_is_the_gradient_step_of_course_lib():
    explorable = Downhill(batch_size=10, seed=2)
    path, order = explorable.path(), explorable.orders[2]
    for step in range(STEPS):
        rows = order[10 * step : 10 * step + 10]
        w, _ = gradient_step(path[step], BIAS, explorable.X[rows], explorable.y[rows], 3.0)
        np.testing.assert_allclose(path[step + 1], w, rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_each_epoch_asks_every_student_once(seed):
    order = Downhill(seed=seed).orders[seed]
    assert len(order) >= SIZES[1] * (STEPS + 1)
    for first in range(0, 100 * (len(order) // 100), 100):
        assert sorted(order[first : first + 100]) == list(range(100))


def test_the_lowest_place_is_the_lowest():
    explorable = Downhill()
    slope, _ = gradient(np.array(LOWEST["place"]), BIAS, explorable.X, explorable.y)
    assert np.abs(slope).max() < 1e-5
    assert explorable.loss(np.array(LOWEST["place"])) == pytest.approx(LOWEST["loss"], abs=5e-6)
    grid = np.array(explorable.view.losses)
    assert grid.min() >= LOWEST["loss"] - 1e-4
    side = round(len(grid) ** 0.5)
    at = np.linspace(*WINDOW, side)
    for row, column in [(0, 0), (3, side - 1), (side - 1, 7)]:
        assert grid[row * side + column] == pytest.approx(explorable.loss(np.array([at[column], at[row]])), abs=1e-4)


def test_the_rates_crawl_arrive_and_diverge():
    words = {}
    for rate in RATES:
        explorable = Downhill(learning_rate=rate)
        explorable.step = 30
        words[rate] = explorable.text()
        losses = [explorable.loss(place) for place in explorable.path()]
        if rate <= 1:
            assert all(np.diff(losses) < 0)
            assert losses[30] > 1.1 * LOWEST["loss"]
            assert words[rate].endswith("The loss falls.")
        if 5 <= rate <= 20:
            assert losses[30] < 1.01 * LOWEST["loss"]
            assert "Arrived" in words[rate]
    wild = Downhill(learning_rate=100)
    losses = [wild.loss(place) for place in wild.path()]
    assert losses[1] > 1.5 * losses[0]
    assert max(losses[100:]) > losses[0]
    wild.step = 1
    assert "The dot has left the picture. The loss has grown: it is higher than at the start." in wild.text()
    leaping = Downhill(learning_rate=50)
    leaping.step = STEPS
    assert "The dot leaps to and fro, and gets no lower." in leaping.text()


TOLD = """async ([walk, steps]) => {
    const { begin, descend, describe } = await import("/downhill.js");
    const path = begin(walk);
    descend(walk, path, walk.total);
    return steps.map((step) => describe(walk, path, step));
}"""
FALLS, TO_AND_FRO = "The loss falls.", "The dot leaps to and fro, and gets no lower."
NOTHING = "The last step changed nothing: its gradient was almost 0."


@pytest.mark.parametrize(
    ("setting", "step", "words"),
    [
        ((5.0, 3.7, 50.0), 1, FALLS),  # a leap to the other slope, as high by chance
        ((6.8, 2.5, 50.0), 1, FALLS),
        ((-1.3, 3.5, 50.0), 63, TO_AND_FRO),
        ((0.6, 8.0, 10.0, 1, 3), 8, NOTHING),  # the student asked is on the right side, far from the line
    ],
)
def test_both_languages_say_alike_how_it_goes(modules, setting, step, words):
    explorable = Downhill(*setting)
    told = harness.evaluate(modules, TOLD, [walk_of(explorable), [step - 1, step, step + 1]])
    for each, came in zip((step - 1, step, step + 1), told, strict=True):
        explorable.step = each
        assert came == explorable.text()
    assert told[1].endswith(words)


def test_step_play_and_reset(show):
    explorable = Downhill()
    page = show(explorable)
    assert agree(page, explorable) == 0
    for expected in (1, 2):
        harness.button(page, "Step").click()
        assert agree(page, explorable) == expected
    harness.button(page, "Play").press("Enter")
    page.wait_for_function("document.querySelector('.cx-scrub').value >= 4")
    harness.button(page, "Pause").click()
    paused = agree(page, explorable)
    page.wait_for_timeout(500)
    assert agree(page, explorable) == paused >= 4
    slider(page, "step").press("End")
    assert agree(page, explorable) == STEPS
    assert "Arrived" in page.locator(".cx-result").inner_text()
    settled(page, explorable)
    harness.button(page, "Reset").press("Space")
    assert agree(page, explorable) == 0


def test_every_setting_shows_its_own_path_at_the_same_step(show):
    explorable = Downhill()
    page = show(explorable)
    slider(page, "step").fill("30")
    assert agree(page, explorable) == 30
    slider(page, "learning rate η").press("End")
    explorable.view.rate_index = len(RATES) - 1
    assert agree(page, explorable) == 30
    assert "The dot has left the picture." in page.locator(".cx-result").inner_text()
    slider(page, "learning rate η").press("Home")
    explorable.view.rate_index = 0
    for name, index in (("1", 2), ("10", 1)):
        harness.button(page, name).click()
        explorable.view.size_index = index
        assert agree(page, explorable) == 30
    slider(page, "seed (order)").press("ArrowRight")
    explorable.seed = 1
    assert agree(page, explorable) == 30
    for _ in range(3):
        slider(page, "start w₁").press("ArrowRight")
    slider(page, "start w₂").press("ArrowLeft")
    explorable.w1, explorable.w2 = -1.7, 2.9
    settled(page, explorable)


def test_a_start_between_two_tenths_is_rounded_as_in_the_kernel(show):
    starts = [(2.25, 0.25), (-0.25, -2.75), (-0.05, 4.349999)]
    explorables = [Downhill(*start) for start in starts]
    page = show(*explorables)
    assert page.locator(".cx-words").all_inner_texts() == [each.text() for each in explorables]
    assert [each.path()[0].tolist() for each in explorables] == [[2.3, 0.3], [-0.2, -2.7], [0.0, 4.3]]


def test_the_start_is_dragged_and_set_by_a_click(show):
    explorable = Downhill()
    page = show(explorable)
    box = page.locator(".cx-figure .cx-frame").bounding_box()

    def at(w1, w2):
        across, up = [(w - WINDOW[0]) / (WINDOW[1] - WINDOW[0]) for w in (w1, w2)]
        return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]

    def start():
        found = re.search(r"At the start, \((.+?), (.+?)\)", page.locator(".cx-words").inner_text())
        return number(found[1]), number(found[2])

    page.mouse.move(*at(-2, 3))
    page.mouse.down()
    page.mouse.move(*at(-5, 9), steps=4)
    assert harness.middle(page.locator(".cx-handle .cx-knob")) == pytest.approx(at(-4, 8), abs=1)
    page.mouse.move(*at(1, -2), steps=4)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert start() == pytest.approx((1, -2), abs=0.11)
    explorable.w1, explorable.w2 = start()
    settled(page, explorable)
    page.mouse.click(*at(6.5, -3))
    page.wait_for_timeout(600)
    assert start() == pytest.approx((6.5, -3), abs=0.11)
    explorable.w1, explorable.w2 = start()
    settled(page, explorable)
    assert slider(page, "start w₁").get_attribute("aria-valuetext") == f"{explorable.w1:.1f}"


def test_the_picture_is_where_the_numbers_are(show):
    explorable = Downhill(learning_rate=1)
    page = show(explorable)
    slider(page, "step").fill("40")
    box = page.locator(".cx-figure .cx-frame").bounding_box()
    w1, w2 = explorable.path()[40]
    seen = page.evaluate(
        """() => [...document.querySelectorAll(".cx-top > .cx-dot")].filter((e) => e.style.display !== "none")
            .map((e) => { const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })"""
    )
    assert len(seen) == 1
    x, y = seen[0]
    assert WINDOW[0] + 12 * (x - box["x"]) / box["width"] == pytest.approx(w1, abs=0.05)
    assert WINDOW[1] - 12 * (y - box["y"]) / box["height"] == pytest.approx(w2, abs=0.05)


def test_a_dot_outside_is_pointed_at_from_the_rim(show):
    explorable = Downhill(learning_rate=100)
    page = show(explorable)
    harness.button(page, "Step").click()
    assert page.locator(".cx-beyond").is_visible()
    assert "The dot has left the picture." in page.locator(".cx-result").inner_text()
    frame = page.locator(".cx-figure .cx-frame").bounding_box()
    trail = page.locator(".cx-path").first.bounding_box()
    assert trail["x"] + trail["width"] <= frame["x"] + frame["width"] + 3
    settled(page, explorable)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ((0, 0), (2, 2), [[0, 0], [2, 2]]),
        ((0, 0), (20, 0), [[0, 0], [8, 0]]),
        ((-20, 1), (20, 1), [[-4, 1], [8, 1]]),
        ((9, 9), (9, -9), None),
        ((9, -3), (-3, 9), [[8, -2], [-2, 8]]),
        ((-10, 8.5), (10, 8.5), None),
    ],
)
def test_a_way_is_cut_at_the_frame(modules, start, end, wanted):
    came = modules.evaluate(
        """async ([from, to, window]) => (await import("/downhill.js")).clipped(from, to, window)""",
        [start, end, {"x": WINDOW, "y": WINDOW}],
    )
    assert came == wanted or np.allclose(came, wanted)


def test_words_wait_until_the_play_pauses(show):
    explorable = Downhill()
    page = show(explorable, clock=True)
    harness.stop_clock(page)
    before = page.locator(".cx-words").inner_text()
    harness.button(page, "Play").click()
    page.clock.run_for(2000)
    assert int(page.locator(".cx-scrub").input_value()) > 5
    assert page.locator(".cx-words").inner_text() == before
    harness.button(page, "Pause").click()
    page.clock.run_for(500)
    settled(page, explorable)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"learning_rate": 4}, "learning_rate must be one of 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, but 4 came"),
        ({"batch_size": 7}, "batch_size must be one of 100, 10, 1, but 7 came"),
        ({"batch_size": True}, "batch_size must be one of 100, 10, 1, but True came"),
        ({"batch_size": np.ones(2)}, "batch_size must be one of 100, 10, 1, but an array of shape (2,) came"),
        ({"seed": 4}, "seed must be a whole number from 0 to 3, but 4 came"),
        ({"w1": 9}, "w1 must be from -4 to 8, but 9 came"),
        ({"w2": "three"}, "w2 must be one number, but the text 'three' came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=re.escape(f"Downhill: {words}")):
        Downhill(**arguments)


@pytest.mark.parametrize(("name", "value"), [("step", -1), ("step", 151), ("seed", 9), ("w1", 8.1), ("w2", None)])
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value):
    explorable = Downhill()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"Downhill: {name} must be"):
        setattr(explorable, name, value)
    assert explorable.text() == before


def test_arriving_is_within_one_percent_of_the_lowest_loss():
    assert (downhill.ARRIVED, downhill.IDLE) == (1.01, 0.00005)
    lowest, place = downhill.LOWEST["loss"], np.array([[0.0, 0.0], [1.0, 1.0]])
    for factor, words in ((1.0099, "Arrived: the loss is within 1 %"), (1.0101, "The loss falls.")):
        assert words in downhill._news(place, [1.0, factor * lowest], 1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_low_ground_is_light_in_either_theme(show, theme):
    page = show(Downhill(), color_scheme=theme)
    frame = page.locator(".cx-frame").first.bounding_box()

    def ground(w1, w2):
        """Return the commonest colour around a place."""
        x, y = (w1 + 4) / 12 * frame["width"], (8 - w2) / 12 * frame["height"]
        clip = {"x": frame["x"] + x - 4, "y": frame["y"] + y - 4, "width": 8, "height": 8}
        picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
        return harness.commonest_colours(picture)[0]

    low, high = ground(3.6, 2.2), ground(-3.5, -3.5)
    assert np.mean(low) > np.mean(high) + 50
    path = page.locator(".cx-path").first.evaluate("e => getComputedStyle(e).stroke")
    assert harness.contrast(low, [int(part) for part in re.findall(r"\d+", path)[:3]]) > 7
