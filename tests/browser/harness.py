"""Finding a browser, and putting explorables on a page that has no kernel."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import anywidget
from ipywidgets.embed import dependency_state, embed_data

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "npm"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = (
    "No Chromium found: install one (Debian: apt-get install chromium, else: python -m playwright install chromium), "
    "or name its program in the environment variable CHROMIUM."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: $CHROMIUM, one on the PATH, or Playwright's own; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return found or next((str(path) for path in playwright_browsers() if path.exists()), None)


def playwright_browsers():
    """Yield where Playwright keeps its Chromium on this system, newest first."""
    caches = {"win32": "AppData/Local", "darwin": "Library/Caches"}
    own = Path.home() / caches.get(sys.platform, ".cache") / "ms-playwright"
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", own))
    for folder in sorted(cache.glob("chromium-*"), reverse=True):
        yield from folder.glob("chrome-*/chrome")
        yield from folder.glob("chrome-*/chrome.exe")
        yield from folder.glob("chrome-*/*.app/Contents/MacOS/*")


def widget_assets() -> dict[str, Path]:
    """Return the scripts that show widgets on a plain page, by name; npm fetches them once into .cache/npm."""
    modules = CACHE / "node_modules"
    assets = {
        "require.js": modules / "requirejs" / "require.js",
        "embed-amd.js": modules / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
        "anywidget.js": anywidget_script(),
    }
    if not all(path.exists() for path in assets.values()):
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("npm is missing: install Node.js (https://nodejs.org), then run the tests again.")
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(__file__).with_name("package.json"), CACHE)
        command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=CACHE, check=True, timeout=300, stdout=subprocess.DEVNULL)
    return assets


def anywidget_script() -> Path:
    """Return anywidget's own script: where pip put it, or in the package of an editable install."""
    installed = Path(sys.prefix) / "share/jupyter/nbextensions/anywidget/index.js"
    return installed if installed.exists() else Path(anywidget.__file__).parent / "nbextension" / "index.js"


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Explorable</title>
<link rel="icon" href="data:,">
<style>
  :root {{ color-scheme: light dark; }}
  body {{ margin: 0; padding: 8px; }}
</style>
</head>
<body>
<main><h1 style="font: 600 1.25rem system-ui; margin: 0 0 8px">Explorable</h1>
{views}
</main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script src="assets/require.js"></script>
<script>require.config({{paths: {{anywidget: "assets/anywidget"}}}});</script>
<script src="assets/embed-amd.js"></script>
</body>
</html>
"""


def write_page(folder: Path, name: str, *explorables) -> Path:
    """Write a page that shows these explorables without a kernel, beside a copy of the scripts that it loads."""
    state = dependency_state(explorables, drop_defaults=False)
    data = embed_data(views=list(explorables), state=state, drop_defaults=False)
    view = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
    escaped = [json.dumps(each).replace("</", "<\\/") for each in (data["manager_state"], *data["view_specs"])]
    page = PAGE.format(state=escaped[0], views="\n".join(view.format(each) for each in escaped[1:]))
    assets = folder / "assets"
    if not assets.exists():
        assets.mkdir(parents=True)
        for target, source in widget_assets().items():
            shutil.copy(source, assets / target)
    file = folder / f"{name}.html"
    file.write_text(page, encoding="utf-8", newline="\n")
    return file
