"""What `import course_lib` costs beside NumPy, each time in a new Python."""

import subprocess
import sys

from benchmarks.tables import ms, table
from benchmarks.timing import median_ms, take_turns

MODULES = ("sys", "numpy", "course_lib", "course_lib.perceptron", "course_lib.mlp", "course_lib.figures", "sklearn")


def report(rounds: int = 9) -> list[str]:
    """Return the lines of the table."""

    def start_python(module: str):
        return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)

    taken = take_turns({module: start_python(module) for module in MODULES}, rounds)
    bare = median_ms(taken.pop("sys"))
    rows = [[module, ms(median_ms(seconds) - bare)] for module, seconds in taken.items()]
    return table(f"Import, wall time above bare Python ({rounds} new processes)", ["module", "time"], rows)
