"""What each lesson's module holds."""

import importlib

from course_lib.exercises.exercise import Exercise
from course_lib.exercises.question import Question


def catalog(lesson: str) -> list[Exercise | Question]:
    """Return the exercises and questions of a lesson, in the order in which the lesson meets them.

    Raises
    ------
    ValueError
        If the lesson has no exercises.
    """
    module = f"{__package__}.{lesson}"
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as problem:
        if problem.name != module:
            raise
        raise ValueError(f"catalog: lesson must be one that has exercises, but {lesson!r} came.") from None
    return [value for value in vars(found).values() if isinstance(value, Exercise | Question)]
