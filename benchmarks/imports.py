"""What `import course_lib` costs beside NumPy, each time in a new Python."""

import subprocess
import sys

from benchmarks.timing import take_turns

MODULES = ("sys", "numpy", "course_lib", "course_lib.perceptron", "course_lib.figures", "sklearn.linear_model")


def report() -> list[str]:
    """Return the lines of the table."""

    def start_python(module: str):
        return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)

    seconds = take_turns({module: start_python(module) for module in MODULES}, rounds=9)
    bare = seconds.pop("sys")
    lines = ["Import, wall time above bare Python (median of 9 new processes, in turns)"]
    return lines + [f"  {module:22} {1000 * (taken - bare):8.0f} ms" for module, taken in seconds.items()]
