"""nbval, strictly, on both editions; and the proof that it goes red."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring.build import ROOT

PICTURE = """from IPython.display import display

display({"text/html": '<img alt="ALT" src="data:image/webp;base64,BYTES">', "text/plain": "ALT"}, raw=True)"""


EDITIONS = {"learner": ROOT / "notebooks", "solved": ROOT / "notebooks" / "solutions"}


@pytest.fixture(scope="module")
def runs(nbval):
    """Return the notebooks of each edition, and what nbval says of them. Each run mostly waits for its kernel."""
    groups = [sorted(folder.glob("*.ipynb")) for folder in EDITIONS.values()]
    return dict(zip(EDITIONS, zip(groups, nbval(*groups), strict=True), strict=True))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_notebook_gives_what_it_shows(runs, edition):
    notebooks, (code, said) = runs[edition]
    assert code == 0, said
    cells = sum(cell.cell_type == "code" for path in notebooks for cell in nbformat.read(path, as_version=4).cells)
    assert f"{cells} passed" in said, said


def shown(alt: str, content: str) -> nbformat.NotebookNode:
    """Return the output of PICTURE."""
    html = f'<img alt="{alt}" src="data:image/webp;base64,{content}">'
    return new_output("display_data", data={"text/html": html, "text/plain": "A line."})


SOURCE = PICTURE.replace("ALT", "A line.").replace("BYTES", "AAAA")
PLANTS = {
    "right": ("print('one')", [new_output("stream", text="one\n")], "passed"),
    "wrong_output": ("print('one')", [new_output("stream", text="two\n")], "failed"),
    "missing_output": ("print('one')", [], "failed"),
    "raises": ("1 / 0", [], "failed"),
    "other_pixels": (SOURCE, [shown("A line.", "BBBB")], "passed"),
    "other_alt": (SOURCE, [shown("A curve.", "AAAA")], "failed"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory, nbval):
    """Return what nbval says about a notebook with these cells, in their order."""
    cells = [new_code_cell(source, execution_count=1, outputs=outputs) for source, outputs, _ in PLANTS.values()]
    path = tmp_path_factory.mktemp("planted") / "planted.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    [run] = nbval([path])
    return run


@pytest.mark.parametrize("name", PLANTS)
def test_nbval_sees_what_is_planted(told, name):
    _, said = told
    failed = re.search(rf"^FAILED .*\bplanted\.ipynb::Cell {list(PLANTS).index(name)}\b", said, re.MULTILINE)
    assert bool(failed) is (PLANTS[name][2] == "failed"), said


def test_nbval_goes_red(told):
    code, said = told
    assert code == 1, said
    assert "4 failed, 2 passed" in said
