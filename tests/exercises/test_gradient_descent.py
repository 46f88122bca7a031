"""Lesson 5: other right ways pass, a wrong gradient is put beside the numerical one, and numbers may be rounded."""

import numpy as np
import pytest

from course_lib import logistic
from course_lib.checking import CodeExercise, Exercise
from course_lib.data import load_admissions
from course_lib.exercises import catalog
from course_lib.exercises import gradient_descent as check
from course_lib.logistic import predict_proba
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import score


def with_a_copy_put_back(f, theta, h=1e-5):
    slopes, place = np.zeros(theta.shape), theta.astype(float)
    for i in np.ndindex(theta.shape):
        place[i] = theta[i] + h
        right = f(place)
        place[i] = theta[i] - h
        left = f(place)
        place[i] = theta[i]
        slopes[i] = (right - left) / h / 2
    return slopes


def flat_and_reshaped(f, theta, h=1e-5):
    slopes = []
    for i in range(theta.size):
        step = np.zeros(theta.size)
        step[i] = h
        step = step.reshape(theta.shape)
        slopes.append((f(theta + step) - f(theta - step)) / (2 * h))
    return np.array(slopes).reshape(theta.shape)


@pytest.mark.parametrize("answer", [with_a_copy_put_back, flat_and_reshaped])
def test_every_right_way_to_measure_a_gradient_passes(answer):
    assert check.numerical_gradient(answer).passed


def gradient_with_a_loop(w, b, X, y):
    gradient_w, gradient_b = np.zeros(len(w)), 0.0
    for x_i, y_i in zip(X, y):
        error = predict_proba(w, b, x_i) - y_i
        gradient_w = gradient_w + error * x_i / len(X)
        gradient_b = gradient_b + error / len(X)
    return gradient_w, gradient_b


RIGHT_GRADIENTS = [
    gradient_with_a_loop,
    lambda w, b, X, y: ((predict_proba(w, b, X) - y) @ X / len(y), np.sum(predict_proba(w, b, X) - y) / len(y)),
    lambda w, b, X, y: [
        np.mean((predict_proba(w, b, X) - y)[:, None] * X, axis=0).tolist(),
        float(np.mean(predict_proba(w, b, X) - y)),
    ],
    lambda w, b, X, y: (-(X.T @ (y - predict_proba(w, b, X))) / len(X), -np.mean(y - predict_proba(w, b, X))),
]


@pytest.mark.parametrize("answer", RIGHT_GRADIENTS)
def test_every_right_way_to_write_the_gradient_passes_and_shows_its_check(answer):
    feedback = check.gradient(answer)
    assert feedback.passed
    assert "And the gradient check of your own function says: Right" in repr(feedback)


def test_a_wrong_gradient_is_put_beside_the_numerical_one():
    text = repr(check.gradient(lambda w, b, X, y: (logistic.gradient(w, b, X, y)[0] * 1.5, 0.0)))
    assert "Gradient check: Wrong in part 'gradient_b': the relative error is " in " ".join(text.split())


def test_the_gradient_check_is_that_of_the_case_that_failed():
    def divided_by_four(w, b, X, y):
        error = predict_proba(w, b, X) - y
        return X.T @ error / 4, np.mean(error)

    text = " ".join(repr(check.gradient(divided_by_four)).split())
    assert "It is right in 1 of" in text
    assert "Gradient check: Wrong in part 'gradient_w'" in text
    assert "Right:" not in text


@pytest.mark.parametrize(
    "answer",
    [
        lambda w, b, X, y: print(w),
        lambda w, b, X, y: logistic.gradient(w, b, X, y)[0],
        lambda w, b, X, y: (np.zeros(5), 0.0),
        lambda w, b, X, y: (w * np.nan, b),
        lambda w, b, X, y: (w * np.inf, b),
        lambda w, b, X, y: ("one", "two"),
        lambda w, b, X, y: 1 / 0,
        lambda w, b, X, y: (X @ (predict_proba(w, b, X[:2]) - y), 0.0),
    ],
)
def test_what_is_no_gradient_is_not_put_beside_it(answer):
    feedback = check.gradient(answer)
    assert feedback.state == "not yet"
    assert "Gradient check" not in repr(feedback)


RIGHT_STEPS = [
    lambda w, b, X, y, rate: [
        (w - rate * logistic.gradient(w, b, X, y)[0]).tolist(),
        b - rate * logistic.gradient(w, b, X, y)[1],
    ],
    lambda w, b, X, y, rate: (
        w + rate * X.T @ (y - predict_proba(w, b, X)) / len(y),
        b + rate * np.mean(y - predict_proba(w, b, X)),
    ),
]


@pytest.mark.parametrize("answer", RIGHT_STEPS)
def test_every_right_way_to_take_a_step_passes(answer):
    assert check.gradient_step(answer).passed


def logistic_trick_by_a_step(w, b, x, y, learning_rate):
    return logistic.gradient_step(w, b, x[None, :], np.array([y]), learning_rate)


def test_a_gradient_step_with_one_student_is_the_logistic_trick():
    assert check.logistic_trick(logistic_trick_by_a_step).passed


@pytest.mark.parametrize(
    "answer",
    [
        *[(slope, -14.94) for slope in (0.23, 0.234, 0.2345, 0.235)],
        (0.2345, -14.938),
        (0.23443, -14.93774),
        [0.2345, -14.94],
        np.array([0.2345, -14.938]),
    ],
)
def test_the_slope_may_be_rounded(answer):
    assert check.slope_and_step(answer).passed


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((0.23, -14.92), "You rounded before the step."),
        ((0.23, -13.06), "the step goes the wrong way"),
        ((0.235, -13.06), "the step goes the wrong way"),
        ((0.05, -14.19), "divide by the distance between the two places"),
        ((0.47, -15.88), "You divided by 0.1."),
    ],
)
def test_the_mistake_behind_a_rounded_step_is_found(answer, reason):
    assert reason in " ".join(repr(check.slope_and_step(answer)).split())


def moved_there_and_back(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        theta[i] += h
        right = f(theta)
        theta[i] -= 2 * h
        gradient[i] = (right - f(theta)) / (2 * h)
        theta[i] += h
    return gradient


def a_second_name(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        up = theta
        up[i] = up[i] + h
        down = theta
        down[i] = down[i] - h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


def by_the_length(f, theta, h=1e-5):
    gradient = np.zeros(len(theta))
    for i in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (moved_there_and_back, "a rounding may stay behind"),
        (a_second_name, "it gives the same one a second name"),
        (by_the_length, "`range(len(theta))` goes through the rows"),
    ],
)
def test_what_happens_to_theta_is_explained(answer, reason):
    assert reason in " ".join(repr(check.numerical_gradient(answer)).split())


@pytest.mark.parametrize(
    "answer",
    [
        (-3.523, -7.046, -0.881),
        (-0.8808 * 4, -0.8808 * 8, -0.8808),
        tuple((1 / (1 + np.exp(2)) - 1) * np.array([4, 8, 1])),
        np.array([-3.5232, -7.0464, -0.8808]),
        (-3.524, -7.048, -0.881),
    ],
)
def test_the_gradient_by_hand_may_be_rounded(answer):
    assert check.eli_gradient(answer).passed


@pytest.mark.parametrize("answer", [(-3.5, -7.0, -0.9), (-3.52, -7.05, -0.88), (-3.5232, -7.0464)])
def test_a_gradient_rounded_too_much_is_not_taken(answer):
    assert check.eli_gradient(answer).state == "not yet"


def test_a_function_is_written_as_a_learner_would_type_it():
    text = repr(check.numerical_gradient(lambda f, theta, h=1e-5: np.zeros_like(theta)))
    assert "f=lambda t: t[0] ** 2 + 3 * t[1], theta=np.array([2.0, 5.0])" in text


def test_the_lesson_has_five_exercises_three_of_them_code():
    exercises = [item for item in catalog("gradient_descent") if isinstance(item, Exercise)]
    assert len(exercises) >= 5
    assert sum(isinstance(item, CodeExercise) for item in exercises) >= 3


def test_the_numbers_of_the_narrow_valley_are_true():
    X, y, _ = load_admissions()

    def loss(w1, b):
        return log_loss_from_scores(y, score(np.array([w1, 1.19]), b, X))

    lowest = loss(1.816, -18.257), loss(2.816, -18.257 - 6.6), loss(2.816, -18.257)
    assert np.round(lowest, 2).tolist() == [0.19, 0.23, 1.08]


@pytest.mark.parametrize(("rate", "rises"), [(0.1, False), (0.12, True)])
def test_where_the_loss_begins_to_rise_without_scaling(rate, rises):
    X, y, _ = load_admissions()
    w, b, before, has_risen = np.zeros(2), 0.0, np.inf, False
    for step in range(9000):
        z = X @ w + b  # in plain NumPy, and the package's own now and then: it looks at all its arguments each time
        loss = np.mean(np.logaddexp(0, z) - y * z)
        has_risen |= bool(loss > before)
        error = 1 / (1 + np.exp(-z)) - y
        stepped = w - rate * X.T @ error / len(y), b - rate * np.mean(error)
        if step % 300 == 0:
            np.testing.assert_allclose(loss, log_loss_from_scores(y, score(w, b, X)), rtol=1e-12)
            np.testing.assert_allclose(np.hstack(stepped), np.hstack(logistic.gradient_step(w, b, X, y, rate)), 1e-12)
        (w, b), before = stepped, loss
    assert has_risen is rises
