"""Exercises tested in a folder of their own, with a short time limit."""

import pytest

from course_lib.exercises import runner


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    """Run each test in an empty folder, so that no workspace is found by chance, and with little patience."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "TIME_LIMIT", 0.4)
    monkeypatch.setattr(runner, "PATIENCE", 0.5)


@pytest.fixture
def workspace(tmp_path):
    """Return the `.course` folder of a workspace around the current folder."""
    course = tmp_path / ".course"
    course.mkdir()
    return course
