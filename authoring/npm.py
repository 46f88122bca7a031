"""What authors fetch from npm, in the versions of package.json, once, into the git-ignored .cache/npm."""

import contextlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

CACHE = Path(__file__).parents[1] / ".cache" / "npm"
MISSING = "{} is missing, and with it {}: install Node.js, then start again."


def version(package: str) -> str:
    """Return the version of a package that the course uses."""
    return json.loads(Path(__file__).with_name("package.json").read_text(encoding="utf-8"))["dependencies"][package]


def program(what_for: str, name: str = "npm") -> str:
    """Return the path of npm or node, or raise a FileNotFoundError that says what is not to be had without it."""
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(MISSING.format(name, what_for))
    return path


def scripts(wanted: dict[str, tuple[str, str]], what_for: str) -> dict[str, Path]:
    """Return one file each of some packages, without the eighty packages that they ask for.

    Parameters
    ----------
    wanted : dict
        By a name of ours the package, and the file's path in it.
    what_for : str
        What is missing where npm is.
    """
    places = {name: CACHE / f"{version(package)}-{name}" for name, (package, _) in wanted.items()}
    if not all(path.exists() for path in places.values()):
        npm, versions = program(what_for), {package: version(package) for package, _ in wanted.values()}
        with _folder() as own:
            command = [npm, "pack", "--silent", *(f"{package}@{number}" for package, number in versions.items())]
            subprocess.run(command, cwd=own, check=True, timeout=300, stdout=subprocess.DEVNULL)
            for name, (package, file) in wanted.items():
                packed = own / f"{package.strip('@').replace('/', '-')}-{versions[package]}.tgz"
                with tarfile.open(packed) as archive:
                    (own / name).write_bytes(archive.extractfile(file).read())
                (own / name).replace(places[name])
    return places


def installed(what_for: str, *packages: str) -> Path:
    """Return the folder in which packages are installed together with what they need."""
    wanted = [f"{package}@{version(package)}" for package in packages]
    place = CACHE / _name(wanted)
    if not place.exists():
        npm = program(what_for)
        with _folder() as own:
            command = [npm, "install", "--silent", "--no-save", "--prefix", str(own), *wanted]
            subprocess.run(command, cwd=own, check=True, timeout=300, stdout=subprocess.DEVNULL)
            if not place.exists():  # another process may have been first
                shutil.copytree(own, place.with_suffix(f".{own.name}"), symlinks=True)
                place.with_suffix(f".{own.name}").rename(place)
    return place / "node_modules"


def _name(wanted: list[str]) -> str:
    """Return a short name for what is installed together: esbuild-0.28.2."""
    first = wanted[0].strip("@").replace("/", "-").replace("@", "-")
    return first if len(wanted) == 1 else f"{first}-and-{sha256(' '.join(wanted).encode()).hexdigest()[:12]}"


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder of one's own in the cache, from which whole files are moved into place: others may be at it too."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield Path(folder)
