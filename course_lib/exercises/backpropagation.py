"""Lesson 9: the chain rule, one network by hand, the blame of every unit, and every gradient of a network."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from course_lib import backpropagation as lesson
from course_lib.activations import sigmoid, softmax
from course_lib.checking import (
    Choice,
    CodeExercise,
    GradientExercise,
    Mistake,
    Question,
    RoundedExercise,
    ValueExercise,
    contents,
)
from course_lib.feedforward import forward, network_loss

first_guess = Question(
    title="Predict: which way should this unit go",
    statement="The student was admitted, so the prediction ŷ should be higher. The hidden unit h₂ is weighed with -0.6 "
    "on its way to ŷ. If you could turn the output of h₂ itself, which way would lower the loss?",
    prediction=True,
    choices=[
        Choice(
            "Up: the prediction should go up, so everything that leads to it should.",
            "It is tempting, because ŷ itself should go up. But h₂ is weighed with a negative number: the higher h₂, "
            "the lower ŷ.",
        ),
        Choice(
            "Down: what h₂ says counts against ŷ.",
            "The weight from h₂ to ŷ is negative, and its sign turns the direction round. You will see it: the score "
            "of h₁ should rise, that of h₂ fall.",
            right=True,
        ),
        Choice(
            "Neither: only the output unit was wrong.",
            "The output was wrong because of what it was told. Each unit that it listens to has a part in it, and "
            "this lesson works out how large that part is.",
        ),
        Choice(
            "One cannot say before it is tried.",
            "One can try, and the picture does so for each weight. But the sign of the weight already says which way.",
        ),
    ],
)

chain_slope = ValueExercise(
    title="Multiply the slopes along a chain",
    statement="u = 3x - 2, v = u² and E = v / 2. Give the slope of E with respect to x at x = 2.",
    reference=12,
    mistakes=[
        Mistake(
            "The slopes are added",
            11.5,
            "You added the three slopes, 3 + 8 + 0.5. Along a chain they multiply: where v moves eight times as fast "
            "as u, and u three times as fast as x, v moves twenty-four times as fast as x.",
        ),
        Mistake(
            "The slope of the square is taken at x",
            6,
            "The slope of u² is 2u, and it is wanted where u stands, at 4, so it is 8. You took 4: perhaps the slope "
            "at x = 2, or u in place of 2u.",
        ),
        Mistake(
            "The value of E in place of its slope", 8, "This is E itself. Its slope is wanted: three links, multiplied."
        ),
        Mistake(
            "The last link is left out", 24, "24 is 3 · 8, without the last link: E is half of v, so its slope is 0.5."
        ),
        Mistake(
            "The first link is left out",
            4,
            "4 is 8 · 0.5, without the first link: u = 3x - 2 moves three times as fast as x.",
        ),
        Mistake(
            "The square's own link is left out",
            1.5,
            "The link in the middle is missing: the slope of u² is 2u, here 8.",
        ),
    ],
    hints=[
        "Go forward first: at x = 2, what are u and v?",
        "u = 4. The slopes of the three links are 3, 2u = 8, and 0.5.",
        "`chain_slope = 3 * 8 * 0.5`",
    ],
    praise="Forward for the numbers, then the slopes, multiplied. That is backpropagation for a chain of three links.",
    otherwise="Go forward to u = 4, take the slope of each of the three links there, and multiply them.",
)

second_unit = RoundedExercise(
    digits=4,
    title="The blame of the second hidden unit, by hand",
    statement="Give (delta, from_x1, from_x2): δ of h₂, and the gradients of the weights that lead to h₂ from x₁ and "
    "from x₂, to four decimals.",
    parts=("delta", "from_x1", "from_x2"),
    reference=(0.0502206, 0.0502206, 0.1004412),
    also=[(0.0502, 0.0502, 0.1004)],
    mistakes=[
        Mistake(
            "The sign of the weight is lost",
            (-0.0502206, -0.0502206, -0.1004412),
            "The sign is reversed. The weight from h₂ to ŷ is -0.6, and the blame of ŷ is negative too: minus times "
            "minus.",
        ),
        Mistake(
            "The slope is left out",
            (0.2554326, 0.2554326, 0.5108652),
            "The slope of the sigmoid is missing. What comes back through the weight is -0.4257 · -0.6. Multiply it by "
            "the slope of h₂, a(1 - a) = 0.7311 · 0.2689.",
        ),
        Mistake(
            "The weight is left out",
            (-0.083701, -0.083701, -0.167402),
            "The weight is missing. The blame comes back over the edge from h₂ to ŷ, which has the weight -0.6.",
        ),
        Mistake(
            "The slope of the first unit",
            (0.0454404, 0.0454404, 0.0908808),
            "Here the slope is that of h₁. The blame of h₂ passes the sigmoid of h₂, where a = 0.7311.",
        ),
        Mistake(
            "Multiplied by a in place of a(1 - a)",
            (0.1867363, 0.1867363, 0.3734726),
            "You multiplied by the activation, 0.7311. The slope of the sigmoid is a(1 - a).",
        ),
        Mistake(
            "Multiplied by 1 - a in place of a(1 - a)",
            (0.0686858, 0.0686858, 0.1373716),
            "You multiplied by 1 - a, 0.2689. The slope of the sigmoid is a(1 - a).",
        ),
        Mistake(
            "The features are swapped",
            (0.0502206, 0.1004412, 0.0502206),
            "δ is right, and the two gradients are in the wrong order. x₁ = 1 came in over the first edge, x₂ = 2 over "
            "the second.",
        ),
        Mistake(
            "The hidden activations in place of the features",
            (0.0502206, 0.0385945, 0.0367163),
            "δ is right. The two edges lead from the features to h₂, so 1 and 2 came in over them. 0.7685 and 0.7311 "
            "are what the hidden units say, and go out.",
        ),
        Mistake(
            "The weights of the first layer are multiplied in",
            (0.0502206, -0.0200882, 0.0803530),
            "δ is right. The gradient of a weight is what came in over its edge, the feature, times δ. The weight "
            "itself is no factor of its own gradient: in the score it is multiplied by the feature.",
        ),
        Mistake(
            "The weights of the first layer in place of the features",
            (0.0502206, -0.0200882, 0.0401765),
            "δ is right. The gradient of a weight takes what came in over its edge, and not the weight: δ times 1 and "
            "δ times 2.",
        ),
        Mistake(
            "The features without δ",
            (0.0502206, 1, 2),
            "δ is right. The features are what came in, and one factor of each gradient. The other is δ.",
        ),
        Mistake(
            "The blame of the output is left out",
            (-0.1179557, -0.1179557, -0.2359114),
            "The blame of ŷ is missing. It is what comes back: begin with -0.4257, and multiply by the weight and the "
            "slope.",
        ),
        Mistake(
            "The features are left out",
            (0.0502206, 0.0502206, 0.0502206),
            "δ is right, and so is the first gradient. For the second, multiply δ by x₂ = 2.",
        ),
        Mistake(
            "The first unit",
            (-0.0530132, -0.0530132, -0.1060264),
            "These are the numbers of h₁, which stand in the text. Do the same for h₂, with its weight -0.6 and its "
            "a = 0.7311.",
        ),
    ],
    hints=[
        "δ of h₂ is the blame of ŷ, times the weight from h₂ to ŷ, times the slope of the sigmoid at h₂.",
        "-0.4257 · -0.6 · 0.7311 · (1 - 0.7311). The gradient of a weight is this δ times the feature it is multiplied "
        "by.",
        "`delta = -0.4257 * -0.6 * 0.7311 * 0.2689`, then `(delta, delta * 1, delta * 2)`.",
    ],
    praise="δ of h₂ is positive where that of h₁ is negative: for her, h₁ should say more and h₂ less.",
    otherwise="δ of h₂ is δ of ŷ, times the weight -0.6, times a(1 - a) of h₂. The gradients are δ times 1 and 2.",
)

BLAMED = np.array([[0.25, -0.5], [-0.75, 0.5], [0.5, 0.25]])
WEIGHTS = np.array([[0.5, -1.0], [2.0, 0.75], [-0.25, 1.5], [1.0, -2.0]])
BETWEEN = np.array([[0.25, 0.75, 0.5, 0.125], [0.5, 0.25, 0.875, 0.75], [0.75, 0.5, 0.25, 0.625]])
BOTH_SIGNS = np.array([[-0.5, 0.75, 0.5, -0.125], [0.5, -0.25, 0.875, -0.75], [-0.75, 0.5, -0.25, 0.625]])
OFF = np.array([[0.0, 1.5, 0.5, 0.0], [2.0, 0.0, 0.25, 3.0], [0.0, 0.5, 0.0, 1.25]])
ONE = np.array([[-0.4257]]), np.array([[0.7], [-0.6]]), np.array([[0.7685, 0.7311]])
SQUARE = (
    np.array([[0.5, -0.25], [1.0, 0.75]]),
    np.array([[2.0, 1.0], [-1.0, 3.0]]),
    np.array([[0.25, 0.5], [0.75, 0.125]]),
)
PASSED_BACK = [
    ONE,
    (BLAMED, WEIGHTS, BETWEEN),
    (BLAMED, WEIGHTS, BOTH_SIGNS, "tanh"),
    (BLAMED, WEIGHTS, OFF, "relu"),
    (BLAMED, WEIGHTS, BOTH_SIGNS, "identity"),
    SQUARE,
]


AS_IT_IS = (
    "`SLOPES` takes the activation as it is. You took the sigmoid once more, of `a`, which has been through it already."
)


def slope_of(a: np.ndarray, activation: str) -> np.ndarray:
    return lesson.SLOPES[activation](a)


def passed(blame: Callable) -> Callable:
    """Return a `pass_back` made of `blame(back, a, activation)`, where back came through the weights."""

    def pass_back(delta, W, a, activation="logistic"):
        return blame(delta @ W.T, a, activation)

    return pass_back


pass_back = CodeExercise(
    title="Pass the blame back through one layer",
    statement="Return δ of the layer before: what comes back through the weights, times the slope of the activation.",
    reference=lesson.pass_back,
    cases=PASSED_BACK,
    mistakes=[
        Mistake(
            "The slope is left out",
            passed(lambda back, a, activation: back),
            "This is what comes back through the weights. It still has to pass the activation of that layer: multiply "
            "by its slope, `SLOPES[activation](a)`.",
        ),
        Mistake(
            "Without the transpose",
            lambda delta, W, a, activation="logistic": delta @ W * slope_of(a, activation),
            "`delta @ W` goes from the units before to the units of this layer, which is the way forward. Back it is "
            "`delta @ W.T`: shapes (n, units) and (units, units before).",
        ),
        Mistake(
            "Element by element: `delta * W.T`",
            lambda delta, W, a, activation="logistic": delta * W.T * slope_of(a, activation),
            "`*` multiplies number by number and adds nothing up. A unit gets blame over each of its outgoing edges, "
            "and what arrives is added: `delta @ W.T`.",
        ),
        Mistake(
            "The weights first: `W @ delta.T`",
            lambda delta, W, a, activation="logistic": W @ delta.T * slope_of(a, activation),
            "`W @ delta.T` has a row for each unit and a column for each student. Students are rows here: `delta @ "
            "W.T`.",
        ),
        Mistake(
            "The slope of the sigmoid taken of a",
            passed(
                lambda back, a, activation: (
                    back * sigmoid(a) * (1 - sigmoid(a)) if activation == "logistic" else back * slope_of(a, activation)
                )
            ),
            AS_IT_IS,
        ),
        Mistake(
            "The slope of the sigmoid taken of a, whatever the activation",
            passed(lambda back, a, activation: back * sigmoid(a) * (1 - sigmoid(a))),
            f"{AS_IT_IS} And the activation is not always a sigmoid.",
        ),
        Mistake(
            "`SLOPES` of the sigmoid of a",
            passed(lambda back, a, activation: back * slope_of(sigmoid(a), activation)),
            AS_IT_IS,
        ),
        Mistake(
            "The slope is taken of what comes back",
            passed(lambda back, a, activation: back * slope_of(back, activation)),
            "The slope was taken at what comes back. It is the slope of the activation where the unit stood on the way "
            "forward, so it comes from `a`.",
        ),
        Mistake(
            "Multiplied by a in place of the slope",
            passed(lambda back, a, activation: back * a),
            "What comes back was multiplied by `a`. That is what the weights after this layer want. δ wants the slope, "
            "`SLOPES[activation](a)`.",
        ),
        Mistake(
            "Always the slope of the sigmoid",
            passed(lambda back, a, activation: back * a * (1 - a)),
            "The slope is that of the sigmoid, whatever the activation is called. Take it from `SLOPES[activation]`.",
        ),
        Mistake(
            "ReLU's mask from what comes back",
            passed(
                lambda back, a, activation: (
                    back * (back > 0) if activation == "relu" else back * slope_of(a, activation)
                )
            ),
            "ReLU let through what was above 0 on the way forward. The mask is `a > 0`, and not the sign of the blame.",
        ),
        Mistake(
            "ReLU's mask with >=",
            passed(lambda back, a, activation: back * (a >= 0 if activation == "relu" else slope_of(a, activation))),
            "ReLU was open only where `a > 0`. After it no `a` is below 0, so `a >= 0` lets everything through.",
        ),
        Mistake(
            "Divided by the number of students once more",
            passed(lambda back, a, activation: back * slope_of(a, activation) / len(a)),
            "It was divided by the number of students. The δ that came in holds that already.",
        ),
        Mistake(
            "Divided by the slope",
            passed(
                lambda back, a, activation: back / np.where(slope_of(a, activation) == 0, 1, slope_of(a, activation))
            ),
            "Slopes along a chain multiply. Here it was divided by the slope.",
        ),
        Mistake(
            "Added up over the students",
            passed(lambda back, a, activation: np.sum(back * slope_of(a, activation), axis=0)),
            "The students are added up here. δ keeps a row for each of them; they are added up only in the gradients.",
        ),
    ],
    hints=[
        "`delta` is (n, units) and `W` is (units before, units). Which product gives (n, units before)?",
        "`delta @ W.T` is what comes back through the weights. Multiply it, number by number, by the slope of the "
        "activation, which `SLOPES[activation]` works out from `a`.",
        "`return delta @ W.T * SLOPES[activation](a)`",
    ],
    praise="One line, for any layer and any number of students.",
    otherwise="`delta @ W.T` is what comes back through the weights. `SLOPES[activation](a)` is the slope of the layer "
    "before.",
)


def network(sizes: tuple[int, ...], n: int, seed: int, activation="logistic", output="sigmoid", loss=None):
    """Return weights, biases, and the arguments of a case, for a network drawn by chance with few digits."""
    rng = np.random.default_rng(seed)
    shapes = list(pairwise(sizes))
    weights = [np.round(rng.normal(0, 1, shape), 1) for shape in shapes]
    biases = [np.round(rng.normal(0, 0.5, units), 2) for _, units in shapes]
    X = np.round(rng.normal(0, 1, (n, sizes[0])), 1)
    truth = {
        "softmax": np.eye(sizes[-1])[rng.integers(0, sizes[-1], n)],
        "identity": np.round(rng.normal(0, 1, (n, sizes[-1])), 1),
    }
    Y = truth.get(output, rng.integers(0, 2, (n, sizes[-1])).astype(float))
    activations = forward(X, weights, biases, activation, output)
    return weights, biases, (activations, Y, weights, activation, output, loss)


def by_hand():
    """Return the network of the lesson, with its one student."""
    weights, biases = (
        [np.array([[0.5, -0.4], [0.3, 0.8]]), np.array([[0.7], [-0.6]])],
        [np.array([0.1, -0.2]), np.array([0.2])],
    )
    return weights, biases, (forward(np.array([[1.0, 2.0]]), weights, biases), np.array([[1.0]]), weights)


def in_whole_numbers():
    """Return a network of whole numbers, with two students."""
    weights, biases = [np.array([[1, -2], [2, 1]]), np.array([[1], [-1]])], [np.array([0, 1]), np.array([1])]
    X = np.array([[1, 2], [2, -1]])
    return weights, biases, ([X, *forward(X, weights, biases)[1:]], np.array([[1], [0]]), weights)


NETWORKS = [
    by_hand(),
    network((2, 3, 1), 4, 0),
    network((3, 2, 4, 2), 5, 1, "tanh"),
    network((2, 5, 3), 4, 12, "relu", "softmax"),
    network((2, 3, 2), 3, 3, "logistic", "sigmoid", "squared_error"),
    network((3, 4, 2), 5, 14, "relu", "identity"),
    network((3, 3, 3, 3), 4, 15, "relu", "softmax"),
    network((2, 3, 2), 3, 16, "tanh", "identity", "squared_error"),
    network((3, 2, 2), 4, 17, "tanh", "sigmoid", "squared_error"),
    in_whole_numbers(),
]
CASES = [case for _, _, case in NETWORKS]
PLACES = [(weights, biases) for weights, biases, _ in NETWORKS]


def all_deltas(last: Callable | None = None, between: Callable = lesson.pass_back.unchecked) -> Callable:
    """Return a `deltas` with another δ of the last layer, or another way back, be they right or not."""

    def deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        right = lesson.deltas.unchecked(activations[-2:], Y, weights[-1:], activation, output, loss)[0]
        found = [last(right, activations[-1], Y, output) if last else right]
        for k in range(len(weights) - 1, 0, -1):
            found.insert(0, between(found[0], weights[k], activations[k], activation))
        return found

    return deltas


def deltas_with_one_too_many(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = lesson.deltas.unchecked(activations, Y, weights, activation, output, loss)
    return [found[0] @ weights[0].T * slope_of(activations[0], activation), *found]


def deltas_of_the_layer_before(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = lesson.deltas.unchecked(activations[-2:], Y, weights[-1:], activation, output, loss)
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, lesson.pass_back.unchecked(found[0], weights[k], activations[k - 1], activation))
    return found


def deltas_of_the_layer_behind(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = lesson.deltas.unchecked(activations[-2:], Y, weights[-1:], activation, output, loss)
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, lesson.pass_back.unchecked(found[0], weights[k], activations[k + 1], activation))
    return found


def deltas_by_the_loss_alone(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    output = "sigmoid" if loss == "squared_error" else output
    return lesson.deltas.unchecked(activations, Y, weights, activation, output, loss)


def deltas_by_the_output_alone(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    return lesson.deltas.unchecked(activations, Y, weights, activation, output, "squared_error")


def deltas_with_the_hidden_slope(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    right = (activations[-1] - Y) / len(Y) * slope_of(activations[-1], activation)
    return all_deltas(lambda *_: right)(activations, Y, weights, activation, output, loss)


def step_by_step(step: Callable, order: Callable = lambda n: range(n - 1, 0, -1)) -> Callable:
    """Return a `deltas` whose loop makes each list of what was found from the one before, be it right or not."""

    def wrong(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = lesson.deltas.unchecked(activations, Y, weights, activation, output, loss)[-1:]
        for k in order(len(weights)):
            found = step(found, weights, activations, k, activation)
        return found

    return wrong


def in_front(found, weights, activations, k, activation):
    return [lesson.pass_back.unchecked(found[0], weights[k], activations[k], activation), *found]


def slope_of_the_hidden_layers_as_factor(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    a = activations[-1]
    factor = slope_of(a, activation) if (output, loss) == ("sigmoid", "squared_error") else 1
    return all_deltas(lambda *_: (a - Y) / len(Y) * factor)(activations, Y, weights, activation, output, loss)


def two_layers(weights_of, activations_of):
    """Return a `deltas` for two layers of weights, which takes those of the last step by one number each."""

    def deltas(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        last = lesson.deltas.unchecked(activations, Y, weights, activation, output, loss)[-1]
        at = weights[weights_of], activations[activations_of]
        return [lesson.pass_back.unchecked(last, *at, activation), last]

    return deltas


def softmax_twice(right, a, Y, output):
    return (softmax(a) - Y) / len(Y) if output == "softmax" else right


def only_the_truth_divided(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    a = activations[-1]
    factor = a * (1 - a) if (output, loss) == ("sigmoid", "squared_error") else 1
    return all_deltas(lambda *_: (a - Y / len(Y)) * factor)(activations, Y, weights, activation, output, loss)


NOT_IN_THE_LAST = (
    "δ of the last layer is wrong where the loss is the squared error. Its factor is the slope of the output's "
    "sigmoid, `a * (1 - a)`, and `SLOPES[activation]` is that of the hidden layers."
)
TWO_LAYERS = (
    "For two layers of weights it is right. With more of them each layer gets its δ from the one after it: go through "
    "all of them in a loop, from the last to the first, and `return` after it."
)
OTHER_WEIGHTS = (
    "The blame comes back through the weights that lead away from the layer, `weights[k]`: with `activations[k]` "
    "before them and the next layer after. You took those that lead into it, `weights[k - 1]`."
)
NO_SIGMOID = (
    "Without an activation at the output there is no sigmoid whose slope could come in. The factor belongs to a "
    "sigmoid with squared error only: ask for both, `output` and `loss`."
)

deltas = CodeExercise(
    title="The blame of every unit",
    statement="Return δ of each layer, from the first hidden one to the last.",
    reference=lesson.deltas,
    cases=CASES,
    mistakes=[
        Mistake(
            "Truth minus prediction",
            all_deltas(lambda right, a, Y, output: -right),
            "Every sign is reversed: this is truth minus prediction. The gradient points uphill, with `a - Y`.",
        ),
        Mistake(
            "Not divided by the number of students",
            all_deltas(lambda right, a, Y, output: right * len(Y)),
            "With one student it is right, and with n students every δ is n times too large. The loss is a mean: "
            "divide `a - Y` by `len(Y)`.",
        ),
        Mistake(
            "Divided by the number of all outputs",
            all_deltas(lambda right, a, Y, output: right * len(Y) / Y.size),
            "With one output it is right. You divided by the number of all entries of `Y`. The loss of a student is a "
            "sum over the outputs, and the mean is over the students: `len(Y)`.",
        ),
        Mistake(
            "The factor of the squared error everywhere",
            all_deltas(lambda right, a, Y, output: (a - Y) / len(Y) * a * (1 - a)),
            "δ of the last layer has the factor `a * (1 - a)` here, whatever the loss. With the log-loss it cancels, "
            "as in lesson 5. It stays only where a sigmoid has the squared error.",
        ),
        Mistake(
            "The squared error is not asked for",
            all_deltas(lambda right, a, Y, output: (a - Y) / len(Y)),
            "Where the loss is the squared error, nothing cancels the slope of the last sigmoid. Then δ is "
            "`(a - Y) / len(Y) * a * (1 - a)`.",
        ),
        Mistake(
            "Only the truth is divided",
            only_the_truth_divided,
            "Only `Y` was divided by the number of students: `/` comes before `-`. Put brackets around the difference, "
            "`(a - Y) / len(Y)`.",
        ),
        Mistake(
            "Softmax once more",
            all_deltas(softmax_twice),
            "The last activations have been through softmax already, and you took it once more. They are ŷ as they "
            "stand.",
        ),
        Mistake(
            "The factor of the squared error with the slope of the hidden layers",
            slope_of_the_hidden_layers_as_factor,
            NOT_IN_THE_LAST,
        ),
        Mistake("The squared error's factor without a sigmoid", deltas_by_the_loss_alone, NO_SIGMOID),
        Mistake(
            "The factor for each sigmoid, whatever the loss",
            deltas_by_the_output_alone,
            "Each sigmoid at the output has the factor `a * (1 - a)` here. With the log-loss it cancels. It stays only "
            "where `loss` is the squared error too.",
        ),
        Mistake(
            "The slope of the hidden layers at the output",
            deltas_with_the_hidden_slope,
            "δ of the last layer has the slope of the hidden layers' activation here. Begin with `(a - Y) / len(Y)`, "
            "which holds the slope of the output already.",
        ),
        Mistake(
            "The activations of one layer too early",
            deltas_of_the_layer_before,
            "The blame that comes back through `weights[k]` belongs to the units that say `activations[k]`. You took "
            "those of the layer before, `activations[k - 1]`.",
        ),
        Mistake(
            "The activations of one layer too late",
            deltas_of_the_layer_behind,
            "The blame that comes back through `weights[k]` belongs to the units that say `activations[k]`. You took "
            "those of the layer after, `activations[k + 1]`.",
        ),
        Mistake(
            "The blame of the last layer goes back each time",
            step_by_step(
                lambda found, weights, activations, k, activation: [
                    lesson.pass_back.unchecked(found[-1], weights[k], activations[k], activation),
                    *found,
                ]
            ),
            "Each time the blame of the *last* layer goes back here. What goes back through `weights[k]` is that of "
            "the layer right after it, which was found last and stands first: `found[0]`.",
        ),
        Mistake(
            "Put at the end, and the first taken",
            step_by_step(
                lambda found, weights, activations, k, activation: [
                    *found,
                    lesson.pass_back.unchecked(found[0], weights[k], activations[k], activation),
                ]
            ),
            "Each new δ stands at the end of the list here. It belongs at the front: `insert(0, …)`, and then the "
            "newest is `[0]`.",
        ),
        Mistake("Two layers, counted from the first", two_layers(1, 1), TWO_LAYERS),
        Mistake("Two layers, counted from the last", two_layers(-1, -2), TWO_LAYERS),
        Mistake(
            "Without the transpose",
            all_deltas(between=lambda delta, W, a, activation: delta @ W * slope_of(a, activation)),
            "The blame goes back over `weights[k].T`. `delta @ W` goes from the units before to the units of a layer, "
            "which is the way forward.",
        ),
        Mistake(
            "The weights and the activations change places",
            all_deltas(between=lambda delta, W, a, activation: lesson.pass_back.unchecked(delta, a, W, activation)),
            "`pass_back` got the activations where it takes the weights. Its order is `pass_back(delta, W, a, "
            "activation)`.",
        ),
        Mistake(
            "The slope taken of the sigmoid of a",
            all_deltas(between=lambda delta, W, a, activation: delta @ W.T * slope_of(sigmoid(a), activation)),
            "The hidden activations went through the sigmoid once more before the slope was taken. `SLOPES` takes `a` "
            "as it is.",
        ),
        *[
            Mistake(
                f"The weights of one layer too early, {name}",
                step_by_step(
                    lambda found, weights, activations, k, activation, back=back: [
                        lesson.pass_back.unchecked(found[0], weights[k - 1], activations[k - back], activation),
                        *found,
                    ]
                ),
                OTHER_WEIGHTS,
            )
            for name, back in (("with its activations", 0), ("and its activations", 1))
        ],
        Mistake(
            "The layers are counted up",
            step_by_step(in_front, order=lambda n: range(1, n)),
            "The loop counts up, from the first hidden layer. The blame comes from the end: begin at the last hidden "
            "layer and count down, `range(len(weights) - 1, 0, -1)`.",
        ),
        Mistake(
            "`+` between an array and the list",
            step_by_step(
                lambda found, weights, activations, k, activation: (
                    lesson.pass_back.unchecked(found[0], weights[k], activations[k], activation) + found
                )
            ),
            "`+` between an array and a list adds the numbers. Put the new one into a list first, `[new] + found`, or "
            "write `found.insert(0, new)`.",
        ),
        Mistake(
            "Divided by the number of students in each layer",
            all_deltas(
                between=lambda delta, W, a, activation: lesson.pass_back.unchecked(delta, W, a, activation) / len(a)
            ),
            "With one student it is right. The last δ holds the number of students already, and `pass_back` hands it "
            "on: divide once, by `len(Y)` in the last layer.",
        ),
        Mistake(
            "From the last layer to the first",
            lambda *case: lesson.deltas.unchecked(*case)[::-1],
            "All of them are right, and they stand in the order in which you met them, the last layer first. "
            "`found.insert(0, …)` puts each new one in front.",
        ),
        Mistake(
            "Without slopes",
            all_deltas(between=lambda delta, W, a, activation: delta @ W.T),
            "The hidden layers have no slope. `pass_back` multiplies by it.",
        ),
        Mistake(
            "The activation is not handed on",
            all_deltas(between=lambda delta, W, a, activation: lesson.pass_back.unchecked(delta, W, a)),
            "With sigmoids it is right. The sigmoid's slope is taken for every network: hand `activation` on to "
            "`pass_back`, or take the slope from `SLOPES[activation]`.",
        ),
        Mistake(
            "Only the last layer",
            lambda *case: lesson.deltas.unchecked(*case)[-1:],
            "Only δ of the last layer came. Go on from there: each layer gets its δ from the one after it.",
        ),
        Mistake(
            "Only the hidden layers",
            lambda *case: lesson.deltas.unchecked(*case)[:-1],
            "δ of the last layer is missing from the list. It is where the way back begins.",
        ),
        Mistake(
            "One too many, for the inputs",
            deltas_with_one_too_many,
            "There is a δ too many: one for the inputs. They have no score and no weights of their own, so the loop "
            "ends at layer 1: `range(len(weights) - 1, 0, -1)`.",
        ),
    ],
    hints=[
        "The last layer first: `delta = (activations[-1] - Y) / len(Y)`, with the factor `a * (1 - a)` where `output` "
        'is "sigmoid" and `loss` is "squared_error". Begin the list with it.',
        "Then k from the last hidden layer down to 1: the blame `found[0]` goes back through `weights[k]`, to the "
        "units whose activations are `activations[k]`. `range(len(weights) - 1, 0, -1)` counts down.",
        "In the loop: `found.insert(0, pass_back(found[0], weights[k], activations[k], activation))`.",
    ],
    praise="The blame of every unit for every student, in one pass from the last layer to the first.",
    otherwise="The last δ is `(a - Y) / len(Y)`. Each one before it is `pass_back` of the one after it.",
)


def loss_at(weights, biases, activations, Y, _, activation="logistic", output="sigmoid", loss=None):
    """Return the loss of a network, for the gradient check."""
    return network_loss(activations[0], Y, weights, biases, activation, output, loss)


def gradients(
    of_weights: Callable | None = None, of_biases: Callable | None = None, blame: Callable = lesson.deltas.unchecked
):
    """Return a `backward` with other gradients of a layer, from what came in and δ, be they right or not."""
    of_weights = of_weights or (lambda before, delta: before.T @ delta)
    of_biases = of_biases or (lambda before, delta: delta.sum(axis=0))

    def backward(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
        found = blame(activations, Y, weights, activation, output, loss)
        pairs = list(zip(activations, found))
        return [of_weights(*pair) for pair in pairs], [of_biases(*pair) for pair in pairs]

    return backward


def with_own_activations(activations, Y, weights, activation="logistic", output="sigmoid", loss=None):
    found = lesson.deltas.unchecked(activations, Y, weights, activation, output, loss)
    return [a.T @ delta for a, delta in zip(activations[1:], found)], [delta.sum(axis=0) for delta in found]


def mask_of_the_blame(delta, W, a, activation):
    back = delta @ W.T
    return back * (back > 0) if activation == "relu" else back * slope_of(a, activation)


NOTHING_HANDED_ON = "With sigmoids and the log-loss it is right. Hand `activation`, `output` and `loss` on to `deltas`."


def slope_of_the_activation(delta, W, a, activation):
    return (
        delta @ W.T * sigmoid(a) * (1 - sigmoid(a))
        if activation == "logistic"
        else lesson.pass_back.unchecked(delta, W, a, activation)
    )


backward = GradientExercise(
    loss=loss_at,
    places=PLACES,
    title="Every gradient of a network",
    statement="Return the gradients of the weights of each layer, and those of the biases, as two lists.",
    parts=("weights_gradients", "biases_gradients"),
    reference=lesson.backward,
    cases=CASES,
    mistakes=[
        Mistake(
            "Transposed: `delta.T @ before`",
            gradients(lambda before, delta: delta.T @ before),
            "Each gradient of weights has its rows and columns swapped. It must have the shape of the weights, "
            "(inputs, units): `before.T @ delta`.",
        ),
        Mistake(
            "Without the transpose: `before @ delta`",
            gradients(lambda before, delta: before @ delta),
            "These two do not fit. What comes in over an edge is `activations[k]`, not a weight, and it has a row for "
            "each student, as δ has: to add up over the students, transpose it, `before.T @ delta`.",
        ),
        Mistake(
            "The activations of the layer itself",
            with_own_activations,
            "The gradient of a weight takes what came in over its edge: the activations of the layer before. Here they "
            "are those of the layer itself. `activations[0]` is X and belongs to the first δ.",
        ),
        Mistake(
            "The biases' mean in place of the sum",
            gradients(of_biases=lambda before, delta: delta.mean(axis=0)),
            "The biases were divided by the number of students once more. δ holds that division already, so add up: "
            "`delta.sum(axis=0)`.",
        ),
        Mistake(
            "The biases are not added up",
            gradients(of_biases=lambda before, delta: delta),
            "For the biases there is still a row for each student. Add up over them: `delta.sum(axis=0)`.",
        ),
        Mistake(
            "The biases are added up over the units",
            gradients(of_biases=lambda before, delta: delta.sum(axis=1)),
            "`axis=1` adds up over the units, and one number for each student is left. A bias belongs to a unit: add "
            "up over the students, `axis=0`.",
        ),
        Mistake(
            "The biases once for each input",
            gradients(of_biases=lambda before, delta: before.shape[1] * delta.sum(axis=0)),
            "The weights are right, and each bias is as many times too large as its layer has inputs. A bias belongs "
            "to the unit, not to each of its edges: count it once.",
        ),
        Mistake(
            "Divided by the number of students once more",
            gradients(
                lambda before, delta: before.T @ delta / len(delta),
                lambda before, delta: delta.sum(axis=0) / len(delta),
            ),
            "Everything was divided by the number of students once more. `deltas` does that in the last layer, and all "
            "else follows from it.",
        ),
        Mistake(
            "The weights alone divided once more",
            gradients(lambda before, delta: before.T @ delta / len(delta)),
            "The biases are right. The weights were divided by the number of students once more, and δ holds that "
            "division already: `before.T @ delta`.",
        ),
        Mistake(
            "A sum in place of the mean",
            gradients(blame=all_deltas(lambda right, a, Y, output: right * len(Y))),
            "These are the gradients of a loss that is summed over the students. The loss is a mean: divide by the "
            "number of students, once, in the last δ.",
        ),
        Mistake(
            "Truth minus prediction",
            gradients(blame=all_deltas(lambda right, a, Y, output: -right)),
            "Every sign is reversed. The last δ is prediction minus truth, and no minus comes after it: a gradient "
            "points uphill.",
        ),
        Mistake(
            "Without the slopes of the hidden layers",
            gradients(blame=all_deltas(between=lambda delta, W, a, activation: delta @ W.T)),
            "The last layer is right, and the hidden ones lack the slope of their activation.",
        ),
        Mistake(
            "The slope of the sigmoid taken of a",
            gradients(blame=all_deltas(between=slope_of_the_activation)),
            "The slope of a sigmoid was worked out with `a` where `z` belongs. From the activation it is `a * (1 - a)`."
            "",
        ),
        Mistake(
            "ReLU's mask from the blame",
            gradients(blame=all_deltas(between=mask_of_the_blame)),
            "ReLU's mask was taken from what comes back. It is open where the unit was open on the way forward: `a > "
            "0`.",
        ),
        Mistake(
            "Softmax twice",
            gradients(blame=all_deltas(softmax_twice)),
            "The softmax was taken of activations that have been through it already. The last entry of `activations` "
            "is ŷ itself.",
        ),
        Mistake(
            "Nothing is handed on to `deltas`",
            gradients(blame=lambda activations, Y, weights, *_: lesson.deltas.unchecked(activations, Y, weights)),
            NOTHING_HANDED_ON,
        ),
        Mistake(
            "Nothing is handed on to the package's `deltas`",
            lambda activations, Y, weights, activation="logistic", output="sigmoid", loss=None: (
                lesson.backward.unchecked(activations, Y, weights)
            ),
            NOTHING_HANDED_ON,
        ),
        Mistake(
            "The activation is not handed on",
            lambda activations, Y, weights, activation="logistic", output="sigmoid", loss=None: (
                lesson.backward.unchecked(activations, Y, weights, output=output, loss=loss)
            ),
            "With sigmoids in the hidden layers it is right. Their slope depends on `activation`: hand it on to "
            "`deltas` too, or take the slope from `SLOPES[activation]`.",
        ),
        Mistake("The squared error's factor without a sigmoid", gradients(blame=deltas_by_the_loss_alone), NO_SIGMOID),
        Mistake(
            "δ in the wrong order",
            gradients(blame=lambda *case: lesson.deltas.unchecked(*case)[::-1]),
            "The δ of the last layer meets what came into the first. `activations` and the list of `deltas` both begin "
            "at the first layer: pair them as they stand.",
        ),
        Mistake(
            "A pair for each layer",
            lambda *case: tuple(zip(*lesson.backward.unchecked(*case))),
            "A pair came for each layer. Return two lists: all the gradients of the weights in the first, those of the "
            "biases in the second.",
        ),
        Mistake(
            "The biases keep an axis",
            gradients(of_biases=lambda before, delta: delta.sum(axis=0, keepdims=True)),
            "The biases of a layer are one row of numbers, of shape (units,). `keepdims=True` leaves a table with one "
            "row: drop it.",
        ),
        Mistake(
            "The loss is not handed on",
            lambda activations, Y, weights, activation="logistic", output="sigmoid", loss=None: (
                lesson.backward.unchecked(activations, Y, weights, activation, output)
            ),
            "It is right until the loss is the squared error. Hand on to `deltas` all that it can take, `loss` "
            "included. Without `deltas`, the δ of a sigmoid needs the factor `a * (1 - a)` there.",
        ),
        Mistake(
            "Only the weights",
            lambda *case: lesson.backward.unchecked(*case)[0],
            "Only the gradients of the weights came. Return both lists, the weights' first.",
        ),
        Mistake(
            "Only the biases",
            lambda *case: lesson.backward.unchecked(*case)[1],
            "Only the gradients of the biases came. Return both lists, the weights' first.",
        ),
        Mistake(
            "The biases first",
            lambda *case: lesson.backward.unchecked(*case)[::-1],
            "Both lists are right, and they come in the wrong order. The weights' comes first.",
        ),
        Mistake(
            "From the last layer to the first",
            lambda *case: tuple(part[::-1] for part in lesson.backward.unchecked(*case)),
            "The gradients are right, and the layers stand in reverse. Both lists begin with the first layer.",
        ),
    ],
    hints=[
        "`found = deltas(activations, Y, weights, activation, output, loss)` is δ of each layer.",
        "`zip(activations, found)` pairs what came into a layer with its δ. The gradient of its weights is "
        "`before.T @ delta`, that of its biases `delta.sum(axis=0)`.",
        "`[before.T @ delta for before, delta in zip(activations, found)]` is the first list.",
    ],
    praise="Every gradient of any network of this kind, from one pass forward and one back.",
    otherwise="For each layer: `before.T @ delta` for the weights, `delta.sum(axis=0)` for the biases.",
)

predicted_loss = RoundedExercise(
    digits=4,
    title="Predict the loss after one step",
    statement="The loss is 0.5546, and the squares of the nine slopes add up to 0.4171. Give the loss that the slopes "
    "promise after one step with η = 0.1, to four decimals.",
    reference=0.51289,
    mistakes=[
        Mistake("What comes, from the cell below", 0.5141, "That is what comes. Give what the slopes promise."),
        Mistake(
            "The rate of the picture at the top, 0.2",
            0.47118,
            "This is the promise for η = 0.2, where the picture at the top begins. Here η is 0.1.",
        ),
        Mistake("Uphill", 0.59631, "You went uphill. The step goes against the gradient, so the loss falls."),
        Mistake("The learning rate is forgotten", 0.1375, "The learning rate is missing: the fall is η times 0.4171."),
        Mistake(
            "Squared once more",
            0.537203,
            "You squared 0.4171. It is the sum of the squares already: take it as it is, times η.",
        ),
        Mistake("The fall alone", 0.04171, "This is how far it falls. The loss after the step is what is left."),
        Mistake(
            "The learning rate twice",
            0.550429,
            "The learning rate is in there twice. Each number moves by η times its slope, and the loss by that times "
            "the slope: η once, the slope squared.",
        ),
        Mistake(
            "The root of the sum",
            0.490017,
            "You took the root of 0.4171. A number moves by η times its slope, and the loss by the slope times that: "
            "the squares themselves are added.",
        ),
    ],
    hints=[
        "Each number moves by minus η times its slope. The loss moves by the slope times the move.",
        "So the loss falls by η times the sum of the squared slopes: 0.1 · 0.4171.",
        "`predicted_loss = 0.5546 - 0.1 * 0.4171`",
    ],
    praise="The slopes promise 0.5129. Here what comes is a little higher, because the loss bends.",
    otherwise="The loss falls by η times the sum of the squared slopes.",
)

equal_start = Question(
    title="Predict: all weights equal",
    statement="A network with eight hidden units starts with all weights equal to 0.5 and all biases 0. After a "
    "thousand steps, how many different hidden units are there?",
    prediction=True,
    choices=[
        Choice(
            "Eight: training gives each a task of its own.",
            "It is tempting, because that is what training does from a random start. But how could two units that "
            "begin alike ever part? Each gets the same blame in every step.",
        ),
        Choice(
            "One: all eight stay alike, up to rounding.",
            "They see the same features, say the same, are weighed alike, and so they get the same δ and the same "
            "gradient. After every step they are alike again.",
            right=True,
        ),
        Choice(
            "Two: some rise and some fall.",
            "To rise or fall, two units would need different slopes. Theirs are the same number, step after step.",
        ),
    ],
)

which_curves = Question(
    title="What a curve gives away",
    statement="Cover the dashed curves: outside this lesson nobody draws them for you. Which of the five bugs' curves "
    "shows by itself that its gradient is wrong?",
    choices=[
        Choice(
            "That of D, which stays high for a long time.",
            "It is tempting, since beside the right gradient it looks poor. Alone, it looks like a network with a "
            "learning rate that is too small.",
        ),
        Choice(
            "Those that the right gradient does not reach: B and E.",
            "Both look better than the right gradient, and would be praised. Nobody looks for a bug there.",
        ),
        Choice(
            "None of them.",
            "A loss falls wherever a step leads roughly downhill, and a wrong gradient often does. Only a comparison "
            "with numbers tells.",
            right=True,
        ),
    ],
)

bug_mask = Question(
    title="Bug A",
    statement="The verdict above says which parts are wrong. In which line of bug A is the mistake?",
    choices=[
        Choice(
            "delta3 = (activations[3] - Y) / len(Y)",
            "This is the δ of a sigmoid with log-loss, and the last layer, which follows from it, is right.",
        ),
        Choice(
            "delta2 = delta3 @ weights[2].T * (activations[1] > 0)",
            "δ of the second hidden layer passes the ReLUs of that layer, so the mask is activations[2] > 0. Both "
            "layers have eight units, so the shapes fit and nobody complains.",
            right=True,
        ),
        Choice(
            "delta1 = delta2 @ weights[1].T * (activations[1] > 0)",
            "This is right: δ of the first hidden layer passes its own ReLUs, activations[1] > 0. That its "
            "gradients are wrong comes from the δ that it gets.",
        ),
        Choice(
            "the line that returns the gradients",
            "Each gradient is what came in, transposed, times δ, as it should be.",
        ),
    ],
)

bug_bias = Question(
    title="Bug B",
    statement="Look at the verdict, and at the line that could do this. In which line of bug B is the mistake?",
    choices=[
        Choice(
            "delta1 = delta2 @ weights[1].T * a * (1 - a)",
            "Were δ too large, the weights' gradients would be too. They are right.",
        ),
        Choice(
            "gradient_W[i] = X[:, i] @ delta1",
            "One row of the gradient for each feature: the same as X.T @ delta1, only slower.",
        ),
        Choice(
            "gradient_b += delta1.sum(axis=0)",
            "It stands in the loop over the features, and so the bias is counted once for each: twice here, thirty "
            "times with the patients of lesson 6.",
            right=True,
        ),
        Choice("gradient_b = np.zeros(len(delta1.T))", "One bias for each hidden unit, beginning at 0: that is right."),
    ],
)

bug_softmax = Question(
    title="Bug C",
    statement="Flowers of three kinds, softmax and cross-entropy. In which line of bug C is the mistake?",
    choices=[
        Choice(
            "p = softmax(activations[-1])",
            "The last activations are probabilities already: forward has taken the softmax of the scores. Taken twice, "
            "no probability can come near 1.",
            right=True,
        ),
        Choice(
            "delta2 = (p - Y) / len(Y)",
            "For softmax with cross-entropy this is the right δ, as long as p is the softmax of the scores.",
        ),
        Choice(
            "delta1 = delta2 @ weights[1].T * a * (1 - a)",
            "The hidden units are sigmoids, and this is how their blame comes back.",
        ),
        Choice(
            "the line that returns the gradients",
            "Each gradient is what came in, transposed, times δ, as it should be.",
        ),
    ],
)

bug_slope = Question(
    title="Bug D",
    statement="In which line of bug D is the mistake?",
    choices=[
        Choice("delta2 = (p - Y) / len(Y)", "The last layer passes the check, so its δ is right."),
        Choice(
            "back = delta2 @ weights[1].T",
            "This is what comes back through the weights, and the shapes can fit in no other way.",
        ),
        Choice(
            "delta1 = back * sigmoid_derivative(a)",
            "sigmoid_derivative of lesson 3 takes the score z. It got the activation, σ(z), so it takes the sigmoid of "
            "a sigmoid. From a, the slope is a * (1 - a).",
            right=True,
        ),
    ],
)

bug_sum = Question(
    title="Bug E",
    statement="In which line of bug E is the mistake?",
    choices=[
        Choice(
            "delta2 = p - Y",
            "The loss is a mean over 140 students, and this is the slope of their sum. With a rate that suits a mean, "
            "each step is 140 times too long; here the rate was made smaller until the curve looked good.",
            right=True,
        ),
        Choice(
            "delta1 = delta2 @ weights[1].T * a * (1 - a)",
            "It hands on what it gets, and that was too large already.",
        ),
        Choice(
            "the line that returns the gradients",
            "It adds up over the students, and so it should: the division by their number belongs to δ.",
        ),
    ],
)

recall_factors = Question(
    title="A gradient as a product",
    statement="What is the gradient of the weight on an edge, for one student?",
    choices=[
        Choice(
            "What came in over the edge, times δ of the unit where it ends.",
            "The weight is multiplied by what comes in, so that is the first factor. How the loss depends on the score "
            "of the unit is δ.",
            right=True,
        ),
        Choice(
            "The weight, times δ of the unit where it ends.",
            "That is the blame which the edge carries back to the unit before it. It is on the way to another δ.",
        ),
        Choice(
            "What came in, times the slope of the activation.",
            "That is how much the unit moves with the weight. How much the loss moves with the unit is still missing.",
        ),
    ],
)

recall_update = Question(
    title="Who does what",
    statement="Backpropagation is done, and no optimizer has run. What has changed in the network?",
    choices=[
        Choice(
            "Its weights have become better.",
            "It is tempting, since both are often called training. Backpropagation works out slopes and moves nothing.",
        ),
        Choice(
            "Nothing: the slopes are known, and every weight stands where it stood.",
            "It computes gradients. What moves the weights by them is the optimizer, and there are several, as the "
            "next lesson shows.",
            right=True,
        ),
        Choice(
            "Its loss has become smaller.",
            "The loss belongs to the weights, and they have not moved.",
        ),
    ],
)

recall_bent = Question(
    title="Back to lesson 7: without activations",
    statement="You leave the activation of the hidden layer out, so that each hidden unit hands on its score. Which "
    "boundaries can the network then draw?",
    choices=[
        Choice(
            "The same as before: the weights make up for it.",
            "A weighted sum of weighted sums is a weighted sum. There is nothing left that could bend.",
        ),
        Choice(
            "Straight ones only.",
            "Two linear layers multiply out into one. The slope of such an activation is 1, so the blame comes back "
            "easily, and there is nothing to gain by it.",
            right=True,
        ),
        Choice(
            "None: it cannot be trained.",
            "It can, and backward passes its check. What comes out is a line.",
        ),
    ],
)

CONTENTS = contents(vars())
