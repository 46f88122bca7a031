"""Slips that readers of lessons 1 to 6 made: each gets words that are true of it."""

import subprocess
import sys

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.exercises import gradient_descent as check5
from course_lib.exercises import log_loss as check4
from course_lib.exercises import perceptron as check1
from course_lib.exercises import perceptron_trick as check2
from course_lib.exercises import sigmoid as check3
from course_lib.exercises import start_here as check0
from course_lib.exercises import train_for_real as check6
from course_lib.logistic import gradient, predict_proba
from course_lib.perceptron import count_mistakes, perceptron_trick, predict, score

# Functions as they stand in a notebook: each of the learner's calls the learner's others.
OWN = """
import numpy as np
def step(z): {step}
def score(w, b, x): {score}
def predict(w, b, x): return step(score(w, b, x))
"""
RIGHT = {"step": "return np.where(z >= 0, 1, 0)", "score": "return x @ w + b"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"step": "return np.where(z > 0, 1, 0)"}, "`step`"),
        ({"step": "return 1 if z >= 0 else 0"}, "`step`"),
        ({"score": "return x @ w"}, "`score`"),
        ({"step": "return np.where(z > 0, 1, 0)", "score": "return x @ w"}, "`step` and `score`"),
    ],
)
def test_what_is_wrong_in_a_function_that_is_called_is_not_blamed_on_the_caller(wrong, named):
    names = {}
    exec(OWN.format(**RIGHT | wrong), names)
    text = repr(check1.predict(names["predict"]))
    assert f"Your `predict` is right. What is not right yet is what it calls: {named}. Go back" in text
    assert "already does that" not in text
    exec(OWN.format(**RIGHT), names)
    assert check1.predict(names["predict"]).passed


def compares_with_the_first(weights, biases, X, y):
    best = 0
    fewest = count_mistakes(weights[0], biases[0], X, y)
    for i in range(len(biases)):
        if count_mistakes(weights[i], biases[i], X, y) < fewest:
            best = i
    return weights[best], biases[best]


def returns_in_the_loop(w, b, X, y):
    count = 0
    for x_i, y_i in zip(X, y):
        if predict(w, b, x_i) != y_i:
            count += 1
        return count


def writes_entry_by_entry(w, b, x, y, learning_rate):
    error = y - predict(w, b, x)
    for j in range(len(w)):
        w[j] = w[j] + learning_rate * error * x[j]
    return w, b + learning_rate * error


def subtracts_in_place(w, b, x, y, learning_rate):
    w -= learning_rate * (predict(w, b, x) - y) * x
    return w, b


def keeps_both_in_one_name(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w = perceptron_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def takes_all_labels(w, b, X, y, learning_rate):
    for x_i in X:
        w, b = perceptron_trick(w, b, x_i, y, learning_rate)
    return w, b


def weights_alone(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w, b = perceptron_trick(w, b, x_i, y_i, learning_rate)
    return w


def ones_and_zeros_in_place(z):
    z = np.atleast_1d(z) if np.ndim(z) == 0 else z
    z[z >= 0], z[z < 0] = 1, 0  # both at once
    return z if len(z) > 1 else z[0]


def copies_and_moves(f, theta, h=1e-5):
    g = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def keeps_slopes_in_a_copy(f, theta, h=1e-5):
    g = theta.copy()
    for i in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[i] = h
        g[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return g


def clips_by_assignment(y, p):
    eps = np.finfo(p.dtype).eps
    p[p < eps] = eps
    p[p > 1 - eps] = 1 - eps
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


def clips_into_it(y, p):
    eps = np.finfo(p.dtype).eps
    np.clip(p, eps, 1 - eps, out=p)
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


def error_of(w, b, X, y):
    return predict_proba(w, b, X) - y


def own_numbers(X_train, X_test):
    return tuple((X - X.mean(axis=0)) / X.std(axis=0) for X in (X_train, X_test))


def own_spread(X_train, X_test):
    mean = X_train.mean(axis=0)
    return (X_train - mean) / X_train.std(axis=0), (X_test - mean) / X_test.std(axis=0)


def mean_alone(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std[X_train.max(axis=0) == X_train.min(axis=0)] = 1
    return (X_train - mean) / std, X_test - mean


def counts_by_index(y, predicted):
    table = np.zeros((2, 2))
    table[y, predicted] += 1
    return table


SLIPS = [
    (check1.step, lambda z: max(0, min(1, z + 1)), "step(z=-0.5)"),
    (check1.step, lambda z: 1 if z > -1 else 0, "step(z=-0.5)"),
    (check1.step, lambda z: bool(z >= 0), "`if`, `bool` and Python's own `max` and `min` want one"),
    (check1.step, lambda z: float(z >= 0), "`int` and `float` make one number"),
    (check1.step, ones_and_zeros_in_place, "`z[…] = …` writes into the caller's array. Begin with `z = z.copy()`"),
    (check1.score, lambda w, b, x: [r @ w + b for r in x], "One student has no rows"),
    (check1.score, lambda w, b, x: sum(u * v for u, v in zip(w, x)) + b, "each turn of the loop takes a whole row"),
    (check1.score, lambda w, b, x: float(x @ w + b), "Leave `float` out where each row has a number of its own"),
    (check1.score, lambda w, b, x: w·x + b, "The dot · is not Python."),  # noqa: F821
    (check1.score, lambda w, b, x: w1 * x[0] + w2 * x[1] + b, "`w1` is an entry of `w`"),  # noqa: F821
    (check1.predict, lambda w, b, x: [int(r @ w + b >= 0) for r in x], "One student has no rows"),
    (check1.three_features, 1, "That is the decision, yes."),
    (check1.three_features, 5, "have changed places"),
    (check2.perceptron_trick, lambda w, b, x, y, r: (w + r * (y - ŷ) * x, b), "ŷ is the prediction."),  # noqa: F821
    (check2.perceptron_trick, lambda w, b, x, y, r: (w + η * x, b), "is called `learning_rate`"),  # noqa: F821
    (check2.perceptron_trick, writes_entry_by_entry, "`w[…] = …` writes into the caller's array."),
    (check2.perceptron_trick, lambda w, b, x, y, r: w + b, "2 values are wanted, as in `return w, b`, but an array"),
    (
        check2.perceptron_trick,
        lambda w, b, x, y, r: (
            w + r * (y - (score(w, b, x) > 0)) * x,
            b + r * (y - (score(w, b, x) > 0)),
        ),
        "A score of exactly 0 counts as a 1",
    ),
    (check2.count_mistakes, returns_in_the_loop, "The `return` stands inside the loop"),
    (check2.count_mistakes, lambda w, b, X, y: len(predict(w, b, X) != y), "`len` counts whatever stands there"),
    (check2.count_mistakes, lambda w, b, X, y: np.sum((X @ w + b > 0) != y), "A score of exactly 0 counts as a 1"),
    (check2.count_mistakes, lambda w, b, X, y: 3, "Work this one case out by hand"),
    (check2.train_epoch, weights_alone, "The weights are right, and the bias does not come back."),
    (check2.train_epoch, keeps_both_in_one_name, "needs two names to keep them"),
    (check2.train_epoch, takes_all_labels, "hand over the label of that row, `y_i`"),
    (check2.pocket, compares_with_the_first, "remember the new number of mistakes too"),
    (check3.sigmoid, lambda z: 1 / (1 + e ** (-z)), "The power of e to z is `np.exp(z)`."),  # noqa: F821
    (
        check3.sigmoid_derivative,
        lambda z: (sigmoid(z + 1e-5) - sigmoid(z)) / 1e-5,
        "This is the slope to one side only",
    ),
    (check4.log_loss, lambda y, p: np.mean(-p * np.log(y) - (1 - p) * np.log(1 - y)), "the logarithm of a label"),
    (check4.log_loss, lambda y, p: np.mean(-p * np.log(p) - (1 - p) * np.log(1 - p)), "The labels have no say here"),
    (check4.log_loss, clips_by_assignment, "`p[…] = …` writes into the caller's array. Begin with `p = p.copy()`"),
    (check4.log_loss, clips_into_it, "perhaps under another name. Begin with `p = p.copy()`"),
    (check5.numerical_gradient, copies_and_moves, "A copy of an array of whole numbers holds whole numbers too"),
    (check5.numerical_gradient, keeps_slopes_in_a_copy, "Made from `theta`, the array for the slopes"),
    (check5.gradient, lambda w, b, X, y: (gradient(w, b, X, y)[0], 0), "The bias has a slope of its own"),
    (
        check5.gradient,
        lambda w, b, X, y: (X.T @ error_of(w, b, X, y) / 100, np.sum(error_of(w, b, X, y)) / 100),
        "You divide by 100, and in these tries there are other numbers of students",
    ),
    (check6.standardize, own_numbers, "Each group is scaled by its own numbers."),
    (check6.standardize, own_spread, "The held-out ones were divided by a spread of their own."),
    (check6.standardize, mean_alone, "From the held-out ones only the mean was taken away"),
    (check6.confusion_matrix, counts_by_index, "`+= 1` counts each field only once"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


def bias_alone(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w, b = perceptron_trick(w, b, x_i, y_i, learning_rate)
    return b


def test_what_is_missing_is_named_with_the_whole_return():
    text = repr(check2.train_epoch(bias_alone))
    assert "`b` is right, and `w` does not come back. Return both: `return w, b`." in text


def test_an_answer_is_not_right_by_calling_the_exercise_under_its_own_name():
    names = {}
    exec("def score(w, b, x): return x @ w\ndef mine(w, b, x): return score(w, b, x)", names)
    assert "the bias is missing: add `b`" in repr(check1.score(names["mine"]))


def two_groups(w, b, X, y):
    wrong = 0
    for one, other in (X[:2], y[:2]), (X[2:], y[2:]):
        wrong += np.sum(predict(w, b, one) == other)
    return wrong


def by_pairs(w, b, X, y):
    first, rest = (X[:1], y[:1]), (X[1:], y[1:])
    return sum(int(np.sum(predict(w, b, one) == other)) for one, other in (first, rest)) + 20


def a_loop_over_pairs(w, b, X, y):
    first, rest, wrong = (X[:1], y[:1]), (X[1:], y[1:]), 20
    for one, other in first, rest:
        wrong += np.sum(predict(w, b, one) != other)
    return wrong


@pytest.mark.parametrize("count", [two_groups, by_pairs, a_loop_over_pairs])
def test_who_goes_through_pairs_is_not_told_to_zip(count):
    assert "zip(X, y)" not in repr(check2.count_mistakes(count))


def compares_all_with_one(w, b, X, y):
    count = 0
    for i in range(len(y)):
        if predict(w, b, X) != y[i]:
            count += 1
    return count


def test_a_comparison_of_all_rows_with_one_label_is_not_taken_for_one_of_layers():
    text = repr(check2.count_mistakes(compares_all_with_one))
    assert "One question is asked here about several numbers at once" in text
    assert "len(weights)" not in text


def test_in_place_with_a_minus_is_named_as_it_stands():
    assert "`w += …`" not in repr(check2.perceptron_trick(subtracts_in_place))


def test_a_list_of_one_number_is_not_called_an_array():
    assert "One number is wanted, and a list of one number came. Leave out the square brackets." in repr(
        check0.first_check([1])
    )
    assert "and a list of 3 numbers came" in repr(check1.score_by_hand([18, 3, -18]))
    assert "an array of shape (3,) came" in repr(check1.score_by_hand(np.array([18, 3, -18])))


def test_of_several_values_the_right_ones_are_named_before_a_slip():
    def half_downhill(w, b, X, y):
        error = error_of(w, b, X, y)
        return X.T @ error / len(X), np.mean(error) + 1

    assert "Here `gradient_w` is right, and `gradient_b` is not." in repr(check5.gradient(half_downhill))


def test_no_other_number_of_students_is_guessed_at_than_there_are():
    def divided_by(n):
        return lambda w, b, X, y: tuple(len(X) * part / n for part in gradient(w, b, X, y))

    assert "1/25 of the numerical gradient." in repr(check5.gradient(divided_by(100)))
    assert "4 times the numerical gradient: if there are 4 students, yours is a sum" in repr(
        check5.gradient(lambda w, b, X, y: tuple(len(X) * part for part in gradient(w, b, X, y)))
    )


IMPORTS = """
from course_lib.exercises import log_loss as check
def log_loss(y, p):
    from sklearn.metrics import log_loss
    return log_loss(y, p, labels=[0, 1])
import course_lib.checking.code_exercise as code
code.source.tree = lambda function, tree=code.source.tree: tree(log_loss) if function is log_loss else tree(function)
import inspect
inspect.getsource = lambda function, old=inspect.getsource: TEXT if function is log_loss else old(function)
TEXT = "def log_loss(y, p):\\n    from sklearn.metrics import log_loss\\n    return log_loss(y, p, labels=[0, 1])\\n"
import course_lib.checking.runner as runner
import sys
assert "sklearn.metrics" not in sys.modules
log = []
code.importlib.import_module = lambda name, old=code.importlib.import_module: log.append(name) or old(name)
print(check.log_loss(log_loss).state, log[0])
"""


def test_what_an_answer_imports_does_not_take_its_time():
    out = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["passed", "sklearn.metrics"]
