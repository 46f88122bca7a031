"""The author's commands: python -m authoring build [LESSON…] [--all], site, pdf [LESSON…]."""

import argparse
import subprocess
import sys
from collections.abc import Callable

from . import bundle, front_page, glossary, listing, syllabus
from .build import ROOT, build, paths
from .faults import FaultsFoundError
from .site import pdf
from .site.build import build as build_site


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m authoring", description="Build notebooks from the lessons' text.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("build", help="build what has changed")
    command.add_argument("lesson", nargs="*", help="1, 01_perceptron or lessons/01_perceptron.md; none means all")
    command.add_argument("--all", action="store_true", help="build lessons that are up to date as well")
    command.set_defaults(run=_notebooks)
    commands.add_parser("site", help="write the static site").set_defaults(run=_site)
    command = commands.add_parser("pdf", help="write the site, and PDF files of its pages")
    command.add_argument("lesson", nargs="*", help="1, 01_perceptron or lessons/01_perceptron.md; none means all")
    command.set_defaults(run=_pdf)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


def _site(options: argparse.Namespace) -> int:
    return _written(lambda: build_site(report=_report))


def _pdf(options: argparse.Namespace) -> int:
    def write():
        names = [path.stem for path in paths(ROOT / "lessons", options.lesson)]
        build_site(report=_report)
        pdf.write(ROOT / "site", names, _report)

    return _written(write)


def _written(write: Callable[[], object]) -> int:
    try:
        write()
    except (FaultsFoundError, ValueError, FileNotFoundError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _report(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def _notebooks(options: argparse.Namespace) -> int:
    code = 0
    try:
        if front_page.renew():
            print("README.md: the map of the course", flush=True)  # noqa: T201
        if glossary.renew():
            print("glossary.md: the terms of all lessons", flush=True)  # noqa: T201
        for name in bundle.renew():
            print(f"{name}.js: bundled", flush=True)  # noqa: T201
        build(options.lesson, force=options.all, report=lambda built: print(built, flush=True))  # noqa: T201
    except (FaultsFoundError, ValueError, FileNotFoundError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        code = 1
    else:
        _syllabus()
    if listing.renew():
        print("notebooks.sha256: the notebooks that open alive", flush=True)  # noqa: T201
    return code


def _syllabus() -> None:
    """Write the syllabus anew; another lesson that is half written does not keep the built ones from their list."""
    try:
        if syllabus.renew():
            print("syllabus.md: the lessons over weeks and days", flush=True)  # noqa: T201
    except (FaultsFoundError, FileNotFoundError, SyntaxError) as error:
        print(f"syllabus.md stays as it is until every lesson can be read: {error}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
