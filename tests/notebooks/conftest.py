"""Sample lessons built by the real build, and nbval."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authoring import execute
from authoring.build import build

SANITIZE = Path(__file__).parent / "nbval_sanitize.cfg"
RERUN = str(Path(__file__).parent / "rerun.py")
HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

# Draw a sample

+++ {"tags": ["goals"]}

After this lesson you can read a sample.

+++

## Begin

"""


class Samples:
    """A folder with lessons/, and the build's files beside it."""

    head = HEAD

    def __init__(self, root: Path):
        self.root = root

    def write(self, text: str, name: str = "01_sample") -> Path:
        path = self.root / "lessons" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def build(self, *names: str, **options):
        return build(names, root=self.root, **options)

    def files(self) -> dict[str, bytes]:
        return built_files(self.root)


def built_files(root: Path) -> dict[str, bytes]:
    """Return the bytes of every built file by its name."""
    paths = [*(root / "notebooks").rglob("*.ipynb"), *(root / "teaching").rglob("*.md")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def start_nbval(kept: Path, *notebooks: Path) -> subprocess.Popen:
    """Start nbval, strictly, on these notebooks, as a CI job would: apart from these tests and their settings.

    What the notebooks come to is written into the folder `kept`. Numbers are added up as the build does it, or on some
    processors the last digits of what nobody reads would differ from what is committed.
    """
    command = [sys.executable, RERUN, str(kept), "--nbval", "--nbval-current-env", f"--nbval-sanitize-with={SANITIZE}"]
    patience = [f"--nbval-{what}-timeout={execute.SECONDS_PER_CELL}" for what in ("cell", "kernel-startup")]
    options = [*patience, "--color=no", "-rf", "-pno:cacheprovider"]
    apart = [f"--rootdir={notebooks[0].parent}", "-c", os.devnull]
    environment = execute.environment(str(kept / "ipython"))
    return subprocess.Popen(
        [*command, *options, *apart, *map(str, notebooks)],
        env={key: value for key, value in environment.items() if not key.startswith("PYTEST")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def ended(nbval: subprocess.Popen) -> tuple[int, str]:
    """Wait until nbval has ended, and return its exit code and what it said. After a quarter of an hour it is ended."""
    try:
        said, _ = nbval.communicate(timeout=900)
    except subprocess.TimeoutExpired:
        nbval.kill()
        said, _ = nbval.communicate()
    return nbval.returncode, said


@pytest.fixture(scope="session")
def make_samples():
    return Samples


@pytest.fixture
def samples(tmp_path):
    return Samples(tmp_path)


@pytest.fixture(scope="session")
def nbval():
    """Return a function that runs nbval on groups of notebooks at the same time: exit code and words of each.

    What a group comes to is kept in its folder: `nbval({folder: notebooks})`.
    """

    def nbval(groups):
        return [ended(one) for one in [start_nbval(kept, *notebooks) for kept, notebooks in groups.items()]]

    return nbval


@pytest.fixture(scope="session")
def files_of():
    return built_files
