"""The code that a lesson shows is the code that the package ships."""

import ast
import functools
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.build import ROOT
from authoring.lesson import read

LESSONS = sorted((ROOT / "lessons").glob("*.md"))


def bodies(source: str) -> dict[str, str]:
    """Return the text of each top-level function's body, without its docstring."""
    lines = source.splitlines()
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            found[node.name] = dedent("\n".join(lines[body[0].lineno - 1 : node.end_lineno])) if body else ""
    return found


def arguments(source: str) -> dict[str, list[str]]:
    """Return the names of each top-level function's arguments."""
    return {
        node.name: [argument.arg for argument in node.args.args]
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }


@functools.cache
def shipped() -> dict[str, tuple[str, list[str], str]]:
    """Return body, arguments and module of each function of the package's mathematics."""
    found = {}
    for path in (ROOT / "course_lib").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        names = arguments(source)
        found |= {name: (body, names[name], path.name) for name, body in bodies(source).items()}
    return found


@functools.cache
def shown(lesson: Path) -> list[tuple[str, str, str]]:
    """Return name and body of each function in solution cells that the package ships, and the cell's code."""
    return [
        (name, body, cell.source)
        for cell in read(lesson).code
        if cell.has("solution")
        for name, body in bodies(cell.source).items()
        if name in shipped()
    ]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_the_solutions_are_the_package(lesson):
    for name, body, source in shown(lesson):
        ships, names, module = shipped()[name]
        assert body == ships, f"{lesson.name} and course_lib/{module} differ in {name}"
        assert arguments(source)[name] == names


def test_the_functions_of_the_first_lessons_are_among_them():
    names = {name for lesson in LESSONS for name, _, _ in shown(lesson)}
    assert names >= {"step", "score", "predict", "perceptron_trick", "count_mistakes", "train_epoch"}


def test_a_difference_is_seen():
    assert bodies('def f(x):\n    """One."""\n    return x\n') == bodies("@checked\ndef f(x: float):\n    return x\n")
    assert bodies("def f(x):\n    return x\n") != bodies("def f(x):\n    return x  # why\n")
