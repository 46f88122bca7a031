"""The proof that nbval, which runs every notebook in test_freshness.py, goes red; and that all is heard."""

import json
import os
import re
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from jupyter_client.connect import ConnectionFileMixin
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring import execute
from authoring.build import ROOT

PICTURE = """from IPython.display import display

display({"text/html": '<img alt="ALT" src="data:image/webp;base64,BYTES">', "text/plain": "ALT"}, raw=True)"""


def shown(alt: str, content: str) -> nbformat.NotebookNode:
    """Return the output of PICTURE."""
    html = f'<img alt="{alt}" src="data:image/webp;base64,{content}">'
    return new_output("display_data", data={"text/html": html, "text/plain": "A line."})


WAY = "from ipykernel.kernelapp import IPKernelApp\n\nprint(IPKernelApp.instance().transport)"
SOURCE = PICTURE.replace("ALT", "A line.").replace("BYTES", "AAAA")
PLANTS = {
    "right": ("print('one')", [new_output("stream", text="one\n")], "passed"),
    "wrong_output": ("print('one')", [new_output("stream", text="two\n")], "failed"),
    "missing_output": ("print('one')", [], "failed"),
    "raises": ("1 / 0", [], "failed"),
    "other_pixels": (SOURCE, [shown("A line.", "BBBB")], "passed"),
    "other_alt": (SOURCE, [shown("A curve.", "AAAA")], "failed"),
    "no_port": (WAY, [new_output("stream", text="tcp\n" if os.name == "nt" else "ipc\n")], "passed"),
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
    assert "4 failed, 3 passed" in said


def test_what_the_kernel_said_is_kept_whatever_nbval_makes_of_it(told):
    _, _, (notebook, seconds) = told
    outputs = dict(zip(PLANTS, (cell["outputs"] for cell in notebook["cells"]), strict=True))
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3, 4, 5, 6, 7]
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


@pytest.fixture
def ports_taken(monkeypatch):
    """Have somebody else take every port that is chosen for a kernel before the kernel can."""
    taken = []
    write = ConnectionFileMixin.write_connection_file

    def write_and_take(manager, **options):
        write(manager, **options)
        for port in manager.ports if manager.transport == "tcp" else ():
            taken.append(socket.socket())
            taken[-1].bind(("127.0.0.1", port))
            taken[-1].listen()

    monkeypatch.setattr(ConnectionFileMixin, "write_connection_file", write_and_take)
    yield
    for each in taken:
        each.close()


def test_a_kernel_starts_though_another_takes_what_ports_are_free(ports_taken, tmp_path):
    kernel = execute.Kernel()
    kernel.start_kernel(cwd=str(tmp_path), stderr=subprocess.DEVNULL)
    client = kernel.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
    if kernel.transport == "ipc":
        assert not Path(kernel.ip).parent.exists()


def test_a_notebook_is_built_though_another_takes_what_ports_are_free(ports_taken):
    with ThreadPoolExecutor() as pool:  # as the build does, since a browser of other tests may have this thread's loop
        notebook = pool.submit(execute.run, new_notebook(cells=[new_code_cell("print('one')")])).result()
    assert notebook.cells[0].outputs == [new_output("stream", text="one\n")]
