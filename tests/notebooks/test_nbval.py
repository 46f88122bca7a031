"""nbval, strictly, on both editions; and the proof that it goes red."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring.build import ROOT

PICTURE = """from IPython.display import display

display({"text/html": '<img alt="ALT" src="data:image/webp;base64,BYTES">', "text/plain": "ALT"}, raw=True)"""


def test_every_notebook_gives_what_it_shows(nbval):
    done = nbval(ROOT / "notebooks")
    assert done.returncode == 0, done.stdout + done.stderr
    cells = sum(
        cell.cell_type == "code"
        for path in (ROOT / "notebooks").rglob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    )
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
    """Return what nbval says about a folder with these notebooks."""
    folder = tmp_path_factory.mktemp("planted")
    for name, (source, outputs, _) in PLANTS.items():
        notebook = new_notebook(cells=[new_code_cell(source, execution_count=1, outputs=outputs)])
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return nbval(folder)


@pytest.mark.parametrize("name", PLANTS)
def test_nbval_sees_what_is_planted(told, name):
    failed = re.search(rf"^FAILED .*\b{name}\.ipynb::Cell 0", told.stdout, re.MULTILINE)
    assert bool(failed) is (PLANTS[name][2] == "failed"), told.stdout


def test_nbval_goes_red(told):
    assert told.returncode == 1, told.stdout + told.stderr
    assert "4 failed, 2 passed" in told.stdout
