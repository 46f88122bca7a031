"""`python -m course_lib start [FOLDER]` opens the course, `reset LESSON [FOLDER]` puts a fresh lesson there."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # The current folder: a random.py that a learner has there would be taken for Python's own. So this stands before
    # all imports; what Python has imported to come here, such as types, only `python -P -m course_lib` spares.
    del sys.path[0]

import argparse
from pathlib import Path

from course_lib.workspace.__main__ import trouble
from course_lib.workspace.start import fresh, hand_out, need_lab, open_lab, prepare

FOLDER = {"nargs": "?", "type": Path, "default": Path("my-course"), "help": "yours; my-course if you name none"}


def main(arguments: list[str] | None = None) -> int:
    """Run `start [FOLDER]`, `update [FOLDER]` or `reset LESSON [FOLDER]` and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m course_lib", description=main.__doc__)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    start = commands.add_parser("start", help="put the notebooks into a folder of yours and open them in JupyterLab")
    start.add_argument("folder", **FOLDER)
    start.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    start.add_argument("--port", type=port, help="the port of JupyterLab")
    hub = commands.add_parser("update", help="only put the notebooks there, for a hub that starts JupyterLab itself")
    hub.add_argument("folder", **FOLDER)
    again = commands.add_parser("reset", help="put a fresh copy of a lesson there, and keep yours")
    again.add_argument("lesson", help="its number or name: 1 or 01_perceptron")
    again.add_argument("folder", **FOLDER)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    try:
        return _run(options, options.folder.absolute())
    except ValueError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(trouble(error, options.folder), file=sys.stderr)
    return 1


def port(text: str) -> int:
    """Return the number of a port. run.py, which runs before any package is installed, has the same function."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to 65535, but {text} came")


def _run(options: argparse.Namespace, folder: Path) -> int:
    if options.command == "reset":
        print(fresh(folder, options.lesson))
        return 0
    if options.command == "start":
        need_lab()
    for sentence in hand_out(folder) if options.command == "update" else prepare(folder):
        print(sentence)
    if options.command == "update":
        return 0
    print("JupyterLab is starting. Keep this window open, and press Ctrl-C in it to stop.", flush=True)
    return open_lab(folder, not options.no_browser, options.port)


if __name__ == "__main__":
    sys.exit(main())
