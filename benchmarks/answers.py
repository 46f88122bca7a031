"""The processor's time for an answer that no mistake explains: it is compared with all that are known."""

import functools
import time
from collections.abc import Callable

import numpy as np

from benchmarks.tables import ms, table
from course_lib.checking import CodeExercise
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS

MUST = {"the first time": 300.0, "each time after": 60.0}  # milliseconds


def report(exercises: list[CodeExercise] | None = None, rounds: int = 5) -> list[str]:
    """Return the lines of the table."""
    exercises = code_exercises() if exercises is None else exercises
    names = [f"{exercise.lesson}.{exercise.name}" for exercise in exercises]
    firsts, others = np.transpose([waits(exercise, rounds) for exercise in exercises])
    rows = [row(when, names, taken) for when, taken in zip(MUST, (firsts, others), strict=True)]
    heads = ["", "p50", "p95", "slowest", "which is", "p95 at most"]
    return table(f"A wrong answer that nothing explains, {len(names)} exercises, processor", heads, rows)


def row(when: str, names: list[str], taken: np.ndarray) -> list[str]:
    """Return a row of the table from the milliseconds of each exercise."""
    p95 = np.percentile(taken, 95)
    reached = f"{ms(MUST[when])}: {'reached' if p95 <= MUST[when] else 'missed'}"
    return [when, ms(np.median(taken)), ms(p95), ms(np.max(taken)), names[np.argmax(taken)], reached]


def code_exercises() -> list[CodeExercise]:
    """Return all exercises whose answer is a function."""
    lessons = [lesson.name for lesson in LESSONS if lesson.written]
    return [each for lesson in lessons for each in catalog(lesson) if isinstance(each, CodeExercise)]


def waits(exercise: CodeExercise, rounds: int) -> tuple[float, float]:
    """Return the milliseconds of the first answer and, of `rounds` further ones, the median."""
    answer = unexplained(exercise.reference)
    answer(*exercise.cases[0])  # what it imports, the learner's notebook has imported too
    taken = []
    for _ in range(1 + rounds):
        start = time.process_time()
        feedback = exercise(answer)
        taken.append(1000 * (time.process_time() - start))
        assert feedback.state == "not yet", f"{exercise.name}: a wrong answer was accepted"
    return taken[0], float(np.median(taken[1:]))


def unexplained(reference: Callable) -> Callable:
    """Return a function whose numbers are wrong in a way that no mistake explains."""

    @functools.wraps(reference)
    def answer(*arguments):
        return moved(reference(*arguments))

    return answer


def moved(value: object) -> object:
    """Return a number, an array, or a tuple or list of these, with each number moved."""
    if not isinstance(value, (tuple, list)):
        return 1.2345 * np.asarray(value) + 0.0123
    made_from_list = getattr(value, "_make", type(value))  # a named tuple takes its parts one by one
    return made_from_list(map(moved, value))
