"""The small course that the tests of the house start."""

import pytest
from small_course import Course


@pytest.fixture
def course(tmp_path):
    """Return a course that was never started, in a folder whose name has a space and an accent."""
    return Course(tmp_path / "mon école")


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    """Return a course that was started once, with what it said then as `first`."""
    course = Course(tmp_path_factory.mktemp("started") / "mon école")
    course.first = course.start("--no-browser", "--port", "8901", "--", "--ServerApp.shutdown_no_activity_timeout=9")
    return course
