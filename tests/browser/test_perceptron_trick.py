"""The perceptron trick: every line replayed in the browser is the float that course_lib computed."""

import functools
import itertools
import re

import harness
import numpy as np
import pytest

from course_lib.explorables import PerceptronTrick
from course_lib.explorables.base import fixed
from course_lib.explorables.perceptron_trick import RATES, SEEDS, START
from course_lib.perceptron import count_mistakes, predict, replay


def agree(page, explorable):
    """Assert that the numbers on the screen are those of the history that course_lib computed."""
    history = explorable._history
    X, y, _ = explorable.data[explorable.view.data_index]
    found = re.match(r"Update (\d+) of (\d+)(?:, epoch (\d+))?", page.locator(".cx-equation").inner_text())
    explorable.update = update = int(found[1])
    assert int(found[2]) == len(history["rows"])
    assert page.locator(".cx-scrub").input_value() == str(update)
    weights, biases = replay(history, X)
    lines = np.column_stack([weights, biases])
    lines = np.vstack([[START["w1"], START["w2"], START["b"]], lines])
    cells = [row.split("\t") for row in page.locator(".cx-update tr").all_inner_texts()][1:]
    assert [row[3].strip() for row in cells] == [fixed(value, 3) for value in lines[update]]
    assert page.locator(".cx-wrong").count() == count_mistakes(lines[update, :2], lines[update, 2], X, y)
    bars = page.locator(".cx-chart .cx-values text").all_text_contents()
    assert sum(int(count or 0) for count in bars) == update
    if update:
        row = history["rows"][update - 1]
        assert page.locator(".cx-selected").get_attribute("data-row") == str(row)
        assert [row[1].strip() for row in cells] == [fixed(value, 3) for value in lines[update - 1]]
        epoch = 1 + np.searchsorted(np.cumsum(history["mistakes"]), update)
        assert int(found[3]) == epoch
        assert f"predicted {1 - y[row]}, truth {y[row]}" in page.locator(".cx-panel").inner_text()
    return update


settled = functools.partial(harness.settled, agree)


def test_the_browser_replays_every_float_of_course_lib(modules):
    explorable = PerceptronTrick()
    view = explorable.view
    replayed = harness.evaluate(
        modules,
        """async ({ runs, data, start, rates }) => {
            const { replay } = await import("/perceptron_trick.js");
            return runs.map((byRate, d) => byRate.map((bySeed, r) => bySeed.map((run) =>
                replay(run, data[d], start, rates[r]).map(({ w, b }) => [...w, b]))));
        }""",
        {"runs": view.runs, "data": view.data, "start": START, "rates": RATES},
    )
    for (d, r, s), fit in explorable._fits.items():
        X, y, _ = explorable.data[d]
        run, lines = view.runs[d][r][s], replayed[d][r][s]
        weights, biases = replay(fit.history_, X)
        assert np.array_equal(lines[1:], np.column_stack([weights, biases]))
        assert np.array_equal(weights[-1], fit.coef_[0])
        assert sum(run["mistakes"]) == len(run["rows"])
        before = np.array(lines[:-1])
        wrong = [predict(line[:2], line[2], X[row]) != y[row] for line, row in zip(before, run["rows"], strict=True)]
        assert all(wrong)


def test_every_update_of_every_run_has_the_same_words_in_both_languages(modules):
    explorable = PerceptronTrick()
    view, texts = explorable.view, []
    for view.data_index in range(2):
        for view.rate_index in range(len(RATES)):
            for explorable.seed in range(SEEDS):
                history, X = explorable._history, explorable.data[view.data_index].X
                lines = [explorable._line(0), *zip(*replay(history, X), strict=True)]
                explorable._line = lines.__getitem__  # to replay a run for each update takes minutes
                texts.append([])
                for view.update in range(len(lines)):
                    texts[-1].append(explorable.text())
                del explorable._line
    told = harness.evaluate(
        modules,
        """async ({ runs, data, start, rates, names, digits }) => {
            const { describe, replay } = await import("/perceptron_trick.js");
            return runs.flatMap((byRate, d) => byRate.flatMap((bySeed, r) => bySeed.map((found) => {
                const run = { ...data[d], ...found, lines: replay(found, data[d], start, rates[r]) };
                return run.lines.map((_, i) => describe(run, i, { learningRate: rates[r], names, digits }));
            })));
        }""",
        {
            "runs": view.runs,
            "data": view.data,
            "start": START,
            "rates": RATES,
            "names": view.names,
            "digits": view.digits,
        },
    )
    assert told == texts


def test_separable_runs_stop_and_others_do_not():
    explorable = PerceptronTrick()
    view = explorable.view
    for view.data_index, view.rate_index, explorable.seed in itertools.product(
        range(2), range(len(RATES)), range(SEEDS)
    ):
        X, y, _ = explorable.data[view.data_index]
        explorable.update = explorable._total
        assert (explorable._history["mistakes"][-1] == 0) == explorable.separable
        assert (count_mistakes(*explorable._line(explorable.update), X, y) == 0) == explorable.separable
        assert ("made no mistake" in explorable.text()) == explorable.separable
        assert ("never settles" in explorable.text()) != explorable.separable


def test_learning_rate_matters():
    ends = {tuple(PerceptronTrick(learning_rate=rate)._history["mistakes"]) for rate in RATES}
    assert len(ends) == len(RATES)


def test_step_and_back(show):
    explorable = PerceptronTrick()
    page = show(explorable)
    assert agree(page, explorable) == 0
    for expected in (1, 2):
        harness.button(page, "Step").click()
        assert agree(page, explorable) == expected
    first_epoch = int(explorable._history["mistakes"][0])
    page.get_by_role("slider", name="update").fill(str(first_epoch - 1))
    for expected in (first_epoch, first_epoch + 1):
        harness.button(page, "Step").press("Enter")
        assert agree(page, explorable) == expected
    harness.button(page, "Back").press("Enter")
    assert agree(page, explorable) == first_epoch
    settled(page, explorable)
    harness.button(page, "Reset").press("Space")
    assert agree(page, explorable) == 0
    harness.button(page, "Back").click()
    assert agree(page, explorable) == 0


def test_scrub_by_keyboard_and_mouse(show):
    explorable = PerceptronTrick(separable=False)
    page = show(explorable)
    scrub = page.get_by_role("slider", name="update")
    for key, expected in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("End", explorable._total),
        ("ArrowLeft", explorable._total - 1),
    ]:
        scrub.press(key)
        assert agree(page, explorable) == expected
    scrub.press("End")
    assert "never settles" in page.locator(".cx-result").inner_text()
    box = scrub.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    assert agree(page, explorable) == pytest.approx(explorable._total / 3, abs=4)
    settled(page, explorable)


def test_every_setting_shows_its_own_run(show):
    explorable = PerceptronTrick()
    page = show(explorable)
    harness.button(page, "Step").click()
    rate, seed = (page.get_by_role("slider", name=name) for name in ("learning rate η", "seed (order)"))
    rate.press("End")
    explorable.view.rate_index = 4
    assert rate.get_attribute("aria-valuetext") == "1"
    assert agree(page, explorable) == 0
    for _ in range(3):
        seed.press("ArrowRight")
    explorable.seed = 3
    harness.button(page, "Step").click()
    assert agree(page, explorable) == 1
    harness.button(page, "not separable").click()
    explorable.view.data_index = 1
    page.get_by_role("slider", name="update").press("End")
    assert agree(page, explorable) == explorable._total
    settled(page, explorable)


def test_play_moves_and_pauses_and_stops_at_the_end(show):
    explorable = PerceptronTrick(learning_rate=0.03)
    page = show(explorable)
    harness.button(page, "Play").press("Enter")
    page.wait_for_function("document.querySelector('.cx-scrub').value >= 2")
    harness.button(page, "Pause").click()
    paused = agree(page, explorable)
    page.wait_for_timeout(600)
    assert agree(page, explorable) == paused >= 2
    page.get_by_role("slider", name="update").press("End")
    harness.button(page, "Back").click()
    harness.button(page, "Play").click()
    page.wait_for_function("document.querySelector('.cx-result').textContent.includes('made no mistake')")
    assert harness.button(page, "Play").count() == 1
    settled(page, explorable)


def test_play_is_slow_for_those_who_ask_for_less_motion(show):
    page = show(PerceptronTrick(), reduced_motion="reduce", clock=True)
    harness.stop_clock(page)
    assert page.get_by_text("Play takes one step a second").is_visible()
    harness.button(page, "Play").click()
    for wait, update in [(0, "1"), (990, "1"), (20, "2"), (1000, "3")]:
        page.clock.run_for(wait)
        assert page.locator(".cx-scrub").input_value() == update
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_text("Play takes one step a second").wait_for(state="hidden")
    page.clock.run_for(950)  # it plays on, at its usual pace: 25 seconds for all 135 updates
    assert page.locator(".cx-scrub").input_value() == "8"
    page.emulate_media(reduced_motion="reduce")
    page.get_by_text("Play takes one step a second").wait_for()
    now = int(page.locator(".cx-scrub").input_value())
    page.clock.run_for(2990)
    assert int(page.locator(".cx-scrub").input_value()) <= now + 3


def test_a_wrong_argument_is_named():
    with pytest.raises(ValueError, match=r"learning_rate must be one of 0\.01, 0\.03, 0\.1, 0\.3, 1, but 0\.5 came"):
        PerceptronTrick(learning_rate=0.5)
    with pytest.raises(ValueError, match="seed must be a whole number from 0 to 4, but 7 came"):
        PerceptronTrick(seed=7)
    with pytest.raises(ValueError, match=r"seed must be a whole number from 0 to 4, but 1\.0 came"):
        PerceptronTrick(seed=1.0)


@pytest.mark.parametrize(("name", "value"), [("update", -3), ("update", 10**6), ("update", 1.5), ("seed", 5)])
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value):
    trick = PerceptronTrick()
    before, most = trick.text(), {"update": trick._total, "seed": SEEDS - 1}[name]
    words = f"PerceptronTrick: {name} must be a whole number from 0 to {most}, but {value} came"
    with pytest.raises(ValueError, match=words):
        setattr(trick, name, value)
    assert trick.text() == before


def test_a_shorter_run_is_shown_up_to_its_end():
    trick = PerceptronTrick(separable=False)
    trick.update = trick._total
    trick.view.data_index = 0
    assert f"update {trick._total} of {trick._total}" in trick.text()


def test_words_wait_until_the_play_pauses(show):
    explorable = PerceptronTrick(learning_rate=0.03)
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


def test_a_run_that_is_shorter_than_the_update_chosen_is_shown_at_its_end(show):
    explorable = PerceptronTrick(seed=1)
    explorable.view.update = 222  # as it stands after another seed, whose run is longer
    page = show(explorable)
    page.wait_for_function("text => document.querySelector('.cx-words').textContent === text", arg=explorable.text())
    assert "update 79 of 79" in explorable.text()


def test_another_seed_begins_with_its_first_line_and_an_update_after_it_stays():
    explorable = PerceptronTrick()
    explorable.update = 7
    explorable.seed = 1
    assert (explorable.seed, explorable.update) == (1, 0)
    explorable.update = 5
    assert explorable.update == explorable.view.update == 5
