"""The plain helpers of lessons 7 to 9: by hand, against `Network`, finite differences, scikit-learn and PyTorch."""

import doctest
import itertools
import os
import re
import warnings

import numpy as np
import pytest
import sklearn.neural_network

from course_lib import backpropagation, feedforward, hidden_layer
from course_lib.activations import sigmoid
from course_lib.backpropagation import backward, deltas, pass_back
from course_lib.data import load_messy_admissions, logic_gate
from course_lib.feedforward import (
    bump,
    count_parameters,
    fit_bumps,
    forward,
    network_loss,
    network_of_bumps,
    sum_of_bumps,
)
from course_lib.gradients import gradient_check
from course_lib.hidden_layer import combine, multiply_out, opinions, triangle
from course_lib.network import ACTIVATIONS, OUTPUTS, Network

CASES = [
    (activation, output, loss)
    for activation, output in itertools.product(ACTIVATIONS, OUTPUTS)
    for loss in (None, *OUTPUTS[output][1])
]
SIZES = {"softmax": (3, 4, 5, 3), "sigmoid": (3, 4, 5, 2), "identity": (3, 4, 5, 2)}


def problem(activation, output, loss):
    """Return a network with some biases, students, and what is true of them."""
    rng = np.random.default_rng(1)
    network = Network(SIZES[output], activation, output, random_state=2, loss=loss)
    network.parameters[network.n_weights :] = rng.normal(0, 0.5, sum(SIZES[output][1:]))
    Y = {"softmax": np.eye(3)[rng.integers(0, 3, 7)], "sigmoid": rng.integers(0, 2, (7, 2)).astype(float)}
    return network, rng.normal(size=(7, 3)), Y.get(output, rng.normal(size=(7, 2)))


def lists(network):
    return [layer.weights for layer in network.layers], [layer.biases for layer in network.layers]


@pytest.mark.parametrize("module", [hidden_layer, feedforward, backpropagation])
def test_the_examples_are_right(module):
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


# Against what is known already


@pytest.mark.parametrize(("activation", "output", "loss"), CASES)
def test_the_helpers_are_the_network_to_rounding(activation, output, loss):
    network, X, Y = problem(activation, output, loss)
    network.forward(X)
    network.backward(Y)
    weights, biases = lists(network)
    close = {"rtol": 1e-12, "atol": 1e-15}
    activations = forward(X, weights, biases, activation, output)
    for found, layer in zip(activations[1:], network.layers, strict=True):
        np.testing.assert_allclose(found, layer.a, **close)
    for found, layer in zip(deltas(activations, Y, weights, activation, output, loss), network.layers, strict=True):
        np.testing.assert_allclose(found, layer.delta, **close)
    found = backward(activations, Y, weights, activation, output, loss)
    for gradient_w, gradient_b, layer in zip(*found, network.layers, strict=True):
        np.testing.assert_allclose(gradient_w, layer.weights_gradient, **close)
        np.testing.assert_allclose(gradient_b, layer.biases_gradient, **close)
    loss_found = network_loss(X, Y, weights, biases, activation, output, loss)
    assert loss_found == pytest.approx(network.loss(Y), rel=1e-13)


@pytest.mark.parametrize(("activation", "output", "loss"), CASES)
def test_the_gradient_of_each_layer_is_that_of_finite_differences(activation, output, loss):
    found = gradients_checked(activation, output, loss)
    assert found.passed, found


def gradients_checked(activation, output, loss):
    network, X, Y = problem(activation, output, loss)
    weights, biases = lists(network)
    activations = forward(X, weights, biases, activation, output)
    weights_gradients, biases_gradients = backward(activations, Y, weights, activation, output, loss)

    def objective(parts):
        return network_loss(X, Y, parts[:3], parts[3:], activation, output, loss)

    return gradient_check(objective, weights + biases, weights_gradients + biases_gradients)


WRONG = {
    "the mask from the wrong array": lambda f: f | {"relu": lambda a: a < 0},
    "the slope of a instead of z": lambda f: f | {"logistic": lambda a: sigmoid(a) * (1 - sigmoid(a))},
    "no slope": lambda f: dict.fromkeys(f, lambda a: 1.0),
    "a square left out": lambda f: f | {"tanh": lambda a: 1 - a},
}
HIT = dict(zip(WRONG, ("relu", "logistic", "logistic", "tanh"), strict=True))


@pytest.mark.parametrize("bug", WRONG)
def test_the_check_finds_a_wrong_slope(bug, monkeypatch):
    monkeypatch.setattr(backpropagation, "SLOPES", WRONG[bug](backpropagation.SLOPES))
    found = gradients_checked(HIT[bug], "sigmoid", "log_loss")
    assert found.part == 0 and found.relative_error > 1e-2, found


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("classes", [2, 3])
def test_forward_is_scikit_learns(activation, classes):
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(40, 3)), np.arange(40) % classes
    with warnings.catch_warnings(action="ignore"):
        theirs = sklearn.neural_network.MLPClassifier((5, 4), activation=activation, max_iter=5, random_state=0)
        theirs.fit(X, y)
    output = "sigmoid" if classes == 2 else "softmax"
    found = forward(X, theirs.coefs_, theirs.intercepts_, activation, output)[-1]
    np.testing.assert_allclose(found, theirs.predict_proba(X)[:, -found.shape[1] :], rtol=1e-12)


@pytest.mark.parametrize(("activation", "output", "loss"), [case for case in CASES if case[2]])
def test_the_gradients_are_pytorchs(activation, output, loss):
    if not os.environ.get("CI"):
        pytest.importorskip("torch", reason="PyTorch is not installed; CONTRIBUTING.md says how to get it")
    import torch

    network, X, Y = problem(activation, output, loss)
    weights, biases = ([torch.tensor(each, requires_grad=True) for each in part] for part in lists(network))
    f = {"relu": torch.relu, "tanh": torch.tanh, "logistic": torch.sigmoid, "identity": lambda z: z}[activation]
    a, truth = torch.tensor(X), torch.tensor(Y)
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = f(a @ W + b)
    z = a @ weights[-1] + biases[-1]
    functional, summed = torch.nn.functional, {"reduction": "sum"}
    total = {
        "cross_entropy": lambda: functional.cross_entropy(z, truth, **summed),
        "log_loss": lambda: functional.binary_cross_entropy_with_logits(z, truth, **summed),
        "squared_error": lambda: functional.mse_loss(z.sigmoid() if output == "sigmoid" else z, truth, **summed) / 2,
    }[loss]()
    (total / len(X)).backward()
    assert network_loss(X, Y, *lists(network), activation, output, loss) == pytest.approx(total.item() / 7, rel=1e-12)
    activations = forward(X, *lists(network), activation, output)
    found = backward(activations, Y, lists(network)[0], activation, output, loss)
    for ours, theirs in zip([*found[0], *found[1]], [*weights, *biases], strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-10, atol=1e-15)


# By hand

# A 2-2-1 network and one student, worked with a pocket calculator to six digits, so that the fourth is right.
WEIGHTS, BIASES = [[[0.5, -0.4], [0.3, 0.8]], [[0.7], [-0.6]]], [[0.1, -0.2], [0.2]]


def test_one_pass_by_hand_to_four_digits():
    activations = forward([[1.0, 2.0]], WEIGHTS, BIASES)
    # z: 0.5 + 0.6 + 0.1 = 1.2 and -0.4 + 1.6 - 0.2 = 1; σ(1.2) = 0.768525, σ(1) = 0.731059
    np.testing.assert_allclose(activations[1], [[0.7685, 0.7311]], atol=5e-5)
    # z: 0.7·0.768525 - 0.6·0.731059 + 0.2 = 0.299332; σ of it is 0.574279
    np.testing.assert_allclose(activations[2], [[0.5743]], atol=5e-5)
    first, second = deltas(activations, [[1.0]], WEIGHTS)
    # 0.574279 - 1; times 0.7 and -0.6, and by a(1 - a): 0.177894 and 0.196612
    np.testing.assert_allclose(second, [[-0.4257]], atol=5e-5)
    np.testing.assert_allclose(first, [[-0.425721 * 0.7 * 0.177894, 0.425721 * 0.6 * 0.196612]], atol=5e-5)
    np.testing.assert_allclose(first, [[-0.0530, 0.0502]], atol=5e-5)
    weights_gradients, biases_gradients = backward(activations, [[1.0]], WEIGHTS)
    np.testing.assert_allclose(weights_gradients[1], [[-0.3272], [-0.3112]], atol=5e-5)
    np.testing.assert_allclose(weights_gradients[0], [[-0.0530, 0.0502], [-0.1060, 0.1004]], atol=1e-4)
    np.testing.assert_allclose(biases_gradients[0], [-0.0530, 0.0502], atol=5e-5)
    np.testing.assert_allclose(biases_gradients[1], [-0.4257], atol=5e-5)


def test_the_blame_passed_back_by_hand():
    # 0.5·2 - 0.25·(-4) = 2 and 0.5·1 - 0.25·0 = 0.5; the slopes of the sigmoid are 0.25 and 0.1875, of ReLU 1
    delta, W, a = [[0.5, -0.25]], [[2, -4], [1, 0]], [[0.5, 0.75]]
    assert pass_back(delta, W, a).tolist() == [[0.5, 0.09375]]
    assert pass_back(delta, W, a, "relu").tolist() == [[2, 0.5]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"W": [[2, -4, 1], [1, 0, 1]]}, "W must have a column for each unit, 2, but (2, 3) came"),
        ({"W": [[2, -4]]}, "W must have a row for each unit, 2, but (1, 2) came"),
        ({"a": [[0.5, 0.75], [1, 1]]}, "a must have a row for each student, 1, but (2, 2) came"),
        ({"activation": "step"}, "activation must be one of relu, tanh, logistic, identity, but the text 'step' came"),
        ({"delta": [[np.nan, 1]]}, "delta "),
    ],
)
def test_what_cannot_be_passed_back_is_named(change, words):
    good = {"delta": [[0.5, -0.25]], "W": [[2, -4], [1, 0]], "a": [[0.5, 0.75]]}
    with pytest.raises(ValueError) as error:
        pass_back(**(good | change))
    assert str(error.value).startswith(f"pass_back: {words}")


def test_squared_error_by_hand_to_four_digits():
    activations = forward([[1.0, 2.0]], WEIGHTS, BIASES)
    first, second = deltas(activations, [[1.0]], WEIGHTS, loss="squared_error")
    # (0.574279 - 1)·0.574279·0.425721 = -0.104081
    np.testing.assert_allclose(second, [[-0.1041]], atol=5e-5)
    np.testing.assert_allclose(first, [[-0.0130, 0.0123]], atol=5e-5)
    found = network_loss([[1.0, 2.0]], [[1.0]], WEIGHTS, BIASES, loss="squared_error")
    assert found == pytest.approx(0.425721**2 / 2, abs=1e-6)


def test_the_example_that_many_textbooks_work_through():
    """M. Mazur, "A step by step backpropagation example" (2015): two outputs, squared error, a rate of 0.5."""
    X, Y = [[0.05, 0.1]], [[0.01, 0.99]]
    weights = [np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([[0.40, 0.50], [0.45, 0.55]])]
    biases = [np.array([0.35, 0.35]), np.array([0.6, 0.6])]
    activations = forward(X, weights, biases)
    np.testing.assert_allclose(activations[1], [[0.593269992, 0.596884378]], atol=1e-9)
    np.testing.assert_allclose(activations[2], [[0.75136507, 0.772928465]], atol=1e-8)
    assert network_loss(X, Y, weights, biases, loss="squared_error") == pytest.approx(0.298371109, abs=1e-9)
    gradients, _ = backward(activations, Y, weights, loss="squared_error")
    np.testing.assert_allclose(weights[1][0, 0] - 0.5 * gradients[1][0, 0], 0.35891648, atol=1e-8)
    np.testing.assert_allclose(
        (weights[0] - 0.5 * gradients[0]).T.ravel(), [0.149780716, 0.19956143, 0.24975114, 0.29950229], atol=1e-8
    )


# Lesson 7


def test_two_opinions_by_hand():
    # 5·0.9 + 4·0.8 - 6 = 1.7 and σ(1.7) = 0.845535
    assert combine([0.9, 0.8], [5, 4], -6) == pytest.approx(0.845535, abs=1e-6)
    assert combine([0.5, 0.5], [3, -3], 0) == 0.5


def test_opinions_combined_are_the_forward_pass():
    rng = np.random.default_rng(0)
    X, W, b, w = rng.normal(size=(6, 2)), rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=3)
    found = combine(opinions(X, W, b), w, 0.4)
    np.testing.assert_allclose(found, forward(X, [W, w[:, None]], [b, [0.4]])[-1][:, 0], rtol=1e-14)


def test_xor_is_solved_by_two_lines():
    X, y, _ = logic_gate("XOR")
    p = combine(opinions(X, [[10, -10], [10, -10]], [-5, 15]), [10, 10], -15)
    assert np.array_equal(p > 0.5, y == 1)


@pytest.mark.parametrize("sizes", [(2, 3, 1), (1, 1, 1), (5, 8, 4)])
def test_two_layers_without_an_activation_are_one(sizes):
    rng = np.random.default_rng(sum(sizes))
    d, k, m = sizes
    X, W1, b1 = rng.normal(size=(50, d)), rng.normal(size=(d, k)), rng.normal(size=k)
    W2, b2 = rng.normal(size=(k, m)), rng.normal(size=m)
    W, b = multiply_out(W1, b1, W2, b2)
    one_after_the_other = [[sum(h * w for h, w in zip(x @ W1 + b1, column)) for column in W2.T] + b2 for x in X]
    np.testing.assert_allclose(X @ W + b, one_after_the_other, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(forward(X, [W], [b], output="identity")[-1], X @ W + b, rtol=1e-12)
    both = forward(X, [W1, W2], [b1, b2], "identity", "identity")[-1]
    np.testing.assert_allclose(both, X @ W + b, rtol=1e-12, atol=1e-12)


CORNERS = [[2.5, 2.5], [7.75, 2.5], [2.5, 13.0]]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_the_triangle_says_yes_inside(order):
    weights, biases = triangle(np.array(CORNERS)[list(order)], steepness=50)
    inside, rest = (
        np.random.default_rng(0).dirichlet([1, 1, 1], 200),
        np.random.default_rng(1).uniform(-5, 15, (500, 2)),
    )
    inside = inside[inside.min(axis=1) > 0.05] @ CORNERS
    assert forward(inside, weights, biases)[-1].min() > 0.5
    areas = np.linalg.solve(np.vstack([np.transpose(CORNERS), np.ones(3)]), np.vstack([rest.T, np.ones(500)]))
    outside = rest[areas.min(axis=0) < -0.05]
    assert len(outside) > 100 and forward(outside, weights, biases)[-1].max() < 0.5


def test_each_line_of_the_triangle_has_the_steepness_that_was_asked_for():
    weights, biases = triangle(CORNERS, steepness=3)
    np.testing.assert_allclose(np.linalg.norm(weights[0], axis=0), 3)
    on_sides = np.add(CORNERS, np.roll(CORNERS, -1, axis=0)) / 2
    np.testing.assert_allclose(np.diag(on_sides @ weights[0] + biases[0]), 0, atol=1e-12)
    assert np.all(np.mean(CORNERS, axis=0) @ weights[0] + biases[0] > 0)


def test_the_triangle_beats_every_line_on_the_preparatory_year():
    X, y, _ = load_messy_admissions()
    right = np.sum((forward(X, *triangle(CORNERS))[-1][:, 0] >= 0.5) == y)
    assert right >= 180  # no line is right for more than 131: see test_data


@pytest.mark.parametrize("corners", [[[0, 0], [1, 1], [2, 2]], [[0, 0], [0, 0], [1, 2]], [[3, 3]] * 3])
def test_three_places_on_one_line_are_no_triangle(corners):
    with pytest.raises(ValueError, match=r"^triangle: corners must be the corners of a triangle, but"):
        triangle(corners)


@pytest.mark.parametrize("size", [1e155, 1e308])
def test_corners_too_far_apart_for_their_distances_are_said_to_be_so(size):
    corners = size * np.array([[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    with warnings.catch_warnings(action="error"):
        with pytest.raises(ValueError, match=r"^triangle: corners holds numbers too large: the sum of their squares"):
            triangle(corners)
        near = triangle(corners / size * 1e150)
    assert all(np.isfinite(each).all() for each in (*near[0], *near[1]))


# Lesson 8


@pytest.mark.parametrize("sizes", [(2, 1), (2, 2, 1), (3, 4, 1), (64, 32, 10), (4, 8, 8, 3)])
def test_parameters_are_counted_as_the_network_has_them(sizes):
    assert count_parameters(sizes) == len(Network(sizes).parameters)


def test_a_bump_by_hand():
    # σ(2) - σ(-2) = 0.880797 - 0.119203
    assert bump(1.0, 0, 2, height=3, steepness=2) == pytest.approx(3 * 0.761594, abs=1e-5)
    assert bump(1.0, 2, 0, height=3, steepness=2) == pytest.approx(-3 * 0.761594, abs=1e-5)


def test_bumps_are_a_network_with_one_hidden_layer():
    x = np.linspace(-1, 6, 50)
    lefts, rights, heights = [0, 1.5, 4], [2, 3, 5], [5, -3, 1]
    weights, biases = network_of_bumps(lefts, rights, heights, steepness=4)
    drawn = forward(x[:, None], weights, biases, output="identity")[-1][:, 0]
    np.testing.assert_allclose(drawn, sum_of_bumps(x, lefts, rights, heights, 4), atol=1e-13)
    assert [W.shape for W in weights] == [(1, 6), (6, 1)]


def error_of(x, y, n):
    edges, heights, steepness = fit_bumps(x, y, n)
    return np.sqrt(np.mean((sum_of_bumps(x, edges[:-1], edges[1:], heights, steepness) - y) ** 2))


def test_more_bumps_come_closer():
    x = np.linspace(0, 10, 201)
    y = np.sin(x) + x / 5
    errors = [error_of(x, y, n) for n in (3, 6, 12, 24, 48)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.01


def test_a_curve_of_bumps_gets_its_own_heights_back():
    x = np.linspace(0, 8, 100)
    y = sum_of_bumps(x, [-2, 2, 4, 6], [2, 4, 6, 10], [1, -2, 3, 0.5], 5)
    edges, heights, _ = fit_bumps(x, y, 4, steepness=5)
    np.testing.assert_allclose(edges, [-2, 2, 4, 6, 10])
    np.testing.assert_allclose(heights, [1, -2, 3, 0.5], atol=1e-10)


# What does not fit


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: forward([[1.0]], WEIGHTS, BIASES), r"forward: X has 1 feature a student, but weights\[0\] has 2 rows"),
        (lambda: forward([1.0, 2.0], WEIGHTS, BIASES), "forward: X must have a row for each student"),
        (lambda: forward([[1, 2]], WEIGHTS[::-1], BIASES), "forward: weights must have as many rows at index 1 as"),
        (lambda: forward([[1, 2]], WEIGHTS, BIASES[:1]), r"forward: biases must have one bias for each unit, \[2, 1\]"),
        (lambda: forward([[1, 2]], WEIGHTS, [[1, 2], 3]), "forward: biases must be a list of .* at index 1 must be"),
        (lambda: forward([[1, 2]], [], []), "forward: weights must be a list of weights"),
        (lambda: forward([[1, 2]], WEIGHTS, BIASES, "sigmoid"), "forward: activation must be one of relu, tanh"),
        (lambda: network_loss([[1, 2]], [[1, 0]], WEIGHTS, BIASES), r"network_loss: Y must be of the shape"),
        (
            lambda: network_loss([[1, 2]], [[1]], WEIGHTS, BIASES, output="softmax", loss="log_loss"),
            "network_loss: loss must be cross_entropy where the output is softmax",
        ),
        (lambda: deltas([[[1, 2]], [[0.5, 0.5]]], [[1]], WEIGHTS), "deltas: activations must hold X and the"),
        (lambda: backward([[[1, 2]], [[0.5, 0.5]], [[0.5]]], [1], WEIGHTS), "backward: Y must be of the shape"),
        (lambda: combine([0.9, 1.8], [5, 4], -6), "combine: p must hold probabilities, from 0 to 1, but 1.8 came"),
        (lambda: combine([0.9], [5, 4], -6), "combine: p has 1 feature"),
        (lambda: opinions([[1, 2]], [[1, 2, 3]], [0, 0, 0]), "opinions: weights must have a row for each feature, 2"),
        (lambda: opinions([[1, 2]], [[1], [2]], [0, 0]), "opinions: biases must hold one number for each unit, 1, but"),
        (
            lambda: multiply_out([[1, 2]], [0], [[1], [2]], [0]),
            "multiply_out: b1 must hold one number for each unit",
        ),
        (
            lambda: multiply_out([[1, 2]], [0, 0], [[1]], [0]),
            "multiply_out: W2 must have a row for each unit before it, 2, but",
        ),
        (
            lambda: multiply_out([[1]], [0], [[1]], [0, 0]),
            "multiply_out: b2 must hold one number for each unit",
        ),
        (lambda: fit_bumps([1, 1], [1, 2], 3), "fit_bumps: x must hold different numbers, but all are 1"),
        (lambda: fit_bumps([1, 2], [1], 3), "fit_bumps: y holds 1 number, but x has 2 numbers"),
        (lambda: sum_of_bumps([1], [1, 2], [2, 3], [1]), "sum_of_bumps: lefts holds 2 numbers, but heights has 1"),
    ],
)
def test_what_does_not_fit_is_said_in_words(call, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        call()


def test_numbers_too_large_are_said_to_be():
    with pytest.raises(ValueError, match=r"^forward: the numbers are too large"):
        forward([[1e308, 1e308]], [[[2], [1]]], [[0]], output="identity")
    with pytest.raises(ValueError, match=r"^backward: the numbers are too large"):
        backward([[[1e308, 2]], [[0.5, 0.5]], [[0.5]]], [[-1e308]], WEIGHTS, output="identity")


@pytest.mark.parametrize("function", [forward, network_loss, deltas, backward, opinions, combine])
def test_no_argument_is_changed(function):
    arguments = {
        "X": np.ones((1, 2)),
        "Y": np.ones((1, 1)),
        "weights": [np.array(W) for W in WEIGHTS],
        "biases": [np.array(b) for b in BIASES],
        "activations": [np.ones((1, 2)), np.full((1, 2), 0.5), np.full((1, 1), 0.5)],
    }
    if function in (opinions, combine):
        arguments |= {"weights": np.ones((2, 2)), "biases": np.ones(2)}
    if function is combine:
        arguments = {"p": np.full((1, 2), 0.5), "weights": np.ones(2), "bias": 0.0}
    code = function.unchecked.__code__
    given = {name: arguments[name] for name in code.co_varnames[: code.co_argcount] if name in arguments}
    before = repr(given)
    function(**given)
    assert repr(given) == before


@pytest.mark.parametrize(
    ("output", "Y", "sentence"),
    [
        (
            "sigmoid",
            [[0.0], [-1.0]],
            "Y must hold numbers from 0 to 1 where the output is sigmoid, but -1 came at index",
        ),
        (
            "softmax",
            [[0.0, 0.0], [0.0, 1.0]],
            "Y must hold rows that add up to 1 where the output is softmax, but row 0",
        ),
        (
            "softmax",
            [[2.0, -1.0], [0.0, 1.0]],
            "Y must hold numbers from 0 to 1 where the output is softmax, but 2 came",
        ),
    ],
)
def test_what_no_output_could_say_is_refused_as_a_truth(output, Y, sentence):
    k = len(Y[0])
    X, weights, biases = np.array([[1.0, 2.0], [0.5, -1.0]]), [np.ones((2, k))], [np.zeros(k)]
    passed = forward(X, weights, biases, output=output)
    network = Network((2, k), output=output, random_state=0)
    network.forward(X)
    calls = {
        "network_loss": lambda: network_loss(X, Y, weights, biases, output=output),
        "deltas": lambda: backpropagation.deltas(passed, Y, weights, output=output),
        "backward": lambda: backpropagation.backward(passed, Y, weights, output=output),
        "Network.loss": lambda: network.loss(Y),
        "Network.backward": lambda: network.backward(Y),
    }
    for name, call in calls.items():
        with pytest.raises(ValueError, match=re.escape(f"{name}: {sentence}")):
            call()
