"""Make the two editions of a lesson: solved as written, and for learners with stubs where solutions stood."""

import ast
import io
import tokenize
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from . import minutes, repository
from .lesson import Cell, Lesson, check_calls

ROOT = Path(__file__).parents[1]
# IPython shows what `_render_traceback_` returns in place of a traceback.
GUARD = """# Where the package is missing, this says what to do.
try:
    {line}
except ModuleNotFoundError as missing:
    missing._render_traceback_ = lambda: [
        "This lesson needs the course's own package, course_lib. Download the whole course and start it with "
        "`python run.py`; or, as in Colab, run this line in a cell of its own, and then this cell again: "
        "%pip install git+{repository}"
    ]
    raise
"""
PAUSE = (
    "*This is a good place for a pause. The sitting that ends here takes about {} minutes, and the next one about {}. "
    "When you come back, click here and choose Run All Above Selected Cell in the Run menu.*"
)
STUB = "...  # your code here"
EDITIONS = ("learner", "solved")
FOLDED = {"jupyter": {"source_hidden": True}}  # JupyterLab shows a line in place of the code; a click on it unfolds
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebook(lesson: Lesson, edition: str) -> NotebookNode:
    """Return the notebook of one edition, not yet run. Notes to the instructor are in neither."""
    cells, lengths = [], pairwise(minutes.sittings(lesson))
    for cell in lesson.cells:
        if "sitting" in cell.metadata:
            cells.append(new_markdown_cell(PAUSE.format(*next(lengths)), id=f"{cell.id}-pause"))
        if not cell.has("instructor"):
            cells.append(_cell(cell, edition))
    first = next((cell for cell in cells if cell.cell_type == "code"), None)
    if first and first.source.startswith("from course_lib"):
        first.source = guarded(first.source)
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def guarded(code: str) -> str:
    """Return code whose first line, an import of the course's package, says in a sentence what to do without it."""
    line, _, rest = code.partition("\n")
    return GUARD.format(line=line, repository=repository.address(ROOT)) + rest


def _cell(cell: Cell, edition: str) -> NotebookNode:
    if cell.kind == "markdown":
        beside = "](glossary.md)"  # in the solved edition it lies a folder further up
        text = cell.source.replace(beside, "](../glossary.md)") if edition == "solved" else cell.source
        return new_markdown_cell(text, id=cell.id, metadata=cell.metadata)
    folded = FOLDED if _only_draws(cell) else {}
    return new_code_cell(source(cell, edition), id=cell.id, metadata=cell.metadata | folded)


def _only_draws(cell: Cell) -> bool:
    """Return whether the reader may look at the picture and pass the code over."""
    return (cell.has("figure") or cell.has("explorable")) and not cell.has("open")


def source(cell: Cell, edition: str) -> str:
    """Return the code of a cell as one edition shows it."""
    return with_stubs(cell.source) if edition == "learner" and cell.has("solution") else cell.source


def with_stubs(code: str) -> str:
    """Return a solution's code with stubs for the bodies of its functions, for its assigned values and its choices.

    The text is cut by positions and not printed anew from the syntax tree, so that comments and layout of what stays
    survive.
    """
    text = _Text(code)
    tree = ast.parse(code)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _cut_body(text, node)
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value:
            _cut_value(text, node)
    for call in check_calls(tree):
        _cut_choice(text, call)
    return text.result()


def stubbed_names(tree: ast.Module) -> set[str]:
    """Return the names that with_stubs leaves to the learner."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value:
            names |= {part.id for target in _targets(node) for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


class _Text:
    """A text and the cuts to make in it. Positions count UTF-8 bytes, as the syntax tree's do."""

    def __init__(self, code: str):
        self.bytes = code.encode()
        self.lines = self.bytes.splitlines(keepends=True)
        self.cuts: list[tuple[int, int, str]] = []

    def position(self, line: int, column: int) -> int:
        return sum(map(len, self.lines[: line - 1])) + column

    def start(self, node: ast.AST) -> int:
        return self.position(node.lineno, node.col_offset)

    def end(self, node: ast.AST) -> int:
        return self.position(node.end_lineno, node.end_col_offset)

    def end_of_line(self, line: int) -> int:
        return self.position(line, len(self.lines[line - 1].rstrip(b"\r\n")))

    def of(self, node: ast.AST) -> str:
        return self.bytes[self.start(node) : self.end(node)].decode()

    def replace(self, start: int, end: int, words: str) -> None:
        self.cuts.append((start, end, words))

    def result(self) -> str:
        result = self.bytes
        for start, end, words in sorted(self.cuts, reverse=True):
            result = result[:start] + words.encode() + result[end:]
        return result.decode()


def _cut_body(text: _Text, node: ast.FunctionDef) -> None:
    """Replace what follows the header and the docstring, the comments of the body included."""
    last_kept = _header_end(text, node)
    first = node.body[0]
    if first.lineno <= last_kept:
        text.replace(text.start(first), text.end_of_line(node.end_lineno), STUB)
        return
    if ast.get_docstring(node, clean=False) is not None:
        last_kept = first.end_lineno
    last = _last_line_of_body(text, node)
    indent = text.lines[first.lineno - 1][: first.col_offset].decode()  # blanks, or tabs
    text.replace(text.end_of_line(last_kept), text.end_of_line(last), f"\n{indent}{STUB}")


def _header_end(text: _Text, node: ast.FunctionDef) -> int:
    """Return the line on which the header ends: parentheses may spread it over several."""
    below = io.BytesIO(b"".join(text.lines[node.lineno - 1 :]))
    tokens = tokenize.tokenize(below.readline)
    return node.lineno - 1 + next(token.start[0] for token in tokens if token.type == tokenize.NEWLINE)


def _last_line_of_body(text: _Text, node: ast.FunctionDef) -> int:
    """Return the body's last line: indented comments after the last statement belong to it."""
    last = node.end_lineno
    for number, line in enumerate(text.lines[node.end_lineno :], start=node.end_lineno + 1):
        if line.strip() and line[:1] not in b" \t":
            break
        if line.strip():
            last = number
    return last


def _cut_value(text: _Text, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> None:
    """Replace the value and a comment behind it."""
    before = getattr(node, "annotation", None) or _targets(node)[-1]
    value = text.bytes.index(b"=", text.end(before)) + 1
    text.replace(value, text.end_of_line(node.end_lineno), f" {_dots(_targets(node)[-1])}{STUB.removeprefix('...')}")


def _targets(node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _dots(target: ast.expr) -> str:
    """Return one `...` for each name to fill in, so that `w, b = ..., ...` still runs."""
    if not isinstance(target, ast.Tuple | ast.List):
        return "..."
    parts = [_dots(part) for part in target.elts]
    return ", ".join(f"({part})" if "," in part else part for part in parts) + ("," if len(parts) == 1 else "")


def _cut_choice(text: _Text, call: ast.Call) -> None:
    """Take the answer of a question out of its call."""
    arguments = [*call.args, *call.keywords]
    kept = [argument for argument in arguments if getattr(argument, "arg", None) != "choice"]
    if len(kept) == len(arguments):
        return
    words = [text.of(argument) for argument in kept]
    if words and call.lineno != call.end_lineno:
        inside = "".join(f"\n    {word}," for word in words) + "\n"
    else:
        inside = ", ".join(words)
    opening = text.bytes.index(b"(", text.end(call.func)) + 1
    text.replace(opening, text.end(call) - 1, inside)
