"""The lessons and the instructor's pages as PDF files, as a browser prints the pages of the site."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from authoring import chromium

# A file has no other pages beside it that a link could lead to.
ALONE = """() => {
    const others = document.querySelectorAll('a:not([href^="#"], [href^="https:"])');
    for (const link of others) link.removeAttribute("href");
}"""
FOOT = """<div style="width: 100%; padding: 0 2cm; font: 8pt system-ui; color: #555; display: flex">
<span class="title" style="flex: 1"></span>
<span class="pageNumber"></span></div>"""
SHEETS = {
    "format": "A4",
    "prefer_css_page_size": True,
    "display_header_footer": True,
    "header_template": "<span></span>",
    "tagged": True,
    "outline": True,
}


def write(site: Path, names: Sequence[str], report: Callable[[str], object] = lambda line: None) -> None:
    """Print the pages of these lessons, and the instructor's, into the folder pdf of a site.

    Raises
    ------
    FileNotFoundError
        Where no Chromium is found.
    """
    from playwright.sync_api import sync_playwright  # the site itself does without it

    program = chromium.find_chromium()
    if program is None:
        raise FileNotFoundError(chromium.NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        for file in printed(browser, site, names):
            report(file.relative_to(site.parent).as_posix())
        browser.close()


def printed(browser: Any, site: Path, names: Sequence[str]) -> Iterator[Path]:
    """Print the pages in a browser of Playwright, and yield each file once it is there."""
    # Without scripts, pictures stand for what moves, and all of them are loaded, near or far.
    page = browser.new_context(java_script_enabled=False).new_page()
    for source in (source for name in names for source in (f"{name}.html", f"teaching/{name}.html")):
        file = (site / "pdf" / source).with_suffix(".pdf")
        page.goto((site / source).absolute().as_uri())
        page.evaluate(ALONE)
        page.pdf(path=file, footer_template=FOOT, **SHEETS)
        yield file
    page.context.close()
