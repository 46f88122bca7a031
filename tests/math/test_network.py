"""The network: every gradient against finite differences, one pass by hand to the digit, and bugs that are caught."""

import copy
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import activations, losses
from course_lib.activations import IN_PLACE
from course_lib.gradients import gradient_check
from course_lib.network import ACTIVATIONS, OUTPUTS, Network

UNITS = {"softmax": 3, "sigmoid": 1, "identity": 2}


def problem(output, n=5, features=3):
    """Return features and what is true of n students, for an output."""
    rng = np.random.default_rng(1)
    truths = {
        "softmax": np.eye(3)[rng.integers(0, 3, n)],
        "sigmoid": rng.integers(0, 2, (n, 1)).astype(float),
        "identity": rng.normal(size=(n, 2)),
    }
    return rng.normal(size=(n, features)), truths[output]


def network_for(activation, output, depth, alpha=0.0, units=4, features=3):
    """Return a network whose biases are not 0, so that no unit of relu stands at its kink."""
    sizes = (features, *[units] * (depth - 1), UNITS[output])
    network = Network(sizes, activation, output, alpha, random_state=2)
    network.parameters[network.n_weights :] = np.random.default_rng(3).normal(0, 0.5, sum(sizes[1:]))
    return network


def gradients_of(network, X, Y):
    network.forward(X)
    network.backward(Y)
    return network.gradients.copy()


def objective_of(network, X, Y):
    """Return what the network should minimize as a function of its parameters, computed by a network of its own."""
    own = Network(network.layer_sizes, network.activation, network.output, loss=network.loss_name)

    def objective(parameters):
        own.parameters[:] = parameters
        own.forward(X)
        weights = parameters[: own.n_weights]
        return own.loss(Y) + network.alpha * weights @ weights / 2 / len(X)

    return objective


def check(network, X, Y):
    """Compare all gradients of a network with finite differences of its objective."""
    return gradient_check(objective_of(network, X, Y), network.parameters, gradients_of(network, X, Y))


@pytest.mark.parametrize("truth", ["0 or 1", "between"])
@pytest.mark.parametrize("loss", ["log_loss", "squared_error"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_several_sigmoids_have_the_gradient_of_their_losses_in_sum(activation, loss, truth):
    rng = np.random.default_rng(4)
    X, Y = rng.normal(size=(5, 3)), rng.integers(0, 2, (5, 2)).astype(float)
    network = Network((3, 4, 2), activation, "sigmoid", random_state=2, loss=loss)
    network.parameters[network.n_weights :] = rng.normal(0, 0.5, 6)
    found = check(network, X, Y if truth == "0 or 1" else 0.1 + 0.7 * Y)
    assert found.passed and found.relative_error <= 1e-6, found


def test_the_log_loss_of_several_outputs_and_of_a_truth_between_0_and_1_by_hand():
    network = Network((1, 2), output="sigmoid")
    network.parameters[:] = [np.log(3), 0, 0, 0]  # σ = 3/4 and 1/2
    network.forward([[1.0]])
    assert network.loss([[1.0, 0.0]]) == pytest.approx(np.log(4 / 3) + np.log(2), rel=1e-15)
    assert network.loss([[0.5, 0.5]]) == pytest.approx(np.log(4 / 3) / 2 + np.log(4) / 2 + np.log(2), rel=1e-15)


def test_squared_error_of_a_sigmoid_by_hand():
    """A 2-2-1 network whose sigmoids give 3/4, 1/4, 1/2, …, so that every number is a fraction."""
    network = Network((2, 2, 1), "logistic", "sigmoid", loss="squared_error")
    first, second = network.layers
    first.weights[:], first.biases[:] = np.log(3) * np.array([[1, -1], [0, 0]]), 0
    second.weights[:], second.biases[:] = [[2], [-2]], np.log(3) - 1
    out = network.forward([[1.0, 2.0]])
    np.testing.assert_allclose(first.a, [[3 / 4, 1 / 4]], rtol=1e-15)
    np.testing.assert_allclose(out, [[3 / 4]], rtol=1e-15)  # z = 2·3/4 - 2·1/4 + ln 3 - 1 = ln 3
    assert network.loss([[1.0]]) == pytest.approx(1 / 32, rel=1e-14)
    network.backward([[1.0]])
    delta = -1 / 4 * 3 / 4 * 1 / 4
    np.testing.assert_allclose(second.delta, [[delta]], rtol=1e-14)
    np.testing.assert_allclose(second.weights_gradient, [[delta * 3 / 4], [delta / 4]], rtol=1e-14)
    np.testing.assert_allclose(second.biases_gradient, [delta], rtol=1e-14)
    blame = delta * 2 * 3 / 16
    np.testing.assert_allclose(first.delta, [[blame, -blame]], rtol=1e-14)
    np.testing.assert_allclose(first.weights_gradient, [[blame, -blame], [2 * blame, -2 * blame]], rtol=1e-14)


def test_without_a_loss_the_output_has_its_own():
    for output, loss in (("softmax", "cross_entropy"), ("sigmoid", "log_loss"), ("identity", "squared_error")):
        X, Y = problem(output)
        named, unnamed = (Network((3, 4, UNITS[output]), "tanh", output, random_state=0, loss=n) for n in (loss, None))
        np.testing.assert_array_equal(gradients_of(named, X, Y), gradients_of(unnamed, X, Y))
        assert named.loss(Y) == unnamed.loss(Y)


COMBINATIONS = list(itertools.product(ACTIVATIONS, OUTPUTS, (1, 2, 3, 4), (0.0, 0.3)))


@pytest.mark.parametrize(("activation", "output", "depth", "alpha"), COMBINATIONS)
def test_every_gradient_is_that_of_finite_differences(activation, output, depth, alpha):
    found = check(network_for(activation, output, depth, alpha), *problem(output))
    assert found.passed and found.relative_error <= 1e-6, found


def test_one_pass_by_hand():
    """A 2-2-1 network with relu and squared error, two students, worked on paper."""
    network = Network((2, 2, 1), "relu", "identity")
    first, second = network.layers
    first.weights[:], first.biases[:] = [[1, -1], [2, 1]], [0, 1]
    second.weights[:], second.biases[:] = [[2], [-3]], [0.5]
    out = network.forward(np.array([[1.0, 2.0], [3.0, 1.0]]))
    # z of the first student: 1·1 + 2·2 = 5 and 1·(-1) + 2·1 + 1 = 2; of the second: 5 and -1, which relu makes 0.
    np.testing.assert_array_equal(first.z, [[5, 2], [5, -1]])
    np.testing.assert_array_equal(first.a, [[5, 2], [5, 0]])
    np.testing.assert_array_equal(out, [[2 * 5 - 3 * 2 + 0.5], [2 * 5 + 0.5]])  # 4.5 and 10.5
    truth = np.array([[3.5], [10.0]])
    assert network.loss(truth) == (1.0**2 + 0.5**2) / 2 / 2
    network.backward(truth)
    np.testing.assert_array_equal(second.delta, [[0.5], [0.25]])  # (4.5 - 3.5) / 2 and (10.5 - 10) / 2
    np.testing.assert_array_equal(second.weights_gradient, [[5 * 0.5 + 5 * 0.25], [2 * 0.5]])
    np.testing.assert_array_equal(second.biases_gradient, [0.75])
    np.testing.assert_array_equal(first.delta, [[1, -1.5], [0.5, 0]])  # 0.5·2, 0.5·(-3); 0.25·2, shut by relu
    np.testing.assert_array_equal(first.weights_gradient, [[1 * 1 + 3 * 0.5, -1.5], [2 * 1 + 1 * 0.5, 2 * -1.5]])
    np.testing.assert_array_equal(first.biases_gradient, [1.5, -1.5])


# Wrong ways to compute a gradient that train "fine". Each takes the pytest patch and breaks the network's own code.


def break_slope(patch, slope, activation="relu"):
    patch.setitem(IN_PLACE, activation, (IN_PLACE[activation][0], slope))


def break_backward(patch, wrong):
    right = Network.backward

    def backward(network, Y):
        right(network, Y)
        wrong(network, Y)

    patch.setattr(Network, "backward", backward)


def mask_from_the_wrong_array(patch):
    break_slope(patch, lambda delta, a: np.multiply(delta, delta > 0, out=delta))


def no_mask(patch):
    break_slope(patch, lambda delta, a: None)


def slope_of_a_instead_of_z(patch):
    def slope(delta, a):
        delta *= activations.sigmoid_derivative(a)

    break_slope(patch, slope, "logistic")


def slope_of_x_instead_of_z(patch):
    def wrong(network, Y):
        first, second = network.layers[:2]
        slope = activations.sigmoid_derivative(first.x).mean(axis=1, keepdims=True)
        first.weights_gradient[:] = first.x.T @ (second.delta @ second.weights.T * slope)

    break_backward(patch, wrong)


def half_the_slope_of_tanh(patch):
    def slope(delta, a):
        delta *= 1 - a  # the square is missing

    break_slope(patch, slope, "tanh")


def bias_once_per_feature(patch):
    def wrong(network, Y):
        for layer in network.layers:
            layer.biases_gradient *= layer.x.shape[1]

    break_backward(patch, wrong)


def no_bias(patch):
    break_backward(patch, lambda network, Y: network.gradients[network.n_weights :].fill(0))


def softmax_twice(patch):
    once = IN_PLACE["softmax"][0]

    def twice(z, out):
        once(z, out)
        once(out.copy(), out)

    patch.setitem(IN_PLACE, "softmax", (twice, None))


def sum_with_the_rate_of_a_mean(patch):
    break_backward(patch, lambda network, Y: network.gradients.__imul__(len(Y)))


def mean_twice(patch):
    break_backward(patch, lambda network, Y: network.gradients.__itruediv__(len(Y)))


def wrong_sign(patch):
    break_backward(patch, lambda network, Y: network.gradients.__imul__(-1))


def weights_not_transposed(patch):
    def wrong(network, Y):
        first, second = network.layers[:2]
        first.delta[:] = second.delta @ second.weights
        first.slope(first.delta, first.a)
        first.weights_gradient[:] = first.x.T @ first.delta

    break_backward(patch, wrong)


def error_of_the_last_layer_passed_through(patch):
    def wrong(network, Y):
        first, second = network.layers[:2]
        first.weights_gradient[:] = first.x.T @ (second.delta @ second.weights.T)  # without f'(z)

    break_backward(patch, wrong)


def weights_moved_before_they_pass_the_error_back(patch):
    def wrong(network, Y):
        first, second = network.layers[:2]
        moved = second.weights - 0.1 * second.weights_gradient
        first.delta[:] = second.delta @ moved.T
        first.slope(first.delta, first.a)
        first.weights_gradient[:] = first.x.T @ first.delta

    break_backward(patch, wrong)


def gradients_added_to_the_last_ones(patch):
    right = Network.backward

    def backward(network, Y):
        right(network, Y)
        before = network.gradients.copy()
        right(network, Y)
        network.gradients += before

    patch.setattr(Network, "backward", backward)


def l2_on_the_biases(patch):
    def wrong(network, Y):
        network.gradients[network.n_weights :] += 0.3 / len(Y) * network.parameters[network.n_weights :]

    break_backward(patch, wrong)


def l2_without_the_mean(patch):
    def wrong(network, Y):
        weights = slice(network.n_weights)
        network.gradients[weights] += 0.3 * (1 - 1 / len(Y)) * network.parameters[weights]

    break_backward(patch, wrong)


BUGS = {  # the activation, output and depth with which each lesson or project had it
    mask_from_the_wrong_array: ("relu", "softmax", 3),
    no_mask: ("relu", "sigmoid", 3),
    slope_of_a_instead_of_z: ("logistic", "sigmoid", 2),
    slope_of_x_instead_of_z: ("logistic", "sigmoid", 2),
    half_the_slope_of_tanh: ("tanh", "softmax", 2),
    bias_once_per_feature: ("relu", "softmax", 2),
    no_bias: ("logistic", "sigmoid", 2),
    softmax_twice: ("tanh", "softmax", 2),
    sum_with_the_rate_of_a_mean: ("relu", "identity", 2),
    mean_twice: ("relu", "softmax", 2),
    wrong_sign: ("tanh", "sigmoid", 2),
    weights_not_transposed: ("tanh", "softmax", 3),
    error_of_the_last_layer_passed_through: ("logistic", "identity", 2),
    weights_moved_before_they_pass_the_error_back: ("tanh", "sigmoid", 2),
    gradients_added_to_the_last_ones: ("relu", "softmax", 2),
    l2_on_the_biases: ("relu", "softmax", 2),
    l2_without_the_mean: ("tanh", "softmax", 2),
}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_gradient_check_catches_the_bug(bug, monkeypatch):
    activation, output, depth = BUGS[bug]
    X, Y = problem(output)
    assert check(network_for(activation, output, depth, 0.3), X, Y).passed
    with monkeypatch.context() as patch:
        bug(patch)
        broken = network_for(activation, output, depth, 0.3)
        found = gradients_of(broken, X, Y)
    verdict = gradient_check(objective_of(broken, X, Y), broken.parameters, found)
    assert not verdict.passed and verdict.relative_error > 1e-3, verdict


numbers = st.lists(st.floats(-50, 50), min_size=6, max_size=6).map(lambda values: np.reshape(values, (2, 3)))


@given(numbers)
@settings(max_examples=50)
def test_what_is_written_in_place_is_what_activations_return(z):
    names = {"logistic": "sigmoid", "tanh": "tanh", "relu": "relu", "softmax": "softmax"}
    for name, public in names.items():
        a = np.empty_like(z)
        f, slope = IN_PLACE[name]
        f(z, out=a)
        np.testing.assert_allclose(a, getattr(activations, public)(z), rtol=1e-13, atol=1e-16)
        if slope:
            delta = np.ones_like(z)
            slope(delta, a)
            derivative = getattr(activations, f"{public}_derivative")(z)
            np.testing.assert_allclose(delta, derivative, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("name", ["logistic", "tanh", "relu", "softmax", "identity"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_score_is_too_large_for_an_activation(name, dtype):
    z = np.array([[-1e30, 0, 1e30], [1e30, 1e30, -1e30]], dtype)
    a = np.empty_like(z)
    with np.errstate(all="raise", under="ignore"):
        IN_PLACE[name][0](z, out=a)
    assert np.isfinite(a).all() and a.dtype == dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_is_the_same_on_both_sides_of_what_is_safe(dtype):
    """Scores of a batch that is safe as a whole, one that is just not, and one with a row far below the others."""
    limit = {np.float32: 80, np.float64: 700}[dtype]
    for z in (
        [[limit - 1, 0, -1]],
        [[limit + 1, 0, -1]],
        [[1 - limit, -limit / 2, 2 - limit]],
        [[0, 1, 2], [-5000] * 3],
    ):
        z = np.array(z, dtype)
        a = np.empty_like(z)
        with np.errstate(all="raise", under="ignore"):
            IN_PLACE["softmax"][0](z, out=a)
        np.testing.assert_allclose(a, activations.softmax(z), rtol=20 * np.finfo(dtype).eps, atol=1e-37)


def test_the_losses_are_those_of_losses():
    for output, expected in (
        ("softmax", losses.cross_entropy),
        ("sigmoid", lambda Y, a: losses.log_loss(Y[:, 0], a[:, 0])),
        ("identity", lambda Y, a: np.mean(np.sum((a - Y) ** 2, axis=1)) / 2),
    ):
        network = network_for("tanh", output, 2)
        X, Y = problem(output)
        a = network.forward(X)
        assert network.loss(Y) == pytest.approx(expected(Y, a), rel=1e-12)


def test_every_number_of_a_pass_can_be_read_by_name():
    network = network_for("logistic", "softmax", 3)
    X, Y = problem("softmax")
    gradients = gradients_of(network, X, Y)
    x = X
    for layer in network.layers:
        np.testing.assert_array_equal(layer.x, x)
        np.testing.assert_allclose(layer.z, x @ layer.weights + layer.biases, rtol=1e-14)
        np.testing.assert_allclose(layer.weights_gradient, x.T @ layer.delta, rtol=1e-13, atol=1e-16)
        np.testing.assert_allclose(layer.biases_gradient, layer.delta.sum(axis=0), rtol=1e-13, atol=1e-16)
        assert layer.delta.shape == layer.z.shape == layer.a.shape == (5, len(layer.biases))
        x = layer.a
    for layer, (weights, biases) in zip(network.layers, network.parts(gradients), strict=True):
        np.testing.assert_array_equal(layer.weights_gradient, weights)
        np.testing.assert_array_equal(layer.biases_gradient, biases)


def test_a_batch_of_another_size_leaves_no_trace():
    X, Y = problem("softmax", n=7)
    network = network_for("relu", "softmax", 3, 0.3)
    alone = gradients_of(network_for("relu", "softmax", 3, 0.3), X[:3], Y[:3])
    for n in (7, 1, 3):
        last = gradients_of(network, X[:n], Y[:n])
    np.testing.assert_array_equal(last, alone)


def test_the_gradient_of_all_is_the_mean_of_those_of_one():
    X, Y = problem("softmax")
    network = network_for("tanh", "softmax", 3)
    single = [gradients_of(network, X[i : i + 1], Y[i : i + 1]) for i in range(5)]
    np.testing.assert_allclose(gradients_of(network, X, Y), np.mean(single, axis=0), rtol=1e-12, atol=1e-15)


def test_the_layers_hold_parts_of_the_flat_arrays():
    network = Network((3, 4, 2))
    assert network.parameters.shape == network.gradients.shape == (3 * 4 + 4 * 2 + 4 + 2,)
    network.parameters[:] = np.arange(len(network.parameters))
    np.testing.assert_array_equal(network.layers[0].weights, np.arange(12).reshape(3, 4))
    np.testing.assert_array_equal(network.layers[1].weights, np.arange(12, 20).reshape(4, 2))
    np.testing.assert_array_equal(network.layers[0].biases, [20, 21, 22, 23])
    np.testing.assert_array_equal(network.layers[1].biases, [24, 25])
    network.layers[1].weights[0, 1] = -1
    assert network.parameters[13] == -1
    both = network.parts(np.stack([network.parameters, 2 * network.parameters]))
    np.testing.assert_array_equal(both[0][0][1], 2 * network.layers[0].weights)
    assert both[1][1].shape == (2, 2)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))])
@pytest.mark.parametrize("loss", ["log_loss", "squared_error"])
def test_a_copy_is_whole_and_apart(copied, loss):
    network = Network((3, 4, 1), "tanh", "sigmoid", 0.3, random_state=2, loss=loss)
    X, Y = problem("sigmoid")
    twin = copied(network)
    np.testing.assert_array_equal(gradients_of(twin, X, Y), gradients_of(network, X, Y))
    twin.parameters[:] = 0
    assert not twin.layers[0].weights.any() and network.layers[0].weights.all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_keep_their_kind(dtype):
    X, Y = (each.astype(dtype) for each in problem("softmax"))
    network = Network((3, 4, 4, 3), "logistic", alpha=0.3, dtype=dtype, random_state=0)
    assert network.forward(X).dtype == dtype
    assert gradients_of(network, X, Y).dtype == dtype
    assert {getattr(layer, name).dtype for layer in network.layers for name in ("z", "a", "delta")} == {np.dtype(dtype)}


def test_the_first_weights_are_glorots_and_hes():
    for activation, spread in (("tanh", np.sqrt(2 / 700)), ("logistic", np.sqrt(2 / 700)), ("relu", np.sqrt(2 / 400))):
        network = Network((400, 300, 2), activation, random_state=0)
        first = network.layers[0].weights
        assert first.std() == pytest.approx(spread, rel=0.01)
        assert abs(first.mean()) < spread / 100
        assert not network.parameters[network.n_weights :].any()
        if activation != "relu":
            assert np.abs(first).max() <= np.sqrt(6 / 700)
    assert np.abs(network.layers[1].weights).max() <= np.sqrt(6 / 302), "no relu after the last layer"


def test_a_seed_gives_the_same_weights():
    one, same, other = (Network((2, 3, 1), random_state=seed).parameters for seed in (5, 5, 6))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    drawn = Network((2, 3, 1), random_state=np.random.RandomState(5)).parameters
    np.testing.assert_array_equal(drawn, Network((2, 3, 1), random_state=np.random.RandomState(5)).parameters)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"layer_sizes": (2,)}, "Network: layer_sizes must hold two or more whole numbers above 0, but"),
        ({"layer_sizes": (2, 0)}, "Network: layer_sizes must hold whole numbers above 0, but 0 came at index 1."),
        ({"layer_sizes": 5}, "Network: layer_sizes must hold two or more whole numbers above 0, but"),
        ({"layer_sizes": b"12"}, "Network: layer_sizes must hold two or more whole numbers above 0, but"),
        (
            {"layer_sizes": [1, [2, 3]]},
            "Network: layer_sizes must hold whole numbers above 0, but the list [2, 3] came at",
        ),
        ({"layer_sizes": (10**6, 10**6)}, "Network: layer_sizes must make at most 100,000,000 weights and biases, but"),
        ({"random_state": np.random.Generator}, "Network: random_state must be None, a whole number from 0 on"),
        (
            {"activation": "sigmoid"},
            "Network: activation must be one of relu, tanh, logistic, identity, but the",
        ),
        ({"output": None}, "Network: output must be one of softmax, sigmoid, identity, but"),
        (
            {"output": "softmax", "loss": "squared_error"},
            "Network: loss must be cross_entropy where the output is softmax, but squared_error came.",
        ),
        (
            {"output": "sigmoid", "loss": "cross_entropy"},
            "Network: loss must be log_loss or squared_error where the output is sigmoid, but cross_entropy came.",
        ),
        ({"loss": "hinge"}, "Network: loss must be one of cross_entropy, log_loss, squared_error, but the text"),
        ({"alpha": -1}, "Network: alpha must be 0 or above, but"),
        ({"dtype": int}, "Network: dtype must be float64 or float32, but"),
        ({"random_state": -1}, "Network: random_state must be None, a whole number from 0 on"),
    ],
)
def test_what_a_network_cannot_be_made_from_is_refused(arguments, words):
    with pytest.raises(ValueError) as error:
        Network(**{"layer_sizes": (2, 3, 1)} | arguments)
    assert str(error.value).startswith(words)


def test_what_does_not_fit_is_refused():
    network = Network((2, 3, 1), output="sigmoid", random_state=0)
    for method in (network.backward, network.loss):
        with pytest.raises(ValueError, match=r"Y has .* no batch has gone forward yet\. Call forward\(X\) first\."):
            method([[1]])
    with pytest.raises(ValueError, match=r"Network\.forward: X must be of shape \(n, 2\), but \(5, 3\) came"):
        network.forward(np.zeros((5, 3)))
    with pytest.raises(ValueError, match=r"Network\.forward: X must be of shape \(n, 2\), but \(2,\) came"):
        network.forward(np.zeros(2))
    network.forward(np.zeros((5, 2)))
    for method in (network.backward, network.loss):
        for shape in ((5,), (5, 2), (4, 1)):
            with pytest.raises(ValueError, match=r"Network\.\w+: Y must be of the shape of the outputs, \(5, 1\), but"):
                method(np.zeros(shape))


def test_lists_and_whole_numbers_are_taken():
    network = Network((2, 3, 1), output="sigmoid", dtype=np.float32, random_state=0)
    found = network.forward([[1, 2], [3, 4]]).copy()
    network.backward([[1], [0]])
    assert found.dtype == network.gradients.dtype == np.float32
    np.testing.assert_array_equal(found, network.forward(np.array([[1, 2], [3, 4]], np.float32)))


def test_nan_does_not_pass_in_silence():
    network = Network((2, 3, 1), output="sigmoid", random_state=0)
    with pytest.raises(ValueError, match=r"Network\.forward: X must be finite, but NaN came at index \(0, 0\)"):
        network.forward(np.array([[np.nan, 1.0]]))
    network.pass_forward(np.array([[np.nan, 1.0]]))
    with pytest.raises(ValueError, match=r"Network\.loss: the numbers are too large: the result is not finite"):
        network.loss(np.array([[1.0]]))


def test_what_forward_returned_stays_when_the_next_batch_goes_forward():
    network = Network((2, 3, 1), output="sigmoid", random_state=0)
    before = network.forward([[1.0, 2.0]])
    kept = before.copy()
    network.parameters += 1
    after = network.forward([[1.0, 2.0]])
    assert np.array_equal(before, kept)
    assert not np.array_equal(before, after)
    assert after.base is None, "nor does the network change with what a caller does to its result"
