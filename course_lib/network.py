"""A network of dense layers: how numbers go forward through it, and how the error comes back.

For a batch of n students, a row each, where x is X in the first layer and the `a` of the layer before in the others:

    forward      z = x W + b        a = f(z)
    backward     δ = ∂E/∂z = (a - Y) / n                   in the last layer, for each output with its own loss
                 δ = ∂E/∂z = (a - Y) · f'(z) / n           in the last layer, for a sigmoid with squared error
                 δ = ∂E/∂z = (δ_next W_nextᵀ) · f'(z)      in the others, from the last to the first
    gradients    ∂E/∂W = xᵀ δ       ∂E/∂b = the sum of δ over the students

After a pass each layer holds all of these by name, until the next pass writes over them: copy what you keep.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from course_lib.activations import IN_PLACE
from course_lib.network_checks import FEATURES_FIT, TRUTH_FITS, network_sizes
from course_lib.outputs import ACTIVATIONS, LOSSES, OUTPUTS, loss_fits, squared_error_of_sigmoid
from course_lib.validation import (
    TOO_LARGE,
    Rejected,
    Relation,
    array,
    as_generator,
    checked,
    float_type,
    not_negative,
    one_of,
    optional,
    seed,
)


class Layer:
    """A dense layer. Its parameters and gradients are parts of the network's.

    Attributes
    ----------
    weights, biases, weights_gradient, biases_gradient : ndarray of shape (inputs, units) or (units,)
        W, b, ∂E/∂W and ∂E/∂b.
    x, z, a, delta : ndarray of shape (n, inputs) for x, (n, units) for the others
        What came in, the scores, what the activation makes of them, and ∂E/∂z.
    """

    def __init__(self, weights, biases, weights_gradient, biases_gradient, f, slope):
        self.weights, self.biases = weights, biases
        self.weights_gradient, self.biases_gradient = weights_gradient, biases_gradient
        self.f, self.slope = f, slope
        self.make_room(0)

    def make_room(self, n: int) -> None:
        """Make the arrays for batches of n. Making them anew for each batch would take longer than a small one does."""
        self.z, self.a, self.delta = (np.empty((n, len(self.biases)), self.biases.dtype) for _ in range(3))
        self.ones = np.ones(n, self.biases.dtype)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return a = f(x W + b)."""
        if len(x) != len(self.z):
            self.make_room(len(x))
        self.x = x
        np.dot(x, self.weights, out=self.z)
        self.z += self.biases
        self.f(self.z, out=self.a)
        return self.a


class Network:
    """Dense layers, one after the other.

    Parameters
    ----------
    layer_sizes : sequence of int
        How many features, units of each hidden layer, and outputs: (2, 8, 1).
    activation : {"relu", "tanh", "logistic", "identity"}
        f of the hidden layers.
    output : {"softmax", "sigmoid", "identity"}
        Of the last layer: softmax with cross-entropy, sigmoid with log-loss, or identity with half the squared error.
        Losses are summed over the outputs of a student, and are the mean over the students.
    alpha : float
        L2: the gradient of a batch of n is that of its loss + alpha |weights|² / 2n, as in scikit-learn.
    dtype : float64 or float32
    random_state : None, int or numpy random generator
        Where the first weights come from.
    loss : {"cross_entropy", "log_loss", "squared_error"}, optional
        The output's own, as above, if not given. A sigmoid can also have half the squared error, ½ (a - Y)²: then its δ
        is (a - Y) a (1 - a) / n, which comes close to 0 where the network is sure, and wrong too.

    Attributes
    ----------
    layers : list of Layer
    parameters, gradients : ndarray of shape (p,)
        All weights, layer after layer, then all biases, so that an optimizer moves the whole network at once.

    Notes
    -----
    The first weights are uniform in ± sqrt(6 / (inputs + units)), X. Glorot, Y. Bengio, AISTATS 2010, or before relu
    normal with standard deviation sqrt(2 / inputs), K. He et al., ICCV 2015; the first biases are 0.
    """

    @checked(
        Relation("loss", "output", loss_fits),
        layer_sizes=network_sizes,
        activation=one_of(*ACTIVATIONS),
        output=one_of(*OUTPUTS),
        alpha=not_negative,
        dtype=float_type,
        random_state=seed,
        loss=optional(one_of(*LOSSES)),
    )
    def __init__(
        self,
        layer_sizes: Sequence[int],
        activation: str = "relu",
        output: str = "softmax",
        alpha: float = 0.0,
        dtype: DTypeLike = np.float64,
        random_state: object = None,
        loss: str | None = None,
    ):
        self.layer_sizes, self.activation, self.output, self.alpha = layer_sizes, activation, output, alpha
        self.n_weights = sum(inputs * units for inputs, units in pairwise(self.layer_sizes))
        self.parameters = np.zeros(self.n_weights + sum(self.layer_sizes[1:]), dtype)
        self.gradients = np.zeros_like(self.parameters)
        self.weights, self.weights_gradient = self.parameters[: self.n_weights], self.gradients[: self.n_weights]
        self.penalty = np.empty_like(self.weights)
        last, losses = OUTPUTS[output]
        self.loss_name = loss or next(iter(losses))
        self.loss_of_scores = losses[self.loss_name]
        activations = [activation] * (len(self.layer_sizes) - 2) + [last]
        own, gradients = self.parts(self.parameters), self.parts(self.gradients)
        self.layers = [Layer(*own[i], *gradients[i], *IN_PLACE[f]) for i, f in enumerate(activations)]
        self.backwards = list(pairwise(self.layers))[::-1]  # each layer with the one after it, from the last on
        self.draw_weights(random_state)

    def parts(self, flat: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return, without checks, the weights and the biases of each layer as views of an array of shape (..., p)."""
        found, w, b = [], 0, self.n_weights
        for inputs, units in pairwise(self.layer_sizes):
            weights = flat[..., w : w + inputs * units].reshape(*flat.shape[:-1], inputs, units)
            found.append((weights, flat[..., b : b + units]))
            w, b = w + inputs * units, b + units
        return found

    def draw_weights(self, random_state: object) -> None:
        """Draw the first weights, without checks."""
        rng = as_generator(random_state)
        for layer in self.layers:
            inputs, units = shape = layer.weights.shape
            if layer.f is IN_PLACE["relu"][0]:
                layer.weights[:] = rng.normal(0, math.sqrt(2 / inputs), shape)
            else:
                limit = math.sqrt(6 / (inputs + units))
                layer.weights[:] = rng.uniform(-limit, limit, shape)

    @checked(FEATURES_FIT, owner="Network.forward", X=array)
    def forward(self, X: ArrayLike) -> np.ndarray:
        """Return the outputs for a batch, shape (n, outputs): the `a` of the last layer."""
        return self.pass_forward(X.astype(self.parameters.dtype, copy=False)).copy()  # the next batch is written there

    def pass_forward(self, a: np.ndarray) -> np.ndarray:
        """Return the outputs without checks, for a loop that looks at its numbers itself."""
        for layer in self.layers:
            a = layer.forward(a)
        return a

    @checked(TRUTH_FITS, owner="Network.backward", Y=array)
    def backward(self, Y: ArrayLike) -> None:
        """Compute δ and the gradients of each layer, from what is true of the batch that went forward last."""
        self.pass_backward(Y.astype(self.parameters.dtype, copy=False))
        if not np.isfinite(self.gradients).all():
            raise Rejected(TOO_LARGE)

    def pass_backward(self, Y: np.ndarray) -> None:
        """Compute δ and the gradients without checks, for a loop that looks at its numbers itself."""
        last = self.layers[-1]
        np.subtract(last.a, Y, out=last.delta)
        last.delta /= len(Y)
        if self.loss_of_scores is squared_error_of_sigmoid:
            last.slope(last.delta, last.a)
        for layer, after in self.backwards:
            np.dot(after.delta, after.weights.T, out=layer.delta)
            layer.slope(layer.delta, layer.a)
        for layer in self.layers:
            np.dot(layer.x.T, layer.delta, out=layer.weights_gradient)
            np.dot(layer.ones, layer.delta, out=layer.biases_gradient)  # np.sum of the rows, only faster
        if self.alpha:
            np.multiply(self.weights, self.alpha / len(Y), out=self.penalty)
            self.weights_gradient += self.penalty

    @checked(TRUTH_FITS, owner="Network.loss", Y=array)
    def loss(self, Y: ArrayLike) -> float:
        """Return the loss of the batch that went forward last, without the part of L2."""
        return self.loss_of_scores(Y.astype(self.parameters.dtype, copy=False), self.layers[-1].z)

    def __reduce__(self) -> tuple:
        """Copy and pickle: views of one array would come back as arrays of their own."""
        return _restored, (self.layer_sizes, self.activation, self.output, self.alpha, self.parameters, self.loss_name)


def _restored(layer_sizes, activation, output, alpha, parameters, loss=None) -> Network:
    network = Network(layer_sizes, activation, output, alpha, parameters.dtype, loss=loss)
    network.parameters[:] = parameters
    return network
