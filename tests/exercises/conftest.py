"""Exercises tested in a folder of their own."""

import pytest


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    """Run each test in an empty folder, so that no workspace is found by chance."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def workspace(tmp_path):
    """Return the `.course` folder of a workspace around the current folder."""
    course = tmp_path / ".course"
    course.mkdir()
    return course
