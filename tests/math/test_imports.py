"""What an import costs and pulls in, each measured in a Python of its own."""

import subprocess
import sys

from course_lib import explorables


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def loaded_by(code: str) -> set[str]:
    return set(run(f"{code}\nimport sys\nprint(*(name for name in sys.modules if '.' not in name))").split())


def test_learning_needs_numpy_alone():
    pulled_in = loaded_by(
        "from course_lib import data, evaluation, logistic, mlp, perceptron\n"
        "X, y, _ = data.load_admissions()\n"
        "perceptron.Perceptron(pocket=True, max_iter=5).fit(X, y).score(X, y)\n"
        "X, _ = evaluation.standardize(X, X)\n"
        "logistic.LogisticRegression().fit(X, y).score(X, y)\n"
        "mlp.MLPClassifier(5, tol=9.0).fit(X, y).score(X, y)"
    )
    assert "numpy" in pulled_in
    assert not pulled_in & {"sklearn", "scipy", "matplotlib", "pandas", "tqdm"}


def test_explorables_are_imported_without_matplotlib():
    pulled_in = loaded_by(f"from course_lib.explorables import {', '.join(explorables.__all__)}")
    assert not pulled_in & {"matplotlib", "mpl_toolkits", "PIL"}


def test_matplotlib_is_imported_when_a_picture_is_made():
    pulled_in = loaded_by("from course_lib import explorables\nexplorables.LogicGate().picture()")
    assert "matplotlib" in pulled_in


def test_numpys_masked_arrays_are_not_imported_to_refuse_one():
    assert run("import course_lib.perceptron, sys; print('numpy.ma' in sys.modules)") == "False"


def test_figures_do_not_import_pyplot():
    code = (
        "from course_lib import data, figures\n"
        "X, y, _ = data.load_admissions(class_rank=True)\n"
        "fig, ax = figures.new()\n"
        "figures.students(ax, X, y); figures.half_planes(ax, [2, 1], -18); figures.boundary(ax, [2, 1], -18)\n"
        "figures.png(fig)\n"
        "fig, ax = figures.new(space=True)\n"
        "figures.plane(ax, X, y, [2, 1, -2], -13)\n"
        "figures.png(fig)\n"
        "import sys; print('matplotlib.pyplot' in sys.modules, 'matplotlib.figure' in sys.modules)"
    )
    assert run(code) == "False True"


def test_the_package_costs_30_ms_more_than_numpy_at_most():
    clock = "import numpy, time; start = time.perf_counter(); import course_lib; print(time.perf_counter() - start)"
    # A busy machine can only delay an import: one fast one shows what it costs.
    assert any(float(run(clock)) < 0.030 for _ in range(20))
