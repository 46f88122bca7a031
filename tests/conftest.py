"""What runs together, the tests of a file in one process, those of each notebook too; and in which order."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
APART = (
    "test_lessons.py::test_a_notebook_is_alive",
    "test_frames.py::test_every_change",
)
LONG = ("notebooks/test_nbval", "notebooks/test_freshness", "browser/test_lessons", "browser/test_explorables")
TIMED = "browser/test_frames"
CALM = "math/"  # needs one processor, and no browser that would disturb what is timed


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Put the files that take longest first, and last those with what is timed and with what may run beside it."""
    items.sort(key=_turn)


def _turn(item) -> int:
    name = item.path.relative_to(HERE).with_suffix("").as_posix()
    if name in LONG:
        return LONG.index(name)
    return len(LONG) + (name == TIMED) + 2 * name.startswith(CALM)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Return the scheduler of ``--dist=loadfile``, but what is long and shares nothing apart."""
    from xdist.scheduler import LoadFileScheduling

    class LoadFileOrNotebook(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if any(each in nodeid for each in APART) else super()._split_scope(nodeid)

    return LoadFileOrNotebook(config, log)
