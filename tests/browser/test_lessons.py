"""Every notebook in JupyterLab as the learner gets it: alive on opening, run, moved, read, saved and reopened."""

import json
import re
import shutil
import sys
from pathlib import Path

import harness
import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.sign import NotebookNotary

from course_lib import workspace
from course_lib.data import load_admissions, logic_gate
from course_lib.perceptron import count_mistakes

NOTEBOOKS = harness.ROOT / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
EDITIONS = [*LESSONS, *(f"solutions/{name}" for name in LESSONS)]
KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
EQUATION = re.compile(r"(−?[\d.]+)·x₁ ([+−]) ([\d.]+)·x₂ ([+−]) ([\d.]+) = 0")

# Draws the same figure again and again, slowly: 40 pictures, and all of them equal, unless something meddles.
FORTY = """
import time
import matplotlib.pyplot as plt
for _ in range(40):
    fig, ax = plt.subplots(figsize=(2, 2))
    for i in range(20):
        ax.plot([0, i], [i, 0])
        time.sleep(0.003)
    ax.set_title("whole")
    plt.show()
print("done")
"""
FORTY_OF_OURS = """
import time
from course_lib import figures
for _ in range(40):
    fig, ax = figures.new(width=2, height=2)
    for i in range(20):
        ax.plot([0, i], [i, 0])
        time.sleep(0.003)
    ax.set_title("whole")
    figures.show(fig, "Twenty lines that fan out, drawn to see whether the picture stays whole.")
print("done")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the learner's folder as run.py makes it, with the solved edition beside it."""
    folder = tmp_path_factory.mktemp("my-course")
    workspace.update(NOTEBOOKS, folder)
    workspace.write_lab_settings(Path(sys.prefix))
    shutil.copytree(NOTEBOOKS / "solutions", folder / "solutions")
    for path in (folder / "solutions").glob("*.ipynb"):
        NotebookNotary().sign(nbformat.read(path, as_version=4))
    return folder


@pytest.fixture(scope="module")
def lab(start_lab, course):
    return start_lab(course)


@pytest.fixture
def open_notebook(lab, new_page):
    """Return a function that opens a notebook so tall that every cell of it is drawn."""

    def open_notebook(path, height=12_000, **options):
        page = new_page(viewport={"width": 1100, "height": height}, **options)
        lab.open_notebook(page, path)
        return page

    return open_notebook


def explorables(page):
    return page.locator(".cx-explorable")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def line_on_screen(root) -> tuple[np.ndarray, float]:
    """Return the weights and the bias of the equation that an explorable shows."""
    w1, sign2, w2, sign_b, b = EQUATION.search(root.locator(".cx-equation").inner_text()).groups()
    return np.array([number(w1), number(f"{sign2}{w2}")]), number(f"{sign_b}{b}")


def check_admission_line(root):
    X, y, _ = load_admissions()
    w, b = line_on_screen(root)
    assert f"{len(y) - count_mistakes(w, b, X, y)} of {len(y)} right" in root.inner_text()
    student = int(root.get_by_role("slider", name="student", exact=True).get_attribute("aria-valuenow").split(".")[0])
    score = root.locator("tr", has_text="score z").inner_text().split()[-1]
    assert number(score) == pytest.approx(X[student] @ w + b, abs=0.005)


def check_logic_gate(root):
    gate = root.locator(".widget-toggle-button.mod-active").inner_text()
    X, y, _ = logic_gate(gate)
    w, b = line_on_screen(root)
    assert f"{len(y) - count_mistakes(w, b, X, y)} of {len(y)} rows right" in root.inner_text()


def check_perceptron_trick(root):
    root.get_by_role("button", name="Step", exact=True).click()
    assert "Update" in root.inner_text() and "score" in root.inner_text()


def check_numbers(root):
    """Compare what an explorable shows with what the package computes."""
    words = root.inner_text()
    kinds = {"student": check_admission_line, "rows right": check_logic_gate, "Update": check_perceptron_trick}
    kind = "rows right" if "rows right" in words else "Update" if "Update" in words else "student"
    kinds[kind](root)


def move_every_slider(page, root):
    """Move each slider of an explorable by keyboard, then by mouse, and check the numbers each time."""
    for handle in root.locator(".cx-controls [role=slider]").all():
        before = handle.get_attribute("aria-valuenow")
        handle.press("ArrowRight")
        moved = handle.get_attribute("aria-valuenow")
        assert moved != before, f"{handle.get_attribute('aria-label')} did not move by keyboard"
        check_numbers(root)
        x, y = harness.middle(handle)
        track = handle.locator("xpath=ancestor::div[contains(@class, 'noUi-target')]")
        room = 1 if x < harness.middle(track)[0] else -1
        harness.drag(page, (x, y), (x + room * track.bounding_box()["width"] / 3, y), steps=3)
        assert handle.get_attribute("aria-valuenow") != moved, f"{handle.get_attribute('aria-label')}: mouse"
        check_numbers(root)


@pytest.mark.parametrize("name", EDITIONS)
def test_a_notebook_is_alive_on_opening_and_after_a_run(open_notebook, lab, course, name):
    notebook = nbformat.read(course / name, as_version=4)
    views = sum("AdmissionLine(" in c.source or "LogicGate(" in c.source or "PerceptronTrick(" in c.source
                for c in notebook.cells if c.cell_type == "code")  # fmt: skip
    page = open_notebook(name)
    harness.wait_for_explorables(page, views)
    assert explorables(page).count() == views > 0
    for root in explorables(page).all():
        assert root.evaluate("e => getComputedStyle(e, '::before').display") == "none", "a broken link is shown"
        move_every_slider(page, root)

    lab.run_all(page)
    harness.wait_for_explorables(page, views)
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
        ).count()
        == 0
    )
    for root in explorables(page).all():
        move_every_slider(page, root)
    for image in page.locator(".jp-OutputArea img").all():
        assert len(image.get_attribute("alt") or "") > 40

    for ours in (".cx-explorable", ".course-question", ".jp-RenderedHTMLCommon[data-mime-type='text/html']"):
        if page.locator(ours).count():
            report = Axe().run(page, context=ours)
            assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("source", [FORTY, FORTY_OF_OURS], ids=["pyplot", "figures"])
def test_no_figure_is_spoiled_by_a_slider_that_moves(open_notebook, lab, course, source):
    cells = ["from course_lib.explorables import AdmissionLine\nAdmissionLine()", source]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    notebook.metadata.kernelspec = KERNELSPEC
    nbformat.write(notebook, course / "forty.ipynb")
    page = open_notebook("forty.ipynb", height=1400)
    notebook = "window.jupyterapp.shell.currentWidget.content"
    run_cell = "window.jupyterapp.commands.execute('notebook:run-cell')"
    page.evaluate(run_cell)
    harness.wait_for_explorables(page)
    handle = page.get_by_role("slider", name="w₁ (test)")
    for _ in range(2):  # only once its first messages have come through does the kernel take more while it is busy
        handle.press("ArrowRight")
        page.wait_for_timeout(800)
    page.evaluate(f"{notebook}.activeCellIndex = 1")
    page.evaluate(f"void {run_cell}")
    outputs = f"{notebook}.widgets[1].model.outputs.toJSON()"
    moves = 0
    while not page.evaluate(f"{outputs}.some((output) => output.text?.includes('done'))") and moves < 3000:
        handle.press("ArrowRight" if moves % 20 < 10 else "ArrowLeft")
        moves += 1
    pictures = page.evaluate(f"{outputs}.filter((output) => output.data).map((output) => output.data['image/png'])")
    assert moves >= 20
    assert len(pictures) == 40
    assert len(set(pictures)) == 1


def test_a_saved_notebook_reopens_alive(open_notebook, lab, course):
    shutil.copy(course / LESSONS[0], course / "saved.ipynb")
    page = open_notebook("saved.ipynb")
    lab.run_all(page)
    harness.wait_for_explorables(page)
    page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    page.wait_for_timeout(500)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    saved = json.loads((course / "saved.ipynb").read_text(encoding="utf-8"))
    assert saved["metadata"]["widgets"]
    page.close()

    page = open_notebook("saved.ipynb")
    harness.wait_for_explorables(page)
    root = explorables(page).first
    before, _ = line_on_screen(root)
    assert before[0] == pytest.approx(-0.9)
    root.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    after, _ = line_on_screen(root)
    assert after[0] == pytest.approx(-0.8)
    check_numbers(root)
