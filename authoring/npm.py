"""What authors fetch from npm, in the versions of package.json, once, into the git-ignored .cache/npm."""

import json
import shutil
import subprocess
import tempfile
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


def installed(what_for: str, *packages: str) -> Path:
    """Return the folder in which packages are installed together with what they need."""
    wanted = [f"{package}@{version(package)}" for package in packages]
    place = CACHE / _name(wanted)
    if not place.exists():
        npm = program(what_for)
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:  # moved into place as a whole: others may be at it too
            own = Path(folder) / "own"
            own.mkdir()
            command = [npm, "install", "--silent", "--no-save", "--prefix", str(own), *wanted]
            subprocess.run(command, cwd=own, check=True, timeout=300, stdout=subprocess.DEVNULL)
            _move(own, place)
    return place / "node_modules"


def _move(own: Path, place: Path) -> None:
    """Move a folder to its place, unless another process was first."""
    try:
        own.rename(place)
    except OSError:
        if not place.exists():
            raise


def _name(wanted: list[str]) -> str:
    """Return a short name for what is installed together: esbuild-0.28.2."""
    first = wanted[0].strip("@").replace("/", "-").replace("@", "-")
    return first if len(wanted) == 1 else f"{first}-and-{sha256(' '.join(wanted).encode()).hexdigest()[:12]}"
