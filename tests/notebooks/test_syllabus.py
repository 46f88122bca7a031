"""The syllabus says what the lessons take, and its weeks and days hold them."""

import itertools

import pytest

from authoring import minutes, syllabus
from course_lib.workspace.course_map import LESSONS


@pytest.fixture(scope="module")
def parts():
    return syllabus.sittings()


def test_the_syllabus_is_up_to_date(parts):
    page = (syllabus.ROOT / "teaching" / "syllabus.md").read_text(encoding="utf-8")
    assert page == syllabus.page(parts)


def test_the_weeks_hold_every_sitting_once_and_in_order(parts):
    weeks = syllabus.evenly(parts, syllabus.WEEKS)
    assert list(itertools.chain(*weeks)) == parts
    assert sum(part.minutes for part in parts) == sum(lesson.minutes for lesson in LESSONS if lesson.written)
    loads = [sum(part.minutes for part in week) for week in weeks]
    assert max(loads) - min(loads) <= 2 * minutes.LONGEST_SITTING


def test_no_other_way_to_part_a_few_sittings_is_more_even():
    parts = [syllabus.Sitting(i, 1, 1, length) for i, length in enumerate((37, 46, 64, 48, 54, 20, 61))]
    squares = []
    for cuts in itertools.combinations(range(1, len(parts)), 2):
        bounds = itertools.pairwise((0, *cuts, len(parts)))
        squares.append(sum(sum(part.minutes for part in parts[start:end]) ** 2 for start, end in bounds))
    chosen = syllabus.evenly(parts, 3)
    assert sum(sum(part.minutes for part in group) ** 2 for group in chosen) == min(squares)


def test_a_day_is_no_longer_than_six_hours_and_a_quarter(parts):
    for day in syllabus.DAYS:
        taken = [part for part in parts if part.number <= day.get(part.lesson, 0)]
        assert len(taken) == sum(day.values())
        assert 300 <= sum(part.minutes for part in taken) <= 375
