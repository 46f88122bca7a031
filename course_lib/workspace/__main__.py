"""`python -m course_lib.workspace update NOTEBOOKS WORKSPACE`, or `reset NOTEBOOKS WORKSPACE LESSON`."""

import argparse
import errno
import sys
from pathlib import Path

from course_lib.workspace.copies import reset, update, write_lab_settings
from course_lib.workspace.environment import hidden_modules


def main(arguments: list[str] | None = None) -> int:
    """Run `update NOTEBOOKS WORKSPACE` or `reset NOTEBOOKS WORKSPACE LESSON` and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m course_lib.workspace", description=main.__doc__)
    parser.add_argument("command", choices=["update", "reset"])
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("lesson", nargs="?", help="its number or name, for reset")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    try:
        if options.command == "reset":
            print(reset(options.notebooks, options.workspace, options.lesson or ""))
        else:
            write_lab_settings(Path(sys.prefix))
            for sentence in [*update(options.notebooks, options.workspace), *hidden_modules(options.workspace)]:
                print(sentence)
    except ValueError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(trouble(error, options.workspace), file=sys.stderr)
    else:
        return 0
    return 1


def trouble(error: OSError, workspace: Path) -> str:
    """Return in words why the learner's folder could not be written, and what to do."""
    if error.errno == errno.ENOSPC:
        return "The disk is full. Free some space and start again: nothing of yours is lost."
    where = error.filename or workspace
    return f"The notebooks cannot be copied to {workspace}: {error.strerror} ({where}). Fix that and start again."


if __name__ == "__main__":
    sys.exit(main())
