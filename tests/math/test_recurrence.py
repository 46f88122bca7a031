"""Recurrent units and LSTM cells: by hand, finite differences, PyTorch, and what each remembers."""

import doctest
import os

import numpy as np
import pytest

from course_lib import recurrence
from course_lib.gradients import gradient_check, numerical_gradient
from course_lib.recurrence import back_through_time, lstm_step, read, recurrent_step

RNG = np.random.default_rng(0)
X = RNG.normal(size=(4, 5, 2))
W, U, B = RNG.normal(size=(2, 3)), RNG.normal(size=(3, 3)), RNG.normal(size=3)


def test_the_examples_are_right():
    result = doctest.testmod(recurrence)
    assert result.attempted and not result.failed


def test_two_steps_forward_and_back_by_hand():
    H = read([[[1.0], [0.0]]], [[1.0]], [[0.5]], [0.0])
    np.testing.assert_allclose(H.ravel(), [0, np.tanh(1), np.tanh(0.5 * np.tanh(1))])
    found = back_through_time([[[1.0], [0.0]]], H, [[[0.0], [1.0]]], [[1.0]], [[0.5]])
    last = 1 - H[0, 2, 0] ** 2
    first = last * 0.5 * (1 - H[0, 1, 0] ** 2)
    by_hand = [[[first]], [[last * H[0, 1, 0]]], [first + last], [[[first], [last]]]]
    for ours, wanted in zip(found, by_hand, strict=True):
        np.testing.assert_allclose(ours, wanted, rtol=1e-14)


def test_the_gradients_through_time_are_those_of_finite_differences():
    target = RNG.normal(size=(4, 5, 3))  # all states count, not the last one alone

    def loss(parts):
        return np.sum((read(parts[3], *parts[:3])[:, 1:] - target) ** 2) / 2

    H = read(X, W, U, B)
    check = gradient_check(loss, [W, U, B, X], back_through_time(X, H, H[:, 1:] - target, W, U))
    assert check.passed, check


def test_reading_is_one_step_after_the_other():
    h = np.zeros((4, 3))
    for t in range(5):
        h = recurrent_step(X[:, t], h, W, U, B)
    np.testing.assert_allclose(read(X, W, U, B)[:, -1], h, rtol=1e-14)
    assert not read(X, W, U, B)[:, 0].any()


def torch_or_skip():
    if not os.environ.get("CI"):
        pytest.importorskip("torch", reason="PyTorch is not installed; CONTRIBUTING.md says how to get it")
    import torch

    return torch


def filled(network, torch, *arrays):
    """Give PyTorch's network our weights. It keeps them the other way round, and two vectors of biases."""
    for name, value in zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"), arrays, strict=True):
        getattr(network, name).data = torch.tensor(value.T.copy())
    torch.nn.init.zeros_(network.bias_hh_l0)
    return network


def test_the_recurrent_unit_is_pytorchs():
    torch = torch_or_skip()
    network = filled(torch.nn.RNN(2, 3, batch_first=True, dtype=torch.float64), torch, W, U, B)
    states, _ = network(torch.tensor(X))
    H = read(X, W, U, B)
    np.testing.assert_allclose(H[:, 1:], states.detach().numpy(), rtol=0, atol=1e-12)
    (states**2).sum().backward()
    found = back_through_time(X, H, 2 * H[:, 1:], W, U)[:3]
    theirs = (network.weight_ih_l0, network.weight_hh_l0, network.bias_ih_l0)
    for ours, other in zip(found, theirs, strict=True):
        np.testing.assert_allclose(ours, other.grad.numpy().T, rtol=0, atol=1e-12)


def test_the_lstm_cell_is_pytorchs():
    torch = torch_or_skip()
    w, u, b = RNG.normal(size=(2, 12)), RNG.normal(size=(3, 12)), RNG.normal(size=12)
    network = filled(torch.nn.LSTM(2, 3, batch_first=True, dtype=torch.float64), torch, w, u, b)
    states, (_, cells) = network(torch.tensor(X))
    h = c = np.zeros((4, 3))
    for t in range(5):
        h, c = lstm_step(X[:, t], h, c, w, u, b)[:2]
        np.testing.assert_allclose(h, states[:, t].detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(c, cells[0].detach().numpy(), rtol=0, atol=1e-12)


def test_an_lstm_step_by_hand():
    cell = lstm_step([[2.0]], [[0.5]], [[3.0]], [[0.0, 0.0, 1.0, 0.0]], [[0.0, 0.0, 2.0, 0.0]], np.log([1, 3, 1, 4]))
    # i = 1/2, f = 3/4, g = tanh(2 + 1 + 0), o = 4/5; c = 3/4·3 + g/2; h = 4/5 tanh(c)
    g = np.tanh(3)
    c = 2.25 + g / 2
    np.testing.assert_allclose(np.ravel(cell), [0.8 * np.tanh(c), c, 0.5, 0.75, g, 0.8], rtol=1e-14)


# What is remembered

BITS = np.random.default_rng(1).choice([-1.0, 1.0], (1, 50, 1))


def slope_of_plain_unit(T, u):
    """Return the slope of the last state by what came in first, of a unit with the weights 1 and u."""
    H, slopes = read(BITS[:, :T] * 0.5, [[1.0]], [[u]], [0.0]), np.zeros((1, T, 1))
    slopes[0, -1] = 1
    return back_through_time(BITS[:, :T] * 0.5, H, slopes, [[1.0]], [[u]])[3][0, 0, 0]


@pytest.mark.parametrize("u", [0.5, 0.9, 1.0])
def test_a_plain_unit_forgets(u):
    slopes = [slope_of_plain_unit(T, u) for T in range(1, 51)]
    assert np.all(np.diff(slopes) < 0)
    assert slopes[0] > 0.7
    assert slopes[19] < 0.02
    assert slopes[-1] < 1e-4


OPEN = 10.0  # the score of a gate that is open; -10 shuts it
KEEPER = (  # x is a bit, and 1 at the first step alone; there the cell lets in and forgets, later it keeps
    np.array([[0, 0, 1, 0], [2 * OPEN, -2 * OPEN, 0, 0]]),
    np.zeros((1, 4)),
    np.array([-OPEN, OPEN, 0, OPEN]),
)


def shown_by_cell(T, first):
    h = c = np.zeros((1, 1))
    for t in range(T):
        bit = first if t == 0 else BITS[0, t, 0]
        h, c = lstm_step([[bit, float(t == 0)]], h, c, *KEEPER)[:2]
    return h.item()


def test_a_cell_whose_gates_are_set_by_hand_keeps():
    slopes = [numerical_gradient(lambda x, T=T: shown_by_cell(T, x[0]), [0.5])[0] for T in (1, 10, 20, 50)]
    assert slopes[0] > 0.5
    np.testing.assert_allclose(slopes, slopes[0], rtol=0.01)
    for first in (-1.0, 1.0):
        assert shown_by_cell(50, first) == pytest.approx(np.tanh(np.tanh(first)), abs=0.01)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: read(np.zeros((2, 0, 1)), [[1]], [[1]], [0]), "read: X must be sequences of one length, 1 or more"),
        (lambda: read([[1.0]], [[1]], [[1]], [0]), "read: X must be sequences of one length"),
        (
            lambda: read([[[1.0, 2.0]]], [[1]], [[1]], [0]),
            r"read: W must be of shape \(2, any\) to fit X, but \(1, 1\)",
        ),
        (lambda: read([[[1.0]]], [[1, 2]], [[1]], [0, 0]), r"read: W must be of shape \(any, 1\) to fit U"),
        (lambda: read([[[1.0]]], [[1]], [[1]], [0, 0]), r"read: b must be of shape \(1\) to fit W"),
        (lambda: back_through_time(X, X, X, W, U), "back_through_time: H must be of shape"),
        (lambda: recurrent_step([[1.0]], [[0.0]] * 2, [[1]], [[1]], [0]), "recurrent_step: h must be of shape"),
        (lambda: lstm_step([[1.0]], [[0.0]], [[0.0]], [[1.0]], [[1.0]], [0.0]), "lstm_step: W must be of shape"),
    ],
)
def test_what_does_not_fit_is_named(call, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        call()
