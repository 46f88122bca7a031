"""The steps of training, a few lines each: batches, momentum, Adam, and when to stop.

For a gradient g of the parameters θ, with the learning rate η:

    plain         θ ← θ - η g
    momentum      v ← μ v - η g,    θ ← θ + v
    Adam          m ← β₁ m + (1 - β₁) g,    v ← β₂ v + (1 - β₂) g²,    θ ← θ - η m̂ / (√v̂ + ε)

with m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ) in step t. `course_lib.optimizers` computes the same, to rounding, in place
and for a whole network at once.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import (
    Rejected,
    checked,
    count,
    describe,
    fraction,
    parameters,
    positive,
    same_shape,
    vector,
)

WHOLE_UP_TO = 2**53  # a float holds every whole number up to here


def row_numbers(value: object) -> np.ndarray:
    """Accept the numbers of some rows, shape (n,): whole, from 0 on."""
    rows = vector(value)
    if np.all((rows >= 0) & (rows == np.floor(rows)) & (rows < WHOLE_UP_TO)):
        return rows.astype(int)
    raise Rejected(f"must hold numbers of rows, whole and from 0 on, but {describe(value)} came.")


def squares(value: object) -> np.ndarray:
    """Accept any shape of numbers from 0 on, as float64: the mean of squares."""
    found = parameters(value)
    if np.all(found >= 0):
        return found
    raise Rejected(f"must hold numbers from 0 on, since it is a mean of squares, but {describe(value)} came.")


@checked(rows=row_numbers, batch_size=count)
def mini_batches(rows: ArrayLike, batch_size: int) -> list[np.ndarray]:
    """Return the numbers of the rows of each batch, in the order in which they come.

    Parameters
    ----------
    rows : array_like of int, shape (n,)
        The rows in the order of an epoch, such as ``rng.permutation(n)``.
    batch_size : int
        How many rows make a batch.

    Returns
    -------
    list of ndarray of int
        The batches. The last one has what is left, which may be fewer rows.

    Raises
    ------
    ValueError
        If rows are not whole numbers from 0 on, or batch_size is not a whole number above 0.

    Examples
    --------
    >>> print([batch.tolist() for batch in mini_batches([4, 0, 3, 1, 2], 2)])
    [[4, 0], [3, 1], [2]]
    """
    return [rows[start : start + batch_size] for start in range(0, len(rows), batch_size)]


@checked(
    same_shape("gradient", "theta"),
    same_shape("velocity", "theta"),
    theta=parameters,
    gradient=parameters,
    velocity=parameters,
    learning_rate=positive,
    momentum=fraction,
)
def momentum_step(
    theta: ArrayLike, gradient: ArrayLike, velocity: ArrayLike, learning_rate: float, momentum: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """Return the parameters and the velocity after one step with momentum.

    Parameters
    ----------
    theta, gradient, velocity : array_like, all of one shape
        The parameters θ, the slope of the loss over each, and how far each moved in the step before; 0 at first.
    learning_rate : float
        η, above 0.
    momentum : float
        μ, from 0 to below 1: how much of each step goes on in the next. With 0 it is the plain step.

    Returns
    -------
    theta, velocity : ndarray
        θ + v and v, with v = μ v - η gradient.

    Raises
    ------
    ValueError
        If an argument is not finite or out of range, or the shapes differ.

    Notes
    -----
    B. T. Polyak, USSR Computational Mathematics 4 (1964), 1-17.

    Examples
    --------
    >>> theta, velocity = momentum_step([2.0], [3.0], [0.5], learning_rate=0.1, momentum=0.9)
    >>> print(theta.round(2), velocity.round(2))
    [2.15] [0.15]
    """
    velocity = momentum * velocity - learning_rate * gradient
    return theta + velocity, velocity


@checked(
    same_shape("gradient", "theta"),
    same_shape("m", "theta"),
    same_shape("v", "theta"),
    theta=parameters,
    gradient=parameters,
    m=parameters,
    v=squares,
    t=count,
    learning_rate=positive,
    beta_1=fraction,
    beta_2=fraction,
    epsilon=positive,
)
def adam_step(
    theta: ArrayLike,
    gradient: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    t: int,
    learning_rate: float,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the parameters and both running means after step t of Adam.

    Parameters
    ----------
    theta, gradient, m, v : array_like, all of one shape
        The parameters θ, the slope of the loss over each, and the running means of the gradients and of their squares;
        both are 0 at first.
    t : int
        The number of this step, 1 for the first.
    learning_rate : float
        η, above 0: how far a parameter moves while its gradients agree.
    beta_1, beta_2 : float
        How slowly the two means forget, from 0 to below 1.
    epsilon : float
        Keeps the division from being by 0.

    Returns
    -------
    theta, m, v : ndarray
        θ - η m̂ / (√v̂ + ε), and the means m = β₁ m + (1 - β₁) g and v = β₂ v + (1 - β₂) g². Both begin at 0 and are too
        small at first, so that m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ).

    Raises
    ------
    ValueError
        If an argument is not finite or out of range, or the shapes differ.

    Notes
    -----
    D. P. Kingma, J. Ba, "Adam", ICLR 2015, algorithm 1.

    Examples
    --------
    The first step is as long as the learning rate, whatever the size of the gradient:

    >>> theta, m, v = adam_step([2.0, 2.0], [300.0, -0.5], [0.0, 0.0], [0.0, 0.0], 1, learning_rate=0.1)
    >>> print(theta.round(3), m.round(3))
    [1.9 2.1] [30.   -0.05]
    """
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return theta - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


@checked(losses=vector, patience=count)
def best_epoch(losses: ArrayLike, patience: int) -> int:
    """Return the epoch whose parameters early stopping keeps.

    Parameters
    ----------
    losses : array_like, shape (epochs + 1,)
        The loss on a validation set: before training, then after each epoch.
    patience : int
        How many epochs without a new lowest loss end the training.

    Returns
    -------
    int
        The epoch with the lowest loss among those before the training ended; the first of several equal ones.

    Raises
    ------
    ValueError
        If losses are not finite numbers, or patience is not a whole number above 0.

    Examples
    --------
    Epoch 5 would be lower, but after two epochs without progress the training has ended:

    >>> best_epoch([0.7, 0.5, 0.4, 0.45, 0.42, 0.3], patience=2)
    2
    """
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best
