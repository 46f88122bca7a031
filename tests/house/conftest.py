"""The small course that the tests of the house start."""

import shutil
import subprocess
import sys

import pytest
from small_course import Course

FOLDERS = ("notebooks", "my-course", "stand-ins")  # What a test may change. The environment takes long to make.


@pytest.fixture
def course(tmp_path):
    """Return a course that was never started, in a folder whose name has a space and an accent."""
    return Course(tmp_path / "mon école")


@pytest.fixture(scope="module")
def new_environment(tmp_path_factory):
    """Return an environment with nothing but pip."""
    environment = tmp_path_factory.mktemp("new") / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    return environment


@pytest.fixture
def quick(course, new_environment):
    """Return a course that was never started, and that begins with a new environment made before."""
    course.begin_with(new_environment)
    return course


@pytest.fixture(scope="module")
def started_once(tmp_path_factory):
    """Return a course that was started once, with what it said then as `first`, and a copy of its folders."""
    course = Course(tmp_path_factory.mktemp("started") / "mon école")
    course.first = course.start("--no-browser", "--port", "8901", "--", "--ServerApp.shutdown_no_activity_timeout=9")
    course.copy = tmp_path_factory.mktemp("copy")
    for folder in FOLDERS:
        shutil.copytree(course.folder / folder, course.copy / folder)
    return course


@pytest.fixture
def started(started_once):
    """Return a course that was started once, as that left it, whatever the tests before have changed."""
    for folder in FOLDERS:
        shutil.rmtree(started_once.folder / folder)
        shutil.copytree(started_once.copy / folder, started_once.folder / folder)
    return started_once
