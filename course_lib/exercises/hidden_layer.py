"""Lesson 7: weigh two opinions, ask many units at once, build XOR and a triangle, and multiply two layers out."""

import numpy as np

from course_lib import hidden_layer as lesson
from course_lib.activations import sigmoid, step
from course_lib.checking import (
    Choice,
    CodeExercise,
    GateExercise,
    Mistake,
    Question,
    RoundedExercise,
    contents,
)

first_guess = Question(
    title="Predict: two lines, weighed",
    statement="Two neurons each draw a line and give each student a probability. A third neuron adds the two up, with "
    "weights and a bias, and takes the sigmoid of the sum. It says yes where that is at least 0.5. Where its yes ends, "
    "what do you see in the plane of test and grades?",
    prediction=True,
    choices=[
        Choice(
            "One straight line, somewhere between the two.",
            "It is tempting, because the sum of two lines is a line. But it is not the scores that are added up. It is "
            "their sigmoids, and a sigmoid is a curve.",
        ),
        Choice(
            "The two lines, crossing each other.",
            "They are where the first two neurons change their minds. The third one looks at both together, and "
            "near the crossing neither of them decides alone.",
        ),
        Choice(
            "A bent line, which follows one line here and the other there.",
            "Far from the crossing one of the two opinions is nearly 0 or 1 and stands still, so the other one decides "
            "and the boundary follows its line. Near the crossing it passes smoothly from one to the other.",
            right=True,
        ),
    ],
)

MIA = (0.7311, 0.9933, 0.9041)

mias_chance = RoundedExercise(
    digits=3,
    title="Weigh two opinions by hand",
    statement="Mia has a test score of 3 and grades of 7. The units have the scores 2·x1 - 5 and 18 - 2·x1 - x2, the "
    "output weighs both with 10, and its bias is -15. Give (a1, a2, y_hat), to three decimals.",
    parts=("a1", "a2", "y_hat"),
    reference=MIA,
    also=[(0.731, 0.993, 0.9038)],
    mistakes=[
        Mistake(
            "The last sigmoid is left out",
            (0.7311, 0.9933, 2.244),
            "The two opinions are right, and 2.24 is their weighted sum. The output is a neuron too: take the sigmoid "
            "of it once more.",
        ),
        Mistake(
            "The scores in place of the opinions",
            (1, 5, 1.0),
            "1 and 5 are the scores. The output hears what the units say, and that is the sigmoid of their scores.",
        ),
        Mistake(
            "The scores are weighed",
            (0.7311, 0.9933, 1.0),
            "The two opinions are right. 1.000 comes where the scores are weighed, 10·1 + 10·5 - 15, and where the "
            "bias is left out or added with the wrong sign. Weigh the opinions, and take 15 away.",
        ),
        Mistake(
            "The step in place of the sigmoid",
            (1, 1, 0.9933),
            "Here each unit says a plain yes. The sigmoid of 1 is 0.73: Mia is near the line of the first unit, and it "
            "is not sure.",
        ),
        Mistake(
            "The scores in the place of the opinions, which were weighed",
            (1, 5, 0.9041),
            "The last number is right. 1 and 5 are the scores of the units, and their opinions are the sigmoids of "
            "these: give the opinions as a1 and a2.",
        ),
        Mistake(
            "The numbers of Eli",
            (0.9526, 0.8808, 0.9656),
            "These are Eli's numbers, which stand in the text. Mia has a test score of 3 and grades of 7.",
        ),
        Mistake(
            "The opinions are swapped",
            (0.9933, 0.7311, 0.9041),
            "All three numbers are right, and the first two are in the wrong order. a1 belongs to the score 2·x1 - 5.",
        ),
        Mistake(
            "The power of e without its minus",
            (0.2689, 0.0067, 1 / (1 + np.exp(2.689 + 0.067 - 15))),
            "These are the sigmoids of -1 and -5. In 1 / (1 + e⁻ᶻ) the power has a minus, and the scores are 1 and 5.",
        ),
        Mistake(
            "Without the weights of the output",
            (0.7311, 0.9933, 1 / (1 + np.exp(-1.7244))),
            "The two opinions are right. The last number is the sigmoid of their sum. Weigh each with 10 first, and "
            "add the bias, -15.",
        ),
        Mistake(
            "The bias is left out",
            (0.7311, 0.9933, 1 / (1 + np.exp(-17.244))),
            "The two opinions are right. The bias of the output, -15, is missing in the sum.",
        ),
        Mistake(
            "Test and grades are swapped",
            (0.9999, 0.9933, 0.9933),
            "You took 7 for the test. Mia has a test score of 3, which is x1.",
        ),
        Mistake(
            "Test and grades are swapped in both units",
            (0.9999, 0.7311, 0.9096),
            "You took 7 for the test and 3 for the grades. Mia has a test score of 3, which is x1, and grades of 7.",
        ),
        Mistake(
            "The second unit without turning the signs",
            (0.7311, 0.0067, 0.0005),
            "The second unit's score is 18 - 2·3 - 7 = 5. You seem to have taken the committee's own, which is -5.",
        ),
        Mistake(
            "The mean of the two",
            (0.7311, 0.9933, 0.8622),
            "The two opinions are right, and 0.86 is their mean. The output weighs them with 10 each, adds its bias "
            "and takes the sigmoid.",
        ),
    ],
    hints=[
        "First the scores: 2·3 - 5 for the first unit, 18 - 2·3 - 7 for the second.",
        "They are 1 and 5. Their sigmoids are 1 / (1 + e⁻¹) and 1 / (1 + e⁻⁵).",
        "The output's score is 10 · 0.7311 + 10 · 0.9933 - 15 = 2.244. Take its sigmoid.",
    ],
    praise="The first unit hesitates, the second is sure, and the output is surer than the first alone: it asks for "
    "1.5 in all and gets 1.72.",
    otherwise="Three sigmoids: of 2·3 - 5, of 18 - 2·3 - 7, and of 10 times the one plus 10 times the other minus 15.",
)

COMBINE = [
    (np.array([0.9, 0.8]), np.array([5.0, 4.0]), -6.0),
    (np.array([[0.9, 0.8], [0.9, 0.1], [0.2, 0.7]]), np.array([5.0, -4.0]), -1.5),
    (np.array([[0.31, 0.84, 0.55], [0.93, 0.08, 0.67]]), np.array([2.3, -1.7, 0.4]), 0.6),
    (np.array([[0.25], [0.75]]), np.array([-3.0]), 1.0),
    (np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), np.array([1.3, 2.1]), -0.7),
    (np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([900.0, -900.0]), 0.5),
]

combine = CodeExercise(
    title="Weigh several opinions",
    statement="Return one probability for each student: the weighted sum of the opinions, then the sigmoid.",
    reference=lesson.combine,
    cases=COMBINE,
    mistakes=[
        Mistake(
            "The sigmoid is left out",
            lambda p, weights, bias: p @ weights + bias,
            "This is the weighted sum, a score, and it may be below 0 or above 1. You want a probability: "
            "take the `sigmoid` of it.",
        ),
        Mistake(
            "The bias is left out",
            lambda p, weights, bias: sigmoid(p @ weights),
            "The bias is missing. It says how much the opinions must add up to, and `score` adds it.",
        ),
        Mistake(
            "The bias is added after the sigmoid",
            lambda p, weights, bias: sigmoid(p @ weights) + bias,
            "The bias was added to the probability. It belongs to the sum, inside the sigmoid.",
        ),
        Mistake(
            "The bias is subtracted",
            lambda p, weights, bias: sigmoid(p @ weights - bias),
            "The bias was subtracted. It is added to the weighted sum, and if it is negative it lowers it.",
        ),
        Mistake(
            "The bias is added twice",
            lambda p, weights, bias: sigmoid(p @ weights + 2 * bias),
            "The bias was added twice. `score` adds it already.",
        ),
        Mistake(
            "The bias with each opinion",
            lambda p, weights, bias: sigmoid(np.sum(p * weights + bias, axis=-1)),
            "The bias was added once for each opinion. It is one number for the whole sum: add it after you have added "
            "up.",
        ),
        Mistake(
            "The sigmoid once more at the end",
            lambda p, weights, bias: sigmoid(sigmoid(p @ weights + bias)),
            "The probability went through the sigmoid once more. One sigmoid, that of the weighted sum, is enough.",
        ),
        Mistake(
            "The sigmoid twice",
            lambda p, weights, bias: sigmoid(sigmoid(p) @ weights + bias),
            "The opinions went through the sigmoid once more. They are probabilities already: weigh them as they come.",
        ),
        Mistake(
            "The sigmoid of each opinion, and not of the sum",
            lambda p, weights, bias: sigmoid(p) @ weights + bias,
            "The sigmoid was taken of each opinion, and these are probabilities already. Take it once, of the weighted "
            "sum.",
        ),
        Mistake(
            "Students in place of opinions",
            lambda p, weights, bias: sigmoid(weights[0] * p[0] + weights[1] * p[1] + bias),
            "In a table `p[0]` is the first student, and not the first opinion. `score(weights, bias, p)` takes one "
            "student, or many.",
        ),
        Mistake(
            "The students are added up",
            lambda p, weights, bias: sigmoid(sum(weights * p) + bias),
            "In a table `sum` adds up the rows, and these are students. Add up the opinions of each student: "
            "`score(weights, bias, p)`, or `np.sum(…, axis=-1)`.",
        ),
        Mistake(
            "`*` in place of `@`",
            lambda p, weights, bias: sigmoid(p * weights + bias),
            "`*` multiplies number by number and adds nothing up, so that one number for each opinion is left. `p @ "
            "weights`, and `score` too, adds them up.",
        ),
        Mistake(
            "The opinions are not weighed",
            lambda p, weights, bias: sigmoid(np.sum(p, axis=-1) + bias),
            "All opinions count the same here. Multiply each by its weight before you add them up.",
        ),
        Mistake(
            "The mean of the opinions",
            lambda p, weights, bias: np.mean(p, axis=-1),
            "This is the mean of the opinions. A neuron multiplies each by its weight, adds the bias and takes the "
            "sigmoid.",
        ),
        Mistake(
            "The product of the opinions",
            lambda p, weights, bias: np.prod(p, axis=-1),
            "This is the product, the probability that several unrelated things all happen. Here a neuron weighs: "
            "multiply each by its weight, add up, add the bias, take the sigmoid.",
        ),
        Mistake(
            "A yes or no",
            lambda p, weights, bias: step(p @ weights + bias),
            "This is a yes or no. The question is how sure the output is: the `sigmoid` in place of the step.",
        ),
        Mistake(
            "The mean in place of the sum",
            lambda p, weights, bias: sigmoid(np.mean(p * weights, axis=-1) + bias),
            "The weighted opinions were divided by their number. Add them up.",
        ),
        Mistake(
            "All students are added up",
            lambda p, weights, bias: sigmoid(np.sum(p * weights) + bias),
            "All students were added up into one number. Each row is a student, and each gets a probability of their "
            "own.",
        ),
    ],
    hints=[
        "The output is a neuron like any other. Its features are the opinions.",
        "You know a function that takes weights, a bias and features, and returns a weighted sum: `score`.",
        "`return sigmoid(score(weights, bias, p))`",
    ],
    praise="One line, and it is lesson 3 once more. What is new is where its features come from.",
)

OPINIONS = [
    (np.array([[4.0, 8.0], [7.0, 6.0]]), np.array([[2.0, -2.0], [0.0, -1.0]]), np.array([-5.0, 18.0])),
    (
        np.array([[0.3, -0.2], [1.1, 0.4], [-0.7, 0.9]]),
        np.array([[0.5, -1.2, 0.8], [1.5, 0.3, -0.6]]),
        np.array([0.1, -0.4, 0.7]),
    ),
    (np.array([[0.2, 1.4, -0.5]]), np.array([[1.0], [-0.5], [0.3]]), np.array([0.6])),
    (
        np.array([[0.6, -1.3], [-0.4, 0.2]]),
        np.array([[0.9, 0.4], [-0.7, 1.6]]),
        np.array([-0.3, 0.8]),
    ),
    (np.array([[4, 8], [7, 6]]), np.array([[2, -2], [0, -1]]), np.array([-5, 18])),
]


def one_bias_for_all(X, weights, biases):
    return sigmoid(X @ weights + np.sum(biases))


def first_unit(X, weights, biases):
    return sigmoid(X @ weights[:, 0] + biases[0])


def rows_for_units(X, weights, biases):
    return sigmoid(X @ weights.T + biases)


def first_bias_for_all(X, weights, biases):
    return sigmoid(X @ weights + biases[0])


opinions = CodeExercise(
    title="Ask all units about all students",
    statement="Return the opinion of each unit about each student: a row for each student, a column for each unit.",
    reference=lesson.opinions,
    cases=OPINIONS,
    mistakes=[
        Mistake(
            "The sigmoid is left out",
            lambda X, weights, biases: X @ weights + biases,
            "These are the scores. A unit's opinion is the sigmoid of its score, between 0 and 1. This lesson shows "
            "what is lost without it.",
        ),
        Mistake(
            "The biases are left out",
            lambda X, weights, biases: sigmoid(X @ weights),
            "The biases are missing, so each unit's line passes through the origin. Add `biases`: NumPy gives each "
            "column its own.",
        ),
        Mistake(
            "The biases are added after the sigmoid",
            lambda X, weights, biases: sigmoid(X @ weights) + biases,
            "The biases were added to the opinions. They belong to the scores, inside the sigmoid.",
        ),
        Mistake(
            "The biases are added twice",
            lambda X, weights, biases: sigmoid(X @ weights + 2 * biases),
            "The biases were added twice. Once is enough.",
        ),
        Mistake(
            "The sigmoid twice",
            lambda X, weights, biases: sigmoid(sigmoid(X @ weights + biases)),
            "The opinions went through the sigmoid once more. One sigmoid, that of the scores, is enough.",
        ),
        Mistake(
            "The biases stand in a column",
            lambda X, weights, biases: sigmoid(X @ weights + biases[:, None]),
            "The biases were added down the rows, one for each student. Each column is a unit and has its own: add "
            "`biases` as it is, shape (k,).",
        ),
        Mistake(
            "`weights @ X`",
            lambda X, weights, biases: sigmoid(weights @ X + biases),
            "You multiplied `weights @ X`. The rows are students, and they stand on the left: `X @ weights`.",
        ),
        Mistake(
            "X is transposed",
            lambda X, weights, biases: sigmoid(X.T @ weights + biases),
            "X was transposed. Its rows are students, and `X @ weights` takes each of them as it stands.",
        ),
        Mistake(
            "The transposed weights",
            rows_for_units,
            "The rows of `weights` were taken for the units, by a transpose or in a loop over the rows. Each *column* "
            "is a unit: `X @ weights`, or in a loop `zip(weights.T, biases)`.",
        ),
        Mistake(
            "One bias for all",
            one_bias_for_all,
            "All units got the same bias, the sum of all. Each has its own: add the array `biases` as it is.",
        ),
        Mistake(
            "The first bias for all",
            first_bias_for_all,
            "All units got the bias of the first one. Each has its own: add the array `biases` as it is.",
        ),
        Mistake(
            "Only the first unit",
            first_unit,
            "This is what the first unit says. The others are asked too: with `X @ weights` all columns at once.",
        ),
        Mistake(
            "A row for each unit",
            lambda X, weights, biases: sigmoid(X @ weights + biases).T,
            "Rows and columns are swapped: you want a row for each student and a column for each unit, as "
            "`X @ weights` gives it.",
        ),
        Mistake(
            "A yes or no",
            lambda X, weights, biases: step(X @ weights + biases),
            "These are plain yes and no. The question is how sure each unit is: the `sigmoid` in place of the step.",
        ),
        Mistake(
            "Weighed already",
            lambda X, weights, biases: np.mean(sigmoid(X @ weights + biases), axis=1),
            "The opinions were averaged. Here they stay apart, a column for each unit: the output weighs them later.",
        ),
    ],
    hints=[
        "The score of one unit for all students is `X @ w + b`. Now the weights of all units stand side by side.",
        "`X @ weights` has the shape (n, k): all scores but for the biases. Adding `biases`, shape (k,), gives each "
        "column its own.",
        "`return sigmoid(X @ weights + biases)`",
    ],
    praise="A whole layer in one line. Nothing in it knows how many units there are.",
)

HIDDEN_XOR = (np.array([[0, 1], [1, 1], [1, 1], [1, 0]]), np.array([0, 1, 1, 0]))

xor_output = GateExercise(
    title="Finish XOR",
    statement="The features are now what OR and NAND say. Give (w1, w2, b) such that the output says 1 where XOR wants "
    "it.",
    table=HIDDEN_XOR,
    inputs=("OR", "NAND"),
    parts=("w1", "w2", "b"),
    reference=(1, 1, -1.5),
    mistakes=[
        Mistake(
            "OR: one yes is enough",
            (1, 1, -0.5),
            "Every row gets a 1: one yes is enough, or none is asked for, and each row has one. Both must say yes: "
            "take weights above 0, and a bias so low that only both together lift the score to 0.",
        ),
        Mistake(
            "Only the first unit counts",
            (1, 0, -0.5),
            "OR decides alone here, and it says yes to the last row as well, where both inputs are 1. NAND needs a "
            "weight above 0, and the bias has to be so low that OR alone is not enough.",
        ),
        Mistake(
            "Only the second unit counts",
            (0, 1, -0.5),
            "NAND decides alone here, and it says yes to the first row as well, where both inputs are 0. OR needs a "
            "weight above 0, and the bias has to be so low that NAND alone is not enough.",
        ),
        Mistake(
            "NAND counts against",
            (1, -1, -0.5),
            "NAND counts against a yes here. But where XOR wants a 1, both say yes: both weights are above 0.",
        ),
        Mistake(
            "OR counts against",
            (-1, 1, -0.5),
            "OR counts against a yes here. But where XOR wants a 1, both say yes: both weights are above 0.",
        ),
        Mistake(
            "All zeros",
            (0, 0, 0),
            "All scores are 0, and so every row gets a 1. Give both opinions a weight above 0, and a bias below 0.",
        ),
        Mistake(
            "The bias is too low",
            (1, 1, -2.5),
            "No row gets a 1. Where both say yes the score is w1 + w2 + b, and that has to be at least 0.",
        ),
        Mistake(
            "The signs are reversed",
            (-1, -1, 1.5),
            "Each row gets the opposite of what is wanted. Reverse all three signs.",
        ),
    ],
    hints=[
        "Look at the table of what the units say. In which rows is a 1 wanted, and what do the units say there?",
        "Both say yes there, and in the other rows only one of them. So the output is a gate that you know.",
        "It is AND: `xor_output = (1, 1, -1.5)` is one of many.",
    ],
    praise="AND of OR and NAND is XOR. The third neuron is the plain one: the two before it have made its task easy.",
    otherwise="Work out the score of each row above: w1 times what OR says, plus w2 times what NAND says, plus b.",
)

same_place = Question(
    title="Two students in one place",
    statement="In the coordinates of OR and NAND, the corners 0, 1 and 1, 0 stand in the same place. What does the "
    "output know of the difference between the two?",
    choices=[
        Choice(
            "Nothing. Both have the same features for it, so they get the same answer.",
            "The output hears only what the units say. What they do not pass on is lost for it, and here that is no "
            "loss: XOR wants the same for both.",
            right=True,
        ),
        Choice(
            "It still sees x1 and x2, and can tell them apart.",
            "It is tempting, since you see them apart in the picture on the left. But no edge leads from the inputs to "
            "the output: it gets a1 and a2, and nothing else.",
        ),
        Choice(
            "It can tell them apart, once its weights are large enough.",
            "Its weights multiply a1 and a2. Where these are the same, the weighted sum is the same, whatever the "
            "weights.",
        ),
    ],
)

THREE = (
    np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1, 1]]),
    np.array([0, 0, 0, 0, 0, 0, 0, 1]),
)

all_three = GateExercise(
    title="Ask for three yes",
    statement="Give (w1, w2, w3, b) such that the output says 1 where all three units do, and nowhere else.",
    table=THREE,
    parts=("w1", "w2", "w3", "b"),
    reference=(1, 1, 1, -2.5),
    mistakes=[
        Mistake(
            "Two are enough",
            (1, 1, 1, -1.5),
            "Two yes are enough here, as in the AND gate with two inputs. With three, two weights must not reach 0 "
            "yet: lower the bias.",
        ),
        Mistake(
            "One is enough",
            (1, 1, 1, -0.5),
            "One yes is enough here. The bias must be so low that only all three weights together lift the score to 0.",
        ),
        Mistake(
            "Never",
            (1, 1, 1, -3.5),
            "Nobody gets a 1. With three yes the score is w1 + w2 + w3 + b, and that has to be at least 0.",
        ),
        *[
            Mistake(
                f"Unit {unit} is not asked",
                weights,
                f"The other two decide without unit {unit}: their yes is enough, whatever it says. It needs a weight "
                "above 0, and the bias has to be so low that it takes all three.",
            )
            for unit, weights in ((1, (0, 1, 1, -1.5)), (2, (1, 0, 1, -1.5)), (3, (1, 1, 0, -1.5)))
        ],
        *[
            Mistake(
                f"Unit {unit} decides alone",
                weights,
                f"Unit {unit} decides alone here, whatever the other two say. All three need a weight above 0, and the "
                "bias has to be so low that it takes all three.",
            )
            for unit, weights in ((1, (1, 0, 0, -0.5)), (2, (0, 1, 0, -0.5)), (3, (0, 0, 1, -0.5)))
        ],
        *[
            Mistake(
                f"Unit {unit} counts against",
                weights,
                f"Unit {unit} counts against a yes. Its line is set so that it says yes inside the triangle: its "
                "weight is above 0.",
            )
            for unit, weights in ((1, (-1, 1, 1, -1.5)), (2, (1, -1, 1, -1.5)), (3, (1, 1, -1, -1.5)))
        ],
        Mistake(
            "The bias is not below 0",
            (1, 1, 1, 2.5),
            "No score is below 0, so every row gets a 1. Take weights above 0, and a bias so negative that two yes do "
            "not lift the score to 0.",
        ),
        Mistake("All zeros", (0, 0, 0, 0), "All scores are 0, so every row gets a 1. Begin with three weights of 1."),
        Mistake(
            "The signs are reversed",
            (-1, -1, -1, 2.5),
            "Each row gets the opposite of what is wanted. Reverse all four signs.",
        ),
    ],
    hints=[
        "Let all three weights be 1. Then the sum is the number of yes.",
        "Three yes make 3, two make 2. The bias lies between: with it the sum is above 0 for 3 and below 0 for 2.",
        "`all_three = (1, 1, 1, -2.5)` is one of many.",
    ],
    praise="Ten times (1, 1, 1, -2.5) gives the numbers of *triangle* in the picture: the same border, and a surer "
    "answer.",
    otherwise="Work out the score of each row above: the weights of those who say yes, added up, plus b.",
)

LAYERS = [
    (
        np.array([[1.0, 2.0, 0.5], [3.0, -1.0, 2.0]]),
        np.array([0.5, -2.0, 1.0]),
        np.array([[2.0], [1.0], [-3.0]]),
        np.array([4.0]),
    ),
    (
        np.array([[0.31, -1.27], [0.74, 0.43], [-0.62, 0.95]]),
        np.array([0.23, -0.56]),
        np.array([[1.13, -0.37, 0.82, 0.45], [0.64, 0.91, -1.48, 0.76]]),
        np.array([0.1, 0.2, -0.3, 0.6]),
    ),
    (
        np.array([[1.2, -0.7], [0.4, 1.9]]),
        np.array([0.8, -0.3]),
        np.array([[0.6, 1.4], [-1.1, 0.5]]),
        np.array([-0.2, 0.9]),
    ),
    (np.array([[2.0]]), np.array([3.0]), np.array([[-1.5]]), np.array([0.5])),
]

ENTRY_BY_ENTRY = "`*` multiplies entry by entry. Two layers are multiplied rows by columns: `W1 @ W2`."

multiply_out = CodeExercise(
    title="Multiply two layers out",
    statement="Return (W, b) of the one layer that gives the same scores as both layers without an activation between "
    "them.",
    parts=("W", "b"),
    reference=lesson.multiply_out,
    cases=LAYERS,
    mistakes=[
        Mistake(
            "`*` in place of `@`",
            lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2),
            ENTRY_BY_ENTRY,
        ),
        Mistake(
            "`*` in place of `@`, twice",
            lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2),
            ENTRY_BY_ENTRY,
        ),
        Mistake(
            "The first biases are added as they are",
            lambda W1, b1, W2, b2: (W1 @ W2, b1[0] + b2),
            "The weights are right. The first biases pass through the second layer as well: they are multiplied by its "
            "weights, `b1 @ W2`.",
        ),
        Mistake(
            "`b1 + b2`",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
            "The weights are right. The first biases were added as they are, and there need not be as many of them as "
            "of the second. They pass through the second layer as well: `b1 @ W2`.",
        ),
        Mistake(
            "`(b1 + b2) @ W2`",
            lambda W1, b1, W2, b2: (W1 @ W2, (b1 + b2) @ W2),
            "The weights are right. The second biases are added at the very end, and no weight comes after them.",
        ),
        Mistake(
            "`W2 @ b1`",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
            "The weights are right. The rows stand on the left here, in the biases too: `b1 @ W2`.",
        ),
        Mistake(
            "The first biases, summed, are added",
            lambda W1, b1, W2, b2: (W1 @ W2, np.sum(b1) + b2),
            "The weights are right. The first biases were added as they are. They pass through the second layer as "
            "well, and are multiplied by its weights: `b1 @ W2`.",
        ),
        Mistake(
            "The first biases are lost",
            lambda W1, b1, W2, b2: (W1 @ W2, b2),
            "The weights are right, and the first biases are lost. They pass through the second layer too: `b1 @ W2` "
            "belongs to the bias.",
        ),
        Mistake(
            "The second biases are lost",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2),
            "The weights are right. `b1 @ W2` is what becomes of the first biases; the second ones, `b2`, are missing.",
        ),
        Mistake(
            "The second biases pass through the layer too",
            lambda W1, b1, W2, b2: (W1 @ W2, (b1 + np.sum(b2)) @ W2),
            "The weights are right. The second biases are added at the very end, and no weight comes after them.",
        ),
        Mistake(
            "With a sigmoid between them",
            lambda W1, b1, W2, b2: (W1 @ W2, sigmoid(b1) @ W2 + b2),
            "There is no sigmoid between these layers. `b1` is multiplied by `W2` as it is.",
        ),
        Mistake(
            "The weights are added",
            lambda W1, b1, W2, b2: (W1 + np.sum(W2), b1 @ W2 + b2),
            "The weights of two layers in a row are multiplied, as a matrix: `W1 @ W2`.",
        ),
        Mistake(
            "The second layer's weights stand on the left",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
            "With matrices the order counts, and `W2 @ W1` is another product, or none at all. X meets `W1` first, so "
            "it stands on the left: `W1 @ W2`.",
        ),
        Mistake(
            "The wrong way round",
            lambda W1, b1, W2, b2: (W2.T @ W1.T, b1 @ W2 + b2),
            "The bias is right. The weights come out transposed: X meets `W1` first, so it stands on the left, and "
            "nothing is turned round.",
        ),
        Mistake(
            "Only the weights are returned",
            lambda W1, b1, W2, b2: W1 @ W2,
            "The weights are right, and the bias does not come back. Return both, first the weights, then the bias.",
        ),
    ],
    hints=[
        "Write down what the second layer gets: X W1 + b1. It multiplies that by W2 and adds b2.",
        "(X W1 + b1) W2 + b2 = X (W1 W2) + (b1 W2 + b2). What X is multiplied by is the weights, the rest the bias.",
        "`return W1 @ W2, b1 @ W2 + b2`",
    ],
    praise="Two layers of numbers went in and one came out. Nothing was lost, so nothing had been gained.",
)

colleagues_bug = Question(
    title="Find the colleague's mistake",
    statement="What keeps the colleague's network from bending its boundary?",
    choices=[
        Choice(
            "Eight hidden units are too few for two hundred applicants.",
            "It is tempting to ask for more. But three units are enough for this region, as you have seen, and eight "
            "hundred in the colleague's code would give a line as well.",
        ),
        Choice(
            "In `hidden`, the sigmoid is missing. The two layers multiply out into one, which is a line.",
            "Without it the scores themselves are weighed, and a weighted sum of scores is a score again. "
            "`multiply_out` finds the one line that says the same, to twelve digits.",
            right=True,
        ),
        Choice(
            "It was trained for too few steps: the loss still falls.",
            "It is tempting, because a loss that falls looks like a promise. But it never gets below what the best "
            "line has, and no number of steps makes a line bend.",
        ),
        Choice(
            "The output should not take the sigmoid of a sum.",
            "It should: without it there would be no probability. And the sigmoid at the end only says how sure the "
            "network is. Where it says 0.5 depends on the sum alone.",
        ),
    ],
)

recall_bend = Question(
    title="Where the bend comes from",
    statement="What makes the boundary of a network with a hidden layer bend?",
    choices=[
        Choice(
            "That it has more weights than a single neuron.",
            "More weights alone do nothing: two layers without an activation between them have many, and draw a line.",
        ),
        Choice(
            "That each hidden unit puts its score through the sigmoid before it is weighed.",
            "So a unit's opinion stops growing far from its line, and another unit's line takes over there.",
            right=True,
        ),
        Choice(
            "That the output unit draws a curve.",
            "It is tempting, since the boundary is the output's. But in its own coordinates, the opinions, it draws a "
            "straight line, as every neuron does.",
        ),
    ],
)

recall_base_rate = Question(
    title="Back to lesson 6: sixty-one percent",
    statement="Of the applicants to the preparatory year, 39 % are admitted. A model is right for 61 % of those held "
    "out. What does that say?",
    choices=[
        Choice(
            "It has learned something: 61 % is more than the 50 % of a coin.",
            "It is tempting to compare with a coin. But whoever knows nothing and always says no is right for 61 % "
            "too.",
        ),
        Choice(
            "It is as good as always saying no.",
            "The base rate is what the commoner answer gets. A model that has learned something is above it.",
            right=True,
        ),
        Choice(
            "It overfits.",
            "To say so, you would need to know how it does on those that it learned from. One accuracy alone does not "
            "show it.",
        ),
    ],
)

recall_xor = Question(
    title="Back to lesson 2: the perceptron algorithm on XOR",
    statement="What does the perceptron algorithm do with the four corners of XOR, if nobody stops it?",
    choices=[
        Choice(
            "It stops at the line with the fewest mistakes.",
            "It does not know which line has the fewest. It moves with every mistake, even when the line was the best "
            "that there is; that is why you keep the best line in your pocket.",
        ),
        Choice(
            "It goes on for ever, since each line has a mistake and each mistake moves it.",
            "No line separates the corners, so there is always a mistake, and the line never comes to rest. It takes "
            "another layer, and not more patience.",
            right=True,
        ),
        Choice(
            "Its weights grow until they overflow.",
            "They do not grow without end: each step undoes some of the one before, and the line goes round in "
            "circles.",
        ),
    ],
)

CONTENTS = contents(vars())
