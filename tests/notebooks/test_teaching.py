"""The instructor's page says what an instructor needs, and is well-formed Markdown."""

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from authoring import minutes
from authoring.build import ROOT
from authoring.lesson import read
from authoring.teaching import page
from course_lib.exercises import perceptron

BODY = """Text for learners.

```{code-cell} ipython3
:tags: [solution]
from course_lib.exercises import perceptron as check

check.first_guess(choice="b")
```

+++ {"tags": ["instructor"]}

Ask for hands. Wait ten seconds.

+++ {"minutes": 12, "because": "learners try it twice", "sitting": 2}

## Choose $a | b$

```{code-cell} ipython3
:tags: [solution]
def step(z):
    \"\"\"Return 1 or 0.\"\"\"
    return np.where(z >= 0, 1, 0)


check.step(step)
```

+++ {"tags": ["instructor"]}

Draw the step on the board.

+++

## Recap

Nothing here for the instructor.
"""
LESSONS = sorted((ROOT / "lessons").glob("*.md"))


@pytest.fixture
def sample(samples):
    return page(read(samples.write(samples.head + BODY)))


def headings(text: str) -> list[tuple[str, str]]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [(opening.tag, words.content) for opening, words in pairwise(tokens) if opening.type == "heading_open"]


def test_headings_in_order(sample):
    assert headings(sample) == [
        ("h1", "Teaching: Draw a sample"),
        ("h2", "What learners will be able to do"),
        ("h2", "Minutes"),
        ("h2", "Begin (2 minutes)"),
        ("h3", perceptron.first_guess.title),
        ("h2", "Choose $a | b$ (12 minutes)"),
        ("h3", perceptron.step.title),
    ]


def test_goals_and_minutes(sample):
    assert "## What learners will be able to do\n\nAfter this lesson you can read a sample.\n" in sample
    assert "| Before the first section | 1 |\n| Begin | 2 |\n| *a pause* | |\n" in sample
    assert "| Choose $a \\| b$ | 12 |\n| Recap | 1 |\n| **Together** | **16** (3 + 13) |\n" in sample
    assert "**16** (3 + 13) |\n\nThese are the minutes of a learner who works alone" in sample
    table = MarkdownIt("commonmark").enable("table").render(sample)
    assert table.count("<tr>") == 7


def test_notes_stand_under_their_section_and_learners_text_does_not(sample):
    first, second = sample.index("Ask for hands. Wait ten seconds."), sample.index("Draw the step on the board.")
    assert sample.index("## Begin (2") < first < sample.index("## Choose") < second
    assert "Text for learners." not in sample and "Nothing here" not in sample


def test_exercises_with_solution_and_typical_mistakes(sample):
    exercise = perceptron.step
    assert f"`check.step`: {exercise.statement}" in sample
    assert "```python\ndef step(z):\n" in sample and "    return np.where(z >= 0, 1, 0)\n" in sample
    assert len(exercise.typical_mistakes) >= 3
    for looks_like, reason in exercise.typical_mistakes:
        assert f"- {looks_like}\\\n  {reason}" in sample


def test_questions_with_every_choice_and_its_reason(sample):
    question = perceptron.first_guess
    assert question.statement in sample
    for letter, choice in question.choices.items():
        words = f"- **{letter}{', right' if choice.right else ''}:** {choice.text}\\\n  {choice.reason}"
        assert words in sample
    assert sample.count(", right:**") == 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_page_of_each_lesson(path):
    """Every section with its minutes, every note and every exercise of the text is on it, and every fence closes."""
    text = (ROOT / "teaching" / path.name).read_text(encoding="utf-8")
    lesson = read(path)
    source = path.read_text(encoding="utf-8")
    for section, length in minutes.by_section(lesson)[1:]:
        assert f"| {section.name} | {length} |" in text
    for name in re.findall(r"^check\.(\w+)\(", source, re.MULTILINE):
        assert f"`check.{name}`: " in text
    notes = [cell for cell in lesson.cells if cell.has("instructor")]
    assert notes and all(cell.source in text for cell in notes)
    assert [tag for tag, _ in headings(text)].count("h1") == 1
    tokens = MarkdownIt("commonmark").parse(text)
    assert all(token.markup == "```" and token.info == "python" for token in tokens if token.type == "fence")
    assert sum(token.type == "fence" for token in tokens) * 2 == len(re.findall("^```", text, re.MULTILINE))
    within = [child for token in tokens for child in token.children or ()]  # code such as f[i](a) is no link
    links = [child.attrGet("href") or child.attrGet("src") for child in within if child.type in ("link_open", "image")]
    assert links
    assert {(ROOT / "teaching" / link).exists() for link in links if "://" not in link} == {True}
