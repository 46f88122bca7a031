"""The list of the built notebooks, by which a learner's folder knows the course's own from others."""

from pathlib import Path

from course_lib.workspace import trust

from .build import ROOT


def renew(root: Path = ROOT, file: Path = trust.LIST) -> bool:
    """Write the list anew, as `sha256sum` does, and return whether it has changed."""
    names = [path.with_suffix(".ipynb").name for path in sorted((root / "lessons").glob("[0-9][0-9]_*.md"))]
    folder = root / "notebooks"
    new = "".join(
        f"{trust.digest((folder / name).read_bytes())}  {name}\n"
        for name in [*names, *(f"solutions/{name}" for name in names)]
        if (folder / name).exists()
    )
    if file.exists() and file.read_text(encoding="utf-8") == new:
        return False
    file.write_text(new, encoding="utf-8", newline="\n")
    return True
