"""A small course to try the house on: real environment, real pip, nothing to download and nothing to wait for."""

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "course_lib"
version = "0.1.0"
dependencies = []

[project.optional-dependencies]
parity = ["pip"]  # stands in for PyTorch: it is there
"""
# What pip asks of a package that it installs as editable: one wheel that points to the folder.
BACKEND = """
from pathlib import Path
from zipfile import ZipFile

INFO = "course_lib-0.1.0.dist-info"


def build_editable(folder, config_settings=None, metadata_directory=None):
    with ZipFile(Path(folder, "course_lib-0.1.0-py3-none-any.whl"), "w") as wheel:
        places = [Path.cwd(), Path.cwd() / "stand-ins", "PURELIB"]
        wheel.writestr("course_lib.pth", "\\n".join(map(str, places)))
        wheel.writestr(f"{INFO}/METADATA", "Metadata-Version: 2.1\\nName: course_lib\\nVersion: 0.1.0\\n")
        wheel.writestr(f"{INFO}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{INFO}/RECORD", "")
    return "course_lib-0.1.0-py3-none-any.whl"
""".replace("PURELIB", Path(sysconfig.get_path("purelib")).as_posix())
# Stands in for JupyterLab, pytest and the author's programs: says how it was called.
ECHO = """import os, sys
print("CALLED", __spec__.name.removesuffix(".__main__"), *sys.argv[1:], "IN", os.path.basename(os.getcwd()))
"""
# Stands in for pip, whose own start takes a second: installs what the backend makes of a folder, as editable.
PIP = """import os, runpy, sys, sysconfig, zipfile

print("Collecting a package")
if "--editable" in sys.argv:
    place = sysconfig.get_path("purelib")
    os.chdir(sys.argv[-1])
    wheel = runpy.run_path("backend.py")["build_editable"](place)
    zipfile.ZipFile(os.path.join(place, wheel)).extractall(place)
"""
# Stands in for `python -m venv FOLDER`.
COPY = """
def copied(command, run_it=run.subprocess.run, **how):
    if "venv" not in command:
        return run_it(command, **how)
    run.shutil.copytree({!r}, command[-1], symlinks=True, dirs_exist_ok=True)
    return run.subprocess.CompletedProcess(command, 0)
run.subprocess.run = copied
"""


class Course:
    """A folder with run.py in it, and how to start it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.made = ""
        self.notebooks = folder / "notebooks"
        self.workspace = folder / "my-course"
        self.notebooks.mkdir(parents=True)
        shutil.copy(ROOT / "run.py", folder)
        (folder / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
        (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
        (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
        package = folder / "course_lib"
        package.mkdir()
        package.joinpath("__init__.py").touch()
        shutil.copytree(ROOT / "course_lib" / "workspace", package / "workspace")
        for name in ("jupyterlab", "pytest", "authoring", "benchmarks"):
            stand_in = folder / "stand-ins" / name
            stand_in.mkdir(parents=True)
            stand_in.joinpath("__init__.py").touch()
            for module in ("__main__", "collect", "nbgrader"):
                stand_in.joinpath(f"{module}.py").write_text(ECHO, encoding="utf-8")
        write_notebook(self.notebooks / "00_start_here.ipynb", "first edition")

    def command(self, *arguments: str, changed: str = "") -> list[str]:
        """Return the command that starts run.py, after some Python code that changes its world."""
        code = f"import sys\nsys.path.insert(0, {str(self.folder)!r})\nimport run\n{self.made}\n{changed}\n"
        return [sys.executable, "-c", code + "sys.exit(run.main(sys.argv[1:]))", *arguments]

    def surroundings(self, **more: str) -> dict[str, str]:
        """Return the environment variables: none of this machine's settings of pip, and nbformat to sign with."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTEST_"))}
        here = {"PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"}
        return {**ours, **here, "JUPYTER_DATA_DIR": str(self.folder / "jupyter"), **more}

    def begin_with(self, environment: Path) -> None:
        """Copy an environment that is new where run.py would have venv make one: that takes eight seconds."""
        self.made = COPY.format(str(environment))

    def start(self, *arguments: str, changed: str = "", cwd: Path | None = None, **surroundings: str):
        """Start run.py, wait for its end and return what it said."""
        return subprocess.run(
            self.command(*arguments, changed=changed),
            cwd=cwd or self.folder,
            env=self.surroundings(**surroundings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )


def write_notebook(path: Path, text: str) -> None:
    """Write a notebook with one cell."""
    cell = nbformat.v4.new_code_cell(f"print({text!r})", id="cell")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


@contextlib.contextmanager
def read_only(folder: Path):
    """Make a folder one that its owner cannot write to, for a while."""
    if os.name != "posix":
        pytest.skip("Windows has no folder that its owner cannot write to by its mode")
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def run_as_bound_by_modes(command: list[str], **how):
    """Run a command that may not write where a file's mode forbids it, root's included, and return what it said."""
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere, and setpriv, which takes that from it, is not here")
        command = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", *command]
    return subprocess.run(command, capture_output=True, encoding="utf-8", **how)
