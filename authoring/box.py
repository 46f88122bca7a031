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
    "Without a box: these notebooks can do anything that you can, to your files and over the network. Run this in a "
    "virtual machine or in a container without a network, or install bubblewrap (Linux)."
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
        Box("Boxed with unshare: no network. A notebook can write any file that you can.", unshare),
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
        self._over = False
        self._writer = threading.Thread()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with self._process.stdout as stream, contextlib.suppress(OSError, ValueError):
            while not self._over and (line := stream.readline(LONGEST_LINE)).endswith(b"\n"):
                self._lines.put(line)
        self._lines.put(b"")

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:  # said here, since a queue that is never empty lets no wait come to its end
            raise Gone(f"stopped after {SECONDS} seconds")
        return left

    def message(self) -> dict:
        """Wait for the next message."""
        while True:
            with contextlib.suppress(queue.Empty):
                return self._read(self._lines.get(timeout=self._left()))

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
        """Send a command, and wait until it is taken: a notebook that never reads has no more time than others."""
        line = json.dumps(message).encode() + b"\n"
        self._writer = threading.Thread(target=self._write, args=[line], daemon=True)
        self._writer.start()
        while self._writer.is_alive():
            self._writer.join(self._left())

    def _write(self, line: bytes) -> None:
        with contextlib.suppress(OSError):  # it has ended, as the next message says
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def end(self) -> None:
        """End the process and those of its group. One that has left the group ends with its box, if there is one.

        Without a box it may live on and hold the pipes. So a pipe is not closed here while a thread waits at it.
        """
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, 9)
            self._process.kill()
        self._process.wait()
        self._over = True
        with contextlib.suppress(queue.Empty):  # lets the listener go, which may wait for room
            while True:
                self._lines.get_nowait()
        if self._writer.is_alive():
            self._writer.join(1)
        if not self._writer.is_alive():
            with contextlib.suppress(OSError):
                self._process.stdin.close()


@contextlib.contextmanager
def running(box: Box, cells: list[str], lessons: dict[str, dict[str, str]]) -> Iterator[Running]:
    """Run a notebook's cells in an empty folder, and end it when its answers are no longer wanted."""
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
        one = Running(process)
        try:
            one.send(cells=cells, lessons=lessons)
            yield one
        finally:
            one.end()


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
