"""How much of our training time the bare matrix products take: no engine on NumPy could need less than they do."""

import time
import warnings
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from benchmarks.rivals import rivals
from benchmarks.tables import factor, ms, table, verdict
from benchmarks.timing import Times, median_ms, spread, take_turns, times_faster
from benchmarks.workloads import Workload, digits, large_ones

BOUNDS = {"d": (0.68, 0.7)}


def report(works: list[Workload] | None = None, rounds: int = 5) -> list[str]:
    """Return the lines of the table."""
    works = [digits("c'", 200, 50, (2, 2.2)), *large_ones()] if works is None else works
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        rows = [row(work, times(work, rounds)) for work in works]
    heads = ["", "batch", "ours", "scikit-learn", "bare products", "share of ours", "must (aim)", "ceiling"]
    title = f"Matrix products in our training, processor time of an epoch (median of {rounds}, in turns)"
    return table(
        title,
        heads,
        rows,
        "Bare products: x W, δ Wᵀ and xᵀ δ of each layer and batch, into arrays that are there, without biases.",
        "Ceiling: scikit-learn / bare products. Training that did nothing else would be so many times faster than it.",
    )


def row(work: Workload, taken: Times) -> list[str]:
    """Return a row of the table."""
    share = 1 / times_faster(taken["products"], taken["ours"])
    ceiling = factor(times_faster(taken["products"], taken["scikit-learn"]))
    bounds = verdict(share, BOUNDS.get(work.name.partition(":")[0]))
    cells = [ms(median_ms(seconds), spread(seconds)) for seconds in taken.values()]
    return [work.name, str(work.batch), *cells, f"{share:.2f}", bounds, ceiling]


def times(work: Workload, rounds: int) -> Times:
    """Return the processor's seconds for an epoch of ours, of scikit-learn's, and for their products alone."""
    models, products = rivals(work), epoch_of_products(work)
    runs = {name: lambda model=models[name]: model.fit(work.X, work.y) for name in ("ours", "scikit-learn")}
    runs["products"] = lambda: [products() for _ in range(work.epochs)]
    taken = take_turns(runs, rounds, clock=time.process_time)
    return {name: [seconds / work.epochs for seconds in each] for name, each in taken.items()}


def epoch_of_products(work: Workload) -> Callable[[], None]:
    """Return a function that makes the matrix products of an epoch."""
    full, rest = divmod(len(work.X), work.batch)
    sizes = {n: batch_products(work, n) for n in {work.batch, rest} - {0}}
    calls = sizes[work.batch] * full + (sizes[rest] if rest else [])

    def run() -> None:
        for a, b, out in calls:
            np.dot(a, b, out=out)

    return run


def batch_products(work: Workload, n: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the factors and the place of each product that a batch of n needs, in their order."""
    rng = np.random.default_rng(0)

    def draw(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(work.X.dtype)

    forward, backward, gradients = [], [], []
    for layer, (inputs, units) in enumerate(pairwise(work.layer_sizes)):
        x, weights, delta = draw(n, inputs), draw(inputs, units), draw(n, units)
        forward.append((x, weights, draw(n, units)))
        gradients.append((x.T, delta, draw(inputs, units)))
        if layer:
            backward.append((delta, weights.T, draw(n, inputs)))
    return [*forward, *backward[::-1], *gradients]
