"""Hold the explorables' JavaScript as Python is held: formatted and linted by biome, its types checked by TypeScript.

`python -m authoring.javascript` formats, mends what can be mended, and says what is left.
"""

import subprocess
import sys
from pathlib import Path

from . import npm

ROOT = Path(__file__).parents[1]
WHAT_FOR = "the check of the JavaScript"


def faults(write: bool = False) -> str:
    """Return what biome and TypeScript find to mend, an empty text where there is nothing.

    Parameters
    ----------
    write : bool
        Whether biome mends what it can.

    Raises
    ------
    FileNotFoundError
        Where npm is missing.
    """
    biome = npm.installed(WHAT_FOR, "@biomejs/biome") / ".bin" / "biome"
    typescript = npm.installed(WHAT_FOR, "typescript") / ".bin" / "tsc"
    mend = ["--write"] if write else []
    commands = [
        [biome, "check", "--colors=off", "--error-on-warnings", *mend, "."],
        [typescript, "--project", "jsconfig.json"],
    ]
    answers = [subprocess.run(each, cwd=ROOT, capture_output=True, encoding="utf-8") for each in commands]
    return "".join(answer.stdout + answer.stderr for answer in answers if answer.returncode)


if __name__ == "__main__":
    sys.exit(faults(write=True) or None)
