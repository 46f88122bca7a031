"""Sample lessons: small texts in a folder of their own, built by the real build."""

from pathlib import Path

import pytest

from authoring.build import build

HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

# Draw a sample

+++ {"tags": ["goals"]}

After this lesson you can read a sample.

+++ {"minutes": 2}

## Begin

"""


class Samples:
    """A folder with lessons/, and the build's files beside it."""

    head = HEAD

    def __init__(self, root: Path):
        self.root = root

    def write(self, text: str, name: str = "01_sample") -> Path:
        path = self.root / "lessons" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def build(self, *names: str, **options):
        return build(names, root=self.root, **options)

    def files(self) -> dict[str, bytes]:
        """Return the bytes of every built file by its name."""
        paths = [path for folder in ("notebooks", "teaching") for path in (self.root / folder).rglob("*")]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture(scope="session")
def make_samples():
    return Samples


@pytest.fixture
def samples(tmp_path):
    return Samples(tmp_path)
