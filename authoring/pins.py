"""Pin the versions that are installed here: `.venv-newest/bin/python -m authoring.pins`, made with Python 3.11.

Writes requirements.txt, and the versions in environment.yml. A package that only another system needs is not
installed here: its version stays as it is in requirements.txt, and a new one is written there by hand first.
"""

import functools
import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
ENVIRONMENT = ROOT / "environment.yml"
PYTHONS = ["3.11", "3.12", "3.13"]
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
MARKERS = {
    frozenset(SYSTEMS): "",
    frozenset(["linux", "darwin"]): ' ; sys_platform != "win32"',
    frozenset(["darwin"]): ' ; sys_platform == "darwin"',
    frozenset(["win32"]): ' ; sys_platform == "win32"',
}
HELD = {
    "argon2-cffi-bindings": "25.1.0",  # Later ones have no wheel for Macs with an Intel processor.
    "jsonschema": "4.24.1",  # Later ones build 38 parsers of addresses: a second in whatever imports nbformat.
    "soupsieve": "2.10",  # Later ones need Python 3.11.5, and Debian 12 has 3.11.2.
}
LEFT_OUT = {"rfc3987-syntax"}  # These parsers, which jsonschema as held does not need.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "playwright": "playwright-python", "lazy-loader": "lazy_loader"}


def direct() -> list[Requirement]:
    """Return what pyproject.toml asks for: to build, to learn, to write lessons and to test, but not for PyTorch."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [lines for name, lines in settings["project"]["optional-dependencies"].items() if name != "parity"]
    groups = [settings["build-system"]["requires"], settings["project"]["dependencies"], *extras]
    return [Requirement(line) for group in groups for line in group]


@functools.cache
def needed(system: str) -> set[str]:
    """Return the packages that pyproject.toml leads to on a system, with any of PYTHONS."""
    surroundings = [{**SYSTEMS[system], "python_version": python, "python_full_version": python} for python in PYTHONS]
    todo, seen = direct(), set()
    while todo:
        requirement = todo.pop()
        for extra in ["", *requirement.extras]:
            name = canonicalize_name(requirement.name)
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for below in map(Requirement, _requires(name)):
                if below.name in LEFT_OUT:
                    continue
                if not below.marker or any(below.marker.evaluate({**one, "extra": extra}) for one in surroundings):
                    todo.append(below)
    return {name for name, _ in seen}


def pins() -> dict[str, str]:
    """Return the versions in requirements.txt by package."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if not line.startswith("#")]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in requirements}


def requirements_text() -> str:
    """Return requirements.txt with the versions that are installed here."""
    before, systems = pins(), {}
    for system in SYSTEMS:
        for name in needed(system):
            systems.setdefault(name, set()).add(system)
    lines = ["# The tested versions, on every system. CONTRIBUTING.md says how they are renewed."]
    for name in sorted(systems):
        pin = HELD.get(name) or version(name) or before[name]
        lines.append(f"{name}=={pin}{MARKERS[frozenset(systems[name])]}")
    return "\n".join(lines) + "\n"


def environment_text() -> str:
    """Return environment.yml with the versions that requirements.txt holds."""
    text, versions = ENVIRONMENT.read_text(encoding="utf-8"), pins()
    for requirement in direct():
        name = canonicalize_name(requirement.name)
        text = re.sub(rf"(- {CONDA_NAMES.get(name, name)}==?)[\w.]+\n", rf"\g<1>{versions[name]}\n", text)
    return text


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def version(name: str) -> str | None:
    """Return the version that is installed here, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    REQUIREMENTS.write_text(requirements_text(), encoding="utf-8", newline="\n")
    ENVIRONMENT.write_text(environment_text(), encoding="utf-8", newline="\n")
