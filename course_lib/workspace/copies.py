"""The learner's own copy of the notebooks, in which nothing that the learner did is ever lost.

A notebook is the learner's as soon as its file differs, in any byte, from what was handed out: outputs and moved
sliders are work too. `my-course/.course/manifest.json` remembers what was handed out; where it is missing or
damaged, every notebook counts as the learner's.

One process at a time is at work here: run.py holds a lock.
"""

import hashlib
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path

from course_lib.workspace.trust import sign

LAB_SETTINGS = {
    # A moved slider would spoil a pyplot figure that a running cell draws.
    "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
    # A saved notebook would reopen with "model not found" in place of its widgets.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    # JupyterLab would ask whether to fetch news, and look for updates: nothing is to leave the machine.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
SERVER_SETTINGS = {"ContentsManager": {"pre_save_hook": "course_lib.workspace.saving.keep_widgets"}}


def update(notebooks: Path, workspace: Path) -> list[str]:
    """Bring the learner's folder up to date, and return what the learner should know, in sentences.

    A missing notebook is put there and an untouched one refreshed. A touched one stays as it is, and the new
    version is put beside it, once, as `01_perceptron (new version).ipynb`.

    Parameters
    ----------
    notebooks : Path
        Folder of the notebooks, and of the files they read, as the course hands them out.
    workspace : Path
        The learner's folder. It is made where it is missing.

    Raises
    ------
    OSError
        Where the folder cannot be written. What is there stays as it was.
    """
    manifest = _read_manifest(workspace)
    news = []
    for source in _files(notebooks):
        content = source.read_bytes()
        handed_out = manifest.setdefault(source.name, {})
        own = workspace / source.name
        target = next(path for path in _names(own, "new version") if _may_be_written(path, content, handed_out))
        if target != own and _digest(content) in handed_out.values():
            continue
        _hand_out(content, target)
        if target != own:
            news.append(f"You have changed {own.name}, so it stays as it is. The new version is {target.name}.")
        handed_out[target.name] = _digest(content)
        _write_manifest(workspace, manifest)
    return news


def reset(notebooks: Path, workspace: Path, lesson: str) -> str:
    """Put a fresh copy of a lesson into the learner's folder and keep the old one, and return a sentence about it.

    Parameters
    ----------
    notebooks, workspace : Path
        As for `update`.
    lesson : str
        The lesson's number or name: `1`, `01` or `01_perceptron`.

    Raises
    ------
    ValueError
        Where there is no such lesson.
    OSError
        Where the folder cannot be written.
    """
    source = _find(notebooks, lesson)
    content, own = source.read_bytes(), workspace / source.name
    kept = next(path for path in _names(own, "before reset") if path != own and not path.exists())
    if own.exists() and own.read_bytes() == content:
        return f"{own.name} is already as the course hands it out."
    _hand_out(content, own, kept)
    manifest = _read_manifest(workspace)
    manifest.setdefault(own.name, {})[own.name] = _digest(content)
    _write_manifest(workspace, manifest)
    return f"{own.name} is fresh." + (f" Your own is kept as {kept.name}." if kept.exists() else "")


def write_lab_settings(prefix: Path) -> None:
    """Give the JupyterLab that is installed under `prefix` the settings that the course needs."""
    for path, settings in (
        (prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.json", LAB_SETTINGS),
        (prefix / "etc" / "jupyter" / "jupyter_server_config.json", SERVER_SETTINGS),
    ):
        content = json.dumps(settings, indent=2).encode()
        if not path.exists() or path.read_bytes() != content:
            _write(content, path, path.with_suffix(f".{os.getpid()}.part"))  # another process may write the same


def _files(notebooks: Path) -> list[Path]:
    return sorted(path for path in notebooks.iterdir() if path.is_file() and not path.name.startswith("."))


def _find(notebooks: Path, lesson: str) -> Path:
    for path in _files(notebooks):
        number = path.stem.split("_")[0]
        if lesson and (lesson.removesuffix(".ipynb") == path.stem or lesson.zfill(2) == number):
            return path
    known = ", ".join(path.stem for path in _files(notebooks))
    trouble = f"No lesson is called {lesson}." if lesson else "Say which lesson."
    raise ValueError(f"{trouble} There are: {known}.")


def _names(path: Path, why: str) -> Iterator[Path]:
    """Yield `name.ipynb`, then `name (why).ipynb`, then `name (why 2).ipynb` and so on."""
    yield path
    yield path.with_stem(f"{path.stem} ({why})")
    for number in itertools.count(2):
        yield path.with_stem(f"{path.stem} ({why} {number})")


def _may_be_written(path: Path, content: bytes, handed_out: dict[str, str]) -> bool:
    """Tell whether a file is missing, or as it was handed out, or already what is to be written."""
    return not path.exists() or _digest(path.read_bytes()) in (handed_out.get(path.name), _digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hand_out(content: bytes, target: Path, kept: Path | None = None) -> None:
    if target.exists() and target.read_bytes() == content:
        return
    if target.suffix == ".ipynb":
        sign(content)
    _write(content, target, target.parent / ".course" / "part", kept)


def _write(content: bytes, path: Path, part: Path, kept: Path | None = None) -> None:
    """Write a file whole or not at all: first under another name, and on the disk before it gets its own.

    Where `kept` is given, it becomes the name of the file that was there.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if kept and path.exists():
        path.rename(kept)
    part.replace(path)


def _read_manifest(workspace: Path) -> dict[str, dict[str, str]]:
    """Return what was handed out, as `{lesson: {file: digest}}`; nothing where that cannot be read."""
    file = workspace / ".course" / "manifest.json"
    try:
        manifest = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        names = [name for lesson, files in manifest.items() for name in (lesson, *files, *files.values())]
        whole = all(isinstance(name, str) and name.encode() for name in names)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return {}
    return manifest if whole else {}


def _write_manifest(workspace: Path, manifest: dict[str, dict[str, str]]) -> None:
    if manifest != _read_manifest(workspace):
        content = json.dumps(manifest, indent=2, ensure_ascii=False).encode("utf-8")
        _write(content, workspace / ".course" / "manifest.json", workspace / ".course" / "part")
