"""What a lesson's page shows: text and exercises from the source, outputs and widgets from the learner's notebook."""

import base64
import hashlib
import html
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from authoring import minutes
from authoring.editions import source
from authoring.faults import Fault, FaultsFoundError
from authoring.lesson import Cell, Lesson, Section
from course_lib.checking import Exercise, Question
from course_lib.workspace import widgets

from . import markup

PICTURE = re.compile(r'<img alt="(?P<alt>[^"]*)"[^>]* src="data:image/(?P<kind>\w+);base64,(?P<data>[^"]*)"')
DISPLAYED = re.compile(r"\$\$.*?\$\$", re.DOTALL)
HAT = re.compile(r"\\hat ?\{?(\w)\}?")
INDEX = re.compile(r"(?<=\b\w)_(?:(\d)(?!\d)|\{(\d)\})")  # the 1 of w_1
COMMAND = re.compile(r"\\([A-Za-z]+)")
FRACTIONS = (re.compile(r"\\[dt]?frac(\d)(\d)"), re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}"))
WORDS = re.compile(r"\\(?:text|mathsf)\{([^{}]*)\}")
ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eta": "η", "theta": "θ", "mu": "μ", "sigma": "σ"}
SIGNS = {
    "cdot": "·",
    "varepsilon": "ε",
    "partial": "∂",
    "infty": "∞",
    "ge": "≥",
    "approx": "≈",
    "sum": "∑",
    "Sigma": "Σ",
    "dots": "…",
    "ln": "ln",
    "tanh": "tanh",
}
MARKUP = re.compile(r"\\[a-z]+|\]\([^)]*\)|^#+ |[][*`$|{}\\]", re.MULTILINE)
SHARED = ("_esm", "_css")  # the longest texts of a widget, the same in many


@dataclass(frozen=True)
class Picture:
    """A picture as a file of its own: what it shows in words, as it stands in HTML, and its size."""

    alt: str
    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Part:
    """A cell as the page shows it; `kind` is text, code, figure, explorable, question, exercise or pause."""

    kind: str
    blocks: list[markup.Block] = field(default_factory=list)
    code: str = ""
    folded: bool = False
    printed: str = ""
    picture: Picture | None = None
    view: str = ""
    asked: Exercise | Question | None = None
    solution: str = ""
    pause: tuple[int, int] | None = None
    is_map: bool = False


@dataclass(frozen=True)
class Stretch:
    """A section as the page shows it."""

    name: str
    id: str
    minutes: int
    parts: list[Part]
    notes: list[str]


class Page:
    """A lesson and its learner's notebook, read for a page; pictures are written into a folder."""

    def __init__(self, this: Lesson, notebook: dict[str, Any], pictures: Path):
        self.lesson = this
        self.outputs = {cell["id"]: cell.get("outputs", []) for cell in notebook["cells"]}
        if not all(cell.id in self.outputs for cell in this.code):
            file = f"lessons/{this.path.name}"
            raise ValueError(f"{file} has changed since its notebook was built: run `python run.py build` first.")
        self.models = widgets.saved(notebook)
        self.views = list(widgets.shown(notebook))
        self.pictures = pictures
        self.asked = minutes.exercises(this)
        self.sittings = minutes.sittings(this)

    def stretches(self) -> list[Stretch]:
        """Return the sections in order."""
        lengths = iter(zip(self.sittings, self.sittings[1:]))
        return [
            self._stretch(section, length, next(lengths) if section.begins_a_sitting else None)
            for section, length in minutes.by_section(self.lesson)
            if section.cells
        ]

    def _stretch(self, section: Section, length: int, pause: tuple[int, int] | None) -> Stretch:
        shown = [cell for cell in section.cells if not cell.has("instructor")]
        notes = [self._read(cell, markup.html_of) for cell in section.cells if cell.has("instructor")]
        parts = [Part("pause", pause=pause)] if pause else []
        parts += [self._part(cell) for cell in shown]
        return Stretch(section.name, markup.slug(section.name), length, parts, notes)

    def _part(self, cell: Cell) -> Part:
        if cell.kind == "markdown":
            blocks = self._read(cell, markup.blocks)
            headed = any(line == cell.line and level < 3 for level, _, line in cell.headings)
            return Part("goals" if cell.has("goals") else "text", blocks[headed:])
        outputs, asked = self.outputs[cell.id], self.asked.get(cell.id)
        views = [each["data"][widgets.VIEW]["model_id"] for each in outputs if widgets.VIEW in each.get("data", {})]
        view = views[0] if views else ""
        if isinstance(asked, Question):
            return Part("question", view=view, asked=asked)
        stub = markup.code(source(cell, "learner"))
        if asked:
            return Part("exercise", code=stub, asked=asked, solution=markup.code(cell.source))
        drawn = "figure" if cell.has("figure") else "explorable" if cell.has("explorable") else "code"
        return Part(
            drawn,
            code=stub,
            folded=drawn != "code" and not cell.has("open"),
            printed="".join("".join(each["text"]) for each in outputs if each["output_type"] == "stream"),
            picture=next((found for each in outputs if (found := self._picture(each))), None),
            view=view,
            is_map=cell.source.rstrip().endswith("progress()"),
        )

    def _read(self, cell: Cell, read: Callable[[str], Any]) -> Any:
        """Return what `read` makes of a cell's text; a formula that cannot be set is raised with its line."""
        try:
            return read(cell.source)
        except markup.FormulaError as error:
            fault = Fault(self.lesson.path, cell.line + error.line_in(cell.source), str(error))
            raise FaultsFoundError([fault]) from error

    def _picture(self, output: dict[str, Any]) -> Picture | None:
        """Write the picture of an output into a file, named by what is in it."""
        found = PICTURE.search("".join(output.get("data", {}).get("text/html", "")))
        if not found:
            return None
        content = base64.b64decode(found["data"])
        file = f"{hashlib.sha256(content).hexdigest()[:16]}.{found['kind']}"
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / file).write_bytes(content)
        return Picture(found["alt"], file, *Image.open(io.BytesIO(content)).size)

    def summary(self) -> str:
        """Return what the lesson teaches, in a sentence or two."""
        return said(next(cell for cell in self.lesson.cells if cell.has("goals")))

    def state(self, views: Iterable[str] | None = None) -> str:
        """Return what these widgets, or all, need to live, as JSON for a script of the page."""
        views = self.views if views is None else list(views)
        texts: dict[str, int] = {}
        needs = {view: widgets.needed([view], self.models) for view in views}
        models = {name: _packed(self.models[name], texts) for view in views for name in needs[view]}
        return for_script({"texts": list(texts), "models": models, "needs": needs})


def searched(this: Lesson) -> Iterator[tuple[str, str]]:
    """Yield the name of each section, and its text with what is asked in it, for the search."""
    asked = minutes.exercises(this)
    for section in this.sections:
        text = [cell for cell in section.cells if cell.kind == "markdown" and not cell.has("instructor")]
        questions = [asked[cell.id] for cell in section.cells if cell.id in asked]
        words = [*map(said, text), *(f"{each.title}. {each.statement}" for each in questions)]
        if words:
            yield section.name, " ".join(words)


def for_script(value: object) -> str:
    """Return JSON that may stand in a script of a page."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    )


def slides(parts: list[Part], most: int = 75) -> Iterator[Part]:
    """Yield the parts of a section as they fit on slides: long text is parted between blocks, code and figure too."""
    for part in parts:
        if part.picture and part.code and not part.folded:
            yield replace(part, kind="code", picture=None, view="")
            part = replace(part, code="", printed="")
        if not part.blocks:
            if part.kind != "text":  # a heading alone stands above what comes next
                yield part
            continue
        piece, count = [], 0
        for block in part.blocks:
            if piece and count + block.length > most:
                yield Part(part.kind, piece)
                piece, count = [], 0
            piece, count = [*piece, block], count + block.length
        yield Part(part.kind, piece)


def _packed(model: dict[str, Any], texts: dict[str, int]) -> dict[str, Any]:
    """Return a model whose longest texts are numbers of those in a list, to which new ones are added."""
    state = model["state"]
    shared = {name: texts.setdefault(state[name], len(texts)) for name in SHARED if name in state}
    own = {name: value for name, value in state.items() if name not in SHARED}
    return model | {"state": own | ({"shared": shared} if shared else {})}


def said(cell: Cell) -> str:
    """Return the text of a cell without its heading and the signs of Markdown."""
    text = "\n".join(line for line in cell.source.splitlines() if not re.match(r"#{1,2} ", line))
    text = HAT.sub(
        lambda found: unicodedata.normalize("NFC", f"{found[1]}\N{COMBINING CIRCUMFLEX ACCENT}"),
        DISPLAYED.sub(" ", text),
    )
    text = WORDS.sub(r"\1", text)
    for fraction in FRACTIONS:
        text = fraction.sub(lambda found: f"{_in_brackets(found[1])} / {_in_brackets(found[2])}", text)
    text = ROOT.sub(lambda found: f"√{_in_brackets(found[1])}", text)
    text = COMMAND.sub(lambda found: (GREEK | SIGNS).get(found[1], " "), text)
    text = MARKUP.sub(" ", INDEX.sub(lambda found: SUBSCRIPTS[int(found[1] or found[2])], text))
    return re.sub(r" (?=[,.;:?!])", "", " ".join(text.split()))


def _in_brackets(part: str) -> str:
    return part if re.fullmatch(r"\w+", part) else f"({part})"


def plain(text: str) -> str:
    """Return a text of an exercise as HTML: everything escaped, code between backticks set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
