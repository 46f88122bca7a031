"""The author's commands: python -m authoring build [LESSON…] [--all], site, pdf [LESSON…]."""

import argparse
import subprocess
import sys
from collections.abc import Callable

from . import bundle, front_page, glossary, listing, syllabus
from .build import ROOT, Built, build, paths
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
    done = []

    def report(built: Built) -> None:
        done.append(built.name)
        _report(str(built))

    def write() -> None:
        for name in bundle.renew():
            _report(f"{name}.js: bundled")
        build(options.lesson, force=options.all, report=report)

    code = _written(write)
    code |= _of_all_lessons("README.md", "the map of the course", front_page.renew)
    code |= _of_all_lessons("glossary.md", "the terms of all lessons", glossary.renew)
    code |= _of_all_lessons("syllabus.md", "the lessons over weeks and days", syllabus.renew)
    if listing.renew(done):
        _report("notebooks.sha256: the notebooks that open alive")
    return code


def _of_all_lessons(name: str, what: str, renew: Callable[[], bool]) -> int:
    """Write a page of all lessons anew; where another lesson is half written, it waits and the built ones do not."""
    try:
        if renew():
            _report(f"{name}: {what}")
    except (FaultsFoundError, FileNotFoundError, SyntaxError) as error:
        print(f"{name} stays as it is until every lesson can be read: {error}", file=sys.stderr)  # noqa: T201
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
