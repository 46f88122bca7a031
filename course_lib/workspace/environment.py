"""Say in words whether what the course needs is installed."""

import sys
from importlib import metadata

MEND = "Close JupyterLab and start the course again with `python run.py`: it installs what is missing."


def environment_report() -> str:
    """Return one sentence that all is well, or a line for each thing that is missing and how to mend it.

    What is needed is read from the package's own metadata, so that this list cannot drift from pyproject.toml.
    """
    problems = _problems()
    if not problems:
        return "Everything that the course needs is here."
    return "\n".join([*problems, MEND])


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
