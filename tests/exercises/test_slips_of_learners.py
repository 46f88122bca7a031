"""Slips that readers of lessons 1 to 6 made: each gets words that are true of it."""

import subprocess
import sys

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.exercises import beyond as check12
from course_lib.exercises import gradient_descent as check5
from course_lib.exercises import log_loss as check4
from course_lib.exercises import perceptron as check1
from course_lib.exercises import perceptron_trick as check2
from course_lib.exercises import sigmoid as check3
from course_lib.exercises import start_here as check0
from course_lib.exercises import train_a_network as check10
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
    (
        check1.step,
        ones_and_zeros_in_place,
        "`z[…] = …` writes into the caller's array. Begin with `z = np.a",
    ),
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
    (
        check4.log_loss,
        clips_by_assignment,
        "`p[…] = …` writes into the caller's array. Begin with `p = np.a",
    ),
    (check4.log_loss, clips_into_it, "perhaps under another name. Begin with `p = np.array(p, dtype=float)`"),
    (check5.numerical_gradient, copies_and_moves, "An array of whole numbers has no room for the step h"),
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
    assert "the question is about several numbers at once" in text
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


# As many a textbook has it: who is on the line counts as wrong.
def moves_who_is_on_the_line(w, b, x, y, learning_rate):
    sign = 2 * y - 1
    if sign * (x @ w + b) <= 0:
        w, b = w + learning_rate * sign * x, b + learning_rate * sign
    return w, b


def trick_in_a_copy(w, b, x, y, learning_rate):
    w, error = w.copy(), y - predict(w, b, x)
    for j in range(len(w)):
        w[j] = w[j] + learning_rate * error * x[j]
    return w, b + learning_rate * error


def step_in_room_of_its_kind(w, b, X, y, learning_rate):
    slope_w, slope_b = gradient(w, b, X, y)
    new = np.zeros_like(w)
    for j in range(len(w)):
        new[j] = w[j] - learning_rate * slope_w[j]
    return new, b - learning_rate * slope_b


def sigmoid_in_room_of_its_kind(z):
    z = np.asarray(z)
    p = np.zeros_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    p[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return p


def slope_in_room_of_its_kind(z):
    found = np.zeros_like(z)
    found[...] = sigmoid(z) * (1 - sigmoid(z))
    return found


def softmax_in_room_of_its_kind(z):
    found = np.zeros_like(z)
    power = np.exp(z - np.max(z, axis=-1, keepdims=True))
    found[...] = power / np.sum(power, axis=-1, keepdims=True)
    return found


def scales_copies(X_train, X_test):
    train, test = X_train.copy(), X_test.copy()
    for j in range(X_train.shape[1]):
        mean, std = X_train[:, j].mean(), X_train[:, j].std()
        std = std if X_train[:, j].max() > X_train[:, j].min() else 1
        train[:, j], test[:, j] = (X_train[:, j] - mean) / std, (X_test[:, j] - mean) / std
    return train, test


@pytest.mark.parametrize(
    ("exercise", "answer", "name"),
    [
        (check2.perceptron_trick, trick_in_a_copy, "w"),
        (check5.logistic_trick, lambda w, b, x, y, learning_rate: logistic_in_a_copy(w, b, x, y, learning_rate), "w"),
        (check5.gradient_step, step_in_room_of_its_kind, "w"),
        (check3.sigmoid, sigmoid_in_room_of_its_kind, "z"),
        (check3.sigmoid_derivative, slope_in_room_of_its_kind, "z"),
        (check3.softmax, softmax_in_room_of_its_kind, "z"),
        (check6.standardize, scales_copies, "X_train"),
    ],
)
def test_an_array_of_whole_numbers_has_no_room_for_decimals(exercise, answer, name):
    assert f"For decimals it is right. Here `{name}` holds whole numbers" in repr(exercise(answer))


def logistic_in_a_copy(w, b, x, y, learning_rate):
    w, error = w.copy(), predict_proba(w, b, x) - y
    for j in range(len(w)):
        w[j] = w[j] - learning_rate * error * x[j]
    return w, b - learning_rate * error


def by_its_length(w, b, x):
    return w @ x + b if len(x) == len(w) else x @ w + b


def large_all_at_once(z):
    if np.max(np.abs(z)) > 700:
        return np.where(z >= 0, 1.0, 0.0)
    return 1 / (1 + np.exp(-z))


def slopes_of_one_or_two_axes(f, theta, h=1e-5):
    found = np.zeros(theta.shape)
    places = [(i,) for i in range(len(theta))]
    if theta.ndim > 1:
        places = [(i, j) for i in range(theta.shape[0]) for j in range(theta.shape[1])]
    for i in places:
        step = np.zeros(theta.shape)
        step[i] = h
        found[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return found


def counts_the_labels_that_come(y, predicted):
    names = np.unique(np.concatenate([y, predicted]))
    return np.array([[np.sum((y == one) & (predicted == other)) for other in names] for one in names])


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (check2.perceptron_trick, moves_who_is_on_the_line),
        (check1.score, by_its_length),
        (check1.score, lambda w, b, x: np.squeeze(np.atleast_2d(x) @ w + b)),
        (check1.predict, lambda w, b, x: np.squeeze(np.where(np.atleast_2d(x) @ w + b >= 0, 1, 0))),
        (check3.softmax, lambda z: np.squeeze(softmax_of_rows(np.atleast_2d(z)))),
        (check3.sigmoid, large_all_at_once),
        (check5.numerical_gradient, slopes_of_one_or_two_axes),
        (check6.confusion_matrix, counts_the_labels_that_come),
    ],
)
def test_what_is_right_for_most_arguments_alone_does_not_pass(exercise, answer):
    assert not exercise(answer).passed


def softmax_of_rows(z):
    power = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return power / np.sum(power, axis=-1, keepdims=True)


def waits_for_its_counter(w, b, X, y, learning_rate):
    i = 0
    while i < len(y):
        w, b = perceptron_trick(w, b, X[i], y[i], learning_rate)
    return w, b


def minmax_without_a_guard(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)


def without_brackets(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return X_train - mean / std, X_test - mean / std


def rows_in_place_of_numbers(w, b, X, y, learning_rate):
    for i in X:
        w, b = perceptron_trick(w, b, X[i], y[i], learning_rate)
    return w, b


def up_to_an_array(w, b, X, y, learning_rate):
    for i in range(X):
        w, b = perceptron_trick(w, b, X[i], y[i], learning_rate)
    return w, b


def against_all_labels(w, b, X, y):
    wrong = 0
    for i in range(len(X)):
        if predict(w, b, X[i]) != y:
            wrong += 1
    return wrong


def first_mistake_ends_it(w, b, X, y):
    wrong = 0
    for i in range(len(X)):
        if predict(w, b, X[i]) != y[i]:
            wrong += 1
            return wrong


def counts_anew(w, b, X, y):
    for i in range(len(X)):
        wrong = 0
        if predict(w, b, X[i]) != y[i]:
            wrong += 1
    return wrong


def number_of_mistakes(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w, b = perceptron_trick(w, b, x_i, y_i, learning_rate)
    return count_mistakes(w, b, X, y)


def fits_the_class(X, y, seed):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split

    train, _, y_train, _ = train_test_split(X, y, test_size=0.3, random_state=seed)
    return LogisticRegression.fit(train, y_train)


MORE_SLIPS = [
    (check1.score, lambda *, w, b, x: x @ w + b, "It should be `score(w, b, x)`: without a star"),
    (check1.score, predict, "These are decisions, yes or no."),
    (check1.score, lambda w, b, x: x @ np.array([2, 1, -2])[: len(w)] - 18, "in 4 of 7 tries"),
    (check1.score, lambda w, b, x: (x @ w + b,), "A comma after a value makes a tuple."),
    (check1.predict, lambda w, b, x: np.where(x @ w >= b, 1, 0), "The bias has the other sign here."),
    (
        check1.predict,
        lambda w, b, x: (score(w, b, x) >= 0).astype(int) if np.ndim(x) == 2 else (5.0).astype,
        "no `.astype`",
    ),
    (check1.predict, lambda w, b, x: predict(x, w, b), "Look at the order of the arguments"),
    (
        check2.perceptron_trick,
        lambda w, b, x, y, r: (w + r * (y - predict(w, b, x)) @ x, b),
        "A number times an array is `*`",
    ),
    (check2.perceptron_trick, lambda w, b, x, y, r: (w + lr * x, b), "is called `learning_rate`"),  # noqa: F821
    (
        check2.count_mistakes,
        lambda w, b, X, y: np.sum(not predict(w, b, X) - y),
        "`not` works on a single truth value",
    ),
    (check2.count_mistakes, lambda w, b, X, y: np.any(predict(w, b, X) != y), "`np.any` asks only whether"),
    (check2.count_mistakes, against_all_labels, "Take the label of that row: `y[i]`"),
    (check2.count_mistakes, first_mistake_ends_it, "The first mistake ends the count."),
    (check2.count_mistakes, counts_anew, "`n = 0` stands inside the loop and begins anew"),
    (check2.count_mistakes, lambda w, b, X, y: count_mistakes(w, b, X[1:], y[1:]), "The first row is left out."),
    (check2.train_epoch, up_to_an_array, "`range(len(X))` counts its entries"),
    (check2.train_epoch, rows_in_place_of_numbers, "these are decimals. `for i in X` goes through the rows themselves"),
    (check2.train_epoch, waits_for_its_counter, "ends only if the count grows in each turn"),
    (check2.train_epoch, number_of_mistakes, "2 values are wanted, as in `return w, b`, but one number came."),
    (
        check3.sigmoid,
        lambda z: float(np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))),
        "`float` takes one",
    ),
    (check3.sigmoid, lambda z: np.exp - z, "A function stands here without its round brackets."),
    (check4.label_probability, lambda y, p: y * p * (1 - y) * (1 - p), "Every try gives only zeros."),
    (check5.numerical_gradient, lambda f, theta: theta, "It should be `numerical_gradient(f, theta, h=1e-05)`"),
    (check5.numerical_gradient, lambda f, theta, h=1e-5: [0 for i in np.ndindex(theta)], "`np.ndindex(theta.shape)`"),
    (check5.numerical_gradient, lambda f, theta, h=1e-5: f / h, "A function stands here without its round brackets."),
    (check5.gradient_step, lambda w, b, X, y, r: (lambda one, two: 0)(*gradient), "without its round brackets"),
    (check6.standardize, minmax_without_a_guard, "This puts the smallest at 0 and the largest at 1."),
    (check6.standardize, without_brackets, "Division comes before subtraction"),
    (check6.confusion_matrix, lambda y, p: np.sum(y == 0 & p == 0), "binds more tightly than `==`"),
    (check6.wrong_no_rate, lambda y, p: np.mean(p(y == 1) == 0), "Square brackets take a part out of it"),
    (check6.train_and_judge, fits_the_class, "`model = LogisticRegression()`, with brackets, makes a model"),
    (check0.first_check, (0, 12), "In Python the decimal mark is a point"),
    (check0.first_check, None, "If it comes from `print`: that shows a number and returns nothing."),
    (check0.first_check, "12%", "without quotation marks and without a unit"),
    (check1.not_gate, (1, 0), "Input 1: score 1, so 1"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), MORE_SLIPS)
def test_another_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in " ".join(repr(feedback).split())


def test_an_answer_that_does_not_end_is_not_tried_a_second_time():
    names = {"perceptron_trick": perceptron_trick}
    exec(
        "def count_mistakes(w, b, X, y): return 1\ndef train_epoch(w, b, X, y, learning_rate):\n"
        "    while count_mistakes(w, b, X, y) > 0: w, b = perceptron_trick(w, b, X[0], y[0], learning_rate)\n"
        "    return w, b",
        names,
    )
    tried, attempt = [], check2.train_epoch._attempt
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            check2.train_epoch, "_attempt", lambda answer: tried.append(answer) or attempt(answer), raising=False
        )
        assert "did not finish" in repr(check2.train_epoch(names["train_epoch"]))
    assert tried.count(names["train_epoch"]) == len(tried) == 1


def test_a_hint_may_be_asked_for_by_a_number_with_a_point():
    assert check1.step.hint(1.0) == check1.step.hint(1)
    assert "ask for 1 to 3" in repr(check1.step.hint(1.5))


def kept_in_labels(y, p):
    found = np.zeros_like(y)
    found[y == 1], found[y == 0] = p[y == 1], 1 - p[y == 0]
    return found


def scales_a_copy_of_the_held_out(X_train, X_test):
    test = X_test.copy()
    train, test[:] = check6.standardize.reference(X_train, X_test)
    return train, test


def test_the_array_that_is_to_blame_is_named_and_not_the_first_of_whole_numbers():
    assert "Here `y` holds whole numbers" in repr(check4.label_probability(kept_in_labels))
    assert "Here `X_test` holds whole numbers" in repr(check6.standardize(scales_a_copy_of_the_held_out))


def test_two_numbers_are_taken_for_a_comma_only_where_they_can_be_one():
    assert "decimal mark" in repr(check0.first_check((0, 12)))
    for answer in ((1.5, 2), (3, -4)):
        assert "decimal mark" not in repr(check0.first_check(answer))


def looks_at_the_first(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        return best


def slides_over_one_row(image, kernel):
    height, width = kernel.shape
    found = np.zeros((len(image) - height + 1, image.shape[1] - width + 1))
    for i in range(len(found)):
        for j in range(found.shape[1]):
            found[i, j] = np.sum(image[i : i + height, j : j + width] * kernel)
        return found


def looks_for_one(losses, patience):
    for epoch in range(len(losses)):
        if losses[epoch] > 0.4:
            continue
        return epoch


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (check10.best_epoch, looks_at_the_first),
        (check12.correlate, slides_over_one_row),
    ],
)
def test_a_return_in_a_loop_is_named_where_it_ends_the_first_round(exercise, answer):
    text = repr(exercise(answer))
    assert "`return`" in text
    assert "first round" in text


def test_a_return_that_a_loop_may_pass_by_is_not_blamed():
    assert "inside the loop" not in repr(check10.best_epoch(looks_for_one))
