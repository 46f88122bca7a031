"""Bundle each explorable's ES modules into the one text that anywidget loads, with esbuild.

What comes out is committed, so that nobody needs npm who does not change JavaScript.
"""

import hashlib
import subprocess
from pathlib import Path

from . import npm

SOURCES = Path(__file__).parents[1] / "course_lib" / "explorables"
BUNDLES = SOURCES / "bundles"
STAMP = "sources.sha256"
OPTIONS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning")


def renew() -> list[str]:
    """Bundle the explorables anew if a source has changed, and return their names; none where all were fresh."""
    stamp = BUNDLES / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8").strip() == sources_hash():
        return []
    names = bundle(BUNDLES)
    for old in set(BUNDLES.glob("*.js")) - {BUNDLES / f"{name}.js" for name in names}:
        old.unlink()
    stamp.write_text(f"{sources_hash()}\n", encoding="utf-8", newline="\n")
    return names


def explorables() -> list[str]:
    """Return the names of the modules that are explorables: those with a default export."""
    return sorted(path.stem for path in SOURCES.glob("*.js") if "export default" in path.read_text(encoding="utf-8"))


def bundle(folder: Path) -> list[str]:
    """Write the bundle of each explorable into a folder, and return their names.

    Raises
    ------
    FileNotFoundError
        Where npm is missing.
    subprocess.CalledProcessError
        Where a module does not parse or imports what is not there; esbuild has said what.
    """
    esbuild = npm.installed("the bundler of the explorables", "esbuild") / "esbuild" / "bin" / "esbuild"
    names = explorables()
    files = [f"{name}.js" for name in names]
    subprocess.run([esbuild, *files, *OPTIONS, f"--outdir={folder.resolve()}"], cwd=SOURCES, check=True)
    return names


def sources_hash() -> str:
    """Return one hash of all modules, of the bundler's version and of its options."""
    total = hashlib.sha256(f"{npm.version('esbuild')} {OPTIONS}\n".encode())
    for path in sorted(SOURCES.glob("*.js")):
        content = path.read_text(encoding="utf-8").encode()  # with the same line ends on every system
        total.update(f"{path.name} {len(content)}\n".encode() + content)
    return total.hexdigest()
