"""Blame: both passes, each gradient as a product and by nudging, and updates are those that course_lib works out."""

import functools

import harness
import numpy as np
import pytest

from course_lib.backpropagation import backward, deltas
from course_lib.explorables import Blame
from course_lib.explorables.base import fixed
from course_lib.explorables.blame import EDGES, FEATURES, LAST, LOSSES, START, TRUTH
from course_lib.feedforward import forward, network_loss
from course_lib.gradients import numerical_gradient

UNIT_STEPS = {"h₁": (1, 6), "h₂": (2, 7), "ŷ": (3, 5)}  # the step that works out what it says, and its δ


def passes(explorable):
    """Return activations, loss, δ and gradients of the parameters shown, straight from the mathematics."""
    w = explorable.parameters
    weights, biases = [w[:4].reshape(2, 2), w[4:6].reshape(2, 1)], [w[6:8], w[8:]]
    Y, loss = [[float(explorable.view.truth_index)]], LOSSES[explorable.loss]
    activations = forward([FEATURES], weights, biases)
    blame = deltas(activations, Y, weights, loss=loss)
    parts = backward(activations, Y, weights, loss=loss)
    return {
        "a": [*activations[1][0], *activations[2][0]],
        "deltas": [*blame[0][0], *blame[1][0]],
        "gradients": np.concatenate([each.ravel() for part in parts for each in part]),
        "loss": network_loss([FEATURES], Y, weights, biases, loss=loss),
    }


def agree(page, explorable):
    """Assert that every number on the screen is that of course_lib; return the step."""
    for trait, value in settings(page).items():
        setattr(explorable.view, trait, value)
    found, stage = passes(explorable), explorable.stage
    graph = page.locator(".cx-net").evaluate("e => [...e.querySelectorAll('text')].map((text) => text.textContent)")
    for unit, (says, blamed) in enumerate(UNIT_STEPS.values()):
        assert (fixed(found["a"][unit], 4) in graph) is (stage >= says)
        assert (f"δ {fixed(found['deltas'][unit], 4)}" in graph) is (stage >= blamed)
    assert (f"E {fixed(found['loss'], 4)}" in graph) is (stage >= 4)
    edge = explorable.view.edge_index
    gradient = fixed(found["gradients"][edge], 4)
    rows = [row.split("\t") for row in page.locator(".cx-factors tr:visible").all_inner_texts()]
    product, nudged = rows[-2][1].strip(), rows[-1][1].strip()
    reached = UNIT_STEPS[EDGES[edge].split("→")[1]][1]
    assert product == (gradient if stage >= reached else "?")
    assert nudged == gradient
    assert [row[1].strip() for row in rows[:-2]] == [
        fixed(value, 4) if step <= stage else "?" for _, value, step in explorable.factors()
    ]
    squares = np.sum(found["gradients"] ** 2)
    tally = page.locator(".cx-tally").inner_text()
    assert f"= {fixed(found['loss'] - explorable.learning_rate * squares, 4)}." in tally
    return stage


def settings(root):
    """Return the values of the controls on the screen, by trait."""
    sliders = harness.slider_values(root)
    chosen = root.locator(".widget-toggle-button[aria-pressed=true]").all_inner_texts()
    return {
        "stage": int(sliders["step"]),
        "learning_rate": round(sliders["learning rate η"], 9),
        "truth_index": TRUTH.index(chosen[0]),
        "loss_index": list(LOSSES).index(chosen[1]),
        "edge_index": EDGES.index(chosen[2]),
    }


def as_set(root):
    """Return an explorable with the settings that the controls show."""
    same = Blame()
    for trait, value in settings(root).items():
        setattr(same.view, trait, value)
    return same


settled = functools.partial(harness.settled, agree)


def test_one_unit_at_a_time_forward_and_back(show):
    explorable = Blame()
    page = show(explorable)
    assert agree(page, explorable) == 0
    for expected in [*range(1, LAST + 1), LAST]:
        harness.button(page, "Step forward").click()
        assert agree(page, explorable) == expected
        explorable.stage = expected
        assert page.locator(".cx-worked").inner_text() in explorable.text()
    settled(page, explorable)
    harness.button(page, "Step back").press("Enter")
    assert agree(page, explorable) == LAST - 1
    harness.button(page, "Reset").press("Space")
    assert agree(page, explorable) == 0
    harness.button(page, "Step back").click()
    assert agree(page, explorable) == 0


def test_the_numbers_are_those_of_the_lesson():
    text = Blame(stage=LAST).text()
    assert "δ of h₂ = δ of ŷ · weight · a(1 − a) = −0.4257 · −0.6000 · 0.1966 = 0.0502." in text
    assert "x₂ 2.0000 · h₁(1 − h₁) 0.1779 · weight h₁→ŷ 0.7000 · ŷ − y −0.4257 = −0.1060; by nudging: −0.1060." in text
    assert "An update with η = 0.2 promises the loss 0.5546 − 0.2 · 0.4171 = 0.4712." in text


@pytest.mark.parametrize("loss", LOSSES)
def test_product_and_nudging_agree_for_every_edge(show, loss):
    explorable = Blame(stage=LAST, loss=loss)
    page = show(explorable)
    for edge in EDGES:
        harness.button(page, edge).click()
        assert agree(page, explorable) == LAST
    harness.button(page, "rejected").press("Enter")
    agree(page, explorable)
    settled(page, explorable)


def test_an_edge_is_chosen_by_a_click_on_it(show):
    explorable = Blame(stage=LAST)
    page = show(explorable)
    for i, edge in enumerate(EDGES):
        line = page.locator(f".cx-hit[data-edge='{i}']")
        x, y = line.evaluate(
            """e => {
                const box = e.ownerSVGElement.getBoundingClientRect();
                const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(e.getAttribute(name)));
                return [box.left + x1 + 0.25 * (x2 - x1), box.top + y1 + 0.25 * (y2 - y1)];
            }"""
        )
        page.mouse.click(x, y)
        agree(page, explorable)
        assert explorable.edge == edge


def test_an_update_moves_all_numbers_and_keeps_its_promise_nearly(show):
    explorable = Blame(learning_rate=0.1)
    explorable.view.most = 2  # updates that are kept
    page = show(explorable)
    for _ in range(3):
        before = passes(explorable)
        harness.button(page, "Update").click()
        explorable.update()
        assert agree(page, explorable) == LAST
        promised, came = explorable.last_update()
        assert promised == pytest.approx(before["loss"] - 0.1 * np.sum(before["gradients"] ** 2))
        assert came == pytest.approx(promised, abs=0.002)
        words = f"The last update promised {fixed(promised, 4)} and brought {fixed(came, 4)}."
        assert words in page.locator(".cx-tally").inner_text()
    assert page.locator(".cx-panel .cx-curve").first.get_attribute("d").count("L") == 2  # from loss to loss
    assert page.locator(".cx-panel .cx-chart text", has_text="of the last 2 updates").count() == 1
    settled(page, explorable)
    another = "The last update was for another truth or loss."
    for name, control, wanted in (
        ("rejected", "truth_index", another),
        ("admitted", "truth_index", words),
        ("squared error", "loss_index", another),
        ("log-loss", "loss_index", words),
    ):
        page.locator(".cx-controls").get_by_role("button", name=name, exact=True).click()
        explorable.put(**{control: explorable.controls[control].options.index(name)})
        settled(page, explorable)
        assert wanted in page.locator(".cx-tally").inner_text()
    harness.button(page, "Reset").click()
    explorable.view.path = [list(START)]
    assert agree(page, explorable) == 0
    assert "No update yet." in page.locator(".cx-tally").inner_text()


def test_the_browser_takes_the_same_passes_for_any_numbers(modules):
    rng = np.random.default_rng(0)
    for index, loss in enumerate(LOSSES):
        for truth in (0, 1):
            explorable = Blame(truth=TRUTH[truth], loss=loss)
            for parameters in rng.normal(0, 2, (20, 9)):
                explorable.view.path = [parameters.tolist()]
                traits = harness.traits(explorable) | {"loss_index": index}
                found = harness.evaluate(
                    modules,
                    """async (values) => {
                        const { situation } = await import("/blame.js");
                        return situation({ get: (name) => values[name] });
                    }""",
                    traits,
                )
                wanted = passes(explorable)
                np.testing.assert_allclose(found["gradients"], wanted["gradients"], rtol=1e-9, atol=1e-12)
                np.testing.assert_allclose(found["loss"], wanted["loss"], rtol=1e-9)
                edge = explorable.view.edge_index
                np.testing.assert_allclose(found["gradient"], wanted["gradients"][edge], rtol=1e-9, atol=1e-12)
                np.testing.assert_allclose(found["measured"], found["gradient"], rtol=1e-5, atol=2e-8)


def test_the_gradients_are_the_slopes():
    for loss in LOSSES:
        explorable = Blame(loss=loss)

        def loss_of(parameters, explorable=explorable):
            return explorable.solve(parameters)["loss"]

        numbers = numerical_gradient(loss_of, explorable.parameters)
        np.testing.assert_allclose(explorable.solve(explorable.parameters)["gradients"], numbers, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"edge": "h₁→h₂"}, "edge must be one of x₁→h₁"),
        ({"truth": 1}, "truth must be one of rejected, admitted, but 1 came"),
        ({"loss": "hinge"}, "loss must be one of log-loss, squared error, but the text 'hinge' came"),
        ({"learning_rate": 3}, "learning_rate must be from 0.1 to 2, but 3 came"),
        ({"stage": 8}, "stage must be a whole number from 0 to 7, but 8 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"Blame: {words}"):
        Blame(**arguments)
