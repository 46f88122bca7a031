"""Start the course where it was installed with pip: notebooks in a folder of the learner's, and JupyterLab in it."""

import contextlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from course_lib.workspace.copies import reset, update, write_lab_settings
from course_lib.workspace.environment import hidden_modules
from course_lib.workspace.record import alone

PACKED = Path(__file__).with_name("notebooks.tar.xz")  # in the wheel; authoring/packing.py makes it
BESIDE = Path(__file__).parents[2] / "notebooks"  # in the course's own folder
NOT_SET = (
    "JupyterLab's settings cannot be written to {}. If sliders and answers are lost when you save a notebook, ask "
    "whoever installed the course to run this command once."
)
NO_LAB = "JupyterLab is missing. Install it with `{}`, then start again."


def need_lab() -> None:
    """Raise ValueError where JupyterLab is missing, with the command that installs it for this Python."""
    if not importlib.util.find_spec("jupyterlab"):
        command = [sys.executable, "-m", "pip", "install", "jupyterlab"]
        raise ValueError(NO_LAB.format(subprocess.list2cmdline(command)))  # which quotes a path that has spaces


def prepare(folder: Path) -> list[str]:
    """Bring a learner's folder up to date, with JupyterLab's settings in it, and return what the learner should know.

    All that Jupyter and IPython write goes into the folder too, from now on and in this process: the settings are the
    course's and change no other JupyterLab of the learner's.
    """
    write_lab_settings(_jupyter(folder))
    _keep_jupyter_in(folder)
    return _updated(folder)


def hand_out(folder: Path) -> list[str]:
    """Bring a learner's folder up to date for a JupyterLab that others start, such as a hub's; return what to know.

    Its settings are written where this Python is installed, which a learner on a hub may not: there whoever has
    installed the course has done it before.
    """
    try:
        write_lab_settings(Path(sys.prefix))
    except OSError:
        return [NOT_SET.format(sys.prefix), *_updated(folder)]
    return _updated(folder)


def _updated(folder: Path) -> list[str]:
    with _at_work(folder):
        return [*update(_notebooks(), folder), *hidden_modules(folder)]


def _jupyter(folder: Path) -> Path:
    return folder / ".course" / "jupyter"


def _keep_jupyter_in(folder: Path) -> None:
    jupyter = _jupyter(folder)
    os.environ["JUPYTER_CONFIG_DIR"] = str(jupyter / "etc" / "jupyter")
    os.environ["JUPYTER_DATA_DIR"] = str(jupyter / "share" / "jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(jupyter / "runtime")
    os.environ["IPYTHONDIR"] = str(jupyter / "ipython")


def fresh(folder: Path, lesson: str) -> str:
    """Put a fresh copy of a lesson into a learner's folder, keep the old one, and return a sentence about it.

    What Jupyter writes with it goes into the folder too, but for one that `hand_out` has filled: there a JupyterLab of
    others opens the notebooks, and looks for their signatures where it keeps its own.
    """
    if _jupyter(folder).is_dir() or not (folder / ".course" / "manifest.json").exists():
        _keep_jupyter_in(folder)
    with _at_work(folder):
        return reset(_notebooks(), folder, lesson)


def open_lab(folder: Path, browser: bool, port: int | None) -> int:
    """Run JupyterLab in a prepared folder until it ends, for this machine alone and behind its token."""
    from jupyterlab.labapp import main

    settings = _jupyter(folder) / "share" / "jupyter" / "lab" / "settings"
    arguments = ["--LabApp.default_url=/lab/tree/00_start_here.ipynb", "--ServerApp.ip=127.0.0.1", "--log-level=WARN"]
    arguments += [f"--LabApp.app_settings_dir={settings}"]
    arguments += [] if browser else ["--no-browser"]
    arguments += [] if port is None else [f"--port={port}"]
    arguments += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    os.chdir(folder)
    return main(arguments) or 0


def _notebooks() -> Path:
    """Return where the course's notebooks are."""
    return PACKED if PACKED.exists() else BESIDE


def _at_work(folder: Path) -> contextlib.AbstractContextManager:
    """Wait until no other start is at work on the learner's folder, and keep others waiting."""
    course = folder / ".course"
    course.mkdir(parents=True, exist_ok=True)
    return alone(course / "start.lock")
