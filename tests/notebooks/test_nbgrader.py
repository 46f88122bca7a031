"""The course for nbgrader: students get what the learner edition has, and a right answer is what is graded."""

import re

import pytest

from authoring import editions, lesson, minutes, nbgrader
from course_lib.checking import CodeExercise, Question, ValueExercise

REGION = re.compile(rf"^{nbgrader.BEGIN}\n.*?^{nbgrader.END}\n?", re.MULTILINE | re.DOTALL)


def released(cell):
    """Return a cell's code as nbgrader hands it out: what stands between its marks is cut."""
    return REGION.sub("\n", cell.source) if cell.metadata.get("nbgrader", {}).get("solution") else cell.source


def without_blank_lines(code):
    return [line for line in code.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def for_nbgrader(lessons):
    """Return each lesson, with the notebook that is made of it for nbgrader."""
    return [(this, nbgrader.notebook(this)) for this in map(lesson.read, lessons)]


def test_what_students_get_is_the_learner_edition_and_the_cells_that_are_graded(for_nbgrader):
    for this, notebook in for_nbgrader:
        apart = ("[glossary](glossary.md)", "glossary")  # an assignment comes without the glossary beside it
        learner = {cell.id: cell.source.replace(*apart) for cell in editions.notebook(this, "learner").cells}
        cells = {cell.id: cell for cell in notebook.cells}
        assert [each for each in cells if each in learner] == list(learner)
        for each, code in learner.items():
            assert without_blank_lines(released(cells[each])) == without_blank_lines(code)
        own = {each: released(cell) for each, cell in cells.items() if each not in learner}
        for each, code in own.items():
            pattern = (
                r"\w+_choice = \.\.\.  # .*\n\n"
                if each.endswith("-answer")
                else r"from .*\n\nassert .*passes\(\w+\), .*"
            )
            assert re.fullmatch(pattern, code)


def test_every_exercise_and_question_is_graded_once_and_has_its_points(for_nbgrader):
    for this, notebook in for_nbgrader:
        told = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        graded = {each.grade_id: each.points for each in told if each.grade}
        asked = minutes.exercises(this).values()
        worth = {Question: 1, ValueExercise: 2, CodeExercise: 5}  # as the page for teachers says
        assert graded == {
            f"{item.name}-graded": next(points for kind, points in worth.items() if isinstance(item, kind))
            for item in asked
        }
        assert len({each.grade_id for each in told}) == len(told) == 2 * len(graded)
        assert all(each.locked is each.grade for each in told)


def run(cells, code):
    """Run the cells, and return which of those that are graded raise."""
    names, raised = {}, []
    for cell in cells:
        if cell.cell_type == "code" and "explorable" not in cell.metadata.get("tags", []):
            try:
                exec(code(cell), names)
            except AssertionError:
                raised.append(cell.metadata.nbgrader.grade_id)
    return raised


@pytest.mark.parametrize("name", ["01_perceptron"])
def test_a_graded_cell_raises_for_the_stub_and_not_for_the_solution(name):
    this = lesson.read(nbgrader.ROOT / "lessons" / f"{name}.md")
    cells = nbgrader.notebook(this).cells
    asked = minutes.exercises(this).values()
    assert run(cells, lambda cell: cell.source) == []
    assert run(cells, released) == [f"{item.name}-graded" for item in asked]


def test_an_answer_is_graded_however_the_lesson_hands_it_over(tmp_path):
    text = (nbgrader.ROOT / "lessons" / "01_perceptron.md").read_text(encoding="utf-8")
    path = tmp_path / "01_perceptron.md"
    path.write_text(text.replace("check.step(step)", "check.step(answer=step)"), encoding="utf-8")
    graded = [cell.source for cell in nbgrader.notebook(lesson.read(path)).cells if cell.id.endswith("-graded")]
    assert [source for source in graded if "assert check.step.passes(step)," in source]


@pytest.mark.parametrize("place", ["a file", "a file/below it"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys, place):
    (tmp_path / "a file").write_text("mine", encoding="utf-8")
    assert nbgrader.main([str(tmp_path / place)]) == 1
    assert capsys.readouterr().err.startswith(f"The course cannot be written into {tmp_path / place}: ")
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "mine"


def test_a_choice_counts_as_the_click_does():
    question = next(
        item
        for item in minutes.exercises(lesson.read(nbgrader.ROOT / "lessons" / "01_perceptron.md")).values()
        if isinstance(item, Question)
    )
    assert question.prediction and question.passes("a") and not question.passes(...) and not question.passes("")


def test_the_course_is_written_and_its_settings_are_not_written_again(tmp_path):
    first, _ = nbgrader.write(tmp_path)
    config = tmp_path / "nbgrader_config.py"
    assert 'code_stub = {"python": ""}' in config.read_text(encoding="utf-8")
    config.write_text("mine", encoding="utf-8")
    before = [path.read_bytes() for path in first]
    assert nbgrader.write(tmp_path) == (first, [])
    assert [path.read_bytes() for path in first] == before
    assert config.read_text(encoding="utf-8") == "mine"
    assert first[1] == tmp_path / "source" / "01_perceptron" / "01_perceptron.ipynb"


def test_a_notebook_that_a_teacher_has_changed_is_kept(tmp_path, monkeypatch, capsys):
    one = lesson.read(nbgrader.ROOT / "lessons" / "01_perceptron.md")
    monkeypatch.setattr(lesson, "read", lambda path: one)  # as all lessons, which takes long
    assert nbgrader.main([str(tmp_path)]) == 0
    assert "Kept" not in capsys.readouterr().out
    mine = tmp_path / "source" / "01_perceptron" / "01_perceptron.ipynb"
    mine.write_text("mine", encoding="utf-8")
    assert nbgrader.main([str(tmp_path)]) == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    said = capsys.readouterr().out
    assert f"is not what the course writes: {mine.relative_to(tmp_path)}. To get" in said
    assert said.count("01_perceptron.ipynb") == 1
