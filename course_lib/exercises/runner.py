"""Run a learner's code so that nothing it does breaks or hangs the notebook.

The code runs in a thread of its own, with no more rights than the learner has. What it prints is collected and cut, an
exception is described, and when it has not ended after the time limit, it is stopped.
"""

import builtins
import contextlib
import ctypes
import io
import linecache
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

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

    def __eq__(self, other: object) -> bool:
        """Two exceptions are the same trouble wherever they happened."""
        return isinstance(other, Trouble) and (self.kind, self.message) == (other.kind, other.message)

    __hash__ = None


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

    outcomes: list[Outcome] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stopped: bool = True


class Stopped(BaseException):
    """Raised inside code that runs for too long."""


class NoInput(Exception):  # noqa: N818 - a learner reads this name
    """Raised where code under a check asks for input."""


def run(calls: Sequence[Callable[[], object]], own: Mapping | None = None, time_limit: float | None = None) -> Report:
    """Make the calls one after the other, all together within the time limit.

    Parameters
    ----------
    calls : sequence of functions without arguments
        What to run. A call's result is handed on as it is, so let it return plain data.
    own : mapping, optional
        The global names of the learner's notebook: tells the learner's own lines from everybody else's.
    time_limit : float, optional
        Seconds; `TIME_LIMIT` when it is not given.
    """
    report = Report()
    seconds = TIME_LIMIT if time_limit is None else time_limit
    worker = threading.Thread(target=_work, args=(calls, own, report.outcomes), daemon=True)
    with warnings.catch_warnings(record=True) as caught, _streams(worker) as output:
        warnings.simplefilter("always")
        output.follow(report.outcomes)
        worker.start()
        try:
            _wait(worker, seconds)
        finally:
            report.outcomes = list(report.outcomes)
            report.stopped = _stop(worker)
    report.warnings = list(dict.fromkeys(without_addresses(str(warning.message)) for warning in caught))
    return report


def _work(calls: Sequence[Callable], own: Mapping | None, outcomes: list[Outcome]) -> None:
    with contextlib.suppress(Stopped):
        for call in calls:
            outcome = Outcome()
            outcomes.append(outcome)
            try:
                outcome.result = call()
            except Stopped:
                return
            except BaseException as error:
                outcome.trouble = _trouble(error, own)
            outcome.ended = True


def _wait(worker: threading.Thread, seconds: float) -> None:
    """Wait in short slices, so that the learner's own interrupt comes through on every system."""
    end = time.monotonic() + seconds
    while worker.is_alive() and time.monotonic() < end:
        worker.join(0.02)


def _stop(worker: threading.Thread) -> bool:
    """Raise `Stopped` in the thread until it ends, or patience does; return whether it has ended.

    Again and again, because a bare `except` may swallow it. A short switch interval lets the next one arrive while the
    thread is still on its way back to its `try`. What waits inside a C function is not reached before that returns.
    """
    end = time.monotonic() + PATIENCE
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        while worker.is_alive() and time.monotonic() < end:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(Stopped))
            time.sleep(0)
    finally:
        sys.setswitchinterval(interval)
    return not worker.is_alive()


class _Stream(io.TextIOBase):
    """Stands in for stdout or stderr: takes what the worker prints, and hands on what anybody else prints."""

    def __init__(self, original: object, worker: threading.Thread, output: "_Output"):
        self._original, self._worker, self._output = original, worker, output

    def write(self, text: str) -> int:
        if threading.current_thread() is not self._worker:
            return self._original.write(text)
        self._output.add(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        if threading.current_thread() is not self._worker:
            self._original.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._original, name)


class _Output:
    """Collects what is printed, for the call that prints it, up to `MOST_OUTPUT` characters in all."""

    def __init__(self):
        self._outcomes, self._room = [], MOST_OUTPUT

    def follow(self, outcomes: list[Outcome]) -> None:
        self._outcomes = outcomes

    def add(self, text: str) -> None:
        if self._outcomes and self._room > 0:
            kept = str(text)[: self._room]
            self._room -= len(kept)
            self._outcomes[-1].output += kept if self._room else kept + "\n… and more, which is not shown"


@contextlib.contextmanager
def _streams(worker: threading.Thread):
    """Take over what the worker prints and asks for. Where it cannot be stopped, it stays muted for good."""
    output = _Output()
    stdout, stderr, ask = sys.stdout, sys.stderr, builtins.input

    def refuse_input(*prompt: object) -> str:
        if threading.current_thread() is worker:
            raise NoInput("input() was called")
        return ask(*prompt)

    sys.stdout, sys.stderr = _Stream(stdout, worker, output), _Stream(stderr, worker, output)
    builtins.input = refuse_input
    try:
        yield output
    finally:
        if not worker.is_alive():
            sys.stdout, sys.stderr, builtins.input = stdout, stderr, ask


def _trouble(error: BaseException, own: Mapping | None) -> Trouble:
    """Describe an exception, whatever its own methods do."""
    try:
        message = without_addresses(str(error))
    except Exception:
        message = "(its message cannot be shown)"
    return Trouble(type(error).__name__, shorten(message, 300), *_own_line(error, own))


def _own_line(error: BaseException, own: Mapping | None) -> tuple[int | None, str]:
    """Return number and text of the innermost line that belongs to the learner's notebook."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if own is not None and trace.tb_frame.f_globals is own:
            found = trace
        trace = trace.tb_next
    if found is None:
        return None, ""
    return found.tb_lineno, linecache.getline(found.tb_frame.f_code.co_filename, found.tb_lineno).strip()


def without_addresses(text: str) -> str:
    """Return the text without memory addresses, which differ from run to run."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def shorten(text: str, length: int) -> str:
    """Return the text, cut where it is longer than `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"
