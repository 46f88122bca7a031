"""What holds of every notebook that is handed out, read from its file."""

import ast
import copy
import json
import re
import socket
from pathlib import Path

import nbformat
import pytest

from authoring.build import ROOT
from authoring.outputs import bare, images_and_alts, state
from course_lib.workspace.widgets import VIEW

NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "notebooks" / "solutions").glob("*.ipynb")])
LEARNER = [path for path in NOTEBOOKS if path.parent.name == "notebooks"]
STATE = "application/vnd.jupyter.widget-state+json"
FILLER = re.compile(
    r"(a |an |the )?(figure|image|picture|plot|graph|chart|diagram) (of|showing|that shows)", re.IGNORECASE
)
PATHS = re.compile(r"(?<![\w.:/])/(home|Users|root|tmp|var|opt|usr|private|work)/\w|\b[A-Z]:\\\\?\w")
MOST_BYTES = 1_000_000

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def bundles(notebook):
    return [output.data for output in outputs(notebook) if "data" in output]


def faults(notebook) -> list[str]:
    """Return what nbval lets pass: cells that were not run, errors, bare values."""
    found = [f"not run: {cell.source}" for cell in code_cells(notebook) if cell.source and not cell.execution_count]
    for output in outputs(notebook):
        words = output.text if output.output_type == "stream" else output.get("data", {}).get("text/plain", "")
        if output.output_type == "error" or output.get("name") == "stderr":
            found.append(f"error: {output}")
        elif bare(words) or list(output.get("data", [])) == ["text/plain"]:
            found.append(f"bare value: {words}")
    return found


def without_pictures(notebook) -> str:
    text = copy.deepcopy(notebook)
    for data in bundles(text):
        data.pop("image/png", None)
    return re.sub(r"data:image/(?:png|webp);base64,[A-Za-z0-9+/=]+", "", json.dumps(text))


def names_host(text: str, host: str) -> bool:
    """Return whether a text names a machine. A machine called by a plain word, such as perceptron, cannot be told."""
    is_a_word = re.fullmatch("[A-Za-z]+", host) or len(host) < 8
    return not is_a_word and bool(re.search(rf"\b{re.escape(host)}\b", text))


@pytest.mark.parametrize(
    ("host", "found"), [("ada-laptop-3", True), ("perceptron", False), ("line", False), ("ada-laptop-4", False)]
)
def test_a_host_is_recognised_unless_it_is_a_word(host, found):
    assert names_host("The perceptron draws a line on ada-laptop-3.", host) is found


def test_there_are_notebooks():
    lessons = [path.stem for path in sorted((ROOT / "lessons").glob("*.md"))]
    assert [path.stem for path in LEARNER] == lessons
    assert len(NOTEBOOKS) == 2 * len(lessons) > 0


@every_notebook
def test_is_run_without_a_fault(path):
    assert faults(read(path)) == []


@every_notebook
def test_cells_fit_on_a_screen(path):
    assert [cell.source for cell in code_cells(read(path)) if len(cell.source.splitlines()) > 20] == []


@every_notebook
def test_pictures_are_told_in_words(path):
    alts = []
    for data in bundles(read(path)):
        count, found = images_and_alts(data)
        assert len(found) == count
        widths = map(int, re.findall(r'<img alt="[^"]*" width="(\d+)"', data.get("text/html", "")))
        assert max(widths, default=0) <= 708, "too wide for words to be read on a phone"
        if found:
            assert data["text/plain"] == found[0]
        alts += found
    assert len(set(alts)) == len(alts), "two pictures with the same words"
    for alt in alts:
        assert len(alt) >= 40, f"too short to see anything by: {alt}"
        assert not FILLER.match(alt), f"begin with what is to be seen: {alt}"


@every_notebook
def test_explorables_are_saved_alive_and_stand_in_without_a_widget(path):
    notebook = read(path)
    models = notebook.metadata.get("widgets", {}).get(STATE, {"state": {}})["state"]
    for cell in code_cells(notebook):
        if "explorable" in cell.metadata.get("tags", []):
            data = cell.outputs[-1].data
            assert data["image/png"] and len(data["text/plain"]) >= 40
            assert VIEW in data
    for data in bundles(notebook):
        assert VIEW not in data or data[VIEW]["model_id"] in models
    for model in models.values():
        assert model.model_module != "anywidget" or "export" in model.state["_esm"]
    text = json.dumps(models)
    assert set(re.findall("IPY_MODEL_([0-9a-f]+)", text)) <= set(models)


@every_notebook
def test_is_small(path):
    assert path.stat().st_size <= MOST_BYTES


@every_notebook
def test_names_no_place_on_somebodys_machine(path):
    text = without_pictures(read(path))
    assert not PATHS.search(text), PATHS.search(text)
    assert str(ROOT) not in text
    assert not names_host(text, socket.gethostname())


@pytest.mark.parametrize("path", LEARNER, ids=lambda path: path.stem)
def test_learners_find_stubs_and_no_solution(path):
    for cell in code_cells(read(path)):
        if "solution" not in cell.metadata.get("tags", []):
            continue
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef):
                assert ast.get_docstring(node) and [ast.unparse(line) for line in node.body[1:]] == ["..."]
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                assert set(ast.unparse(node.value)) <= set("(), ."), cell.source
        assert "choice=" not in cell.source
        assert state(cell.outputs[-1].data["text/plain"]) == "not started"


@pytest.mark.parametrize("path", LEARNER, ids=lambda path: path.stem)
def test_the_solved_edition_passes_every_check_and_is_the_same_otherwise(path):
    learner, solved = read(path), read(path.parent / "solutions" / path.name)
    assert [cell.id for cell in learner.cells] == [cell.id for cell in solved.cells]
    for own, other in zip(learner.cells, solved.cells, strict=True):
        if "solution" in own.metadata.get("tags", []):
            assert own.source != other.source
            assert state(other.outputs[-1].data["text/plain"]) == "passed"
        else:
            assert own.source == other.source.replace("](../glossary.md)", "](glossary.md)")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_lesson_links_to_in_the_course_is_there(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    linked = re.findall(r"\]\(([\w./]+\.(?:md|ipynb))\)", text)
    assert [link for link in linked if not (path.parent / link).is_file()] == []


def drawn(notebook) -> list[dict]:
    """Return the state of each explorable, without the number that its layout has among the models."""
    states = [model.state for model in notebook.metadata.widgets[STATE].state.values()]
    ours = [state for state in states if state.get("_anywidget_id", "").startswith("course_lib.explorables.")]
    return [{name: value for name, value in state.items() if name != "layout"} for state in ours]


@pytest.mark.parametrize("path", LEARNER, ids=lambda path: path.stem)
def test_both_editions_show_the_same_explorables(path):
    learner, solved = read(path), read(path.parent / "solutions" / path.name)
    assert drawn(learner) == drawn(solved) != []


def test_notes_to_the_instructor_are_in_neither_edition():
    for path in NOTEBOOKS:
        assert all("instructor" not in cell.metadata.get("tags", []) for cell in read(path).cells), name_of(path)


@pytest.mark.parametrize(
    "plant",
    [
        lambda cell: cell.update(execution_count=None, outputs=[]),
        lambda cell: cell.update(outputs=[nbformat.v4.new_output("error", ename="E", evalue="e", traceback=[])]),
        lambda cell: cell.update(outputs=[nbformat.v4.new_output("stream", name="stderr", text="careful")]),
        lambda cell: cell.update(outputs=[nbformat.v4.new_output("stream", text="np.float64(0.5)")]),
        lambda cell: cell.update(outputs=[nbformat.v4.new_output("execute_result", data={"text/plain": "0.5"})]),
    ],
    ids=["stripped", "error", "stderr", "printed", "bare"],
)
def test_a_planted_fault_is_seen(plant):
    notebook = read(NOTEBOOKS[0])
    plant(code_cells(notebook)[0])
    assert len(faults(notebook)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open /home/ada/course", True),
        ('"/tmp/x"', True),
        (r"C:\\Users\\ada", True),
        ("https://example.org/home/ada", False),
        ("either/or 1/2 and http://127.0.0.1/tmp/x", False),
    ],
)
def test_paths_are_recognised(text, found):
    assert bool(PATHS.search(text)) is found
