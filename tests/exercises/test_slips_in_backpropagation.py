"""Slips that readers of lesson 9 made: none passes, and each gets words that are true of it."""

import numpy as np
import pytest

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


SLIPS = [
    (check.backward, forgets_zip, "`zip(activations, found)` goes through both side by side"),
    (check.deltas, takes_the_list, "This is a list, and only an array can do that."),
    (check.deltas, inserts_nowhere, "`found.insert(0, new)` puts it in front"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)
