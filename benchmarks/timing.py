"""Fair timing: the rivals take turns in one process, so that what slows the machine slows all of them."""

import statistics
import time
from collections.abc import Callable

Times = dict[str, list[float]]  # of each rival, the seconds of each round


def take_turns(
    rivals: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> Times:
    """Return the seconds of each rival in each of `rounds` rounds, after one round that does not count."""
    times = {name: [] for name in rivals}
    for _ in range(rounds + 1):
        for name, run in rivals.items():
            start = clock()
            run()
            times[name].append(clock() - start)
    return {name: taken[1:] for name, taken in times.items()}


def median_ms(taken: list[float]) -> float:
    """Return the median in milliseconds."""
    return 1000 * statistics.median(taken)


def spread(taken: list[float]) -> float:
    """Return half the distance between the quartiles, as a part of the median."""
    lower, middle, upper = statistics.quantiles(taken, n=4, method="inclusive") if len(taken) > 1 else taken * 3
    return (upper - lower) / 2 / middle


def times_faster(ours: list[float], theirs: list[float]) -> float:
    """Return how many times faster ours is: round by round, of which the median."""
    return statistics.median(their_time / our_time for our_time, their_time in zip(ours, theirs, strict=True))
