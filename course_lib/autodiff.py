"""Automatic differentiation: each result remembers what it was made of, and how its gradient goes back to that.

>>> x, w = Value([[1.0, 2.0]]), Value([[0.5], [0.3]])
>>> loss = -(x @ w).sigmoid().log()
>>> loss.backward()
>>> print(w.grad.round(4).tolist())
[[-0.2497], [-0.4995]]

For a result y = f(x) on the way to E, the chain rule says ∂E/∂x = ∂E/∂y · f'(x). `Value.backward` goes through the
results from E to the first ones, and adds up what arrives at each. That is backpropagation, for any formula.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import argument, array, number

_quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # what is not finite is refused in words


class Value:
    """An array that knows what it was made of: numbers, copied as float64, and ``grad``, which is 0 at first.

    Values, and arrays and numbers with them, are added, subtracted, multiplied and divided entry by entry, and with @
    as matrices; ``** k`` takes a number. There are the methods exp, log, tanh, sigmoid, relu and sum. ``E.backward()``
    adds ∂E/∂data to each ``grad``, and another call adds again.

    What is not finite, also as the result of an operation, such as the logarithm of 0, is a ValueError, and so are
    shapes that do not fit. ``parts`` holds, for a result, each value that it was made of, with a function that turns
    ∂E/∂result into ∂E/∂value.
    """

    __array_ufunc__ = None  # leaves `array + value` to `__radd__`

    def __init__(self, data: ArrayLike, parts: tuple = ()):
        name = "the result" if parts else "data"
        self.data = np.array(argument("Value", name, array, data), dtype=np.float64)
        self.grad, self.parts = np.zeros_like(self.data), parts

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
        other = _as_value(other)
        a, b = self.data, other.data
        if not (a.ndim == b.ndim == 2 and a.shape[1] == len(b)):
            raise ValueError(f"Value: @ wants matrices of shapes (n, k) and (k, m), but {a.shape} and {b.shape} came.")
        return Value(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    @_quiet
    def __pow__(self, k):
        k = argument("Value", "the exponent", number, k)
        return Value(self.data**k, ((self, lambda g: g * k * self.data ** (k - 1)),))

    @_quiet
    def exp(self):
        y = np.exp(self.data)
        return Value(y, ((self, lambda g: g * y),))

    @_quiet
    def log(self):
        return Value(np.log(self.data), ((self, lambda g: g / self.data),))

    def tanh(self):
        y = np.tanh(self.data)
        return Value(y, ((self, lambda g: g * (1 - y**2)),))

    def sigmoid(self):
        y = (1 + np.tanh(self.data / 2)) / 2
        return Value(y, ((self, lambda g: g * y * (1 - y)),))

    def relu(self):
        return Value(np.maximum(self.data, 0), ((self, lambda g: g * (self.data > 0)),))

    @_quiet
    def sum(self):
        return Value(self.data.sum(), ((self, lambda g: g * np.ones(self.data.shape)),))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + _as_value(other) * -1

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * _as_value(other) ** -1

    def __rmatmul__(self, other):
        return Value(other) @ self

    def __repr__(self):
        return f"Value({self.data.tolist()})"

    def _fitting(self, other):
        other = _as_value(other)
        try:
            np.broadcast_shapes(self.data.shape, other.data.shape)
        except ValueError:
            came = f"{self.data.shape} and {other.data.shape}"
            raise ValueError(f"Value: the shapes must fit, entry by entry or row by row, but {came} came.") from None
        return other

    def backward(self) -> None:
        """Add ∂self/∂value to ``grad`` of each value that self was made of. Self must be one number, such as a loss."""
        if self.data.size != 1:
            raise ValueError(f"Value.backward: only one number has a gradient, but {self.data.shape} came. Sum first.")
        arrived = self._go_back()
        if not all(np.isfinite(gradient).all() for gradient in arrived.values()):
            raise ValueError("Value.backward: a gradient is not finite: numbers too large, or an infinite slope.")
        for value, gradient in arrived.items():
            value.grad = value.grad + gradient

    @_quiet
    def _go_back(self) -> dict:
        arrived = {self: np.ones_like(self.data)}
        for value in self._from_the_end():
            for part, send in value.parts:
                arrived[part] = arrived.get(part, 0) + _summed(send(arrived[value]), part.data.shape)
        return arrived

    def _from_the_end(self) -> list:
        """Return self and all values that it was made of, each after all that were made of it."""
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:
            value, parts_are_in = waiting.pop()
            if parts_are_in:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                waiting += [(value, True), *((part, False) for part, _ in value.parts)]
        return order[::-1]


def _summed(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the gradient of an array that was repeated along some axes, such as a bias for each row: summed there."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, n in enumerate(shape) if n == 1 and gradient.shape[axis] > 1)
    return gradient.sum(axis=repeated, keepdims=True)


def _as_value(other) -> Value:
    return other if isinstance(other, Value) else Value(other)
