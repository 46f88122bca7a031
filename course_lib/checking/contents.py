"""What a lesson's module holds."""

from course_lib.checking.exercise import Exercise
from course_lib.checking.question import Question


def contents(names: dict[str, object]) -> list[Exercise | Question]:
    """Tell each exercise and question what it is called, and return them in order; a module hands over `vars()`."""
    found = [(name, value) for name, value in names.items() if isinstance(value, Exercise | Question)]
    for name, item in found:
        item.lesson, item.name = names["__name__"].rpartition(".")[2], name
    return [item for _, item in found]
