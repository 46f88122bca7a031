"""The time from a key to the finished drawing of each explorable, on a page without a kernel."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from authoring.site import widget_assets
from benchmarks.tables import table

MISSING = "Explorables, from a key to the drawing: not measured. "


def report(names: list[str] | None = None, count: int = 100) -> list[str]:
    """Return the lines of the table, or one that says what is missing."""
    try:
        from playwright.sync_api import Error

        from tests.browser import harness
    except ImportError as error:
        return [f"{MISSING}{error.name} is not installed."]
    if harness.find_chromium() is None:
        return [MISSING + harness.NO_CHROMIUM]
    try:
        with empty_page(harness) as (page, folder):
            times = key_times(harness, page, folder, names, count)
    except (OSError, subprocess.SubprocessError, Error) as error:  # npm may be there and the network not
        return [MISSING + str(error).strip().partition("\n")[0]]
    rows = [
        [name, f"{p50:.1f} ms", f"{p95:.1f} ms", "reached" if p95 <= harness.FRAME else "missed"]
        for name, (p50, p95) in times.items()
    ]
    title = f"Explorables, from a key to the finished drawing ({count} drawings, the best of a few tries)"
    return table(title, ["", "p50", "p95", f"p95 at most a frame, {harness.FRAME:.0f} ms"], rows)


@contextlib.contextmanager
def empty_page(harness) -> Iterator[tuple[object, Path]]:
    """Open a page in Chromium, and a folder for what it shows."""
    from playwright.sync_api import sync_playwright

    widget_assets()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=harness.find_chromium(), args=harness.FLAGS)
        page = browser.new_context().new_page()
        page.set_default_timeout(harness.PATIENCE)
        yield page, Path(folder)
        browser.close()


def key_times(harness, page, folder: Path, names: list[str] | None, count: int) -> dict[str, tuple[float, float]]:
    """Return p50 and p95 in milliseconds for each explorable."""
    from course_lib import explorables

    times = {}
    for name in explorables.__all__ if names is None else names:
        harness.show_again(page, folder, getattr(explorables, name)())
        harness.wait_for_explorables(page)
        moving = page.locator(".cx-explorable :is(.cx-controls [role=slider], .cx-scrub):visible").all()
        times[name] = harness.time_drawings(page, lambda i, moving=moving: harness.hold_keys(page, moving, i), count)
    return times
