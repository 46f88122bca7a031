"""A learner may give any value to a short name in an exercise: what the lesson prints afterwards stays the same."""

import contextlib
import io

import nbformat
import pytest

from authoring.build import ROOT
from authoring.lesson import read
from course_lib import figures
from course_lib.workspace.course_map import LESSONS

SHORT = ("X", "Y", "P", "b", "d", "e", "error", "h", "k", "model", "p", "predicted", "s", "slope", "w", "x", "y", "z")


def printed(lesson, taken):
    """Run a lesson's cells; after each exercise give the names to something else. Return what each cell printed."""
    names, lines = {}, []
    for cell in lesson.code:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec("" if cell.has("explorable") else cell.source, names)
        lines.append(said.getvalue())
        if cell.has("solution") and "choice=" not in cell.source:
            names.update(dict.fromkeys(taken, "taken"))
    return lines


def saved(name):
    """Return what each cell of the solved notebook printed, and the words of the figures that it shows."""
    notebook = nbformat.read(ROOT / "notebooks" / "solutions" / f"{name}.ipynb", as_version=4)
    return ["".join(map(said, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"]


def said(output):
    if output.output_type == "stream":
        return output.text
    return output.data["text/plain"] + "\n" if output.output_type == "display_data" else ""


@pytest.mark.parametrize("name", [lesson.file for lesson in LESSONS if lesson.written])
def test_a_lesson_does_not_rely_on_short_names_across_an_exercise(name, monkeypatch):
    monkeypatch.setattr(figures, "show", lambda fig, alt: print(" ".join(alt.split())))
    assert printed(read(ROOT / "lessons" / f"{name}.md"), SHORT) == saved(name)
