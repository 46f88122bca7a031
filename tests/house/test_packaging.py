"""requirements.txt, environment.yml and pyproject.toml say the same."""

import os
import re
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from authoring import pins, repository
from course_lib.workspace.course_map import LESSONS

DIRECT = {canonicalize_name(requirement.name): requirement for requirement in pins.direct()}


def installed_as_pinned():
    """Tell whether this is the environment of requirements.txt, and not one with other versions."""
    versions = pins.pins()
    return all(versions[name] == pins.version(name) for name in versions if name in pins.needed(sys.platform))


@pytest.mark.parametrize("name", sorted(DIRECT))
def test_each_direct_dependency_has_a_lowest_version_and_is_pinned_within_its_range(name):
    *highest, lowest = sorted(str(each) for each in DIRECT[name].specifier)
    assert re.fullmatch(r">=[\d.]+", lowest)
    assert not highest or name == "anywidget"
    assert DIRECT[name].specifier.contains(pins.pins()[name])


def test_what_a_notebook_has_saved_is_alive_with_every_version_that_is_admitted():
    text = (pins.ROOT / "notebooks" / "01_perceptron.ipynb").read_text(encoding="utf-8")
    (minor,) = set(re.findall(r'"_model_module": "anywidget",\s*"_model_module_version": "~0\.(\d+)\.\*"', text))
    admitted = [m for m in range(100) if DIRECT["anywidget"].specifier.contains(f"0.{m}.0")]
    assert admitted == [int(minor)]


def test_requirements_hold_names_and_versions_only_for_every_supported_system():
    lines = pins.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        assert re.fullmatch(r'[a-z0-9-]+==[\w.]+( ; sys_platform [!=]= "(win32|darwin)")?', line)
    names = [Requirement(line).name for line in lines[1:]]
    assert names == sorted(set(names))


def test_requirements_are_what_the_pins_are_made_from():
    if not installed_as_pinned():
        pytest.skip("these are not the pinned versions: this is a run with the lowest or newest ones")
    assert pins.REQUIREMENTS.read_text(encoding="utf-8") == pins.requirements_text()


def test_reading_a_notebook_builds_no_parsers():
    if not installed_as_pinned():
        pytest.skip("these are not the pinned versions: this is a run with the lowest or newest ones")
    loaded = "import sys, nbformat; print('lark' in sys.modules or 'rfc3987_syntax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.parametrize("system", pins.SYSTEMS)
def test_everything_that_a_system_needs_is_pinned_there(system):
    if not installed_as_pinned():
        pytest.skip("these are not the pinned versions: this is a run with the lowest or newest ones")
    lines = pins.REQUIREMENTS.read_text(encoding="utf-8").splitlines()[1:]
    pinned = [one for one in map(Requirement, lines) if not one.marker or one.marker.evaluate(pins.SYSTEMS[system])]
    assert {canonicalize_name(one.name) for one in pinned} == pins.needed(system)


def test_conda_gets_the_direct_dependencies_in_the_pinned_versions():
    text = pins.ENVIRONMENT.read_text(encoding="utf-8")
    assert text == pins.environment_text()
    lines = re.findall(r"- ([\w-]+)==?([\w.]+)\n", text)
    wanted = {(pins.CONDA_NAMES.get(name, name), pins.pins()[name]) for name in DIRECT}
    assert set(lines) == wanted | {("python", "3.12")}
    assert "://" not in text


def test_pytorch_is_in_no_environment_unless_somebody_asks_for_it():
    assert "torch" not in DIRECT
    assert "torch" not in pins.pins()
    assert "torch" not in pins.ENVIRONMENT.read_text(encoding="utf-8")


def test_the_package_is_the_one_that_is_imported():
    import course_lib

    assert metadata.version("course_lib") == course_lib.__version__


def test_the_licenses_are_the_ones_that_pyproject_names():
    assert "BSD 3-Clause License" in (pins.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in (pins.ROOT / "LICENSE-TEXT").read_text(encoding="utf-8")


def test_who_cites_the_course_cites_this_version_in_this_repository():
    citation = (pins.ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {metadata.version('course_lib')}\n" in citation
    assert f'\nrepository-code: "{repository.address(pins.ROOT)}"\n' in citation


def test_binder_runs_the_python_that_conda_gets_and_leaves_out_what_learners_do_not_need():
    folder = pins.ROOT / ".binder"
    version = re.search(r"python=([\d.]+)", pins.ENVIRONMENT.read_text(encoding="utf-8"))[1]
    assert (folder / "runtime.txt").read_text(encoding="utf-8") == f"python-{version}\n"
    assert '".[lab]"' in (folder / "postBuild").read_text(encoding="utf-8")
    assert os.access(folder / "postBuild", os.X_OK) or os.name == "nt"


def test_the_number_of_lessons_is_told_rightly():
    words = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"][len(LESSONS) - 10]
    assert f"A course of {words} lessons" in (pins.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"the {words} lessons" in (pins.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
