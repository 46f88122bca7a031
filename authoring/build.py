"""Build the lessons: read, check, run both editions, check again, write."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from . import editions, execute, lesson, outputs, repository, rules, teaching
from .faults import Fault, FaultsFoundError
from .lesson import Lesson

ROOT = Path(__file__).parents[1]
WORKERS = 2


@dataclass(frozen=True)
class Built:
    """What the build has made of a lesson: files, and the seconds of its slower edition, 0 if all was up to date."""

    name: str
    seconds: float
    files: dict[str, Path]

    def __str__(self) -> str:
        sizes = ", ".join(f"{what} {path.stat().st_size / 1000:.0f} kB" for what, path in self.files.items())
        return f"{self.name}: {f'{self.seconds:.1f} s' if self.seconds else 'up to date'}, {sizes}"


def build(
    names: Iterable[str] = (),
    *,
    force: bool = False,
    root: Path = ROOT,
    out: Path | None = None,
    report: Callable[[Built], object] = lambda built: None,
) -> list[Built]:
    """Build lessons from root/lessons into `out` (the same root by default).

    Parameters
    ----------
    names : iterable of str
        Numbers ("1"), names ("01_perceptron") or files of lessons; none means all.
    force : bool
        Build lessons that are up to date as well.
    root, out : Path
        Where lessons/ is, and where notebooks/, teaching/ and the git-ignored .build/ are written.
    report : callable
        Called with each lesson as soon as it is done.

    Raises
    ------
    FaultsFoundError
        With everything that has to be fixed. Lessons without a fault are built all the same; the others keep their
        old files.
    """
    found: list[Fault] = []
    waiting, done = [], []
    with ThreadPoolExecutor(WORKERS) as pool:
        for path in paths(root / "lessons", names):
            stamp = _Stamp(path, root, out or root)
            try:
                waiting.append(_start(path, stamp, pool, force))
            except FaultsFoundError as error:
                found += error.faults
        for finish in waiting:
            try:
                done.append(finish())
                report(done[-1])
            except FaultsFoundError as error:
                found += error.faults
    if found:
        raise FaultsFoundError(found)
    return done


def paths(folder: Path, names: Iterable[str]) -> list[Path]:
    """Return the lessons' files; an unknown name is an error that lists the known ones."""
    lessons = sorted(folder.glob("[0-9][0-9]_*.md"))
    chosen = []
    for name in names:
        stem = Path(name).stem
        matches = [path for path in lessons if path.stem == stem or path.stem[:2] == stem.zfill(2)]
        if not matches:
            known = ", ".join(path.stem for path in lessons)
            raise ValueError(f"There is no lesson {name}. The lessons are: {known}.")
        chosen += matches
    return sorted(set(chosen)) or lessons


def _start(path: Path, stamp: "_Stamp", pool: ThreadPoolExecutor, force: bool) -> Callable[[], Built]:
    """Begin to build a lesson if it needs to be, and return what waits for it to be done."""
    if not force and stamp.is_fresh():
        return lambda: Built(path.stem, 0.0, stamp.files)
    this = lesson.read(path)
    faults = rules.faults_in_text(this)
    if faults:
        raise FaultsFoundError(faults)
    runs = [pool.submit(_run, this, edition) for edition in editions.EDITIONS]
    return lambda: _write(this, [run.result() for run in runs], stamp)


@dataclass(frozen=True)
class _Ran:
    """An edition that has been run."""

    text: str
    faults: list[Fault]
    seconds: float


def _run(this: Lesson, edition: str) -> _Ran:
    start = time.perf_counter()
    notebook = execute.run(editions.notebook(this, edition))
    faults = outputs.faults_in_outputs(this, edition, notebook)
    return _Ran("" if faults else execute.text(notebook), faults, time.perf_counter() - start)


def _write(this: Lesson, ran: list[_Ran], stamp: "_Stamp") -> Built:
    """Write all files of a lesson beside their places, then move them there; none if there is a fault."""
    if any(one.faults for one in ran):
        raise FaultsFoundError(_told_once(*(one.faults for one in ran)))
    moves = []
    for text, path in zip([*(one.text for one in ran), teaching.page(this)], stamp.files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8", newline="\n")
        moves.append((beside, path))
    for beside, path in moves:
        beside.replace(path)
    stamp.write()
    return Built(this.name, max(one.seconds for one in ran), stamp.files)


def _told_once(learner: list[Fault], solved: list[Fault]) -> list[Fault]:
    """Return the faults of both editions, and say of which edition it is where the other is without it."""
    return [
        fault if fault in other else replace(fault, what=f"{fault.what} ({edition} edition)")
        for edition, own, other in (("learner", learner, solved), ("solved", solved, learner))
        for fault in own
    ]


class _Stamp:
    """What a lesson was built from and what came out, as hashes in .build/NN_name.json."""

    def __init__(self, path: Path, root: Path, out: Path):
        self.files = {
            "learner": out / "notebooks" / path.with_suffix(".ipynb").name,
            "solved": out / "notebooks" / "solutions" / path.with_suffix(".ipynb").name,
            "teaching": out / "teaching" / path.name,
        }
        self.path = out / ".build" / path.with_suffix(".json").name
        self.inputs = {
            "python": sys.version,
            "repository": repository.address(ROOT),  # the first cell names it
            "inputs": hash_of([path, root / "requirements.txt", *sources()]),
        }

    def is_fresh(self) -> bool:
        try:
            return json.loads(self.path.read_text(encoding="utf-8")) == self._now()
        except (OSError, ValueError):
            return False

    def write(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(self._now(), indent=1) + "\n", encoding="utf-8", newline="\n")

    def _now(self) -> dict[str, str]:
        return self.inputs | {"outputs": hash_of(self.files.values())}


def sources() -> list[Path]:
    """Return every file of the package and of the build; no hashes, which follow from them, and not the site's."""
    folders = [Path(find_spec("course_lib").origin).parent, Path(__file__).parent]
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not path.name.startswith(".")
        and path.suffix != ".sha256"
        and path.relative_to(folder).parts[0] != "site"
    )


def hash_of(paths: Iterable[Path]) -> str:
    """Return one hash of the names and the contents of files; a missing file counts too."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b"missing"
        total.update(f"{path.name} {len(content)}\n".encode() + content)
    return total.hexdigest()
