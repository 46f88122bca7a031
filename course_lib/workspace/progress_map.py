"""Show the map of the course with what the learner has done."""

import html
from dataclasses import dataclass

from course_lib.checking.feedback import for_console
from course_lib.exercises import catalog
from course_lib.workspace import record
from course_lib.workspace.course_map import LESSONS, Lesson

CAPTION = "From a line to a network: the lessons, the time they take, and what you have done"
HEADINGS = ("No.", "Lesson", "Minutes", "Done")


@dataclass(frozen=True)
class ProgressMap:
    """The map of the course, with the number of things done in each lesson. As a cell's value it shows itself.

    The note, where there is one, says why the record of what is done cannot be relied on.
    """

    done: tuple[tuple[str, int], ...]
    note: str = ""

    def __repr__(self) -> str:
        rows = [HEADINGS, *(self._row(lesson) for lesson in LESSONS)]
        widths = [max(map(len, column)) for column in zip(*rows)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
        return "\n".join([CAPTION, *lines, *(["", self.note] if self.note else [])])

    def __str__(self) -> str:
        return for_console(repr(self))

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align: left">{name}</th>' for name in HEADINGS)
        return (
            f'<table><caption style="text-align: left">{CAPTION}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(map(self._html_row, LESSONS))}</tbody></table>"
            f"{f'<p>{html.escape(self.note)}</p>' if self.note else ''}"
        )

    def _html_row(self, lesson: Lesson) -> str:
        number, title, minutes, done = map(html.escape, self._row(lesson))
        cell = '<td style="text-align: left">'
        return (
            f'<tr>{cell}{number}</td><th scope="row" style="text-align: left; font-weight: normal">{title}</th>'
            f"{cell}{minutes}</td>{cell}{done}</td></tr>"
        )

    def _row(self, lesson: Lesson) -> tuple[str, str, str, str]:
        minutes = f"{'' if lesson.written else 'about '}{lesson.minutes}"
        return str(lesson.number), lesson.title, minutes, self._done(lesson)

    def _done(self, lesson: Lesson) -> str:
        if not lesson.written:
            return "not yet written"
        done, all_of_them = dict(self.done)[lesson.name], len(catalog(lesson.name))
        return f"{'✓ ' if done == all_of_them else ''}{done} of {all_of_them}"


def progress() -> ProgressMap:
    """Return the map of the course with what the learner has done so far."""
    done = record.done()
    return ProgressMap(
        tuple(
            (lesson.name, sum(item.name in done.get(lesson.name, ()) for item in catalog(lesson.name)))
            for lesson in LESSONS
            if lesson.written
        ),
        record.trouble(),
    )
