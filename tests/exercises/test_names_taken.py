"""What is shown relies on nothing that a learner has typed: not on an answer, nor on a short name that one may take."""

import ast
import dis
from types import CodeType

import pytest

from authoring.build import ROOT
from authoring.lesson import read
from course_lib.workspace.course_map import LESSONS

SHORT = {"X", "Y", "P", "b", "d", "e", "error", "h", "k", "model", "p", "predicted", "s", "slope", "w", "x", "y", "z"}


def read_though_taken(cells):
    """Return each name that a cell reads although an exercise has it, and the number of the cell.

    `cells` are pairs: the source, and the names that the learner has once it is run. Where a function is named, all
    that it reads is read.
    """
    taken, functions, found = set(), {}, []
    for number, (source, names) in enumerate(cells):
        unsure, made = lines_of_branches(source), {}
        for step in dis.get_instructions(compile(source, "<cell>", "exec")):
            if step.opname == "STORE_NAME" and step.positions.lineno not in unsure:
                taken.discard(step.argval)
                functions[step.argval] = made.pop(step.argval, set())
            elif step.opname == "LOAD_NAME":
                found += [(number, name) for name in sorted(taken & reached({step.argval}, functions))]
            elif isinstance(step.argval, CodeType) and step.argval.co_name.startswith("<"):
                found += [(number, name) for name in sorted(taken & reached(names_in(step.argval), functions))]
            elif isinstance(step.argval, CodeType):
                made[step.argval.co_name] = functions[step.argval.co_name] = names_in(step.argval)
        taken |= names
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
        (cell.source, SHORT if cell.has("solution") and "choice=" not in cell.source else set())
        for cell in read(ROOT / "lessons" / f"{name}.md").code
    ]
    assert any(names for _, names in cells) or name == LESSONS[0].file
    assert read_though_taken(cells) == []


@pytest.mark.parametrize("name", [lesson.file for lesson in LESSONS if lesson.written])
def test_what_a_lesson_shows_does_not_rely_on_an_answer(name):
    """An exercise may stand on the answer before it. What is shown may not, and is the same in both editions."""
    cells = read(ROOT / "lessons" / f"{name}.md").code
    pairs = [(cell.source, answers(cell.source) if cell.has("solution") else set()) for cell in cells]
    assert any(names for _, names in pairs) or name == LESSONS[0].file
    assert [found for found in read_though_taken(pairs) if not pairs[found[0]][1]] == []


def answers(source):
    """Return the names that a solution gives a value to, but for what it imports."""
    statements = [node for node in ast.parse(source).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    steps = dis.get_instructions(compile(ast.Module(statements, []), "<cell>", "exec"))
    return {step.argval for step in steps if step.opname == "STORE_NAME"}


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
    cells = [(BEFORE, set()), ("print(w)", SHORT), (after, set())]
    assert set(read_though_taken(cells)) == {(2, "w")}
    assert read_though_taken([*cells[:2], ("w = [1, 2]", set()), *cells[2:]]) == []


def test_a_name_that_is_given_anew_is_free():
    anew = "for w in [1, 2]:\n    print(w)\nfrom math import e\nwith open('f') as k:\n    print(e, k, [x for x in [w]])"
    assert read_though_taken([(BEFORE, SHORT), (anew, set())]) == []


def test_an_answer_that_is_relied_on_is_found():
    answer = "from math import e\ndef double(z): return 2 * z\nhalf, third = 1 / 2, 1 / 3\ncheck.double(double)"
    assert answers(answer) == {"double", "half", "third"}
    shown = "def shown(z): return double(z)\nprint(e)"
    own = [(answer, answers(answer)), (shown, set()), ("shown(third)", set())]
    assert read_though_taken(own) == [(2, "double"), (2, "third")]
    assert read_though_taken([*own[:2], ("from ours import double, third", set()), own[2]]) == []
