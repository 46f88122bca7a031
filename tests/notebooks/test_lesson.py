"""Each cell knows its line, and its id depends on its text alone."""

import pytest

from authoring.lesson import read
from authoring.mistakes import MistakesFoundError

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
    assert [(section.name, section.minutes) for section in lesson.sections] == [("", 0), ("Begin", 2)]
    assert lesson.sections[1].cells[-1].source == 'print("one")'


def test_ids_are_of_the_text(samples, lesson):
    ids = [cell.id for cell in lesson.cells]
    assert len(set(ids)) == len(ids), "the same cell twice needs two ids"
    more = read(samples.write(samples.head + "A new cell.\n\n+++\n\n" + BODY, "02_more"))
    assert [cell.id for cell in more.cells if cell.source in {one.source for one in lesson.cells[3:]}] == ids[3:]


def test_unreadable_metadata_is_named_with_its_line(samples):
    path = samples.write(samples.head + 'Text.\n\n+++ {"tags": [}\n\nText.\n')
    with pytest.raises(MistakesFoundError) as caught:
        read(path)
    assert str(caught.value).startswith(f"lessons/01_sample.md:{_line(path, '[}')}: ")


def _line(path, words):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
