"""The map of the course, and what it says is done."""

import html
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from authoring import execute, front_page
from course_lib.exercises import catalog, perceptron
from course_lib.workspace import progress, record
from course_lib.workspace.course_map import LESSONS

LESSON_FILES = Path(__file__).parents[2] / "lessons"


def test_the_map_names_every_lesson_once_in_order():
    assert [lesson.number for lesson in LESSONS] == list(range(13))
    assert len({lesson.name for lesson in LESSONS}) == 13
    text = repr(progress())
    assert [text.index(lesson.title) for lesson in LESSONS] == sorted(text.index(lesson.title) for lesson in LESSONS)


def test_the_front_page_shows_the_map(tmp_path):
    readme = tmp_path / "README.md"
    text = front_page.README.read_text(encoding="utf-8")
    readme.write_text(text, encoding="utf-8")
    assert not front_page.renew(readme), "run python run.py build"
    readme.write_text(text.replace("| 1 | [Turn a line", "| 1 | [Bend a line"), encoding="utf-8")
    assert front_page.renew(readme)
    assert readme.read_text(encoding="utf-8") == text
    rows = re.findall(r"^\| (\d+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == [lesson.number for lesson in LESSONS]


def test_every_lesson_file_is_on_the_map_as_written():
    files = {file.stem for file in LESSON_FILES.glob("[0-9][0-9]_*.md")}
    assert files == {f"{lesson.number:02}_{lesson.name}" for lesson in LESSONS if lesson.written}


def test_minutes_of_a_lesson_that_is_not_written_are_a_guess():
    for lesson in LESSONS:
        row = next(line for line in repr(progress()).split("\n") if lesson.title in line)
        assert ("  about " in row) == (not lesson.written)
        assert f"{lesson.minutes}  " in row


def test_without_a_workspace_nothing_is_done():
    assert repr(progress()) == repr(progress())
    for lesson in LESSONS:
        row = next(line for line in repr(progress()).split("\n") if lesson.title in line)
        assert row.endswith(f"0 of {len(catalog(lesson.name))}" if lesson.written else "not yet written")


@pytest.mark.parametrize("show", [repr, lambda shown: html.unescape(shown._repr_html_())])
def test_outside_of_a_learners_folder_the_map_says_why_nothing_is_remembered_and_what_to_do(show, tmp_path):
    said = show(progress())
    assert "python run.py" in said and "%mkdir .course" in said
    (tmp_path / ".course").mkdir()
    assert "%mkdir" not in show(progress())
    record.mark("perceptron", "step")
    assert "%mkdir" not in show(progress()) and "remembered" not in show(progress())


def test_the_map_says_what_stands_in_the_way_of_the_record(workspace):
    (workspace / "progress.json").mkdir()
    assert "cannot be read" in repr(progress())
    assert "<p>What you have done cannot be read from " in progress()._repr_html_()
    assert "<p>In a &lt;b&gt; folder.</p>" in replace(progress(), note="In a <b> folder.")._repr_html_()


@pytest.fixture
def run_map(tmp_path):
    """Return a function that runs the map's cell in a kernel as a person does, or a program, and returns its output."""
    manager = execute.Kernel()
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()

    def run_map(by_a_person):
        shown = []
        client.execute_interactive(
            "from course_lib.workspace import progress\n\nprogress()",
            allow_stdin=by_a_person,
            output_hook=lambda message: shown.extend(
                [message["content"]["data"]] if "data" in message["content"] else []
            ),
            timeout=120,
        )
        return shown[-1]

    yield run_map
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_program_that_only_runs_notebooks_gets_the_map_alone(run_map):
    """Such as nbval and the build: wherever they run a notebook, they must get what it has saved."""
    for_a_person = run_map(True)
    assert "python run.py" in for_a_person["text/plain"] and "python run.py" in for_a_person["text/html"]
    lesson = nbformat.read(LESSON_FILES.parent / "notebooks" / "00_start_here.ipynb", as_version=4)
    (saved,) = [output.data for cell in lesson.cells if cell.source.endswith("\nprogress()") for output in cell.outputs]
    assert run_map(False) == saved


def test_what_is_done_is_counted(workspace):
    perceptron.step(perceptron.step.reference)
    record.mark("perceptron", "an_exercise_of_an_older_version")
    total = len(catalog("perceptron"))
    assert f"  1 of {total}" in repr(progress())
    for item in catalog("perceptron"):
        record.mark("perceptron", item.name)
    assert f"✓ {total} of {total}" in repr(progress())
    assert f"✓ {total} of {total}" in progress()._repr_html_()


def test_html_is_a_table_with_a_caption_and_headings():
    table = progress()._repr_html_()
    assert table.count("<caption") == 1
    assert table.count('scope="col"') == 4
    assert table.count('scope="row"') == 13
    for lesson in LESSONS:
        assert f">{lesson.title}</th>" in table
