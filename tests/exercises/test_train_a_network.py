"""Lesson 10: right answers in other styles pass, and what the text says of numbers is true."""

import itertools
import re

import numpy as np
import pytest

from course_lib.checking import CodeExercise
from course_lib.data import load_messy_admissions
from course_lib.datasets import make_moons
from course_lib.exercises import catalog
from course_lib.exercises import train_a_network as check
from course_lib.explorables import Playground
from course_lib.feedforward import count_parameters
from course_lib.logistic import LogisticRegression
from course_lib.network import Network


def with_a_loop(rows, batch_size):
    found, rows = [], list(rows)
    while rows:
        found.append(rows[:batch_size])
        rows = rows[batch_size:]
    return found


def with_split(rows, batch_size):
    return np.split(rows, range(batch_size, len(rows), batch_size))


def as_tuples(rows, batch_size):
    n = -(-len(rows) // batch_size)
    return tuple(tuple(rows[i * batch_size : (i + 1) * batch_size].tolist()) for i in range(n))


@pytest.mark.parametrize("answer", [with_a_loop, with_split, as_tuples])
def test_every_right_way_to_part_an_epoch_passes(answer):
    assert check.mini_batches(answer).passed


def momentum_number_by_number(theta, gradient, velocity, learning_rate, momentum=0.9):
    new = [momentum * v - learning_rate * g for v, g in zip(np.ravel(velocity), np.ravel(gradient))]
    return theta + np.reshape(new, np.shape(theta)), np.reshape(new, np.shape(theta)).tolist()


def momentum_in_a_list(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * gradient
    return [theta + v, v]


@pytest.mark.parametrize(
    "answer",
    [
        momentum_number_by_number,
        momentum_in_a_list,
        lambda theta, gradient, velocity, learning_rate, momentum=0.9: (
            theta - (learning_rate * gradient - momentum * velocity),
            -(learning_rate * gradient - momentum * velocity),
        ),
    ],
)
def test_every_right_way_to_step_with_momentum_passes(answer):
    assert check.momentum_step(answer).passed


def adam_in_other_words(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = m + (1 - beta_1) * (gradient - m)
    v = v - (1 - beta_2) * (v - np.square(gradient))
    rate = learning_rate / (1 - beta_1**t)
    root = np.sqrt(v) / np.sqrt(1 - beta_2**t)
    return theta - rate * m / (root + epsilon), m, v


def test_every_right_way_to_step_with_adam_passes():
    assert check.adam_step(adam_in_other_words).passed
    assert check.adam_step(lambda *case, **named: list(adam_in_other_words(*case, **named))).passed


def early_stop_with_counter(losses, patience):
    lowest, at, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses.tolist()):
        if loss < lowest:
            lowest, at, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return np.int64(at)
    return at


def early_stop_with_slices(losses, patience):
    for epoch in range(patience, len(losses)):
        best = np.argmin(losses[: epoch + 1])
        if epoch - best >= patience:
            return int(best)
    return int(np.argmin(losses))


@pytest.mark.parametrize("answer", [early_stop_with_counter, early_stop_with_slices])
def test_every_right_way_to_stop_early_passes(answer):
    assert check.best_epoch(answer).passed


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("three_tries", 0.889),
        ("steps", 140.0),
        ("start_spread", "0.1"),
        ("third_velocity", -0.542),
        ("l2_slope", 0.085),
    ],
)
def test_numbers_by_hand_pass(name, answer):
    exercise = getattr(check, name)
    assert exercise(float(answer)).passed
    assert not exercise(2 * float(answer)).passed


@pytest.mark.parametrize(
    ("name", "answer", "reason"),
    [
        ("three_tries", 88.9, "as a number from 0 to 1"),
        ("three_tries", 1 - 0.52**3, "fails is 0.48"),
        ("three_tries", 0.859, "fails is 0.48"),
        ("first_moves", (-0.0316, 0.0316), "left the correction out"),
        ("first_moves", (-0.032, 0.032), "left the correction out"),
        ("first_moves", (-0.316, 0.316), "v is not"),
        ("first_moves", (0, 0), "Both move"),
        ("first_moves", (0.01, 0.01), "which way each goes"),
        ("l2_slope", 0.09, "rounded too early"),
        ("l2_slope", 0.08, "rounded too early"),
    ],
)
def test_rounded_wrong_answers_get_their_reason(name, answer, reason):
    feedback = getattr(check, name)(answer)
    assert not feedback.passed
    assert reason in str(feedback)


def test_a_power_written_with_a_hat_is_explained():
    def adam_step(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        return theta, m, beta_2 * v + (1 - beta_2) * gradient ^ 2

    assert "A power is `**` in Python" in str(check.adam_step(adam_step))


@pytest.mark.parametrize(
    "corrected",
    [
        lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1 * t), v / (1 - beta_2**t)),
        lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1**t), v / (1 - beta_2 * t)),
    ],
)
def test_a_product_in_place_of_one_of_the_powers_is_explained(corrected):
    assert "a power becomes a product" in str(check.adam_step(check.adam(corrected=corrected)))


def test_the_first_moves_of_adam_are_the_step_itself():
    theta, _m, _v = check.lesson.adam_step(np.zeros(2), np.array([300, -0.5]), np.zeros(2), np.zeros(2), 1, 0.01)
    assert theta == pytest.approx(np.array([-0.01, 0.01]))
    assert check.first_moves(tuple(theta)).passed


def test_four_code_exercises_and_the_package_ships_them():
    code = [item for item in catalog("train_a_network") if isinstance(item, CodeExercise)]
    assert [item.reference for item in code] == [getattr(check.lesson, item.name) for item in code]
    assert len(code) == 4


def test_a_line_is_right_for_seven_in_eight_of_the_moons_and_its_loss_is_the_height_of_the_level_stretch():
    X, y, _ = make_moons(300, noise=0.25)
    line = LogisticRegression(C=np.inf, tol=1e-5, max_iter=20_000).fit(X[:200], y[:200])
    z = X[:200] @ line.coef_[0] + line.intercept_[0]
    assert np.mean(np.logaddexp(0, -(2 * y[:200] - 1) * z)) == pytest.approx(0.294, abs=0.001)
    assert line.score(X[200:], y[200:]) == pytest.approx(7 / 8, abs=0.02)


def test_the_best_line_of_the_playgrounds_moons_has_the_loss_that_the_text_says():
    X, y, _ = make_moons()
    training = np.arange(len(y)) // 2 % 3 != 2
    X, y = X[training], y[training]
    line = LogisticRegression(C=np.inf, tol=1e-5, max_iter=20_000).fit(X, y)
    z = X @ line.coef_[0] + line.intercept_[0]
    assert np.mean(np.logaddexp(0, -(2 * y - 1) * z)) == pytest.approx(0.346, abs=0.001)


@pytest.mark.parametrize(("units", "numbers", "least", "most"), [((8,), 33, 62, 86), ((8, 8), 105, 88, 95)])
def test_the_spiral_of_the_playground_comes_out_as_the_text_says(units, numbers, least, most):
    assert count_parameters((2, *units, 1)) == numbers
    shares = []
    for seed in range(5):
        words = Playground(data="spiral", hidden_layer_sizes=units, random_state=seed, epoch=300).text()
        right, base = re.search(r"Held out: .*?, accuracy ([\d.]+) %, base rate ([\d.]+) %", words).groups()
        shares.append(round(float(right) / 100 * 66) / 66)  # of 66 held-out points
        assert base == "50.0"
    assert [f"{min(shares):.0%}", f"{max(shares):.0%}"] == [f"{least}%", f"{most}%"]


def test_in_a_tenth_layer_of_relu_chance_alone_makes_0_4_to_1_4():
    last = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        a = rng.normal(size=(200, 50))
        for _ in range(10):
            a = np.maximum(a @ rng.normal(0, np.sqrt(2 / 50), (50, 50)), 0)
        last.append(np.std(a))
    assert np.percentile(last, [5, 95]) == pytest.approx([0.4, 1.4], abs=0.15)


def test_the_velocity_grows_towards_ten_plain_steps():
    velocity = np.zeros(1)
    for _ in range(300):
        _, velocity = check.lesson.momentum_step(np.zeros(1), np.array([2.0]), velocity, 0.1, 0.9)
    assert velocity[0] == pytest.approx(-0.2 / (1 - 0.9))


def test_a_sum_of_a_hundred_spreads_ten_times_as_far_as_one():
    rng = np.random.default_rng(0)
    sums = rng.normal(size=(20_000, 100)).sum(axis=1)
    assert np.std(sums) == pytest.approx(10, rel=0.02)
    dice = rng.integers(1, 7, (200_000, 16))
    assert np.std(dice.sum(axis=1)) / np.std(dice[:, :4].sum(axis=1)) == pytest.approx(2, rel=0.02)


def test_the_network_of_two_hidden_layers_has_1185_numbers():
    sizes = (2, 32, 32, 1)
    assert sum(inputs * units + units for inputs, units in itertools.pairwise(sizes)) == 1185


def test_a_batch_without_rows_is_named_in_few_words():
    said = str(
        check.mini_batches(lambda rows, batch_size: [rows[i : i + batch_size] for i in range(0, 333, batch_size)])
    )
    assert "values, an array of shape" in said
    assert len(said) < 1500


@pytest.mark.parametrize("start", [1.0, 100.0, lambda losses: np.round(losses, 2), lambda losses: np.round(losses, 3)])
def test_a_stop_with_a_loss_of_its_own_to_begin_with_or_with_rounded_ones_is_refused(start):
    def best_epoch(losses, patience):
        losses, low, best = (start(losses), np.inf, 0) if callable(start) else (losses, start, 0)
        for epoch, loss in enumerate(losses):
            if loss < low:
                low, best = loss, epoch
            if epoch - best == patience:
                break
        return best

    assert not check.best_epoch(best_epoch).passed


FORMULAS = {
    "logistic": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0),
}


def xor_by_a_hundred_networks(activation, steps=1000):
    """Train a hundred networks of two hidden units on XOR by Adam, with formulas of our own."""
    f, slope = FORMULAS[activation]
    X, Y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])
    networks = [Network((2, 2, 1), activation, "sigmoid", random_state=seed) for seed in range(100)]
    numbers = [
        np.array([getattr(net.layers[k], part) for net in networks]) for k in (0, 1) for part in ("weights", "biases")
    ]
    m, v = ([np.zeros_like(each) for each in numbers] for _ in range(2))
    for t in range(1, steps + 1):
        W1, b1, W2, b2 = numbers
        scores = X @ W1 + b1[:, None]
        a = f(scores)
        p = 1 / (1 + np.exp(-(a @ W2 + b2[:, None])))
        last = (p - Y) / 4
        first = last @ W2.swapaxes(1, 2) * slope(a)
        gradients = X.T @ first, first.sum(axis=1), a.swapaxes(1, 2) @ last, last.sum(axis=1)
        for i, g in enumerate(gradients):
            m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
            step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
            numbers[i] = numbers[i] - 0.05 * step
    return scores, p[:, :, 0], np.all((p >= 0.5) == (Y == 1), axis=(1, 2))


def test_networks_stuck_with_sigmoids_go_down_without_end_and_never_to_0():
    lowest = np.array([np.log(2) / 2, 0.75 * np.log(3) - 0.5 * np.log(2)])  # two corners at 1/2, three at 2/3
    before = None
    for steps in (1000, 6000):
        _, p, solved = xor_by_a_hundred_networks("logistic", steps)
        costs = -np.mean(np.log(np.where([0, 1, 1, 0], p, 1 - p)), axis=1)[~solved]
        assert np.sum(solved) == 52
        assert np.all(np.min(np.abs(costs[:, None] - lowest), axis=1) < 0.005)
        assert before is None or np.all(costs < before)
        before = costs
    assert np.allclose(lowest, [0.35, 0.48], atol=0.005)


def test_of_53_networks_stuck_with_tanh_47_know_two_corners():
    _, p, solved = xor_by_a_hundred_networks("tanh")
    in_doubt = np.sum(np.abs(p[~solved] - 0.5) < 0.05, axis=1)
    assert (len(in_doubt), np.sum(in_doubt == 2)) == (53, 47)


def test_of_87_networks_stuck_with_relu_61_have_a_dead_unit():
    scores, _, solved = xor_by_a_hundred_networks("relu")
    dead = np.any(np.all(scores <= 0, axis=1), axis=1)
    assert (np.sum(~solved), np.sum(dead & ~solved)) == (87, 61)


def blame_after_nine_layers(spread):
    """Return how many times as large blame is in the first of ten tanh layers as in the tenth, over ten draws."""
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        a, kept = rng.normal(size=(200, 50)), []
        for _ in range(10):
            W = rng.normal(0, spread, (50, 50))
            a = np.tanh(a @ W)
            kept.append((W, a))
        blame = rng.normal(size=a.shape) * (1 - a**2)
        last = np.linalg.norm(blame)
        for (W, _), (_, before) in zip(kept[:0:-1], kept[-2::-1], strict=True):
            blame = blame @ W.T * (1 - before**2)
        found.append(np.linalg.norm(blame) / last)
    return np.median(found)


def test_blame_grows_some_hundred_times_through_large_weights_and_is_lost_in_small_ones():
    assert 300 < blame_after_nine_layers(1) < 700
    assert blame_after_nine_layers(0.01) < 1e-9
    assert 0.1 < blame_after_nine_layers(np.sqrt(2 / 100)) < 1


def trained(start, f, slope, X, Y, eta, epochs):
    """Yield the weights and biases after each epoch of Adam in batches of 20, with formulas of our own."""
    numbers = [np.array(part) for layer in start.layers for part in (layer.weights, layer.biases)]
    m, v = ([np.zeros_like(each) for each in numbers] for _ in range(2))
    rng, t = np.random.default_rng(0), 0
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for begin in range(0, len(X), 20):
            rows, t = order[begin : begin + 20], t + 1
            says = said(numbers, f, X[rows])
            blame, gradients = (says[-1] - Y[rows]) / len(rows), []
            for k in range(len(says) - 2, -1, -1):
                gradients = [says[k].T @ blame, blame.sum(axis=0), *gradients]
                blame = blame @ numbers[2 * k].T * slope(says[k])
            for i, g in enumerate(gradients):
                m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
                step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
                numbers[i] = numbers[i] - eta * step
        yield numbers


def said(numbers, f, X):
    """Return what each layer says, X first, and the probability last."""
    says = [X]
    for W, b in zip(numbers[::2], numbers[1::2], strict=True):
        z = says[-1] @ W + b
        says.append(f(z))
    return [*says[:-1], 1 / (1 + np.exp(-z))]


def log_loss(p, Y):
    return -np.mean(np.log(np.where(Y == 1, p, 1 - p)))


def test_overfitting_raises_the_loss_of_others_and_hardly_the_mistakes():
    X, y, _ = load_messy_admissions()
    order = np.random.default_rng(0).permutation(200)
    mean, spread = X[order[:100]].mean(axis=0), X[order[:100]].std(axis=0)
    seen, unseen = ((X[rows] - mean) / spread for rows in (order[:100], order[100:150]))
    Y, asked = y[order[:100], None], y[order[100:150], None]
    f, slope = FORMULAS["relu"]
    start = Network((2, 32, 32, 1), "relu", "sigmoid", random_state=0)
    ps = [said(numbers, f, unseen)[-1] for numbers in trained(start, f, slope, seen, Y, 0.01, 300)]
    losses = [log_loss(p, asked) for p in ps]
    right = [np.sum((p >= 0.5) == asked) for p in ps]
    assert np.argmin(losses) + 1 == 16
    assert (right[15], right[-1]) == (44, 43)
    assert (round(losses[15], 2), round(losses[-1], 2)) == (0.28, 1.22)


def test_at_a_rate_of_its_own_the_sigmoid_comes_to_what_relu_comes_to():
    X, y, _ = make_moons(300, noise=0.25)
    train, Y = X[:200], y[:200, None]
    train = (train - train.mean(axis=0)) / train.std(axis=0)
    logistic = (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a))

    starts = [Network((2, 8, 1), "logistic", "sigmoid", random_state=seed) for seed in range(10)]
    ends = [list(trained(start, *logistic, train, Y, 0.3, 60))[-1] for start in starts]
    assert round(np.median([log_loss(said(end, logistic[0], train)[-1], Y) for end in ends]), 2) == 0.10
