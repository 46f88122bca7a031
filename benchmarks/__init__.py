"""Speed against scikit-learn and against the obvious loop; `python -m benchmarks` prints it."""
