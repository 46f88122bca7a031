"""Our Perceptron, scikit-learn's (Cython), and the loop that everybody writes first (NumPy, one student at a time).

All three make the same updates, epoch by epoch: the table is about speed alone, and the script stops if they differ.
"""

import time

import numpy as np
import sklearn.linear_model

from benchmarks.tables import factor, ms, table, verdict
from benchmarks.timing import median_ms, take_turns, times_faster
from course_lib.data import load_admissions
from course_lib.perceptron import Perceptron

CYTHON_WINS = "Cython wins: a loop over single students is what compiled code is for. Ours also keeps a history."
START = 0.37  # of each weight: from zeros the first score is exactly 0, where scikit-learn updates for either class


LARGE = "1,000,000 x 2, an epoch"
BOUNDS = {LARGE: (0.25, 0.3)}


def noisy(n: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return n students with two features, and labels decided by a line, after noise was added."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 2))
    return X, (X @ [1, -0.5] + 0.3 + noise * rng.normal(size=n) >= 0).astype(int)


def workloads() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return features and labels of each workload, by name."""
    rng = np.random.default_rng(0)
    w, X = rng.normal(size=30), rng.normal(size=(10_000, 30))
    X += np.sign(X @ w)[:, None] * w / np.linalg.norm(w) * 0.2
    return {
        "400 x 2, a third mistakes": noisy(400, 1.2),
        "admissions, 100 x 2": load_admissions()[:2],
        "10,000 x 30, separable": (X, (X @ w >= 0).astype(int)),
        LARGE: noisy(1_000_000, 0.3),
    }


def one_student_at_a_time(X: np.ndarray, y: np.ndarray, epochs: int) -> tuple[np.ndarray, float]:
    """Return weights and bias after `epochs` epochs of the trick, as everybody first writes it."""
    w, b = np.full(X.shape[1], START), START
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            error = y_i - (x_i @ w + b >= 0)
            if error:
                w = w + error * x_i
                b = b + error
    return w, b


def report(rounds: int = 7) -> list[str]:
    """Return the lines of the table."""
    rows = []
    for name, (X, y) in workloads().items():
        start = {"coef_init": np.full((1, X.shape[1]), START), "intercept_init": np.array([START])}
        ours = Perceptron(shuffle=False, max_iter=1 if name == LARGE else 1000).fit(X, y, **start)
        epochs = ours.n_iter_
        theirs = sklearn.linear_model.Perceptron(shuffle=False, tol=None, max_iter=epochs)
        theirs.fit(X, y, **{key: value.copy() for key, value in start.items()})
        w, b = one_student_at_a_time(X, y, epochs)
        np.testing.assert_allclose(ours.coef_[0], theirs.coef_[0], rtol=1e-6)
        np.testing.assert_array_equal([*ours.coef_[0], ours.intercept_[0]], [*w, b])
        fits = {
            "ours": lambda X=X, y=y, start=start, ours=ours: ours.fit(X, y, **start),
            "theirs": lambda X=X, y=y, start=start, theirs=theirs: theirs.fit(
                X, y, **{key: value.copy() for key, value in start.items()}
            ),
            "loop": lambda X=X, y=y, epochs=epochs: one_student_at_a_time(X, y, epochs),
        }
        taken = take_turns(fits, rounds, clock=time.process_time)
        ratio, of_loop = (times_faster(taken["ours"], taken[rival]) for rival in ("theirs", "loop"))
        ratios = [factor(ratio), verdict(ratio, BOUNDS.get(name)), factor(of_loop)]
        rows.append([name, str(epochs), *(ms(median_ms(seconds)) for seconds in taken.values()), *ratios])
    title = f"Perceptron, learning, processor time (median of {rounds}, in turns)"
    heads = [
        "",
        "epochs",
        "ours",
        "scikit-learn",
        "NumPy loop",
        "scikit-learn / ours",
        "must (aim)",
        "NumPy loop / ours",
    ]
    return table(title, heads, rows, CYTHON_WINS)
