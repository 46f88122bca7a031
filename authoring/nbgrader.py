"""Write the lessons as a course for nbgrader: python -m authoring.nbgrader FOLDER.

nbgrader keeps solution and stub in one notebook, and cuts the solution out of what students get. So each answer's
cell holds the learner's stub and, between nbgrader's marks, the solution; below it stands a cell that is graded, and
that raises where the answer is not right.
"""

import argparse
import ast
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_lib.checking import CodeExercise, Exercise, Question

from . import editions, lesson, minutes
from .build import ROOT
from .lesson import Cell, Lesson

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CHOICE_STUB = "...  # the letter of your answer, in quotation marks"
QUESTION_POINTS, NUMBER_POINTS, FUNCTION_POINTS = 1, 2, 5
CONFIG = """# How nbgrader treats this course. Change it as you like: it is not written again.
c = get_config()
c.CourseDirectory.course_id = "line-to-network"
c.ClearSolutions.code_stub = {"python": ""}  # the stubs stand above the solutions, as in the course's own notebooks
c.Execute.timeout = c.ExecutePreprocessor.timeout = 120
"""


def notebook(this: Lesson) -> NotebookNode:
    """Return a lesson as nbgrader's source version, not run."""
    whole, asked = editions.notebook(this, "solved"), minutes.exercises(this)
    module = next(name for cell in this.code if (name := lesson.imported_checks(cell.tree)))
    own = {cell.id: cell for cell in this.cells}
    cells = []
    for cell in whole.cells:
        if cell.cell_type == "markdown":  # an assignment is handed out alone, without the glossary
            cell.source = cell.source.replace("[glossary](../glossary.md)", "glossary")
        if cell.id in asked:
            cells += _graded(own[cell.id], cell, asked[cell.id], module)
        else:
            cells.append(cell)
    whole.cells = cells
    return whole


def _graded(own: Cell, cell: NotebookNode, exercise: Exercise | Question, module: str) -> list[NotebookNode]:
    """Return the cells that stand in place of a solution: the task, the answer and what is graded."""
    call = lesson.check_calls(own.tree)[-1]
    package, _, name = module.rpartition(".")
    imported = f"from {package} import {name} as check\n\n"
    if isinstance(exercise, Question):
        answer = f"{exercise.name}_choice"
        cell.source = editions.with_stubs(cell.source)
        solution = _with_solution(f"{answer} = {CHOICE_STUB}", f'{answer} = "{call.keywords[0].value.value}"')
        cells = [cell, new_code_cell(solution, id=f"{cell.id}-answer")]
    else:
        answer = ast.unparse([*call.args, *(keyword.value for keyword in call.keywords)][0])
        before, check = _parted(own.source, call.lineno)
        cell.source = f"{_with_solution(editions.with_stubs(before), before)}\n\n{check}"
        cells = [cell]
    cells[-1].metadata.nbgrader = _told(exercise.name, solution=True)
    test = f'{imported}assert check.{exercise.name}.passes({answer}), "not yet: {_quoted(exercise.title)}"'
    graded = new_code_cell(test, id=f"{cell.id}-graded")
    graded.metadata.nbgrader = _told(f"{exercise.name}-graded", points=points(exercise))
    return [*cells, graded]


def _parted(source: str, line: int) -> tuple[str, str]:
    """Return the code above a line, and that line with what follows."""
    lines = source.split("\n")
    return "\n".join(lines[: line - 1]).rstrip(), "\n".join(lines[line - 1 :])


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _with_solution(stub: str, solution: str) -> str:
    return f"{stub}\n{BEGIN}\n{solution}\n{END}"


def points(exercise: Exercise | Question) -> int:
    """Return what a right answer is worth."""
    if isinstance(exercise, Question):
        return QUESTION_POINTS
    return FUNCTION_POINTS if isinstance(exercise, CodeExercise) else NUMBER_POINTS


def _told(grade_id: str, solution: bool = False, points: int = 0) -> dict:
    """Return what tells nbgrader what a cell is."""
    kind = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    return {"grade_id": grade_id, "schema_version": 3, **kind, **({} if solution else {"points": points})}


def write(folder: Path, root: Path = ROOT) -> tuple[list[Path], list[Path]]:
    """Write the course into a folder; return the notebooks that are the course's, and those that are kept as they were.

    A notebook that is there already and is another one may hold a teacher's work, so it is kept. The new one is not
    put beside it: to nbgrader, each notebook in that folder is part of the assignment.
    """
    written, kept = [], []
    for path in sorted((root / "lessons").glob("[0-9][0-9]_*.md")):
        file = folder / "source" / path.stem / f"{path.stem}.ipynb"
        content = (nbformat.writes(notebook(lesson.read(path))) + "\n").encode()
        if file.exists() and file.read_bytes() != content:
            kept.append(file)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written.append(file)
    config = folder / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG, encoding="utf-8", newline="\n")
    return written, kept


def main(arguments: list[str] | None = None) -> int:
    """Write the course into a folder; return the exit code."""
    parser = argparse.ArgumentParser(prog="python run.py nbgrader", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    try:
        written, kept = write(folder)
    except OSError as error:
        print(f"The course cannot be written into {folder}: {error}.", file=sys.stderr)
        return 1
    for file in written:
        print(file.relative_to(folder))
    if kept:
        names = ", ".join(str(file.relative_to(folder)) for file in kept)
        print(f"Kept, since it is not what the course writes: {names}. To get the course's version, move yours away.")
    print(f"Next: cd {folder}, then nbgrader generate_assignment 01_perceptron")
    return 0


if __name__ == "__main__":
    sys.exit(main())
