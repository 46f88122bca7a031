"""Slips that readers of lessons 10 to 12 made: each gets words that are true of it, and no right answer is refused."""

import itertools

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.exercises import beyond as check12
from course_lib.exercises import read_handwriting as check11
from course_lib.exercises import train_a_network as check10
from course_lib.recurrence import Cell


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


def in_blocks(part, step=lambda size: 1):
    def answer(bitmap, size=4):
        rows, columns = bitmap.shape
        counts = np.zeros((rows // size, columns // size))
        for i in range(0, rows // size * step(size), step(size)):
            for j in range(0, columns // size * step(size), step(size)):
                counts[i, j] = part(bitmap, i, j, size).sum()
        return counts

    return answer


def ends_in_the_loop(bitmap, size=4):
    rows, columns = bitmap.shape
    counts = np.zeros((rows // size, columns // size))
    for i in range(rows // size):
        for j in range(columns // size):
            counts[i, j] = bitmap[i * size : (i + 1) * size, j * size : (j + 1) * size].sum()
        return counts


def along(rows, columns):
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def box(order):
    def answer(bitmap):
        rows, columns = np.nonzero(bitmap)
        edges = {"top": min(rows), "bottom": max(rows) + 1, "left": min(columns), "right": max(columns) + 1}
        return order(**edges)

    return answer


def shared_rows(y, predicted, k):
    counts = [[0] * k] * k
    for truth, said in zip(y, predicted):
        counts[truth][said] += 1
    return counts


def added_at(places):
    def answer(y, predicted, k):
        counts = np.zeros((k, k), dtype=int)
        np.add.at(counts, places(y, predicted), 1)
        return counts

    return answer


def in_a_copy(y, predicted, k):
    counts = np.zeros((k, k))
    counts[y][:, predicted] += 1
    return counts


def in_each_round(count):
    def answer(y, predicted, k):
        counts = np.zeros((k, k))
        for truth, said in zip(y, predicted):
            count(counts, truth, said)
        return counts

    return answer


def adds_and_forgets(counts, truth, said):
    counts[truth, said] + 1


def adds_to_a_column(counts, truth, said):
    counts[:, said] += 1


def each_with_each(y, predicted, k):
    counts = np.zeros((k, k))
    for truth in y:
        for said in predicted:
            counts[truth, said] += 1
    return counts


def one_for_each(y, predicted, k):
    counts = np.zeros((k, k))
    for truth, said in zip(y, predicted):
        counts[truth, said] = +1
    return counts


def both_ways(y, predicted, k):
    counts = np.zeros((k, k))
    for truth, said in zip(y, predicted):
        counts[truth, said] += 1
        counts[said, truth] += 1
    return counts


def wrong_rows(P, y):
    return np.flatnonzero(P.argmax(axis=1) != y)


def by_rounded_numbers(P, y):
    mistakes = wrong_rows(P, y)
    return mistakes[np.argsort(-np.round(P[mistakes].max(axis=1), 1), kind="stable")]


def all_rows(P, y):
    mistakes = np.flatnonzero(np.argmax(P) != y)
    return mistakes[np.argsort(-P[mistakes].max(axis=1), kind="stable")]


def right_order(P, y):
    return sorted(wrong_rows(P, y), key=lambda i: -P[i].max())


def returns_the_first(P, y):
    found = []
    for i in range(len(y)):
        if P[i].argmax() != y[i]:
            found.append(i)
            return found


def laid(part):
    def answer(image, kernel):
        (n, m), (p, q) = image.shape, kernel.shape
        found = np.zeros((n - p + 1, m - q + 1))
        for i in range(n - p + 1):
            for j in range(m - q + 1):
                found[i, j] = np.sum(kernel * part(image, i, j, p, q))
        return found

    return answer


def row_in_the_loop(image, kernel):
    (n, m), (p, q) = image.shape, kernel.shape
    found = np.zeros((n - p + 1, m - q + 1))
    for i in range(n - p + 1):
        for j in range(m - q + 1):
            found[i, j] = np.sum(kernel * image[i : i + p, j : j + q])
        return found


def all_but_the_last(image, kernel):
    (n, m), (p, q) = image.shape, kernel.shape
    found = np.zeros((n - p + 1, m - q + 1))
    for i in range(n - p):
        for j in range(m - q):
            found[i, j] = np.sum(kernel * image[i : i + p, j : j + q])
    return found


def four_loops(add=True):
    def answer(image, kernel):
        (n, m), (p, q) = image.shape, kernel.shape
        found, total = np.zeros((n - p + 1, m - q + 1)), 0
        for i, j in np.ndindex(found.shape):
            for r, s in np.ndindex(kernel.shape):
                product = kernel[r, s] * image[i + r, j + s]
                total = total + product if add else product
            found[i, j] = total
        return found

    return answer


def pairs_of_a_shape(image, kernel):
    (n, m), (p, q) = image.shape, kernel.shape
    found = np.zeros((n - p + 1, m - q + 1))
    for i, j in found.shape:
        found[i, j] = np.sum(kernel * image[i : i + p, j : j + q])
    return found


def lengths_for_shapes(image, kernel):
    rows, columns = len(image)
    height, width = len(kernel)
    return np.zeros((rows - height + 1, columns - width + 1))


def places_of_the_image(image, kernel):
    (n, m), (p, q) = image.shape, kernel.shape
    found = np.zeros((n - p + 1, m - q + 1))
    for i, j in np.ndindex(image.shape):
        found[i, j] = np.sum(kernel * image[i : i + p, j : j + q])
    return found


def numpys_own(image, kernel):
    return np.correlate(image, kernel)


def rolled(image, kernel):
    total = np.zeros(image.shape)
    for r, s in np.ndindex(kernel.shape):
        total += kernel[r, s] * np.roll(image, (-r, -s), axis=(0, 1))
    return total


def room_like_h(x, h, W, U, b):
    found = np.zeros_like(h)
    for i in range(len(h)):
        found[i] = np.tanh(x[i] @ W + h[i] @ U + b)
    return found


def state_from_row_to_row(x, h, W, U, b):
    state, found = h[0], []
    for row in x:
        state = np.tanh(row @ W + state @ U + b)
        found.append(state)
    return np.array(found)


def lstm(after, gates=(sigmoid, sigmoid, np.tanh, sigmoid)):
    def answer(x, h, c, W, U, b):
        parts = np.split(x @ W + h @ U + b, 4, axis=1)
        i, f, g, o = (gate(z) for gate, z in zip(gates, parts))
        return after(i, f, g, o, c, h, parts)

    return answer


def room_like_c(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    new = np.zeros_like(c)
    new[:] = f * c + i * g
    return Cell(o * np.tanh(new), new, i, f, g, o)


def shown(c, i, f, g, o):
    return Cell(o * np.tanh(c), c, i, f, g, o)


def by_columns(take):
    def answer(x, h, c, W, U, b):
        i, f, g, o = take(x @ W + h @ U + b, h.shape[1])
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        return shown(f * c + i * g, i, f, g, o)

    return answer


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
    (check10.mini_batches, batches(lambda rows, s, n: rows[s:n]), "comes its end, not its length"),
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
        momentum(lambda theta, g, old, v, rate, mu: (theta, v)),
        "The velocity is right, and θ came back as it was.",
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
        "Here 1 - μ of the old velocity goes on.",
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
    (check10.adam_step, adam(square="beta_2 * v + (1 - beta_2) * np.sum(g**2)"), "So does `np.sum`."),
    (check10.adam_step, adam(back="theta - step, m, v"), "m and v are right, and θ came back as it was."),
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
    # lesson 11
    (check11.two_blocks, (0.69, 0.5), "These are shares of ink, rounded."),
    (check11.n_parameters, 2400, "The ten outputs have a bias each as well."),
    (check11.n_parameters, 2378, "The 32 hidden units have a bias each as well."),
    (check11.n_parameters, 330, "That is the second layer."),
    (check11.n_parameters, 42, "These are the biases alone."),
    (check11.code_of_five, (0.99, 0.859), "Both are right. `all_five` comes first."),
    (check11.code_of_five, (0.859, 0.95), "what the five together should come to"),
    (check11.count_blocks, in_blocks(lambda b, i, j, n: b[i : i + n, j : j + n]), "The blocks overlap"),
    (
        check11.count_blocks,
        in_blocks(lambda b, i, j, n: b[i * n : (i + 1) * n - 1, j * n : (j + 1) * n - 1]),
        "Each block lacks its last row and its last column.",
    ),
    (
        check11.count_blocks,
        in_blocks(lambda b, i, j, n: b[i : i + n, j : j + n], lambda size: size),
        "the place in the table is `i // size`",
    ),
    (check11.count_blocks, ends_in_the_loop, "Only the first row of blocks is counted"),
    (check11.count_blocks, lambda b, size=4: check11.count_blocks.reference(b, size) / size, "divided by `size`"),
    (
        check11.count_blocks,
        lambda b, size=4: b.reshape(len(b) // size, size, -1, size).sum(axis=(0, 3)),
        "axes 0 and 3",
    ),
    (check11.bounding_box, box(lambda top, bottom, left, right: (top + 1, bottom, left + 1, right)), "one too many"),
    (
        check11.bounding_box,
        box(lambda top, bottom, left, right: (left, right - 1, top, bottom - 1)),
        "Rows and columns are swapped: `bitmap.any(axis=1)`",
    ),
    (check11.bounding_box, lambda b: along(np.flatnonzero(b.any()), np.flatnonzero(b.any())), "for every drawing"),
    (
        check11.bounding_box,
        lambda b: along(np.flatnonzero(b.all(axis=1)), np.flatnonzero(b.all(axis=0))),
        "`all` asks whether a whole row or column is full of ink",
    ),
    (check11.bounding_box, lambda b: along(b.any(axis=1), b.any(axis=0)), "Which rows have some?"),
    (
        check11.bounding_box,
        lambda b: along(np.flatnonzero(b), np.flatnonzero(b)),
        "counts the cells of the whole drawing",
    ),
    (
        check11.bounding_box,
        lambda b: along(np.where(b.any(axis=1)), np.where(b.any(axis=0))),
        "`np.where(…)` gives a tup",
    ),
    (check11.bounding_box, box(lambda top, bottom, left, right: (left, top, right, bottom)), "right, in another order"),
    (check11.bounding_box, box(lambda top, bottom, left, right: (bottom, top, left, right)), "right, in another order"),
    (
        check11.bounding_box,
        box(lambda top, bottom, left, right: (top, left, bottom - 1, right - 1)),
        "order is another",
    ),
    (
        check11.bounding_box,
        box(lambda top, bottom, left, right: (top, bottom - 1 - top, left, right - 1 - left)),
        "the first row or column was taken from the last",
    ),
    (
        check11.bounding_box,
        box(lambda top, bottom, left, right: (bottom - 1, bottom, right - 1, right)),
        "For `top` and `left` the last with ink came",
    ),
    (
        check11.bounding_box,
        lambda b: (
            b.any(axis=1).argmax(),
            b.any(axis=1)[::-1].argmax(),
            b.any(axis=0).argmax(),
            b.any(axis=0)[::-1].argmax(),
        ),
        "from the far end",
    ),
    (check11.class_confusions, shared_rows, "`[[0] * k] * k` is one list, k times over"),
    (check11.class_confusions, added_at(lambda y, predicted: [y, predicted]), "Whole rows were added to."),
    (check11.class_confusions, added_at(lambda y, predicted: y), "Whole rows were added to."),
    (check11.class_confusions, in_a_copy, "The table is still all 0."),
    (check11.class_confusions, in_each_round(adds_and_forgets), "`counts[…] + 1` alone is lost"),
    (check11.class_confusions, in_each_round(adds_to_a_column), "`:` in place of one means all rows"),
    (check11.class_confusions, each_with_each, "Every truth is counted with every prediction"),
    (check11.class_confusions, one_for_each, "`= 1` or `=+ 1` puts a 1 there"),
    (check11.class_confusions, both_ways, "for how many is the truth its row, and was its column said?"),
    (
        check11.surest_mistakes,
        lambda P, y: wrong_rows(P, y)[np.argsort(-P.max(axis=1))],
        "the order is that of all rows",
    ),
    (
        check11.surest_mistakes,
        lambda P, y: wrong_rows(P, y)[np.argsort(-P[wrong_rows(P, y)].max())],
        "Only the first mistake came.",
    ),
    (check11.surest_mistakes, returns_the_first, "Does `return` stand in a loop?"),
    (check11.surest_mistakes, lambda P, y: right_order(P, y)[:1], "Only the surest mistake came"),
    (check11.surest_mistakes, lambda P, y: y[right_order(P, y)], "These are the true classes of the rows."),
    (check11.surest_mistakes, lambda P, y: P.argmax(axis=1)[right_order(P, y)], "the classes that were said"),
    (check11.surest_mistakes, lambda P, y: np.array(right_order(P, y)) + 1, "Rows are counted from 0."),
    (check11.surest_mistakes, lambda P, y: np.sort(wrong_rows(P, y))[::-1], "their numbers were sorted"),
    (
        check11.surest_mistakes,
        lambda P, y: np.sort(-P[wrong_rows(P, y)].max(axis=1)),
        "the probabilities, with a minus",
    ),
    (check11.surest_mistakes, all_rows, "`np.argmax(P, axis=1)`"),
    # lesson 12
    (check12.slope_through_two, 0.5 * 0.363, "a state is no slope"),
    (check12.slope_through_two, 0.364, "the weight U = 0.5"),
    (check12.slope_through_two, 1 - 0.762**2, "This is the slope of h₁."),
    (check12.used_twice, (4, 3), "The slope of a·b with respect to b is a"),
    (
        check12.correlate,
        laid(lambda image, i, j, p, q: image[j : j + p, i : i + q]),
        "i columns across and j rows down",
    ),
    (check12.correlate, laid(lambda image, i, j, p, q: image[i:p, j:q]), "comes its end, not its length"),
    (
        check12.correlate,
        laid(lambda image, i, j, p, q: image[i : i + p - 1, j : j + q - 1]),
        "lacks a row and a column",
    ),
    (check12.correlate, row_in_the_loop, "Only the first row of the map is filled"),
    (check12.correlate, all_but_the_last, "The last row and the last column of the map are still 0."),
    (check12.correlate, four_loops(), "The sums run on from place to place."),
    (check12.correlate, four_loops(add=False), "Of each sum only the last product is there"),
    (check12.correlate, pairs_of_a_shape, "`np.ndindex(found.shape)` gives pairs"),
    (check12.correlate, lengths_for_shapes, "`len(…)` is one number, where `.shape` holds two."),
    (check12.correlate, places_of_the_image, "The loops go to a place that the map does not have."),
    (check12.correlate, rolled, "what leaves at one edge comes in at the other"),
    (check12.correlate, numpys_own, "two rows of numbers, not two tables"),
    (check12.correlate, lambda image, kernel: np.convolve(image, kernel), "`np.convolve` take two rows of numbers"),
    (check12.correlate, lambda image, kernel: check12.correlate.reference(image, kernel).T, "of the map are swapped"),
    (check12.recurrent_step, lambda x, h, W, U, b: np.tanh(x @ W + h @ U) + b, "The biases belong in the score"),
    (check12.recurrent_step, lambda x, h, W, U, b: np.tanh(x @ U + h @ W + b), "W and U have changed places."),
    (check12.recurrent_step, lambda x, h, W, U, b: np.tanh(x @ W + b) + np.tanh(h @ U), "tanh is taken of each part."),
    (check12.recurrent_step, lambda x, h, W, U, b: np.maximum(x @ W + h @ U + b, 0), "This is ReLU."),
    (check12.recurrent_step, lambda x, h, W, U, b: np.tanh(x @ W + np.tanh(h @ U) + b), "before it is added"),
    (check12.recurrent_step, state_from_row_to_row, "The state goes from each row to the next here."),
    (check12.recurrent_step, room_like_h, "Here `h` holds whole numbers"),
    (check12.lstm_step, room_like_c, "Here `c` holds whole numbers"),
    (check12.lstm_step, by_columns(lambda z, k: [z[:, n::4] for n in range(4)]), "Every fourth column was taken"),
    (check12.lstm_step, by_columns(lambda z, k: [np.split(z, 4, axis=1)[n] for n in (1, 0, 2, 3)]), "order f, i, g, o"),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: Cell(np.tanh(o * (f * c + i * g)), f * c + i * g, i, f, g, o)),
        "tanh was taken of o times c.",
    ),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: Cell(np.tanh(f * c + i * g), f * c + i * g, i, f, g, o)),
        "whatever the gate o says",
    ),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: shown(f * c + i * g, i, f, g, o)._replace(c=c)),
        "c came back as it was before the step",
    ),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: shown(f * c + i * g, i, f, g, o)._replace(h=h)),
        "h came back as it was before the step",
    ),
    (check12.lstm_step, lstm(lambda i, f, g, o, c, h, z: shown(f * c + (1 - f) * g, i, f, g, o)), "(1 - f) * g here"),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: Cell(o * np.tanh(f * c + i * g), np.tanh(f * c + i * g), i, f, g, o)),
        "The cell keeps c itself",
    ),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: Cell(*shown(f * c + i * g, i, f, g, o)[:2], *z)),
        "their scores came back",
    ),
    (
        check12.lstm_step,
        lstm(lambda i, f, g, o, c, h, z: Cell(*shown(f * c + i * g, i, f, g, o)[:2], f, i, g, o)),
        "stand in another order",
    ),
    (
        check12.lstm_step,
        lstm(
            lambda i, f, g, o, c, h, z: shown(f * c + i * g, i, f, g, o),
            (sigmoid, sigmoid, lambda z: np.tanh(sigmoid(z)), sigmoid),
        ),
        "and then through tanh",
    ),
    (check12.lstm_step, lambda x, h, c, W, U, b: check12.lstm_step.reference(0 * x, h, c, W, U, b), "add `x @ W`"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), SLIPS)
def test_a_slip_gets_words_that_are_true_of_it(exercise, answer, words):
    feedback = exercise(answer)
    assert feedback.state == "not yet"
    assert words in repr(feedback)


@pytest.mark.parametrize("typed", [0.182, 0.183, 0.1823, 0.42 * 0.5 * 0.87])
def test_a_slope_that_was_rounded_on_the_way_is_right(typed):
    assert check12.slope_through_two(round(typed, 3)).passed


def in_turn(rows, batch_size):
    return map(lambda start: rows[start : start + batch_size], range(0, len(rows), batch_size))  # noqa: C417


def in_an_array_of_arrays(rows, batch_size):
    parts = list(in_turn(rows, batch_size))
    found = np.empty(len(parts), dtype=object)
    for i, part in enumerate(parts):
        found[i] = part
    return found


@pytest.mark.parametrize("answer", [in_turn, in_an_array_of_arrays])
def test_batches_may_come_from_a_map_or_in_an_array_of_arrays(answer):
    assert check10.mini_batches(answer).passed


def test_a_map_without_end_is_refused():
    assert not check10.mini_batches(lambda rows, batch_size: itertools.repeat(rows[:batch_size])).passed


@pytest.mark.parametrize("table", [((5, 4), (-3, 6)), [(5, 4), (-3, 6)], [np.array([5, 4]), np.array([-3, 6])]])
def test_a_map_may_be_typed_as_two_rows(table):
    assert check12.map_by_hand(table).passed


@pytest.mark.parametrize(
    "table", [((5, 4), (-3,)), ((5,), (4, -3, 6)), ((5, -3), (4, 6)), (((5, 4), (-3, 6)),), ((), ())]
)
def test_other_rows_are_no_map(table):
    assert not check12.map_by_hand(table).passed


def axes_in_a_list(bitmap, size=4):
    rows, columns = bitmap.shape
    return bitmap.reshape(rows // size, size, columns // size, size).sum(axis=[1, 3])


def split_evenly(rows, batch_size):
    return np.split(rows, len(rows) // batch_size)


def gives_a_tuple(P, y):
    return np.where(P.argmax(axis=1) != y)


def in_brackets(x, h, W, U, b):
    return [np.tanh(x @ W + h @ U + b)]


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (check11.count_blocks, axes_in_a_list, "Several axes at once stand in round brackets"),
        (check10.mini_batches, split_evenly, "here it does not come out even"),
        (check11.surest_mistakes, gives_a_tuple, "of a condition alone gives a tuple."),
        (check12.recurrent_step, in_brackets, "Square brackets around it make a list"),
    ],
)
def test_what_python_says_is_told_in_words_that_are_true_of_it(exercise, answer, words):
    text = repr(exercise(answer))
    assert words in text
    assert "but this is a decimal" not in text


def test_an_order_by_rounded_numbers_is_not_told_that_it_goes_by_the_lead():
    feedback = check11.surest_mistakes(by_rounded_numbers)
    assert not feedback.passed
    assert "ahead of the second" not in repr(feedback)
