"""How many minutes a section takes, worked out from what is in it.

The rule stands in README.md, beside this file. It comes near to what careful readers needed; readers differ a lot.
"""

import importlib
import math
import re

from course_lib.checking import CodeExercise, Exercise, Question

from .lesson import Cell, Lesson, Section, check_calls, imported_checks

WORDS_A_MINUTE = 110
FORMULA, FIGURE, EXPLORABLE, QUESTION, NUMBER, FUNCTION, CODE = 1, 1, 5, 1.5, 3, 8, 2
LONGEST_SITTING = 60
DISPLAYED = re.compile(r"\$\$.+?\$\$", re.DOTALL)


def exercises(this: Lesson) -> dict[str, Exercise | Question]:
    """Return what each cell with a check asks, by the id of the cell."""
    module, found = None, {}
    for cell in this.code:
        module = imported_checks(cell.tree) or module
        for call in check_calls(cell.tree):
            found[cell.id] = getattr(importlib.import_module(module), call.func.attr)
    return found


def by_section(this: Lesson) -> list[tuple[Section, int]]:
    """Return the sections, each with its minutes. What stands before the first heading is a section too."""
    asked = exercises(this)
    return [(section, section.corrected or _worked_out(section, asked)) for section in this.sections]


def sittings(this: Lesson) -> list[int]:
    """Return the minutes of each sitting."""
    parts = [0]
    for section, minutes in by_section(this):
        if section.begins_a_sitting:
            parts.append(0)
        parts[-1] += minutes
    return parts


def _worked_out(section: Section, asked: dict[str, Exercise | Question]) -> int:
    cells = [cell for cell in section.cells if not cell.has("instructor")]
    return max(1, math.ceil(sum(_cell(cell, asked.get(cell.id)) for cell in cells)))


def _cell(cell: Cell, exercise: Exercise | Question | None) -> float:
    if cell.kind == "markdown":
        formulas, words = DISPLAYED.findall(cell.source), DISPLAYED.sub("", cell.source).split()
        return FORMULA * len(formulas) + len(words) / WORDS_A_MINUTE
    if exercise is None:
        return EXPLORABLE if cell.has("explorable") else FIGURE if cell.has("figure") else CODE
    return QUESTION if isinstance(exercise, Question) else FUNCTION if isinstance(exercise, CodeExercise) else NUMBER
