"""The module of networks against course_lib: the same passes, losses and steps; and what it takes from chance."""

import itertools

import numpy as np
import pytest
from harness import call

from course_lib.network import ACTIVATIONS, OUTPUTS, Network
from course_lib.optimizers import SGD, Adam

OPTIMIZERS = {
    "plain": (SGD(0.05), "new m.SGD({ learningRate: 0.05 })"),
    "momentum": (SGD(0.05, 0.9), "new m.SGD({ learningRate: 0.05, momentum: 0.9 })"),
    "Nesterov": (SGD(0.05, 0.9, True), "new m.SGD({ learningRate: 0.05, momentum: 0.9, nesterov: true })"),
    "Adam": (Adam(0.01), "new m.Adam({ learningRate: 0.01 })"),
    "Adam, other betas": (
        Adam(0.01, 0.5, 0.9, 1e-3),
        "new m.Adam({ learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 })",
    ),
}
COMBINATIONS = [
    (activation, output, loss)
    for activation, (output, (_, losses)) in itertools.product(ACTIVATIONS, OUTPUTS.items())
    for loss in losses
]
SIZES = (2, 6, 5, 3)  # more than four units, and not a multiple of four


def problem(output, n=23):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n, SIZES[0]))
    truths = {
        "softmax": np.eye(3)[rng.integers(0, 3, n)],
        "sigmoid": rng.integers(0, 2, (n, 3)).astype(float),
        "identity": rng.normal(size=(n, 3)),
    }
    return X, truths[output]


def network_for(activation, output, loss, alpha=0.0):
    network = Network(SIZES, activation, output, alpha, random_state=2, loss=loss)
    network.parameters[network.n_weights :] = np.random.default_rng(3).normal(0, 0.5, sum(SIZES[1:]))
    return network


SCRIPT = """(() => {
    const network = new m.Network(a.sizes, a);
    network.parameters.set(a.parameters);
    const [X, Y] = [Float64Array.from(a.X.flat()), Float64Array.from(a.Y.flat())];
    const lists = (...arrays) => arrays.map((each) => [...each]);
    %s
})()"""


def in_the_browser(modules, network, X, Y, script, **more):
    """Run a script that has `network`, X and Y, flat, and `lists`, which makes typed arrays readable here."""
    a = {"sizes": network.layer_sizes, "activation": network.activation, "output": network.output}
    a |= {"loss": network.loss_name, "alpha": network.alpha, "parameters": network.parameters.tolist()}
    return call(modules, "network", SCRIPT % script, a | {"X": X.tolist(), "Y": Y.tolist()} | more)


@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_a_pass_is_that_of_course_lib(modules, activation, output, loss):
    network, (X, Y) = network_for(activation, output, loss, 0.3), problem(output)
    network.forward(X)
    network.backward(Y)
    script = """network.forward(X);
    network.backward(Y);
    const layers = network.layers.map(({ z, a, delta }) => lists(z, a, delta));
    return [layers, network.loss(Y), [...network.gradients]];"""
    layers, found_loss, gradients = in_the_browser(modules, network, X, Y, script)
    close = {"rtol": 1e-10, "atol": 1e-13}
    for (z, a, delta), layer in zip(layers, network.layers, strict=True):
        np.testing.assert_allclose(z, layer.z.ravel(), **close)
        np.testing.assert_allclose(a, layer.a.ravel(), **close)
        np.testing.assert_allclose(delta, layer.delta.ravel(), **close)
    np.testing.assert_allclose(gradients, network.gradients, **close)
    assert found_loss == pytest.approx(network.loss(Y), rel=1e-12)


def train(network, optimizer, X, Y, batch, steps):
    for step in range(steps):
        start = step * batch % len(X)
        network.forward(X[start : start + batch])
        network.backward(Y[start : start + batch])
        optimizer.step(network.parameters, network.gradients)


@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_200_steps_lead_where_course_lib_gets(modules, activation, output, loss):
    """In batches of 5 of 25 students, in the same order, with each optimizer."""
    X, Y = problem(output, 25)
    network = network_for(activation, output, loss, 0.01)
    start = network.parameters.copy()
    script = f"""return [{", ".join(made for _, made in OPTIMIZERS.values())}].map((optimizer) => {{
        network.parameters.set(a.parameters);
        const batches = new m.Batches(X, Y, 2, 3, 5);
        for (let epoch = 0; epoch < 40; epoch++) batches.epoch(network, optimizer);
        return [...network.parameters];
    }});"""
    for found, (pattern, _) in zip(in_the_browser(modules, network, X, Y, script), OPTIMIZERS.values(), strict=True):
        network.parameters[:] = start
        train(network, type(pattern)(**parameters_of(pattern)), X, Y, 5, 200)
        assert np.abs(network.parameters - start).max() > 0.01
        np.testing.assert_allclose(found, network.parameters, rtol=0, atol=1e-9)


def parameters_of(optimizer):
    names = ("learning_rate", "momentum", "nesterov", "beta_1", "beta_2", "epsilon")
    return {name: getattr(optimizer, name) for name in names if hasattr(optimizer, name)}


def test_an_epoch_takes_each_student_once_in_the_order_and_a_last_batch_may_be_small(modules):
    network, (X, Y) = network_for("tanh", "sigmoid", "log_loss"), problem("sigmoid", 23)
    script = """const [optimizer, batches] = [new m.SGD({ learningRate: 0.1 }), new m.Batches(X, Y, 2, 3, 10)];
    batches.shuffle(m.randomNumbers(7));
    batches.epoch(network, optimizer);
    return [[...batches.order], [...network.parameters]];"""
    order, found = in_the_browser(modules, network, X, Y, script)
    assert sorted(order) == list(range(23)) != order
    for rows in (order[:10], order[10:20], order[20:]):
        train(network, SGD(0.1), X[rows], Y[rows], len(rows), 1)
    np.testing.assert_allclose(found, network.parameters, rtol=0, atol=1e-12)


def test_a_batch_larger_than_all_takes_all(modules):
    network, (X, Y) = network_for("tanh", "sigmoid", "log_loss"), problem("sigmoid", 4)
    script = """new m.Batches(X, Y, 2, 3, 100).epoch(network, new m.SGD({ learningRate: 0.1 }));
    return [...network.parameters];"""
    found = in_the_browser(modules, network, X, Y, script)
    train(network, SGD(0.1), X, Y, 4, 1)
    np.testing.assert_allclose(found, network.parameters, rtol=0, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_score_is_too_large(modules, activation):
    for output in OUTPUTS:
        network = Network((1, 2, 2), activation, output)
        network.parameters[:] = 1
        network.layers[0].weights[:] = [[1e200, 3]]
        X, Y = np.array([[1.0], [0.0], [-1.0]]), np.eye(2)[[0, 1, 1]]
        network.forward(X)
        script = "return [[...network.forward(X)], network.loss(Y)];"
        found, loss = in_the_browser(modules, network, X, Y, script)
        np.testing.assert_allclose(found, network.layers[-1].a.ravel(), rtol=1e-12, atol=1e-16)
        with np.errstate(all="ignore"):
            expected = network.loss_of_scores(Y, network.layers[-1].z)
        assert loss == pytest.approx(expected, rel=1e-12)


def test_a_field_says_what_the_network_says_at_each_place(modules):
    network = network_for("tanh", "softmax", "cross_entropy")
    script = """const grid = m.gridOf({ x: [-1, 3], y: [0, 10] }, 11);
    const out = m.fieldOf(network, grid, new Float64Array(121), 2);
    return lists(grid, out, network.unit(0, 5), m.fieldOf(network, grid));"""
    grid, last, hidden, first = in_the_browser(modules, network, np.zeros((1, 2)), np.zeros((1, 3)), script)
    x2, x1 = np.meshgrid(np.linspace(0, 10, 11), np.linspace(-1, 3, 11), indexing="ij")
    places = np.column_stack([x1.ravel(), x2.ravel()])
    np.testing.assert_allclose(np.reshape(grid, (-1, 2)), places, atol=1e-14)
    found = network.forward(places)
    np.testing.assert_allclose(last, found[:, 2], rtol=1e-11)
    np.testing.assert_allclose(first, found[:, 0], rtol=1e-11)
    np.testing.assert_allclose(hidden, network.layers[0].a[:, 5], rtol=1e-11, atol=1e-14)


def test_a_pass_in_between_leaves_no_trace(modules):
    network, (X, Y) = network_for("relu", "softmax", "cross_entropy"), problem("softmax")
    script = """network.forward(m.gridOf({ x: [0, 1], y: [0, 1] }, 5));
    network.forward(X.subarray(0, 6));
    network.backward(Y.subarray(0, 9));
    return [...network.gradients];"""
    found = in_the_browser(modules, network, X, Y, script)
    network.forward(X[:3])
    network.backward(Y[:3])
    np.testing.assert_allclose(found, network.gradients, rtol=1e-10, atol=1e-14)


def test_first_weights_are_glorots_and_hes(modules):
    script = """a.map(([sizes, activation, seed]) => {
        const all = [...new m.Network(sizes, { activation, random: m.randomNumbers(seed) }).parameters];
        const first = all.slice(0, 300 * 200);
        const mean = first.reduce((sum, w) => sum + w) / first.length;
        const spread = Math.sqrt(first.reduce((sum, w) => sum + (w - mean) ** 2, 0) / first.length);
        const largest = Math.max(...first.map(Math.abs));
        return { mean, spread, largest, some: all.slice(0, 20), biases: all.slice(300 * 200 + 400) };
    })"""  # sixty thousand numbers would take seconds to come over
    kinds = [
        [[300, 200, 2], activation, seed] for activation, seed in (("tanh", 1), ("relu", 1), ("tanh", 1), ("tanh", 2))
    ]
    tanh, relu, same, other = call(modules, "network", script, kinds)
    assert tanh["spread"] == pytest.approx(np.sqrt(2 / 500), rel=0.01)
    assert tanh["largest"] <= np.sqrt(6 / 500)
    assert relu["spread"] == pytest.approx(np.sqrt(2 / 300), rel=0.01)
    assert abs(relu["mean"]) < 1e-3
    assert len(tanh["biases"]) == 202
    assert not any(tanh["biases"])
    assert tanh == same
    assert tanh["some"] != other["some"]


def test_random_numbers_are_even(modules):
    script = "[1, 2].map((seed) => { const r = m.randomNumbers(seed); return Array.from({ length: 20000 }, r); })"
    for numbers in call(modules, "network", script, None):
        assert 0 <= min(numbers) < max(numbers) < 1
        counts = np.histogram(numbers, 20, (0, 1))[0]
        assert np.sum((counts - 1000) ** 2 / 1000) < 43.8  # chi-squared, 19 degrees: one in a thousand
        assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.02


def test_no_step_makes_garbage(modules):
    """The arrays of a step are the same objects in the next."""
    script = """const seen = [];
    const batches = new m.Batches(X, Y, 2, 3, 10);
    const optimizer = new m.Adam();
    for (let epoch = 0; epoch < 3; epoch++) {
        for (let start = 0; start < batches.n; ) {
            start = batches.step(network, optimizer, start);
            seen.push(...network.layers.flatMap(({ x, z, a, delta }) => [x, z, a, delta]), optimizer.m, optimizer.v);
        }
    }
    return [new Set(seen).size, seen.length];"""
    network, (X, Y) = network_for("tanh", "sigmoid", "log_loss"), problem("sigmoid", 23)
    # Two sizes of batch, 10 and 3: of each the rows, and three arrays for each of three layers (the x of all but the
    # first is an `a`); and the optimizer's two.
    assert in_the_browser(modules, network, X, Y, script) == [2 * (1 + 9) + 2, 9 * 14]
