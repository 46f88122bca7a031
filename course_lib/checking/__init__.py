"""How an answer is checked. The exercises themselves, lesson by lesson, are in `course_lib.exercises`."""

from course_lib.checking.code_exercise import CodeExercise
from course_lib.checking.contents import contents
from course_lib.checking.exercise import Exercise, Mistake
from course_lib.checking.gradient_exercise import GradientExercise
from course_lib.checking.question import Choice, Question
from course_lib.checking.value_exercise import GateExercise, RoundedExercise, ValueExercise

__all__ = [
    "Choice",
    "CodeExercise",
    "Exercise",
    "GateExercise",
    "GradientExercise",
    "Mistake",
    "Question",
    "RoundedExercise",
    "ValueExercise",
    "contents",
]
