"""The map of the course on the README, built from the course map."""

import re
from pathlib import Path

from course_lib.workspace.course_map import LESSONS, Lesson

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(?<=\| \| lesson \| minutes \|\n\|---\|---\|---\|\n)(?:\|.*\n)*")


def renew(readme: Path = README) -> bool:
    """Write the table of the lessons anew, and return whether it has changed."""
    text = readme.read_text(encoding="utf-8")
    new = TABLE.sub("".join(map(_row, LESSONS)), text)
    if new == text:
        return False
    readme.write_text(new, encoding="utf-8", newline="\n")
    return True


def _row(lesson: Lesson) -> str:
    if not lesson.written:
        return f"| {lesson.number} | {lesson.title} | not yet written |\n"
    return f"| {lesson.number} | [{lesson.title}](notebooks/{lesson.file}.ipynb) | {lesson.minutes} |\n"
