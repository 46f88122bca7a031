"""nbval, and beside it what the build would have made of the same run: python rerun.py FOLDER NOTEBOOK... [OPTIONS].

nbval compares what a cell prints and drops the rest. Here everything that the kernel says is heard as nbclient hears
it, pictures and widgets included. FOLDER gets a file for each notebook, with its outputs and the seconds that it took.
"""

import copy
import json
import sys
import time
from pathlib import Path

import nbval.kernel
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete

from authoring.execute import Kernel


class Rerun:
    """A notebook that nbval runs, filled with what its kernel says."""

    def __init__(self, item):
        self.notebook = copy.deepcopy(item.parent.nb)  # nbval compares with the one that it has read
        self.notebook.metadata.pop("widgets", None)
        kernel = item.parent.kernel
        info = kernel.kc.kernel_info(reply=True, timeout=60)
        self.notebook.metadata.language_info = info["content"]["language_info"]
        self.code = [i for i, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"]
        self.client = NotebookClient(self.notebook, record_timing=False)
        self.client.reset_execution_trackers()
        self.number, self.asked = None, None
        self.start = time.perf_counter()
        kernel.execute_cell_input = self.noting(kernel.execute_cell_input)
        kernel.get_message = self.hearing(kernel.get_message)

    @property
    def cell(self):
        return self.notebook.cells[self.code[self.number]]

    def begin(self, number: int):
        self.number = number
        self.cell.outputs = []
        self.client.clear_before_next_output = False

    def noting(self, execute):
        def execute_and_note(*arguments, **options):
            self.asked = execute(*arguments, **options)
            return self.asked

        return execute_and_note

    def hearing(self, get_message):
        def get_and_hear(stream, timeout=None):
            message = get_message(stream, timeout)
            if stream == "iopub" and message["parent_header"].get("msg_id") == self.asked:
                self.hear(message)
            return message

        return get_and_hear

    def hear(self, message):
        """Fill the cell as nbclient does. nbval keeps no history, so the kernel does not number the cells."""
        try:
            self.client.process_message(message, self.cell, self.code[self.number])
        except CellExecutionComplete:
            for each in (self.cell, *(each for each in self.cell.outputs if "execution_count" in each)):
                each.execution_count = self.number + 1

    def write(self, path: Path):
        self.client.set_widgets_metadata()
        path.write_text(json.dumps([self.notebook, self.seconds]), encoding="utf-8")


class Keep:
    """Keeps what nbval runs in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.reruns = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        if item.path not in self.reruns:
            self.reruns[item.path] = Rerun(item)
        rerun = self.reruns[item.path]
        rerun.begin(item.cell_num)
        try:
            return (yield)
        finally:
            rerun.seconds = time.perf_counter() - rerun.start

    def pytest_sessionfinish(self):
        for path, rerun in self.reruns.items():
            rerun.write(self.folder / f"{path.stem}.json")


if __name__ == "__main__":
    nbval.kernel.KernelManager = Kernel  # one whose port another has taken meanwhile would never end
    sys.exit(pytest.main(sys.argv[2:], plugins=[Keep(Path(sys.argv[1]))]))
