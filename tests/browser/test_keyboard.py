"""Lesson 1 from top to bottom as somebody does it who has no mouse, with every answer typed."""

import json

import harness
import nbformat
import pytest

from course_lib.exercises import catalog
from course_lib.workspace import copies as workspace

NOTEBOOK = "01_perceptron.ipynb"
NOTES = "window.jupyterapp.shell.currentWidget.content"


@pytest.fixture
def course(lab):
    workspace.update(harness.ROOT / "notebooks", lab.folder / "keyboard")
    return lab.folder / "keyboard"


def solutions():
    """Return the solved text of each code cell of the lesson, or "" where there is nothing to solve."""
    editions = [harness.ROOT / "notebooks" / folder / NOTEBOOK for folder in ("", "solutions")]
    learner, solved = (
        [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        for path in editions
    )
    return ["" if answer == stub else answer for stub, answer in zip(learner, solved, strict=True)]


def go_to(page, cell):
    """Go to a cell of the notebook with the arrow keys; they pass over one whose code is folded: run what is above."""
    if page.evaluate(f"{NOTES}.widgets[{cell}].inputHidden && {NOTES}.activeCellIndex !== {cell}"):
        go_to(page, cell - 1)
        page.keyboard.press("Shift+Enter")
    for _ in range(60):
        active = page.evaluate(f"{NOTES}.activeCellIndex")
        if active == cell:
            return
        page.keyboard.press("ArrowDown" if active < cell else "ArrowUp")
    raise AssertionError(f"the keys do not reach cell {cell}")


def tab_to(page, selector):
    """Press Tab until what is focused fits the selector."""
    for _ in range(20):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def type_answer(page, text):
    """Go into the cell, replace what it holds, and come out again."""
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


def run(page, cell):
    """Run the cell with Shift and Enter, and wait until it has run."""
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(
        f"""i => {NOTES}.widgets[i].model.executionCount &&
            window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle" """,
        arg=cell,
    )


def choose(page, letter):
    """From its cell, go into a question, choose, commit, and come back."""
    tab_to(page, ".course-question input")
    page.keyboard.press("Space")
    for _ in range("abcdef".index(letter)):
        page.keyboard.press("ArrowDown")
    tab_to(page, ".course-question button")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def press_until(page, key, words):
    """Press a key until the explorable says so."""
    for _ in range(70):
        harness.wait_until_drawn(page)
        if page.locator(".cx-explorable", has_text=words).count():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {words}")


def play(page, source):
    """From its cell, work an explorable until it says what the lesson asks for, and come back."""
    tab_to(page, ".cx-explorable [role=slider]")
    if "LogicGate" in source:
        tab_to(page, "[aria-label='b (bias)']")
        press_until(page, "ArrowLeft", "4 of 4 rows right")
    else:
        press_until(page, "ArrowRight", "right: 88.0 %")
    page.keyboard.press("Escape")


def test_lesson_1_is_done_with_the_keyboard_alone(open_notebook, course):
    page = open_notebook(course / NOTEBOOK, height=1300)
    cells = nbformat.read(course / NOTEBOOK, as_version=4).cells
    code = [i for i, cell in enumerate(cells) if cell.cell_type == "code"]
    for i, solution in zip(code, solutions(), strict=True):
        go_to(page, i)
        question = "choice=" in solution
        if solution and not question:
            type_answer(page, solution)
        run(page, i)
        if question or "Line(" in cells[i].source or "LogicGate(" in cells[i].source:
            go_to(page, i)
            choose(page, solution.partition('choice="')[2][0]) if question else play(page, cells[i].source)
            assert page.evaluate(f"{NOTES}.activeCellIndex") == i
    assert page.evaluate(f"{NOTES}.widgets.length") == len(cells), "a key has made a new cell"
    wanted = {exercise.name for exercise in catalog("perceptron")}
    for _ in range(300):  # the last choice is still on its way to the kernel
        done = json.loads((course / ".course" / "progress.json").read_text(encoding="utf-8"))["done"]
        if set(done["perceptron"]) == wanted:
            break
        page.wait_for_timeout(100)
    assert set(done["perceptron"]) == wanted
    assert not page.get_by_text("Not remembered yet").count()
