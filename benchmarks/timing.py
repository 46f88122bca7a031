"""Fair timing: the rivals take turns in one process, so that what slows the machine slows all of them."""

import statistics
import time
from collections.abc import Callable


def take_turns(rivals: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each rival over `rounds` rounds, after one round that does not count."""
    times = {name: [] for name in rivals}
    for _ in range(rounds + 1):
        for name, run in rivals.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken[1:]) for name, taken in times.items()}
