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


def with_lists(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    names = [activation] * (len(weights) - 1) + [output]
    for W, b, name in zip(weights, biases, names):
        rows = [[sum(a * w for a, w in zip(row, column)) + c for column, c in zip(W.T, b)] for row in found[-1]]
        found.append(FUNCTIONS[name](rows))
    return found


def test_the_functions_take_lists_of_scores():
    assert check.forward(with_lists).passed
    assert FUNCTIONS["sigmoid"]([[0.0]]) == FUNCTIONS["logistic"]([[0.0]]) == [[0.5]]


def last_layer_again(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    found.append(FUNCTIONS[output](found[-1] @ W + b))
    return found


def test_a_list_of_arrays_is_not_called_an_array():
    text = repr(check.forward(last_layer_again))
    assert "At index 2 you need an array of shape (3, 1), but an array of shape (3, 2) came." in text


def appended(X, weights, biases, activation="logistic", output="sigmoid"):
    found = forward.unchecked(X, weights, biases, activation, output)
    return found[:-1].append(found[-1])


def appended_and_kept(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights, biases):
        found = found.append(FUNCTIONS[output](found[-1] @ W + b))
    return found


def popped(X, weights, biases, activation="logistic", output="sigmoid"):
    last = weights.pop(), biases.pop()
    found = forward.unchecked(X, weights, biases, activation, activation) if weights else [X]
    return [*found, FUNCTIONS[output](found[-1] @ last[0] + last[1])]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (appended, "`append` changes a list and itself returns nothing"),
        (appended_and_kept, "So `found = found.append(…)` makes `found` nothing"),
        (popped, "has changed `weights` and `biases`, which still belong to whoever called it. `weights.pop()` takes"),
    ],
)
def test_what_changes_a_list_is_explained(answer, words):
    assert words in " ".join(repr(check.forward(answer)).split())


def test_numpys_append_is_no_lists():
    def forward_without_return(X, weights, biases, activation="logistic", output="sigmoid"):
        _found = np.append(X, X)

    text = repr(check.forward(forward_without_return))
    assert "It gives back only what follows a `return`" in text
    assert "`append`" not in text


def test_a_tuple_that_is_to_change_is_explained():
    def count_parameters(layer_sizes):
        return layer_sizes.pop(0)

    assert "A tuple cannot be changed." in repr(check.count_parameters(count_parameters))


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
    assert "3 values are wanted, but" in text


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


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ((0.6682, 0.7685, 0.5515), "You took the rows."),
        ((0.6682, 0.7685, 0.5517), "You took the rows."),
        ((1.4, -0.2, 0.3), "hand on their scores"),
        ((0.7858, 0.5, 0.5), "The biases are left out."),
    ],
)
def test_by_hand_the_hidden_units_alone_tell_a_mistake(typed, words):
    assert words in repr(check.forward_by_hand(typed))


def hidden_gets_features(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for k in range(len(weights) - 1):
        found.append(FUNCTIONS[activation](X @ weights[k] + biases[k]))
    found.append(FUNCTIONS[output](found[-1] @ weights[-1] + biases[-1]))
    return found


def last_gets_features(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    found.append(FUNCTIONS[output](X @ weights[-1] + biases[-1]))
    return found


def weights_first(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](W @ found[-1] + b))
    found.append(FUNCTIONS[output](weights[-1] @ found[-1] + biases[-1]))
    return found


def calls_the_name(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(activation(found[-1] @ W + b))
    found.append(FUNCTIONS[output](found[-1] @ weights[-1] + biases[-1]))
    return found


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (hidden_gets_features, "From the second layer on, what comes in is"),
        (last_gets_features, "the last layer got X"),
        (weights_first, "`activations[-1] @ W`, not `W @ activations[-1]`"),
        (calls_the_name, "`FUNCTIONS[activation]` is the function."),
    ],
)
def test_a_typical_way_that_stops_with_an_error_gets_its_reason(answer, words):
    assert words in repr(check.forward(answer))


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, left, right, height=1.0, steepness=10.0: np.where((x > left) & (x < right), height, 0),
        lambda x, left, right, height=1.0, steepness=10.0: height * ((left <= x) & (x < right)),
    ],
)
def test_a_box_is_no_bump(answer):
    assert "This jumps." in repr(check.bump(answer))


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
    for _ in range(5):
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


def squared_errors(p, u, curve, steps, learning_rate=0.02, units=4):
    """Return the root of the mean squared error of networks 1-4-1, a row of p each, that Adam has trained."""
    m, v, n = np.zeros_like(p), np.zeros_like(p), len(u)
    for t in range(1, steps + 1):
        w, out, b = p[:, None, :units], p[:, None, units : 2 * units], p[:, None, 2 * units : 3 * units]
        h = 1 / (1 + np.exp(-(u[:, None] * w + b)))
        delta = (np.sum(h * out, axis=2) + p[:, -1:] - curve)[:, :, None] / n
        back = delta * out * h * (1 - h)
        slopes = [np.sum(u[:, None] * back, axis=1), np.sum(h * delta, axis=1), np.sum(back, axis=1), delta.sum(axis=1)]
        gradient = np.concatenate(slopes, axis=1)
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        p = p - learning_rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return np.sqrt(np.mean((n * delta[:, :, 0]) ** 2, axis=1))


def test_of_two_bumps_with_four_units_training_finds_one_in_five():
    x = np.linspace(0, 10, 51)
    places, signs = np.array([1, 3, 6, 8]), np.array([1, -1, 1, -1])
    curve = (1 / (1 + np.exp(-4 * (x[:, None] - places)))) @ signs
    p = np.zeros((5, 13))
    for seed, row in enumerate(p):
        row[:8] = np.random.default_rng(seed).uniform(-np.sqrt(6 / 5), np.sqrt(6 / 5), 8)
    found = squared_errors(p, (x - 5) / 3, curve, 10_000)
    assert found.round(2).tolist() == [0.19, 0.03, 0.19, 0.19, 0]
    known = np.concatenate([np.full(4, 12), signs, 4 * (5 - places), [0]])[None]
    assert squared_errors(known, (x - 5) / 3, curve, 1) < 1e-12


def test_the_error_of_the_wave_rises_at_8_and_12_units_and_nowhere_else_up_to_32():
    x = np.linspace(0, 10, 201)
    wave = np.sin(x) + 0.5 * np.sin(2.3 * x)
    errors = {}
    for count in range(1, 17):
        width = 10 / count
        edges = np.linspace(0, 10, count + 1) + np.array([-width, *[0] * (count - 1), width])
        rises = 1 / (1 + np.exp(-4 / width * (x[:, None] - edges)))
        parts = rises[:, :-1] - rises[:, 1:]
        errors[2 * count] = np.sqrt(np.mean((parts @ np.linalg.lstsq(parts, wave)[0] - wave) ** 2))
    assert [units for units in range(4, 33, 2) if errors[units] > errors[units - 2]] == [8, 12]
    assert np.round([errors[units] for units in (2, 4, 6, 8, 24)], 3).tolist() == [0.745, 0.744, 0.52, 0.539, 0.122]


def test_near_edges_and_corners_the_tetrahedron_is_rounded_off():
    X = np.random.default_rng(5).uniform(-2, 2, (200_000, 3))
    Z = X @ (4 * np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]])) + 6
    inside = np.all(Z > 0, axis=1)
    yes = 20 * np.sum(1 / (1 + np.exp(-Z)), axis=1) > 70
    assert not np.any(yes & ~inside)
    assert 0.02 < np.mean(yes != inside) < 0.03


def test_softmax_sees_only_how_far_scores_are_apart():
    rng = np.random.default_rng(3)
    for Z in rng.normal(0, 3, (100, 5, 3)):
        np.testing.assert_allclose(softmax(Z + rng.normal(0, 10, (5, 1))), softmax(Z), rtol=1e-9)
