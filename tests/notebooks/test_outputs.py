"""Each mistake in a lesson's outputs is named with its line. One lesson holds them all, so that it is run once."""

import pytest
from nbformat.v4 import new_output

from authoring import editions, execute
from authoring.faults import FaultsFoundError
from authoring.lesson import read
from authoring.outputs import faults_in_outputs, state
from course_lib.workspace.widgets import VIEW

CHECKS = "from course_lib.exercises import perceptron as check\n"
PICTURE = (
    "from IPython.display import Image, display\nfrom course_lib import figures\npng = figures.png(figures.new()[0])\n"
)

# The code of a cell, its tag and what is said about it.
MISTAKES = {
    "bare number": ("numbers = [1, 2]\nnumbers  # bare number", "", "a bare value as output: [1, 2]"),
    "NumPy number": ("import numpy as np\n\nnp.float64(0.5)", "", "a bare value as output: np.float64(0.5)"),
    "printed NumPy number": ("print([np.float64(0.5)])", "", "a bare value in the output: np.float64(0.5): "),
    "address": ("object()  # address", "", "a bare value as output: <object at 0x"),
    "printed address": ("print(object())", "", "a bare value in the output: <object object at 0x"),
    "stderr": ("import sys\n\nprint('one line', file=sys.stderr)", "", "text on stderr: one line"),
    "warning": ("import warnings\n\nwarnings.warn('careful', stacklevel=1)", "", "text on stderr: "),
    "pyplot": (
        "import matplotlib.pyplot as plt\n\n_ = plt.plot([1, 2])",
        "figure",
        "a bare value as output: <Figure size",
    ),
    "picture without alt": (PICTURE + "Image(png)", "figure", "a picture without alternative text"),
    "html without alt": (
        "display({'text/html': '<img src=\"x\">', 'text/plain': 'x'}, raw=True)",
        "figure",
        "a picture without alternative text",
    ),
    "empty alt": (
        "display({'text/html': '<img alt=\" \" src=\"x\">', 'text/plain': 'x'}, raw=True)",
        "figure",
        "a picture without alternative text",
    ),
    "second picture without alt": (
        "display({'text/html': '<img alt=\"Words.\" src=\"x\"><img src=\"y\">', 'text/plain': 'x'}, raw=True)",
        "figure",
        "a picture without alternative text",
    ),
    "stand-in without alt": (
        f"display({{{VIEW!r}: {{}}, 'image/png': '', 'text/plain': 'x'}}, raw=True)",
        "explorable",
        "a picture without alternative text",
    ),
    "no words": ("display({'text/html': '<p>x</p>'}, raw=True)  # no words", "", "an output without words"),
    "no picture": ("print('no picture')", "figure", "a figure cell that shows no picture"),
    "plain widget": (
        "from ipywidgets import FloatSlider\n\nFloatSlider()",
        "explorable",
        "an explorable without a picture of its initial state",
    ),
    "explorable without a widget": (
        "figures.show(figures.new()[0], 'An empty pair of axes, nothing in it.')",
        "explorable",
        "an explorable without a picture of its initial state",
    ),
    "stub that passes": (
        CHECKS + 'def step(z):\n    """Step."""\n    return z\n\n\ncheck.step(step)',
        "solution",
        'the check must say "passed", but it says: ',
    ),
    "stub that does not count": (
        "z = -1\ncheck.score_by_hand([z][1:] or 0)",
        "solution",
        'the check must say "not started", but it says: ',
    ),
    "raises": ("x = 1\n1 / 0", "", "the cell raises ZeroDivisionError: division by zero"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory, make_samples):
    """Return what the build says about a lesson with all these mistakes, and its text."""
    samples = make_samples(tmp_path_factory.mktemp("outputs"))
    cells = (f"```{{code-cell}} ipython3\n:tags: [{tag}]\n{code}\n```\n" for code, tag, _ in MISTAKES.values())
    path = samples.write(samples.head + "\n".join(cells))
    with pytest.raises(FaultsFoundError) as caught:
        samples.build()
    return str(caught.value).splitlines(), read(path), samples


def test_lines_are_those_of_the_cells(told):
    """Of the cell, or, where the mistake has a line of its own, of that line."""
    told, lesson, _ = told
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    for (source, tag, what), cell in zip(MISTAKES.values(), lesson.code, strict=True):
        own = next((words for words in ("check.", "1 / 0") if words in source), "")
        line = next(number for number in range(cell.line, len(lines)) if own in lines[number - 1])
        assert any(one.startswith(f"lessons/01_sample.md:{line}: {what}") for one in told), (what, told)
        assert tag in cell.tags or not tag


def test_nothing_else_is_said_and_nothing_twice(told):
    told, _, _ = told
    assert len(told) == len(set(told))
    for one in told:
        assert any(what in one for _, _, what in MISTAKES.values()), one


def test_an_edition_is_named_where_the_other_is_right(told):
    told, _, _ = told
    assert sum('must say "passed"' in one and one.endswith(" (solved edition)") for one in told) == 2
    assert sum('must say "not started"' in one and one.endswith(" (learner edition)") for one in told) == 1
    assert not any(one.endswith(" edition)") for one in told if "bare value" in one)


def test_all_that_a_check_says_is_told(told):
    told, _, _ = told
    assert sum("Got: 2 Expected: 1 Work this one case out" in one for one in told) == 1


def test_nothing_is_written(told):
    _, _, samples = told
    assert samples.files() == {}


@pytest.mark.parametrize(("raised", "line"), [("first", 0), ("last but one", 1), ("last", 2), ("far below", 2)])
def test_an_error_of_the_first_cell_has_its_line_below_what_says_that_the_package_is_missing(samples, raised, line):
    code = "from course_lib import figures\nx = 1\n1 / 0"
    this = read(samples.write(f"{samples.head}```{{code-cell}} ipython3\n{code}\n```\n"))
    notebook = editions.notebook(this, "learner")
    cell = notebook.cells[-1]
    assert cell.source.endswith("x = 1\n1 / 0") and cell.source.splitlines()[2].strip() == code.splitlines()[0]
    last = len(cell.source.splitlines())
    number = {"first": 3, "last but one": last - 1, "last": last, "far below": last + 9}[raised]
    trace = [f"Cell In[1], line {number}\n"]
    cell.outputs = [new_output("error", ename="ZeroDivisionError", evalue="by 0", traceback=trace)]
    [fault] = faults_in_outputs(this, "learner", notebook)
    assert fault.line == this.code[0].line + line


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("○ Not started: the step function", "not started"),
        ("Passed", "passed"),
        ("✓ passed: well done", "passed"),
        ("Not yet: try again", "not yet"),
        ("Which way?\n  ○ a) Up\n  ○ b) Down", "not started"),
        ("Which way?\n  ● a) Up\n  ○ b) Down\n◐ Not quite: look again.", "not yet"),
        ("Which way?\n  ○ a) Up\n  ● b) Down\n✓ Right: it is downhill.", "passed"),
        ("Not starting", None),
        ("It has passed", None),
        ("", None),
    ],
)
def test_state(answer, expected):
    assert state(answer) == expected


@pytest.mark.parametrize(
    ("source", "seconds", "what"),
    [("while True:\n    pass", 1, "CellTimeoutError: "), ("import os\n\nos._exit(1)", 60, "DeadKernelError: ")],
    ids=["a cell that never ends", "a kernel that dies"],
)
def test_a_run_that_does_not_end_by_itself(samples, monkeypatch, source, seconds, what):
    monkeypatch.setattr(execute, "SECONDS_PER_CELL", seconds)
    path = samples.write(f"{samples.head}```{{code-cell}} ipython3\n{source}\n```\n")
    line = read(path).code[0].line
    with pytest.raises(FaultsFoundError, match=f"^lessons/01_sample.md:{line}: the cell raises {what}[^\n]*$"):
        samples.build()
