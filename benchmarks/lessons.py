"""The processor's time that each lesson needs to be run, both editions together."""

import os
import tempfile
from pathlib import Path

from authoring.build import ROOT, build
from benchmarks.tables import table

MOST = 20.0


def report() -> list[str]:
    """Return the lines of the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((ROOT / "lessons").glob("[0-9][0-9]_*.md")):
            before = used()
            build([path.stem], root=ROOT, out=Path(folder))
            seconds = used() - before
            rows.append([path.stem, f"{seconds:.1f} s", "reached" if seconds <= MOST else "missed"])
    return table("Lessons, both editions run", ["", "processor", f"at most {MOST:.0f} s"], rows)


def used() -> float:
    """Return the seconds that the kernels which have ended have used; Windows counts none."""
    times = os.times()
    return times.children_user + times.children_system
