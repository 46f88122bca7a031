"""Feedback as HTML and as text: the same words, safe, and the same on every run."""

import io
import re
import sys

import numpy as np
import pytest
from tree import Tree

from course_lib.checking import Exercise
from course_lib.checking.feedback import Fact, Feedback
from course_lib.exercises import catalog, start_here
from course_lib.workspace import progress
from course_lib.workspace.course_map import LESSONS

FULL = Feedback(
    "not yet",
    "Add <two> numbers",
    (Fact("Tried", "add(1, 2)"), Fact("Came", "<b>4</b>\nand more"), "The sum of `1` & `2` is 3.", "Count again."),
    ("Use your fingers.", "There are `three`.", "3"),
    "check.add",
)


def test_text_is_aligned_and_complete():
    assert repr(FULL).split("\n") == [
        "◐ Not yet: Add <two> numbers",
        "  Tried: add(1, 2)",
        "  Came:  <b>4</b>",
        "         and more",
        "The sum of `1` & `2` is 3.",
        "Count again.",
        "Stuck? Run check.add.hint(1), then check.add.hint(2) and so on: 3 hints.",
    ]


def test_html_has_the_words_of_the_text():
    words = "".join(Tree(FULL._repr_html_()).words)
    for part in (
        "Not yet",
        "Add <two> numbers",
        "Tried",
        "add(1, 2)",
        "<b>4</b>",
        "The sum of 1 & 2 is 3.",
        "Count again.",
    ):
        assert part in words


def test_html_says_its_state_to_a_screen_reader_in_words():
    tree = Tree(FULL._repr_html_())
    assert tree.tags[0][1]["role"] == "status"
    assert ("span", {"aria-hidden": "true"}) in [tag[:2] for tag in tree.tags]


def test_each_hint_is_inside_the_one_before():
    tree = Tree(FULL._repr_html_())
    depths = [depth for tag, _, depth in tree.tags if tag == "details"]
    assert len(depths) == 3
    assert depths == sorted(set(depths))
    assert not [attributes for tag, attributes, _ in tree.tags if tag == "details" and "open" in attributes]


def test_a_single_hint_is_one_hint():
    assert repr(Feedback("not yet", "T", (), ("Only this.",), "check.t")).endswith(
        "Stuck? Run check.t.hint(1) for a hint."
    )


@pytest.mark.parametrize("number", [0, 4, -1, 1.5, "1", None, [1], np.array([1, 2]), float("nan")])
def test_any_other_hint_is_told_how_many_there_are(number):
    assert "ask for 1 to 3" in str(start_here.first_check.hint(number))


def test_colours_follow_the_theme_and_have_fallbacks():
    for state in ("not started", "not yet", "passed", "hint"):
        assert re.search(r"var\(--jp-[a-z0-9-]+, #[0-9a-f]{6}\)", Feedback(state, "T")._repr_html_())


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_feedback_is_printed_on_any_console(encoding, monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", console)
    for item in (item for lesson in LESSONS if lesson.written for item in catalog(lesson.name)):
        print(item(...) if isinstance(item, Exercise) else item(choice="a"))
        if isinstance(item, Exercise):
            print(item(item.reference), item.hint(1))
    print(progress())
    console.flush()
    text = console.buffer.getvalue().decode(encoding)
    assert ("✓ Passed: " in text) == (encoding == "utf-8")
    assert ("\nPassed: " in text) == (encoding != "utf-8")
