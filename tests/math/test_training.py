"""The steps of training against numbers by hand, against the optimizers and, where it is installed, PyTorch."""

import doctest

import numpy as np
import pytest

from course_lib import training
from course_lib.optimizers import SGD, Adam
from course_lib.training import adam_step, best_epoch, mini_batches, momentum_step


def test_the_examples_are_true():
    assert doctest.testmod(training).failed == 0


@pytest.mark.parametrize("n", [1, 9, 10, 11, 30, 37])
@pytest.mark.parametrize("batch_size", [1, 7, 10, 100])
def test_batches_hold_each_row_once_and_in_order(n, batch_size):
    rows = np.random.default_rng(n).permutation(n)
    batches = mini_batches(rows, batch_size)
    assert np.concatenate(batches).tolist() == rows.tolist()
    assert len(batches) == -(-n // batch_size)
    assert {len(batch) for batch in batches[:-1]} <= {batch_size}


def random_gradients(steps=30, d=5):
    rng = np.random.default_rng(4)
    return rng.normal(size=d), rng.normal(size=(steps, d)) * 10.0 ** rng.integers(-3, 3, d)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_momentum_is_that_of_the_optimizer(momentum):
    theta, gradients = random_gradients()
    own, optimizer, velocity = theta.copy(), SGD(0.1, momentum), np.zeros(5)
    for gradient in gradients:
        optimizer.step(own, gradient)
        theta, velocity = momentum_step(theta, gradient, velocity, 0.1, momentum)
        assert theta == pytest.approx(own, rel=1e-12)


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.9), (0.0, 0.0)])
def test_adam_is_that_of_the_optimizer(betas):
    theta, gradients = random_gradients()
    own, optimizer, m, v = theta.copy(), Adam(0.1, *betas, 1e-6), np.zeros(5), np.zeros(5)
    for t, gradient in enumerate(gradients, start=1):
        optimizer.step(own, gradient)
        theta, m, v = adam_step(theta, gradient, m, v, t, 0.1, *betas, 1e-6)
        assert theta == pytest.approx(own, rel=1e-9)


def test_two_steps_by_hand():
    theta, velocity = momentum_step([1.0], [2.0], [0.0], 0.1, 0.5)
    assert [theta[0], velocity[0]] == pytest.approx([0.8, -0.2])
    theta, velocity = momentum_step(theta, [2.0], velocity, 0.1, 0.5)
    assert [theta[0], velocity[0]] == pytest.approx([0.5, -0.3])
    # m = 0.5 and v = 0.0025 become m̂ = 0.5 / 0.19 and v̂ = 0.0025 / 0.0199 in the second step
    theta, m, v = adam_step([0.0], [0.0], [0.5 / 0.9], [0.0025 / 0.99], 2, 0.1, 0.9, 0.99, 1e-12)
    assert [m[0], v[0]] == pytest.approx([0.5, 0.0025])
    assert theta[0] == pytest.approx(-0.1 * (0.5 / 0.19) / np.sqrt(0.0025 / 0.0199))


def stopped(losses, patience):
    """Return the best epoch in other words: cut where the lowest so far is `patience` epochs old."""
    lowest = [int(np.argmin(losses[: epoch + 1])) for epoch in range(len(losses))]
    ends = [epoch for epoch, best in enumerate(lowest) if epoch - best >= patience]
    return lowest[ends[0]] if ends else lowest[-1]


def test_the_best_epoch_of_random_curves():
    rng = np.random.default_rng(0)
    for _ in range(300):
        losses, patience = rng.integers(0, 6, rng.integers(1, 20)) / 10, int(rng.integers(1, 6))
        assert best_epoch(losses, patience) == stopped(losses, patience)
