"""A page that shows explorables without a kernel and without a lesson: for tests and the README's picture."""

import json
from collections.abc import Sequence
from pathlib import Path

from ipywidgets import DOMWidget
from ipywidgets.embed import dependency_state, embed_data

from . import assets

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Explorable</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ margin: 0; padding: 8px; }}
</style>
</head>
<body>
<main><h1 style="font: 600 1.25rem system-ui; margin: 0 0 8px">Explorable</h1>
</main>
<script src="assets/widgets.js"></script>
<script>course.showAll(document.querySelector("main"), {saved});</script>
</body>
</html>
"""


def write_page(folder: Path, name: str, *explorables: DOMWidget) -> Path:
    """Write a page that shows these explorables without a kernel, beside the scripts that it loads."""
    if not (folder / "assets").exists():
        assets.write(folder / "assets", "widgets.js")
    file = folder / f"{name}.html"
    text = json.dumps(saved(explorables)).replace("</", "<\\/")
    style = (folder / "assets" / "widgets.css").read_text(encoding="utf-8")  # from a folder, axe may load no other file
    file.write_text(PAGE.format(saved=text, style=style), encoding="utf-8", newline="\n")
    return file


def saved(explorables: Sequence[DOMWidget]) -> dict:
    """Return what a page needs to show these explorables."""
    state = dependency_state(explorables, drop_defaults=False)
    return embed_data(views=list(explorables), state=state, drop_defaults=False)
