"""Each mistake in a lesson's text is named with its line, before anything runs."""

import re

import pytest

from authoring import rules
from authoring.lesson import read
from authoring.rules import faults_in_text

CHECKS = "from course_lib.exercises import perceptron as check\n\n"


def cell(source: str, tag: str = "") -> str:
    options = f":tags: [{tag}]\n" if tag else ""
    return f"```{{code-cell}} ipython3\n{options}{source}\n```\n\n"


WHY = '"because": "why"'

# The text below the sample's head, words that stand on the line of the mistake, and what is said about it.
MISTAKES = {
    "unknown tag on code": (cell("x = 1  # here", "figures"), "# here", "unknown tag figures"),
    "unknown tag on text": ('+++ {"tags": ["aside"]}\n\nHere.\n', "Here.", "unknown tag aside"),
    "instructor tag on code": (cell("x = 1  # here", "instructor"), "# here", "the tag instructor is not for code"),
    "code tag on text": ('+++ {"tags": ["figure"]}\n\nHere.\n', "Here.", "the tag figure is not for markdown"),
    "open where nothing is folded": (cell("x = 1  # here", "open"), "# here", "the tag open is for code that would be"),
    "unknown setting": ('+++ {"minuets": 3}\n\nHere.\n', "Here.", "unknown setting minuets"),
    "second title": ("Text.\n\n# Here\n", "# Here", "a second title"),
    "second goals": ('+++ {"tags": ["goals"]}\n\nHere.\n', "Here.", "a second cell with goals"),
    "minutes without a reason": (
        '+++ {"minutes": 3}\n\n## Here\n\nText.\n',
        "## Here",
        "minutes are worked out; to correct them say why",
    ),
    "a reason without minutes": (
        '+++ {"because": "it is short"}\n\n## Here\n\nText.\n',
        "## Here",
        "minutes are worked out; to correct them say why",
    ),
    "a sitting of nothing": ('+++ {"sitting": 2}\n\nHere.\n', "Here.", "sitting belongs to a cell that begins with"),
    "section inside a cell": ("Text.\n\n## Here\n\nText.\n", "## Here", 'the section "Here" must begin a cell'),
    "section in a note": (
        '+++ {"tags": ["instructor"]}\n\n## Here\n',
        "## Here",
        'the section "Here" must begin a cell',
    ),
    "minutes of nothing": (
        '+++ {"minutes": 3, "because": "why"}\n\nHere.\n',
        "Here.",
        "minutes belongs to a cell that begins",
    ),
    "minutes in words": (
        '+++ {"minutes": "3", "because": "why"}\n\n## Here\n',
        "## Here",
        "minutes must be a whole number above 0",
    ),
    "no minutes at all": (
        '+++ {"minutes": 0, "because": "why"}\n\n## Here\n',
        "## Here",
        "minutes must be a whole number above 0",
    ),
    "minutes in truth": (
        '+++ {"minutes": true, "because": "why"}\n\n## Here\n',
        "## Here",
        "minutes must be a whole number above 0",
    ),
    "raw picture": ('Text.\n\n<img src="here.png">\n', "here.png", "a picture without alternative text"),
    "raw picture in a block": (
        '<div>\n<img src="one.png" alt="A line between students">\n<img alt=" " src="here.png">\n</div>\n',
        "here.png",
        "a picture without alternative text",
    ),
    "raw picture in a sentence": (
        'Text *with* a line\nand one\nmore, <img src="here.png"/>, and so on.\n',
        "here.png",
        "a picture without alternative text",
    ),
    "picture below its paragraph's first line": (
        "Text\nand ![](here.png).\n",
        "here.png",
        "a picture without alternative text",
    ),
    "picture without words": ("Text.\n\n![](here.png)\n", "here.png", "a picture without alternative text"),
    "long cell": (cell("# here\n" + "x = 1\n" * 20), "# here", "a cell of 21 lines"),
    "long line": (cell("x = 1\nwords = '" + "here " * 23 + "'"), "words =", "a line of 125 characters"),
    "syntax error": (cell("x = 1\ny = = 2"), "y = = 2", "not plain Python"),
    "magic": (cell("x = 1\n%timeit x"), "%timeit", "not plain Python"),
    "explorable that is not shown": (
        cell("# here\nexplorable = AdmissionLine()", "explorable"),
        "# here",
        "the last line of an explorable cell",
    ),
    "check outside of a solution": (
        cell(CHECKS + "step = 1\ncheck.step(step)"),
        "check.step(",
        "check.step outside a cell with the tag solution",
    ),
    "check before the last line": (
        cell(CHECKS + "step = 1\ncheck.step(step)\nprint(step)", "solution"),
        "check.step(",
        "the answer of check.step is not shown",
    ),
    "check kept for later": (
        cell(CHECKS + "step = 1\nanswer = check.step(step)", "solution"),
        "check.step(",
        "the answer of check.step is not shown",
    ),
    "check without a stub": (
        cell(CHECKS + "check.step(np.sign)", "solution"),
        "check.step(",
        "check.step checks no stub",
    ),
    "unknown exercise": (
        cell(CHECKS + "stop = 1\ncheck.stop(stop)", "solution"),
        "check.stop(",
        "unknown exercise check.stop: course_lib.exercises.perceptron has no exercise stop",
    ),
    "class that is no exercise": (
        cell(CHECKS + "z = 1\ncheck.CodeExercise(z)", "solution"),
        "check.CodeExercise(",
        "unknown exercise check.CodeExercise: course_lib.exercises.perceptron has no exercise CodeExercise",
    ),
    "exercises from a wrong package": (
        cell("from course_lib import perceptron as check\n\nz = 1\ncheck.score(z)", "solution"),
        "check.score(",
        "unknown exercise check.score: course_lib.perceptron has no exercise score",
    ),
    "exercises imported by another name": (
        cell("import course_lib.perceptron as check\n\nz = 1\ncheck.score(z)", "solution"),
        "check.score(",
        "unknown exercise check.score: course_lib.perceptron has no exercise score",
    ),
    "exercises from nowhere": (
        cell("from . import perceptron as check\n\nz = 1\ncheck.score(z)", "solution"),
        "check.score(",
        "unknown exercise check.score: .perceptron has no exercise score",
    ),
    "unknown exercises": (
        cell("from course_lib.exercises import nothing as check\n\ncheck.guess(choice='b')", "solution"),
        "check.guess(",
        "unknown exercise check.guess: course_lib.exercises.nothing has no exercise guess",
    ),
    "no exercises imported": (
        cell("check.first_guess(choice='b')", "solution"),
        "check.first_guess(",
        "check.first_guess before any exercises are imported",
    ),
    "solution without a docstring": (
        cell(CHECKS + "def step(z):\n    return 1\n\n\ncheck.step(step)", "solution"),
        "def step",
        "step has no docstring",
    ),
    "two statements on a line": (
        cell(CHECKS + "z = 1; w = 2\ncheck.step(z)", "solution"),
        "z = 1;",
        "two statements on one line of a solution",
    ),
    "minutes of code": (
        cell(':minutes: 5\n:because: "why"\n\nx = 1  # here'),
        "# here",
        "minutes belongs to a cell that begins",
    ),
    "minutes of code without a reason": (cell(":minutes: 5\n\nx = 1  # here"), "# here", "minutes are worked out"),
    "a sitting that begins with code": (cell(":sitting: 2\n\nx = 1  # here"), "# here", "sitting belongs to a cell"),
    "solution without a check": (cell("step = 1  # here", "solution"), "# here", "a solution without a check"),
}


def mistakes(samples, text: str) -> list[str]:
    return [str(mistake) for mistake in faults_in_text(read(samples.write(text)))]


@pytest.mark.parametrize(("body", "words", "what"), MISTAKES.values(), ids=MISTAKES)
def test_mistake(samples, body, words, what):
    text = samples.head + body
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)
    found = mistakes(samples, text)
    assert any(one.startswith(f"lessons/01_sample.md:{line}: {what}") for one in found), found
    assert all(f":{line}: " in one for one in found), "a mistake must not be reported where there is none"


def test_no_title(samples):
    assert mistakes(samples, samples.head.replace("# Draw", "Draw")) == [
        "lessons/01_sample.md:1: the lesson has no title: begin it with a heading of the first level (# …)"
    ]


def test_no_goals(samples):
    assert mistakes(samples, re.sub(r"\+\+\+.*goals.*", "+++", samples.head)) == [
        'lessons/01_sample.md:1: the lesson has no goals: tag a text cell with +++ {"tags": ["goals"]}'
    ]


def test_all_mistakes_at_once(samples):
    everything = "".join(body + "\n" for body, _, _ in MISTAKES.values())
    found = mistakes(samples, samples.head + everything)
    for _, _, what in MISTAKES.values():
        if "before any exercises" not in what:  # there, an earlier cell has imported some
            assert any(what in one for one in found), what


def test_a_lesson_of_the_course_is_on_its_map(samples, monkeypatch):
    path = samples.write(samples.head)
    monkeypatch.setattr(rules, "COURSE", path.parent)
    assert mistakes(samples, samples.head)[0].startswith("lessons/01_sample.md:1: this lesson is not on the map")


def test_a_right_lesson_has_no_mistakes(samples):
    right = cell(CHECKS + 'def step(z):\n    """Step."""\n    return z\n\n\ncheck.step(step)', "solution")
    later = cell("check.first_guess(choice='b')", "solution")
    words = 'Text.\n\n<img src="a.png" alt="Students around a line.">\n\n`<img>` is shown.\n\n'
    longest = cell("x = 1\n" * 19 + f"y = '{'-' * 114}'")
    assert (
        mistakes(samples, samples.head + right + "```markdown\n## Not a section\n```\n\n" + words + later + longest)
        == []
    )
