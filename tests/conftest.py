"""What runs together, the tests of a file in one process, those of each notebook too; and in which order."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
APART = ("test_lessons.py::test_a_notebook_is_alive",)
LONG = ("notebooks/test_nbval", "notebooks/test_freshness", "browser/test_lessons", "browser/test_explorables")


@pytest.fixture(scope="session")
def lessons() -> list[Path]:
    """Return the files of the lessons that are tested."""
    return sorted((HERE.parent / "lessons").glob("[0-9][0-9]_*.md"))


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take Ctrl-C as a program in a terminal does: one in the background ignores it, and so does what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Put the files that take longest first."""
    items.sort(key=_turn)


def _turn(item) -> int:
    name = item.path.relative_to(HERE).with_suffix("").as_posix()
    return LONG.index(name) if name in LONG else len(LONG)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Return the scheduler of ``--dist=loadfile``, but what is long and shares nothing apart."""
    from xdist.scheduler import LoadFileScheduling

    class LoadFileOrNotebook(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if any(each in nodeid for each in APART) else super()._split_scope(nodeid)

    return LoadFileOrNotebook(config, log)
