"""Optimizers: how far, and which way, the parameters move for a gradient.

They take the flat arrays of a network, so that a step for all its layers is a handful of calls. They work in place,
because making a new array takes longer than filling it. An optimizer remembers its steps: give each network its own.
"""

import math

import numpy as np

from course_lib.network_checks import checked_step
from course_lib.validation import checked, flag, fraction, positive


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
        self.advance(parameters, gradients)

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
        self.advance(parameters, gradients)

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
