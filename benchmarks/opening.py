"""The work of the page until the first explorable of a lesson is drawn in JupyterLab, beside a notebook with one cell.

It is the processor's time of the page's own thread, and of the work beyond the notebook with one cell: the rest is
JupyterLab's own.
"""

import contextlib
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import nbformat

from benchmarks.tables import ms, table
from course_lib.workspace import copies

PLAIN = "plain"
LESSONS = ("01_perceptron", "05_gradient_descent")
MUST = 1.2  # times the notebook with one cell: half of what lay beyond it at first, which was 1.4
MISSING = "Opening a notebook: not measured. "
READY = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    return panel?.content?.widgets?.length && panel.sessionContext?.session?.kernel?.status === "idle";
}"""
DRAWN = "() => document.querySelector('.cx-explorable .cx-frame')"


def report(lessons: tuple[str, ...] = LESSONS, rounds: int = 3) -> list[str]:
    """Return the lines of the table, or one that says what is missing."""
    try:
        from playwright.sync_api import Error

        from tests.browser import harness
    except ImportError as error:
        return [f"{MISSING}{error.name} is not installed."]
    if harness.find_chromium() is None:
        return [MISSING + harness.NO_CHROMIUM]
    try:
        with jupyterlab(harness) as (lab, browser):
            names = (PLAIN, *lessons)
            taken = [[opened(lab, browser, name) for name in names] for _ in range(1 + rounds)][1:]
    except (OSError, RuntimeError, subprocess.SubprocessError, Error) as error:
        return [MISSING + str(error).strip().partition("\n")[0]]
    return lines(dict(zip(names, zip(*taken, strict=True), strict=True)))


def lines(taken: dict[str, list[float]]) -> list[str]:
    """Return the lines of the table from the milliseconds of each notebook."""
    rows = []
    for name, times in taken.items():
        ratio = statistics.median(time / plain for time, plain in zip(times, taken[PLAIN], strict=True))
        reached = "" if name == PLAIN else "reached" if ratio <= MUST else "missed"
        rows.append([name, ms(statistics.median(times)), f"{ratio:.2f}", reached])
    heads = ["", "processor", "beside one cell", f"at most {MUST}"]
    return table(f"From opening a notebook to its first explorable ({len(taken[PLAIN])} openings)", heads, rows)


@contextlib.contextmanager
def jupyterlab(harness) -> Iterator[tuple[object, object]]:
    """Start JupyterLab on a folder of the lessons and of a notebook with one cell, and a browser."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder, private = Path(place, "course"), Path(place, "private")
        folder.mkdir()
        private.mkdir()
        with patch.dict(os.environ, JUPYTER_DATA_DIR=str(private / "data")), sync_playwright() as playwright:
            copies.update(harness.ROOT / "notebooks", folder)
            nbformat.write(one_cell(), folder / f"{PLAIN}.ipynb")
            lab = harness.Lab(folder, private)
            try:
                browser = playwright.chromium.launch(executable_path=harness.find_chromium(), args=harness.FLAGS)
                yield lab, browser.new_context(viewport={"width": 1100, "height": 1400})
                browser.close()
            finally:
                lab.stop()


def one_cell() -> nbformat.NotebookNode:
    """Return a notebook with one cell of plain text."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("A cell of plain text.")], metadata={"kernelspec": kernel}
    )


def opened(lab, browser, name: str) -> float:
    """Return the milliseconds that the page's thread has worked until its notebook is there, and its explorable."""
    page = browser.new_page()
    page.set_default_timeout(120_000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{lab.url}/doc/tree/{name}.ipynb?reset&token={lab.token}", wait_until="commit")
    page.wait_for_function(READY, polling=100)
    if name != PLAIN:
        page.wait_for_function(DRAWN, polling=100)
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    page.close()
    lab.end_kernels()
    return 1000 * metrics["TaskDuration"]
