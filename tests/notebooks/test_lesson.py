"""Each cell knows its line, and its id depends on its text alone."""

import pytest

from authoring.faults import FaultsFoundError
from authoring.lesson import read

BODY = """Text.

```python
shown, not run
+++
```

+++

```{code-cell} ipython3
:tags: [figure]

print("one")
```

```{code-cell} ipython3
---
tags: [solution]
---
# two
z = 1
```



Text, far below.

````{code-cell} ipython3
words = '''
```
'''
````

- a list

  ```{code-cell} ipython3
  not a cell, it is inside a list
  ```

```{code-cell} ipython3
print("one")
```
"""


@pytest.fixture
def lesson(samples):
    return read(samples.write(samples.head + BODY))


def test_each_cell_begins_on_its_line(lesson):
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    assert len(lesson.cells) == 9
    for cell in lesson.cells:
        wanted = cell.source.splitlines()
        assert lines[cell.line - 1 : cell.line - 1 + len(wanted)] == wanted


def test_a_node_of_a_cell_knows_its_line(lesson):
    cell = next(cell for cell in lesson.code if cell.has("solution"))
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    assert lines[cell.line_of(cell.tree.body[0]) - 1] == "z = 1"


def test_what_a_lesson_says_about_itself(lesson):
    assert lesson.title == "Draw a sample"
    assert lesson.goals == "After this lesson you can read a sample."
    assert [section.name for section in lesson.sections] == ["", "Begin"]
    assert lesson.sections[1].cells[-1].source == 'print("one")'


def test_ids_are_of_the_text(samples, lesson):
    ids = [cell.id for cell in lesson.cells]
    assert len(set(ids)) == len(ids), "the same cell twice needs two ids"
    more = read(samples.write(samples.head + "A new cell.\n\n+++\n\n" + BODY, "02_more"))
    assert [cell.id for cell in more.cells if cell.source in {one.source for one in lesson.cells[3:]}] == ids[3:]


def test_unreadable_metadata_is_named_with_its_line(samples):
    path = samples.write(samples.head + 'Text.\n\n+++ {"tags": [}\n\nText.\n')
    with pytest.raises(FaultsFoundError) as caught:
        read(path)
    assert str(caught.value).startswith(f"lessons/01_sample.md:{_line(path, '[}')}: ")


TAGS = "tags are a list in brackets, such as [solution], but "


@pytest.mark.parametrize(
    ("cell", "words", "what"),
    [
        ("```{code-cell} ipython3\n:tags: solution\nx = 1\n```", "```{code-cell} ipython3", f"{TAGS}'solution' came"),
        ("```{code-cell} ipython3\n:tags:\nx = 1\n```", "```{code-cell} ipython3", f"{TAGS}None came"),
        ("```{code-cell} python\n---\ntags: [1]\n---\nx = 1\n```", "{code-cell} python", f"{TAGS}1 came"),
        ('+++ {"tags": "goals"}\n\nHere.', '"tags": "goals"', f"{TAGS}'goals' came"),
        ('+++ {"name": 3}\n\nHere.', '"name"', "the setting name of this cell: 3 is not of type 'string'"),
    ],
)
@pytest.mark.parametrize("after", ["", "\n\n+++\n\nMore.\n\n```{code-cell} ipython\n:tags: [figure]\ny = 1\n```\n"])
@pytest.mark.filterwarnings("ignore:All code cells")  # a language of its own marks the cell
def test_settings_of_a_wrong_kind_are_named_with_their_line(samples, cell, words, what, after):
    before = "Text.\n\n````{code-cell} ipython\n---\ntags:\n  - figure\n---\nx = (\n+++\n1)\n````\n\n"
    path = samples.write(samples.head + before + cell + after)
    with pytest.raises(FaultsFoundError) as caught:
        read(path)
    assert str(caught.value) == f"lessons/01_sample.md:{_line(path, words)}: {what}"


def test_a_mark_of_the_byte_order_is_passed_over(samples):
    path = samples.write(samples.head + "Text.\n")
    plain = read(path).cells
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(path).cells == plain


def test_a_byte_that_is_no_utf_8_is_named_with_its_line(samples):
    path = samples.write(samples.head + "Text.\n\nCaf")
    lines = len(path.read_bytes().splitlines())
    path.write_bytes(path.read_bytes() + b"\xe9\n\nMore.\n")
    with pytest.raises(FaultsFoundError) as caught:
        read(path)
    assert str(caught.value) == f"lessons/01_sample.md:{lines}: not text in UTF-8: save the file in UTF-8"


def test_settings_of_the_lesson_that_are_no_yaml_are_named_with_their_line(samples):
    path = samples.write(samples.head.replace("  name: python3", "   name: python3"))
    with pytest.raises(FaultsFoundError) as caught:
        read(path)
    assert str(caught.value).startswith(f"lessons/01_sample.md:{_line(path, 'name: python3')}: Notebook metadata: ")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_a_line_break_that_nobody_sees_is_named_with_its_line(samples, sign):
    path = samples.write(f"{samples.head}Text.\n\nMo{sign}re.\n")
    line = samples.head.count("\n") + 3
    with pytest.raises(FaultsFoundError, match=rf"^lessons/01_sample\.md:{line}: a line break that nobody sees \(U\+"):
        read(path)


def _line(path, words):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
