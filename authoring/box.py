"""A process with limits, in which a stranger's notebook runs, and the way to its answers.

What comes out of it is taken for what a learner has handed in and for nothing more: answers, never verdicts.
"""

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
INSIDE = Path(__file__).with_name("inside.py")
SECONDS = 300  # for a notebook, by the clock
LONGEST_LINE = 4 * 2**20
NUMBERS = {str(np.dtype(code)): np.dtype(code) for code in "?bhilqBHILQefd"}  # kinds of arrays, as NumPy calls them

NO_BOX = (
    "Without a box: these notebooks can do all that you can, to your files and over the network. Run this in a virtual "
    "machine or in a container without a network, or install bubblewrap (Linux)."
)


class Gone(Exception):  # noqa: N818 - not an error: what a notebook does is its own affair
    """The notebook's process has ended, or its time is over; the words say which."""


class Box:
    """How a notebook is kept from the rest of the machine: the words for it, and the command that does it."""

    def __init__(self, words: str, command: Sequence[str] = ()):
        self.words, self.command = words, list(command)

    @property
    def works(self) -> bool:
        """Whether the command is here, and allowed."""
        here = self.command and shutil.which(self.command[0])
        return bool(here) and not subprocess.run([*self.command, "true"], capture_output=True).returncode


def mounts(handed_in: Path) -> list[str]:
    """Return what tells bubblewrap which folders to hide, and what to show of them.

    Answers stand all over the course, so nothing of it is shown but what a notebook needs. What lies in a folder comes
    after it: either of the course and the handed-in notebooks may lie in the other.
    """
    shown = [Path(sys.base_prefix), Path(sys.prefix), ROOT / "course_lib", INSIDE]
    hidden = [Path("/tmp"), ROOT, ROOT / "course_lib" / "exercises", handed_in]
    options = {path: ["--ro-bind", str(path), str(path)] for path in shown}
    options |= {path: ["--tmpfs", str(path)] for path in hidden}
    return [part for path in sorted(options) for part in options[path]]


def boxes(handed_in: Path) -> list[Box]:
    """Return the boxes that there are, the best one first."""
    bwrap = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *mounts(handed_in)]
    bwrap += ["--unshare-all", "--die-with-parent", "--new-session", "--chdir", "/tmp", "--setenv", "HOME", "/tmp"]
    unshare = ["unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    return [
        Box("Boxed with bubblewrap: no network, nothing can be written, the answers of the course are hidden.", bwrap),
        Box("Boxed with unshare: no network. Files that you can write, a notebook can write too.", unshare),
        Box(NO_BOX),
    ]


def box_for(handed_in: Path) -> Box:
    """Return the best box that works on this machine."""
    *better, none = boxes(handed_in)
    return next((box for box in better if box.works), none)


class Running:
    """A notebook that runs in its box."""

    def __init__(self, process: subprocess.Popen):
        self._process, self._end = process, time.monotonic() + SECONDS
        self._lines: queue.Queue = queue.Queue(maxsize=20)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while (line := self._process.stdout.readline(LONGEST_LINE)).endswith(b"\n"):
                self._lines.put(line)
        self._lines.put(b"")

    def message(self) -> dict:
        """Wait for the next message."""
        left = self._end - time.monotonic()
        try:
            if left > 0:  # a full queue would never let the time run out
                return self._read(self._lines.get(timeout=left))
        except queue.Empty:
            pass
        raise Gone(f"stopped after {SECONDS} seconds")

    @staticmethod
    def _read(line: bytes) -> dict:
        if not line:
            raise Gone("ended before its last cell")
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            message = None
        return message if isinstance(message, dict) else {}

    def send(self, **message: object) -> None:
        """Send a command."""
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise Gone("ended before its last cell") from None


@contextlib.contextmanager
def running(box: Box, cells: list[str], lessons: dict[str, dict[str, str]]) -> Iterator[Running]:
    """Run a notebook's cells in an empty folder, and see to it that nothing of it is left at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        own = {"HOME": folder, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        process = subprocess.Popen(
            [*box.command, sys.executable, "-I", str(INSIDE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=kept | own,
            start_new_session=True,
        )
        try:
            one = Running(process)
            one.send(cells=cells, lessons=lessons)
            yield one
        finally:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    """End the process, and with it all that it has started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, 9)
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()


def value_of(data: object, depth: int = 5) -> object:
    """Return numbers, or a tuple of them, from what came out of a box; None for anything else."""
    if isinstance(data, dict) and depth:
        parts = data.get("tuple", data.get("list"))
        if isinstance(parts, list):
            return tuple(value_of(part, depth - 1) for part in parts)
        return _array(data)
    return None


def _array(data: dict) -> np.ndarray | None:
    try:
        kind = NUMBERS[data["type"]]
        return np.array(data["array"], kind).reshape([int(n) for n in data["shape"]])
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        pass
    return None
