"""Slips that readers of lessons 10 to 12 made: each gets words that are true of it, and no right answer is refused."""

import numpy as np
import pytest

from course_lib.exercises import train_a_network as check10


def batches(of):
    return lambda rows, batch_size: [of(rows, start, batch_size) for start in range(0, len(rows), batch_size)]


def into_one_list(rows, batch_size):
    found = []
    for start in range(0, len(rows), batch_size):
        found.extend(rows[start : start + batch_size])
    return found


def a_list_in_each_round(rows, batch_size):
    for start in range(0, len(rows), batch_size):
        found = []
        found.append(rows[start : start + batch_size])
    return found


def one_after_the_other(rows, batch_size):
    found, current = [], []
    for row in rows:
        current.append(row)
        if len(current) == batch_size:
            found.append(current)
            current.clear()
    return [*found, current] if current else found


def momentum(step):
    def answer(theta, gradient, velocity, learning_rate, momentum=0.9):
        v = momentum * velocity - learning_rate * gradient
        return step(theta, gradient, velocity, v, learning_rate, momentum)

    return answer


def copy_of_theta(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * gradient
    new = theta.copy()
    new += v
    return new, v


def adam(mean="beta_1 * m + (1 - beta_1) * g", square="beta_2 * v + (1 - beta_2) * g**2", hats="", back="theta, m, v"):
    hats = hats or "m / (1 - beta_1**t), v / (1 - beta_2**t)"

    def answer(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        names = {"np": np, "g": gradient, "t": t, "beta_1": beta_1, "beta_2": beta_2, "m_old": m, "v_old": v}
        m, v = eval(mean, names, {"m": m}), eval(square, names, {"v": v})
        m_hat, v_hat = eval(hats, names, {"m": m, "v": v})
        step = -learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
        return eval(back, names, {"theta": theta + step, "m": m, "v": v, "step": step})

    return answer


def best_epoch(body):
    def answer(losses, patience):
        best = waited = 0
        for epoch in range(len(losses)):
            best, waited, done = body(epoch, best, waited, losses, patience)
            if done:
                break
        return best

    return answer


def asks_before_it_looks(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if epoch - best == patience:
            break
        if losses[epoch] < losses[best]:
            best = epoch
    return best


def rise_of_the_loss(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            break
    return epoch - 1


def below_the_mean(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < np.mean(losses[: epoch + 1]):
            best = epoch
        if epoch - best == patience:
            break
    return best


SLIPS = [
    # lesson 10
    (check10.three_tries, 0.389, "This is exactly two of the three."),
    (check10.three_tries, 0.48, "one start fails"),
    (check10.three_tries, 1 - 3 * 0.48, "You took away 3 · 0.48."),
    (check10.steps, 6, "These are the full batches of one epoch."),
    (check10.start_spread, 0.141, "the spread of He"),
    (check10.start_spread, 0.14, "the spread of He"),
    (check10.third_velocity, -0.688, "This is the fourth step."),
    (check10.third_velocity, -0.342, "0.9 times the second step alone"),
    (check10.third_velocity, -5.42, "η is missing"),
    (check10.third_velocity, -1.998, "μ and η have changed places."),
    (check10.first_moves, (-0.001, 0.001), "v is corrected, and m is not"),
    (check10.first_moves, (-1, 1), "These are the directions."),
    (check10.first_moves, (-0.01, 0), "Both move, and by equally much"),
    (check10.l2_slope, 0.01 + 3 / 20, "It is alpha · w / n with alpha = 0.5"),
    (check10.mini_batches, into_one_list, "All rows came in one piece"),
    (check10.mini_batches, a_list_in_each_round, "Only the last batch came."),
    (check10.mini_batches, lambda rows, n: list(range(0, len(rows), n)), "the places where the batches begin"),
    (check10.mini_batches, batches(lambda rows, s, n: rows[s:n]), "stands its end, not its length"),
    (check10.mini_batches, batches(lambda rows, s, n: rows[: s + n]), "Each batch begins at the first row"),
    (check10.mini_batches, batches(lambda rows, s, n: rows[s:]), "Each batch goes on to the last row"),
    (check10.mini_batches, batches(lambda rows, s, n: rows[s : s + n - 1]), "Each batch lacks its last row."),
    (check10.mini_batches, lambda rows, n: np.array_split(rows, -(-len(rows) // n)), "as equal as can be"),
    (
        check10.mini_batches,
        one_after_the_other,
        "there should be 3 batches, of 2, 2 and 1 rows. Yours: 3 batches, of 1",
    ),
    (
        check10.mini_batches,
        lambda rows, n: batches(lambda r, s, n: r[s : s + n])(rows, n) if n < len(rows) else rows,
        "A list of 1 batch, of 3 rows, is wanted",
    ),
    (check10.momentum_step, copy_of_theta, "Here a single parameter comes as a plain number"),
    (
        check10.momentum_step,
        momentum(lambda theta, g, old, v, rate, mu: (theta + v, old)),
        "the old velocity came back",
    ),
    (
        check10.momentum_step,
        momentum(lambda theta, g, old, v, rate, mu: (theta - rate * g, old)),
        "the velocity came back as it was",
    ),
    (check10.momentum_step, momentum(lambda theta, g, old, v, rate, mu: (theta - rate * v, v)), "as it is: θ + v"),
    (check10.momentum_step, momentum(lambda theta, g, old, v, rate, mu: (theta + mu * v, v)), "as it is: θ + v"),
    (
        check10.momentum_step,
        momentum(
            lambda theta, g, old, v, rate, mu: (theta - rate * (mu * old + (1 - mu) * g), mu * old + (1 - mu) * g)
        ),
        "a running mean of the gradients",
    ),
    (
        check10.momentum_step,
        momentum(lambda theta, g, old, v, rate, mu: (theta + mu * (old - rate * g), mu * (old - rate * g))),
        "The gradient was multiplied by μ as well.",
    ),
    (
        check10.momentum_step,
        momentum(lambda theta, g, old, v, rate, mu: (theta + (1 - mu) * old - rate * g, (1 - mu) * old - rate * g)),
        "Of the old velocity, 1 - μ goes on here.",
    ),
    (
        check10.momentum_step,
        momentum(lambda theta, g, old, v, rate, mu: (theta + mu * old - 0.1 * g, mu * old - 0.1 * g)),
        "η is 0.1 here, whatever is handed over.",
    ),
    (check10.adam_step, adam(hats="m, v / (1 - beta_2**t)"), "v is corrected and m is not."),
    (check10.adam_step, adam(hats="m * (1 - beta_1**t), v * (1 - beta_2**t)"), "were multiplied by 1 - βᵗ"),
    (check10.adam_step, adam(hats="m / (1 - beta_2**t), v / (1 - beta_1**t)"), "their corrections have changed places"),
    (
        check10.adam_step,
        adam(hats="m / (1 - beta_1**(t + 1)), v / (1 - beta_2**(t + 1))"),
        "counts the steps from elsew",
    ),
    (
        check10.adam_step,
        adam(hats="m / (1 - beta_1**(t - 1)), v / (1 - beta_2**(t - 1))"),
        "counts the steps from elsew",
    ),
    (
        check10.adam_step,
        adam(
            "beta_2 * m + (1 - beta_2) * g",
            "beta_1 * v + (1 - beta_1) * g**2",
            "m / (1 - beta_2**t), v / (1 - beta_1**t)",
        ),
        "β₁ and β₂ have changed places.",
    ),
    (check10.adam_step, adam(square="beta_1 * v + (1 - beta_1) * g**2"), "The mean v forgets with β₁."),
    (check10.adam_step, adam("(1 - beta_1) * g", "(1 - beta_2) * g**2"), "m and v begin at 0 here in every step"),
    (check10.adam_step, adam(back="theta, m_old, v_old"), "m and v came back as they were"),
    (check10.adam_step, adam(back="theta, v, m"), "All three are right, and they come in another order."),
    (check10.adam_step, adam(back="m, v, theta"), "All three are right, and they come in another order."),
    (check10.adam_step, adam(back="step, m, v"), "This is how far the parameters move."),
    (
        check10.adam_step,
        adam(hats="m / (1 - beta_1**t), (np.sqrt(v) / (1 - beta_2**t))**2"),
        "its correction came after",
    ),
    (check10.adam_step, adam(square="beta_2 * v + ((1 - beta_2) * g)**2"), "1 - β₂ was squared too."),
    (check10.adam_step, adam(square="beta_2 * v + (1 - beta_2) * g @ g"), "`@` adds the squares up into one number."),
    (check10.adam_step, adam(square="beta_2 * v + g**2"), "v is not a mean"),
    (check10.adam_step, adam("beta_1 * m + g", "beta_2 * v + g**2"), "m and v are no means"),
    (check10.adam_step, adam("beta_1 * m + 1 - beta_1 * g", "beta_2 * v + 1 - beta_2 * g**2"), "brackets around 1 - β"),
    (check10.adam_step, adam(square="(1 - beta_2) * v + beta_2 * g**2"), "In v, β₂ and 1 - β₂ have changed places."),
    (check10.adam_step, adam(square="beta_2 * v - (1 - beta_2) * g**2"), "or from the root of a negative number"),
    (check10.best_epoch, lambda losses, patience: int(np.argmin(losses[:patience])), "the first `patience` epochs"),
    (check10.best_epoch, lambda losses, patience: losses.min(), "This is the lowest loss of the whole list."),
    (
        check10.best_epoch,
        best_epoch(lambda e, best, w, losses, n: (e if losses[e] < best else best, w, e - best == n)),
        "It says 0 in every try.",
    ),
    (
        check10.best_epoch,
        best_epoch(
            lambda e, best, w, losses, n: (
                (e, 0, False) if losses[e] < losses[0] else (best, w + (e > 0), w + (e > 0) == n)
            )
        ),
        "Each loss is compared with the first one.",
    ),
    (
        check10.best_epoch,
        lambda losses, n: check10.best_epoch.reference(losses[:-1], n),
        "never looks at the last loss",
    ),
    (check10.best_epoch, asks_before_it_looks, "It stops an epoch too early."),
    (check10.best_epoch, rise_of_the_loss, "It stops at the first epoch that brings no new lowest loss."),
    (check10.best_epoch, below_the_mean, "Keep the best epoch so far, and stop where it lies"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)
