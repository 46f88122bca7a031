"""A learner may give any value to a short name in an exercise: what the lesson prints afterwards stays the same."""

import contextlib
import io

import matplotlib.pyplot as plt
import pytest

from authoring.build import ROOT
from authoring.lesson import read

SHORT = ("X", "Y", "P", "b", "d", "e", "error", "h", "k", "model", "p", "predicted", "s", "slope", "w", "x", "y", "z")


def printed(lesson, taken):
    """Run a lesson's cells; after each exercise give the names to something else. Return what each cell printed."""
    names, lines = {}, []
    for cell in lesson.code:
        if cell.has("explorable"):
            continue
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(cell.source, names)
        plt.close("all")
        lines.append(said.getvalue())
        if cell.has("solution") and "choice=" not in cell.source:
            names.update(dict.fromkeys(taken, "taken"))
    return lines


@pytest.mark.parametrize("name", ["03_sigmoid", "04_log_loss", "05_gradient_descent", "06_train_for_real"])
def test_a_lesson_does_not_rely_on_short_names_across_an_exercise(name):
    lesson = read(ROOT / "lessons" / f"{name}.md")
    assert printed(lesson, SHORT) == printed(lesson, ())
