"""Run a notebook and make what comes out the same, byte for byte, on every run."""

import asyncio
import json
import os
import platform
import re
import subprocess
import tempfile

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client import AsyncKernelManager, KernelManager
from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import default

from course_lib.workspace.widgets import STATE, needed, saved, shown

SECONDS_PER_CELL = 120
# With the processor's own ways of adding up, the last digits differ from one kind to another, and where training never
# settles, all digits do a little later. So a build uses what every x86 processor of the last ten years can do.
NEWER = ("X86_V4", *(f"AVX512{name}" for name in ("F", "CD", "_SKX", "_CLX", "_CNL", "_ICL", "_SPR")))  # in every NumPy
SAME_ARITHMETIC = {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": " ".join(NEWER)}
NUMBERS = re.compile(r"\[(?:\n *-?\d[\d.eE+-]*,?)+\n *\]")  # a list of them, with a line for each


class _ThisPython(KernelSpecManager):
    """Every kernel is the Python that runs the build, whatever kernels are installed on the machine."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(**get_kernel_dict())


class _OwnKernel(ConnectionFileMixin):
    """What starts this Python as a kernel, and talks to it through files of its own where the system can.

    A port that is free when it is chosen may be another's a second later, when the kernel wants it, and then it dies.
    """

    @default("kernel_spec_manager")
    def _this_python(self) -> KernelSpecManager:
        return _ThisPython(parent=self)

    @default("transport")
    def _files_or_ports(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _place(self) -> str:
        if self.transport == "tcp":
            return "127.0.0.1"
        self.folder = _empty_folder()
        return f"{self.folder.name}/socket"

    def cleanup_ipc_files(self) -> None:
        super().cleanup_ipc_files()
        if self.transport == "ipc":
            self.folder.cleanup()


class Kernel(_OwnKernel, KernelManager):
    """A kernel that the program waits for."""


class AsyncKernel(_OwnKernel, AsyncKernelManager):
    """A kernel beside which the program goes on."""


def run(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook in an empty folder. A cell that raises ends the run and keeps its error among its outputs."""
    started: list[NotebookNode] = []
    with _empty_folder() as folder, _empty_folder() as profile:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            record_timing=False,
            resources={"metadata": {"path": folder}},
            kernel_manager_class=AsyncKernel,
            on_cell_execute=lambda cell, cell_index: started.append(cell),
        )
        # The kernel's log is thrown away. What a cell writes to stderr comes back among its outputs.
        running = client.async_execute(env=environment(profile), stderr=subprocess.DEVNULL)
        try:  # `client.execute` would leave its loop open; the selector's is the one that ZeroMQ knows everywhere
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(running)
        except CellExecutionError:
            pass  # the error is among the cell's outputs
        except (CellTimeoutError, DeadKernelError) as error:
            _note_error(started[-1], error)
    return tidied(notebook)


def tidied(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook that has been run, without what differs from run to run."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _joined_streams(cell.outputs)
    return notebook


def text(notebook: NotebookNode) -> str:
    """Return the notebook as text that depends on nothing but its content: no random ids, keys in order."""
    models = _keep_shown_models(notebook)
    content = json.dumps(notebook)
    if models:
        names = {model: f"{number:032x}" for number, model in enumerate(models, start=1)}
        content = re.sub("|".join(models), lambda match: names[match[0]], content)
    written = nbformat.v4.writes(nbformat.from_dict(json.loads(content)))  # nbformat.writes would only warn
    nbformat.validate(json.loads(written))
    written = NUMBERS.sub(lambda match: re.sub(r"\n *", " ", match[0]), written)  # or blanks were half of the state
    return written.rstrip("\n") + "\n"


def _empty_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # Windows keeps a dying kernel's folder busy


def environment(profile: str) -> dict[str, str]:
    """Return the environment of a run: nothing of the author's own IPython or matplotlib set-up has a say."""
    environment = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "ANYWIDGET_HMR")}
    same = SAME_ARITHMETIC if platform.machine() in ("x86_64", "AMD64") else {}
    return environment | same | {"IPYTHONDIR": profile}


def _note_error(running: NotebookNode, error: Exception) -> None:
    """Put what ended the run from outside among the outputs of the cell that was running."""
    first_line = str(error).splitlines()[0]
    running.outputs = [output for output in running.outputs if output.output_type != "error"]
    running.outputs.append(new_output("error", ename=type(error).__name__, evalue=first_line, traceback=[]))


def _joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of the same stream: where they are cut depends on timing."""
    joined: list[NotebookNode] = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output.output_type == "stream" and before.get("name") == output.name:
            before.text += output.text
        else:
            joined.append(output)
    return joined


def _keep_shown_models(notebook: NotebookNode) -> list[str]:
    """Drop the widget models that no output shows; return the others' ids in order of appearance."""
    models = saved(notebook)
    if not models:
        return []
    kept = needed(shown(notebook), models)
    notebook.metadata.widgets[STATE].state = {name: models[name] for name in kept}
    if not kept:
        del notebook.metadata["widgets"]
    return kept
