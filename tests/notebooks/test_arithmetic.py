"""What a lesson prints is the same on every processor, though each adds up in its own order."""

import contextlib
import io

import nbformat
import numpy as np
import pytest

from authoring.build import ROOT
from course_lib.network import Network


def printed(cells) -> list[str]:
    """Return what each cell of code prints, without its answer's check."""
    own, found = {}, []
    for cell in cells:
        lines = [line for line in cell.source.splitlines() if not line.startswith("check.")]
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile("\n".join(lines), cell.id, "exec"), own)
        found.append(said.getvalue())
    return found


@pytest.mark.parametrize("name", ["10_train_a_network"])
def test_what_is_printed_does_not_hang_on_the_last_digits(name, monkeypatch, tmp_path):
    """The first weights are moved in their last digits, as another order of adding up moves what comes of them."""
    draw = Network.draw_weights

    def draw_and_nudge(network, random_state):
        draw(network, random_state)
        network.parameters *= 1 + 4 * np.finfo(float).eps * (-1.0) ** np.arange(network.parameters.size)

    monkeypatch.setattr(Network, "draw_weights", draw_and_nudge)
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.read(ROOT / "notebooks" / "solutions" / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    saved = ["".join(each.text for each in cell.outputs if each.output_type == "stream") for cell in cells]
    for cell, now, before in zip(cells, printed(cells), saved, strict=True):
        lines = before.splitlines()  # outside a notebook a picture prints its words as well
        assert [line for line in now.splitlines() if line in lines] == lines, cell.source
