"""Scripts and styles of the site: esbuild bundles ours with those from npm, so that a page asks nobody else."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import anywidget

from authoring import npm

WHAT_FOR = "the site, and every page without a kernel"
PACKAGES = (
    "@jupyter-widgets/base",
    "@jupyter-widgets/base-manager",
    "@jupyter-widgets/controls",
    "esbuild",
    "katex",
    "minisearch",
    "reveal.js",
)
SOURCES = Path(__file__).parent / "scripts"
ENTRIES = ("page.js", "search.js", "site.css", "slides.js", "widgets.js")
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--target=es2022",
    "--charset=utf8",
    "--banner:js=//# allFunctionsCalledOnLoad",  # Chromium compiles while it loads, not function by function
    "--log-level=warning",
    "--alias:sanitize-html=./as_text.js",  # it brings 250 kB, and no control of ours shows HTML
    "--alias:jquery=./as_element.js",  # to start it took longer than to start all the rest
    "--alias:lodash/isEqual=underscore/modules/isEqual.js",  # Backbone brings it anyway
    "--alias:@lumino/widgets=./lumino.js",
    "--alias:lumino=@lumino/widgets/src",  # as lumino.js calls it: what is aliased cannot be had by its own name
    "--loader:.woff2=file",
    "--external:*.woff",  # older browsers' forms of the same fonts
    "--external:*.ttf",
)
ANYWIDGET = """export default (base) => {{
  let made;
  const define = (names, make) => {{ made = make(base); }};
  {}
  return made;
}};
"""


def node_modules() -> Path:
    """Return the folder of the packages from npm; it is fetched once."""
    return npm.installed(WHAT_FOR, *PACKAGES)


def anywidget_script() -> Path:
    """Return anywidget's own script: where pip put it, or in the package of an editable install."""
    installed = Path(sys.prefix) / "share/jupyter/nbextensions/anywidget/index.js"
    return installed if installed.exists() else Path(anywidget.__file__).parent / "nbextension" / "index.js"


def write(folder: Path, *entries: str) -> None:
    """Write bundled scripts and styles into a folder."""
    packages = node_modules()
    with tempfile.TemporaryDirectory() as own:
        module = Path(own) / "anywidget" / "index.js"
        module.parent.mkdir()
        module.write_text(ANYWIDGET.format(anywidget_script().read_text(encoding="utf-8")), encoding="utf-8")
        command = [packages / "esbuild" / "bin" / "esbuild", *entries, *OPTIONS, f"--outdir={folder.resolve()}"]
        searched = os.pathsep.join([own, str(packages)])
        subprocess.run(command, cwd=SOURCES, check=True, env=os.environ | {"NODE_PATH": searched})
