"""The exercises of each lesson. A lesson writes `from course_lib.exercises import perceptron as check`."""

import importlib
from pkgutil import iter_modules

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, [module.name for module in iter_modules(__path__)])


def catalog(lesson: str) -> list:
    """Return the exercises and questions of a lesson, in the order in which the lesson meets them.

    Raises
    ------
    ValueError
        If the lesson has no exercises.
    """
    module = f"{__name__}.{lesson}"
    try:
        return importlib.import_module(module).CONTENTS
    except ModuleNotFoundError as problem:
        if problem.name != module:
            raise
        raise ValueError(f"catalog: lesson must be one that has exercises, but {lesson!r} came.") from None
