"""The map of the course on the README, built from the course map."""

import re
from pathlib import Path

from course_lib.workspace.course_map import LESSONS, Lesson

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(?<=\| \| lesson \| minutes \|\n\|---\|---\|---\|\n)(?:\|.*\n)*\n(?:Lesson|All).*\n")


def renew(readme: Path = README) -> bool:
    """Write the table of the lessons anew, and the sentence below it; return whether they have changed."""
    text = readme.read_text(encoding="utf-8")
    new = TABLE.sub("".join([*map(_row, LESSONS), "\n", _how_far()]), text)
    if new == text:
        return False
    readme.write_text(new, encoding="utf-8", newline="\n")
    return True


def _how_far() -> str:
    last = max(lesson.number for lesson in LESSONS if lesson.written)
    if last == LESSONS[-1].number:
        return f"All {len(LESSONS)} lessons are here and complete.\n"
    return f"Lessons 0 to {last} are here and complete. The others are being written, in this order.\n"


def _row(lesson: Lesson) -> str:
    if not lesson.written:
        return f"| {lesson.number} | {lesson.title} | not yet written |\n"
    return f"| {lesson.number} | [{lesson.title}](notebooks/{lesson.file}.ipynb) | {lesson.minutes} |\n"
