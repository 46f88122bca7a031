"""Read a lesson: one MyST Markdown text becomes a list of cells that know their line in the file."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from jupytext.myst import MystMetadataParsingError, myst_to_notebook
from markdown_it import MarkdownIt
from nbformat.validator import NotebookValidationError

from .faults import Fault, FaultsFoundError

MARKDOWN = MarkdownIt("commonmark").enable("table")
BEGINNING = re.compile(r"\+\+\+|`{3,}\{|~{3,}\{")
# What ends a line for some programs and not for others: no two would count the same lines.
UNSEEN_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Cell:
    """A cell of a lesson; `line` is where its text begins in the file, counted from 1."""

    kind: str
    source: str
    line: int
    id: str
    metadata: dict

    @property
    def tags(self) -> list[str]:
        """The words by which the build knows what the cell is for."""
        return self.metadata.get("tags", [])

    def has(self, tag: str) -> bool:
        """Return whether the cell has a tag."""
        return tag in self.tags

    @cached_property
    def headings(self) -> list[tuple[int, str, int]]:
        """Level, words and line of each heading of a markdown cell; code has none."""
        tokens = MARKDOWN.parse(self.source) if self.kind == "markdown" else []
        return [
            (int(opening.tag[1]), words.content, self.line + opening.map[0])
            for opening, words in pairwise(tokens)
            if opening.type == "heading_open"
        ]

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the cell's code."""
        return ast.parse(self.source)

    def line_of(self, node: ast.AST) -> int:
        """Return the line of the file on which a piece of this cell's code stands."""
        return self.line + node.lineno - 1


@dataclass(frozen=True)
class Section:
    """A stretch of a lesson under one heading; the stretch before the first heading has the name ''."""

    name: str
    cells: list[Cell]

    @property
    def corrected(self) -> int | None:
        """The minutes that the author gives the section, for a reason; most are worked out."""
        return self.cells[0].metadata.get("minutes") if self.cells else None

    @property
    def begins_a_sitting(self) -> bool:
        """Whether a lesson of several sittings is parted before this section."""
        return bool(self.cells) and "sitting" in self.cells[0].metadata


@dataclass(frozen=True)
class Lesson:
    """A lesson as its author wrote it."""

    name: str
    path: Path
    cells: list[Cell]

    @property
    def title(self) -> str:
        """The words of the first heading of the first level."""
        return next(words for cell in self.markdown for level, words, _ in cell.headings if level == 1)

    @property
    def goals(self) -> str:
        """The text of the cell with the tag goals."""
        return next(cell.source for cell in self.cells if cell.has("goals"))

    @property
    def markdown(self) -> list[Cell]:
        """The cells of text."""
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @property
    def code(self) -> list[Cell]:
        """The cells of code."""
        return [cell for cell in self.cells if cell.kind == "code"]

    @cached_property
    def sections(self) -> list[Section]:
        """The lesson's stretches, each under its heading; the first is what stands before any."""
        sections = [Section("", [])]
        for cell in self.cells:
            heading = section_heading(cell)
            if heading:
                sections.append(Section(heading, []))
            sections[-1].cells.append(cell)
        return sections


def section_heading(cell: Cell) -> str | None:
    """Return the words of the second-level heading with which a cell begins a section, if it does."""
    return next((words for level, words, line in cell.headings if level == 2 and line == cell.line), None)


def check_calls(tree: ast.AST) -> list[ast.Call]:
    """Return the calls of the form check.name(…)."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "check"
    ]


def imported_checks(tree: ast.Module) -> str | None:
    """Return the module that a cell imports under the name check."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if alias.asname == "check":
                    return _package(node) + alias.name
    return None


def _package(node: ast.Import | ast.ImportFrom) -> str:
    """Return what stands before the imported name, with its dots."""
    if isinstance(node, ast.Import):
        return ""
    return "." * node.level + (f"{node.module}." if node.module else "")


def read(path: Path) -> Lesson:
    """Read a lesson's text; what cannot be read at all is raised as a fault with its line."""
    text = _text(path)
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise FaultsFoundError([Fault(path, _line_of(error), str(error).splitlines()[0])]) from error
    except NotebookValidationError as error:
        raise FaultsFoundError([Fault(path, _first_invalid_cell(text), _in_words(error))]) from error
    lines = text.splitlines()
    starts = notebook.metadata["source_map"]
    seen: dict[str, int] = {}
    cells = []
    for node, start in zip(notebook.cells, starts, strict=True):
        line = _first_line(path, lines, start, node.source)
        cells.append(Cell(node.cell_type, node.source, line, _cell_id(node, seen), dict(node.metadata)))
    return Lesson(path.stem, path, cells)


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark at the beginning
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultsFoundError([Fault(path, line, "not text in UTF-8: save the file in UTF-8")]) from error
    if unseen := UNSEEN_BREAK.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        what = f"a line break that nobody sees (U+{ord(unseen[0]):04X}): delete it, or break the line as usual"
        raise FaultsFoundError([Fault(path, line, what)])
    return text


def _line_of(error: MystMetadataParsingError) -> int:
    """Return the line that an error names: of a cell, or of the settings that stand below the first three dashes."""
    if line := re.search(r"at line (\d+)", str(error)):
        return int(line[1])
    line = re.search(r"line (\d+)", str(error))
    return int(line[1]) + 1 if line else 1


def _first_invalid_cell(text: str) -> int:
    """Return the line on which the first cell begins whose settings Jupyter refuses: its error does not say."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if BEGINNING.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        try:
            myst_to_notebook("".join(lines[:end]))
        except NotebookValidationError:
            return start + 1
        except MystMetadataParsingError:
            continue
    return 1


def _in_words(error: NotebookValidationError) -> str:
    _, setting, *_ = [*error.absolute_path, "", ""]  # metadata, tags, 0
    if setting == "tags":
        return f"tags are a list in brackets, such as [solution], but {error.instance!r} came"
    return f"the setting {setting} of this cell: {error.message}"


def _first_line(path: Path, lines: list[str], start: int, source: str) -> int:
    """Return the line on which a cell's own text begins, below its fence, its options and blank lines."""
    wanted = [line.rstrip() for line in source.splitlines()]
    for index in range(start, len(lines) - len(wanted) + 1):
        if [line.rstrip() for line in lines[index : index + len(wanted)]] == wanted:
            return index + 1
    raise FaultsFoundError([Fault(path, start + 1, "this cell is indented: fences of cells begin at the margin")])


def _cell_id(node, seen: dict[str, int]) -> str:
    """Return an id that depends on the cell's text only, so that editing one cell leaves the ids of the others."""
    digest = sha256(f"{node.cell_type}\n{node.source}".encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
