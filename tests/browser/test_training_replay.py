"""The training replay: every number on the screen is the one that course_lib works out."""

import functools
import re

import harness
import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from course_lib.evaluation import base_rate, standardize
from course_lib.explorables import TrainingReplay
from course_lib.explorables.base import fixed, percent
from course_lib.explorables.training_replay import BATCHES, BRAKES, EPOCHS, GROUPS, RATES
from course_lib.logistic import LogisticRegression, predict_proba
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import predict, score


def as_set(root):
    """Return a replay with the settings that the controls on the screen show."""
    rate, student = (int(float(each.get_attribute("aria-valuenow"))) for each in root.get_by_role("slider").all()[:2])
    batch, brake = root.locator(".widget-toggle-button[aria-pressed=true]").all_inner_texts()
    return TrainingReplay(RATES[rate], batch, brake, student)


def agree(page, explorable):
    """Assert that what the screen shows is what course_lib works out from the run; return the epoch."""
    explorable.epoch = epoch = int(page.locator(".cx-scrub").input_value())
    w, b = explorable.run[epoch, :2], explorable.run[epoch, 2]
    panel = page.locator(".cx-panel").inner_text()
    assert page.locator(".cx-equation").inner_text() == f"Epoch {epoch} of {EPOCHS}"
    assert f"w₁ = {fixed(w[0], 3)}, w₂ = {fixed(w[1], 3)}, b = {fixed(b, 3)}" in panel
    cells = [row.split("\t") for row in page.locator(".cx-groups tr").all_inner_texts()]
    for k, group in enumerate(GROUPS, start=1):
        rows = explorable._rows(group)
        X, y = explorable.scaled[rows], explorable.y[rows]
        right = int(np.sum(predict(w, b, X) == y))
        assert cells[0][k].strip() == f"{group} ({len(y)})"
        assert cells[1][k].strip() == fixed(log_loss_from_scores(y, score(w, b, X)), 3)
        assert cells[2][k].strip() == percent(right, len(y))
        assert cells[3][k].strip() == percent(round(base_rate(y) * len(y)), len(y))
    assert page.locator(".cx-student.cx-wrong").count() == int(np.sum(predict(w, b, explorable.scaled) != explorable.y))
    row = explorable.student
    assert page.locator(".cx-student.cx-selected").get_attribute("data-row") == str(row)
    p = float(predict_proba(w, b, explorable.scaled[row]))
    assert f"Student {row}, {GROUPS[int(row in explorable.held_out)]}:" in panel
    assert f"p = σ(z) = {fixed(p, 3)}; truth: {explorable.y[row]}" in panel
    return epoch


settled = functools.partial(harness.settled, agree)


def test_the_students_are_those_of_the_lessons_first_split():
    explorable = TrainingReplay()
    _, X_test, _, y_test = train_test_split(explorable.X, explorable.y, test_size=0.3, random_state=0)
    held_out = explorable.X[explorable.held_out]
    assert sorted(map(tuple, held_out)) == sorted(map(tuple, X_test))
    assert base_rate(explorable.y[explorable.held_out]) == base_rate(y_test)
    assert set(explorable.held_out).isdisjoint(explorable.training)
    np.testing.assert_allclose(explorable.scaled[explorable.training].mean(axis=0), 0, atol=1e-12)


@pytest.mark.parametrize("rate", RATES)
def test_what_is_shipped_is_the_history_of_course_lib(rate):
    explorable = TrainingReplay()
    X, y = (values[explorable.training] for values in (explorable.X, explorable.y))
    for i, size in enumerate(BATCHES.values()):
        for j, C in enumerate(BRAKES.values()):
            model = LogisticRegression(C=C, learning_rate=rate, batch_size=size, max_iter=EPOCHS, tol=0)
            history = model.fit(standardize(X, X)[0], y).history_
            shipped = np.array(explorable.view.runs[RATES.index(rate)][i][j])
            assert shipped.shape == (EPOCHS + 1, 3)
            np.testing.assert_allclose(shipped[:, :2], history["weights"], atol=6e-7)
            np.testing.assert_allclose(shipped[:, 2], history["biases"], atol=6e-7)


def test_the_browser_works_out_the_same_losses(modules):
    explorable = TrainingReplay()
    state = explorable.view.get_state()
    traits = {name: value for name, value in state.items() if not name.startswith("_") and name != "layout"}
    found = harness.evaluate(
        modules,
        """async (values) => {
            const { classroom, lossesOf } = await import("/training_replay.js");
            const { scaled, groups } = classroom({ get: (name) => values[name] });
            const losses = (run) => lossesOf(run.map(([w1, w2, b]) => ({ w: [w1, w2], b })), groups);
            return { scaled, losses: values.runs.map((a) => a.map((c) => c.map(losses))) };
        }""",
        traits,
    )
    np.testing.assert_allclose(found["scaled"], explorable.scaled, rtol=1e-12, atol=1e-12)
    for i in range(len(RATES)):
        for j in range(len(BATCHES)):
            for k in range(len(BRAKES)):
                explorable.view.rate_index, explorable.view.batch_index, explorable.view.brake_index = i, j, k
                wanted = [explorable.losses(group) for group in GROUPS]
                assert np.isfinite(wanted).all()
                np.testing.assert_allclose(found["losses"][i][j][k], wanted, rtol=1e-9, atol=1e-9)


def test_training_starts_from_one_half_and_learns():
    explorable = TrainingReplay()
    train, held_out = (explorable.losses(group) for group in GROUPS)
    assert [train[0], held_out[0]] == pytest.approx([np.log(2)] * 2)
    assert train[-1] < 0.3
    assert held_out[-1] < 0.4


def test_step_back_and_reset(show):
    explorable = TrainingReplay()
    page = show(explorable)
    assert agree(page, explorable) == 0
    for expected in (1, 2):
        harness.button(page, "Step").click()
        assert agree(page, explorable) == expected
    harness.button(page, "Back").press("Enter")
    assert agree(page, explorable) == 1
    settled(page, explorable)
    harness.button(page, "Reset").press("Space")
    assert agree(page, explorable) == 0


def test_scrub_by_keyboard_and_mouse(show):
    explorable = TrainingReplay()
    page = show(explorable)
    scrub = page.get_by_role("slider", name="epoch")
    for key, expected in [("ArrowRight", 1), ("ArrowUp", 2), ("End", EPOCHS), ("ArrowLeft", EPOCHS - 1), ("Home", 0)]:
        scrub.press(key)
        assert agree(page, explorable) == expected
    box = scrub.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    assert agree(page, explorable) == pytest.approx(EPOCHS / 3, abs=2)
    left, right = box["x"] + 9, box["x"] + box["width"] - 9
    middle = box["y"] + box["height"] / 2
    page.mouse.move(left + agree(page, explorable) / EPOCHS * (right - left), middle)
    page.mouse.down()
    page.mouse.move(right, middle, steps=12)
    page.mouse.up()
    assert agree(page, explorable) == EPOCHS
    settled(page, explorable)


def test_every_setting_shows_its_own_run_at_the_same_epoch(show):
    explorable = TrainingReplay()
    page = show(explorable)
    page.get_by_role("slider", name="epoch").press("End")
    assert as_set(page).view.rate_index == explorable.view.rate_index
    for trait, control, index in [
        ("rate_index", page.get_by_role("slider", name="learning rate η"), 2),
        ("batch_index", harness.button(page, "one by one"), 2),
        ("brake_index", harness.button(page, "C = 0.1"), 2),
    ]:
        before = page.locator(".cx-panel").inner_text()
        (control.press("ArrowRight") if trait == "rate_index" else control.click())
        setattr(explorable.view, trait, index)
        assert as_set(page).text() == TrainingReplay(3.0, explorable.batch, explorable.brake).text()
        assert agree(page, explorable) == EPOCHS
        assert page.locator(".cx-panel").inner_text() != before
    settled(page, explorable)


def test_a_student_is_chosen_by_keyboard_and_by_click(show):
    explorable = TrainingReplay()
    page = show(explorable)
    page.get_by_role("slider", name="epoch").press("End")
    slider = page.get_by_role("slider", name="student", exact=True)
    slider.press("ArrowRight")
    explorable.student += 1
    settled(page, explorable)
    for row in (int(explorable.held_out[4]), int(explorable.training[7])):
        page.mouse.click(*harness.middle(page.locator(f"[data-row='{row}'] .cx-mark")))
        explorable.student = row
        agree(page, explorable)
    settled(page, explorable)


def test_held_out_students_are_drawn_smaller(show):
    explorable = TrainingReplay()
    page = show(explorable)
    width = "e => e.getBoundingClientRect().width"
    for label in (0, 1):
        large, small = (
            page.locator(f"[data-row='{rows[explorable.y[rows] == label][0]}'] .cx-mark").evaluate(width)
            for rows in (explorable.training, explorable.held_out)
        )
        assert small < 0.8 * large


def test_play_moves_pauses_and_stops_at_the_end(show):
    explorable = TrainingReplay()
    page = show(explorable)
    harness.button(page, "Play").press("Enter")
    page.wait_for_function("document.querySelector('.cx-scrub').value >= 2")
    harness.button(page, "Pause").click()
    paused = agree(page, explorable)
    page.wait_for_timeout(1000)
    assert agree(page, explorable) == paused >= 2
    page.get_by_role("slider", name="epoch").press("End")
    harness.button(page, "Back").click()
    harness.button(page, "Play").click()
    page.wait_for_function(f"document.querySelector('.cx-scrub').value === '{EPOCHS}'")
    harness.button(page, "Play").wait_for()
    settled(page, explorable)


def test_play_is_slow_for_those_who_ask_for_less_motion(show):
    page = show(TrainingReplay(), reduced_motion="reduce", clock=True)
    harness.stop_clock(page)
    assert page.get_by_text("Play takes one step a second").is_visible()
    harness.button(page, "Play").click()
    for wait, epoch in [(0, "1"), (990, "1"), (20, "2"), (1000, "3")]:
        page.clock.run_for(wait)
        assert page.locator(".cx-scrub").input_value() == epoch


def test_the_field_is_the_probability_of_the_line(show):
    explorable = TrainingReplay()
    page = show(explorable)
    assert page.locator(".cx-contours path.cx-middle").get_attribute("d") in (None, "")
    page.get_by_role("slider", name="epoch").press("End")
    explorable.epoch = EPOCHS
    numbers = re.findall(r"[\d.]+", page.locator(".cx-contours path.cx-middle").get_attribute("d"))
    frame = page.locator(".cx-plane .cx-frame").first.evaluate(
        "e => ['x', 'y', 'width', 'height'].map((name) => Number(e.getAttribute(name)))"
    )
    left, top, width, height = frame
    window = explorable.view.window
    across = window["x"][0] + (np.array(numbers[::2], float) - left) / width * np.diff(window["x"])
    up = window["y"][1] - (np.array(numbers[1::2], float) - top) / height * np.diff(window["y"])
    places = standardize(explorable.X[explorable.training], np.column_stack([across, up]))[1]
    w, b = explorable._line()
    np.testing.assert_allclose(predict_proba(w, b, places), 0.5, atol=0.02)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"learning_rate": 0.5}, r"learning_rate must be one of 0\.03, 0\.3, 3, 10, but 0\.5 came"),
        ({"batch": "all"}, "batch must be one of all at once, ten at a time, one by one, but the text 'all' came"),
        ({"brake": 1.0}, r"brake must be one of no brake, C = 1, C = 0\.1, but 1\.0 came"),
        ({"student": 100}, "student must be a whole number from 0 to 99, but 100 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"TrainingReplay: {words}"):
        TrainingReplay(**arguments)


@pytest.mark.parametrize(
    ("name", "value", "most"), [("epoch", -1, EPOCHS), ("epoch", 51, EPOCHS), ("student", 1.5, 99)]
)
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value, most):
    replay = TrainingReplay()
    before = replay.text()
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 0 to {most}, but {value} came"):
        setattr(replay, name, value)
    assert replay.text() == before
