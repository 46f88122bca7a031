"""Write the instructor's syllabus: the sittings of the lessons, with their minutes, over eight weeks or two days."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from course_lib.workspace.course_map import LESSONS

from . import lesson, minutes
from .build import ROOT

WEEKS = 8
DAYS = (  # of each lesson the number of sittings, from its beginning
    {0: 1, 1: 2, 3: 1, 4: 1, 5: 2},
    {7: 2, 8: 1, 9: 1, 11: 3},
)
PAGE = """# Syllabus

Written by the build from the lessons: the minutes are theirs, without breaks, for somebody who does every exercise. A
sitting is what fits between two pauses. Each lesson's own page says what to skip when time is short, and
[Before the class](before_class.md) what to install and what to try.

## Eight weeks

One lesson after the other, with the same load each week as nearly as sittings allow. What you do not get through in
class can be homework: the checks answer mistakes when you are not there.

{weeks}

## Two days

From a line to a network that reads handwriting, by a short route. Whole lessons are left out, and the later
sittings of others. Each notebook runs on its own, so nothing breaks. Say at the start that the rest is to take home.

A few words come from what is left out. Before lesson 5, say what scaled features are, and skip "The same line of code",
which looks back at lesson 2. Before lesson 7, say what held out means, and before lesson 11 what softmax does and what
a confusion matrix counts. The [glossary](../notebooks/glossary.md) has a sentence for each.

{days}

What the two days leave out: {left_out}.
"""


class Sitting(NamedTuple):
    """A part of a lesson: its number, of how many, and its minutes."""

    lesson: int
    number: int
    of: int
    minutes: int


def sittings(root: Path = ROOT) -> list[Sitting]:
    """Return the sittings of all lessons that are written, in order."""
    found = []
    for one in LESSONS:
        if one.written:
            lengths = minutes.sittings(lesson.read(root / "lessons" / f"{one.file}.md"))
            found += [Sitting(one.number, i, len(lengths), length) for i, length in enumerate(lengths, start=1)]
    return found


def evenly(parts: list[Sitting], groups: int) -> list[list[Sitting]]:
    """Return the parts in order in so many groups, with minutes as near to each other as can be: least squares."""

    @cache
    def best(start: int, groups: int) -> tuple[int, tuple[int, ...]]:
        """Return the least sum of squares for the parts from here on, and where its groups end."""
        if groups == 1:
            return sum(part.minutes for part in parts[start:]) ** 2, (len(parts),)
        found = []
        for end in range(start + 1, len(parts) - groups + 2):
            squares, ends = best(end, groups - 1)
            found.append((sum(part.minutes for part in parts[start:end]) ** 2 + squares, (end, *ends)))
        return min(found)

    return [parts[start:end] for start, end in pairwise((0, *best(0, groups)[1]))]


def page(parts: list[Sitting]) -> str:
    """Return the syllabus as Markdown."""
    days = [[part for part in parts if part.number <= day.get(part.lesson, 0)] for day in DAYS]
    taken = {part for day in days for part in day}
    return PAGE.format(
        weeks=_table("Week", evenly(parts, WEEKS)),
        days=_table("Day", days),
        left_out=_in_words([part for part in parts if part not in taken]),
    )


def _table(name: str, groups: list[list[Sitting]]) -> str:
    rows = [
        f"| {i} | {_in_words(group)} | {sum(part.minutes for part in group)} |" for i, group in enumerate(groups, 1)
    ]
    return "\n".join([f"| {name} | What | Minutes |", "|---:|---|---:|", *rows])


def _in_words(parts: list[Sitting]) -> str:
    """Return sittings as links to their lessons' pages, those of one lesson together."""
    words = []
    for number in dict.fromkeys(part.lesson for part in parts):
        own = [part for part in parts if part.lesson == number]
        some = f", sitting {' and '.join(str(part.number) for part in own)}" if len(own) < own[0].of else ""
        words.append(f"[lesson {number}]({LESSONS[number].file}.md){some}")
    return "; ".join(words)


def renew(root: Path = ROOT) -> bool:
    """Write the syllabus anew, and return whether it has changed."""
    file, new = root / "teaching" / "syllabus.md", page(sittings(root))
    if file.exists() and file.read_text(encoding="utf-8") == new:
        return False
    file.write_text(new, encoding="utf-8", newline="\n")
    return True
