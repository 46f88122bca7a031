"""nbval, strictly, on both editions at once; and what is committed is what the build makes of the very same runs.

With the versions of requirements.txt, on Linux on x86-64, the files must be the same byte for byte. Elsewhere some
things differ that nobody wrote, and the comparison leaves them out: the pixels of pictures (matplotlib, FreeType), the
traits and version marks of the widget libraries' own models, `language_info`, and the last digits of numbers inside a
widget's state (another BLAS). Every word that a learner reads is compared everywhere.
"""

import copy
import json
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

from authoring import execute
from authoring.build import ROOT, build

EDITIONS = {"learner": ROOT / "notebooks", "solved": ROOT / "notebooks" / "solutions"}
STATE = "application/vnd.jupyter.widget-state+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
MOST_PATIENCE = 240  # seconds on the clock, for a lesson that waits instead of working; a busy machine is slow too
PICTURE = re.compile(r"data:image/(?:png|webp);base64,[A-Za-z0-9+/=]+")


def is_as_built() -> bool:
    """Return whether this is the platform and these are the versions with which the notebooks are built."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return (sys.platform, platform.machine()) == ("linux", "x86_64") and all(map(is_installed, pinned))


def is_installed(requirement: Requirement) -> bool:
    if requirement.marker and not requirement.marker.evaluate():
        return True
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False


def comparable(text: str) -> dict:
    """Return what of a notebook must be the same on every platform and with every version."""
    notebook = json.loads(text)
    notebook["metadata"].pop("language_info", None)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop("image/png", None)
            data.pop(WIDGET, None)  # the numbers of models shift where a library adds one
            if "text/html" in data:
                data["text/html"] = PICTURE.sub("", "".join(data["text/html"]))
    saved = notebook["metadata"].pop("widgets", {}).get(STATE, {"state": {}})["state"]
    notebook["views"] = [own_state(model) for model in saved.values() if model["model_module"] == "anywidget"]
    return rounded(notebook)


def own_state(model: dict) -> dict:
    """Return the state of a view of the course's, without the library's part."""
    library = re.compile(r"_(model|view)_|layout$|tabbable$|tooltip$|_dom_classes$|_view_count$")
    return {name: value for name, value in model["state"].items() if not library.match(name)}


def rounded(value):
    """Return a tree of values with every float rounded to nine digits."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def ran(tmp_path_factory, lessons, nbval):
    """Return the folders in which nbval has run the lessons, each in both editions at once, and what it says of them.

    Each notebook lies alone in a folder, so that what its cells write is found beside it.
    """
    halves = [half for half in (lessons[::2], lessons[1::2]) if half]
    groups = {}
    for half in halves:
        folder = tmp_path_factory.mktemp("ran")
        groups[folder] = [folder / path.stem / f"{path.stem}.ipynb" for path in half]
        for path in groups[folder]:
            path.parent.mkdir()
            nbformat.write(both_editions(path.name), path)
    return dict(zip(groups, nbval(groups), strict=True))


def both_editions(name: str) -> nbformat.NotebookNode:
    """Return a lesson's notebook for learners in which each stub is followed by its solution.

    What is shown is the same in both editions, and no cell of it reads an answer: see test_names_taken.py. So it is
    run once. A cell's metadata tell the editions that it is of.
    """
    learner, solved = (nbformat.read(folder / name, as_version=4) for folder in EDITIONS.values())
    cells = []
    for stub, solution in zip(learner.cells, solved.cells, strict=True):
        same = stub == solution
        stub.metadata.editions = list(EDITIONS) if same else ["learner"]
        cells.append(stub)
        if not same:
            solution.metadata.editions = ["solved"]
            solution.id += "-solved"
            cells.append(solution)
    learner.cells = cells
    return learner


def test_every_notebook_gives_what_it_shows(ran):
    for folder, (code, said) in ran.items():
        assert code == 0, said
        notebooks = [nbformat.read(path, as_version=4) for path in folder.glob("*/*.ipynb")]
        assert f"{sum(len(code_cells(notebook)) for notebook in notebooks)} passed" in said, said


@pytest.fixture(scope="module")
def kept(ran):
    """Return what each notebook came to when nbval ran it, and the seconds of the clock, by lesson."""
    files = [path for folder in ran for path in folder.glob("*.json")]
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory, lessons, kept):
    """Return the folder of the lessons built again, with the runs that nbval has made of them."""
    out = tmp_path_factory.mktemp("rebuilt")
    runs = [of_edition(edition, notebook) for notebook, _ in kept.values() for edition in EDITIONS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute, "run", lambda notebook: as_run(notebook, runs))
        build([path.stem for path in lessons], root=ROOT, out=out)
    return out


def of_edition(edition: str, ran: dict) -> nbformat.NotebookNode:
    """Return what of a run is one edition's, its code cells numbered as if they had been run alone."""
    notebook = nbformat.from_dict(ran)
    notebook.cells = [cell for cell in notebook.cells if edition in cell.metadata.editions]
    for number, cell in enumerate(code_cells(notebook), start=1):
        for each in (cell, *(output for output in cell.outputs if "execution_count" in output)):
            each.execution_count = number
    return notebook


def as_run(notebook, runs):
    """Return a notebook of the build with what came out when nbval ran the same code."""
    ran = next((one for one in runs if code_of(one) == code_of(notebook)), None)
    assert ran, f"{notebook.cells[0].source}: the code is not that of the lesson: run python run.py build"
    notebook.metadata |= {name: value for name, value in ran.metadata.items() if name in ("language_info", "widgets")}
    for cell, other in zip(code_cells(notebook), code_cells(ran), strict=True):
        cell.outputs, cell.execution_count = other.outputs, other.execution_count
    return execute.tidied(notebook)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def code_of(notebook) -> list[str]:
    return [cell.source for cell in code_cells(notebook)]


def committed(files_of, lessons) -> dict[str, bytes]:
    """Return the built files that lie in the course, by name."""
    names = {path.stem for path in lessons}
    return {name: content for name, content in files_of(ROOT).items() if Path(name).stem in names}


def test_every_lesson_has_its_files(rebuilt, files_of, lessons):
    assert set(committed(files_of, lessons)) == set(files_of(rebuilt)), "run python run.py build"


def test_every_built_file_has_its_lesson(files_of):
    lessons = {path.stem for path in (ROOT / "lessons").glob("[0-9][0-9]_*.md")}
    others = {"syllabus", "before_class", "grading"}  # pages for the instructor that are of no lesson
    assert {Path(name).stem for name in files_of(ROOT)} - others == lessons, "run python run.py build"


def test_what_is_committed_is_what_the_build_makes(rebuilt, files_of, lessons):
    there = committed(files_of, lessons)
    for name, content in files_of(rebuilt).items():
        if is_as_built() or name.endswith(".md"):
            same = there[name] == content
        else:
            same = comparable(there[name].decode()) == comparable(content.decode())
        assert same, f"{name} is not what the build makes of its lesson: run python run.py build"


def test_a_lesson_comes_to_its_end(kept):
    assert {name: clock for name, (_, clock) in kept.items() if not 0 < clock < MOST_PATIENCE} == {}


def test_a_lesson_writes_nothing(ran):
    for folder in ran:
        places = [path for path in folder.iterdir() if path.is_dir() and path.name != "ipython"]
        assert places
        assert {path.name: [each.name for each in path.iterdir()] for path in places} == {
            path.name: [f"{path.name}.ipynb"] for path in places
        }
    assert not list((ROOT / "notebooks").rglob("progress.json"))


@pytest.fixture
def notebook(files_of):
    files = files_of(ROOT)
    return json.loads(files["notebooks/01_perceptron.ipynb"])


def change(notebook, edit) -> bool:
    """Return whether the lenient comparison sees an edit."""
    changed = copy.deepcopy(notebook)
    edit(changed)
    return comparable(json.dumps(changed)) != comparable(json.dumps(notebook))


def outputs(notebook):
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def figure(notebook) -> dict:
    return next(
        output["data"] for output in outputs(notebook) if "<img" in "".join(output["data"].get("text/html", ""))
    )


def views(notebook) -> list[dict]:
    models = notebook["metadata"]["widgets"][STATE]["state"].values()
    return [model["state"] for model in models if model["model_module"] == "anywidget"]


def test_the_lenient_comparison_sees_words_and_state(notebook):
    def other_alt(changed):
        data = figure(changed)
        data["text/html"] = "".join(data["text/html"]).replace('alt="', 'alt="Not ')

    def other_source(changed):
        changed["cells"][0]["source"].append("more")

    def other_module(changed):
        views(changed)[0]["_esm"] += "// more"

    def stripped(changed):
        for cell in changed["cells"]:
            cell["outputs"] = []

    assert all(change(notebook, edit) for edit in (other_alt, other_source, other_module, stripped))


def test_the_lenient_comparison_leaves_out_what_nobody_wrote(notebook):
    def other_pixels(changed):
        data = figure(changed)
        data["image/png"] = "AAAA"
        data["text/html"] = PICTURE.sub("data:image/webp;base64,AAAA", "".join(data["text/html"]))

    def other_version(changed):
        views(changed)[0]["_model_module_version"] = "~0.99.*"
        views(changed)[0]["tabbable"] = True

    assert not any(change(notebook, edit) for edit in (other_pixels, other_version))
