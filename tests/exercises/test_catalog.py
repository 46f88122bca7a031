"""Every exercise of every lesson: the stub does not pass, a right answer does, each typical mistake gets its reason."""

import inspect
import re

import numpy as np
import pytest
from tree import assert_well_formed

from course_lib.checking import CodeExercise, Exercise, GateExercise, Question
from course_lib.exercises import catalog
from course_lib.workspace.course_map import LESSONS

WRITTEN = [lesson.name for lesson in LESSONS if lesson.written]
ITEMS = [item for lesson in WRITTEN for item in catalog(lesson)]
EXERCISES = [item for item in ITEMS if isinstance(item, Exercise)]
QUESTIONS = [item for item in ITEMS if isinstance(item, Question)]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]


def named(value):
    return f"{value.lesson}.{value.name}" if isinstance(value, Exercise | Question) else None


def stubs(exercise):
    """Return what a learner who has written nothing yet hands over."""
    if not isinstance(exercise, CodeExercise):
        return [..., *([(...,) * len(exercise.parts)] if exercise.parts else [])]
    parameters = ", ".join(inspect.signature(exercise.reference).parameters)
    bodies = ['"""What it returns."""\n    ...  # your code here', "...", "pass", "return", "return ..."]
    names = {}
    for i, body in enumerate(bodies):
        exec(f"def stub{i}({parameters}):\n    {body}", names)
    return [..., *[names[f"stub{i}"] for i in range(len(bodies))]]


def told(exercise, answer):
    """Return the feedback to an answer, which is well formed and, asked for once more, the same."""
    first, second = exercise(answer), exercise(answer)
    assert repr(first) == repr(second)
    assert first._repr_html_() == second._repr_html_()
    assert_well_formed(first)
    return first


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_a_stub_is_not_started(exercise):
    for stub in stubs(exercise):
        feedback = told(exercise, stub)
        assert feedback.state == "not started"
        assert feedback.body[0] == exercise.statement
        assert feedback.hints == exercise.hints


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_the_reference_passes_with_its_praise(exercise):
    feedback = told(exercise, exercise.reference)
    assert feedback.passed
    assert feedback.body[0] == exercise.praise
    assert not feedback.hints


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=lambda value: named(value) or value.looks_like)
def test_a_typical_mistake_gets_its_own_reason_and_no_other(exercise, mistake):
    feedback = told(exercise, mistake.answer)
    assert feedback.state == "not yet"
    given = [other.reason for other in exercise.mistakes if other.reason in feedback.body]
    assert given == [other.reason for other in exercise.mistakes if other.reason == mistake.reason]
    assert feedback.hints == exercise.hints
    assert not re.search(r"0x[0-9a-f]{4}|\bnan\b|<function", repr(feedback) + feedback._repr_html_())


def moved(value):
    """Return every number a little off, in the same form."""
    return type(value)(map(moved, value)) if isinstance(value, tuple | list) else 1.2345 * np.asarray(value) + 0.0123


STRANGE = [[], (), [[], [1.0]], [np.array([]), np.array([1.0])], [1, [2, [3, [4]]]], np.zeros((0, 3)), {1: 2}, "text"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_whatever_comes_back_is_told(exercise):
    answers = STRANGE
    if isinstance(exercise, CodeExercise):
        strange = [lambda *arguments, value=value: value for value in STRANGE]
        answers = [*strange, lambda *arguments: moved(exercise.reference(*arguments))]
    for answer in answers:
        feedback = exercise(answer)
        assert feedback.state == "not yet"
        assert any(isinstance(part, str) and len(part) > 20 for part in feedback.body)


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_every_exercise_knows_three_mistakes_and_two_hints(exercise):
    assert len({mistake.reason for mistake in exercise.mistakes}) >= 3
    assert len(exercise.hints) >= 2
    assert exercise.typical_mistakes[0] == (exercise.mistakes[0].looks_like, exercise.mistakes[0].reason)


@pytest.mark.parametrize("lesson", WRITTEN)
def test_names_are_the_names_a_learner_types(lesson):
    module = __import__(f"course_lib.exercises.{lesson}", fromlist=["_"])
    for item in catalog(lesson):
        assert getattr(module, item.name) is item
        assert item.lesson == lesson


@pytest.mark.parametrize("lesson", WRITTEN)
def test_every_lesson_begins_with_a_prediction_and_ends_with_three_questions(lesson):
    items = catalog(lesson)
    assert items[0].name == "first_guess"
    assert items[0].prediction
    recalls = [item for item in items if item.name.startswith("recall_")]
    assert items[-len(recalls) :] == recalls
    assert len(recalls) == 3
    assert not any(item.prediction for item in recalls)


@pytest.mark.parametrize("lesson", WRITTEN[1:])
def test_every_lesson_after_the_first_has_five_exercises_three_of_them_code(lesson):
    exercises = [item for item in catalog(lesson) if isinstance(item, Exercise)]
    assert len(exercises) >= 5
    assert sum(isinstance(item, CodeExercise) for item in exercises) >= 3


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_question_has_one_right_choice_and_a_reason_for_each(question):
    assert sum(choice.right for choice in question.choices.values()) == 1
    assert len(question.choices) >= 3
    reasons = [choice.reason for choice in question.choices.values()]
    assert all(reasons)
    assert len(set(reasons)) == len(reasons)
    assert len(question.typical_mistakes) == len(reasons) - 1


def test_the_right_choice_is_not_always_in_the_same_place():
    assert len({question.right for question in QUESTIONS}) >= 3


def words_of(item):
    """Return everything that a learner may read of an exercise or a question."""
    if isinstance(item, Question):
        return [
            item.title,
            item.statement,
            *[word for choice in item.choices.values() for word in (choice.text, choice.reason)],
        ]
    reasons = [word for mistake in item.mistakes for word in (mistake.looks_like, mistake.reason)]
    return [item.title, item.statement, item.praise, item.otherwise, *item.hints, *reasons]


@pytest.mark.parametrize("item", ITEMS, ids=named)
def test_words_are_plain(item):
    for text in words_of(item):
        assert "!" not in re.sub("`[^`]*`", "", text)
        assert text.count("`") % 2 == 0
        assert text == text.strip()
        assert "  " not in text


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_hints_can_be_asked_for_by_number(exercise):
    for number, hint in enumerate(exercise.hints, start=1):
        assert hint in repr(exercise.hint(number))
    for number in (0, len(exercise.hints) + 1, "x"):
        assert f"There are {len(exercise.hints)} hints" in repr(exercise.hint(number))


def test_gates_have_their_wrong_rows_named():
    gate = next(item for item in EXERCISES if item.name == "and_gate")
    assert isinstance(gate, GateExercise)
    text = repr(gate((1, 1, -0.5)))
    assert "Inputs 0, 1:" in text
    assert "Inputs 1, 0:" in text
    assert "Inputs 1, 1:" not in text


def test_catalog_names_a_lesson_without_exercises():
    with pytest.raises(ValueError, match="lesson must be one that has exercises, but 'sigmoid_of_nothing' came"):
        catalog("sigmoid_of_nothing")


def test_an_exercise_that_is_not_called_says_what_it_does():
    for item in ITEMS:
        assert repr(item).startswith(f"check.{item.name}(")
        assert "0x" not in repr(item)
