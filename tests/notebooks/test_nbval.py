"""nbval, strictly, on both editions; and the proof that it goes red."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring.build import ROOT

PICTURE = """from IPython.display import display

display({"text/html": '<img alt="ALT" src="data:image/webp;base64,BYTES">', "text/plain": "ALT"}, raw=True)"""


EDITIONS = {"learner": ROOT / "notebooks", "solved": ROOT / "notebooks" / "solutions"}


@pytest.mark.parametrize("folder", EDITIONS.values(), ids=EDITIONS)
def test_every_notebook_gives_what_it_shows(nbval, folder):
    notebooks = sorted(folder.glob("*.ipynb"))
    done = nbval(*notebooks)
    assert done.returncode == 0, done.stdout + done.stderr
    cells = sum(cell.cell_type == "code" for path in notebooks for cell in nbformat.read(path, as_version=4).cells)
    assert f"{cells} passed" in done.stdout, done.stdout


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
    return nbval(path)


@pytest.mark.parametrize("name", PLANTS)
def test_nbval_sees_what_is_planted(told, name):
    failed = re.search(rf"^FAILED .*\bplanted\.ipynb::Cell {list(PLANTS).index(name)}\b", told.stdout, re.MULTILINE)
    assert bool(failed) is (PLANTS[name][2] == "failed"), told.stdout


def test_nbval_goes_red(told):
    assert told.returncode == 1, told.stdout + told.stderr
    assert "4 failed, 2 passed" in told.stdout
