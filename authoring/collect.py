"""Grade handed-in notebooks: python -m authoring.collect FOLDER > grades.csv.

Each notebook runs anew in a box of its own. What it shows, prints or claims counts for nothing: its answers come out
of the box, and are put here, where none of its code has been, to the checks of the course.
"""

import argparse
import csv
import functools
import inspect
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.checking import CodeExercise, Question, ValueExercise
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS
from course_lib.workspace.widgets import VIEW, saved

from .box import Box, Gone, Running, box_for, running, value_of
from .inside import encoded

COLUMNS = ("notebook", "lesson", "checks passed", "checks", "questions right", "questions", "passed", "right", "note")
IMPORT = re.compile(r"^[ \t]*from course_lib\.exercises import (\w+) as check\b", re.MULTILINE)
ASKED = re.compile(r"\bcheck\.(\w+)\(")
# What learners hand in instead of a notebook, side by side with those of others.
OTHERS = re.compile(r"\.(zip|gz|7z|rar|html?|pdf|py|docx?)$|\.ipynb\.", re.IGNORECASE)
LARGEST = 50 * 2**20
CLEARED = "the outputs are cleared, and with them what was clicked"
WARNING = "This runs the code of whoever wrote the notebooks. "


@dataclass
class Grades:
    """What counts of one notebook."""

    lesson: str = ""
    passed: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)
    note: str = ""

    def row(self, name: str) -> list[object]:
        """Return the notebook's line of the table."""
        items = catalog(self.lesson) if self.lesson else []
        questions = [item.name for item in items if isinstance(item, Question)]
        checks = [item.name for item in items if not isinstance(item, Question)]
        passed, right = ([each for each in names if each in self.passed | self.right] for names in (checks, questions))
        counts = [len(passed), len(checks), len(right), len(questions)] if self.lesson else [""] * 4
        return [in_a_cell(name), self.lesson, *counts, " ".join(passed), " ".join(right), self.note]


class Played:
    """Stands in for a learner's function that has made its calls in the box: returns what came, call by call."""

    def __init__(self, came: object, parameters: object):
        self._came = iter(came if isinstance(came, list) else [])
        signature = signature_of(parameters)
        if signature:
            self.__signature__ = signature

    def __call__(self, *arguments: object) -> object:
        """Return the next of what came, as numbers, and change the arguments that the function has changed."""
        came = next(self._came)
        for i in came["changed"]:
            spoil(arguments[i])
        return value_of(came["value"])


def signature_of(parameters: object) -> inspect.Signature | None:
    """Return a signature from what came out of the box, or None."""
    try:
        made = [
            inspect.Parameter(name, inspect._ParameterKind(kind), default=None if free else inspect.Parameter.empty)
            for name, kind, free in parameters
        ]
        return inspect.Signature(made)
    except (TypeError, ValueError):
        return None


def spoil(argument: object) -> None:
    """Change an argument, since the learner's function has: to what, does not matter."""
    if isinstance(argument, list):
        argument.append(None)
    else:
        argument[...] = argument == 0


def grade(content: bytes, box: Box, name: str = "") -> Grades:
    """Return what counts of a notebook: it runs in a box, and its answers are judged here."""
    try:
        notebook = json.loads(content)
        code = [_source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        lesson = lesson_of(code, name)
        right = chosen(notebook["cells"], saved(notebook), lesson) if lesson else set()
        cleared = bool(lesson) and are_cleared(notebook["cells"], lesson)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Grades(note="not a notebook that can be read")
    if not lesson:
        return Grades(note="not a lesson of this course")
    grades = Grades(lesson, right=right)
    try:
        judge(code, box, grades)
    except Gone as gone:
        grades.note = str(gone)
    if cleared and not grades.right:
        grades.note = "; ".join(filter(None, (grades.note, CLEARED)))
    return grades


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def lesson_of(code: list[str], name: str) -> str:
    """Return the lesson that a notebook is about: by its first import of the checks, or else by its file's name."""
    names = [lesson.name for lesson in LESSONS if lesson.written]
    found = [match[1] for match in map(IMPORT.search, code) if match and match[1] in names]
    found += [lesson.name for lesson in LESSONS if lesson.written and lesson.file in name]
    return found[0] if found else ""


def asking(cells: list, lesson: str) -> list[tuple[set[str], list]]:
    """Return of each cell that asks a question of the lesson the names of its questions, and its outputs."""
    questions = {item.name for item in catalog(lesson) if isinstance(item, Question)}
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    asked = [(questions.intersection(ASKED.findall(_source(cell))), cell.get("outputs", [])) for cell in code]
    return [(names, outputs) for names, outputs in asked if names]


def are_cleared(cells: list, lesson: str) -> bool:
    """Return whether questions are asked and none of their cells has an output: then no click is stored."""
    outputs = [outputs for _, outputs in asking(cells, lesson)]
    return bool(outputs) and not any(outputs)


def chosen(cells: list, widgets: dict, lesson: str) -> set[str]:
    """Return the questions whose saved choice is right. Which one that is, is not taken from the notebook."""
    right = set()
    for names, outputs in asking(cells, lesson):
        for output in outputs:
            try:
                letter = widgets[output["data"][VIEW]["model_id"]]["state"]["chosen"]
            except (KeyError, TypeError):
                continue
            right |= {name for name in names if is_right(lesson, name, letter)}
    return right


def is_right(lesson: str, name: object, letter: object) -> bool:
    """Return whether a question is done: a prediction with any choice, others with the right one."""
    item = next((item for item in catalog(lesson) if item.name == name), None)
    return isinstance(item, Question) and item.passes(letter)


def judge(code: list[str], box: Box, grades: Grades) -> None:
    """Run the cells in the box, and put each answer that comes out to the course's check."""
    items = {f"{grades.lesson}.{item.name}": item for item in catalog(grades.lesson)}
    notes = []
    with running(box, code, all_kinds()) as there:
        while "end" not in (message := there.message()):
            kind = next((kind for kind in ("question", "value", "function") if kind in message), "")
            item = items.get(str(message.get(kind)))
            if kind == "function":
                right, endless = tried(there, item, message.get("parameters"))
                if endless:
                    notes.append(f"{item.name} did not come to an end")
            elif kind == "value":
                right = isinstance(item, ValueExercise) and item.passes(value_of(message.get("answer")))
            else:
                right = isinstance(item, Question) and item.passes(message.get("choice"))
            if right:
                (grades.right if kind == "question" else grades.passed).add(item.name)
    raised = message.get("raised")
    if type(raised) is int and raised:
        notes.append(f"{raised} of {len(code)} cells raise an error")
    grades.note = "; ".join(dict.fromkeys(notes))


def tried(there: Running, exercise: object, parameters: object) -> tuple[bool, bool]:
    """Return whether a function in the box passes the check, and whether it did not end.

    Of what is no check of this lesson's, nothing is asked.
    """
    if not isinstance(exercise, CodeExercise):
        there.send(calls=[], errstate={})
        return False, False
    there.send(calls=[encoded(list(case)) for case in exercise.cases], errstate=exercise.errstate)
    came = there.message().get("came")
    endless = isinstance(came, list) and {"endless": True} in came
    return exercise.passes(Played(came, parameters)), endless


@functools.cache
def all_kinds() -> dict[str, dict[str, str]]:
    """Return for each lesson how the answers to its exercises and questions come out of the box."""
    return {lesson.name: kinds(lesson.name) for lesson in LESSONS if lesson.written}


def kinds(lesson: str) -> dict[str, str]:
    """Return for each exercise and question of a lesson how its answer comes out of the box."""
    found = {}
    for item in catalog(lesson):
        by_calling = "function" if isinstance(item, CodeExercise) else "value"
        found[item.name] = "question" if isinstance(item, Question) else by_calling
    return found


def in_a_cell(text: str) -> str:
    """Return a file's name as text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def read(folder: Path) -> dict[str, bytes | str]:
    """Return the notebooks of a folder and of those in it, all read before the first one runs; or why one is not."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".ipynb"]
    files = [path for path in files if ".ipynb_checkpoints" not in path.parts]
    found = {path.relative_to(folder).as_posix(): content_of(path) for path in files}
    others = [path.name for path in sorted(folder.iterdir()) if OTHERS.search(path.name)]
    found |= dict.fromkeys(others if found else (), "not a notebook: one ends in .ipynb")
    learners = {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    with_notebooks = {name.split("/")[0] for name in found if "/" in name}
    empty = learners - with_notebooks if with_notebooks else ()  # or else the learners have no folders of their own
    return found | dict.fromkeys(sorted(empty), "no notebook in this folder")


def content_of(path: Path) -> bytes | str:
    """Return what a file holds, or why it is not read: a link may lead to the answers, or to the work of another."""
    if path.is_symlink():
        return "a link, which is not followed"
    try:
        if not path.is_file():
            return "not a file"
        return path.read_bytes() if path.stat().st_size <= LARGEST else f"larger than {LARGEST // 2**20} MB"
    except OSError as problem:
        return f"cannot be read: {problem.strerror}"


def grades_of(content: bytes | str, box: Box, name: str) -> Grades:
    """Return what counts of a file, whatever it holds: no notebook may keep the others from their grades."""
    if isinstance(content, str):
        return Grades(note=content)
    try:
        return grade(content, box, name)
    except Exception as problem:
        return Grades(note=f"cannot be graded: {type(problem).__name__}")


def main(arguments: list[str] | None = None) -> int:
    """Grade the notebooks of a folder and print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python run.py collect", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder.resolve()
    notebooks = read(folder) if folder.is_dir() else {}
    if not notebooks:
        print(f"There is no notebook in {folder}.", file=sys.stderr)
        return 1
    all_kinds()  # imports them: Ctrl-C may be swallowed in an import
    box = box_for(folder)
    print(WARNING + box.words, file=sys.stderr)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # a name may be in another encoding
    table = csv.writer(sys.stdout)
    table.writerow(COLUMNS)
    for name, content in notebooks.items():
        print(f"    {name}", file=sys.stderr)
        table.writerow(grades_of(content, box, name).row(name))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
