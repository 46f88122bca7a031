"""The rules that a lesson's text must keep, checked before anything is run."""

import ast
import importlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from course_lib.checking import Exercise, Question
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS

from . import minutes
from .editions import stubbed_names
from .faults import Fault
from .lesson import MARKDOWN, Cell, Lesson, check_calls, imported_checks, section_heading
from .outputs import lines_without_alt

COURSE = Path(__file__).parents[1] / "lessons"
MARKDOWN_TAGS = {"goals", "instructor"}
CODE_TAGS = {"solution", "explorable", "figure", "open"}
SETTINGS = ("tags", "minutes", "because", "sitting")
LONGEST_CELL = 20
LONGEST_LINE = 120


def faults_in_text(lesson: Lesson) -> list[Fault]:
    """Return what is wrong with a lesson as it is written."""
    found = list(_all(lesson)) or list(_whole(lesson))
    return [Fault(lesson.path, line, what) for line, what in found]


def _all(lesson: Lesson) -> Iterator[tuple[int, str]]:
    yield from _shape(lesson)
    for cell in lesson.cells:
        yield from _metadata(cell)
        yield from _sections(cell)
    for cell in lesson.markdown:
        yield from _pictures(cell)
    yield from _code(lesson)


def _shape(lesson: Lesson) -> Iterator[tuple[int, str]]:
    titles = [line for cell in lesson.markdown for level, _, line in cell.headings if level == 1]
    if not titles:
        yield 1, "the lesson has no title: begin it with a heading of the first level (# …)"
    for line in titles[1:]:
        yield line, "a second title: one heading of the first level (# …) is enough"
    goals = [cell.line for cell in lesson.cells if cell.has("goals")]
    if not goals:
        yield 1, 'the lesson has no goals: tag a text cell with +++ {"tags": ["goals"]}'
    for line in goals[1:]:
        yield line, "a second cell with goals: one is enough"


def _whole(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a lesson in which each cell is as it should be."""
    parts = minutes.sittings(lesson)
    if len(parts) == 1 and sum(parts) > minutes.LONGEST_SITTING:
        yield 1, f'the lesson takes {sum(parts)} minutes: part it at a section, with +++ {{"sitting": 2}}'
    mapped = next((each for each in LESSONS if each.file == lesson.name), None)
    if mapped is None:
        if lesson.path.parent == COURSE:
            yield 1, "this lesson is not on the map of the course: give it a line (course_lib/workspace/course_map.py)"
        return
    if (lesson.title, sum(parts)) != (mapped.title, mapped.minutes):
        yield 1, f'on the map put "{lesson.title}", {sum(parts)} minutes (course_lib/workspace/course_map.py)'
    called = [exercise.name for exercise in minutes.exercises(lesson).values()]
    known = [item.name for item in catalog(mapped.name)]
    if called != known:
        yield 1, f"the exercises are called in the order {', '.join(called)}, and declared as {', '.join(known)}"


def _metadata(cell: Cell) -> Iterator[tuple[int, str]]:
    known, other = (MARKDOWN_TAGS, CODE_TAGS) if cell.kind == "markdown" else (CODE_TAGS, MARKDOWN_TAGS)
    for tag in cell.tags:
        if tag in other:
            yield cell.line, f"the tag {tag} is not for {cell.kind} cells"
        elif tag not in known:
            yield cell.line, f"unknown tag {tag}: the tags are {', '.join(sorted(known))}"
    if cell.has("open") and not (cell.has("figure") or cell.has("explorable")):
        yield cell.line, "the tag open is for code that would be folded: that of a figure or an explorable"
    for key in sorted(cell.metadata.keys() - SETTINGS):
        yield cell.line, f"unknown setting {key} of a cell: only {', '.join(SETTINGS)} are used"
    if cell.kind not in ("markdown", "code"):
        yield cell.line, f"a {cell.kind} cell: only text and code are used"


def _sections(cell: Cell) -> Iterator[tuple[int, str]]:
    begins = bool(section_heading(cell)) and not cell.has("instructor")
    for level, words, line in cell.headings:
        if level == 2 and not (begins and line == cell.line):
            yield line, f'the section "{words}" must begin a cell of its own: put +++ above it'
    given = cell.metadata.get("minutes")
    if given is not None and (type(given) is not int or given <= 0):  # true would be an int as well
        yield cell.line, f"minutes must be a whole number above 0, but {given!r} came"
    if ("minutes" in cell.metadata) != bool(cell.metadata.get("because")):
        yield cell.line, 'minutes are worked out; to correct them say why: +++ {"minutes": 5, "because": "…"}'
    for setting in ("minutes", "because", "sitting"):
        if setting in cell.metadata and not begins:
            yield cell.line, f"{setting} belongs to a cell that begins with a heading of the second level (## …)"


def _pictures(cell: Cell) -> Iterator[tuple[int, str]]:
    for token in MARKDOWN.parse(cell.source):
        line = cell.line + (token.map[0] if token.map else 0)
        for part in token.children or [token]:
            if part.type == "image" and not part.content.strip():
                yield line, "a picture without alternative text: ![what a reader should see](…)"
            if part.type in ("html_block", "html_inline"):
                for below in lines_without_alt(part.content):
                    yield line + below, 'a picture without alternative text: <img alt="what a reader should see" …>'
            line += part.content.count("\n") + (part.type in ("softbreak", "hardbreak"))


def _code(lesson: Lesson) -> Iterator[tuple[int, str]]:
    checks = None
    for cell in lesson.code:
        yield from _lengths(cell)
        try:
            tree = cell.tree
        except SyntaxError as error:
            yield cell.line + (error.lineno or 1) - 1, f"not plain Python: {error.msg}"
            continue
        checks = imported_checks(tree) or checks
        yield from _checks(cell, tree, checks)
        if cell.has("explorable") and not _ends_with_a_value(tree):
            yield cell.line, "the last line of an explorable cell must be the explorable itself"


def _lengths(cell: Cell) -> Iterator[tuple[int, str]]:
    lines = cell.source.splitlines()
    if len(lines) > LONGEST_CELL:
        yield cell.line, f"a cell of {len(lines)} lines: split it, {LONGEST_CELL} lines are the limit"
    for number, line in enumerate(lines, start=cell.line):
        if len(line) > LONGEST_LINE:
            yield number, f"a line of {len(line)} characters: break it, {LONGEST_LINE} are the limit"


def _checks(cell: Cell, tree: ast.Module, module: str | None) -> Iterator[tuple[int, str]]:
    calls = check_calls(tree)
    last = tree.body[-1].value if _ends_with_a_value(tree) else None
    for call in calls:
        line, name = cell.line_of(call), f"check.{call.func.attr}"
        if not cell.has("solution"):
            yield line, f"{name} outside a cell with the tag solution"
        elif call is not last:
            yield line, f"the answer of {name} is not shown: make it the last line of its cell"
        elif not _has_stub(call, tree):
            yield (
                line,
                f"{name} checks no stub: its argument must be defined in this cell, or be choice=",
            )
        if module is None:
            yield line, f"{name} before any exercises are imported as check"
        elif not _exists(module, call.func.attr):
            yield line, f"unknown exercise {name}: {module} has no exercise {call.func.attr}"
    for above, node in pairwise(tree.body if cell.has("solution") else []):
        if above.end_lineno == node.lineno:
            yield cell.line_of(node), "two statements on one line of a solution: a stub takes the line's rest with it"
    if cell.has("solution") and not calls:
        yield cell.line, "a solution without a check: end the cell with check.name(…)"
    for node in tree.body if cell.has("solution") else []:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(node):
            yield cell.line_of(node), f"{node.name} has no docstring: a learner sees nothing else of a solution"


def _ends_with_a_value(tree: ast.Module) -> bool:
    return bool(tree.body) and isinstance(tree.body[-1], ast.Expr)


def _has_stub(call: ast.Call, tree: ast.Module) -> bool:
    names = {
        node.id
        for argument in [*call.args, *call.keywords]
        for node in ast.walk(argument)
        if isinstance(node, ast.Name)
    }
    return bool(names & stubbed_names(tree)) or any(keyword.arg == "choice" for keyword in call.keywords)


def _exists(module: str, name: str) -> bool:
    try:
        found = None if module.startswith(".") else importlib.import_module(module)
    except ModuleNotFoundError:
        return False
    return isinstance(getattr(found, name, None), Exercise | Question)
