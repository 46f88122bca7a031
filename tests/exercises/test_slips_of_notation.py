"""Letters of the blackboard, signs and words of Python: each slip gets words that are true of it."""

import math

import numpy as np
import pytest

from course_lib.checking.errors import said_by_the_line
from course_lib.checking.runner import Trouble
from course_lib.exercises import backpropagation as check9
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
from course_lib.perceptron import predict
from course_lib.perceptron import score as right_score

# ruff: noqa: F821 - names that are not there are what is tried


def hat_in_the_trick(w, b, x, y, learning_rate):
    return w + learning_rate * (y - ŷ) * x, b


def hat_in_the_loss(y, p):
    return -np.mean(y * np.log(ŷ))


def hat_in_the_gradient(w, b, X, y):
    return X.T @ (ŷ - y) / len(X), np.mean(ŷ - y)


def hat_in_the_deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    return [ŷ - Y]


def epsilon_of_the_loss(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    return theta - learning_rate * m / (np.sqrt(v) + eps), m, v


def mu_for_momentum(theta, gradient, velocity, learning_rate, momentum=0.9):
    velocity = μ * velocity - learning_rate * gradient
    return theta + velocity, velocity


def weight_of_the_board(probabilities, weights, bias):
    return w1 * probabilities[:, 0] + bias


def n_of_the_curve(losses, patience):
    return n - 1


def adds_the_state(x, h, W, U, b):
    h += np.tanh(x @ W + h @ U + b)
    return h


def splits_in_three(x, h, c, W, U, b):
    i, f, o = np.split(x @ W + h @ U + b, 3, axis=1)
    return h, c, (i, f, o)


def counts_with_is_not(w, b, X, y):
    return np.sum(predict(w, b, X) is not y)


def counts_zeros_with_is(y, predicted):
    zero = np.int64(0)
    return np.mean([each is zero for each in predicted[y == 1]])


def counts_a_tuple(w, b, X, y):
    return len(np.where(predict(w, b, X) != y))


def one_pair_of_brackets(y, predicted):
    return np.array([[np.sum((y == t) & predicted == s) for s in (0, 1)] for t in (0, 1)])


def in_a_comprehension(w, b, X, y):
    return sum(predict(w, b, x_i) != y_i for x_i, y_i in (X, y))


def of_lists(w, b, x, y, learning_rate):
    return w + learning_rate * (y - predict(w, b, x)) * list(x), b


def from_a_list(z):
    return 1 - list(np.ravel(z))


def with_a_text(z):
    return z @ w + "b" if False else np.asarray(z) + "b"


def asks_for_keepdim(z):
    return np.exp(z) / np.sum(np.exp(z), axis=-1, keepdim=True)


def raises(z):
    if np.ndim(z):
        raise ValueError("z must be a number")
    return 1 if z >= 0 else 0


def yields(z):
    yield 1 if z >= 0 else 0


async def waits(z):
    return np.where(z >= 0, 1, 0)


def in_a_list_of_lists(y, predicted, k):
    counts = [[0] * k for _ in range(k)]
    for a, b in zip(y, predicted):
        counts[a, b] += 1
    return counts


def with_or(z):
    return np.where(z > 0 or z == 0, 1, 0)


def without_brackets(z):
    return np.where(z > 0 | z == 0, 1, 0)


def under_a_second_name(w, b, x, y, learning_rate):
    error, new_w = y - predict(w, b, x), w
    new_w += learning_rate * error * x
    return new_w, b + learning_rate * error


def in_the_image(image, kernel):
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    for i in range(rows):
        for j in range(columns):
            image[i, j] = np.sum(image[i : i + len(kernel), j : j + kernel.shape[1]] * kernel)
    return image


def only_the_right_ones(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        if predict(w, b, x_i) == y_i:
            w, b = check2.perceptron_trick.reference(w, b, x_i, y_i, learning_rate)
    return w, b


def never_counts(y, predicted):
    n = 0
    for label, each in zip(y, predicted):
        if label == 1 and each == 0:
            n + 1
    return n / np.sum(y == 1)


def with_pythons_sum(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / sum(e)


SLIPS = [
    (check2.perceptron_trick, hat_in_the_trick, "`predicted = predict(w, b, x)`"),
    (check4.log_loss, hat_in_the_loss, "What the blackboard calls ŷ is `p` in the code."),
    (check5.gradient, hat_in_the_gradient, "`p = predict_proba(w, b, X)`"),
    (check9.deltas, hat_in_the_deltas, "is `activations[-1]` in the code"),
    (check10.adam_step, epsilon_of_the_loss, "What the blackboard calls eps is `epsilon` in the code."),
    (check10.momentum_step, mu_for_momentum, "is `momentum` in the code."),
    (check7.combine, weight_of_the_board, "it is `weights[0]`"),
    (check10.best_epoch, n_of_the_curve, "`len(losses)`"),
    (check12.recurrent_step, adds_the_state, "It belongs into tanh"),
    (check12.lstm_step, splits_in_three, "There are four parts"),
    (check2.count_mistakes, counts_with_is_not, "ask whether two names are the very same thing"),
    (check6.wrong_no_rate, counts_zeros_with_is, "Numbers are compared with `==` and `!=`."),
    (check2.count_mistakes, counts_a_tuple, "`np.where(…)` gives a tuple with one array in it"),
    (check6.confusion_matrix, one_pair_of_brackets, "`&` binds more tightly than `==`"),
    (check2.count_mistakes, in_a_comprehension, "goes through both side by side"),
    (check2.perceptron_trick, of_lists, "Make an array of it, `np.array(…)`"),
    (check3.sigmoid, from_a_list, "only an array can be reckoned with"),
    (check3.sigmoid, with_a_text, "A text stands where a number belongs."),
    (check3.softmax, asks_for_keepdim, "A function has no `keepdim`. Look at the spelling"),
    (check1.step, raises, "Your own `raise` ends the function here."),
    (check1.step, yields, "A generator came, since `yield` makes one. Write `return`"),
    (check1.step, waits, "A coroutine came, since `async` makes one."),
    (check11.class_confusions, in_a_list_of_lists, "takes one place at a time, as in `t[a][b]`"),
    (check1.step, with_or, "Between arrays write `&` and `|`"),
    (check1.step, without_brackets, "`|` binds more tightly than"),
    (check2.perceptron_trick, under_a_second_name, "Something writes into the caller's array, perhaps under another"),
    (check12.correlate, in_the_image, "The sums are written into the image itself"),
    (check2.train_epoch, only_the_right_ones, "the trick needs no `if`"),
    (check6.wrong_no_rate, never_counts, "as with `n += 1`"),
    (check3.softmax, with_pythons_sum, "Python's own `sum`"),
    (check1.step, lambda z: 1 if np.all(z >= 0) else 0, "`np.all` and `np.any` make one answer of all"),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert not feedback.passed
    assert words in " ".join(repr(feedback).split())


def test_what_numpy_wraps_has_the_parameters_of_the_exercise():
    said = repr(check3.sigmoid(np.vectorize(lambda z: 1 / (1 + math.exp(-z)))))
    assert "sigmoid(z=" in said and "args" not in said and "star" not in said


def quiet(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def test_an_overflow_of_which_nobody_hears_is_one():
    said = repr(check3.sigmoid(quiet))
    assert "Telling NumPy to be quiet leaves the overflow where it is." in said


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (check1.step, lambda z: np.squeeze(np.where(np.atleast_1d(z) >= 0, 1, 0))),
        (check3.sigmoid, lambda z: np.squeeze(check3.sigmoid.reference(np.atleast_1d(z)))),
        (check3.sigmoid_derivative, lambda z: np.squeeze(check3.sigmoid_derivative.reference(np.atleast_1d(z)))),
        (check2.count_mistakes, lambda w, b, X, y: np.sum((w[0] * X[:, 0] + w[1] * X[:, 1] + b >= 0) != y)),
        (
            check2.pocket,
            lambda weights, biases, X, y: check2.pocket.reference(weights[:, :2], biases, X[:, :2], y),
        ),
    ],
)
def test_one_number_in_an_array_and_three_features_are_tried_too(exercise, answer):
    assert not exercise(answer).passed


def spoils_numpy(z):
    np.exp = lambda z: 2.718**z
    return 1 / (1 + np.exp(-z))


def test_a_function_of_numpy_that_an_answer_replaces_is_put_back():
    own = np.exp
    check3.sigmoid(spoils_numpy)
    assert np.exp is own
    assert check3.sigmoid(check3.sigmoid.reference).passed


total = 0


def goes_on_counting(w, b, X, y):
    global total
    total += int(np.sum(right_score(w, b, X) >= 0) != np.sum(y))
    return total + 1


def test_a_count_that_goes_on_from_call_to_call_is_told_so():
    assert "goes on from one call to the next" in repr(check2.count_mistakes(goes_on_counting))


def asks_for_the_kind(z):
    if type(z) is np.ndarray or z is None:
        return np.where(z > 0, 1, 0)
    return 1 if z > 0 else 0


def masks_a_number(w, b, X, y):
    return sum(1 for i in range(len(X)) if i & 1 == 0)


@pytest.mark.parametrize(
    ("exercise", "answer"), [(check1.step, asks_for_the_kind), (check2.count_mistakes, masks_a_number)]
)
def test_what_is_written_rightly_is_not_blamed(exercise, answer):
    said = repr(exercise(answer))
    assert "very same thing" not in said and "binds more tightly" not in said


@pytest.mark.parametrize("comment", ["", "  # like max(0, x)", "  # must not be a list", "  # this and that"])
def test_what_a_comment_says_is_not_code(comment):
    message = "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
    assert said_by_the_line(Trouble("ValueError", message, 1, f"if x < left:{comment}")) == ""
