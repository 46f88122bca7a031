"""Write the site: a page and slides for each lesson, the instructor's pages, the map and the search."""

import json
import os
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from authoring import lesson, repository
from authoring.build import ROOT, hash_of, sources
from authoring.faults import Fault, FaultsFoundError
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS, Lesson

from . import assets, markup
from .cells import Page, for_script, plain, searched, slides

HERE = Path(__file__).parent
STAMPS = ".built.json"
HEAD = 3  # of an instructor's page: title, links and a note to authors, for which the site has its own


def build(
    out: Path = ROOT / "site",
    root: Path = ROOT,
    names: Sequence[str] = (),
    report: Callable[[str], object] = lambda line: None,
) -> None:
    """Write the site of all lessons that are written, or of those named, into a folder; what is up to date stays.

    Raises
    ------
    FileNotFoundError
        Where npm is missing.
    """
    site = _Site(out, root, [each for each in LESSONS if each.written and (not names or each.file in names)])
    assets.write(out / "assets", *assets.ENTRIES)
    for each in site.lessons:
        if site.is_fresh(each):
            report(f"{each.file}: up to date")
            continue
        site.write_lesson(each)
        report(f"{each.file}: page, slides and the instructor's page")
    site.write_index()
    site.write_texts()
    site.write_search()
    report(f"The site is in the folder {out.name}: open index.html there, or put it on any host.")


class _Site:
    """The folder that is written, and where its lessons come from."""

    def __init__(self, out: Path, root: Path, lessons: list[Lesson]):
        self.out, self.root, self.lessons = out, root, lessons
        self.glossary = root / "notebooks" / "glossary.md"
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= {"plain": plain, "for_script": for_script}
        self.templates.globals |= {
            "lessons": LESSONS,
            "catalog": lambda each: catalog(each.name),
            "shown": lessons,
            "repository": published_at(root),
            "slides_of": slides,
            "has_glossary": self.glossary.exists(),
        }

    @cached_property
    def made_from(self) -> str:
        """The hash of what every page is made from."""
        own = [path for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return published_at(self.root) + hash_of([*sources(), *sorted(own)])

    def _source(self, each: Lesson, folder: str, ending: str = "md") -> Path:
        return self.root / folder / f"{each.file}.{ending}"

    def _stamps(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.out / STAMPS).read_text(encoding="utf-8")))
        except (OSError, TypeError, ValueError):  # none, or a damaged one
            return {}

    def _stamp(self, each: Lesson) -> str:
        notebook = self._source(each, "notebooks", "ipynb")
        sources = [self._source(each, "lessons"), notebook, self._source(each, "teaching")]
        pages = [self.out / f"{name}.html" for name in (each.file, f"{each.file}.slides", f"teaching/{each.file}")]
        return self.made_from + hash_of([*sources, *pages])

    def is_fresh(self, each: Lesson) -> bool:
        """Return whether the pages of a lesson are there, as they were made from what is there now."""
        return self._stamps().get(each.file) == self._stamp(each)

    def _page(self, each: Lesson) -> Page:
        notebook = json.loads(self._source(each, "notebooks", "ipynb").read_text(encoding="utf-8"))
        return Page(lesson.read(self._source(each, "lessons")), notebook, self.out / "pictures")

    def _write(self, name: str, template: str, **values: object) -> None:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * name.count("/")
        text = self.templates.get_template(template).render(up=up, **values)
        path.write_text(text, encoding="utf-8", newline="\n")

    def write_lesson(self, each: Lesson) -> None:
        """Write the page of a lesson, its slides and the instructor's page."""
        page, place = self._page(each), self.lessons.index(each)
        values = {"lesson": each, "page": page, "stretches": page.stretches()}
        around = {
            "before": self.lessons[place - 1] if place else None,
            "after": self.lessons[place + 1] if place + 1 < len(self.lessons) else None,
        }
        self._write(f"{each.file}.html", "lesson.html", **values, **around)
        self._write(f"{each.file}.slides.html", "slides.html", **values)
        body = _html(self._source(each, "teaching"), HEAD)
        self._write(f"teaching/{each.file}.html", "teaching.html", lesson=each, body=body)
        stamps = self._stamps() | {each.file: self._stamp(each)}
        (self.out / STAMPS).write_text(json.dumps(stamps, indent=1), encoding="utf-8")

    def write_index(self) -> None:
        """Write the first page, on which the first explorable of the course lives."""
        page = self._page(self.lessons[0])
        first = next(part for stretch in page.stretches() for part in stretch.parts if part.kind == "explorable")
        self._write("index.html", "index.html", first=first, state=page.state([first.view]))

    def write_texts(self) -> None:
        """Write the glossary, where there is one, and the pages for teachers that belong to no lesson."""
        if self.glossary.exists():
            self._write_text("glossary.html", "Glossary", self.glossary)
        others = [path for path in sorted((self.root / "teaching").glob("*.md")) if not path.name[0].isdecimal()]
        titles = {path.stem: path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for path in others}
        for path in others:
            self._write_text(f"teaching/{path.stem}.html", titles[path.stem], path)
        self._write("teaching/index.html", "teaching_index.html", others=titles)

    def _write_text(self, name: str, title: str, path: Path) -> None:
        paragraphs = path.read_text(encoding="utf-8").split("\n\n")
        about = " ".join(re.sub(r"[*`]|\[|\]\([^)]*\)", "", " ".join(paragraphs[1:2])).split())
        self._write(name, "text.html", title=title, description=about, body=_html(path))

    def write_search(self) -> None:
        """Write the page that searches, with the text of all sections."""
        sections = [
            {
                "lesson": f"{each.number}. {each.title}",
                "section": name,
                "text": text,
                "address": f"{each.file}.html#{markup.slug(name)}",
            }
            for each in self.lessons
            for name, text in searched(lesson.read(self._source(each, "lessons")))
        ]
        self._write("search.html", "search.html", sections=sections)


def _html(path: Path, skipped: int = 0) -> str:
    text = path.read_text(encoding="utf-8")
    try:
        return "".join(block.html for block in markup.blocks(text)[skipped:])
    except markup.FormulaError as error:
        raise FaultsFoundError([Fault(path, 1 + error.line_in(text), str(error))]) from error


def published_at(root: Path) -> str:
    """Return the address by which pages lead to where code runs; "" while the setting names nobody.

    A workflow knows the address of the fork that it publishes, and says so in COURSE_REPOSITORY.
    """
    address = os.environ.get("COURSE_REPOSITORY") or repository.address(root)
    return "" if repository.NOBODY in address else address
