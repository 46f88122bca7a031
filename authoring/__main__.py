"""The author's command: python -m authoring build [LESSON…] [--all]."""

import argparse
import sys

from . import bundle, front_page, listing, syllabus
from .build import build
from .faults import FaultsFoundError


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m authoring", description="Build notebooks from the lessons' text.")
    command = parser.add_subparsers(dest="command", required=True).add_parser("build", help="build what has changed")
    command.add_argument("lesson", nargs="*", help="1, 01_perceptron or lessons/01_perceptron.md; none means all")
    command.add_argument("--all", action="store_true", help="build lessons that are up to date as well")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    code = 0
    try:
        if front_page.renew():
            print("README.md: the map of the course", flush=True)  # noqa: T201
        for name in bundle.renew():
            print(f"{name}.js: bundled", flush=True)  # noqa: T201
        build(options.lesson, force=options.all, report=lambda built: print(built, flush=True))  # noqa: T201
    except (FaultsFoundError, ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        code = 1
    else:
        if syllabus.renew():
            print("syllabus.md: the lessons over weeks and days", flush=True)  # noqa: T201
    if listing.renew():
        print("notebooks.sha256: the notebooks that open alive", flush=True)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
