"""Lesson 5: slopes, the gradient of the log-loss and its check, and the step against it."""

from collections.abc import Callable

import numpy as np

from course_lib import gradients, logistic
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
from course_lib.data import load_admissions
from course_lib.exercises.wrong_answers import in_place, moved, with_two_errors
from course_lib.logistic import predict_proba
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import perceptron_trick, predict, score

first_guess = Question(
    title="Predict: a much larger learning rate",
    statement="The dot walks down, each step as long as the slope times the learning rate. You raise the learning rate "
    "from 3 to 100. What happens at the very first step?",
    prediction=True,
    choices=[
        Choice(
            "The dot arrives at the bottom in that one step.",
            "It is tempting, because a longer step gets further. But the slope is measured under the dot. It "
            "hints at how far away the bottom is, and does not say it.",
        ),
        Choice(
            "The dot walks the same path, only faster.",
            "It would, if the slope stayed the same along the way. But the slope was measured at one place, and a step "
            "this long goes far beyond where it holds.",
        ),
        Choice(
            "The dot shoots across the valley and lands higher than it began.",
            "From the start at (-2, 3) the loss rises from 1.25 to 2.18 with one step. Downhill is a promise about the "
            "ground nearby, and this step leaves the neighbourhood.",
            right=True,
        ),
        Choice(
            "Nothing new. The dot stays within the valley, because it always goes downhill.",
            "The direction is downhill, that is right. But whoever jumps downhill far enough lands on the opposite "
            "slope.",
        ),
    ],
)


slope_and_step = RoundedExercise(
    digits=2,
    title="Measure a slope, and take one step",
    statement="E(-14.1) = 0.7089 and E(-13.9) = 0.7558. Give (slope, new_bias): the slope at -14, and the bias after "
    "one step from there with η = 4, to two decimals, rounded only at the end.",
    parts=("slope", "new_bias"),
    reference=(0.2345, -14.938),
    mistakes=[
        Mistake(
            "The slope is rounded before the step",
            (0.23, -14.92),
            "You rounded before the step. With η = 4 the step makes what was cut off four times as large: go on with "
            "0.2345, and round the new bias at the end.",
        ),
        Mistake(
            "A step up the slope",
            (0.2345, -13.062),
            "The slope is right, and the step goes the wrong way. The slope is positive, so the ground rises to the "
            "right, and the way down is to the left: subtract.",
        ),
        Mistake(
            "The difference is not divided",
            (0.0469, -14.1876),
            "This is the difference of the two losses. The slope is the difference for each unit of the bias, so "
            "divide by the distance between the two places.",
        ),
        Mistake(
            "Divided by the distance to one of the two places",
            (0.469, -15.876),
            "You divided by 0.1. That is the distance from -14 to each of the two places; from one to the other it is "
            "0.2.",
        ),
        Mistake(
            "Left minus right",
            (-0.2345, -13.062),
            "The sign is reversed. Take the place to the right first: E(-13.9) minus E(-14.1), because that one is "
            "larger when the ground rises to the right.",
        ),
        Mistake(
            "The learning rate is left out",
            (0.2345, -14.2345),
            "The slope is right. In the step it is to be multiplied by the learning rate, η = 4.",
        ),
        Mistake(
            "The step alone",
            (0.2345, 0.938),
            "The slope is right, and 0.94 is how far the step goes. Take it away from where you stood, -14.",
        ),
        Mistake(
            "The step alone, with its sign",
            (0.2345, -0.938),
            "The slope is right, and -0.94 is the step. Add it to where you stood, -14.",
        ),
    ],
    hints=[
        "The slope is how much the loss rises from the left place to the right one, divided by how far they are apart.",
        "From -14.1 to -13.9 it is 0.2. The loss rises by 0.7558 - 0.7089.",
        "The slope is 0.0469 / 0.2 = 0.2345. The new bias is -14 - 4 · 0.2345.",
    ],
    praise="The slope is positive, so the step went to the left, towards -18. Down there the loss is lower: at -14.94 "
    "it is 0.53 in place of 0.73.",
    otherwise="The slope is the difference of the losses divided by the distance of the places. The new bias is the "
    "old one minus η times the slope.",
)


class Formula:
    """A function of an array that prints as a learner would type it."""

    def __init__(self, text: str):
        self.text = f"lambda t: {text}"
        self.function = eval(self.text, {"np": np})  # our own text, a few lines below

    def __call__(self, theta: np.ndarray) -> float:
        """Return the value at theta."""
        return self.function(theta)

    def __repr__(self) -> str:
        return self.text


SLOPES = [
    (Formula("t[0] ** 2 + 3 * t[1]"), np.array([2.0, 5.0])),
    (Formula("t[0] ** 3 * t[1]"), np.array([2.0, 1.0]), 0.5),
    (Formula("np.exp(t[0]) - t[1] * t[2] ** 3"), np.array([0.5, 2.0, -1.0])),
    (Formula("np.sum(t ** 3) + t[0, 1] * t[1, 0]"), np.array([[1.0, 2.0], [3.0, 4.0]]), 0.1),
    (Formula("t[0] ** 4"), np.array([-1.5])),
    (Formula("t[0] ** 2 + t[1] / 2"), np.array([3, 4])),
    (Formula("np.sum(t ** 2) + t[0, 1, 0] * t[1, 0, 1]"), np.arange(8).reshape(2, 2, 2) / 4),
]


def each_slope(slope: Callable) -> Callable:
    """Return a numerical gradient made of `slope(f, theta, step, h)`, be it the right slope or not."""

    def numerical_gradient(f: Callable, theta: np.ndarray, h: float = 1e-5) -> np.ndarray:
        gradient = np.zeros(theta.shape)
        for i in np.ndindex(theta.shape):
            step = np.zeros(theta.shape)
            step[i] = h
            gradient[i] = slope(f, theta, step, h)
        return gradient

    return numerical_gradient


def slopes_in_place(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        theta[i] += h
        right = f(theta)
        theta[i] -= 2 * h
        gradient[i] = (right - f(theta)) / (2 * h)
    return gradient


def slopes_moving_along(f, theta, h=1e-5):
    gradient, place = np.zeros(theta.shape), theta.copy()
    for i in np.ndindex(theta.shape):
        place[i] += h
        right = f(place)
        place[i] -= 2 * h
        gradient[i] = (right - f(place)) / (2 * h)
    return gradient


def slopes_there_and_back(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        theta[i] += h
        right = f(theta)
        theta[i] -= 2 * h
        gradient[i] = (right - f(theta)) / (2 * h)
        theta[i] += h
    return gradient


def two_names_for_one_array(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta, theta
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


def copied_and_moved(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


def copied_and_moved_into_whole_numbers(f, theta, h=1e-5):
    return copied_and_moved(f, theta, h).astype(theta.dtype)


def slopes_in_whole_numbers(f, theta, h=1e-5):
    return gradients.numerical_gradient(f, theta, h).astype(theta.dtype)


def one_slope_for_each_row(f, theta, h=1e-5):
    return np.array([np.sum(row) for row in gradients.numerical_gradient(f, theta, h)])


def first_slope_only(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
        return gradient


def step_never_cleared(f, theta, h=1e-5):
    gradient, step = np.zeros(theta.shape), np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


def row_by_row(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in range(len(theta)):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


def through_as_many_rows_as_entries(f, theta, h=1e-5):
    gradient = np.zeros(theta.shape)
    for i in range(theta.size):
        step = np.zeros(theta.shape)
        step[i] = h
        gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


numerical_gradient = CodeExercise(
    title="Measure a gradient",
    statement="Return the slope of f at theta for each entry, from h to either side.",
    reference=gradients.numerical_gradient,
    cases=SLOPES,
    mistakes=[
        Mistake(
            "One-sided: from theta to the right",
            each_slope(lambda f, theta, step, h: (f(theta + step) - f(theta)) / h),
            "These are slopes from theta to the right only. They are nearly right when h is tiny, and visibly off when "
            "it is not, because a curve bends. Go h to both sides and divide by 2 * h: then the bends cancel.",
        ),
        Mistake(
            "One-sided: from theta to the left",
            each_slope(lambda f, theta, step, h: (f(theta) - f(theta - step)) / h),
            "These are slopes from the left up to theta only. Go h to both sides and divide by 2 * h: then the bends "
            "of the curve cancel.",
        ),
        Mistake(
            "Divided by h",
            each_slope(lambda f, theta, step, h: (f(theta + step) - f(theta - step)) / h),
            "Every slope is twice as large as it should be. The two places are h to the left and h to the right, so "
            "they are 2 * h apart.",
        ),
        Mistake(
            "Divided by 2 and then multiplied by h: `/ 2 * h`",
            each_slope(lambda f, theta, step, h: (f(theta + step) - f(theta - step)) / 2 * h),
            "The brackets are missing: `/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.",
        ),
        Mistake(
            "Only the second value is divided: `f(theta + step) - f(theta - step) / (2 * h)`",
            each_slope(lambda f, theta, step, h: f(theta + step) - f(theta - step) / (2 * h)),
            "Only the second value is divided. Put brackets around the difference: `(f(theta + step) - f(theta - "
            "step)) / (2 * h)`.",
        ),
        Mistake(
            "Not divided at all",
            each_slope(lambda f, theta, step, h: f(theta + step) - f(theta - step)),
            "These are the differences. A slope is the difference divided by the distance between the two places, 2 * "
            "h.",
        ),
        Mistake(
            "Left minus right",
            each_slope(lambda f, theta, step, h: (f(theta - step) - f(theta + step)) / (2 * h)),
            "The sign is reversed: where f rises you say that it falls. Take the right place first, "
            "`f(theta + step) - f(theta - step)`.",
        ),
        Mistake(
            "The step is never cleared: all entries up to i move",
            step_never_cleared,
            "The first slope is right, and in the later ones the earlier entries move too. Only one entry may move at "
            "a time: make a new `step` of zeros inside the loop.",
        ),
        Mistake(
            "`range(theta.size)`, as many rounds as entries",
            through_as_many_rows_as_entries,
            "`theta.size` counts all entries, and `step[i]` is a whole row where `theta` is a table. "
            "`np.ndindex(theta.shape)` goes through all places: `for i in np.ndindex(theta.shape)`.",
        ),
        Mistake(
            "All entries move at once",
            each_slope(lambda f, theta, step, h: (f(theta + h) - f(theta - h)) / (2 * h)),
            "`theta + h` moves all entries at once, so every slope is the same mixture. Only one entry may move at a "
            "time: `step` is 0 everywhere but at `i`.",
        ),
        Mistake(
            "`return` inside the loop",
            first_slope_only,
            "Only the first entry has its slope. The `return` stands inside the loop and ends it at once: move it to "
            "the left, under the `for`.",
        ),
        Mistake(
            "Row by row: `for i in range(len(theta))`",
            row_by_row,
            "It works for a list of numbers. In a table, `step[i] = h` moves a whole row at once. "
            "`np.ndindex(theta.shape)` goes through the single entries, whatever the shape.",
        ),
        Mistake(
            "Row by row, with one slope for each row",
            one_slope_for_each_row,
            "It works for a list of numbers. In a table, `range(len(theta))` goes through the rows, so a whole row "
            "moves at once. `np.ndindex(theta.shape)` goes through the single entries, and `np.zeros(theta.shape)` has "
            "room for all their slopes.",
        ),
        *[
            Mistake(
                f"A copy of whole numbers is moved{name}",
                moved_copy,
                "For decimals it is right. An array of whole numbers has no room for the step h, and neither has a "
                "copy of it: what is written there is cut back to a whole number. And `theta` itself belongs to the "
                "caller. `theta + step` makes decimals, and so does `theta.astype(float)`.",
            )
            for name, moved_copy in (
                ("", copied_and_moved),
                (", and the slopes are kept in one", copied_and_moved_into_whole_numbers),
            )
        ],
        Mistake(
            "The slopes are kept in an array of theta's kind",
            slopes_in_whole_numbers,
            "For decimals it is right. Made from `theta`, the array for the slopes holds whole numbers where `theta` "
            "does, and cuts 0.5 to 0. `np.zeros(theta.shape)` holds decimals.",
        ),
        Mistake(
            "`np.zeros_like(theta)`, which takes theta's kind of number over",
            lambda f, theta, h=1e-5: (
                0 * theta if theta.dtype.kind == "i" else gradients.numerical_gradient(f, theta, h)
            ),
            "For an array of whole numbers every slope is 0. `np.zeros_like(theta)` makes an array of the same kind, "
            "and one of whole numbers cuts the step h to 0. `np.zeros(theta.shape)` holds decimals.",
        ),
        Mistake(
            "h is fixed in the function",
            lambda f, theta, h=1e-5: gradients.numerical_gradient(f, theta, 1e-5),
            "This is the slope with a much smaller step than the h that is handed over. Take the values at h to "
            "either side, with the parameter `h`.",
        ),
        Mistake(
            "theta is moved and not put back",
            slopes_in_place,
            "`theta[i] += h` writes into the array of whoever called the function, and it is not put back: the next "
            "slope is measured from another place, and the caller's numbers are spoiled. Make a new array, `theta + "
            "step`.",
        ),
        Mistake(
            "theta is moved there and back",
            slopes_there_and_back,
            "The slopes are right, but `theta[i] += h` writes into the array of whoever called the function. Even when "
            "you take it back, a rounding may stay behind. Make a new array: `theta + step`.",
        ),
        Mistake(
            "Two names for one array: `up = theta`",
            two_names_for_one_array,
            "Every slope is 0. `up = theta` makes no new array, it gives the same one a second name, so both places "
            "are the same. `theta + step` makes a new array.",
        ),
        Mistake(
            "A copy of theta is moved and not put back",
            slopes_moving_along,
            "The first slope is right. Then the place stays moved by h, so the others are measured from elsewhere. "
            "`theta + step` leaves theta where it is.",
        ),
        Mistake(
            "The slopes are added up",
            lambda f, theta, h=1e-5: float(np.sum(gradients.numerical_gradient(f, theta, h))),
            "One number comes back, the sum of all slopes. The gradient keeps them apart: one for each entry, in an "
            "array of the shape of theta.",
        ),
        Mistake(
            "A flat list for a table",
            lambda f, theta, h=1e-5: gradients.numerical_gradient(f, theta, h).ravel(),
            "The slopes are right, and they come back in a row. The gradient has the shape of theta: begin with "
            "`np.zeros(theta.shape)` and fill it.",
        ),
    ],
    hints=[
        "Begin with `gradient = np.zeros(theta.shape)`, and fill one entry after the other in a loop over "
        "`np.ndindex(theta.shape)`.",
        "In the loop, make `step = np.zeros(theta.shape)` and set `step[i] = h`. Then `theta + step` is the place to "
        "the right, and `theta - step` the one to the left.",
        "`gradient[i] = (f(theta + step) - f(theta - step)) / (2 * h)` inside the loop, and `return gradient` after "
        "it.",
    ],
    praise="It needs no formula and no calculus, only two values of f for each entry. That makes it slow, but a judge "
    "of every formula.",
)

eli_gradient = RoundedExercise(
    digits=3,
    title="Work out the gradient for Eli",
    statement="Give (slope for w1, slope for w2, slope for b) for Eli: test 4, grades 8, admitted, and σ(-2) = 0.1192. "
    "To three decimals.",
    parts=("w1", "w2", "b"),
    reference=(-3.5232, -7.0464, -0.8808),
    also=[(-3.524, -7.048, -0.881)],  # from the error to three decimals
    mistakes=[
        Mistake(
            "Label minus prediction",
            (3.523, 7.046, 0.881),
            "The sign is reversed. In lesson 2 the error was the label minus the prediction. The gradient has the "
            "prediction minus the label, 0.1192 - 1, because it points uphill.",
        ),
        Mistake(
            "The label 0",
            (0.477, 0.954, 0.119),
            "This is the gradient of a student who was rejected. Eli was admitted, so y = 1, and ŷ - y is 0.1192 - 1.",
        ),
        Mistake(
            "The bias is multiplied by a feature or left out",
            (-3.523, -7.046, 0),
            "The slopes for the weights are right. The bias is multiplied by 1, so its slope is ŷ - y itself.",
        ),
        Mistake(
            "The bias has slope 1",
            (-3.523, -7.046, 1),
            "The slopes for the weights are right. For the bias, 1 is only the first link of the chain: multiply it by "
            "ŷ - y too.",
        ),
        Mistake(
            "The features are left out",
            (-0.881, -0.881, -0.881),
            "The slope for b is right. For a weight, ŷ - y is to be multiplied by its feature: 4 for w1 and 8 for w2.",
        ),
        Mistake(
            "The features are swapped",
            (-7.046, -3.523, -0.881),
            "The two features are swapped. The test score 4 belongs to w1, and the grades 8 to w2.",
        ),
        Mistake(
            "The score in place of the prediction",
            (-12, -24, -3),
            "The score -2 stands where the prediction should be. Send it through the sigmoid first: ŷ = 0.1192.",
        ),
        Mistake(
            "The step in place of the sigmoid",
            (-4, -8, -1),
            "This takes ŷ = 0, as the step would say. The sigmoid says 0.1192.",
        ),
        Mistake(
            "The slope of the sigmoid is left in",
            (-0.37, -0.74, -0.092),
            "Here ŷ(1 - ŷ), the slope of the sigmoid, is still a factor. In the log-loss it cancels against the "
            "denominator of the last link.",
        ),
    ],
    hints=[
        "First ŷ - y. The label of an admitted student is 1.",
        "0.1192 - 1 = -0.8808. Multiply it by each feature; for the bias, by 1.",
        "`(-0.8808 * 4, -0.8808 * 8, -0.8808)`",
    ],
    praise="All three are negative: raising any of the numbers lowers Eli's loss. A step against the gradient raises "
    "them, as the trick of lesson 2 did.",
    otherwise="Each slope is ŷ - y = 0.1192 - 1 times the feature that the number is multiplied by; for the bias that "
    "is 1.",
)

X, Y, _ = load_admissions()
SOME = np.array([[7.0, 6.0], [9.0, 3.0], [9.0, 4.0], [4.0, 8.0]]), np.array([1, 1, 0, 1])
COMMITTEE = np.array([2.0, 1.0]), -18.0
BELOW_ZERO = np.array([[-2.31, -0.63], [2.18, 0.85], [-0.73, 0.77]]), np.array([1, 0, 0])
SQUARE = np.array([[6.0, 8.0, 2.0], [5.0, 3.0, 4.0], [9.0, 7.0, 1.0]]), np.array([0, 0, 1])
GRADIENTS = [
    (*COMMITTEE, *SOME),
    (np.array([2.0, 1.0, -2.0]), -13.0, *SQUARE),
    (np.array([0.5, -0.25]), 0.1, SOME[0][:3], SOME[1][:3]),
    (np.array([1.5, 1.0]), -15.0, X[:20], Y[:20]),
    (np.array([-0.54, 0.82]), 0.45, *BELOW_ZERO),
    (np.array([2, 1]), -18, np.array([[7, 6], [9, 3], [9, 4]]), SOME[1][:3]),
]


def mean_gradient(error: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the gradient that a number for each student gives, be it the right number or not."""
    return X.T @ error / len(X), np.mean(error)


def loss(w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray) -> float:
    """Return the log-loss, from scores: that of probabilities loses its slope where they come near 0 and 1."""
    return log_loss_from_scores(y, score(w, b, X))


def of_the_last_student(w, b, X, y):
    for x_i, y_i in zip(X, y):
        error = predict_proba(w, b, x_i) - y_i
        gradient_w, gradient_b = error * x_i, error
    return gradient_w, gradient_b


gradient = GradientExercise(
    loss=loss,
    title="Write the gradient of the log-loss",
    statement="Return the gradient of the log-loss: its part for w, shape (d,), and for b.",
    parts=("gradient_w", "gradient_b"),
    reference=logistic.gradient,
    cases=GRADIENTS,
    mistakes=[
        Mistake(
            "Label minus prediction",
            lambda w, b, X, y: mean_gradient(y - predict_proba(w, b, X), X),
            "This points downhill. The gradient points uphill, with the error as prediction minus label: "
            "`predict_proba(w, b, X) - y`.",
        ),
        Mistake(
            "A loop that keeps only its last student",
            of_the_last_student,
            "Only the last student counts: each round of the loop throws the one before away. Begin with zeros, add "
            "each student's part, and divide by their number at the end.",
        ),
        Mistake(
            "Sum in place of mean",
            lambda w, b, X, y: (X.T @ (predict_proba(w, b, X) - y), np.sum(predict_proba(w, b, X) - y)),
            "These are sums over the students. The loss is a mean, so divide both by the number of students, `len(X)`.",
        ),
        Mistake(
            "The part for w is not divided by n",
            lambda w, b, X, y: (X.T @ (predict_proba(w, b, X) - y), np.mean(predict_proba(w, b, X) - y)),
            "The part for b is right. `X.T @ error` is a sum over the students: divide it by `len(X)`.",
        ),
        Mistake(
            "The part for b is not divided by n",
            lambda w, b, X, y: (logistic.gradient(w, b, X, y)[0], np.sum(predict_proba(w, b, X) - y)),
            "The part for w is right. For b you took the sum of the errors. The loss is a mean, so it is "
            "`np.mean(error)`.",
        ),
        Mistake(
            "Divided by the number of features",
            lambda w, b, X, y: (X.T @ (predict_proba(w, b, X) - y) / X.shape[1], np.mean(predict_proba(w, b, X) - y)),
            "The part for b is right. For w the sum was divided by the number of features. It is a sum over students: "
            "divide by their number, `len(X)`.",
        ),
        Mistake(
            "`X @ error`",
            lambda w, b, X, y: (X @ (predict_proba(w, b, X) - y) / len(X), np.mean(predict_proba(w, b, X) - y)),
            "`X @ error` adds up over the columns, which are features. You want to add up over the students, the rows, "
            "so turn the table: `X.T @ error` has the shapes (d, n) and (n,), and gives (d,).",
        ),
        Mistake(
            "`error * X`",
            lambda w, b, X, y: ((predict_proba(w, b, X) - y) * X / len(X), np.mean(predict_proba(w, b, X) - y)),
            "`error * X` tries to match the errors with the columns. They belong to the rows. `X.T @ error` multiplies "
            "each student's features by that student's error, and adds up.",
        ),
        Mistake(
            "One row for each student, not added up",
            lambda w, b, X, y: (
                (predict_proba(w, b, X) - y)[:, None] * X / len(X),
                np.mean(predict_proba(w, b, X) - y),
            ),
            "Each student still has a row of their own. Add up over the students: `X.T @ error` does it in one go.",
        ),
        Mistake(
            "The mean of the slopes in place of the slopes",
            lambda w, b, X, y: (np.mean(X.T @ (predict_proba(w, b, X) - y)), np.mean(predict_proba(w, b, X) - y)),
            "`np.mean(X.T @ error)` mixes the features: one number is left. There is one slope for each weight. Divide "
            "by `len(X)` instead.",
        ),
        Mistake(
            "Mean of the errors times mean of the features",
            lambda w, b, X, y: (
                np.mean(predict_proba(w, b, X) - y) * X.mean(axis=0),
                np.mean(predict_proba(w, b, X) - y),
            ),
            "A mean of products is not the product of the means. Each error has to meet its own student's features "
            "first: `X.T @ error`, then divide.",
        ),
        Mistake(
            "The step in place of the sigmoid",
            lambda w, b, X, y: mean_gradient(predict(w, b, X) - y, X),
            "Here only students on the wrong side count, as in the perceptron: the prediction is 0 or 1. The log-loss "
            "wants the probability, `predict_proba`.",
        ),
        Mistake(
            "The score in place of the prediction",
            lambda w, b, X, y: mean_gradient(score(w, b, X) - y, X),
            "The error was taken from the score. Send it through the sigmoid first: `predict_proba(w, b, X)`.",
        ),
        Mistake(
            "The slope of the sigmoid is left in",
            lambda w, b, X, y: mean_gradient(
                (predict_proba(w, b, X) - y) * predict_proba(w, b, X) * (1 - predict_proba(w, b, X)), X
            ),
            "There is one factor too many, `p * (1 - p)`. The slope of the sigmoid does belong to the chain, but it "
            "cancels against the denominator of the log-loss.",
        ),
        Mistake(
            "The features are forgotten",
            lambda w, b, X, y: (
                np.mean(predict_proba(w, b, X) - y) * np.ones(len(w)),
                np.mean(predict_proba(w, b, X) - y),
            ),
            "The part for b is right, and each weight has got the same. For a weight each student's error is to be "
            "multiplied by that student's feature.",
        ),
        Mistake(
            "The bias is forgotten",
            lambda w, b, X, y: logistic.gradient(w, b, X, y)[0],
            "The part for w is right, and the part for b does not come back. Return both: "
            "`return X.T @ error / len(X), np.mean(error)`.",
        ),
        Mistake(
            "The bias has no slope: 0",
            lambda w, b, X, y: (logistic.gradient(w, b, X, y)[0], 0.0),
            "The part for w is right. The bias has a slope of its own, the mean of the errors: `np.mean(error)`.",
        ),
        Mistake(
            "The part for b points downhill",
            lambda w, b, X, y: (logistic.gradient(w, b, X, y)[0], -logistic.gradient(w, b, X, y)[1]),
            "The part for w is right, and that for b has the opposite sign. It is the mean of the same errors, "
            "prediction minus label.",
        ),
        Mistake(
            "The part for w points downhill",
            lambda w, b, X, y: (-logistic.gradient(w, b, X, y)[0], logistic.gradient(w, b, X, y)[1]),
            "The part for b is right, and that for w has the opposite sign. The gradient points uphill, with the error "
            "as prediction minus label.",
        ),
        Mistake(
            "Divided by 100",
            lambda w, b, X, y: tuple(len(X) * part / 100 for part in logistic.gradient(w, b, X, y)),
            "You divide by 100, and in these tries there are other numbers of students: `len(X)`.",
        ),
        Mistake(
            "The errors are not averaged for the bias",
            lambda w, b, X, y: (logistic.gradient(w, b, X, y)[0], predict_proba(w, b, X) - y),
            "The part for w is right. For b there is still one error for each student: take their mean.",
        ),
        Mistake(
            "Returned in the wrong order",
            lambda w, b, X, y: logistic.gradient(w, b, X, y)[::-1],
            "Both are right, and they come in the wrong order. The part for the weights comes first.",
        ),
    ],
    hints=[
        "First `error`, the prediction minus the label of each student: shape (n,).",
        "For the weights, `X.T @ error` adds up error times feature over the students. The loss is a mean, so divide "
        "by `len(X)`.",
        "`error = predict_proba(w, b, X) - y`, then `return X.T @ error / len(X), np.mean(error)`.",
    ],
    praise="Two lines, for any number of students and of features.",
)

STEPS = [
    (*COMMITTEE, *SOME, 0.1),
    (np.array([2.0, 1.0, -2.0]), -13.0, *SQUARE, 0.5),
    (np.array([0.0, 0.0]), 0.0, X[:20], Y[:20], 3.0),
    (np.array([0.5, -0.25]), 0.1, *SOME, 2.0),
    (np.array([-0.54, 0.82]), 0.45, *BELOW_ZERO, 0.25),
    (np.array([2, 1]), -18, np.array([[7, 6], [9, 3], [9, 4], [4, 8]]), SOME[1], 0.1),
]


def stepped(w, b, gradient_w, gradient_b, learning_rate):
    """Return the line after a step against a gradient, be it the right one or not."""
    return w - learning_rate * gradient_w, b - learning_rate * gradient_b


def step_in_place(w, b, X, y, learning_rate):
    gradient_w, gradient_b = logistic.gradient(w, b, X, y)
    w -= learning_rate * gradient_w
    b -= learning_rate * gradient_b
    return w, b


def step_one_after_the_other(w, b, X, y, learning_rate):
    w = w - learning_rate * logistic.gradient(w, b, X, y)[0]
    b = b - learning_rate * logistic.gradient(w, b, X, y)[1]
    return w, b


def step_bias_first(w, b, X, y, learning_rate):
    b = b - learning_rate * logistic.gradient(w, b, X, y)[1]
    w = w - learning_rate * logistic.gradient(w, b, X, y)[0]
    return w, b


def step_of_length_one(w, b, X, y, learning_rate):
    gradient_w, gradient_b = logistic.gradient(w, b, X, y)
    length = np.linalg.norm(np.append(gradient_w, gradient_b))
    return stepped(w, b, gradient_w / length, gradient_b / length, learning_rate)


def one_trick_after_the_other(w, b, X, y, learning_rate):
    for x_i, y_i in zip(X, y):
        w, b = logistic.logistic_trick(w, b, x_i, y_i, learning_rate)
    return w, b


TOGETHER = (
    "The second slope was worked out after the first number had moved, so the two belong to different places. Work out "
    "the whole gradient once, where you stand, and then move everything together."
)

gradient_step = CodeExercise(
    title="Take one step downhill",
    statement="Return the weights and the bias after one step against the gradient.",
    parts=("w", "b"),
    reference=logistic.gradient_step,
    cases=STEPS,
    mistakes=[
        Mistake(
            "Uphill",
            lambda w, b, X, y, rate: stepped(w, b, *logistic.gradient(w, b, X, y), -rate),
            "This step goes uphill. The gradient points where the loss rises most, so take it away: "
            "`w - learning_rate * gradient_w`.",
        ),
        Mistake(
            "Uphill with the bias alone",
            lambda w, b, X, y, rate: (
                logistic.gradient_step(w, b, X, y, rate)[0],
                b + rate * logistic.gradient(w, b, X, y)[1],
            ),
            "The weights are right, and the bias goes uphill. It has the same minus as the weights.",
        ),
        Mistake(
            "Uphill with the weights alone",
            lambda w, b, X, y, rate: (
                w + rate * logistic.gradient(w, b, X, y)[0],
                logistic.gradient_step(w, b, X, y, rate)[1],
            ),
            "The bias is right, and the weights go uphill. They have the same minus as the bias.",
        ),
        Mistake(
            "The weights stay",
            lambda w, b, X, y, rate: (w, logistic.gradient_step(w, b, X, y, rate)[1]),
            "The bias is right, and the weights have not moved. They have slopes of their own, the first part of the "
            "gradient.",
        ),
        Mistake(
            "The steps alone, uphill",
            lambda w, b, X, y, rate: tuple(rate * part for part in logistic.gradient(w, b, X, y)),
            "These are the steps, and uphill ones. Take them away from where you stood: `w - learning_rate * "
            "gradient_w`.",
        ),
        Mistake(
            "The learning rate is forgotten",
            lambda w, b, X, y, rate: stepped(w, b, *logistic.gradient(w, b, X, y), 1),
            "The direction is right, and the learning rate is missing. Multiply both parts of the gradient by it.",
        ),
        Mistake(
            "A learning rate of 0.1, whatever is handed over",
            lambda w, b, X, y, rate: logistic.gradient_step(w, b, X, y, 0.1),
            "The step has the learning rate 0.1, whatever is handed over. Use the parameter `learning_rate`.",
        ),
        Mistake(
            "The gradient in place of the new line",
            lambda w, b, X, y, rate: logistic.gradient(w, b, X, y),
            "This is the gradient itself. The step takes it, times the learning rate, away from where you stood: "
            "`w - learning_rate * gradient_w`.",
        ),
        Mistake(
            "One trick after the other",
            one_trick_after_the_other,
            "Here one student after the other moves the line, and each sees what those before have done. In this step "
            "all are asked at the same place: take their common gradient once, and step once.",
        ),
        Mistake(
            "The learning rate is forgotten in the bias",
            lambda w, b, X, y, rate: (
                logistic.gradient_step(w, b, X, y, rate)[0],
                b - logistic.gradient(w, b, X, y)[1],
            ),
            "The weights are right. The bias moves by its whole slope: multiply it by the learning rate as well.",
        ),
        Mistake(
            "The old line is given back",
            lambda w, b, X, y, rate: (w, b),
            "The line is where it was. A difference alone moves nothing: give it a name, as in "
            "`w = w - learning_rate * gradient_w`, or return it.",
        ),
        Mistake(
            "The bias stays",
            lambda w, b, X, y, rate: (logistic.gradient_step(w, b, X, y, rate)[0], b),
            "The weights are right, and the bias has not moved. It has a slope of its own, the second part of the "
            "gradient.",
        ),
        Mistake(
            "The steps alone",
            lambda w, b, X, y, rate: stepped(0, 0, *logistic.gradient(w, b, X, y), rate),
            "These are the steps. Add them to where you stood: `w - learning_rate * gradient_w`.",
        ),
        Mistake("The bias sees the new weights", step_one_after_the_other, TOGETHER),
        Mistake("The weights see the new bias", step_bias_first, TOGETHER),
        Mistake(
            "A step of a fixed length",
            step_of_length_one,
            "Here every step is equally long, because the gradient was divided by its length. Leave it as it is: where "
            "the ground gets flat the steps should get shorter.",
        ),
        Mistake(
            "Multiplied by the number of students",
            lambda w, b, X, y, rate: stepped(w, b, *logistic.gradient(w, b, X, y), rate * len(X)),
            "The step is as many times too long as there are students. `gradient` is already a mean, and the step "
            "takes it as it comes.",
        ),
        Mistake(
            "Divided by the number of students once more",
            lambda w, b, X, y, rate: stepped(w, b, *logistic.gradient(w, b, X, y), rate / len(X)),
            "The step is too short: it was divided by the number of students once more. `gradient` is already a mean.",
        ),
        Mistake(
            "Only the weights are returned",
            lambda w, b, X, y, rate: logistic.gradient_step(w, b, X, y, rate)[0],
            "The weights are right, and the bias does not come back. Return both.",
        ),
        Mistake(
            "Returned in the wrong order",
            lambda w, b, X, y, rate: logistic.gradient_step(w, b, X, y, rate)[::-1],
            "Both are right, and they come in the wrong order. The weights come first.",
        ),
        Mistake(
            "The weights are changed in place",
            step_in_place,
            "The numbers are right, but `w -= …` writes into the array of whoever called the function, and the old "
            "weights are lost to them. Write `w = w - …`, which makes a new array.",
        ),
    ],
    hints=[
        "`gradient_w, gradient_b = gradient(w, b, X, y)` gives both parts at once.",
        "Against the gradient means minus: the new weights are `w - learning_rate * gradient_w`.",
        "`return w - learning_rate * gradient_w, b - learning_rate * gradient_b`",
    ],
    praise="These two lines are the whole of gradient descent. All that changes from here to the largest networks is "
    "how the gradient is found, and how the step is tuned.",
)

W, B = COMMITTEE
TRICKS = [
    (W, B, np.array([9.0, 4.0]), 0, 0.01),
    (W, B, np.array([4.0, 8.0]), 1, 0.01),
    (W, B, np.array([7.0, 6.0]), 1, 0.1),
    (np.array([2.0, 1.0, -2.0]), -13.0, np.array([6.0, 8.0, 2.0]), 0, 0.5),
    (np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 1, 1.0),
    (np.array([-0.47, -0.05]), 1.65, np.array([-1.94, 0.61]), 1, 0.3),
    (np.array([2, 1]), -18, np.array([9, 4]), 0, 0.01),
]


def asks_for_predict(w, b, x, y, rate):
    raise NameError("name 'predict' is not defined")  # the lesson does not import it


logistic_trick = CodeExercise(
    title="Turn the perceptron trick into the logistic one",
    statement="Return the weights and the bias after one step with the student x, whose label is y.",
    parts=("w", "b"),
    reference=logistic.logistic_trick,
    cases=TRICKS,
    mistakes=[
        Mistake(
            "Still the perceptron trick",
            perceptron_trick,
            "This is still the perceptron trick: a student on the right side does not pull. Put `predict_proba` where "
            "`predict` stands.",
        ),
        Mistake(
            "The name that the old trick has",
            asks_for_predict,
            "`predict` belongs to the perceptron trick. The logistic one asks for a probability: "
            "`predict_proba(w, b, x)`.",
        ),
        Mistake(
            "The old line comes back",
            lambda w, b, x, y, rate: (w, b),
            "The line comes back as it was. `w + …` alone makes a new array, and nobody keeps it: give it a name, "
            "`w = w + …`.",
        ),
        Mistake(
            "Only the change",
            lambda w, b, x, y, rate: moved(0 * w, 0.0, x, y - predict_proba(w, b, x), rate),
            "This is how far the line moves, and not where it then is. Add it to the old `w` and the old `b`.",
        ),
        Mistake(
            "The error without its sign: `abs(error)`",
            lambda w, b, x, y, rate: moved(w, b, x, abs(y - predict_proba(w, b, x)), rate),
            "Every student pulls the same way, as if all had been admitted. The sign of the error says which way.",
        ),
        Mistake(
            "A fixed rate of 0.1",
            lambda w, b, x, y, rate: moved(w, b, x, y - predict_proba(w, b, x), 0.1),
            "The rate here is always 0.1. Use the one that your function gets: `learning_rate`.",
        ),
        Mistake(
            "Prediction minus label, and added",
            lambda w, b, x, y, rate: moved(w, b, x, predict_proba(w, b, x) - y, rate),
            "This goes uphill. Label minus prediction, `y - predict_proba(w, b, x)`, is added; prediction minus label, "
            "the gradient, is taken away. Here one of the two signs is the other way round.",
        ),
        Mistake(
            "Only students on the wrong side pull",
            lambda w, b, x, y, rate: moved(w, b, x, (y - predict_proba(w, b, x)) * (predict(w, b, x) != y), rate),
            "Here only students on the wrong side pull. There is no such condition: one on the right side pulls too, "
            "only less, because y - ŷ is smaller.",
        ),
        Mistake(
            "The slope of the sigmoid is left in",
            lambda w, b, x, y, rate: moved(
                w, b, x, (y - predict_proba(w, b, x)) * predict_proba(w, b, x) * (1 - predict_proba(w, b, x)), rate
            ),
            "There is one factor too many, ŷ(1 - ŷ). In the log-loss it cancels.",
        ),
        Mistake(
            "The score in place of the prediction",
            lambda w, b, x, y, rate: moved(w, b, x, y - score(w, b, x), rate),
            "The error was taken from the score. Take it from the probability, `predict_proba(w, b, x)`.",
        ),
        Mistake(
            "The learning rate is forgotten",
            lambda w, b, x, y, rate: moved(w, b, x, y - predict_proba(w, b, x), 1),
            "The direction is right, and the learning rate is missing.",
        ),
        Mistake(
            "The features are forgotten",
            lambda w, b, x, y, rate: moved(w, b, 1, y - predict_proba(w, b, x), rate),
            "Every weight moves by the same amount. Each moves in proportion to its feature: multiply by `x`.",
        ),
        Mistake(
            "The bias is multiplied by the features",
            lambda w, b, x, y, rate: (
                logistic.logistic_trick(w, b, x, y, rate)[0],
                b + rate * (y - predict_proba(w, b, x)) * x,
            ),
            "The bias was multiplied by `x`, so it has become an array. Its own input is always 1.",
        ),
        Mistake(
            "The bias is forgotten",
            lambda w, b, x, y, rate: (logistic.logistic_trick(w, b, x, y, rate)[0], b),
            "The weights are right, and the bias has not moved. It moves by `learning_rate * error`.",
        ),
        Mistake(
            "The bias moves once for each feature",
            lambda w, b, x, y, rate: (
                logistic.logistic_trick(w, b, x, y, rate)[0],
                b + len(x) * rate * (y - predict_proba(w, b, x)),
            ),
            "The weights are right, and the bias has moved once for each feature. There is one bias, so it moves once: "
            "take it out of the loop over the features.",
        ),
        Mistake(
            "The bias moves uphill",
            lambda w, b, x, y, rate: (
                logistic.logistic_trick(w, b, x, y, rate)[0],
                b - rate * (y - predict_proba(w, b, x)),
            ),
            "The weights are right, and the bias moves the other way. Both move by the same error with the same sign.",
        ),
        Mistake(
            "The weights move uphill",
            lambda w, b, x, y, rate: (
                w - rate * (y - predict_proba(w, b, x)) * x,
                logistic.logistic_trick(w, b, x, y, rate)[1],
            ),
            "The bias is right, and the weights move the other way. Both move by the same error with the same sign.",
        ),
        Mistake(
            "Two errors: the second sees the new weights",
            with_two_errors(predict_proba),
            "The error is worked out a second time after the weights have moved, and by then it is smaller. Work it "
            "out once, keep it in a name, and use it for both.",
        ),
        Mistake(
            "Only the weights are returned",
            lambda w, b, x, y, rate: logistic.logistic_trick(w, b, x, y, rate)[0],
            "The weights are right, and the bias does not come back. Return both: `return w, b`.",
        ),
        Mistake(
            "The weights are changed in place",
            in_place(predict_proba),
            "The numbers are right, but `w += …` writes into the array of whoever called the function, and the old "
            "line is lost to them. Write `w = w + …`, which makes a new array.",
        ),
    ],
    hints=[
        "Start from your perceptron trick of lesson 2. It has four lines, and one word in them changes.",
        "`error = y - predict_proba(w, b, x)` is the line that changes.",
        "After it: `w = w + learning_rate * error * x`, then `b = b + learning_rate * error`, then `return w, b`.",
    ],
    praise="Four lines, and one word is new. It is the gradient step with a single student, written with plus.",
)

steps_in_an_epoch = ValueExercise(
    title="Count the steps of an epoch",
    statement="A hundred students. Give the steps of one epoch as (batch, mini_batch, one_by_one), with mini-batches "
    "of ten.",
    parts=("batch", "mini_batch", "one_by_one"),
    reference=(1, 10, 100),
    mistakes=[
        Mistake(
            "How many students a step asks",
            (100, 10, 1),
            "These are the students that one step asks. The more a step asks, the fewer steps it takes to get through "
            "all hundred.",
        ),
        Mistake(
            "Always a hundred",
            (100, 100, 100),
            "In each epoch a hundred students are asked, that is right. But a step may ask many of them at once.",
        ),
        Mistake(
            "Always one",
            (1, 1, 1),
            "An epoch is not a step. It lasts until every student has been asked once.",
        ),
        Mistake(
            "The mini-batch has ten students left over",
            (1, 90, 100),
            "Ten at a time, all hundred: how often do you take ten? Divide.",
        ),
    ],
    hints=[
        "In an epoch each of the hundred students is asked exactly once.",
        "Divide 100 by the number of students that one step asks: 100, 10 or 1.",
    ],
    praise="The sums of one epoch are the same for all three. What differs is how often the line moves on the way.",
    otherwise="Each is 100 divided by the number of students that one step asks.",
)

colleagues_bug = Question(
    title="Find the colleague's mistake",
    statement="What is wrong with the colleague's gradient?",
    choices=[
        Choice(
            "The error should be y - p.",
            "With the sign reversed the loss would rise, and it fell. The gradient has prediction minus label.",
        ),
        Choice(
            "The factor p * (1 - p), the slope of the sigmoid, should not be there.",
            "It is a link of the chain, but the log-loss brings the same product in its denominator, and the two "
            "cancel. With the factor it is the gradient of another loss, the squared error.",
            right=True,
        ),
        Choice(
            "It should be divided by len(X) in the bias as well.",
            "np.mean divides already. The bias is treated like the weights.",
        ),
        Choice(
            "Nothing: the loss falls and the mistakes are few. The check is too strict.",
            "It is tempting, since everything looks fine. But the two gradients differ by most of their own size and "
            "not by a rounding. And the loss falls much more slowly: after ten steps it is 0.246, with the right "
            "gradient 0.192.",
        ),
    ],
)

recall_against = Question(
    title="Why a minus",
    statement="Why does the step subtract the gradient?",
    choices=[
        Choice(
            "Because the loss is negative.",
            "The log-loss is never negative. The minus has to do with the direction.",
        ),
        Choice(
            "Because the gradient points where the loss rises most, and you want it to fall.",
            "Uphill is where the gradient points, so against it is the steepest way down, as far as one can feel from "
            "here.",
            right=True,
        ),
        Choice(
            "Because the gradient itself has to become small.",
            "It is tempting, since at the bottom it is zero. But what is made small is the loss. A step against the "
            "gradient can also lead to steeper ground.",
        ),
    ],
)

recall_silent = Question(
    title="The trick and the step",
    statement="A student is on the right side of the line. Which of the two moves the line?",
    choices=[
        Choice(
            "Only the gradient step, and the surer the line is, the less it moves.",
            "On paper its ŷ is never quite 1 or 0, so y - ŷ is never quite zero. The perceptron's ŷ is, and then it is "
            "silent.",
            right=True,
        ),
        Choice(
            "Only the perceptron trick.",
            "It is the other way round. The perceptron trick multiplies by y - ŷ, and with the step that is exactly 0 "
            "for everyone on the right side.",
        ),
        Choice(
            "Neither: the prediction is right.",
            "It is tempting, because nothing is wrong. But the log-loss asks for more than a right yes or no: it asks "
            "how sure. A right student whose ŷ is 0.6 still has something to say.",
        ),
        Choice(
            "Both, equally.",
            "They differ exactly here. With the step, y - ŷ is 0 for a right student; with the sigmoid it is not.",
        ),
    ],
)

recall_double = Question(
    title="Back to lessons 1 and 3: twice the numbers",
    statement="You double w1, w2 and b. What happens to the line, and what to the predictions ŷ of the sigmoid?",
    choices=[
        Choice(
            "The line moves away from the corner, and the predictions stay.",
            "The scores are all doubled, and where a score was zero it still is. So the line cannot have moved.",
        ),
        Choice(
            "Nothing changes: it is the same line.",
            "It is the same line, as in lesson 1. But each score is twice as large, and the sigmoid looks at the size "
            "of the score and not only at its sign.",
        ),
        Choice(
            "The line stays, and every prediction moves towards 0 or 1.",
            "The same line, and a model that is surer of itself; only on the line ŷ stays 0.5. So the loss falls for "
            "the right students and rises for the wrong ones.",
            right=True,
        ),
    ],
)

CONTENTS = contents(vars())
