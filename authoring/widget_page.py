"""A page that shows explorables without a kernel: what a browser needs for them, and nothing from elsewhere."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import anywidget
from ipywidgets import DOMWidget
from ipywidgets.embed import dependency_state, embed_data

from . import npm

SCRIPTS = {  # which package of npm each comes from, and where it lies in there
    "require.js": ("requirejs", "package/require.js"),
    "embed-amd.js": ("@jupyter-widgets/html-manager", "package/dist/embed-amd.js"),
}


def widget_assets() -> dict[str, Path]:
    """Return the scripts that show widgets on a plain page, by name; npm fetches two of them once."""
    return npm.scripts(SCRIPTS, "the pages without a kernel") | {"anywidget.js": anywidget_script()}


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


def write_page(folder: Path, name: str, *explorables: DOMWidget) -> Path:
    """Write a page that shows these explorables without a kernel, beside a copy of the scripts that it loads."""
    data = saved(explorables)
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


def saved(explorables: Sequence[DOMWidget]) -> dict:
    """Return what a page needs to show these explorables."""
    state = dependency_state(explorables, drop_defaults=False)
    return embed_data(views=list(explorables), state=state, drop_defaults=False)
