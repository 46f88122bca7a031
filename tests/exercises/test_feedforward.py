"""Lesson 8: answers that are right in other ways pass, and the numbers and claims in its words hold."""

from itertools import pairwise

import numpy as np
import pytest

from course_lib.activations import sigmoid, softmax
from course_lib.exercises import feedforward as check
from course_lib.feedforward import FUNCTIONS, bump, count_parameters, fit_bumps, forward


def layer_by_layer(X, weights, biases, activation="logistic", output="sigmoid"):
    found, last = [X], len(weights) - 1
    for k in range(len(weights)):
        name = output if k == last else activation
        found.append(FUNCTIONS[name](np.dot(found[k], weights[k]) + biases[k]))
    return found


def with_names_in_a_list(X, weights, biases, activation="logistic", output="sigmoid"):
    a, found = X, (X,)
    names = [activation] * (len(weights) - 1) + [output]
    for name, W, b in zip(names, weights, biases):
        a = FUNCTIONS[name](a @ W + b)
        found += (a,)
    return found


def number_by_number(X, weights, biases, activation="logistic", output="sigmoid"):
    rows, found = X.tolist(), [X]
    for k, (W, b) in enumerate(zip(weights, biases)):
        scores = [[sum(x * W[i, j] for i, x in enumerate(row)) + b[j] for j in range(len(b))] for row in rows]
        rows = FUNCTIONS[output if k + 1 == len(weights) else activation](np.array(scores)).tolist()
        found.append(rows)
    return found


@pytest.mark.parametrize("answer", [layer_by_layer, with_names_in_a_list, number_by_number])
def test_every_right_way_forward_passes(answer):
    assert check.forward(answer).passed


def test_a_list_that_grows_in_place_is_told():
    def in_place(X, weights, biases, activation="logistic", output="sigmoid"):
        found = forward(X, weights, biases, activation, output)
        biases.append(0)
        return found

    feedback = check.forward(in_place)
    assert not feedback.passed
    assert "has changed `biases`" in repr(feedback)


def test_weights_changed_in_place_are_told():
    def in_place(X, weights, biases, activation="logistic", output="sigmoid"):
        found = forward(X, weights, biases, activation, output)
        weights[0] *= 2
        return found

    assert "has changed `weights`" in repr(check.forward(in_place))


def test_too_few_layers_are_counted():
    def two(X, weights, biases, activation="logistic", output="sigmoid"):
        return [X, 0 * X]

    text = repr(check.forward(two))
    assert "3 values are wanted, and" in text


@pytest.mark.parametrize(
    "answer",
    [
        lambda layer_sizes: sum(a * b + b for a, b in pairwise(layer_sizes)),
        lambda layer_sizes: float(sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(len(layer_sizes) - 1))),
        lambda layer_sizes: np.sum([(layer_sizes[i - 1] + 1) * layer_sizes[i] for i in range(1, len(layer_sizes))]),
    ],
)
def test_every_right_way_to_count_passes(answer):
    assert check.count_parameters(answer).passed


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, left, right, height=1.0, steepness=10.0: (
            height * sigmoid(steepness * (x - left)) - height * sigmoid(steepness * (x - right))
        ),
        lambda x, left, right, height=1.0, steepness=10.0: (
            height * (sigmoid(steepness * x - steepness * left) + sigmoid(steepness * (right - x)) - 1)
        ),
        lambda x, left, right, height=1.0, steepness=10.0: (
            height * (np.tanh(steepness * (x - left) / 2) - np.tanh(steepness * (x - right) / 2)) / 2
        ),
    ],
)
def test_every_right_way_to_a_bump_passes(answer):
    assert check.bump(answer).passed


def test_by_hand_what_was_rounded_on_the_way_is_right():
    assert check.forward_by_hand((0.8022, 0.4502, 0.6204)).passed
    assert check.forward_by_hand([0.802184, 0.450166, 0.620443]).passed
    assert not check.forward_by_hand((0.8022, 0.4502, 0.6214)).passed


# What the lesson claims, without the package


def test_scores_of_the_lessons_network_by_hand():
    def s(z):
        return 1 / (1 + np.exp(-z))

    for x, wanted in (((1, 2), (0.7685, 0.7311, 0.5743)), ((2, 1), (0.8022, 0.4502, 0.6204))):
        a1, a2 = s(0.5 * x[0] + 0.3 * x[1] + 0.1), s(-0.4 * x[0] + 0.8 * x[1] - 0.2)
        assert np.round((a1, a2, s(0.7 * a1 - 0.6 * a2 + 0.2)), 4) == pytest.approx(wanted)
        assert check.by_hand(x) == pytest.approx((a1, a2, s(0.7 * a1 - 0.6 * a2 + 0.2)))


def test_a_layer_of_relus_has_at_most_one_piece_more_than_units():
    rng = np.random.default_rng(0)
    x = np.linspace(-5, 5, 20_001)[:, None]
    for _ in range(200):
        units = int(rng.integers(1, 9))
        weights = [rng.normal(size=(1, units)), rng.normal(size=(units, 1))]
        y = forward(x, weights, [rng.normal(size=units), rng.normal(size=1)], "relu", "identity")[-1][:, 0]
        bends = np.abs(np.diff(y, 2)) > 1e-9
        assert np.sum(np.diff(np.concatenate([[0], bends.astype(int)])) == 1) <= units


def test_deep_and_shallow_have_as_many_parameters():
    for layers in range(1, 30):
        assert count_parameters((1, *[2] * layers, 1)) == count_parameters((1, 2 * layers, 1)) == 6 * layers + 1
    assert count_parameters((2, 9, 1)) == count_parameters((2, 4, 4, 1)) == 37


def test_a_single_sigmoid_climbs_or_falls_and_never_both():
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(-10, 10, 500))
    for w, b in rng.normal(0, 3, (500, 2)):
        steps = np.diff(sigmoid(w * x + b))
        assert np.all(steps * np.sign(w) >= 0)


def test_the_error_of_bumps_goes_to_zero_for_curves_without_jumps():
    rng = np.random.default_rng(2)
    x = np.linspace(0, 10, 1001)
    for _ in range(20):
        curve = np.interp(x, np.arange(11), rng.uniform(-2, 2, 11))
        errors = []
        for k in (6, 48, 384):
            edges, heights, steepness = fit_bumps(x, curve, k)
            drawn = sum(bump(x, *place, steepness) for place in zip(edges, edges[1:], heights))
            errors.append(np.max(np.abs(drawn - curve)))
        assert errors[0] > errors[1] > errors[2]
        assert errors[2] < 0.06


def test_at_a_jump_the_network_stays_half_of_it_away():
    x = np.linspace(0, 10, 100_001)
    curve = np.where(x < 5, 0.0, 1.0)
    for steepness in (1, 10, 100, 1000):
        assert np.max(np.abs(sigmoid(steepness * (x - 5)) - curve)) >= 0.499


def test_softmax_sees_only_how_far_scores_are_apart():
    rng = np.random.default_rng(3)
    for Z in rng.normal(0, 3, (100, 5, 3)):
        np.testing.assert_allclose(softmax(Z + rng.normal(0, 10, (5, 1))), softmax(Z), rtol=1e-9)
