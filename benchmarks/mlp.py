"""Our MLPClassifier, scikit-learn's, and PyTorch: the time of an epoch in the public `fit`, and what is learned."""

import time
import warnings

from sklearn.exceptions import ConvergenceWarning

from benchmarks.rivals import rivals
from benchmarks.tables import factor, ms, table, verdict
from benchmarks.timing import Times, median_ms, spread, take_turns, times_faster
from benchmarks.workloads import Workload, workloads

BELOW = 0.02  # how much less than the best rival's our accuracy may be
OTHERS = ("scikit-learn", "PyTorch")
MISSING = "not installed"


def report(works: list[Workload] | None = None, rounds: int = 5) -> list[str]:
    """Return the lines of both tables."""
    works = workloads() if works is None else works
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # every epoch that is asked for, and no more
        learned = [accuracies(work) for work in works]
        times = [epoch_times(work, rounds) for work in works]
    return [*speed(works, times, rounds), "", *learning(works, learned)]


def accuracies(work: Workload, seeds: int = 3) -> dict[str, float]:
    """Return the mean accuracy of each on the students held out. One that learns less stops the script.

    Large networks come out alike from any first weights; small ones do not, so that a few are tried.
    """
    X, y, X_held, y_held = work.check
    seeds = 1 if len(X) > 10_000 else seeds
    sums = {}
    for seed in range(seeds):
        for name, model in rivals(work, seed).items():
            model.fit(X, y)
            shapes = [weights.shape for weights in model.coefs_]
            if shapes != list(zip(work.layer_sizes, work.layer_sizes[1:], strict=False)):
                raise AssertionError(f"{work.name}, {name}: the weights are of shapes {shapes}")
            if model.n_iter_ != work.epochs:
                raise AssertionError(f"{work.name}, {name}: {model.n_iter_} epochs instead of {work.epochs}")
            sums[name] = sums.get(name, 0) + model.score(X_held, y_held)
    means = {name: total / seeds for name, total in sums.items()}
    if means["ours"] < max(means.values()) - BELOW:
        raise AssertionError(f"{work.name}: ours learned less: {means}")
    return means


def epoch_times(work: Workload, rounds: int) -> Times:
    """Return the processor's seconds for an epoch of each, as a part of those of the whole `fit`."""
    fits = {name: lambda model=model: model.fit(work.X, work.y) for name, model in rivals(work).items()}
    taken = take_turns(fits, rounds, clock=time.process_time)
    return {name: [seconds / work.epochs for seconds in each] for name, each in taken.items()}


def speed(works: list[Workload], times: list[Times], rounds: int) -> list[str]:
    """Return the table of times and ratios."""
    heads = ["", "network", "batch", "epochs", "ours", *OTHERS]
    for name in OTHERS:
        heads += [f"{name} / ours", "must (aim)"]
    rows = []
    for work, taken in zip(works, times, strict=True):
        row = [work.name, "-".join(map(str, work.layer_sizes)), str(work.batch), str(work.epochs)]
        for name in ("ours", *OTHERS):
            row.append(ms(median_ms(taken[name]), spread(taken[name])) if name in taken else MISSING)
        for name in OTHERS:
            row += compared(work, taken, name)
        rows.append(row)
    title = f"MLPClassifier with Adam, processor time of an epoch (median of {rounds} fits, in turns)"
    return table(title, heads, rows)


def compared(work: Workload, taken: Times, name: str) -> tuple[str, str]:
    """Return how many times faster ours is than a rival, and whether that is what it must be."""
    if name not in taken:
        return MISSING, ""
    ratio = times_faster(taken["ours"], taken[name])
    return factor(ratio), verdict(ratio, work.bounds.get(name))


def learning(works: list[Workload], learned: list[dict[str, float]]) -> list[str]:
    """Return the table of accuracies."""
    names = ("ours", *OTHERS)
    rows = [
        [work.name, str(work.epochs), *(f"{means[name]:.1%}" if name in means else MISSING for name in names)]
        for work, means in zip(works, learned, strict=True)
    ]
    return table("Accuracy on students held out, after equal epochs", ["", "epochs", *names], rows)
