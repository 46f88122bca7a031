"""Slips that readers of lessons 7 to 12 made: each gets words that are true of it."""

import inspect
from itertools import pairwise

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.backpropagation import SLOPES
from course_lib.exercises import backpropagation as check9
from course_lib.exercises import beyond as check12
from course_lib.exercises import feedforward as check8
from course_lib.exercises import hidden_layer as check7
from course_lib.exercises import read_handwriting as check11
from course_lib.exercises import train_a_network as check10
from course_lib.feedforward import FUNCTIONS


def keeps_the_loss(losses, patience):
    best = losses[0]
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = losses[epoch]
    return best


def loops_over_a_length(losses, patience):
    best = 0
    for epoch in len(losses):
        if losses[epoch] < losses[best]:
            best = epoch
    return best


def waits_at_once(losses, patience):
    best, lowest, waited = 0, losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest, waited = epoch, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


def says_where_it_stops(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            return epoch
    return best


def pass_back(delta, W, a, activation):
    return delta @ W.T * SLOPES[activation](a)


def last_blame(activations, Y, output, loss):
    delta = (activations[-1] - Y) / len(Y)
    return delta * activations[-1] * (1 - activations[-1]) if (output, loss) == ("sigmoid", "squared_error") else delta


def deltas_by(step, order=lambda n: range(n - 1, 0, -1)):
    def deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = [last_blame(activations, Y, output, loss)]
        for k in order(len(weights)):
            found = step(found, weights, activations, k, activation)
        return found

    return deltas


def array_of_deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = [last_blame(activations, Y, output, loss)]
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, pass_back(found[0], weights[k], activations[k], activation))
    return np.array(found)


def minus_in_place(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    delta = activations[-1]
    delta -= Y
    found = [delta / len(Y)]
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, pass_back(found[0], weights[k], activations[k], activation))
    return found


def of_the_weights(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = deltas_by(lambda f, W, a, k, name: [pass_back(f[0], W[k], a[k], name), *f])(
        activations, Y, weights, activation, output, loss
    )
    return [W.T @ delta for W, delta in zip(weights, found)], [delta.sum(axis=0) for delta in found]


def forward_without_zip(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in weights, biases:
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    return found


def forward_without_zip_in_slices(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in weights[:-1], biases[:-1]:
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    return [*found, FUNCTIONS[output](found[-1] @ weights[-1] + biases[-1])]


def forward_by_the_last(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights, biases):
        name = output if W == weights[-1] else activation  # noqa: SIM300
        found.append(FUNCTIONS[name](found[-1] @ W + b))
    return found


def two_numbers_for_a_shape(y, predicted, k):
    counts = np.zeros(k, k)
    np.add.at(counts, (y, predicted), 1)
    return counts


def takes_what_add_at_gives(y, predicted, k):
    counts = np.zeros((k, k))
    counts = np.add.at(counts, (y, predicted), 1)
    return counts


def forgets_the_sum(image, kernel):
    (n, m), (p, q) = image.shape, kernel.shape
    result = np.zeros((n - p + 1, m - q + 1))
    for i in range(n - p + 1):
        for j in range(m - q + 1):
            result[i, j] = kernel * image[i : i + p, j : j + q]
    return result


def index_by_a_list(P, y):
    wrong = [i for i in range(len(y)) if np.argmax(P[i]) != y[i]]
    return wrong[np.argsort(-P[wrong].max(axis=1))]


def by_the_lead(P, y):
    said = np.argmax(P, axis=1)
    wrong = np.flatnonzero(said != y)
    return wrong[np.argsort(-(P[wrong, said[wrong]] - P[wrong, y[wrong]]))]


def shuffles(rows, batch_size):
    rows = np.random.default_rng(7).permutation(rows)
    return [rows[start : start + batch_size] for start in range(0, len(rows), batch_size)]


def loop_over_theta(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = [momentum * velocity[i] - learning_rate * gradient[i] for i in range(len(theta))]
    return theta + np.array(v), np.array(v)


def room_like_theta(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * gradient
    new = np.zeros_like(theta)
    new[...] = theta + v
    return (new if np.ndim(theta) else theta + v), v


def room_like_x(x, left, right, height=1.0, steepness=10.0):
    y = np.zeros_like(x)
    y[...] = height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))
    return y


def overflows(x, left, right, height=1.0, steepness=10.0):
    one, other = np.exp(steepness * (x - left)), np.exp(steepness * (x - right))
    return height * (one / (1 + one) - other / (1 + other))


def ends_in_the_first_round(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights, biases):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
        return found


def one_row_in_a_list(X, weights, biases):
    found = []
    for x in X:
        found.append(sigmoid(x @ weights + biases))
        return found


def one_row_after_a_list(X, weights, biases):
    found = []
    for x in X[:1]:
        found.append(sigmoid(x @ weights + biases))
    return found


def begins_with_nothing(X, weights, biases, activation="logistic", output="sigmoid"):
    found = []
    for W, b in zip(weights, biases):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    return found


def table_called(X, weights, biases, activation="logistic", output="sigmoid"):
    return [X, FUNCTIONS(activation)(X @ weights[0] + biases[0])]


def function_in_square_brackets(X, weights, biases, activation="logistic", output="sigmoid"):
    return [X, FUNCTIONS[activation][X @ weights[0] + biases[0]]]


def grows_an_array(X, weights, biases, activation="logistic", output="sigmoid"):
    X.append(FUNCTIONS[activation](X @ weights[0] + biases[0]))
    return X


def all_sizes(*layer_sizes):
    return sum((one + 1) * two for one, two in pairwise(layer_sizes))


def adds_to_a_tuple(layer_sizes):
    return sum((layer_sizes[:-1] + 1) * layer_sizes[1:])


def forgets_pairwise(layer_sizes):
    return sum((one + 1) * two for one, two in layer_sizes)


def forward_by(last, all_in_the_loop=False, inside=False):
    """Return a forward pass with another last step, or with the last step inside the loop."""

    def forward(X, weights, biases, activation="logistic", output="sigmoid"):
        found, f = [X], FUNCTIONS[output]
        n = len(weights) - (not all_in_the_loop)
        for W, b in zip(weights[:n], biases[:n]):
            found.append(FUNCTIONS[activation](found[-1] @ W + b))
            if inside:
                found.append(last(found[-1], weights[-1], biases[-1], b, f))
        return found if inside else [*found, last(found[-1], weights[-1], biases[-1], b, f)]

    return forward


def as_it_is(a, W, b, b_of_the_loop, f):
    return f(a @ W + b)


def exchanged(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[output](found[-1] @ W + b))
    return [*found, FUNCTIONS[activation](found[-1] @ weights[-1] + biases[-1])]


def biases_outside(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W) + b)
    return [*found, FUNCTIONS[output](found[-1] @ weights[-1]) + biases[-1]]


def biases_twice(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W + b + b))
    return [*found, FUNCTIONS[output](found[-1] @ weights[-1] + 2 * biases[-1])]


def one_pair_less(layer_sizes):
    return sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(len(layer_sizes) - 2))


def from_the_second_pair(layer_sizes):
    return sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(1, len(layer_sizes) - 1))


def one_pair_round_the_end(layer_sizes):
    return sum((layer_sizes[i - 1] + 1) * layer_sizes[i] for i in range(len(layer_sizes)))


OF_MIA = [
    ((1, 5, 0.904), "The last number is right. 1 and 5 are the scores"),
    ((0.953, 0.881, 0.966), "These are Eli's numbers"),
    ((0.993, 0.731, 0.904), "the first two are in the wrong order"),
    ((0.2689, 0.0067, 0.000005), "These are the sigmoids of -1 and -5."),
    ((0.7311, 0.9933, 0.8487), "The last number is the sigmoid of their sum."),
    ((0.9999, 0.7311, 0.9096), "You took 7 for the test and 3 for the grades."),
]
OF_THE_OTHER_STUDENT = [
    ((0.1978, 0.5498, 0.4), "These are the sigmoids of -1.4 and 0.2."),
    ((0.4502, 0.8022, 0.6204), "the first two are in the wrong order"),
    ((1.4, -0.2, 0.6204), "1.4 and -0.2 are the scores of the hidden units"),
    ((0.8022, 0.5498, 0.6059), "The second has the bias -0.2"),
]
SLIPS = [
    *[(check7.mias_chance, answer, words) for answer, words in OF_MIA],
    *[(check8.forward_by_hand, answer, words) for answer, words in OF_THE_OTHER_STUDENT],
    (check7.combine, lambda p, weights, bias: sigmoid(p @ weights - bias), "The bias was subtracted."),
    (check7.combine, lambda p, weights, bias: sigmoid(p @ weights + bias + bias), "The bias was added twice."),
    (check7.combine, lambda p, weights, bias: sigmoid((p * weights + bias).sum(axis=-1)), "once for each opinion"),
    (check7.combine, lambda p, weights, bias: sigmoid(sigmoid(p @ weights + bias)), "through the sigmoid once more"),
    (check7.combine, lambda p, weights, bias: sigmoid(p * weights + bias), "`*` multiplies number by number"),
    (check7.opinions, lambda X, weights, biases: sigmoid(X @ weights + biases + biases), "were added twice"),
    (check7.opinions, lambda X, weights, biases: sigmoid(sigmoid(X @ weights + biases)), "the sigmoid once more"),
    (check7.opinions, lambda X, weights, biases: sigmoid(X @ weights + biases.reshape(-1, 1)), "added down the rows"),
    (check7.opinions, lambda X, weights, biases: sigmoid(X.T @ weights + biases), "X was transposed."),
    *[(check7.xor_output, answer, "OR counts against a yes") for answer in ((-1, 1, -0.5), (-1, 0, 0.5), (-2, 1, 0))],
    *[(check7.xor_output, answer, "take weights above 0") for answer in ((-1, -1, 2.5), (0, 0, 1), (1, 1, -0.5))],
    (check7.xor_output, (2, 1, -2), "NAND needs a weight above 0, and the bias has to be so low"),
    *[(check7.all_three, answer, "Unit 1 decides alone") for answer in ((1, 0, 0, -0.5), (3, 1, 1, -2.5))],
    (check7.all_three, (0, 0, 1, -0.5), "Unit 3 decides alone"),
    (check7.all_three, (-1, 1, 1, -1.5), "Unit 1 counts against a yes."),
    (check7.all_three, (1, -1, 1, -1.5), "Unit 2 counts against a yes."),
    (check7.all_three, (1, 2, 3, -5), "It needs a weight above 0, and the bias has to be so low"),
    (check7.all_three, (-1, -1, -1, 3.5), "Take weights above 0"),
    (check8.layer_shape, (5, 4), "there they stand the other way round"),
    (check8.forward, forward_by(as_it_is, all_in_the_loop=True), "There is a layer too many."),
    (check8.forward, forward_by(lambda a, W, b, left, f: f(a), all_in_the_loop=True), "There is an entry too many."),
    (check8.forward, forward_by(as_it_is, inside=True), "The last layer stands inside the loop"),
    (check8.forward, forward_by(lambda a, W, b, left, f: f(a @ W + left)), "got the biases of the layer before it"),
    (check8.forward, exchanged, "The two functions are exchanged."),
    (check8.forward, biases_outside, "The biases were added to the activations."),
    (check8.forward, biases_twice, "The biases are added twice."),
    (check8.iris_parameters, 25, "25 belong to the hidden layer."),
    (check8.iris_parameters, 18, "18 belong to the output."),
    (check8.iris_parameters, 8, "8 are the biases."),
    (check8.count_parameters, one_pair_less, "The last layer is missing."),
    (check8.count_parameters, from_the_second_pair, "The first layer is missing."),
    (check8.count_parameters, one_pair_round_the_end, "There is a pair too many"),
    (
        check8.bump,
        lambda x, left, right, height=1.0, steepness=10.0: (
            height * (sigmoid(steepness * (x + left)) - sigmoid(steepness * (x + right)))
        ),
        "With `x + left` the score is 0 at minus `left`.",
    ),
    (
        check8.bump,
        lambda x, left, right, height=1.0, steepness=10.0: (
            height * (sigmoid(steepness * (x - left)) + sigmoid(steepness * (right - x)))
        ),
        "This is a bump that stands too high, by the height. If you added a sigmoid that falls",
    ),
    (check8.forward, ends_in_the_first_round, "A `return` stands inside the loop"),
    (check7.opinions, one_row_in_a_list, "A `return` stands inside the loop"),
    (check8.forward, begins_with_nothing, "what is empty has no entry at all, not even `[-1]`"),
    (check8.forward, table_called, "square brackets take an entry out of it: `FUNCTIONS[…]`"),
    (check8.forward, function_in_square_brackets, "here a function stands before them"),
    (check8.forward, grows_an_array, "only a list grows by `append`"),
    (check8.count_parameters, all_sizes, "Leave it out: `count_parameters(layer_sizes)`"),
    (check8.count_parameters, adds_to_a_tuple, "`+` puts one behind the other"),
    (check8.count_parameters, forgets_pairwise, "a single number comes for them"),
    (check7.mias_chance, (0, 731, 0, 993, 0, 904), "Is the comma a decimal mark?"),
    (check8.iris_parameters, (25, 18), "If these are parts of it, put them together."),
    (check10.best_epoch, keeps_the_loss, "A place in an array is a whole number, but this is a decimal."),
    (check10.best_epoch, loops_over_a_length, "`range(len(losses))` counts up to it"),
    (check10.best_epoch, waits_at_once, "The first loss counts as an epoch without a new lowest one"),
    (check10.best_epoch, says_where_it_stops, "Keep the one with the lowest loss until then"),
    (check10.best_epoch, lambda losses, n: int(np.argmin(losses[: n + 1])), "looks at the first `patience` epochs"),
    (
        check9.deltas,
        deltas_by(lambda f, W, a, k, name: [pass_back(f[-1], W[k], a[k], name), *f]),
        "Each time the blame of the *last* layer goes back here.",
    ),
    (
        check9.deltas,
        deltas_by(lambda f, W, a, k, name: [pass_back(f[0], W[k - 1], a[k], name), *f]),
        "You took those that lead into it, `weights[k - 1]`.",
    ),
    (
        check9.deltas,
        deltas_by(lambda f, W, a, k, name: [pass_back(f[0], W[k - 1], a[k - 1], name), *f]),
        "You took those that lead into it, `weights[k - 1]`.",
    ),
    (
        check9.deltas,
        deltas_by(lambda f, W, a, k, name: [pass_back(f[0], W[k], a[k], name), *f], lambda n: range(1, n)),
        "The loop counts up, from the first hidden layer.",
    ),
    (
        check9.deltas,
        deltas_by(lambda f, W, a, k, name: pass_back(f[0], W[k], a[k], name) + f),
        "Put the new one into a list first, `[new] + found`",
    ),
    (check9.deltas, array_of_deltas, "Arrays of different shapes cannot be put into one array."),
    (check9.deltas, minus_in_place, "A second name, as in `last = activations[-1]`, is the same array"),
    (check9.backward, of_the_weights, "What comes in over an edge is `activations[k]`, not a weight"),
    (check8.forward, forward_without_zip, "`zip(X, y)` goes through both side by side"),
    (check8.forward, forward_without_zip_in_slices, "`zip(X, y)` goes through both side by side"),
    (check8.forward, forward_by_the_last, "`==` compares two arrays number by number"),
    (check8.bump, lambda x, left, right, height=1.0, steepness=10.0: height(x - left), "A product needs its sign"),
    (check8.bump, room_like_x, "`np.zeros_like(x)` makes room for whole numbers"),
    (check8.bump, overflows, "The result holds `nan` or `inf`"),
    (check7.combine, lambda p, w, b: np.exp(p @ w + b) / (1 + np.exp(p @ w + b)), "The result holds `nan` or `inf`"),
    (
        check7.opinions,
        lambda X, weights, biases: np.column_stack([sigmoid(X @ w + b) for w, b in zip(weights, biases)]),
        "in a loop `zip(weights.T, biases)`",
    ),
    (check7.multiply_out, lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2), "The first biases were added as they are"),
    (check7.multiply_out, lambda W1, b1, W2, b2: (W1 @ W2, (b1 + b2) @ W2), "no weight comes after them"),
    (check7.multiply_out, lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "`b1 @ W2`"),
    (check11.class_confusions, two_numbers_for_a_shape, "A shape is one thing, in brackets of its own"),
    (check11.class_confusions, takes_what_add_at_gives, "`np.add.at` changes an array and itself returns nothing"),
    (check11.surest_mistakes, index_by_a_list, "Only an array lets you take several places at once."),
    (check11.surest_mistakes, by_the_lead, "ordered by how far what was said is ahead of the truth"),
    (
        check11.count_blocks,
        lambda b, size=4: b.reshape(len(b) / size, size, b.shape[1] / size, size).sum(axis=(1, 3)),
        "`//` gives a whole number",
    ),
    (
        check11.count_blocks,
        lambda b, size=4: b.reshape(len(b) // size, size, b.shape[1] // size, size).sum(axis=1).sum(axis=3),
        "the later ones move up: sum over several at once",
    ),
    (
        check11.count_blocks,
        lambda b, size=4: b.reshape(len(b) // size, size, b.shape[1] // size, size).sum(axis=3),
        "One sum is missing.",
    ),
    (check11.count_blocks, lambda b, size=4: b.reshape(8, 4, 8, 4).sum(axis=(1, 3)), "they do not fill the shape"),
    (check12.correlate, forgets_the_sum, "One place takes one number, but it got several."),
    (check12.recurrent_step, lambda x, h, W, U, b: tanh(x @ W + h @ U + b), "so write `np.tanh`"),  # noqa: F821
    (check10.mini_batches, shuffles, "These are the right rows in another order."),
    (check10.mini_batches, lambda rows, n: rows.reshape(-1, n), "they do not fill the shape"),
    (check10.momentum_step, loop_over_theta, "A single number has no length."),
    (check10.momentum_step, room_like_theta, "`np.zeros_like(theta)` makes room for whole numbers"),
    (check10.l2_slope, (0.01 + 0.5 * 3) / 20, "Everything was divided by 20."),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


def in_turn(rows, batch_size):
    for start in range(0, len(rows), batch_size):
        yield rows[start : start + batch_size]


def without_end(rows, batch_size):
    while True:
        yield rows[:batch_size]


def test_batches_and_layers_may_be_yielded():
    def layers(X, weights, biases, activation="logistic", output="sigmoid"):
        a = X
        yield a
        for k, (W, b) in enumerate(zip(weights, biases), start=1):
            a = FUNCTIONS[output if k == len(weights) else activation](a @ W + b)
            yield a

    assert check10.mini_batches(in_turn).passed
    assert check8.forward(layers).passed
    assert not check10.mini_batches(without_end).passed


@pytest.mark.parametrize("table", [[[5, 4], [-3, 6]], np.array([[5, 4], [-3, 6]]), (5, 4, -3, 6)])
def test_a_map_may_come_as_a_map(table):
    assert check12.map_by_hand(table).passed
    assert "the kernel upside down" in repr(check12.map_by_hand([[5, 2], [-2, 8]]))


def test_every_other_layer_is_not_called_the_first_one():
    def every_other(layer_sizes):
        return sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(0, len(layer_sizes) - 1, 2))

    assert "This is the first layer." not in repr(check8.count_parameters(every_other))


def test_nobody_is_told_of_a_comma_where_none_is():
    assert "comma" not in repr(check7.opinions(one_row_after_a_list))
    assert "comma" not in repr(check7.mias_chance((0.731, 0.993, 0.904, 1, 2, 3)))


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [(check7.xor_output, (1, 1, -1.5), (1, 1, -0.5)), (check7.all_three, (1, 1, 1, -2.5), (1, 1, 1, -0.5))],
)
def test_the_weights_of_a_gate_may_come_as_one_row_of_a_table(exercise, right, wrong):
    assert exercise(np.array([right])).passed
    assert "ne yes is enough" in repr(exercise([list(wrong)]))


def helper(p):
    return p @ np.ones(99)


def combine_with_help(p, weights, bias):
    return helper(p)


def combine_without(p, weights, bias):
    return p @ np.ones(99)


def test_the_function_whose_line_failed_is_named():
    assert "of `helper`:" in repr(check7.combine(combine_with_help))
    assert " of `" not in repr(check7.combine(combine_without)).split("Got")[1]


def test_a_very_long_row_for_several_values_is_told_at_once():
    feedback = check7.multiply_out(lambda W1, b1, W2, b2: np.zeros(1_000_000))
    assert "2 values are wanted" in repr(feedback)


def in_room_of_its_kind(value, like):
    """Return a value cut to whole numbers where the array it was made for holds them, as `np.zeros_like` does."""
    if isinstance(value, list | tuple):
        return [in_room_of_its_kind(part, like) for part in value]
    return np.zeros_like(like) + np.asarray(value).astype(like.dtype)


@pytest.mark.parametrize(
    ("exercise", "argument"),
    [
        (check7.opinions, "X"),
        (check8.forward, "X"),
        (check9.backward, "weights"),
        (check9.deltas, "weights"),
        (check10.momentum_step, "theta"),
        (check10.adam_step, "theta"),
        (check12.correlate, "image"),
    ],
)
def test_what_is_cut_where_an_argument_holds_whole_numbers_does_not_pass(exercise, argument):
    place = list(inspect.signature(exercise.reference).parameters).index(argument)

    def answer(*given):
        first = given[place][0] if isinstance(given[place], list) else given[place]
        if np.asarray(first).dtype.kind == "f":
            return exercise.reference(*given)
        return in_room_of_its_kind(exercise.reference(*given), np.zeros(1, int))

    answer.__signature__ = inspect.signature(exercise.reference)
    feedback = exercise(answer)
    assert not feedback.passed
    assert "whole numbers" in repr(feedback)


def test_an_array_in_a_list_is_named_by_its_place():
    def answer(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found, slopes = check9.backward.reference(activations, Y, weights, activation, output, loss)
        kept = [np.zeros_like(W) for W in weights]
        for one, slope in zip(kept, found):
            one[:] = slope
        return kept, slopes

    assert "Here `weights[0]` holds whole numbers, and `weights[0].copy()`" in repr(check9.backward(answer))
