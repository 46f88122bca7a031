"""The optimizers: steps worked by hand, the formulas as they stand in the papers, and a way to the bottom."""

import copy

import numpy as np
import pytest

from course_lib.optimizers import SGD, Adam

RNG = np.random.default_rng(0)
GRADIENTS = RNG.normal(size=(50, 7)) * 10.0 ** np.arange(-3, 4)  # some small, some large


def walk(optimizer, gradients=GRADIENTS, dtype=np.float64):
    """Return where the parameters are after each step, from 0."""
    parameters, places = np.zeros(gradients.shape[1], dtype), []
    for gradient in gradients.astype(dtype):
        before = gradient.copy()
        optimizer.step(parameters, gradient)
        np.testing.assert_array_equal(gradient, before)  # it is the network's, and may be looked at afterwards
        places.append(parameters.copy())
    return np.array(places)


def test_two_plain_steps_by_hand():
    places = walk(SGD(learning_rate=0.5), np.array([[2.0, -4.0], [6.0, 1.0]]))
    np.testing.assert_array_equal(places, [[-1, 2], [-4, 1.5]])


def test_two_steps_with_momentum_by_hand():
    # v = -0.5·2 = -1; then v = 0.5·(-1) - 0.5·6 = -3.5, from -1 to -4.5.
    places = walk(SGD(learning_rate=0.5, momentum=0.5), np.array([[2.0], [6.0]]))
    np.testing.assert_array_equal(places, [[-1], [-4.5]])


def test_two_steps_of_nesterov_by_hand():
    # v = -1, step 0.5·(-1) - 1 = -1.5; then v = 0.5·(-1) - 3 = -3.5, step 0.5·(-3.5) - 3 = -4.75.
    places = walk(SGD(learning_rate=0.5, momentum=0.5, nesterov=True), np.array([[2.0], [6.0]]))
    np.testing.assert_array_equal(places, [[-1.5], [-6.25]])


def test_nesterov_looks_ahead():
    """Sutskever's form: the gradient is taken at θ + μ v. Ours keeps θ + μ v as its parameters."""
    curvature, eta, mu = np.array([1.0, 4.0]), 0.1, 0.9
    theta, v = np.array([3.0, -2.0]), np.zeros(2)
    ours, optimizer = theta.copy(), SGD(eta, mu, nesterov=True)
    for _ in range(30):
        v = mu * v - eta * curvature * (theta + mu * v)
        theta = theta + v
        optimizer.step(ours, curvature * ours)
        np.testing.assert_allclose(ours, theta + mu * v, rtol=1e-12, atol=1e-15)


def adam(gradients, eta, beta_1, beta_2, epsilon):
    """Algorithm 1 of Kingma and Ba, as printed."""
    theta = m = v = np.zeros(gradients.shape[1])
    places = []
    for t, g in enumerate(gradients, start=1):
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
        theta = theta - eta * m_hat / (np.sqrt(v_hat) + epsilon)
        places.append(theta)
    return np.array(places)


@pytest.mark.parametrize("numbers", [(0.001, 0.9, 0.999, 1e-8), (0.1, 0.5, 0.9, 0.1), (1.0, 0.0, 0.0, 1e-3)])
def test_adam_is_that_of_the_paper(numbers):
    np.testing.assert_allclose(walk(Adam(*numbers)), adam(GRADIENTS, *numbers), rtol=1e-11, atol=1e-15)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    places = walk(Adam(learning_rate=0.25, epsilon=1e-12), np.array([[1e-3, -7.0, 1e6]]))
    np.testing.assert_allclose(places, [[-0.25, 0.25, -0.25]], rtol=1e-6)


def test_adam_does_not_divide_by_zero():
    np.testing.assert_array_equal(walk(Adam(), np.zeros((3, 2))), 0)


MAKERS = [lambda: SGD(0.1), lambda: SGD(0.1, 0.9), lambda: SGD(0.1, 0.9, nesterov=True), lambda: Adam(0.5)]


@pytest.mark.parametrize("make", MAKERS)
def test_each_comes_to_the_bottom_of_a_bowl(make):
    bottom, parameters, optimizer = np.array([3.0, -1.0]), np.zeros(2), make()
    for _ in range(400):
        optimizer.step(parameters, np.array([1.0, 4.0]) * (parameters - bottom))
    np.testing.assert_allclose(parameters, bottom, atol=1e-4)


@pytest.mark.parametrize("make", MAKERS)
def test_each_moves_in_place_and_keeps_float32(make):
    places = walk(make(), dtype=np.float32)
    assert places.dtype == np.float32
    np.testing.assert_allclose(places[-1], walk(make())[-1], rtol=1e-3)


@pytest.mark.parametrize("make", MAKERS)
def test_a_copy_goes_on_alone(make):
    optimizer, parameters = make(), np.zeros(7)
    optimizer.step(parameters, GRADIENTS[0])
    twin, other = copy.deepcopy(optimizer), parameters.copy()
    twin.step(other, GRADIENTS[1])
    optimizer.step(parameters, GRADIENTS[1])
    np.testing.assert_array_equal(other, parameters)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: SGD(0), "SGD: learning_rate must be"),
        (lambda: SGD(0.1, 1), "SGD: momentum must be from 0 to below 1, but"),
        (lambda: SGD(0.1, 0.9, "yes"), "SGD: nesterov must be True or False, but"),
        (lambda: Adam("fast"), "Adam: learning_rate must be"),
        (lambda: Adam(beta_1=1), "Adam: beta_1 must be from 0 to below 1, but"),
        (lambda: Adam(beta_2=-0.1), "Adam: beta_2 must be from 0 to below 1, but"),
        (lambda: Adam(epsilon=0), "Adam: epsilon must be"),
    ],
)
def test_what_makes_no_sense_is_refused(make, words):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(words)


@pytest.mark.parametrize("make", [lambda: SGD(1e300, 0.5), lambda: Adam(1e308)])
def test_a_step_past_what_a_float_holds_changes_nothing(make):
    optimizer, parameters = make(), np.array([1e308, 1.0])
    before = vars(make())
    with pytest.raises(ValueError, match=r"\.step: parameters must stay finite, but this step leads past"):
        optimizer.step(parameters, np.array([-1e10, 1.0]))
    assert parameters.tolist() == [1e308, 1.0]
    assert vars(optimizer) == before


def test_gradients_whose_squares_overflow_are_refused_since_adam_would_stand_still():
    with pytest.raises(ValueError, match=r"^Adam\.step: parameters must stay finite"):
        Adam().step(np.zeros(2), np.array([1e200, 1.0]))


@pytest.mark.parametrize("make", [lambda: SGD(0.1, 0.9), Adam])
def test_an_optimizer_moves_one_array_that_can_be_written_to(make):
    optimizer, fixed = make(), np.zeros(3)
    fixed.flags.writeable = False
    with pytest.raises(ValueError, match=r"\.step: parameters must be an array that can be written to"):
        optimizer.step(fixed, np.ones(3))
    optimizer.step(np.zeros(3), fixed + 1)
    with pytest.raises(ValueError, match=r"\.step: parameters must keep the shape of earlier steps, \(3,\), but"):
        optimizer.step(np.zeros(1), np.ones(1))
