"""Finding a browser: for the tests, and for what is printed from the site."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium that never has a window: what it draws costs two thirds of the processor time.
WITHOUT_WINDOW = ("chromium-headless-shell", "chrome-headless-shell")
NO_CHROMIUM = (
    "No Chromium found: install one (Debian: apt-get install chromium-headless-shell, else: python -m playwright "
    "install chromium), or name its program in the environment variable CHROMIUM."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: $CHROMIUM, one on the PATH, or Playwright's own; None where there is none."""
    names = (*WITHOUT_WINDOW, "chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return found or next((str(path) for path in playwright_browsers() if path.exists()), None)


def playwright_browsers() -> Iterator[Path]:
    """Yield where Playwright keeps its Chromium on this system, newest first."""
    caches = {"win32": "AppData/Local", "darwin": "Library/Caches"}
    own = Path.home() / caches.get(sys.platform, ".cache") / "ms-playwright"
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", own))
    for folder in sorted(cache.glob("chromium_headless_shell-*"), reverse=True):
        yield from folder.glob("chrome-*/headless_shell*")
        yield from folder.glob("chrome-*/chrome-headless-shell*")
    for folder in sorted(cache.glob("chromium-*"), reverse=True):
        yield from folder.glob("chrome-*/chrome")
        yield from folder.glob("chrome-*/chrome.exe")
        yield from folder.glob("chrome-*/*.app/Contents/MacOS/*")
