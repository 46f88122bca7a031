"""Which tests are those of one lesson: `python run.py test 3`."""

import re
from functools import cached_property
from pathlib import Path, PurePath

from course_lib.workspace.course_map import LESSONS

LESSON_FILES = Path(__file__).parents[1] / "lessons"
MATHEMATICS = Path(__file__).parent / "math"
NO_MATHEMATICS = {"exercises", "explorables", "figures", "workspace"}


class OneLesson:
    """A lesson by its number, and which tests are its own: of its text, its exercises, its modules, its explorables."""

    def __init__(self, number: int):
        written = {lesson.number: lesson for lesson in LESSONS if lesson.written}
        if number not in written:
            raise ValueError(f"there is no lesson {number} yet: there are {min(written)} to {max(written)}")
        self.name, self.path = written[number].name, LESSON_FILES / f"{written[number].file}.md"

    @cached_property
    def modules(self) -> set[str]:
        """The modules of the mathematics that the lesson imports from."""
        return set(re.findall(r"^ *from course_lib\.(\w+) import", self._text, re.MULTILINE)) - NO_MATHEMATICS

    @cached_property
    def mathematics(self) -> set[str]:
        """What the tests of these modules are named after: the module, or what several are tested under."""
        return {subject for module in self.modules for subject in subjects(module)}

    @cached_property
    def explorables(self) -> set[str]:
        """The classes of the explorables that it shows, and the names of their modules."""
        lines = re.findall(r"^ *from course_lib\.explorables import (.+)", self._text, re.MULTILINE)
        classes = {name.strip() for line in lines for name in line.split(",")}
        return classes | {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in classes}

    @cached_property
    def _text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def has(self, file: Path, fixtures: list[str], arguments: list) -> bool:
        """Tell whether a test is the lesson's: by its file, because it asks for `lessons`, or by an argument."""
        layer, subject = file.parent.name, file.stem.removeprefix("test_").removeprefix("exercises_of_")
        if layer in ("math", "house"):
            return layer == "math" and subject in self.mathematics
        own = {self.name, *self.explorables}
        return subject in own or "lessons" in fixtures or any(map(self.is_about, arguments))

    def is_about(self, value) -> bool:
        """Tell whether an argument of a test names the lesson, an explorable of it, an exercise or a question."""
        if isinstance(value, list | tuple):
            return bool(value) and self.is_about(value[0])
        if isinstance(value, str | PurePath):
            return PurePath(value).stem in {self.path.stem, self.name, *self.explorables}
        if isinstance(value, type):
            return value.__name__ in self.explorables
        return getattr(value, "lesson", None) == self.name


def subjects(module: str) -> set[str]:
    """Return what the files of tests are named after that test a module, or use it where none is named after it."""
    if (MATHEMATICS / f"test_{module}.py").exists():
        return {module}
    used = re.compile(rf"^from course_lib(\.{module}\b| import .*\b{module}\b)", re.MULTILINE)
    files = MATHEMATICS.glob("test_*.py")
    return {path.stem.removeprefix("test_") for path in files if used.search(path.read_text(encoding="utf-8"))}
