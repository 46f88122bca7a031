"""Lesson 1: the score of a student, the step, gates, and a whole class in one line."""

import numpy as np

from course_lib import perceptron as lesson
from course_lib.activations import step as right_step
from course_lib.checking import Choice, CodeExercise, GateExercise, Mistake, Question, ValueExercise, contents
from course_lib.data import logic_gate

first_guess = Question(
    title="Predict: all three numbers doubled",
    statement="The committee doubles all three numbers: 4·x1 + 2·x2 - 36 = 0. What happens to the line?",
    prediction=True,
    choices=[
        Choice(
            "It gets steeper, because the weights are larger.",
            "It is tempting because larger numbers in front of x make a steeper line in y = m·x + c. Here the tilt "
            "comes from how w1 compares with w2, and 4 to 2 is the same as 2 to 1.",
        ),
        Choice(
            "It moves up, and fewer students are admitted.",
            "It is tempting because 36 sounds stricter than 18. But every student's other terms are doubled as well, "
            "so each keeps up with the higher bar.",
        ),
        Choice(
            "Nothing. It is the same line.",
            "Every score is doubled: twice a positive number is positive, twice zero is zero, twice a negative number "
            "is negative. So every student stays on the same side. You can see it with half of each: 1, 0.5 and -9. "
            "What has grown is the score itself, and lesson 3 makes use of that.",
            right=True,
        ),
        Choice(
            "It moves down, and more students are admitted.",
            "It is tempting because doubled weights give every student more points. But the bar of 36 has doubled as "
            "well.",
        ),
    ],
)

score_by_hand = ValueExercise(
    title="Score one student by hand",
    statement="Work out the score of Ben, with test score 9 and grades 3, for 2·x1 + x2 - 18.",
    reference=3,
    mistakes=[
        Mistake(
            "The bias is left out: 21",
            21,
            "That is 2 · 9 + 3. The last number, -18, is missing: the committee takes 18 away from everyone.",
        ),
        Mistake(
            "The bias gets the wrong sign: 39",
            39,
            "The 18 was added. The last number is -18, so it is taken away.",
        ),
        Mistake(
            "The weights are swapped: -3",
            -3,
            "That is 9 + 2 · 3 - 18. The 2 belongs to the test score and the 1 to the grades.",
        ),
        Mistake(
            "The weights are left out: -6",
            -6,
            "That is 9 + 3 - 18. The test score counts twice: 2 · 9.",
        ),
        Mistake(
            "Both features are doubled: 6",
            6,
            "That is 2 · (9 + 3) - 18. The 2 multiplies the test score alone.",
        ),
        Mistake(
            "The decision in place of the score: 1",
            1,
            "That is the decision, yes. The score is the number that leads to it.",
        ),
        Mistake(
            "Ada's score: 2",
            2,
            "That is Ada's score. Ben has 9 and 3 where she has 7 and 6.",
        ),
    ],
    hints=[
        "Write Ada's sum again, and put Ben's numbers where hers were.",
        "The test score is multiplied by 2, the grades by 1, and -18 is added.",
        "`z = 2 * 9 + 1 * 3 - 18`",
    ],
    praise="Ben is above the line. With a test score of 7 he would be below it: try it.",
    otherwise="Go term by term: 2 times the test score, plus 1 times the grades, minus 18.",
)

share_above = ValueExercise(
    title="The share of some",
    statement="From the table `five`, give the share of the students whose grades are above their score in the test.",
    reference=0.4,
    mistakes=[
        Mistake(
            "Counted, not divided: 2",
            2,
            "That is how many there are. Their share is 2 divided by 5: `np.mean` in place of `np.sum`.",
        ),
        Mistake(
            "The comparison is turned round: 0.6",
            0.6,
            "That is the share of those whose score in the test is above their grades. Column 0 holds the test, column "
            "1 the grades.",
        ),
        Mistake(
            "Of all hundred, with another table under the name: 0.44",
            0.44,
            "That is the share among the hundred students of the next sections. Run the cell that makes `five`, and "
            "take that table.",
        ),
        Mistake(
            "In percent: 40",
            40,
            "As a percentage it is right. A share is a number from 0 to 1.",
        ),
        Mistake(
            "The comparison itself, five truth values",
            np.array([False, False, True, False, True]),
            "That says for each student whether it holds. The share is the mean of the five: `np.mean(…)`.",
        ),
        Mistake(
            "Two rows compared: Ada's and Ben's, 0.5",
            0.5,
            "`five[0]` and `five[1]` are rows: Ada and Ben. A column is `five[:, 0]`.",
        ),
    ],
    hints=[
        "The column of the tests is `five[:, 0]`, that of the grades `five[:, 1]`.",
        "`five[:, 1] > five[:, 0]` is True for two of the five. What is the mean of True and False?",
        "`share = np.mean(five[:, 1] > five[:, 0])`",
    ],
    praise="Two of the five, the third and the last. With five thousand students the line of code would be the same.",
    otherwise="Compare the two columns, and take the mean of the five truth values.",
)

step = CodeExercise(
    title="Write the step function",
    statement="Return 1 where the score is at least 0, and 0 where it is negative, for one number or an array.",
    reference=right_step,
    cases=[
        *[(z,) for z in (2.0, -3.0, 0.0, -0.5, 0.5)],
        (np.array([-1.5, -0.01, 0.0, 0.01, 0.5, 2.0]),),
        (np.array([-0.5]),),
    ],
    mistakes=[
        Mistake(
            "`>` in place of `>=`",
            lambda z: np.where(z > 0, 1, 0),
            "A score of exactly 0 counts as admitted, and your function gives it a 0. At least zero is written "
            "`z >= 0`.",
        ),
        Mistake(
            "-1 in place of 0",
            lambda z: np.where(z >= 0, 1, -1),
            "For a negative score the answer is 0, not -1. Some books use -1 and 1; here the labels are 0 and 1.",
        ),
        Mistake(
            "`np.sign`",
            np.sign,
            "`np.sign` gives -1, 0 or 1. The step has two answers only: 0 where the score is negative, 1 elsewhere.",
        ),
        Mistake(
            "An `if`, which takes one number only",
            lambda z: 1 if z >= 0 else 0,
            "For one number it is right. An array holds several, and Python cannot answer for all of them at once: "
            "`if`, `bool` and Python's own `max` and `min` want one. "
            "`np.where(condition, a, b)` asks each number by itself.",
        ),
        Mistake(
            "`np.all(…)`, one answer for all",
            lambda z: 1 if np.all(z >= 0) else 0,
            "For one number it is right. `np.all` and `np.any` make one answer of all, and each score wants its own: "
            "`np.where(condition, a, b)`.",
        ),
        Mistake(
            "`np.any(…)`, one answer for all",
            lambda z: 1 if np.any(z >= 0) else 0,
            "For one number it is right. `np.all` and `np.any` make one answer of all, and each score wants its own: "
            "`np.where(condition, a, b)`.",
        ),
        Mistake(
            "`int(…)`, which takes one number only",
            lambda z: int(z >= 0),
            "For one number it is right. `int` and `float` make one number, and an array holds several. "
            "`np.where(condition, a, b)` asks each number by itself.",
        ),
        Mistake(
            "0 and 1 swapped",
            lambda z: np.where(z >= 0, 0, 1),
            "The two answers are swapped. In `np.where(condition, a, b)` the first, `a`, is given where the "
            "condition holds.",
        ),
        Mistake(
            "The score itself is kept where it is positive",
            lambda z: np.where(z >= 0, z, 0),
            "Where the score is at least 0 the answer is 1, and your function gives the score itself. A decision is "
            "yes or no, however high the score.",
        ),
        Mistake(
            "A threshold of 0.5",
            lambda z: np.where(z >= 0.5, 1, 0),
            "Scores between 0 and 0.5 get a 0. The bar is at 0. A bar of 0.5 is for probabilities, which come in "
            "lesson 3.",
        ),
        Mistake(
            "A threshold of 1",
            lambda z: np.where(z >= 1, 1, 0),
            "Scores between 0 and 1 are turned away. The bar is at 0; the 1 is what comes out.",
        ),
        Mistake(
            "`z <= 0`: the comparison is turned round",
            lambda z: np.where(z <= 0, 1, 0),
            "The comparison is turned round: the negative scores get a 1. A score of 0 or more is admitted.",
        ),
    ],
    hints=[
        "The condition is: the score is at least zero. In Python that is `z >= 0`.",
        "`np.where(condition, a, b)` gives `a` where the condition holds and `b` elsewhere.",
        "`return np.where(z >= 0, 1, 0)`",
    ],
    praise="One line decides for a single student and for a million of them alike.",
)

AND, OR, NOT = (logic_gate(gate) for gate in ("AND", "OR", "NOT"))
ALL_ZERO = "With only zeros every score is 0, and a score of 0 counts as a 1. So every row gets a 1."
X1_ONLY = (
    "With these numbers the first input alone decides, whatever the second one is. Give both weights the same size, "
    "and then look at the bias."
)
X2_ONLY = (
    "With these numbers the second input alone decides, whatever the first one is. Give both weights the same size, "
    "and then look at the bias."
)
TURN_AROUND = (
    "Every row is turned round: 1 where 0 is wanted and 0 where 1 is wanted. Change the sign of all three numbers. "
    "Then make sure no corner lies on the line itself, since a score of 0 counts as a 1."
)

and_gate = GateExercise(
    title="Choose weights for AND",
    statement="Give (w1, w2, b) such that the answer is 1 only when both inputs are 1.",
    table=AND[:2],
    parts=("w1", "w2", "b"),
    reference=(1, 1, -1.5),
    mistakes=[
        Mistake(
            "OR: the bias is not low enough",
            (1, 1, -0.5),
            "This is OR: one input that is 1 is enough. For AND, the bias has to be so low that only both "
            "weights together lift the score to 0.",
        ),
        Mistake(
            "Every row gets a 1",
            (1, 1, 0),
            "Every row gets a 1, because no score is below zero. The row 0, 0 has the bias alone as its score: make "
            "it negative, and lower than each weight can lift.",
        ),
        Mistake("All zeros", (0, 0, 0), ALL_ZERO),
        Mistake(
            "Every row gets a 0: the bias is too low",
            (1, 1, -3),
            "Every row gets a 0. For the row 1, 1 the score is w1 + w2 + b, and that has to be at least 0: raise the "
            "bias or the weights.",
        ),
        Mistake("NAND: the signs are reversed", (-1, -1, 1.5), TURN_AROUND),
        Mistake("Only the first input counts", (1, 0, -0.5), X1_ONLY),
        Mistake("Only the second input counts", (0, 1, -0.5), X2_ONLY),
    ],
    hints=[
        "Write down the score of each row: b, w2 + b, w1 + b, and w1 + w2 + b. Only the last may be 0 or more.",
        "Let both weights be 1. Then one input lifts the score by 1 and both lift it by 2. Which bias lies between?",
        "`and_gate = (1, 1, -1.5)` is one of many.",
    ],
    praise="The bias lies between minus the larger weight and minus both together. Many lines are right.",
    otherwise="Work out the score of each row above: w1 times the first input, plus w2 times the second, plus b.",
)

or_gate = GateExercise(
    title="Choose weights for OR",
    statement="Give (w1, w2, b) such that the answer is 1 when at least one input is 1.",
    table=OR[:2],
    parts=("w1", "w2", "b"),
    reference=(1, 1, -0.5),
    mistakes=[
        Mistake(
            "AND: the bias is too low",
            (1, 1, -1.5),
            "This is AND: it takes both inputs. For OR a single weight has to lift the score to 0, so raise the bias "
            "or the weights.",
        ),
        Mistake(
            "Every row gets a 1: the bias is not negative",
            (1, 1, 0),
            "The row 0, 0 gets a 1 too. Its score is the bias alone, and a score of 0 counts as a 1. Make the bias "
            "negative.",
        ),
        Mistake("All zeros", (0, 0, 0), ALL_ZERO),
        Mistake(
            "Every row gets a 0: the bias is far too low",
            (1, 1, -3),
            "Every row gets a 0. A single input that is 1 has to lift the score to at least 0: w1 + b and w2 + b "
            "must not be negative.",
        ),
        Mistake("NOR: the signs are reversed", (-1, -1, 0.5), TURN_AROUND),
        Mistake("Only the first input counts", (1, 0, -0.5), X1_ONLY),
        Mistake("Only the second input counts", (0, 1, -0.5), X2_ONLY),
    ],
    hints=[
        "Start from your AND. Which of its rows has to change?",
        "The weights can stay. The bias has to be negative, but each weight by itself must be enough to make up for "
        "it.",
        "`or_gate = (1, 1, -0.5)` is one of many.",
    ],
    praise="AND and OR can have the same weights. What sets them apart is the bias: how ready the neuron is to fire.",
    otherwise="Work out the score of each row above: w1 times the first input, plus w2 times the second, plus b.",
)

not_gate = GateExercise(
    title="Choose a weight for NOT",
    statement="Give (w1, b) such that 0 becomes 1, and 1 becomes 0.",
    table=NOT[:2],
    parts=("w1", "b"),
    reference=(-1, 0.5),
    mistakes=[
        Mistake(
            "The input is passed through",
            (1, -0.5),
            "This passes the input through: 0 stays 0 and 1 stays 1. To turn it round, the weight has to be negative.",
        ),
        Mistake(
            "Both inputs get a 1: the weight does not outweigh the bias",
            (-1, 1),
            "Both inputs get a 1. For the input 1 the score is w1 + b, and that has to be below zero; exactly 0 "
            "still counts as a 1.",
        ),
        Mistake(
            "Both inputs get a 0: the bias is negative",
            (-1, -0.5),
            "Both inputs get a 0. For the input 0 the score is the bias alone, so the bias must not be negative.",
        ),
    ],
    hints=[
        "The input 0 has the score b, and the input 1 has the score w1 + b.",
        "The first has to be at least 0 and the second below 0. So the weight is negative.",
        "`not_gate = (-1, 0.5)` is one of many.",
    ],
    praise="A negative weight makes an input speak against firing. Nerve cells have such connections too.",
    otherwise="Work out both scores: b for the input 0, and w1 + b for the input 1.",
)

xor_best = ValueExercise(
    title="Count what one line can do for XOR",
    statement="How many of the four rows of XOR can one line get right at most?",
    reference=3,
    mistakes=[
        Mistake(
            "All 4",
            4,
            "It looks as if it only takes patience, but no line gets all four. If you found one, look at the table "
            "again: the row 1, 1 wants a 0, and OR gives it a 1.",
        ),
        Mistake(
            "2 of 4",
            2,
            "A line that says the same to everyone gets two rows. Take the numbers of your OR and count.",
        ),
        Mistake(
            "1 of 4",
            1,
            "A line that says the same to everyone already has two rows right. Take the numbers of your OR and count.",
        ),
        Mistake(
            "None",
            0,
            "A line that says the same to everyone already has two rows right. Take the numbers of your OR and count.",
        ),
    ],
    hints=[
        "Try the numbers that you found for OR. Which row of XOR do they get wrong?",
        "Now try to mend that row without breaking another.",
        "OR gets three rows of XOR right: all but 1, 1. Nobody gets all four.",
    ],
    praise="Three it is. Read on for the reason why the fourth stays out of reach.",
    otherwise="There are four rows, so the answer is a whole number from 0 to 4.",
)

W2, B2 = np.array([2, 1]), -18
W3, B3 = np.array([2, 1, -2]), -13
ADA, BEN, CLEO = np.array([7, 6]), np.array([9, 3]), np.array([6, 8, 2])
CLASS2 = np.array([[7, 6], [8, 3], [3, 5]])
CLASS3 = np.array([[6, 8, 2], [9, 7, 4]])
ONE, AS_MANY = np.array([[9, 3]]), np.array([[7, 6], [8, 3]])  # tables of one row, and of as many as columns
CASES = [(W2, B2, ADA), (W2, B2, CLASS2), (W3, B3, CLEO), (W3, B3, CLASS3), (W2, B2, ONE), (W2, B2, AS_MANY)]
BROKEN = [(np.array([-1.71, -2.04, 0.68]), -2.74, np.array([[-4.64, 0.15, -0.34], [4.17, 1.29, 0.14]]))]
ROWS_FIRST = (
    "For one student it is right. With many, `X` has a row for each student, and `w` must come after it: `x @ w` "
    "multiplies along each row. That order works for one student as well."
)
X_I_IS_A_ROW = "Right for one student. With many, `x[i]` is a whole row. `x @ w` takes both."
NO_COLUMNS = (
    "It takes the columns of a table. One student has no columns. `x @ w` takes both, with any number of features."
)

score = CodeExercise(
    title="Score a whole class in one line",
    statement="Return w·x + b for one student, or for each row of x, with any number of features.",
    reference=lesson.score,
    cases=CASES + BROKEN,
    mistakes=[
        Mistake(
            "The bias is left out",
            lambda w, b, x: x @ w,
            "The weighted sum is right, and the bias is missing: add `b`.",
        ),
        Mistake(
            "The mean of the products in place of their sum",
            lambda w, b, x: np.mean(np.multiply(w, x), axis=-1) + b,
            "That is the mean of the products. Add them up: `x @ w`.",
        ),
        Mistake(
            "The bias is subtracted",
            lambda w, b, x: x @ w - b,
            "The bias is taken away where it should be added. The minus sign is already inside: `b` is -18.",
        ),
        Mistake(
            "Products without their sum",
            lambda w, b, x: x * w + b,
            "The star multiplies each feature by its weight and leaves the products side by side. The score is their "
            "sum: `@` multiplies and adds up.",
        ),
        Mistake(
            "The bias is added once for each feature",
            lambda w, b, x: np.sum(x * w + b, axis=-1),
            "The bias is added once for each feature, because it stands inside the sum. It belongs outside: sum "
            "first, then `+ b`.",
        ),
        Mistake(
            "The decision in place of the score",
            lesson.predict,
            "These are decisions, yes or no. The score comes before the step: return `x @ w + b` itself.",
        ),
        Mistake(
            "The committee's numbers are written in",
            lambda w, b, x: x @ np.array([2, 1, 0])[: len(w)] - 18,
            "The committee's 2, 1 and -18 are written in here. The line comes in as `w` and `b`, and is another one in "
            "other tries.",
        ),
        Mistake(
            "All students are added up into one number",
            lambda w, b, x: np.sum(x * w) + b,
            "For one student it is right. With many, `np.sum` adds up the whole table to one number. Each row has "
            "its own sum: `x @ w` keeps them apart.",
        ),
        Mistake("`w @ x` in place of `x @ w`", lambda w, b, x: w @ x + b, ROWS_FIRST),
        Mistake("`np.dot(w, x)` in place of `np.dot(x, w)`", lambda w, b, x: np.dot(w, x) + b, ROWS_FIRST),
        Mistake(
            "Two features of one student, written out",
            lambda w, b, x: w[0] * x[0] + w[1] * x[1] + b,
            "Written out like this, it is right for one student with two features and no further. With many "
            "students, `x[0]` is a whole row. `x @ w` takes any number of both.",
        ),
        Mistake(
            "A loop over the weights, for one student",
            lambda w, b, x: sum(w[i] * x[i] for i in range(len(w))) + b,
            X_I_IS_A_ROW,
        ),
        Mistake(
            "A loop over the features, for one student",
            lambda w, b, x: sum(w[i] * x[i] for i in range(len(x))) + b,
            X_I_IS_A_ROW,
        ),
        Mistake(
            "A loop over weights and features together, for one student",
            lambda w, b, x: sum(w_j * x_j for w_j, x_j in zip(w, x)) + b,
            "Right for one student. With many, each turn of the loop takes a whole row of `x`. `x @ w` takes both.",
        ),
        Mistake(
            "A loop over the rows",
            lambda w, b, x: [row @ w + b for row in x],
            "A loop over the rows is right for a table. One student has no rows: there the loop goes through the "
            "features. `x @ w` takes both.",
        ),
        Mistake(
            "Python's `sum` of the products",
            lambda w, b, x: sum(w * x) + b,
            "Right for one student. With many, this adds one row to the next. `x @ w` takes both.",
        ),
        Mistake(
            "Two columns of a table, written out",
            lambda w, b, x: x[:, 0] * w[0] + x[:, 1] * w[1] + b,
            NO_COLUMNS,
        ),
        Mistake(
            "A loop over the columns of a table",
            lambda w, b, x: sum(x[:, i] * w[i] for i in range(len(w))) + b,
            NO_COLUMNS,
        ),
        Mistake(
            "`axis=1`, which one student does not have",
            lambda w, b, x: np.sum(x * w, axis=1) + b,
            "Right for a whole table. One student has no `axis=1`. `x @ w` takes both.",
        ),
        Mistake(
            "The whole is multiplied, bias and all",
            lambda w, b, x: x @ (w + b),
            "The bias was added to the weights, so it gets multiplied by the features. Multiply and sum first, then "
            "add `b`.",
        ),
    ],
    hints=[
        "Multiply each feature by its weight and add up: NumPy does both with `@`.",
        "Students are rows, so the features come first: `x @ w`. The bias is added once, at the end.",
        "`return x @ w + b`",
    ],
    praise="It needs no loop and no index: `x @ w + b` scores one student or a whole class, with two features or two "
    "hundred.",
)

BORDER = [
    (W2, B2, np.array([[9, 0], [6, 6.25], [6, 5.75]])),
    (
        np.array([-0.72, 0.26]),
        -0.61,
        np.array([[-4.19, 3.78], [1.92, 4.58], [-1.94, -2.19], [-3.64, -1.94], [-1.75, -3.16]]),
    ),
    (
        np.array([1.0, -2.0]),
        3.0,
        np.array([[1.0, 1.0], [0.0, 1.4], [-6.0, 0.2], [0.5, 4.0], [2.0, 2.6], [-2.5, 0.5]]),
    ),
]

predict = CodeExercise(
    title="Predict a whole class",
    statement="Return the step of the score, for one student or for each row of x.",
    reference=lesson.predict,
    cases=CASES + BORDER,
    mistakes=[
        Mistake(
            "The step of a step",
            lambda w, b, x: right_step(right_step(lesson.score(w, b, x))),
            "Everybody gets a 1, as when the step is taken twice, or of a comparison. A step is 0 or 1, and both are "
            "at least 0, so the step of it is always 1. Take it once, of the score with its sign.",
        ),
        Mistake(
            "The bias is subtracted",
            lambda w, b, x: np.where(x @ w - b >= 0, 1, 0),
            "The bias has the other sign here. The score is `x @ w + b`, and the minus sign is already inside: `b` is "
            "-18. So ask whether `x @ w + b >= 0`, which is the same as `x @ w >= -b`.",
        ),
        Mistake(
            "The score is returned, without the step",
            lesson.score,
            "These are the scores. A prediction is 1 or 0: put the score into `step`.",
        ),
        Mistake(
            "A threshold of 0.5",
            lambda w, b, x: np.where(lesson.score(w, b, x) >= 0.5, 1, 0),
            "A score between 0 and 0.5 is turned away. A bar of 0.5 is for probabilities, which come in lesson 3. "
            "For scores it is 0, and your `step` knows that.",
        ),
        Mistake(
            "`>` in place of `>=`",
            lambda w, b, x: np.where(lesson.score(w, b, x) > 0, 1, 0),
            "A student exactly on the line, with a score of 0, counts as admitted. `step` does that, as you wrote it.",
        ),
        Mistake(
            "The bias is left out",
            lambda w, b, x: right_step(x @ w),
            "This is the step of `x @ w`: the bias is left out, or taken away again, as `score(w, b, x) >= b` does. "
            "Use your `score`, which adds `b`, and compare it with 0.",
        ),
        Mistake(
            "-1 in place of 0",
            lambda w, b, x: np.where(lesson.score(w, b, x) >= 0, 1, -1),
            "For a negative score the answer is 0, not -1. Labels here are 0 and 1.",
        ),
        Mistake(
            "`np.sign`",
            lambda w, b, x: np.sign(lesson.score(w, b, x)),
            "`np.sign` gives -1, 0 or 1. A prediction is 0 or 1: put the score into `step`.",
        ),
        Mistake(
            "0 and 1 swapped",
            lambda w, b, x: 1 - right_step(lesson.score(w, b, x)),
            "The two answers are swapped: a student above the line gets a 0. A score of at least 0 means 1.",
        ),
        Mistake(
            "A loop over the rows",
            lambda w, b, x: [int(row @ w + b >= 0) for row in x],
            "A loop over the rows is right for a table. One student has no rows: there the loop goes through the "
            "features. `step(score(w, b, x))` takes both.",
        ),
        Mistake(
            "An `if`, which takes one student only",
            lambda w, b, x: 1 if lesson.score(w, b, x) >= 0 else 0,
            "For one student it is right. For a whole class the score is an array, and `if` cannot answer for all of "
            "them at once. Your `step` can.",
        ),
    ],
    hints=[
        "You have written both parts: `score` makes the number, `step` makes the decision.",
        "What `score` returns is what `step` takes.",
        "`return step(score(w, b, x))`",
    ],
    praise="That is a whole perceptron: a weighted sum, a bias, and a step.",
)

three_features = ValueExercise(
    title="Score a student with three features",
    statement="Work out Cleo's score: test 6, grades 8, rank 2, with the weights (2, 1, -2) and the bias -13.",
    reference=3,
    mistakes=[
        Mistake(
            "The bias is left out: 16",
            16,
            "The weighted sum is right, and the bias is missing: -13.",
        ),
        Mistake(
            "The decision in place of the score: 1",
            1,
            "That is the decision, yes. The score is the number that leads to it.",
        ),
        Mistake(
            "Test and grades swapped: 5",
            5,
            "The 6 and the 8 have changed places: the test score is 6, with the weight 2, and the grades are 8.",
        ),
        Mistake(
            "The rank is added: 11",
            11,
            "The rank was added. Its weight is -2, because a larger rank number is worse, so it lowers the score by 4.",
        ),
        Mistake(
            "The rank is left out: 7",
            7,
            "That is the score without the class rank. There are three terms before the bias: 2 · 6, 1 · 8 and -2 · 2.",
        ),
        Mistake(
            "The bias gets the wrong sign: 29",
            29,
            "The 13 was added. The bias is -13, so it is taken away.",
        ),
        Mistake(
            "Products without their sum",
            np.array([-1, -5, -17]),
            "The star leaves the three products side by side, and 13 is taken from each. The score is one number: "
            "`@` multiplies and adds up.",
        ),
    ],
    hints=[
        "It is the same sum as before with one more term: weight times rank.",
        "`np.array([2, 1, -2]) @ cleo` makes the weighted sum. The bias is still missing.",
        "`z_cleo = np.array([2, 1, -2]) @ cleo - 13`",
    ],
    praise="The line of code did not change, only the length of its arrays. Cleo is above the plane.",
    otherwise="There are four terms: 2 · 6, then 1 · 8, then -2 · 2, then -13.",
)

spot_the_bug = Question(
    title="Find the colleague's mistake",
    statement="What is wrong with the colleague's function?",
    choices=[
        Choice(
            "Nothing. It is right far more often than the base rate.",
            "It is tempting, and it is what everybody thought. But the right line, with the same numbers, was right "
            "for 90 of the 100 students.",
        ),
        Choice(
            "It takes the grades for the test and the test for the grades.",
            "Column 0 of X holds the test. Here it is called grades and multiplied by the weight of the grades.",
            right=True,
        ),
        Choice(
            "It should ask for a score above 0, not for at least 0.",
            "At least 0 is what the step asks for. It would change the answer only for a student exactly on the line.",
        ),
        Choice(
            "It multiplies the features one by one, where `X @ w` is meant.",
            "It is longer, and it is the same sum. Written out by hand it only invites a mistake.",
        ),
    ],
)

recall_bias = Question(
    title="What the bias does",
    statement="Two lines both have the weights 2 and 1. One has the bias -18, the other -15. How do they differ?",
    choices=[
        Choice(
            "They are parallel, and the one with -15 admits fewer.",
            "They are parallel. But -15 takes less away from every score than -18 does, so more students reach zero.",
        ),
        Choice(
            "The one with -15 is less steep.",
            "It is tempting because the number has changed and so something must turn. But the tilt comes from the "
            "weights, which are the same.",
        ),
        Choice(
            "They are parallel, and the one with -15 admits more.",
            "The same weights give the same tilt. The higher bias gives everyone three points more, so more students "
            "reach a score of zero.",
            right=True,
        ),
        Choice(
            "They are the same line, at another scale.",
            "That would hold if the weights had been scaled as well. With the bias alone changed, the line moves.",
        ),
    ],
)

recall_base_rate = Question(
    title="What an accuracy is worth",
    statement="A line is right for 70 of 100 students. Of these 100, 70 were rejected. What does that say about the "
    "line?",
    choices=[
        Choice(
            "It is no better than saying no to everyone.",
            "Always saying no is right for the same 70. An accuracy means something only beside this base rate.",
            right=True,
        ),
        Choice(
            "It is good: it is right far more often than wrong.",
            "It is tempting because 70 sounds like much more than half. But half is not what a guess without thought "
            "gets here: always saying no gets 70.",
        ),
        Choice(
            "It says no to everyone.",
            "It may, but other lines reach 70 too, with mistakes on both sides. The accuracy alone does not tell "
            "them apart.",
        ),
    ],
)

recall_learning = Question(
    title="Back to lesson 0: the tools",
    statement="In lesson 0, workers on an assembly line learned by adjusting their tools. What are the tools of a "
    "perceptron?",
    choices=[
        Choice(
            "The features of a student.",
            "The features are the parts that come in. They are what they are, and no learning changes a test score.",
        ),
        Choice(
            "The weights and the bias.",
            "They are the numbers that stay the same from student to student, and that learning may change. In the "
            "next lesson the students will adjust them.",
            right=True,
        ),
        Choice(
            "The step function.",
            "It works on what the tools have made, and it stays the same all the time. It has no number that could "
            "be adjusted.",
        ),
        Choice(
            "The labels.",
            "The labels are what was ordered: the inspector compares with them. Learning aims at them and leaves "
            "them as they are.",
        ),
    ],
)

CONTENTS = contents(vars())
