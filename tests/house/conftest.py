"""The small course that the tests of the house start."""

import os
import shutil
import sysconfig
import venv
from pathlib import Path

import pytest
from small_course import PIP, Course

FOLDERS = ("notebooks", "my-course", "stand-ins")  # What a test may change. The environment takes long to make.
# Any one that came through would send the packages elsewhere, or refuse them.
ELSEWHERE = {"PIP_USER": "1", "PIP_TARGET": "elsewhere", "PIP_PREFIX": "elsewhere", "PIP_REQUIRE_HASHES": "1"}
ELSEWHERE_IN_A_FILE = "[global]\nuser = true\n[install]\nrequire-hashes = true\n"


@pytest.fixture
def course(tmp_path):
    """Return a course that was never started, in a folder whose name has a space and an accent."""
    return Course(tmp_path / "mon école")


@pytest.fixture(scope="module")
def new_environment(tmp_path_factory):
    """Return an environment with nothing but what stands in for pip."""
    environment = tmp_path_factory.mktemp("new") / "environment"
    venv.create(environment, symlinks=os.name == "posix")
    place = sysconfig.get_path("purelib", "venv", {"base": str(environment)})
    Path(place, "pip").mkdir()
    for name, code in (("__init__", ""), ("__main__", PIP)):
        Path(place, "pip", f"{name}.py").write_text(code, encoding="utf-8")
    return environment


@pytest.fixture
def quick(course, new_environment):
    """Return a course that was never started, and whose first start is quick: no venv is made, and no pip is run."""
    course.begin_with(new_environment)
    return course


@pytest.fixture(scope="module")
def started_once(tmp_path_factory):
    """Return a course that was started once, with what it said then as `first`, and a copy of its folders.

    That start is the real one: venv and pip are run, under settings of pip that would have it install elsewhere.
    """
    course = Course(tmp_path_factory.mktemp("started") / "mon école")
    settings = tmp_path_factory.mktemp("settings") / "pip.conf"
    settings.write_text(ELSEWHERE_IN_A_FILE, encoding="utf-8")
    arguments = ("--no-browser", "--port", "8901", "--", "--ServerApp.shutdown_no_activity_timeout=9")
    course.first = course.start(*arguments, PIP_CONFIG_FILE=str(settings), **ELSEWHERE)
    assert course.first.returncode == 0, course.first.stderr
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
