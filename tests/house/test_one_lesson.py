"""Which tests `python run.py test 3` takes."""

from pathlib import Path

import pytest
from one_lesson import LESSON_FILES, OneLesson, subjects

from course_lib.exercises import catalog
from course_lib.explorables import Downhill, SureOrNot

SIGMOID = OneLesson(3)


@pytest.mark.parametrize(
    ("file", "arguments", "own"),
    [
        ("math/test_activations.py", [], True),
        ("math/test_mlp.py", ["sigmoid"], False),
        ("exercises/test_sigmoid.py", [], True),
        ("browser/test_sure_or_not.py", [], True),
        ("browser/test_downhill.py", [], False),
        ("browser/test_explorables.py", [], False),
        ("browser/test_explorables.py", [SureOrNot], True),
        ("browser/test_explorables.py", [Downhill], False),
        ("browser/test_frames.py", ["SureOrNot"], True),
        ("browser/test_modules.py", ["sure_or_not"], True),
        ("browser/test_lessons.py", ["03_sigmoid.ipynb"], True),
        ("browser/test_lessons.py", ["04_log_loss.ipynb"], False),
        ("notebooks/test_notebooks.py", [Path("notebooks/solutions/03_sigmoid.ipynb")], True),
        ("notebooks/test_shipped_code.py", ["03_sigmoid.md", "sigmoid"], True),
        ("exercises/test_catalog.py", [catalog("sigmoid")[0]], True),
        ("exercises/test_catalog.py", [catalog("log_loss")[0]], False),
        ("exercises/test_catalog.py", ["sigmoid"], True),
        ("browser/test_question.py", [catalog("sigmoid")], True),
        ("exercises/test_record.py", [3, None, "w", ()], False),
    ],
)
def test_a_test_is_the_lessons_by_its_file_or_by_an_argument(file, arguments, own):
    assert SIGMOID.has(Path(file), [], arguments) is own


def test_what_takes_the_lessons_takes_this_one():
    assert SIGMOID.has(Path("notebooks/test_freshness.py"), ["ran", "lessons"], [])


@pytest.mark.parametrize("path", sorted(LESSON_FILES.glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_every_lesson_has_tests_of_its_own(path):
    lesson = OneLesson(int(path.stem[:2]))
    assert lesson.path == path
    assert lesson.explorables
    assert lesson.mathematics or path.stem == "00_start_here"


def test_a_lesson_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="there is no lesson 99 yet: there are 0 to "):
        OneLesson(99)


def test_a_module_is_tested_by_the_file_of_its_name_or_by_those_that_use_it():
    assert subjects("perceptron") == {"perceptron"}
    assert SIGMOID.mathematics == {"activations", "data", "perceptron"}
    assert "plain_networks" in subjects("feedforward")
