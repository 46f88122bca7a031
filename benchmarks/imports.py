"""What `import course_lib` costs beside NumPy, and the first explorable, each time in a new Python."""

import statistics
import subprocess
import sys

from benchmarks.tables import ms, table
from benchmarks.timing import median_ms, take_turns

MODULES = (
    "sys",
    "numpy",
    "course_lib",
    "course_lib.perceptron",
    "course_lib.mlp",
    "course_lib.figures.base",
    "sklearn",
)
STEPS = {  # of a cell that shows the first explorable of a lesson, and the milliseconds that each may take
    "imported": ("from course_lib.explorables import AdmissionLine", 250.0),
    "made": ("explorable = AdmissionLine()", None),
    "displayed, which makes the picture that stands in": ("explorable._repr_mimebundle_()", None),
    "displayed once more": ("explorable._repr_mimebundle_()", None),
}


def report(rounds: int = 9) -> list[str]:
    """Return the lines of both tables."""
    return [*modules(rounds), "", *first_explorable(rounds)]


def modules(rounds: int) -> list[str]:
    """Return the lines of the table of imports."""

    def start_python(module: str):
        return lambda: subprocess.run([sys.executable, "-E", "-c", f"import {module}"], check=True)

    taken = take_turns({module: start_python(module) for module in MODULES}, rounds)
    bare = median_ms(taken.pop("sys"))
    rows = [[module, ms(median_ms(seconds) - bare)] for module, seconds in taken.items()]
    return table(f"Import, wall time above bare Python ({rounds} new processes)", ["module", "time"], rows)


def first_explorable(rounds: int) -> list[str]:
    """Return the lines of the table of the first explorable."""
    code = ["import time, numpy, ipykernel.kernelapp", "times = [time.process_time()]"]
    for step, _ in STEPS.values():
        code += [step, "times.append(time.process_time())"]
    code.append("print(*(1000 * (after - before) for before, after in zip(times, times[1:])))")
    command = [sys.executable, "-E", "-c", "\n".join(code)]
    outputs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(1 + rounds)]
    medians = map(statistics.median, zip(*(map(float, output.split()) for output in outputs[1:]), strict=True))
    rows = [
        [name, ms(taken), "" if most is None else f"{ms(most)}: {'reached' if taken <= most else 'missed'}"]
        for (name, (_, most)), taken in zip(STEPS.items(), medians, strict=True)
    ]
    title = f"The first explorable in a kernel that has NumPy, processor ({rounds} new processes)"
    return table(title, ["", "time", "at most"], rows)
