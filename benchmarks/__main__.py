"""Print tables: `python -m benchmarks [NAME...]`, or `python run.py bench [-- NAME...]`."""

import importlib
import os
import sys

TABLES = (
    "imports",
    "answers",
    "perceptron",
    "logistic",
    "mlp",
    "products",
    "memory",
    "growth",
    "explorables",
    "opening",
    "lessons",
)


def main(names: list[str]) -> None:
    """Print the machine, the versions, and the tables of these modules, or all."""
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        sys.exit(f"There is no table {', '.join(unknown)}. There are {', '.join(TABLES)}.")
    for pool in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[pool] = "1"  # a fair fight; read when NumPy is imported, so before that
    for name in ("machine", *(names or TABLES)):
        print(*importlib.import_module(f"benchmarks.{name}").report(), "", sep="\n", flush=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # where the table goes into a file on Windows
    main(sys.argv[1:])
