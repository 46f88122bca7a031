"""Write the instructor's page of a lesson from the same text as the notebooks."""

import importlib
from collections.abc import Iterator

from .editions import check_calls, imported_checks
from .lesson import Cell, Lesson, Section


def page(this: Lesson) -> str:
    """Return the page as Markdown: goals, minutes, and section by section the notes and the exercises."""
    exercises = dict(_exercises(this))
    notebook = f"{this.name}.ipynb"
    parts = [
        f"# Teaching: {this.title}",
        f"[Learner edition](../notebooks/{notebook}) · [Solved edition](../notebooks/solutions/{notebook})",
        f"Written by the build from `lessons/{this.name}.md`: edit that file, not this one.",
        "## What learners will be able to do",
        this.goals,
        "## Minutes",
        _minutes(this),
    ]
    for section in this.sections:
        body = [cell.source for cell in section.cells if cell.has("instructor")]
        body += [exercises[cell.id] for cell in section.cells if cell.id in exercises]
        if body:
            parts += [_heading(section), *body]
    return "\n\n".join(parts) + "\n"


def _minutes(this: Lesson) -> str:
    sections = [section for section in this.sections if section.name]
    rows = [f"| {section.name.replace('|', chr(92) + '|')} | {section.minutes} |" for section in sections]
    total = sum(section.minutes for section in sections)
    return "\n".join(["| Section | Minutes |", "|---|---:|", *rows, f"| **Together** | **{total}** |"])


def _heading(section: Section) -> str:
    unit = "minute" if section.minutes == 1 else "minutes"
    return f"## {section.name} ({section.minutes} {unit})" if section.name else "## Before the first section"


def _exercises(this: Lesson) -> Iterator[tuple[str, str]]:
    """Yield the id of each cell with an exercise, and what an instructor wants to know of it."""
    module = None
    for cell in this.code:
        module = imported_checks(cell.tree) or module
        for call in check_calls(cell.tree):
            exercise = getattr(importlib.import_module(module), call.func.attr)
            yield cell.id, _exercise(cell, call.func.attr, exercise)


def _exercise(cell: Cell, name: str, exercise) -> str:
    parts = [f"### {exercise.title}", f"`check.{name}`: {exercise.statement}"]
    if hasattr(exercise, "choices"):
        return "\n\n".join([*parts, "\n".join(_choices(exercise))])
    parts += ["Solution:", f"```python\n{cell.source}\n```"]
    mistakes = [_point(looks_like, reason) for looks_like, reason in exercise.typical_mistakes]
    if mistakes:
        parts += ["Typical mistakes, and what the learner is told:", "\n".join(mistakes)]
    return "\n\n".join(parts)


def _choices(question) -> Iterator[str]:
    for letter, choice in question.choices.items():
        yield _point(f"**{letter}{', right' if choice.right else ''}:** {choice.text}", choice.reason)


def _point(words: str, reason: str) -> str:
    """Return a list's point: what a learner answers, and below it what the learner is told."""
    return f"- {words}\\\n  {reason}"
