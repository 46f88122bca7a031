"""Automatic differentiation: lesson 9's numbers, each operation by finite differences, `Network` and PyTorch."""

import doctest
import os
import warnings

import numpy as np
import pytest
from odd import ODD

from course_lib import autodiff
from course_lib.autodiff import Value
from course_lib.gradients import gradient_check
from course_lib.network import Network

WEIGHTS, BIASES = [[[0.5, -0.4], [0.3, 0.8]], [[0.7], [-0.6]]], [[0.1, -0.2], [0.2]]


def test_the_example_is_right():
    result = doctest.testmod(autodiff)
    assert result.attempted and not result.failed


def test_the_numbers_of_lesson_9():
    (W1, W2), (b1, b2) = map(Value, WEIGHTS), map(Value, BIASES)
    hidden = (Value([[1.0, 2.0]]) @ W1 + b1).sigmoid()
    p = (hidden @ W2 + b2).sigmoid()
    loss = -p.log()
    loss.backward()
    np.testing.assert_allclose(
        [*hidden.data[0], p.data.item(), loss.data.item()], [0.7685, 0.7311, 0.5743, 0.5546], atol=5e-5
    )
    np.testing.assert_allclose(W1.grad, [[-0.0530, 0.0502], [-0.1060, 0.1004]], atol=5e-5)
    np.testing.assert_allclose(W2.grad, [[-0.3272], [-0.3112]], atol=5e-5)
    np.testing.assert_allclose(b1.grad, [-0.0530, 0.0502], atol=5e-5)
    np.testing.assert_allclose(b2.grad, [-0.4257], atol=5e-5)
    assert sum(np.sum(each.grad**2) for each in (W1, W2, b1, b2)) == pytest.approx(0.4171, abs=5e-5)


OPERATIONS = {
    "add a row": lambda a: a + a.sum() + Value([1.0, 2.0]) * a,
    "subtract": lambda a: 3 - a - 2 * a,
    "divide": lambda a: a / (a * a + 1),
    "matrices": lambda a: a @ a @ np.array([[1.0], [2.0]]),
    "array @ value": lambda a: np.array([[1.0, 3.0]]) @ a,
    "power": lambda a: a**3 + (a * a) ** 0.5,
    "power of 0": lambda a: (a - a) ** 0 + a**0 * a,
    "exp": lambda a: a.exp(),
    "log": lambda a: (a * a + 0.5).log(),
    "tanh": lambda a: a.tanh() * a,
    "sigmoid": lambda a: a.sigmoid() * a,
    "relu": lambda a: a.relu() * a,
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_has_the_slope_of_finite_differences(name):
    theta = np.array([[0.7, -1.2], [0.4, 2.0]])

    def f(theta):
        return (OPERATIONS[name](Value(theta)) ** 2).sum()

    a = Value(theta)
    (OPERATIONS[name](a) ** 2).sum().backward()
    found = gradient_check(lambda theta: f(theta).data.item(), theta, a.grad)
    assert found.passed, found
    assert np.any(a.grad)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 3), (2, 1), (2, 3)])
def test_what_is_repeated_gets_the_sum(shape):
    b, other = Value(np.full(shape, 0.5)), np.arange(6.0).reshape(2, 3)
    (b * other).sum().backward()
    assert b.grad.shape == shape
    np.testing.assert_array_equal(b.grad + np.zeros((2, 3)), np.broadcast_to(np.array(gradient(shape, other)), (2, 3)))


def gradient(shape, other):
    return {(): 15, (1,): 15, (3,): [3, 5, 7], (1, 3): [[3, 5, 7]], (2, 1): [[3], [12]], (2, 3): other}[shape]


def problem():
    rng = np.random.default_rng(0)
    network = Network((3, 4, 5, 2), "tanh", "sigmoid", random_state=1)
    network.parameters[network.n_weights :] = rng.normal(size=11)
    return network, rng.normal(size=(7, 3)), rng.integers(0, 2, (7, 2)).astype(float)


def log_loss(a, Y, parameters):
    """Return the log-loss of a network with tanh, by operations that arrays, values and tensors all have."""
    for W, b in parameters[:-1]:
        a = (a @ W + b).tanh()
    (W, b), n = parameters[-1], len(Y)
    p = (a @ W + b).sigmoid()
    return -(p.log() * Y + (1 - p).log() * (1 - Y)).sum() / n


def test_a_network_has_the_gradients_of_network():
    network, X, Y = problem()
    network.forward(X)
    network.backward(Y)
    parameters = [(Value(layer.weights), Value(layer.biases)) for layer in network.layers]
    loss = log_loss(Value(X), Y, parameters)
    loss.backward()
    assert loss.data.item() == pytest.approx(network.loss(Y), rel=1e-12)
    for (W, b), layer in zip(parameters, network.layers, strict=True):
        np.testing.assert_allclose(W.grad, layer.weights_gradient, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(b.grad, layer.biases_gradient, rtol=1e-12, atol=1e-12)


def test_the_gradients_are_pytorchs():
    if not os.environ.get("CI"):
        pytest.importorskip("torch", reason="PyTorch is not installed; CONTRIBUTING.md says how to get it")
    import torch

    network, X, Y = problem()
    arrays = [(layer.weights, layer.biases) for layer in network.layers]
    ours = [(Value(W), Value(b)) for W, b in arrays]
    theirs = [tuple(torch.tensor(each, requires_grad=True) for each in pair) for pair in arrays]
    log_loss(Value(X), Y, ours).backward()
    log_loss(torch.tensor(X), torch.tensor(Y), theirs).backward()
    for pair, twins in zip(ours, theirs, strict=True):
        for one, twin in zip(pair, twins, strict=True):
            np.testing.assert_allclose(one.grad, twin.grad.numpy(), rtol=1e-12, atol=1e-12)


def test_a_second_backward_adds_and_a_value_used_twice_is_counted_twice():
    a = Value(3.0)
    loss = a * a
    loss.backward()
    assert a.grad == 6
    loss.backward()
    assert a.grad == 12


def test_a_long_chain_needs_no_recursion():
    a = Value(1.0)
    end = a
    for _ in range(5000):
        end = end + 1
    end.backward()
    assert a.grad == 1


def test_no_array_of_the_caller_is_changed_or_followed():
    mine = np.array([1.0, 2.0])
    value = Value(mine)
    mine[0] = 5
    (value * value).sum().backward()
    assert value.grad.tolist() == [2, 4]
    value.data -= value.grad
    assert mine.tolist() == [5, 2]


@pytest.mark.parametrize("kind", ODD)
def test_odd_data_is_named_or_copied(kind):
    with warnings.catch_warnings(action="error"):
        for make in (Value, lambda odd: Value([1.0, 2.0]) + odd, lambda odd: Value([[1.0]]) @ odd):
            try:
                assert np.isfinite(make(ODD[kind]).data).all()
            except ValueError as problem:
                assert str(problem).startswith("Value: "), problem


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Value([1.0, 0.0]).log(), "Value: the result must be finite, but -inf came at index 1"),
        (lambda: Value(-1.0).log(), "Value: the result must be finite, but NaN came"),
        (lambda: Value(1000.0).exp(), "Value: the result must be finite, but inf came"),
        (lambda: 1 - Value(1e308) * 10, "Value: the result must be finite"),
        (lambda: Value([1, 2]) + np.ones(3), r"Value: the shapes must fit.* but \(2,\) and \(3,\) came"),
        (lambda: Value([[1, 2]]) @ [[1, 2]], r"Value: @ wants matrices .* but \(1, 2\) and \(1, 2\) came"),
        (lambda: Value([1.0]) ** "2", "Value: the exponent must be one number, but the text '2' came"),
        (lambda: Value([1.0, 2.0]).backward(), r"Value.backward: only one number has a gradient, but \(2,\) came"),
        (lambda: (Value(0.0) ** 0.5).backward(), "Value.backward: a gradient is not finite"),
    ],
)
def test_what_cannot_be_is_said(call, words):
    with warnings.catch_warnings(action="error"), pytest.raises(ValueError, match=f"^{words}"):
        call()


def test_a_number_and_an_array_are_divided_by_a_value():
    x = Value([2.0, 4.0])
    (1 / x).sum().backward()
    assert (1 / x).data.tolist() == [0.5, 0.25]
    assert x.grad.tolist() == [-0.25, -0.0625]
    assert (np.array([4.0, 4.0]) / x).data.tolist() == [2.0, 1.0]


def test_the_sigmoid_of_a_value_keeps_its_digits():
    z = Value([-40.0])
    loss = -z.sigmoid().log().sum()
    loss.backward()
    assert loss.data == pytest.approx(40, rel=1e-15)
    assert z.grad == pytest.approx(-1, rel=1e-12)
