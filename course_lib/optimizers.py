"""Optimizers: how far, and which way, the parameters move for a gradient.

They take the flat arrays of a network, so that a step for all its layers is a handful of calls. They work in place,
because making a new array takes longer than filling it. An optimizer remembers its steps: give each network its own.
"""

import copy
import math
from collections.abc import Callable

import numpy as np

from course_lib.validation import Rejected, array, checked, describe, flag, fraction, is_masked, positive, same_shape


def floats(value: object) -> np.ndarray:
    """Accept an array of finite floats as it is, since no copy of it could be moved."""
    if not isinstance(value, np.ndarray) or is_masked(value) or value.dtype not in (np.float64, np.float32):
        kind = f" of {value.dtype}" if isinstance(value, np.ndarray) else ""
        raise Rejected(f"must be an array of floats, float64 or float32, but {describe(value)}{kind} came.")
    return array(value)


def writeable(value: object) -> np.ndarray:
    """Accept an array of finite floats that can be moved in place."""
    if floats(value).flags.writeable:
        return array(value)
    raise Rejected("must be an array that can be written to, but a read-only one came. Take a copy of it.")


def checked_step(owner: str) -> Callable:
    """Make a decorator that checks what a step is given."""
    return checked(same_shape("gradients", "parameters"), owner=owner, parameters=writeable, gradients=floats)


def _go(optimizer: object, parameters: np.ndarray, gradients: np.ndarray) -> None:
    """Move the parameters, or refuse to where they, or what the optimizer remembers, would no longer be finite."""
    if getattr(optimizer, "move", parameters).shape != parameters.shape:
        raise Rejected(
            f"parameters must have the shape of the steps before, {optimizer.move.shape}, but {describe(parameters)} "
            "came. Give each network an optimizer of its own."
        )
    ahead, moved = copy.deepcopy(optimizer), parameters.copy()
    ahead.advance(moved, gradients)
    if not all(np.isfinite(each).all() for each in (moved, *vars(ahead).values())):
        raise Rejected(
            "parameters must stay finite, but this step leads past what a float holds. Take a smaller learning_rate, "
            "or smaller gradients: scale the features."
        )
    vars(optimizer).update(vars(ahead))
    parameters[...] = moved


class SGD:
    """Gradient descent, plain, with momentum, or with Nesterov's momentum.

    Parameters
    ----------
    learning_rate : float
        η, above 0.
    momentum : float
        μ, from 0 (plain) to below 1: how much of each step goes on in the next.
    nesterov : bool
        Whether the step is that of a gradient taken where the momentum leads.

    Notes
    -----
    v = μ v - η gradient, then parameters += v, or with Nesterov parameters += μ v - η gradient. B. T. Polyak, USSR
    Computational Mathematics 4 (1964), 1-17; I. Sutskever et al., "On the importance of initialization", ICML 2013.
    """

    @checked(learning_rate=positive, momentum=fraction, nesterov=flag)
    def __init__(self, learning_rate: float = 0.1, momentum: float = 0.0, nesterov: bool = False):
        self.learning_rate, self.momentum, self.nesterov = learning_rate, momentum, nesterov
        self.v = None

    @checked_step("SGD.step")
    def step(self, parameters: np.ndarray, gradients: np.ndarray) -> None:
        """Move the parameters, or raise a ValueError where they or the gradients are not arrays of finite floats."""
        _go(self, parameters, gradients)

    def advance(self, parameters: np.ndarray, gradients: np.ndarray) -> None:
        """Move the parameters without checks, for a loop that looks at its numbers itself."""
        if self.v is None:
            self.v, self.move = np.zeros_like(parameters), np.empty_like(parameters)
        np.multiply(gradients, -self.learning_rate, out=self.move)
        if self.momentum:
            self.v *= self.momentum
            self.v += self.move
            if self.nesterov:
                self.move += self.momentum * self.v
            else:
                np.copyto(self.move, self.v)
        parameters += self.move


class Adam:
    """Adam: each parameter's step is as long as its gradients agree, whatever their size.

    Parameters
    ----------
    learning_rate : float
        η, above 0: how long a step is while the gradients agree. Where they were small for long, it may be longer.
    beta_1, beta_2 : float
        How slowly the means of the gradients, and of their squares, forget: from 0 to below 1.
    epsilon : float
        Keeps the division from being by 0.

    Notes
    -----
    m = β₁ m + (1 - β₁) gradient and v = β₂ v + (1 - β₂) gradient² start at 0 and so are too small at first: divided by
    1 - β₁ᵗ and 1 - β₂ᵗ in step t they are means. Then parameters -= η m / (√v + ε). D. P. Kingma, J. Ba, "Adam", ICLR
    2015, algorithm 1, which is PyTorch's too; scikit-learn adds ε before v is divided.
    """

    @checked(learning_rate=positive, beta_1=fraction, beta_2=fraction, epsilon=positive)
    def __init__(self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-8):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m = 0, None

    @checked_step("Adam.step")
    def step(self, parameters: np.ndarray, gradients: np.ndarray) -> None:
        """Move the parameters, or raise a ValueError where they or the gradients are not arrays of finite floats."""
        _go(self, parameters, gradients)

    def advance(self, parameters: np.ndarray, gradients: np.ndarray) -> None:
        """Move the parameters without checks.

        m and v are kept without the constant factors 1 - β, which go into η and ε instead.
        """
        if self.m is None:
            self.m, self.v, self.move = (np.zeros_like(parameters) for _ in range(3))
            self.betas = [np.asarray(beta, parameters.dtype) for beta in (self.beta_1, self.beta_2)]  # read faster
        self.t += 1
        mean = (1 - self.beta_1) / (1 - self.beta_1**self.t)
        root = math.sqrt((1 - self.beta_2) / (1 - self.beta_2**self.t))
        m, v, move = self.m, self.v, self.move
        beta_1, beta_2 = self.betas
        m *= beta_1
        m += gradients
        v *= beta_2
        np.square(gradients, out=move)
        v += move
        np.sqrt(v, out=move)
        move += self.epsilon / root
        np.divide(m, move, out=move)
        move *= self.learning_rate * mean / root
        parameters -= move
