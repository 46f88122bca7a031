"""How much memory learning adds to the data: the most that is held at once in one epoch of `fit`."""

import tracemalloc
import warnings
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from benchmarks.perceptron import noisy
from benchmarks.rivals import rivals
from benchmarks.tables import table
from benchmarks.workloads import Workload, large_ones
from course_lib.perceptron import Perceptron

MUST = 20  # MiB, of ours for d
MUST_PERCEPTRON = 80  # MiB, for a million students
MIB = 2**20


def report(work: Workload | None = None, students: int = 1_000_000) -> list[str]:
    """Return the lines of the table. PyTorch is not in it, as Python does not see what it holds."""
    work = large_ones()[0] if work is None else work
    one_epoch = rivals(replace(work, epochs=1))
    X, y = noisy(students, 0.3)
    rows = [
        row(f"ours, batch {work.batch}, {work.name}", one_epoch["ours"], work.X, work.y, MUST),
        row(f"scikit-learn, batch {work.batch}, {work.name}", one_epoch["scikit-learn"], work.X, work.y),
        row(f"our Perceptron, {students:,} x 2", Perceptron(max_iter=1, shuffle=False), X, y, MUST_PERCEPTRON),
    ]
    return table("Memory that an epoch adds", ["", "X", "most at once", "must"], rows)


def row(name: str, model: object, X: np.ndarray, y: np.ndarray, must: int | None = None) -> list[str]:
    """Return a row of the table."""
    added = peak(model, X, y)
    verdict = "" if must is None else f"at most {must} MiB " + ("missed" if added > must * MIB else "reached")
    return [name, f"{X.nbytes / MIB:.0f} MiB", f"{added / MIB:.1f} MiB", verdict]


def peak(model: object, X: np.ndarray, y: np.ndarray) -> int:
    """Return how many bytes more than before there are at most while a model learns for one epoch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X[:100], y[:100])  # what is imported at first is not training
        tracemalloc.start()
        try:
            model.fit(X, y)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
