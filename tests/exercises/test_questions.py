"""Questions: what they hold, what they show as text, what the page builder gets."""

import re

import pytest

from course_lib.checking import Choice, Question, contents
from course_lib.checking.question import QuestionView
from course_lib.exercises import start_here

QUESTION = Question(
    title="A colour",
    statement="Which colour is the sky?",
    choices=[
        Choice("Green.", "That is the grass."),
        Choice("Blue.", "On a clear day.", right=True),
        Choice("Red.", "In the evening."),
    ],
)
contents({"__name__": "nowhere", "colour": QUESTION})


def test_text_has_the_question_and_its_choices_and_no_reason():
    assert repr(QUESTION()) == "Which colour is the sky?\n  ○ a) Green.\n  ○ b) Blue.\n  ○ c) Red."


def test_text_has_the_reason_of_the_choice_alone():
    assert repr(QUESTION(choice="a")).endswith("  ○ c) Red.\n◐ Not quite: That is the grass.")
    assert repr(QUESTION(choice="b")).endswith("  ● b) Blue.\n  ○ c) Red.\n✓ Right: On a clear day.")


def test_the_bundle_has_a_view_and_the_whole_text():
    data, _ = start_here.first_guess()._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert data["text/plain"] == repr(start_here.first_guess())
    assert len(data["text/plain"]) > 200
    assert not re.search("0x[0-9a-f]{4}", data["text/plain"])


def test_everything_that_the_view_needs_is_in_its_traits():
    state = QUESTION(choice="a").get_state()
    assert state["statement"] == "Which colour is the sky?"
    assert [choice["letter"] for choice in state["choices"]] == ["a", "b", "c"]
    assert [choice["right"] for choice in state["choices"]] == [False, True, False]
    assert all(choice["reason"] and choice["text"] for choice in state["choices"])
    assert state["chosen"] == "a"
    assert "fieldset" in state["_esm"]
    assert "course-question" in state["_css"]


@pytest.mark.parametrize("choice", ["d", "ab", 1, [], None, {"a"}, object(), "\ud800", print, b"a"])
def test_a_choice_that_does_not_exist_is_answered(choice):
    feedback = QUESTION(choice)
    assert feedback.state == "not yet"
    assert 'Choose one of a, b, c, as in `check.colour(choice="a")`.' in feedback.body[0]
    assert "0x" not in repr(feedback)
    feedback._repr_html_().encode()


@pytest.mark.parametrize("choice", ["B", " b", "b)", "(b)", "b."])
def test_a_letter_may_be_written_in_any_way(choice):
    assert QUESTION(choice).chosen == "b"
    assert QUESTION.passes(choice)


def test_a_stub_is_no_choice():
    assert QUESTION(choice=...).chosen == ""


def test_a_question_knows_its_right_choice_and_its_mistakes():
    assert QUESTION.right == "b"
    assert QUESTION.typical_mistakes == [("Green.", "That is the grass."), ("Red.", "In the evening.")]


def test_the_page_is_told_which_choice_the_kernel_knows_of():
    view = QUESTION()
    view.chosen = "a"
    assert view.get_state()["heard"] == "a"


def test_nothing_is_fetched_from_anywhere():
    source = str(QuestionView._esm) + str(QuestionView._css)
    assert not re.search(r"https?:|import |@import|url\(", source)


def test_a_choice_too_many_is_refused():
    choices = [Choice(str(i), "Because.", right=i == 6) for i in range(7)]
    with pytest.raises(ValueError, match="choices must be at most 6, but 7 came"):
        Question(title="A", statement="Which?", choices=choices)
