#!/usr/bin/env python3
"""Start the course with `python run.py`. Everything that it needs is put into the folder .venv beside this file."""

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]  # this folder: a json.py that somebody puts into it would be taken for Python's own

import argparse
import collections
import contextlib
import datetime
import errno
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

# Python 2 cannot read this line, and shows it: so it says what is needed.
NEEDED: tuple = (3, 11)  # The course needs Python 3.11 or newer: https://www.python.org/downloads/

HOME = Path(__file__).resolve().parent
STAMP = "course.stamp"
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)  # of a disk that knows none
LAYERS = ("math", "notebooks", "exercises", "browser", "house")
# Settings of pip that would send the packages elsewhere, or refuse them. What says where packages come from stays.
PIP_ELSEWHERE = ("target", "prefix", "root")
PIP_OFF = {"PIP_USER": "0", "PIP_REQUIRE_HASHES": "0", "PIP_NO_DEPS": "0"}
USAGE = """python run.py [lab]                        open the course in JupyterLab; --no-browser, --port N
       python run.py reset LESSON                 put a fresh copy of a lesson into my-course, and keep yours
       python run.py test [LAYER... | LESSON...]  run the tests; layers: math notebooks exercises browser house
       python run.py test --lowest | --newest     the same with the lowest or newest versions that the course admits
       python run.py build [LESSON...] [--all]    for authors: build the notebooks from the lessons
       python run.py site                         for authors: write the static site into the folder site
       python run.py pdf [LESSON...]              the same, and PDF files of its pages into site/pdf
       python run.py bench                        for authors: measure speed
       python run.py collect FOLDER > grades.csv  for teachers: rerun and grade the notebooks handed in
       python run.py nbgrader FOLDER              for teachers: write the lessons as a course for nbgrader

What follows -- goes to JupyterLab, pytest or bench as it is, for example: python run.py test math -- -k perceptron"""


class CannotStartError(Exception):
    """What stands in the way and what to do about it, in plain words."""


def main(arguments: list) -> int:
    """Run one command and return its exit code."""
    if sys.version_info < NEEDED:
        say(too_old(), file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    options = parse(arguments)
    try:
        os.fsencode(HOME).decode("utf-8")  # whatever the locale makes of the name
        return options.command(options)
    except UnicodeDecodeError:
        say(
            "\nThe name of the course's folder, or of one above it, holds a character that is not UTF-8.",
            file=sys.stderr,
        )
        say("Rename the folder, with plain letters, and start again.", file=sys.stderr)
        return 1
    except CannotStartError as error:
        say(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        say(f"\n{reason(str(error)) or f'That did not work: {error}.'}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The next start repairs what was left unfinished.", file=sys.stderr)
        return 130


def parse(arguments: list) -> argparse.Namespace:
    """Return the options: `command` is the function to run, `extra` what stands after --."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    ours, extra = arguments[:end], arguments[end + 1 :]
    if not ours or ours[0] in ("--no-browser", "--port") or ours[0].startswith("--port="):
        ours = ["lab", *ours]
    parser = argparse.ArgumentParser(usage=USAGE)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", help=argparse.SUPPRESS)

    def add(function):
        command = commands.add_parser(function.__name__, usage=USAGE)
        command.set_defaults(command=function, extra=extra)
        return command

    lab_parser = add(lab)
    lab_parser.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    lab_parser.add_argument("--port", type=port, help="the port of JupyterLab")
    add(reset).add_argument("lesson", help="its number or name: 1 or 01_perceptron")
    test_parser = add(test)
    test_parser.add_argument("parts", nargs="*", metavar="LAYER", help=" ".join(LAYERS))
    versions = test_parser.add_mutually_exclusive_group()
    for name in ("lowest", "newest"):
        versions.add_argument(f"--{name}", dest="versions", action="store_const", const=name, default="tested")
    build_parser = add(build)
    build_parser.add_argument("lessons", nargs="*", metavar="LESSON")
    build_parser.add_argument("--all", action="store_true", help="also build what is up to date")
    add(site)
    add(pdf).add_argument("lessons", nargs="*", metavar="LESSON")
    add(bench)
    add(collect).add_argument("folder", type=Path, help="the folder of the notebooks handed in")
    add(nbgrader).add_argument("folder", type=Path, help="where to write the course for nbgrader")
    options = parser.parse_args(ours)
    if extra and options.command not in (lab, test, bench):
        commands.choices[options.command.__name__].error(f"nothing can follow --, but {' '.join(extra)} came")
    for part in getattr(options, "parts", []):
        if part not in LAYERS and not part.isdecimal():
            test_parser.error(f"no layer is called {part}: there are {', '.join(LAYERS)}, and lessons by their number")
    return options


def port(text: str) -> int:
    """Return the number of a port."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to 65535, but {text} came")


# The commands.


def lab(options: argparse.Namespace) -> int:
    """Bring my-course up to date and open JupyterLab there on lesson 0."""
    with alone():
        python = prepared("tested")
        code = run(python, "-m", "course_lib.workspace", "update", "notebooks", "my-course")
    if code:
        return code
    command = ["-m", "jupyterlab", "--LabApp.default_url=/lab/tree/00_start_here.ipynb", "--ServerApp.ip=127.0.0.1"]
    if not options.extra:
        command.append("--log-level=WARN")
    if options.no_browser:
        command.append("--no-browser")
    if options.port is not None:
        command.append(f"--port={options.port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in options.extra:
        say("You are root, so JupyterLab is allowed to run as root: code in a notebook may change the whole machine.")
        command.append("--allow-root")
    say("JupyterLab is starting. Keep this window open, and press Ctrl-C in it to stop.")
    return run(python, *command, *options.extra, folder="my-course")


def reset(options: argparse.Namespace) -> int:
    """Put a fresh copy of a lesson into my-course, and keep the learner's own beside it."""
    with alone():
        return run(prepared("tested"), "-m", "course_lib.workspace", "reset", "notebooks", "my-course", options.lesson)


def test(options: argparse.Namespace) -> int:
    """Run the tests of the layers and of the lessons named, or all."""
    with alone():
        python = prepared(options.versions)
    folders = [f"tests/{part}" for part in options.parts if part in LAYERS] or ["tests"]
    lessons = [f"--lesson={part}" for part in options.parts if part.isdecimal()]
    # One more than there are processors, because the browser mostly waits; in order, so that long files come first.
    processes = min((os.cpu_count() or 1) + 1, 4)
    workers = (f"-n{processes}", "--dist=loadfile", "--no-loadscope-reorder")
    return run(python, "-m", "pytest", *workers, *lessons, *folders, *options.extra)


def build(options: argparse.Namespace) -> int:
    """Build the notebooks of the lessons named, or of all that have changed."""
    with alone():
        python = prepared("tested")
    return run(python, "-m", "authoring", "build", *options.lessons, *(["--all"] if options.all else []))


def site(options: argparse.Namespace) -> int:
    """Write the static site: the lessons as pages on which all but Python is alive."""
    with alone():
        python = prepared("tested")
    return run(python, "-m", "authoring", "site")


def pdf(options: argparse.Namespace) -> int:
    """Write the static site, and PDF files of the lessons named, or of all, with the instructor's pages."""
    with alone():
        python = prepared("tested")
    return run(python, "-m", "authoring", "pdf", *options.lessons)


def bench(options: argparse.Namespace) -> int:
    """Measure speed."""
    with alone():
        python = prepared("tested")
    return run(python, "-m", "benchmarks", *options.extra)


def collect(options: argparse.Namespace) -> int:
    """Grade the notebooks of a folder: the table alone goes to the standard output."""
    with alone(), contextlib.redirect_stdout(sys.stderr):
        python = prepared("tested")
    return run(python, "-m", "authoring.collect", str(options.folder.absolute()))


def nbgrader(options: argparse.Namespace) -> int:
    """Write the lessons as a course for nbgrader."""
    with alone():
        python = prepared("tested")
    return run(python, "-m", "authoring.nbgrader", str(options.folder.absolute()))


def run(python: Path, *arguments: str, folder: str = ".") -> int:
    """Run Python in a folder of the course until it ends, and return its exit code: 130 after Ctrl-C, as in a shell.

    With -P it does not import what lies in that folder: a learner's random.py is not Python's.
    """
    process = subprocess.Popen([str(python), "-P", *arguments], cwd=str(HOME / folder), env=surroundings())
    # Ctrl-C reaches the program as well: JupyterLab asks there whether to stop. An exception here, just as the program
    # ends, would lose its exit code.
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        code = process.wait()
        return 128 - code if code < 0 else code  # -2: signal 2 has ended it
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.terminate()
            process.wait()


def surroundings(**more: str) -> dict:
    """Return the environment variables for what run.py starts: packages of another Python have no say in it.

    Where the locale knows no é, a Python in a folder whose name has one would not start at all.
    """
    if sys.getfilesystemencoding() != "utf-8":
        more["LC_ALL"] = "C.UTF-8"
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")} | more


# The environment: a folder .venv with everything in it, made at the first start.


def prepared(versions: str) -> Path:
    """Return the Python of an environment that holds the course and its packages, installing what is missing.

    A stamp says that the environment is the course's and, written last, what it was made from. While that is not
    there, nothing else is trusted.
    """
    environment = environment_of(versions)
    stamp, python = environment / STAMP, python_of(environment)
    wanted = made_from(environment, versions)
    found = stamp.read_text(encoding="utf-8", errors="replace") if stamp.exists() and version_of(python) else ""
    if found == wanted:
        return python
    environment.mkdir(exist_ok=True)
    stamp.write_text("", encoding="utf-8")
    if found.split("\n")[0] != wanted.split("\n")[0]:
        make(environment)
    pip(python, "Installing the packages. The first time this takes a minute or two.", *packages(versions))
    pip(python, "Installing the course.", "--no-deps", "--no-build-isolation", "--editable", str(HOME))
    stamp.write_text(wanted, encoding="utf-8")
    return python


def environment_of(versions: str) -> Path:
    """Return its folder: .venv, .venv-lowest or .venv-newest; .venv-3.12 where another Python or a user has .venv."""
    first = HOME / (".venv" if versions == "tested" else f".venv-{versions}")
    if is_ours(first) and version_of(python_of(first)) in (None, sys.version_info[:2]):
        return first
    second = first.with_name("{}-{}.{}".format(first.name, *sys.version_info))
    if is_ours(second):
        return second
    raise CannotStartError(f"The folder {second.name} was not made by the course. Rename it and start again.")


def is_ours(environment: Path) -> bool:
    """Tell whether the course may make this folder, or made it: what a user made is never touched."""
    return not environment.exists() or (environment / STAMP).exists()


def python_of(environment: Path) -> Path:
    """Return the path of the environment's Python."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_of(python: Path) -> tuple:
    """Return a Python's version as (3, 12), or None where it is missing or does not run."""
    try:
        command = [str(python), "-c", "import sys; print(*sys.version_info[:2])"]
        answer = subprocess.run(command, capture_output=True, env=surroundings())
    except OSError:
        return None
    return tuple(map(int, answer.stdout.split())) or None


def made_from(environment: Path, versions: str) -> str:
    """Return what an up-to-date environment is made from. Its own path belongs to it: a moved one does not work."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update((HOME / name).read_bytes())
    day = datetime.date.today().isoformat() if versions == "newest" else ""
    place = os.fsencode(environment).decode("utf-8", "backslashreplace")  # the same whatever the locale
    return f"{place}\n{sys.version_info[:2]}\n{digest.hexdigest()}\n{day}"


def make(environment: Path) -> None:
    """Make an empty environment in the course's folder, in place of all that is there but the stamp."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise CannotStartError(
            "This Python lacks the venv module. On Debian and Ubuntu install it with\n"
            "    sudo apt install python{}.{}-venv\nand start again.".format(*sys.version_info)
        )
    say(f"Making the folder {environment.name}.")
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != STAMP:
            path.unlink()
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-P", "-m", "venv", str(environment)]
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", env=surroundings(**PIP_OFF))
    if answer.returncode:
        raise CannotStartError(failure((answer.stdout + answer.stderr).splitlines()))


def packages(versions: str) -> list:
    """Return pip's arguments: the tested versions, or the lowest or newest ones that pyproject.toml admits.

    With "parity" those for PyTorch, which no environment has unless somebody asks for it: it is as large as all others.
    """
    if versions == "tested":
        return ["--only-binary=:all:", "--requirement", str(HOME / "requirements.txt")]
    import tomllib

    settings = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    direct = [*settings["build-system"]["requires"], *settings["project"]["dependencies"]]
    extras = settings["project"]["optional-dependencies"]
    parity = extras.pop("parity")
    if versions == "parity":
        return ["--only-binary=:all:", *parity]
    for extra in extras.values():
        direct += extra
    if versions == "lowest":
        return ["--only-binary=:all:", *(each.partition(",")[0].replace(">=", "==") for each in direct)]
    return ["--only-binary=:all:", "--upgrade", "--upgrade-strategy=eager", *direct]


def pip(python: Path, stage: str, *arguments: str) -> None:
    """Install with pip, showing what it is at."""
    refuse_to_install_elsewhere(python)
    say(stage)
    command = [str(python), "-P", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    ours = without_elsewhere(surroundings(PYTHONIOENCODING="utf-8", **PIP_OFF))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    process = subprocess.Popen(command, env=ours, **pipes)
    last_lines = collections.deque(maxlen=200)
    try:
        for line in process.stdout:
            last_lines.append(line.rstrip())
            show_progress(line)
        code = process.wait()
    finally:
        show_progress("")
        if process.poll() is None:
            process.kill()
            process.wait()
    if code:
        raise CannotStartError(failure(last_lines))


def without_elsewhere(variables: dict) -> dict:
    """Return environment variables without those that would have pip install into another folder."""
    return {
        name: value for name, value in variables.items() if name not in [f"PIP_{key.upper()}" for key in PIP_ELSEWHERE]
    }


def refuse_to_install_elsewhere(python: Path) -> None:
    """Name a setting in a file of pip's that sends packages into another folder: no variable can switch it off."""
    command = [str(python), "-P", "-m", "pip", "config", "list"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "encoding": "utf-8", "errors": "replace"}
    answer = subprocess.run(command, env=without_elsewhere(surroundings(**PIP_OFF)), **pipes)
    setting = r"^(\w+\.({}))=(.*)$".format("|".join(PIP_ELSEWHERE))
    for key, _, value in re.findall(setting, answer.stdout, re.MULTILINE):
        raise CannotStartError(
            f"A setting of pip, {key} = {value}, would put the packages into another folder.\n"
            f"Take it out with\n    {python} -m pip config unset {key}\nand start again."
        )


def show_progress(line: str) -> None:
    """Show in one line of the terminal what pip is at."""
    if not sys.stdout.isatty():
        return
    doing = re.match(r"Collecting ([\w.-]+)|(Installing) collected", line)
    if doing:
        what = "unpacking, with nothing to see for a while" if doing.group(2) else f"downloading {doing.group(1)}"
        say(f"\r    {what[:60]:<60}", end="")
    elif not line:
        say(f"\r{'':<70}\r", end="")


@contextlib.contextmanager
def alone() -> collections.abc.Iterator:
    """Wait until no other start is running in the folder. The lock ends with its process, however that ends."""
    with (HOME / ".venv.lock").open("a") as file:  # "w" would empty what a link points to
        if not locked(file):
            say("Another start is still running here. Waiting for it.")
            while not locked(file):
                time.sleep(0.2)
        yield


def locked(file: object) -> bool:
    """Lock an open file, and return whether that worked, or cannot work: some network drives know no locks."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    return True


# What to say when something stands in the way.


def too_old() -> str:
    """Return what a learner with an old Python should do."""
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    remedy = f"You have a newer one: {newer[0]} run.py" if newer else "Get it from https://www.python.org/downloads/"
    return "The course needs Python 3.11 or newer, and this is Python {}.{}. {}".format(*sys.version_info[:2], remedy)


def failure(lines: list) -> str:
    """Return the last lines of a program that failed, and what to do."""
    output = "\n".join(lines)
    ours = "{}.{}".format(*sys.version_info)
    remedy = reason(output) or (
        f"The packages could not be installed for Python {ours}; the lines above say why. "
        "The course is tested with Python 3.11, 3.12 and 3.13."
    )
    shown = [f"    {line[:160]}" for line in lines if line.strip()]
    return "\n".join([*shown[-4:], "", remedy])


def reason(output: str) -> str:
    """Return what to do about a known trouble that a program's output or an error shows, or nothing."""
    if re.search(r"\[Errno 28\]|\[WinError 112\]|No space left", output):
        return "The disk is full. Free 2 GB and start again."
    if re.search(r"\[Errno (1|13|30)\]|\[WinError (5|32)\]|Permission denied", output):
        return (
            f"The folder {HOME} cannot be written. Close other windows of the course, "
            "or copy the course into a folder of your own, and start again."
        )
    if re.search(r"Retrying|ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|getaddrinfo", output):
        return "The packages cannot be reached. Connect to the internet (or check the proxy) and start again."
    return ""


def say(text: str, **how: object) -> None:
    """Print at once, so that lines of ours and of other programs come in order."""
    print(text, flush=True, **how)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
