"""Generator and discriminator in one dimension: by hand, finite differences, and how a duel ends."""

import doctest

import numpy as np
import pytest

from course_lib import adversarial
from course_lib.adversarial import discriminator_loss, duel, generate, generator_loss, judge
from course_lib.gradients import gradient_check

RNG = np.random.default_rng(0)
REAL, NOISE = RNG.normal(size=1000), RNG.normal(size=6)
GENERATOR, DISCRIMINATOR = np.array([1.5, 0.7]), np.array([0.3, -0.8, 0.4])


def test_the_examples_are_right():
    result = doctest.testmod(adversarial)
    assert result.attempted and not result.failed


def test_both_losses_by_hand():
    assert generate([0.5], [1, 2]).tolist() == [2]
    # σ(ln 3 - 4 + 4) = 3/4 for the forged 2; σ(ln 3) = 3/4 for the real 0
    discriminator = [np.log(3), -2, 1]
    np.testing.assert_allclose(judge([2, 0], discriminator), 0.75)
    loss, gradient = discriminator_loss([0.0], [2.0], discriminator)
    assert loss == pytest.approx(-(np.log(0.75) + np.log(0.25)) / 2)
    np.testing.assert_allclose(gradient, [(-0.25 + 0.75) / 2, 0.75 * 2 / 2, 0.75 * 4 / 2])
    loss, gradient = generator_loss([0.5], [1, 2], discriminator)
    assert loss == pytest.approx(-np.log(0.75))
    np.testing.assert_allclose(gradient, [-0.25 * (-2 + 4), -0.25 * (-2 + 4) * 0.5])


def test_the_gradients_are_those_of_finite_differences():
    forged = generate(NOISE, GENERATOR)
    _, gradient = discriminator_loss(REAL[:5], forged, DISCRIMINATOR)
    check = gradient_check(lambda w: discriminator_loss(REAL[:5], forged, w)[0], DISCRIMINATOR, gradient)
    assert check.passed, check
    _, gradient = generator_loss(NOISE, GENERATOR, DISCRIMINATOR)
    check = gradient_check(lambda g: generator_loss(NOISE, g, DISCRIMINATOR)[0], GENERATOR, gradient)
    assert check.passed, check


def swings(found, wanted):
    """Return how far it is off at most, each time that it is on one side, where that is more than a tenth."""
    off = np.asarray(found) - wanted
    parts = np.split(off, np.flatnonzero(np.diff(np.sign(off))) + 1)
    return [extreme for part in parts if (extreme := np.abs(part).max()) > 0.1]


@pytest.mark.parametrize("seed", [0, 1])
def test_with_a_fast_discriminator_the_forged_numbers_meet_the_real_ones(seed):
    found = duel(REAL, (-2.0, 1.0), discriminator_rate=0.5, generator_rate=0.02, steps=800, random_state=seed)
    shifts, scales = found.generators.T
    assert len(swings(shifts, REAL.mean())) == 1
    np.testing.assert_allclose(shifts[-200:], REAL.mean(), atol=0.06)
    np.testing.assert_allclose(scales[-200:], REAL.std(), atol=0.06)
    for losses in found.generator_losses, found.discriminator_losses:
        assert losses[-200:].mean() == pytest.approx(np.log(2), abs=0.02)


@pytest.mark.parametrize("seed", [0, 1])
def test_with_a_slow_discriminator_they_circle(seed):
    found = duel(REAL, (-2.0, 1.0), discriminator_rate=0.005, generator_rate=0.5, steps=800, random_state=seed)
    off = swings(found.generators[:, 0], REAL.mean())
    assert len(off) >= 4
    assert min(off[:4]) > 0.8


def test_a_duel_begins_where_it_was_told_repeats_with_its_seed_and_changes_no_array():
    start = np.array([-2.0, 1.0])
    one, other = (duel(REAL, start, steps=3, random_state=5) for _ in range(2))
    assert all(map(np.array_equal, one, other))
    assert one.generators[0].tolist() == start.tolist() == [-2, 1]
    assert one.discriminators[0].tolist() == [0, 0, 0]
    assert one.discriminator_losses[0] == pytest.approx(np.log(2))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: duel([]), "duel: real must "),
        (lambda: duel(REAL, (1, 2, 3)), "duel: generator must hold shift and scale"),
        (lambda: judge([1.0], (1, 2)), "judge: discriminator must hold w₀, w₁ and w₂"),
        (lambda: duel(REAL, generator_rate=-1), "duel: generator_rate must be a positive number"),
        (lambda: duel(REAL * 1e200, steps=5), "duel: the numbers are too large"),
    ],
)
def test_what_cannot_be_is_named(call, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        call()
