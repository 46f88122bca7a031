"""Our LogisticRegression, scikit-learn's by curvature (lbfgs), and its stochastic gradient descent (Cython).

Two tables: the time to the same optimum, and the time of one epoch in steps of one student. The script stops if the
losses differ from scikit-learn's.
"""

import time
import warnings

import numpy as np
import sklearn.linear_model
from sklearn.exceptions import ConvergenceWarning

from benchmarks.perceptron import CYTHON_WINS
from benchmarks.tables import factor, ms, table, verdict
from benchmarks.timing import median_ms, take_turns, times_faster
from course_lib.data import load_admissions, load_breast_cancer
from course_lib.evaluation import standardize
from course_lib.logistic import LogisticRegression
from course_lib.losses import log_loss_from_scores

NEAR = 1e-4  # how far above the least value the objective may end
BOUNDS = {"10,000 x 30": (0.3, 0.4), "1,000,000 x 2": (0.5, 0.6)}


def workloads() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return features and labels of each workload that is small enough for steps of one student, by name."""
    X, y, _ = load_admissions()
    cancer, malignant, _ = load_breast_cancer()
    return {
        "admissions, scaled, 100 x 2": (standardize(X, X)[0], y),
        "admissions, not scaled": (X, y),
        "breast cancer, scaled, 569 x 30": (standardize(cancer, cancer)[0], malignant),
        "10,000 x 30": about_a_line(10_000, 30, noise=3),
    }


def about_a_line(n: int, d: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return n students with d normal features, and labels that are decided by a line, after noise was added."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    return X, (X @ rng.normal(size=d) + noise * rng.normal(size=n) >= 0).astype(int)


def objective(model: object, X: np.ndarray, y: np.ndarray) -> float:
    """Return what both minimize, with C = 1: the mean log-loss + |w|² / 2n."""
    return log_loss_from_scores(y, model.decision_function(X)) + np.sum(model.coef_**2) / 2 / len(X)


def report(rounds: int = 5) -> list[str]:
    """Return the lines of both tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # unscaled, ours stops at max_iter; `NEAR` is what counts
        return [*to_the_optimum(rounds), "", *five_epochs(rounds)]


def to_the_optimum(rounds: int) -> list[str]:
    """Return the table of the time to the same optimum."""
    rows = []
    large = {"1,000,000 x 2": about_a_line(1_000_000, 2, noise=1)}
    for name, (X, y) in {**workloads(), **large}.items():
        ours = LogisticRegression(max_iter=60_000)
        rivals = {"ours": ours, "lbfgs": sklearn.linear_model.LogisticRegression()}
        best = sklearn.linear_model.LogisticRegression(tol=1e-10, max_iter=10_000).fit(X, y)
        above = objective(rivals["ours"].fit(X, y), X, y) - objective(best, X, y)
        if above > NEAR:
            raise AssertionError(f"{name}: the objective is {above} above scikit-learn's")
        taken = take_turns(
            {key: lambda model=model, X=X, y=y: model.fit(X, y) for key, model in rivals.items()},
            rounds,
            time.process_time,
        )
        ratio = times_faster(*taken.values())
        cells = [*map(ms, map(median_ms, taken.values())), factor(ratio), verdict(ratio, BOUNDS.get(name))]
        rows.append([name, str(ours.n_iter_), *cells, f"{above:.0e}"])
    title = f"LogisticRegression, to the optimum, C = 1, processor time (median of {rounds}, in turns)"
    return table(
        title,
        ["", "epochs", "ours", "lbfgs", "lbfgs / ours", "must (aim)", "objective - least"],
        rows,
        "lbfgs learns the curvature and needs few steps. Ours walks as the lesson does, and is as fast only where the",
        "features are few and scaled.",
    )


def five_epochs(rounds: int) -> list[str]:
    """Return the table of the time of the same stochastic steps."""
    rows = []
    for name, (X, y) in workloads().items():
        eta = 0.001 if "not scaled" in name else 0.01
        ours = LogisticRegression(learning_rate=eta, batch_size=1, max_iter=5, tol=0)
        theirs = sklearn.linear_model.SGDClassifier(
            "log_loss", alpha=1 / len(X), learning_rate="constant", eta0=eta, max_iter=5, tol=None, random_state=0
        )
        losses = [objective(model.fit(X, y), X, y) for model in (ours, theirs)]
        if abs(losses[0] - losses[1]) > 0.05:
            raise AssertionError(f"{name}: the objectives are {losses}")
        taken = take_turns({"ours": lambda: ours.fit(X, y), "theirs": lambda: theirs.fit(X, y)}, rounds)  # noqa: B023
        rows.append([name, *map(ms, map(median_ms, taken.values())), factor(times_faster(*taken.values()))])
    title = f"One student a step, the same learning rate, 5 epochs, processor time (median of {rounds}, in turns)"
    return table(title, ["", "ours", "SGDClassifier", "SGDClassifier / ours"], rows, CYTHON_WINS)
