"""Automatic differentiation: each result remembers what it was made of, and how its gradient goes back to that.

>>> x, w = Value([[1.0, 2.0]]), Value([[0.5], [0.3]])
>>> loss = -(x @ w).sigmoid().log()
>>> loss.backward()
>>> print(w.grad.round(4).tolist())
[[-0.2497], [-0.4995]]

For a result y = f(x) on the way to E, the chain rule says ∂E/∂x = ∂E/∂y · f'(x). `Value.backward` goes from E to the
first values, and adds up what arrives at each: backpropagation, for any formula.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.autodiff_checks import as_matrices, entry_by_entry, finite, one_number
from course_lib.validation import argument, array, number

_quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # what is not finite is refused in words


def _of_one(f, slope):
    """Return the operation y = f(x) on one value; its slope is a function of x and y."""

    @_quiet
    def operation(self):
        x, y = self.data, f(self.data)
        return Value(y, ((self, lambda g: g * slope(x, y)),))

    return operation


class Value:
    """An array that knows what it was made of: numbers, copied as float64, and ``grad``, which is 0 at first.

    Values, arrays and numbers are added, subtracted, multiplied and divided entry by entry, and with @ as matrices;
    ``** k`` takes a number. There are exp, log, tanh, sigmoid, relu and sum. ``E.backward()`` adds ∂E/∂data to each
    ``grad``, and another call adds again. What is not finite, such as the logarithm of 0, is a ValueError, and so are
    shapes that do not fit. A result's ``parts`` are the values it was made of, each with the way back to it.
    """

    __array_ufunc__ = None  # leaves `array + value` to `__radd__`

    def __init__(self, data: ArrayLike, parts: tuple = ()):
        self.data = np.array(argument("Value", "the result" if parts else "data", array, data), dtype=np.float64)
        self.grad, self.parts = np.zeros_like(self.data), parts
        self.depth = 1 + max((part.depth for part, _ in parts), default=0)  # of operations, one upon the other

    @_quiet
    def __add__(self, other):
        other = self._fitting(other)
        return Value(self.data + other.data, ((self, lambda g: g), (other, lambda g: g)))

    @_quiet
    def __mul__(self, other):
        other = self._fitting(other)
        return Value(self.data * other.data, ((self, lambda g: g * other.data), (other, lambda g: g * self.data)))

    @_quiet
    def __matmul__(self, other):
        a, other = self.data, self._fitting(other, as_matrices)
        return Value(a @ other.data, ((self, lambda g: g @ other.data.T), (other, lambda g: a.T @ g)))

    @_quiet
    def __pow__(self, k):
        k = argument("Value", "the exponent", number, k)
        return Value(self.data**k, ((self, lambda g: g * (k and k * self.data ** (k - 1))),))

    exp = _of_one(np.exp, lambda x, y: y)
    log = _of_one(np.log, lambda x, y: 1 / x)
    tanh = _of_one(np.tanh, lambda x, y: 1 - y**2)
    sigmoid = _of_one(lambda x: np.exp(-np.logaddexp(0, -x)), lambda x, y: y * (1 - y))
    relu = _of_one(lambda x: np.maximum(x, 0), lambda x, y: x > 0)
    sum = _of_one(np.sum, lambda x, y: np.ones(x.shape))
    __neg__ = _of_one(np.negative, lambda x, y: -1)
    __radd__, __rmul__ = __add__, __mul__

    def __sub__(self, other):
        return self + -self._fitting(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * self._fitting(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    def __rmatmul__(self, other):
        return Value(other) @ self

    def __repr__(self):
        return f"Value({self.data.tolist()})"

    def _fitting(self, other, check=entry_by_entry):
        other = other if isinstance(other, Value) else Value(other)
        check(self.data, other.data)
        return other

    @_quiet
    def backward(self) -> None:
        """Add ∂self/∂value to ``grad`` of each value it was made of. Self must be one number, such as a loss."""
        one_number(self.data)
        arrived = [{} for _ in range(self.depth + 1)]  # for each depth, its values and what has arrived there
        arrived[self.depth][self] = np.ones_like(self.data)
        for level in reversed(arrived):
            for value, g in level.items():
                for part, send in value.parts:
                    arrived[part.depth][part] = arrived[part.depth].get(part, 0) + _summed(send(g), part.data.shape)
        gradients = {value: g for level in arrived for value, g in level.items()}
        finite(gradients.values())
        for value, g in gradients.items():
            value.grad = value.grad + g


def _summed(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the gradient of an array that was repeated along some axes, such as a bias for each row: summed there."""
    padded = (1,) * (gradient.ndim - len(shape)) + shape
    return gradient.sum(axis=tuple(axis for axis, n in enumerate(padded) if n == 1)).reshape(shape)
