"""The proof that nbval, which runs every notebook in test_freshness.py, goes red; and that all is heard."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring.build import ROOT

PICTURE = """from IPython.display import display

display({"text/html": '<img alt="ALT" src="data:image/webp;base64,BYTES">', "text/plain": "ALT"}, raw=True)"""


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
    """Return what nbval says about a notebook with these cells, in their order, and what they came to."""
    cells = [new_code_cell(source, execution_count=1, outputs=outputs) for source, outputs, _ in PLANTS.values()]
    folder = tmp_path_factory.mktemp("planted")
    nbformat.write(new_notebook(cells=cells), folder / "planted.ipynb")
    [run] = nbval({folder: [folder / "planted.ipynb"]})
    return *run, json.loads((folder / "planted.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PLANTS)
def test_nbval_sees_what_is_planted(told, name):
    _, said, _ = told
    failed = re.search(rf"^FAILED .*\bplanted\.ipynb::Cell {list(PLANTS).index(name)}\b", said, re.MULTILINE)
    assert bool(failed) is (PLANTS[name][2] == "failed"), said


def test_nbval_goes_red(told):
    code, said, _ = told
    assert code == 1, said
    assert "4 failed, 2 passed" in said


def test_what_the_kernel_said_is_kept_whatever_nbval_makes_of_it(told):
    _, _, (notebook, seconds) = told
    outputs = dict(zip(PLANTS, (cell["outputs"] for cell in notebook["cells"]), strict=True))
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3, 4, 5, 6]
    for name in ("wrong_output", "missing_output"):  # in pieces, which the build joins
        assert "".join(output["text"] for output in outputs[name]) == "one\n"
    assert outputs["raises"][0]["ename"] == "ZeroDivisionError"
    assert outputs["other_pixels"] == outputs["other_alt"] == [shown("A line.", "AAAA")]
    assert seconds > 0


def test_a_notebook_passes_as_it_lies(tmp_path, nbval):
    """The editions are run at once in test_freshness.py; here one is run alone, as anybody's nbval does."""
    solved = ROOT / "notebooks" / "solutions" / "01_perceptron.ipynb"
    [(code, said)] = nbval({tmp_path: [solved]})
    assert code == 0, said
    ran, _ = json.loads((tmp_path / "01_perceptron.json").read_text(encoding="utf-8"))
    for cell, there in zip(ran["cells"], nbformat.read(solved, as_version=4).cells, strict=True):
        assert cell.get("execution_count") == there.get("execution_count")
