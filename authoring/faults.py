"""What an author has to mend: a file, a line and a sentence."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}:{self.line}: {self.what}"


class FaultsFoundError(Exception):
    """Every fault that was found, in the order of the lines."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
