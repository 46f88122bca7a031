"""An exercise by hand shows what was typed, and finds the mistake behind a number that a learner has rounded."""

import numpy as np
import pytest

from course_lib.checking import Mistake, RoundedExercise

WORDS = {"title": "Four fifths", "statement": "Give the number.", "hints": (), "praise": "Right.", "otherwise": "No."}
one = RoundedExercise(
    digits=2,
    reference=np.log(10),
    mistakes=[
        Mistake("nothing", 0, "It is zero."),
        Mistake("a tenth", 0.1, "It is a tenth."),
        Mistake("the other label", -np.log(0.9), "It is the other label."),
        Mistake("tiny", 0.5**100, "It is tiny."),
        Mistake("large", np.exp(2), "It is large."),
        Mistake("percent", 100 / (1 + np.exp(2)), "It is in percent."),
    ],
    **WORDS,
)
several = RoundedExercise(
    digits=2,
    parts=("slope", "bias"),
    reference=(0.2345, -14.938),
    mistakes=[Mistake("uphill", (0.2345, -13.062), "It goes uphill.")],
    **WORDS,
)


@pytest.mark.parametrize("typed", [0.105, 0.125, 0.5**100, 0.1192])
def test_what_came_is_shown_as_it_was_typed(typed):
    assert f"Got: {typed:.10g}\n" in repr(one(typed))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (0, "It is zero."),
        (0.0, "It is zero."),
        (0.1, "It is a tenth."),
        (0.10, "It is a tenth."),
        (0.105, "It is the other label."),
        (0.11, "It is the other label."),
        (-np.log(0.9), "It is the other label."),
        (0.5**100, "It is tiny."),
        (7.9e-31, "It is tiny."),
        (7.4, "It is large."),
        (7.39, "It is large."),
        (12, "It is in percent."),
        (11.9, "It is in percent."),
        (7, "No."),
        (0.125, "No."),
    ],
)
def test_the_nearest_mistake_that_was_rounded_is_found(typed, reason):
    assert one(typed).body[-1] == reason


@pytest.mark.parametrize("typed", [2.3, 2.303, 2.302585, np.float32(2.3026), np.log(10)])
def test_the_right_answer_may_be_rounded(typed):
    assert one(typed).passed


@pytest.mark.parametrize("typed", [(0.23, -14.94), (0.2345, -14.938), np.array([0.234, -14.94])])
def test_several_right_numbers_may_be_rounded(typed):
    assert several(typed).passed


@pytest.mark.parametrize("typed", [(0.23, -13.06), (0.2345, -13.062), (0.2345, -13.1), (0.23, -13.07)])
def test_the_mistake_behind_several_rounded_numbers_is_found(typed):
    assert "It goes uphill." in repr(several(typed))


def test_a_right_number_that_was_rounded_is_told_among_several():
    assert "Right so far: slope." in repr(several((0.23, 7)))
    assert "Right so far: bias." in repr(several((7, -14.94)))


@pytest.mark.parametrize("typed", [(0.2, -14.9), (0.23, -14.9), (0.2345, -14.9), (0.2, -14.938), (0.23, -14.93)])
def test_rounding_too_far_is_told_though_some_of_the_numbers_are_right(typed):
    assert "rounded too early or too far" in repr(several(typed))


last_follows = RoundedExercise(
    digits=2,
    parts=("first", "second", "sum"),
    reference=(1.2, 3.4, 4.6),
    mistakes=[
        Mistake("doubled", (2.4, 6.8, 9.2), "They are doubled."),
        Mistake("product", (1.2, 3.4, 4.08), "It is the product."),
    ],
    **WORDS,
)


@pytest.mark.parametrize("last", [9.2, 9.21, 9, 0, -3])
def test_a_mistake_is_found_though_the_last_number_that_follows_from_it_has_a_slip_of_its_own(last):
    assert "They are doubled." in repr(last_follows((2.4, 6.8, last)))


@pytest.mark.parametrize("typed", [(2.4, 6.8, 4.6), (2.4, 3.4, 5.8), (2.4, 6, 9.2), (1.2, 3.4, 7)])
def test_where_more_than_the_last_number_differs_or_the_last_is_right_no_mistake_is_claimed(typed):
    text = repr(last_follows(typed))
    assert "doubled" not in text
    assert "product" not in text
