"""Every notebook in JupyterLab as the learner gets it: alive on opening, run, moved, read, saved and reopened."""

import importlib
import inspect
import json
import re
import shutil

import harness
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from ipywidgets import ToggleButtons
from nbformat.sign import NotebookNotary

from course_lib import explorables
from course_lib.workspace import copies as workspace

NOTEBOOKS = harness.ROOT / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
EDITIONS = [*LESSONS, *(f"solutions/{name}" for name in LESSONS)]
KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}

# Draws the same figure again and again, slowly: the pictures are all equal, unless something meddles.
PICTURES = 16
PYPLOT = """
import time
import matplotlib.pyplot as plt
for _ in range(16):
    fig, ax = plt.subplots(figsize=(2, 2))
    for i in range(20):
        ax.plot([0, i], [i, 0])
        time.sleep(0.003)
    ax.set_title("whole")
    plt.show()
print("done")
"""
FIGURES = """
import time
from course_lib import figures
for _ in range(16):
    fig, ax = figures.new(width=2, height=2)
    for i in range(20):
        ax.plot([0, i], [i, 0])
        time.sleep(0.003)
    ax.set_title("whole")
    figures.show(fig, "Twenty lines that fan out, drawn to see whether the picture stays whole.")
print("done")
"""


@pytest.fixture(scope="session")
def course(lab):
    """Return the learner's folder as run.py makes it, with the solved edition beside it."""
    folder = lab.folder / "my-course"
    workspace.update(NOTEBOOKS, folder)
    shutil.copytree(NOTEBOOKS / "solutions", folder / "solutions")
    for path in (folder / "solutions").glob("*.ipynb"):
        NotebookNotary().sign(nbformat.read(path, as_version=4))
    return folder


def write_notebook(path, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    notebook.metadata.kernelspec = KERNELSPEC
    nbformat.write(notebook, path)


def classes(path) -> list[type]:
    """Return the explorables of a notebook, in order."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if "explorable" in cell.metadata.get("tags", [])]
    called = rf"\b({'|'.join(explorables.__all__)})\("
    return [getattr(explorables, re.search(called, cell.source)[1]) for cell in cells]


def roots(page) -> list:
    return page.locator("css:light=.cx-explorable").all()  # the page is long: looking for shadows takes a tenth


def sliders(root) -> list:
    return root.locator(".cx-controls [role=slider]:visible").all()


def as_set(root, explorable: type):
    """Return an explorable that is set as the controls on the page are."""
    same = explorable()
    values = iter(harness.slider_values(root).values())
    buttons = iter(root.locator(".cx-controls .widget-toggle-buttons").all())
    for trait, control in same.controls.items():
        if isinstance(control, ToggleButtons):
            states = [button.get_attribute("aria-pressed") for button in next(buttons).get_by_role("button").all()]
            setattr(same.view, trait, states.index("true"))
        else:
            kind = type(getattr(same.view, trait))
            setattr(same.view, trait, kind(round(next(values), 9)))
    return same


def agree(root, explorable: type):
    """Compare every number that an explorable shows with what the package computes, as the explorable's tests do.

    Where more than the controls can be set, the tests of the explorable say how it is read: `as_set` or `shown_in`.
    """
    tests = importlib.import_module(f"test_{inspect.getmodule(explorable).__name__.rpartition('.')[2]}")
    read = getattr(tests, "as_set", None) or getattr(tests, "shown_in", None)
    tests.agree(root, read(root) if read else as_set(root, explorable))


def move_by_keyboard(page, root, explorable: type, chosen=slice(None)):
    """Move each slider that is chosen and what else steps, and check the numbers each time."""
    for handle in sliders(root)[chosen]:
        before = handle.get_attribute("aria-valuenow")
        handle.press("ArrowRight")
        if handle.get_attribute("aria-valuenow") == before:  # at its end
            handle.press("ArrowLeft")
        assert handle.get_attribute("aria-valuenow") != before, f"{handle.get_attribute('aria-label')}: keyboard"
        agree(root, explorable)
    for scrub in root.locator(".cx-scrub").all():
        for key in ("ArrowRight", "PageUp"):
            scrub.press(key)
            agree(root, explorable)


def move_by_mouse(page, root, explorable: type, chosen=slice(None)):
    """Drag each slider that is chosen, and check the numbers each time."""
    for handle in sliders(root)[chosen]:
        handle.scroll_into_view_if_needed()
        before = handle.get_attribute("aria-valuenow")
        x, y = harness.middle(handle)
        track = handle.locator("xpath=ancestor::div[contains(@class, 'noUi-target')]")
        room = 1 if x < harness.middle(track)[0] else -1
        harness.drag(page, (x, y), (x + room * track.bounding_box()["width"] / 3, y), steps=3)
        assert handle.get_attribute("aria-valuenow") != before, f"{handle.get_attribute('aria-label')}: mouse"
        agree(root, explorable)


def assert_all_is_told(page, ours):
    """Assert that nothing failed, that pictures have their words, and that axe finds nothing in these parts of ours."""
    wrong = "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
    assert page.locator(wrong).count() == 0
    for image in page.locator(".jp-OutputArea img").all():
        assert len(image.get_attribute("alt") or "") > 40
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    report = Axe().run(page, context={"include": [[each] for each in ours if page.locator(each).count()]})
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("name", EDITIONS)
def test_a_notebook_is_alive_on_opening_and_after_a_run(open_notebook, lab, course, name):
    """Each edition is moved by keyboard, run, and moved by mouse.

    It is the first slider by keyboard, and the last by mouse: every one is moved on the explorable's own page.
    """
    found = classes(course / name)
    page = open_notebook(course / name, explorables=len(found))
    assert len(roots(page)) == len(found) > 0
    for root, explorable in zip(roots(page), found, strict=True):
        assert root.evaluate("e => getComputedStyle(e, '::before').display") == "none", "a broken link is shown"
        agree(root, explorable)
        move_by_keyboard(page, root, explorable, slice(1))

    lab.run_all(page)
    harness.wait_for_explorables(page, len(found))
    for root, explorable in zip(roots(page), found, strict=True):
        agree(root, explorable)
        move_by_mouse(page, root, explorable, slice(-1, None))
    words = [".course-question", ".jp-RenderedHTMLCommon[data-mime-type='text/html']"]
    assert_all_is_told(page, [".cx-explorable", *words] if name in LESSONS else words)


def test_no_figure_is_spoiled_by_a_slider_that_moves(open_notebook, lab, course):
    line = "from course_lib.explorables import AdmissionLine\nAdmissionLine()"
    write_notebook(course / "meddle.ipynb", line, PYPLOT, FIGURES)
    page = open_notebook(course / "meddle.ipynb")
    lab.run_cell(page, 0)
    harness.wait_for_explorables(page)
    handle = page.get_by_role("slider", name="w₁ (test)")
    for _ in range(2):  # only once its first messages have come through does the kernel take more while it is busy
        handle.press("ArrowRight")
        page.wait_for_timeout(800)
    for index in (1, 2):
        moves, pictures = move_while_it_draws(page, handle, index)
        assert moves >= PICTURES / 2
        assert len(pictures) == PICTURES
        assert len(set(pictures)) == 1


def move_while_it_draws(page, handle, index) -> tuple[int, list[str]]:
    """Run a cell that draws, move the slider until it is done, and return the number of moves and the pictures."""
    notebook = "window.jupyterapp.shell.currentWidget.content"
    page.evaluate(f"{notebook}.activeCellIndex = {index}")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-cell')")
    outputs = f"{notebook}.widgets[{index}].model.outputs.toJSON()"
    moves = 0
    while not page.evaluate(f"{outputs}.some((output) => output.text?.includes('done'))") and moves < 3000:
        handle.press("ArrowRight" if moves % 20 < 10 else "ArrowLeft")
        moves += 1
    pictures = page.evaluate(f"{outputs}.filter((output) => output.data).map((output) => output.data['image/png'])")
    return moves, pictures


def test_a_saved_notebook_reopens_alive(open_notebook, lab, course):
    shutil.copy(course / LESSONS[0], course / "saved.ipynb")
    page = open_notebook(course / "saved.ipynb", explorables=1)
    lab.run_all(page)
    harness.wait_for_explorables(page)
    page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    for _ in range(60):  # until the kernel, and with it what is saved, knows of the move
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
        saved = json.loads((course / "saved.ipynb").read_text(encoding="utf-8"))
        states = saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"].values()
        if any(abs(each["state"].get("w1", 0) + 0.9) < 1e-6 for each in states):
            break
        page.wait_for_timeout(500)
    lab.close_notebook(page)

    page = open_notebook(course / "saved.ipynb", fresh=True, explorables=1)
    root = roots(page)[0]
    assert root.locator(".cx-equation").inner_text().startswith("−0.9·x₁")
    root.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    assert root.locator(".cx-equation").inner_text().startswith("−0.8·x₁")
    agree(root, explorables.AdmissionLine)
