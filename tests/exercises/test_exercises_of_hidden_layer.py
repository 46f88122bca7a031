"""Lesson 7: other right ways pass, and what the lesson says in words of numbers is recomputed."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier as Theirs
from sklearn.preprocessing import StandardScaler

from course_lib import MLPClassifier
from course_lib.data import load_messy_admissions
from course_lib.exercises import hidden_layer as check
from course_lib.exercises.hidden_layer import MIA


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def combined_in_a_loop(p, weights, bias):
    if np.ndim(p) == 1:
        return sigmoid(sum(weight * each for weight, each in zip(weights, p)) + bias)
    return [combined_in_a_loop(row, weights, bias) for row in p]


@pytest.mark.parametrize(
    "answer",
    [
        combined_in_a_loop,
        lambda p, weights, bias: sigmoid(np.dot(p, weights) + bias),
        lambda p, weights, bias: 1 - sigmoid(-(np.sum(weights * p, axis=-1) + bias)),
        lambda p, weights, bias: (
            tuple(np.atleast_1d(sigmoid(p @ weights + bias))) if np.ndim(p) > 1 else float(sigmoid(p @ weights + bias))
        ),
    ],
)
def test_every_right_way_to_weigh_passes(answer):
    assert check.combine(answer).passed


def unit_by_unit(X, weights, biases):
    return np.column_stack([sigmoid(X @ weights[:, k] + biases[k]) for k in range(weights.shape[1])])


@pytest.mark.parametrize(
    "answer",
    [
        unit_by_unit,
        lambda X, weights, biases: sigmoid(biases + (weights.T @ X.T).T),
        lambda X, weights, biases: [[sigmoid(x @ w + b) for w, b in zip(weights.T, biases)] for x in X],
        lambda X, weights, biases: np.exp(X @ weights + biases) / (1 + np.exp(X @ weights + biases)),
    ],
)
def test_every_right_way_to_ask_all_units_passes(answer):
    assert check.opinions(answer).passed


@pytest.mark.parametrize(
    "answer",
    [
        lambda W1, b1, W2, b2: [np.dot(W1, W2), b2 + np.dot(b1, W2)],
        lambda W1, b1, W2, b2: ((W1 @ W2).tolist(), ((b1[None, :] @ W2)[0] + b2).tolist()),
        lambda W1, b1, W2, b2: (np.eye(len(W1)) @ W1 @ W2, b1 @ W2 + b2 + np.zeros(len(W1)) @ W1 @ W2),
    ],
)
def test_every_right_way_to_multiply_out_passes(answer):
    assert check.multiply_out(answer).passed


def test_a_wrong_answer_that_is_no_typical_mistake_is_refused():
    assert not check.multiply_out(lambda W1, b1, W2, b2: (W1 @ W2 * 2, b1 @ W2 + b2)).passed
    assert not check.combine(lambda p, weights, bias: sigmoid(p @ weights - bias)).passed
    assert not check.opinions(lambda X, weights, biases: np.tanh(X @ weights + biases)).passed


def test_mia_by_hand():
    a1, a2 = sigmoid(2 * 3 - 5), sigmoid(18 - 2 * 3 - 7)
    assert pytest.approx((a1, a2, sigmoid(10 * a1 + 10 * a2 - 15)), abs=5e-5) == MIA
    assert check.mias_chance((0.731, 0.993, 0.904)).passed
    assert check.mias_chance((0.73106, 0.99331, 0.90410)).passed
    assert not check.mias_chance((0.731, 0.993, 0.914)).passed


def test_gates_of_other_weights_pass():
    for answer in [(10, 10, -15), (3, 2, -4), [0.6, 0.6, -1]]:
        assert check.xor_output(answer).passed
    for answer in [(10, 10, 10, -25), (1, 2, 3, -5.5), [0.4, 0.4, 0.4, -1]]:
        assert check.all_three(answer).passed


def test_what_a_gate_is_told_holds_for_all_weights_that_say_the_same():
    assert "No score is below 0" in repr(check.all_three((1, 1, 1, 2.5)))
    assert "All scores are 0" in repr(check.all_three((0, 0, 0, 0)))
    assert "decide without unit 1" in repr(check.all_three((0.1, 2, 2, -3)))
    for answer in [(1, -1, 0), (2, -1, -0.5), (1, 0, -0.5)]:
        assert "OR decides alone" in repr(check.xor_output(answer))


def test_rows_of_opinions_are_called_by_their_units_and_told_once():
    said = repr(check.xor_output((1, 1, -3)))
    assert said.count("OR 1, NAND 1") == 1
    assert "Inputs" not in said


# What the text says


def by_hand(weights, biases, counts, bias, X):
    return sigmoid(X @ weights + biases) @ counts + bias


def test_how_many_are_right_by_hand():
    X, y, _ = load_messy_admissions()
    two = by_hand(np.array([[2, -2], [0, -1]]), np.array([-5, 18]), np.array([10, 10]), -15, X)
    three = by_hand(np.array([[2, -2, 0], [0, -1, 2]]), np.array([-5, 18, -5]), np.full(3, 10), -25, X)
    assert [int(np.sum((z >= 0) == y)) for z in (two, three)] == [165, 184]
    near = np.abs(np.column_stack([X[:, 0] - 2.5, (18 - X @ [2, 1]) / np.sqrt(5), X[:, 1] - 2.5])).min(axis=1)
    assert np.sum(near[(three >= 0) != y] < 0.6) == 15
    corner = int(np.flatnonzero((X == [7.4, 3.1]).all(axis=1))[0])
    assert three[corner] < 0
    assert y[corner] == 1


def test_who_sits_in_the_corner_of_the_square():
    X, y, _ = load_messy_admissions()
    a = sigmoid(X @ np.array([[2, -2], [0, -1]]) + [-5, 18])
    assert np.all(((a < 0.1) | (a > 0.9)).any(axis=1))
    corner = np.all(a > 0.5, axis=1)
    assert np.sum(corner & (y == 1)) > 0.9 * np.sum(y)
    rejected = corner & (y == 0)
    assert np.sum(X[rejected, 1] < 2.5) > 0.7 * np.sum(rejected)


def test_the_rate_alone_does_not_mend_the_colleagues_network():
    X, y, _ = load_messy_admissions()
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.3, random_state=0)
    train = StandardScaler().fit_transform(X_train)
    for bend, slope, wanted in [
        (lambda z: z, lambda z: 1, 0.654),
        (sigmoid, lambda z: sigmoid(z) * sigmoid(-z), 0.432),
    ]:
        theta = np.random.default_rng(0).normal(size=33)
        W, b, v, c = theta[:16].reshape(2, 8), theta[16:24], theta[24:32], theta[32]
        for _ in range(200):
            z = train @ W + b
            far = (sigmoid(bend(z) @ v + c) - y_train) / len(train)
            before = far[:, None] * v * slope(z)
            v, c = v - bend(z).T @ far, c - far.sum()
            W, b = W - train.T @ before, b - before.sum(axis=0)
        p = sigmoid(bend(train @ W + b) @ v + c)
        assert -np.mean(np.log(np.where(y_train == 1, p, 1 - p))) == pytest.approx(wanted, abs=6e-4)


def test_scikit_learn_finds_the_same_of_lines_and_of_networks():
    X, y, _ = load_messy_admissions()
    lines, networks = [], []
    for seed in range(20):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
        scaler = StandardScaler().fit(X_train)
        train, held_out = scaler.transform(X_train), scaler.transform(X_test)
        lines.append(LogisticRegression().fit(train, y_train).score(held_out, y_test))
        theirs = Theirs((3,), activation="logistic", learning_rate_init=0.1, max_iter=1000, random_state=seed)
        networks.append(theirs.fit(train, y_train).score(held_out, y_test))
    assert round(np.mean(lines), 2) == 0.55
    assert np.mean(networks) > 0.87


def test_other_first_weights_find_other_units_that_do_as_well():
    X, y, _ = load_messy_admissions()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    train, held_out = scaler.transform(X_train), scaler.transform(X_test)
    models = [
        MLPClassifier((3,), "logistic", learning_rate_init=0.1, max_iter=1000, random_state=seed).fit(train, y_train)
        for seed in (0, 2)
    ]
    assert abs(np.diff([model.score(held_out, y_test) for model in models])[0]) < 0.05
    signs = [np.sum(model.coefs_[1] < 0) for model in models]
    assert signs[0] != signs[1]


def test_a_single_hidden_unit_draws_one_line_at_most():
    rng = np.random.default_rng(0)
    for _ in range(200):
        w, b, v, c = rng.normal(0, 3, 2), rng.normal(0, 3), rng.normal(0, 5), rng.normal(0, 3)
        X = rng.uniform(-3, 3, (500, 2))
        z = X @ w + b
        yes = v * sigmoid(z) + c >= 0
        assert np.sum(np.diff(yes[np.argsort(z)].astype(int)) != 0) <= 1


def test_a_chance_of_1_to_three_decimals_names_the_bias_too():
    assert "where the bias is left out" in " ".join(repr(check.mias_chance((0.731, 0.993, 1.0))).split())
