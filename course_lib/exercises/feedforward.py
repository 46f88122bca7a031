"""Lesson 8: any network with matrices, how many numbers it learns, and curves drawn with bumps."""

from itertools import pairwise

import numpy as np

from course_lib import feedforward as lesson
from course_lib.activations import sigmoid
from course_lib.checking import (
    Choice,
    CodeExercise,
    Mistake,
    Question,
    RoundedExercise,
    ValueExercise,
    contents,
)
from course_lib.feedforward import FUNCTIONS

first_guess = Question(
    title="Predict: what sigmoids can draw",
    statement="One feature x goes in, one number comes out. In between stands one hidden layer of sigmoids, as many as "
    "you like, and the output adds them up with weights of your choice. Each sigmoid only climbs, or only falls. Which "
    "curves can such a network come as close to as you want, at every x between two ends?",
    prediction=True,
    choices=[
        Choice(
            "Only curves that climb all the way, or fall all the way.",
            "It is tempting, because that is all a single sigmoid can do. But the output may subtract one sigmoid from "
            "another. What climbs first and is taken away further right is a bump.",
        ),
        Choice(
            "Only curves with as many hills as there are hidden layers: here one.",
            "It is tempting to count a hill for each layer. But two sigmoids are enough for a hill, and one layer has "
            "room for many pairs.",
        ),
        Choice(
            "Any curve that can be drawn without lifting the pencil.",
            "Two sigmoids make a bump, and enough narrow bumps side by side follow any such curve. You draw some "
            "yourself in the last part of this lesson, and read there what this does not promise.",
            right=True,
        ),
        Choice(
            "Any curve at all, jumps included.",
            "It is nearly right, and on average over x it is right. But sums of smooth curves have no jumps. At a jump "
            "the network passes through the middle somewhere, so there it stays half the jump away, however steep you "
            "make it.",
        ),
    ],
)

W1, B1 = np.array([[0.5, -0.4], [0.3, 0.8]]), np.array([0.1, -0.2])
W2, B2 = np.array([[0.7], [-0.6]]), np.array([0.2])


def by_hand(x=(1.0, 2.0), first=W1, second=W2, biases=(B1, B2), hidden=sigmoid, last=sigmoid):
    """Return a₁, a₂ and ŷ of the lesson's network, right or with something else in one place."""
    a = hidden(np.array(x) @ first + biases[0])
    return (*map(float, a), float(last(a @ second + biases[1])[0]))


def same(z):
    return z


forward_by_hand = RoundedExercise(
    digits=4,
    title="One student through a 2-2-1 network",
    statement="The other student has x = (2, 1). Give (a1, a2, y_hat): what both hidden units say, and the output, to "
    "four decimals, rounded only at the end.",
    parts=("a1", "a2", "y_hat"),
    reference=by_hand((2.0, 1.0)),
    also=[by_hand((2.0, 1.0), hidden=lambda z: np.round(sigmoid(z), 4))],
    mistakes=[
        Mistake(
            "The numbers of the first student",
            by_hand(),
            "These are the numbers of the student with x = (1, 2). Here x₁ = 2 and x₂ = 1.",
        ),
        Mistake(
            "The weights read along the row",
            by_hand((2.0, 1.0), first=W1.T),
            "You took the rows. Each *column* of W belongs to a unit: the first unit has 0.5 for x₁ and 0.3 for x₂.",
        ),
        Mistake(
            "Without the biases",
            by_hand((2.0, 1.0), biases=(0 * B1, 0 * B2)),
            "The biases are left out. Each unit adds its own: 0.1, -0.2, and 0.2 in the output.",
        ),
        Mistake(
            "Without the bias of the output",
            by_hand((2.0, 1.0), biases=(B1, 0 * B2)),
            "The hidden units are right. The output unit has a bias too: 0.2.",
        ),
        Mistake(
            "No sigmoid in the hidden layer",
            by_hand((2.0, 1.0), hidden=same),
            "The hidden units hand on their scores here. They hand on σ of them.",
        ),
        Mistake(
            "The power of e without its minus",
            by_hand((2.0, 1.0), hidden=lambda z: sigmoid(-z), last=lambda z: sigmoid(-z)),
            "These are the sigmoids of -1.4 and 0.2. In 1 / (1 + e⁻ᶻ) the power has a minus, and the scores are 1.4 "
            "and -0.2.",
        ),
        Mistake(
            "The hidden units are swapped",
            (*by_hand((2.0, 1.0))[1::-1], by_hand((2.0, 1.0))[2]),
            "All three numbers are right, and the first two are in the wrong order. a1 belongs to the first column.",
        ),
        Mistake(
            "The scores in place of what the units say, and the right output",
            (1.4, -0.2, by_hand((2.0, 1.0))[2]),
            "The output is right. 1.4 and -0.2 are the scores of the hidden units: give the sigmoids of these.",
        ),
        Mistake(
            "The minus of the second bias is lost",
            by_hand((2.0, 1.0), biases=(np.abs(B1), B2)),
            "The first unit is right. The second has the bias -0.2, and its score is -0.4·2 + 0.8·1 - 0.2.",
        ),
        Mistake(
            "No sigmoid at the end",
            by_hand((2.0, 1.0), last=same),
            "The hidden units are right, and the third number is the score of the output. One sigmoid is missing.",
        ),
        Mistake(
            "Scores all the way",
            (1.4, -0.2, float((np.array([1.4, -0.2]) @ W2 + B2)[0])),
            "The scores of the hidden units are right. Send each through the sigmoid before it goes on.",
        ),
        Mistake(
            "The output gets the scores of the hidden units",
            (*by_hand((2.0, 1.0))[:2], by_hand((2.0, 1.0), hidden=same)[2]),
            "The hidden units are right. For the output take what they say, a₁ and a₂, and not their scores.",
        ),
        Mistake(
            "The second weight of the output without its minus",
            by_hand((2.0, 1.0), second=np.abs(W2)),
            "The hidden units are right. The second one has the weight -0.6 in the output: it counts against.",
        ),
        Mistake(
            "A minus is lost in the hidden layer",
            by_hand((2.0, 1.0), first=np.abs(W1)),
            "One minus is lost: the second hidden unit has -0.4 for x₁.",
        ),
    ],
    hints=[
        "The first unit has the first column, 0.5 and 0.3, and the bias 0.1: its score is 0.5·2 + 0.3·1 + 0.1.",
        "The scores are 1.4 and -0.2. In Python, `from course_lib.activations import sigmoid` gives you the sigmoid.",
        "a₁ = 0.8022 and a₂ = 0.4502. The output's score is 0.7·a₁ - 0.6·a₂ + 0.2.",
    ],
    praise="You did in five steps what a network does for a student, and no network does more. The rest of this "
    "lesson is to write it so that its size no longer matters.",
    otherwise="Go one unit at a time: its column of weights times x, plus its bias, then the sigmoid. Print each of "
    "the three scores.",
)

layer_shape = ValueExercise(
    title="The shape of a layer",
    statement="A 4-5-3 network gets 30 flowers. Give (rows, columns) of W⁽²⁾, the weights of the last layer.",
    parts=("rows", "columns"),
    reference=(5, 3),
    mistakes=[
        Mistake(
            "Turned round",
            (3, 5),
            "It is the wrong way round. Rows of W stand for what comes in, columns for the units. Otherwise a @ W does "
            "not fit: a has a column for each of the 5 units before.",
        ),
        Mistake(
            "The first layer",
            (4, 5),
            "This is W⁽¹⁾, between the 4 features and the 5 hidden units. The last layer comes after these.",
        ),
        Mistake(
            "The first layer, turned round",
            (5, 4),
            "The last layer leads from the 5 hidden units to the 3 outputs. 5 and 4 belong to the layer before, and "
            "there they stand the other way round.",
        ),
        Mistake(
            "The shape of what comes out",
            (30, 3),
            "This is the shape of what comes out of the layer, a row for each flower. The weights are the same for "
            "all flowers: they do not know how many there are.",
        ),
        Mistake(
            "The shape of what comes in",
            (30, 5),
            "This is the shape of what comes into the layer. The weights turn each row of 5 numbers into a row of 3.",
        ),
        Mistake(
            "From the features to the outputs",
            (4, 3),
            "The features do not reach the output directly. What comes into the last layer are the 5 hidden units.",
        ),
        Mistake(
            "With a row for the bias",
            (6, 3),
            "The biases have an array of their own here, b⁽²⁾. W holds the weights alone.",
        ),
    ],
    hints=[
        "What comes into the last layer? One row for each flower, and in it one number for each hidden unit.",
        "W has a row for each number that comes in, and a column for each unit of the layer.",
        "5 come in, and 3 go out.",
    ],
    praise="And the product fits: (30, 5) times (5, 3) is (30, 3). The 5 in the middle is used up, and the 30 flowers "
    "go through untouched.",
    otherwise="Write the shapes side by side, (30, 4) → (30, 5) → (30, 3), and ask which W leads from one to the next.",
)


def random_network(sizes, seed):
    """Return weights and biases of one decimal, so that a case can be read."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=shape).round(1) for shape in pairwise(sizes)]
    return weights, [rng.normal(size=units).round(1) for units in sizes[1:]]


FORWARD = [
    (np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, 0.5]]), [W1, W2], [B1, B2]),
    (np.array([[0.5, -1.0, 2.0], [-2.0, 1.0, 0.3]]), *random_network((3, 4, 2), 1), "tanh", "softmax"),
    (np.array([[0.5, -1.5]]), *random_network((2, 3, 3, 1), 2), "relu", "sigmoid"),
    (np.array([[1.2], [-0.7], [0.1], [2.0]]), *random_network((1, 3, 2, 1), 3), "logistic", "identity"),
    (np.array([[0.3, 1.0], [1.5, -0.2]]), *random_network((2, 2), 4), "relu", "softmax"),
    (np.array([[-0.4, 0.9], [1.1, 2.0]]), *random_network((2, 2, 2, 2), 5), "tanh", "sigmoid"),
    (np.array([[1, 2], [2, 1], [-1, 3]]), [W1, W2], [B1, B2]),
]


def passed_on(
    hidden=None,
    last=None,
    bias=1.0,
    transposed=False,
    kept=lambda x, z, a: a,
    first=True,
):
    """Return a forward pass with something else in one place."""

    def forward(X, weights, biases, activation="logistic", output="sigmoid"):
        a, found = X, [X] if first else []
        for k, (W, b) in enumerate(zip(weights, biases)):
            z = a @ (W.T if transposed else W) + bias * b
            is_last = k == len(weights) - 1
            name = (last or (lambda one, two: two)) if is_last else (hidden or (lambda one, two: one))
            before, a = a, FUNCTIONS[name(activation, output)](z)
            found.append(kept(before, z, a))
        return found

    return forward


FROM_THE_SECOND_ON = (
    "A layer after the first one got the features X. From the second layer on, what comes in is what the layer before "
    "has handed on: `activations[-1]`, not X."
)


def each_from_the_features(X, weights, biases, activation="logistic", output="sigmoid"):
    names = [activation] * (len(weights) - 1) + [output]
    return [X] + [FUNCTIONS[name](X @ W + b) for name, W, b in zip(names, weights, biases)]


def hidden_from_the_features(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](X @ W + b))
    return [*found, FUNCTIONS[output](found[-1] @ weights[-1] + biases[-1])]


def last_from_the_features(X, weights, biases, activation="logistic", output="sigmoid"):
    found = lesson.forward(X, weights, biases, activation, output)
    return [*found[:-1], FUNCTIONS[output](X @ weights[-1] + biases[-1])]


def weights_on_the_left(X, weights, biases, activation="logistic", output="sigmoid"):
    names = [activation] * (len(weights) - 1) + [output]
    found = [X]
    for name, W, b in zip(names, weights, biases):
        found.append(FUNCTIONS[name](W @ found[-1] + b))
    return found


def names_called(X, weights, biases, activation="logistic", output="sigmoid"):
    return activation(X @ weights[0] + biases[0])


def twice_activated(X, weights, biases, activation="logistic", output="sigmoid"):
    found = lesson.forward(X, weights, biases, activation, output)
    return [*found[:-1], FUNCTIONS[output](FUNCTIONS[activation](found[-2] @ weights[-1] + biases[-1]))]


def last_one_again(more):
    """Return a forward pass whose loop goes through all layers, and that adds one more, or more of them."""

    def forward(X, weights, biases, activation="logistic", output="sigmoid"):
        found = [X]
        for W, b in zip(weights, biases):
            found.append(FUNCTIONS[activation](found[-1] @ W + b))
        return [*found, more(found[-1], weights, biases, FUNCTIONS[output])]

    return forward


def last_in_the_loop(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
        found.append(FUNCTIONS[output](found[-1] @ weights[-1] + biases[-1]))
    return found


def biases_left_by_the_loop(X, weights, biases, activation="logistic", output="sigmoid"):
    found = [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        found.append(FUNCTIONS[activation](found[-1] @ W + b))
    return [*found, FUNCTIONS[output](found[-1] @ weights[-1] + b)]


def biases_after_the_function(X, weights, biases, activation="logistic", output="sigmoid"):
    names = [activation] * (len(weights) - 1) + [output]
    found = [X]
    for name, W, b in zip(names, weights, biases):
        found.append(FUNCTIONS[name](found[-1] @ W) + b)
    return found


ONE_TOO_MANY = (
    "There is a layer too many. The loop goes through all layers, and the last one comes once more after it. Let the "
    "loop end one layer earlier: `weights[:-1]` is all but the last."
)

forward = CodeExercise(
    title="Any network, forward",
    statement="Send students through a network, and return a list: X, then the activations of each layer.",
    reference=lesson.forward,
    cases=FORWARD,
    mistakes=[
        Mistake(
            "The last layer gets f of the hidden ones",
            passed_on(last=lambda activation, output: activation),
            "The last layer has a function of its own: `FUNCTIONS[output]`. Here it got that of the hidden layers.",
        ),
        Mistake(
            "The hidden layers get f of the output",
            passed_on(hidden=lambda activation, output: output),
            "The hidden layers got the function of the output. Theirs is `FUNCTIONS[activation]`.",
        ),
        Mistake(
            "No activation in the hidden layers",
            passed_on(hidden=lambda activation, output: "identity"),
            "The hidden layers hand on their scores. Without a function between them, all layers come to a single "
            "linear one, as in lesson 7.",
        ),
        Mistake(
            "No function at the end",
            passed_on(last=lambda activation, output: "identity"),
            "The last layer hands out its scores. Send them through `FUNCTIONS[output]`.",
        ),
        Mistake(
            "Always the sigmoid",
            passed_on(hidden=lambda *names: "logistic", last=lambda *names: "sigmoid"),
            "This uses the sigmoid whatever the names say. `FUNCTIONS[activation]` is the function of the hidden "
            "layers, `FUNCTIONS[output]` that of the last one.",
        ),
        Mistake(
            "The sigmoid in every hidden layer",
            passed_on(hidden=lambda *names: "logistic"),
            "The hidden layers get the sigmoid whatever `activation` says. Theirs is `FUNCTIONS[activation]`.",
        ),
        Mistake(
            "The sigmoid at the end, whatever the output",
            passed_on(last=lambda *names: "sigmoid"),
            "The last layer gets the sigmoid whatever `output` says. Its function is `FUNCTIONS[output]`.",
        ),
        Mistake(
            "Both functions at the end",
            twice_activated,
            "The last layer went through two functions, that of the hidden layers and its own. Let the loop end one "
            "layer earlier: `weights[:-1]` is all but the last.",
        ),
        Mistake(
            "All layers in the loop, and the last one again",
            last_one_again(lambda a, weights, biases, f: f(a @ weights[-1] + biases[-1])),
            ONE_TOO_MANY,
        ),
        Mistake(
            "All layers in the loop, and the function of the output after them",
            last_one_again(lambda a, weights, biases, f: f(a)),
            "There is an entry too many. The loop goes through all layers, with the function of the hidden ones, and "
            "the output comes after them. Let the loop end one layer earlier: `weights[:-1]` is all but the last.",
        ),
        Mistake(
            "The last layer inside the loop",
            last_in_the_loop,
            "The last layer stands inside the loop, so it comes after every hidden layer. Move it out of the loop: as "
            "far to the left as `for`.",
        ),
        Mistake(
            "The biases that the loop has left",
            biases_left_by_the_loop,
            "The last layer got the biases of the layer before it, which the loop leaves behind. Its own are "
            "`biases[-1]`.",
        ),
        Mistake(
            "The functions exchanged",
            passed_on(hidden=lambda activation, output: output, last=lambda activation, output: activation),
            "The two functions are exchanged. `FUNCTIONS[activation]` is the function of the hidden layers, "
            "`FUNCTIONS[output]` that of the last one.",
        ),
        Mistake(
            "The biases are added after the function",
            biases_after_the_function,
            "The biases were added to the activations. They belong to the scores: first z = a_before W + b, then f of "
            "it.",
        ),
        Mistake(
            "The biases are added twice",
            passed_on(bias=2.0),
            "The biases are added twice. Once is enough: z = a_before W + b.",
        ),
        Mistake(
            "The biases are left out",
            passed_on(bias=0.0),
            "The biases are left out: z = a_before W + b.",
        ),
        Mistake(
            "The biases are subtracted",
            passed_on(bias=-1.0),
            "The biases are subtracted. They are added: z = a_before W + b.",
        ),
        Mistake(
            "The weights are transposed",
            passed_on(transposed=True),
            "The weights are transposed. A row of W stands for what comes in, a column for a unit: `a @ W`. With two "
            "features and two units nothing warns you, since both ways fit.",
        ),
        Mistake(
            "Every layer gets X",
            each_from_the_features,
            FROM_THE_SECOND_ON,
        ),
        Mistake(
            "Every hidden layer gets X",
            hidden_from_the_features,
            FROM_THE_SECOND_ON,
        ),
        Mistake(
            "The last layer gets X",
            last_from_the_features,
            "The hidden layers are right, but the last layer got X. What comes in there is `activations[-1]`.",
        ),
        Mistake(
            "The weights stand on the left",
            weights_on_the_left,
            "The rows are students, so the weights stand on the right: `activations[-1] @ W`, not "
            "`W @ activations[-1]`.",
        ),
        Mistake(
            "A name called as a function",
            names_called,
            '`activation` and `output` are names, such as "tanh", and a name cannot be called. '
            "`FUNCTIONS[activation]` is the function.",
        ),
        Mistake(
            "Scores in the list",
            passed_on(kept=lambda before, z, a: z),
            "The list holds the scores z of the layers. You want the activations, a = f(z).",
        ),
        Mistake(
            "X is missing in the list",
            passed_on(first=False),
            "The list begins with the first hidden layer. Let it begin with X: then `activations[k]` is what comes out "
            "of layer k and goes into the next.",
        ),
        Mistake(
            "The output alone",
            lambda X, weights, biases, activation="logistic", output="sigmoid": lesson.forward(
                X, weights, biases, activation, output
            )[-1],
            "This is the output, and it is right. You want the list of all layers, X first: lesson 9 needs what "
            "happened in between.",
        ),
        Mistake(
            "Without the output",
            lambda X, weights, biases, activation="logistic", output="sigmoid": lesson.forward(
                X, weights, biases, activation, output
            )[:-1],
            "The hidden layers are right, and the last layer is missing. The loop over `weights[:-1]` leaves it out; "
            "add it after the loop.",
        ),
    ],
    hints=[
        "Begin with `activations = [X]`. Each layer takes `activations[-1]`, the newest, and appends its own.",
        "A hidden layer: `activations.append(FUNCTIONS[activation](activations[-1] @ W + b))`, in a loop over "
        "`zip(weights[:-1], biases[:-1])`, all layers but the last.",
        "After the loop, the last layer: the same with `FUNCTIONS[output]`, `weights[-1]` and `biases[-1]`. Then "
        "`return activations`.",
    ],
    praise="These lines compute any network of this kind, of whatever size, and keep what every unit has said. In the "
    "next lesson the error goes back through the same list.",
    otherwise="Go through what came and what is expected layer by layer, up to the first that differs. A hidden layer "
    "is `FUNCTIONS[activation]` of `activations[-1] @ W + b`, whatever the name is, and the last one has "
    "`FUNCTIONS[output]`.",
)

iris_parameters = ValueExercise(
    title="Count what a network learns",
    statement="How many numbers does the 4-5-3 network learn, weights and biases together?",
    reference=43,
    mistakes=[
        Mistake(
            "35: the weights alone",
            35,
            "These are the weights: 4·5 + 5·3. Each unit has a bias too, and there are 5 + 3 units.",
        ),
        Mistake(
            "60: all three multiplied",
            60,
            "You multiplied all three. Each layer has weights of its own, so add: 4·5 for the first, 5·3 for the "
            "second, and then the biases.",
        ),
        Mistake(
            "12: the units",
            12,
            "This counts features and units. What is learned are the weights between them, and the biases.",
        ),
        Mistake(
            "47: a bias for the features too",
            47,
            "You gave the features biases. They are what comes in, and nothing is learned there: 5 + 3 biases.",
        ),
        Mistake(
            "37: one bias a layer",
            37,
            "One bias for each layer is too few: each unit has its own.",
        ),
        Mistake(
            "40: without the biases of the output",
            40,
            "The three biases of the output are missing.",
        ),
        Mistake(
            "38: without the biases of the hidden layer",
            38,
            "The five biases of the hidden units are missing.",
        ),
        Mistake("25: the hidden layer alone", 25, "25 belong to the hidden layer. The output has numbers of its own."),
        Mistake("18: the output alone", 18, "18 belong to the output. The hidden layer has numbers of its own."),
        Mistake("8: the biases alone", 8, "8 are the biases. The weights are missing: 4·5 and 5·3."),
        Mistake(
            "44: a unit too many",
            44,
            "This is close. A hidden unit has 4 weights and 1 bias, and there are five of them. An output has 5 "
            "weights and 1 bias, and there are three.",
        ),
    ],
    hints=[
        "One hidden unit learns a weight for each of the 4 features, and its bias: 5 numbers.",
        "An output learns 5 weights and a bias: 6 numbers. How many are there of each?",
        "`iris_parameters = (4 + 1) * 5 + (5 + 1) * 3`",
    ],
    praise="(4 + 1)·5 + (5 + 1)·3: one more than comes in, times how many there are. So it goes for every layer.",
    otherwise="Count one hidden unit first, then all five, then one output, then all three.",
)

SIZES = [
    ((2, 3, 1),),
    ((2, 2),),
    ((4, 5, 3),),
    ((1, 24, 1),),
    ((64, 32, 10),),
    ((2, 3, 4, 5, 1),),
    ([5, 1, 7],),
    ((3, 2, 4, 2),),
]


def counted(bias=1, add=0):
    """Return a count with something else for the bias of each unit."""

    def count_parameters(layer_sizes):
        return sum((one + bias) * two for one, two in pairwise(layer_sizes)) + add

    return count_parameters


count_parameters = CodeExercise(
    title="Count the parameters of any network",
    statement="Return how many numbers a network of these layers learns: the weights, and a bias for each unit.",
    reference=lesson.count_parameters,
    cases=SIZES,
    mistakes=[
        Mistake(
            "The weights alone",
            counted(bias=0),
            "These are the weights alone. Each unit also learns its bias.",
        ),
        Mistake(
            "One bias a layer",
            lambda layer_sizes: counted(bias=0)(layer_sizes) + len(layer_sizes) - 1,
            "You counted one bias a layer. Each unit has its own.",
        ),
        Mistake(
            "Biases for the features too",
            lambda layer_sizes: counted(bias=0)(layer_sizes) + sum(layer_sizes),
            "You counted a bias for each feature as well. The features are what comes in: nothing is learned there.",
        ),
        Mistake(
            "The bias on the other side",
            lambda layer_sizes: sum(one * (two + 1) for one, two in pairwise(layer_sizes)),
            "You added 1 to the units. The bias is like one more input, always 1: add it to what comes in.",
        ),
        Mistake(
            "The first layer alone",
            lambda layer_sizes: (layer_sizes[0] + 1) * layer_sizes[1],
            "This is the first layer. Add up all of them: `pairwise(layer_sizes)` goes through the pairs of "
            "neighbours.",
        ),
        Mistake(
            "The last layer alone",
            lambda layer_sizes: (layer_sizes[-2] + 1) * layer_sizes[-1],
            "This is the last layer. A `return` inside the loop, or `=` in place of `+=`, forgets the others.",
        ),
        Mistake(
            "Without the last layer",
            lambda layer_sizes: counted()(layer_sizes[:-1]),
            "The last layer is missing. Among n sizes there are n - 1 pairs of neighbours, and `pairwise(layer_sizes)` "
            "goes through all of them.",
        ),
        Mistake(
            "Without the first layer",
            lambda layer_sizes: counted()(layer_sizes[1:]),
            "The first layer is missing. Counting starts at 0, and `pairwise(layer_sizes)` goes through all pairs.",
        ),
        Mistake(
            "The last size before the first",
            lambda layer_sizes: counted()([layer_sizes[-1], *layer_sizes]),
            "There is a pair too many: the last size with the first. `layer_sizes[-1]` is the last one, so a loop with "
            "`layer_sizes[i - 1]` begins at 1.",
        ),
        Mistake(
            "The product of all sizes",
            lambda layer_sizes: int(np.prod(layer_sizes)),
            "You multiplied all sizes. Each layer has weights only to the next one, and the layers add up.",
        ),
        Mistake(
            "The sum of all sizes",
            lambda layer_sizes: sum(layer_sizes),
            "This counts features and units. Between two layers there is a weight for each *pair*: multiply.",
        ),
    ],
    hints=[
        "Between two neighbouring layers, a unit learns one weight for each input, and a bias: inputs + 1 numbers.",
        "`pairwise((4, 5, 3))` goes through (4, 5) and (5, 3). For each pair, (inputs + 1) times units.",
        "`return sum((inputs + 1) * units for inputs, units in pairwise(layer_sizes))`",
    ],
    praise="For the reader of digits in lesson 11, 64-32-10, it says 2,410. None of them is set by hand.",
    otherwise="Try (4, 5, 3), which is 43 by hand: 5·5 in the first layer and 6·3 in the second.",
)

step_place = ValueExercise(
    title="Where a unit climbs",
    statement="A hidden unit with one input has the weight 10, and is to say one half at x = 3. Which bias does it "
    "need?",
    reference=-30,
    mistakes=[
        Mistake(
            "30: without the minus",
            30,
            "With 30 the score is 0 at x = -3. To move a step to the right, the bias goes down.",
        ),
        Mistake(
            "-3: the place alone",
            -3,
            "With -3 the score 10·x - 3 is 0 at x = 0.3. The weight counts too.",
        ),
        Mistake(
            "3: the place",
            3,
            "3 is the place. The bias is the number that makes the score 10·x + b there 0.",
        ),
        Mistake(
            "-29.5: the score is to be one half",
            -29.5,
            "Here the score is one half. It is the sigmoid that is to be one half, and σ(z) is one half where z = 0.",
        ),
        Mistake(
            "-0.3: divided the wrong way",
            -0.3,
            "You divided. Where 10·x + b = 0, b is minus 10 times x.",
        ),
    ],
    hints=[
        "The sigmoid is one half where the score is 0.",
        "Solve 10·3 + b = 0.",
        "`step_place = -10 * 3`",
    ],
    praise="A unit with the weight w and the bias -w·c climbs at the place c. So the bias chooses the place, and the "
    "weight how steep it is.",
    otherwise="The sigmoid is one half where its score is 0. Set the score to 0 and x to 3.",
)

GRID = np.array([-2.0, 0.0, 1.9, 2.0, 2.3, 3.5, 4.1, 6.0])
BUMPS = [
    (GRID, 2.0, 4.0),
    (GRID, 2.0, 4.0, 5.0, 2.0),
    (GRID, -1.0, 3.0, -0.5, 3.0),
    (GRID, -3.0, -1.5, 2.0, 4.0),
    (np.array([0.1, 0.2, 0.3]), 0.15, 0.25, 2.0, 40.0),
    (np.array([[1.0, 2.0], [3.0, 4.5]]), 1.5, 3.5, 1.5, 1.0),
    (0.7, 0.5, 2.5, 2.0, 1.5),
    (np.arange(6), 2, 4),
    (np.array([100.0, -100.0]), 2, 4),
]


def bumped(make):
    """Return a bump made of `make(first, second, x, left, right, height, steepness)`, right or not."""

    def bump(x, left, right, height=1.0, steepness=10.0):
        rise, fall = sigmoid(steepness * (x - left)), sigmoid(steepness * (x - right))
        return make(rise, fall, x, left, right, height, steepness)

    return bump


DIFFERENCE = (
    "You want the difference of two sigmoids, times the height. Where the bump is wide and steep, it is one half of "
    "the height at both ends, and climbs and falls softly there."
)

bump = CodeExercise(
    title="A bump from two sigmoids",
    statement="Return height times a sigmoid that climbs at left, minus one that climbs at right, both with this "
    "steepness.",
    reference=lesson.bump,
    cases=BUMPS,
    mistakes=[
        Mistake(
            "Added, not subtracted",
            bumped(lambda rise, fall, x, left, right, height, steepness: height * (rise + fall)),
            "You added the two. Then it climbs twice and never comes down: subtract the second.",
        ),
        Mistake(
            "Right minus left",
            bumped(lambda rise, fall, x, left, right, height, steepness: height * (fall - rise)),
            "It is upside down. Take the sigmoid at `left` minus the one at `right`, with `x - left` and `x - right` "
            "within: a sigmoid of `left - x` falls.",
        ),
        Mistake(
            "The height is left out",
            bumped(lambda rise, fall, x, left, right, height, steepness: rise - fall),
            "The height is left out: multiply the difference by it.",
        ),
        Mistake(
            "The height on the first alone",
            bumped(lambda rise, fall, x, left, right, height, steepness: height * rise - fall),
            "The height multiplies only the first sigmoid. Then what climbs by the height falls by 1. Put brackets "
            "around the difference.",
        ),
        Mistake(
            "The steepness multiplies x alone",
            bumped(
                lambda rise, fall, x, left, right, height, steepness: (
                    height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))
                )
            ),
            "The steepness multiplies x alone, which moves the places: brackets around `x - left` and `x - right`.",
        ),
        Mistake(
            "The steepness is left out",
            bumped(
                lambda rise, fall, x, left, right, height, steepness: height * (sigmoid(x - left) - sigmoid(x - right))
            ),
            "The steepness is left out. Multiply `x - left` and `x - right` by it.",
        ),
        Mistake(
            "The steepness is always 10",
            bumped(
                lambda rise, fall, x, left, right, height, steepness: (
                    height * (sigmoid(10 * (x - left)) - sigmoid(10 * (x - right)))
                )
            ),
            "The steepness is 10 here whatever is handed over. 10 is only the default: write `steepness`.",
        ),
        Mistake(
            "The steepness outside of the sigmoid",
            bumped(
                lambda rise, fall, x, left, right, height, steepness: (
                    height * steepness * (sigmoid(x - left) - sigmoid(x - right))
                )
            ),
            "The steepness stands outside the sigmoid and makes the bump higher. Inside, it makes the bump steeper.",
        ),
        Mistake(
            "In an array of x's kind",
            lambda x, left, right, height=1.0, steepness=10.0: lesson.bump(x, left, right, height, steepness).astype(
                np.asarray(x).dtype
            ),
            "For decimals it is right. `np.zeros_like(x)` makes room for whole numbers where x holds whole numbers, "
            "and cuts the rest off. The formula needs no array of zeros.",
        ),
        Mistake(
            "The places with the wrong sign",
            bumped(
                lambda rise, fall, x, left, right, height, steepness: (
                    height * (sigmoid(steepness * (x + left)) - sigmoid(steepness * (x + right)))
                )
            ),
            "With `x + left` the score is 0 at minus `left`. A sigmoid that climbs at `left` has `x - left`, and so "
            "for `right`.",
        ),
        Mistake(
            "A falling one is added",
            bumped(lambda rise, fall, x, left, right, height, steepness: height * (rise + 1 - fall)),
            "This is a bump that stands too high, by the height. If you added a sigmoid that falls: it is 1 minus one "
            "that climbs, and that 1 is too much. Subtract the one that climbs.",
        ),
        Mistake(
            "Multiplied, not subtracted",
            bumped(lambda rise, fall, x, left, right, height, steepness: height * rise * (1 - fall)),
            "This is nearly a bump, but it is a product. A unit of the next layer can only add and subtract.",
        ),
        *[
            Mistake(f"A box, {ends}", bumped(box), "This jumps. " + DIFFERENCE)
            for ends, box in (
                (
                    "with its ends",
                    lambda rise, fall, x, left, right, height, steepness: height * ((x >= left) & (x <= right)),
                ),
                (
                    "without its ends",
                    lambda rise, fall, x, left, right, height, steepness: height * ((x > left) & (x < right)),
                ),
            )
        ],
    ],
    hints=[
        "A sigmoid that climbs at `left`: `sigmoid(steepness * (x - left))`. Its score is 0 there.",
        "The second one climbs at `right`. Where both have climbed, their difference is 0 again.",
        "`return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))`",
    ],
    praise="Two hidden units, and in the output the weights +height and -height. Any number of such pairs fits into "
    "one hidden layer.",
    otherwise=DIFFERENCE + " Far to either side it is about 0.",
)

spot_the_axis = Question(
    title="What gives the wrong softmax away",
    statement="Both accuracies look fine. Which check finds out that the colleague's function is wrong?",
    choices=[
        Choice(
            "Look at the accuracy on more flowers.",
            "The accuracy asks only which class is largest in a row. On a table with flowers of all three kinds that "
            "hardly changes, and more flowers of this sort change nothing about it.",
        ),
        Choice(
            "Check the shape of what comes out.",
            "The shape is right, (45, 3). Checking shapes finds much, but nothing here: the shape is the same along "
            "whichever axis you divide.",
        ),
        Choice(
            "Check that no probability is below 0 or above 1.",
            "They all lie between 0 and 1. What must also hold is that the three of one flower add up.",
        ),
        Choice(
            "Add up the three probabilities of each flower.",
            "They must add up to 1, for every flower. Here they add up to 1 down each column, so what a flower gets "
            "depends on who else is in the table.",
            right=True,
        ),
    ],
)

recall_shapes = Question(
    title="Shapes",
    statement="X has the shape (100, 3). It goes through a 3-4-2 network. What is the shape of the activations of the "
    "hidden layer?",
    choices=[
        Choice(
            "(3, 4)",
            "This is the shape of W⁽¹⁾. The activations have a row for each student.",
        ),
        Choice(
            "(100, 4)",
            "A row for each student, a column for each unit. (100, 3) times (3, 4) is (100, 4), and neither the bias "
            "nor the activation changes a shape.",
            right=True,
        ),
        Choice(
            "(4, 100)",
            "Some books write it like this, with a column for each student. Here rows are students, in every layer.",
        ),
        Choice(
            "(100, 2)",
            "This is what the output hands out. The hidden layer has four units.",
        ),
    ],
)

recall_theorem = Question(
    title="What the theorem promises",
    statement="One hidden layer of sigmoids can come as close as you like to any curve without jumps. What follows?",
    choices=[
        Choice(
            "Training finds the right weights if it runs long enough.",
            "It says that such weights exist. Whether gradient descent finds them is another question. For the two "
            "bumps above there were weights without error, and from four of five starts training came to a halt "
            "before it had found them.",
        ),
        Choice(
            "With enough units, some weights do it.",
            "No more than that: not how many units are enough, not how to find the weights, and nothing outside the "
            "two ends, or about noise in the data.",
            right=True,
        ),
        Choice(
            "More than one hidden layer is never of use.",
            "One layer is enough to come close, but it may need far more units than several layers do. The folds above "
            "are an example.",
        ),
        Choice(
            "A network with enough units is right about new students.",
            "It could follow every accident of the training data too. Whether it is right about new ones, only "
            "held-out students can tell.",
        ),
    ],
)

recall_softmax = Question(
    title="Back to lesson 3: softmax",
    statement="A network for three classes gives the scores 2, 1 and 0. Now somebody adds 5 to all three. What happens "
    "to the probabilities?",
    choices=[
        Choice(
            "They all grow.",
            "They cannot: they add up to 1. What one gains, another must lose.",
        ),
        Choice(
            "The first one grows, the others shrink.",
            "That happens when the scores are multiplied by a number above 1. Adding the same to all leaves their "
            "differences as they were.",
        ),
        Choice(
            "Nothing.",
            "Each power of e is multiplied by e⁵, above and below the line, and it cancels. Softmax sees only how far "
            "the scores are apart.",
            right=True,
        ),
    ],
)

CONTENTS = contents(vars())
