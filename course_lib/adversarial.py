"""Two networks against each other, in one dimension: a generator that forges numbers, and a discriminator that judges.

With noise u from a normal distribution of mean 0 and standard deviation 1:

    generator        x = shift + scale · u
    discriminator    D = σ(w₀ + w₁ x + w₂ x²)      how likely x is real
    its loss         the log-loss of its judgements, with the label 1 for real numbers and 0 for forged ones
    the other's      the mean of -ln D over the forged numbers: small where they are taken for real

Each goes downhill on its own loss, while the other changes that loss. So the two need not settle: they can circle.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course_lib.activations import sigmoid
from course_lib.losses import log_loss_from_scores
from course_lib.validation import as_generator, checked, positive, row_of_numbers, seed, up_to_a_million, vector

_generator = row_of_numbers(2, "shift and scale")
_discriminator = row_of_numbers(3, "w₀, w₁ and w₂")
_SETTINGS = dict.fromkeys(("discriminator_rate", "generator_rate"), positive)
_SETTINGS |= dict.fromkeys(("steps", "batch"), up_to_a_million)


@checked(noise=vector, generator=_generator)
def generate(noise: ArrayLike, generator: ArrayLike) -> np.ndarray:
    """Return forged numbers: shift + scale · noise, with generator = (shift, scale).

    Examples
    --------
    >>> print(generate([-1, 0, 2], [5, 0.5]))
    [4.5 5.  6. ]
    """
    shift, scale = generator
    return shift + scale * noise


def _scores(x: np.ndarray, discriminator: np.ndarray) -> np.ndarray:
    return discriminator[0] + discriminator[1] * x + discriminator[2] * x**2


@checked(x=vector, discriminator=_discriminator)
def judge(x: ArrayLike, discriminator: ArrayLike) -> np.ndarray:
    """Return the probability that each number is real: σ(w₀ + w₁ x + w₂ x²), with discriminator = (w₀, w₁, w₂).

    Examples
    --------
    >>> print(judge([-1, 0, 1], [0, 2, 0]).round(2))
    [0.12 0.5  0.88]
    """
    return sigmoid.unchecked(_scores(x, discriminator))


@checked(real=vector, forged=vector, discriminator=_discriminator)
def discriminator_loss(real: ArrayLike, forged: ArrayLike, discriminator: ArrayLike) -> tuple[float, np.ndarray]:
    """Return the log-loss of the discriminator's judgements, and its gradient, shape (3,).

    The loss is ln 2 = 0.69 where it cannot tell real numbers from forged ones, and says a half of each.
    """
    x = np.concatenate([real, forged])
    y = np.concatenate([np.ones(len(real), int), np.zeros(len(forged), int)])
    delta = (judge.unchecked(x, discriminator) - y) / len(x)
    gradient = np.array([delta.sum(), delta @ x, delta @ x**2])
    return log_loss_from_scores.unchecked(y, _scores(x, discriminator)), gradient


@checked(noise=vector, generator=_generator, discriminator=_discriminator)
def generator_loss(noise: ArrayLike, generator: ArrayLike, discriminator: ArrayLike) -> tuple[float, np.ndarray]:
    """Return the mean of -ln D over the numbers that the generator forges, and its gradient, shape (2,).

    The blame goes back through the discriminator, whose weights stay, to the forged numbers, and on to shift and scale.
    """
    x = generate.unchecked(noise, generator)
    delta = (judge.unchecked(x, discriminator) - 1) / len(x)
    slope = delta * (discriminator[1] + 2 * discriminator[2] * x)  # ∂E/∂x
    gradient = np.array([slope.sum(), slope @ noise])
    return log_loss_from_scores.unchecked(np.ones(len(x), int), _scores(x, discriminator)), gradient


class Duel(NamedTuple):
    """What `duel` returns: a row for each step, as it was before that step."""

    generators: np.ndarray
    discriminators: np.ndarray
    generator_losses: np.ndarray
    discriminator_losses: np.ndarray


@checked(real=vector, generator=_generator, random_state=seed, **_SETTINGS)
def duel(
    real: ArrayLike,
    generator: ArrayLike = (-1.0, 0.5),
    discriminator_rate: float = 0.5,
    generator_rate: float = 0.02,
    steps: int = 1000,
    batch: int = 100,
    random_state: object = None,
) -> Duel:
    """Let a generator and a discriminator that knows nothing yet learn in turns, by gradient descent.

    The real numbers should lie around 0, with a spread around 1. In each step the batch is drawn anew from them. A
    discriminator that is quick enough says where the forged numbers are now; one that is much slower than the generator
    says where they were, and the two circle. Rates so large that the numbers outgrow a float are a ValueError.

    I. Goodfellow et al., "Generative adversarial nets", NeurIPS 2014.
    """
    rng = as_generator(random_state)
    generator, discriminator, history = np.array(generator, float), np.zeros(3), []
    for _ in range(steps):
        before, noise = (generator, discriminator), rng.normal(size=batch)
        chosen, forged = rng.choice(real, batch), generate.unchecked(noise, generator)
        loss_d, gradient = discriminator_loss.unchecked(chosen, forged, discriminator)
        discriminator = discriminator - discriminator_rate * gradient
        loss_g, gradient = generator_loss.unchecked(noise, generator, discriminator)
        generator = generator - generator_rate * gradient
        history.append((*before, loss_g, loss_d))
    return Duel(*map(np.array, zip(*history)))
