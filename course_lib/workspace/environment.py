"""Say in words whether what the course needs is installed."""

import contextlib
import sys
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

MEND = "Close JupyterLab and start the course again with `python run.py`: it installs what is missing."


def environment_report() -> str:
    """Return one sentence that all is well, or a line for each thing that is missing and how to fix it.

    What is needed is read from the package's own metadata, so that this list cannot drift from pyproject.toml.
    """
    problems, hidden = _problems(), []
    with contextlib.suppress(OSError):  # the folder may be gone
        hidden = hidden_modules(Path.cwd())
    if not problems and not hidden:
        return "Everything that the course needs is here."
    return "\n".join([*problems, *([MEND] if problems else []), *hidden])


def hidden_modules(folder: Path) -> list[str]:
    """Return a sentence for each file of a folder that a notebook there would import in place of a module."""
    elsewhere = [place for place in sys.path if place and Path(place).resolve() != folder.resolve()]
    files = [path for path in folder.iterdir() if path.suffix == ".py" or _is_package(path)]
    return [
        f"{path.name} has the name of a module that Python or the course needs, and hides it from your notebooks. "
        f"Rename it, for example to my_{path.name}."
        for path in sorted(files)
        if path.stem in sys.stdlib_module_names or PathFinder.find_spec(path.stem, elsewhere)
    ]


def _is_package(folder: Path) -> bool:
    with contextlib.suppress(OSError):  # such as the lost+found of a disk
        return (folder / "__init__.py").is_file()
    return False


def _problems() -> list[str]:
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in metadata.requires("course_lib") or []]
    here = [requirement for requirement in wanted if not requirement.marker or requirement.marker.evaluate()]
    return [problem for requirement in here if (problem := _problem(requirement))]


def _problem(requirement) -> str | None:
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is missing from {sys.prefix}."
    if requirement.specifier.contains(version, prereleases=True):
        return None
    return f"{requirement.name} is version {version}, and the course needs {requirement.specifier}."
