"""In JupyterLab: a lesson is alive on opening; one explorable of a kind lives, is read by the kernel, saved, reopened.

What a run prints and draws is tested by nbval, and what an explorable does on its own page, where it opens in a second.
Here is what only JupyterLab can break. No lesson is run: what it shows on opening is what a run has left. Two lessons
stand for all, since the same code restores each, and opening one takes as long as a hundred other tests: what every
lesson has saved is held by the tests of freshness, and what it shows is told on a page without JupyterLab.
"""

import importlib
import inspect
import json
import re

import harness
import nbformat
import pytest
from ipywidgets import ToggleButtons

from course_lib import explorables
from course_lib.workspace import copies as workspace

NOTEBOOKS = harness.ROOT / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}

# One of a kind, where all lessons are tested: dragged, played, and with the most of its own. Seventeen that come at
# once take longer on a busy machine than the two seconds that anywidget waits for one.
OF_A_KIND = (explorables.AdmissionLine, explorables.TrainingReplay, explorables.Playground)

# Draws the same figure again and again, slowly: the pictures are all equal, unless something meddles.
PICTURES = 8
PYPLOT = """
import time
import matplotlib.pyplot as plt
for _ in range(8):
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
for _ in range(8):
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
    """Return the learner's folder as run.py makes it."""
    folder = lab.folder / "my-course"
    workspace.update(NOTEBOOKS, folder)
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
    harness.wait_until_drawn(root.page)
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


def assert_all_is_told(page):
    """Assert that nothing failed, that pictures have their words, and that axe finds nothing in what is ours."""
    wrong = "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
    assert page.locator(wrong).count() == 0
    assert_pictures_are_told(page)
    ours = (".cx-explorable", ".course-question", ".jp-RenderedHTMLCommon[data-mime-type='text/html']")
    assert harness.violations(page, *ours) == []


def assert_pictures_are_told(page):
    pictures = """images => Promise.all(images.map(async (image) => {
        await image.decode();
        return [image.alt.length > 40, image.naturalWidth > 0];
    }))"""
    assert all(map(all, page.locator(".jp-OutputArea img").evaluate_all(pictures)))


def test_a_lesson_is_alive_on_opening(open_notebook, lab, course, lessons):
    """The first lesson and the one with the most explorables, or those that are asked for."""
    names = [f"{path.stem}.ipynb" for path in lessons]
    if len(names) == len(LESSONS):
        names = [names[0], max(names[1:], key=lambda name: len(classes(course / name)))]
    for name in names:
        found = classes(course / name)
        page = open_notebook(course / name, explorables=len(found))
        assert len(roots(page)) == len(found) > 0
        for root, explorable in zip(roots(page), found, strict=True):
            assert root.evaluate("e => getComputedStyle(e, '::before').display") == "none", "a broken link is shown"
            agree(root, explorable)
            move_by_keyboard(page, root, explorable, slice(1))
        assert_all_is_told(page)
        lab.close_notebook(page)


def test_what_every_lesson_shows_is_told(new_page, tmp_path, lessons):
    shown = [
        "".join(output.data["text/html"])
        for path in lessons
        for cell in nbformat.read(NOTEBOOKS / f"{path.stem}.ipynb", as_version=4).cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    outputs = (f"<div class=jp-OutputArea><div class=ours>{each}</div></div>" for each in shown)
    text = f"<!DOCTYPE html><html lang=en><title>Lessons</title><main><h1>Lessons</h1>{''.join(outputs)}</main>"
    (tmp_path / "shown.html").write_text(text, encoding="utf-8")
    page = new_page()
    page.goto((tmp_path / "shown.html").as_uri())
    assert page.locator("img").count() == text.count("<img ") >= len(lessons)
    assert_pictures_are_told(page)
    assert harness.violations(page, ".ours") == []


def of_lessons(lessons) -> list[type]:
    """Return the explorables of these lessons, each once, in the order of the lessons."""
    return list(dict.fromkeys(each for path in lessons for each in classes(NOTEBOOKS / f"{path.stem}.ipynb")))


def test_explorables_live_in_jupyterlab(open_notebook, lab, course, lessons):
    """They are run, moved by keyboard and mouse, read by the kernel, seen in the dark, saved and opened again."""
    found = of_lessons(lessons) if len(lessons) < len(LESSONS) else OF_A_KIND
    names = ", ".join(each.__name__ for each in found)
    cells = [f"import json\nfrom course_lib.explorables import {names}", *(f"{each.__name__}()" for each in found)]
    shown = [f"shown_{i} = {cell}\nshown_{i}" for i, cell in enumerate(cells[1:])]
    tell = f"print(json.dumps([{', '.join(f'shown_{i}.text()' for i in range(len(found)))}]))"
    write_notebook(course / "explorables.ipynb", cells[0], *shown, tell)
    page = open_notebook(course / "explorables.ipynb")
    lab.lay_out(page)
    lab.run_all(page)
    harness.wait_for_explorables(page, len(found))
    for root, explorable in zip(roots(page), found, strict=True):
        agree(root, explorable)
        drag_by_hand(page, root, explorable)
        move_by_keyboard(page, root, explorable, slice(1))
        move_by_mouse(page, root, explorable, slice(-1, None))
        sliders(root)[0].press("b")
        step_by_button(page, root, explorable)
    assert page.locator(".jp-Cell").count() == len(cells) + 1, "a key of an explorable has made a new cell"
    words = told_by_the_kernel(page, lab, len(cells))
    goes_dark(page)
    save(page)
    lab.close_notebook(page)

    page = open_notebook(course / "explorables.ipynb", explorables=len(found))
    assert page.locator(".cx-words").all_inner_texts() == words
    for root, explorable in zip(roots(page), found, strict=True):
        agree(root, explorable)
        move_by_keyboard(page, root, explorable, slice(1))


def drag_by_hand(page, root, explorable: type):
    """Drag what a hand takes hold of in the picture, and check the numbers: sliders follow once that is painted."""
    if explorable.__name__ not in harness.DRAGGED:
        return
    number, *_ = harness.DRAGGED[explorable.__name__]
    knob = root.locator(".cx-figure .cx-knob").nth(number)
    knob.scroll_into_view_if_needed()
    before, (x, y) = root.inner_html(), harness.middle(knob)
    harness.drag(page, (x, y), (x + 40, y + 30), steps=3)
    assert root.inner_html() != before
    agree(root, explorable)


def step_by_button(page, root, explorable: type):
    """Press what starts and steps with the keys that JupyterLab would take for its own, and check the numbers."""
    for name, key in (("Step", "Enter"), ("Step", "Space")):
        if root.get_by_role("button", name=name, exact=True).count():
            root.get_by_role("button", name=name, exact=True).first.press(key)
            agree(root, explorable)


def told_by_the_kernel(page, lab, cell: int) -> list[str]:
    """Return the words of every explorable, as soon as those of the kernel are those on the page."""
    for _ in range(60):  # a widget sends its newest value once the one before has been taken
        kernel, words = json.loads(lab.run_cell(page, cell)), page.locator(".cx-words").all_inner_texts()
        if kernel == words:
            break
        page.wait_for_timeout(500)
    assert kernel == words
    return words


def save(page):
    """Save the notebook that is open."""
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


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
        page.wait_for_timeout(20)  # as fast as a key repeats
        moves += 1
    pictures = page.evaluate(f"{outputs}.filter((output) => output.data).map((output) => output.data['image/png'])")
    return moves, pictures


def goes_dark(page):
    """Assert that the explorables follow JupyterLab's theme; here, since opening a notebook takes seconds."""
    paper = "getComputedStyle(document.querySelector('.cx-explorable')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    try:
        choose(page, "Dark")
        page.wait_for_function(f"{paper} === 'rgb(22, 23, 26)'")
    finally:  # the setting outlives this page
        choose(page, "Light")
    page.wait_for_function(f"{paper} === 'rgb(255, 255, 255)'")


def choose(page, theme):
    """Choose a theme of JupyterLab, and wait until it has come."""
    page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})")
    light = str(theme == "Light").lower()
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    page.locator("#jupyterlab-splash").wait_for(state="detached")  # JupyterLab takes down only one at a time
