"""What runs together: the tests of a file, in one process, unless a mark says otherwise; the longest begin first."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG = ("notebooks/test_nbval", "notebooks/test_freshness", "browser/test_lessons", "browser/test_explorables")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Make the tests of a file a group for pytest-xdist, and put the files that take longest first."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(HERE).as_posix()))
    items.sort(key=_turn)


def _turn(item) -> int:
    name = item.path.relative_to(HERE).with_suffix("").as_posix()
    return LONG.index(name) if name in LONG else len(LONG)
