"""Remember what a learner has done, in the workspace's `.course/progress.json`. No workspace, no writing."""

import contextlib
import errno
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

VERSION = 1
PATIENCE = 10.0
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


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


def mark(lesson: str, name: str) -> None:
    """Remember that an exercise is done. Whatever the disk does, the lesson goes on.

    A window that does not get the lock in time leaves this mark out, and makes it when the cell is run again. That is
    better than losing another window's mark.
    """
    course = folder()
    if course is None or _in_solutions(course.parent):
        return
    with contextlib.suppress(OSError), _alone(course / "progress.lock"):
        file = course / "progress.json"
        try:
            known = _read(file)
        except Damaged:
            _set_aside(file)
            known = {}
        if name not in known.get(lesson, ()):
            known.setdefault(lesson, set()).add(name)
            _write(file, known)


def _in_solutions(workspace: Path) -> bool:
    """Return whether this is the solved edition: running it is not the learner's own doing."""
    return "solutions" in Path.cwd().relative_to(workspace).parts


def _read(file: Path) -> dict[str, set[str]]:
    """Return what the file says."""
    if not file.is_file():  # a pipe would never end
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise Damaged
        return {str(lesson): {str(name) for name in names} for lesson, names in content["done"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged from None


def _set_aside(file: Path) -> None:
    """Rename a damaged file, so that a fresh one can begin and nothing is thrown away."""
    number = 1
    while (aside := file.with_name(f"progress.damaged-{number}.json")).exists():
        number += 1
    file.replace(aside)


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
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock, so that two windows never overwrite each other's progress, or raise TimeoutError.

    The system gives a lock back when its process ends, so none is ever left behind. A disk that knows no locks (some
    network drives) has each window write at once: to forget a mark now and then beats remembering none.
    """
    held = FileLock(lock, timeout=PATIENCE, thread_local=False)
    try:
        held.acquire()
    except NotImplementedError:
        pass
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    try:
        yield
    finally:
        held.release()
