"""The rules that a lesson's outputs must keep, checked after it has run."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from nbformat import NotebookNode

from course_lib.workspace.widgets import VIEW

from .faults import Fault
from .lesson import Cell, Lesson

ANSWER = {"learner": "not started", "solved": "passed"}
BARE = re.compile(r"<[\w. ]+ at 0x|np\.(?:float|int|uint|bool|str)\w*\([^)\n]*\)|<Figure size")
STATE = re.compile(r"^\W*(not started|not yet|not quite|passed|right)\b", re.IGNORECASE | re.MULTILINE)
ERROR_LINE = re.compile(r"^(?:Cell|File) In\[\d+\], line (\d+)", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def faults_in_outputs(lesson: Lesson, edition: str, notebook: NotebookNode) -> list[Fault]:
    """Return what is wrong with the outputs of an edition that has been run."""
    ran = {cell.id: cell for cell in notebook.cells}
    found = []
    for cell in lesson.code:
        outputs = ran[cell.id].outputs
        error = next((output for output in outputs if output.output_type == "error"), None)
        if error:
            line = _line_of_error(cell, ran[cell.id].source, error)
            found.append(Fault(lesson.path, line, f"the cell raises {error.ename}: {_last_line(error.evalue)}"))
            break
        found += [Fault(lesson.path, line, what) for line, what in _of_cell(cell, edition, outputs)]
    return found


def images_and_alts(data: dict) -> tuple[int, list[str]]:
    """Return how many images an output shows and the alternative texts that stand with them."""
    found = _Images()
    found.feed(data.get("text/html", ""))
    count = max(found.count, sum(kind.startswith("image/") for kind in data))
    return count, found.alts


def lines_without_alt(text: str) -> list[int]:
    """Return the lines, counted from 0, of the images in a piece of HTML that have no alternative text."""
    found = _Images()
    found.feed(text)
    return found.without_alt


def bare(words: str) -> str | None:
    """Return the part of a text that only a programmer can read, or that changes from run to run."""
    match = BARE.search(words)
    return match[0] if match else None


def state(answer: str) -> str | None:
    """Return the state that a check's answer tells in words, whatever sign stands before them."""
    match = STATE.search(answer)
    if match:
        return {"right": "passed", "not quite": "not yet"}.get(match[1].lower(), match[1].lower())
    return "not started" if "○ a)" in answer else None  # a question to which no choice has been made


class _Images(HTMLParser):
    def __init__(self):
        super().__init__()
        self.count = 0
        self.alts: list[str] = []
        self.without_alt: list[int] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "img":
            self.count += 1
            alt = (dict(attrs).get("alt") or "").strip()
            self.alts += [alt] if alt else []
            self.without_alt += [] if alt else [self.getpos()[0] - 1]


def _of_cell(cell: Cell, edition: str, outputs: list[NotebookNode]) -> Iterator[tuple[int, str]]:
    for output in outputs:
        for what in _of_output(output):
            yield cell.line, what
    bundles = [output.data for output in outputs if "data" in output]
    if cell.has("figure") and not any(images_and_alts(data)[0] for data in bundles):
        yield cell.line, "a figure cell that shows no picture: end it with figures.show(fig, alt)"
    if cell.has("explorable") and not any(VIEW in data and "image/png" in data for data in bundles):
        yield cell.line, "an explorable without a picture of its initial state (image/png) to stand in for it"
    if cell.has("solution"):
        yield from _answer(cell, edition, bundles)


def _of_output(output: NotebookNode) -> Iterator[str]:
    if output.output_type == "stream":
        if output.name == "stderr":
            yield f"text on stderr: {_last_line(output.text)}"
        elif bare(output.text):
            yield f"a bare value in the output: {bare(output.text)}: print it formatted"
        return
    data, words = output.data, output.data.get("text/plain", "")
    count, alts = images_and_alts(data)
    if bare(words):
        yield f"a bare value as output: {bare(words)}: print it formatted"
    elif list(data) == ["text/plain"]:
        yield f"a bare value as output: {_last_line(words)[:60]}: print it formatted"
    if not words.strip():
        yield "an output without words: give it text/plain"
    if count and len(alts) < count:
        yield "a picture without alternative text: show it with figures.show(fig, alt)"


def _answer(cell: Cell, edition: str, bundles: list[dict]) -> Iterator[tuple[int, str]]:
    answer = bundles[-1].get("text/plain", "") if bundles else ""
    if state(answer) != ANSWER[edition]:
        told = STATE.search(answer)
        came = " ".join(answer[told.start() if told else 0 :].split()) or "nothing"
        yield cell.line_of(cell.tree.body[-1]), f'the check must say "{ANSWER[edition]}", but it says: {came}'


def _line_of_error(cell: Cell, ran: str, error: NotebookNode) -> int:
    """Return the line on which the cell raised, or its first line where stubs have moved the lines."""
    lines = ERROR_LINE.findall(COLOUR.sub("", "\n".join(error.traceback)))
    first, _, rest = cell.source.partition("\n")
    if not lines or first not in ran or not ran.endswith(rest):
        return cell.line
    above = ran.count("\n") - cell.source.count("\n")  # of the first cell: what says that the package is missing
    return cell.line + min(max(int(lines[0]) - 1 - above, 0), cell.source.count("\n"))


def _last_line(words: str) -> str:
    return words.strip().splitlines()[-1] if words.strip() else ""
