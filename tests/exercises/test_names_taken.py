"""A learner may give any value to a short name in an exercise: no cell after it relies on what the name was before."""

import ast
import dis
from types import CodeType

import pytest

from authoring.build import ROOT
from authoring.lesson import read
from course_lib.workspace.course_map import LESSONS

SHORT = {"X", "Y", "P", "b", "d", "e", "error", "h", "k", "model", "p", "predicted", "s", "slope", "w", "x", "y", "z"}


def read_though_taken(cells):
    """Return each short name that a cell reads although an exercise has it, and the number of the cell.

    `cells` are pairs: the source, and whether it is an exercise. Where a function is named, all that it reads is read.
    """
    taken, functions, found = set(), {}, []
    for number, (source, is_exercise) in enumerate(cells):
        unsure = lines_of_branches(source)
        for step in dis.get_instructions(compile(source, "<cell>", "exec")):
            if step.opname == "STORE_NAME" and step.positions.lineno not in unsure:
                taken.discard(step.argval)
            elif step.opname == "LOAD_NAME":
                found += [(number, name) for name in sorted(taken & reached({step.argval}, functions))]
            elif isinstance(step.argval, CodeType) and step.argval.co_name.startswith("<"):
                found += [(number, name) for name in sorted(taken & reached(names_in(step.argval), functions))]
            elif isinstance(step.argval, CodeType):
                functions[step.argval.co_name] = names_in(step.argval)
        if is_exercise:
            taken = set(SHORT)
    return found


def lines_of_branches(source):
    """Return the numbers of the lines that may be passed over."""
    branches = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.If | ast.Match)]
    return {line for node in branches for line in range(node.lineno, node.end_lineno + 1)}


def names_in(code):
    """Return the names outside it that a function, or what is defined in it, reads."""
    own = {step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_NAME", "LOAD_GLOBAL")}
    return own.union(*[names_in(part) for part in code.co_consts if isinstance(part, CodeType)])


def reached(names, functions):
    """Return the names, and what the functions among them read, and the functions that those call."""
    seen, todo = set(), set(names)
    while todo:
        seen |= todo
        todo = set().union(*[functions.get(name, ()) for name in todo]) - seen
    return seen


@pytest.mark.parametrize("name", [lesson.file for lesson in LESSONS if lesson.written])
def test_a_lesson_does_not_rely_on_short_names_across_an_exercise(name):
    cells = [
        (cell.source, cell.has("solution") and "choice=" not in cell.source)
        for cell in read(ROOT / "lessons" / f"{name}.md").code
    ]
    assert any(is_exercise for _, is_exercise in cells) or name == LESSONS[0].file
    assert read_though_taken(cells) == []


BEFORE = """
w = [2, 1]
def score(z): return w[0] * z
def double(z): return 2 * score(z)
"""


@pytest.mark.parametrize(
    "after",
    [
        "print(w)",
        "w[0] = 3",
        "w += [1]",
        "print([w for _ in range(3)])",
        "print(list(map(lambda z: w, [1])))",
        "score(1)",
        "double(1)",
        "for _ in range(2):\n    print(w)\n    w = 1",
        "if score == 1:\n    w = 2\nprint(w)",
    ],
)
def test_a_name_that_is_relied_on_is_found(after):
    cells = [(BEFORE, False), ("print(w)", True), (after, False)]
    assert set(read_though_taken(cells)) == {(2, "w")}
    assert read_though_taken([*cells[:2], ("w = [1, 2]", False), *cells[2:]]) == []


def test_a_name_that_is_given_anew_is_free():
    anew = "for w in [1, 2]:\n    print(w)\nfrom math import e\nwith open('f') as k:\n    print(e, k, [x for x in [w]])"
    assert read_though_taken([(BEFORE, True), (anew, False)]) == []
