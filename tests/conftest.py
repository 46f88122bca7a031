"""Which tests are run, in which order, and what runs together: the tests of a file, and all those in JupyterLab."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from one_lesson import LESSON_FILES, OneLesson

HERE = Path(__file__).parent
IN_JUPYTERLAB = ("browser/test_lessons", "browser/test_lab", "browser/test_keyboard")
# To start JupyterLab and to load its page takes as long as five tests in it, so one process does it for all.
LONG = (
    *IN_JUPYTERLAB,
    "notebooks/test_freshness",
    "house/test_run",
    "browser/test_explorables",
    "browser/test_site",
    "notebooks/test_build",
)


def pytest_addoption(parser):
    parser.addoption(
        "--lesson", action="append", type=int, default=[], help="only the tests of the lesson of this number"
    )


@pytest.fixture(scope="session")
def lessons(request) -> list[Path]:
    """Return the files of the lessons that are tested: all, or those that were asked for."""
    chosen = _chosen(request.config)
    return [one.path for one in chosen] or sorted(LESSON_FILES.glob("[0-9][0-9]_*.md"))


def _chosen(config) -> list[OneLesson]:
    try:
        return [OneLesson(number) for number in sorted(set(config.getoption("--lesson")))]
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_ignore_collect(collection_path, config):
    """Do not even load the files of the mathematics and of the house that are not the lesson's: that takes seconds."""
    chosen = _chosen(config)
    apart = collection_path.suffix == ".py" and collection_path.parent.name in ("math", "house")
    return True if chosen and apart and not any(one.has(collection_path, [], []) for one in chosen) else None


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take Ctrl-C as a program in a terminal does: one in the background ignores it, and so does what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what is of other lessons where one is asked for, and put the files that take longest first."""
    chosen = _chosen(config)
    if chosen:
        others = [item for item in items if not any(_is_of(lesson, item) for lesson in chosen)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]
    items.sort(key=_turn)


def _is_of(lesson: OneLesson, item) -> bool:
    arguments = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return lesson.has(item.path, getattr(item, "fixturenames", []), list(arguments))


def _turn(item) -> int:
    name = item.path.relative_to(HERE).with_suffix("").as_posix()
    return LONG.index(name) if name in LONG else len(LONG)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Return the scheduler of ``--dist=loadfile``, with one group of all that is tested in JupyterLab."""
    from xdist.scheduler import LoadFileScheduling

    class LoadFileOrJupyterLab(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "JupyterLab" if any(each in nodeid for each in IN_JUPYTERLAB) else super()._split_scope(nodeid)

    return LoadFileOrJupyterLab(config, log)
