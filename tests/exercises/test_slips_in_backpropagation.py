"""Slips that readers of lesson 9 made: none passes, and each gets words that are true of it."""

import numpy as np
import pytest

from course_lib import backpropagation as lesson
from course_lib.activations import sigmoid
from course_lib.backpropagation import SLOPES
from course_lib.exercises import backpropagation as check


def pass_back(delta, W, a, activation="logistic"):
    return delta @ W.T * SLOPES[activation](a)


def blamed(step=pass_back, last=lambda a, Y: (a - Y) / len(Y), slope=lambda a, activation: a * (1 - a)):
    """Return a `deltas` with another step from layer to layer, or another beginning."""

    def deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        a = activations[-1]
        delta = last(a, Y)
        if output == "sigmoid" and loss == "squared_error":
            delta = delta * slope(a, activation)
        found = [delta]
        for k in range(len(weights) - 1, 0, -1):
            found.insert(0, step(found[0], weights[k], activations[k], activation))
        return found

    return deltas


deltas = blamed()


def of_each_layer(of_weights=lambda a, d: a.T @ d, of_biases=lambda d: d.sum(axis=0), blame=deltas):
    """Return a `backward` with other gradients of a layer."""

    def backward(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = blame(activations, Y, weights, activation, output, loss)
        return [of_weights(a, d) for a, d in zip(activations, found)], [of_biases(d) for d in found]

    return backward


def in_room_of_what_came_in(a, d):
    gradient = np.zeros((a.shape[1], d.shape[1]), dtype=a.dtype)
    gradient[:] = a.T @ d
    return gradient


def test_the_factor_of_the_squared_error_is_the_slope_of_the_output_whatever_the_hidden_layers_have():
    assert not check.deltas(blamed(slope=lambda a, activation: SLOPES[activation](a))).passed
    assert check.deltas(deltas).passed


def test_the_features_may_be_whole_numbers_where_the_gradients_are_none():
    feedback = check.backward(of_each_layer(in_room_of_what_came_in))
    assert "Here `activations[0]` holds whole numbers" in repr(feedback)
    assert check.backward(of_each_layer()).passed


def forgets_zip(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found, slopes = deltas(activations, Y, weights, activation, output, loss), []
    for a, delta in activations, found:
        slopes.append(a.T @ delta)
    return slopes, [delta.sum(axis=0) for delta in found]


def takes_the_list(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    delta = (activations[-1] - Y) / len(Y)
    return [delta @ weights.T, delta]


def inserts_nowhere(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = [(activations[-1] - Y) / len(Y)]
    found.insert(pass_back(found[0], weights[-1], activations[-2], activation))
    return found


def by(step):
    return blamed(step=step)


def without_the_transpose(delta, W, a, activation):
    return delta @ W * SLOPES[activation](a)


def ends_too_early(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = deltas(activations, Y, weights, activation, output, loss)[-1:]
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, pass_back(found[0], weights[k], activations[k], activation))
        return found


def for_two_layers(k, place):
    def answer(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        last = deltas(activations, Y, weights, activation, output, loss)[-1]
        return [pass_back(last, weights[k], activations[place], activation), last]

    return answer


def softmax_again(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    if output == "softmax":
        activations = [*activations[:-1], np.exp(activations[-1]) / np.exp(activations[-1]).sum(axis=1, keepdims=True)]
    return deltas(activations, Y, weights, activation, output, loss)


def hands_nothing_on(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = deltas(activations, Y, weights)
    return [a.T @ delta for a, delta in zip(activations, found)], [delta.sum(axis=0) for delta in found]


OF_THE_SECOND_UNIT = [
    ((0.0687, 0.0687, 0.1374), "You multiplied by 1 - a, 0.2689."),
    ((0.0502, 0.1004, 0.0502), "the two gradients are in the wrong order"),
    ((0.0502, 0.0386, 0.0367), "1 and 2 came in over them"),
]
SLIPS = [
    *[(check.second_unit, answer, words) for answer, words in OF_THE_SECOND_UNIT],
    (check.chain_slope, 3 * 16 * 0.5, "24 is 3 · 8, without the last link"),
    (check.chain_slope, 4, "4 is 8 · 0.5, without the first link"),
    (check.predicted_loss, 0.5546 - 0.2 * 0.4171, "This is the promise for η = 0.2"),
    (check.predicted_loss, 0.5546 - 0.1 * 0.4171**2, "You squared 0.4171."),
    (
        check.pass_back,
        lambda delta, W, a, activation="logistic": (
            delta @ W.T * (a >= 0 if activation == "relu" else SLOPES[activation](a))
        ),
        "`a >= 0` lets everything through",
    ),
    (check.deltas, blamed(slope=lambda a, activation: SLOPES[activation](a)), "is that of the hidden layers"),
    (check.deltas, blamed(last=lambda a, Y: a - Y / len(Y)), "Only `Y` was divided by the number of students"),
    (check.deltas, softmax_again, "have been through softmax already"),
    (check.deltas, for_two_layers(1, 1), "For two layers of weights it is right."),
    (check.deltas, for_two_layers(-1, -2), "For two layers of weights it is right."),
    (check.deltas, ends_too_early, "and `return` after it"),
    (check.deltas, by(without_the_transpose), "The blame goes back over `weights[k].T`."),
    (check.deltas, by(lambda d, W, a, name: pass_back(d, a, W, name)), "got the activations where it takes the"),
    (check.deltas, by(lambda d, W, a, name: d @ W.T * SLOPES[name](sigmoid(a))), "through the sigmoid once more"),
    (check.deltas, by(lambda d, W, a, name: d @ W.T * a * (1 - a)), "or take the slope from `SLOPES[activation]`"),
    (check.backward, hands_nothing_on, "With sigmoids and the log-loss it is right."),
    (check.backward, of_each_layer(lambda a, d: a.T @ d / len(d)), "The weights were divided by the number of"),
    (check.backward, of_each_layer(lambda a, d: -a.T @ d, lambda d: -d.sum(axis=0)), "no minus comes after it"),
    (
        check.backward,
        of_each_layer(blame=by(lambda d, W, a, name: d @ W.T * a * (1 - a))),
        "or take the slope from `SLOPES[activation]`",
    ),
    (check.backward, lambda *case: check.backward.reference(*case)[1], "Only the gradients of the biases came."),
    (check.backward, forgets_zip, "`zip(activations, found)` goes through both side by side"),
    (check.deltas, by(lambda d, W, a, name: lesson.pass_back(d, a, W, name)), "The message names the function"),
    (check.deltas, takes_the_list, "This is a list, and only an array can do that."),
    (check.deltas, inserts_nowhere, "`found.insert(0, new)` puts it in front"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


@pytest.mark.parametrize("step", [without_the_transpose, lambda d, W, a, name: pass_back(d, a, W, name)])
def test_nobody_is_said_to_have_taken_other_weights_who_has_not(step):
    assert "weights[k - 1]" not in repr(check.deltas(by(step)))
