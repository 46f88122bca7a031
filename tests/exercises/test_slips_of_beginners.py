"""Slips of beginners, written as they write them: each gets words that are true of it."""

import functools
import warnings

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.data import load_admissions
from course_lib.evaluation import base_rate, standardize
from course_lib.exercises import beyond as check12
from course_lib.exercises import gradient_descent as check5
from course_lib.exercises import hidden_layer as check7
from course_lib.exercises import log_loss as check4
from course_lib.exercises import perceptron as check1
from course_lib.exercises import perceptron_trick as check2
from course_lib.exercises import read_handwriting as check11
from course_lib.exercises import sigmoid as check3
from course_lib.exercises import train_a_network as check10
from course_lib.exercises import train_for_real as check6
from course_lib.logistic import LogisticRegression, gradient
from course_lib.perceptron import predict, score


def split(X, y, seed, test_size=0.3):
    from sklearn.model_selection import train_test_split

    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=test_size, random_state=seed)
    return *standardize(X_train, X_test), y_train, y_test


def forgets_the_labels(X, y, seed):
    train, held_out, _, y_test = split(X, y, seed)
    model = LogisticRegression().fit(train)
    return model.score(held_out, y_test), base_rate(y_test)


def calls_fit_on_the_class(X, y, seed):
    train, held_out, y_train, y_test = split(X, y, seed)
    model = LogisticRegression.fit(train, y_train)
    return model.score(held_out, y_test), base_rate(y_test)


def compares_the_model_with_itself(X, y, seed):
    train, held_out, y_train, y_test = split(X, y, seed)
    model = LogisticRegression().fit(train, y_train)
    return model.score(held_out, model.predict(held_out)), base_rate(y_test)


def does_not_call_predict(X, y, seed):
    train, _, y_train, y_test = split(X, y, seed)
    model = LogisticRegression().fit(train, y_train)
    return np.mean(model.predict == y_test), base_rate(y_test)


def holds_back_thirty_rows(X, y, seed):
    train, held_out, y_train, y_test = split(X, y, seed, test_size=30)
    model = LogisticRegression().fit(train, y_train)
    return model.score(held_out, y_test), base_rate(y_test)


def predicts_labels(X, y, seed):
    train, _, y_train, y_test = split(X, y, seed)
    model = LogisticRegression().fit(train, y_train)
    return np.mean(model.predict(y_test) == y_test), base_rate(y_test)


def swaps_where(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(X_train.max(axis=0) > X_train.min(axis=0), 1, std)
    return (X_train - mean) / std, (X_test - mean) / std


def cuts_the_share(y, predicted):
    return np.sum((y == 1) & (predicted == 0)) // np.sum(y == 1)


def takes_places_0_and_1(y, predicted):
    return np.mean(predicted[y] == 0)


def counts_like_a_list(y, predicted):
    return predicted[y == 1].count(0) / np.sum(y == 1)


def divides_the_second(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = f(theta + step) - f(theta - step) / (2 * h)
    return gradient


def counts_rows_by_size(f, theta, h=1e-5):
    gradient = np.zeros_like(theta, dtype=float)
    for i in range(theta.size):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


def moves_a_number(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in range(len(theta)):
        gradient[i] = (f(theta[i] + h) - f(theta[i] - h)) / (2 * h)
    return gradient


def keeps_the_last(w, b, X, y):
    for x_i, y_i in zip(X, y, strict=True):
        error = sigmoid(x_i @ w + b) - y_i
        gradient_w, gradient_b = error * x_i, error
    return gradient_w, gradient_b


def scores_with_a_table(X, weights, biases):
    return sigmoid(score(weights, biases, X))


def goes_through_numbers(p, weights, bias):
    return np.array([sigmoid(score(weights, bias, row)) for row in p])


def sums_axis_1(p, weights, bias):
    return sigmoid(np.sum(p * weights, axis=1) + bias)


def one_array(W1, b1, W2, b2):
    return W1 @ W2 + (b1 @ W2 + b2)


def counts_up_to_rows(rows, batch_size):
    return [rows[start : start + batch_size] for start in range(0, rows, batch_size)]


def asks_for_index(losses, patience):
    return losses.index(min(losses))


def cuts_rows_twice(image, kernel):
    p, q = kernel.shape
    rows, columns = image.shape[0] - p + 1, image.shape[1] - q + 1
    return np.array([[np.sum(image[i : i + p][j : j + q] * kernel) for j in range(columns)] for i in range(rows)])


def weights_on_the_left(x, h, W, U, b):
    return np.tanh(W @ x + U @ h + b)


def forgets_the_brackets(y, predicted, k):
    counts = np.zeros((k, k), int)
    np.add.at(counts, y, predicted, 1)
    return counts


def counts_all_each_time(y, predicted, k):
    counts = np.zeros((k, k), int)
    for _ in range(len(y)):
        counts[y, predicted] += 1
    return counts


def takes_labels_for_places(y, predicted, k):
    counts = np.zeros((k, k), int)
    for i in y:
        counts[y[i], predicted[i]] += 1
    return counts


def yields_places(P, y):
    yield from np.flatnonzero(P.argmax(axis=1) != y)


def goes_through_the_weights(w, b, X, y):
    n = 0
    for i in range(len(w)):
        if predict(w, b, X[i]) != y[i]:
            n += 1
    return n


def divides_by_n(y, p):
    return -np.sum(np.log(p)) / n  # noqa: F821 - a letter of the formula


def asks_for_axis_2(Y, P):
    return -np.mean(np.sum(Y * np.log(P), axis=2))


def indexes_where(z):
    return np.where[z >= 0, 1, 0]


def asks_where_alone(z):
    return np.where(z >= 0)


def asks_finfo_of_the_numbers(y, p):
    p = np.clip(p, np.finfo(p).eps, 1)
    return np.mean(-np.log(p))


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (check2.count_mistakes, goes_through_the_weights, "Only the first two rows are looked at"),
        (check4.log_loss, divides_by_n, "such as `len(y)`"),
        (check4.cross_entropy, asks_for_axis_2, "`axis=1` along its rows"),
        (check1.step, indexes_where, "Round brackets call it"),
        (check1.step, asks_where_alone, "of a condition alone gives places in an array"),
        (check4.log_loss, asks_finfo_of_the_numbers, "`np.finfo(p.dtype).eps`"),
        (check4.label_probability, lambda y, p: y * p + (1 - y) * 1 - p, "Both differences need brackets"),
        (check4.label_probability, lambda y, p: y * p - (1 - y) * (1 - p), "The two terms are added"),
        (check1.or_gate, (-0.5, 1, 1), "the bias comes last, `(w1, w2, b)`"),
        (check1.and_gate, (1, 1, -1, 5), "Is the comma a decimal mark?"),
        (check1.and_gate, {1, 2, -3}, "Write `(w1, w2, b)`, in round brackets"),
        (check1.share_above, "2/5", "Leave out the quotation marks, and Python works it out."),
        (check3.probability_by_hand, 1 / 1 + np.exp(2), "`1 / (1 + …)`"),
        (check6.train_and_judge, forgets_the_labels, "`fit` needs the labels too: `fit(train, y_train)`."),
        (check6.train_and_judge, calls_fit_on_the_class, "here it is called on the class"),
        (check6.train_and_judge, compares_the_model_with_itself, "something is compared with itself"),
        (check6.train_and_judge, does_not_call_predict, "`predict` needs its brackets"),
        (check6.train_and_judge, holds_back_thirty_rows, "30 % is `test_size=0.3`"),
        (check6.train_and_judge, predicts_labels, "Look at what each argument of this call is"),
        (check6.standardize, swaps_where, "The two cases of `np.where` are swapped"),
        (check6.wrong_no_rate, cuts_the_share, "`//` cuts it to a whole number"),
        (check6.wrong_no_rate, takes_places_0_and_1, "`predicted[y]` takes the places 0 and 1"),
        (check6.wrong_no_rate, counts_like_a_list, "`np.sum(… == 0)`, which counts"),
        (check5.numerical_gradient, divides_the_second, "Only the second value is divided."),
        (check5.numerical_gradient, counts_rows_by_size, "`np.ndindex(theta.shape)` goes through all places"),
        (check5.numerical_gradient, moves_a_number, "`f` wants the whole array with one entry moved"),
        (check5.gradient, keeps_the_last, "Only the last student counts"),
        (check7.opinions, scores_with_a_table, "`X @ weights + biases`"),
        (check7.combine, goes_through_numbers, "the loop goes through the numbers of one student"),
        (check7.combine, sums_axis_1, "`axis=-1` is the last axis"),
        (
            check7.multiply_out,
            one_array,
            "2 values are wanted, as in `return W, b`, but an array of shape",
        ),
        (check10.mini_batches, counts_up_to_rows, "`len(rows)` counts its entries"),
        (check10.best_epoch, asks_for_index, "`np.argmin(…)`"),
        (check12.correlate, cuts_rows_twice, "The second bracket cuts the rows once more"),
        (check12.recurrent_step, weights_on_the_left, "stand on the left of `@`"),
        (check11.class_confusions, forgets_the_brackets, "`np.add.at(counts, (y, predicted), 1)`"),
        (check11.class_confusions, counts_all_each_time, "Each round of the loop counts at all places."),
        (check11.class_confusions, takes_labels_for_places, "`for i in y` goes through the labels"),
        (check11.surest_mistakes, yields_places, "A generator came, since `yield` makes one. Write `return`"),
        (check11.n_parameters, (2, 410), "Python takes no comma in a number: write `2410`."),
        (check11.n_parameters, (0, 12), "Is the comma a decimal mark?"),
        (check6.expected_yes, (3, 5), "Is the comma a decimal mark?"),
        (check7.mias_chance, (73.1, 99.3, 90.4), "Is this in percent?"),
        (check5.slope_and_step, check5.slope_and_step.reference[::-1], "the right numbers, in another order"),
        (check5.slope_and_step, set(check5.slope_and_step.reference), "A set has no order"),
    ],
)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert not feedback.passed
    assert words in repr(feedback).replace("\n", " ")


@pytest.mark.parametrize("after", [0, -410, 10**30, float("inf"), float("nan"), 410.5])
def test_any_two_numbers_where_one_is_wanted_are_told_so(after):
    with warnings.catch_warnings(action="error"):
        feedback = check11.n_parameters((2, after))
    assert not feedback.passed
    assert "One number is wanted, and 2 numbers came." in repr(feedback)


def in_float32(w, b, X, y, result=np.float32):
    w, X = np.float32(w), np.float32(X)
    error = sigmoid(X @ w + np.float32(b)) - np.float32(y)
    return (X.T @ error / np.float32(len(y))).astype(result), result(error.mean())


@pytest.mark.parametrize("result", [np.float32, np.float64])
def test_the_gradient_check_contradicts_no_verdict(result):
    feedback = check5.gradient(functools.partial(in_float32, result=result))
    words = repr(feedback)
    assert ("Right" in words) <= feedback.passed
    assert ("Wrong" in words) <= (not feedback.passed)
    assert "says: Right" in repr(check5.gradient(gradient))


def test_a_right_model_is_still_right():
    def train_and_judge(X, y, seed):
        train, held_out, y_train, y_test = split(X, y, seed)
        model = LogisticRegression().fit(train, y_train)
        return model.score(held_out, y_test), base_rate(y_test)

    X, y, _ = load_admissions()
    assert 0.5 < train_and_judge(X, y, 0)[0] < 1
    assert check6.train_and_judge(train_and_judge).passed
