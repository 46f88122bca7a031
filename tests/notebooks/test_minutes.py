"""The minutes of a section, and where a long lesson is parted."""

import pytest

from authoring import minutes, rules
from authoring.build import ROOT
from authoring.editions import notebook
from authoring.lesson import read

LESSONS = sorted((ROOT / "lessons").glob("*.md"))
SECTIONS = """{words}

$$a = b$$

```{{code-cell}} ipython3
1 + 1
```

```{{code-cell}} ipython3
:tags: [figure]
1 + 1
```

```{{code-cell}} ipython3
:tags: [explorable]
AdmissionLine()
```

```{{code-cell}} ipython3
:tags: [solution]
from course_lib.exercises import perceptron as check

check.first_guess(choice="b")
```

```{{code-cell}} ipython3
:tags: [solution]
z = 3
check.score_by_hand(z)
```

```{{code-cell}} ipython3
:tags: [solution]
def step(z):
    \"\"\"Return it.\"\"\"


check.step(step)
```

+++ {{"tags": ["instructor"]}}

{words}
"""


def lengths(lesson):
    return [length for _, length in minutes.by_section(lesson)]


def test_a_section_takes_what_is_in_it(samples):
    """Of 218 words and a heading of 2, 2 minutes; a formula however long, a figure 1; 2, 5, 1.5, 3 and 8."""
    sections = SECTIONS.format(words=" ".join(["word"] * 218)).replace("a = b", "a = b" + 60 * " + b")
    lesson = read(samples.write(samples.head + sections))
    assert lengths(lesson) == [1, 24]


def test_a_correction_counts(samples):
    head = samples.head.replace("+++\n\n## Begin", '+++ {"minutes": 40, "because": "it is played"}\n\n## Begin')
    assert lengths(read(samples.write(head))) == [1, 40]


def long_lesson(samples, setting):
    text = "word " * 110 * 40
    return read(samples.write(samples.head + text + f"\n\n+++{setting}\n\n## End\n\n" + text))


def test_a_long_lesson_is_parted(samples):
    assert [fault.what for fault in rules.faults_in_text(long_lesson(samples, ""))] == [
        'the lesson takes 83 minutes: part it at a section, with +++ {"sitting": 2}'
    ]
    parted = long_lesson(samples, ' {"sitting": 2}')
    assert rules.faults_in_text(parted) == []
    for edition in ("learner", "solved"):
        sources = [cell.source for cell in notebook(parted, edition).cells]
        pause = sources[-2]
        assert " takes about 42 minutes, and the next one about 41. When you come back" in pause
        assert sources[-1].startswith("## End")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_sitting_is_much_longer_than_an_hour(path):
    assert max(minutes.sittings(read(path))) <= 65


def mapped(samples, **changes):
    """Return the faults of lesson 0 with other words in its text."""
    text = (ROOT / "lessons" / "00_start_here.md").read_text(encoding="utf-8")
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return [fault.what for fault in rules.faults_in_text(read(samples.write(text, "00_start_here")))]


def test_a_lesson_is_as_the_map_says(samples):
    title = "Start here: drag a line, meet the course"
    assert mapped(samples) == []
    assert mapped(samples, title=(f"# {title}", "# Another title"))[0].startswith('on the map put "Another title"')
    longer = mapped(samples, minutes=("## Recap\n", "## Recap\n" + "word " * 550))
    assert longer == [f'on the map put "{title}", 42 minutes (course_lib/workspace/course_map.py)']
    swapped = mapped(
        samples,
        one=("check.recall_brain(", "check.recall_other("),
        two=("check.recall_notebook(", "check.recall_brain("),
        three=("check.recall_other(", "check.recall_notebook("),
    )
    assert "are called in the order" in swapped[0] and "recall_notebook, recall_brain, and declared" in swapped[0]
