"""Print every table: `python -m benchmarks`, or `python run.py bench`."""

import os
import platform


def main() -> None:
    """Print the machine, the versions and the tables."""
    for pool in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(pool, "1")  # a fair fight; read when NumPy is imported, so before that
    import numpy
    import sklearn

    from benchmarks import imports, logistic, perceptron

    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, one thread")
    print(f"Python {platform.python_version()}, NumPy {numpy.__version__}, scikit-learn {sklearn.__version__}")
    for table in (imports, perceptron, logistic):
        print("", *table.report(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
