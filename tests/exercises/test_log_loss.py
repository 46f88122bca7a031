"""Lesson 4: every right way to write its functions passes, and wrong ones that differ in form get words that fit."""

import numpy as np
import pytest

from course_lib.checking import CodeExercise, Exercise
from course_lib.exercises import catalog
from course_lib.exercises import log_loss as check

EPS = np.finfo(float).eps


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, p: np.where(y, p, 1 - p),
        lambda y, p: y * p + (1 - y) * (1 - p),
        lambda y, p: 1 - np.abs(y - p),
        lambda y, p: [q if label == 1 else 1 - q for label, q in zip(y, p)],
    ],
)
def test_every_right_way_to_find_the_probability_of_a_label_passes(answer):
    assert check.label_probability(answer).passed


def loss_with_a_loop(y, p):
    total = 0
    for label, q in zip(y, np.clip(p, EPS, 1 - EPS)):
        total -= np.log(q) if label == 1 else np.log(1 - q)
    return total / len(y)


def loss_of_the_true_labels(y, p):
    q = np.clip(np.where(y == 1, p, 1 - p), EPS, 1 - EPS)
    return -np.mean(np.log(q))


def loss_with_dot_products(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / len(y)


@pytest.mark.parametrize("answer", [loss_with_a_loop, loss_of_the_true_labels, loss_with_dot_products])
def test_every_right_way_to_write_the_log_loss_passes(answer):
    assert check.log_loss(answer).passed


def entropy_by_picking(Y, P):
    q = np.clip(P, EPS, 1)[np.arange(len(Y)), np.argmax(Y, axis=1)]
    return -np.mean(np.log(q))


def entropy_with_a_loop(Y, P):
    return sum(-np.log(max(p @ y, EPS)) for y, p in zip(Y, P)) / len(Y)


@pytest.mark.parametrize("answer", [entropy_by_picking, entropy_with_a_loop])
def test_every_right_way_to_write_the_cross_entropy_passes(answer):
    assert check.cross_entropy(answer).passed


def log_of_the_product(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return -np.log(np.prod(np.where(y == 1, p, 1 - p)))


def where_without_clipping(y, p):
    return np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p)))


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (check.log_loss, log_of_the_product, "This is the sum over the students."),
        (check.log_loss, where_without_clipping, "The formula is right, and one probability here is exactly 0 or 1"),
        (check.log_loss, lambda y, p: np.mean((p - y) ** 2) / 2, "This is the squared error"),
        (
            check.cross_entropy,
            lambda Y, P: -np.sum(Y * np.log(P)) / len(Y),
            "The formula is right, and one probability",
        ),
        (check.label_probability, lambda y, p: np.abs(y - p), "the one that did not come true"),
        (check.likelihood_of_three, 0.05, "Three factors"),
        (check.coin_loss, 2.0, "Work out what one student costs."),
        (check.cost_of_a_surprise, -2.3025850929940455, "the minus is missing"),
        (check.cost_of_a_surprise, 0.105, "This is the cost of an admitted student."),
        (check.coin_loss, 0.69, "Give three."),
        (check.coin_loss, 0.688, "This is the loss of a guess that knows how many are admitted"),
        (check.coin_loss, 0.5**100, "This is the likelihood of a hundred labels."),
        (check.coin_loss, 7.9e-31, "This is the likelihood of a hundred labels."),
        (check.likelihood_of_three, 0.0712, "Take the round ones of the text."),
        (check.likelihood_of_three, 0.0151, "This is the product of the committee's line"),
    ],
)
def test_what_is_wrong_is_said(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


@pytest.mark.parametrize("value", [2.3, 2.303, 2.3026, -np.log(0.1), -np.log(1 - 0.9)])
def test_a_cost_by_hand_may_be_rounded(value):
    assert check.cost_of_a_surprise(value).passed


@pytest.mark.parametrize("value", [0.693, 0.6931, np.log(2), -np.log(0.5)])
def test_the_loss_of_a_coin_may_be_rounded(value):
    assert check.coin_loss(value).passed


def test_lesson_4_has_five_exercises_three_of_them_code():
    exercises = [item for item in catalog("log_loss") if isinstance(item, Exercise)]
    assert len(exercises) >= 5
    assert sum(isinstance(item, CodeExercise) for item in exercises) >= 3


def test_numbers_in_the_words_are_the_numbers():
    committee = 0.881 * 0.953 * 0.018
    assert 3.5 < check.likelihood_of_three.reference / committee < 4
    assert f"{-np.log(1 - 0.9):.2f}" == f"{check.cost_of_a_surprise.reference:.2f}"
    assert f"{-np.log(0.9):.2f}" == "0.11"
    assert np.log(0.1) / np.log(0.9) > 20
    assert f"{-np.log(0.5):.2f}" == f"{check.coin_loss.reference:.2f}"
    times = (1 - 0.6) / (1 - 0.99)
    assert times == pytest.approx(40)
