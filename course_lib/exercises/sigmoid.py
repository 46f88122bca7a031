"""Lesson 3: how sure a neuron is, how fast that changes, and several answers at once."""

import math

import numpy as np

from course_lib import activations as lesson
from course_lib.activations import sigmoid as right_sigmoid
from course_lib.activations import softmax as right_softmax
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, contents

first_guess = Question(
    title="Predict: exactly on the line",
    statement="In place of yes or no, the model is to say a probability of yes: a number from 0 to 1. Which one should "
    "a student exactly on the line get?",
    prediction=True,
    choices=[
        Choice(
            "0, because the score is 0.",
            "It is tempting because the number is the same. But a probability of 0 says: certainly not. That fits a "
            "student far below the line.",
        ),
        Choice(
            "1, because the step of 0 is 1.",
            "It is tempting because the step says yes here. But a probability of 1 says: certainly. And a hair below "
            "the line it would have to be 0. This jump is what we want to be rid of.",
        ),
        Choice(
            "0.5. On the line, yes and no are equally likely.",
            "The line is the border between the two answers, so there the model cannot say which. On the way up from "
            "there the probability grows towards 1, and on the way down it shrinks towards 0.",
            right=True,
        ),
        Choice(
            "It depends on where along the line they are.",
            "It is a good thought: two students on the line can be very different. But both have the score 0, and "
            "the score is all that a neuron knows of a student.",
        ),
    ],
)

probability_by_hand = RoundedExercise(
    digits=2,
    title="Work out one probability",
    statement="Give the probability σ(z) of Eli, with test 4 and grades 8, for the committee's line 2·x1 + x2 - 18, to "
    "two decimals at least.",
    reference=1 / (1 + math.exp(2)),
    mistakes=[
        Mistake(
            "Ada's: the sign of the score is lost",
            1 / (1 + math.exp(-2)),
            "This is σ(2), Ada's probability. Eli's score is -2, so the exponent is -(-2) = +2.",
        ),
        Mistake(
            "e to the power of -z alone",
            math.exp(2),
            "This is e to the power of 2. Add 1 to it, and then divide 1 by the sum.",
        ),
        Mistake(
            "The odds: e to the power of z",
            math.exp(-2),
            "This is e to the power of -2, Eli's odds. The probability is 1 / (1 + e to the power of 2).",
        ),
        Mistake(
            "The denominator: 1 + e to the power of -z",
            1 + math.exp(2),
            "This is what stands under the fraction bar: divide 1 by it. If you wrote `1 / 1 + …`, Python divides "
            "before it adds, and the sum needs brackets: `1 / (1 + …)`.",
        ),
        Mistake(
            "Without brackets: 1 / 1 + e to the power of -z",
            1 / 1 + math.exp(-2),
            "Python divides before it adds: `1 / 1 + …` is 1 + …. The sum under the fraction bar needs brackets.",
        ),
        Mistake(
            "A minus in the denominator: 1 - e to the power of -z",
            1 / (1 - math.exp(2)),
            "There is a minus where a plus belongs: 1 and the power of e are added. A probability is never negative.",
        ),
        Mistake(
            "The score: -2",
            -2,
            "This is Eli's score, and it is the right one. Now put it into σ.",
        ),
        Mistake(
            "The decision: 0",
            0,
            "This is what the step says. The sigmoid has something better to say than a plain no.",
        ),
        Mistake(
            "In percent",
            100 / (1 + math.exp(2)),
            "This is in percent. Write the probability as a number from 0 to 1.",
        ),
    ],
    hints=[
        "First the score: 2 · 4 + 1 · 8 - 18.",
        "The score is -2, so the exponent -z is +2. `np.exp(2)` is e to the power of 2.",
        "`p_eli = 1 / (1 + np.exp(2))`",
    ],
    praise="About 0.12: the model leans clearly to no. Ada, as far above the line as Eli is below it, has 0.88, and "
    "the two add up to 1. Eli was admitted, so here the model was fairly sure, and wrong.",
    otherwise="First the score, 2 · 4 + 1 · 8 - 18, then 1 / (1 + np.exp(-z)).",
)

SCORES = [
    (2.0,),
    (0.0,),
    (-2.0,),
    (np.array([-4.0, -0.5, 0.0, 1.5, 6.0]),),
    (np.array([1.0, -1.0, 3.0, 0.25, -6.0, -0.25]),),
    (-1000.0,),
    (1000.0,),
    (np.array([-1000.0, 2.0, -720.0, -0.5, 720.0, 1000.0]),),
    (np.array([-34.0, 34.0]),),
    (np.array([-2, 0, 3]),),
    (np.array([0.5]),),
]


def with_e_in_digits(z):
    return 1 / (1 + 2.718 ** (-z))


OVERFLOWS_BELOW = (
    "For everyday scores this is right. For a score of -1000 it asks for e to the power of 1000, and that is more than "
    "a float can hold. Never let the exponent be positive: `np.exp(-np.abs(z))` cannot overflow."
)

sigmoid = CodeExercise(
    strict=True,
    title="Write the sigmoid",
    statement="Return σ(z) for a number or an array, for scores of any size, without an overflow on the way.",
    reference=lesson.sigmoid,
    cases=SCORES,
    atol=1e-15,
    mistakes=[
        Mistake("Straight from the formula", lambda z: 1 / (1 + np.exp(-z)), OVERFLOWS_BELOW),
        Mistake("Straight from the formula, with `np.e`", lambda z: 1 / (1 + np.e ** (-z)), OVERFLOWS_BELOW),
        Mistake(
            "The other form everywhere",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "For everyday scores this is right. For a score of 1000 it asks for e to the power of 1000, and that is "
            "more than a float can hold. This form is good for negative scores only; `np.exp(-np.abs(z))` serves both.",
        ),
        Mistake(
            "Both forms inside `np.where`",
            lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
            "For everyday scores this is right, and for large ones a power overflows on the way. `np.where` works out "
            "both forms for every score before it chooses, and e to the power of |z| grows without bound. Work out one "
            "power that is safe for all: `power = np.exp(-np.abs(z))`.",
        ),
        Mistake(
            "The minus in the exponent is missing",
            lambda z: 1 / (1 + np.exp(z)),
            "The curve is mirrored: it falls where it should rise. The minus is missing, in e to the power of -z. "
            "After that, think of scores such as -1000.",
        ),
        Mistake(
            "The minus is missing in the stable form",
            lambda z: np.where(z >= 0, 1, np.exp(np.abs(z))) / (1 + np.exp(np.abs(z))),
            "The minus is missing: the power is e to the power of -|z|, `np.exp(-np.abs(z))`.",
        ),
        Mistake(
            "0 and 1 swapped in the stable form",
            lambda z: np.where(z >= 0, np.exp(-np.abs(z)), 1) / (1 + np.exp(-np.abs(z))),
            "The curve is mirrored: it falls where it should rise. The numerator is 1 where z is at least 0, and e "
            "to the power of -|z| elsewhere.",
        ),
        Mistake(
            "One numerator for all: 1",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "For scores of at least 0 this is right. Below the line the numerator has to be e to the power of -|z|, "
            "or a student below the line gets the probability of one above it.",
        ),
        Mistake(
            "One numerator for all: e to the power of -|z|",
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
            "For negative scores this is right. From 0 on the numerator has to be 1, or a student above the line "
            "gets the probability of one below it.",
        ),
        Mistake(
            "Without brackets: `1 / 1 + np.exp(-z)`",
            lambda z: 1 / 1 + np.exp(-z),
            "Python divides before it adds, so this is 1 plus the power. The sum under the fraction bar needs "
            "brackets: `1 / (1 + …)`. After that, think of scores such as -1000.",
        ),
        Mistake(
            "The stable form without brackets: `np.where(…) / 1 + power`",
            lambda z: np.where(z >= 0, 1, np.exp(-np.abs(z))) / 1 + np.exp(-np.abs(z)),
            "Python divides before it adds: `… / 1 + power` is the numerator plus the power. The sum under the "
            "fraction bar needs brackets: `… / (1 + power)`.",
        ),
        Mistake(
            "An `if`, which takes one number only",
            lambda z: 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z)),
            "For one number it is right, large ones included. An array holds several, and `if` cannot answer for all "
            "of them at once. `np.where(condition, a, b)` asks each number by itself.",
        ),
        Mistake(
            "`math.exp`, which takes one number only",
            lambda z: 1 / (1 + math.exp(-z)),
            "`math.exp` takes one number. NumPy's `np.exp` takes a whole array. After that, think of scores such as "
            "-1000.",
        ),
        Mistake(
            "2.718 for e",
            with_e_in_digits,
            "2.718 is only the beginning of e. `np.exp` knows all the digits that a float can hold, and takes a "
            "whole array.",
        ),
        Mistake(
            "The step",
            lesson.step,
            "This is the step: 0 or 1 and nothing between. The sigmoid of 2 is about 0.88.",
        ),
        Mistake(
            "tanh, a relative",
            np.tanh,
            "This is tanh, which goes from -1 to 1. The sigmoid goes from 0 to 1, and is 0.5 at 0.",
        ),
        Mistake(
            "A minus in the denominator",
            lambda z: 1 / (1 - np.exp(-z)),
            "There is a minus where a plus belongs: 1 and the power of e are added. After that, think of scores such "
            "as -1000.",
        ),
    ],
    hints=[
        "The exponent must never be positive. Which power do `1 / (1 + e^-z)`, for z of at least 0, and "
        "`e^z / (1 + e^z)`, for negative z, have in common?",
        "Both need e to the power of -|z|: `power = np.exp(-np.abs(z))`. Under the fraction bar stands `1 + power` in "
        "both.",
        "They differ above the bar alone: 1 where z is at least 0, and `power` elsewhere. `np.where` chooses.",
        "`power = np.exp(-np.abs(z))`, then `return np.where(z >= 0, 1, power) / (1 + power)`",
    ],
    praise="It holds for a score of 2 and for one of -1000, for one student and for a million.",
)

doubled = Question(
    title="All three numbers doubled, once more",
    statement="The committee doubles all three numbers: 4·x1 + 2·x2 - 36 = 0. What happens to Ada's probability, which "
    "was 0.88?",
    choices=[
        Choice(
            "It stays at 0.88, because the line is the same.",
            "It is tempting because lesson 1 said so, of the decision. The line is the same, and so is every yes and "
            "no. But Ada's score has doubled from 2 to 4, and the sigmoid takes the score.",
        ),
        Choice(
            "It doubles, to 1.76.",
            "The score doubles. The probability cannot: it never leaves the range from 0 to 1.",
        ),
        Choice(
            "It grows to 0.98: the same decision, made more surely.",
            "Ada's score is now 4, and σ(4) = 0.98. Everyone keeps their side, and the model gets surer about "
            "everyone who is not on the line.",
            right=True,
        ),
        Choice(
            "It falls, because the bias is lower.",
            "The bias alone would pull it down. But the weights have doubled too, and together the score has doubled: "
            "4 · 7 + 2 · 6 - 36 = 4.",
        ),
    ],
)

sure_of_ada = RoundedExercise(
    digits=3,
    title="Make the model 99 % sure of Ada",
    statement="By which number k must the committee's 2, 1 and -18 all be multiplied so that Ada gets the probability "
    "0.99? Give it to three decimals at least.",
    reference=math.log(99) / 2,
    mistakes=[
        Mistake(
            "The score that Ada needs: ln 99",
            math.log(99),
            "This is the score that has a probability of 0.99. Ada has the score 2 already: by what must it be "
            "multiplied?",
        ),
        Mistake(
            "The logarithm of 0.99",
            math.log(0.99) / 2,
            "This takes the logarithm of the probability. It belongs to the odds, 0.99 / 0.01 = 99.",
        ),
        Mistake(
            "The logarithm of 0.99, and no division",
            math.log(0.99),
            "This takes the logarithm of the probability. It belongs to the odds, 0.99 / 0.01 = 99.",
        ),
        Mistake(
            "Odds of 100 to 1",
            math.log(100) / 2,
            "These are odds of 100 to 1. A probability of 0.99 is 99 chances for yes and 1 for no.",
        ),
        Mistake(
            "The probability is scaled in place of the score",
            0.99 * (1 + math.exp(-2)),
            "This asks by how much the probability grows. What is multiplied is the score, and the probability does "
            "not grow in proportion.",
        ),
        Mistake(
            "The same with the rounded 0.88",
            0.99 / 0.88,
            "This asks by how much the probability grows. What is multiplied is the score, and the probability does "
            "not grow in proportion.",
        ),
        Mistake(
            "The odds without a logarithm",
            99 / 2,
            "The odds are 99, and they equal e to the power of 2k. The logarithm brings the k down: 2k = ln 99.",
        ),
        Mistake(
            "A logarithm to base 10",
            math.log10(99) / 2,
            "This is the logarithm to base 10. The base here is e: `np.log` in NumPy.",
        ),
        Mistake(
            "Divided by Ada's distance in place of her score",
            math.log(99) / (2 / math.sqrt(5)),
            "This divides by Ada's distance, which makes it the length of the new w. The question is what the old "
            "numbers are multiplied by: divide by her score, 2.",
        ),
        Mistake(
            "Two digits",
            2.3,
            "Two digits cannot tell odds of 99 from odds of 100. Give three decimals.",
        ),
    ],
    hints=[
        "A probability of 0.99 is odds of 0.99 / 0.01 = 99 to 1. And the odds are e to the power of the score.",
        "Ada's score becomes 2k. So e to the power of 2k has to be 99, and the logarithm undoes the power: 2k = ln 99.",
        "`k = np.log(99) / 2`",
    ],
    praise="About 2.3. Nothing that anyone knows about Ada has changed: the same line, told with more confidence. So "
    "the size of the weights has to be earned, and in lesson 5 it is.",
    otherwise="Ada's score becomes 2k, and her odds e to the power of 2k. For 0.99 they have to be 99 to 1.",
)

sigmoid_derivative = CodeExercise(
    strict=True,
    title="Write the slope of the sigmoid",
    statement="Return the slope of σ at the score z, for a number or an array.",
    reference=lesson.sigmoid_derivative,
    cases=[
        (0.0,),
        (2.0,),
        (-2.0,),
        (np.array([-4.0, -0.5, 0.0, 1.5, 6.0]),),
        (-1000.0,),
        (np.array([-1000.0, 0.5, 720.0, -2.0]),),
        (np.array([-2, 0, 3]),),
        (np.array([0.5]),),
    ],
    mistakes=[
        Mistake(
            "The sigmoid is taken twice",
            lambda z: right_sigmoid(right_sigmoid(z)) * (1 - right_sigmoid(right_sigmoid(z))),
            "The sigmoid is taken twice: of z, and then of the result. That is the slope at the wrong place. What "
            "comes in is a score: `s = sigmoid(z)` once, then `s * (1 - s)`.",
        ),
        Mistake(
            "z in place of σ(z)",
            lambda z: z * (1 - z),
            "The score itself went into the formula. What is multiplied is σ(z): `s = sigmoid(z)` first.",
        ),
        Mistake(
            "z in one of the two brackets",
            lambda z: right_sigmoid(z) * (1 - z),
            "The second factor is 1 - σ(z), and here it is 1 - z.",
        ),
        Mistake(
            "The sigmoid itself",
            right_sigmoid,
            "This is σ(z), the height of the curve. Its slope is σ(z) · (1 - σ(z)).",
        ),
        Mistake(
            "1 - σ(z) alone",
            lambda z: 1 - right_sigmoid(z),
            "This is 1 - σ(z), the probability of no. The slope has two factors: this one and σ(z).",
        ),
        Mistake(
            "σ(1 - z) in place of 1 - σ(z)",
            lambda z: right_sigmoid(z) * right_sigmoid(1 - z),
            "The 1 stands inside the sigmoid, as in σ(1 - z). It belongs outside: 1 - σ(z).",
        ),
        Mistake(
            "A plus in place of the minus",
            lambda z: right_sigmoid(z) * (1 + right_sigmoid(z)),
            "The second factor is 1 minus σ(z), and here it is 1 plus. At 0 the slope is 0.25.",
        ),
        Mistake(
            "The sign is reversed",
            lambda z: right_sigmoid(z) * (right_sigmoid(z) - 1),
            "The slope is negative here, and the curve rises everywhere. The second factor is `1 - s`, not `s - 1`.",
        ),
        Mistake(
            "One minus sign of the derivation is left",
            lambda z: -np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "The slope is negative here, and the curve rises everywhere. Two minus signs meet in the derivation, one "
            "from each rule, and they make a plus. The last step, `s * (1 - s)`, cannot overflow either.",
        ),
        Mistake(
            "The square is that of tanh: 1 - σ²",
            lambda z: 1 - right_sigmoid(z) ** 2,
            "1 minus the square is the rule for tanh. For the sigmoid it is σ(z) · (1 - σ(z)).",
        ),
        Mistake(
            "The square of σ: σ(z) - z²",
            lambda z: right_sigmoid(z) - z**2,
            "Multiplied out, the slope is σ(z) - σ(z)². The square belongs to σ(z), and here it is that of z.",
        ),
        *[
            Mistake(
                f"Measured from a step of {h:g} to one side",
                lambda z, h=h: (right_sigmoid(z + h) - right_sigmoid(z)) / h,
                "This is the slope to one side only, from z to a place a little further on, and so a little off. The "
                "formula is exact: `s * (1 - s)`.",
            )
            for h in (0.1, 0.01, 0.001, 1e-4, 1e-5)
        ],
        Mistake(
            "The form before the last step of the derivation",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "For everyday scores this is right. It is the formula before the last step, and for a score of -1000 it "
            "overflows. Your `sigmoid` does not: `s * (1 - s)`.",
        ),
        Mistake(
            "Without brackets: `s * 1 - s`",
            lambda z: right_sigmoid(z) * 1 - right_sigmoid(z),
            "Everything is 0. Python multiplies before it subtracts, so `s * 1 - s` is `s - s`. Write `s * (1 - s)`.",
        ),
    ],
    hints=[
        "The formula is σ(z) · (1 - σ(z)), and you have written `sigmoid`.",
        "Work out `sigmoid(z)` once and keep it in a name: `s = sigmoid(z)`.",
        "`s = sigmoid(z)`, then `return s * (1 - s)`",
    ],
    praise="The slope costs no new power of e: whoever knows the height of the curve knows its slope. That makes it "
    "cheap, and in lesson 9 every neuron of a network asks for it.",
)

THREE = np.array([-1.0, 1.0, 2.0])
CLASS = np.array([[-1.0, 1.0, 2.0], [3.0, 0.0, -2.0]])
KEEP = (
    "For one student it is right. With a table, the maximum or the sum of each row has lost its column, and NumPy "
    "cannot tell the rows apart. `keepdims=True` keeps a column of them."
)

softmax = CodeExercise(
    strict=True,
    title="Write the softmax",
    statement="Return the probability of each class, for one row of scores, however many answers there are, "
    "or for each row of a table.",
    reference=lesson.softmax,
    cases=[
        (THREE,),
        (np.array([2.0, 2.0]),),
        (CLASS,),
        (np.array([1000.0, 1001.0, 1002.0]),),
        (np.array([[1000.0, 1000.0, 0.0], [-1000.0, -1001.0, -1002.0]]),),
        (np.array([0.0, 0.0, 2000.0]),),
        (np.array([[-0.33, -1.53, 1.39], [0.52, 1.85, 1.15]]),),
        (np.array([[0.5, -1.0, 1.5]]),),
        (np.array([0, 1, 2]),),
    ],
    mistakes=[
        Mistake(
            "Straight from the formula, without taking the maximum away",
            lambda z: np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True),
            "For everyday scores this is right. For a score of 1000 it asks for e to the power of 1000, and that "
            "overflows. Take the largest score of each row away first: it changes no probability.",
        ),
        Mistake(
            "Straight from the formula, summed over everything",
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            "The sum runs over the whole table, so all students share one probability. Each row has a sum of its own: "
            "`np.sum(e, axis=-1, keepdims=True)`. After that, think of scores such as 1000.",
        ),
        Mistake(
            "The sum runs over the whole table",
            lambda z: (
                np.exp(z - np.max(z, axis=-1, keepdims=True)) / np.sum(np.exp(z - np.max(z, axis=-1, keepdims=True)))
            ),
            "The sum runs over the whole table, so all students share one probability. Each row has a sum of its own: "
            "`np.sum(e, axis=-1, keepdims=True)`.",
        ),
        Mistake(
            "Sum and maximum of the whole table",
            lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))),
            "The sum runs over the whole table, so all students share one probability. Each row has a maximum and a "
            "sum of its own: `axis=-1, keepdims=True` in both.",
        ),
        Mistake(
            "The maximum of the whole table",
            lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)), axis=-1, keepdims=True),
            "The sums are right. The maximum is that of the whole table, and a row that lies far below it shrinks to "
            "zeros: 0 divided by 0. Each row has a maximum of its own: `axis=-1, keepdims=True`.",
        ),
        Mistake(
            "Along the columns: `axis=0`",
            lambda z: (
                np.exp(z - np.max(z, axis=0, keepdims=True))
                / np.sum(np.exp(z - np.max(z, axis=0, keepdims=True)), axis=0, keepdims=True)
            ),
            "For one student it is right. In a table `axis=0`, and Python's own `sum` and `max` too, go down the "
            "columns, from student to student. The classes stand side by side in a row: `axis=-1`, the last one.",
        ),
        Mistake(
            "Python's own `sum`, the maximum taken row by row",
            lambda z: (e := np.exp(z - np.max(z, axis=-1, keepdims=True))) / sum(e),
            "For one student it is right. In a table Python's own `sum` adds one row to the next. Each row has its "
            "own sum: `np.sum(e, axis=-1, keepdims=True)`.",
        ),
        Mistake(
            "`axis=1`, which one row does not have",
            lambda z: (
                np.exp(z - np.max(z, axis=1, keepdims=True))
                / np.sum(np.exp(z - np.max(z, axis=1, keepdims=True)), axis=1, keepdims=True)
            ),
            "For a table this is right. One row alone has no `axis=1`. The last axis is there in both: `axis=-1`.",
        ),
        Mistake(
            "The sum without `keepdims`",
            lambda z: (
                np.exp(z - np.max(z, axis=-1, keepdims=True))
                / np.sum(np.exp(z - np.max(z, axis=-1, keepdims=True)), axis=-1)
            ),
            KEEP,
        ),
        Mistake(
            "Maximum and sum without `keepdims`",
            lambda z: np.exp(z - np.max(z, axis=-1)) / np.sum(np.exp(z - np.max(z, axis=-1)), axis=-1),
            KEEP,
        ),
        Mistake(
            "Not divided by the sum",
            lambda z: np.exp(z - np.max(z, axis=-1, keepdims=True)),
            "These are the powers, and they do not add up to 1. Divide each by the sum of its row.",
        ),
        Mistake(
            "Divided by the largest in place of the sum",
            lambda z: (
                np.exp(z - np.max(z, axis=-1, keepdims=True))
                / np.max(np.exp(z - np.max(z, axis=-1, keepdims=True)), axis=-1, keepdims=True)
            ),
            "These are the powers, and they do not add up to 1. Divide each by the sum of its row.",
        ),
        Mistake(
            "The scores themselves are divided, without the power",
            lambda z: z / np.sum(z, axis=-1, keepdims=True),
            "The scores were divided by their sum, and a negative score makes a negative probability. First e to the "
            "power of each score, which is always positive.",
        ),
        Mistake(
            "A sigmoid of each score by itself",
            right_sigmoid,
            "Each score got a sigmoid of its own, and the three do not add up to 1. The classes compete: divide each "
            "power by the sum of its row.",
        ),
        Mistake(
            "Softmax twice",
            lambda z: right_softmax(right_softmax(z)),
            "The softmax is taken twice: of the scores, and then of the probabilities. The rows still add up to 1, and "
            "every answer is too unsure.",
        ),
        Mistake(
            "The smallest score is taken away",
            lambda z: (
                np.exp(z - np.min(z, axis=-1, keepdims=True))
                / np.sum(np.exp(z - np.min(z, axis=-1, keepdims=True)), axis=-1, keepdims=True)
            ),
            "For everyday scores this is right. But what is taken away has to be the largest score of each row, with "
            "`np.max`: after anything smaller an exponent above 0 is left, and that can overflow.",
        ),
        Mistake(
            "The largest score is taken away above the bar only",
            lambda z: np.exp(z - np.max(z, axis=-1, keepdims=True)) / np.sum(np.exp(z), axis=-1, keepdims=True),
            "The largest score is taken away above the fraction bar and not below it, so the shares do not add up to "
            "1. Keep the powers in a name, and use it in both places: `e / np.sum(e, …)`.",
        ),
        Mistake(
            "A loop over `z`, which takes single scores out of one row",
            lambda z: np.array([np.exp(row - np.max(row)) / np.sum(np.exp(row - np.max(row))) for row in z]),
            "For a table this is right. In one row the loop meets single scores, and each of them alone gets the "
            "whole share, 1. With `axis=-1, keepdims=True` the same line serves both, without a loop.",
        ),
        Mistake(
            "Only the largest gets a 1",
            lambda z: np.where(z == np.max(z, axis=-1, keepdims=True), 1, 0),
            "The largest score takes everything. That is a step, not a softmax: the others get a share too, "
            "e to the power of their score.",
        ),
        Mistake(
            "e to the power of -z",
            lambda z: right_softmax(-z),
            "The order is reversed: the largest score gets the smallest probability. It is e to the power of `z`, not "
            "of `-z`.",
        ),
    ],
    hints=[
        "Three steps: take the largest score of each row away, take e to the power of each, divide by the row's sum.",
        "`np.max(z, axis=-1, keepdims=True)` is the largest score of each row, as a column that can be taken away.",
        "`e = np.exp(z - np.max(z, axis=-1, keepdims=True))`. The sum has the same `axis` and `keepdims`.",
        "Then `return e / np.sum(e, axis=-1, keepdims=True)`",
    ],
    praise="Every row adds up to 1, and a score that is the largest by far takes nearly all of it.",
)

no_upper_bound = Question(
    title="An activation function without a bound",
    statement="A colleague says: ReLU grows without bound and has a corner at 0, so it is not an activation function. "
    "What do you answer?",
    choices=[
        Choice(
            "That is right. What a neuron gives out has to lie between 0 and 1.",
            "It is tempting because the step and the sigmoid stay there. Only a probability has to. What a neuron "
            "hands on to another neuron may be any number.",
        ),
        Choice(
            "That is right. Because of the corner it has no slope.",
            "It is tempting because at 0 itself there is none. But everywhere else there is, and for the one point 0 a "
            "program settles on 0 or 1.",
        ),
        Choice(
            "ReLU is not a straight line, and where z is positive it has a slope to follow. That is enough.",
            "It has a slope at all points but one, and not only the slope 0, as the step does. ReLU is the function "
            "inside many of today's networks. In lesson 7 you see why it must not be a straight line.",
            right=True,
        ),
        Choice(
            "Any function will do, z itself too.",
            "Not any. With z itself a neuron is a weighted sum, and weighted sums of weighted sums are weighted sums "
            "again: many neurons could do no more than one.",
        ),
    ],
)

spot_the_bug = Question(
    title="Find the colleague's mistake",
    statement="What is wrong with the colleague's probabilities?",
    choices=[
        Choice(
            "The largest score is taken away first, which changes the probabilities.",
            "It divides top and bottom by the same power, and that cancels. Your softmax does it as well.",
        ),
        Choice(
            "The sum should go down the columns, `axis=0`.",
            "The classes lie along the last axis, so each row is divided by its own sum. The rows do add up to 1.",
        ),
        Choice(
            "Nothing. The rows add up to 1, and every decision is right.",
            "Both are true, and neither tells whether the probabilities are right: many triples add up to 1 and have "
            "their largest number at the same place.",
        ),
        Choice(
            "The softmax is applied twice.",
            "`shares` are probabilities already. The last line treats them as scores, and all of them lie between 0 "
            "and 1.",
            right=True,
        ),
    ],
)

recall_decision = Question(
    title="Sigmoid and decision",
    statement="Somebody replaces the step by the sigmoid and says yes where p is at least 0.5. The weights stay. For "
    "how many students does the decision change?",
    choices=[
        Choice(
            "For none.",
            "σ(z) is at least 0.5 exactly where z is at least 0. What is new is how sure the answer is.",
            right=True,
        ),
        Choice(
            "For those near the line.",
            "It is tempting because they are the ones the model is unsure about. But unsure is not undecided: at 0.51 "
            "it still says yes, as the step did.",
        ),
        Choice(
            "For those whom the line got wrong.",
            "It would be welcome, but the line has not moved. A wrong answer is still wrong, and the probability says "
            "how sure the model was of it.",
        ),
    ],
)

recall_slope = Question(
    title="Where a small move matters",
    statement="The bias grows a little. Whose probability changes the most?",
    choices=[
        Choice(
            "That of the students far above the line.",
            "It is tempting because their scores are the largest. But there the curve is nearly flat: at a score of 6 "
            "the slope is 0.0025.",
        ),
        Choice(
            "That of the students near the line.",
            "The slope σ(z) · (1 - σ(z)) is largest where σ(z) is 0.5: on the line, where it is 0.25.",
            right=True,
        ),
        Choice(
            "It changes equally for all.",
            "Every score grows equally, by as much as the bias. But the probability changes by that times the slope, "
            "and the slope differs from score to score.",
        ),
    ],
)

recall_xor = Question(
    title="Back to lesson 1: XOR",
    statement="No line gets all four rows of XOR right. One neuron with a sigmoid in place of the step: can it?",
    choices=[
        Choice(
            "Yes, because its curve bends.",
            "It is tempting because the curve over the score does bend. But in the plane of the two inputs, p is at "
            "least 0.5 on one side of a straight line, as before.",
        ),
        Choice(
            "Yes, if the weights are large enough.",
            "Larger weights make it surer, and a straight line stays a straight line.",
        ),
        Choice(
            "No. Where p reaches 0.5 is still a straight line.",
            "σ(z) is 0.5 where z is 0, and these points form a line. XOR waits for lesson 7, where several neurons "
            "work together.",
            right=True,
        ),
        Choice(
            "No, because the sigmoid never says exactly 0 or 1.",
            "It is true that it never does. But for a yes, 0.5 is enough. What stands in the way is the straight line.",
        ),
    ],
)

CONTENTS = contents(vars())
