"""The list of the built notebooks, by which a learner's folder knows the course's own from others."""

from collections.abc import Collection
from pathlib import Path

from course_lib.workspace import trust

from .build import ROOT


def renew(built: Collection[str], root: Path = ROOT, file: Path = trust.LIST) -> bool:
    """Write the list anew, as `sha256sum` does, and return whether it has changed.

    The lessons that are built now get the hashes of their notebooks. Those of the others stay as they are: somebody may
    have changed these notebooks by hand.
    """
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    hashes = {name: digest for digest, _, name in (line.partition("  ") for line in old.splitlines())}
    lessons = [path.stem for path in sorted((root / "lessons").glob("[0-9][0-9]_*.md"))]
    for name in (f"{beside}{lesson}.ipynb" for beside in ("", "solutions/") for lesson in built):
        hashes[name] = trust.digest((root / "notebooks" / name).read_bytes())
    names = [f"{beside}{lesson}.ipynb" for beside in ("", "solutions/") for lesson in lessons]
    new = "".join(f"{hashes[name]}  {name}\n" for name in names if name in hashes)
    if new == old:
        return False
    file.write_text(new, encoding="utf-8", newline="\n")
    return True
