"""Slips of readers who had the lessons alone: each gets words that are true of it."""

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.backpropagation import SLOPES
from course_lib.exercises import backpropagation as check9
from course_lib.exercises import beyond as check12
from course_lib.exercises import gradient_descent as check5
from course_lib.exercises import hidden_layer as check7
from course_lib.exercises import log_loss as check4
from course_lib.exercises import sigmoid as check3
from course_lib.exercises import train_a_network as check10
from course_lib.exercises import train_for_real as check6
from course_lib.perceptron import score


def pass_back(delta, W, a, activation="logistic"):
    return delta @ W.T * SLOPES[activation](a)


def minus_left_out(z):
    e = np.exp(np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def still_asks_predict(w, b, x, y, learning_rate):
    error = y - predict(w, b, x)  # noqa: F821
    return w + learning_rate * error * x, b + learning_rate * error


def clips_in_vain(y, p):
    eps = np.finfo(p.dtype).eps
    np.clip(p, eps, 1 - eps)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


def without_brackets(y, predicted):
    return np.array([[np.sum(y == i & predicted == j) for j in (0, 1)] for i in (0, 1)])


def deltas_with(add):
    """Return a `deltas` that adds to its list in this way."""

    def deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        a = activations[-1]
        found = [(a - Y) / len(Y)]
        if output == "sigmoid" and loss == "squared_error":
            found = [found[0] * a * (1 - a)]
        for k in range(len(weights) - 1, 0, -1):
            add(found, weights[k], activations[k], activation)
        return found

    return deltas


def slices_to_the_height(image, kernel):
    height, width = kernel.shape
    found = np.zeros((len(image) - height + 1, image.shape[1] - width + 1))
    for i in range(len(found)):
        for j in range(found.shape[1]):
            found[i, j] = np.sum(image[i:height, j:width] * kernel)
    return found


def one_row_of_sums(image, kernel):
    height, width = kernel.shape
    found = []
    for i in range(len(image) - height + 1):
        for j in range(image.shape[1] - width + 1):
            found.append(np.sum(image[i : i + height, j : j + width] * kernel))
    return found


SLIPS = [
    (check3.sigmoid, minus_left_out, "the power is e to the power of -|z|"),
    (check4.likelihood_of_three, 0.06, "This is the right product, rounded."),
    (check4.log_loss, clips_in_vain, "keep the result, since `np.clip` returns a new array"),
    (check5.logistic_trick, still_asks_predict, "`predict` belongs to the perceptron trick."),
    (check6.confusion_matrix, without_brackets, "round brackets around each comparison"),
    (check7.combine, lambda p, v, c: score(v, c, sigmoid(p)), "these are probabilities already"),
    (check7.combine, lambda p, v, c: sigmoid(v[0] * p[0] + v[1] * p[1] + c), "`p[0]` is the first student"),
    (check7.combine, lambda p, v, c: sigmoid(sum(v * p) + c), "`sum` adds up the rows"),
    (check7.opinions, lambda X, weights, biases: sigmoid(weights @ X + biases), "they stand on the left"),
    (check7.multiply_out, lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2), "`*` multiplies entry by entry."),
    (check7.multiply_out, lambda W1, b1, W2, b2: (W2 * W1, b1 @ W2 + b2), "`*` multiplies entry by entry."),
    (
        check9.deltas,
        deltas_with(lambda found, W, a, f: found.insert(0, pass_back(found[-1], W, a, f))),
        "Each time the blame of the *last* layer goes back",
    ),
    (
        check9.deltas,
        deltas_with(lambda found, W, a, f: found.append(pass_back(found[0], W, a, f))),
        "Each new δ stands at the end of the list",
    ),
    (check10.mini_batches, lambda rows, batch_size: np.split(rows, batch_size), "makes so many parts of equal size"),
    (
        check10.mini_batches,
        lambda rows, batch_size: [range(i, i + batch_size) for i in range(0, len(rows), batch_size)],
        "These are places.",
    ),
    (check10.mini_batches, lambda rows, batch_size: rows[:batch_size], "This is the first batch alone."),
    (check12.correlate, slices_to_the_height, "comes its end, not its length"),
    (check12.correlate, one_row_of_sums, "they stand in one row"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in " ".join(repr(feedback).split())
