"""Lesson 2: one trick, an epoch of them, and the best line kept."""

import numpy as np

from course_lib import perceptron as lesson
from course_lib.checking import Choice, CodeExercise, Mistake, Question, ValueExercise, contents
from course_lib.exercises.wrong_answers import in_place, moved, with_two_errors
from course_lib.perceptron import count_mistakes as right_count
from course_lib.perceptron import perceptron_trick as right_trick
from course_lib.perceptron import predict

first_guess = Question(
    title="Predict: which way the line moves",
    statement="A student was rejected, but lies on the side of the line that admits. The line is to learn from this "
    "one student. Which way should it move?",
    prediction=True,
    choices=[
        Choice(
            "Towards the student, and in the end past them.",
            "The student has to end up on the other side, and most often the line gets there by moving towards "
            "the student until it has passed. You will soon see what is sure to get better with each move: the score.",
            right=True,
        ),
        Choice(
            "Away from the student, to leave more room.",
            "It is tempting, because distance feels like safety, and for a student on the right side it is. This "
            "student is on the wrong side, and has to end up on the other.",
        ),
        Choice(
            "Not at all. One student is no reason to move a line.",
            "It is a good thought, and the reason why each step is small. But the perceptron learns from nothing "
            "but students like this one, one at a time.",
        ),
        Choice(
            "Always up, to admit fewer students.",
            "For this student it may help. But for one who was admitted and lies below the line, it would make "
            "things worse. The direction comes from the student.",
        ),
    ],
)

one_trick = ValueExercise(
    title="Do one trick by hand",
    statement="Give (w1, w2, b) after one trick with Eli: test 4, grades 8, admitted; from the line 2, 1, -18 with η "
    "= 0.01.",
    parts=("w1", "w2", "b"),
    reference=(2.04, 1.08, -17.99),
    mistakes=[
        Mistake(
            "Moved the wrong way, as for Dora",
            (1.96, 0.92, -18.01),
            "The line moved the wrong way. Eli was admitted and got a 0, so the error is 1 - 0 = +1: his score was too "
            "low, and the weights and the bias have to grow.",
        ),
        Mistake(
            "The bias stays",
            (2.04, 1.08, -18),
            "The weights are right, and the bias was forgotten. Its input is always 1, so it moves by η · 1 = 0.01.",
        ),
        Mistake(
            "The bias moves down",
            (2.04, 1.08, -18.01),
            "The weights are right. The error is +1, so the bias has to grow as well.",
        ),
        Mistake(
            "Nothing has moved",
            (2, 1, -18),
            "Nothing has moved. Eli's score is negative, so the line rejects him, and he was admitted: the line is "
            "wrong.",
        ),
        Mistake(
            "The moves alone",
            (0.04, 0.08, 0.01),
            "These are the moves. Add them to the old numbers.",
        ),
        Mistake(
            "The learning rate is left out",
            (6, 9, -17),
            "The learning rate is missing: each step is to be multiplied by η = 0.01. Without it one student drags "
            "the whole line along.",
        ),
        Mistake(
            "The features are left out",
            (2.01, 1.01, -17.99),
            "The bias is right. Each weight moves by η times its own feature: w1 by 0.01 · 4 and w2 by 0.01 · 8.",
        ),
        Mistake(
            "The score in place of the error",
            (1.92, 0.84, -18.02),
            "The steps were multiplied by Eli's score, -2. They are to be multiplied by the error, y - ŷ = 1 - 0 = 1.",
        ),
        Mistake(
            "The features are swapped",
            (2.08, 1.04, -17.99),
            "The two features are swapped. The test score 4 moves w1, and the grades 8 move w2.",
        ),
    ],
    hints=[
        "First the score: 2 · 4 + 1 · 8 - 18 = -2. So what is predicted, and what is the error?",
        "The error is +1. Each weight grows by 0.01 times its feature, and the bias by 0.01.",
        "`one_trick = (2 + 0.01 * 4, 1 + 0.01 * 8, -18 + 0.01)`",
    ],
    praise="Eli's score was -2 and is now 2.04 · 4 + 1.08 · 8 - 17.99 = -1.19. It went up, as it should.",
    otherwise="Each weight moves by η times the error times its feature, and the bias by η times the error.",
)

W, B = np.array([2.0, 1.0]), -18.0
TRICKS = [
    (W, B, np.array([9.0, 4.0]), 0, 0.01),
    (W, B, np.array([4.0, 8.0]), 1, 0.01),
    (W, B, np.array([7.0, 6.0]), 1, 0.1),
    (W, B, np.array([3.0, 5.0]), 0, 0.1),
    (np.array([2.0, 1.0, -2.0]), -13.0, np.array([6.0, 8.0, 2.0]), 0, 0.5),
    (np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 0, 1.0),
    (np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 1, 1.0),
    (np.array([2, 1]), -18, np.array([9, 4]), 0, 0.01),
    (np.array([1.78, 1.24]), 1.57, np.array([0.13, -1.48]), 1, 0.003),
    (np.array([1.18, -1.7]), 0.96, np.array([-1.9, -0.79]), 0, 0.3),
]


def bias_first(w, b, x, y, learning_rate):
    b = b + learning_rate * (y - predict(w, b, x))
    w = w + learning_rate * (y - predict(w, b, x)) * x
    return w, b


def trick_until_right(w, b, x, y, learning_rate):
    while predict(w, b, x) != y:
        w, b = right_trick(w, b, x, y, learning_rate)
    return w, b


LABEL_AS_ERROR = (
    "A student with the label 0 never moves the line here. Multiplying by `y` does that, and so does asking only for "
    "`y == 1`. The error, `y - predict(w, b, x)`, works for both labels."
)
TWO_LABELS = (
    "The labels here are 0 and 1, and this is a formula for -1 and 1. With 0 and 1, `y - predict(w, b, x)` is already "
    "-1, 0 or +1, which is all that the trick needs."
)

perceptron_trick = CodeExercise(
    title="Write the perceptron trick",
    statement="Return the weights and the bias after one trick with the student x, whose label is y.",
    parts=("w", "b"),
    reference=lesson.perceptron_trick,
    cases=TRICKS,
    mistakes=[
        Mistake(
            "The sign is reversed",
            lambda w, b, x, y, rate: moved(w, b, x, predict(w, b, x) - y, rate),
            "The line moves the wrong way: a score that should fall rises, and one that should rise falls. The error "
            "is label minus prediction, `y - predict(w, b, x)`, and it is added.",
        ),
        Mistake(
            "The bias is forgotten",
            lambda w, b, x, y, rate: (right_trick(w, b, x, y, rate)[0], b),
            "The weights are right, and the bias has not moved. It is the weight of an input that is always 1, so it "
            "moves by `learning_rate * error`.",
        ),
        Mistake(
            "The bias moves once for each feature",
            lambda w, b, x, y, rate: (
                right_trick(w, b, x, y, rate)[0],
                b + len(x) * rate * (y - predict(w, b, x)),
            ),
            "The bias moves once for each feature. There is one bias, so it moves once: take it out of the loop over "
            "the features.",
        ),
        Mistake(
            "The bias becomes an array",
            lambda w, b, x, y, rate: (right_trick(w, b, x, y, rate)[0], b + rate * (y - predict(w, b, x)) * x),
            "The bias was multiplied by `x`, so it has become an array, one number for each feature. Its own input "
            "is always 1: it moves by `learning_rate * error`.",
        ),
        Mistake(
            "A student on the right side moves the line too",
            lambda w, b, x, y, rate: moved(w, b, x, 2 * y - 1, rate),
            "A student who is already on the right side moves the line too. Only a mistake may move it: with "
            "`error = y - predict(w, b, x)` the error is 0 where the line is right.",
        ),
        Mistake(
            "The prediction alone gives the direction",
            lambda w, b, x, y, rate: moved(w, b, x, 1 - 2 * predict(w, b, x), rate),
            "A student who is already on the right side moves the line too, because the label `y` is not used. The "
            "error compares both: `y - predict(w, b, x)`.",
        ),
        Mistake(
            "The label -1 for 0",
            lambda w, b, x, y, rate: moved(w, b, x, 2 * y - 1 - predict(w, b, x), rate),
            TWO_LABELS,
        ),
        Mistake(
            "The prediction -1 for 0",
            lambda w, b, x, y, rate: moved(w, b, x, y - (2 * predict(w, b, x) - 1), rate),
            TWO_LABELS,
        ),
        Mistake(
            "Label and prediction -1 for 0",
            lambda w, b, x, y, rate: moved(w, b, x, 2 * (y - predict(w, b, x)), rate),
            "Every move is twice as long as it should be. That is what comes of labels -1 and 1, where a mistake is "
            "2 wide. Here the labels are 0 and 1.",
        ),
        Mistake(
            "The label itself as the direction: `y * x`",
            lambda w, b, x, y, rate: moved(w, b, x, y * (predict(w, b, x) != y), rate),
            LABEL_AS_ERROR,
        ),
        Mistake(
            "The label itself, right side or wrong",
            lambda w, b, x, y, rate: moved(w, b, x, y, rate),
            LABEL_AS_ERROR,
        ),
        Mistake(
            "A mistake without its sign: `abs(error)`",
            lambda w, b, x, y, rate: moved(w, b, x, abs(y - predict(w, b, x)), rate),
            "Every mistake moves the line the same way, as if all of these students had been admitted. The sign is "
            "missing: `y - predict(w, b, x)` is +1 or -1.",
        ),
        Mistake(
            "Until the student is right, in place of once",
            trick_until_right,
            "This goes on until the student is right. One trick is one move.",
        ),
        Mistake(
            "The learning rate is forgotten",
            lambda w, b, x, y, rate: moved(w, b, x, y - predict(w, b, x), 1),
            "The direction is right, and the learning rate is missing. Without it one student drags the whole line "
            "along.",
        ),
        Mistake(
            "The learning rate is forgotten in the bias",
            lambda w, b, x, y, rate: (right_trick(w, b, x, y, rate)[0], b + y - predict(w, b, x)),
            "The weights are right. The bias moves by the whole error: multiply it by the learning rate as well.",
        ),
        Mistake(
            "The features are forgotten",
            lambda w, b, x, y, rate: moved(w, b, 1, y - predict(w, b, x), rate),
            "Every weight moves by the same amount. Each is to move in proportion to its feature, because that is "
            "its part in the mistake: multiply by `x`.",
        ),
        Mistake(
            "The score in place of the prediction",
            lambda w, b, x, y, rate: moved(w, b, x, y - lesson.score(w, b, x), rate),
            "The error was taken from the score. The score can be any number, and then a student on the right side "
            "moves the line too. Take it from the prediction, 0 or 1.",
        ),
        Mistake(
            "`>` in place of `>=`",
            lambda w, b, x, y, rate: moved(w, b, x, y - (lesson.score(w, b, x) > 0), rate),
            "A score of exactly 0 counts as a 1, and here it counts as a 0. At least zero is written `z >= 0`, as in "
            "`predict`.",
        ),
        Mistake(
            "Two errors: the second sees the new weights",
            with_two_errors(predict),
            "The error is worked out a second time after the weights have moved, and by then it may be 0. Work it "
            "out once, keep it in a name, and use it for both.",
        ),
        Mistake(
            "Only the weights are returned",
            lambda w, b, x, y, rate: right_trick(w, b, x, y, rate)[0],
            "The weights are right, and the bias does not come back. Return both: `return w, b`.",
        ),
        Mistake(
            "Returned in the wrong order",
            lambda w, b, x, y, rate: right_trick(w, b, x, y, rate)[::-1],
            "Both are right, and they come in the wrong order. The weights come first: `return w, b`.",
        ),
        Mistake(
            "The weights are changed in place",
            in_place(predict),
            "The numbers are right, but `w += …` writes into the array of whoever called the function, and the old "
            "line is lost to them. Write `w = w + …`, which makes a new array.",
        ),
        Mistake(
            "The old line comes back",
            lambda w, b, x, y, rate: (w, b),
            "The line comes back as it was. `w + …` alone makes a new array, and nobody keeps it: give it a name, "
            "`w = w + …`, and the same for `b`.",
        ),
        Mistake(
            "The difference without brackets",
            lambda w, b, x, y, rate: (w + rate * y - predict(w, b, x) * x, b + rate * y - predict(w, b, x)),
            "The rate multiplies the label alone here, and `x` the prediction alone. The difference needs brackets: "
            "`learning_rate * (y - predict(w, b, x)) * x`.",
        ),
        Mistake(
            "Only the change",
            lambda w, b, x, y, rate: moved(0 * w, 0.0, x, y - predict(w, b, x), rate),
            "This is how far the line moves, and not where it then is. Add it to the old `w` and the old `b`.",
        ),
        Mistake(
            "The bias moves before the error is worked out for w",
            bias_first,
            "The bias has moved before the error was worked out for `w`, so the two may belong to different lines. "
            "Work the error out once, before anything moves: `error = y - predict(w, b, x)`.",
        ),
        Mistake(
            "A fixed rate of 0.01",
            lambda w, b, x, y, rate: right_trick(w, b, x, y, 0.01),
            "The rate here is always 0.01. Use the one that your function gets: `learning_rate`.",
        ),
    ],
    hints=[
        "Start with the error: the label minus the prediction. It is 0 where the line is right, so then nothing moves.",
        "Each weight moves by `learning_rate * error` times its feature. With arrays, that is one line for all "
        "weights.",
        "`w = w + learning_rate * error * x`, and the bias moves in the same way without the `x`.",
        "`error = y - predict(w, b, x)`, then `w = w + learning_rate * error * x`, then `b = b + learning_rate * "
        "error`, then `return w, b`.",
    ],
    praise="The formula needs no `if`: where the line is right the error is 0, and adding 0 changes nothing. In lesson "
    "5 the same lines come back with the step replaced.",
)

SEVEN = np.array([[7.0, 6.0], [8.0, 3.0], [9.0, 0.0], [3.0, 5.0], [6.0, 5.0], [9.0, 4.0], [2.0, 2.0]])

count_mistakes = CodeExercise(
    title="Count the mistakes",
    statement="Return how many rows of X the line gets wrong.",
    reference=lesson.count_mistakes,
    cases=[
        (W, B, SEVEN, np.array([1, 0, 1, 0, 1, 0, 0])),
        (W, B, SEVEN[[0, 3, 1, 4]], np.array([0, 1, 0, 1])),
        (W, B, SEVEN[:4], np.array([1, 1, 1, 0])),
        (
            np.array([-1.87, -0.09]),
            2.57,
            np.array([[4.97, 2.75], [-1.38, -3.22], [-0.92, -4.37], [-2.15, 2.08], [1.19, 4.3]]),
            np.array([0, 1, 0, 1, 0]),
        ),
        (
            np.array([0.41, 1.23]),
            1.61,
            np.array([[-4.97, 0.61], [1.04, -3.96], [-3.33, -4.32], [-0.86, 2.76], [-2.55, 3.72]]),
            np.array([1, 1, 0, 0, 0]),
        ),
        (W, B, SEVEN[[1, 3, 0]], np.array([0, 0, 0])),
        (
            np.array([1.0, 1.0, -3.0]),
            -2.0,
            np.array([[2.0, 1.0, 1.0], [4.0, 1.0, 0.0], [1.0, 5.0, 0.5]]),
            np.array([1, 1, 0]),
        ),
    ],
    mistakes=[
        Mistake(
            "Only the first rows: `range(len(w))`",
            lambda w, b, X, y: np.sum(predict(w, b, X[:2]) != y[:2]),
            "Only the first two rows are looked at, as many as there are weights. The loop goes through the rows: "
            "`range(len(X))`.",
        ),
        Mistake(
            "It counts to 1, with `n =+ 1` or `np.any`",
            lambda w, b, X, y: int(np.any(predict(w, b, X) != y)),
            "It counts to 1 at most. `np.any` asks only whether there is a mistake. And in a loop, `n =+ 1` gives `n` "
            "the value +1 each time; `n += 1` adds 1 to it.",
        ),
        Mistake(
            "`return` inside the loop",
            lambda w, b, X, y: int(predict(w, b, X[0]) != y[0]),
            "Only the first row has its say. The `return` stands inside the loop and ends it at once: move it to the "
            "left, under the `for`.",
        ),
        Mistake(
            "`return` in the loop, under the `if`",
            lambda w, b, X, y: 1 if np.any(predict(w, b, X) != y) else None,
            "The first mistake ends the count. The `return` stands inside the loop: move it to the left, under the "
            "`for`.",
        ),
        Mistake(
            "The last row is left out",
            lambda w, b, X, y: right_count(w, b, X[:-1], y[:-1]),
            "The last row is left out. `range(len(X))` ends by itself before `len(X)`.",
        ),
        Mistake(
            "The first row is left out",
            lambda w, b, X, y: right_count(w, b, X[1:], y[1:]),
            "The first row is left out. Rows are counted from 0: `range(len(X))`.",
        ),
        Mistake(
            "The count begins anew with each row",
            lambda w, b, X, y: int(predict(w, b, X[-1]) != y[-1]),
            "Only the last row has its say. `n = 0` stands inside the loop and begins anew with each row: put it "
            "before the `for`.",
        ),
        Mistake(
            "All rows are counted: `len(…)`",
            lambda w, b, X, y: len(y),
            "This is the number of all rows, the right ones too. `len` counts whatever stands there, `True` and "
            "`False` alike. `np.sum` takes `True` as 1 and `False` as 0.",
        ),
        Mistake(
            "`>` in place of `>=`",
            lambda w, b, X, y: int(np.sum((lesson.score(w, b, X) > 0) != y)),
            "A score of exactly 0 counts as a 1, and here it counts as a 0. `predict` asks for `z >= 0`.",
        ),
        Mistake(
            "The right ones are counted",
            lambda w, b, X, y: np.sum(predict(w, b, X) == y),
            "These are the ones that the line gets right. A mistake is where prediction and label differ: `!=`.",
        ),
        Mistake(
            "A fraction",
            lambda w, b, X, y: np.mean(predict(w, b, X) != y),
            "This is the share of mistakes. You want their number: `np.sum` in place of `np.mean`.",
        ),
        Mistake(
            "One True or False for each row",
            lambda w, b, X, y: predict(w, b, X) != y,
            "This says for each row whether it is wrong. Count them: `np.sum` takes `True` as 1 and `False` as 0.",
        ),
        Mistake(
            "The differences are added up: ŷ - y",
            lambda w, b, X, y: np.sum(predict(w, b, X) - y),
            "A wrongly admitted student counts +1 here and a wrongly rejected one -1, so they cancel. "
            "Ask whether the two differ, with `!=`, and count.",
        ),
        Mistake(
            "The differences are added up: y - ŷ",
            lambda w, b, X, y: np.sum(y - predict(w, b, X)),
            "A wrongly rejected student counts +1 here and a wrongly admitted one -1, so they cancel. "
            "Ask whether the two differ, with `!=`, and count.",
        ),
        Mistake(
            "The score is compared in place of the prediction",
            lambda w, b, X, y: np.sum(lesson.score(w, b, X) != y),
            "The score was compared with the label, and a score is hardly ever exactly 0 or 1. Compare the prediction.",
        ),
        Mistake(
            "Only the wrongly admitted are counted",
            lambda w, b, X, y: np.sum(predict(w, b, X) > y),
            "Only the wrongly admitted are counted. A student who was wrongly rejected is a mistake too: `!=` finds "
            "both.",
        ),
        Mistake(
            "Only the wrongly rejected are counted",
            lambda w, b, X, y: np.sum(predict(w, b, X) < y),
            "Only the wrongly rejected are counted. A student who was wrongly admitted is a mistake too: `!=` finds "
            "both.",
        ),
        Mistake(
            "The row numbers of the mistakes",
            lambda w, b, X, y: np.flatnonzero(predict(w, b, X) != y),
            "These are the row numbers of the mistakes. The question is how many there are.",
        ),
    ],
    hints=[
        "`predict` takes the whole table at once and gives one prediction for each row.",
        "`predict(w, b, X) != y` is `True` for each mistake. In a sum, `True` counts as 1.",
        "`return int(np.sum(predict(w, b, X) != y))`",
    ],
    praise="This number, epoch by epoch, makes the curve that you will watch.",
)

CORNERS = np.array([[1.0, 1.0], [2.0, 2.0], [1.0, 3.0], [3.0, 1.0]])
EPOCHS = [
    (np.array([0.0, 0.0]), 0.0, CORNERS, np.array([1, 0, 1, 1]), 1.0),
    (
        np.array([2.0, 1.0]),
        -18.0,
        np.array([[9.0, 4.0], [4.0, 8.0], [7.0, 6.0], [8.0, 3.0]]),
        np.array([0, 1, 1, 0]),
        0.1,
    ),
    (
        np.array([1.0, -1.0, 0.5]),
        0.5,
        np.array([[1.0, 2.0, 3.0], [2.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
        np.array([0, 1, 0]),
        0.5,
    ),
    (
        np.array([-1.774, 0.393]),
        -1.762,
        np.array([[-1.59, 2.6], [0.44, -1.57], [-0.11, -3.83]]),
        np.array([0, 1, 0]),
        0.3,
    ),
    (np.array([2, 1]), -18, np.array([[9, 4], [4, 8], [8, 3]]), np.array([0, 1, 0]), 0.1),
]


def epoch_from_the_start_line(w, b, X, y, learning_rate):
    error = y - predict(w, b, X)
    return w + learning_rate * error @ X, b + learning_rate * np.sum(error)


def epoch_of_the_last_row(w, b, X, y, learning_rate):
    return right_trick(w, b, X[-1], y[-1], learning_rate)


def epoch_to_the_first_mistake(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        if predict(w, b, x_i) != y_i:
            return right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def epoch_without_bias(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w, _ = right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def epoch_thrown_away(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def epoch_with_swapped_names(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        b, w = right_trick(w, b, x_i, y_i, learning_rate)
    return w, b


def epoch_with_the_old_bias(w, b, X, y, learning_rate):
    new_b = b
    for x_i, y_i in zip(X, y):
        w, new_b = right_trick(w, b, x_i, y_i, learning_rate)
    return w, new_b


def epochs_until_right(w, b, X, y, learning_rate):
    for _ in range(100):
        if right_count(w, b, X, y) == 0:
            break
        w, b = lesson.train_epoch(w, b, X, y, learning_rate)
    return w, b


def epoch_backwards(w, b, X, y, learning_rate):
    return lesson.train_epoch(w, b, X[::-1], y[::-1], learning_rate)


train_epoch = CodeExercise(
    title="Train for one epoch",
    statement="Return the weights and the bias after one trick with each row of X, in order.",
    parts=("w", "b"),
    reference=lesson.train_epoch,
    endless="An epoch is one pass over the students, so no condition is needed: `for x_i, y_i in zip(X, y):`. A "
    "`while` that waits until nobody is on the wrong side never ends where no line separates the students, and one "
    "that counts rows ends only if the count grows in each turn.",
    cases=EPOCHS,
    mistakes=[
        Mistake(
            "Two epochs",
            lambda w, b, X, y, rate: lesson.train_epoch(*lesson.train_epoch(w, b, X, y, rate), X, y, rate),
            "These are two epochs. You want one: each row has one turn.",
        ),
        Mistake(
            "`return` inside the loop",
            lambda w, b, X, y, rate: right_trick(w, b, X[0], y[0], rate),
            "Only the first student had a turn. The `return` stands inside the loop and ends it at once: move it to "
            "the left, under the `for`.",
        ),
        Mistake(
            "It stops after the first mistake",
            epoch_to_the_first_mistake,
            "It stops after the first mistake. An epoch goes on to the last row, whatever happens on the way.",
        ),
        Mistake(
            "Every student sees the line from the start",
            epoch_from_the_start_line,
            "All students have judged the line from the start. In an epoch each gets the line as the one before "
            "left it, so carry `w` and `b` on from trick to trick.",
        ),
        Mistake(
            "Each trick starts again, and only the last row counts",
            epoch_of_the_last_row,
            "Only the last student's trick is left, because each one began from the first line again. Put the result "
            "back into the same names: `w, b = perceptron_trick(w, b, …)`.",
        ),
        Mistake(
            "The bias is not kept",
            epoch_without_bias,
            "The bias that comes back from each trick is thrown away, so it never moves. Keep both: `w, b = "
            "perceptron_trick(…)`.",
        ),
        Mistake(
            "The bias does not go into the next trick",
            epoch_with_the_old_bias,
            "Each trick begins with the bias from the start. The new one has to go into the next trick: `w, b = "
            "perceptron_trick(w, b, …)`.",
        ),
        Mistake(
            "The tricks are thrown away",
            epoch_thrown_away,
            "Nothing has moved. Either the trick's new line is thrown away: keep it, `w, b = …`. Or only students on "
            "the right side are asked, for whom nothing moves: the trick needs no `if`.",
        ),
        Mistake(
            "Only the weights are returned",
            lambda w, b, X, y, rate: lesson.train_epoch(w, b, X, y, rate)[0],
            "The weights are right, and the bias does not come back. Return both: `return w, b`.",
        ),
        Mistake(
            "The names are swapped: `b, w = …`",
            epoch_with_swapped_names,
            "The names are swapped. The trick returns the weights first and the bias second, so keep them in this "
            "order: `w, b = …`.",
        ),
        *[
            Mistake(
                f"A fixed rate of {fixed}",
                lambda w, b, X, y, rate, fixed=fixed: lesson.train_epoch(w, b, X, y, fixed),
                f"The rate here is always {fixed}. Hand on the one that your function gets: `learning_rate`.",
            )
            for fixed in (0.1, 0.01)
        ],
        Mistake(
            "A fixed rate of 1",
            lambda w, b, X, y, rate: lesson.train_epoch(w, b, X, y, 1.0),
            "The rate here is always 1. Hand on the one that your function gets: `learning_rate`.",
        ),
        Mistake(
            "It begins with zeros",
            lambda w, b, X, y, rate: lesson.train_epoch(np.zeros(len(w)), 0.0, X, y, rate),
            "The line begins with zeros here, whatever your function gets. An epoch goes on from the `w` and `b` that "
            "are handed over.",
        ),
        Mistake(
            "It goes on until there is no mistake left",
            epochs_until_right,
            "This runs epoch after epoch until nobody is wrong. You want one epoch: each row once. And where no "
            "line can separate the students, such a loop never ends.",
        ),
        Mistake(
            "From the last row to the first",
            epoch_backwards,
            "The rows are taken from the last to the first. The order matters, because each student sees the line "
            "that the others have left: begin with row 0.",
        ),
        Mistake(
            "The whole table goes into one trick",
            lambda w, b, X, y, rate: right_trick(w, b, X, y, rate),
            "The whole table went into one trick, which takes one student. Go through the rows: `for x_i, y_i in "
            "zip(X, y):`.",
        ),
    ],
    hints=[
        "`for x_i, y_i in zip(X, y):` gives the students one by one, each with their label.",
        "Inside the loop, put the result of the trick back into `w` and `b`, so that the next student gets the new "
        "line.",
        "`w, b = perceptron_trick(w, b, x_i, y_i, learning_rate)` inside the loop, and `return w, b` after it.",
    ],
    praise="Run it again and again until nobody is wrong, and you have the perceptron algorithm.",
)


def best_of(weights, biases, X, y):
    """Return the weights and the bias of the line with the fewest mistakes."""
    mistakes = [right_count(w, b, X, y) for w, b in zip(weights, biases)]
    best = np.argmin(mistakes)
    return weights[best], biases[best]


def last_of_the_best(weights, biases, X, y):
    return best_of(weights[::-1], biases[::-1], X, y)


def most_mistakes(weights, biases, X, y):
    mistakes = [right_count(w, b, X, y) for w, b in zip(weights, biases)]
    return weights[np.argmax(mistakes)], biases[np.argmax(mistakes)]


def index_of_best(weights, biases, X, y):
    return np.argmin([right_count(w, b, X, y) for w, b in zip(weights, biases)])


def fewest_mistakes(weights, biases, X, y):
    return min(right_count(w, b, X, y) for w, b in zip(weights, biases))


def line_at_the_fewest(weights, biases, X, y):
    fewest = fewest_mistakes(weights, biases, X, y)
    return weights[fewest], biases[fewest]


def without_a_mistake(weights, biases, X, y):
    """Return the lines that make no mistake."""
    return [(w, b) for w, b in zip(weights, biases) if right_count(w, b, X, y) == 0]


def first_without_a_mistake(weights, biases, X, y):
    return next(iter(without_a_mistake(weights, biases, X, y)), None)


def without_a_mistake_or_first(weights, biases, X, y):
    return next(iter(without_a_mistake(weights, biases, X, y)), (weights[0], biases[0]))


def without_a_mistake_or_last(weights, biases, X, y):
    return next(iter(without_a_mistake(weights, biases, X, y)), (weights[-1], biases[-1]))


def compared_with_the_first(weights, biases, X, y):
    mistakes = [right_count(w, b, X, y) for w, b in zip(weights, biases)]
    best = max([i for i, each in enumerate(mistakes) if each < mistakes[0]], default=0)
    return weights[best], biases[best]


WAITS = "This waits for a line without a mistake, and here there is none. Keep the line with the fewest."
TRAIL = np.array([[0.0, 0.0], [2.0, 1.0], [-1.0, 1.0], [1.0, 0.0]]), np.array([0.0, -10.0, 0.5, -5.0])
TRAIL_X = np.array([[7.0, 6.0], [8.0, 3.0], [3.0, 5.0], [2.0, 2.0], [4.0, 8.0], [3.0, 1.0]])

pocket = CodeExercise(
    title="Keep the best line in your pocket",
    statement="Return the weights and the bias of the line with the fewest mistakes on X and y: of the first such "
    "line, where several are equally good.",
    parts=("w", "b"),
    reference=best_of,
    cases=[
        (*TRAIL, TRAIL_X, np.array([1, 1, 1, 0, 1, 0])),
        (TRAIL[0][::-1], TRAIL[1][::-1], TRAIL_X, np.array([1, 1, 1, 0, 1, 0])),
        (*TRAIL, TRAIL_X, np.array([0, 0, 1, 1, 1, 0])),
        (*TRAIL, TRAIL_X, np.array([0, 0, 1, 0, 1, 0])),
        (
            np.array([[0.905, 1.631], [0.658, -1.082], [1.404, -0.725], [-1.667, -1.861]]),
            np.array([1.337, 0.103, -1.034, -1.736]),
            np.array([[2.83, 1.76], [1.52, -0.53], [-1.79, -0.82], [0.95, 0.76], [-2.35, 2.16]]),
            np.array([0, 1, 0, 1, 0]),
        ),
        (
            np.array([[-1.57, -0.89], [-0.57, 1.18], [-1.51, 1.1], [0.68, -1.84]]),
            np.array([-0.95, 0.19, -1.24, -0.1]),
            np.array([[1.3, 1.1], [-0.7, 1.5], [-1.1, -1.6], [-0.9, -2.6], [2.3, -2.2], [-0.1, -1.0]]),
            np.array([1, 0, 1, 0, 1, 1]),
        ),
        (
            np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 0.0]]),
            np.array([0.0, -10.0, -5.0]),
            TRAIL_X,
            np.array([1, 1, 0, 0, 1, 0]),
        ),
        (
            np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
            np.array([-3.0, -1.0, -4.0]),
            np.array([[7.0, 6.0, 0.0], [8.0, 3.0, 2.0], [3.0, 5.0, 4.0], [2.0, 2.0, 0.0]]),
            np.array([0, 1, 1, 0]),
        ),
    ],
    mistakes=[
        Mistake(
            "Each line is compared with the first one",
            compared_with_the_first,
            "Each line is compared with the first one, and the last that beats it stays. Whenever you swap, remember "
            "the new number of mistakes too: `fewest = …`.",
        ),
        Mistake(
            "The last line is left out",
            lambda weights, biases, X, y: best_of(weights[:-1], biases[:-1], X, y),
            "The last line of the trail has no say here, and in one try it is the best. Go through all of them.",
        ),
        Mistake(
            "The first line is left out",
            lambda weights, biases, X, y: best_of(weights[1:], biases[1:], X, y),
            "The first line of the trail has no say here, and in one try it is the best. Go through all of them.",
        ),
        Mistake(
            "The last line",
            lambda weights, biases, X, y: (weights[-1], biases[-1]),
            "This is the last line of the trail. Where the students cannot be separated, the last one is just where "
            "the walk happened to stop: count the mistakes of each and keep the best.",
        ),
        Mistake(
            "The first line",
            lambda weights, biases, X, y: (weights[0], biases[0]),
            "This is the first line of the trail, whatever its mistakes. Count those of each and keep the best. And "
            "begin with more mistakes than there can be, such as `len(y) + 1`: nothing lies below 0.",
        ),
        Mistake(
            "The line with the most mistakes",
            most_mistakes,
            "This is the line with the most mistakes. `np.argmin` finds the smallest number, `np.argmax` the largest: "
            "of mistakes you want the fewest, and of right answers the most.",
        ),
        Mistake(
            "Which line it is, in place of the line",
            index_of_best,
            "This is the number of the best line. Use it to take out the line: `weights[best]` and `biases[best]`.",
        ),
        Mistake(
            "How many mistakes it makes, in place of the line",
            fewest_mistakes,
            "This is how many mistakes the best line makes. You want the line itself. `np.argmin` says which one it "
            "is.",
        ),
        Mistake(
            "The fewest mistakes, taken for the number of the line",
            line_at_the_fewest,
            "The number of mistakes was used as the number of the line. `min` says how few mistakes there are, "
            "`np.argmin` says which line has them.",
        ),
        Mistake(
            "The last of those that are equally good",
            last_of_the_best,
            "Of lines that are equally good, yours is the last. Swap only for a better one: then the first of them "
            "stays.",
        ),
        Mistake("Only a line without a mistake, else nothing", first_without_a_mistake, WAITS),
        Mistake("Only a line without a mistake, else the first line", without_a_mistake_or_first, WAITS),
        Mistake("Only a line without a mistake, else the last line", without_a_mistake_or_last, WAITS),
        Mistake(
            "Only the weights",
            lambda weights, biases, X, y: best_of(weights, biases, X, y)[0],
            "The weights are right, and the bias does not come back. Return both: `return weights[best], "
            "biases[best]`.",
        ),
    ],
    hints=[
        "First make a list: the number of mistakes of each line. `zip(weights, biases)` goes through the lines one "
        "by one.",
        "`np.argmin(mistakes)` is the place of the smallest number in the list.",
        "`mistakes = [count_mistakes(w, b, X, y) for w, b in zip(weights, biases)]`, then `best = "
        "np.argmin(mistakes)`, then `return weights[best], biases[best]`.",
    ],
    praise="The walk may go on for ever, and what it has found is safe. Gallant called this the pocket algorithm.",
)

tricks_on_paper = ValueExercise(
    title="Count tricks on paper",
    statement="From the line 3·x1 + 4·x2 - 10 with η = 0.1: how many tricks until the admitted student (1, 1) is "
    "admitted?",
    reference=10,
    mistakes=[
        Mistake(
            "11: one more than needed",
            11,
            "One fewer will do on paper. Which score is reached after one trick fewer, and does a score of exactly 0 "
            "count as admitted? Keep your number in mind for the next cell.",
        ),
        Mistake(
            "9: one too few",
            9,
            "After nine tricks the score is -3 + 9 · 0.3 = -0.3, which is still below zero.",
        ),
        Mistake(
            "15: the bias is left out",
            15,
            "You let each trick raise the score by 0.2. That is what the two weights do; the bias moves too, and "
            "adds another 0.1.",
        ),
        Mistake(
            "30: only the bias moves",
            30,
            "You let each trick raise the score by 0.1. That is what the bias does alone; each of the two weights "
            "adds another 0.1.",
        ),
        Mistake(
            "1: the learning rate is left out",
            1,
            "One trick would do with a learning rate of 1. With 0.1 each trick raises the score by a tenth of that: "
            "0.3.",
        ),
    ],
    hints=[
        "The score is 3 + 4 - 10 = -3 at first. By how much does one trick raise it?",
        "One trick raises the score by η · (x · x + 1) = 0.1 · (1 + 1 + 1).",
        "-3 is made up by 0.3 a trick, and 0 is enough: 3 / 0.3.",
    ],
    praise="Ten tricks, and the score is exactly 0. Now let the computer do the same, and count with it.",
    otherwise="The score starts at 3 + 4 - 10 = -3 and has to reach 0. Each trick raises it by 0.1 · (1 · 1 + 1 · 1 "
    "+ 1).",
)

eleven_steps = Question(
    title="Why the computer needs one trick more",
    statement="On paper the student is admitted after 10 tricks, and the program needs 11. Why?",
    choices=[
        Choice(
            "The loop counts one too many.",
            "It is tempting because counting from 0 or from 1 is a common slip. But print the score after ten tricks: "
            "it really is below zero.",
        ),
        Choice(
            "A float cannot hold 0.1 exactly, and the tiny errors add up.",
            "After ten tricks the score is about -0.000000000000007 where it should be 0. So where a score should be "
            "exactly 0, `z >= 0` can come out either way.",
            right=True,
        ),
        Choice(
            "The learning rate is too large, so the line overshoots.",
            "Each trick raises the score by 0.3, and 3 is ten times that: on paper it arrives at 0 without "
            "overshooting. The rate is not the reason.",
        ),
        Choice(
            "The step of a score of 0 is 0.",
            "It would explain the 11, but here the step of 0 is 1. The score in the program is not 0: it is a tiny "
            "bit below.",
        ),
    ],
)

spot_the_bug = Question(
    title="Find the colleague's mistake",
    statement="What is wrong with the colleague's trick?",
    choices=[
        Choice(
            "The bias moves once for each feature, and should move once.",
            "The statement that moves it stands inside the loop. With two features the bias moves twice as far as it "
            "should.",
            right=True,
        ),
        Choice(
            "It copies the weights, so that the move is lost.",
            "The copy is what is returned, and the line of the caller stays as it was. That is as it should be.",
        ),
        Choice(
            "The error is worked out before the weights move.",
            "So it has to be: one student, one error, and then all three numbers move by it.",
        ),
        Choice(
            "Nothing. It needs even fewer epochs than ours.",
            "It is tempting, because the end is right, as with any students whom a line separates. But it is not the "
            "rule that was wanted, and with other students it may need more epochs than ours.",
        ),
    ],
)

recall_right_side = Question(
    title="A student on the right side",
    statement="A student lies on the right side of the line, but very close to it. What does the perceptron trick do?",
    choices=[
        Choice(
            "It moves the line a little away from the student.",
            "It is tempting, because more room would be good. But the error is 0, and 0 times anything is 0. A method "
            "that asks for room is a different one.",
        ),
        Choice(
            "It moves the line a little towards the student.",
            "That would be a step to the wrong side. The error is 0 for everyone on the right side, near or far.",
        ),
        Choice(
            "Nothing.",
            "The prediction is right, so the error y - ŷ is 0, and the line stays. Only mistakes move a perceptron.",
            right=True,
        ),
    ],
)

recall_separable = Question(
    title="When no line is right",
    statement="No line separates these students without a mistake. What happens when you run epoch after epoch?",
    choices=[
        Choice(
            "The line never settles. You keep the best one seen so far.",
            "Some student is always on the wrong side and pulls. The convergence theorem promises an end only where a "
            "separating line exists, so you keep the best line in your pocket.",
            right=True,
        ),
        Choice(
            "The line settles where the mistakes are fewest.",
            "It is tempting, because we would like it to. But the trick sees one student at a time: whoever is "
            "wrong pulls, even away from the best line.",
        ),
        Choice(
            "The steps get smaller and smaller until it stands still.",
            "Nothing makes them smaller: each trick moves by η times the student's features, in the first epoch and "
            "in the thousandth.",
        ),
    ],
)

recall_memory = Question(
    title="Back to lesson 0: what it has learned",
    statement="After training on a hundred students, what has the perceptron kept of them?",
    choices=[
        Choice(
            "A list of the students it got wrong.",
            "It is tempting because only they have moved the line. But each was used for one move and then forgotten.",
        ),
        Choice(
            "All hundred, to compare a new student with them.",
            "There are methods that do so, but not this one. To judge a new student it needs only w, b and one sum.",
        ),
        Choice(
            "Two weights and a bias. That is all.",
            "As in lesson 0: learning adjusts the tools and stores no products. Three numbers have to stand for "
            "everyone.",
            right=True,
        ),
    ],
)

CONTENTS = contents(vars())
