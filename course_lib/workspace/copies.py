"""The learner's own copy of the notebooks, in which nothing that the learner did is ever lost.

A notebook is the learner's as soon as its file differs, in any byte, from what was handed out: outputs and moved
sliders are work too. `my-course/.course/manifest.json` remembers what was handed out; where it is missing or
damaged, every notebook counts as the learner's.

One process at a time is at work here: run.py holds a lock. JupyterLab does not know of it, and may save at any moment.
So no file of the learner's is ever written over: it is moved aside, looked at, and only then put away.
"""

import hashlib
import itertools
import json
import os
import tarfile
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
    # The glossary would open as the text it is written in.
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}
ASIDE = "aside "  # begins the name of what is moved aside
SERVER_SETTINGS = {
    "ContentsManager": {"pre_save_hook": "course_lib.workspace.saving.keep_widgets"},
    # A search for language servers, which the course does not use, asks npm, and that writes into the learner's home.
    "LanguageServerManager": {"autodetect": False},
}


def update(notebooks: Path, workspace: Path) -> list[str]:
    """Bring the learner's folder up to date, and return what the learner should know, in sentences.

    A missing notebook is put there and an untouched one refreshed. A touched one stays as it is, and the new
    version is put beside it, once, as `01_perceptron (new version).ipynb`. One that is saved meanwhile is touched. A
    link that leads nowhere stays too: what it led to may come back.

    Parameters
    ----------
    notebooks : Path
        Folder of the notebooks, and of the files they read, as the course hands them out; or an archive of them.
    workspace : Path
        The learner's folder. It is made where it is missing.

    Raises
    ------
    OSError
        Where the folder cannot be written. What is there stays as it was.
    """
    _put_back_what_was_left(workspace)
    manifest = _read_manifest(workspace)
    news = []
    for name, content in _files(notebooks).items():
        _sign(name, content)
        handed_out = manifest.setdefault(name, {})
        own = workspace / name
        if _leads_nowhere(own):
            news.append(
                f"{own.name} is a link to {own.readlink()}, where there is nothing, so it stays as it is. "
                "Connect the disk that it leads to, or delete the link, and start again."
            )
            continue
        while target := _target(own, content, handed_out):
            if not _hand_out(content, target, handed_out):
                continue  # it has been saved since the look, so it is the learner's now
            if target != own:
                news.append(f"You have changed {own.name}, so it stays as it is. The new version is {target.name}.")
            handed_out[target.name] = _digest(content)
            _write_manifest(workspace, manifest)
            break
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
    files = _files(notebooks)
    name = _find(files, lesson)
    content, own = files[name], workspace / name
    _sign(name, content)
    _put_back_what_was_left(workspace)
    if own.exists() and own.read_bytes() == content:
        return f"{own.name} is already as the course hands it out."
    part = _part_of(workspace)
    _write_part(content, part)
    kept = []
    while True:
        if aside := _moved_aside(own):
            kept.append(_named(aside, itertools.islice(_names(own, "before reset"), 1, None)).name)
        if _claim(part, own):  # or else it has been saved meanwhile
            break
    manifest = _read_manifest(workspace)
    manifest.setdefault(own.name, {})[own.name] = _digest(content)
    _write_manifest(workspace, manifest)
    return f"{own.name} is fresh." + (f" Your own is kept as {' and '.join(kept)}." if kept else "")


def write_lab_settings(prefix: Path) -> None:
    """Give the JupyterLab that is installed under `prefix` the settings that the course needs."""
    for path, settings in (
        (prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.json", LAB_SETTINGS),
        (prefix / "etc" / "jupyter" / "jupyter_server_config.json", SERVER_SETTINGS),
    ):
        content = json.dumps(settings, indent=2).encode()
        if not path.exists() or path.read_bytes() != content:
            _write(content, path, path.with_suffix(f".{os.getpid()}.part"))  # another process may write the same


def _files(notebooks: Path) -> dict[str, bytes]:
    """Return what a folder or an archive holds, by name. Nothing is unpacked: where nothing is new, nothing is written.

    So a full disk is no obstacle then. Nor is a Python whose `tarfile` knows no filters, such as 3.11.2.
    """
    if notebooks.is_dir():
        files = {path.name: path.read_bytes() for path in notebooks.iterdir() if path.is_file()}
    else:
        with tarfile.open(notebooks) as archive:
            files = {member.name: archive.extractfile(member).read() for member in archive}
    return {name: files[name] for name in sorted(files) if not name.startswith(".")}


def _find(files: dict[str, bytes], lesson: str) -> str:
    stems = {name: Path(name).stem for name in files}
    for name, stem in stems.items():
        number = stem.split("_")[0]
        if lesson and (lesson.removesuffix(".ipynb") == stem or lesson.zfill(2) == number):
            return name
    known = ", ".join(stems.values())
    trouble = f"No lesson is called {lesson}." if lesson else "Say which lesson."
    raise ValueError(f"{trouble} The lessons are: {known}.")


def _names(path: Path, why: str) -> Iterator[Path]:
    """Yield `name.ipynb`, then `name (why).ipynb`, then `name (why 2).ipynb` and so on."""
    yield path
    yield path.with_stem(f"{path.stem} ({why})")
    for number in itertools.count(2):
        yield path.with_stem(f"{path.stem} ({why} {number})")


def _leads_nowhere(path: Path) -> bool:
    """Tell whether this is a link to what is not there, such as a file on a disk that is not connected."""
    return path.is_symlink() and not path.exists()


def _target(own: Path, content: bytes, handed_out: dict[str, str]) -> Path | None:
    """Return where to put a file: the first name that is not the learner's; None where it has been put beside once."""
    target = next(path for path in _names(own, "new version") if _may_be_written(path, content, handed_out))
    return None if target != own and _digest(content) in handed_out.values() else target


def _may_be_written(path: Path, content: bytes, handed_out: dict[str, str]) -> bool:
    """Tell whether a file is missing, or untouched."""
    if path.exists():
        return _digest(path.read_bytes()) in _untouched(path, content, handed_out)
    return not _leads_nowhere(path)


def _untouched(path: Path, content: bytes, handed_out: dict[str, str]) -> tuple[str | None, str]:
    """Return the digests of a file as it was handed out, and as it is to be."""
    return handed_out.get(path.name), _digest(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hand_out(content: bytes, target: Path, handed_out: dict[str, str]) -> bool:
    """Put a file in the place of an untouched one, or of none; return whether it is there.

    It is not where somebody has saved since the last look. What they saved gets its name back, or another one where
    they have saved once more.
    """
    if target.exists() and target.read_bytes() == content:
        return True
    part = _part_of(target.parent)
    _write_part(content, part)
    aside = _moved_aside(target)
    if aside and _digest(aside.read_bytes()) not in _untouched(target, content, handed_out):
        _named(aside, _names(target, "before update"))
        return False
    claimed = _claim(part, target)
    if aside:
        aside.unlink()
    return claimed


def _sign(name: str, content: bytes) -> None:
    """Sign a notebook each time, though it may be there already: signatures are not in the learner's folder alone.

    Another home, or another way to start JupyterLab, has a list of its own, in which none of the notebooks is. Jupyter
    knows a notebook by its content, so it does not matter under which name the learner has it. All of them together
    take half a second.
    """
    if name.endswith(".ipynb"):
        sign(content)


def _part_of(workspace: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return workspace / ".course" / "part"


def _moved_aside(path: Path) -> Path | None:
    """Move a file to where nobody saves, and return where; None where there is no file.

    Who has it open for writing, writes on into it; who opens it by its name from now on, makes another.
    """
    aside = path.parent / ".course" / f"{ASIDE}{path.name}"
    try:
        return path.rename(aside)
    except FileNotFoundError:
        return None


def _put_back_what_was_left(workspace: Path) -> None:
    """Give what a killed start had moved aside its name back, or one beside it where that is taken."""
    for aside in (workspace / ".course").glob(f"{ASIDE}*"):
        _named(aside, _names(workspace / aside.name.removeprefix(ASIDE), "before update"))


def _named(file: Path, names: Iterator[Path]) -> Path:
    """Give a file the first of these names that is free, and return that."""
    return next(name for name in names if _claim(file, name))


def _claim(file: Path, path: Path) -> bool:
    """Give a file its name and return whether that worked: it does not where another file has that name by now."""
    try:
        os.link(file, path)
    except FileExistsError:
        return False
    except OSError:  # a disk that knows no links, such as many a USB stick: there a moment remains
        if os.path.lexists(path):
            return False
        file.rename(path)
    else:
        file.unlink()
    return True


def _write(content: bytes, path: Path, part: Path) -> None:
    """Write a file whole or not at all: first under another name, and on the disk before it gets its own."""
    _write_part(content, part)
    part.replace(path)


def _write_part(content: bytes, part: Path) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)  # a start that was killed may have left it, as a second name of a notebook
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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
        _write(content, workspace / ".course" / "manifest.json", _part_of(workspace))
