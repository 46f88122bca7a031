"""What the networks of the tables learn. All of it is made here or comes with scikit-learn; nothing is loaded."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn.datasets import load_digits, make_moons

SIDE = 28  # of an image, in pixels


@dataclass(frozen=True)
class Workload:
    """Data, a network, how it is trained, and how many times faster than a rival ours must be, and aims to be.

    `check` is (X, y, X held out, y held out), where the students held out are in no other part of it.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    check: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    hidden: tuple[int, ...]
    batch: int
    epochs: int
    bounds: dict[str, tuple[float, float]]

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Return how many features, hidden units, and outputs, of which two classes need one."""
        classes = int(self.y.max()) + 1
        return (self.X.shape[1], *self.hidden, 1 if classes == 2 else classes)


def moons(n: int = 2000, epochs: int = 100) -> Workload:
    """Return workload b: two moons in the plane."""
    X, y = make_moons(n, noise=0.2, random_state=0)
    check = X, y, *make_moons(n, noise=0.2, random_state=1)
    return Workload(f"b: moons, {n:,} x 2", X, y, check, (8,), 32, epochs, {"scikit-learn": (6, 6.8)})


def digits(name: str, batch: int, epochs: int, bounds: tuple[float, float], n: int = 1797) -> Workload:
    """Return workload c: scikit-learn's digits, 8 x 8 pixels. A fifth is held out where accuracy is compared."""
    X, y = load_digits(return_X_y=True)
    X, y = X[:n] / 16, y[:n]
    held = n // 5
    check = X[held:], y[held:], X[:held], y[:held]
    return Workload(f"{name}: digits, {n:,} x 64", X, y, check, (64,), batch, epochs, {"scikit-learn": bounds})


def images(name: str, batch: int, bounds: dict, n: int = 60_000, held: int = 10_000, epochs: int = 2) -> Workload:
    """Return workload d: images of 28 x 28 pixels in float32."""
    X, y, *held_out = image_data(n, held)
    return Workload(f"{name}: images, {n:,} x {SIDE**2}", X, y, (X, y, *held_out), (128,), batch, epochs, bounds)


@cache
def image_data(n: int, held: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return X, y, X held out, y held out: the digits three times as wide and high, moved, and with noise.

    The students held out come from digits of which none is among the others.
    """
    pixels, labels = load_digits(return_X_y=True)
    large = np.kron(pixels.reshape(-1, 8, 8) / 16, np.ones((3, 3))).astype(np.float32)
    rng = np.random.default_rng(0)
    return *made(large[:1400], labels[:1400], n, rng), *made(large[1400:], labels[1400:], held, rng)


def made(large: np.ndarray, labels: np.ndarray, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return n images made of these, and their labels. Noise is drawn in parts, as it is twice as large as they."""
    width = large.shape[1]
    which, (down, right) = rng.integers(len(large), size=n), rng.integers(SIDE - width + 1, size=(2, n))
    X = np.zeros((n, SIDE, SIDE), np.float32)
    for i, (digit, y, x) in enumerate(zip(which, down, right, strict=True)):
        X[i, y : y + width, x : x + width] = large[digit]
    for part in np.split(X, range(5000, n, 5000)):
        part += rng.normal(0, 0.3, part.shape)
        np.clip(part, 0, 1, out=part)
    return X.reshape(n, -1), labels[which]


def workloads() -> list[Workload]:
    """Return all of them."""
    return [
        moons(),
        digits("c", 32, 20, (3, 3.4)),
        digits("c'", 200, 50, (2, 2.2)),
        *large_ones(),
    ]


def large_ones() -> list[Workload]:
    """Return d and d', which share their data."""
    return [
        images("d", 128, {"scikit-learn": (1.55, 1.9), "PyTorch": (1.3, 1.5)}),
        images("d'", 512, {"scikit-learn": (1.33, 1.4), "PyTorch": (1.2, 1.3)}),
    ]
