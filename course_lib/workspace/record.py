"""Remember what a learner has done, in the workspace's `.course/progress.json`. No workspace, no writing."""

import contextlib
import errno
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

VERSION = 1
PATIENCE = 10.0
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
OUTSIDE = (
    "What you do here is not remembered: this notebook is outside a learner's folder. If you have the course's run.py, "
    "start with python run.py and open the notebook there. Otherwise run %mkdir .course in a cell of its own: from "
    "then on, what you do is remembered in that folder, beside the notebook."
)

_troubles: dict[Path, str] = {}  # why the last mark is not in a file, in a sentence


class Damaged(Exception):  # noqa: N818 - never leaves this module
    """The progress file is not what this version of the course writes."""


def folder() -> Path | None:
    """Return the workspace's `.course` folder, found from the current folder upwards, or None."""
    with contextlib.suppress(OSError):
        here = Path.cwd()
        for place in (here, *here.parents):
            if (place / ".course").is_dir():
                return place / ".course"
    return None


def done() -> dict[str, set[str]]:
    """Return the names of the exercises that are done, for each lesson."""
    course = folder()
    with contextlib.suppress(OSError, Damaged):
        return _read(course / "progress.json") if course else {}
    return {}


def trouble() -> str:
    """Return why what was done is not remembered, or cannot be read, in a sentence; nothing where all is well."""
    course = folder()
    if course is None:
        return OUTSIDE if _somebody_is_there() else ""
    file = course / "progress.json"
    if file in _troubles:
        return _troubles[file]
    try:
        _read(file)
    except Damaged:
        return f"What you have done cannot be read from {file}. A new record begins when you next pass an exercise."
    except OSError as error:
        return f"What you have done cannot be read from {file}: {error.strerror or error}."
    return ""


def _somebody_is_there() -> bool:
    """Return whether a person runs this cell, and no program such as nbval or the build.

    Who runs a cell says with it whether there is somebody to ask: JupyterLab and its kin say yes, programs say no.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return request.get("content", {}).get("allow_stdin", True)


def mark(lesson: str, name: str) -> str:
    """Remember that an exercise is done, and return what the learner should know, in a sentence, or nothing.

    Whatever the disk does, the lesson goes on. A window that does not get the lock in time leaves this mark out, and
    makes it when the cell is run again. That is better than losing another window's mark.
    """
    course = folder()
    if course is None or _in_solutions(course.parent):
        return ""
    file = course / "progress.json"
    try:
        with alone(course / "progress.lock", PATIENCE) as locked:
            said = _add(file, lesson, name, locked)
    except OSError as error:
        why = "another window keeps it busy" if isinstance(error, TimeoutError) else error.strerror or error
        _troubles[file] = f"What you pass is not remembered in {file}: {why}. When that is fixed, run the checks again."
        return _troubles[file]
    _troubles.pop(file, None)
    return said


def _add(file: Path, lesson: str, name: str, locked: bool) -> str:
    """Add a mark to the file; where that was damaged, begin a fresh one and return a sentence about it."""
    said = ""
    try:
        known = _read(file)
    except Damaged:
        aside = _set_aside(file)
        known = {}
        said = f"What you had done before could not be read, so a new record begins. The old one is kept as {aside}."
    if name not in known.get(lesson, ()):
        known.setdefault(lesson, set()).add(name)
        if locked:
            _clear(file.parent)
        _write(file, known)
    return said


def _in_solutions(workspace: Path) -> bool:
    """Return whether this is the solved edition: running it is not the learner's own doing."""
    return "solutions" in Path.cwd().relative_to(workspace).parts


def _read(file: Path) -> dict[str, set[str]]:
    """Return what the file says."""
    if not file.is_file():  # a pipe would never end
        if os.path.lexists(file):  # nor may a link to a disk that is not connected be written over
            raise Damaged
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise Damaged
        return {str(lesson): {str(name) for name in names} for lesson, names in content["done"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged from None


def _set_aside(file: Path) -> Path:
    """Rename a damaged file, so that a fresh one can begin and nothing is thrown away, and return its new name."""
    number = 1
    while os.path.lexists(aside := file.with_name(f"progress.damaged-{number}.json")):
        number += 1
    return file.replace(aside)


def _clear(course: Path) -> None:
    """Remove what killed windows were writing. Only who has the lock may: nobody else is writing then."""
    for left in course.glob("progress.*.writing"):
        with contextlib.suppress(OSError):
            left.unlink()


def _write(file: Path, known: dict[str, set[str]]) -> None:
    """Write beside, then rename, so that nobody ever reads half a file."""
    content = {"version": VERSION, "done": {lesson: sorted(names) for lesson, names in sorted(known.items())}}
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix="progress.", suffix=".writing")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            json.dump(content, stream, indent=1)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        _replace(Path(beside), file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _replace(beside: Path, file: Path) -> None:
    """Rename over the file; on Windows that waits until nobody else has it open."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return beside.replace(file)
        except PermissionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


@contextlib.contextmanager
def alone(lock: Path, patience: float = -1) -> Iterator[bool]:
    """Hold the lock, so that two windows never overwrite each other's work; where patience ends, raise TimeoutError.

    The system gives a lock back when its process ends, so none is ever left behind. A disk that knows no locks (some
    network drives) has each window write at once: to forget a mark now and then beats remembering none. Yield whether
    the lock is held.
    """
    held = FileLock(lock, timeout=patience, thread_local=False)
    try:
        held.acquire()
    except NotImplementedError:
        pass
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    try:
        yield held.is_locked
    finally:
        held.release()
