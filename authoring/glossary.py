"""The glossary: every term that a lesson prints in bold, its lesson, and one sentence."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .build import ROOT
from .lesson import Lesson, read

# A term in bold, or code or a formula, in which ** is a power.
BOLD = re.compile(r"`[^`]*`|\$[^$]*\$|\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
SENTENCE_ENDS = re.compile(r"(?<=[.:?])\s+(?=[A-Z*])|\n\n")
HEAD = """# Glossary

Every term that a lesson prints in bold, with the lesson in which it first appears, and one sentence.

| term | in one sentence | lesson |
|---|---|---|
"""


def renew(root: Path = ROOT) -> bool:
    """Write notebooks/glossary.md anew, and return whether it has changed."""
    file, new = root / "notebooks" / "glossary.md", page(root / "lessons")
    if file.exists() and file.read_text(encoding="utf-8") == new:
        return False
    file.write_text(new, encoding="utf-8", newline="\n")
    return True


def page(folder: Path) -> str:
    """Return the glossary of the lessons in a folder, as Markdown.

    Raises
    ------
    ValueError
        If glossary.toml is no TOML, or has a sentence for what no lesson prints in bold.
    """
    try:
        sentences = tomllib.loads((folder / "glossary.toml").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"lessons/glossary.toml: {error}") from error
    found = terms(map(read, sorted(folder.glob("[0-9][0-9]_*.md"))))
    if unknown := sentences.keys() - found.keys():
        raise ValueError(f"lessons/glossary.toml: no lesson prints in bold: {', '.join(sorted(unknown))}")
    rows = [
        f"| **{_in_a_table(term)}** | {_in_a_table(sentences.get(term, own))} | {_link(lesson)} |\n"
        for term, (lesson, own) in sorted(found.items(), key=lambda item: item[0].lower())
    ]
    return HEAD + "".join(rows)


def terms(lessons: Iterator[Lesson]) -> dict[str, tuple[str, str]]:
    """Return for each term the name of its first lesson and the sentence in which it stands there."""
    found = {}
    for lesson in lessons:
        for cell in lesson.markdown:
            if not cell.has("instructor"):
                for sentence in map(_in_one_line, SENTENCE_ENDS.split(cell.source)):
                    plain = BOLD.sub(lambda part: part[1] or part[0], sentence)
                    found = {term: (lesson.name, plain) for term in BOLD.findall(sentence) if term} | found
    return found


def _link(lesson: str) -> str:
    return f"[{lesson[:2].lstrip('0')}]({lesson}.ipynb)"


def _in_a_table(text: str) -> str:
    return text.replace("|", "\\|")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
