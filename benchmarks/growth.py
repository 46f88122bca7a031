"""How the time of an epoch grows with the number of students."""

import time
import warnings
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from benchmarks.rivals import rivals
from benchmarks.tables import ms, table
from benchmarks.timing import median_ms, spread, take_turns
from benchmarks.workloads import Workload, moons

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MUST = 1.15  # 1 is as many times longer as there are students


def report(sizes: tuple[int, ...] = SIZES, rounds: int = 5) -> list[str]:
    """Return the lines of the table."""
    works = {n: workload(n, max(sizes)) for n in sizes}
    fits = {str(n): learner(work) for n, work in works.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        taken = take_turns(fits, rounds, clock=time.process_time)
    epochs = [[seconds / work.epochs for seconds in taken[str(n)]] for n, work in works.items()]
    medians = [median_ms(each) for each in epochs]
    rows = [
        [f"{n:,}", ms(middle, spread(each)), f"{1000 * middle / n:.2f} µs"]
        for n, each, middle in zip(sizes, epochs, medians, strict=True)
    ]
    exponent = np.polyfit(np.log(sizes), np.log(medians), 1)[0]
    verdict = "missed" if exponent > MUST else "reached"
    note = f"Time grows as n to the power of {exponent:.2f} (least squares in logarithms); at most {MUST}: {verdict}."
    title = f"Ours, 2-8-1, batch 200, processor time of an epoch with n students (median of {rounds}, in turns)"
    return table(title, ["n", "an epoch", "a student"], rows, note)


def workload(n: int, largest: int) -> Workload:
    """Return n students, and so many epochs that they take long enough to be measured."""
    return replace(moons(n), batch=200, epochs=min(200, largest // n))


def learner(work: Workload):
    """Return a function that trains ours on them."""
    model = rivals(work)["ours"]
    return lambda: model.fit(work.X, work.y)
