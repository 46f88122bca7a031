"""Every notebook in JupyterLab as the learner gets it: alive on opening, run, moved, read, saved and reopened."""

import json
import shutil
import sys

import harness
import nbformat
import pytest
import test_admission_line
import test_logic_gate
import test_perceptron_trick
import test_sure_or_not
from axe_playwright_python.sync_playwright import Axe
from nbformat.sign import NotebookNotary

from course_lib import workspace
from course_lib.explorables import AdmissionLine, LogicGate, PerceptronTrick, SureOrNot
from course_lib.explorables.perceptron_trick import RATES

NOTEBOOKS = harness.ROOT / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
EDITIONS = [*LESSONS, *(f"solutions/{name}" for name in LESSONS)]
KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}

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


def write_notebook(path, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    notebook.metadata.kernelspec = KERNELSPEC
    nbformat.write(notebook, path)


def explorables(page):
    return page.locator(".cx-explorable")


def agree(root):
    """Compare every number that an explorable shows with what the package computes."""
    controls = root.locator(".cx-controls").inner_text()
    if "learning rate" in controls:
        rate, seed = (int(handle.get_attribute("aria-valuenow").split(".")[0]) for handle in sliders(root))
        separable = root.locator(".widget-toggle-button[aria-pressed=true]").inner_text() == "separable"
        test_perceptron_trick.agree(root, PerceptronTrick(separable, RATES[rate], seed))
    elif "steepness" in controls:
        test_sure_or_not.agree(root, SureOrNot())
    elif "gate" in controls:
        test_logic_gate.agree(root, LogicGate())
    else:
        test_admission_line.agree(root, AdmissionLine())


def sliders(root):
    return root.locator(".cx-controls [role=slider]:visible").all()


def move_everything(page, root):
    """Move each slider by keyboard, then by mouse, and check the numbers each time."""
    agree(root)
    for handle in sliders(root):
        before = handle.get_attribute("aria-valuenow")
        handle.press("ArrowRight")
        moved = handle.get_attribute("aria-valuenow")
        assert moved != before, f"{handle.get_attribute('aria-label')} did not move by keyboard"
        agree(root)
        x, y = harness.middle(handle)
        track = handle.locator("xpath=ancestor::div[contains(@class, 'noUi-target')]")
        room = 1 if x < harness.middle(track)[0] else -1
        harness.drag(page, (x, y), (x + room * track.bounding_box()["width"] / 3, y), steps=3)
        assert handle.get_attribute("aria-valuenow") != moved, f"{handle.get_attribute('aria-label')}: mouse"
        agree(root)
    for scrub in root.locator(".cx-scrub").all():
        scrub.press("ArrowRight")
        agree(root)
        scrub.press("PageUp")
        agree(root)


@pytest.mark.parametrize("name", EDITIONS)
def test_a_notebook_is_alive_on_opening_and_after_a_run(open_notebook, lab, course, name):
    source = "\n".join(cell.source for cell in nbformat.read(course / name, as_version=4).cells)
    views = sum(source.count(f"\n{each.__name__}(") for each in (AdmissionLine, LogicGate, PerceptronTrick, SureOrNot))
    page = open_notebook(name)
    harness.wait_for_explorables(page, views)
    assert explorables(page).count() == views > 0
    for root in explorables(page).all():
        assert root.evaluate("e => getComputedStyle(e, '::before').display") == "none", "a broken link is shown"
        move_everything(page, root)

    lab.run_all(page)
    harness.wait_for_explorables(page, views)
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
        ).count()
        == 0
    )
    for root in explorables(page).all():
        move_everything(page, root)
    for image in page.locator(".jp-OutputArea img").all():
        assert len(image.get_attribute("alt") or "") > 40

    for ours in (".cx-explorable", ".course-question", ".jp-RenderedHTMLCommon[data-mime-type='text/html']"):
        if page.locator(ours).count():
            report = Axe().run(page, context=ours)
            assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("source", [FORTY, FORTY_OF_OURS], ids=["pyplot", "figures"])
def test_no_figure_is_spoiled_by_a_slider_that_moves(open_notebook, lab, course, source):
    write_notebook(course / "forty.ipynb", "from course_lib.explorables import AdmissionLine\nAdmissionLine()", source)
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
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()

    page = open_notebook("saved.ipynb")
    harness.wait_for_explorables(page)
    root = explorables(page).first
    assert root.locator(".cx-equation").inner_text().startswith("−0.9·x₁")
    root.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    assert root.locator(".cx-equation").inner_text().startswith("−0.8·x₁")
    agree(root)


@pytest.mark.parametrize("name", ["AdmissionLine", "LogicGate", "PerceptronTrick", "SureOrNot"])
def test_every_change_is_drawn_within_a_frame(open_notebook, lab, course, capsys, name):
    write_notebook(course / "one.ipynb", f"from course_lib.explorables import {name}\n{name}()")
    page = open_notebook("one.ipynb", height=1400)
    lab.run_all(page)
    harness.wait_for_explorables(page)
    moving = [*sliders(explorables(page).first), *page.locator(".cx-scrub").all()]
    keys = ["ArrowRight", "ArrowRight", "ArrowLeft"]
    p50, p95 = harness.time_drawings(page, lambda i: moving[i % len(moving)].press(keys[i // len(moving) % 3]))
    with capsys.disabled():
        sys.stdout.write(f"\n{name} in JupyterLab, key to drawing: p50 {p50:.1f} ms, p95 {p95:.1f} ms\n")
    assert p95 <= harness.FRAME
