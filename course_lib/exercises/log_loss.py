"""Lesson 4: the probability of the true labels, minus its logarithm, and the mean of that."""

import numpy as np

from course_lib import losses as lesson
from course_lib.activations import sigmoid as right_sigmoid
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, contents

first_guess = Question(
    title="Predict: wrong, and how sure",
    statement="A student was rejected. One model had given them the probability 0.6 of being admitted, another one "
    "0.99. Both are wrong. By how much is the second one worse?",
    prediction=True,
    choices=[
        Choice(
            "Not at all. Each has made one mistake.",
            "It is tempting because that is how we have counted so far. But the second model would have bet almost "
            "everything on the wrong answer, and a count cannot see it.",
        ),
        Choice(
            "By 0.39, the difference of the two numbers.",
            "A good measure should grow with that difference, but not so mildly. Somebody who says 99 % leaves 1 % for "
            "the truth, and somebody who says 60 % leaves 40 %.",
        ),
        Choice(
            "By far: it gave the truth a fortieth of the chance.",
            "The truth was rejected. The first model gave it the probability 0.4, the second one 0.01. This lesson "
            "builds the measure that sees it.",
            right=True,
        ),
        Choice(
            "It is better, because it is sure of what it says.",
            "Being sure is good for those who are right. For those who are wrong it makes things worse.",
        ),
    ],
)


def right_label_probability(y, p):
    """Return the probability that the model gave to each true label."""
    return np.where(y == 1, p, 1 - p)


WRONG_LABEL = (
    "This is the probability of the other label, the one that did not come true. For an admitted student, with `y` "
    "equal to 1, the truth had the probability `p`."
)


def returns_in_the_loop(y, p):
    for label, q in zip(y, p):
        return q if label == 1 else 1 - q


label_probability = CodeExercise(
    title="Find the probability of the true labels",
    statement="Return the probability that the model gave to each true label: p where y is 1, and 1 - p where it is 0.",
    reference=right_label_probability,
    cases=[
        (np.array([1, 1, 0]), np.array([0.881, 0.953, 0.982])),
        (np.array([0, 1, 1, 0]), np.array([0.25, 0.75, 0.4, 0.9])),
        (np.array([0]), np.array([0.5])),
    ],
    mistakes=[
        Mistake(
            "p for everybody",
            lambda y, p: p,
            "This is right for those who were admitted. For a rejected student the true label is 0, and its "
            "probability is the rest, `1 - p`.",
        ),
        Mistake(
            "1 - p for everybody",
            lambda y, p: 1 - p,
            "This is right for those who were rejected. For an admitted student the true label is 1, and its "
            "probability is `p` itself.",
        ),
        Mistake(
            "Without brackets: `(1 - y) * 1 - p`, or `y * p + 1 - y * 1 - p`",
            lambda y, p: y * p + (1 - y) * 1 - p,
            "A product comes before a difference, so p is taken away from everybody. Both differences need brackets: "
            "`(1 - y) * (1 - p)`.",
        ),
        Mistake(
            "A minus between the two terms",
            lambda y, p: y * p - (1 - y) * (1 - p),
            "For the rejected the sign is reversed. The two terms are added: one of them is 0 for everybody.",
        ),
        Mistake("The two are swapped", lambda y, p: np.where(y == 1, 1 - p, p), WRONG_LABEL),
        Mistake(
            "y * p: nothing for the rejected",
            lambda y, p: y * p,
            "A rejected student gets 0 here, because `y` is 0. Their label had a probability too: `1 - p`.",
        ),
        Mistake(
            "The larger of p and 1 - p",
            lambda y, p: np.maximum(p, 1 - p),
            "This is how sure the model is of its own answer, right or wrong. You want the probability of "
            "what really happened, and `y` says what that was.",
        ),
        Mistake(
            "Whether the model is right, 1 or 0",
            lambda y, p: np.where((p >= 0.5) == (y == 1), 1, 0),
            "This says only whether the model is right. The probability says more: keep the numbers, and cut nothing "
            "off at 0.5.",
        ),
        Mistake(
            "With a sign: y - p",
            lambda y, p: y - p,
            "This is the error of lesson 2 with `p` for the prediction. It has a sign, and a probability lies "
            "between 0 and 1.",
        ),
        Mistake(
            "The product of all",
            lambda y, p: np.prod(right_label_probability(y, p)),
            "This is the product of all of them, which comes next. Return one probability for each student.",
        ),
        Mistake(
            "`return` inside the loop",
            returns_in_the_loop,
            "This is the first student's alone: a `return` inside a loop ends the function at once. Without a loop, "
            "`np.where(condition, a, b)` answers for all students.",
        ),
        Mistake(
            "An `if`, which takes one student only",
            lambda y, p: p if y == 1 else 1 - p,
            "For a single student it is right. An array holds several, and `if` cannot answer for all of them at "
            "once. `np.where(condition, a, b)` asks each student by itself.",
        ),
    ],
    hints=[
        "For each student there are two cases, so `np.where(condition, a, b)` of lesson 1 fits.",
        "The condition is that the student was admitted: `y == 1`.",
        "`return np.where(y == 1, p, 1 - p)`",
    ],
    praise="Long bars everywhere would be a model that knew it all. Dora's is 0.018: the model was sure, and wrong.",
)

likelihood_of_three = RoundedExercise(
    digits=4,
    title="Multiply three probabilities",
    statement="Ada and Ben were admitted, Dora was rejected. A second model gives them p = 0.7, 0.8 and 0.9. How "
    "likely does it make the three labels together?",
    reference=0.056,
    mistakes=[
        Mistake(
            "p for Dora too",
            0.504,
            "You multiplied the three values of p. Dora was rejected, so her true label had the probability 1 - 0.9.",
        ),
        Mistake(
            "The sum",
            1.6,
            "These are the right three numbers, added. A probability is never above 1. How likely it is that one thing "
            "happens and another too is a product.",
        ),
        Mistake(
            "The mean",
            1.6 / 3,
            "These are the right three numbers, and their mean. How likely all three labels are together is their "
            "product.",
        ),
        Mistake(
            "The wrong labels",
            0.3 * 0.2 * 0.9,
            "You multiplied the probabilities of the labels that did not come true. For Ada it is 0.7, for Ben 0.8.",
        ),
        Mistake(
            "Dora is left out",
            0.56,
            "Dora is missing. The model gave her true label, rejected, the probability 1 - 0.9.",
        ),
        Mistake(
            "Dora's alone",
            0.1,
            "This is Dora's own factor. Multiply it by those of Ada and Ben.",
        ),
        Mistake(
            "Rounded to two decimals",
            0.06,
            "This is the right product, rounded. Give it to three decimals.",
        ),
        Mistake(
            "The first model's product",
            0.881 * 0.953 * 0.018,
            "This is the product of the committee's line, from the text. The second model has other numbers: 0.7, "
            "0.8 and 0.9.",
        ),
        Mistake(
            "The exact probabilities at half the steepness",
            float(np.prod(right_sigmoid(np.array([1.0, 1.5, -2.0])))),
            "These are the exact probabilities at half the steepness. Take the round ones of the text.",
        ),
    ],
    hints=[
        "First the probability of each true label. Ada and Ben were admitted: 0.7 and 0.8. Dora was rejected.",
        "Dora's true label had the probability 1 - 0.9 = 0.1. Now multiply the three.",
        "`likelihood = 0.7 * 0.8 * (1 - 0.9)`",
    ],
    praise="The second model is less sure of Ada and Ben, and still it makes the labels nearly four times as likely: "
    "it was less sure of Dora too.",
    otherwise="Three factors: the probability of Ada's true label, of Ben's and of Dora's.",
)

cost_of_a_surprise = RoundedExercise(
    digits=2,
    title="What one surprise costs",
    statement="A model gives a student p = 0.9, and the student was rejected. What does this student cost, to two "
    "decimals at least?",
    reference=2.3,
    mistakes=[
        Mistake(
            "p in place of 1 - p",
            float(-np.log(0.9)),
            "This is the cost of an admitted student. This one was rejected: the true label had the probability 1 - "
            "0.9.",
        ),
        Mistake(
            "The minus is missing",
            float(np.log(0.1)),
            "The size is right, and the minus is missing. The logarithm of a number below 1 is negative, and a cost "
            "is not.",
        ),
        Mistake(
            "`np.log10`",
            1,
            "If this is the logarithm to base 10: you want the natural one, `np.log`.",
        ),
        Mistake(
            "`np.log2`",
            float(-np.log2(0.1)),
            "This is the logarithm to base 2. You want the natural one, `np.log`.",
        ),
        Mistake(
            "The probability itself",
            0.1,
            "This is the probability of the true label. The cost is minus its logarithm.",
        ),
        Mistake(
            "The probability of the wrong label",
            0.9,
            "This is the probability of admitted, and the student was rejected. Begin with the probability of the "
            "true label, and take minus its logarithm.",
        ),
    ],
    hints=[
        "Which label came true, and which probability had the model given to it?",
        "The student was rejected, and the model gave that the probability 1 - 0.9. Take minus its natural logarithm.",
        "`cost = -np.log(1 - 0.9)`",
    ],
    praise="A right answer at p = 0.9 costs 0.11. This wrong one costs more than twenty times as much.",
    otherwise="The cost is minus the natural logarithm of the probability that the model gave to the true label.",
)


def clipped(p):
    """Return probabilities kept away from 0 and 1, as the log-loss keeps them."""
    eps = np.finfo(p.dtype).eps
    return np.clip(p, eps, 1 - eps)


def costs(y, p):
    """Return the cost of each student, for probabilities that are neither 0 nor 1."""
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def clipped_elsewhere(eps):
    return lambda y, p: np.mean(costs(y, np.clip(p, eps, 1 - eps)))


def swapped(y, p):
    return np.mean(costs(p, clipped(y.astype(float))))


def by_indexing_the_admitted(y, p):
    return -np.mean(np.log(clipped(p)[y == 1]))


SUM = (
    "This is the sum over the students. It grows with their number, so two classes could not be compared. Take the "
    "mean: `np.mean`."
)
NO_MINUS = (
    "The size is right and the sign is not. The logarithm of a number below 1 is negative; the minus in front makes "
    "it a cost, where larger is worse."
)
ADMITTED_ONLY = (
    "The rejected students cost nothing here. Such a loss is lowest for a model that is sure to admit everybody. The "
    "second term counts the others: `- (1 - y) * np.log(1 - p)`."
)
BASE_10 = "This is the logarithm to base 10, so every cost is 2.3 times too small. The natural one is `np.log`."
BASE_2 = "This is the logarithm to base 2, so every cost is 1.44 times too large. The natural one is `np.log`."
OTHER_EPS = (
    "Only the clipping differs: at a probability of exactly 0 or 1 the cost depends on where you cut. Take the eps of "
    "the text, `np.finfo(p.dtype).eps`."
)

FIRST_TIMES = (
    "Python multiplies before it subtracts: `1 - y * …` takes away `y` times the logarithm. The switch for the "
    "rejected needs brackets: `(1 - y) * np.log(1 - p)`."
)
UNDERFLOW = (
    "This is the logarithm of the product. For few students it is the same on paper; the product of many is smaller "
    "than any number that a computer can hold, and becomes 0. Take the logarithm of each first, and then the mean."
)
SQUARED = (
    "This is the squared error, which comes later in the lesson. The log-loss takes minus the logarithm of the "
    "probability of the true label."
)

log_loss = CodeExercise(
    title="Write the log-loss",
    statement="Return the log-loss of the probabilities p for the labels y, with p clipped to eps and 1 - eps.",
    reference=lesson.log_loss,
    cases=[
        (np.array([1, 1, 0]), np.array([0.881, 0.953, 0.982])),
        (np.array([0, 1, 0, 0, 1]), np.array([0.25, 0.75, 0.4, 0.1, 0.6])),
        (np.array([0, 0]), np.array([0.2, 0.7])),
        (np.array([1, 0]), np.array([0.0, 0.3])),
        (np.array([0, 1]), np.array([1.0, 0.6])),
        (np.tile([1, 0], 500), np.tile([0.2, 0.7], 500)),
    ],
    mistakes=[
        Mistake("The sum in place of the mean", lambda y, p: np.sum(costs(y, clipped(p))), SUM),
        Mistake("The sum, without clipping", lambda y, p: np.sum(costs(y, p)), SUM),
        Mistake("The minus is missing", lambda y, p: -np.mean(costs(y, clipped(p))), NO_MINUS),
        Mistake("The minus is missing, without clipping", lambda y, p: -np.mean(costs(y, p)), NO_MINUS),
        Mistake("Only log p: the rejected are forgotten", lambda y, p: np.mean(-y * np.log(clipped(p))), ADMITTED_ONLY),
        Mistake("Only log p, without clipping", lambda y, p: np.mean(-y * np.log(p)), ADMITTED_ONLY),
        Mistake(
            "log p for everybody",
            lambda y, p: np.mean(-np.log(clipped(p))),
            "Every student is treated as if admitted. Where `y` is 0, the true label had the probability 1 - p, and "
            "the cost is `-np.log(1 - p)`.",
        ),
        Mistake(
            "Without clipping",
            lambda y, p: np.mean(costs(y, p)),
            "The formula is right, and one probability here is exactly 0 or 1, whose logarithm is minus infinity. "
            "Clip p first, at both ends, and keep the result, since `np.clip` returns a new array: `p = np.clip(p, "
            "eps, 1 - eps)`.",
        ),
        Mistake("Clipped at 1e-15", clipped_elsewhere(1e-15), OTHER_EPS),
        Mistake("Clipped at 1e-12", clipped_elsewhere(1e-12), OTHER_EPS),
        Mistake("Clipped at 1e-10", clipped_elsewhere(1e-10), OTHER_EPS),
        Mistake("Clipped at 1e-9", clipped_elsewhere(1e-9), OTHER_EPS),
        Mistake("Clipped at 1e-8", clipped_elsewhere(1e-8), OTHER_EPS),
        Mistake("Clipped at 1e-7", clipped_elsewhere(1e-7), OTHER_EPS),
        Mistake("Clipped at 1e-6", clipped_elsewhere(1e-6), OTHER_EPS),
        Mistake("`np.log10`", lambda y, p: np.mean(costs(y, clipped(p))) / np.log(10), BASE_10),
        Mistake("`np.log10`, without clipping", lambda y, p: np.mean(costs(y, p)) / np.log(10), BASE_10),
        Mistake("`np.log2`", lambda y, p: np.mean(costs(y, clipped(p))) / np.log(2), BASE_2),
        Mistake("`np.log2`, without clipping", lambda y, p: np.mean(costs(y, p)) / np.log(2), BASE_2),
        Mistake(
            "y and p swapped",
            swapped,
            "The labels and the probabilities have changed places. The logarithm is taken of `p`, and `y` is the "
            "switch in front of it.",
        ),
        *[
            Mistake(
                f"The logarithm of a label{name}",
                of_labels,
                "Here the logarithm of a label is taken. A label is 0 or 1, and the logarithm of 0 is minus infinity. "
                "The logarithm belongs to `p` and `1 - p`, and `y` and `1 - y` stand in front of them.",
            )
            for name, of_labels in (
                ("", lambda y, p: np.mean(-p * np.log(y) - (1 - p) * np.log(1 - y))),
                (", clipped", lambda y, p: np.mean(-clipped(p) * np.log(y) - (1 - clipped(p)) * np.log(1 - y))),
                (", in the second term", lambda y, p: np.mean(-y * np.log(p) - (1 - p) * np.log(1 - y))),
                (
                    ", in the second term, clipped",
                    lambda y, p: np.mean(-y * np.log(clipped(p)) - (1 - clipped(p)) * np.log(1 - y)),
                ),
            )
        ],
        *[
            Mistake(
                f"The labels are not asked{name}",
                unasked,
                "The labels have no say here: `p` stands where `y` belongs. `y` and `1 - y` switch on the term that "
                "counts, `-y * np.log(p) - (1 - y) * np.log(1 - p)`.",
            )
            for name, unasked in (
                ("", lambda y, p: np.mean(costs(clipped(p), clipped(p)))),
                (", without clipping", lambda y, p: np.mean(costs(p, p))),
            )
        ],
        Mistake(
            "Divided by the number of students twice",
            lambda y, p: np.mean(costs(y, clipped(p))) / len(y),
            "This was divided by the number of students twice. `np.mean` already divides by it.",
        ),
        Mistake(
            "Divided by 100",
            lambda y, p: np.sum(costs(y, clipped(p))) / 100,
            "The sum was divided by 100. In these tries there are fewer students, or more: `len(y)`, or `np.mean`.",
        ),
        Mistake(
            "`return` inside the loop",
            lambda y, p: costs(y, clipped(p))[0] / len(y),
            "Only the first student's cost is there. The `return` stands inside the loop and ends it at once: move it "
            "to the left, under the `for`.",
        ),
        Mistake(
            "The labels turned round",
            lambda y, p: np.mean(costs(1 - y, clipped(p))),
            "This is the cost of the opposite labels. `y` stands before `np.log(p)`, and `1 - y` before "
            "`np.log(1 - p)`.",
        ),
        Mistake(
            "Without brackets: `1 - y * np.log(1 - p)`",
            lambda y, p: np.mean(-y * np.log(clipped(p)) - 1 - y * np.log(1 - clipped(p))),
            FIRST_TIMES,
        ),
        Mistake(
            "Without brackets, and without clipping",
            lambda y, p: np.mean(-y * np.log(p) - 1 - y * np.log(1 - p)),
            FIRST_TIMES,
        ),
        Mistake(
            "A plus between the terms",
            lambda y, p: np.mean(-y * np.log(clipped(p)) + (1 - y) * np.log(1 - clipped(p))),
            "The two terms have different signs, so the costs of admitted and rejected students cancel. Both have a "
            "minus.",
        ),
        Mistake(
            "One cost for each student",
            lambda y, p: costs(y, clipped(p)),
            "This is the cost of each student. You want one number for the whole model: their mean.",
        ),
        Mistake(
            "Minus the log of the mean probability",
            lambda y, p: -np.log(np.mean(right_label_probability(y, clipped(p)))),
            "The mean was taken before the logarithm. Then one terrible guess hides behind the others. First the "
            "logarithm of each, then the mean.",
        ),
        Mistake(
            "Only the admitted rows",
            by_indexing_the_admitted,
            "The mean goes over the admitted students alone. Every student counts, the rejected with `-np.log(1 - p)`.",
        ),
        *[
            Mistake(f"The logarithm of the product{name}", of_the_product, UNDERFLOW)
            for name, of_the_product in (
                ("", lambda y, p: -np.log(np.prod(right_label_probability(y, clipped(p)))) / len(y)),
                (", without clipping", lambda y, p: -np.log(np.prod(right_label_probability(y, p))) / len(y)),
            )
        ],
        Mistake(
            "The product, without a logarithm",
            lambda y, p: np.prod(right_label_probability(y, p)),
            "This is the likelihood, the product of the probabilities. The log-loss is the mean of minus their "
            "logarithms.",
        ),
        Mistake(
            "The share of mistakes",
            lambda y, p: np.mean((p >= 0.5) != (y == 1)),
            "This is the share of mistakes. Being a little wrong and being very wrong are the same to it. Take minus "
            "the logarithm of the probabilities.",
        ),
        Mistake("The squared error", lambda y, p: np.mean((p - y) ** 2), SQUARED),
        Mistake("Half the squared error", lambda y, p: np.mean((p - y) ** 2) / 2, SQUARED),
        Mistake(
            "The mean distance |y - p|",
            lambda y, p: np.mean(np.abs(y - p)),
            "This is the mean distance between `y` and `p`. The log-loss takes minus the logarithm of the "
            "probability of the true label.",
        ),
        Mistake(
            "`t = …` in the loop: the last cost alone",
            lambda y, p: costs(y, clipped(p))[-1] / len(y),
            "Only the last student's cost is there. `t = …` throws away what `t` was, and `t += …` adds to it.",
        ),
    ],
    hints=[
        "First the clipping, two lines: `eps = np.finfo(p.dtype).eps` and `p = np.clip(p, eps, 1 - eps)`.",
        "The cost of every student at once: `-y * np.log(p) - (1 - y) * np.log(1 - p)`. For each one, one of the terms "
        "is 0.",
        "The log-loss is the mean of these costs: `np.mean(…)`.",
        "`return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))` after the two lines of the clipping.",
    ],
    praise="The formula needs no `if` and no loop: `y` switches on the term that counts. Lesson 5 finds its slope.",
)

coin_loss = RoundedExercise(
    digits=3,
    title="The loss of a coin",
    statement="A model says p = 0.5 about everybody. What is its log-loss, to three decimals at least?",
    reference=float(np.log(2)),
    mistakes=[
        Mistake(
            "Two digits",
            0.69,
            "This is right, and rounded too much: the next loss that you meet differs from it in the third decimal. "
            "Give three.",
        ),
        Mistake(
            "The loss of the share of the admitted",
            float(-0.45 * np.log(0.45) - 0.55 * np.log(0.55)),
            "This is the loss of a guess that knows how many are admitted, 0.45 for everybody. A coin says 0.5.",
        ),
        Mistake(
            "The likelihood of a hundred labels",
            0.5**100,
            "This is the likelihood of a hundred labels. The log-loss is minus its logarithm, divided by 100.",
        ),
        Mistake(
            "0.5",
            0.5,
            "This is the probability of each true label. The cost of each student is minus its logarithm, and the mean "
            "of equal costs is that cost.",
        ),
        Mistake(
            "The minus is missing",
            float(np.log(0.5)),
            "The size is right, and the minus is missing: a loss is never negative.",
        ),
        Mistake(
            "`np.log2`",
            1,
            "To base 2 it is 1, and people who measure in bits say so. Here the logarithm is the natural one, "
            "`np.log`.",
        ),
        Mistake(
            "`np.log10`",
            float(np.log10(2)),
            "This is the logarithm to base 10. You want the natural one, `np.log`.",
        ),
        Mistake(
            "The sum over a hundred students",
            float(100 * np.log(2)),
            "This is the sum over a hundred students. The log-loss is their mean, and here all costs are equal.",
        ),
        Mistake(
            "0: no mistake is certain",
            0,
            "A loss of 0 needs a model that is sure of every student and right. This one is never sure.",
        ),
    ],
    hints=[
        "Which probability has each true label? It is the same for admitted and rejected students.",
        "Every student costs -ln 0.5. What is the mean of equal numbers?",
        "`coin = -np.log(0.5)`, which is ln 2.",
    ],
    praise="It is ln 2, about 0.693. A log-loss above this is worse than tossing a coin.",
    otherwise="Work out what one student costs. Then ask what the mean is when all cost the same.",
)

standing_still = Question(
    title="Predict: a line moves by a hair",
    statement="A line moves by a hair, and no student changes sides. What happens to the number of mistakes, and to "
    "the log-loss?",
    prediction=True,
    choices=[
        Choice(
            "Both stay as they are: nobody has changed sides.",
            "For the count it is true. But every probability is a score put through the sigmoid, and the scores have "
            "changed a little.",
        ),
        Choice(
            "The count stays. The log-loss changes a little.",
            "The count sees only who is on which side. The log-loss sees how far, so nearly every movement changes it.",
            right=True,
        ),
        Choice(
            "The log-loss stays. The count changes a little.",
            "A count changes by whole students or not at all, and here nobody has changed sides.",
        ),
    ],
)


def clipped_table(P):
    return np.clip(P, np.finfo(P.dtype).eps, 1)


def entropy_terms(Y, P):
    """Return minus Y times the logarithm of P, entry by entry, with P clipped."""
    return -Y * np.log(clipped_table(P))


LOG_LOSS_TERM = (
    "The term with `1 - Y` belongs to the log-loss, where one number stands for both answers. Here each answer has a "
    "probability of its own, and only the true one counts."
)
OTHER_EPS_OF_P = (
    "Only the clipping differs: at a probability of exactly 0 the cost depends on where you cut. Take the eps of the "
    "text, `np.finfo(P.dtype).eps`."
)
LOG_OF_ZERO = (
    "The product comes before the logarithm here, so the logarithm is taken of a 0 for every answer that is not the "
    "true one. First the logarithm, then `Y` picks: `Y * np.log(P)`."
)

cross_entropy = CodeExercise(
    title="Write the cross-entropy",
    statement="Return the cross-entropy of the probabilities P for the one-hot rows Y, with P clipped to eps and 1.",
    reference=lesson.cross_entropy,
    cases=[
        (
            np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]]),
            np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.5, 0.25, 0.25], [0.6, 0.1, 0.3]]),
        ),
        (np.array([[0, 1, 0]]), np.array([[0.3, 0.6, 0.1]])),
        (np.array([[1, 0], [0, 1]]), np.array([[0.0, 1.0], [0.4, 0.6]])),
        (np.tile([[1, 0], [0, 1]], (500, 1)), np.tile([[0.2, 0.8], [0.7, 0.3]], (500, 1))),
    ],
    mistakes=[
        Mistake(
            "The sum over the students",
            lambda Y, P: np.sum(entropy_terms(Y, P)),
            "This is the sum over the students. Take the mean over them, so that the number does not grow with the "
            "class.",
        ),
        Mistake(
            "The mean over all entries",
            lambda Y, P: np.mean(entropy_terms(Y, P)),
            "The mean was taken over every entry of the table, so it is too small by the number of answers. Within a "
            "row, add: `np.sum(…, axis=1)`. Then take the mean over the rows.",
        ),
        Mistake(
            "axis=0 in place of axis=1",
            lambda Y, P: np.mean(np.sum(entropy_terms(Y, P), axis=0)),
            "The total was divided by the number of classes, and not by the number of students. That happens with "
            "`axis=0`, which adds down the columns, and with `Y.shape[1]`. Within a student's row it is `axis=1`, and "
            "then the mean.",
        ),
        Mistake(
            "One cost for each student",
            lambda Y, P: np.sum(entropy_terms(Y, P), axis=1),
            "This is the cost of each student. You want one number for the whole model: their mean.",
        ),
        Mistake(
            "The minus is missing",
            lambda Y, P: -np.mean(np.sum(entropy_terms(Y, P), axis=1)),
            "The size is right, and the minus is missing: a loss is never negative.",
        ),
        Mistake(
            "Without clipping",
            lambda Y, P: np.mean(-np.log(np.sum(Y * P, axis=1))),
            "The formula is right, and one probability here is exactly 0, whose logarithm is minus infinity. Clip "
            "first: `P = np.clip(P, eps, 1)`.",
        ),
        Mistake(
            "Y and P swapped",
            lambda Y, P: np.mean(np.sum(entropy_terms(P, Y.astype(float)), axis=1)),
            "The labels and the probabilities have changed places. The logarithm is taken of `P`, and `Y` picks the "
            "entry that counts.",
        ),
        Mistake(
            "The largest entry in place of the true one",
            lambda Y, P: np.mean(-np.log(np.max(P, axis=1))),
            "This asks how sure the model is of its own answer. You want the probability of the true "
            "answer, which `Y` picks out: `Y * np.log(P)`.",
        ),
        Mistake(
            "Every answer as a question of its own: also (1 - Y) · ln(1 - P)",
            lambda Y, P: np.mean(np.sum(entropy_terms(Y, P) + entropy_terms(1 - Y, 1 - P), axis=1)),
            LOG_LOSS_TERM,
        ),
        Mistake(
            "The log-loss, with its mean over all entries",
            lambda Y, P: np.mean(entropy_terms(Y, P) + entropy_terms(1 - Y, 1 - P)),
            LOG_LOSS_TERM,
        ),
        Mistake(
            "The log-loss, clipped at both ends",
            lambda Y, P: np.mean(costs(Y, clipped(P))),
            LOG_LOSS_TERM,
        ),
        Mistake(
            "The log-loss, clipped as in the text",
            lambda Y, P: np.mean(costs(Y, clipped_table(P))),
            LOG_LOSS_TERM,
        ),
        Mistake(
            "The log-loss of each row, clipped as in the text",
            lambda Y, P: np.mean(np.sum(costs(Y, clipped_table(P)), axis=1)),
            LOG_LOSS_TERM,
        ),
        *[
            Mistake(
                f"Clipped at {eps:g}",
                lambda Y, P, eps=eps: np.mean(np.sum(-Y * np.log(np.clip(P, eps, 1)), 1)),
                OTHER_EPS_OF_P,
            )
            for eps in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
        ],
        *[
            Mistake(f"The logarithm of the product{name}", of_the_product, UNDERFLOW)
            for name, of_the_product in (
                ("", lambda Y, P: -np.log(np.prod(np.sum(Y * clipped_table(P), axis=1))) / len(Y)),
                (", without clipping", lambda Y, P: -np.log(np.prod(np.sum(Y * P, axis=1))) / len(Y)),
            )
        ],
        Mistake(
            "The logarithm of `Y * P`",
            lambda Y, P: np.mean(-np.sum(np.log(Y * clipped_table(P)), axis=1)),
            LOG_OF_ZERO,
        ),
        Mistake(
            "The logarithm of `Y * P`, as a mean over all entries",
            lambda Y, P: np.mean(np.log(Y * clipped_table(P))),
            LOG_OF_ZERO,
        ),
        Mistake(
            "`np.log2`",
            lambda Y, P: np.mean(np.sum(entropy_terms(Y, P), axis=1)) / np.log(2),
            "This is the logarithm to base 2, so every cost is 1.44 times too large. The natural one is `np.log`.",
        ),
        Mistake(
            "`np.log10`",
            lambda Y, P: np.mean(np.sum(entropy_terms(Y, P), axis=1)) / np.log(10),
            "This is the logarithm to base 10, so every cost is 2.3 times too small. The natural one is `np.log`.",
        ),
    ],
    hints=[
        "First the clipping, two lines: `eps = np.finfo(P.dtype).eps` and `P = np.clip(P, eps, 1)`.",
        "`Y * np.log(P)` keeps the logarithm of the true answer in each row, and puts a 0 everywhere else.",
        "Add within each row, `np.sum(…, axis=1)`: that is one cost for each student. Then the mean, and the minus.",
        "`return float(np.mean(-np.sum(Y * np.log(P), axis=1)))` after the two lines of the clipping.",
    ],
    praise="It works for two answers, for three and for the ten digits of lesson 11.",
)

spot_the_bug = Question(
    title="Find the colleague's mistake",
    statement="What is wrong with the colleague's loss?",
    choices=[
        Choice(
            "Nothing. It is smooth, and its lowest point is where ours has it.",
            "It is tempting, since for the bias it would even do. But it lies 2.27 too high everywhere, above the loss "
            "of a coin.",
        ),
        Choice(
            "The probabilities are not clipped.",
            "They are not, and with a probability of exactly 0 or 1 it would end in infinity. Between the biases of "
            "the picture that does not happen, and it would not lift the whole curve.",
        ),
        Choice(
            "Every label is paired with every probability.",
            "`y` has the shape (100,) and `p` has (100, 1), so NumPy makes a table of 100 times 100 costs. Their mean "
            "no longer knows which label belongs to which student.",
            right=True,
        ),
        Choice(
            "The second term needs a plus.",
            "Both logarithms are of numbers below 1, and so negative. Both need the minus.",
        ),
    ],
)

recall_logarithm = Question(
    title="Why the logarithm",
    statement="The likelihood is a product. Why do we work with minus its logarithm?",
    choices=[
        Choice(
            "The product becomes a sum that a computer can hold, and the best model stays the best.",
            "A product of a thousand probabilities can fall below the smallest float. The sum of logarithms cannot, "
            "and a larger product always has the smaller loss.",
            right=True,
        ),
        Choice(
            "The logarithm makes the model more accurate.",
            "It changes no probability and no answer of the model. It only changes the number by which we compare "
            "models.",
        ),
        Choice(
            "Without it, wrong answers would not count.",
            "They count in the product too: a small factor makes the whole product small. The order of the models is "
            "the same with and without the logarithm.",
        ),
    ],
)

recall_worse_than_nothing = Question(
    title="What a number says",
    statement="A model is right for 94 % of the students and has a log-loss of 0.9. Giving everyone the share of "
    "yes gets 0.69. What do you say?",
    choices=[
        Choice(
            "Something is wrong in the code: 94 % and 0.9 cannot go together.",
            "It is tempting, and looking twice is right. But a few mistakes made with great certainty are enough, as "
            "in this lesson.",
        ),
        Choice(
            "Its yes and no can be used. Its probabilities are worse than none.",
            "The accuracy looks only at the side of the line. The loss looks at the probabilities, and these are far "
            "too sure where the model is wrong.",
            right=True,
        ),
        Choice(
            "It is a good model, since accuracy is what counts.",
            "For a yes or a no it may do. Whoever reads its probabilities, such as a committee that looks again at "
            "doubtful cases, is misled.",
        ),
        Choice(
            "It is wrong for 90 % of the students, because the loss is 0.9.",
            "The log-loss is not a share. It can be above 1, and it does not count mistakes.",
        ),
    ],
)

recall_same_line = Question(
    title="Back to lesson 1: ten times the numbers",
    statement="All three numbers of a line, w₁, w₂ and b, are multiplied by 10. What happens to its decisions, yes or "
    "no?",
    choices=[
        Choice(
            "More students are admitted, because the scores are higher.",
            "Positive scores grow, and negative ones fall further below zero. What decides is the sign, and no sign "
            "has changed.",
        ),
        Choice(
            "The line turns, so some decisions change.",
            "The line turns when the weights change their proportion. Here all three numbers keep it.",
        ),
        Choice(
            "None changes: it is the same line.",
            "Every score becomes ten times as large and keeps its sign. But the sigmoid of these scores is far surer, "
            "so the log-loss is different.",
            right=True,
        ),
    ],
)

CONTENTS = contents(vars())
