"""Run a learner's code so that nothing it does breaks or hangs the notebook.

The code runs in a thread of its own, with no more rights than the learner has. What it prints is collected and cut, an
exception is described, and when it has not ended after the time limit, it is stopped. What it has set for the whole
process (the current folder, seeds, matplotlib's settings) is put back. Where no thread can be started, as in a
browser's Python, it runs at once and without a time limit.
"""

import builtins
import contextlib
import ctypes
import linecache
import os
import random
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType

import numpy as np

from course_lib.validation import shorten

TIME_LIMIT = 3.0
PATIENCE = 0.5
MOST_OUTPUT = 4000


@dataclass(frozen=True)
class Trouble:
    """An exception of the learner's code: its type and message, and the learner's own line where it happened."""

    kind: str
    message: str
    line_number: int | None = None
    line: str = ""
    function: str = ""  # in which that line stands

    def __eq__(self, other: object) -> bool:
        """Two exceptions are the same trouble wherever they happened."""
        return isinstance(other, Trouble) and (self.kind, self._said()) == (other.kind, other._said())

    __hash__ = None

    def _said(self) -> list[str]:
        """Return the words of the message. Of two shapes that do not fit NumPy names that of the first factor first."""
        words = self.message.split()
        return sorted(words) if "broadcast together" in self.message else words


@dataclass
class Outcome:
    """What one call came to: a result, or trouble, or neither because it never ended; and what it printed."""

    result: object = None
    trouble: Trouble | None = None
    ended: bool = False
    output: str = ""


@dataclass
class Report:
    """What a run came to: an outcome for each call (up to one that never ended), and NumPy's and Python's warnings."""

    outcomes: list[Outcome]
    warnings: list[str] = field(default_factory=list)
    stopped: bool = True
    limited: bool = True


class Stopped(BaseException):
    """Raised inside code that runs for too long."""


class _Insisting(Stopped):
    """Where a bare `except` swallows it, `Stopped` is raised once more on the next line: that of the `except`."""

    def __init__(self, *args: object):
        super().__init__(*args)
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != __file__:
            frame.f_trace = _raise_on_a_line
            frame = frame.f_back
        sys.settrace(_raise_on_a_line)


def _raise_on_a_line(frame: FrameType, event: str, arg: object) -> Callable:
    if event == "line":
        raise Stopped
    return _raise_on_a_line


class NoInput(Exception):  # noqa: N818 - a learner reads this name
    """Raised where code under a check asks for input."""


class CheckInside(Exception):  # noqa: N818 - a learner reads this name
    """Raised where code under a check calls a check: each would start the next, thousands of threads in all."""


def run(calls: Sequence[Callable[[], object]], own: Mapping | None = None) -> Report:
    """Make the calls one after the other, all together within the time limit.

    Parameters
    ----------
    calls : sequence of functions without arguments
        What to run. A call's result is handed on as it is, so let it return plain data.
    own : mapping, optional
        The global names of the learner's notebook: tells the learner's own lines from everybody else's.
    """
    if isinstance(threading.current_thread(), _Worker):
        raise CheckInside("a check was called inside of a function that is checked")
    worker = _Worker(calls, own)
    with warnings.catch_warnings(record=True) as caught, _as_it_was(), _streams(worker):
        warnings.simplefilter("always")
        try:
            limited = worker.begin()
            _wait(worker)
        finally:
            outcomes = list(worker.outcomes)
            stopped = _stop(worker)
    if len(outcomes) < len(calls) and all(outcome.ended for outcome in outcomes):
        outcomes.append(Outcome())  # stopped between two calls, such as in a `__del__`
    messages = [without_addresses(str(warning.message)) for warning in caught]
    return Report(outcomes, list(dict.fromkeys(messages)), stopped, limited)


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Put back what code can set for the whole process, so that a check leaves no trace in the learner's notebook."""
    folder, environment, path = None, dict(os.environ), list(sys.path)
    with contextlib.suppress(OSError):  # the folder may be gone already
        folder = Path.cwd()
    limit, seeds, numpy_seeds = sys.getrecursionlimit(), random.getstate(), np.random.get_state()
    printing, matplotlib = np.get_printoptions(), sys.modules.get("matplotlib")
    settings = _settings(matplotlib)
    functions = [(module, dict(vars(module))) for module in (np, np.random)]
    try:
        yield
    finally:
        for module, before in functions:
            _put_back(module, before)
        with contextlib.suppress(OSError):  # the folder may be gone by now
            if folder:
                os.chdir(folder)
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        sys.path[:] = path
        sys.setrecursionlimit(limit)
        random.setstate(seeds)
        np.random.set_state(numpy_seeds)
        np.set_printoptions(**printing)
        if _settings(matplotlib) != settings:
            matplotlib.rcParams.update(settings)


def _put_back(module: ModuleType, before: dict[str, object]) -> None:
    """Give each name of a module the value that it had, as `np.exp`, to which a learner may have assigned."""
    for name, value in before.items():
        if vars(module).get(name) is not value:
            setattr(module, name, value)


def _settings(matplotlib: ModuleType | None) -> dict:
    """Return matplotlib's settings. ``dict(…)`` alone asks for one after the other, and takes ten times as long."""
    return dict(dict.items(matplotlib.rcParams)) if matplotlib else {}


class _Worker(threading.Thread):
    """The thread that makes the calls."""

    def __init__(self, calls: Sequence[Callable], own: Mapping | None):
        super().__init__(daemon=True)
        self.outcomes: list[Outcome] = []
        self.closed = threading.RLock()
        self.done = threading.Event()
        self.home = None  # the thread in which the calls are made: this one, or where there is none the caller's
        self._calls, self._own = calls, own

    def begin(self) -> bool:
        """Make the calls in a thread, or at once where none can be started; return whether time can be limited."""
        try:
            self.start()
        except RuntimeError:
            self.run()
            return False
        return True

    def run(self) -> None:
        """Make the calls, then close. A `Stopped` that was sent before arrives at the latest with the closing."""
        self.home = threading.get_ident()
        try:  # noqa: SIM105 - `suppress` is Python code, and the next `Stopped` could arrive inside it
            self._make_calls()
        except Stopped:
            pass
        try:
            self.closed.acquire()
            sys.settrace(None)
        except Stopped:
            sys.settrace(None)
        self.done.set()

    def over(self) -> bool:
        """Return whether nothing is running: not any more, or not yet."""
        return self.done.is_set() or self.ident is None

    def _make_calls(self) -> None:
        for call in self._calls:
            outcome = Outcome()
            self.outcomes.append(outcome)
            try:
                outcome.result = call()
            except Stopped:
                return
            except BaseException as error:
                outcome.trouble = _trouble(error, self._own)
            outcome.ended = True


def _wait(worker: _Worker) -> None:
    """Wait in short slices, so that the learner's own interrupt comes through on every system.

    Not with `join`: after an interrupt there Python 3.11 takes the thread for dead.
    """
    end = time.monotonic() + TIME_LIMIT
    while not worker.done.is_set() and time.monotonic() < end:
        worker.done.wait(0.02)


def _stop(worker: _Worker) -> bool:
    """Raise `Stopped` in the thread until it closes, or patience ends; return whether it has closed.

    What waits inside a C function is not reached before that returns.
    """
    end = time.monotonic() + PATIENCE
    while not worker.over() and time.monotonic() < end:
        if not worker.closed.acquire(blocking=False):
            worker.done.wait()
            return True
        try:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(_Insisting))
        finally:
            worker.closed.release()
        worker.done.wait(0.005)
    return worker.over()


class _Stream:
    """Stands in for stdout or stderr: keeps what the worker prints, and hands on what anybody else prints."""

    def __init__(self, original: object, worker: _Worker, kept: Callable[[str], None]):
        self.original, self.worker, self._kept = original, worker, kept

    def write(self, text: str) -> int:
        if threading.get_ident() != self.worker.home:
            return self.original.write(text)
        self._kept(str(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if threading.get_ident() != self.worker.home:
            self.original.flush()

    def close(self) -> None:
        if threading.get_ident() != self.worker.home:
            self.original.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self.original, name)


@contextlib.contextmanager
def _streams(worker: _Worker) -> Iterator[None]:
    """Take over what the worker prints and asks for. Where it cannot be stopped, it stays muted for good.

    In a notebook `exit()` and `quit()` are IPython's, and would end the kernel a moment after the check. For the worker
    they raise what Python's own do.
    """
    stdout, stderr, ask = _own(sys.stdout), _own(sys.stderr), builtins.input
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    end = getattr(shell, "ask_exit", None)
    room = MOST_OUTPUT

    def keep(text: str) -> None:
        nonlocal room
        worker.outcomes[-1].output += text[:room]
        room -= len(text[:room])

    def refuse_input(*prompt: object) -> str:
        if threading.get_ident() == worker.home:
            raise NoInput("input() was called")
        return ask(*prompt)

    def refuse_to_end() -> None:
        if threading.get_ident() == worker.home:
            raise SystemExit
        end()

    sys.stdout, sys.stderr = _Stream(stdout, worker, keep), _Stream(stderr, worker, keep)
    builtins.input = refuse_input
    if end:
        shell.ask_exit = refuse_to_end
    try:
        yield
    finally:
        if worker.over():
            sys.stdout, sys.stderr, builtins.input = stdout, stderr, ask
            if end:
                shell.ask_exit = end


def _own(stream: object) -> object:
    """Return the stream itself, without the wraps of earlier runs that have come to their end since."""
    while isinstance(stream, _Stream) and stream.worker.over():
        stream = stream.original
    return stream


def _trouble(error: BaseException, own: Mapping | None) -> Trouble:
    """Describe an exception, whatever its own methods do."""
    try:
        message = without_addresses(str(error))
    except Stopped:
        raise
    except BaseException:
        message = "(its message cannot be shown)"
    return Trouble(type(error).__name__, shorten(message, 300), *_own_line(error, own))


def _own_line(error: BaseException, own: Mapping | None) -> tuple[int | None, str, str]:
    """Return number and text of the innermost line that belongs to the learner's notebook, and its function."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if own is not None and trace.tb_frame.f_globals is own:
            found = trace
        trace = trace.tb_next
    if found is None:
        return None, "", ""
    code = found.tb_frame.f_code
    name = "" if code.co_name.startswith("<") else code.co_name  # such as <lambda>
    return found.tb_lineno, linecache.getline(code.co_filename, found.tb_lineno).strip(), name


def without_addresses(text: str) -> str:
    """Return the text without memory addresses, which differ from run to run."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)
