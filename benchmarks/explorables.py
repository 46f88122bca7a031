"""The work of a drawing of each explorable, on a page without a kernel.

All of it takes twenty minutes or more: each row is told on the standard error as soon as it is measured.
"""

import contextlib
import functools
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from ipywidgets import FloatSlider

from authoring.site import assets
from benchmarks.tables import table

MISSING = "Explorables, the work of a drawing: not measured. "
SLOWED = 4  # about a Chromebook, or an older phone
TRIES = 3
NOTES = (
    "1x and 4x: scripts, styles and layout, at the processor's own speed and slowed fourfold. Painted: slowed fourfold",
    "too, and all until the picture is painted, then until the numbers beside it are. Processor time of the page's",
    "thread: what others take does not count.",
    "The first row is what ipywidgets alone takes for one of its sliders, with nothing of the course on the page.",
)
BARE = "a bare slider"
EPOCH = "an epoch of 2-8-8-1"


def report(names: list[str] | None = None, count: int = 100) -> list[str]:
    """Return the lines of the table, or one that says what is missing."""
    try:
        from playwright.sync_api import Error

        from course_lib import explorables
        from tests.browser import harness
    except ImportError as error:
        return [f"{MISSING}{error.name} is not installed."]
    if harness.find_chromium() is None:
        return [MISSING + harness.NO_CHROMIUM]
    try:
        with empty_page(harness) as (page, folder):
            names = (BARE, *(names or explorables.__all__))
            rows = [told(row) for name in names for row in rows_of(harness, page, folder, name, count)]
    except (OSError, subprocess.SubprocessError, Error) as error:  # npm may be there and the network not
        return [MISSING + str(error).strip().partition("\n")[0]]
    title = f"Explorables: the work of a drawing, 95th percentile of {count}, the best of up to {TRIES} tries"
    heads = ["", "1x", f"{SLOWED}x", "painted", "numbers too", f"painted within a frame, {harness.FRAME:.0f} ms"]
    return table(title, heads, rows, *NOTES)


def told(row: list[str]) -> list[str]:
    """Tell a row to who is waiting, and return it."""
    sys.stderr.write(f"{', '.join(row)}\n")
    sys.stderr.flush()
    return row


@contextlib.contextmanager
def empty_page(harness) -> Iterator[tuple[object, Path]]:
    """Open a page in Chromium, and a folder for what it shows."""
    from playwright.sync_api import sync_playwright

    assets.node_modules()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=harness.find_chromium(), args=harness.FLAGS)
        page = browser.new_context().new_page()
        page.set_default_timeout(harness.PATIENCE)
        yield page, Path(folder)
        browser.close()


def rows_of(harness, page, folder: Path, name: str, count: int) -> Iterator[list[str]]:
    """Yield the rows of an explorable: moved by keys, by hand where a hand can drag something, and as it trains."""
    from course_lib import explorables

    def moved_by(how: str):
        if how == EPOCH:
            harness.show_again(page, folder, explorables.Playground(data="circles", hidden_layer_sizes=(8, 8)))
            harness.wait_for_explorables(page)
            harness.button(page, "Epoch").focus()
            return lambda i: page.keyboard.press("Enter")
        if name == BARE:
            harness.show_again(page, folder, FloatSlider(description=name))
            moving = page.get_by_role("slider").all()
        else:
            harness.show_again(page, folder, getattr(explorables, name)())
            harness.wait_for_explorables(page)
            moving = harness.controls(page)
        return harness.hand(page, name) if how == "hand" else harness.HeldKeys(page, moving)

    ways = ["key", *(["hand"] if name in harness.DRAGGED else []), *([EPOCH] if name == "Playground" else [])]
    for how in ways:

        def work(slowed: float, how=how) -> np.ndarray:
            return harness.drawing_work(page, moved_by(how), count, slowed)

        swift, *_ = np.percentile(work(1), 95, axis=0)
        slow, painted, all_painted = best_of(functools.partial(work, SLOWED), harness.FRAME)
        verdict = "reached" if painted <= harness.FRAME else "missed"
        yield [f"{name}, {how}", *(f"{ms:.1f} ms" for ms in (swift, slow, painted, all_painted)), verdict]


def best_of(measure: Callable[[], np.ndarray], enough: float) -> np.ndarray:
    """Return the 95th percentiles of the try that is painted soonest; the first that is good enough is the last."""
    best = None
    for _ in range(TRIES):
        found = np.percentile(measure(), 95, axis=0)
        best = found if best is None or found[1] < best[1] else best
        if best[1] <= enough:
            break
    return best
