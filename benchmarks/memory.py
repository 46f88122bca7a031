"""How much memory training adds to the data: the most that is held at once in one epoch of `fit`."""

import tracemalloc
import warnings
from dataclasses import replace

from sklearn.exceptions import ConvergenceWarning

from benchmarks.rivals import rivals
from benchmarks.tables import table
from benchmarks.workloads import Workload, large_ones

MUST = 20  # MiB, of ours for d
MIB = 2**20


def report(work: Workload | None = None) -> list[str]:
    """Return the lines of the table. PyTorch is not in it, as Python does not see what it holds."""
    work = large_ones()[0] if work is None else work
    rows = []
    for name in ("ours", "scikit-learn"):
        added = peak(work, name)
        verdict = "" if name != "ours" else f"at most {MUST} MiB " + ("missed" if added > MUST * MIB else "reached")
        rows.append([name, f"{added / MIB:.1f} MiB", verdict])
    title = f"Memory that an epoch adds, batch {work.batch}, {work.name}, where X is {work.X.nbytes / MIB:.0f} MiB"
    return table(title, ["", "most at once", "must"], rows)


def peak(work: Workload, name: str) -> int:
    """Return how many bytes more than before there are at most while a network learns for one epoch."""
    model = rivals(replace(work, epochs=1))[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(work.X[: work.batch], work.y[: work.batch])  # what is imported at first is not training
        tracemalloc.start()
        try:
            model.fit(work.X, work.y)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
