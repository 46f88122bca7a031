"""Lesson 9: right answers in other styles pass, gradients are put beside numbers, and the text's numbers are true."""

from itertools import pairwise

import numpy as np
import pytest

from course_lib.activations import sigmoid, sigmoid_derivative
from course_lib.backpropagation import SLOPES
from course_lib.checking import CodeExercise, Exercise
from course_lib.exercises import backpropagation as check
from course_lib.exercises import catalog
from course_lib.explorables import Blame
from course_lib.feedforward import count_parameters
from course_lib.network import Network


def with_loops(delta, W, a, activation="logistic"):
    slopes = SLOPES[activation](a) * np.ones(a.shape)
    back = [
        [slopes[s, i] * sum(delta[s, j] * W[i, j] for j in range(len(W[i]))) for i in range(len(W))]
        for s in range(len(delta))
    ]
    return back


def turned_twice(delta, W, a, activation="logistic"):
    return (W @ delta.T).T * SLOPES[activation](a)


def with_own_slopes(delta, W, a, activation="logistic"):
    slope = {"logistic": a * (1 - a), "tanh": 1 - a * a, "relu": np.where(a > 0, 1, 0), "identity": np.ones_like(a)}
    return np.einsum("sj,ij->si", delta, W) * slope[activation]


def with_slopes_by_index(delta, W, a, activation="logistic"):
    slopes = SLOPES[activation](a)
    assert slopes.shape == a.shape
    return [[slopes[s, i] * (delta[s] @ W[i]) for i in range(len(W))] for s in range(len(delta))]


def row_by_row(delta, W, a, activation="logistic"):
    return np.array([(W @ d) * slopes for d, slopes in zip(delta, SLOPES[activation](a))])


@pytest.mark.parametrize("answer", [with_loops, turned_twice, with_own_slopes, with_slopes_by_index, row_by_row])
def test_every_right_way_to_pass_the_blame_back_passes(answer):
    assert check.pass_back(answer).passed


def deltas_reversed_at_the_end(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    a = activations[-1]
    slope = a * (1 - a) if (output, loss) == ("sigmoid", "squared_error") else 1
    found = [(a - Y) / Y.shape[0] * slope]
    for W, a in zip(reversed(weights[1:]), reversed(activations[1:-1])):
        found.append(found[-1] @ W.T * SLOPES[activation](a))
    return tuple(found[::-1])


def deltas_by_index(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = [None] * len(weights)
    found[-1] = (activations[-1] - Y) / len(Y)
    if loss == "squared_error" and output == "sigmoid":
        found[-1] = found[-1] * activations[-1] * (1 - activations[-1])
    for k in reversed(range(len(weights) - 1)):
        found[k] = (found[k + 1] @ weights[k + 1].T) * SLOPES[activation](activations[k + 1])
    return [each.tolist() for each in found]


def deltas_with_the_slope_of_the_output(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = [(activations[-1] - Y) / len(Y)]
    if loss == "squared_error":
        found = [found[0] * SLOPES[output](activations[-1])]
    for k in range(len(weights) - 1, 0, -1):
        found = [found[0] @ weights[k].T * SLOPES[activation](activations[k]), *found]
    return found


@pytest.mark.parametrize("answer", [deltas_reversed_at_the_end, deltas_by_index, deltas_with_the_slope_of_the_output])
def test_every_right_way_to_blame_passes(answer):
    assert check.deltas(answer).passed


def backward_in_one_loop(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    delta = (activations[-1] - Y) / len(Y)
    if output == "sigmoid" and loss == "squared_error":
        delta = delta * activations[-1] * (1 - activations[-1])
    of_weights, of_biases = [], []
    for k in range(len(weights) - 1, -1, -1):
        of_weights = [activations[k].T @ delta, *of_weights]
        of_biases = [np.ones(len(Y)) @ delta, *of_biases]
        delta = delta @ weights[k].T * SLOPES[activation](activations[k])
    return of_weights, of_biases


def backward_student_by_student(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = check.deltas.reference(activations, Y, weights, activation, output, loss)
    of_weights = [sum(np.outer(a[s], d[s]) for s in range(len(Y))) for a, d in zip(activations, found)]
    return (of_weights, [np.sum(d, axis=0).tolist() for d in found])


@pytest.mark.parametrize("answer", [backward_in_one_loop, backward_student_by_student])
def test_every_right_way_to_find_the_gradients_passes_and_shows_its_check(answer):
    feedback = check.backward(answer)
    assert feedback.passed
    assert "And the gradient check of your own function says: Right" in repr(feedback)


@pytest.mark.parametrize("case", range(len(check.CASES)))
def test_the_gradient_check_of_each_case_finds_the_reference_right_and_half_of_it_wrong(case):
    right = check.backward._attempt(check.backward.reference)
    assert check.backward._verdict(right, case).startswith("Right")
    half = check.backward._attempt(lambda *case: [[g / 2 for g in part] for part in check.backward.reference(*case)])
    assert "Yours is 1/2 of the numerical gradient" in check.backward._verdict(half, case)


def test_a_wrong_gradient_is_put_beside_the_numerical_one_by_its_name():
    def wrong_in_one(*case):
        of_weights, of_biases = check.backward.reference(*case)
        return of_weights, [of_biases[0] + 0.5, *of_biases[1:]]

    text = " ".join(repr(check.backward(wrong_in_one)).split())
    assert "Gradient check: Wrong in part 'biases_gradients[0]': the relative error is " in text


@pytest.mark.parametrize(
    "answer",
    [
        lambda *case: None,
        lambda *case: check.backward.reference(*case)[0],
        lambda *case: ([np.zeros((9, 9))], [np.zeros(9)]),
        lambda *case: tuple([g * np.nan for g in part] for part in check.backward.reference(*case)),
        lambda *case: ("one", "two"),
    ],
)
def test_what_is_no_gradient_is_not_put_beside_it(answer):
    feedback = check.backward(
        lambda activations, Y, weights, activation="logistic", output="sigmoid", loss=None: answer(
            activations, Y, weights, activation, output, loss
        )
    )
    assert feedback.state == "not yet"
    assert "Gradient check" not in repr(feedback)


def test_who_writes_into_the_lists_is_told():
    def in_place(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = check.deltas.reference(activations, Y, weights, activation, output, loss)
        activations[-1] -= Y
        return found

    def with_pop(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = check.deltas.reference(activations, Y, weights, activation, output, loss)
        activations.pop()
        return found

    for answer in (in_place, with_pop):
        text = " ".join(repr(check.deltas(answer)).split())
        assert "your function has changed `activations`" in text
    assert check.deltas(check.deltas.reference).passed


def test_lists_of_arrays_are_shown_as_a_learner_types_them():
    text = repr(check.deltas(lambda activations, Y, weights, activation="logistic", output="sigmoid", loss=None: []))
    assert "weights=[np.array([[0.5, -0.4], [0.3, 0.8]]), np.array([[0.7], [-0.6]])]" in " ".join(text.split())


def test_what_was_tried_is_short_and_says_that_it_is():
    text = " ".join(repr(check.deltas(lambda *case, activation="", output="", loss="": [])).split())
    assert "np.array([[0.7685, 0.7311]])" in text
    assert "# long numbers are rounded" in text
    assert "rounded" not in repr(check.pass_back(lambda delta, W, a, activation="": 0))


def doubled(arrays):
    return [np.hstack([array, array]) for array in arrays]


@pytest.mark.parametrize(
    ("of_weights", "of_biases", "words"),
    [
        (list, doubled, "For `biases_gradients[0]` you need an array of shape (2,), but an array of shape (4,) came."),
        (
            doubled,
            list,
            "For `weights_gradients[0]` you need an array of shape (2, 2), but an array of shape (2, 4)",
        ),
        (lambda arrays: [*arrays, 0], list, "For `weights_gradients` you need 2 values, "),
    ],
)
def test_the_first_array_that_has_another_shape_is_named(of_weights, of_biases, words):
    def answer(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = check.backward.reference(activations, Y, weights, activation, output, loss)
        return of_weights(found[0]), of_biases(found[1])

    assert words in " ".join(repr(check.backward(answer)).split())


def test_an_array_of_another_shape_is_named_by_its_index_where_it_has_no_name():
    def answer(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        first, *others = check.deltas.reference(activations, Y, weights, activation, output, loss)
        return [first, *doubled(doubled(others))]

    assert "At index 1 you need an array of shape (1, 1), but an array of shape (1, 4) came." in " ".join(
        repr(check.deltas(answer)).split()
    )


def prints_with_slopes(delta, W, a, activation="logistic"):
    print(delta @ W.T * SLOPES[activation](a))


def deltas_with_slopes_alone(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    last = SLOPES[activation](activations[-1]) + 7 * activations[-1]
    return [*activations[1:-1], last]


@pytest.mark.parametrize(
    ("exercise", "answer"), [(check.pass_back, prints_with_slopes), (check.deltas, deltas_with_slopes_alone)]
)
def test_what_the_lesson_offers_is_no_stranger(exercise, answer):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert "SLOPES`, which is not one" not in repr(feedback)


@pytest.mark.parametrize("answer", [(0.2554, 0.2554, 0.5108), (0.2554, 0.2554, 0.5109)])
def test_a_mistake_is_found_though_it_was_rounded_before_it_was_doubled(answer):
    assert "The slope of the sigmoid is missing." in repr(check.second_unit(answer))


@pytest.mark.parametrize("answer", [(0.0502, 0.0502, 0.1004), [0.05022, 0.05022, 0.10044], (0.05022, 0.05022, 0.1005)])
def test_the_blame_by_hand_may_be_rounded(answer):
    assert check.second_unit(answer).passed is (answer[2] < 0.10045)


def test_the_lesson_has_six_exercises_three_of_them_code():
    exercises = [item for item in catalog("backpropagation") if isinstance(item, Exercise)]
    assert len(exercises) >= 6
    assert sum(isinstance(item, CodeExercise) for item in exercises) == 3
    assert len(check.backward.mistakes) >= 6


# The numbers of the text, without course_lib's networks


def test_the_numbers_worked_by_hand():
    def loss(w):
        h = 1 / (1 + np.exp(-np.array([w[0] + 2 * w[2] + w[6], w[1] + 2 * w[3] + w[7]])))
        return np.log1p(np.exp(-(h @ w[4:6] + w[8])))

    w = np.array([0.5, -0.4, 0.3, 0.8, 0.7, -0.6, 0.1, -0.2, 0.2])
    slopes = np.array([(loss(w + h) - loss(w - h)) / 2e-5 for h in 1e-5 * np.eye(9)])
    assert round(loss(w), 4) == 0.5546
    assert np.round(slopes, 4).tolist() == [
        -0.0530,
        0.0502,
        -0.1060,
        0.1004,
        -0.3272,
        -0.3112,
        -0.0530,
        0.0502,
        -0.4257,
    ]
    assert round(float(np.sum(slopes**2)), 4) == 0.4171


def test_the_slope_of_a_sigmoid_is_never_above_a_quarter():
    z = np.random.default_rng(0).normal(0, 3, 10_000)
    assert sigmoid_derivative(z).max() <= 0.25 == sigmoid_derivative(0)
    assert 0.25**10 < 1e-6
    assert sigmoid(0) == 0.5


def test_the_numbers_of_parameters_and_passes():
    assert count_parameters((2, 4, 5, 3)) == 55
    assert count_parameters((64, 32, 10)) == 2410


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("activation", ["logistic", "tanh", "relu"])
def test_units_that_begin_alike_stay_alike(seed, activation):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(30, 3)), rng.integers(0, 2, (30, 1)).astype(float)
    network = Network((3, 4, 1), activation, "sigmoid")
    network.weights[:12], network.weights[12:] = np.repeat(rng.normal(size=3), 4), rng.normal()
    for _ in range(300):
        network.forward(X)
        network.backward(Y)
        network.parameters -= 0.3 * network.gradients
    first = network.layers[0].weights
    np.testing.assert_allclose(first, first[:, :1] * np.ones(4), rtol=1e-9, atol=1e-12)


def sizes_by_layer(f, slope, spread, seed):
    """Return how large each layer's gradient is, in plain NumPy: ten hidden layers of eight units, then a sigmoid."""
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(140, 2)), rng.integers(0, 2, (140, 1))
    shapes = list(pairwise((2, *[8] * 10, 1)))
    weights = [rng.normal(0, spread(*shape), shape) for shape in shapes]
    passed = [X]
    for W in weights[:-1]:
        passed.append(f(passed[-1] @ W))
    delta = (1 / (1 + np.exp(-passed[-1] @ weights[-1])) - Y) / len(Y)
    sizes = []
    for a, W in zip(passed[::-1], weights[::-1]):
        sizes.insert(0, np.linalg.norm(a.T @ delta))
        delta = delta @ W.T * slope(a)
    return sizes


def glorot(inputs, units):
    return np.sqrt(2 / (inputs + units))


DEEP = {
    "logistic": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a), glorot),
    "tanh": (np.tanh, lambda a: 1 - a**2, glorot),
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0, lambda inputs, units: np.sqrt(2 / inputs)),
}


@pytest.mark.parametrize("activation", DEEP)
def test_sigmoids_in_depth_lose_the_gradient_and_others_keep_it(activation):
    sizes = np.median([sizes_by_layer(*DEEP[activation], seed) for seed in range(40)], axis=0)
    if activation == "logistic":
        assert sizes[0] / sizes[-1] < 1e-6
        assert 4 < (sizes[-1] / sizes[0]) ** 0.1 < 6.5
    else:
        assert max(sizes) / min(sizes) < 10


@pytest.mark.parametrize("seed", range(20))
def test_every_sign_turns_round_with_the_truth_and_the_squared_error_hears_little_of_a_sure_mistake(seed):
    w = np.random.default_rng(seed).normal(0, 2, 9)
    admitted, rejected = (Blame(truth=truth).solve(w)["gradients"] for truth in ("admitted", "rejected"))
    assert np.all(np.sign(admitted) == -np.sign(rejected))
    log_loss, squared = (np.abs(Blame(loss=loss).solve(w)["gradients"]) for loss in ("log-loss", "squared error"))
    assert np.all(squared <= log_loss / 4 + 1e-15)


def test_a_right_answer_with_too_few_digits_is_no_mistake():
    assert "was rounded too early or too far" in repr(check.predicted_loss(0.51))
    assert "Here η is 0.1" in repr(check.predicted_loss(0.4712))
