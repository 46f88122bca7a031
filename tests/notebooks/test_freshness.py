"""What is committed is what the build makes of the lessons.

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

import pytest
from packaging.requirements import Requirement

from authoring.build import ROOT, build

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
def rebuilt(tmp_path_factory):
    """Return the folder of every lesson built again, and of each lesson the seconds of the clock."""
    out = tmp_path_factory.mktemp("rebuilt")
    paths = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.md"))
    return out, {built.name: built.seconds for path in paths for built in build([path.stem], root=ROOT, out=out)}


def test_every_built_file_has_its_lesson_and_every_lesson_its_files(rebuilt, files_of):
    out, _ = rebuilt
    assert set(files_of(ROOT)) - {"teaching/README.md"} == set(files_of(out)), "run python run.py build"


def test_what_is_committed_is_what_the_build_makes(rebuilt, files_of):
    out, _ = rebuilt
    committed = files_of(ROOT)
    for name, content in files_of(out).items():
        if is_as_built() or name.endswith(".md"):
            same = committed[name] == content
        else:
            same = comparable(committed[name].decode()) == comparable(content.decode())
        assert same, f"{name} is not what the build makes of its lesson: run python run.py build"


def test_a_lesson_comes_to_its_end_and_writes_nothing(rebuilt):
    out, seconds = rebuilt
    assert {name: clock for name, clock in seconds.items() if not 0 < clock < MOST_PATIENCE} == {}
    assert {path.name for path in out.iterdir()} == {"notebooks", "teaching", ".build"}
    assert not list(out.rglob(".course")) and not list((ROOT / "notebooks").rglob("progress.json"))


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
