"""Pack the course for pip: flit's wheel with the notebooks in it, and a front page whose links lead somewhere.

This is the build backend that pyproject.toml names, so it needs nothing but flit_core and what Python brings.
"""

import contextlib
import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
from pathlib import Path

from flit_core import buildapi
from flit_core.buildapi import build_editable, build_sdist

from authoring import repository

__all__ = ["build_editable", "build_sdist", "build_wheel"]

RELATIVE = re.compile(r"(!?)(\[[^\]]*\]\()(?![a-z]+:|#)")  # up to where the address begins


def build_wheel(
    wheel_directory: str, config_settings: dict | None = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel from a copy of the course in which it is ready to leave its folder; return its name."""
    target = Path(wheel_directory).resolve()
    with tempfile.TemporaryDirectory() as folder:
        stage(Path.cwd(), Path(folder))
        with contextlib.chdir(folder):
            return buildapi.build_wheel(str(target), config_settings)


def stage(course: Path, folder: Path) -> None:
    """Copy what goes into the wheel: the package, the notebooks packed into it, licences and the front page."""
    shutil.copytree(course / "course_lib", folder / "course_lib", ignore=shutil.ignore_patterns("__pycache__"))
    for source in (folder / "course_lib" / "explorables").glob("*.js"):
        source.unlink()  # it is in the bundles, from which it runs
    for name in ("pyproject.toml", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(course / name, folder)
    front_page = (course / "README.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(absolute(front_page, repository.address(course)), encoding="utf-8", newline="\n")
    notebooks = {path.name: lean(path.read_bytes()) for path in sorted((course / "notebooks").glob("*.ipynb"))}
    if not notebooks:
        raise FileNotFoundError("There is no notebook in the folder notebooks: build the lessons first.")
    beside = {path.name: path.read_bytes() for path in sorted((course / "notebooks").glob("*.md"))}
    (folder / "course_lib/workspace/notebooks.tar.xz").write_bytes(packed(notebooks | beside))
    with (folder / "course_lib/workspace/notebooks.sha256").open("a", encoding="utf-8", newline="\n") as listing:
        listing.write(listed({name: notebooks[name] for name in built(course)}))


def built(course: Path) -> list[str]:
    """Return the names of the notebooks that the build has made: only these are signed for learners, and no others."""
    known = (course / "course_lib/workspace/notebooks.sha256").read_text(encoding="utf-8").split()
    return [path.name for path in sorted((course / "notebooks").glob("*.ipynb")) if digest(path.read_bytes()) in known]


def digest(content: bytes) -> str:
    """Return the SHA-256 of a notebook, as `course_lib.workspace.trust` has it, which may not be imported here."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def absolute(text: str, address: str) -> str:
    """Return Markdown whose links and pictures are found from everywhere."""
    return RELATIVE.sub(lambda link: f"{link[1]}{link[2]}{address}/{'raw' if link[1] else 'blob'}/main/", text)


def lean(content: bytes) -> bytes:
    """Return a notebook without its pictures, which are nine tenths of the course: a run draws them again.

    Their words stay, and so does the saved state of the explorables and questions, which open alive.
    """
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for kind in [kind for kind, value in data.items() if kind == "image/png" or "data:image" in "".join(value)]:
                del data[kind]
                output["metadata"].pop(kind, None)
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n"


def packed(files: dict[str, bytes]) -> bytes:
    """Return files in one archive: the modules of the explorables, which are in many notebooks, take room once."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:xz", preset=9) as archive:
        for name, each in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(each)
            archive.addfile(member, io.BytesIO(each))
    return content.getvalue()


def listed(files: dict[str, bytes]) -> str:
    """Return lines for the list by which a learner's folder knows the course's own notebooks."""
    return "".join(f"{hashlib.sha256(each).hexdigest()}  {name}\n" for name, each in files.items())
