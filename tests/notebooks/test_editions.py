"""Solutions become stubs, and nothing else changes."""

import ast
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from authoring.build import ROOT
from authoring.editions import EDITIONS, guarded, notebook, with_stubs
from authoring.lesson import read
from course_lib.workspace.course_map import LESSONS

HEADER = '''@njit
def f(
    x: int,  # the: x
    y: str = ")",
) -> dict[str, int]:
    """One.

    Two: three.
    """
'''

CUTS = {
    "a body goes, header and docstring stay": (
        'def step(z):\n    """Say 1 or 0."""\n    return np.where(z >= 0, 1, 0)\n\n\ncheck.step(step)',
        'def step(z):\n    """Say 1 or 0."""\n    ...  # your code here\n\n\ncheck.step(step)',
    ),
    "without a docstring": (
        "def step(z):\n    return 1",
        "def step(z):\n    ...  # your code here",
    ),
    "a docstring of several lines, decorators, annotations, a header of several lines": (
        HEADER + "    # secret\n\n    return {y: x}",
        HEADER + "    ...  # your code here",
    ),
    "comments inside go, comments outside stay": (
        "# above\ndef f():\n    # secret\n    return 1  # secret\n    # a\n\n    # secret\n\n\n# below\ncheck.f(f)",
        "# above\ndef f():\n    ...  # your code here\n\n\n# below\ncheck.f(f)",
    ),
    "tabs": (
        'def step(z):\n\t"""Say 1 or 0."""\n\treturn 1\n',
        'def step(z):\n\t"""Say 1 or 0."""\n\t...  # your code here\n',
    ),
    "on one line": ("def f(x): return x + 1  # secret", "def f(x): ...  # your code here"),
    "letters of more than one byte": (
        'def ŷ(é):\n    """Say ŷ, „é“."""\n    return "é" * é\n\n\nμ = "é" + ŷ("ü")  # ö\ncheck.ŷ(ŷ, choice="ü")',
        'def ŷ(é):\n    """Say ŷ, „é“."""\n    ...  # your code here\n\n\nμ = ...  # your code here\ncheck.ŷ(ŷ)',
    ),
    "nested functions and a body in brackets": (
        "def f():\n    def g():\n        return [\n            1,\n        ]\n\n    return g()",
        "def f():\n    ...  # your code here",
    ),
    "an async function": ("async def f():\n    return 1", "async def f():\n    ...  # your code here"),
    "a value": ("z = 2 * 8 + 3  # secret", "z = ...  # your code here"),
    "a value over several lines": ("w = (\n    1,\n    2,\n)\ncheck.w(w)", "w = ...  # your code here\ncheck.w(w)"),
    "a value in brackets, a default with =": ("z = (f(a=1))", "z = ...  # your code here"),
    "two targets": ("a = b = 3", "a = b = ...  # your code here"),
    "unpacking": ("w, b = np.ones(2), -1", "w, b = ..., ...  # your code here"),
    "unpacking inside unpacking": ("(a, b), [c] = f()", "(a, b), [c] = (..., ...), (...,)  # your code here"),
    "an annotation": ("z: float = 3.0\ny: int", "z: float = ...  # your code here\ny: int"),
    "a place": ("w[0] = 3", "w[0] = ...  # your code here"),
    "a choice": ('check.first_guess(choice="b")', "check.first_guess()"),
    "a choice and what stands before it": ('check.guess(f(x), choice="b")', "check.guess(f(x))"),
    "a choice and what stands after it": ('check.guess(choice="b", again=True)', "check.guess(again=True)"),
    "a choice over several lines": (
        'check.guess(\n    x,\n    choice="a long answer",\n    again=True,\n)',
        "check.guess(\n    x,\n    again=True,\n)",
    ),
    "a choice alone over several lines": ('check.guess(\n    choice="a long answer",\n)', "check.guess()"),
    "somebody else's choice": ('rng.choice(choice="b")', 'rng.choice(choice="b")'),
    "everything else": (
        "import numpy as np\n\nfor i in range(3):\n    k = i  # stays\nprint(f'{k}')\nclass A:\n    x = 1",
        "import numpy as np\n\nfor i in range(3):\n    k = i  # stays\nprint(f'{k}')\nclass A:\n    x = 1",
    ),
}


@pytest.mark.parametrize(("before", "after"), CUTS.values(), ids=CUTS)
def test_stub(before, after):
    assert with_stubs(before) == after
    ast.parse(after)


def test_stubs_of_stubs_are_the_same():
    for before, after in CUTS.values():
        assert with_stubs(after) == after, before


def test_unpacked_stubs_run():
    names = {}
    exec(with_stubs("w, b = 1, 2\n(c, d), [e] = f()"), names)
    assert [names[name] for name in "wbcde"] == [...] * 5


def test_stubs_are_formatted_where_the_solution_is(tmp_path):
    """Ruff has nothing to change. Functions without a docstring it would put on one line, and the build takes none."""
    solutions = "\n\n\n".join(before for before, _ in CUTS.values() if "def " not in before or '"""' in before)
    path = tmp_path / "solutions.py"
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=120"]
    path.write_text(solutions, encoding="utf-8")
    subprocess.run([*ruff, str(path)], check=True, capture_output=True)
    path.write_text(with_stubs(path.read_text(encoding="utf-8")), encoding="utf-8")
    done = subprocess.run([*ruff, "--diff", str(path)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


FOLDED = ["figure", "explorable"]
IN_SIGHT = ["figure, open", "explorable, open", "solution", ""]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("tags", FOLDED + IN_SIGHT)
def test_code_that_only_draws_is_folded(samples, tags, edition):
    options = f":tags: [{tags}]\n" if tags else ""
    path = samples.write(samples.head + f"```{{code-cell}} ipython3\n{options}x = 1\n```\n")
    cell = notebook(read(path), edition).cells[-1]
    assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == (tags in FOLDED)


def test_a_lesson_without_the_package_says_what_to_do():
    """In a kernel that does not find course_lib: a sentence in place of a traceback."""
    cell = new_code_cell(guarded("from course_lib_elsewhere import figures\n\nfigures.new()"))
    NotebookClient(new_notebook(cells=[cell]), allow_errors=True, kernel_name="python3").execute()
    (output,) = cell.outputs
    assert output.ename == "ModuleNotFoundError"
    assert output.traceback[0].startswith("This lesson needs the course's own package, course_lib. Download")


@pytest.mark.parametrize("name", [lesson.file for lesson in LESSONS if lesson.written])
def test_each_lesson_begins_with_it(name):
    for folder in ("notebooks", "notebooks/solutions"):
        notebook = nbformat.read(ROOT / folder / f"{name}.ipynb", as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert "\ntry:\n    from course_lib.explorables import " in first.source
