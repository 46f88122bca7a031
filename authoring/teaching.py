"""Write the instructor's page of a lesson from the same text as the notebooks."""

from collections.abc import Iterator

from course_lib.checking import Exercise, Question

from . import minutes
from .lesson import Cell, Lesson

BEGINNING = "Before the first section"
WHOSE_MINUTES = """These are the minutes of a learner who works alone and does every exercise. What the notes have
a class say, draw or act out comes on top: some minutes for each note. A class of 90 minutes holds one sitting with its
notes."""


def page(this: Lesson) -> str:
    """Return the page as Markdown: goals, minutes, and section by section the notes and the exercises."""
    asked = minutes.exercises(this)
    notebook = f"{this.name}.ipynb"
    parts = [
        f"# Teaching: {this.title}",
        f"[Learner edition](../notebooks/{notebook}) · [Solved edition](../notebooks/solutions/{notebook})",
        f"Written by the build from `lessons/{this.name}.md`: edit that file, not this one.",
        "## What learners will be able to do",
        this.goals,
        "## Minutes",
        _minutes(this),
        WHOSE_MINUTES,
    ]
    for section, length in minutes.by_section(this):
        body = [cell.source for cell in section.cells if cell.has("instructor")]
        body += [_exercise(cell, asked[cell.id]) for cell in section.cells if cell.id in asked]
        if body:
            parts += [_heading(section.name, length), *body]
    return "\n\n".join(parts) + "\n"


def _minutes(this: Lesson) -> str:
    rows, parts = [], minutes.sittings(this)
    for section, length in minutes.by_section(this):
        if section.begins_a_sitting:
            rows.append("| *a pause* | |")
        rows.append(f"| {(section.name or BEGINNING).replace('|', chr(92) + '|')} | {length} |")
    in_two = f" ({' + '.join(map(str, parts))})" if len(parts) > 1 else ""
    return "\n".join(["| Section | Minutes |", "|---|---:|", *rows, f"| **Together** | **{sum(parts)}**{in_two} |"])


def _heading(name: str, length: int) -> str:
    return f"## {name} ({length} {'minute' if length == 1 else 'minutes'})" if name else f"## {BEGINNING}"


def _exercise(cell: Cell, exercise: Exercise | Question) -> str:
    parts = [f"### {exercise.title}", f"`check.{exercise.name}`: {exercise.statement}"]
    if hasattr(exercise, "choices"):
        return "\n\n".join([*parts, "\n".join(_choices(exercise))])
    parts += ["Solution:", f"```python\n{cell.source}\n```"]
    mistakes = [_point(looks_like, reason) for looks_like, reason in exercise.typical_mistakes]
    if mistakes:
        parts += ["Typical mistakes, and what the learner is told:", "\n".join(mistakes)]
    return "\n\n".join(parts)


def _choices(question: Question) -> Iterator[str]:
    for letter, choice in question.choices.items():
        yield _point(f"**{letter}{', right' if choice.right else ''}:** {choice.text}", choice.reason)


def _point(words: str, reason: str) -> str:
    """Return a list's point: what a learner answers, and below it what the learner is told."""
    return f"- {words}\\\n  {reason}"
