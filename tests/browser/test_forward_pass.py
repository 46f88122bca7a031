"""The forward pass: every number on the screen is the one that course_lib computes, for every network and unit."""

import harness
import numpy as np
import pytest
from test_lessons import as_set as as_the_controls_are

from course_lib.data import load_admissions, load_messy_admissions
from course_lib.evaluation import base_rate
from course_lib.explorables import ForwardPass
from course_lib.explorables.base import fixed, term
from course_lib.explorables.forward_pass import NAMES, NETWORKS
from course_lib.feedforward import forward


def as_set(root):
    """Return an explorable that is set as the page is, with the unit that is chosen there."""
    same = as_the_controls_are(root, ForwardPass)
    same.unit = int(root.locator(".cx-chosen").get_attribute("data-unit"))
    return same


def rows(root):
    shown = root.locator(".cx-terms tr:visible").all_inner_texts()
    return [row.replace("\n", "").split("\t") for row in shown]


def agree(root, explorable):
    """Assert that the graph and the worked sum are what course_lib makes of the sliders' values."""
    network = NETWORKS[explorable.network]
    x = [explorable.x1, explorable.x2, explorable.x3][: len(network["weights"][0])]
    activations = forward([x], network["weights"], network["biases"], "logistic", network["output"])
    nodes = root.locator(".cx-node text").all_text_contents()
    assert nodes[: len(x)] == [fixed(value, 1) for value in x]
    assert nodes[len(x) :] == [fixed(value, 2) for a in activations[1:] for value in a[0]]
    outputs, digits = activations[-1][0], 4 if len(activations[-1][0]) == 1 else 2
    assert root.locator(".cx-equation").inner_text() == f"ŷ = {', '.join(fixed(p, digits) for p in outputs)}"
    places = [(k, j) for k, b in enumerate(network["biases"]) for j in range(len(b))]
    k, j = places[explorable.unit]
    before, w, b = activations[k][0], np.array(network["weights"][k])[:, j], network["biases"][k][j]
    shown = rows(root)
    assert root.locator(".cx-terms caption").inner_text().endswith(f", unit {j + 1}")
    for i, (value, weight) in enumerate(zip(before, w, strict=True)):
        assert shown[i][1] == f"{fixed(weight, 1)} · {fixed(value, 4 if k else 1)}"
        assert shown[i][2] == (term if i else fixed)(weight * value, 4)
    z = before @ w + b
    assert [row[-1] for row in shown[len(w) :]] == [term(b, 4), fixed(z, 4), fixed(activations[k + 1][0][j], 4)]
    assert root.locator(".cx-weight").all_text_contents() == [fixed(weight, 1) for weight in w]
    assert root.locator(".cx-into").count() == len(w) + 2  # and two signs of the legend


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_is_worked_out_and_reached_by_keys(show, name):
    explorable = ForwardPass(name, x1=-0.7, x2=1.3, x3=2.1)
    page = show(explorable)
    root = page.locator(".cx-explorable")
    units = sum(map(len, NETWORKS[name]["biases"]))
    for unit in (*range(1, units), 0):
        harness.button(page, "Next unit").press("Enter")
        explorable.unit = unit
        agree(root, explorable)
    harness.button(page, "Previous unit").press("Enter")
    explorable.unit = units - 1
    agree(root, explorable)
    harness.settled(lambda page, explorable: agree(root, explorable), page, explorable)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_a_unit_is_chosen_in_the_graph(show, hand):
    page = show(ForwardPass("2-3-3-1"), has_touch=hand == "touch")
    root = page.locator(".cx-explorable")
    for unit in (6, 2, 4, 0):
        node = root.locator(f"[data-unit='{unit}'] circle")
        (page.touchscreen.tap if hand == "touch" else page.mouse.click)(*harness.middle(node))
        same = as_set(root)
        assert same.unit == unit
        agree(root, same)


def test_another_network_has_its_own_inputs_and_units(show):
    explorable = ForwardPass("2-3-3-1", unit=5)
    page = show(explorable)
    root = page.locator(".cx-explorable")
    third = page.get_by_role("slider", name="x₃")
    assert not third.is_visible()
    for name in ("3-4-1", "2-4-3", "2-2-1"):
        page.get_by_role("button", name=name, exact=True).click()
        same = as_set(root)
        assert same.network == name
        assert third.is_visible() == (name == "3-4-1")
        agree(root, same)
    assert as_set(root).unit == 2  # the last one that is there
    explorable.network = "2-2-1"
    assert explorable.unit == 2
    harness.button(page, "Previous unit").press("Enter")
    page.get_by_role("button", name="2-3-3-1", exact=True).click()
    assert as_set(root).unit == 1
    harness.button(page, "Reset").press("Enter")
    assert as_set(root).unit == 5


def test_the_first_picture_is_the_one_worked_by_hand():
    assert ForwardPass().text() == (
        "Network 2-2-1 with x₁ = 1.0, x₂ = 2.0. Hidden layer: 0.7685, 0.7311. Output: 0.5743. "
        "Hidden layer, unit 1: 0.5 · 1.0 + 0.3 · 2.0 + 0.1 = 1.2000, σ(z) = 0.7685."
    )


def test_the_words_of_every_network_are_those_of_the_kernel(show):
    for name in NAMES:
        explorable = ForwardPass(name, x1=-2.9, x2=0.1, x3=-1.1, unit=2)
        assert show(explorable).locator(".cx-words").inner_text() == explorable.text()


def test_the_networks_have_learned_what_they_are_said_to():
    from sklearn.datasets import load_iris

    flowers, kinds = load_iris(return_X_y=True)
    data = {
        "3-4-1": load_admissions(class_rank=True)[:2],
        "2-4-3": (flowers[:, 2:], kinds),
        "2-3-3-1": load_messy_admissions()[:2],
    }
    for name, (X, y) in data.items():
        network = NETWORKS[name]
        scaled = (X - X.mean(axis=0)) / X.std(axis=0)
        outputs = forward(scaled, network["weights"], network["biases"], "logistic", network["output"])[-1]
        predicted = outputs.argmax(axis=1) if outputs.shape[1] > 1 else outputs[:, 0] >= 0.5
        assert np.mean(predicted == y) > 0.92 > (0.4 if name == "2-4-3" else base_rate(y))
        assert f"{len(X)} " in network["about"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"network": "2-5-1"}, "network must be"),
        ({"x1": 4}, "x1 must be from -3 to 3, but 4 came"),
        ({"x3": "a"}, "x3 must be"),
        ({"unit": 3}, "unit must be a whole number from 0 to 2, but 3 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"ForwardPass: {words}"):
        ForwardPass(**arguments)
